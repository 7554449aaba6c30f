"""What an insurance pays at most: in a benefit year or in a life, for one patient or a family, and up to what age.

Model: the desktop program's data layer, 24.3.45, its notes included.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from mock_od.call import Row
from mock_od.dentistry.benefits import ALL, CATEGORY, CODE, GROUP, OTHERS, is_age_limitation
from mock_od.dentistry.estimates.benefit_year import year_of
from mock_od.dentistry.estimates.case import Case, Insured
from mock_od.dentistry.estimates.choosing import Chosen, choose
from mock_od.dentistry.estimates.history import Entry, Known
from mock_od.dentistry.estimates.money import UNSET, ZERO, money

AGE, PERIOD = "age", "period"
"""Which kind of limit took effect."""
_FREQUENCIES = ("NumberOfServices", "Months", "Years")
_YEARS = ("CalendarYear", "ServiceYear")
_NO_END = Decimal("Infinity")
_BEGINNING = "0001-01-01"


class Limited(NamedTuple):
    """What is left of an estimate.

    :param note: why it is less; empty where it is not.
    :param kind: AGE, PERIOD or empty.
    """

    amount: Decimal
    note: str = ""
    kind: str = ""


class Asked(NamedTuple):
    """What is to be limited.

    :param override: InsEstTotalOverride, by which the note goes where it is set.
    """

    estimate: Decimal
    override: Decimal

    @property
    def judged(self) -> Decimal:
        """The amount by which the note goes."""
        return self.estimate if self.override == UNSET else self.override


class _Place(NamedTuple):
    """For what procedure and insurance a limit is looked for.

    :param rows: the limitations of the plan and the patient's own ones.
    """

    case: Case
    insured: Insured
    procedure: Row
    code: Row
    rows: list[Row]
    known: Known


def limit(case: Case, insured: Insured, procedure: Row, known: Known, asked: Asked) -> Limited:
    """What is left of an estimate within the plan's limits.

    :param procedure: the procedurelog row, whose ProcDate says which benefit year it is.
    """
    rows = [row for row in insured.benefits if row["BenefitType"] == "Limitations"]
    place = _Place(case, insured, procedure, case.code(procedure["CodeNum"]), rows, known)
    age = _age_limit(place)
    if age is not None:
        return Limited(ZERO, f"Age limitation: {age}", AGE)
    own, family = _choose(place, of_family=False), _choose(place, of_family=True)
    if own.amount in (UNSET, ZERO) and family.amount in (UNSET, ZERO):
        return Limited(asked.estimate)
    result = Limited(asked.estimate)
    left = _NO_END
    if own.row is not None and own.amount != UNSET:
        left = _left_of_own(place, own.row)
        result = _within(asked, left, _note(own.row, ""))
    if family.row is None or family.amount == UNSET or left <= 0:
        return result
    of_family = _left_of_family(place, family.row)
    # Inferred: the note goes by the time of the patient's own limit, as it names none where there is no such limit.
    if of_family <= 0 or of_family < min(left, asked.judged):
        return _within(asked, of_family, "Over family max" if own.row is None else _note(own.row, "family "))
    return result._replace(amount=min(result.amount, of_family))


def _within(asked: Asked, left: Decimal, note: str) -> Limited:
    """What is left of an estimate where so much is left of a limit."""
    if left <= 0:
        return Limited(ZERO, note, PERIOD)
    is_less = left < asked.judged
    return Limited(min(asked.estimate, left), note if is_less else "", PERIOD if is_less else "")


def _note(row: Row, whose: str) -> str:
    if row["TimePeriod"] == "Lifetime":
        return f"Over {whose}lifetime max"
    return f"Over {whose}annual max" if row["TimePeriod"] in _YEARS else ""


# --- up to what age ---


def _age_limit(place: _Place) -> int | None:
    """The age through which the code is covered, where the patient is older."""
    for row in place.rows:
        if row["QuantityQualifier"] != "AgeLimit" or row["Quantity"] <= 0 or row["CoverageLevel"] == "Family":
            continue
        closeness, _ = place.case.lists.closeness(row, place.code)
        says_so = closeness in (CATEGORY, CODE) or (closeness == GROUP and is_age_limitation(row))
        if says_so and place.case.age > row["Quantity"]:
            return int(row["Quantity"])
    return None


# --- how much ---


def _choose(place: _Place, *, of_family: bool) -> Chosen:
    """The limitation that counts for the code; a general one does for codes of the General category alone."""
    rows = []
    for row in place.rows:
        if (row["CoverageLevel"] == "Family") != of_family:
            continue
        closeness, _ = place.case.lists.closeness(row, place.code)
        if row["QuantityQualifier"] == "AgeLimit":
            continue
        # The model looks at the qualifier of what is for some codes alone.
        is_general = closeness == ALL and _is_general(place.case, place.code)
        if is_general or (closeness > ALL and row["QuantityQualifier"] not in _FREQUENCIES):
            rows.append(row)
    return choose(place.case.lists, rows, place.code, prefers_larger=False)


def _is_general(case: Case, code: Row) -> bool:
    """Whether a code lies in the General category, as all do where there is none; orthodontics do not."""
    general = case.lists.of_kind("General")
    return general is None or general.holds(code["ProcCode"])


def _left_of_own(place: _Place, row: Row) -> Decimal:
    """What the patient has left of a limit: what was paid in the year, and what the procedures before are to get."""
    case, key = place.case, place.insured.key[0]
    history = [entry for entry in place.known.history(place.insured) if _is_in_time(place, row, entry)]
    used = (
        entry.amount
        for entry in (*history, *place.known.loop)
        if _falls_under(case, row, entry)
        and (entry.subscription, entry.patient) == (key, case.patient)
        and not _has_tighter(place, row, entry)
    )
    return money(row["MonetaryAmt"]) - sum(used, ZERO)


def _left_of_family(place: _Place, row: Row) -> Decimal:
    """What the family has left of a limit."""
    plan = place.insured.plan["PlanNum"]
    all_of_them = [entry for entry in place.known.history(place.insured) if _is_in_time(place, row, entry)]
    all_of_them += place.known.loop
    used = (entry.amount for entry in all_of_them if entry.plan == plan and _falls_under(place.case, row, entry))
    return money(row["MonetaryAmt"]) - sum(used, ZERO)


def _is_in_time(place: _Place, row: Row, entry: Entry) -> bool:
    first, last = year_of(place.procedure["ProcDate"], place.insured.plan["MonthRenew"], place.case.call.today)
    if row["TimePeriod"] == "Lifetime":
        first = _BEGINNING
    return first <= entry.day <= last


def _falls_under(case: Case, row: Row, entry: Entry) -> bool:
    """Whether an amount counts for a limit; what is not about a procedure does for what is general."""
    if not entry.code["ProcCode"]:
        is_named = row["CodeNum"] or row["CodeGroupNum"]
        return not is_named and (not row["CovCatNum"] or case.lists.category(row["CovCatNum"]).kind == "General")
    closeness, _ = case.lists.closeness(row, entry.code)
    return _is_general(case, entry.code) if closeness == ALL else closeness != OTHERS


def _has_tighter(place: _Place, row: Row, entry: Entry) -> bool:
    """Whether another limit of an amount names the code more closely, so that this one does not count it."""
    if not entry.code["ProcCode"] or row["CodeNum"]:
        return False
    lists = place.case.lists
    mine, order = lists.closeness(row, place.code)
    others: Iterable[Row] = (
        other
        for other in place.rows
        if other["BenefitNum"] != row["BenefitNum"] and other["QuantityQualifier"] == "None"
    )
    for other in others:
        closeness, turn = lists.closeness(other, entry.code)
        if closeness > max(mine, ALL) or (mine == closeness == CATEGORY and turn >= order):
            return True
    return False
