"""One request to one method, from its parameters to its answer.

Checks come in the API's order: the row in the path, the rows that foreign keys name, the fields, the page's rules.
May not: know a resource, or speak HTTP beyond a status.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from mock_od import declare as d
from mock_od.call import Call, Refusal
from mock_od.catalog import Catalog
from mock_od.engine import explain, values
from mock_od.engine.bodies import read_body
from mock_od.engine.formats import PLAIN, Formats, read_formats
from mock_od.engine.owners import frozen_by
from mock_od.engine.plan import KeyCheck, Plan
from mock_od.engine.records import Shapes, StoredRecords
from mock_od.store import Store
from mock_od.suggest import did_you_mean
from mock_od.versions import Version

_MOST = 2**63 - 1


class Clock(Protocol):
    """The office's clock."""

    def now(self) -> datetime:
        """The office's local time."""

    def utc_offset(self, moment: datetime) -> timedelta:
        """How far it is ahead of UTC at a moment of its own time."""


class Setting(NamedTuple):
    """What the engine must know of the office that is asked."""

    version: Version
    version_text: str
    permissions: AbstractSet[str]
    choices: Mapping[str, bool]
    store: Store
    records: StoredRecords
    clock: Clock


class Answer(NamedTuple):
    """What goes back.

    :param body: None where the documentation shows no body.
    :param key: the new row's primary key, for the Location.
    :param hints: what is to be said of the request.
    :param ignored: those that are about parameters and fields without effect.
    """

    status: int
    body: Any
    key: int | None
    hints: Sequence[str]
    ignored: Sequence[str]


