"""https://www.opendental.com/site/apiinssubs.html

Known deviations:
- SecDateTEdit finds what was changed at that moment too, and 0 as PlanNum or Subscriber finds all: the function that
  the API calls.
- A POST answers no Location in any version, as the page says, though there has been a GET since 22.4.28.
- A second subscription of a patient to the same plan is made: the data layer of the desktop program does not look.
- A PUT of PlanNum moves what is there of the subscription to the new plan: claims, claimprocs, payment plans, messages
  to carriers; the appointments and the estimates of all whom it covers follow. The desktop program's window does so; of
  the API it is not known.
- A DELETE is refused with the sentences of the desktop program's data layer after the one that the page has. Estimates
  of the subscription go with it.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, GET, LIST, POST, PUT, Bool, Date, DateTime, ForeignKey, Key, Resource, Text
from mock_od.dentistry import patplans
from mock_od.dentistry.preferences import preference

_SIMPLE = {"25.1": "ApiInsuranceSimple", "": "ApiInsurance"}


class InsSubs(Resource, table="inssub", path="/inssubs", logs="InsPlanEditSub"):
    """Who is a subscriber of which insurance plan. A patplan says whom a subscription covers."""

    InsSubNum = Key()
    PlanNum = ForeignKey(about="The plan.", needed=True)
    Subscriber = ForeignKey(about="The patient in whose name it is.", owner=True, needed=True)
    DateEffective = Date("Its first day; 0001-01-01 when it is not known.")
    DateTerm = Date("Its last day; 0001-01-01 for no end.")
    SubscriberID = Text("The subscriber's number at the insurance.")
    BenefitNotes = Text("What other programs have noted of its benefits.")
    ReleaseInfo = Bool("The subscriber has signed that information may be released.")
    AssignBen = Bool("The subscriber has signed that the insurance pays the office.")
    SubscNote = Text("What else affects its coverage.")
    SecDateTEdit = DateTime(stamp="edit")

    single = GET("22.4.28")
    several = LIST("22.4.28", optional=[PlanNum.unless_zero(), Subscriber.unless_zero(), SecDateTEdit.at_or_after()])
    create = POST(
        "21.1",
        required=[PlanNum, Subscriber, SubscriberID],
        optional=[
            DateEffective,
            DateTerm,
            BenefitNotes,
            ReleaseInfo.but(since="21.4", default=True),
            AssignBen.but(since="21.4"),
            SubscNote.but(since="22.4.26"),
        ],
        permission=_SIMPLE,
        logs="InsPlanCreateSub",
    )
    update = PUT(
        "21.1",
        optional=[
            PlanNum,
            Subscriber.but(since="21.4"),
            SubscriberID.but(since="21.4"),
            DateEffective.but(since="21.4"),
            DateTerm.but(since="21.4"),
            BenefitNotes,
            ReleaseInfo.but(since="21.4"),
            AssignBen.but(since="21.4"),
            SubscNote.but(since="22.4.26"),
        ],
        permission=_SIMPLE,
        answer="nothing",
    )
    delete = DELETE("21.1", cascades={"claimproc": "InsSubNum"}, permission=_SIMPLE)


@InsSubs.create.fill(InsSubs.AssignBen)
def whether_the_office_is_paid(call: Call) -> bool:
    """Documented: a preference of the office.

    S: it is InsDefaultAssignBen, which is on in a new office.
    """
    return preference(call, "InsDefaultAssignBen") != "0"


@InsSubs.create.after
def there_is_no_address(call: Call) -> None:
    """Documented: no header Location is answered."""
    call.location = None


@InsSubs.update.after
def what_there_is_moves_to_another_plan(call: Call) -> None:
    """Documented: the patplans of the family stay as they are, so that all of it is covered by the new plan.

    S: what names both the subscription and the plan gets the new plan's number, and appointments follow; the window
    does so.
    """
    plan = call.sent.get("PlanNum", call.row["PlanNum"])
    if plan == call.row["PlanNum"]:
        return
    for claim in call.records.rows("claim", InsSubNum=call.key):
        call.records.update("claim", claim["ClaimNum"], {"PlanNum": plan})
        for paid in call.records.rows("insbluebook", ClaimNum=claim["ClaimNum"]):
            call.records.update("insbluebook", paid["InsBlueBookNum"], {"PlanNum": plan})
    for claim in call.records.rows("claim", InsSubNum2=call.key):
        call.records.update("claim", claim["ClaimNum"], {"PlanNum2": plan})
    for table, key in (("claimproc", "ClaimProcNum"), ("payplan", "PayPlanNum"), ("etrans", "EtransNum")):
        for row in call.records.rows(table, InsSubNum=call.key):
            call.records.update(table, row[key], {"PlanNum": plan})
    for patient in patplans.covered_by(call, call.key or 0):
        patplans.follow(call, patient)


@InsSubs.delete.rule
def a_subscription_that_covers_somebody_stays(call: Call) -> None:
    """Documented: it cannot be deleted while there are patplans; the sentence."""
    for row in call.records.rows("patplan", InsSubNum=call.key):
        hint = f"patplan {row['PatPlanNum']} of patient {row['PatNum']} has it; DELETE /patplans/{row['PatPlanNum']}"
        raise Refusal("Can't delete InsSub because PatPlans are still attached.", hint=hint)


@InsSubs.delete.rule
def a_subscription_in_use_stays(call: Call) -> None:
    """S: what keeps it, in this order, and the sentences; a claimproc that is an estimate does not keep it."""
    for what, table, column in (
        ("claims", "claim", "InsSubNum"),
        ("claims", "claim", "InsSubNum2"),
        ("claim procedures", "claimproc", "InsSubNum"),
        ("etrans entry", "etrans", "InsSubNum"),
        ("insurance linked payment plans", "payplan", "InsSubNum"),
    ):
        if any(row.get("Status") != "Estimate" for row in call.records.rows(table, **{column: call.key})):
            sentence = f"Subscriber has existing {what} and so the subscriber cannot be deleted."
            raise Refusal(f"Not allowed to delete: {sentence}", hint=f"a row of {table} has {column} {call.key}")
