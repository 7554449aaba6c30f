"""How what is sent of an appointment becomes its row, and what follows a write.

The functions that a docstring with a mark begins are rules of the page.
"""

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
    dentist = call.sent.get("ProvNum", call.row.get("ProvNum", 0))
    usual = 0 if dentist or call.row else booking.own_provider(call, call.sent["PatNum"])
    return int(dentist or usual), int({"ProvHyg": 0, **call.row, **call.sent}["ProvHyg"])


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


def _refuse_other_length(call: Call, pattern: str) -> None:
    if "PatternSecondary" in call.sent and len(call.sent["PatternSecondary"]) != len(pattern):
        hint = f"the appointment's Pattern will be {pattern!r}"
        raise Refusal("PatternSecondary must match the length of Pattern.", hint=hint)


# --- new ones ----------------------------------------------------------------------------------------------


def not_confirmed_yet(call: Call) -> int:
    """Documented: the first definition of category 2.

    S: of the visible ones.
    """
    return booking.first_status(call)


def the_patients_own_provider(call: Call) -> int:
    """Documented: patient.PriProv, else the office's default provider.

    S: else the first visible one.
    """
    return booking.own_provider(call, call.sent["PatNum"])


def where_it_takes_place(call: Call) -> int:
    """Documented: the operatory's clinic, if it has one, else the patient's; of a planned one the patient's."""
    room = call.records.get("operatory", call.sent["Op"]) if "Op" in call.sent else {}
    return int(room.get("ClinicNum") or call.records.get("patient", call.sent["PatNum"])["ClinicNum"])


def the_colour_of_its_type(call: Call) -> str:
    """Documented: the type's colour, else none."""
    return str(booking.brought_by_type(call, new_type(call), *providers(call)).get("colorOverride", "0,0,0"))


def as_long_as_the_pattern(call: Call) -> str:
    """Documented: as many / as Pattern has signs."""
    return "/" * len(pattern_of(call))


def as_long_as_the_planned_pattern(call: Call) -> str:
    """Documented: as many / as Pattern has signs."""
    return "/" * len(pattern_of_planned(call))


def both_patterns_are_as_long(call: Call) -> None:
    """Documented: PatternSecondary matches the length of Pattern.

    Ours: the sentence.
    """
    _refuse_other_length(call, pattern_of(call))


def what_may_be_planned(call: Call) -> None:
    """Documented: with procedures, where ApptsRequireProc is not off; PatternSecondary matches the length of Pattern.

    S: for no patient who is archived or deceased, and the sentence.
    Ours: the other sentences.
    """
    patient = call.records.get("patient", call.sent["PatNum"])
    if patient["PatStatus"] in ("Archived", "Deceased"):
        hint = f"patient {patient['PatNum']} is {patient['PatStatus']}"
        raise Refusal("Appointments cannot be scheduled for archived patients.", hint=hint)
    has_some = call.sent.get("procNums") or call.sent.get("AppointmentTypeNum")
    if not has_some and preference(call, "ApptsRequireProc") != "0":
        raise Refusal("AppointmentTypeNum or procNums is required.", hint="the preference ApptsRequireProc has it so")
    for key in call.sent.get("procNums", ()):
        if call.records.get("procedurelog", key)["PatNum"] != call.sent["PatNum"]:
            raise Refusal("procNums is invalid.", hint=f"procedure {key} is another patient's")
    _refuse_other_length(call, pattern_of_planned(call))


def _put_times(call: Call) -> None:
    """Give the times of day that were sent the appointment's day."""
    day = str({**call.row, **call.values}["AptDateTime"])[:10]
    call.values |= {name: f"{day} {call.sent[name]}" for name in TIMES if name in call.sent}


def nobody_and_nothing_are_the_usual(call: Call) -> None:
    """S: a ProvNum and a Confirmed of 0 are as if none was sent."""
    call.values["Confirmed"] = call.values["Confirmed"] or booking.first_status(call)
    call.values["ProvNum"] = call.values["ProvNum"] or booking.own_provider(call, call.sent["PatNum"])


def what_a_new_one_has(call: Call) -> None:
    """Documented: the pattern of its type, unless one was sent; the patient's insurance plans.

    S: TimeLocked is a preference's.
    """
    call.values |= {name: booking.NO_TIME for name in TIMES if name not in call.sent}
    _put_times(call)
    call.values |= {"Pattern": pattern_of(call), **booking.usual_values(call, call.values["PatNum"])}


def what_a_planned_one_has(call: Call) -> None:
    """Documented: pattern and colour of its type, else the pattern of its procedures; its place among planned ones.

    S: its day is today, when the patient came, was seated and went is its midnight.
    S: PlannedIsDone of the patient is taken back.
    """
    patient, today = call.values["PatNum"], f"{call.today} 00:00:00"
    call.values |= {"AptDateTime": today, **dict.fromkeys(TIMES, today), **booking.usual_values(call, patient)}
    call.values |= {"Pattern": pattern_of_planned(call), "ItemOrderPlanned": booking.place_among_planned(call, patient)}
    kind = booking.brought_by_type(call, call.values["AppointmentTypeNum"], *providers(call))
    call.values["colorOverride"] = kind.get("colorOverride", "0,0,0")
    call.records.update("patient", patient, {"PlannedIsDone": False})


