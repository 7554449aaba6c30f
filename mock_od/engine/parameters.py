"""What was sent, read and checked: the rows that foreign keys name, the fields; and a list's page.

May not: know a resource, or write.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mock_od import declare as d
from mock_od import explain
from mock_od.call import Call, Refusal
from mock_od.catalog import Catalog
from mock_od.engine.compiled_method import CompiledMethod, KeyCheck, Named
from mock_od.engine.hints import hint_unread
from mock_od.engine.owners import frozen_by
from mock_od.engine.records import StoredRecords
from mock_od.fields import without_symbols

if TYPE_CHECKING:
    from mock_od.engine.reader import Reading

_ISO = re.compile(r"^([0-9-]{10})T([0-9:]{8})(\.[0-9]{1,7})?Z?$")

_NONE = (0, "")
MOST = 2**63 - 1
"""The highest number that a key or an offset can be."""


def read_and_check(
    catalog: Catalog,
    records: StoredRecords,
    compiled: CompiledMethod,
    call: Call,
    given: Mapping[str, Any],
    *,
    from_query: bool,
) -> None:
    """Fill ``call.sent``.

    :param given: the parameters or the fields of the body, as they were sent.
    :raises Refusal: for the first reason in the API's order.
    """
    reading = compiled.reader.read(given)
    if not from_query:
        reading = _as_stored(call, compiled, reading)
    elif reading.problems and call.chooses(d.Filters.iso_moments_are_read):
        reading = compiled.reader.read(_plain_moments(compiled, given))
    for problem in reading.problems:
        if not problem.binds and not from_query:
            raise Refusal(problem.sentence, hint=problem.hint)
    call.sent = reading.words
    sent: Collection[str] = call.sent
    if compiled.groups:
        keep_the_first(compiled, call)
        sent = [*call.sent]  # what a text has set counts no more
    ineligible = _check_rows(catalog, records, compiled, call, from_query=from_query)
    for problem in reading.problems:
        sentence = problem.sentence if problem.binds else explain.invalid(problem.name)
        raise Refusal(sentence, hint=problem.hint)
    if compiled.groups:
        check_groups(compiled, sent)
    if ineligible:
        raise ineligible[0]


def _check_rows(
    catalog: Catalog, records: StoredRecords, compiled: CompiledMethod, call: Call, *, from_query: bool
) -> list[Refusal]:
    """404 for what names no row; the reasons why rows may not be named, which come later, with the fields."""
    ineligible: list[Refusal] = []
    for key in compiled.keys:
        if key.name in call.sent and (key.when is None or key.when == _chosen(key, call)):
            ineligible += _check_key(catalog, records, key, call.sent[key.name], from_query=from_query)
    for keys in compiled.key_lists:
        ineligible += _check_key_list(catalog, records, keys, call.sent.get(keys.name, ()))
    for named in compiled.named:
        if named.name in call.sent:
            ineligible += _find_named(call, named)
    return ineligible


def _plain_moments(compiled: CompiledMethod, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, and moments in ISO 8601's form as the API reads them: in the office's time."""
    moments = {name for name, param in compiled.params.items() if isinstance(param.field, d.DateTime)}
    return {name: _ISO.sub(r"\1 \2", text) if name in moments else text for name, text in given.items()}


def _as_stored(call: Call, compiled: CompiledMethod, reading: Reading) -> Reading:
    """Texts as the program stores them: cut to their columns, without emoji. A hint says of each what is lost."""
    words, problems = reading
    if problems and call.chooses(d.Texts.long_ones_are_cut):
        problems = []
        for problem in reading.problems:
            if problem.cut is None or not isinstance(compiled.params[problem.name].field, d.Text):
                problems.append(problem)
                continue
            words[problem.name] = problem.cut
            call.hint(f"{problem.hint}, and the rest was cut off; see the choice {d.Texts.long_ones_are_cut.name}")
    beyond = [name for name, word in words.items() if isinstance(word, str) and not word.isascii()]
    if beyond and call.chooses(d.Texts.symbols_are_lost):
        for name in beyond:
            word = words[name]
            if isinstance(compiled.params[name].field, d.Text):
                words[name] = without_symbols(word)
                if words[name] != word:
                    lost = f"emoji and symbols in {name} are stored as U+FFFD"
                    call.hint(f"{lost}; see the choice {d.Texts.symbols_are_lost.name}")
    return reading if problems is reading.problems else reading._replace(problems=problems)


def _check_key(
    catalog: Catalog, records: StoredRecords, key: KeyCheck, word: Any, *, from_query: bool
) -> Sequence[Refusal]:
    """404 for a key that names no row; a row of another kind is refused later, with the fields."""
    if isinstance(word, str):
        return []  # by name: the records find it
    if not word and not key.needed:
        return []
    field, target = key.field, key.table
    row = records.columns_of(target.table, word, key.asked)
    if row is None:
        hint = f"{field.name}: there is no {target.table} {word} in this office"
        raise Refusal(field.not_found or explain.not_found(target.row_name), 404, hint=hint)
    unlike = {} if from_query else {name: word for name, word in field.where.items() if row[name] != word}
    if unlike:
        wanted = ", ".join(f"{name} {value!r}" for name, value in unlike.items())
        return [Refusal(explain.invalid(field.name), hint=f"{field.name}: {target.table} {word} must have {wanted}")]
    matters = field.living if from_query else field.owner
    frozen = frozen_by(catalog, records, target, word, row) if matters else None
    return [frozen] if frozen else []


