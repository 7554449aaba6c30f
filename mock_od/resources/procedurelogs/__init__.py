"""https://www.opendental.com/site/apiprocedurelogs.html

Known deviations:
- The page does not say since when each column is answered. Older copies of it, of 23.3 and of 24.4, lack fourteen of
  them, such as PlaceService and Discount: here these are answered since 25.2.21, when most of them can be sent.
- The list is sorted by ProcNum, the highest first, as the function that the API calls does it; the page's example, with
  34 and 178, is silent.
- PatNum 0 and AptNum 0 find all rows, ClinicNum 0 those of no clinic, as in that function.
- DateTStamp finds what was made or changed since: the page speaks of creation only, the column of both.
- Priority and Dx are the first visible definition by default, as the text says; the page's rows show 0.
- A new procedure is on no treatment plan. The desktop program puts it on the Active one when it shows the plans.
- Estimates of insurances are worked out with each write, as the desktop program does for one procedure: without
  deductibles, maxima and frequencies, which count when a treatment plan is saved.
- Charges of payment plans and groups of visits (procmultivisit) do not follow a procedure's status.
- What a treatment area does not have is ignored in a POST, as the page says, and refused in a PUT: "can only be updated
  if" it has it. Surfaces that a tooth does not have are refused; the desktop program drops them.
- Of a complete procedure, each of the six fields is refused when it is sent, be it with the value that it has.
- Public Health and Medical Insurance are enabled where the preferences EasyHidePublicHealth is 0 and
  ShowFeatureMedicalInsurance is 1: the desktop program's.
- What is complete does not come to an appointment of a day to come, be it a planned one, as it would have that day. Of
  two appointments that are sent, AptNum's gives the day.
- The last procedure of an appointment stays while the preference ApptsRequireProc is on, and so do those that the
  appointment's type asks for, as in the desktop program. The page names neither.
- POST answers ClinicNum as text and no DateTStamp, PUT the numbers of appointments and the clinic as text: so the
  page's examples. Those of POST InsuranceHistory have numbers and a stamp.
- A group note has the provider of its first procedure before ProvNum was added. An office without the code ~GRP~ gets
  it with its first group note.
- doAppendNote of a group note that is not locked, or is deleted: 400. The page says no more than that it is only for
  those. The notes have two line breaks between them, as ProcNotes has it.
- ProcNums as a text is refused with "Invalid JSON.", whatever else is missing: so it was recorded of a body that had no
  PatNum either.
- A group note has its line breaks in answers, as it was recorded and as the page's examples are; the page API
  Implementation says that they come out as spaces. A line feed that is sent alone comes back with a carriage return.
- A group note's new note is not signed unless isSigned is sent. POST answers isSigned in small letters, GET with a
  capital one: so the page.
"""

from mock_od.call import Call, Row
from mock_od.declare import (
    DELETE,
    GET,
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
    KeyList,
    Lookup,
    OneOf,
    Resource,
    ServerTime,
    Text,
    Time,
)
from mock_od.dentistry import insurance_history
from mock_od.dentistry.recalls import synch
from mock_od.resources.procedurelogs import changing, defaults, groups, refusing

_FROM_25_2_21 = "25.2.21"
_PROSTHESIS = OneOf(["No", "", "I", "R"], "No is shown as empty text.").called("Prosthesis")
_INS_SUB_NUM = ForeignKey("inssub", "The insurance.").called("InsSubNum")
_CATEGORY = OneOf([*insurance_history.CATEGORIES], "The category: the preference that lists its codes.")
_PROC_NUMS = KeyList("procedurelog", "The procedures that it is about.", owner=True).called("ProcNums")
_NOTE = Text("The note.", sql="text").called("Note")
_IS_SIGNED = Bool("Whether it is signed.").called("isSigned")
_IS_SIGNED_SHOWN = Bool("Whether it is signed.", capital=True).called("isSigned")


