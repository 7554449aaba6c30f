"""The words a page may use: tables and resources, their fields, their methods and the functions under them.

Everything here is a plain value that says what the documentation page says; nothing here acts.
May not: import anything of mock_od but its own parts.
"""

from mock_od.declare.fields import (
    Bool,
    Colour,
    Computed,
    Date,
    DateTime,
    Double,
    Enum,
    Field,
    ForeignKey,
    Int,
    Key,
    Lookup,
    NameOf,
    Number,
    Param,
    Present,
    ServerTime,
    Text,
    Time,
    column_of,
)
from mock_od.declare.methods import DELETE, FIND, GET, LIST, PERMISSIONS, POST, PUT, Method
from mock_od.declare.tables import Choice, Filters, Misdeclared, Resource, Table, Texts

__all__ = [
    "DELETE",
    "FIND",
    "GET",
    "LIST",
    "PERMISSIONS",
    "POST",
    "PUT",
    "Bool",
    "Choice",
    "Colour",
    "Computed",
    "Date",
    "DateTime",
    "Double",
    "Enum",
    "Field",
    "Filters",
    "ForeignKey",
    "Int",
    "Key",
    "Lookup",
    "Method",
    "Misdeclared",
    "NameOf",
    "Number",
    "Param",
    "Present",
    "Resource",
    "ServerTime",
    "Table",
    "Text",
    "Texts",
    "Time",
    "column_of",
]
