"""LIKE and REGEXP as MySQL has them.

May not: import anything of mock_od but its own package.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from mock_od.sql.registry import Exhausted
from mock_od.sql.values import sorting, text

PATIENCE = 1.0
"""Seconds that a command may search by regular expressions: one can be made that takes years."""
_LONGEST_PATTERN = 10_000
_MOST_REPEATED = 50_000
_STEPS_TOGETHER = 10_000
"""Steps of a LIKE that are counted at once."""
_OF_A_STEP = 8
"""For how many characters a step counts."""
_COUNT = re.compile(r"\{([0-9]*)(?:,([0-9]*))?\}")
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


def _uncounted(_: int) -> None:
    """Count nothing."""


def like(given: Any, pattern: Any, escape: Any = "\\", *, spend: Callable[[int], None] = _uncounted) -> int:
    """Whether a text is like a pattern, whatever its case.

    :param spend: counts its steps, and may raise Exhausted.
    """
    # By hand: a regular expression of many % can take years, this takes the product of both lengths.
    sought, signs = sorting(text(given) + "\0")[:-1], _like(sorting(text(pattern) + "\0")[:-1], text(escape))
    at = sign = 0
    star, mark, steps = -1, 0, 0
    while at < len(sought):
        steps += 1
        if steps % _STEPS_TOGETHER == 0:
            spend(_STEPS_TOGETHER * _OF_A_STEP)
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


def size(pattern: str) -> int:
    """About how many parts a regular expression has once its counted repetitions are written out."""
    sizes, last, at = [0], 0, 0
    while at < len(pattern):
        found = _COUNT.match(pattern, at)
        if found:
            sizes[-1] += last * max(0, *(int(one[:9]) for one in found.groups("0") if one), 1) - last
            at = found.end()
            continue
        if pattern[at] == "(":
            sizes.append(0)
        elif pattern[at] == ")" and len(sizes) > 1:
            last = sizes.pop() + 1
            sizes[-1] += last
        else:
            at += pattern[at] == "\\"
            last = 1
            sizes[-1] += 1
        at += 1
    return sum(sizes)


class Searching:
    """The regular expressions of one command, and the time that is left for them."""

    def __init__(self) -> None:
        self._left = PATIENCE

    def begin(self) -> None:
        """Forget what the last command has taken."""
        self._left = PATIENCE

    @property
    def exhausted(self) -> bool:
        """Whether there is no time left."""
        return self._left <= 0

    def regexp(self, given: Any, pattern: Any) -> int | None:
        """Whether a regular expression finds something in a text.

        :raises Exception: where it is none, or takes too long; SQLite makes an error of it.
        """
        if given is None or pattern is None:
            return None
        sought = text(pattern)
        if self.exhausted or len(sought) > _LONGEST_PATTERN or size(sought) > _MOST_REPEATED:
            self._left = 0
            raise Exhausted
        began = time.perf_counter()
        try:
            return int(_compiled(sought).search(text(given), timeout=self._left) is not None)
        finally:
            self._left -= time.perf_counter() - began