class Engine:
    """Performs the methods of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.shapes = Shapes(catalog)
        self._plans: dict[tuple[d.Method, Version], Plan] = {}

    def plan(self, method: d.Method, office: Version) -> Plan:
        """The method as that version has it."""
        found = self._plans.get((method, office))
        if found is None:
            found = self._plans[method, office] = Plan(self.catalog, method, office)
        return found

    def perform(
        self,
        setting: Setting,
        method: d.Method,
        *,
        key: int | None,
        query: Mapping[str, str],
        body: bytes,
        developer: str,
        page_limit: int,
    ) -> Answer:
        """Answer one request.

        :param developer: the name of the developer whose key calls.
        :param page_limit: how many rows a list has at most.
        :raises Refusal: where the API refuses; the store is then as it was.
        """
        if method.by_key and key is None:
            name, path = method.resource.key.name, method.resource.path
            raise Refusal(explain.required(name), hint=f"write {name} in the URL: {method.verb} /{path}/1")
        plan = self.plan(method, setting.version)
        setting.records.moment = now = setting.clock.now()
        call = Call(
            method,
            records=setting.records,
            now=now,
            developer=developer,
            version=setting.version_text,
            choices=setting.choices,
            permissions=setting.permissions,
            key=key if method.by_key else None,
        )
        if key is not None and not method.by_key:
            call.ignore(f"{method.spoken} takes no key in the path; {str(key)[:30]} was ignored")
        try:
            if method.verb == "GET":
                return self._read(setting, plan, call, query, page_limit)
            for name in [name for name in query if name not in plan.standard][:8]:
                known = self._remark(setting, plan, name) if name in plan.newer else ""
                call.ignore(known or f"{name} in the URL was ignored; {method.verb} reads nothing but the body")
            if call.key is not None:
                self._find(call, call.key)
            return self._change(setting, plan, call, body, self._formats(setting, query))
        except Refusal as refusal:
            refusal.hints, refusal.ignored = call.hints, call.ignored
            setting.records.touched.clear()
            raise

    # --- reading ---

    def _read(self, setting: Setting, plan: Plan, call: Call, query: Mapping[str, str], page_limit: int) -> Answer:
        method = plan.method
        formats = self._formats(setting, query)
        if method.by_key:
            self._hint_unknown(setting, plan, call, [name for name in query if name not in plan.standard])
            key = call.key or 0
            found = self._show(setting, plan, call, plan.one, (key,), formats=formats) if abs(key) <= _MOST else []
            if not found:
                raise self._missing(plan.resource, key)
            return Answer(200, found[0], None, call.hints, call.ignored)
        known = {name: text for name, text in query.items() if name in plan.params and text != ""}
        unknown = [name for name in query if name not in plan.params and name not in plan.standard]
        if method.strict and unknown:
            raise Refusal(explain.no_parameter(unknown[0]), hint=self._remark(setting, plan, unknown[0]))
        self._hint_unknown(setting, plan, call, unknown)
        if known or plan.required:
            self._sort_out(setting, plan, call, known, from_query=True)
        for rule in method.rules:
            rule(call)
        limit, offset = _page(query, page_limit) if method.answer == "list" else (1, 0)
        if method.gives:
            return Answer(200, method.gives(call)[offset : offset + limit], None, call.hints, call.ignored)
        where, asked = self._where(plan, call)
        sql = f"{plan.select}{where}{plan.order} LIMIT ? OFFSET ?"
        rows = self._show(setting, plan, call, sql, (*asked, limit, offset), formats=formats)
        if method.answer == "list":
            return Answer(200, rows, None, call.hints, call.ignored)
        if not rows:
            asked_for = ", ".join(f"{name} {word}" for name, word in call.sent.items())
            hint = f"there is no {plan.resource.table} with {asked_for} in this office"
            raise Refusal(explain.not_found(plan.resource.one), 404, hint=hint)
        return Answer(200, rows[0], None, call.hints, call.ignored)

    def _where(self, plan: Plan, call: Call) -> tuple[str, tuple[Any, ...]]:
        conditions: list[str] = []
        asked: list[Any] = []
        wheres = plan.method.wheres
        asks = [own(call, call.sent.get(name)) for name, own in wheres.items()]
        asks += [
            self._compare(param, call.sent[name])
            for name, param in plan.params.items()
            if name in call.sent and name not in wheres
        ]
        for condition, given in asks:
            if condition:
                conditions.append(condition)
                asked += given
        return (" WHERE " + " AND ".join(conditions) if conditions else ""), tuple(asked)

    @staticmethod
    def _compare(param: d.Param, word: Any) -> tuple[str, tuple[Any, ...]]:
        column = f't."{param.field.column}"'
        if param.compare in ("starts", "contains"):
            escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            escaped = ("%" if param.compare == "contains" else "") + escaped.casefold() + "%"
            return f"fold({column}) LIKE ? ESCAPE '\\'", (escaped,)
        if isinstance(param.field, d.Text):
            return f"fold({column}) {param.compare} ?", (word.casefold(),)
        turn = values.storer(param.field)
        return f"{column} {param.compare} ?", (turn(word) if turn else word,)

    @staticmethod
    def _formats(setting: Setting, query: Mapping[str, str]) -> Formats:
        return read_formats(query, setting.version, setting.clock.utc_offset) if query else PLAIN

    @staticmethod
    def _show(
        setting: Setting, plan: Plan, call: Call, sql: str, asked: tuple[Any, ...], *, formats: Formats = PLAIN
    ) -> list[dict[str, Any]]:
        moment = call.moment if plan.clocks else ""
        rows = [plan.show(found, moment, formats) for found in setting.store.execute(sql, asked)]
        for reshape in plan.method.reshapes:
            reshape(call, rows)
        return rows

    # --- writing ---

    def _change(self, setting: Setting, plan: Plan, call: Call, content: bytes, formats: Formats) -> Answer:
        method = plan.method
        if method.verb != "DELETE":
            body = read_body(content)
            self._hint_unknown(setting, plan, call, [name for name in body if name not in plan.params])
            self._sort_out(setting, plan, call, body, from_query=False)
        frozen = frozen_by(self.catalog, setting.records, plan.resource, call.key or 0, call.row) if call.row else None
        if frozen:
            raise frozen
        if plan.in_steps:
            with setting.store.transaction():
                written = self._write(plan, call)
        else:  # one statement, after which nothing refuses: there is nothing to take back
            written = self._write(plan, call)
        shown = None
        if method.answer == "object":
            shown = self._show(setting, plan, call, plan.one, (written,), formats=formats)[0]
        return Answer(method.status, shown, written if method.verb == "POST" else None, call.hints, call.ignored)

    @staticmethod
    def _fill_values(plan: Plan, call: Call) -> None:
        filled = {name: fill(call) for name, fill in plan.fills if name not in call.sent}
        call.values = {**plan.defaults, **filled, **call.sent, **plan.sets}
        for name in plan.no_columns:
            call.values.pop(name, None)

    def _write(self, plan: Plan, call: Call) -> int:
        method, records, table = plan.method, call.records, plan.resource.table
        self._fill_values(plan, call)
        for rule in method.rules:
            rule(call)
        for prepare in method.prepares:
            prepare(call)
        if method.acts:
            written = method.acts(call)
        elif method.verb == "POST":
            written = records.insert(table, call.values)
        else:
            written = call.key or 0
            if method.verb == "PUT":
                records.update(table, written, call.values)
            else:
                for other, column in method.cascades.items():
                    records.delete(other, **{column: written})
                records.delete(table, **{plan.resource.key.name: written})
        call.key = written
        for after in method.afters:
            after(call)
        if self.catalog.audit:
            self.catalog.audit(call)
        return written

    # --- checking ---

    def _find(self, call: Call, key: int) -> None:
        resource = call.method.resource
        row = call.records.find(resource.table, key) if abs(key) <= _MOST else None
        if row is None:
            raise self._missing(resource, key)
        call.row = row

    @staticmethod
    def _missing(resource: type[d.Resource], key: int) -> Refusal:
        hint = f"there is no {resource.table} with {resource.key.name} {str(key)[:30]} in this office"
        return Refusal(explain.not_found(resource.one), 404, hint=hint)

    def _sort_out(
        self, setting: Setting, plan: Plan, call: Call, given: Mapping[str, Any], *, from_query: bool
    ) -> None:
        """Fill ``call.sent``, or refuse for the first reason in the API's order."""
        reading = plan.reader.read(given)
        for problem in reading.problems:
            if not problem.binds and not from_query:
                raise Refusal(problem.sentence, hint=problem.hint)
        call.sent = reading.words
        ineligible: list[Refusal] = []
        for key in plan.keys:
            if key.name in reading.words:
                ineligible += self._check_key(setting.records, key, reading.words[key.name], from_query=from_query)
        for problem in reading.problems:
            sentence = problem.sentence if problem.binds else explain.invalid(problem.name)
            raise Refusal(sentence, hint=problem.hint)
        if ineligible:
            raise ineligible[0]

    def _check_key(self, records: StoredRecords, key: KeyCheck, word: Any, *, from_query: bool) -> Sequence[Refusal]:
        """404 for a key that names no row; a row of another kind is refused later, with the fields."""
        if isinstance(word, str):
            return []  # by name: the records find it
        if not word and not key.needed:
            return []
        field, target = key.field, key.table
        row = records.pick(field.table, word, key.asked)
        if row is None:
            hint = f"{field.name}: there is no {field.table} {word} in this office"
            raise Refusal(explain.not_found(target.one), 404, hint=hint)
        if from_query:
            return []
        unlike = {name: wanted for name, wanted in field.where.items() if row[name] != wanted}
        if unlike:
            wanted = ", ".join(f"{name} {value!r}" for name, value in unlike.items())
            return [Refusal(explain.invalid(field.name), hint=f"{field.name}: {field.table} {word} must have {wanted}")]
        frozen = frozen_by(self.catalog, records, target, word, row) if field.owner else None
        return [frozen] if frozen else []

    # --- helping ---

    def _hint_unknown(self, setting: Setting, plan: Plan, call: Call, names: Sequence[str]) -> None:
        for name in names[:8]:
            call.ignore(self._remark(setting, plan, name, " and was ignored"))

    @staticmethod
    def _remark(setting: Setting, plan: Plan, name: str, ignored: str = "") -> str:
        """What there is to say of a name that the method does not know, or may not set."""
        method = plan.method
        spoken = " ".join(filter(None, (method.verb, method.sub)))
        advice = {field.name: text for field, text in method.instead.items()}
        if name in plan.newer:
            return f"{name} was added in {plan.newer[name]}; this office runs {setting.version_text}"
        if name in advice:
            return f"{name} cannot be set by {spoken}; {advice[name]}"
        if name in plan.resource.fields and method.verb != "GET":
            return f"{name} cannot be set by {spoken}{ignored}"
        what = "parameter" if method.verb == "GET" else "field"
        return f"{name} is no {what} of {method.spoken}{ignored}{did_you_mean(name, plan.params)}"


def _page(query: Mapping[str, str], most: int) -> tuple[int, int]:
    limit = _count(query, "Limit", least=1)
    offset = _count(query, "Offset", least=0)
    return min(limit or most, most), min(offset or 0, _MOST)


def _count(query: Mapping[str, str], name: str, *, least: int) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    digits = text.lstrip("0") if text.isascii() and text.isdigit() else None
    number = least - 1 if digits is None else int(digits[:19] or 0)  # that many are more than any table has rows
    if number < least:
        raise Refusal(explain.invalid(name), hint=f"{name} is a whole number, {least} or more")
    return number
