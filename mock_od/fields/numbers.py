"""Numbers, and what a column holds as a number.

May not: know a resource.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mock_od import explain
from mock_od.call import Refusal
from mock_od.fields.field import Converter, Field, Tables
from mock_od.fields.reading import LONGEST, Unreadable, invalid, short_text, span, unbound

if TYPE_CHECKING:
    from mock_od.declare import Table

_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,40}\s*")
_DECIMAL = re.compile(r"\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*")
_COLOUR = re.compile(r"[0-9]{1,3},[0-9]{1,3},[0-9]{1,3}")
_MOST_OF_A_COLOUR = 255
_LARGE = 1e15


class Whole(Field):
    """A whole number, as a field of its own or as a key; its column's type says how large it may be."""

    sql = "int(11)"
    empty: Any = 0
    kind = "whole number"

    def read(self, raw: object) -> Any:
        """The number.

        :raises Unreadable: when it is none, or too large for the column.
        """
        if isinstance(raw, str) and len(raw) <= LONGEST and _WHOLE.fullmatch(raw):
            raw = int(raw)
        bits = 64 if self.sql.startswith("bigint") else 32
        if bits == 64 and isinstance(raw, float) and raw.is_integer():  # noqa: PLR2004  # Json.NET takes 31.0 for a long
            raw = int(raw)
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise unbound(self.name, raw, "a whole number")
        low, high = span(self.sql)
        if not low <= raw <= high:
            if not -(2 ** (bits - 1)) <= raw < 2 ** (bits - 1):
                raise unbound(self.name, raw, f"whole numbers from {low} to {high}")
            raise invalid(self.name, f"holds numbers from {low} to {high}")
        return raw

    def json_schema(self) -> dict[str, Any]:
        """A whole number."""
        return {"type": "string" if self.quoted else "integer"}

    def taken_schema(self) -> dict[str, Any]:
        """A whole number, of as many bits as the column has at least."""
        return {"type": "integer", "format": "int64" if self.sql.startswith("bigint") else "int32"}


class Int(Whole):
    """A whole number.

    :param least: the smallest that is taken.
    :param most: the largest that is taken.
    """

    def __init__(self, about: str = "", *, least: int | None = None, most: int | None = None, **more: Any) -> None:
        super().__init__(about, **more)
        self.least = least
        self.most = most

    def read(self, raw: object) -> int:
        """The number.

        :raises Unreadable: when it is none, or beyond its bounds.
        """
        number: int = super().read(raw)
        _refuse_beyond(self.name, number, self.least, self.most)
        return number

    def read_seed(self, raw: object) -> int:
        """The number. The bounds are those of callers: a row of an office may be beyond them."""
        number: int = super().read(raw)
        return number

    def taken_schema(self) -> dict[str, Any]:
        """A whole number within its bounds."""
        return super().taken_schema() | _bounds(self.least, self.most)


def _bounds(least: float | None, most: float | None) -> dict[str, float]:
    """Bounds, as JSON schema has them."""
    return {name: bound for name, bound in (("minimum", least), ("maximum", most)) if bound is not None}


def _refuse_beyond(name: str, number: float, least: float | None, most: float | None) -> None:
    if (least is not None and number < least) or (most is not None and number > most):
        bounds = f"from {least} to {most}" if None not in (least, most) else f"{least} or more"
        raise invalid(name, f"is a number {bounds if least is not None else f'up to {most}'}")


