"""What was sent, read and checked: the rows that foreign keys name, the fields; and a list's page.

May not: know a resource, or write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mock_od import declare as d
from mock_od import explain
from mock_od.call import Call, Refusal
from mock_od.catalog import Catalog
from mock_od.engine.compiled_method import CompiledMethod, KeyCheck
from mock_od.engine.owners import frozen_by
from mock_od.engine.records import StoredRecords
from mock_od.fields import without_symbols

if TYPE_CHECKING:
    from mock_od.engine.reader import Reading

_ISO = re.compile(r"^([0-9-]{10})T([0-9:]{8})(\.[0-9]{1,7})?Z?$")

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
    ineligible: list[Refusal] = []
    for key in compiled.keys:
        if key.name in reading.words:
            ineligible += _check_key(catalog, records, key, reading.words[key.name], from_query=from_query)
    for problem in reading.problems:
        sentence = problem.sentence if problem.binds else explain.invalid(problem.name)
        raise Refusal(sentence, hint=problem.hint)
    if ineligible:
        raise ineligible[0]


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
    row = records.columns_of(field.table, word, key.asked)
    if row is None:
        hint = f"{field.name}: there is no {field.table} {word} in this office"
        raise Refusal(explain.not_found(target.row_name), 404, hint=hint)
    if from_query:
        return []
    unlike = {name: wanted for name, wanted in field.where.items() if row[name] != wanted}
    if unlike:
        wanted = ", ".join(f"{name} {value!r}" for name, value in unlike.items())
        return [Refusal(explain.invalid(field.name), hint=f"{field.name}: {field.table} {word} must have {wanted}")]
    frozen = frozen_by(catalog, records, target, word, row) if field.owner else None
    return [frozen] if frozen else []


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
