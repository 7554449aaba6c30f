"""The definitions of the generated practice: the names its staff picks from.

May not: know anything but names, values and categories.
"""

from __future__ import annotations

from mock_od.generate.codes import CATEGORIES
from mock_od.generate.rows import Tables

ADJUSTMENT, CONFIRMED, BILLING, PAYMENT, CODE, DIAGNOSIS = 1, 2, 4, 10, 11, 16
IMAGE, PRIORITY, BLOCKOUT, PROGNOSIS, SPECIALTY = 18, 20, 25, 30, 35
WEB_NEW, WEB_EXISTING = 42, 51
RECALL_STATUS, COMMLOG = 13, 27
INS_STATUS = 38

_PAIRS: dict[int, tuple[tuple[str, str], ...]] = {
    ADJUSTMENT: (
        ("Late charge", "+"),
        ("Broken appointment", "+"),
        ("Sales tax", "+"),
        ("Professional courtesy", "-"),
        ("Cash discount", "-"),
        ("Small balance write-off", "-"),
        ("Discount Plan", "dp"),
        ("Old club discount", "dp"),
    ),
    CONFIRMED: (
        ("Not called", "NotCalled"),
        ("Unconfirmed", "Unconf"),
        ("Left message", "LeftMsg"),
        ("Confirmed", "Confirmed"),
        ("Arrived", "Arrived"),
    ),
    BILLING: (
        ("Standard Account", ""),
        ("Insurance", ""),
        ("Discount Plan Member", ""),
        ("Payment Plan", ""),
        ("Collections", "C"),
    ),
    PAYMENT: (("Check", ""), ("Cash", ""), ("Credit Card", ""), ("Bank transfer", "")),
    CODE: tuple((name, "") for name in CATEGORIES),
    # ItemValue is the abbreviation that treatment plans print.
    DIAGNOSIS: (
        ("None", ""),
        ("Decay", "Dec"),
        ("Recurrent decay", "RDec"),
        ("Failing filling", "FFil"),
        ("Cracked tooth", "Crk"),
        ("Nerve inflammation", "Nrv"),
        ("Abscess", "Abs"),
        ("Gum disease", "Gum"),
        ("Impacted", "Imp"),
        ("Not restorable", "NR"),
        ("Missing tooth", "Miss"),
        ("Grinding", "Grd"),
    ),
    # The letters of ItemValue say what a folder is for: X chart, P pictures, F forms, R treatment plans.
    IMAGE: (
        ("Bitewings", "X"),
        ("Full mouth series", "X"),
        ("Panoramic", "X"),
        ("Photos", "XP"),
        ("Forms", "F"),
        ("Treatment plans", "R"),
        ("Insurance", ""),
    ),
    PRIORITY: (
        ("1", ""),
        ("2", ""),
        ("3", ""),
        ("4", ""),
        ("Next visit", ""),
        ("Recommended", ""),
        ("Wait", ""),
        ("Optional", ""),
        ("Declined", ""),
    ),
    PROGNOSIS: (("Excellent", ""), ("Good", ""), ("Fair", ""), ("Guarded", ""), ("Poor", "")),
    SPECIALTY: (("General", ""), ("Hygienist", ""), ("Pediatric", ""), ("Periodontics", "")),
    BLOCKOUT: (("Staff meeting", ""), ("Emergencies", ""), ("New patients", "")),
    # ItemValue is the abbreviation.
    RECALL_STATUS: (
        ("Mailed postcard", "Mailed"),
        ("Emailed", "Emailed"),
        ("Texted", "Texted"),
        ("Left message", "LeftMsg"),
        ("Will call back", "WillCal"),
    ),
    # ItemValue says for what the program takes it.
    COMMLOG: (
        ("Appointment", "APPT"),
        ("Insurance", ""),
        ("Financial", "FIN"),
        ("Recall", "RECALL"),
        ("Miscellaneous", "MISC"),
        ("Text message", "TEXT"),
    ),
}
# What came later, behind all others, so that these keep their numbers: category, names and values.
_LATER: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = (
    (CONFIRMED, (("Seated", "Seated"), ("Dismissed", "Done"), ("Made on the web", "Web"))),
    (WEB_NEW, (("New patient exam", ""),)),
    (WEB_EXISTING, (("Exam and cleaning", ""), ("Consultation", ""))),
    (INS_STATUS, (("Verified", ""), ("To be called", ""), ("Waiting for the carrier", ""))),
    (SPECIALTY, (("Endodontics", ""), ("Oral Surgery", ""), ("Orthodontics", ""))),
)
_HIDDEN = ((ADJUSTMENT, "Old club discount"), (PRIORITY, "4"))


class Definitions:
    """The definitions by category and name."""

    def __init__(self, tables: Tables) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        self._values: dict[int, tuple[str, str]] = {}
        for category, pairs in (*_PAIRS.items(), *_LATER):
            first = 0 if pairs is _PAIRS.get(category) else len(_PAIRS.get(category, ()))
            for order, (name, value) in enumerate(pairs, start=first):
                number = tables.add(
                    "definition",
                    ItemName=name,
                    ItemValue=value,
                    Category=category,
                    isHidden="true" if (category, name) in _HIDDEN else "false",
                    ItemOrder=order,
                )
                self._numbers[category, name] = number
                self._values[number] = (name, value)

    def number(self, category: int, name: str) -> int:
        """DefNum of a name; no name, no definition."""
        return self._numbers[category, name] if name else 0

    def name(self, number: int) -> str:
        """ItemName of a DefNum, and "" for none."""
        return self._values[number][0] if number else ""

    def value(self, number: int) -> str:
        """ItemValue of a DefNum, and "" for none."""
        return self._values[number][1] if number else ""