def _check_key_list(
    catalog: Catalog, records: StoredRecords, field: d.KeyList, keys: Iterable[int]
) -> Sequence[Refusal]:
    """404 for a key that names no row; it is named in the sentence, as the API does."""
    target = catalog.tables[field.table]
    frozen: list[Refusal] = []
    for key in keys:
        row = records.columns_of(target.table, key, target.freezing)
        if row is None:
            hint = f"{field.name}: there is no {target.table} {key} in this office"
            raise Refusal(explain.invalid(f"{target.key.name} {key}"), 404, hint=hint)
        refusal = frozen_by(catalog, records, target, key, row) if field.owner else None
        frozen += [refusal] if refusal else []
    return frozen


def _chosen(key: KeyCheck, call: Call) -> Any:
    """The word that says which of several tables a key is of: the one that was sent, or the row's."""
    by = key.field.by
    return call.sent.get(by.name, call.row.get(by.name, by.default)) if by else None


def _find_named(call: Call, named: Named) -> Sequence[Refusal]:
    """Set the key of the row that a text names. A row that is to be made is made with the write."""
    text = call.sent[named.name]
    if named.sets and named.sets in call.sent:  # the number counts, as long as the page does not say otherwise
        return []
    if text == "" and not named.needed:
        if named.sets:
            call.sent[named.sets] = named.none
        return []
    sought = text if named.exact or not isinstance(text, str) else text.casefold()
    found = call.records.query(named.query, sought, *named.asked)
    if found and named.sets:
        call.sent[named.sets] = found[0][0]
    if found or named.made:
        return []
    hint = f"{named.name}: no {named.table.table} has the {named.column} {explain.shorten(str(text))!r}"
    if named.sets:
        return [Refusal(explain.invalid(named.name), hint=hint)]
    raise Refusal(explain.not_found(named.table.row_name), 404, hint=hint)


def make_named(compiled: CompiledMethod, call: Call) -> None:
    """Insert the rows that texts name and that are not there, where the page says that they are made."""
    for named in compiled.named:
        if named.made and call.sent.get(named.name, "") != "" and named.sets not in call.sent:
            key = call.records.insert(named.table.table, {**named.row, named.column: call.sent[named.name]})
            call.sent[named.sets] = call.values[named.sets] = key


def keep_the_first(compiled: CompiledMethod, call: Call) -> None:
    """Of parameters of which the first counts, drop the others. One that says none, 0 or "", comes after the others."""
    for group in compiled.method.first_of:
        sent = [param.name for param in group if param.name in call.sent]
        first, *others = sorted(sent, key=lambda name: call.sent[name] in _NONE) or [""]
        for name in others:
            if call.sent.pop(name) not in _NONE:
                call.ignore(f"{name} was ignored, as {first} was sent")


def check_groups(compiled: CompiledMethod, sent: Collection[str]) -> None:
    """See that of parameters that belong together as many were sent as may be.

    :param sent: the names of the parameters that were sent.
    :raises Refusal: 400 when more or fewer were.
    """
    method = compiled.method
    for groups, least, most in ((method.one_of, 1, 1), (method.any_of, 1, MOST), (method.not_both, 0, 1)):
        for group in groups:
            names = [param.name for param in group if param.name in compiled.params]
            these = [name for name in names if name in sent]
            if names and len(these) < least:
                raise Refusal(
                    explain.one_required(names), hint=f"send {'one' if most == 1 else 'at least one'} of them"
                )
            if len(these) > most:
                raise Refusal(explain.only_one(these), hint="leave out all of them but one")


def read_query(compiled: CompiledMethod, call: Call, query: Mapping[str, str]) -> None:
    """Fill ``call.query`` of a write, and say of the other parameters in the URL that they have no effect.

    :raises Refusal: 400 when one cannot be read.
    """
    known = {name: text for name, text in query.items() if name in compiled.query and text != ""}
    if known:
        reading = compiled.query_reader.read(known)
        for problem in reading.problems:
            sentence = problem.sentence if problem.binds else explain.invalid(problem.name)
            raise Refusal(sentence, hint=problem.hint)
        call.query = reading.words
    read = {*compiled.standard, *compiled.query}
    hint_unread(compiled, call, (name for name in query if name not in read))


def read_page(query: Mapping[str, str], most: int) -> tuple[int, int]:
    """The Limit and the Offset of a list.

    :param most: how many rows a page has at most.
    :raises Refusal: 400 when one is no such number.
    """
    limit = _count(query, "Limit", least=1)
    offset = _count(query, "Offset", least=0)
    return min(limit or most, most), min(offset or 0, MOST)


def _count(query: Mapping[str, str], name: str, *, least: int) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    digits = text.lstrip("0") if text.isascii() and text.isdigit() else None
    number = least - 1 if digits is None else int(digits[:19] or 0)  # that many are more than any table has rows
    if number < least:
        raise Refusal(explain.invalid(name), hint=f"{name} is a whole number, {least} or more")
    return number
