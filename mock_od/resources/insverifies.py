"""https://www.opendental.com/site/apiinsverifies.html

Known deviations:
- SecDateTEdit finds what was edited at that moment too, as in the data layer of the desktop program; the page says
  after.
- An FKey that names no row: 404, as any row that is named and not there; the page names only 200 and 400.
- PUT writes DefNum and Note, as its text says; the page's own answer has neither. Where one of them is sent,
  DateLastAssigned is the day: so in the data layer, and in the page's example of GET.
- Each PUT keeps the row as it was before in insverifyhist. Which of its columns, and that it does so where nothing
  differs, is ours.
- Of several rows for one plan or patplan, PUT changes the one that was verified last, as in the data layer.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import GET, LIST, PUT, Date, DateTime, Enum, ForeignKey, Key, Resource, Text
from mock_od.dentistry.verifying import BENEFITS, ENROLLMENT, verify

_KIND = Enum(about="What is verified: a plan's benefits, or that a patient is covered.")
_TAKEN = [ENROLLMENT, BENEFITS]


class InsVerifies(Resource, table="insverify", path="/insverifies"):
    """When an insurance was last asked what a plan pays, and whether it covers a patient."""

    InsVerifyNum = Key()
    DateLastVerified = Date("When it was.")
    UserNum = ForeignKey(about="Who is to verify it.")
    VerifyType = _KIND
    FKey = ForeignKey(
        {BENEFITS: "insplan", ENROLLMENT: "patplan"},
        "The plan, or the patient's insurance.",
        by=_KIND,
        owner=True,
    )
    DefNum = ForeignKey(about="The status.", where={"Category": 38})
    Note = Text("What there is to say of the status.")
    DateLastAssigned = Date("When the user, the status or the note was set.")
    SecDateTEdit = DateTime(stamp="edit")

    single = GET("23.2.23")
    several = LIST(
        "23.2.23",
        optional=[VerifyType.but(only=_TAKEN), FKey.but(since="24.4.17"), SecDateTEdit.at_or_after()],
    )
    update = PUT(
        "21.1",
        by=[VerifyType, FKey],
        upsert=True,
        required=[DateLastVerified.until("24.1.17"), VerifyType.but(only=_TAKEN), FKey],
        optional=[DefNum, Note.but(since="24.1.17")],
        permission={"25.1": "ApiInsuranceSimple", "": "ApiInsurance"},
    )


@InsVerifies.several.rule
def an_fkey_is_of_a_type(call: Call) -> None:
    """Documented: VerifyType is required where FKey is sent."""
    if call.sends(InsVerifies.FKey) and not call.sends(InsVerifies.VerifyType):
        hint = f"VerifyType says what FKey is: {BENEFITS} for a PlanNum, {ENROLLMENT} for a PatPlanNum"
        raise Refusal("VerifyType is required.", hint=hint)


@InsVerifies.update.action
def what_was_known_before_is_kept(call: Call) -> int:
    """Documented: historical entries are kept in insverifyhist.

    S: a plan or a patplan that has no row gets one; of several, the one that was verified last is changed.
    """
    found = {name: word for name, word in call.values.items() if name not in ("VerifyType", "FKey")}
    return verify(call, call.sent["VerifyType"], call.sent["FKey"], found)
