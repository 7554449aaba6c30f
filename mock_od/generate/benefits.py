"""What each insurance plan pays for: percentages, deductibles, limits, waiting times, and cheaper codes instead.

The annual maximum and the general deductible are the plan's own: see coverage.py.
May not: estimate anything; see estimates.py.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.generate.categories import CATEGORY_NUMS, GROUP_NUMS
from mock_od.generate.chance import Chance
from mock_od.generate.codes import CODE_NUMS
from mock_od.generate.office import SET_UP
from mock_od.generate.rows import Tables

_Columns = dict[str, object]
_ORDER = (
    "PlanNum",
    "PatPlanNum",
    "CovCatNum",
    "BenefitType",
    "Percent",
    "MonetaryAmt",
    "TimePeriod",
    "QuantityQualifier",
    "Quantity",
    "CodeNum",
    "CoverageLevel",
    "CodeGroupNum",
    "TreatArea",
)
_UNSET = -1
# What the numbers of a plan are percentages of, in this order; -1 where it says nothing.
_PAID = (
    "Diagnostic",
    "X-Ray",
    "Routine Preventive",
    "Restorative",
    "Endodontics",
    "Periodontics",
    "Oral Surgery",
    "Crowns",
    "Prosthodontics",
    "Implants",
    "Adjunctive",
    "Orthodontics",
)
_FREE_OF_DEDUCTIBLE = ("Diagnostic", "Routine Preventive")


class _Often(NamedTuple):
    """How often a plan pays for a group of codes.

    :param shape: one of :data:`_SHAPES`.
    :param area: of a mouth: where it is counted by itself.
    """

    group: str
    shape: str
    times: int
    area: str = ""


# The four shapes of a frequency limit, as the program's grid has them: QuantityQualifier and TimePeriod.
_SHAPES = {
    "every # years": ("Years", "None"),
    "# per benefit year": ("NumberOfServices", "CalendarYear"),
    "every # months": ("Months", "None"),
    "# in last 12 months": ("NumberOfServices", "NumberInLast12Months"),
}


class _Terms(NamedTuple):
    """What a plan says beside its maximum and its deductible.

    :param percents: of each category of :data:`_PAID`; empty where the plan pays all but a copay.
    :param family: the deductible of a whole family.
    :param lifetime: what it pays for one patient's braces at most.
    :param until: the last age at which it pays for a group of codes.
    :param waiting: after how many months it pays for a category.
    :param excluded: codes that it never pays for.
    :param copays: what a visit with a code costs the patient.
    :param instead: the code that it pays for another one, on which teeth.
    """

    percents: tuple[int, ...] = ()
    often: tuple[_Often, ...] = ()
    family: int = 0
    lifetime: int = 0
    until: tuple[tuple[str, int], ...] = (("Fluoride", 18), ("Sealants", 15))
    waiting: tuple[tuple[str, int], ...] = ()
    excluded: tuple[str, ...] = ("D2962", "D9230")
    copays: tuple[tuple[str, int], ...] = ()
    instead: tuple[tuple[str, str, str], ...] = ()


def _silver(where: str) -> tuple[tuple[str, str, str], ...]:
    """Silver fillings instead of white ones, on some teeth."""
    pairs = zip(("D2391", "D2392", "D2393", "D2394"), ("D2140", "D2150", "D2160", "D2161"), strict=True)
    return tuple((white, silver, where) for white, silver in pairs)


_BY_YEAR = (
    _Often("Exams", "# per benefit year", 2),
    _Often("Cleanings", "# per benefit year", 2),
    _Often("Bitewings", "# per benefit year", 1),
    _Often("Pano and full mouth", "every # years", 5),
    _Often("Fluoride", "# per benefit year", 2),
    _Often("Perio maintenance", "# in last 12 months", 4),
    _Often("Scaling and root planing", "every # months", 24, "Quad"),
    _Often("Sealants", "every # years", 3, "Tooth"),
    _Often("Crowns and bridges", "every # years", 5, "Tooth"),
)
_BY_MONTHS = (
    _Often("Exams", "every # months", 6),
    _Often("Cleanings", "every # months", 6),
    _Often("Bitewings", "every # months", 12),
    _Often("Pano and full mouth", "every # months", 60),
    _Often("Fluoride", "every # months", 6),
    _Often("Scaling and root planing", "every # months", 36, "Quad"),
    _Often("Coarse cleaning", "every # years", 3),
    _Often("Crowns and bridges", "every # years", 7, "Tooth"),
)
_ROLLING = (
    _Often("Exams", "# in last 12 months", 2),
    _Often("Cleanings", "# in last 12 months", 2),
    _Often("Bitewings", "# in last 12 months", 1),
    _Often("Pano and full mouth", "every # years", 3),
    _Often("Perio maintenance", "# in last 12 months", 4),
    _Often("Sealants", "every # months", 36, "Tooth"),
    _Often("Crowns and bridges", "every # years", 5, "Tooth"),
)
_USUAL = (100, 100, 100, 80, 80, 80, 80, 50, 50, 50, 50, _UNSET)
# In the order of the plans.
_TERMS = (
    _Terms((*_USUAL[:-1], 50), _BY_YEAR, family=150, lifetime=1500, until=(*_Terms().until, ("Braces", 18))),
    _Terms(_USUAL, _BY_MONTHS, instead=_silver("Posterior")),
    _Terms(_USUAL, _ROLLING, family=150),
    _Terms((), _BY_YEAR, copays=(("D0140", 15), ("D9110", 20))),
    _Terms((), _ROLLING, copays=(("D0140", 10),), waiting=(("Prosthodontics", 12),)),
    _Terms(_USUAL, _BY_YEAR, instead=_silver("Molar"), waiting=(("Crowns", 12), ("Prosthodontics", 12))),
    _Terms(
        (100, 80, 100, 70, 50, 50, 70, 40, 40, _UNSET, _UNSET, _UNSET),
        _BY_MONTHS,
        until=(("Fluoride", 14), ("Sealants", 14)),
        waiting=(("Restorative", 6), ("Crowns", 18), ("Prosthodontics", 18)),
        excluded=("D2962", "D9230", "D9243", "D9944"),
        instead=(*_silver("Posterior"), ("D2740", "D2790", "SecondMolar"), ("D2750", "D2790", "Never")),
    ),
    _Terms((100, 100, 100, 90, 90, 90, 90, 60, 60, 60, 60, 50), _BY_YEAR, family=100, lifetime=2000),
    _Terms(
        (100, 80, 100, 80, 80, 80, 80, 50, 50, 50, 50, 50), _ROLLING, lifetime=1000, waiting=(("Orthodontics", 24),)
    ),
    _Terms((*_USUAL[:9], _UNSET, *_USUAL[10:]), _BY_MONTHS, family=150, excluded=("D2962", "D6010", "D9230")),
)
_BUILDUPS = 50
"""Percentage of a group of codes that plans pay less for than for the category around it."""
_OWN = 6
"""Of a hundred patplans, how many have a benefit of the patient's own."""


