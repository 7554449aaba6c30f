"""The name that was probably meant, where one is unknown.

May not: import anything of mock_od.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

_LONGEST = 100
"""Characters of a name that is compared: a comparison takes the time and the memory of its square."""


def nearest(name: object, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The known name that is most like this one; empty where none is near.

    :param cutoff: how much alike they must be, from 0 to 1.
    """
    text = str(name)
    if len(text) > _LONGEST:
        return ""
    return next(iter(get_close_matches(text, known, n=1, cutoff=cutoff)), "")


def near_first(name: object, known: Iterable[str]) -> list[str]:
    """The known names, those that are most like this one before the others."""
    names = list(known)
    text = str(name)
    near = get_close_matches(text, names) if len(text) <= _LONGEST else []
    return list(dict.fromkeys([*near, *names]))


def words_of(*functions: Callable[..., Any]) -> list[str]:
    """The names of the arguments that functions take by keyword, in alphabetical order."""
    names: set[str] = set()
    for function in functions:
        code = function.__code__
        names.update(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
    return sorted(names - {"self", "cls"})


def did_you_mean(name: object, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The end of a sentence that names the nearest known name; empty where none is near.

    :param cutoff: how much alike they must be, from 0 to 1.
    """
    near = nearest(name, known, cutoff=cutoff)
    return f"; did you mean {near}?" if near else ""
