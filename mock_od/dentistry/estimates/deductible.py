"""What a patient pays first in a benefit year, as far as it is not paid yet.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from mock_od.call import Row
from mock_od.dentistry.benefits import ALL
from mock_od.dentistry.estimates.benefit_year import year_of
from mock_od.dentistry.estimates.case import Case, Insured
from mock_od.dentistry.estimates.choosing import Chosen, choose
from mock_od.dentistry.estimates.history import Entry, Known
from mock_od.dentistry.estimates.money import UNSET, ZERO, money

_PERIODS = ("CalendarYear", "ServiceYear", "Lifetime")
_ONE_DEDUCTIBLE = {"Diagnostic": "RoutinePreventive", "RoutinePreventive": "Diagnostic"}
"""Categories that have their deductible in common where a plan has one for each."""


def deductible(case: Case, insured: Insured, procedure: Row, known: Known) -> Decimal:
    """The deductible that a procedure takes; 0 where there is none, or none left.

    :param procedure: the procedurelog row, whose ProcDate says which benefit year it is.
    """
    code = case.code(procedure["CodeNum"])
    if case.is_excluded(insured, code):
        return ZERO
    rows = [row for row in insured.benefits if row["BenefitType"] == "Deductible" and row["TimePeriod"] in _PERIODS]
    own = choose(case.lists, [row for row in rows if row["CoverageLevel"] != "Family"], code, prefers_larger=True)
    if own.row is None or own.amount in (UNSET, ZERO):
        return ZERO
    history = _of_the_year(case, insured, procedure["ProcDate"], known.history(insured))
    loop = [entry for entry in known.loop if entry.plan == insured.plan["PlanNum"]]
    own_loop = [entry for entry in loop if entry.patient == case.patient]
    left = _remaining(case, own, [entry for entry in history if entry.patient == case.patient])
    left -= _sum(entry for entry in own_loop if _counts(case, own.row, entry, _other_half(case, own.row, rows)))
    if left <= 0:
        return ZERO
    if own.general is not None:
        left = max(ZERO, min(left, money(own.general["MonetaryAmt"]) - _sum(own_loop)))
    family = choose(case.lists, [row for row in rows if row["CoverageLevel"] == "Family"], code, prefers_larger=True)
    if family.row is None or family.amount == UNSET:
        return left
    of_family = _remaining(case, family, history)
    of_family -= _sum(entry for entry in loop if _counts(case, family.row, entry, None))
    return max(ZERO, min(left, of_family))


def _of_the_year(case: Case, insured: Insured, day: str, entries: Iterable[Entry]) -> list[Entry]:
    first, last = year_of(day, insured.plan["MonthRenew"], case.call.today)
    return [entry for entry in entries if entry.plan == insured.plan["PlanNum"] and first <= entry.day <= last]


def _sum(entries: Iterable[Entry]) -> Decimal:
    return sum((entry.deducted for entry in entries), ZERO)


def _remaining(case: Case, chosen: Chosen, entries: list[Entry]) -> Decimal:
    """What is left of a deductible, as of the general one, whatever took it."""
    used = _sum(entries)
    general = None if chosen.general is None else max(ZERO, money(chosen.general["MonetaryAmt"]) - used)
    if chosen.closeness <= ALL or chosen.row is None:
        return ZERO if general is None else general
    row = chosen.row
    left = max(ZERO, chosen.amount - _sum(entry for entry in entries if case.lists.concerns(row, entry.code)))
    return max(ZERO, left - used) if general is None else min(general, left)


def _counts(case: Case, row: Row, entry: Entry, other_half: Row | None) -> bool:
    """Whether an earlier procedure took from this deductible."""
    return case.lists.concerns(row, entry.code) or bool(other_half and case.lists.concerns(other_half, entry.code))


def _other_half(case: Case, row: Row, rows: Iterable[Row]) -> Row | None:
    """The deductible of preventive care beside that of diagnostics, or the other way round."""
    wanted = _ONE_DEDUCTIBLE.get(case.lists.category(row["CovCatNum"]).kind)
    found = None
    for other in rows:
        is_other = wanted and case.lists.category(other["CovCatNum"]).kind == wanted
        if other["CoverageLevel"] == "Individual" and is_other:
            found = other
    return found