def add_terms(tables: Tables, plans: int) -> None:
    """Add the benefits of all plans, and the codes that they pay instead of others.

    :param plans: how many plans there are.
    """
    for plan, terms in zip(range(1, plans + 1), _TERMS, strict=True):
        for columns in _rows(terms):
            _add(tables, f"{SET_UP} 09:00:00", {"PlanNum": plan, **columns})
        for done, paid, where in terms.instead:
            code = CODE_NUMS[done]
            tables.add("substitutionlink", PlanNum=plan, CodeNum=code, SubstitutionCode=paid, SubstOnlyIf=where)


def _add(tables: Tables, entered: str, columns: _Columns) -> None:
    given: _Columns = {"Percent": _UNSET, "MonetaryAmt": float(_UNSET), **columns}
    row = {name: given[name] for name in _ORDER if name in given}
    tables.add("benefit", key=0, **row, SecDateTEntry=entered, SecDateTEdit=entered)


def _rows(terms: _Terms) -> list[_Columns]:
    """The rows of one plan, without what all of them have."""
    year: _Columns = {"TimePeriod": "CalendarYear"}
    rows: list[_Columns] = []
    for category, percent in zip(_PAID, terms.percents, strict=False):
        if percent != _UNSET:
            rows.append({**_share(percent), "CovCatNum": CATEGORY_NUMS[category]})
    if terms.percents:
        rows.append({**_share(_BUILDUPS), "CodeGroupNum": GROUP_NUMS["Buildups and posts"]})
        waived = {**year, "BenefitType": "Deductible", "MonetaryAmt": 0.0, "CoverageLevel": "Individual"}
        rows += [{**waived, "CovCatNum": CATEGORY_NUMS[category]} for category in _FREE_OF_DEDUCTIBLE]
    if terms.family:
        family = {"BenefitType": "Deductible", "MonetaryAmt": float(terms.family), "CoverageLevel": "Family"}
        rows.append({**year, **family})
    if terms.lifetime:
        most = {"BenefitType": "Limitations", "MonetaryAmt": float(terms.lifetime), "TimePeriod": "Lifetime"}
        rows.append({**most, "CovCatNum": CATEGORY_NUMS["Orthodontics"], "CoverageLevel": "Individual"})
    rows += [_limit(often) for often in terms.often]
    rows += [{**_quantity("AgeLimit", age), "CodeGroupNum": GROUP_NUMS[group]} for group, age in terms.until]
    for category, months in terms.waiting:
        wait = {"BenefitType": "WaitingPeriod", "QuantityQualifier": "Months", "Quantity": months}
        rows.append({**wait, "CovCatNum": CATEGORY_NUMS[category]})
    rows += [{**year, "BenefitType": "Exclusions", "CodeNum": CODE_NUMS[code]} for code in terms.excluded]
    for code, amount in terms.copays:
        rows.append({**year, "BenefitType": "CoPayment", "MonetaryAmt": float(amount), "CodeNum": CODE_NUMS[code]})
    return rows


def _share(percent: int) -> _Columns:
    return {"BenefitType": "CoInsurance", "Percent": percent, "TimePeriod": "CalendarYear"}


def _quantity(qualifier: str, quantity: int) -> _Columns:
    return {"BenefitType": "Limitations", "QuantityQualifier": qualifier, "Quantity": quantity}


def _limit(often: _Often) -> _Columns:
    qualifier, period = _SHAPES[often.shape]
    limit = {**_quantity(qualifier, often.times), "TimePeriod": period, "CodeGroupNum": GROUP_NUMS[often.group]}
    return {**limit, "TreatArea": often.area} if often.area else limit


def add_own(tables: Tables, chance: Chance, patplan: int, entered: str) -> None:
    """Add a benefit of a patient's own, to a few.

    :param patplan: PatPlanNum.
    :param entered: when the patplan was.
    """
    if not chance.likely(_OWN):
        return
    columns = chance.choice(
        (
            {**_share(100), "CovCatNum": CATEGORY_NUMS["Periodontics"]},
            _limit(_Often("Cleanings", "# per benefit year", 4)),
            _limit(_Often("Perio maintenance", "# per benefit year", 6)),
        )
    )
    _add(tables, entered, {"PatPlanNum": patplan, **columns})
