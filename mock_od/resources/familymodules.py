"""https://www.opendental.com/site/apifamilymodules.html

Known deviations:
- The answer has feeSchedule, as the page's example writes it; its text says feeschedule.
- Of several dental insurances the third is Other, and so is a second medical one.
- What a missing row would show is 0 or an empty text. The desktop program mends such references when the window opens;
  here a GET changes nothing, so that a discount plan beside an insurance stays as well.
- A deleted patient's insurances are shown, too.
"""

from typing import Any

from mock_od.call import Call, Row
from mock_od.declare import LIST, Bool, Enum, ForeignKey, Int, Resource, Text
from mock_od.dentistry import patplans
from mock_od.fields.numbers import flag
from mock_od.fields.texts import one_line

_PLAN_TYPES = {"": "Category Percentage", "p": "PPO Percentage", "f": "Medicaid or Flat Co-pay", "c": "Capitation"}
_RELATIONS = [
    "Self",
    "Spouse",
    "Child",
    "Employee",
    "HandicapDep",
    "SignifOther",
    "InjuredPlaintiff",
    "LifePartner",
    "Dependent",
]


class FamilyModules(Resource, path="/familymodules"):
    """What the family module of the desktop program shows."""

    insurance = LIST(
        "21.4",
        path="/Insurance",
        of="patient",
        shows=[
            ForeignKey("patient", "The patient.").called("PatNum"),
            ForeignKey("inssub", "The subscription.").called("InsSubNum"),
            ForeignKey("patient", "In whose name it is.").called("Subscriber"),
            Text("The subscriber's first and last name.").called("subscriber"),
            Text("The subscriber's number at the insurance.").called("SubscriberID"),
            Text("What else affects the coverage.").called("SubscNote"),
            ForeignKey("patplan", "The row that says that it covers the patient.").called("PatPlanNum"),
            Int("Its place among the patient's insurances, from 1.").called("Ordinal"),
            Text("Primary, Secondary, Medical or Other.").called("ordinal"),
            Bool("Not complete yet, or not verified.").called("IsPending"),
            Enum(_RELATIONS, "What the patient is to the subscriber.").called("Relationship"),
            Text("On e-claims instead of the subscriber's ID.").called("PatID"),
            ForeignKey("carrier", "The insurance company.").called("CarrierNum"),
            Text("Its name.").called("CarrierName"),
            ForeignKey("insplan", "The plan.").called("PlanNum"),
            Text("Whose group it is.").called("GroupName"),
            Text("The group's number.").called("GroupNum"),
            Text("For all subscribers of the plan.").called("PlanNote"),
            ForeignKey("feesched", "The plan's fees.").called("FeeSched"),
            Text("What they are called.").called("feeSchedule"),
            Text("Empty, p, f or c.").called("PlanType"),
            Text("What that means.").called("planType"),
            ForeignKey("feesched", "What patients pay for each code.").called("CopayFeeSched"),
            ForeignKey("employer", "The employer.").called("EmployerNum"),
            Text("Its name.").called("employer"),
            Bool("A medical insurance, and not a dental one.").called("IsMedical"),
        ],
    )


@FamilyModules.insurance.give
def insurances_of_the_patient(call: Call) -> list[dict[str, Any]]:
    """Documented: a row for each insurance of the patient, similarly to how the family module shows them.

    S: by Ordinal; which one is called what.
    """
    rows = patplans.in_order(call, call.row["PatNum"])
    spoken = patplans.spoken_ordinals(call, rows)
    return [_shown(call, row, ordinal) for row, ordinal in zip(rows, spoken, strict=True)]


def _shown(call: Call, patplan: Row, ordinal: str) -> dict[str, Any]:
    """One insurance of a patient.

    :param ordinal: what it is called.
    """
    subscription = _row(call, "inssub", patplan["InsSubNum"])
    plan = _row(call, "insplan", subscription.get("PlanNum", 0))
    subscriber = _row(call, "patient", subscription.get("Subscriber", 0))
    copays = _row(call, "feesched", plan.get("CopayFeeSched", 0))
    kind = plan.get("PlanType", "")
    is_fixed = kind == "p" and copays.get("FeeSchedType") == "FixedBenefit"
    return {
        "PatNum": patplan["PatNum"],
        "InsSubNum": patplan["InsSubNum"],
        "Subscriber": subscription.get("Subscriber", 0),
        "subscriber": f"{subscriber.get('FName', '')} {subscriber.get('LName', '')}".strip(),
        "SubscriberID": subscription.get("SubscriberID", ""),
        "SubscNote": one_line(subscription.get("SubscNote", "")),
        "PatPlanNum": patplan["PatPlanNum"],
        "Ordinal": patplan["Ordinal"],
        "ordinal": ordinal,
        "IsPending": flag(patplan["IsPending"]),
        "Relationship": patplan["Relationship"],
        "PatID": patplan["PatID"],
        "CarrierNum": plan.get("CarrierNum", 0),
        "CarrierName": _row(call, "carrier", plan.get("CarrierNum", 0)).get("CarrierName", ""),
        "PlanNum": subscription.get("PlanNum", 0),
        "GroupName": plan.get("GroupName", ""),
        "GroupNum": plan.get("GroupNum", ""),
        "PlanNote": one_line(plan.get("PlanNote", "")),
        "FeeSched": plan.get("FeeSched", 0),
        "feeSchedule": _row(call, "feesched", plan.get("FeeSched", 0)).get("Description", ""),
        "PlanType": kind,
        "planType": "PPO Fixed Benefit" if is_fixed else _PLAN_TYPES.get(kind, ""),
        "CopayFeeSched": plan.get("CopayFeeSched", 0),
        "EmployerNum": plan.get("EmployerNum", 0),
        "employer": _row(call, "employer", plan.get("EmployerNum", 0)).get("EmpName", ""),
        "IsMedical": flag(plan.get("IsMedical")),
    }


def _row(call: Call, table: str, key: int) -> Row:
    """A row; an empty one where there is none."""
    return call.records.find(table, key) or {}