class Double(Field):
    """A number with a fraction, money for the most part: 204.0.

    :param text: whether the API answers it as text: "cents" with two decimals, "plain" as .NET writes it.
    :param least: the smallest that is taken.
    :param most: the largest that is taken.
    """

    sql = "double"
    empty = 0.0
    kind = "fraction"

    def __init__(
        self,
        about: str = "",
        *,
        text: str = "",
        least: float | None = None,
        most: float | None = None,
        **more: Any,
    ) -> None:
        super().__init__(about, **more)
        self.text = text
        self.least = least
        self.most = most

    def read(self, raw: object) -> float:
        """The number.

        :raises Unreadable: when it is none, or beyond its bounds.
        """
        number = self.read_seed(raw)
        _refuse_beyond(self.name, number, self.least, self.most)
        return number

    def read_seed(self, raw: object) -> float:
        """The number. The bounds are those of callers: a row of an office may be beyond them.

        :raises Unreadable: when it is none.
        """
        if isinstance(raw, str) and len(raw) <= LONGEST and _DECIMAL.fullmatch(raw):
            raw = float(raw)
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            raise unbound(self.name, raw, "a number")
        try:
            number = float(raw)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise unbound(self.name, raw, "a finite number")
        return number

    def to_column(self) -> Converter:
        """The number, which neither the database nor JSON has where it is infinite."""
        return self._finite

    def _finite(self, number: float) -> float:
        if not math.isfinite(number):  # a page's own calculation has left all bounds
            hint = f"{self.name} would be {number}; the numbers are too large"
            raise Refusal(explain.invalid(self.name), hint=hint)
        return float(number)

    def from_seed(self) -> Converter | None:
        """The column takes it as it is."""
        return None

    def to_json(self) -> Converter | None:
        """A number, or the text that this field is answered as."""
        if self.text == "cents":
            return "{:.2f}".format
        return plain if self.text or self.quoted else None

    def to_text(self) -> Converter:
        """As .NET writes it: 204 has no fraction."""
        return plain

    def json_schema(self) -> dict[str, Any]:
        """A number, or a text that is one."""
        return {"type": "string"} if self.text or self.quoted else {"type": "number"}

    def taken_schema(self) -> dict[str, Any]:
        """A number within its bounds."""
        return {"type": "number"} | _bounds(self.least, self.most)


def plain(number: float) -> str:
    """A number as .NET writes it: 339, 129.99."""
    return str(int(number)) if number.is_integer() and abs(number) < _LARGE else repr(number).upper()


class Bool(Field):
    """Either "true" or "false" in the API, 1 or 0 in the table.

    :param capital: whether the API answers "True" and "False".
    """

    sql = "tinyint(4)"
    empty = False
    kind = "true or false"

    def __init__(self, about: str = "", *, capital: bool = False, **more: Any) -> None:
        super().__init__(about, **more)
        self.capital = capital

    def read(self, raw: object) -> bool:
        """Whether it is true.

        :raises Unreadable: for any text but "true" and "false", in any case.
        """
        text = short_text(self.name, raw).strip().lower()
        if text not in ("true", "false"):
            raise Unreadable(explain.invalid(self.name), f'{self.name} is either "true" or "false"')
        return text == "true"

    def read_seed(self, raw: object) -> bool:
        """Whether it is true; 1 and 0 as well, as the column has it."""
        return bool(raw) if raw in (0, 1) else self.read(raw)

    def to_column(self) -> Converter:
        """1 or 0."""
        return int

    def to_words(self) -> Converter:
        """A ``bool``."""
        return bool

    def to_seed(self) -> Converter:
        """The API's text."""
        return flag

    def from_seed(self) -> Converter:
        """1 or 0."""
        return {"true": 1, "false": 0, 1: 1, 0: 0}.__getitem__

    def to_json(self) -> Converter:
        """The API's text."""
        return _capital_flag if self.capital else flag

    def json_schema(self) -> dict[str, Any]:
        """One of two texts."""
        return {"type": "string", "enum": ["True", "False"] if self.capital else ["true", "false"]}

    def taken_schema(self) -> dict[str, Any]:
        """One of two texts."""
        return {"type": "string", "enum": ["true", "false"]}


def flag(number: object) -> str:
    """The API's text for true or false."""
    return "true" if number else "false"


def _capital_flag(number: object) -> str:
    return "True" if number else "False"


class Colour(Field):
    """The text "red,green,blue" in the API, one signed ARGB number in the table."""

    sql = "int(11)"
    empty = "0,0,0"
    kind = "colour"

    def read(self, raw: object) -> str:
        """Its three parts.

        :raises Unreadable: for anything else.
        """
        text = short_text(self.name, raw).replace(" ", "")
        if not _COLOUR.fullmatch(text) or any(int(part) > _MOST_OF_A_COLOUR for part in text.split(",")):
            raise invalid(self.name, "is red,green,blue such as 164,255,164")
        return ",".join(str(int(part)) for part in text.split(","))

    def to_column(self) -> Converter:
        """The ARGB number."""
        return _argb

    def to_words(self) -> Converter:
        """Its three parts."""
        return _rgb

    def taken_schema(self) -> dict[str, Any]:
        """A text of three numbers."""
        return {"type": "string", "pattern": f"^{_COLOUR.pattern}$"}


