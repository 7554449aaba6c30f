"""Calls that work in an office as it stands, each with its answer: found by trying, and taken back.

The tries follow from the declarations and from the office's rows: a row that is there says what a new one may look
like, and a refusal names the parameter to try again. Nothing is drawn by chance, so an office gives the same examples
again.
May not: know a resource by name, or be called for an office that others call meanwhile: :func:`private_copy` has one
that they do not.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Any, Final, TypedDict
from urllib.parse import urlencode

from mock_od import declare as d
from mock_od.call import Refusal
from mock_od.describing.values import value_of
from mock_od.engine.compiled_method import CompiledMethod
from mock_od.engine.documented import path
from mock_od.engine.perform import Answer
from mock_od.office.office import Office
from mock_od.office.offices import Offices
from mock_od.office.settings import ALL, ENTERPRISE, Settings
from mock_od.versions import exists

_TRIES: Final = 30
"""How often a method is tried before it has no example."""
_ANEW: Final = 6
"""How often of these without a row that says what a new one may look like."""
_ROWS: Final = 24
"""How many rows of a table are tried; they stand apart from each other in it."""
_REPAIRS: Final = 8
"""How often a refused body is mended before another row is tried."""
_MADE: Final = 2
"""How often rows are made: those of the second time need some of the first."""
_PAGE: Final = 2
"""How many rows an example of a list has."""


class Example(TypedDict):
    """A call that works, and its answer."""

    path: str
    """Below /api/v1, with its key."""
    key: int | None
    query: dict[str, str]
    body: dict[str, Any] | None
    """None where the call has none."""
    status: int
    answer: Any
    """None for an answer without a body."""
    url: str
    """The path with its query."""
    as_it_stands: bool
    """Whether it works in the office as it stands. Else it needs a row that the office has not, and that was made."""


def private_copy(offices: Offices, key: str = "", runs: str = "") -> Office:
    """An office that nobody else calls, with the rows of another; it may do whatever a key can be allowed.

    :param key: the customer key of the other one; where that is not open, the rows are those of a fresh office.
    :param runs: the version of Open Dental that it runs; empty for the other's.
    """
    source = offices.find(key) if key else None
    if source is None:
        found = offices.draft(None, _free(offices.defaults, runs))
    else:
        with source.lock:
            settings, image, clock = source.settings, source.store.state(), source.clock
        found = Office("", offices.engine, image, _free(settings, runs))
        found.clock.copy(clock)
    return found


def _free(settings: Settings, runs: str) -> Settings:
    return replace(settings, version=runs or settings.version, permissions=ALL | {ENTERPRISE}, sftp_hosts=())


class Examples:
    """The examples of an office that nobody else calls."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._found: dict[d.Method, Example | None] = {}
        self._made = False
        """Whether rows were made for examples."""
        self._new: dict[str, list[int]] = {}
        """The keys of the rows that were made, by table: nothing hangs on them yet."""

    def of(self, method: d.Method) -> Example | None:
        """A call of a method that works, and its answer; None where none was found."""
        if method not in self._found:
            self._found[method] = self._try(method)
        return self._found[method]

    def all(self, resources: Iterable[type[d.Resource]]) -> dict[d.Method, Example]:
        """The examples of all methods that this version has.

        Where the office has no rows for some, or none of its rows will do, rows are made by the examples that make
        them, and kept: the office is another one then.
        """
        office = self._office.settings.number
        methods = [one for page in resources for one in page.methods if exists(one.since, office)]
        for method in methods:
            self.of(method)
        self._made = True
        for _ in range(_MADE):
            lacking = [one for one in methods if self._is_poor(one)]
            of_rows = {one.resource for one in lacking if one.by_key and not one.of}
            self._make_rows(of_rows | {one.resource for one in methods if self._is_empty(one.resource)})
            self._rows.clear()
            for method in lacking:
                self._found[method] = self._try(method) or self._found[method]
        return {method: found for method in methods if (found := self._found[method])}

    def _is_poor(self, method: d.Method) -> bool:
        found = self._found[method]
        return found is None or (method.verb == "GET" and found["answer"] == [])

    def _is_empty(self, resource: type[d.Resource]) -> bool:
        return bool(resource.table) and not self._office.records.count(resource.table)

    def _make_rows(self, resources: Iterable[type[d.Resource]]) -> None:
        """Rows of each of these pages, where examples make them."""
        for resource in sorted(resources, key=lambda page: page.__name__):
            for method in resource.methods:
                example = self._found.get(method) if method.verb == "POST" else None
                if example:
                    with suppress(Refusal):
                        made = self._perform(method, example["key"], {}, dict(example["body"] or {}))
                        for change in made.changes:
                            if change.kind == "insert":
                                self._new.setdefault(change.table, []).append(change.key)

    def _try(self, method: d.Method) -> Example | None:
        """The first call that is done; of a GET rather one whose answer is not empty."""
        compiled = CompiledMethod(self._office.catalog, method, self._office.settings.number)
        empty = None
        for at, (key, given) in enumerate(itertools.islice(self._requests(compiled), _TRIES)):
            found = self._mended(compiled, key, given, at)
            if found is not None and (found["answer"] != [] or method.verb != "GET"):
                return found
            empty = empty or found
        return empty

    # --- what is tried -----------------------------------------------------------------------------------

    def _requests(self, compiled: CompiledMethod) -> Iterator[tuple[int | None, dict[str, Any]]]:
        """Keys and parameters, the likeliest first."""
        method = compiled.method
        of = method.of or method.resource.table
        if of and (own := self._office.catalog.tables[of].key).demand:
            of = own.of  # the row is made when it is asked for: any of those will do
        models = self.rows(method.resource.table) if method.resource.table else []
        if not method.by_key:
            for model in (*models, *itertools.repeat({}, _ANEW)):
                yield None, self._parameters(compiled, model)
            return
        key = self._office.catalog.tables[of].key.name
        new = [row for number in self._new.get(of, ()) if (row := self._office.records.find(of, number))]
        for row in (*new, *self.rows(of)):
            model = row if not method.of else {}
            yield row[key], self._parameters(compiled, model)

    def _parameters(self, compiled: CompiledMethod, model: Mapping[str, Any]) -> dict[str, Any]:
        """The required parameters, one of each group, and for a change something that changes."""
        method = compiled.method
        wanted = {param.name: param for param in compiled.required}
        for group in (*method.one_of, *method.any_of):
            there = [param for param in group if param.name in compiled.params]
            if there and not any(param.name in wanted for param in there):
                likely = next((param for param in there if model.get(param.field.name)), there[0])
                wanted[likely.name] = likely
        if method.verb == "PUT" and not wanted:
            wanted = {param.name: param for param in _said(compiled, model)}
        return {name: self._value(compiled, param, model) for name, param in wanted.items()}

    def _value(self, compiled: CompiledMethod, param: d.Param, model: Mapping[str, Any]) -> Any:
        """What is sent for a parameter: what the model row has, or else something of its kind."""
        field = compiled.read_as(param)
        by_column = {known.column: known for known in compiled.resource.columns.values()}
        like = by_column.get(param.field.column)
        if like is not None and not param.field.computed and like.name in model:
            word = model[like.name]
            if word not in ("", 0, like.empty) or (isinstance(field, d.Bool) and not field.computed):
                turn = like.to_seed()
                shown = turn(word) if turn else word
                day = param.compare == "day" and isinstance(shown, str)
                return shown.partition(" ")[0] if day else shown
        return value_of(field, self, model, turn=0)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Some rows of a table in words, from its beginning to its end."""
        if table not in self._rows:
            key = self._office.catalog.tables[table].key.column
            numbers = [number for (number,) in self._office.records.query(f'SELECT "{key}" FROM "{table}" ORDER BY 1')]
            step = max(1, len(numbers) // _ROWS)
            picked = [*numbers[: _ROWS // 2], *numbers[_ROWS // 2 :: step]]
            self._rows[table] = [self._office.records.get(table, number) for number in dict.fromkeys(picked)]
        return self._rows[table]

    @cached_property
    def moment(self) -> str:
        """The office's time."""
        return self._office.clock.now().isoformat(" ", "seconds")

    def key_in(self, table: str, model: Mapping[str, Any], where: Mapping[str, Any], turn: int) -> int:
        """The key of a row that a foreign key may name, one that belongs with the model where there is such a one.

        :param turn: how many were tried before.
        """
        name = self._office.catalog.tables[table].key.name
        good = self.rows(table)
        if where:
            good = [row for row in good if all(row.get(column) == word for column, word in where.items())]
        if not good:
            good = self._office.records.rows(table, **where)[:_ROWS] if where else []
        if not good:
            return 0
        # Rows that have the model's other keys in common with it: of the same patient, the same plan.
        alike = {column: word for column, word in model.items() if column.endswith("Num") and word}
        if alike:
            good = sorted(good, key=lambda row: -sum(row.get(column) == word for column, word in alike.items()))
        return int(good[turn % len(good)][name])

    def shown_in(self, table: str, column: str, turn: int) -> Any:
        """What a column of some row holds."""
        name = self._office.catalog.tables[table].columns[column].name
        found = [row[name] for row in self.rows(table) if row[name] not in ("", 0)]
        return found[turn % len(found)] if found else ""

    # --- the tries ----------------------------------------------------------------------------------------

    def _mended(self, compiled: CompiledMethod, key: int | None, given: dict[str, Any], before: int) -> Example | None:
        """The call, mended after each refusal; None where it is refused to the end.

        Where a refusal names no parameter, one after another is changed.

        :param before: how many calls were tried before; what is sent instead differs from theirs.
        """
        turns: dict[str, int] = {}
        guesses = itertools.cycle(name for name in given if name in compiled.params)
        for _ in range(_REPAIRS):
            found = self._call(compiled, key, given)
            if not isinstance(found, Refusal):
                return self._example(compiled, key, given, found)
            named = _named(found.sentence, compiled.params)
            name = named or next(guesses, "")
            if not name:
                return None
            turns[name] = turns.get(name, before) + 1
            model = {name: given[name] for name in given}
            field = compiled.read_as(compiled.params[name])
            other = value_of(field, self, model, turn=turns[name] - (name not in given))
            if named in given and other == given[named]:
                return None  # there is nothing else to send
            given = {**given, name: other}
        return None

    def _call(self, compiled: CompiledMethod, key: int | None, given: Mapping[str, Any]) -> Answer | Refusal:
        method, store = compiled.method, self._office.store
        reads = method.verb == "GET"
        found: Answer | Refusal
        shape = store.shape
        created: list[str] = []
        with store.rehearsal():
            try:
                found = self._perform(method, key, _query(method, given) if reads else {}, {} if reads else dict(given))
            except Refusal as refusal:
                found = refusal
            if store.shape != shape:
                created = store.tables
        if created:
            for table in created:
                self._office.records.count(table)
            store.image()  # as long as their creation could be taken back, SQLite would read the whole schema each time
        return found

    def _perform(self, method: d.Method, key: int | None, query: Mapping[str, str], body: dict[str, Any]) -> Answer:
        return self._office.perform(method, key, query=query, read=lambda: body, developer="developer", mode="local")

    def _example(self, compiled: CompiledMethod, key: int | None, given: Mapping[str, Any], found: Answer) -> Example:
        method = compiled.method
        query = _query(method, given) if method.verb == "GET" else {}
        takes = method.verb in ("POST", "PUT")
        answer = found.body[:_PAGE] if isinstance(found.body, list) else found.body
        where = path(method, str(key) if method.by_key else "").replace("{", "").replace("}", "")
        return {
            "path": where,
            "key": key,
            "query": query,
            "body": dict(given) if takes else None,
            "status": found.status,
            "answer": answer,
            "url": where + (f"?{urlencode(query)}" if query else ""),
            "as_it_stands": not self._made,
        }


def _query(method: d.Method, given: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as a query has them, with those of a short page."""
    texts = {
        name: ",".join(map(str, value)) if isinstance(value, list) else str(value) for name, value in given.items()
    }
    return texts | ({"Limit": str(_PAGE)} if method.paged else {})


def _said(compiled: CompiledMethod, model: Mapping[str, Any]) -> Sequence[d.Param]:
    """What a change may send: a text if there is one, rather of those that the row has."""
    grouped = {
        param.name
        for groups in (compiled.method.not_both, compiled.method.first_of)
        for group in groups
        for param in group
    }
    plain = [param for param in compiled.params.values() if param.name in model and param.name not in grouped]
    texts = [param for param in plain if isinstance(param.field, d.Text) and model[param.name]]
    others = [param for param in plain if isinstance(param.field, d.Bool | d.Enum | d.Number)]
    return (texts or others or plain or list(compiled.params.values()))[:1]


def _named(sentence: str, params: Mapping[str, d.Param]) -> str:
    """The parameter that a refusal is about; empty where that cannot be seen."""
    first = sentence.split(" ", 1)[0].strip("'.,")
    return first if first in params else next((name for name in params if f"{name} " in sentence), "")
