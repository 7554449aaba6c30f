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


_SCHOOL_AGE, _TEEN, _GROWN, _SETTLED, _OLDER = 6, 12, 17, 35, 55
_BABY_MOLARS = tuple("ABIJKLST")
_BABY_FRONT = tuple("CDEFGHMNOPQR")
_SIXES = ("3", "14", "19", "30")
_MOLARS = ("2", "3", "14", "15", "18", "19", "30", "31")
_PREMOLARS = ("4", "5", "12", "13", "20", "21", "28", "29")
_FRONT = ("6", "7", "8", "9", "10", "11", "22", "23", "24", "25", "26", "27")
_WISDOM = ("1", "16", "17", "32")
_SPANS = (("2", "3", "4"), ("13", "14", "15"), ("18", "19", "20"))
_QUADRANTS = ("UR", "UL", "LR", "LL")
_BACK_SURFACES = {1: ("O", "B", "L"), 2: ("MO", "DO", "OB"), 3: ("MOD", "DOL"), 4: ("MODB", "MODL")}
_FRONT_SURFACES = {1: ("F", "L", "M", "D"), 2: ("MF", "DF", "ML"), 3: ("MFL", "DFL")}


class Mouth:
    """The teeth of one patient that nothing is charted on yet: each is handed out once."""

    def __init__(self, chance: Chance, age: int) -> None:
        kinds: dict[str, tuple[str, ...]] = {}
        if age < _TEEN:
            kinds = {"baby": _BABY_MOLARS, "baby front": _BABY_FRONT}
            if age >= _SCHOOL_AGE:
                kinds["molar"] = _SIXES
        else:
            kinds = {"molar": _MOLARS, "premolar": _PREMOLARS, "front": _FRONT}
            if age >= _GROWN:
                kinds["wisdom"] = _WISDOM
        self._free: dict[str, list[str]] = {}
        for kind, teeth in kinds.items():
            self._free[kind] = list(teeth)
            chance.shuffle(self._free[kind])
        self._charted: list[str] = []

    def take(self, kind: str) -> str:
        """Take away a tooth of this kind; "" when none is left."""
        free = self._free.get(kind)
        return free.pop() if free else ""

    def once(self, name: str) -> bool:
        """Whether a treatment of the whole mouth comes up for the first time."""
        if name in self._charted:
            return False
        self._charted.append(name)
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
    steps = []
    for _ in range(chance.choice((1, 2, 4))):
        tooth = mouth.take("wisdom")
        if tooth:
            steps.append(Step(chance.choice(("D7220", "D7230", "D7240")), tooth))
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
    tooth = mouth.take("baby front")
    return [Step("D7111", tooth)] if tooth else []


_SMALL: tuple[Finding, ...] = (_back_filling,) * 6 + (_front_filling,) * 2 + (_extraction,)
_LARGE: tuple[Finding, ...] = (
    *(_back_filling,) * 7,
    *(_front_filling,) * 2,
    *(_crown,) * 4,
    *(_root_canal,) * 3,
    *(_deep_cleaning,) * 3,
    *(_extraction,) * 2,
    *(_implant,) * 2,
    _night_guard,
    _whitening,
)
_CHILDREN: tuple[Finding, ...] = (_baby_filling,) * 3 + (_baby_crown, _baby_extraction)
_SCHOOL: tuple[Finding, ...] = (*_CHILDREN, _sealants, _sealants, _sealants)
_TEENS: tuple[Finding, ...] = (_back_filling, _back_filling, _front_filling, _sealants)


def finding(chance: Chance, mouth: Mouth, age: int, *, small: bool = False) -> list[Step]:
    """Something to treat, in the order in which it is done; nothing when the teeth have run out."""
    if age < _TEEN:
        choices = _SCHOOL if age >= _SCHOOL_AGE else _CHILDREN
    elif age < _GROWN:
        choices = _TEENS
    elif small:
        choices = _SMALL
    else:
        choices = (*_LARGE, _wisdom, _wisdom) if age < _SETTLED else _LARGE
    return chance.choice(choices)(chance, mouth)


def alternative(chance: Chance, age: int) -> tuple[str, list[Step]]:
    """Another way that the patient has put aside: a word for it, and its steps."""
    if age < _TEEN:
        kind = "Space maintainer"
    elif age < _GROWN:
        kind = "Braces"
    elif age >= _OLDER and chance.likely(40):
        kind = "Partial denture"
    else:
        kind = chance.choice(("Bridge", "Bridge", "Veneers", "Braces", "Extraction"))
    left, gap, right = chance.choice(_SPANS)
    steps = {
        "Space maintainer": [Step("D1510", surf=chance.choice(_QUADRANTS))],
        "Braces": [Step("D8080" if age < _GROWN else "D8090"), Step("D8680")],
        "Partial denture": [Step("D5213", surf="U"), Step("D5421", surf="U")],
        "Bridge": [Step("D6740", left), Step("D6245", gap), Step("D6740", right)],
        "Veneers": [Step("D2962", tooth) for tooth in ("7", "8", "9", "10")],
        "Extraction": [Step("D7140", chance.choice(_MOLARS))],
    }
    return kind, steps[kind]
