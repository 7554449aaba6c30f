"""Amounts that the API works out itself, compared with those that a world has.

May not: keep what it works out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mock_od.call import Call
from mock_od.check.finding import Check, Finding, World
from mock_od.dentistry.discounts import NO_DATE, keep_amounts, subscription
from mock_od.resources.discountplansubs import DiscountPlanSubs
from mock_od.versions import NEWEST

_CENT = 0.005


def _discounts(world: World) -> Iterator[Finding]:
    """DiscountPlanAmt of planned procedures that is not what the patient's discount plan takes off.

    Of a membership that has ended it may be: amounts are worked out anew when something changes, and no day does that.
    """
    call = Call(
        DiscountPlanSubs.create,
        records=world.records,
        now=datetime.fromisoformat(world.today),
        developer="",
        version=NEWEST,
        choices={},
    )
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


def _kept(world: World, patient: int) -> dict[int, float]:
    rows = world.records.rows("procedurelog", PatNum=patient, ProcStatus="TP")
    return {row["ProcNum"]: row["DiscountPlanAmt"] for row in rows}


CHECKS = (Check("what discount plans take off", _discounts),)
