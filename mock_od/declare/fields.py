"""The kinds of fields, and fields as parameters.

May not: import anything of mock_od.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

FieldKind = TypeVar("FieldKind", bound="Field")


class Field:
    """One name in an answer, and (unless it is computed) the column of the table behind it.

    :param about: one line of our own about what it means.
    :param sql: the column's type in Open Dental's database.
    :param column: the column's name where the API calls it otherwise.
    :param default: value of a row that does not say; in the API's words, booleans as ``bool``.
    :param since: version whose answers show it first, where the documentation says one.
    :param index: whether rules find rows by it.
    """

    sql = "varchar(255)"
    empty: Any = ""
    computed = False
    readable = True
    """Whether a caller or a seed row may say it at all."""
    name = ""

    def __init__(
        self,
        about: str = "",
        *,
        sql: str | None = None,
        column: str | None = None,
        default: Any = None,
        since: str | None = None,
        index: bool = False,
    ) -> None:
        self.about = about
        self.index = index
        self.sql = sql or self.sql
        self.column = column or ""
        self.default = self.empty if default is None else default
        self.since = since

    def __set_name__(self, owner: type, name: str) -> None:
        if not self.name:
            self.name = name
            self.column = self.column or name

    def called(self: FieldKind, name: str) -> FieldKind:  # noqa: PYI019  # Self is not in Python 3.10
        """This field under a name of its own, for a parameter that is no column."""
        twin = copy.copy(self)
        twin.name = name
        twin.column = self.column or name
        return twin

    # What a method's list of parameters may say of a field: see Param.

    def but(self, **changes: Any) -> Param:
        """This field as a parameter with a default or a version of its own."""
        return Param(self).but(**changes)

    def at_or_after(self) -> Param:
        """As a filter: rows whose value is this moment or later."""
        return Param(self, compare=">=")

    def after(self) -> Param:
        """As a filter: rows whose value is later than this moment."""
        return Param(self, compare=">")

    def before(self) -> Param:
        """As a filter: rows whose value is earlier or smaller than this."""
        return Param(self, compare="<")

    def at_or_before(self) -> Param:
        """As a filter: rows whose value is this moment or earlier."""
        return Param(self, compare="<=")

    def on_that_day(self) -> Param:
        """As a filter: rows whose moment is on this day; the caller writes the day alone."""
        return Param(self, compare="day")

    def until(self, version: str) -> Param:
        """As a required parameter: it is optional since this version."""
        return Param(self).until(version)

    def starting(self) -> Param:
        """As a filter: rows whose text starts so, in any case."""
        return Param(self, compare="starts")

    def containing(self) -> Param:
        """As a filter: rows whose text contains this, in any case."""
        return Param(self, compare="contains")


class Key(Field):
    """The primary key: numbered by the database, or the key of a row of another table.

    :param of: that table, where each of its rows has at most one row here, with the same key.
    :param owner: whether this row belongs to that one, and may not change while that one is frozen.
    :param demand: whether the row is made when it is first asked for.
    """

    sql = "bigint(20)"
    empty = 0

    def __init__(
        self, about: str = "", *, of: str = "", owner: bool = False, demand: bool = False, **more: Any
    ) -> None:
        super().__init__(about, **more)
        self.of = of
        self.owner = owner
        self.demand = demand


class ForeignKey(Field):
    """The key of a row of another table; 0 means none.

    :param table: that table's name, or several: the word of the field ``by`` -> the table that it means.
    :param by: the field that says which of several tables it is.
    :param where: columns that the row must have to be eligible, in the API's words.
    :param owner: whether this row belongs to that one, and may not change while that one is frozen.
    :param needed: whether there must always be such a row, so that no caller sets it to 0.
    :param living: whether a list by it is refused for a row that is frozen: a deleted patient.
    """

    sql = "bigint(20)"
    empty = 0

    def __init__(
        self,
        table: str | Mapping[str, str],
        about: str = "",
        *,
        by: Field | None = None,
        where: Mapping[str, Any] | None = None,
        owner: bool = False,
        needed: bool = False,
        living: bool = False,
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


class Text(Field):
    """Text; its column's type says how long it may be."""


class TextKey(Text):
    """A text that names a row of another table, by a column there (a procedure code); empty text means none.

    :param table: that table's name.
    :param column: the column, by the database's name.
    :param exact: whether capitals and small letters differ.
    """

    def __init__(self, table: str, column: str, about: str = "", *, exact: bool = False, **more: Any) -> None:
        super().__init__(about, **more)
        self.table = table
        self.shows = column
        self.exact = exact


class Int(Field):
    """A whole number; its column's type says how large it may be."""

    sql = "int(11)"
    empty = 0


class Double(Field):
    """A number with a fraction, money for the most part: 204.0.

    :param text: whether the API answers it as text with two decimals.
    """

    sql = "double"
    empty = 0.0

    def __init__(self, about: str = "", *, text: bool = False, **more: Any) -> None:
        super().__init__(about, **more)
        self.text = text


class Bool(Field):
    """Either "true" or "false" in the API, 1 or 0 in the table."""

    sql = "tinyint(4)"
    empty = False


class Enum(Field):
    """A name in the API, a number in the table.

    :param names: the names in the order of their numbers, or each name with its number.
    """

    sql = "tinyint(4)"

    def __init__(self, names: Iterable[str] | Mapping[str, int], about: str = "", **more: Any) -> None:
        numbers = names if isinstance(names, Mapping) else {name: number for number, name in enumerate(names)}
        self.numbers: dict[str, int] = dict(numbers)
        self.names: dict[int, str] = {number: name for name, number in self.numbers.items()}
        super().__init__(about, **more)
        if not self.default:
            self.default = self.names.get(0, "")


