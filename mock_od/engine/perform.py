"""One request to one method, from its parameters to its answer.

Checks come in the API's order: the row in the path, the rows that foreign keys name, the fields, the page's rules.
May not: know a resource, or speak HTTP beyond a status.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from mock_od import declare as d
from mock_od import explain
from mock_od.call import Call, Change, Effect, Refusal, Sender
from mock_od.catalog import Catalog
from mock_od.engine.bodies import in_any_case
from mock_od.engine.compiled_method import CompiledMethod, gates
from mock_od.engine.conditions import where
from mock_od.engine.formats import PLAIN, Formats, read_formats
from mock_od.engine.guards import refuse_in_use, refuse_twins
from mock_od.engine.hints import hint_unknown, remark
from mock_od.engine.owners import frozen_by
from mock_od.engine.parameters import MOST, make_named, read_and_check, read_page, read_query
from mock_od.engine.records import Shapes, StoredRecords
from mock_od.engine.sql import table_schema
from mock_od.store import Store
from mock_od.versions import Version

_MOST_COMPILED = 10_000
"""How many pairs of method and version are remembered; many share what is compiled for them."""


class LocalTime(Protocol):
    """The office's clock."""

    def now(self) -> datetime:
        """The office's local time."""

    def utc_offset(self, moment: datetime) -> timedelta:
        """How far it is ahead of UTC at a moment of its own time."""


class OfficeView(NamedTuple):
    """What the engine sees of the office that is asked."""

    version: Version
    version_text: str
    customer: str
    permissions: AbstractSet[str]
    choices: Mapping[str, bool]
    store: Store
    records: StoredRecords
    clock: LocalTime
    sender: Sender | None = None


class Answer(NamedTuple):
    """What goes back.

    :param body: None where the documentation shows no body.
    :param key: the new row's primary key, for the Location.
    :param hints: what is to be said of the request.
    :param ignored: those that are about parameters and fields without effect.
    :param changes: what was written, in its order, what listeners wrote included.
    :param location: the Location as a page gives it; empty for that of ``key``.
    :param effects: what is to be done when the office is free again.
    """

    status: int
    body: Any
    key: int | None
    hints: Sequence[str]
    ignored: Sequence[str]
    changes: Sequence[Change] = ()
    location: str = ""
    effects: Sequence[Effect] = ()


