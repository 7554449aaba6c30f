"""Examinations of the gums: six depths for each tooth, getting better from visit to visit.

Their chance is of their own, so that no other row depends on them.
May not: be asked before toothinitials are there.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from mock_od.dentistry.perio import NONE, SURFACES
from mock_od.dentistry.teeth import is_molar
from mock_od.generate.chance import Chance
from mock_od.generate.codes import CODE_NUMS
from mock_od.generate.rows import Row, Tables

_MAINTAINED, _TO_BE_CLEANED = CODE_NUMS["D4910"], CODE_NUMS["D4341"]
_EXAMS = 3
"""How many exams a gum patient has, the last one at the last visit."""
_PATIENTS, _BEFORE_CLEANING = 50, 30  # percent
_TEETH = range(1, 33)
_LOWER_FRONT = range(22, 28)
_MIDDLE = ("Bvalue", "Lvalue")
_SICK, _RECEDED, _LOOSE, _SWOLLEN = 30, 18, 6, 4  # percent of the teeth
_POCKET, _DEEP = 4, 6
"""Depths in millimetres from which a site bleeds, and from which there may be more."""
_SHALLOW = 2
_BLEEDING, _SUPPURATION, _PLAQUE, _CALCULUS = 1, 2, 4, 8
_ABOVE = 100
"""What a gingival margin above the enamel's edge is written with."""
_NOTES = ("", "", "Brushes better between the teeth.", "To use the small brushes in the evening.")


class _Tooth(NamedTuple):
    """How a tooth is at the first exam.

    :param depths: in millimetres, by surface.
    :param margin: how far the gum has gone back, by surface; none where it has not.
    """

    depths: dict[str, int]
    margin: dict[str, int]
    mobility: int


class _Visit(NamedTuple):
    """A day on which somebody examines."""

    day: str
    stamp: str
    provider: object


def measure_gums(tables: Tables, seed: int) -> None:
    """Add exams of some of the patients who come for their gums, and of some who are to be cleaned below them."""
    chance = Chance(f"perio {seed}")
    gone_of = _gone(tables)
    for patient, visits in _examined(tables, chance).items():
        gone = gone_of[patient]
        mouth = {tooth: _tooth(chance, tooth) for tooth in _TEETH}
        for at, visit in enumerate(visits):
            exam = tables.add(
                "perioexam",
                PatNum=patient,
                ExamDate=visit.day,
                ProvNum=visit.provider,
                DateTMeasureEdit=visit.stamp,
                Note=chance.choice(_NOTES) if at else "",
            )
            missing = {tooth for tooth, since in gone.items() if since <= visit.day}
            for measure in _measures(chance, mouth, missing, at):
                tables.add(
                    "periomeasure",
                    key=0,
                    PerioExamNum=exam,
                    **measure,
                    SecDateTEntry=visit.stamp,
                    SecDateTEdit=visit.stamp,
                )


def _examined(tables: Tables, chance: Chance) -> dict[object, list[_Visit]]:
    """The visits at which patients are examined."""
    came: dict[object, list[_Visit]] = defaultdict(list)
    planned: dict[object, _Visit] = {}
    for row in tables.rows["procedurelog"]:
        visit = _Visit(str(row["ProcDate"]), str(row["DateTStamp"]), row["ProvNum"])
        if row["CodeNum"] == _MAINTAINED and row["ProcStatus"] == "C":
            came[row["PatNum"]].append(visit)
        elif row["CodeNum"] == _TO_BE_CLEANED and row["ProcStatus"] == "TP":
            found = str(row["DateTP"])
            planned.setdefault(row["PatNum"], visit._replace(day=found, stamp=str(row["SecDateEntry"])))
    some = {patient: visits[-_EXAMS:] for patient, visits in came.items() if chance.likely(_PATIENTS)}
    more = {patient: [visit] for patient, visit in planned.items() if patient not in came}
    return some | {patient: visits for patient, visits in more.items() if chance.likely(_BEFORE_CLEANING)}


