"""A field: one name in an answer, and the column behind it; and a field as a method's parameter.

A value has three forms: *JSON* as the wire shows it, *words* as rules see it, and the *column*'s. Each kind of field is
a class that knows all three of its values: how they are read, stored and shown.
May not: know a resource, or how rows are stored.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from mock_od import explain
from mock_od.suggest import did_you_mean, words_of

if TYPE_CHECKING:
    from mock_od.declare import Table
    from mock_od.schema import Column
    from mock_od.versions import Version

FieldKind = TypeVar("FieldKind", bound="Field")

Converter = Callable[[Any], Any]
"""Turns one form of a value into another; where the two are the same there is None in its place."""

Tables = Mapping[str, "type[Table]"]


class Field:
    """One name in an answer, and (unless it is computed) the column of the table behind it.

    :param about: one line of our own about what it means.
    :param sql: the column's type, where no schema has it.
    :param column: the column's name where the API calls it otherwise.
    :param default: value of a row that does not say; in the API's words, booleans as ``bool``.
    :param since: version whose answers show it first, where the documentation says one.
    :param index: whether rules find rows by it.
    :param quoted: whether every answer has its number as text.
    :param missing: the sentence that refuses a call without it, where the page has one of its own.
    :param example: what an example sends, where no row says what it could.
    """

    sql = "varchar(255)"
    empty: Any = ""
    computed = False
    readable = True
    """Whether a caller or a seed row may say it at all."""
    kind = "companion"
    """What a reader is told that it is, and what the documentation's facts call it."""
    rewritten = ""
    """Which of the formats that a caller may ask for writes its values: "date", "moment" or none."""
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
        quoted: bool = False,
        missing: str = "",
        example: Any = None,
        **strange: object,
    ) -> None:
        self.strange = tuple(strange)
        """Words that are none of this kind's."""
        self.about = about
        self.index = index
        self._says_sql = sql is not None
        self.sql = sql or self.sql
        self.column = column or ""
        self._says_default = default is not None
        self.default = self.empty if default is None else default
        self.since = since
        self.quoted = quoted
        self._missing = missing
        self.example = example

    @property
    def missing(self) -> str:
        """The sentence that refuses a call without it."""
        return self._missing or explain.required(self.name)

    def __set_name__(self, owner: type, name: str) -> None:
        if not self.name:
            self.name = name
            self.column = self.column or name

    # --- reading: from JSON or a query string to words ---

    def read(self, raw: object) -> Any:
        """The word of what a caller sent.

        :raises mock_od.fields.reading.Unreadable: when the field cannot take it.
        """
        raise NotImplementedError

    def read_seed(self, raw: object) -> Any:
        """The word of what a seed row says: what a caller may send, and for some kinds the column's own value.

        :raises mock_od.fields.reading.Unreadable: when the field cannot take it.
        """
        return self.read(raw)

    # --- its other forms ---

    def to_column(self) -> Converter | None:
        """What turns its word into the column's value."""
        return None

    def to_words(self) -> Converter | None:
        """What turns the column's value into its word."""
        return None

    def to_seed(self) -> Converter | None:
        """What turns its word into JSON that a seed row takes back."""
        return None

    def from_seed(self) -> Converter | None:
        """What turns the JSON of a seed row, known to be good, into the column's value."""
        return self.to_column()

    def to_json(self) -> Converter | None:
        """What turns the column's value into what JSON shows."""
        return self.to_words()

    def to_text(self) -> Converter:
        """What turns the column's value into the text that JSON shows where its number is quoted."""
        return str

    def answer(self, tables: Tables, *, quoted: bool = False) -> Converter | None:  # noqa: ARG002  # companions look
        """What turns the column's value into what an answer shows.

        :param quoted: whether the answer has its number as text.
        """
        return self.to_text() if quoted or self.quoted else self.to_json()

    @property
    def in_row(self) -> str:
        """The SQL of its column in a row ``t``."""
        return f't."{self.column}"'

    def condition(self, column: str, compare: str, word: Any) -> tuple[str, tuple[Any, ...]]:
        """The SQL, and its values, of rows that a filter finds.

        :param column: the SQL of what is compared.
        :param compare: ``=``, ``>``, ``>=``, ``<``, ``<=``.
        """
        turn = self.to_column()
        return f"{column} {compare} ?", (turn(word) if turn else word,)

    def expression(self, tables: Tables) -> str:  # noqa: ARG002  # companions look into them
        """The SQL that gives it of a row ``t``, as the database has it."""
        return self.in_row

    # --- what it says of itself ---

    def described(self) -> str:
        """Its kind, for a reader."""
        return self.kind

    def json_schema(self) -> dict[str, Any]:
        """The JSON schema of what an answer shows."""
        return {"type": "string"}

    def answer_schema(self, tables: Tables, *, quoted: bool = False) -> dict[str, Any]:  # noqa: ARG002  # companions look
        """The JSON schema of what :meth:`answer` gives."""
        return {"type": "string"} if quoted or self.quoted else self.json_schema()

    def taken_schema(self) -> dict[str, Any]:
        """The JSON schema of what a caller is to send. More is taken: a number as text, a text in another case."""
        return {"type": "string"}

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:  # noqa: ARG002  # kinds look at them
        """What does not fit together in its declaration: a line for each slip, saying what to do."""
        if self.strange:
            makers = [vars(kind)["__init__"] for kind in type(self).__mro__[:-1] if "__init__" in vars(kind)]
            yield from strange_words(self.strange, type(self).__name__, words_of(*makers))

    def gates(self) -> Iterator[str]:
        """The versions that change what it is."""
        if self.since:
            yield self.since

    def names_taken(self) -> Sequence[str]:
        """The names that its value may be, where it has names."""
        return ()

    def narrowed(  # noqa: PYI019  # Self is not in Python 3.10
        self: FieldKind,
        only: Sequence[str],  # noqa: ARG002  # kinds with names look
        without: Sequence[str],  # noqa: ARG002  # kinds with names of their own use it
        also: Mapping[str, str],
    ) -> FieldKind:
        """The field as one method takes it; see :meth:`Param.but`."""
        twin = copy.copy(self)
        read = twin.read
        twin.read = lambda raw: read(also.get(raw, raw) if isinstance(raw, str) else raw)  # type: ignore[method-assign]  # this one field reads so
        return twin

    def at(self: FieldKind, version: Version) -> FieldKind:  # noqa: ARG002, PYI019  # only some kinds change
        """The field as a version has it."""
        return self

    # --- how it is completed ---

    def complete(self, column: Column) -> None:
        """Take over what the schema says of its column and the page does not."""
        if not self._says_sql:
            self.sql = column.sql
        if column.default is not None and not self._says_default:
            self.default = column.default

    def called(self: FieldKind, name: str) -> FieldKind:  # noqa: PYI019  # Self is not in Python 3.10
        """This field under a name of its own, for a parameter that is no column."""
        twin = copy.copy(self)
        twin.name = name
        twin.column = self.column or name
        return twin

    # What a method's list of parameters may say of a field: see Param.

    def but(self, **changes: Any) -> Param:
        """This field as a parameter with a default or a version of its own, or with other values."""
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

    def unless_zero(self) -> Param:
        """As a filter: 0 is as if it were not sent."""
        return Param(self).unless_zero()

    def until(self, version: str) -> Param:
        """As a required parameter: it is optional since this version."""
        return Param(self).until(version)

    def starting(self) -> Param:
        """As a filter: rows whose text starts so, in any case."""
        return Param(self, compare="starts")

    def containing(self) -> Param:
        """As a filter: rows whose text contains this, in any case."""
        return Param(self, compare="contains")