def what_follows_a_new_one(call: Call) -> None:
    """Documented: procedures of its type, or those sent; IsNewPatient sets DateFirstVisit where nothing is complete.

    S: which procedures a type takes; that other appointments of these point to the planned one.
    Inferred: one that is made Complete completes its procedures, as one that becomes so.
    """
    key, patient = call.key or 0, call.values["PatNum"]
    attach(call, key, call.sent.get("procNums", ()))
    booking.take_procedures(call, key)
    if call.values["AptStatus"] == "Planned":
        booking.point_to_planned(call, key)
    elif call.values.get("IsNewPatient"):
        booking.set_first_visit(call, patient, call.values["AptDateTime"][:10])
    if call.values["AptStatus"] == "Complete":
        booking.finish(call, key)
    synch_scheduled(call, patient)


def a_planned_one_is_scheduled(call: Call) -> int:
    """Documented: a new appointment; the planned one stays as it is; Note and Confirmed take the place of its own.

    S: what is copied, and what comes along.
    """
    planned = call.records.get("appointment", call.sent["AptNum"])
    said: Row = {name: word for name, word in call.sent.items() if name != "AptNum"}
    clinic = call.records.get("operatory", said["Op"])["ClinicNum"]
    call.row = {"PatNum": planned["PatNum"]}  # whose log has it
    number = booking.schedule_planned(call, planned, {**said, **({"ClinicNum": clinic} if clinic else {})})
    synch_scheduled(call, planned["PatNum"])
    return number


def a_slot_of_the_web_is_taken(call: Call) -> int:
    """Documented: in a slot of SlotsWebSched; Note, Pattern, procedures and what is 0 as in the example.

    S: the slot must still be on offer, and the sentence; the eservicelog.
    Inferred: Confirmed is a preference of the office.
    Ours: only the beginning of the slot counts.
    """
    number = booking.book_on_the_web(call, call.sent["PatNum"], *chosen_time(call))
    synch_scheduled(call, call.sent["PatNum"])
    return number


# --- changes -------------------------------------------------------------------------------------------------


def what_changes_along(call: Call) -> None:
    """Documented: a type brings its pattern and its colour, unless they were sent.

    S: a Confirmed that is new and that a preference names sets when the patient came, was seated or went.
    S: a note that is completed is a PtNoteCompleted.
    Ours: PatternSecondary is as long as a new Pattern.
    """
    status = call.sent.get("Confirmed", 0)
    if status != call.row["Confirmed"]:
        call.values |= booking.stamps(call, status)
    _put_times(call)
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


def what_follows_a_change(call: Call) -> None:
    """Documented: a type adds procedures.

    S: Complete completes the procedures; UnschedList takes the operatory, in a second write.
    S: planned procedures have the appointment's day; when the patient's recalls are scheduled, as after every write.
    """
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


def what_may_be_broken(call: Call) -> None:
    """Documented: a Scheduled one; a breakType that the office has enabled.

    Recorded: the sentence about breakType.
    Ours: the sentence about the status.
    """
    if call.row["AptStatus"] != "Scheduled":
        hint = f"appointment {call.key} is {call.row['AptStatus']}"
        raise Refusal("Only appointments with an AptStatus of Scheduled can be broken.", hint=hint)
    kind = call.sent.get("breakType")
    if kind and kind not in breaking.break_types(call):
        hint = "the preference BrokenApptProcedure says what is enabled: 1 Missed, 2 Cancelled, 3 both"
        raise Refusal(f"breakType is invalid. {kind} is not enabled by the Dental Office", hint=hint)


def it_is_broken(call: Call) -> None:
    """Documented: onto the unscheduled list, or Broken where it is."""
    call.values["AptStatus"] = "UnschedList" if call.sent["sendToUnscheduledList"] else "Broken"


def what_follows_a_broken_one(call: Call) -> None:
    """Documented: a procedure where breakType asks for it; a commlog where a preference does.

    S: the operatory is taken in a second write; the history says Missed or Cancelled where that was charted.
    """
    key = call.key or 0
    breaking.write_commlog(call, call.row)
    if call.values["AptStatus"] == "UnschedList":
        booking.leave_the_book(call, key)
    kind = call.sent.get("breakType")
    if kind:
        breaking.chart(call, call.row, kind)
        remember(call, call.records.get("appointment", key), kind)
    synch_scheduled(call, call.row["PatNum"])


def a_line_is_added(call: Call) -> None:
    """Documented: a new line below the note that is there."""
    if call.row["Note"]:
        call.values["Note"] = f"{call.row['Note']}\r\n{call.sent['Note']}"


def it_is_confirmed(call: Call) -> None:
    """Documented: None is the first definition of category 2; the office has set up what the others are.

    S: the preferences that have it, and those that set when the patient came, was seated or went.
    Ours: the sentence where there is none.
    """
    chosen, status = call.sent.get("confirmVal", ""), int(call.sent.get("defNum", 0))
    if chosen:
        status = booking.first_status(call) if chosen == "None" else preferred_key(call, _PREFERRED[chosen])
    if not status:
        hint = f"the preference {_PREFERRED.get(chosen, '')} names no status; defNum takes any"
        raise Refusal(f"confirmVal is invalid. {chosen} is not set up by the Dental Office", hint=hint)
    call.values |= {"Confirmed": status, **booking.stamps(call, status)}
