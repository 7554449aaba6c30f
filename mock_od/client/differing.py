"""What differs between two moments of an office, without what a test does not care for.

May not: know how a call is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from mock_od.client.results import Row, TableDiff
from mock_od.suggest import did_you_mean

__tracebackhide__ = True

SECURITY_LOG = ("securitylog",)


def without(
    tables: Mapping[str, TableDiff], ignored: Iterable[str], known: Callable[[], Collection[str]]
) -> dict[str, TableDiff]:
    """The tables that differ, without some tables and columns.

    :param ignored: tables, ``table.Column``, ``*.Column``.
    :param known: gives the names of all tables; asked where a name is in none that differs.
    :raises ValueError: when there is no such table.
    """
    columns: dict[str, set[str]] = {}
    whole = set()
    for name in ignored:
        table, _, column = name.partition(".")
        if table not in (*tables, *SECURITY_LOG, "*") and table not in (names := known()):
            raise ValueError(f"there is no table {table!r} to ignore{did_you_mean(table, names)}")
        if column:
            columns.setdefault(table, set()).add(column)
        else:
            whole.add(table)
    left = {
        table: _less(differs, columns.get(table, set()) | columns.get("*", set()))
        for table, differs in tables.items()
        if table not in whole
    }
    return {table: differs for table, differs in left.items() if any(differs.values())}


def _less(differs: TableDiff, columns: Collection[str]) -> TableDiff:
    """What differs in a table beside these columns."""

    def less(row: Row) -> Row:
        return {name: value for name, value in row.items() if name not in columns}

    changed = [(less(row["before"]), less(row["after"])) for row in differs["changed"]]
    return {
        "added": [less(row) for row in differs["added"]],
        "changed": [{"before": before, "after": after} for before, after in changed if before != after],
        "removed": [less(row) for row in differs["removed"]],
    }