def _gone(tables: Tables) -> dict[object, dict[int, str]]:
    """The teeth of each patient that cannot be measured, and since which day."""
    gone: dict[object, dict[int, str]] = defaultdict(dict)
    for row in tables.rows["toothinitial"]:
        tooth = str(row["ToothNum"])
        if row["InitialType"] != "Primary" and tooth.isdecimal():
            gone[row["PatNum"]][int(tooth)] = str(row["SecDateTEntry"])[:10]
    return gone


def _tooth(chance: Chance, tooth: int) -> _Tooth:
    sick = chance.likely(_SICK)
    molar = is_molar(str(tooth))
    depths = {}
    for surface in SURFACES:
        between = surface not in _MIDDLE
        healthy = _SHALLOW + chance.randrange(2) * between
        depths[surface] = healthy + (chance.randrange(1, 4) if between else chance.randrange(2)) * sick + sick * molar
    margin = {}
    if chance.likely(_RECEDED):
        margin[chance.choice(_MIDDLE)] = chance.randrange(1, 4)
    elif chance.likely(_SWOLLEN):
        margin["Bvalue"] = _ABOVE + chance.randrange(1, 3)
    mobility = chance.randrange(1, 3) if sick and chance.likely(_LOOSE) else 0
    return _Tooth(depths, margin, mobility)


def _measures(chance: Chance, mouth: dict[int, _Tooth], missing: set[int], at: int) -> list[Row]:
    """The measures of an exam, in the order in which they are taken.

    :param at: how many exams were before.
    """
    skipped = [_row("SkipTooth", tooth, value=1) for tooth in sorted(missing)]
    there = [(number, tooth) for number, tooth in mouth.items() if number not in missing]
    depths = {number: _healed(chance, tooth.depths, at) for number, tooth in there}
    kinds: dict[str, list[Row]] = {kind: [] for kind in ("Probing", "GingMargin", "Mobility", "Furcation", "MGJ")}
    seen: list[Row] = []
    for number, tooth in there:
        sites = depths[number]
        margin = {name: value for name, value in tooth.margin.items() if value < _ABOVE or not at}
        kinds["Probing"].append(_row("Probing", number, sites))
        if margin:
            kinds["GingMargin"].append(_row("GingMargin", number, margin))
        if margin.get("Bvalue", _ABOVE) < _ABOVE and number in _LOWER_FRONT:
            kinds["MGJ"].append(_row("MGJ", number, {"Bvalue": margin["Bvalue"] + chance.randrange(2, 5)}))
        if tooth.mobility > at:
            kinds["Mobility"].append(_row("Mobility", number, value=tooth.mobility - at))
        if is_molar(str(number)) and max(sites.values()) >= _DEEP:
            kinds["Furcation"].append(_row("Furcation", number, {"Bvalue": 1 + chance.likely(20)}))
        flags = {name: _flags(chance, number, name, depth, at) for name, depth in sites.items()}
        if any(flags.values()):
            seen.append(_row("BleedSupPlaqCalc", number, flags))
    return [*skipped, *(row for rows in kinds.values() for row in rows), *seen]


def _healed(chance: Chance, depths: dict[str, int], at: int) -> dict[str, int]:
    """The depths after some time: a pocket gets a millimetre less deep, at most, from exam to exam."""
    return {
        surface: max(_SHALLOW, depth - sum(chance.likely(70) for _ in range(at))) if depth >= _POCKET else depth
        for surface, depth in depths.items()
    }


def _flags(chance: Chance, tooth: int, surface: str, depth: int, at: int) -> int:
    """What is seen at a site: the sum of bleeding, suppuration, plaque and calculus."""
    seen = _BLEEDING * (depth >= _POCKET and chance.likely(70 - 15 * at))
    seen |= _SUPPURATION * (depth >= _DEEP and not at and chance.likely(20))
    seen |= _PLAQUE * (surface not in _MIDDLE and chance.likely(8 - 2 * at))
    return seen | _CALCULUS * (surface == "Lvalue" and tooth in _LOWER_FRONT and chance.likely(60 - 20 * at))


def _row(kind: str, tooth: int, sites: dict[str, int] | None = None, value: int = NONE) -> Row:
    return {
        "SequenceType": kind,
        "IntTooth": tooth,
        "ToothValue": value,
        **{surface: (sites or {}).get(surface, NONE) for surface in SURFACES},
    }
