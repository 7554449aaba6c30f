"""Fields whose values have names.

May not: know a resource.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mock_od import explain
from mock_od.fields.field import Converter, Field, Tables
from mock_od.fields.numbers import Whole
from mock_od.fields.reading import invalid, short_text, span
from mock_od.versions import version

if TYPE_CHECKING:
    from mock_od.declare import Table
    from mock_od.schema import Column
    from mock_od.versions import Version

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class _Names(dict[int, str]):
    """Names by number; a number without one is shown as .NET shows it. Looked up for each cell that is shown."""

    def __missing__(self, number: int) -> str:
        return str(number)


class _Numbers(dict[Any, int]):
    """Numbers by name; a number without a name is written in digits."""

    def __missing__(self, word: str | int) -> int:
        return int(word)


class Enum(Field):
    """A name in the API, a number in the table.

    :param names: the names in the order of their numbers, or each name with its number; those of the database's schema
        where none are given. A number without a name is shown as a number, as .NET does.
    :param added: name -> the version that added it.
    :param was: name -> what it was called, and the version that changed that.
    :param bare: names in whose place an answer has the number, as a number.
    :param blank: a name in whose place an answer has an empty text; a seed row may have either.
    :param called: name of the database's schema -> what the API calls it.
    """

    sql = "tinyint(4)"
    kind = "enum"

    def __init__(
        self,
        names: Iterable[str] | Mapping[str, int] = (),
        about: str = "",
        *,
        added: Mapping[str, str] = _NOTHING,
        was: Mapping[str, tuple[str, str]] = _NOTHING,
        bare: Iterable[str] = (),
        blank: str = "",
        called: Mapping[str, str] = _NOTHING,
        **more: Any,
    ) -> None:
        super().__init__(about, **more)
        self.bare = tuple(bare)
        self.blank = blank
        self.renamed = dict(called)
        self.added = dict(added)
        self.was = dict(was)
        self.now: Mapping[str, str] = _NOTHING
        """Of the field as an older version has it: what a name is called now, which is the word of the value."""
        self._name(names if isinstance(names, Mapping) else {name: number for number, name in enumerate(names)})

    def _name(self, numbers: Mapping[str, int]) -> None:
        self.numbers: dict[str, int] = _Numbers(numbers)
        self.names: dict[int, str] = _Names({number: name for name, number in self.numbers.items()})
        if not self._says_default:
            self.default = self._usual()

    def _usual(self) -> Any:
        return self.names.get(0, "0")

    def read(self, raw: object) -> Any:
        """The name.

        :raises Unreadable: for a text that is none of the names.
        """
        text = short_text(self.name, raw)
        if text not in self.numbers:
            raise invalid(self.name, f"is one of {explain.one_of(self.numbers)}")
        return self.now.get(text, text)

    def read_seed(self, raw: object) -> Any:
        """The name; its number as well, as the column has it."""
        if isinstance(raw, int) and not isinstance(raw, bool):
            low, high = span(self.sql)
            if not low <= raw <= high:
                raise invalid(self.name, f"holds numbers from {low} to {high}")
            return self.names[raw]
        return self.read(self.blank if raw == "" else raw)

    def to_column(self) -> Converter | None:
        """The name's number."""
        return self.numbers.__getitem__

    def to_words(self) -> Converter | None:
        """The number's name."""
        return self.names.__getitem__

    def to_json(self) -> Converter | None:
        """The number's name, or the number itself, or nothing, where the API answers that."""
        turn = self.to_words()
        if self.blank and turn is not None:
            return lambda number: "" if turn(number) == self.blank else turn(number)
        if not self.bare or turn is None:
            return turn
        bare = {self.numbers.get(name) for name in self.bare}
        return lambda number: number if number in bare else turn(number)

    def from_seed(self) -> Converter | None:
        """The name's number, or the number itself."""
        nothing = {"": self.numbers[self.blank]} if self.blank else {}
        return _Numbers(self.numbers | nothing | {number: number for number in self.names}).__getitem__

    def names_taken(self) -> Sequence[str]:
        """The names."""
        return [*self.numbers]

    def narrowed(self, only: Sequence[str], without: Sequence[str], also: Mapping[str, str]) -> Enum:
        """The field with fewer names, or with more ways to write them."""
        twin = copy.copy(self)
        called = {name: self.now.get(name, name) for name in self.numbers}
        names = {name: number for name, number in self.numbers.items() if called[name] not in without}
        twin.numbers = {name: number for name, number in names.items() if not only or called[name] in only}
        return Field.narrowed(twin, (), (), also) if also else twin

    def gates(self) -> Iterator[str]:
        """The versions that added the field, or added or renamed one of its names."""
        yield from super().gates()
        yield from self.added.values()
        yield from (since for _, since in self.was.values())

    def at(self, version: Version) -> Enum:
        """The field with the names that a version has."""
        older = {name: before for name, (before, since) in self.was.items() if version < _number_of(since)}
        unknown = {name for name, since in self.added.items() if version < _number_of(since)}
        if not older and not unknown:
            return self
        twin = copy.copy(self)
        known = {name: number for name, number in self.numbers.items() if name not in unknown}
        twin.numbers = _Numbers({older.get(name, name): number for name, number in known.items()})
        twin.names = _Names({number: older.get(name, name) for number, name in self.names.items()})
        twin.now = {before: name for name, before in older.items()}
        return twin

    def described(self) -> str:
        """Its names."""
        return " | ".join(name or '""' for name in self.numbers)

    def json_schema(self) -> dict[str, Any]:
        """One of the names."""
        if self.bare:
            return {"enum": [number if name in self.bare else name for name, number in self.numbers.items()]}
        if self.blank:
            return {"type": "string", "enum": ["" if name == self.blank else name for name in self.numbers]}
        return {"type": "string", "enum": [*self.numbers]}

    def taken_schema(self) -> dict[str, Any]:
        """One of the names."""
        return {"type": "string", "enum": [*self.numbers]}

    def complete(self, column: Column) -> None:
        """Take the names of the schema where the page gives none."""
        super().complete(column)
        if column.enum is not None and not self.numbers:  # the page gives none
            self._name({self.renamed.get(name, name): number for name, number in column.enum.items()})

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:
        """A field without names, a default or a version's name that is none of them."""
        yield from super().slips(table, tables)
        known = {*self.names, *self.numbers}
        if not known:
            yield "has no names; give them, or a column that the schema knows as an enum"
        elif self.default not in known:
            yield f"the default {self.default!r} is none of its names"
        yield from self._unknown(known)

    def _unknown(self, known: Collection[Any]) -> Iterator[str]:
        for name in (*self.added, *self.was, *self.bare, self.blank, *self.renamed.values()):
            if name and name not in known:
                yield f"{name!r} is none of its names"


