"""Rows that a caller speaks of by their names: kinds of allergies, problems, medications.

S: the API finds them by SQL's LIKE, in any case; % stands for any text in what was sent, and _ for any sign.
"""

from __future__ import annotations

from mock_od.call import Records


def found_by_name(records: Records, table: str, column: str, name: str, *, key: str) -> int | None:
    """The key of the first row whose column is like a name; None where there is none.

    :param column: the column of the name, by the database's name.
    :param key: the table's primary key.
    """
    sql = f'SELECT "{key}" FROM "{table}" WHERE fold("{column}") LIKE ? ESCAPE \'\\\' ORDER BY "{key}" LIMIT 1'
    found = records.query(sql, name.casefold())
    return int(found[0][0]) if found else None


def made_by_name(records: Records, table: str, column: str, name: str, *, key: str) -> int:
    """The key of the row that :func:`found_by_name` finds, or of a new one with that name."""
    found = found_by_name(records, table, column, name, key=key)
    return records.insert(table, {column: name}) if found is None else found
