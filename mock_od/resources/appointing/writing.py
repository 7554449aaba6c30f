"""How what is sent of an appointment becomes its row, and what follows a write."""

from __future__ import annotations

from mock_od.call import Call, Refusal, Row
from mock_od.dentistry import booking, breaking
from mock_od.dentistry.attaching import attach
from mock_od.dentistry.history import remember
from mock_od.dentistry.patterns import USUAL, of_procedures, without_procedures
from mock_od.dentistry.preferences import preference, preferred_key
from mock_od.dentistry.recalls import synch_scheduled
from mock_od.resources.appointing.asking import chosen_time

TIMES = ("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed")
_PREFERRED = {
    "Sent": "ApptEConfirmStatusSent",
    "Confirmed": "ApptEConfirmStatusAccepted",
    "Not Accepted": "ApptEConfirmStatusDeclined",
    "Failed": "ApptEConfirmStatusSendFailed",
}


def providers(call: Call) -> tuple[int, int]:
    """ProvNum and ProvHyg that the appointment will have."""
    dentist = call.sent.get("ProvNum", call.row.get("ProvNum"))
    usual = dentist is None and booking.own_provider(call, call.sent["PatNum"])
    return int(usual or dentist or 0), int({"ProvHyg": 0, **call.row, **call.sent}["ProvHyg"])


def new_type(call: Call) -> int:
    """AppointmentTypeNum where the call gives the appointment another type than it had; else 0."""
    kind = int(call.sent.get("AppointmentTypeNum", 0))
    return 0 if kind == call.row.get("AppointmentTypeNum") else kind


def pattern_of(call: Call) -> str:
    """The pattern that the appointment will have: as sent, as its new type or its procedures have it, or as it was."""
    if "Pattern" in call.sent:
        return str(call.sent["Pattern"])
    kind = new_type(call)
    brought = booking.brought_by_type(call, kind, *providers(call)).get("Pattern", "")
    if brought or "procNums" not in call.sent:
        return str(brought or call.row.get("Pattern", USUAL))
    return _of_procedures(call, call.sent["procNums"]) or USUAL


def pattern_of_planned(call: Call) -> str:
    """The pattern that a planned appointment will have; one without procedures has the office's usual one."""
    has_some = "Pattern" in call.sent or call.sent.get("procNums") or call.sent.get("AppointmentTypeNum")
    return pattern_of(call) if has_some else without_procedures(call)


def _of_procedures(call: Call, numbers: list[int]) -> str:
    rows = (call.records.get("procedurelog", number) for number in numbers)
    codes = [code for code in (call.records.find("procedurecode", row["CodeNum"]) for row in rows) if code]
    return of_procedures(call, codes, *providers(call))


def refuse_other_length(call: Call, pattern: str) -> None:
    """Refuse a PatternSecondary that is longer or shorter than the pattern.

    :raises Refusal: 400.
    """
    if "PatternSecondary" in call.sent and len(call.sent["PatternSecondary"]) != len(pattern):
        hint = f"the appointment's Pattern will be {pattern!r}"
        raise Refusal("PatternSecondary must match the length of Pattern.", hint=hint)


def refuse_procedures(call: Call) -> None:
    """Refuse a planned appointment without procedures, where the office wants some, or with another patient's.

    :raises Refusal: 400.
    """
    has_some = call.sent.get("procNums") or call.sent.get("AppointmentTypeNum")
    if not has_some and preference(call, "ApptsRequireProc") != "0":
        raise Refusal("AppointmentTypeNum or procNums is required.", hint="the preference ApptsRequireProc has it so")
    for key in call.sent.get("procNums", ()):
        if call.records.get("procedurelog", key)["PatNum"] != call.sent["PatNum"]:
            raise Refusal("procNums is invalid.", hint=f"procedure {key} is another patient's")


def clinic_of_new(call: Call) -> int:
    """ClinicNum of a new appointment: its operatory's, else the patient's."""
    room = call.records.get("operatory", call.sent["Op"]) if "Op" in call.sent else {}
    return int(room.get("ClinicNum") or call.records.get("patient", call.sent["PatNum"])["ClinicNum"])


def put_times(call: Call) -> None:
    """Give the times of day that were sent the appointment's day."""
    day = str({**call.row, **call.values}["AptDateTime"])[:10]
    call.values |= {name: f"{day} {call.sent[name]}" for name in TIMES if name in call.sent}


def prepare_new(call: Call) -> None:
    """What a new appointment has besides what was sent."""
    call.values |= {name: booking.NO_TIME for name in TIMES if name not in call.sent}
    put_times(call)
    call.values |= {"Pattern": pattern_of(call), **booking.usual_values(call, call.values["PatNum"])}


