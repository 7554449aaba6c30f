"""What an office consists of, for a caller that shows it to people: the columns of a table and what they refer to.

May not: know a resource or a table by name.
"""

from __future__ import annotations

from typing import Any

from mock_od import declare as d
from mock_od.web.plane import answers
from mock_od.web.plane.binding import Answer, Call, served_offices
from mock_od.web.plane.errors import Refused


@Call("GET", "/tables/<table>", answers.TableDescribed)
def describe_table(table: str) -> Answer:
    """The columns of a table, in the order of its rows."""
    tables = served_offices().engine.catalog.tables
    if table not in tables:
        problem = f"there is no table {table!r}{tables.unknown(table)}"
        raise Refused(problem, 404, known=tables.known_near(table))
    declared = tables[table]
    return {
        "table": table,
        "key": declared.key.name,
        "columns": [_described(column) for column in declared.columns.values()],
    }


def _described(column: d.Field) -> dict[str, Any]:
    said: dict[str, Any] = {"name": column.name, "kind": column.described(), "about": column.about}
    if names := column.names_taken():
        said["names"] = [*names]
    if isinstance(column, d.ForeignKey) and column.tables and column.by:
        rows = {word: _rows_of(table) for word, table in column.tables.items()}
        said["refersBy"] = {"column": column.by.name, "tables": rows}
    elif table := column.of if isinstance(column, d.Key) else column.table if isinstance(column, d.ForeignKey) else "":
        said["refersTo"] = _rows_of(table)
    return said


def _rows_of(table: str) -> dict[str, str]:
    """A table, and by which of its columns a row is named."""
    return {"table": table, "key": served_offices().engine.catalog.tables[table].key.name}
