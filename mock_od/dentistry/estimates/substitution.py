"""The code that an insurance pays instead of another one, as for white fillings in molars.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from mock_od.call import Call, Row
from mock_od.dentistry.teeth import is_molar, is_posterior, is_second_molar

_NEVER, _ALWAYS = "Never", "Always"
_CONCERNS = {"SecondMolar": is_second_molar, "Molar": is_molar, "Posterior": is_posterior}
"""Which teeth a code is substituted for, where it is not for all or for none; what comes first counts."""


def substitute(call: Call, plan: Row, code: Row, tooth: str) -> int:
    """CodeNum of the code that a plan pays instead; the code's own where it pays that.

    The plan's links of the code come first: one that says Never, then the one for the fewest teeth that has this one.
    The code's own substitute counts where the plan has no link of it.

    :param plan: the insplan row.
    :param code: the procedurecode row.
    :param tooth: ToothNum of the procedure.
    """
    own = int(code["CodeNum"])
    if plan["CodeSubstNone"]:
        return own
    links = call.records.rows("substitutionlink", PlanNum=plan["PlanNum"], CodeNum=own)
    if any(link["SubstOnlyIf"] == _NEVER for link in links):
        return own
    for condition in (*_CONCERNS, _ALWAYS):
        concerns = _CONCERNS.get(condition)
        if concerns and not concerns(tooth):
            continue
        for link in links:
            other = _code_of(call, link["SubstitutionCode"]) if link["SubstOnlyIf"] == condition else 0
            if other:
                return other
    return own if links else _by_the_code(call, code, tooth)


def _by_the_code(call: Call, code: Row, tooth: str) -> int:
    """What the code says of itself."""
    own, condition = int(code["CodeNum"]), code["SubstOnlyIf"]
    concerns = _CONCERNS.get(condition)
    if condition == _NEVER or (concerns and not concerns(tooth)):
        return own
    return _code_of(call, code["SubstitutionCode"]) or own


def _code_of(call: Call, text: str) -> int:
    """CodeNum of a code; 0 where there is none."""
    found = call.records.rows("procedurecode", ProcCode=text) if text else []
    return int(found[0]["CodeNum"]) if found else 0
