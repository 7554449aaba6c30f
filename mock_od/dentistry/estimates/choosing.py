"""Which of several benefits of one kind counts for a code: the one that names it most closely.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from mock_od.call import Row
from mock_od.dentistry.benefits import ALL, CATEGORY, CODE, GROUP, OTHERS, Lists
from mock_od.dentistry.estimates.money import UNSET, money


class Chosen(NamedTuple):
    """The benefit that counts.

    :param row: None without one.
    :param closeness: how closely it names the code; see :mod:`mock_od.dentistry.benefits`.
    :param general: the one of all codes; None without one.
    """

    row: Row | None
    closeness: int
    general: Row | None

    @property
    def amount(self) -> Decimal:
        """MonetaryAmt; -1 without a benefit."""
        return UNSET if self.row is None else money(self.row["MonetaryAmt"])


def choose(lists: Lists, rows: Iterable[Row], code: Row, *, prefers_larger: bool) -> Chosen:
    """The benefit that names a code most closely: for it, for a group, for the last category, for all codes.

    :param rows: benefits of one kind.
    :param prefers_larger: of two groups with the code, whether the larger amount counts; else the smaller one does.
    """
    near: dict[int, list[tuple[int, Row]]] = {}
    for row in rows:
        closeness, order = lists.closeness(row, code)
        near.setdefault(closeness, []).append((order, row))
    best: dict[int, Row] = {}
    for closeness in (ALL, CODE):
        if closeness in near:
            best[closeness] = near[closeness][-1][1]
    if CATEGORY in near:
        best[CATEGORY] = max(near[CATEGORY], key=lambda one: one[0])[1]
    if GROUP in near:
        pick = max if prefers_larger else min
        best[GROUP] = pick((row for _, row in near[GROUP]), key=lambda row: float(row["MonetaryAmt"]))
    closest = max(best, default=OTHERS)
    return Chosen(best.get(closest), closest, best.get(ALL))