class ProcedureLogs(Resource, table="procedurelog", path="/procedurelogs"):
    """What is planned for a patient, what was done, and what the patient came with."""

    ProcNum = Key()
    PatNum = ForeignKey("patient", "The patient.", owner=True)
    AptNum = ForeignKey("appointment", "The visit.")
    ProcDate = Date("The day it was done; while it is planned, the day that was planned.")
    ProcFee = Double("The fee for one unit.", text="cents")
    Surf = Text("Surfaces, quadrant, sextant or arch.")
    ToothNum = Text("1 to 32 or A to T.")
    ToothRange = Text("Several teeth with commas between.")
    Priority = ForeignKey("definition", "When to do it.", where={"Category": 20})
    priority = Lookup(Priority, "ItemName")
    ProcStatus = Enum(
        about="Planned, complete, existing (current, other provider), referred, deleted, condition, inactive.",
        default="TP",
    )
    ProvNum = ForeignKey("provider", "Who does it.")
    provAbbr = Lookup(ProvNum, "Abbr")
    Dx = ForeignKey("definition", "The diagnosis.", where={"Category": 16})
    dxName = Lookup(Dx, "ItemName")
    PlannedAptNum = ForeignKey("appointment", "The visit that is planned for it.", where={"AptStatus": "Planned"})
    PlaceService = Enum(about="Where it is done.", since=_FROM_25_2_21)
    Prosthesis = Text("I for an initial one, R for a replacement.")
    DateOriginalProsth = Date("Of the one that is replaced.")
    ClaimNote = Text("Goes out with the e-claim.", since=_FROM_25_2_21)
    DateEntryC = Date("The day it was entered or completed.", since=_FROM_25_2_21)
    ClinicNum = ForeignKey("clinic", "The clinic.")
    CodeNum = ForeignKey("procedurecode", "The procedure code.", needed=True)
    procCode = Lookup(CodeNum, "ProcCode")
    descript = Lookup(CodeNum, "Descript")
    UnitQty = Int("How many.", default=1)
    BaseUnits = Int()
    DateTP = Date("The day it was planned.", since=_FROM_25_2_21)
    SiteNum = ForeignKey("site", "The place outside the office.", since=_FROM_25_2_21)
    HideGraphics = Bool("Not drawn in the chart.", since=_FROM_25_2_21)
    CanadianTypeCodes = Text(since=_FROM_25_2_21)
    ProcTime = Time("When it began.", since=_FROM_25_2_21)
    ProcTimeEnd = Time("When it ended.", since=_FROM_25_2_21)
    DateTStamp = DateTime(stamp="edit")
    Prognosis = ForeignKey("definition", "What is to be hoped for.", where={"Category": 30}, since=_FROM_25_2_21)
    IsLocked = Bool("May not be changed any more.", since=_FROM_25_2_21)
    BillingNote = Text("Shown in the account.", since=_FROM_25_2_21)
    Discount = Double("Taken off the fee.", since=_FROM_25_2_21)
    IsDateProsthEst = Bool("DateOriginalProsth is an estimate.")
    SecDateEntry = DateTime(stamp="entry", since=_FROM_25_2_21)
    serverDateTime = ServerTime(reads=True)

    single = GET("23.3.13")
    several = LIST(
        "21.1",
        optional=[
            PatNum.unless_zero(),
            AptNum.but(since="22.3.32").unless_zero(),
            ProcStatus.but(since="25.2.21"),
            PlannedAptNum.but(since="24.4.5"),
            ClinicNum.but(since="23.3.13"),
            CodeNum.but(since="25.2.21"),
            DateTStamp.at_or_after(),
        ],
        order=["-ProcNum"],
    )
    several_history = LIST(
        "22.4.31",
        path="/InsuranceHistory",
        required=[PatNum, _INS_SUB_NUM],
        shows=[Text().called("insHistPrefName"), Text().called("procDate"), ProcNum],
    )
    groups = LIST(
        "25.2.38",
        path="/GroupNotes",
        required=[PatNum],
        shows=[PatNum, ProvNum, ProcNum, _PROC_NUMS, _NOTE, _IS_SIGNED_SHOWN],
        paged=False,
    )
    create = POST(
        "21.4",
        permission="ApiProcedureLogs",
        required=[PatNum, ProcDate, ProcStatus],
        one_of=[(CodeNum, procCode)],
        not_both=[(Priority, priority), (Dx, dxName)],
        optional=[
            CodeNum.but(since=_FROM_25_2_21),
            procCode,
            AptNum,
            ProcFee,
            Priority,
            priority,
            ProvNum,
            Dx,
            dxName,
            PlannedAptNum,
            PlaceService.but(since=_FROM_25_2_21),
            _PROSTHESIS.but(since=_FROM_25_2_21, default="No"),
            DateOriginalProsth.but(since=_FROM_25_2_21),
            ClaimNote.but(since=_FROM_25_2_21),
            ClinicNum.but(like="patient.ClinicNum"),
            DateTP.but(since=_FROM_25_2_21, today=True),
            SiteNum.but(since=_FROM_25_2_21),
            ProcTime.but(since=_FROM_25_2_21),
            ProcTimeEnd.but(since=_FROM_25_2_21),
            Prognosis.but(since=_FROM_25_2_21),
            ToothNum,
            Surf,
            ToothRange,
            BillingNote.but(since=_FROM_25_2_21),
            Discount.but(since=_FROM_25_2_21),
            IsDateProsthEst.but(since=_FROM_25_2_21),
        ],
        quotes=[ClinicNum],
    )
    create_group = POST(
        "22.2",
        path="/GroupNote",
        required=[PatNum, _PROC_NUMS, _NOTE],
        optional=[_IS_SIGNED.but(since="25.2.38"), ProvNum.but(since="25.3.36", like="patient.PriProv")],
        shows=[PatNum, ProvNum, ProcNum, _PROC_NUMS, _NOTE, _IS_SIGNED],
    )
    create_history = POST(
        "22.4.31",
        path="/InsuranceHistory",
        permission="ApiProcedureLogs",
        required=[
            PatNum,
            _INS_SUB_NUM,
            _CATEGORY.called("insHistPrefName"),
            ProcDate,
        ],
    )
    update = PUT(
        "22.1",
        permission="ApiProcedureLogs",
        not_both=[(CodeNum, procCode)],
        optional=[
            AptNum,
            ProcDate,
            ProcFee,
            Priority,
            ProcStatus,
            ProvNum,
            Dx,
            PlannedAptNum,
            PlaceService.but(since=_FROM_25_2_21),
            _PROSTHESIS.but(since=_FROM_25_2_21),
            DateOriginalProsth.but(since=_FROM_25_2_21),
            ClaimNote.but(since=_FROM_25_2_21),
            ClinicNum,
            CodeNum.but(since=_FROM_25_2_21),
            procCode,
            DateTP.but(since=_FROM_25_2_21),
            SiteNum.but(since=_FROM_25_2_21),
            ProcTime.but(since=_FROM_25_2_21),
            ProcTimeEnd.but(since=_FROM_25_2_21),
            Prognosis.but(since=_FROM_25_2_21),
            ToothNum,
            Surf,
            ToothRange,
            BillingNote.but(since=_FROM_25_2_21),
            Discount.but(since=_FROM_25_2_21),
            IsDateProsthEst.but(since=_FROM_25_2_21),
        ],
        quotes=[AptNum, PlannedAptNum, ClinicNum],
    )
    update_group = PUT(
        "22.2.29",
        path="/GroupNote",
        required=[PatNum, _NOTE],
        optional=[
            Bool("Put the newest note before this one.").called("doAppendNote").but(since="25.2.38"),
            _IS_SIGNED.but(since="25.2.38"),
            ProvNum.but(since="25.3.36"),
        ],
        shows=[PatNum, ProvNum, ProcNum, _PROC_NUMS, _NOTE, _IS_SIGNED],
    )
    delete = DELETE("22.1", permission="ApiProcedureLogs")
    delete_group = DELETE("22.3.8", path="/GroupNote")


