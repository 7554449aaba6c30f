"""https://www.opendental.com/site/apihistappointments.html

Known deviations:
- date, dateStart and dateEnd speak of AptDateTime, as in the data layer of the desktop program, which the API shares.
- AptNum and PatNum of 0 find all rows, as there; ClinicNum of 0 finds those of no clinic.
- An AptNum without an appointment finds its rows, as an appointment that was deleted has them still.
- Only dateStart, or only dateEnd: a range without an end, or without a beginning. No source says it.
"""

from mock_od.declare import (
    LIST,
    Bool,
    Colour,
    DateTime,
    Days,
    Enum,
    ForeignKey,
    Int,
    Key,
    Lookup,
    Resource,
    Text,
)


class HistAppointments(Resource, table="histappointment", path="/histappointments"):
    """What an appointment was like each time after it was made, changed, missed, cancelled or deleted."""

    HistApptNum = Key()
    HistUserNum = ForeignKey(about="Who did it; 0 for the API.")
    HistDateTStamp = DateTime("When it was done.")
    HistApptAction = Enum(about="What was done.")
    ApptSource = Enum(about="The program that did it.")
    AptNum = Int("The appointment, which may be deleted.", index=True)
    PatNum = ForeignKey("patient", "The patient.", owner=True)
    AptStatus = Enum(
        [
            "None",
            "Scheduled",
            "Complete",
            "UnschedList",
            "ASAP",
            "Broken",
            "Planned",
            "PtNote",
            "PtNoteCompleted",
        ],
        "Its status then.",
    )
    Pattern = Text("Its time, a sign for each five minutes.")
    Confirmed = ForeignKey("definition", "Whether it was confirmed.", where={"Category": 2})
    confirmed = Lookup(Confirmed, "ItemName")
    TimeLocked = Bool("Its time does not follow its procedures.")
    Op = ForeignKey("operatory", "Where it was.")
    Note = Text("For the staff.")
    ProvNum = ForeignKey("provider", "The dentist.")
    provAbbr = Lookup(ProvNum, "Abbr")
    ProvHyg = ForeignKey("provider", "The hygienist.")
    AptDateTime = DateTime("When it was to be.")
    NextAptNum = ForeignKey("appointment", "The planned appointment that it came from.")
    UnschedStatus = ForeignKey("definition", "What is to be done about it.", where={"Category": 13})
    unschedStatus = Lookup(UnschedStatus, "ItemName")
    IsNewPatient = Bool("The patient's first one.")
    ProcDescript = Text("Its procedures in short.")
    ClinicNum = ForeignKey("clinic", "The clinic.")
    IsHygiene = Bool("The hygienist is the main provider.")
    DateTStamp = DateTime("When the appointment was last changed then.")
    DateTimeArrived = DateTime("When the patient came.")
    DateTimeSeated = DateTime("When the patient was seated.")
    DateTimeDismissed = DateTime("When the patient went.")
    InsPlan1 = ForeignKey("insplan", "The first insurance plan.")
    InsPlan2 = ForeignKey("insplan", "The second one.")
    DateTimeAskedToArrive = DateTime("When the patient was asked to come.")
    colorOverride = Colour("Of its own, in the book.", column="ColorOverride")
    AppointmentTypeNum = ForeignKey("appointmenttype", "Its type.")
    SecUserNumEntry = ForeignKey("userod", "Who made the appointment.")
    SecDateTEntry = DateTime("When the appointment was made.")
    Priority = Enum(["Normal", "ASAP"], "Whether it may be moved to an earlier day.")
    PatternSecondary = Text("The time of the provider who is not the main one.")
    ItemOrderPlanned = Int("Its place among planned ones.")

    several = LIST(
        "23.1.30",
        days=Days(AptDateTime),
        optional=[
            HistApptAction,
            AptNum.unless_zero(),
            PatNum.unless_zero(),
            AptStatus.but(only=["Scheduled", "Complete", "UnschedList", "Broken", "Planned"]),
            ClinicNum,
        ],
    )
