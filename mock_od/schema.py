"""The documented schema of a database: its tables, their columns and what these refer to.

May not: know a page, or import anything of mock_od.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

_SINGULARS = (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("uses", "us"), ("s", ""))


def one_of(several: str) -> str:
    """What one of these is called: one of the Operatories is an Operatory."""
    return next((several.removesuffix(many) + one for many, one in _SINGULARS if several.endswith(many)), several)


class Column(NamedTuple):
    """What the schema says of one column.

    :param sql: its type.
    :param table: the table whose primary key it holds; empty for none.
    :param enum: the names of its numbers; None where it is no enum.
    :param flag: whether it is 1 or 0, for true and false.
    :param default: the column's value, in the database, of a new row that does not say; None for the type's own.
    """

    sql: str
    table: str = ""
    enum: Mapping[str, int] | None = None
    flag: bool = False
    default: Any = None


class Schema(Mapping[str, Mapping[str, Column]]):
    """The tables by name, each with its columns by name, in the database's order.

    :param tables: table -> ``{"key": its primary key, "columns": {name: type, or {"type": ..., "fk": "table.column",
        "enum": name, "flag": true}}}``.
    :param enums: name -> pairs of a name and its number.
    :param defaults: "table.column" -> what a new row has there, where that is not the type's own.
    """

    def __init__(
        self,
        tables: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
        enums: Mapping[str, list[tuple[str, int]]] = MappingProxyType({}),
        defaults: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self._tables = tables
        self._enums = enums
        self._defaults = defaults

    def __getitem__(self, table: str) -> Mapping[str, Column]:
        """The columns of a table."""
        columns = self._tables[table]["columns"]
        return {name: self._column(f"{table}.{name}", said) for name, said in columns.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __contains__(self, table: object) -> bool:
        return table in self._tables

    def names(self, table: str) -> Iterable[str]:
        """The names of a table's columns."""
        names: Mapping[str, Any] = self._tables[table]["columns"]
        return names.keys()

    def row_name(self, table: str) -> str:
        """What a row is called, by the name of its resource or else of its key: Carrier, EmailAddress."""
        resource = self._tables[table].get("resource")
        return one_of(resource) if resource else self.key(table).removesuffix("Num")

    def key(self, table: str) -> str:
        """The name of a table's primary key."""
        return str(self._tables[table]["key"])

    def _column(self, where: str, said: str | Mapping[str, Any]) -> Column:
        default = self._defaults.get(where)
        if isinstance(said, str):
            return Column(said, default=default)
        enum = said.get("enum")
        names = dict(self._enums[enum]) if enum else None
        table = said.get("fk", "").partition(".")[0]
        return Column(said["type"], table, names, said.get("flag", False), default)
