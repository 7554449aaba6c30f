"""What a check is, and what it finds.

May not: know a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from mock_od.call import Row
from mock_od.catalog import Catalog
from mock_od.declare import Table
from mock_od.engine.records import StoredRecords
from mock_od.store import Store


class Finding(NamedTuple):
    """A row that something is wrong with.

    :param table: the row's table.
    :param key: its primary key.
    :param sentence: what is wrong.
    """

    table: str
    key: int
    sentence: str

    def __str__(self) -> str:
        """The finding as a line."""
        return f"{self.table} {self.key}: {self.sentence}"


class World(NamedTuple):
    """The rows of a world, to be looked at.

    :param given: the rows by table, as the world's files have them.
    :param today: the day as of which they are looked at, ``yyyy-MM-dd``.
    """

    catalog: Catalog
    store: Store
    records: StoredRecords
    given: Mapping[str, Sequence[Mapping[str, Any]]]
    today: str

    @property
    def tables(self) -> list[type[Table]]:
        """The tables that have been needed so far; all others have no rows."""
        return [self.catalog.tables[name] for name in self.store.tables]

    def query(self, sql: str) -> list[Row]:
        """The rows that a SELECT answers, by its own names, in the database's numbers."""
        cursor = self.store.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, cells, strict=True)) for cells in cursor]


class Check(NamedTuple):
    """Something that holds in a world.

    :param name: a few words for it, as a test calls it.
    :param look: finds the rows for which it does not hold.
    :param strict: whether it is about what is believable alone; a world of somebody's own may well differ.
    """

    name: str
    look: Callable[[World], Iterable[Finding]]
    strict: bool = False


def law(name: str, table: str, sentence: str, sql: str, *, strict: bool = False) -> Check:
    """Make a check of a SELECT: each row that it answers is a finding.

    :param table: what the findings are about.
    :param sentence: what is wrong, with the names of the SELECT's columns in braces.
    :param sql: gives the primary key as ``key``, and what the sentence names.
    """

    def look(world: World) -> Iterable[Finding]:
        return [Finding(table, row["key"], sentence.format(**row)) for row in world.query(sql)]

    return Check(name, look, strict)