def strange_words(strange: Iterable[str], kind: str, known: Sequence[str]) -> Iterator[str]:
    """A line for each word that is none of a kind's."""
    for word in strange:
        near = did_you_mean(word, known) or f"; it takes {', '.join(known)}"
        yield f"there is no word {word!r} for {kind}{near}"


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
        self.first = False
        """Whether a POST takes the first row that a foreign key may name when it is not sent."""
        self.since: str | None = None
        self.optional_since: str | None = None
        """The version since which a required one may be left out."""
        self.zero_is_none = False
        """Whether a filter of 0 is as if it were not sent."""
        self.made = False
        """Whether a row is inserted where a Lookup finds none."""
        self.only: tuple[str, ...] = ()
        self.without: tuple[str, ...] = ()
        self.also: Mapping[str, str] = {}
        self.strange: tuple[str, ...] = ()
        """Words that .but() does not have."""

    @property
    def name(self) -> str:
        """The parameter's name, as the caller writes it."""
        return self.field.name

    def but(
        self,
        *,
        default: Any = None,
        since: str | None = None,
        like: str = "",
        today: bool = False,
        first: bool = False,
        only: Iterable[str] = (),
        without: Iterable[str] = (),
        also: Mapping[str, str] = MappingProxyType({}),
        **strange: object,
    ) -> Param:
        """This parameter with a default value, or the version that added it, or with other values.

        :param like: take the default from a row that the call names: ``patient.PriProv``, of the patient that a
            foreign key of the body names.
        :param today: take the office's day as the default, or its moment.
        :param first: take the first row that the foreign key may name: by ItemOrder, hidden ones left out.
        :param only: of the names that the field has, those that this method takes.
        :param without: of the names that the field has, those that this method does not take.
        :param also: other ways to write a value -> the value.
        """
        twin = copy.copy(self)
        twin.default = self.default if default is None else default
        twin.since = since or self.since
        twin.like = like or self.like
        twin.today = today or self.today
        twin.first = first or self.first
        twin.only = tuple(only) or self.only
        twin.without = tuple(without) or self.without
        twin.also = {**self.also, **also}
        twin.strange = (*self.strange, *strange)
        return twin

    def slips(self) -> Iterator[str]:
        """Words that .but() does not have, and names that the field does not have."""
        if self.strange:
            yield from strange_words(self.strange, ".but", words_of(Param.but))
        names = self.field.names_taken()
        for name in (*self.only, *self.without) if names else ():
            if name not in names:
                yield f"{name!r} is none of its names{did_you_mean(name, names)}"

    def until(self, version: str) -> Param:
        """This required parameter, which is optional since that version."""
        twin = copy.copy(self)
        twin.optional_since = version
        return twin

    def unless_zero(self) -> Param:
        """This filter, for which 0 is as if it were not sent."""
        twin = copy.copy(self)
        twin.zero_is_none = True
        return twin

    def makes(self) -> Param:
        """This companion as a parameter: a row with its text is inserted where none has it."""
        twin = copy.copy(self)
        twin.made = True
        return twin

    def form(self, version: Version) -> Field:
        """The field as this method reads it in a version."""
        field = self.field.at(version)
        if self.only or self.without or self.also:
            field = field.narrowed(self.only, self.without, self.also)
        return field
