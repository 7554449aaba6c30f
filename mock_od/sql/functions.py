"""MySQL's functions in Python, for what SQLite has not, or has otherwise: all of them, and those behind operators.

The SQL that is run calls them by ``mysql_`` and the name in small letters.
May not: import anything of mock_od but its own package.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mock_od.sql import day_functions, moments, number_functions, text_functions  # they fill the list
from mock_od.sql.moments import moment
from mock_od.sql.registry import FUNCTIONS, LONGEST, Function, guarded, to_whole
from mock_od.sql.values import number, rounded, sorting, text


def _extract(unit: Any, given: Any) -> int | None:
    when = moment(given)
    if when is None:
        span = moments.span_of(given)
        when = None if span is None else datetime(1, 1, 1) + span  # noqa: DTZ001  # an office's time has no zone
    return moments.PARTS[unit](when) if when and unit in moments.PARTS else None


def _date_add(given: Any, amount: Any, unit: Any, sign: Any, kind: Any) -> str | None:
    when = moment(given)
    if when is None:
        return None
    late = moments.moved(when, amount if isinstance(amount, str) else number(amount), unit, sign)
    if late is None:
        return None
    day = kind == "date" or (kind == "text" and ":" not in str(given))
    return moments.day_text(late) if day and unit in moments.WHOLE_DAYS else moments.moment_text(late)


def _div(first: Any, second: Any) -> float | None:
    one, other = number(first) or 0, number(second)
    if not other:
        return None
    exact = isinstance(one, int) and isinstance(other, int)
    return rounded(one / other, 4) if exact else one / other


def _int_div(first: Any, second: Any) -> int | None:
    one, other = number(first) or 0, number(second)
    if not other:
        return None
    if isinstance(one, int) and isinstance(other, int):
        return abs(one) // abs(other) * (-1 if (one < 0) ^ (other < 0) else 1)
    return math.trunc(one / other)


def _as_moment(given: Any) -> str | None:
    when = moment(given)
    return moments.moment_text(when) if when else None


def _as_day(given: Any) -> str | None:
    when = moment(given)
    return moments.day_text(when) if when else None


def _as_text(given: Any, length: Any = LONGEST) -> str:
    return text(given)[:length]


def _signed(given: Any) -> int:
    return int(number(given) or 0) if isinstance(given, str) else to_whole(given)


def _as_decimal(given: Any, places: Any) -> float:
    return float(rounded(float(number(given) or 0), places) or 0)


def _xor(first: Any, second: Any) -> int:
    return int(bool(number(first)) != bool(number(second)))


def _several(*given: Any) -> str:
    return "\0".join(sorting(text(one)) for one in given)


OWN: Mapping[str, Function] = {
    "extract": Function("whole", _extract),
    "date_add": Function("text", _date_add),
    "div": Function("decimal", _div),
    "int_div": Function("whole", _int_div),
    "number": Function("double", number),
    "moment": Function("moment", _as_moment),
    "as_day": Function("date", _as_day),
    "text": Function("text", _as_text),
    "decimal": Function("decimal", _as_decimal),
    "signed": Function("whole", _signed),
    "double": Function("double", lambda given: float(number(given) or 0)),
    "xor": Function("whole", _xor),
    "bitwise_xor": Function("whole", lambda one, other: to_whole(one) ^ to_whole(other)),
    "several": Function("text", _several),
}
"""What stands for operators and casts, by the name after ``mysql_``."""

__all__ = ["FUNCTIONS", "LONGEST", "OWN", "Function", "day_functions", "guarded", "number_functions", "text_functions"]
