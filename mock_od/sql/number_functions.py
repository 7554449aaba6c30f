"""MySQL's functions of numbers, and those that choose.

May not: import anything of mock_od but its own package.
"""

from __future__ import annotations

import binascii
import math
import random
from collections.abc import Callable
from typing import Any

from mock_od.sql.registry import FUNCTIONS, Function, gives, to_whole
from mock_od.sql.values import number, rounded, sorting, text


@gives("first", "ROUND")
def _round(given: Any, places: Any = 0) -> int | float | None:
    return rounded(given, places)


@gives("first", "TRUNCATE")
def _truncate(given: Any, places: Any) -> int | float | None:
    value, scale = number(given) or 0, 10.0 ** max(-30, min(30, to_whole(places)))
    done = math.trunc(round(value * scale, 9)) / scale
    return int(done) if isinstance(value, int) else done


@gives("whole", "FLOOR")
def _floor(given: Any) -> int:
    return math.floor(number(given) or 0)


@gives("whole", "CEIL", "CEILING")
def _ceil(given: Any) -> int:
    return math.ceil(number(given) or 0)


@gives("first", "ABS")
def _abs(given: Any) -> int | float:
    return abs(number(given) or 0)


@gives("whole", "SIGN")
def _sign(given: Any) -> int:
    value = number(given) or 0
    return (value > 0) - (value < 0)


@gives("first", "MOD")
def _mod(first: Any, second: Any) -> int | float | None:
    one, other = number(first) or 0, number(second)
    if not other:
        return None
    if isinstance(one, int) and isinstance(other, int):
        return abs(one) % abs(other) * (-1 if one < 0 else 1)
    return math.fmod(one, other)


@gives("double", "POW", "POWER")
def _power(base: Any, exponent: Any) -> float:
    return math.pow(number(base) or 0, number(exponent) or 0)


@gives("double", "LOG")
def _log(first: Any, second: Any = None) -> float:
    one = float(number(first) or 0)
    return math.log(one) if second is None else math.log(float(number(second) or 0)) / math.log(one)


for _name, _does in {
    "SQRT": math.sqrt,
    "EXP": math.exp,
    "LN": math.log,
    "LOG10": math.log10,
    "LOG2": math.log2,
    "SIN": math.sin,
    "COS": math.cos,
    "TAN": math.tan,
    "RADIANS": math.radians,
    "DEGREES": math.degrees,
}.items():
    FUNCTIONS[_name] = Function("double", lambda given, does=_does: does(float(number(given) or 0)))


@gives("double", "PI")
def _pi() -> float:
    return math.pi


def _each(pick: Callable[..., Any]) -> Callable[..., Any]:
    def choose(*listed: Any) -> Any:
        if all(isinstance(one, str) for one in listed):
            return pick(listed, key=sorting)
        return pick(listed, key=lambda one: number(one) or 0)

    return choose


FUNCTIONS["GREATEST"] = Function("first", _each(max))
FUNCTIONS["LEAST"] = Function("first", _each(min))


@gives("whole", "ISNULL", null=True)
def _isnull(given: Any) -> int:
    return int(given is None)


@gives("double", "RAND", null=True)
def _rand(_seed: Any = None) -> float:
    return random.random()  # noqa: S311  # nobody's secret


@gives("whole", "CRC32")
def _crc32(given: Any) -> int:
    return binascii.crc32(text(given).encode())
