"""LIKE and REGEXP as MySQL has them.

May not: import anything of mock_od but its own package.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mock_od.sql.values import sorting, text

PATIENCE = 0.2
"""Seconds that one text may be searched for: an expression can be made that takes years."""
_WORD = {"[[:<:]]": r"\b(?=\w)", "[[:>:]]": r"\b(?<=\w)"}


@lru_cache(maxsize=256)
def _like(pattern: str, escape: str) -> tuple[str, ...]:
    """The signs of a pattern: "%", "_", and letters after a blank, so that they are no signs."""
    signs, escaped = [], False
    for letter in pattern:
        if escaped:
            signs.append(" " + letter)
            escaped = False
        elif letter == escape:
            escaped = True
        else:
            signs.append(letter if letter in "%_" else " " + letter)
    return tuple(signs)


def like(given: Any, pattern: Any, escape: Any = "\\") -> int:
    """Whether a text is like a pattern, whatever its case."""
    # By hand: a regular expression of many % can take years, this takes the product of both lengths.
    sought, signs = sorting(text(given) + "\0")[:-1], _like(sorting(text(pattern) + "\0")[:-1], text(escape))
    at = sign = 0
    star, mark = -1, 0
    while at < len(sought):
        if sign < len(signs) and signs[sign] == "%":
            star, mark = sign, at
            sign += 1
        elif sign < len(signs) and (signs[sign] == "_" or signs[sign] == " " + sought[at]):
            at += 1
            sign += 1
        elif star >= 0:
            mark += 1
            at, sign = mark, star + 1
        else:
            return 0
    return int(all(one == "%" for one in signs[sign:]))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    import regex  # its search can be stopped, which that of Python's own module cannot

    for sign, meaning in _WORD.items():
        pattern = pattern.replace(sign, meaning)
    return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)


def regexp(given: Any, pattern: Any) -> int | None:
    """Whether a regular expression finds something in a text.

    :raises Exception: where it is none, or takes too long; SQLite makes an error of it.
    """
    if given is None or pattern is None:
        return None
    return int(_compiled(text(pattern)).search(text(given), timeout=PATIENCE) is not None)