create, update, delete = ProcedureLogs.create, ProcedureLogs.update, ProcedureLogs.delete

for rule in refusing.OF_BOTH:
    create.rule(rule)
    update.rule(rule)
for rule in refusing.OF_A_CHANGE:
    update.rule(rule)
delete.rule(refusing.what_may_be_deleted)

create.fill(ProcedureLogs.ProvNum)(defaults.whoever_does_it)
create.fill(ProcedureLogs.ProcFee)(defaults.the_usual_fee)
create.fill(ProcedureLogs.Priority)(defaults.the_first_priority)
create.fill(ProcedureLogs.Dx)(defaults.the_first_diagnosis)
create.fill(ProcedureLogs.PlaceService)(defaults.the_usual_place)

create.prepare(changing.where_a_new_one_is)
create.prepare(changing.what_comes_with_its_code)
update.prepare(changing.where_it_is_now)
update.prepare(changing.what_a_status_changes)
for write in (create, update):
    write.prepare(changing.what_is_completed_is_done_then)
    write.prepare(changing.a_prosthesis_as_it_is_stored)
    write.prepare(changing.which_log_it_is_in)
    write.after(changing.which_appointments_it_is_on)
    write.after(changing.what_follows)
update.after(changing.what_goes_with_it)
delete.action(changing.take_it_out)

