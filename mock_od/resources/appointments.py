"""https://www.opendental.com/site/apiappointments.html

Known deviations:
- The list and DateTStamp are as in the data layer of the desktop program, which the API shares: sorted by AptDateTime,
  and DateTStamp finds what was changed at that moment too, where the page says after. It may be a day alone, as in one
  of the examples.
- PatNum of 0 finds all rows, as there.
- POST looks for no other appointment at that time: so do clients' notes of the real service.
- Slots looks at the appointments and schedules of the provider alone, as the function that the API calls: not at
  blockouts, holidays, or the appointments of others in that operatory. Nor does it leave out the hours of today that
  have passed.
- An AppointmentTypeNum that is sent again with PUT changes nothing; nor does 0, which leaves procedures and colour.
- PUT with AptStatus Complete completes the procedures; with UnschedList it empties Op, in a second write; with another
  AptDateTime the planned procedures have that day: so the desktop program. Complete makes PtNoteCompleted of a PtNote.
- An UnschedList one that is made by POST keeps its Op, which has to be sent.
- POST Planned needs neither AppointmentTypeNum nor procNums where the preference ApptsRequireProc is 0, as the text of
  the page says. AptDateTime is today, as in the desktop program; the page's example shows a later day.
- SlotsWebSched without defNumApptType takes the first definition of its category that has a type.
- POST WebSched refuses a time that SlotsWebSched does not offer, in the words that the desktop program has for recalls.
  Only its beginning counts: the page's example asks for 30 minutes and gets the 20 of the type. As in that example the
  appointment has no AppointmentTypeNum and no colour. Whether the office has subscribed to WebSched is not asked.
- The page does not say since when each column is answered; here every version answers all of them.
"""

from typing import Any

from mock_od.call import Call, Refusal
from mock_od.declare import (
    GET,
    LIST,
    POST,
    PUT,
    Bool,
    Colour,
    Computed,
    DateTime,
    Days,
    Enum,
    ForeignKey,
    Int,
    Key,
    KeyList,
    Lookup,
    OneOf,
    Pattern,
    Resource,
    ServerTime,
    Text,
    Time,
)
from mock_od.dentistry import booking
from mock_od.dentistry.patterns import USUAL
from mock_od.resources.appointing import asking, writing

_STATUSES = ["None", "Scheduled", "Complete", "UnschedList", "ASAP", "Broken", "Planned", "PtNote", "PtNoteCompleted"]
# EServiceAction 13 is WSAppointmentScheduledFromServer, KeyType 1 ApptNum.
_MADE_BY = """COALESCE((SELECT CASE l."EServiceType" WHEN 1 THEN 'Recall' WHEN 2 THEN 'NewPat' WHEN 3 THEN 'ExistingPat'
    WHEN 4 THEN 'ASAP' ELSE 'None' END FROM "eservicelog" l WHERE l."KeyType" = 1 AND l."EServiceAction" = 13
    AND l."FKey" = t."AptNum" ORDER BY l."EServiceLogNum" LIMIT 1), 'None')"""
_CAME, _SEATED, _WENT = (
    Time(about).called(name)
    for name, about in (
        ("DateTimeArrived", "When the patient came."),
        ("DateTimeSeated", "When the patient was seated."),
        ("DateTimeDismissed", "When the patient went."),
    )
)
_TIMES = [_CAME, _SEATED, _WENT]
_SLOT = [
    DateTime("Its first moment.").called("DateTimeStart"),
    DateTime("The moment after it.").called("DateTimeEnd"),
    ForeignKey("provider").called("ProvNum"),
    ForeignKey("operatory").called("OpNum"),
]
_CONFIRM_VAL = OneOf(["None", "Sent", "Confirmed", "Not Accepted", "Failed"], "As the office has set it up.").called(
    "confirmVal"
)
_STATUS = ForeignKey("definition", "The status itself.", where={"Category": 2}, needed=True).called("defNum")


