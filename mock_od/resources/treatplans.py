"""https://www.opendental.com/site/apitreatplans.html

Known deviations:
- POST Saved makes a new row. The page's example repeats the source's number, which is taken as a slip.
- The page's first PUT example sets DateTP with a heading that speaks of an inactive plan; DateTP is refused (400)
  unless the plan is Saved, as the text says.
- ``GET /treatplans/{TreatPlanNum}`` answers the whole list: recorded. POST and PUT ignore TPStatus: recorded.
- The sentences for signing a plan that is not Saved, saving one that is (its beginning), and deleting the Active one
  are the desktop program's; no source has those for DateTP and the sheet-dependent fields.
- An empty or blank Heading: 400, as if it were missing; the desktop program says "Header name cannot be empty."
- Since when GET shows SigIsTopaz, isSigned and isSignedPractice is a guess: older copies of the page, up to PUT's
  version, do not have them.
- Changing the Note, DateTP or a typed name of a signed plan is allowed and the signature kept; a hint says that it no
  longer covers them. The manual says that the desktop program wants the signature cleared first; the page does not.
- SecDateTEdit finds plans of that moment too, as the desktop program does; the page says after.
- What POST Saved copies follows the desktop program: the order of the copies, Descript, FeeAllowed, CatPercUCR, and
  how the limits of a discount plan are used up, by the plan's procedures one after another and by completed ones. A
  plan year after the second is counted right, which the desktop program does not do before the anniversary.
- ToothNumTP is the tooth as it is stored, in the Universal system; the desktop program copies it in that of the
  preference UseInternationalToothNumbers, which has no effect here.
- POST Saved first works out what the insurances will do, one procedure after another in the plan's order, as the
  desktop program does when it shows a plan: as of today, or by each procedure's own day where the preference
  InsChecksFrequency is off. The claimprocs of the Active plan's procedures are written so; those of another plan stay.
- The patient's or the practice's signing makes the PDF where the preference asks for it, each time new documents, one
  in each visible image category for treatment plans. RawBase64 has it also where the office keeps files in a folder,
  as there is no folder here.
- DELETE of an Inactive plan takes its treatplanattaches along; the desktop program leaves them to its maintenance.
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
    Enum,
    ForeignKey,
    Key,
    Present,
    Resource,
    Text,
)
from mock_od.dentistry.discounts import subscription
from mock_od.dentistry.preferences import preference
from mock_od.resources.common import ACTIVE, INACTIVE, SAVED, refuse_blank
from mock_od.resources.treatment_planning.saving import copy_procedures
from mock_od.resources.treatment_planning.signing import archive_as_pdf, sheet_fields, signature_of


class TreatPlans(Resource, table="treatplan", path="/treatplans", logs="TreatPlanEdit"):
    """What the patient has accepted, is planned, or has declined; Saved plans are copies and keep."""

    TreatPlanNum = Key()
    PatNum = ForeignKey("patient", "The patient.", owner=True)
    DateTP = Date("The plan's date; none until it is Saved.")
    Heading = Text("Shown at its top.")
    Note = Text("Shown at its bottom.")
    SigIsTopaz = Bool("Signed on a Topaz pad.", since="24.1.10")
    ResponsParty = ForeignKey("patient", "The patient who approves the treatment.")
    DocNum = ForeignKey("document", "The PDF made when it was signed.")
    TPStatus = Enum(["Saved", "Active", "Inactive"], "Active is kept by the desktop program, one per patient.")
    SecUserNumEntry = ForeignKey("userod", "Who made it; 0 for the API.")
    SecDateEntry = Date(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")
    UserNumPresenter = ForeignKey("userod", "Who presents it to the patient.")
    TPType = Enum(["Insurance", "Discount"], "Whose estimates it shows.")
    DateTSigned = DateTime("When the patient signed.")
    DateTPracticeSigned = DateTime("When the practice signed.")
    SignatureText = Text("Typed name of who signed for the patient.")
    SignaturePracticeText = Text("Typed name of who signed for the practice.")
    isSigned = Present("Signature", "The patient has signed.", since="24.1.10")
    isSignedPractice = Present("SignaturePractice", "The practice has signed.", since="24.1.10")

    several = LIST("22.4.16", optional=[PatNum, SecDateTEdit.at_or_after(), TPStatus])
    create = POST(
        "23.2.13",
        required=[PatNum],
        optional=[Heading.but(default="Inactive Treatment Plan"), Note, TPType],
        sets={TPStatus: INACTIVE},
        instead={TPStatus: "use POST /treatplans/Saved", DateTP: "PUT it once the plan is Saved"},
    )
    save = POST(
        "23.2.22",
        path="/Saved",
        required=[ForeignKey("treatplan", "The Active or Inactive plan.", owner=True).called("TreatPlanNum")],
        optional=[Heading, UserNumPresenter],
    )
    update = PUT(
        "24.1.10",
        optional=[
            DateTP,
            Heading,
            Note,
            ResponsParty,
            TPType,
            SignatureText,
            SignaturePracticeText,
            isSigned,
            isSignedPractice,
        ],
        instead={TPStatus: "use POST /treatplans/Saved"},
    )
    delete = DELETE("24.4.26", cascades={"proctp": "TreatPlanNum", "treatplanattach": "TreatPlanNum"})


@TreatPlans.create.fill(TreatPlans.Note)
def the_offices_note(call: Call) -> str:
    """Documented: the preference TreatmentPlanNote."""
    return preference(call, "TreatmentPlanNote")


@TreatPlans.create.fill(TreatPlans.TPType)
def discount_for_a_discount_plan_member(call: Call) -> str:
    """Documented: so for the subscriber of a discount plan.

    S: also where the subscription has ended.
    """
    return "Discount" if subscription(call, call.sent["PatNum"]) else "Insurance"


@TreatPlans.create.rule
@TreatPlans.save.rule
@TreatPlans.update.rule
def a_plan_has_a_heading(call: Call) -> None:
    """S: the desktop program refuses an empty one.

    Inferred: it is refused as if it were missing.
    """
    refuse_blank(call, TreatPlans.Heading, "Header name cannot be empty.")


@TreatPlans.save.action
def copy_the_plan_as_saved(call: Call) -> int:
    """Documented: a Saved plan, unsigned, of an Active or Inactive one; where Heading and UserNumPresenter come from.

    S: it is a new row, with today's date, the source's Note and TPType, and the patient's ResponsParty.
    S: which procedures are copied, in what order, and with which texts and amounts.
    S: the sentence for a plan that is Saved already begins so.
    S: estimates are worked out anew, and kept where the plan is the Active one.
    Ours: a plan year after the second is counted right.
    """
    source = call.records.get("treatplan", call.sent["TreatPlanNum"])
    if source["TPStatus"] == SAVED:
        hint = f"plan {source['TreatPlanNum']} is Saved; save an Active or Inactive one"
        raise Refusal("An Active or Inactive TP must be selected before saving a TP.", hint=hint)
    patient = call.records.find("patient", source["PatNum"])
    saved = call.records.insert(
        "treatplan",
        {
            "PatNum": source["PatNum"],
            "DateTP": call.today,
            "Heading": call.sent.get("Heading", source["Heading"]),
            "Note": source["Note"],
            "ResponsParty": patient["ResponsParty"] if patient else 0,
            "TPStatus": SAVED,
            "UserNumPresenter": call.sent.get("UserNumPresenter", 0),
            "TPType": source["TPType"],
        },
    )
    copy_procedures(call, source, saved)
    return saved


@TreatPlans.update.rule
def only_a_saved_plan_has_a_date(call: Call) -> None:
    """Documented: DateTP can be set only where TPStatus is Saved.

    Ours: the sentence.
    """
    if call.sends(TreatPlans.DateTP) and call.row["TPStatus"] != SAVED:
        hint = f"plan {call.key} is {call.row['TPStatus']}; save it first: POST /treatplans/Saved"
        raise Refusal("DateTP can only be set if TPStatus is Saved.", hint=hint)


@TreatPlans.update.rule
def only_a_saved_plan_is_signed(call: Call) -> None:
    """Documented: it is a saved plan that is signed.

    S: the sentence.
    """
    for field in (TreatPlans.isSigned, TreatPlans.isSignedPractice):
        if call.sent.get(field.name) and call.row["TPStatus"] != SAVED:
            hint = f"plan {call.key} is {call.row['TPStatus']}; save it first: POST /treatplans/Saved"
            raise Refusal("You may only sign a saved TP, not an Active or Inactive TP.", hint=f"{field.name}: {hint}")


@TreatPlans.update.rule
def only_what_the_sheet_has_a_place_for(call: Call) -> None:
    """Documented: isSigned always; each of the others where the default sheet has its field.

    S: a clinic's default sheet comes before the office's; without one it is the built-in sheet.
    S: the built-in sheet has a place for isSigned alone.
    Inferred: the clinic is the one of the plan's first procedure.
    Ours: the sentences.
    """
    sheet = sheet_fields(call)
    for field in (TreatPlans.SignatureText, TreatPlans.SignaturePracticeText):
        if call.sends(field) and field.name not in sheet.names:
            hint = f"{sheet.spoken} has no field named {field.name}; see preference SheetsDefaultTreatmentPlan"
            raise Refusal(f"{field.name} is not allowed by the default treatment plan sheet.", hint=hint)
    if call.sends(TreatPlans.isSignedPractice) and "SigBoxPractice" not in sheet.kinds:
        hint = f"{sheet.spoken} has no SigBoxPractice (16); see preference SheetsDefaultTreatmentPlan"
        raise Refusal("isSignedPractice is not allowed by the default treatment plan sheet.", hint=hint)


@TreatPlans.update.prepare
def sign_or_clear(call: Call) -> None:
    """Documented: true signs, in place of an older signature; false clears that signature.

    S: the typed name and the moment are cleared with it, and that the patient signed on a Topaz pad.
    S: which members a signature covers.
    Inferred: what replaces a signature from a Topaz pad is none from there.
    Ours: a later change is allowed, keeps the signature, and has a hint.
    """
    signatures = (
        ("isSigned", "Signature", "DateTSigned", "SignatureText"),
        ("isSignedPractice", "SignaturePractice", "DateTPracticeSigned", "SignaturePracticeText"),
    )
    for flag, column, stamp, typed in signatures:
        if call.sent.get(flag) is False:
            if call.sent.get(typed):
                call.ignore(f"{typed} goes with the signature, as {flag} is false, and was ignored")
            call.values |= {column: "", stamp: TreatPlans.DateTSigned.empty, typed: ""}
    if TreatPlans.isSigned.name in call.sent:
        call.values["SigIsTopaz"] = False
    covered = ("Note", "DateTP", "SignatureText", "SignaturePracticeText")
    changes = any(call.values.get(name, call.row[name]) != call.row[name] for name in covered)
    for flag, column, stamp, _ in signatures:
        if call.sent.get(flag):
            call.values |= {column: signature_of(call, {**call.row, **call.values}), stamp: call.moment}
        elif flag not in call.sent and call.row[column] and changes:
            call.hint(f"the plan was signed as it stood before this change; send {flag} to sign it anew")


@TreatPlans.update.after
def keep_a_pdf_of_what_was_signed(call: Call) -> None:
    """Documented: a PDF where the preference TreatPlanSaveSignedToPdf is on.

    S: one for each visible image category for treatment plans, else for the first visible one.
    S: DocNum is the first; how they are named; the refusal where no category is visible.
    Ours: what it looks like; RawBase64 has it also where the office keeps files in a folder.
    """
    if call.sent.get("isSigned") or call.sent.get("isSignedPractice"):
        archive_as_pdf(call)


@TreatPlans.delete.rule
def the_active_plan_stays(call: Call) -> None:
    """S: the rule and its sentence."""
    if call.row["TPStatus"] == ACTIVE:
        raise Refusal("Cannot delete active treatment plan.", hint="the desktop program keeps one per patient")
