"""One value at a time: between JSON (or a query string), the API's words and the database.

*Words* are what rules see: enums by name, booleans as ``bool``, dates as text. Each kind of field is read, stored and
shown by one function here.
May not: know a resource, a request or a row.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from mock_od import declare as d
from mock_od.call import Refusal
from mock_od.engine import explain
from mock_od.engine.dotnet import formatter

_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,40}\s*")
_DECIMAL = re.compile(r"\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
_COLOUR = re.compile(r"[0-9]{1,3},[0-9]{1,3},[0-9]{1,3}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SYMBOL = re.compile("[\u2600-\u27ff\U00010000-\U0010ffff]")

_SHOWN = 60
_LONGEST = 1000
"""Characters of a text that can be anything but a text: a number, a date, the name of an enum."""
_PIECE = 262_144
"""Characters that are looked at at once, so that other threads have their turn in between."""

_BACK = {"M/d/yyyy h:mm:ss tt": "%m/%d/%Y %I:%M:%S %p"}
"""How an answer's own form of a moment is read back from a seed row."""

DATE, DATE_TIME, TIME = "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "HH:mm:ss"


class Unreadable(Exception):
    """A value that the field cannot take.

    :param sentence: the API's sentence.
    :param hint: ours.
    :param binds: False when the JSON value is not even of a kind that could be bound to the field.
    :param cut: of a text that is too long, what the column holds of it.
    """

    def __init__(self, sentence: str, hint: str = "", *, binds: bool = True, cut: str | None = None) -> None:
        super().__init__(sentence)
        self.cut = cut
        self.sentence = sentence
        self.hint = hint
        self.binds = binds


def _unbound(field: d.Field, raw: object, wanted: str) -> Unreadable:
    shown = "an object" if isinstance(raw, dict) else "a list" if isinstance(raw, list) else _shown(raw)
    return Unreadable(explain.INVALID_JSON, f"{field.name} takes {wanted}; {shown} was sent", binds=False)


def _shown(raw: object) -> str:
    return repr(raw[:_SHOWN] if isinstance(raw, str) else raw)[:_SHOWN]


