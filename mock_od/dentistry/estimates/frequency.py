"""Whether an insurance has paid for a code as often as it does.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from mock_od.call import Row
from mock_od.dentistry.benefits import is_frequency_limitation
from mock_od.dentistry.estimates.benefit_year import FIRST_DAY, months_before, months_later
from mock_od.dentistry.estimates.case import Case, Insured
from mock_od.dentistry.estimates.history import Entry, Known, Place
from mock_od.dentistry.teeth import place as place_of

NOTE = "Frequency Limitation"
_COUNTED = ("Received", "InsHist", "NotReceived", "Estimate", "Supplemental")
_MONTHS = {"Months": 1, "Years": 12}
_YEAR = 12
_UPPER = range(1, 17)
_LOWER = range(17, 33)


def is_met(case: Case, insured: Insured, procedure: Row, claimproc: Row, known: Known) -> bool:
    """Whether the patient has had a procedure's code as often as the plan covers it.

    :param procedure: the procedurelog row, whose ProcDate says in which time.
    :param claimproc: the claimproc row, which does not count.
    """
    is_off = not case.is_on("InsChecksFrequency", usual=True)
    if is_off or procedure["ProcDate"] < FIRST_DAY or claimproc["NoBillIns"]:
        return False
    code = case.code(procedure["CodeNum"])
    rows = [row for row in insured.benefits if is_frequency_limitation(row) and case.lists.names(row, code)]
    own = [row for row in rows if row["PatPlanNum"]]
    if not rows:
        return False
    number = claimproc["ClaimProcNum"]
    counted = [
        entry
        for entry in (*known.everything(insured), *known.loop)
        if (entry.patient, entry.subscription) == (case.patient, insured.key[0])
        and entry.status in _COUNTED
        and not entry.is_not_billed
        and (not number or entry.number != number)
        and entry.procedure != procedure["ProcNum"]
        and (entry.amount != 0 or entry.status == "InsHist")
    ]
    return any(_is_met(case, insured, procedure, row, counted) for row in own or rows)


def _is_met(case: Case, insured: Insured, procedure: Row, row: Row, entries: Iterable[Entry]) -> bool:
    first, last, most = _window(case, insured, procedure["ProcDate"], row)
    place = Place(procedure["ToothNum"], procedure["Surf"], procedure["ToothRange"])
    area = case.code(procedure["CodeNum"])["TreatArea"]
    found = {
        entry.procedure
        for entry in entries
        if first <= entry.day <= last
        and case.lists.names(row, entry.code)
        and _is_same_area(row["TreatArea"], area, place, entry.place)
    }
    return len(found) >= most


def _window(case: Case, insured: Insured, day: str, row: Row) -> tuple[str, str, int]:
    """The first and the last day that count, and how often the code is covered between them."""
    at, quantity = date.fromisoformat(day), int(row["Quantity"])
    if row["QuantityQualifier"] in _MONTHS:
        first = months_before(at, quantity * _MONTHS[row["QuantityQualifier"]])
        return first.isoformat(), date.max.isoformat(), 1
    if row["TimePeriod"] == "NumberInLast12Months":
        first = months_later(at, -_YEAR) + timedelta(days=1)
        return first.isoformat(), day, quantity
    first = date(at.year, 1, 1)
    if row["TimePeriod"] == "ServiceYear":
        first = date(at.year, min(max(1, insured.plan["MonthRenew"]), _YEAR), 1)
        if at <= first and first.isoformat() > case.call.today:
            first = months_later(first, -_YEAR)
    last = months_later(first, _YEAR)
    return first.isoformat(), (last - timedelta(days=1)).isoformat(), quantity


# --- the same part of the mouth ---


def _is_same_area(of_benefit: str, of_code: str, one: Place, other: Place) -> bool:
    """Whether two procedures are on the same part of the mouth, as a benefit sees it."""
    if not any(one) and not any(other):
        return True
    if of_benefit == "Mouth":
        return True
    if of_benefit == "Arch":
        return _arch(one) == _arch(other)
    if of_benefit == "Tooth":
        return one.tooth == other.tooth
    if of_benefit == "ToothRange":
        return bool(_teeth(one) & _teeth(other))
    is_wide = of_code in ("Arch", "Quad", "Sextant")
    return one.surf == other.surf and (is_wide or one.tooth == other.tooth != "" or bool(_teeth(one) & _teeth(other)))


def _arch(place: Place) -> str:
    """U or L: the surface where it is one, else the arch of the first tooth."""
    if place.surf in ("U", "L"):
        return place.surf
    first = next(_named(place), "")
    return "" if not first else "U" if place_of(first) in _UPPER else "L"


def _teeth(place: Place) -> set[str]:
    """The teeth that a procedure is on, all of an arch where it is on that."""
    if place.surf in ("U", "L") and not place.teeth and not place.tooth:
        return {str(tooth) for tooth in (_UPPER if place.surf == "U" else _LOWER)}
    return {*_named(place)}


def _named(place: Place) -> Iterator[str]:
    yield from (tooth.strip() for tooth in f"{place.tooth},{place.teeth}".split(",") if tooth.strip())
