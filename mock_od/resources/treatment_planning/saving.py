"""The copies that a Saved treatment plan keeps of its procedures, with the amounts as they stand on that day.

The model is the desktop program. An amount is what insurance, or the discount plan, takes over; what is left is the
patient's: ``PatAmt = max(0, FeeAmt - PriInsAmt - SecInsAmt - Discount + TaxAmt)``.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.resources.common import PLANNED, subscription
from mock_od.resources.treatment_planning.discounts import Membership
from mock_od.resources.treatment_planning.fees import fee_in
from mock_od.resources.treatment_planning.keys import preferred_key

UNKNOWN = -1.0
"""In an estimate or an override: not calculated, not set."""


class Estimate(NamedTuple):
    """What one insurance is expected to do for a procedure."""

    pays: float
    writes_off: float
    allows: float


def copy_procedures(call: Call, source: Row, saved: int) -> None:
    """Copy the planned procedures of ``source`` onto the Saved plan with that key, in the order of their attaches."""
    member = subscription(call, source["PatNum"])
    membership = Membership(call, member) if member else None
    attaches = call.records.rows("treatplanattach", TreatPlanNum=source["TreatPlanNum"])
    found = ((attach, call.records.find("procedurelog", attach["ProcNum"])) for attach in attaches)
    # What is planned no longer leaves a plan in the desktop program, when it shows it next.
    planned = [(attach, procedure) for attach, procedure in found if procedure and procedure["ProcStatus"] in PLANNED]
    for at, (attach, procedure) in enumerate(planned):
        copy = _copy(call, procedure, attach, membership)
        call.records.insert("proctp", {**copy, "TreatPlanNum": saved, "ItemOrder": at})


def _copy(call: Call, procedure: Row, attach: Row, membership: Membership | None) -> Row:
    code = call.records.find("procedurecode", procedure["CodeNum"])
    quantity = max(1, procedure["UnitQty"] + procedure["BaseUnits"])
    fee = procedure["ProcFee"] * quantity
    primary, secondary = _estimates(call, procedure)
    taken_over = (
        membership.discount(procedure, code["ProcCode"] if code else "", quantity) if membership else primary.pays
    )
    discount = primary.writes_off + secondary.writes_off + procedure["Discount"]
    left = fee - taken_over - secondary.pays - discount + procedure["TaxAmt"]
    return {
        "PatNum": procedure["PatNum"],
        "ProcNumOrig": procedure["ProcNum"],
        "Priority": attach["Priority"],
        "ToothNumTP": procedure["ToothNum"],
        "Surf": procedure["Surf"],
        "ProcCode": code["ProcCode"] if code else "",
        "Descript": (code["LaymanTerm"] or code["Descript"]) if code else "",
        "FeeAmt": _cents(fee),
        "PriInsAmt": _cents(taken_over),
        "SecInsAmt": _cents(secondary.pays),
        "PatAmt": _cents(max(0.0, left)),
        "Discount": _cents(discount),
        "Prognosis": _definition(call, procedure["Prognosis"], "ItemName"),
        "Dx": _definition(call, procedure["Dx"], "ItemValue"),
        "ProcAbbr": code["AbbrDesc"] if code else "",
        "FeeAllowed": primary.allows,
        "TaxAmt": procedure["TaxAmt"],
        "ProvNum": procedure["ProvNum"],
        "DateTP": procedure["DateTP"],
        "ClinicNum": procedure["ClinicNum"],
        "CatPercUCR": _cents(_usual_fee(call, procedure) * quantity),
    }


def _cents(amount: float) -> float:
    return round(amount, 2)


def _definition(call: Call, number: int, column: str) -> str:
    row = call.records.find("definition", number) if number else None
    return str(row[column]) if row else ""


def _usual_fee(call: Call, procedure: Row) -> float:
    """The fee without insurance: from the schedule of the provider, or else of the practice's own provider."""
    for number in (procedure["ProvNum"], preferred_key(call, "PracticeDefaultProv")):
        provider = call.records.find("provider", number)
        if provider:
            place = {"clinic": procedure["ClinicNum"], "provider": provider["ProvNum"]}
            fee = fee_in(call, provider["FeeSched"], procedure["CodeNum"], **place)
            if fee is not None:
                return fee
    return float(procedure["ProcFee"])


def _estimates(call: Call, procedure: Row) -> tuple[Estimate, Estimate]:
    """The primary and the secondary insurance's estimates for a procedure."""
    found = []
    claimprocs = call.records.rows("claimproc", ProcNum=procedure["ProcNum"])
    plans = sorted(call.records.rows("patplan", PatNum=procedure["PatNum"]), key=lambda plan: plan["Ordinal"])
    for plan in plans[:2]:
        mine = [row for row in claimprocs if row["InsSubNum"] == plan["InsSubNum"] and row["Status"] == "Estimate"]
        found.append(_estimate(call, procedure, mine[0]) if mine else Estimate(0.0, 0.0, UNKNOWN))
    found += [Estimate(0.0, 0.0, UNKNOWN)] * (2 - len(found))
    return found[0], found[1]


def _estimate(call: Call, procedure: Row, claimproc: Row) -> Estimate:
    if claimproc["NoBillIns"]:
        return Estimate(0.0, 0.0, UNKNOWN)
    pays = _first_set(claimproc["InsEstTotalOverride"], claimproc["InsEstTotal"])
    writes_off = _first_set(claimproc["WriteOffEstOverride"], claimproc["WriteOffEst"])
    return Estimate(max(0.0, pays), max(0.0, writes_off), _allowed(call, procedure, claimproc))


def _first_set(*amounts: float) -> float:
    return next((amount for amount in amounts if amount != UNKNOWN), 0.0)


def _allowed(call: Call, procedure: Row, claimproc: Row) -> float:
    """What the insurance allows: its override, else the fee of a PPO or of a schedule of allowed fees, else unknown."""
    if claimproc["AllowedOverride"] != UNKNOWN:
        return float(claimproc["AllowedOverride"])
    subscriber = call.records.find("inssub", claimproc["InsSubNum"])
    plan = call.records.find("insplan", subscriber["PlanNum"]) if subscriber else None
    schedule = plan["FeeSched" if plan["PlanType"] == "p" else "AllowedFeeSched"] if plan else 0
    place = {"clinic": procedure["ClinicNum"], "provider": procedure["ProvNum"]}
    fee = fee_in(call, schedule, procedure["CodeNum"], **place) if schedule else None
    return UNKNOWN if fee is None else fee
