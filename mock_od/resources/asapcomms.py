"""https://www.opendental.com/site/apiasapcomms.html

Known deviations:
- Without dates the list has the rows of the last seven days and none of today: dateEnd is "today at midnight", and rows
  before it are found. Only dateStart, or only dateEnd: a range without an end, or without a beginning.
- ClinicNum of a new row is the operatory's, else the patient's. No source says it.
- An office without the eServices has the preference WebSchedAsapEnabled at 0; that, and the sentence, are ours. So are
  the sentences for an appointment or a recall that is not ASAP, and for an appointment whose status the ASAP list does
  not have.
- An end after midnight is 23:59:59, and why no text is sent, are as in the data layer of the desktop program, which the
  API shares. Only the Note for a patient who has opted out is the page's, and the other ones are ours. No text is
  really sent.
- WebSchedAsapTextTemplate is the preference with the text; what it says by default is the page's example.
"""

from datetime import datetime, timedelta

from mock_od.call import Call, Refusal, Row
from mock_od.declare import GET, LIST, POST, DateTime, Days, Enum, ForeignKey, Key, Resource, Text
from mock_od.dentistry.asap import sent_at, text_of, why_no_text
from mock_od.dentistry.overlaps import Span, collides
from mock_od.dentistry.patterns import end_of
from mock_od.dentistry.preferences import preference
from mock_od.dentistry.recalls import appointment_pattern

_WEEK = timedelta(days=7)
_LAST = datetime(9999, 12, 1)  # noqa: DTZ001  # an office's time has no zone
_KINDS = {
    "Scheduled": "ScheduledAppt",
    "UnschedList": "UnscheduledAppt",
    "Planned": "PlannedAppt",
    "Broken": "Broken",
}
"""FKeyType by the appointment's AptStatus."""
_KIND = Enum(about="What that is.")


class AsapComms(Resource, table="asapcomm", path="/asapcomms"):
    """Messages to patients who would come sooner that a time has become free."""

    AsapCommNum = Key()
    FKey = ForeignKey(
        {**dict.fromkeys(_KINDS.values(), "appointment"), "Recall": "recall"},
        "The appointment or the recall that may move.",
        by=_KIND,
    )
    FKeyType = _KIND
    ScheduleNum = ForeignKey(about="The Web Sched ASAP blockout of the free time.")
    PatNum = ForeignKey(about="The patient.", owner=True)
    ClinicNum = ForeignKey(about="The clinic that sends it.")
    DateTimeEntry = DateTime("When it was made.", stamp="entry")
    DateTimeExpire = DateTime("Until when the patient may answer.")
    DateTimeSmsScheduled = DateTime("When the text is to be sent.")
    SmsSendStatus = Enum(about="Whether the text was sent.")
    DateTimeSmsSent = DateTime("When it was.")
    ResponseStatus = Enum(about="What the patient answered.")
    DateTimeOrig = DateTime("When the appointment is now, or when the recall is due.")
    TemplateText = Text("The text.")
    Note = Text("Why it was not sent.")

    single = GET("23.3.3")
    several = LIST("23.3.3", optional=[ClinicNum], days=Days(DateTimeEntry, last="before", default=-7))
    create = POST(
        "23.3.3",
        required=[
            ForeignKey("operatory", "The operatory that is free.").called("op"),
            DateTime("When the free time begins.").called("dateTimeStart"),
        ],
        optional=[
            ForeignKey("appointment", "The appointment that may move.", owner=True, needed=True).called("aptNum"),
            ForeignKey("recall", "The recall that may move.", owner=True, needed=True)
            .called("recallNum")
            .but(since="25.2.9"),
        ],
        one_of=[(ForeignKey("appointment").called("aptNum"), ForeignKey("recall").called("recallNum"))],
        permission="ApiTextingASAP",
    )


def _moving(call: Call) -> Row:
    """The appointment or the recall that may move."""
    if "aptNum" in call.sent:
        return call.records.get("appointment", call.sent["aptNum"])
    return call.records.get("recall", call.sent["recallNum"])


@AsapComms.create.rule
def the_office_has_the_eservices(call: Call) -> None:
    """Documented: the office must be subscribed to Web Sched ASAP and to texting.

    Ours: it is, unless the preference WebSchedAsapEnabled is 0; the sentence.
    """
    if preference(call, "WebSchedAsapEnabled") == "0":
        hint = "the preference WebSchedAsapEnabled is 0"
        raise Refusal("The office is not subscribed to Web Sched ASAP.", hint=hint)


