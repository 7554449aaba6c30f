"""Teeth that are missing, that have not come through, and baby teeth: what the tooth chart starts from.

Their chance is of their own, so that no other row depends on them.
May not: be asked before all procedures are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from mock_od.dentistry.teeth import place
from mock_od.generate.chance import Chance
from mock_od.generate.codes import CODES
from mock_od.generate.people import full_years
from mock_od.generate.rows import Row, Tables

_DONE = ("C", "EC", "EO")
_PONTICS = ("D6240", "D6245")
_IMPACTED = ("D7220", "D7230", "D7240")
_UPPER_PARTIAL = "D5213"
_BEHIND = ("2", "3", "4", "5", "12", "13", "14", "15")
_REPLACED = 3
"""How many teeth an upper partial denture has."""
_WISDOM = ("1", "16", "17", "32")
_NEVER_GROWN = (("7", "10"), ("20", "29"), ("4", "13"))
# The last age at which these baby teeth are there.
_BABY_TEETH = (("DEFGNOPQ", 7), ("CHMR", 10), ("ABIJKLST", 11))
_GROWN, _TEEN = 25, 13
_WITHOUT_WISDOM, _WITHOUT_SOME = 40, 4  # percent


def mark_teeth(tables: Tables, seed: int, today: date) -> None:
    """Add a toothinitial for each tooth of which there is something to say."""
    chance = Chance(f"teeth {seed}")
    charted: dict[object, list[Row]] = defaultdict(list)
    for row in tables.rows["procedurelog"]:
        if row["ProcStatus"] != "D":
            charted[row["PatNum"]].append(row)
    for patient in tables.rows["patient"]:
        if "DateFirstVisit" in patient:
            _mark(tables, chance, patient, charted[patient["PatNum"]], today)


def _mark(tables: Tables, chance: Chance, patient: Row, procedures: list[Row], today: date) -> None:
    age = full_years(date.fromisoformat(str(patient["Birthdate"])), today)
    mouth = _Mouth(procedures)
    seen = f"{patient['DateFirstVisit']} 10:00:00"
    marks = [(tooth, "Missing", stamp) for tooth, stamp in mouth.extracted()]
    gone = {tooth for tooth, *_ in marks}
    marks += [(tooth, "Missing", seen) for tooth in _missing(chance, mouth, age) if tooth not in gone]
    marks += [(tooth, "Hidden", seen) for tooth in mouth.teeth(_IMPACTED, ("TP",))]
    marks += [(tooth, "Primary", seen) for tooth in mouth.baby_teeth(age)]
    for tooth, kind, stamp in sorted(marks, key=lambda mark: mark[2]):
        tables.add(
            "toothinitial",
            PatNum=patient["PatNum"],
            ToothNum=tooth,
            InitialType=kind,
            SecDateTEntry=stamp,
            SecDateTEdit=stamp,
        )


def _missing(chance: Chance, mouth: _Mouth, age: int) -> list[str]:
    """Teeth that were gone, or had never been there, before the first visit."""
    missing = mouth.teeth(_PONTICS)
    if mouth.has(_UPPER_PARTIAL):
        missing += mouth.untouched(_BEHIND)[:_REPLACED]
    if age >= _GROWN and chance.likely(_WITHOUT_WISDOM):
        missing += mouth.untouched(_WISDOM)
    if age >= _TEEN and chance.likely(_WITHOUT_SOME):
        pair = chance.choice(_NEVER_GROWN)
        missing += pair if len(mouth.untouched(pair)) == len(pair) else []
    return list(dict.fromkeys(missing))


class _Mouth:
    """What the chart of a patient says of the teeth."""

    def __init__(self, procedures: list[Row]) -> None:
        self._procedures = [(CODES[int(str(row["CodeNum"])) - 1], row) for row in procedures if _has_fee(row)]
        self._touched = {str(row["ToothNum"]) for _, row in self._procedures if "ToothNum" in row}

    def extracted(self) -> Iterator[tuple[str, str]]:
        """The teeth that were taken out, and when that was charted."""
        for code, row in self._procedures:
            if code.paint == "Extraction" and row["ProcStatus"] in _DONE:
                yield str(row["ToothNum"]), str(row["DateTStamp"])

    def teeth(self, codes: tuple[str, ...], statuses: tuple[str, ...] = ()) -> list[str]:
        """The teeth on which one of these codes is charted."""
        return [
            str(row["ToothNum"])
            for code, row in self._procedures
            if code.code in codes and (not statuses or row["ProcStatus"] in statuses)
        ]

    def has(self, code: str) -> bool:
        """Whether a code is charted."""
        return any(one.code == code for one, _ in self._procedures)

    def untouched(self, teeth: tuple[str, ...]) -> list[str]:
        """Those of the teeth on which nothing is charted."""
        return [tooth for tooth in teeth if tooth not in self._touched]

    def baby_teeth(self, age: int) -> list[str]:
        """Where baby teeth are, as the numbers of the teeth that will follow them."""
        gone = {tooth for tooth, _ in self.extracted()}
        there = [letter for letters, until in _BABY_TEETH for letter in letters if age <= until]
        there += [tooth for tooth in self.teeth(("D7111",), ("TP",)) if tooth not in there]
        return [str(number) for number in sorted(place(letter) for letter in there if letter not in gone)]


def _has_fee(row: Row) -> bool:
    """Whether its code is one of the practice's own: a group note's is not."""
    return int(str(row["CodeNum"])) <= len(CODES)