class Appointments(Resource, table="appointment", path="/appointments", logs="AppointmentEdit"):
    """Visits of patients: on the book, to be scheduled, planned, broken, complete; and notes on the book."""

    serverDateTime = ServerTime("To send as the next DateTStamp.")
    AptNum = Key()
    PatNum = ForeignKey(about="The patient.", owner=True, index=True)
    AptStatus = Enum(_STATUSES, "Where it stands.")
    Pattern = Pattern("Its time, a sign for each five minutes.")
    Confirmed = ForeignKey(about="Whether it is confirmed.", where={"Category": 2})
    confirmed = Lookup(Confirmed, "ItemName")
    TimeLocked = Bool("Its time does not follow its procedures.")
    Op = ForeignKey(about="Where it is.", index=True)
    Note = Text("For the staff.")
    ProvNum = ForeignKey(about="The dentist.", index=True)
    provAbbr = Lookup(ProvNum, "Abbr")
    ProvHyg = ForeignKey(about="The hygienist.", index=True)
    AptDateTime = DateTime("When it is.")
    NextAptNum = ForeignKey(about="The planned appointment that it comes from.")
    UnschedStatus = ForeignKey(about="What is to be done about it.", where={"Category": 13})
    unschedStatus = Lookup(UnschedStatus, "ItemName")
    IsNewPatient = Bool("The patient's first one.")
    ProcDescript = Text("Its procedures in short.")
    ClinicNum = ForeignKey(about="The clinic.")
    IsHygiene = Bool("The hygienist is the main provider.")
    DateTStamp = DateTime("When it was last changed.", stamp="edit", day=True)
    DateTimeArrived = DateTime("When the patient came.")
    DateTimeSeated = DateTime("When the patient was seated.")
    DateTimeDismissed = DateTime("When the patient went.")
    InsPlan1 = ForeignKey(about="The patient's first insurance plan.")
    InsPlan2 = ForeignKey(about="The second one.")
    DateTimeAskedToArrive = DateTime("When the patient is asked to come.")
    colorOverride = Colour("Of its own, in the book.", column="ColorOverride")
    AppointmentTypeNum = ForeignKey(about="Its type.")
    SecUserNumEntry = ForeignKey(about="Who made it; 0 for the API.")
    SecDateTEntry = DateTime(stamp="entry")
    Priority = Enum(["Normal", "ASAP"], "Whether it may be moved to an earlier day.")
    PatternSecondary = Pattern.called("PatternSecondary")
    ItemOrderPlanned = Int("Its place among the patient's planned ones.")

    single = GET("21.1")
    several = LIST(
        "21.1",
        days=Days(AptDateTime),
        optional=[
            PatNum.unless_zero().but(since="21.4"),
            AptStatus.but(since="22.4.28", without=["None"]),
            Op.but(since="23.2.27"),
            ClinicNum,
            DateTStamp.at_or_after(),
            AppointmentTypeNum.but(since="24.4.22"),
        ],
        order=["AptDateTime"],
    )
    asap = LIST("21.1", path="/ASAP", optional=[ClinicNum, ProvNum], order=["AptDateTime"])
    slots = LIST(
        "21.1",
        path="/Slots",
        days=Days(AptDateTime, default=14),
        optional=[
            Int("Slots of so many minutes at least.").called("lengthMinutes"),
            ProvNum,
            ForeignKey("operatory", "Where the provider works then.").called("OpNum").but(since="22.1"),
        ],
        shows=_SLOT,
    )
    web_slots = LIST(
        "21.1",
        path="/SlotsWebSched",
        days=Days(AptDateTime, default=14),
        optional=[
            ClinicNum,
            ForeignKey("definition", "The reason for the appointment.").called("defNumApptType"),
            Bool("Whether it is one of a new patient.").called("isNewPatient"),
        ],
        shows=_SLOT,
    )
    web = LIST(
        "21.3",
        path="/WebSched",
        days=Days(AptDateTime),
        optional=[DateTStamp.at_or_after(), ClinicNum],
        shows=[
            AptNum,
            PatNum,
            AptStatus,
            Pattern,
            Confirmed,
            confirmed,
            Op,
            Note,
            ProvNum,
            provAbbr,
            ProvHyg,
            AptDateTime,
            NextAptNum,
            UnschedStatus,
            unschedStatus,
            ProcDescript,
            ClinicNum,
            Bool("The hygienist is the main provider.", capital=True).called("IsHygiene"),
            DateTStamp,
            DateTimeArrived,
            DateTimeSeated,
            DateTimeDismissed,
            AppointmentTypeNum,
            Computed(_MADE_BY, about="By which of the web's services it was made.").called("eServiceLogType"),
            serverDateTime,
        ],
        order=["AptDateTime"],
    )
    create = POST(
        "21.1",
        required=[PatNum, Op, AptDateTime],
        optional=[
            AptStatus.but(
                only=["Scheduled", "Complete", "UnschedList", "PtNote", "PtNoteCompleted"], default="Scheduled"
            ),
            Pattern.but(default=USUAL),
            Confirmed,
            Note,
            ProvNum,
            ProvHyg,
            ClinicNum,
            IsHygiene,
            *(time.but(since="25.2.10") for time in _TIMES),
            IsNewPatient.but(since="21.3"),
            Priority.but(since="22.1"),
            AppointmentTypeNum.but(since="22.1"),
            SecUserNumEntry.but(since="25.1.27"),
            colorOverride.but(since="22.3.9"),
            PatternSecondary.but(since="23.3.17"),
        ],
        permission="ApiAppointments",
        hides=[serverDateTime],
        logs="AppointmentCreate",
    )
    plan = POST(
        "22.2.31",
        path="/Planned",
        required=[PatNum],
        optional=[
            AppointmentTypeNum,
            KeyList("procedurelog", "Its procedures.", owner=True).called("procNums"),
            Pattern.but(default=USUAL),
            Confirmed,
            Note,
            ProvNum,
            ProvHyg,
            ClinicNum,
            IsHygiene,
            IsNewPatient,
            Priority,
            PatternSecondary.but(since="23.3.17"),
        ],
        sets={AptStatus: "Planned"},
        permission="ApiAppointments",
        hides=[serverDateTime],
        logs="AppointmentCreate",
    )
    schedule = POST(
        "22.2",
        path="/SchedulePlanned",
        required=[
            ForeignKey("appointment", "The planned one.", where={"AptStatus": "Planned"}, owner=True).called("AptNum"),
            AptDateTime,
            ProvNum,
            Op,
        ],
        optional=[Confirmed, Note],
        permission="ApiAppointments",
        hides=[serverDateTime],
        logs="AppointmentCreate",
    )
    book = POST(
        "21.3",
        path="/WebSched",
        required=[
            PatNum,
            DateTime("When the slot begins.").called("DateTimeStart"),
            DateTime("When the slot ends.").called("DateTimeEnd"),
            ProvNum,
            ForeignKey("operatory", "Where the slot is.").called("OpNum"),
            ForeignKey("definition", "The reason for the appointment.").called("defNumApptType"),
        ],
        permission="ApiAppointments",
        hides=[serverDateTime],
        logs="AppointmentCreate",
    )
    update = PUT(
        optional=[
            AptStatus.but(without=["None", "ASAP"]),
            Pattern,
            Confirmed,
            Op,
            Note,
            ProvNum,
            ProvHyg,
            AptDateTime,
            ClinicNum,
            IsHygiene,
            *(time.but(since="25.2.10") for time in _TIMES),
            IsNewPatient.but(since="21.3"),
            Priority.but(since="22.1"),
            AppointmentTypeNum.but(since="22.1"),
            UnschedStatus.but(since="22.2"),
            colorOverride.but(since="22.3.9"),
            PatternSecondary.but(since="23.3.17"),
        ],
        permission="ApiAppointments",
        hides=[serverDateTime],
    )
    break_ = PUT(
        "21.3",
        path="/Break",
        required=[Bool("Off the book, onto the unscheduled list.").called("sendToUnscheduledList")],
        optional=[OneOf(["Missed", "Cancelled"], "The procedure that is charted.").called("breakType")],
        permission="ApiComm",
        answer="nothing",
    )
    note = PUT("21.1", path="/Note", required=[Note], permission="ApiComm", answer="nothing")
    confirm = PUT(
        "21.1",
        path="/Confirm",
        optional=[_CONFIRM_VAL, _STATUS.but(since="21.2")],
        one_of=[(_CONFIRM_VAL, _STATUS)],
        permission="ApiComm",
        answer="nothing",
    )


