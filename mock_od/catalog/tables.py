"""The tables of a database: those that pages declare, and those that only its schema knows.

May not: know a table by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mock_od import declare as d
from mock_od.schema import Schema
from mock_od.suggest import near_first, nearest


class Tables(Mapping[str, "type[d.Table]"]):
    """Tables by name. One that no page declares is made of the schema when it is first asked for.

    :param declared: the pages, and the tables without a page that have more to say than the schema.
    :param schema: the documented database.
    """

    def __init__(self, declared: Sequence[type[d.Table]], schema: Schema) -> None:
        self.declared: Mapping[str, type[d.Table]] = {table.table: table for table in declared if table.table}
        self._schema = schema
        self._made: dict[str, type[d.Table]] = dict(self.declared)
        for table in self.declared.values():
            table.complete(schema)

    def __getitem__(self, name: str) -> type[d.Table]:
        """The table of a name.

        :raises KeyError: when there is none.
        """
        table = self._made.get(name)
        if table is None:
            if name not in self._schema:
                raise KeyError(name)
            table = self._made[name] = self._make(name)
        return table

    def __iter__(self) -> Iterator[str]:
        yield from self.declared
        yield from (name for name in self._schema if name not in self.declared)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in self._made or name in self._schema

    def in_order(self, name: str) -> list[str]:
        """The columns of a table in the database's order; those that only we have last."""
        documented = dict.fromkeys(self._schema.get(name, ()))
        columns = self[name].columns
        return [*(one for one in documented if one in columns), *(one for one in columns if one not in documented)]

    def likely(self, name: str) -> str:
        """The table that was probably meant by an unknown name; empty where none is near.

        A name may be a page's, which is the plural of its table's or another word, and in any case.
        """
        lower = name.lower()
        pages = {page.path: table for table, page in self.declared.items() if issubclass(page, d.Resource)}
        return lower if lower in self else pages.get(lower.strip("/"), "") or nearest(lower, self)

    def known_near(self, name: str) -> list[str]:
        """The names of all tables; first the one that was probably meant by an unknown name, and others like it."""
        likely = self.likely(name)
        return list(dict.fromkeys([*filter(None, [likely]), *near_first(name.lower(), sorted(self))]))

    def unknown(self, name: str) -> str:
        """The end of a sentence about an unknown name, with the table that was probably meant."""
        likely = self.likely(name)
        return f"; did you mean {likely}?" if likely else ""

    def _make(self, name: str) -> type[d.Table]:
        key = self._schema.key(name)
        made: type[d.Table] = type(name, (d.Table,), {key: d.Key()}, table=name, row_name=self._schema.row_name(name))
        made.complete(self._schema)
        return made