class Number(Enum):
    """An enum that the API answers and takes by its number (definition.Category)."""

    def __init__(self, names: Iterable[str] | Mapping[str, int], about: str = "", **more: Any) -> None:
        super().__init__(names, about, **more)
        self.default = more.get("default", min(self.names))


class Date(Field):
    """A day, ``yyyy-MM-dd``; 0001-01-01 when there is none.

    :param stamp: "entry" for the day the row was made, which no caller sets.
    """

    sql = "date"
    empty = "0001-01-01"

    def __init__(self, about: str = "", *, stamp: str = "", **more: Any) -> None:
        super().__init__(about, **more)
        self.stamp = stamp


class DateTime(Date):
    """A moment in the office's own time, ``yyyy-MM-dd HH:mm:ss``.

    :param stamp: "entry" for when the row was made, "edit" for when it last changed.
    :param pattern: the .NET format of an answer that writes it in another form.
    """

    sql = "datetime"
    empty = "0001-01-01 00:00:00"

    def __init__(self, about: str = "", *, pattern: str = "", **more: Any) -> None:
        super().__init__(about, **more)
        self.pattern = pattern


class Time(Field):
    """A time of day, ``HH:mm:ss``."""

    sql = "time"
    empty = "00:00:00"


class Colour(Field):
    """The text "red,green,blue" in the API, one signed ARGB number in the table."""

    sql = "int(11)"
    empty = "0,0,0"


class Present(Field):
    """Whether another column has text (a signature); a seed row's "true" puts some there.

    :param of: that column.
    """

    computed = True
    empty = False

    def __init__(self, of: str, about: str = "", **more: Any) -> None:
        super().__init__(about, **more)
        self.of = of


class NameOf(ForeignKey):
    """A foreign key that the API speaks of by the row's name (patient.BillingType).

    :param show: the column of the other table that holds the name.
    """

    def __init__(self, table: str, about: str = "", *, show: str, **more: Any) -> None:
        super().__init__(table, about, **more)
        self.show = show


class Lookup(Field):
    """A read-only companion: a column of the row that a foreign key points to.

    As a parameter it is read: it sets the foreign key to the row whose column has this text, in any case.

    :param through: the foreign key, or the name of the column that holds it.
    :param column: the column shown; empty text where there is no such row.
    :param on: the column of the other table that the foreign key holds, where it is not its primary key.
    """

    computed = True
    readable = False

    def __init__(
        self, through: ForeignKey | TextKey | str, column: str, *, table: str = "", on: str = "", **more: Any
    ) -> None:
        super().__init__(**more)
        self.through = through
        self.shows = column
        self.table = table or ("" if isinstance(through, str) else through.table)
        self.on = on or (through.shows if isinstance(through, TextKey) else "")

    def makes(self) -> Param:
        """As a parameter: a row with this text is inserted where none has it."""
        return Param(self).makes()


class Computed(Field):
    """A read-only companion given by an SQL expression over the row (``t``).

    :param expression: the expression.
    :param json: whether it gives JSON text (an array) rather than text.
    """

    computed = True
    readable = False

    def __init__(self, expression: str, *, json: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.expression = expression
        self.json = json


class ServerTime(Field):
    """The office's clock at the moment of the answer."""

    computed = True
    readable = False


def column_of(sql: str) -> Field:
    """The kind of field that a column of this type is when nothing more is known of it."""
    base = sql.partition("(")[0].partition(" ")[0]
    if base.endswith("int"):
        return Int(sql=sql)
    kinds: dict[str, type[Field]] = {"date": Date, "datetime": DateTime, "timestamp": DateTime, "time": Time}
    return (Double if base in ("double", "float", "decimal") else kinds.get(base, Text))(sql=sql)


class Param:
    """A field as one method takes it.

    :param compare: how a list compares it with the column: ``=``, ``>=``, ``>``, ``<=``, ``<``, "day", "starts",
        "contains".
    """

    def __init__(self, field: Field, *, compare: str = "=") -> None:
        self.field = field
        self.compare = compare
        self.default: Any = None
        self.today = False
        """Whether a POST takes the day, or the moment, of the office's clock when it is not sent."""
        self.like = ""
        """The table and the column (``patient.PriProv``) that a POST takes it from when it is not sent."""
        self.since: str | None = None
        self.optional_since: str | None = None
        """The version since which a required one may be left out."""
        self.made = False
        """Whether a row is inserted where a Lookup finds none."""

    @property
    def name(self) -> str:
        """The parameter's name, as the caller writes it."""
        return self.field.name

    def but(self, *, default: Any = None, since: str | None = None, like: str = "", today: bool = False) -> Param:
        """This parameter with a default value, or the version that added it.

        :param today: take the office's day as the default, or its moment.
        :param like: take the default from a row that the call names: ``patient.PriProv``, of the patient that a
            foreign key of the body names.
        """
        twin = copy.copy(self)
        twin.default = self.default if default is None else default
        twin.since = since or self.since
        twin.like = like or self.like
        twin.today = today or self.today
        return twin

    def until(self, version: str) -> Param:
        """This required parameter, which is optional since that version."""
        twin = copy.copy(self)
        twin.optional_since = version
        return twin

    def makes(self) -> Param:
        """This companion as a parameter: a row with its text is inserted where none has it."""
        twin = copy.copy(self)
        twin.made = True
        return twin
