"""Which insurance covers a patient, in which order, and what follows when that changes.

An insurance of a patient is a row of patplan, which names the subscription (inssub) of a plan (insplan). Ordinal is 1
for the one that pays first, 2 for the next, and so on without a gap. Dental plans and medical ones have one order; what
is called Primary or Secondary is the first or the second dental one.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from mock_od.call import Call, Row
from mock_od.dentistry import verifying
from mock_od.dentistry.estimates import recompute_patient
from mock_od.dentistry.preferences import preference

_SETTLED = ("Complete", "Broken", "PtNote", "PtNoteCompleted")
"""Statuses of appointments that keep the plans which they have."""
_DENTAL = ("Primary", "Secondary")


def in_order(call: Call, patient: int) -> list[Row]:
    """The patplan rows of a patient, the one that pays first at the front.

    :param patient: PatNum.
    """
    return sorted(call.records.rows("patplan", PatNum=patient), key=lambda row: int(row["Ordinal"]))


def plan_of(call: Call, patplan: Row) -> Row | None:
    """The insplan row of a patient's insurance; None where a row is missing.

    :param patplan: the patplan row.
    """
    subscription = call.records.find("inssub", patplan["InsSubNum"])
    return call.records.find("insplan", subscription["PlanNum"]) if subscription else None


def spoken_ordinals(call: Call, patplans: list[Row]) -> list[str]:
    """What the insurances of a patient are called: Primary, Secondary, Medical; Other for any further one.

    :param patplans: the patplan rows in their order.
    """
    dental, medical = iter(_DENTAL), iter(("Medical",))
    found = []
    for row in patplans:
        plan = plan_of(call, row)
        found.append(next(medical if plan and plan["IsMedical"] else dental, "Other"))
    return found


def dental_plans(call: Call, patient: int) -> dict[str, int]:
    """What an appointment has as InsPlan1 and InsPlan2: PlanNum of the first and the second dental plan, 0 without one.

    :param patient: PatNum.
    """
    numbers = []
    for row in in_order(call, patient):
        subscription = call.records.find("inssub", row["InsSubNum"])
        plan = plan_of(call, row)
        if not (plan and plan["IsMedical"]):
            numbers.append(int(subscription["PlanNum"]) if subscription else 0)
    first, second, *_ = [*numbers, 0, 0]
    return {"InsPlan1": first, "InsPlan2": second}


def update_appointments(call: Call, patient: int) -> None:
    """Give a patient's appointments the plans that the patient has now; those that are over keep theirs.

    :param patient: PatNum.
    """
    plans = dental_plans(call, patient)
    for row in call.records.rows("appointment", PatNum=patient):
        if row["AptStatus"] not in _SETTLED:
            call.records.update("appointment", row["AptNum"], plans)


def covered_by(call: Call, subscription: int) -> list[int]:
    """PatNum of each patient whom a subscription covers.

    :param subscription: InsSubNum.
    """
    return [*dict.fromkeys(int(row["PatNum"]) for row in call.records.rows("patplan", InsSubNum=subscription))]


def covered_by_plan(call: Call, plan: int) -> list[int]:
    """PatNum of each patient whom a plan covers, through any of its subscriptions.

    :param plan: PlanNum.
    """
    subscriptions = call.records.rows("inssub", PlanNum=plan)
    return [*dict.fromkeys(patient for row in subscriptions for patient in covered_by(call, row["InsSubNum"]))]


# --- ordinals ------------------------------------------------------------------------------------------------


def set_ordinal(call: Call, number: int, wished: int) -> int:
    """Put a patient's insurance at a place among the others, which keep their order; the Ordinal that it has then.

    The others get 1, 2, 3... without that place, so that there is never a gap: of two insurances none is the ninth.

    :param number: PatPlanNum.
    :param wished: the place, from 1; a lower one is the first, a higher one the last.
    """
    rows = in_order(call, call.records.get("patplan", number)["PatNum"])
    others = [row for row in rows if row["PatPlanNum"] != number]
    place = min(max(wished, 1), len(rows))
    for ordinal, row in enumerate(others, 1):
        call.records.update("patplan", row["PatPlanNum"], {"Ordinal": ordinal + (ordinal >= place)})
    call.records.update("patplan", number, {"Ordinal": place})
    return place


# --- what follows --------------------------------------------------------------------------------------------


def follow(call: Call, patient: int, *, completed: bool = False) -> None:
    """What follows when the insurances of a patient have changed: the appointments' plans, the estimates, HasIns.

    :param patient: PatNum.
    :param completed: whether estimates of completed procedures follow too, where an insurance was dropped.
    """
    update_appointments(call, patient)
    recompute_patient(call, patient, completed=completed)
    insured = bool(call.records.rows("patplan", PatNum=patient))
    call.records.update("patient", patient, {"HasIns": "I" if insured else ""})


def begin(call: Call, number: int, wished: int) -> None:
    """What follows a new row of patplan: its place among the others, its row of insverify, and the patient's.

    A patient's first insurance gives the patient its billing type, where the office prefers that.

    :param number: PatPlanNum.
    :param wished: the Ordinal that was asked for.
    """
    patplan = call.records.get("patplan", number)
    verifying.ensure(call, verifying.ENROLLMENT, number)
    plan = plan_of(call, patplan)
    first = set_ordinal(call, number, wished) == 1
    if first and plan and plan["BillingType"] and preference(call, "PatInitBillingTypeFromPriInsPlan") == "1":
        call.records.update("patient", patplan["PatNum"], {"BillingType": plan["BillingType"]})
    follow(call, patplan["PatNum"])


def drop(call: Call, number: int) -> None:
    """Take an insurance from a patient: its benefits, estimates and verification go with it, later ones move up.

    The plan itself stays, and so does what is on claims. The user who was to verify both is not to verify the plan any
    more.

    :param number: PatPlanNum.
    """
    patplan = call.records.get("patplan", number)
    plan = plan_of(call, patplan)
    if plan:
        verifying.release_plan(call, plan["PlanNum"], number)
    call.records.delete("patplan", PatPlanNum=number)
    call.records.delete("benefit", PatPlanNum=number)
    verifying.forget(call, verifying.ENROLLMENT, number)
    for status in ("Estimate", "CapEstimate"):
        concerned = {"PatNum": patplan["PatNum"], "InsSubNum": patplan["InsSubNum"]}
        call.records.delete("claimproc", **concerned, Status=status, ClaimNum=0)
    for row in call.records.rows("patplan", PatNum=patplan["PatNum"]):
        if row["Ordinal"] > patplan["Ordinal"]:
            call.records.update("patplan", row["PatPlanNum"], {"Ordinal": row["Ordinal"] - 1})
    follow(call, patplan["PatNum"], completed=True)