def prepare_planned(call: Call) -> None:
    """What a planned appointment has besides what was sent."""
    patient, today = call.values["PatNum"], f"{call.today} 00:00:00"
    call.values |= {"AptDateTime": today, **dict.fromkeys(TIMES, today), **booking.usual_values(call, patient)}
    call.values |= {"Pattern": pattern_of_planned(call), "ItemOrderPlanned": booking.place_among_planned(call, patient)}
    kind = booking.brought_by_type(call, call.values["AppointmentTypeNum"], *providers(call))
    call.values["colorOverride"] = kind.get("colorOverride", "0,0,0")
    call.records.update("patient", patient, {"PlannedIsDone": False})


def follow_new(call: Call) -> None:
    """What follows a new appointment."""
    key, patient = call.key or 0, call.values["PatNum"]
    attach(call.records, key, call.sent.get("procNums", ()))
    booking.take_procedures(call, key)
    if call.values["AptStatus"] == "Planned":
        booking.point_to_planned(call, key)
    elif call.values.get("IsNewPatient"):
        booking.set_first_visit(call, patient, call.values["AptDateTime"][:10])
    if call.values["AptStatus"] == "Complete":
        booking.finish(call, key)
    synch_scheduled(call, patient)


def schedule(call: Call) -> int:
    """Make a scheduled appointment of a planned one; its key."""
    planned = call.records.get("appointment", call.sent["AptNum"])
    said: Row = {name: word for name, word in call.sent.items() if name != "AptNum"}
    clinic = call.records.get("operatory", said["Op"])["ClinicNum"]
    call.row = {"PatNum": planned["PatNum"]}  # whose log has it
    number = booking.schedule_planned(call, planned, {**said, **({"ClinicNum": clinic} if clinic else {})})
    synch_scheduled(call, planned["PatNum"])
    return number


def book(call: Call) -> int:
    """Make an appointment of a slot of the web; its key."""
    number = booking.book_on_the_web(call, call.sent["PatNum"], *chosen_time(call))
    synch_scheduled(call, call.sent["PatNum"])
    return number


def prepare_change(call: Call) -> None:
    """What changes with what was sent."""
    status = call.sent.get("Confirmed", 0)
    if status != call.row["Confirmed"]:
        call.values |= booking.stamps(call, status)
    put_times(call)
    if call.sent.get("AptStatus") == "Complete" and call.row["AptStatus"] == "PtNote":
        call.values["AptStatus"] = "PtNoteCompleted"
    pattern = pattern_of(call)
    if pattern != call.row["Pattern"]:
        call.values["Pattern"] = pattern
        if len(pattern) != len({**call.row, **call.values}["PatternSecondary"]):
            call.values["PatternSecondary"] = "/" * len(pattern)
    brought = booking.brought_by_type(call, new_type(call), *providers(call))
    if brought and "colorOverride" not in call.sent:
        call.values["colorOverride"] = brought["colorOverride"]


def follow_change(call: Call) -> None:
    """What follows a change."""
    key, before = call.key or 0, call.row
    if new_type(call):
        booking.take_procedures(call, key)
    if {**before, **call.values}["AptDateTime"][:10] != before["AptDateTime"][:10]:
        booking.move_procedures(call, call.records.get("appointment", key))
    if call.values.get("AptStatus") == "Complete" != before["AptStatus"]:
        booking.finish(call, key)
    if call.values.get("AptStatus") == "UnschedList":
        booking.leave_the_book(call, key)
    synch_scheduled(call, before["PatNum"])


def refuse_to_break(call: Call) -> None:
    """Refuse to break what is not Scheduled, or with a procedure that the office has not enabled.

    :raises Refusal: 400.
    """
    if call.row["AptStatus"] != "Scheduled":
        hint = f"appointment {call.key} is {call.row['AptStatus']}"
        raise Refusal("Only appointments with an AptStatus of Scheduled can be broken.", hint=hint)
    kind = call.sent.get("breakType")
    if kind and kind not in breaking.break_types(call):
        hint = "the preference BrokenApptProcedure says what is enabled: 1 Missed, 2 Cancelled, 3 both"
        raise Refusal(f"breakType is invalid. {kind} is not enabled by the Dental Office", hint=hint)


def follow_broken(call: Call) -> None:
    """What follows a broken appointment."""
    key = call.key or 0
    breaking.write_commlog(call, call.row)
    if call.values["AptStatus"] == "UnschedList":
        booking.leave_the_book(call, key)
    kind = call.sent.get("breakType")
    if kind:
        breaking.chart(call, call.row, kind)
        remember(call, call.records.get("appointment", key), kind)
    synch_scheduled(call, call.row["PatNum"])


def confirmed(call: Call) -> int:
    """The status of confirmation that is asked for, a DefNum.

    :raises Refusal: 400 when the office has none for it.
    """
    chosen = call.sent.get("confirmVal", "")
    if call.sent.get("defNum"):
        return int(call.sent["defNum"])
    status = booking.first_status(call) if chosen == "None" else preferred_key(call, _PREFERRED[chosen])
    if not status:
        hint = f"the preference {_PREFERRED.get(chosen, '')} names no status; defNum takes any"
        raise Refusal(f"confirmVal is invalid. {chosen} is not set up by the Dental Office", hint=hint)
    return status