class Engine:
    """Performs the methods of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.shapes = Shapes(catalog)
        self._created: dict[str, list[str]] = {}
        self._compiled: dict[tuple[d.Method, Version], CompiledMethod] = {}
        self._shared: dict[tuple[d.Method, int], CompiledMethod] = {}

    def create_table(self, name: str) -> list[str]:
        """The statements that create a table, for a store that lacks it."""
        statements = self._created.get(name)
        if statements is None:
            statements = self._created[name] = table_schema(self.catalog, name)
        return statements

    def compile(self, method: d.Method, office: Version) -> CompiledMethod:
        """The method as that version has it."""
        found = self._compiled.get((method, office))
        if found is None:
            if len(self._compiled) >= _MOST_COMPILED:  # somebody tries all versions
                self._compiled.clear()
            found = self._compiled[method, office] = self._share(method, office)
        return found

    def _share(self, method: d.Method, office: Version) -> CompiledMethod:
        """One for all versions that have the same of the method."""
        passed = bisect_right(gates(method), office)
        found = self._shared.get((method, passed))
        if found is None:
            found = self._shared[method, passed] = CompiledMethod(self.catalog, method, office)
        return found

    def perform(
        self,
        office: OfficeView,
        method: d.Method,
        *,
        key: int | None,
        query: Mapping[str, str],
        read: Callable[[], dict[str, Any]],
        developer: str,
        page_limit: int,
        mode: str = "local",
    ) -> Answer:
        """Answer one request.

        :param read: gives the fields of the body; it is called where the API reads the body, if it does, and may
            raise the refusal of :func:`mock_od.engine.bodies.read_body`.
        :param developer: the name of the developer whose key calls.
        :param page_limit: how many rows a list has at most.
        :param mode: the way by which the request came: remote, local or service.
        :raises Refusal: where the API refuses; the store is then as it was.
        """
        if method.by_key and key is None:
            name, where = (
                self.catalog.key_of(method).name,
                "/".join(filter(None, (method.resource.path, "1", method.sub))),
            )
            raise Refusal(explain.required(name), hint=f"write {name} in the URL: {method.verb} /{where}")
        compiled = self.compile(method, office.version)
        office.records.moment = now = office.clock.now()
        office.records.utc_offset = office.clock.utc_offset
        call = Call(
            method,
            records=office.records,
            now=now,
            developer=developer,
            version=office.version_text,
            choices=office.choices,
            permissions=office.permissions,
            key=key if method.by_key else None,
            customer=office.customer,
            sender=office.sender,
            mode=mode,
        )
        if key is not None and not method.by_key:
            call.ignore(f"{method.spoken} takes no key in the path; {str(key)[:30]} was ignored")
        try:
            if method.verb == "GET":
                if call.key is not None and (method.of or method.rules):
                    self._find(office, call, call.key)
                if method.by_key and not method.gives:
                    return self._read_one(office, compiled, call, query, call.key or 0)
                return self._read(office, compiled, call, query, page_limit)
            if query:
                read_query(compiled, call, query)
            if compiled.resource.table and compiled.resource.key.demand:
                with office.store.transaction():  # so that a refusal takes back the row that is made on demand
                    self._find(office, call, call.key or 0)
                    return self._change(office, compiled, call, read, self._formats(office, query))
            if call.key is not None:
                self._find(office, call, call.key)
            return self._change(office, compiled, call, read, self._formats(office, query))
        except Refusal as refusal:
            refusal.hints, refusal.ignored = call.hints, call.ignored
            raise

    # --- reading ---

    def _read_one(
        self, office: OfficeView, compiled: CompiledMethod, call: Call, query: Mapping[str, str], key: int
    ) -> Answer:
        formats = self._formats(office, query)
        if query:
            hint_unknown(compiled, call, (name for name in query if name not in compiled.standard))
        for rule in compiled.method.rules:
            rule(call)
        found = []
        if abs(key) <= MOST:
            found = self._show(office, compiled, call, compiled.select_one, (key,), formats=formats)
            if not found and compiled.resource.key.demand:
                self._find(office, call, key)
                found = self._show(office, compiled, call, compiled.select_one, (key,), formats=formats)
        if not found:
            raise _missing(compiled.resource, key)
        return _answer(call, 200, found[0])

    def _read(
        self, office: OfficeView, compiled: CompiledMethod, call: Call, query: Mapping[str, str], page_limit: int
    ) -> Answer:
        method = compiled.method
        formats = self._formats(office, query)
        known = {name: text for name, text in query.items() if name in compiled.params and text != ""}
        unknown = [name for name in query if name not in compiled.params and name not in compiled.standard]
        if method.strict and unknown:
            hint = remark(compiled, unknown[0], office.version_text)
            raise Refusal(explain.no_parameter(unknown[0]), hint=hint)
        if unknown:
            hint_unknown(compiled, call, unknown)
        if known or compiled.requires:
            read_and_check(self.catalog, office.records, compiled, call, known, from_query=True)
        for rule in method.rules:
            rule(call)
        limit, offset = read_page(query, page_limit) if method.paged else (-1, 0)
        if method.answer != "list":
            limit = 1
        if method.gives:
            given = method.gives(call)
            given = given[offset : offset + limit] if method.paged else given
            return _answer(call, 200, given if formats is PLAIN else compiled.rewritten(given, formats))
        condition, asked = where(self.catalog, compiled, call)
        first, values = method.sorts(call) if method.sorts else ("", ())
        order = f"{first}, {compiled.order}" if first else compiled.order
        sql = f"{compiled.select}{condition} ORDER BY {order} LIMIT ? OFFSET ?"
        rows = self._show(office, compiled, call, sql, (*asked, *values, limit, offset), formats=formats)
        if method.answer == "list":
            return _answer(call, 200, rows)
        if not rows and method.absent and not call.chooses(method.absent):
            return _answer(call, 200, [])
        if not rows:
            raise _missing_by(compiled.resource, call.sent)
        return _answer(call, 200, rows[0])

    @staticmethod
    def _formats(office: OfficeView, query: Mapping[str, str]) -> Formats:
        return read_formats(query, office.version, office.clock.utc_offset) if query else PLAIN

    @staticmethod
    def _show(
        office: OfficeView,
        compiled: CompiledMethod,
        call: Call,
        sql: str,
        asked: tuple[Any, ...],
        *,
        formats: Formats,
    ) -> list[dict[str, Any]]:
        moment = call.moment if compiled.clocks else ""
        rows = [compiled.show(found, moment, formats) for found in office.store.execute(sql, asked)]
        for reshape in compiled.method.reshapes:
            reshape(call, rows)
        return rows

    # --- writing ---

    def _change(
        self,
        office: OfficeView,
        compiled: CompiledMethod,
        call: Call,
        read: Callable[[], dict[str, Any]],
        formats: Formats,
    ) -> Answer:
        method = compiled.method
        if method.params and method.verb != "DELETE":
            body = read()
            if any(name not in compiled.params for name in body):
                body = in_any_case(body, compiled.params, method.resource.fields)
                hint_unknown(compiled, call, (name for name in body if name not in compiled.params))
            read_and_check(self.catalog, office.records, compiled, call, body, from_query=False)
        if method.by:
            self._find_by(call, method.by)
        if call.row:
            frozen = frozen_by(self.catalog, office.records, compiled.resource, call.key or 0, call.row)
            if frozen:
                raise frozen
        changes = office.records.begin_changes(rows=self.catalog.needs_rows)
        try:
            if compiled.in_steps:
                with office.store.transaction():
                    written = self._write(compiled, call, changes)
                    shown = self._written(office, compiled, call, written, formats)
            else:  # one statement, after which nothing refuses: there is nothing to take back
                written = self._write(compiled, call, changes)
                shown = self._written(office, compiled, call, written, formats)
        finally:
            office.records.end_changes()
        return _answer(call, method.status, shown, written if method.verb == "POST" else None, changes)

    def _written(self, office: OfficeView, compiled: CompiledMethod, call: Call, written: int, formats: Formats) -> Any:
        """What a write answers."""
        if compiled.answer == "nothing":
            return None
        if compiled.method.gives:
            return compiled.method.gives(call)
        return self._show(office, compiled, call, compiled.select_one, (written,), formats=formats)[0]

    @staticmethod
    def _fill_values(compiled: CompiledMethod, call: Call) -> None:
        filled = {name: fill(call) for name, fill in compiled.fills if name not in call.sent}
        filled.update((name, call.moment if exact else call.today) for name, exact in compiled.today.items())
        for like in compiled.likes:
            source = call.sent.get(like.source, compiled.defaults.get(like.source))
            row = call.records.find(like.table, source) if like.name not in call.sent and source else None
            if row:
                filled[like.name] = row[like.column]
        for name, (sql, asked) in compiled.firsts.items():
            found = call.records.query(sql, *asked) if name not in call.sent else ()
            if found:
                filled[name] = found[0][0]
        call.values = {**compiled.defaults, **filled, **call.sent, **compiled.sets}
        for name in compiled.no_columns:
            call.values.pop(name, None)

    def _write(self, compiled: CompiledMethod, call: Call, changes: Sequence[Change]) -> int:
        """Do the write with all that follows it; the key of the row to answer.

        :param changes: those that were made, as the records note them.
        """
        method = compiled.method
        self._fill_values(compiled, call)
        if compiled.guards:
            refuse_twins(self.catalog, call)
            refuse_in_use(self.catalog, call)
        for rule in method.rules:
            rule(call)
        make_named(compiled, call)
        for prepare in method.prepares:
            prepare(call)
        call.key = written = method.acts(call) if method.acts else self._write_row(compiled, call)
        for after in method.afters:
            after(call)
        for listener, tables in self.catalog.listeners:
            if tables is None or any(change.table in tables for change in changes):
                listener(call, tuple(changes))
        return written

    @staticmethod
    def _write_row(compiled: CompiledMethod, call: Call) -> int:
        """Insert, change or delete the method's row; its key."""
        method, records, table = compiled.method, call.records, compiled.resource.table
        if method.verb == "POST" or (method.upsert and not call.row):
            return records.insert(table, call.values)
        key = call.key or 0
        if method.verb == "DELETE":
            for other, column in method.cascades.items():
                records.delete(other, **{column: key})
            records.delete(table, **{compiled.resource.key.name: key})
        elif key:  # else it is about no row
            records.update(table, key, call.values)
        return key

    # --- checking ---

    def _find(self, office: OfficeView, call: Call, key: int) -> None:
        """Find the row that the URL names; one that stands there on demand is made where it is not there yet."""
        method = call.method
        table = self.catalog.tables[method.of] if method.of else method.resource
        row = call.records.find(table.table, key) if abs(key) <= MOST else None
        if row is None and table.key.demand and not method.of and abs(key) <= MOST:
            if call.records.find(table.key.of, key) is None:
                raise _missing(self.catalog.tables[table.key.of], key)
            call.records.insert(table.table, {table.key.name: key})
            row = call.records.get(table.table, key)
        if row is None:
            raise _missing(table, key)
        frozen = frozen_by(self.catalog, office.records, table, key, row) if method.living else None
        if frozen:
            raise frozen
        call.row = row

    @staticmethod
    def _find_by(call: Call, by: Sequence[d.Field]) -> None:
        """Find the row that the body's fields name."""
        resource, method = call.method.resource, call.method
        there = all(field.name in call.sent for field in by)  # a row that is yet to be made has none here
        found = (
            call.records.rows(resource.table, **{field.name: call.sent[field.name] for field in by}) if there else []
        )
        if found:
            call.row, call.key = found[0], found[0][resource.key.name]
        elif not method.upsert:
            raise _missing_by(resource, {one.name: call.sent[one.name] for one in by if one.name in call.sent})


def _answer(call: Call, status: int, body: Any, key: int | None = None, changes: Sequence[Change] = ()) -> Answer:
    return Answer(
        call.status or status,
        body,
        None if call.location is None else key,
        call.hints,
        call.ignored,
        changes,
        call.location or "",
        call.effects,
    )


def _missing(table: type[d.Table], key: int) -> Refusal:
    hint = f"there is no {table.table} with {table.key.name} {str(key)[:30]} in this office"
    return Refusal(explain.not_found(table.row_name), 404, hint=hint)


def _missing_by(table: type[d.Table], asked: Mapping[str, Any]) -> Refusal:
    asked_for = ", ".join(f"{name} {explain.shorten(str(word))}" for name, word in asked.items())
    hint = f"there is no {table.table} with {asked_for} in this office"
    return Refusal(explain.not_found(table.row_name), 404, hint=hint)
