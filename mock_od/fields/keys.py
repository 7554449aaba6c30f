"""The primary key, and keys of other rows.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mock_od.fields.field import Tables
from mock_od.fields.numbers import Whole
from mock_od.fields.texts import Text

if TYPE_CHECKING:
    from mock_od.declare import Table
    from mock_od.schema import Column


class Key(Whole):
    """The primary key: numbered by the database."""

    sql = "bigint(20)"
    kind = "key"


class ForeignKey(Whole):
    """The key of a row of another table; 0 means none.

    :param table: that table's name; the one that the database's schema has where none is given.
    :param where: columns that the row must have to be eligible, in the API's words.
    :param owner: whether this row belongs to that one, and may not change while that one is frozen.
    :param needed: whether there must always be such a row, so that no caller sets it to 0.
    """

    sql = "bigint(20)"
    kind = "foreign key"

    def __init__(
        self,
        table: str = "",
        about: str = "",
        *,
        where: Mapping[str, Any] | None = None,
        owner: bool = False,
        needed: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(about, **more)
        self.table = table
        self.where = dict(where or {})
        self.owner = owner
        self.needed = needed

    def complete(self, column: Column) -> None:
        """Take the schema's table where the page gives none."""
        super().complete(column)
        self.table = self.table or column.table

    def described(self) -> str:
        """Its kind and the other table."""
        return f"{self.kind} of {self.table}"

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:
        """A table or a column that does not exist."""
        yield from super().slips(table, tables)
        yield from missing(self.table, self.columns_named(), tables)

    def columns_named(self) -> list[str]:
        """The columns of the other table that it speaks of."""
        return [*self.where]


def missing(name: str, columns: list[str], tables: Tables) -> Iterator[str]:
    """A line where there is no such table, or for each column that it does not have."""
    target = tables.get(name)
    if target is None:
        yield f"there is no table {name!r}; mend the name, or declare the table"
        return
    yield from (f"{name} has no column {column}" for column in columns if column not in target.columns)


class NameOf(ForeignKey):
    """A foreign key that the API speaks of by the row's name (patient.BillingType).

    :param show: the column of the other table that holds the name.
    """

    kind = "name"

    def __init__(self, table: str = "", about: str = "", *, show: str, **more: Any) -> None:
        super().__init__(table, about, **more)
        self.show = show

    def read(self, raw: object) -> int | str:
        """The row's number, or its name; the records find the number of a name.

        :raises Unreadable: for anything else.
        """
        if isinstance(raw, int) and not isinstance(raw, bool):
            number: int = super().read(raw)
            return number
        return Text(sql="varchar(255)").called(self.name).read(raw)

    def expression(self, tables: Tables) -> str:
        """The name."""
        return looked_up(tables, self.table, self.show, self.column)

    def columns_named(self) -> list[str]:
        """The columns of the other table that it speaks of."""
        return [*super().columns_named(), self.show]

    def json_schema(self) -> dict[str, Any]:
        """The name."""
        return {"type": "string"}


def looked_up(tables: Tables, table: str, column: str, through: str) -> str:
    """The SQL that gives a column of the row whose key another column holds; empty text where there is none."""
    key = tables[table].key.column
    return f'COALESCE((SELECT "{column}" FROM "{table}" o WHERE o."{key}" = t."{through}"), \'\')'
