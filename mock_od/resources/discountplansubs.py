"""https://www.opendental.com/site/apidiscountplansubs.html

Known deviations, where no source says what happens:
- A patient without a subscription: 404, as for any row that is not there.
- A second subscription of the same patient: 400. ``DiscountPlanSubs.one_per_patient`` switches it off; GET then answers
  the newest.
- A PatNum in PUT that is not the subscription's own: 400.
- A patient with insurance is refused with the desktop program's sentence; subscribing and leaving set the TPType of
  the patient's Active and Inactive treatment plans, as there.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, FIND, POST, PUT, Choice, Date, ForeignKey, Key, Resource, Text
from mock_od.resources.common import SAVED, subscription


class DiscountPlanSubs(Resource, table="discountplansub", path="/discountplansubs", logs="DiscountPlanAddDrop"):
    """Which patient is a member of which discount plan."""

    DiscountSubNum = Key()
    DiscountPlanNum = ForeignKey("discountplan", "The plan.")
    PatNum = ForeignKey("patient", "The member.", owner=True)
    DateEffective = Date("First day; 0001-01-01 for the start of the calendar year.")
    DateTerm = Date("Last day; 0001-01-01 for no end.")
    SubNote = Text("Free text.", sql="text")

    one_per_patient = Choice("A patient has one subscription at most.")

    single = FIND("21.3", required=[PatNum], newest=True)
    create = POST(
        "21.3",
        required=[DiscountPlanNum, PatNum],
        optional=[DateEffective, DateTerm, SubNote],
        answer="nothing",
    )
    update = PUT(
        "22.3.13",
        required=[PatNum],
        optional=[DateEffective, DateTerm, SubNote],
        instead={DiscountPlanNum: "DELETE this subscription and POST one to the other plan"},
        answer="nothing",
    )
    delete = DELETE("23.1.12")


@DiscountPlanSubs.create.rule
def members_have_no_insurance(call: Call) -> None:
    if call.records.rows("patplan", PatNum=call.values["PatNum"]):
        hint = f"patient {call.values['PatNum']} has a patplan"
        raise Refusal("Cannot add discount plan when patient has insurance.", hint=hint)


@DiscountPlanSubs.create.rule
def one_subscription_per_patient(call: Call) -> None:
    there = subscription(call, call.values["PatNum"])
    if there and call.chooses(DiscountPlanSubs.one_per_patient):
        hint = f"subscription {there['DiscountSubNum']} exists; PUT or DELETE it"
        raise Refusal("Patient is already subscribed to a discount plan.", hint=hint)


@DiscountPlanSubs.update.rule
def the_patient_is_the_subscriptions_own(call: Call) -> None:
    if call.sent["PatNum"] != call.row["PatNum"]:
        raise Refusal("PatNum is invalid.", hint=f"subscription {call.key} is patient {call.row['PatNum']}'s")


@DiscountPlanSubs.create.after
@DiscountPlanSubs.delete.after
def open_plans_follow_the_subscription(call: Call) -> None:
    patient = call.values.get("PatNum") or call.row["PatNum"]
    kind = "Discount" if subscription(call, patient) else "Insurance"
    for plan in call.records.rows("treatplan", PatNum=patient):
        if plan["TPStatus"] != SAVED:
            call.records.update("treatplan", plan["TreatPlanNum"], {"TPType": kind})
