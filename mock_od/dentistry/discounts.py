"""What a discount plan takes off a procedure: the difference to the plan's own fee, within the plan's limits.

The limits count the procedures of a category in a plan year; which codes make a category is a preference of the office,
empty at first. A plan year starts on the anniversary of the subscription's first day, or with the calendar year.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.fees import BLANK, fee_in, providers_schedule
from mock_od.dentistry.preferences import listed, preference, preferred_key

NO_LIMIT = -1
NO_DATE = "0001-01-01"

FREQUENCY_LIMITATION = "Frequency Limitation"
OVER_ANNUAL_MAX = "Over Annual Max"

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


def subscription(call: Call, patient: int) -> Row | None:
    """The patient's discount plan subscription, the first where there are several, as in the desktop program."""
    found = call.records.rows("discountplansub", PatNum=patient)
    return found[0] if found else None


class Discount(NamedTuple):
    """What a plan takes off a procedure.

    :param note: why it is not all of it; empty where it is.
    """

    amount: float = 0.0
    note: str = ""


class Membership:
    """A patient's subscription, as far as it goes for one treatment plan: what it grants counts for the next procedure.

    :param subscription: the discountplansub row.
    :param without: ProcNum of a completed procedure that does not count, as it is the one that is asked about.
    """

    def __init__(self, call: Call, subscription: Row, *, without: int = 0) -> None:
        self._call = call
        self._patient = subscription["PatNum"]
        self._plan = call.records.find("discountplan", subscription["DiscountPlanNum"])
        unset = subscription["DateEffective"] == NO_DATE
        self._first = f"{call.today[:4]}-01-01" if unset else subscription["DateEffective"]
        self._last = "9999-12-31" if subscription["DateTerm"] == NO_DATE else subscription["DateTerm"]
        self._codes = {limit: set(listed(call, name)) for limit, name in CATEGORIES.items()}
        self._used: dict[str, float] = {}
        self._done = self._completed(subscription["DateEffective"], without)

    def discount(self, procedure: Row, code: str, quantity: int, day: str) -> Discount:
        """What the plan takes off a planned procedure, never less than nothing.

        :param code: the procedure's code as text; empty where it has none.
        :param day: the day as of which it is worked out.
        """
        if self._plan is None or not self._first <= day <= self._last:
            return Discount()
        year = plan_year(self._first, day)
        limited = self._is_used_up(self._plan, code, year)
        self._done.append((day, code))
        if limited:
            return Discount(note=FREQUENCY_LIMITATION)
        # Whole cents: 0.1 + 0.2 is more than 0.3, and would be over a maximum of as much.
        saved = round((procedure["ProcFee"] - self._members_fee(self._plan, procedure)) * quantity, 2)
        if saved <= 0:
            return Discount()
        most = self._plan["AnnualMax"]
        used = self._used_in(self._plan, year)
        granted = saved if most == NO_LIMIT else max(0.0, min(saved, round(most - used, 2)))
        self._used[year[0]] = round(used + granted, 2)
        return Discount(granted, OVER_ANNUAL_MAX if granted < saved else "")

    def _members_fee(self, plan: Row, procedure: Row) -> float:
        """What a member pays for one unit; the whole fee where the plan's fee was emptied.

        A code that the plan's schedule does not have costs what the provider, the patient's dentist or the practice's
        own provider usually charges.
        """
        patient = self._call.records.find("patient", procedure["PatNum"])
        others = (
            procedure["ProvNum"],
            patient["PriProv"] if patient else 0,
            preferred_key(self._call, "PracticeDefaultProv"),
        )
        schedules = [plan["FeeSchedNum"], *(providers_schedule(self._call, provider) for provider in others)]
        for schedule in schedules:
            fee = fee_in(self._call, schedule, procedure)
            if fee is not None:
                return float(procedure["ProcFee"]) if fee == BLANK else fee
        return float(procedure["ProcFee"])

    def _completed(self, since: str, without: int) -> list[tuple[str, str]]:
        """The days and codes of what was completed during the membership."""
        found = []
        for procedure in self._call.records.rows("procedurelog", PatNum=self._patient):
            if procedure["ProcNum"] == without:
                continue
            if procedure["ProcStatus"] == "C" and since <= procedure["ProcDate"] <= self._last:
                code = self._call.records.find("procedurecode", procedure["CodeNum"])
                found.append((procedure["ProcDate"], code["ProcCode"] if code else ""))
        return found

    def _is_used_up(self, plan: Row, code: str, year: tuple[str, str]) -> bool:
        for limit, codes in self._codes.items():
            if code in codes and plan[limit] != NO_LIMIT:
                count = sum(done in codes and year[0] <= day < year[1] for day, done in self._done)
                if count >= plan[limit]:
                    return True
        return False

    def _used_in(self, plan: Row, year: tuple[str, str]) -> float:
        """How much of the annual maximum is gone: the adjustments of the plan's type, and what was granted here."""
        if year[0] not in self._used:
            adjustments = self._call.records.rows("adjustment", PatNum=self._patient, AdjType=plan["DefNum"])
            self._used[year[0]] = -sum(
                row["AdjAmt"] for row in adjustments if row["AdjAmt"] < 0 and year[0] <= row["ProcDate"] < year[1]
            )
        return self._used[year[0]]


def as_of(call: Call, procedure: Row) -> str:
    """The day as of which limits are looked at: today, unless the office has it that the procedure's own day counts."""
    return str(procedure["ProcDate"]) if preference(call, "InsChecksFrequency") == "0" else call.today


def keep_amounts(call: Call, patient: int, subscription: Row | None) -> None:
    """Work out DiscountPlanAmt of a patient's planned procedures anew: 0.0 without a subscription."""
    membership = Membership(call, subscription) if subscription else None
    for procedure in call.records.rows("procedurelog", PatNum=patient, ProcStatus="TP"):
        code = call.records.find("procedurecode", procedure["CodeNum"])
        quantity = max(1, procedure["UnitQty"] + procedure["BaseUnits"])
        name = code["ProcCode"] if code else ""
        amount = membership.discount(procedure, name, quantity, as_of(call, procedure)).amount if membership else 0.0
        call.records.update("procedurelog", procedure["ProcNum"], {"DiscountPlanAmt": round(amount, 2)})


def plan_year(first: str, day: str) -> tuple[str, str]:
    """The first day of the plan year that a day is in, and that of the next one.

    :param first: the first day of the membership, which is not later than the day.
    """
    begin, at = date.fromisoformat(first), date.fromisoformat(day)
    passed = at.year - begin.year
    if _anniversary(begin, passed) > at:
        passed -= 1
    following = _anniversary(begin, passed + 1).isoformat() if begin.year + passed < date.max.year else "9999-12-32"
    return _anniversary(begin, passed).isoformat(), following


def _anniversary(day: date, years: int) -> date:
    """The same day that many years later; the 28th of February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