@Appointments.asap.rule
@Appointments.web_slots.rule
def a_clinic_is_named(call: Call) -> None:
    """Documented: ClinicNum is required where clinics are enabled."""
    if "ClinicNum" not in call.sent and asking.has_clinics(call):
        raise Refusal("ClinicNum is required.", hint="the preference EasyNoClinics says that the office has clinics")


@Appointments.asap.where()
def on_the_asap_list(_call: Call, _: None) -> tuple[str, tuple[Any, ...]]:
    """Documented: the Priority is ASAP.

    S: Scheduled, UnschedList, Broken and Planned ones; no planned one that an appointment comes from.
    """
    numbers = [Appointments.AptStatus.numbers[name] for name in ("Scheduled", "UnschedList", "Broken", "Planned")]
    scheduled = 'EXISTS (SELECT 1 FROM "appointment" n WHERE n."NextAptNum" = t."AptNum")'
    listed = f't."AptStatus" IN (?, ?, ?, ?) AND NOT (t."AptStatus" = ? AND {scheduled})'
    return f't."Priority" = 1 AND {listed}', (*numbers, numbers[-1])


@Appointments.asap.where("ProvNum")
def the_dentists_or_the_hygienists(_call: Call, provider: int | None) -> tuple[str, tuple[Any, ...]]:
    """S: a provider's own, as the dentist or as the hygienist."""
    return ('(t."ProvNum" = ? OR t."ProvHyg" = ?)', (provider, provider)) if provider else ("", ())


