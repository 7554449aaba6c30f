"""How insurances sort procedure codes: coverage categories with their spans, and groups of codes.

May not: know a plan, or use chance.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.generate.rows import Tables

_NONE = -1


class _Category(NamedTuple):
    """A kind of treatment.

    :param name: what the office calls it, and electronic benefits unless ``own``.
    :param percent: what new plans pay of it; -1 for none.
    """

    name: str
    percent: int
    spans: tuple[tuple[str, str], ...] = ()
    ebenefit: str = ""
    own: bool = False


_CATEGORIES = (
    _Category("General", _NONE, (("D0000", "D7999"), ("D9000", "D9999"))),
    _Category("Diagnostic", 100, (("D0000", "D0999"),)),
    _Category("X-Ray", 100, (("D0200", "D0399"),), "DiagnosticXRay"),
    _Category("Routine Preventive", 100, (("D1000", "D1999"),), "RoutinePreventive"),
    _Category("Restorative", 80, (("D2000", "D2699"), ("D2800", "D2999"))),
    _Category("Endodontics", 80, (("D3000", "D3999"),)),
    _Category("Periodontics", 80, (("D4000", "D4999"),)),
    _Category("Oral Surgery", 80, (("D7000", "D7999"),), "OralSurgery"),
    _Category("Crowns", 50, (("D2700", "D2799"),)),
    _Category("Prosthodontics", 50, (("D5000", "D5899"), ("D6200", "D6899"))),
    _Category("Maxillofacial Prosthetics", _NONE, (("D5900", "D5999"),), "MaxillofacialProsth"),
    _Category("Accident", _NONE),
    _Category("Orthodontics", _NONE, (("D8000", "D8999"),)),
    _Category("Adjunctive", _NONE, (("D9000", "D9999"),)),
    _Category("Implants", 50, (("D6000", "D6199"),), own=True),
)
# Name, codes, what the program knows it as, whether benefits have an age limit of it
_GROUPS = (
    ("Bitewings", "D0270,D0272,D0274", "BW", False),
    ("Pano and full mouth", "D0210,D0330", "PanoFMX", False),
    ("Exams", "D0120,D0145,D0150,D0180", "Exam", False),
    ("Perio maintenance", "D4910", "Perio", False),
    ("Cleanings", "D1110,D1120", "Prophy", False),
    ("Scaling and root planing", "D4341,D4342", "SRP", False),
    ("Coarse cleaning", "D4355", "FMDebride", False),
    ("Fluoride", "D1206,D1208", "Fluoride", True),
    ("Sealants", "D1351", "Sealant", True),
    ("Crowns and bridges", "D2740,D2750,D2752,D2790,D6058,D6240,D6245,D6740,D6750", "None", False),
    ("Buildups and posts", "D2950,D2952,D2954", "None", False),
    ("Braces", "D8080,D8090,D8670,D8680", "None", True),
)
CATEGORY_NUMS = {category.name: number for number, category in enumerate(_CATEGORIES, start=1)}
"""CovCatNum of each category."""
GROUP_NUMS = {name: number for number, (name, *_) in enumerate(_GROUPS, start=1)}
"""CodeGroupNum of each group."""


def sort_codes(tables: Tables) -> None:
    """Add the categories and the groups."""
    for order, category in enumerate(_CATEGORIES):
        number = tables.add(
            "covcat",
            Description=category.name,
            DefaultPercent=category.percent,
            CovOrder=order,
            EbenefitCat="None" if category.own else category.ebenefit or category.name,
        )
        for first, last in category.spans:
            tables.add("covspan", CovCatNum=number, FromCode=first, ToCode=last)
    for order, (name, codes, fixed, aged) in enumerate(_GROUPS):
        tables.add(
            "codegroup",
            GroupName=name,
            ProcCodes=codes,
            ItemOrder=order,
            CodeGroupFixed=fixed,
            ShowInAgeLimit="true" if aged else "false",
            ShowInFrequency="true",
            ShowInOther="true",
        )
