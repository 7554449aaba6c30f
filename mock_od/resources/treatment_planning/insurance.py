"""What a patient's insurances are expected to do for a planned procedure, as its claimprocs have it."""

from __future__ import annotations

from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.fees import BLANK, fee_in, providers_schedule
from mock_od.dentistry.preferences import preferred_key
from mock_od.dentistry.teeth import is_molar, is_posterior, is_second_molar

UNKNOWN = -1.0
"""In an estimate or an override: not calculated, not set."""
NOT_BILLED = -1.0
"""FeeAllowed of what is not billed to the insurance."""
ESTIMATED = ("Estimate", "CapEstimate")
_FREQUENCY_LIMITATION = "Frequency Limitation"
_PPO, _FLAT_COPAY = "p", "f"
_SUBSTITUTES_FOR = {"Molar": is_molar, "SecondMolar": is_second_molar, "Posterior": is_posterior}
"""Which teeth a code is substituted for, where it is not for all or for none."""


class Expected(NamedTuple):
    """What is expected of a patient's insurances for a procedure.

    :param primary: what the first one pays.
    :param secondary: what the second one pays.
    :param allowed: the fee that the first one allows; -1 when it is not billed.
    :param notes: what is to be read of the estimates, each a line.
    """

    primary: float
    secondary: float
    allowed: float
    notes: list[str]


def insurances(call: Call, patient: int) -> list[Row]:
    """The inssub rows of the patient's insurances, the primary one first; an empty one where it is gone."""
    plans = sorted(call.records.rows("patplan", PatNum=patient), key=lambda plan: int(plan["Ordinal"]))
    return [call.records.find("inssub", plan["InsSubNum"]) or {} for plan in plans]


def estimates(call: Call, procedure: Row) -> list[Row]:
    """The claimprocs of a procedure that are estimates, whichever insurance's."""
    rows = call.records.rows("claimproc", ProcNum=procedure["ProcNum"])
    return [row for row in rows if row["Status"] in ESTIMATED]


def written_off(rows: list[Row]) -> float:
    """What all these estimates write off."""
    billed = (row for row in rows if not row["NoBillIns"])
    return sum(_first_set(row["WriteOffEstOverride"], row["WriteOffEst"]) for row in billed)


def expect(call: Call, procedure: Row, code: Row | None, quantity: int, insured: list[Row]) -> Expected:
    """What to expect of a patient's insurances.

    :param insured: what :func:`insurances` gave, at least one.
    """
    rows = estimates(call, procedure)
    first = _of(rows, insured[0])
    second = _of(rows, insured[1]) if len(insured) > 1 else None
    lines = [", ".join(row["EstimateNote"] for row in rows if row["EstimateNote"])]
    for row, name in ((first, "Pri"), (second, "Sec")):
        deductible = _first_set(row["DedEstOverride"], row["DedEst"]) if row else 0.0
        lines.append(f"{name} Deduct Applied: ${deductible:.2f}" if deductible > 0 else "")
    if first["NoBillIns"] if first else code and code["NoBillIns"]:
        allowed = NOT_BILLED
    elif first and first["AllowedOverride"] != UNKNOWN:
        allowed = float(first["AllowedOverride"])
    else:
        allowed = _allowed(call, procedure, code, insured[0]) * quantity
    return Expected(_pays(first), _pays(second), allowed, [line for line in lines if line])


def _of(rows: list[Row], insurance: Row) -> Row | None:
    wanted = (insurance.get("InsSubNum"), insurance.get("PlanNum"))
    return next((row for row in rows if (row["InsSubNum"], row["PlanNum"]) == wanted), None)


def _pays(row: Row | None) -> float:
    if row is None or row["NoBillIns"]:
        return 0.0
    if _FREQUENCY_LIMITATION in row["EstimateNote"]:
        return _first_set(row["InsEstTotalOverride"])
    return _first_set(row["InsEstTotalOverride"], row["InsEstTotal"])


def _first_set(*amounts: float) -> float:
    return next((float(amount) for amount in amounts if amount != UNKNOWN), 0.0)


def _allowed(call: Call, procedure: Row, code: Row | None, insurance: Row) -> float:
    """What the insurance allows for one unit, never more than the fee; 0.0 where that is not known."""
    plan = call.records.find("insplan", insurance.get("PlanNum", 0))
    fee = _carriers_fee(call, procedure, code, plan) if plan else None
    return 0.0 if fee is None or fee == BLANK else float(min(fee, procedure["ProcFee"]))


def _carriers_fee(call: Call, procedure: Row, code: Row | None, plan: Row) -> float | None:
    """The carrier's fee for one unit: that of the code which the insurance pays instead, where it does."""
    instead = _substitute(call, procedure, code, plan)
    if plan["PlanType"] in (_PPO, _FLAT_COPAY):
        own = fee_in(call, plan["FeeSched"], procedure)
        other = fee_in(call, plan["FeeSched"], procedure, code=instead)
        if other is None or other == BLANK:
            return own
        return other if own is None or own == BLANK else min(own, other)
    schedule = call.records.find("feesched", plan["AllowedFeeSched"])
    if schedule and not schedule["IsHidden"]:
        return fee_in(call, plan["AllowedFeeSched"], procedure, code=instead)
    if instead == procedure["CodeNum"]:
        return None
    practice = preferred_key(call, "PracticeDefaultProv")
    provider = providers_schedule(call, procedure["ProvNum"]) or providers_schedule(call, practice)
    return fee_in(call, plan["FeeSched"] or provider, procedure, code=instead)


def _substitute(call: Call, procedure: Row, code: Row | None, plan: Row) -> int:
    """CodeNum of the code that the insurance pays instead; the procedure's own where it pays that."""
    own = int(procedure["CodeNum"])
    if code is None or plan["CodeSubstNone"] or not code["SubstitutionCode"]:
        return own
    concerns = _SUBSTITUTES_FOR.get(code["SubstOnlyIf"])
    if not concerns(procedure["ToothNum"]) if concerns else code["SubstOnlyIf"] == "Never":
        return own
    others = call.records.rows("procedurecode", ProcCode=code["SubstitutionCode"])
    return int(others[0]["CodeNum"]) if others else own
