"""https://www.opendental.com/site/apipatplans.html

Known deviations:
- The list is sorted by key and not by Ordinal, and a PatNum or InsSubNum of 0 finds nothing: the function that the API
  calls.
- An Ordinal of 0, or of more than one digit, is refused: the page. One that is higher than the number of the patient's
  insurances becomes the last, so that there is never a gap, as in the data layer of the desktop program.
- A second patplan for the same patient and subscription: 400, as the page says; the sentence is ours. A PUT that would
  bring that about is refused alike.
- The sentence about a discount plan, and the one about today's claims in DELETE, are those of the desktop program's
  windows; of the API it is not known. A discount plan counts also where it has ended.
- Relationship takes InjuredPlaintiff and InjuredPlantiff, as the page writes it here; answers have the first one.
- What follows a write is what the windows do: the others' ordinals, the appointments' InsPlan1 and InsPlan2, the
  estimates, the patient's HasIns, and a row of insverify for each patplan. An appointment that gets other plans leaves
  a row of HistAppointments, as with any change; whether it does so in the desktop program is not known.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import (
    DELETE,
    LIST,
    POST,
    PUT,
    Bool,
    Date,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Int,
    Key,
    Resource,
    Text,
)
from mock_od.dentistry import patplans

_SIMPLE = {"25.1": "ApiInsuranceSimple", "": "ApiInsurance"}
_PATIENT = ForeignKey("patient", owner=True, needed=True, not_found="Patient does not exist").called("PatNum")
_SUBSCRIPTION = ForeignKey("inssub", needed=True, not_found="InsSub does not exist").called("InsSubNum")
"""The two keys as writes read them, with the page's own sentences; the list refuses as lists do."""


class PatPlans(Resource, table="patplan", path="/patplans"):
    """Which insurance covers a patient; a patient without a row is not insured."""

    PatPlanNum = Key()
    PatNum = ForeignKey("patient", "Who is covered.", owner=True)
    Ordinal = Int("1 for the primary insurance, 2 for the secondary...", least=1, most=9)
    IsPending = Bool()
    Relationship = Enum(about="What the patient is to the subscriber.")
    PatID = Text("On e-claims instead of the subscriber's ID.")
    InsSubNum = ForeignKey("inssub", "The subscription.")
    OrthoAutoFeeBilledOverride = Double("-1 when the plan's own fee is billed.", default=-1.0)
    OrthoAutoNextClaimDate = Date()
    SecDateTEntry = DateTime(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")

    unique = {(PatNum, InsSubNum): "PatPlan already exists for this PatNum and InsSubNum."}

    _relationship = Relationship.but(also={"InjuredPlantiff": "InjuredPlaintiff"})

    several = LIST("22.4.27", optional=[PatNum, InsSubNum])
    create = POST(
        "21.1",
        required=[_PATIENT, _SUBSCRIPTION],
        optional=[Ordinal.but(default=1), _relationship, PatID.but(since="21.4")],
        permission=_SIMPLE,
        logs="PatPlanCreate",
    )
    update = PUT(
        "21.4",
        optional=[_SUBSCRIPTION, Ordinal, _relationship, PatID],
        instead={PatNum: "DELETE this patplan and POST one for the other patient"},
        permission=_SIMPLE,
        logs="InsPlanEdit",
    )
    delete = DELETE("21.1", permission=_SIMPLE, logs="InsPlanDropPat")


@PatPlans.create.rule
def members_of_a_discount_plan_have_no_insurance(call: Call) -> None:
    """S: the rule and its sentence."""
    for row in call.records.rows("discountplansub", PatNum=call.values["PatNum"]):
        hint = f"patient {row['PatNum']} has it; DELETE /discountplansubs/{row['DiscountSubNum']}"
        raise Refusal("Cannot add insurance if patient has a discount plan.", hint=hint)


@PatPlans.create.after
def a_new_insurance_is_added(call: Call) -> None:
    """Documented: the others are bumped where it takes the place of one.

    S: all that follows: the row of insverify, the appointments' plans, the patient's billing type.
    """
    patplans.begin(call, call.key or 0, call.values["Ordinal"])


@PatPlans.update.after
def another_place_or_subscription(call: Call) -> None:
    """Documented: the others are bumped where it takes the place of one.

    S: appointments and estimates follow.
    """
    if call.sends(PatPlans.Ordinal):
        patplans.set_ordinal(call, call.key or 0, call.sent["Ordinal"])
    if call.sends(PatPlans.Ordinal, PatPlans.InsSubNum):
        patplans.follow(call, call.row["PatNum"])


@PatPlans.delete.rule
def no_insurance_with_claims_of_today_is_dropped(call: Call) -> None:
    """S: the window refuses; the sentence."""
    plan = patplans.plan_of(call, call.row)
    for claim in call.records.rows("claim", PatNum=call.row["PatNum"], PlanNum=plan["PlanNum"] if plan else 0):
        if plan and claim["DateService"] == call.today:
            sentence = "Please delete all of today's claims for this patient before dropping this plan."
            raise Refusal(sentence, hint=f"claim {claim['ClaimNum']} has DateService {call.today}")


@PatPlans.delete.action
def the_insurance_is_dropped(call: Call) -> int:
    """Documented: the patplan goes, the plan stays.

    S: its benefits and its row of insverify go too; later insurances move up.
    """
    patplans.drop(call, call.key or 0)
    return call.key or 0
