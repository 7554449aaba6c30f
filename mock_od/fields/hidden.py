"""The field of a column that no page shows, made from what the database's schema says of it.

May not: know a resource.
"""

from __future__ import annotations

from mock_od.fields.enums import Enum
from mock_od.fields.field import Field
from mock_od.fields.keys import ForeignKey
from mock_od.fields.moments import Date, DateTime, Time
from mock_od.fields.numbers import Bool, Double, Int
from mock_od.fields.texts import Text
from mock_od.schema import Column

_KINDS: dict[str, type[Field]] = {
    "date": Date,
    "datetime": DateTime,
    "timestamp": DateTime,
    "time": Time,
    "double": Double,
    "float": Double,
    "decimal": Double,
}


_OF_THE_ENTRY = ("SecDateEntry", "SecDateTEntry")
"""What the database calls, in each table that has it, the day or the moment when the row was made."""


def hidden_field(name: str, column: Column) -> Field:
    """The kind of field that a column is when no page says more."""
    base = column.sql.partition("(")[0].partition(" ")[0]
    kind = Int if base.endswith("int") else _KINDS.get(base, Text)
    if kind is Int:  # a text column holds the names of an enum, or another key, as they are
        kind = Enum if column.enum else Bool if column.flag else ForeignKey if column.table else Int
    # MySQL sets a timestamp whenever the row is written: the documented database has no others.
    field = DateTime(sql=column.sql, stamp="edit") if base == "timestamp" else kind(sql=column.sql)
    if name in _OF_THE_ENTRY and isinstance(field, Date):  # the program sets it with each new row
        field.stamp = "entry"
    field.name = field.column = name
    field.complete(column)
    return field
