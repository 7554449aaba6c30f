"""MySQL's aggregates that SQLite has not, or has otherwise.

May not: import anything of mock_od but its own package.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cmp_to_key
from typing import Any

from mock_od.sql.functions import LONGEST
from mock_od.sql.values import collated, number, sorting, text


def _compared(first: Any, second: Any) -> int:
    """-1, 0 or 1: how MySQL sorts two values, NULL first."""
    if first is None or second is None:
        return (first is not None) - (second is not None)
    if isinstance(first, str) and isinstance(second, str):
        return collated(first, second)
    one, other = number(first) or 0, number(second) or 0
    return (one > other) - (one < other)


class GroupConcat:
    """GROUP_CONCAT: the texts of a group, sorted, one after another."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, tuple[Any, ...]]] = []
        self._separator = ","
        self._distinct = False
        self._length = 0

    def step(self, given: Any, separator: Any, distinct: Any, *order: Any) -> None:
        """One row of the group.

        :param order: what it is sorted by, and after each whether downwards.
        """
        self._separator, self._distinct = text(separator), bool(distinct)
        if given is not None and self._length <= LONGEST:
            self._rows.append((text(given), order))
            self._length += len(text(given)) + 1

    def finalize(self) -> str | None:
        """The text; NULL for a group without one."""
        rows = self._rows
        if self._distinct:
            rows = list({sorting(one): (one, order) for one, order in reversed(rows)}.values())[::-1]
        rows = sorted(rows, key=cmp_to_key(self._sort))
        return self._separator.join(one for one, _ in rows)[:LONGEST] if rows else None

    @staticmethod
    def _sort(first: tuple[str, tuple[Any, ...]], second: tuple[str, tuple[Any, ...]]) -> int:
        pairs = zip(first[1][::2], second[1][::2], first[1][1::2], strict=True)
        return next((-found if down else found for one, other, down in pairs if (found := _compared(one, other))), 0)


class Variance:
    """VAR_POP and what follows from it."""

    sample = root = False

    def __init__(self) -> None:
        self._count, self._mean, self._sum = 0, 0.0, 0.0

    def step(self, given: Any = None) -> None:
        """One row of the group; by Welford, which is exact enough."""
        value = number(given)
        if value is not None:
            self._count += 1
            off = value - self._mean
            self._mean += off / self._count
            self._sum += off * (value - self._mean)

    def finalize(self) -> float | None:
        """The number; NULL for too few rows."""
        among = self._count - self.sample
        if among < 1:
            return None
        found = self._sum / among
        return math.sqrt(found) if self.root else found


class _VarianceOfSample(Variance):
    sample = True


class _Deviation(Variance):
    root = True


class _DeviationOfSample(Variance):
    sample = root = True


class Bits:
    """BIT_OR and the like."""

    start = 0

    def __init__(self) -> None:
        self._bits = self.start

    def step(self, given: Any = None) -> None:
        """One row of the group."""
        value = number(given)
        if value is not None:
            self._bits = self.join(self._bits, int(value))

    @staticmethod
    def join(one: int, other: int) -> int:
        """Two numbers as one."""
        return one | other

    def finalize(self) -> int:
        """The number."""
        return self._bits


class _And(Bits):
    start = -1

    @staticmethod
    def join(one: int, other: int) -> int:
        return one & other


class _Xor(Bits):
    @staticmethod
    def join(one: int, other: int) -> int:
        return one ^ other


AGGREGATES: Mapping[str, type[Any]] = {
    "group_concat": GroupConcat,
    **dict.fromkeys(("variance", "var_pop"), Variance),
    "var_samp": _VarianceOfSample,
    **dict.fromkeys(("std", "stddev", "stddev_pop"), _Deviation),
    "stddev_samp": _DeviationOfSample,
    "bit_or": Bits,
    "bit_and": _And,
    "bit_xor": _Xor,
}
"""By the name after ``mysql_``; bit_xor with two arguments is the operator, with one the aggregate."""