def _argb(text: str) -> int:
    red, green, blue = (int(part) for part in text.split(","))
    number = 0xFF << 24 | red << 16 | green << 8 | blue
    return number - 2**32


def _rgb(number: int) -> str:
    return f"{number >> 16 & 255},{number >> 8 & 255},{number & 255}"


class Interval(Field):
    """The time between recalls: the text "1y6m0w1d" in the API, one number of four bytes in the table."""

    sql = "int(11)"
    empty = ""
    kind = "interval"
    _PARTS = re.compile(r"(?:([0-9]{1,3})y)?(?:([0-9]{1,3})m)?(?:([0-9]{1,3})w)?(?:([0-9]{1,3})d)?")
    _LIMITS = (127, 255, 255, 255)

    def read(self, raw: object) -> str:
        """The interval, parts that are zero left out.

        :raises Unreadable: for anything else.
        """
        found = self._PARTS.fullmatch(short_text(self.name, raw).strip())
        parts = [int(part or 0) for part in found.groups()] if found else []
        if not parts or any(part > limit for part, limit in zip(parts, self._LIMITS, strict=True)):
            raise invalid(self.name, "is years, months, weeks and days such as 1y6m0w1d")
        return _spoken(*parts)

    def to_column(self) -> Converter:
        """Its number."""
        return self._number

    def _number(self, text: str) -> int:
        found = self._PARTS.fullmatch(text)
        years, months, weeks, days = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
        return years << 24 | months << 16 | weeks << 8 | days

    def to_words(self) -> Converter:
        """Its text."""
        return lambda number: _spoken(number >> 24 & 127, number >> 16 & 255, number >> 8 & 255, number & 255)

    def taken_schema(self) -> dict[str, Any]:
        """A text of years, months, weeks and days."""
        return {"type": "string", "pattern": f"^{self._PARTS.pattern}$"}


def _spoken(years: int, months: int, weeks: int, days: int) -> str:
    parts = ((years, "y"), (months, "m"), (weeks, "w"), (days, "d"))
    return "".join(f"{count}{unit}" for count, unit in parts if count)


class KeyList(Field):
    """Several keys of another table, as a body lists them: ``[1, 2]``. One that is listed again counts once.

    A text, ``"1,2"``, does not bind to it in a body.

    :param table: that table's name.
    :param owner: whether those rows may not be frozen.
    :param in_query: whether it is a parameter of the URL, which has them as text: ``[1,2]`` or ``1,2``.
    """

    kind = "list of keys"
    computed = True
    empty: Any = ()

    def __init__(
        self, table: str, about: str = "", *, owner: bool = False, in_query: bool = False, **more: Any
    ) -> None:
        super().__init__(about, **more)
        self.table = table
        self.owner = owner
        self.in_query = in_query

    def read(self, raw: object) -> list[int]:
        """The keys, each once.

        :raises Unreadable: when it is no list of whole numbers.
        """
        key = Whole(sql="bigint(20)").called(self.name)
        if self.in_query and isinstance(raw, str):
            try:
                raw = json.loads(raw if raw.strip().startswith("[") else f"[{raw}]")
            except ValueError as slip:
                raise unbound(self.name, raw, "a list of keys such as [1, 2]") from slip
        if not isinstance(raw, list):
            raise unbound(self.name, raw, "a list of keys such as [1, 2]")
        return list(dict.fromkeys(key.read(one) for one in raw))

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:
        """A table that does not exist."""
        yield from super().slips(table, tables)
        if self.table not in tables:
            yield f"there is no table {self.table!r}; mend the name, or declare the table"

    def json_schema(self) -> dict[str, Any]:
        """A list of whole numbers."""
        return {"type": "array", "items": {"type": "integer"}}

    def taken_schema(self) -> dict[str, Any]:
        """A list of whole numbers."""
        return {"type": "array", "items": {"type": "integer", "format": "int64"}}
