"""The one list of MySQL's functions, and how SQLite calls one.

A function is its name in SQL, the kind of what it gives, and the Python below it.
May not: import anything of mock_od but its own package.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

from mock_od.sql.values import rounded, whole

LONGEST = 1_000_000
"""Characters that a text made by a function may have; MySQL too gives NULL for what is more than its packet."""


_OF_OTHER = 8
"""For how many a character counts that is not of ASCII: it is taken apart to be compared."""


class Exhausted(Exception):
    """A command has worked on more text than it may."""


def cost(given: Iterable[Any]) -> int:
    """The characters of the texts among some values; others than those of ASCII take longer, and count for more."""
    return sum(len(one) * (1 if one.isascii() else _OF_OTHER) for one in given if isinstance(one, str))


def _nothing(_: int) -> None:
    """Count nothing."""


Plain = TypeVar("Plain", bound=Callable[..., Any])


class Function(NamedTuple):
    """One of MySQL's functions.

    :param gives: the kind of what it gives: "whole", "decimal", "double", "text", "date", "moment", "time", or "first"
        for the kind of its first argument.
    :param takes_null: whether it is called where an argument is NULL; else the result is NULL.
    """

    gives: str
    does: Callable[..., Any]
    takes_null: bool = False


FUNCTIONS: dict[str, Function] = {}
"""By their names in SQL."""


def gives(kind: str, *names: str, null: bool = False) -> Callable[[Plain], Plain]:
    """Put a function into the list.

    :param null: whether it is called where an argument is NULL.
    """

    def take(function: Plain) -> Plain:
        for name in names:
            FUNCTIONS[name] = Function(kind, function, null)
        return function

    return take


def guarded(function: Function, spend: Callable[[int], None] = _nothing) -> Callable[..., Any]:
    """A function as SQLite calls it: NULL where an argument is, and where there is no such result.

    :param spend: counts the characters that it works on, and may raise Exhausted.
    """

    def call(*given: Any) -> Any:
        if not function.takes_null and None in given:
            return None
        spend(cost(given))
        try:
            done = function.does(*given)
        except (ValueError, OverflowError, ArithmeticError, TypeError):
            return None
        if isinstance(done, str):
            spend(len(done))
            return None if len(done) > LONGEST else done
        if isinstance(done, int):
            return whole(done)
        return None if isinstance(done, float) and not math.isfinite(done) else done

    return call


def to_whole(value: Any) -> int:
    """A whole number, rounded; 0 for a text that is none."""
    return int(rounded(value) or 0)