def _number_of(since: str) -> Version:
    return version(since)


class Number(Enum):
    """An enum that the API answers and takes by its number (definition.Category)."""

    empty = 0

    def _usual(self) -> Any:
        return min(self.names, default=0)

    def read(self, raw: object) -> int:
        """The number.

        :raises Unreadable: for one without a name.
        """
        number: int = Whole(sql=self.sql).called(self.name).read(raw)
        if number not in self.names:
            raise invalid(self.name, f"is a number from 0 to {max(self.names)}")
        return number

    def read_seed(self, raw: object) -> int:
        """The number."""
        return self.read(raw)

    def to_column(self) -> Converter | None:
        """The column holds what is shown."""
        return None

    def to_words(self) -> Converter | None:
        """The column holds what is shown."""
        return None

    def from_seed(self) -> Converter | None:
        """The column holds what is shown."""
        return None

    def described(self) -> str:
        """Numbers, as the API shows them."""
        return "enum number"

    def json_schema(self) -> dict[str, Any]:
        """One of the numbers."""
        return {"type": "integer", "enum": [*self.names]}

    def taken_schema(self) -> dict[str, Any]:
        """One of the numbers."""
        return self.json_schema()


class EnumList(Enum):
    """Several names in the API, with commas; their numbers, with commas, in the table."""

    sql = "varchar(255)"
    kind = "enums"

    def _usual(self) -> Any:
        return ""

    def read(self, raw: object) -> str:
        """The names.

        :raises Unreadable: when one is none of the names.
        """
        text = short_text(self.name, raw)
        names = [name.strip() for name in text.split(",")] if text.strip() else []
        if any(name not in self.numbers for name in names):
            raise invalid(self.name, f"is some of {explain.one_of(self.numbers)}, with commas")
        return ",".join(names)

    def read_seed(self, raw: object) -> str:
        """The names; their numbers as well, as the column has them."""
        parts = [part.strip() for part in raw.split(",")] if isinstance(raw, str) else []
        if parts and all(part.isdecimal() for part in parts):
            return str(self._words(",".join(parts)))
        return self.read(raw)

    def to_column(self) -> Converter:
        """The numbers."""
        return partial(_each, self.numbers.__getitem__)

    def to_words(self) -> Converter:
        """The names."""
        return self._words

    def _words(self, cell: str) -> str:
        return _each(lambda part: self.names[int(part)], cell)

    def from_seed(self) -> Converter:
        """The numbers."""
        return self.to_column()

    def described(self) -> str:
        """Its names."""
        return f"some of {super().described()}"

    def json_schema(self) -> dict[str, Any]:
        """A text."""
        return {"type": "string"}

    def taken_schema(self) -> dict[str, Any]:
        """A text."""
        return {"type": "string"}

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:
        """A field without names."""
        yield from Field.slips(self, table, tables)
        if not self.names:
            yield "has no names; give them"
        yield from self._unknown(self.numbers)


def _each(turn: Converter, text: str) -> str:
    return ",".join(str(turn(part.strip())) for part in text.split(",")) if text else ""
