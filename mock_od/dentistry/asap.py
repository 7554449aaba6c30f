"""Messages to patients who would come sooner: when one is sent, what it says, and why a patient gets none.

Source: the desktop program's data layer, 24.3.45, unless something else is said.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from mock_od.call import Call, Row
from mock_od.dentistry.preferences import preference

_SHORTEST = timedelta(minutes=30)
"""How long before the free time a text is sent at the latest."""
_A_DAY = timedelta(days=1)
OPTED_OUT = "Not sending text because the patient has opted out of automated messaging."
"""The API's page."""


def sent_at(call: Call) -> datetime:
    """When a text of this moment is sent: now, or when the office next lets automatic messages out.

    AutomaticCommunicationTimeStart and AutomaticCommunicationTimeEnd are the office's hours; it has none where one of
    the two is missing, or where they are alike.
    """
    first, last = (_hour(call, f"AutomaticCommunicationTime{which}") for which in ("Start", "End"))
    if first is None or last is None or first >= last:
        return call.now
    begin = datetime.combine(call.now.date(), first)
    if call.now < begin:
        return begin
    return call.now if call.now.time() <= last else begin + _A_DAY


def why_no_text(call: Call, patient: Row, about: Row, start: datetime) -> str:
    """Why no text is sent, as asapcomm.Note says it; empty where one is.

    The words are ours, but for OPTED_OUT.

    :param about: FKey and FKeyType of the message: the appointment or the recall that would move.
    :param start: when the free time begins.
    """
    at = sent_at(call)
    earlier = call.records.rows("asapcomm", PatNum=patient["PatNum"])
    if any(row["ResponseStatus"] == "DeclinedStopComm" and about.items() <= row.items() for row in earlier):
        return "Not sending text because the patient has asked not to be contacted about this appointment."
    limit = preference(call, "WebSchedAsapTextLimit").strip()
    of_the_day = [
        row
        for row in earlier
        if row["SmsSendStatus"] != "DoNotSend" and row["DateTimeSmsScheduled"].startswith(at.date().isoformat())
    ]
    if limit.isdecimal() and len(of_the_day) >= int(limit):
        return f"Not sending text because the patient has had {len(of_the_day)} texts on this day."
    if start - at < _SHORTEST:
        return "Not sending text because it would be sent less than 30 minutes before the time slot."
    unknown_is_no = preference(call, "TextMsgOkStatusTreatAsNo") == "1"
    if patient["TxtMsgOk"] == "No" or (patient["TxtMsgOk"] == "Unknown" and unknown_is_no):
        return OPTED_OUT
    if not patient["WirelessPhone"].strip():
        return "Not sending text because the patient has no wireless phone number."
    return ""


def text_of(call: Call, start: datetime, clinic: int) -> str:
    """The text that offers a free time, with the names of the patient and of the page left to be filled in.

    :param start: when the free time begins.
    :param clinic: ClinicNum of the clinic that has it; 0 for the practice.
    """
    row = call.records.find("clinic", clinic) if clinic else None
    hour = f"{start:%I:%M %p}".lstrip("0")
    text = preference(call, "WebSchedAsapTextTemplate", clinic)
    for tag, value in (
        ("[Date]", f"{start:%m/%d/%Y}"),
        ("[Time]", hour),
        ("[OfficeName]", row["Description"] if row else preference(call, "PracticeTitle")),
        ("[OfficePhone]", row["Phone"] if row else preference(call, "PracticePhone")),
    ):
        text = text.replace(tag, value)
    return text


def _hour(call: Call, name: str) -> time | None:
    """The time of day that a preference has, alone or behind a day."""
    try:
        return time.fromisoformat(preference(call, name).rpartition(" ")[2])
    except ValueError:
        return None