@lru_cache(maxsize=512)
def span(sql: str) -> tuple[int, int]:
    """The smallest and largest number that a column of this type holds."""
    bits = {"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32}.get(sql.partition("(")[0].partition(" ")[0], 64)
    if "unsigned" in sql:
        return 0, 2**bits - 1
    if bits == 8:  # noqa: PLR2004  # tinyint: signed or not differs from column to column
        return -128, 255
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


@lru_cache(maxsize=512)
def length(sql: str) -> int:
    """How many characters a text column of this type holds."""
    size = re.fullmatch(r"(?:var)?char\(([0-9]+)\)", sql)
    return int(size[1]) if size else {"mediumtext": 16_777_215, "longtext": 2**31 - 1}.get(sql, 65_535)


# --- reading: from JSON or a query string to words --------------------------------------------------


def _whole(field: d.Field, raw: object) -> int:
    if isinstance(raw, str) and len(raw) <= _LONGEST and _WHOLE.fullmatch(raw):
        raw = int(raw)
    bits = 64 if field.sql.startswith("bigint") else 32
    if bits == 64 and isinstance(raw, float) and raw.is_integer():  # noqa: PLR2004  # Json.NET takes 31.0 for a long
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise _unbound(field, raw, "a whole number")
    low, high = span(field.sql)
    if not low <= raw <= high:
        if not -(2 ** (bits - 1)) <= raw < 2 ** (bits - 1):
            raise _unbound(field, raw, f"whole numbers from {low} to {high}")
        raise Unreadable(explain.invalid(field.name), f"{field.name} holds numbers from {low} to {high}")
    return raw


def _double(field: d.Field, raw: object) -> float:
    if isinstance(raw, str) and len(raw) <= _LONGEST and _DECIMAL.fullmatch(raw):
        raw = float(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise _unbound(field, raw, "a number")
    try:
        number = float(raw)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _unbound(field, raw, "a finite number")
    return number


def as_text(field: d.Field, raw: object) -> str:
    """JSON's scalars as text, the way Json.NET fills a string property: numbers and booleans become their text."""
    if isinstance(raw, str):
        return raw if raw.isascii() else _without_surrogates(raw)
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int | float):
        return json.dumps(raw)
    raise _unbound(field, raw, "text")


def _without_surrogates(text: str) -> str:
    pieces = [text] if len(text) <= _PIECE else [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    if not any(_SURROGATE.search(piece) for piece in pieces):
        return text
    return "".join(_SURROGATE.sub("\ufffd", piece) for piece in pieces)


def _word(field: d.Field, raw: object) -> str:
    """The text of a value that must be short; of a longer one a text that no field takes."""
    return "..." if isinstance(raw, str) and len(raw) > _LONGEST else as_text(field, raw)


def _text(field: d.Field, raw: object) -> str:
    limit = length(field.sql)
    text = raw if isinstance(raw, str) and len(raw) > limit else as_text(field, raw)
    if len(text) > limit:
        hint = f"{field.name} holds at most {limit} characters; {len(text)} were sent"
        raise Unreadable(explain.invalid(field.name), hint, cut=as_text(field, text[:limit]))
    return text


def without_symbols(text: str) -> str:
    """A text as the program stores it: emoji, and the symbols U+2600 to U+27FF, are each a U+FFFD."""
    if text.isascii():
        return text
    return "".join(_SYMBOL.sub("\ufffd", text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))


def _bool(field: d.Field, raw: object) -> bool:
    text = _word(field, raw).strip().lower()
    if text not in ("true", "false"):
        raise Unreadable(explain.invalid(field.name), f'{field.name} is either "true" or "false"')
    return text == "true"


def _enum(field: d.Enum, raw: object) -> str:
    text = _word(field, raw)
    if text not in field.numbers:
        raise Unreadable(explain.invalid(field.name), f"{field.name} is one of {explain.one_of(field.numbers)}")
    return text


def _number(field: d.Number, raw: object) -> int:
    number = _whole(field, raw)
    if number not in field.names:
        raise Unreadable(explain.invalid(field.name), f"{field.name} is a number from 0 to {max(field.names)}")
    return number


def _is_day(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if not found:
        return False
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return False
    return True


def _date(field: d.Field, raw: object) -> str:
    text = _word(field, raw)
    if not _is_day(text):
        raise Unreadable(explain.bad_format(field.name, DATE), f"{field.name} is a day such as 2024-01-27")
    return text


def _date_time(field: d.DateTime, raw: object) -> str:
    text = _word(field, raw)
    if field.pattern in _BACK:
        with suppress(ValueError):
            return datetime.strptime(text, _BACK[field.pattern]).isoformat(" ")  # noqa: DTZ007  # no zone
    day, _, clock = text.partition(" ")
    if not _is_day(day) or not _CLOCK.fullmatch(clock):
        hint = f"{field.name} is a moment such as 2024-01-27 14:13:05, without T and zone"
        raise Unreadable(explain.bad_format(field.name, DATE_TIME), hint)
    return text


def _time(field: d.Field, raw: object) -> str:
    text = _word(field, raw)
    if not _CLOCK.fullmatch(text):
        raise Unreadable(explain.bad_format(field.name, TIME), f"{field.name} is a time such as 14:13:05")
    return text


def _colour(field: d.Field, raw: object) -> str:
    text = _word(field, raw).replace(" ", "")
    if not _COLOUR.fullmatch(text) or any(int(part) > 255 for part in text.split(",")):  # noqa: PLR2004
        raise Unreadable(explain.invalid(field.name), f"{field.name} is red,green,blue such as 164,255,164")
    return ",".join(str(int(part)) for part in text.split(","))


def _name_of(field: d.NameOf, raw: object) -> object:
    """The row's number, or its name; the records find the number of a name."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return _whole(field, raw)
    return _text(d.Text(sql="varchar(255)").called(field.name), raw)


_READ: dict[type[d.Field], Callable[[Any, object], Any]] = {
    d.Key: _whole,
    d.ForeignKey: _whole,
    d.NameOf: _name_of,
    d.Int: _whole,
    d.Double: _double,
    d.Text: _text,
    d.TextKey: _text,
    d.Bool: _bool,
    d.Present: _bool,
    d.Enum: _enum,
    d.Number: _number,
    d.Date: _date,
    d.DateTime: _date_time,
    d.Time: _time,
    d.Colour: _colour,
}


def readable(field: d.Field) -> bool:
    """Whether a caller or a seed row may say this field at all."""
    return type(field) in _READ


def read(field: d.Field, raw: object) -> Any:
    """The words of what a caller sent for ``field``.

    :raises Unreadable: when the field cannot take it.
    """
    return _READ[type(field)](field, raw)


# --- storing: from words to the database, and back --------------------------------------------------


def _argb(text: str) -> int:
    red, green, blue = (int(part) for part in text.split(","))
    number = 0xFF << 24 | red << 16 | green << 8 | blue
    return number - 2**32


def _rgb(number: int) -> str:
    return f"{number >> 16 & 255},{number >> 8 & 255},{number & 255}"


def _finite(field: d.Field, number: float) -> float:
    """The number, as a column holds it.

    :raises Refusal: 400 when a page's own calculation has left all bounds: neither the database nor JSON has infinity.
    """
    if not math.isfinite(number):
        raise Refusal(explain.invalid(field.name), hint=f"{field.name} would be {number}; the numbers are too large")
    return float(number)


def storer(field: d.Field) -> Callable[[Any], Any] | None:
    """What turns a field's word into the column's value; None where they are the same."""
    if isinstance(field, d.Number):
        return None
    if isinstance(field, d.Enum):
        return field.numbers.__getitem__
    if isinstance(field, d.Bool):
        return int
    if isinstance(field, d.Double):
        return partial(_finite, field)
    if isinstance(field, d.Colour):
        return _argb
    return None


def seeder(field: d.Field) -> Callable[[Any], Any] | None:
    """What turns a field's word into JSON that a seed row takes back; None where they are the same."""
    return _flag if isinstance(field, d.Bool) else None


def worder(field: d.Field) -> Callable[[Any], Any] | None:
    """What turns a column's value into the field's word; None where they are the same."""
    if isinstance(field, d.Number):
        return None
    if isinstance(field, d.Enum):
        return field.names.__getitem__
    if isinstance(field, d.Bool | d.Present):
        return bool
    if isinstance(field, d.Colour):
        return _rgb
    return None


# --- showing: from the database to JSON -------------------------------------------------------------


def _one_line(text: str) -> str:
    """Carriage returns come out as spaces."""
    return text.replace("\r\n", " ").replace("\r", " ") if "\r" in text else text


def _flag(number: object) -> str:
    return "true" if number else "false"


def _cents(number: float) -> str:
    return f"{number:.2f}"


def _patterned(pattern: str) -> Callable[[str], str]:
    write = formatter(pattern)
    return lambda text: write(datetime.fromisoformat(text), timedelta())


def shower(field: d.Field, *, quoted: bool = False) -> Callable[[Any], Any] | None:
    """What turns a column's value into what JSON shows; None where they are the same."""
    turn = worder(field)
    if quoted:
        turn = str
    elif isinstance(field, d.Bool | d.Present):
        turn = _flag
    elif isinstance(field, d.Double) and field.text:
        turn = _cents
    elif isinstance(field, d.DateTime) and field.pattern:
        turn = _patterned(field.pattern)
    elif isinstance(field, d.Computed) and field.json:
        turn = json.loads
    elif isinstance(field, d.Text | d.Computed):
        turn = _one_line
    return turn
