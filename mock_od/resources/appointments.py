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
- In the POSTs a ProvNum or a Confirmed of 0 is as if it was not sent, as in the desktop program; a PUT takes it.
- An UnschedList one that is made by POST keeps its Op, which has to be sent.
- POST Planned needs neither AppointmentTypeNum nor procNums where the preference ApptsRequireProc is 0, as the text of
  the page says. AptDateTime is today, as in the desktop program; the page's example shows a later day.
- Nothing is added for a plan that has amounts for each visit (PerVisitPatAmount), and Break makes no adjustment, for
  which the desktop program asks the amount.
- SlotsWebSched without defNumApptType takes the first definition of its category that has a type.
- POST WebSched refuses a time that SlotsWebSched does not offer, in the words that the desktop program has for recalls.
  Only its beginning counts: the page's example asks for 30 minutes and gets the 20 of the type. As in that example the
  appointment has no AppointmentTypeNum and no colour. Whether the office has subscribed to WebSched is not asked.
- The page says of serverDateTime alone since when it is answered; here every version answers all other columns.
"""

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

    serverDateTime = ServerTime("To send as the next DateTStamp.", since="21.2")
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


# What the rules are, and what they rest on, stands with these functions.
Appointments.asap.rule(asking.a_clinic_is_named)
Appointments.asap.where()(asking.on_the_asap_list)
Appointments.asap.where("ProvNum")(asking.the_dentists_or_the_hygienists)
Appointments.slots.rule(asking.the_day_is_yet_to_come)
Appointments.slots.give(asking.open_times)
Appointments.web_slots.rule(asking.a_clinic_is_named)
Appointments.web_slots.give(asking.times_for_the_web)

for _new in (Appointments.create, Appointments.plan):
    _new.fill(Appointments.Confirmed)(writing.not_confirmed_yet)
    _new.fill(Appointments.ProvNum)(writing.the_patients_own_provider)
    _new.fill(Appointments.ClinicNum)(writing.where_it_takes_place)
    _new.prepare(writing.nobody_and_nothing_are_the_usual)
    _new.after(writing.what_follows_a_new_one)
Appointments.create.fill(Appointments.colorOverride)(writing.the_colour_of_its_type)
Appointments.create.fill(Appointments.PatternSecondary)(writing.as_long_as_the_pattern)
Appointments.create.rule(writing.both_patterns_are_as_long)
Appointments.create.prepare(writing.what_a_new_one_has)
Appointments.plan.fill(Appointments.PatternSecondary)(writing.as_long_as_the_planned_pattern)
Appointments.plan.rule(writing.what_may_be_planned)
Appointments.plan.prepare(writing.what_a_planned_one_has)
Appointments.schedule.action(writing.a_planned_one_is_scheduled)
Appointments.book.action(writing.a_slot_of_the_web_is_taken)

Appointments.update.rule(writing.both_patterns_are_as_long)
Appointments.update.prepare(writing.what_changes_along)
Appointments.update.after(writing.what_follows_a_change)
Appointments.break_.rule(writing.what_may_be_broken)
Appointments.break_.prepare(writing.it_is_broken)
Appointments.break_.after(writing.what_follows_a_broken_one)
Appointments.note.prepare(writing.a_line_is_added)
Appointments.confirm.prepare(writing.it_is_confirmed)
