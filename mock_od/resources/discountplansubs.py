"""https://www.opendental.com/site/apidiscountplansubs.html

Known deviations, where no source says what happens:
- A patient without a subscription: 404, as for any row that is not there; with
  ``DiscountPlanSubs.none_is_not_found`` switched off an empty list, which a client expects.
- A subscription that would be in force while another of the patient's is: 400. It may begin on the day on which the
  other one ends, so that a client changes plans by a PUT of DateTerm and a POST. A PUT whose dates bring that about is
  refused in the same way; what overlaps already may be changed. ``DiscountPlanSubs.one_per_patient`` switches both off;
  ``DiscountPlanSubs.one_ever`` refuses any second one, also where the first has ended.
- Of several subscriptions GET answers the first one, and the amounts of a treatment plan are its, as in the desktop
  program; a hint says that there are more.
- A PatNum in PUT that is not the subscription's own: 400.
- What is taken off the patient's planned procedures (DiscountPlanAmt) is worked out anew after every change, as in the
  desktop program, one procedure after another by their numbers.
- A patient with insurance is refused with the desktop program's sentence; subscribing and leaving set the TPType of
  the patient's Active and Inactive treatment plans, as there.
"""

from mock_od.call import Call, Refusal, Row
from mock_od.declare import DELETE, FIND, POST, PUT, Choice, Date, ForeignKey, Key, Resource, Text
from mock_od.dentistry.discounts import keep_amounts, subscription
from mock_od.resources.common import SAVED

_SUBSCRIBED = "Patient is already subscribed to a discount plan."
_UNSET = "0001-01-01"


class DiscountPlanSubs(Resource, table="discountplansub", path="/discountplansubs", logs="DiscountPlanAddDrop"):
    """Which patient is a member of which discount plan."""

    DiscountSubNum = Key()
    DiscountPlanNum = ForeignKey("discountplan", "The plan.")
    PatNum = ForeignKey("patient", "The member.", owner=True)
    DateEffective = Date("First day; 0001-01-01 for the start of the calendar year.")
    DateTerm = Date("Last day; 0001-01-01 for no end.")
    SubNote = Text("Free text.")

    one_per_patient = Choice("A patient has one subscription in force at a time.")
    one_ever = Choice("A patient has one subscription at most, whether or not it has ended.", default=False)

    none_is_not_found = Choice("GET for a patient without a subscription is 404; else it answers [].")

    single = FIND("21.3", required=[PatNum], absent=none_is_not_found)
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
    """S: the rule and its sentence."""
    if call.records.rows("patplan", PatNum=call.values["PatNum"]):
        hint = f"patient {call.values['PatNum']} has a patplan"
        raise Refusal("Cannot add discount plan when patient has insurance.", hint=hint)


def _end(term: str) -> str:
    return "9999-12-31" if term == _UNSET else term


@DiscountPlanSubs.single.rule
def there_may_be_more_than_one(call: Call) -> None:
    """Documented: the answer is one object.

    S: it is the first one.
    Ours: the hint.
    """
    found = call.records.rows("discountplansub", PatNum=call.sent["PatNum"])
    if len(found) > 1:
        numbers = ", ".join(str(row["DiscountSubNum"]) for row in found)
        call.hint(f"patient {call.sent['PatNum']} has the subscriptions {numbers[:60]}; the first one is answered")


@DiscountPlanSubs.create.rule
def one_subscription_ever(call: Call) -> None:
    """Ours: a choice, off by default."""
    there = subscription(call, call.values["PatNum"])
    if there and call.chooses(DiscountPlanSubs.one_ever):
        hint = f"subscription {there['DiscountSubNum']} exists; PUT or DELETE it, or switch off"
        raise Refusal(_SUBSCRIBED, hint=f"{hint} the choice DiscountPlanSubs.one_ever")


@DiscountPlanSubs.create.rule
def one_subscription_at_a_time(call: Call) -> None:
    """Inferred: a client that changes plans ends one subscription and adds the next.

    Ours: the sentence.
    """
    if not call.chooses(DiscountPlanSubs.one_per_patient):
        return
    begins = call.values.get("DateEffective") or _UNSET
    first, last = (call.today if begins == _UNSET else begins), _end(call.values.get("DateTerm") or _UNSET)
    for other in call.records.rows("discountplansub", PatNum=call.values["PatNum"]):
        if other["DateEffective"] <= last and first < _end(other["DateTerm"]):
            raise _subscribed(other, "end it by DateTerm")


def _subscribed(other: Row, advice: str) -> Refusal:
    until = "without end" if other["DateTerm"] == _UNSET else f"until {other['DateTerm']}"
    hint = f"subscription {other['DiscountSubNum']} is in force {until}; {advice}, DELETE it,"
    return Refusal(_SUBSCRIBED, hint=f"{hint} or switch off the choice DiscountPlanSubs.one_per_patient")


@DiscountPlanSubs.update.rule
def the_patient_is_the_subscriptions_own(call: Call) -> None:
    """Documented: PatNum is required, and is the one of the subscription.

    Ours: another one is refused.
    """
    if call.sent["PatNum"] != call.row["PatNum"]:
        raise Refusal("PatNum is invalid.", hint=f"subscription {call.key} is patient {call.row['PatNum']}'s")


@DiscountPlanSubs.update.rule
def dates_bring_no_second_one_into_force(call: Call) -> None:
    """Ours: as for a new subscription; what overlaps already may be changed."""
    if not call.chooses(DiscountPlanSubs.one_per_patient):
        return
    before, after = _days(call, call.row), _days(call, {**call.row, **call.values})
    for other in call.records.rows("discountplansub", PatNum=call.row["PatNum"]):
        there = _days(call, other)
        if other["DiscountSubNum"] != call.key and _overlap(after, there) and not _overlap(before, there):
            raise _subscribed(other, "choose other dates")


def _days(call: Call, row: Row) -> tuple[str, str]:
    """The first and the last day of a subscription."""
    last = _end(row["DateTerm"])
    first = f"{call.today[:4]}-01-01" if row["DateEffective"] == _UNSET else row["DateEffective"]
    return min(first, last), last


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether one of them begins before the other has come to its last day."""
    earlier, later = sorted((one, other))
    return later[0] < earlier[1]


@DiscountPlanSubs.create.after
@DiscountPlanSubs.delete.after
def open_plans_follow_the_subscription(call: Call) -> None:
    """S: TPType of the Active and Inactive plans, never of Saved ones."""
    patient = call.values.get("PatNum") or call.row["PatNum"]
    kind = "Discount" if subscription(call, patient) else "Insurance"
    for plan in call.records.rows("treatplan", PatNum=patient):
        if plan["TPStatus"] != SAVED:
            call.records.update("treatplan", plan["TreatPlanNum"], {"TPType": kind})


@DiscountPlanSubs.create.after
@DiscountPlanSubs.update.after
@DiscountPlanSubs.delete.after
def planned_procedures_follow_the_subscription(call: Call) -> None:
    """S: DiscountPlanAmt of the planned procedures."""
    patient = call.values.get("PatNum") or call.row["PatNum"]
    keep_amounts(call, patient, subscription(call, patient))
