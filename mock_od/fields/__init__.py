"""The kinds of fields: one class for each, which knows how its values are read, stored and shown.

May not: know a resource, or how rows are stored.
"""

from mock_od.fields.companions import Computed, Lookup, Present, ServerTime
from mock_od.fields.enums import Enum, EnumList, Number
from mock_od.fields.field import Converter, Field, Param, Tables
from mock_od.fields.hidden import hidden_field
from mock_od.fields.keys import ForeignKey, Key, NameOf, NamesOf, TextKey
from mock_od.fields.moments import Date, DateTime, Span, Time
from mock_od.fields.numbers import Bool, Colour, Double, Int, Interval, KeyList
from mock_od.fields.reading import Unreadable, length, span, without_symbols
from mock_od.fields.texts import STATE, TEN_DIGITS, ZIP, Lines, OneOf, Pattern, Phone, Shape, Teeth, Text

__all__ = [
    "STATE",
    "TEN_DIGITS",
    "ZIP",
    "Bool",
    "Colour",
    "Computed",
    "Converter",
    "Date",
    "DateTime",
    "Double",
    "Enum",
    "EnumList",
    "Field",
    "ForeignKey",
    "Int",
    "Interval",
    "Key",
    "KeyList",
    "Lines",
    "Lookup",
    "NameOf",
    "NamesOf",
    "Number",
    "OneOf",
    "Param",
    "Pattern",
    "Phone",
    "Present",
    "ServerTime",
    "Shape",
    "Span",
    "Tables",
    "Teeth",
    "Text",
    "TextKey",
    "Time",
    "Unreadable",
    "hidden_field",
    "length",
    "span",
    "without_symbols",
]
