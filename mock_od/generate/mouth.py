"""Teeth and what may be found on them, as the steps that treat it.

May not: know of dates, people or money.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mock_od.generate.chance import Chance


class Step(NamedTuple):
    """A procedure code and where it is done."""

    code: str
    tooth: str = ""
    surf: str = ""
    quantity: int = 1


class Teeth(NamedTuple):
    """Teeth that are treated alike, and between which ages."""

    names: tuple[str, ...]
    since: int
    until: int = 200


_SIXES = ("3", "14", "19", "30")
_SEVENS = ("2", "15", "18", "31")
# A baby tooth is mended while it has years to go, and taken out when it is loose: front teeth first.
_KINDS = {
    "baby": (Teeth(tuple("ABIJKLST"), 3, 9),),
    "loose": (Teeth(tuple("DEFGNOPQ"), 6, 8), Teeth(tuple("CHMR"), 9, 11), Teeth(tuple("ABIJKLST"), 10, 12)),
    "molar": (Teeth(_SIXES, 6), Teeth(_SEVENS, 13)),
    "premolar": (Teeth(("4", "5", "12", "13", "20", "21", "28", "29"), 12),),
    "front": (Teeth(("6", "7", "8", "9", "10", "11", "22", "23", "24", "25", "26", "27"), 12),),
    "wisdom": (Teeth(("1", "16", "17", "32"), 17),),
}
# Ages from which other things are found.
_TODDLER, _SCHOOL, _HALF_GROWN, _TEEN, _GROWN, _ADULT, _SETTLED, _OLDER = 3, 6, 10, 12, 18, 25, 35, 55
_SPANS = (("2", "3", "4"), ("13", "14", "15"), ("18", "19", "20"))
_QUADRANTS = ("UR", "UL", "LR", "LL")
_BACK_SURFACES = {1: ("O", "B", "L"), 2: ("MO", "OD", "OB"), 3: ("MOD", "ODL"), 4: ("MODB", "MODL")}
_FRONT_SURFACES = {1: ("F", "L", "M", "D"), 2: ("MF", "DF", "ML"), 3: ("MFL", "DFL")}


class Mouth:
    """The teeth of one patient that nothing is charted on yet: each is handed out once."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self.age = 0
        """In full years, on the day of the visit: whoever charts keeps it up to date."""
        self._charted: set[str] = set()

    def take(self, kind: str) -> str:
        """Take away a tooth of this kind that a patient of this age has; "" when none is left."""
        there = (name for teeth in _KINDS[kind] if teeth.since <= self.age <= teeth.until for name in teeth.names)
        free = [name for name in there if name not in self._charted]
        tooth = self._chance.choice(free) if free else ""
        self._charted.add(tooth)
        return tooth

    def once(self, name: str) -> bool:
        """Whether a treatment, or one of this tooth, comes up for the first time."""
        if name in self._charted:
            return False
        self._charted.add(name)
        return True


Finding = Callable[[Chance, Mouth], list[Step]]


def _back_filling(chance: Chance, mouth: Mouth) -> list[Step]:
    tooth = mouth.take(chance.choice(("molar", "molar", "premolar")))
    count = chance.choice((1, 1, 2, 2, 2, 3, 4))
    code = f"D239{count}" if chance.likely(85) else ("D2140", "D2150", "D2160", "D2161")[count - 1]
    return [Step(code, tooth, chance.choice(_BACK_SURFACES[count]))] if tooth else []


def _front_filling(chance: Chance, mouth: Mouth) -> list[Step]:
    tooth = mouth.take("front")
    count = chance.choice((1, 2, 2, 3))
    return [Step(f"D233{count - 1}", tooth, chance.choice(_FRONT_SURFACES[count]))] if tooth else []


def _crown(chance: Chance, mouth: Mouth) -> list[Step]:
    tooth = mouth.take("molar")
    crown = chance.choice(("D2740", "D2740", "D2750", "D2752"))
    return [Step("D2950", tooth), Step(crown, tooth)] if tooth else []


def _root_canal(chance: Chance, mouth: Mouth) -> list[Step]:
    kind, code = chance.choice((("molar", "D3330"), ("premolar", "D3320"), ("front", "D3310")))
    tooth = mouth.take(kind)
    core = "D2954" if kind == "front" else "D2950"
    return [Step(code, tooth), Step(core, tooth), Step("D2740", tooth)] if tooth else []


def _deep_cleaning(_: Chance, mouth: Mouth) -> list[Step]:
    return [Step("D4341", surf=quadrant) for quadrant in _QUADRANTS] if mouth.once("perio") else []


def _extraction(chance: Chance, mouth: Mouth) -> list[Step]:
    tooth = mouth.take("premolar")
    return [Step(chance.choice(("D7140", "D7210")), tooth)] if tooth else []


def _implant(_: Chance, mouth: Mouth) -> list[Step]:
    tooth = mouth.take("molar")
    return [Step(code, tooth) for code in ("D7210", "D7953", "D6010", "D6057", "D6058")] if tooth else []