@Appointments.slots.rule
def the_day_is_yet_to_come(call: Call) -> None:
    """Documented: date is today or later.

    Ours: the sentence.
    """
    if call.sent.get("date", call.today) < call.today:
        raise Refusal("date must be today or a future date.", hint=f"today is {call.today} in this office")


@Appointments.slots.give
def open_times(call: Call) -> list[dict[str, Any]]:
    """Documented: whole open times of the provider's schedules; the practice's own provider is the default.

    S: what closes a time, and which operatory is told.
    """
    return asking.open_times(call)


@Appointments.web_slots.give
def times_for_the_web(call: Call) -> list[dict[str, Any]]:
    """Documented: as the office has set up its appointments on the web; isNewPatient goes with the category.

    S: how the times are found, and the sentence where the reason has no type.
    Ours: without a reason it is the first one that has a type.
    """
    return asking.times_for_the_web(call)


@Appointments.create.fill(Appointments.Confirmed)
@Appointments.plan.fill(Appointments.Confirmed)
def not_confirmed_yet(call: Call) -> int:
    """Documented: the first definition of category 2.

    S: of the visible ones.
    """
    return booking.first_status(call)


@Appointments.create.fill(Appointments.ProvNum)
@Appointments.plan.fill(Appointments.ProvNum)
def the_patients_own_provider(call: Call) -> int:
    """Documented: patient.PriProv, else the office's default provider.

    S: else the first visible one.
    """
    return booking.own_provider(call, call.sent["PatNum"])


@Appointments.create.fill(Appointments.ClinicNum)
@Appointments.plan.fill(Appointments.ClinicNum)
def where_it_takes_place(call: Call) -> int:
    """Documented: the operatory's clinic, if it has one, else the patient's; of a planned one the patient's."""
    return writing.clinic_of_new(call)


@Appointments.create.fill(Appointments.colorOverride)
def the_colour_of_its_type(call: Call) -> str:
    """Documented: the type's colour, else none."""
    brought = booking.brought_by_type(call, writing.new_type(call), *writing.providers(call))
    return str(brought.get("colorOverride", Appointments.colorOverride.default))


@Appointments.create.fill(Appointments.PatternSecondary)
def as_long_as_the_pattern(call: Call) -> str:
    """Documented: as many / as Pattern has signs."""
    return "/" * len(writing.pattern_of(call))


@Appointments.plan.fill(Appointments.PatternSecondary)
def as_long_as_the_planned_pattern(call: Call) -> str:
    """Documented: as many / as Pattern has signs."""
    return "/" * len(writing.pattern_of_planned(call))


@Appointments.create.rule
@Appointments.update.rule
def both_patterns_are_as_long(call: Call) -> None:
    """Documented: PatternSecondary matches the length of Pattern.

    Ours: the sentence.
    """
    writing.refuse_other_length(call, writing.pattern_of(call))


