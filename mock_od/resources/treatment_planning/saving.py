"""The copies that a Saved treatment plan keeps of its procedures, with the amounts as they stand on that day.

The model is the desktop program. An amount is what insurance, or the discount plan, takes over; what is left is the
patient's: ``PatAmt = max(0, FeeAmt - PriInsAmt - SecInsAmt - Discount + TaxAmt)``.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry import estimates
from mock_od.dentistry.discounts import Discount, Membership, as_of, subscription
from mock_od.dentistry.estimates.case import Case
from mock_od.dentistry.fees import usual_fee
from mock_od.dentistry.preferences import preference
from mock_od.dentistry.teeth import place, shown_range
from mock_od.resources.common import ACTIVE, PLANNED
from mock_od.resources.treatment_planning.insurance import Expected, estimate, expect, insurances, written_off

_LONGEST_TEXT = 255
_LINE_BREAK = "\r\n"
Planned = tuple[Row, Row]
"""A treatplanattach and its procedure."""


class Payers(NamedTuple):
    """Who takes over a part of what a patient's procedures cost.

    :param membership: the discount plan; None without a subscription.
    :param case: the patient, as the insurances see it.
    :param insured: the inssub rows of the patient's insurances, the primary one first.
    :param estimates: what those will do, the claimprocs by ProcNum.
    """

    membership: Membership | None
    case: Case
    insured: list[Row]
    estimates: dict[int, list[Row]]


def copy_procedures(call: Call, source: Row, saved: int) -> None:
    """Copy the planned procedures of ``source`` onto the Saved plan with that key.

    They are in the order of their priorities, and use up in that order what a discount plan or the insurances pay.
    """
    member = subscription(call, source["PatNum"])
    planned = _planned(call, source)
    expected = estimate(call, source, [procedure for _, procedure in planned])
    membership = Membership(call, member) if member else None
    insured = insurances(call, source["PatNum"])
    payers = Payers(membership, Case(call, source["PatNum"]), insured, expected)
    for at, (attach, procedure) in enumerate(planned):
        copy = _copy(call, procedure, attach, payers)
        call.records.insert("proctp", {**copy, "TreatPlanNum": saved, "ItemOrder": at})


def estimate_patient(call: Call, patient: int) -> None:
    """Work out the estimates of all that is planned for a patient, as they are once the Active plan was shown.

    What is on that plan knows of deductibles and maxima; the rest does not.

    :param patient: PatNum.
    """
    shown: set[int] = set()
    for plan in call.records.rows("treatplan", PatNum=patient, TPStatus=ACTIVE):
        procedures = [procedure for _, procedure in _planned(call, plan)]
        estimate(call, plan, procedures)
        shown |= {procedure["ProcNum"] for procedure in procedures}
    rows = call.records.rows("procedurelog", PatNum=patient)
    estimates.compute(call, [row for row in rows if row["ProcStatus"] in PLANNED and row["ProcNum"] not in shown])


def _planned(call: Call, source: Row) -> list[Planned]:
    """What is on a plan, in the plan's order."""
    attaches = call.records.rows("treatplanattach", TreatPlanNum=source["TreatPlanNum"])
    found = ((attach, call.records.find("procedurelog", attach["ProcNum"])) for attach in attaches)
    # What is planned no longer leaves a plan in the desktop program, when it shows it next.
    planned = [(attach, procedure) for attach, procedure in found if procedure and procedure["ProcStatus"] in PLANNED]
    return _in_order(call, planned)


def _in_order(call: Call, planned: list[Planned]) -> list[Planned]:
    by_tooth = preference(call, "TreatPlanSortByTooth") == "1"

    def turn(one: Planned) -> tuple[bool, int, int, str, int]:
        attach, procedure = one
        priority = call.records.find("definition", attach["Priority"]) if attach["Priority"] else None
        tooth = place(procedure["ToothNum"]) if by_tooth else 0
        order = priority["ItemOrder"] if priority else 0
        return priority is None, order, tooth, procedure["ProcDate"], procedure["ProcNum"]

    return _labs_behind_their_parents(sorted(planned, key=turn))


def _labs_behind_their_parents(planned: list[Planned]) -> list[Planned]:
    """The fee of a Canadian laboratory stands right behind the procedure that it belongs to, if that is there."""
    heads = {procedure["ProcNum"] for _, procedure in planned if not procedure["ProcNumLab"]}
    labs: dict[int, list[Planned]] = {}
    others: list[Planned] = []
    for one in planned:
        parent = one[1]["ProcNumLab"]
        (labs.setdefault(parent, []) if parent in heads else others).append(one)
    return [one for other in others for one in (other, *labs.get(other[1]["ProcNum"], ()))]


def _copy(call: Call, procedure: Row, attach: Row, payers: Payers) -> Row:
    code = call.records.find("procedurecode", procedure["CodeNum"])
    quantity = max(1, procedure["UnitQty"] + procedure["BaseUnits"])
    fee = procedure["ProcFee"] * quantity
    discounted, expected = Discount(), None
    rows = payers.estimates.get(procedure["ProcNum"], [])
    if payers.insured:
        expected = expect(payers.case, procedure, rows, payers.insured)
    elif payers.membership:
        name = code["ProcCode"] if code else ""
        discounted = payers.membership.discount(procedure, name, quantity, as_of(call, procedure))
    primary = expected.primary if expected else discounted.amount
    secondary = expected.secondary if expected else 0.0
    discount = written_off(rows) + procedure["Discount"]
    left = fee - primary - secondary - discount + procedure["TaxAmt"]
    return {
        "PatNum": procedure["PatNum"],
        "ProcNumOrig": procedure["ProcNum"],
        "Priority": attach["Priority"],
        "ToothNumTP": procedure["ToothNum"],
        "Surf": procedure["Surf"],
        "ProcCode": code["ProcCode"] if code else "",
        "Descript": _description(procedure, code, expected, discounted),
        "FeeAmt": _cents(fee),
        "PriInsAmt": _cents(primary),
        "SecInsAmt": _cents(secondary),
        "PatAmt": _cents(max(0.0, left)),
        "Discount": _cents(discount),
        "Prognosis": _definition(call, procedure["Prognosis"], "ItemName"),
        "Dx": _definition(call, procedure["Dx"], "ItemValue"),
        "ProcAbbr": code["AbbrDesc"] if code else "",
        "FeeAllowed": _cents(expected.allowed if expected else 0.0),
        "TaxAmt": procedure["TaxAmt"],
        "ProvNum": procedure["ProvNum"],
        "DateTP": procedure["DateTP"],
        "ClinicNum": procedure["ClinicNum"],
        "CatPercUCR": _cents(usual_fee(call, procedure)),
    }


def _description(procedure: Row, code: Row | None, expected: Expected | None, discounted: Discount) -> str:
    """What the patient reads: the code's words, the teeth, and what is to be known of the estimates."""
    words = (code["LaymanTerm"] or code["Descript"]) if code else ""
    if teeth := shown_range(procedure["ToothRange"]):
        words += f" #{teeth}"
    words = _LINE_BREAK.join([words, *(expected.notes if expected else ())])
    if discounted.note:
        words += f" - {discounted.note}"
    return words[:_LONGEST_TEXT]


def _cents(amount: float) -> float:
    return round(amount, 2)


def _definition(call: Call, number: int, column: str) -> str:
    row = call.records.find("definition", number) if number else None
    return str(row[column]) if row else ""
