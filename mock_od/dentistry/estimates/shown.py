"""What windows of a patient's coverage show: annual maximum and deductible, what of them is used, and what is left.

Model: the desktop program's data layer, 24.3.45. Amounts are dollars.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.benefits import ALL
from mock_od.dentistry.estimates.benefit_year import year_of
from mock_od.dentistry.estimates.case import Case, Insured
from mock_od.dentistry.estimates.history import Entry, entries
from mock_od.dentistry.estimates.money import ZERO

NONE = -1.0
"""An annual maximum or a deductible that there is not."""
NO_END = 999999.0
"""What is left of a maximum that there is not."""
_YEARS = ("CalendarYear", "ServiceYear")
_PAID, _ASKED = ("Received", "Adjustment", "Supplemental"), ("NotReceived",)


class Shown(NamedTuple):
    """One insurance of a patient in the benefit year of today.

    :param patplan: PatPlanNum.
    :param ordinal: 1 for the first insurance.
    :param maximum: what it pays for the patient; -1 without a maximum.
    :param family_maximum: what it pays for the family; -1 without one.
    :param deductible: what the patient pays first; -1 without one.
    :param family_deductible: what the family pays first; -1 without one.
    :param used: what it has paid.
    :param pending: what it is to pay for claims that it has before it.
    :param remaining: what is left of the larger maximum; 999999 without one.
    :param deducted: what of the deductible was taken from what it paid or is to pay.
    """

    patplan: int
    ordinal: int
    maximum: float
    family_maximum: float
    deductible: float
    family_deductible: float
    used: float
    pending: float
    remaining: float
    deducted: float

    @property
    def deductible_remaining(self) -> float:
        """What is left of the patient's deductible; 0 without one."""
        return round(max(0.0, self.deductible - self.deducted), 2)


def coverage(call: Call, patient: int) -> list[Shown]:
    """A patient's insurances in the benefit year of today, the first one first.

    :param patient: PatNum.
    """
    case = Case(call, patient)
    return [_shown(case, insured) for insured in case.insured]


def _shown(case: Case, insured: Insured) -> Shown:
    maximum, family_maximum = (annual_maximum(case, insured.benefits, of_family=one) for one in (False, True))
    counted = [entry for entry in _of_this_year(case, insured) if not _has_its_own_limit(case, insured, entry)]
    used = sum((entry.amount for entry in counted if entry.status in _PAID), ZERO)
    pending = sum((entry.amount for entry in counted if entry.status in _ASKED), ZERO)
    most = max(maximum, family_maximum)
    left = NO_END if most == NONE else max(0.0, round(most - float(used + pending), 2))
    deducted = (entry.deducted for entry in _of_this_year(case, insured) if entry.status in (*_PAID, *_ASKED))
    return Shown(
        insured.patplan,
        insured.ordinal,
        maximum,
        family_maximum,
        deductible(case, insured.benefits, of_family=False),
        deductible(case, insured.benefits, of_family=True),
        float(used),
        float(pending),
        left,
        float(sum(deducted, ZERO)),
    )


def annual_maximum(case: Case, benefits: Iterable[Row], *, of_family: bool) -> float:
    """The annual maximum that a plan shows; -1 without one.

    That of no category comes before that of the General one, a smaller one before a larger.
    """
    rows = [
        row
        for row in _general(case, benefits, "Limitations", of_family=of_family)
        if row["QuantityQualifier"] == "None" and row["MonetaryAmt"] != NONE
    ]
    best = min(rows, key=lambda row: (row["CovCatNum"] != 0, row["MonetaryAmt"]), default=None)
    return NONE if best is None else float(best["MonetaryAmt"])


def deductible(case: Case, benefits: Iterable[Row], *, of_family: bool) -> float:
    """The general deductible that a plan shows, the largest one; -1 without one."""
    rows = _general(case, benefits, "Deductible", of_family=of_family)
    return max((float(row["MonetaryAmt"]) for row in rows), default=NONE)


def _general(case: Case, benefits: Iterable[Row], kind: str, *, of_family: bool) -> list[Row]:
    """The benefits of a kind that are for a year and for all codes."""
    return [
        row
        for row in benefits
        if row["BenefitType"] == kind
        and row["TimePeriod"] in _YEARS
        and (row["CoverageLevel"] == "Family") == of_family
        and not row["CodeNum"]
        and not row["CodeGroupNum"]
        and (not row["CovCatNum"] or case.lists.category(row["CovCatNum"]).kind in ("General", "None"))
    ]


def _of_this_year(case: Case, insured: Insured) -> list[Entry]:
    today = case.call.today
    first, last = year_of(today, insured.plan["MonthRenew"], today)
    return [
        entry
        for entry in entries(case, insured)
        if (entry.patient, entry.subscription, entry.plan) == (case.patient, *insured.key)
        and first <= entry.day <= last
    ]


def _has_its_own_limit(case: Case, insured: Insured, entry: Entry) -> bool:
    """Whether an amount counts for a limit other than the annual maximum, as orthodontics do."""
    if not entry.code["ProcCode"]:
        return False
    return any(
        case.lists.closeness(row, entry.code)[0] > ALL
        for row in insured.benefits
        if row["BenefitType"] == "Limitations"
        and row["QuantityQualifier"] == "None"
        and (not row["CovCatNum"] or case.lists.category(row["CovCatNum"]).kind not in ("General", "None"))
    )
