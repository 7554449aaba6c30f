"""Teeth as they are stored: 1 to 32, and A to T for baby teeth."""

from __future__ import annotations

from itertools import groupby

_BABY = {letter: 4 + at + (6 if letter > "J" else 0) for at, letter in enumerate("ABCDEFGHIJKLMNOPQRST")}
_MOLARS = {*range(1, 4), *range(14, 20), *range(30, 33)}
_BABY_MOLARS = set("ABIJKLST")
_SECOND_MOLARS = {"2", "15", "18", "31"}
_PREMOLARS = {"4", "5", "12", "13", "20", "21", "28", "29"}
_LAST_OF_UPPER_ARCH = 16
_LEAST_RUN = 3


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
