"""Amounts that the API works out itself, compared with those that a world has.

May not: keep what it works out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mock_od.call import Call, Row
from mock_od.check.finding import Check, Finding, World
from mock_od.dentistry.discounts import NO_DATE, keep_amounts, subscription
from mock_od.resources.discountplansubs import DiscountPlanSubs
from mock_od.resources.treatment_planning.saving import estimate_patient
from mock_od.versions import NEWEST

_CENT = 0.005
_UNCOMPARED = ("ClaimProcNum", "DateCP", "ProcDate", "SecUserNumEntry", "SecDateEntry", "SecDateTEdit", "CodeSent")
"""Columns of an estimate that say when it was made, and by whom."""


def _discounts(world: World) -> Iterator[Finding]:
    """DiscountPlanAmt of planned procedures that is not what the patient's discount plan takes off.

    Of a membership that has ended it may be: amounts are worked out anew when something changes, and no day does that.
    """
    call = _call(world)
    planned = "SELECT DISTINCT PatNum FROM procedurelog WHERE ProcStatus = 1 ORDER BY PatNum"
    for patient in world.query(planned):
        number = patient["PatNum"]
        member = subscription(call, number)
        if member and NO_DATE != member["DateTerm"] < world.today:
            continue
        there = _kept(world, number)
        with world.store.rehearsal():
            keep_amounts(call, number, member)
            wanted = _kept(world, number)
        for procedure, amount in there.items():
            if abs(amount - wanted[procedure]) > _CENT:
                sentence = f"DiscountPlanAmt is {amount:.2f}; as of {world.today} it is {wanted[procedure]:.2f}"
                yield Finding("procedurelog", procedure, sentence)


def _estimates(world: World) -> Iterator[Finding]:
    """Estimates of planned procedures that are not what the insurances will do, as the Active plan shows it."""
    call = _call(world)
    for patient in world.query("SELECT DISTINCT PatNum FROM patplan ORDER BY PatNum"):
        number = patient["PatNum"]
        there = _estimated(world, number)
        with world.store.rehearsal():
            estimate_patient(call, number)
            wanted = _estimated(world, number)
        for key in sorted({*there, *wanted}):
            procedure, plan = key[0], key[2]
            if key not in wanted:
                yield Finding("claimproc", there[key]["ClaimProcNum"], "there would be no such estimate")
            elif key not in there:
                yield Finding("procedurelog", procedure, f"has no estimate of insurance plan {plan}")
            else:
                yield from _differing(there[key], wanted[key], world.today)


def _estimated(world: World, patient: int) -> dict[tuple[int, int, int], Row]:
    """The estimates of a patient's planned procedures by ProcNum, InsSubNum and PlanNum."""
    planned = {
        row["ProcNum"]
        for row in world.records.rows("procedurelog", PatNum=patient)
        if row["ProcStatus"] in ("TP", "TPi")
    }
    rows = world.records.rows("claimproc", PatNum=patient)
    return {
        (row["ProcNum"], row["InsSubNum"], row["PlanNum"]): row
        for row in rows
        if row["ProcNum"] in planned and row["Status"] in ("Estimate", "CapEstimate")
    }


def _differing(there: Row, wanted: Row, today: str) -> Iterator[Finding]:
    for name, value in wanted.items():
        if name in _UNCOMPARED:
            continue
        is_amount = isinstance(value, float)
        if abs(there[name] - value) > _CENT if is_amount else there[name] != value:
            yield Finding("claimproc", there["ClaimProcNum"], f"{name} is {there[name]}; as of {today} it is {value}")


def _call(world: World) -> Call:
    return Call(
        DiscountPlanSubs.create,
        records=world.records,
        now=datetime.fromisoformat(world.today),
        developer="",
        version=NEWEST,
        choices={},
    )


def _kept(world: World, patient: int) -> dict[int, float]:
    rows = world.records.rows("procedurelog", PatNum=patient, ProcStatus="TP")
    return {row["ProcNum"]: row["DiscountPlanAmt"] for row in rows}


CHECKS = (Check("what discount plans take off", _discounts), Check("what insurances will do", _estimates))