@Appointments.plan.rule
def what_may_be_planned(call: Call) -> None:
    """Documented: with procedures, where ApptsRequireProc is not off; PatternSecondary matches the length of Pattern.

    S: for no patient who is archived or deceased, and the sentence.
    Ours: the other sentences.
    """
    patient = call.records.get("patient", call.sent["PatNum"])
    if patient["PatStatus"] in ("Archived", "Deceased"):
        hint = f"patient {patient['PatNum']} is {patient['PatStatus']}"
        raise Refusal("Appointments cannot be scheduled for archived patients.", hint=hint)
    writing.refuse_procedures(call)
    writing.refuse_other_length(call, writing.pattern_of_planned(call))


@Appointments.create.prepare
def what_a_new_one_has(call: Call) -> None:
    """Documented: the pattern of its type, unless one was sent; the patient's insurance plans.

    S: TimeLocked is a preference's.
    """
    writing.prepare_new(call)


@Appointments.plan.prepare
def what_a_planned_one_has(call: Call) -> None:
    """Documented: pattern and colour of its type, else the pattern of its procedures; its place among planned ones.

    S: its day is today, when the patient came, was seated and went is its midnight.
    S: PlannedIsDone of the patient is taken back.
    """
    writing.prepare_planned(call)


@Appointments.create.after
@Appointments.plan.after
def what_follows_a_new_one(call: Call) -> None:
    """Documented: procedures of its type, or those sent; IsNewPatient sets DateFirstVisit where nothing is complete.

    S: which procedures a type takes; that other appointments of these point to the planned one.
    Inferred: one that is made Complete completes its procedures, as one that becomes so.
    """
    writing.follow_new(call)


@Appointments.schedule.action
def a_planned_one_is_scheduled(call: Call) -> int:
    """Documented: a new appointment; the planned one stays as it is; Note and Confirmed take the place of its own.

    S: what is copied, and what comes along.
    """
    return writing.schedule(call)


@Appointments.book.action
def a_slot_of_the_web_is_taken(call: Call) -> int:
    """Documented: in a slot of SlotsWebSched; Note, Pattern, procedures and what is 0 as in the example.

    S: the slot must still be on offer, and the sentence; the eservicelog.
    Inferred: Confirmed is a preference of the office.
    Ours: only the beginning of the slot counts.
    """
    return writing.book(call)


@Appointments.update.prepare
def what_changes_along(call: Call) -> None:
    """Documented: a type brings its pattern and its colour, unless they were sent.

    S: a Confirmed that is new and that a preference names sets when the patient came, was seated or went.
    S: a note that is completed is a PtNoteCompleted.
    Ours: PatternSecondary is as long as a new Pattern.
    """
    writing.prepare_change(call)


@Appointments.update.after
def what_follows_a_change(call: Call) -> None:
    """Documented: a type adds procedures.

    S: Complete completes the procedures; UnschedList takes the operatory, in a second write.
    S: planned procedures have the appointment's day; when the patient's recalls are scheduled, as after every write.
    """
    writing.follow_change(call)


@Appointments.break_.rule
def what_may_be_broken(call: Call) -> None:
    """Documented: a Scheduled one; a breakType that the office has enabled.

    Recorded: the sentence about breakType.
    Ours: the sentence about the status.
    """
    writing.refuse_to_break(call)


@Appointments.break_.prepare
def it_is_broken(call: Call) -> None:
    """Documented: onto the unscheduled list, or Broken where it is."""
    call.values["AptStatus"] = "UnschedList" if call.sent["sendToUnscheduledList"] else "Broken"


@Appointments.break_.after
def what_follows_a_broken_one(call: Call) -> None:
    """Documented: a procedure where breakType asks for it; a commlog where a preference does.

    S: the operatory is taken in a second write; the history says Missed or Cancelled where that was charted.
    """
    writing.follow_broken(call)


@Appointments.note.prepare
def a_line_is_added(call: Call) -> None:
    """Documented: a new line below the note that is there."""
    if call.row["Note"]:
        call.values["Note"] = f"{call.row['Note']}\r\n{call.sent['Note']}"


@Appointments.confirm.prepare
def it_is_confirmed(call: Call) -> None:
    """Documented: None is the first definition of category 2; the office has set up what the others are.

    S: the preferences that have it, and those that set when the patient came, was seated or went.
    Ours: the sentence where there is none.
    """
    status = writing.confirmed(call)
    call.values |= {"Confirmed": status, **booking.stamps(call, status)}