def _wisdom(chance: Chance, mouth: Mouth) -> list[Step]:
    teeth = filter(None, [mouth.take("wisdom") for _ in range(chance.choice((1, 2, 4)))])
    steps = [Step(chance.choice(("D7220", "D7230", "D7240")), tooth) for tooth in teeth]
    return [*steps, Step("D9243", quantity=len(steps) + 1)] if steps else []


def _night_guard(_: Chance, mouth: Mouth) -> list[Step]:
    return [Step("D9944", surf="U")] if mouth.once("guard") else []


def _whitening(_: Chance, mouth: Mouth) -> list[Step]:
    return [Step("D9972", surf=arch) for arch in "UL"] if mouth.once("whitening") else []


def _sealants(chance: Chance, mouth: Mouth) -> list[Step]:
    teeth = [mouth.take("molar") for _ in range(chance.choice((2, 4)))]
    return [Step("D1351", tooth) for tooth in teeth if tooth]


def _baby_filling(chance: Chance, mouth: Mouth) -> list[Step]:
    tooth = mouth.take("baby")
    return [Step(chance.choice(("D2391", "D2140")), tooth, chance.choice(("O", "B")))] if tooth else []


def _baby_crown(_: Chance, mouth: Mouth) -> list[Step]:
    tooth = mouth.take("baby")
    return [Step("D3220", tooth), Step("D2930", tooth)] if tooth else []


def _baby_extraction(_: Chance, mouth: Mouth) -> list[Step]:
    tooth = mouth.take("loose")
    return [Step("D7111", tooth)] if tooth else []


_SMALL: tuple[Finding, ...] = (_back_filling,) * 6 + (_front_filling,) * 2 + (_extraction,)
_YOUNG: tuple[Finding, ...] = (*_SMALL, _crown, _root_canal, _night_guard, _whitening, _wisdom, _wisdom, _wisdom)
_OLD: tuple[Finding, ...] = (
    *(_back_filling,) * 7,
    *(_front_filling,) * 2,
    *(_crown,) * 4,
    *(_root_canal,) * 3,
    *(_deep_cleaning,) * 3,
    *(_extraction,) * 2,
    *(_implant,) * 2,
    _night_guard,
)
_LARGE: tuple[Finding, ...] = (*_OLD, _whitening)
# What is found from an age on, the oldest first: small things, and anything.
_FOUND: tuple[tuple[int, tuple[Finding, ...], tuple[Finding, ...]], ...] = (
    (_OLDER, _SMALL, _OLD),
    (_SETTLED, _SMALL, _LARGE),
    (_ADULT, _SMALL, (*_LARGE, _wisdom, _wisdom)),
    (_GROWN, _SMALL, _YOUNG),
    (_TEEN, *((_back_filling, _back_filling, _front_filling, _sealants),) * 2),
    (_HALF_GROWN, *((_back_filling, _sealants, _sealants, _baby_extraction, _baby_extraction),) * 2),
    (_SCHOOL, *(((_baby_filling,) * 3 + (_baby_crown, _baby_extraction) + (_sealants,) * 3),) * 2),
    (_TODDLER, *((_baby_filling, _baby_filling, _baby_filling, _baby_crown),) * 2),
)


def finding(chance: Chance, mouth: Mouth, *, small: bool = False) -> list[Step]:
    """Something to treat, in the order in which it is done; nothing when the teeth have run out, or are too new."""
    for since, little, anything in _FOUND:
        if mouth.age >= since:
            return chance.choice(little if small else anything)(chance, mouth)
    return []


def alternative(chance: Chance, mouth: Mouth) -> tuple[str, list[Step]]:
    """Another way that the patient has put aside: a word for it, and its steps; none for the youngest."""
    if mouth.age < _TODDLER:
        return "", []
    if mouth.age < _HALF_GROWN:
        kind = "Space maintainer"
    elif mouth.age < _ADULT:
        kind = "Braces"
    elif mouth.age >= _OLDER:
        kind = chance.choice(("Bridge", "Bridge", "Partial denture", "Partial denture", "Extraction"))
    else:
        kind = chance.choice(("Bridge", "Bridge", "Veneers", "Braces", "Extraction"))
    steps = {
        "Space maintainer": [Step("D1510", surf=chance.choice(_QUADRANTS))],
        "Braces": [Step("D8080" if mouth.age < _GROWN else "D8090"), Step("D8680")],
        "Partial denture": [Step("D5213", surf="U"), Step("D5421", surf="U")],
        "Veneers": [Step("D2962", tooth) for tooth in ("7", "8", "9", "10") if mouth.once(tooth)],
    }
    if kind == "Extraction":
        tooth = mouth.take("molar")
        steps[kind] = [Step("D7140", tooth)] if tooth else []
    elif kind == "Bridge":
        span = chance.choice(_SPANS)
        bridge = [Step(code, tooth) for code, tooth in zip(("D6740", "D6245", "D6740"), span, strict=True)]
        steps[kind] = bridge if all(mouth.once(tooth) for tooth in span) else []
    return kind, steps[kind]