ProcedureLogs.groups.give(groups.the_patients_group_notes)
ProcedureLogs.create_group.rule(groups.procedures_that_are_alike)
ProcedureLogs.create_group.action(groups.add_it)
ProcedureLogs.create_group.give(groups.as_it_is_now)
ProcedureLogs.update_group.rule(groups.it_is_a_group_note)
ProcedureLogs.update_group.rule(groups.it_is_the_patients)
ProcedureLogs.update_group.rule(groups.only_a_locked_one_is_added_to)
ProcedureLogs.update_group.action(groups.write_it_anew)
ProcedureLogs.update_group.give(groups.as_it_is_now)
ProcedureLogs.delete_group.rule(groups.it_is_a_group_note)
ProcedureLogs.delete_group.action(groups.take_it_out)


@ProcedureLogs.create.reshape
def a_new_row_has_no_stamp_yet(call: Call, rows: list[Row]) -> None:  # the row alone matters
    """Documented: the example's DateTStamp is empty, and filled in a GET."""
    rows[0]["DateTStamp"] = ""


@ProcedureLogs.several_history.give
def the_last_treatments(call: Call) -> list[Row]:
    """Documented: the last day of each category, "No History" without any, "Not Set" without codes.

    S: of what the insurance knows of; the order of the categories.
    """
    treated = insurance_history.history(call, call.sent["PatNum"], call.sent["InsSubNum"])
    return [
        {
            "insHistPrefName": one.category,
            "procDate": one.procedure["ProcDate"] if one.procedure else "No History" if one.codes else "Not Set",
            "ProcNum": one.procedure["ProcNum"] if one.procedure else 0,
        }
        for one in treated
    ]


@ProcedureLogs.create_history.action
def add_a_treatment(call: Call) -> int:
    """Documented: an EO procedure with the category's first code, in the patient's clinic, and an InsHist claimproc.

    S: the patient's own provider does it, else the second one, else the practice's; perio has its quadrant. Recalls are
    worked out anew.
    """
    sent = call.sent
    category, day = sent["insHistPrefName"], sent["ProcDate"]
    number = insurance_history.add_history(call, sent["PatNum"], sent["InsSubNum"], category, day)
    synch(call, sent["PatNum"])
    return number
