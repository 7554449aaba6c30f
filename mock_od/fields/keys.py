"""The primary key, and keys of other rows.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mock_od.fields.field import Field, Tables
from mock_od.fields.numbers import Whole
from mock_od.fields.texts import Text

if TYPE_CHECKING:
    from mock_od.declare import Table
    from mock_od.schema import Column


class Key(Whole):
    """The primary key: numbered by the database, or the key of a row of another table.

    :param of: that table, where each of its rows has at most one row here, with the same key.
    :param owner: whether this row belongs to that one, and may not change while that one is frozen.
    :param demand: whether the row is made when it is first asked for.
    """

    sql = "bigint(20)"
    kind = "key"

    def __init__(
        self, about: str = "", *, of: str = "", owner: bool = False, demand: bool = False, **more: Any
    ) -> None:
        super().__init__(about, **more)
        self.of = of
        self.owner = owner
        self.demand = demand

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:
        """A table that does not exist."""
        yield from super().slips(table, tables)
        if self.of:
            yield from missing(self.of, [], tables)


class ForeignKey(Whole):
    """The key of a row of another table; 0 means none.

    :param table: that table's name; the one that the database's schema has where none is given. Or several: the word of
        the field ``by`` -> the table that it means.
    :param by: the field that says which of several tables it is.
    :param where: columns that the row must have to be eligible, in the API's words.
    :param owner: whether this row belongs to that one, and may not change while that one is frozen.
    :param needed: whether there must always be such a row, so that no caller sets it to 0.
    :param living: whether a list by it is refused for a row that is frozen: a deleted patient.
    :param not_found: the sentence for a key that names no row, where the page has one of its own.
    """

    sql = "bigint(20)"
    kind = "foreign key"

    def __init__(
        self,
        table: str | Mapping[str, str] = "",
        about: str = "",
        *,
        by: Field | None = None,
        where: Mapping[str, Any] | None = None,
        owner: bool = False,
        needed: bool = False,
        living: bool = False,
        not_found: str = "",
        **more: Any,
    ) -> None:
        super().__init__(about, **more)
        self.table = table if isinstance(table, str) else ""
        self.tables: Mapping[str, str] = {} if isinstance(table, str) else table
        self.by = by
        self.living = living
        self.where = dict(where or {})
        self.owner = owner
        self.needed = needed
        self.not_found = not_found

    def complete(self, column: Column) -> None:
        """Take the schema's table where the page gives none."""
        super().complete(column)
        if not self.tables:
            self.table = self.table or column.table

    def table_in(self, row: Mapping[str, Any]) -> str:
        """The table of the row that it names in a row of its own; empty where the field ``by`` says none."""
        return self.tables.get(row.get(self.by.name, ""), "") if self.by else self.table

    def described(self) -> str:
        """Its kind and the other table."""
        return f"{self.kind} of {' or '.join(dict.fromkeys(self.tables.values())) or self.table}"

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:
        """A table or a column that does not exist."""
        yield from super().slips(table, tables)
        for name in self.tables.values() if self.tables else [self.table]:
            yield from missing(name, self.columns_named(), tables)
        if self.tables:
            yield from self._by_slips(table)

    def _by_slips(self, table: type[Table]) -> Iterator[str]:
        if self.by not in table.fields.values():
            yield "names rows of several tables; say by which field of the page: by=Field"
            return
        known = self.by.names_taken() if self.by else ()
        for word in self.tables:
            if known and word not in known:
                yield f"{word!r} is none of the names of {self.by.name if self.by else ''}"

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

    def numbered(self, word: str, number_of: Callable[[str], int]) -> int | str:
        """What the column holds for a text.

        :param number_of: gives the key of the row with a name.
        """
        return number_of(word)

    def json_schema(self) -> dict[str, Any]:
        """The name."""
        return {"type": "string"}


class NamesOf(NameOf):
    """Keys of several rows of another table, with commas, of which the API shows the names, with commas."""

    sql = "varchar(255)"
    empty: Any = ""
    kind = "text"

    def read(self, raw: object) -> str:
        """The names, or the keys as the column has them.

        :raises Unreadable: when the text is too long.
        """
        return Text(sql="varchar(255)").called(self.name).read(raw)

    def expression(self, tables: Tables) -> str:
        """The names, in the order of the keys."""
        place = f"instr(',' || t.\"{self.column}\" || ',', ',' || o.\"{tables[self.table].key.column}\" || ',')"
        names = f'SELECT o."{self.show}" AS name, {place} AS place FROM "{self.table}" o WHERE place > 0 ORDER BY place'
        return f"COALESCE((SELECT group_concat(name) FROM ({names})), '')"

    def numbered(self, word: str, number_of: Callable[[str], int]) -> int | str:
        """The keys; a part that is a number is a key."""
        parts = [part.strip() for part in word.split(",") if part.strip()]
        return ",".join(part if part.isdecimal() else str(number_of(part)) for part in parts)


class TextKey(Text):
    """A text that names a row of another table, by a column there (a procedure code); empty text means none.

    :param table: that table's name.
    :param shows: the column, by the database's name.
    :param exact: whether capitals and small letters differ.
    """

    def __init__(self, table: str, shows: str, about: str = "", *, exact: bool = False, **more: Any) -> None:
        super().__init__(about, **more)
        self.table = table
        self.shows = shows
        self.exact = exact

    def condition(self, column: str, compare: str, word: Any) -> tuple[str, tuple[Any, ...]]:
        """The SQL of a comparison, in any case where capitals and small letters do not differ."""
        return (f"{column} {compare} ?", (word,)) if self.exact else super().condition(column, compare, word)

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:
        """A table or a column that does not exist."""
        yield from super().slips(table, tables)
        yield from missing(self.table, [self.shows], tables)


def looked_up(tables: Tables, table: str, column: str, through: str, on: str = "") -> str:
    """The SQL that gives a column of the row that another column names; empty text where there is none.

    :param on: the column of the other table that holds the same; its primary key by default.
    """
    key = on or tables[table].key.column
    return f'COALESCE((SELECT "{column}" FROM "{table}" o WHERE o."{key}" = t."{through}"), \'\')'
