"""Teeth as they are stored: 1 to 32, and A to T for baby teeth; 51 to 82 and AS to TS for supernumerary ones.

Model: the desktop program's data layer, 24.3.45. Its letters for surfaces: Mesial, Occlusal, Incisal, Distal, Buccal,
Facial, V for the surfaces of class V, Lingual.
"""

from __future__ import annotations

import re
from itertools import groupby

QUADRANTS = ("UR", "UL", "LR", "LL")
SEXTANTS = ("1", "2", "3", "4", "5", "6")
ARCHES = ("U", "L")

_TOOTH = re.compile(r"[1-9]|[12][0-9]|3[0-2]|5[1-9]|[67][0-9]|8[0-2]|[A-T]S?", re.ASCII)
_BABY = {letter: 4 + at + (6 if letter > "J" else 0) for at, letter in enumerate("ABCDEFGHIJKLMNOPQRST")}
_MOLARS = {*range(1, 4), *range(14, 20), *range(30, 33)}
_BABY_MOLARS = set("ABIJKLST")
_SECOND_MOLARS = {"2", "15", "18", "31"}
_PREMOLARS = {"4", "5", "12", "13", "20", "21", "28", "29"}
_SURFACES = "MOIDBFVL"
_OF_POSTERIOR, _OF_ANTERIOR = "OB", "IF"
_PERMANENT = 32
_SUPERNUMERARY = 50
_LAST_OF_UPPER_ARCH = 16
_LEAST_RUN = 3


def is_tooth(tooth: str) -> bool:
    """Whether a text is a tooth as it is stored: capitals, and no zero before it."""
    return bool(_TOOTH.fullmatch(tooth))


def place(tooth: str) -> int:
    """Where a tooth stands, from 1; a baby tooth is in the place of the tooth that follows it; -1 without a tooth."""
    return int(tooth) if tooth.isdecimal() else _BABY.get(tooth, -1)


def is_molar(tooth: str) -> bool:
    """Whether it is a molar, of a child too."""
    return tooth in _BABY_MOLARS or (tooth.isdecimal() and int(tooth) in _MOLARS)


def is_second_molar(tooth: str) -> bool:
    """Whether it is a second molar of an adult."""
    return tooth in _SECOND_MOLARS


def is_posterior(tooth: str) -> bool:
    """Whether it is a molar or a premolar."""
    return is_molar(tooth) or tooth in _PREMOLARS


def stored_surfaces(entry: str, tooth: str = "") -> str:
    """The surfaces that somebody has entered, as they are stored: each once, in the order of the chart.

    >>> stored_surfaces("dom", "3"), stored_surfaces("dom", "8"), stored_surfaces("lif", "8")
    ('MOD', 'MD', 'IFL')

    O and B are surfaces of posterior teeth, I and F of anterior ones; what is none goes.

    :param tooth: the tooth; empty for surfaces of any.
    """
    letters = set(entry.upper())
    if tooth:
        sound = _tooth_below(tooth)
        letters -= set(_OF_ANTERIOR if is_posterior(sound) else _OF_POSTERIOR)
    return "".join(letter for letter in _SURFACES if letter in letters)


def _tooth_below(tooth: str) -> str:
    """The tooth that a supernumerary one stands beside; any other tooth itself."""
    if tooth.isdecimal():
        return str(int(tooth) - _SUPERNUMERARY) if int(tooth) > _PERMANENT else tooth
    return tooth[:1]


def stored_range(entry: str) -> str:
    """Teeth that somebody has entered with commas and hyphens, as they are stored: each by itself, in their order.

    >>> stored_range("31,30, 18-21")
    '18,19,20,21,30,31'

    The end of a range is a permanent tooth: the data layer takes a baby tooth there for the place in which it stands,
    so that A-C is impossible.

    :raises ValueError: for what is no tooth, or a range that ends before it begins; what the desktop program says.
    """
    found: list[str] = []
    for part in entry.replace(" ", "").upper().split(","):
        first, hyphen, last = part.partition("-")
        for tooth in (first, last) if hyphen else (first,):
            if not is_tooth(tooth):
                raise ValueError(f"{tooth} is not a valid tooth number.")
        if hyphen and not _turn(first)[0] and place(first) <= place(last) <= _PERMANENT:
            found += map(str, range(place(first), place(last) + 1))
        elif hyphen:
            raise ValueError("Range specified is impossible.")
        else:
            found.append(first)
    return ",".join(sorted(found, key=_turn))


def _turn(tooth: str) -> tuple[int, int, str]:
    """Permanent teeth come first, then baby teeth, then supernumerary ones."""
    if tooth.isdecimal():
        return (0 if int(tooth) <= _PERMANENT else 2), int(tooth), ""
    return (1 if len(tooth) == 1 else 3), 0, tooth


def shown_range(teeth: str) -> str:
    """Teeth with commas between, three or more that stand in a row within an arch as ``3-5``."""
    named = [tooth.strip() for tooth in teeth.split(",") if tooth.strip()]
    if len(named) < _LEAST_RUN:
        return ",".join(named)
    named.sort(key=lambda tooth: (not tooth.isdecimal(), place(tooth), tooth))
    runs = groupby(enumerate(named), lambda found: _run(*found))
    return ",".join(_spoken([tooth for _, tooth in run]) for _, run in runs)


def _run(at: int, tooth: str) -> tuple[bool, bool, int]:
    """What teeth in a row have in common: the kind, the arch, and how far their places are from their turns."""
    if tooth.isdecimal():
        return True, int(tooth) > _LAST_OF_UPPER_ARCH, int(tooth) - at
    return False, tooth > "J", ord(tooth[0]) - at


def _spoken(run: list[str]) -> str:
    return f"{run[0]}-{run[-1]}" if len(run) >= _LEAST_RUN else ",".join(run)
