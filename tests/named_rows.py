"""The rows that an example of the documentation names, found by the catalog's declarations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comparing import Difference
from documented import Example, key_in, rows_of

from mock_od import declare as d
from mock_od.opendental import catalog

_FIRST_INVENTED = 900_000  # keys of rows that an answer shows a name of, and no number


class Named:
    """Rows of tables, collected by their keys: what must be there for an answer to be true."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[int, dict[str, Any]]] = {}
        self.contradictions: list[Difference] = []
        self._invented = _FIRST_INVENTED

    def row(self, table: str, key: int, members: Mapping[str, Any]) -> None:
        """A row, and all that it names."""
        declared = catalog().tables[table]
        fields = {field.name: field for field in declared.columns.values()}
        fields |= {name: field for name, field in declared.fields.items() if isinstance(field, d.Present)}
        given = {name: word_for(fields[name], value) for name, value in members.items() if name in fields}
        self._keep(table, key, {declared.key.name: key, **given})
        self.companions(declared.fields.values(), table, key, members)
        self.targets(fields.values(), self.tables[table][key])

    def companions(self, fields: Iterable[d.Field], table: str, key: int, members: Mapping[str, Any]) -> None:
        """The rows whose names an answer shows beside its own members."""
        columns = catalog().tables[table].columns
        for field in fields:
            if isinstance(field, d.Lookup) and members.get(field.name, "") != "":
                through = columns[field.through if isinstance(field.through, str) else field.through.column]
                row = self.tables[table][key]
                target = row.get(through.name)
                if target is None:
                    target = row[through.name] = self._called(field.table, field.shows, members[field.name])
                if target:
                    self._keep(field.table, target, {self._api_name(field.table, field.shows): members[field.name]})

    def targets(self, fields: Iterable[d.Field], row: Mapping[str, Any]) -> None:
        """The rows that the foreign keys of a row name: each belongs to whom the row belongs to."""
        for field in fields:
            target = row.get(field.name)
            if isinstance(field, d.TextKey) and target:
                named = {self._api_name(field.table, field.shows): target}
                self._keep(field.table, self._called(field.table, field.shows, target), named)
            table = field.table_in(row) if isinstance(field, d.ForeignKey) else ""
            if isinstance(field, d.ForeignKey) and table and isinstance(target, int) and target:
                there = catalog().tables[table]
                given: dict[str, Any] = dict(field.where)
                given |= {own.name: row[own.name] for own in there.owners if isinstance(row.get(own.name), int)}
                self._keep(table, target, {there.key.name: target, **given})

    def _keep(self, table: str, key: int, members: Mapping[str, Any]) -> None:
        row = self.tables.setdefault(table, {}).setdefault(key, {catalog().tables[table].key.name: key})
        for name, value in members.items():
            if row.setdefault(name, value) != value:
                self.contradictions.append(Difference(f"{table} {key} {name}", "page", row[name], value))

    def _called(self, table: str, column: str, value: Any) -> int:
        name = self._api_name(table, column)
        for key, row in self.tables.get(table, {}).items():
            if row.get(name) == value:
                return key
        self._invented += 1
        return self._invented

    @staticmethod
    def _api_name(table: str, column: str) -> str:
        return catalog().tables[table].columns[column].name

    def seed(self) -> dict[str, list[dict[str, Any]]]:
        """As the admin plane takes it."""
        return {table: [*rows.values()] for table, rows in self.tables.items()}


def word_for(field: d.Field, value: Any) -> Any:
    """A documented value in the words of its column, where the page writes a number as text or the other way round."""
    if isinstance(field, d.Text) and not isinstance(value, str):
        return str(value)
    if isinstance(field, d.Int | d.Key | d.ForeignKey) and isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    return value


def needed(example: Example, method: d.Method) -> Named:
    """The rows that an example needs before its call."""
    named, resource = Named(), method.resource
    sent = example.body if isinstance(example.body, dict) else {}
    changed = {param.name for param in method.optional} & {*sent} if method.verb == "PUT" else set()
    key = key_in(example.path) if method.by_key else None
    if method.of and key is not None:
        named.row(method.of, key, {})
    elif resource.table:
        for at, row in enumerate(rows_of(example.answer)):
            number = word_for(resource.key, row.get(resource.key.name, key))
            if number and (method.verb == "GET" or key is None or number == key):
                named.row(resource.table, number, {**_in_order(method, at), **row})
                if method.verb == "POST":  # the call makes it
                    del named.tables[resource.table][number]
        there = named.tables.get(resource.table, {})
        if key is not None and key not in there:
            named.row(resource.table, key, {name: value for name, value in sent.items() if name not in changed})
        for name in changed & {*there.get(key or 0, ())}:  # the call writes it
            del there[key or 0][name]
    asked = {**sent, **example.query}
    words = {param.name: word_for(param.field, asked[param.name]) for param in method.params if param.name in asked}
    named.targets((param.field for param in method.params), words)
    return named


def _in_order(method: d.Method, at: int) -> dict[str, int]:
    """The numbers by which a list is sorted and that it does not show: the rows come as documented."""
    columns, newest = method.resource.columns, next(iter(method.order.values()))
    return {columns[name].name: at for name in newest if isinstance(columns.get(name), d.Int)}