@AsapComms.create.rule
def only_what_is_asap_moves(call: Call) -> None:
    """Documented: the Priority of the appointment or the recall must be ASAP.

    S: the appointment is Scheduled, UnschedList, Planned or Broken.
    Ours: the sentences.
    """
    moving = _moving(call)
    name = "aptNum" if "aptNum" in call.sent else "recallNum"
    if moving["Priority"] != "ASAP":
        hint = f"its Priority is {moving['Priority']}; PUT ASAP there first"
        raise Refusal(f"{name} is invalid. Priority must be ASAP.", hint=hint)
    if name == "aptNum" and moving["AptStatus"] not in _KINDS:
        hint = f"its AptStatus is {moving['AptStatus']}; the ASAP list has {', '.join(_KINDS)}"
        raise Refusal("aptNum is invalid.", hint=hint)


@AsapComms.create.rule
def the_calendar_goes_on(call: Call) -> None:
    """Ours: the last weeks of the year 9999 are refused, as there is no week after them."""
    if datetime.fromisoformat(call.sent["dateTimeStart"]) > _LAST:
        raise Refusal("dateTimeStart is invalid.", hint=f"dateTimeStart is at most {_LAST}")


@AsapComms.create.rule
def the_time_is_free(call: Call) -> None:
    """Documented: it is refused where it would overlap with an appointment, or a blockout that allows none.

    S: the sentence; which blockouts these are, by their own type and by that of the appointment.
    Ours: the place of the appointment itself does not count.
    """
    moving = _moving(call)
    start = call.sent["dateTimeStart"]
    kind = call.records.find("appointmenttype", moving.get("AppointmentTypeNum", 0))
    span = Span(start, end_of(start, _pattern(call, moving)))
    allowed = kind["BlockoutTypes"] if kind else ""
    if collides(call, call.sent["op"], span, allowed=allowed, but=moving.get("AptNum", 0)):
        hint = f"operatory {call.sent['op']} is not free from {start} to {span.end}"
        raise Refusal("Appointment overlaps existing appointment or blockout.", hint=hint)


def _pattern(call: Call, moving: Row) -> str:
    """The time pattern of what may move."""
    return str(moving["Pattern"]) if "AptNum" in moving else appointment_pattern(call, moving)


@AsapComms.create.prepare
def the_blockout_and_the_text(call: Call) -> None:
    """Documented: a Web Sched ASAP blockout of the length that the appointment or the recall takes, and a text.

    S: its Note; an end after midnight is 23:59:59; the answer may come for a week from the free time on; why no text
    is sent.
    Ours: the clinic is the operatory's, else the patient's.
    """
    moving = _moving(call)
    start = datetime.fromisoformat(call.sent["dateTimeStart"])
    patient = call.records.get("patient", moving["PatNum"])
    room = call.records.get("operatory", call.sent["op"])
    clinic = room["ClinicNum"] or patient["ClinicNum"]
    if "aptNum" in call.sent:
        about: Row = {"FKey": moving["AptNum"], "FKeyType": _KINDS[moving["AptStatus"]]}
        original = moving["AptDateTime"]
    else:
        about = {"FKey": moving["RecallNum"], "FKeyType": "Recall"}
        original = f"{moving['DateDue']} 00:00:00"
    note = why_no_text(call, patient, about, start)
    sent = {} if note else {"DateTimeSmsScheduled": _text(sent_at(call))}
    call.values.update(
        about,
        PatNum=patient["PatNum"],
        ClinicNum=clinic,
        ScheduleNum=_block(call, start, _pattern(call, moving), texts=not note),
        DateTimeExpire=_text(start + _WEEK),
        SmsSendStatus="DoNotSend" if note else "SendNotAttempted",
        EmailSendStatus="DoNotSend",
        ResponseStatus="UnableToSend" if note else "AwaitingTransmit",
        DateTimeOrig=original,
        TemplateText=text_of(call, start, clinic),
        Note=note,
        **sent,
    )


def _block(call: Call, start: datetime, pattern: str, *, texts: bool) -> int:
    """Make the blockout; its ScheduleNum."""
    end = end_of(_text(start), pattern)
    stop = end[11:] if end[:10] == start.date().isoformat() else "23:59:59"
    number = call.records.insert(
        "schedule",
        {
            "SchedDate": start.date().isoformat(),
            "StartTime": f"{start:%H:%M:%S}",
            "StopTime": stop,
            "SchedType": "WebSchedASAP",
            "Note": f"{int(texts)} text{'' if texts else 's'} to be sent\r\n0 emails to be sent",
        },
    )
    call.records.insert("scheduleop", {"ScheduleNum": number, "OperatoryNum": call.sent["op"]})
    return number


def _text(moment: datetime) -> str:
    return moment.isoformat(" ", "seconds")
