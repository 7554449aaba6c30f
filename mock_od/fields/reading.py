"""What the kinds of fields share when they read a value: the refusal, texts out of JSON, the bounds of a column.

May not: know a kind of field.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache

from mock_od import explain

LONGEST = 1000
"""Characters of a text that can be anything but a text: a number, a date, the name of an enum."""

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SYMBOL = re.compile("[\u2600-\u27ff\U00010000-\U0010ffff]")
_SHOWN = 60
_PIECE = 262_144
"""Characters that are looked at at once, so that other threads have their turn in between."""


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


def invalid(name: str, advice: str) -> Unreadable:
    """A value of the right kind that the field does not take.

    :param advice: what it takes, to follow the name.
    """
    return Unreadable(explain.invalid(name), f"{name} {advice}")


def unbound(name: str, raw: object, wanted: str) -> Unreadable:
    """A JSON value of a kind that the field cannot be bound to."""
    shown = "an object" if isinstance(raw, dict) else "a list" if isinstance(raw, list) else _shown(raw)
    return Unreadable(explain.INVALID_JSON, f"{name} takes {wanted}; {shown} was sent", binds=False)


def _shown(raw: object) -> str:
    return repr(raw[:_SHOWN] if isinstance(raw, str) else raw)[:_SHOWN]


def as_text(name: str, raw: object) -> str:
    """JSON's scalars as text, the way Json.NET fills a string property: numbers and booleans become their text.

    :raises Unreadable: for an object or a list.
    """
    if isinstance(raw, str):
        return raw if raw.isascii() else _without_surrogates(raw)
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int | float):
        return json.dumps(raw)
    raise unbound(name, raw, "text")


def short_text(name: str, raw: object) -> str:
    """The text of a value that must be short; of a longer one a text that no field takes.

    :raises Unreadable: for an object or a list.
    """
    return "..." if isinstance(raw, str) and len(raw) > LONGEST else as_text(name, raw)


def _without_surrogates(text: str) -> str:
    pieces = [text] if len(text) <= _PIECE else [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    if not any(_SURROGATE.search(piece) for piece in pieces):
        return text
    return "".join(_SURROGATE.sub("\ufffd", piece) for piece in pieces)


def without_symbols(text: str) -> str:
    """A text as the program stores it: emoji, and the symbols U+2600 to U+27FF, are each a U+FFFD."""
    if text.isascii():
        return text
    return "".join(_SYMBOL.sub("\ufffd", text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, ``yyyy-MM-dd``."""
    found = _DATE.fullmatch(text)
    if not found:
        return False
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return False
    return True


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
