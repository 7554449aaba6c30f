"""A perio exam as it is typed in: a depth for each site of a tooth, and what was seen there.

Documented: the signs, the order of the teeth, and that other signs are passed over (API PerioExams).
Recorded: the order of the sites, that flags add up, and -1 where nothing was seen.
May not: be a page, or import one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypedDict

_UPPER, _LOWER = range(1, 17), range(32, 16, -1)
"""The teeth of an arch, from the right side of the mouth to the left."""
_LEFT = range(9, 25)
"""The teeth on the left side, which are measured from the middle of the mouth outwards."""
_FACIAL, _LINGUAL = ("DBvalue", "Bvalue", "MBvalue"), ("DLvalue", "Lvalue", "MLvalue")
REGIONS = {
    "UpperFacial": (_UPPER, _FACIAL),
    "UpperLingual": (_UPPER, _LINGUAL),
    "LowerLingual": (_LOWER, _LINGUAL),
    "LowerFacial": (_LOWER, _FACIAL),
}
"""The four sides of the two arches: their teeth, and a tooth's sites from the back to the front."""
SURFACES = ("MBvalue", "Bvalue", "DBvalue", "MLvalue", "Lvalue", "DLvalue")
"""The six sites of a tooth, as columns of periomeasure."""
NONE = -1
"""What a measure has where nothing was measured."""
_FLAGS = {"b": 1, "s": 2, "p": 4, "c": 8}
"""Bleeding, suppuration, plaque, calculus."""
_DIGITS = frozenset("0123456789")


class Site(NamedTuple):
    """One site as it was measured.

    :param tooth: 1 to 32.
    :param surface: the column of periomeasure.
    :param depth: in millimetres, 0 to 9.
    :param flags: the sum of bleeding 1, suppuration 2, plaque 4 and calculus 8.
    """

    tooth: int
    surface: str
    depth: int
    flags: int


class Measure(TypedDict):
    """A row of periomeasure, without its keys."""

    SequenceType: str
    IntTooth: int
    ToothValue: int
    MBvalue: int
    Bvalue: int
    DBvalue: int
    MLvalue: int
    Lvalue: int
    DLvalue: int


def begins_well(text: str) -> bool:
    """Whether a text begins with a depth, or is empty."""
    return text == "" or text[0] in _DIGITS


def parse(text: str, region: str) -> list[Site]:
    """The sites of a region, from the right side of the mouth to the left, as far as the text goes.

    :param text: a digit for each site, each followed by the letters of what was seen there: b, s, p, c.
    :param region: one of :data:`REGIONS`.
    """
    places = _places(region)
    sites: list[Site] = []
    for sign in text:
        if sign in _DIGITS:
            place = next(places, None)
            if place is None:
                break
            sites.append(Site(*place, int(sign), 0))
        elif sign in _FLAGS and sites:
            last = sites[-1]
            sites[-1] = last._replace(flags=last.flags | _FLAGS[sign])
    return sites


def _places(region: str) -> Iterator[tuple[int, str]]:
    teeth, surfaces = REGIONS[region]
    for tooth in teeth:
        for surface in reversed(surfaces) if tooth in _LEFT else surfaces:
            yield tooth, surface


def measures(texts: Mapping[str, str]) -> list[Measure]:
    """The measures of an exam, by tooth: first the depths, then what was seen, of teeth where anything was.

    :param texts: region -> what was typed in.
    """
    depths: dict[int, Measure] = {}
    seen: dict[int, Measure] = {}
    for region, text in texts.items():
        for site in parse(text, region):
            depths.setdefault(site.tooth, _blank("Probing", site.tooth))[site.surface] = site.depth  # type: ignore[literal-required]  # a surface
            if site.flags:
                seen.setdefault(site.tooth, _blank("BleedSupPlaqCalc", site.tooth))[site.surface] = site.flags  # type: ignore[literal-required]  # a surface
    return [rows[tooth] for rows in (depths, seen) for tooth in sorted(rows)]


def _blank(kind: str, tooth: int) -> Measure:
    return {
        "SequenceType": kind,
        "IntTooth": tooth,
        "ToothValue": NONE,
        "MBvalue": NONE,
        "Bvalue": NONE,
        "DBvalue": NONE,
        "MLvalue": NONE,
        "Lvalue": NONE,
        "DLvalue": NONE,
    }
