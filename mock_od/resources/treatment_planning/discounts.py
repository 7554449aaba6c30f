"""What a discount plan takes off a procedure: the difference to the plan's own fee, within the plan's limits.

The limits count the procedures of a category in a plan year; which codes make a category is a preference of the office,
empty at first. A plan year starts on the anniversary of the subscription's first day, or with the calendar year.
"""

from __future__ import annotations

from datetime import date

from mock_od.call import Call, Row
from mock_od.resources.common import preference
from mock_od.resources.treatment_planning.fees import fee_in

NO_LIMIT = -1
NO_DATE = "0001-01-01"

CATEGORIES = {
    "ExamFreqLimit": "DiscountPlanExamCodes",
    "XrayFreqLimit": "DiscountPlanXrayCodes",
    "ProphyFreqLimit": "DiscountPlanProphyCodes",
    "FluorideFreqLimit": "DiscountPlanFluorideCodes",
    "PerioFreqLimit": "DiscountPlanPerioCodes",
    "LimitedExamFreqLimit": "DiscountPlanLimitedCodes",
    "PAFreqLimit": "DiscountPlanPACodes",
}
"""The limits of a plan, each with the preference that lists its procedure codes."""


class Membership:
    """A patient's subscription, as far as it goes for one treatment plan: what it grants counts for the next procedure.

    :param subscription: the discountplansub row.
    """

    def __init__(self, call: Call, subscription: Row) -> None:
        self._call = call
        self._plan = call.records.find("discountplan", subscription["DiscountPlanNum"])
        self._in_force = self._is_in_force(subscription)
        self._codes = {limit: _listed(preference(call, name)) for limit, name in CATEGORIES.items()}
        self._counts = dict.fromkeys(CATEGORIES, 0)
        self._granted = 0.0
        if self._in_force:
            self._look_back(subscription)

    def discount(self, procedure: Row, code: str, quantity: int) -> float:
        """What the plan takes off a planned procedure, never less than nothing.

        :param code: the procedure's code as text; empty where it has none.
        """
        if self._plan is None or not self._in_force:
            return 0.0
        used_up = self._is_used_up(self._plan, code)
        self._count(code)
        if used_up:
            return 0.0
        place = {"clinic": procedure["ClinicNum"], "provider": procedure["ProvNum"]}
        fee = fee_in(self._call, self._plan["FeeSchedNum"], procedure["CodeNum"], **place)
        if fee is None:
            return 0.0
        saved: float = max(0.0, procedure["ProcFee"] - fee) * quantity
        if self._plan["AnnualMax"] != NO_LIMIT:
            saved = min(saved, max(0.0, self._plan["AnnualMax"] - self._granted))
        self._granted += saved
        return saved

    def _is_in_force(self, subscription: Row) -> bool:
        ended = subscription["DateTerm"] != NO_DATE and subscription["DateTerm"] < self._call.today
        return self._plan is not None and not ended and subscription["DateEffective"] <= self._call.today

    def _look_back(self, subscription: Row) -> None:
        """Count what was completed in this plan year."""
        start = plan_year(subscription["DateEffective"], self._call.now.date())
        for procedure in self._call.records.rows("procedurelog", PatNum=subscription["PatNum"]):
            if procedure["ProcStatus"] == "C" and procedure["ProcDate"] >= start:
                code = self._call.records.find("procedurecode", procedure["CodeNum"])
                self._count(code["ProcCode"] if code else "")
                self._granted += procedure["DiscountPlanAmt"]

    def _is_used_up(self, plan: Row, code: str) -> bool:
        limits = [limit for limit, codes in self._codes.items() if code in codes]
        return any(plan[limit] != NO_LIMIT and self._counts[limit] >= plan[limit] for limit in limits)

    def _count(self, code: str) -> None:
        for limit, codes in self._codes.items():
            self._counts[limit] += code in codes


def plan_year(effective: str, today: date) -> str:
    """The first day, ``yyyy-MM-dd``, of the plan year that ``today`` is in."""
    if effective == NO_DATE:
        return f"{today.year:04}-01-01"
    day = effective[5:]
    year = today.year if today.isoformat()[5:] >= day else today.year - 1
    return f"{year:04}-{day}"


def _listed(codes: str) -> set[str]:
    return {code.strip() for code in codes.split(",")} - {""}
