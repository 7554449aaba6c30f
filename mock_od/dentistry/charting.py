"""Where in the mouth a procedure is, and what a new one has that nobody says.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Mapping

from mock_od.call import Call, Refusal, Row
from mock_od.dentistry.preferences import preference, preferred_key
from mock_od.dentistry.teeth import ARCHES, QUADRANTS, SEXTANTS, is_tooth, stored_range, stored_surfaces

PLACES = ("ToothNum", "Surf", "ToothRange")
"""The columns that say where a procedure is."""

_DIAGNOSES = ("DiagnosticCode", "DiagnosticCode2", "DiagnosticCode3", "DiagnosticCode4")
_SAID_OF = {
    "Surf": ("ToothNum", "Surf"),
    "Tooth": ("ToothNum",),
    "Quad": ("Surf",),
    "Sextant": ("Surf",),
    "Arch": ("Surf",),
    "ToothRange": ("ToothRange",),
}
"""What is said of each treatment area; of the mouth, nothing."""
_AREAS = {"Quad": QUADRANTS, "Sextant": SEXTANTS, "Arch": ARCHES}


def said_of(code: Row) -> tuple[str, ...]:
    """The columns that say where a procedure with this code is: its treatment area has them.

    :param code: the procedurecode row.
    """
    area = code["TreatArea"]
    also = ("ToothRange",) if area in ("Quad", "Arch") and code["AreaAlsoToothRange"] else ()
    return (*_SAID_OF.get(area, ()), *also)


def stored_place(code: Row, given: Mapping[str, str]) -> Row:
    """Where a procedure is, as it is stored.

    :param code: the procedurecode row, whose treatment area says what may be in ``given``.
    :param given: ToothNum, Surf and ToothRange, as far as they are said.
    :raises Refusal: 400 for no tooth, no surface of that tooth, no such quadrant, sextant or arch.
    """
    stored: Row = {}
    if tooth := given.get("ToothNum"):
        if not is_tooth(tooth):
            raise Refusal(
                "ToothNum is invalid.", hint=f"ToothNum is 1 to 32, A to T, 51 to 82 or AS to TS: {tooth[:9]}"
            )
        stored["ToothNum"] = tooth
    if surf := given.get("Surf"):
        stored["Surf"] = _surf(code, surf, tooth or "")
    if teeth := given.get("ToothRange"):
        try:
            stored["ToothRange"] = stored_range(teeth)
        except ValueError as slip:
            raise Refusal(str(slip), hint="ToothRange is teeth such as 2,3,13-15") from slip
    return stored


def _surf(code: Row, surf: str, tooth: str) -> str:
    area = code["TreatArea"]
    if area in _AREAS:
        if surf not in _AREAS[area]:
            hint = f"{code['ProcCode']} is done on {area}: Surf is one of {', '.join(_AREAS[area])}"
            raise Refusal("Surf is invalid.", hint=hint)
        return surf
    stored = stored_surfaces(surf, tooth)
    if {*stored} != {*surf.upper()}:
        hint = f"tooth {tooth} has {stored_surfaces('MOIDBFVL', tooth)}; {surf[:9]} has others"
        raise Refusal("Surf is invalid.", hint=hint)
    return stored


def of_the_code(call: Call, code: Row) -> Row:
    """What a new procedure takes from its code: base units, medical code, revenue code, diagnoses.

    :param code: the procedurecode row.
    """
    codes = [text for text in code["DiagnosticCodes"].replace(" ", "").split(",") if text]
    diagnoses = codes or [preference(call, "ICD9DefaultForNewProcs")]
    version = preferred_key(call, "DxIcdVersion")
    return {
        "BaseUnits": code["BaseUnits"],
        "MedicalCode": code["MedicalCode"],
        "RevCode": code["RevenueCodeDefault"],
        **dict(zip(_DIAGNOSES, diagnoses, strict=False)),
        **({"IcdVersion": version} if version else {}),
    }


def first_definition(call: Call, category: int) -> int:
    """DefNum of the first visible definition of a category, as the office sorts them; 0 where there is none."""
    shown = [row for row in call.records.rows("definition", Category=category) if not row["isHidden"]]
    return int(min(shown, key=lambda row: int(row["ItemOrder"]))["DefNum"]) if shown else 0
