"""Open Dental's version numbers: read, compared number by number.

May not: import anything of mock_od.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

Version = tuple[int, ...]
Said = TypeVar("Said")

NEWEST = "25.3.31"

_SHAPE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){1,3}")


@lru_cache(maxsize=1024)
def version(text: str) -> Version:
    """The numbers of a version text such as ``25.1.20`` or ``23.2.5.0``, without the zeros at its end.

    :raises ValueError: when the text is not two to four numbers with dots between.
    """
    if not _SHAPE.fullmatch(text):
        raise ValueError(f"{text!r} is not a version such as {NEWEST}")
    numbers = [int(number) for number in text.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def exists(since: str | None, office: Version) -> bool:
    """Whether what was added in version ``since`` is there in an office of version ``office``; None is always there."""
    return since is None or version(since) <= office


def of_version(said: Mapping[str, Said], office: Version) -> Said:
    """What holds in an office of version ``office``.

    :param said: what holds by the version since which it does, the newest first; the last one is "", for always.
    """
    if len(said) == 1:  # each call asks this of its permission, which seldom has changed
        return next(iter(said.values()))
    return next(one for since, one in said.items() if exists(since or None, office))
