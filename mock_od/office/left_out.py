"""What a seed or a world had that the documented database does not have, and that was left out.

May not: import any other part of mock_od.
"""

from __future__ import annotations

from typing import Final, TypedDict

REFUSE, IGNORE = "refuse", "ignore"
"""What is done with such tables and columns; the first where nothing is said."""
UNKNOWN: Final = "unknown"
"""The member that says it: of a seed, of an import, of world.json and of an export."""


class LeftOut(TypedDict):
    """The tables, and of others the columns, that the documented database does not have."""

    tables: list[str]
    columns: dict[str, list[str]]


def nothing() -> LeftOut:
    """That nothing was left out."""
    return LeftOut(tables=[], columns={})


def lines(left_out: LeftOut) -> list[str]:
    """What was left out, for people: a line for each table, without what a terminal would obey."""
    columns = (", ".join(f"{table}.{name}" for name in names) for table, names in left_out["columns"].items())
    told = [f"left out: {what}" for what in (*(f"table {table}" for table in left_out["tables"]), *columns)]
    return ["".join(letter if letter.isprintable() else "?" for letter in line) for line in told]
