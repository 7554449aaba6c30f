"""One value of a row as MySQL sees it: as a number, as a text, as what texts are compared by.

May not: import anything of mock_od.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?")
_MOST_DIGITS = 400
_MOST_PLAIN = 1e15
"""From here on a number is printed with an exponent, as MySQL does."""


def number(value: Any) -> int | float | None:
    """A value where a number is wanted: of a text the number that it begins with, else 0."""
    if value is None or isinstance(value, int | float):
        return value
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    if _DAY.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    found = _NUMBER.match(text[:_MOST_DIGITS])
    if not found:
        return 0
    written = found[1]
    return whole(int(written)) if written.lstrip("+-").isdigit() else float(written)


def whole(value: int) -> int | float:
    """A whole number, or nearly the same as a float where it is more than the database holds."""
    return value if -(2**63) <= value < 2**63 else float(value)


def text(value: Any) -> str:
    """A value where a text is wanted."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer() and abs(value) < _MOST_PLAIN:
        return str(int(value))
    return str(value)


def rounded(value: Any, places: Any = 0) -> int | float | None:
    """ROUND: half away from zero."""
    given, digits = number(value), number(places)
    if given is None or digits is None:
        return None
    digits = max(-30, min(30, int(digits)))
    if isinstance(given, int) and digits >= 0:
        return given
    try:
        done = Decimal(repr(given)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    except InvalidOperation:
        return given
    return whole(int(done)) if isinstance(given, int) else float(done)


_MOST_KEPT = 200
"""Characters of a text whose form for comparing is kept."""


def sorting(given: str) -> str:
    """What a text is compared by: neither case nor accents count, nor blanks at its end."""
    if given.isascii():
        return given.lower().rstrip(" ")
    return _plain_kept(given) if len(given) <= _MOST_KEPT else _plain(given)


def _plain(given: str) -> str:
    plain = "".join(one for one in unicodedata.normalize("NFKD", given.casefold()) if not unicodedata.combining(one))
    return plain.rstrip(" ")


_plain_kept = lru_cache(maxsize=4096)(_plain)


def collated(first: str, second: str) -> int:
    """-1, 0 or 1: how MySQL's usual collation orders two texts."""
    if first == second:
        return 0
    one, other = sorting(first), sorting(second)
    return (one > other) - (one < other)
