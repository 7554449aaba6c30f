"""Appointments are made and changed: what an appointment has that nobody says, and what follows from what it has.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from mock_od.call import Call, Row
from mock_od.dentistry import estimates
from mock_od.dentistry.appointment_types import missing_procedures, pattern_of
from mock_od.dentistry.attaching import attach
from mock_od.dentistry.completing import complete
from mock_od.dentistry.describing import procedures_of
from mock_od.dentistry.history import remember
from mock_od.dentistry.patplans import dental_plans
from mock_od.dentistry.patterns import USUAL
from mock_od.dentistry.preferences import preference, preferred_key
from mock_od.dentistry.recalls import synch
from mock_od.dentistry.slots import Slot
from mock_od.dentistry.web_slots import NEW, type_of

CONFIRMED = 2
"""The category of definitions that say whether an appointment is confirmed."""
NO_TIME = "0001-01-01 00:00:00"
_TRIGGERS = (
    ("AppointmentTimeArrivedTrigger", "DateTimeArrived"),
    ("AppointmentTimeSeatedTrigger", "DateTimeSeated"),
    ("AppointmentTimeDismissedTrigger", "DateTimeDismissed"),
)


def first_status(call: Call) -> int:
    """DefNum of the first visible definition of category 2: the appointment is not confirmed yet. 0 without one."""
    kinds = [row for row in call.records.rows("definition", Category=CONFIRMED) if not row["isHidden"]]
    return int(min(kinds, key=lambda row: int(row["ItemOrder"]))["DefNum"]) if kinds else 0


def own_provider(call: Call, patient: int) -> int:
    """ProvNum of the patient's dentist, else of the practice's own, else of the first visible provider; 0 without one.

    :param patient: PatNum.
    """
    row = call.records.find("patient", patient)
    usual = (row["PriProv"] if row else 0) or preferred_key(call, "PracticeDefaultProv")
    if usual:
        return int(usual)
    visible = [one for one in call.records.rows("provider") if not one["IsHidden"]]
    return int(min(visible, key=lambda one: int(one["ItemOrder"]))["ProvNum"]) if visible else 0


def usual_values(call: Call, patient: int) -> Row:
    """The columns that every new appointment has, and that no caller says.

    :param patient: PatNum.
    """
    return {"TimeLocked": preference(call, "AppointmentTimeIsLocked") == "1", **dental_plans(call, patient)}


def stamps(call: Call, status: int) -> dict[str, str]:
    """The column that a new status of confirmation sets to the moment: when the patient came, was seated, or went.

    Which status does so is a preference each. Where several have one status, the first counts.

    :param status: Confirmed, a DefNum.
    """
    for name, column in _TRIGGERS:
        if status and preferred_key(call, name) == status:
            return {column: call.moment}
    return {}


def brought_by_type(call: Call, kind: int, dentist: int, hygienist: int) -> Row:
    """The columns that an appointment takes over from its type: the colour, and the pattern where it gives one.

    :param kind: AppointmentTypeNum; nothing comes of 0.
    :param dentist: ProvNum of the appointment.
    :param hygienist: ProvHyg of the appointment, or 0.
    """
    row = call.records.find("appointmenttype", kind) if kind else None
    if row is None:
        return {}
    pattern = pattern_of(call, row, dentist, hygienist)
    return {"colorOverride": row["appointmentTypeColor"], **({"Pattern": pattern} if pattern else {})}


def take_procedures(call: Call, number: int) -> None:
    """Attach to an appointment the procedures that its type has and that it lacks.

    :param number: AptNum.
    """
    appointment = call.records.get("appointment", number)
    kind = call.records.find("appointmenttype", appointment["AppointmentTypeNum"])
    if kind:
        attach(call, number, missing_procedures(call, appointment, kind))


def leave_the_book(call: Call, number: int) -> None:
    """Take the operatory from an appointment that is on the unscheduled list now.

    The desktop program does so in a second write, so its history has both.

    :param number: AptNum.
    """
    appointment = call.records.get("appointment", number)
    if appointment["Op"]:
        remember(call, appointment, "Changed")
        call.records.update("appointment", number, {"Op": 0})


def finish(call: Call, number: int) -> None:
    """Complete an appointment's procedures, and note what the patient is insured by now; recalls are due anew then.

    :param number: AptNum.
    """
    appointment = call.records.get("appointment", number)
    call.records.update("appointment", number, dental_plans(call, appointment["PatNum"]))
    for row in procedures_of(call.records, appointment):
        complete(call, row["ProcNum"], appointment)
    synch(call, appointment["PatNum"])


def move_procedures(call: Call, appointment: Row) -> None:
    """Give the planned procedures of an appointment its day, and their estimates with them.

    :param appointment: the appointment row, as it is now.
    """
    for row in procedures_of(call.records, appointment):
        if row["ProcStatus"] in ("TP", "TPi"):
            call.records.update("procedurelog", row["ProcNum"], {"ProcDate": appointment["AptDateTime"][:10]})
            estimates.recompute(call, row["ProcNum"])


def set_first_visit(call: Call, patient: int, day: str) -> None:
    """DateFirstVisit of a patient with whom nothing is complete yet.

    :param patient: PatNum.
    :param day: the day of the first appointment, ``yyyy-MM-dd``.
    """
    if not call.records.rows("procedurelog", PatNum=patient, ProcStatus="C"):
        call.records.update("patient", patient, {"DateFirstVisit": day})


def place_among_planned(call: Call, patient: int) -> int:
    """ItemOrderPlanned of a patient's next planned appointment, from 1.

    :param patient: PatNum.
    """
    rows = call.records.rows("appointment", PatNum=patient, AptStatus="Planned")
    return max((int(row["ItemOrderPlanned"]) for row in rows), default=0) + 1


def point_to_planned(call: Call, number: int) -> None:
    """Have the appointments that share a procedure with a planned one point to it: NextAptNum.

    :param number: AptNum of the planned appointment.
    """
    for row in procedures_of(call.records, call.records.get("appointment", number)):
        if row["AptNum"]:
            call.records.update("appointment", row["AptNum"], {"NextAptNum": number})


def schedule_planned(call: Call, planned: Row, said: Row) -> int:
    """Make a scheduled appointment of a planned one, which stays as it is; the new AptNum.

    Its fields are copied, and its procedures and lab cases come along where they have no appointment yet.

    :param planned: the appointment row.
    :param said: what the new one has instead.
    """
    day = f"{said['AptDateTime'][:10]} 00:00:00"
    status = said.get("Confirmed", planned["Confirmed"]) or first_status(call)
    own = ("AptNum", "AptStatus", "DateTStamp", "SecDateTEntry", "SecUserNumEntry")
    number = call.records.insert(
        "appointment",
        {name: value for name, value in planned.items() if name not in own}
        | {"AptStatus": "Scheduled", "NextAptNum": planned["AptNum"], **usual_values(call, planned["PatNum"])}
        | {"DateTimeArrived": day, "DateTimeSeated": day, "DateTimeDismissed": day}
        | said
        | {"Confirmed": status},
    )
    for field in call.records.rows("apptfield", AptNum=planned["AptNum"]):
        call.records.insert("apptfield", {"AptNum": number, **{n: field[n] for n in ("FieldName", "FieldValue")}})
    for row in procedures_of(call.records, planned):
        if not row["AptNum"]:
            call.records.update("procedurelog", row["ProcNum"], {"AptNum": number})
    for case in call.records.rows("labcase", PlannedAptNum=planned["AptNum"]):
        call.records.update("labcase", case["LabCaseNum"], {"AptNum": number})
    return number


def book_on_the_web(call: Call, patient: int, reason: Row, slot: Slot) -> int:
    """Make an appointment as a patient makes one on the web; its AptNum.

    :param patient: PatNum.
    :param reason: the definition row, to which a type is linked.
    :param slot: when and where it is, and with whom.
    """
    start, provider = slot.start.isoformat(" "), slot.provider
    room = call.records.get("operatory", slot.operatory)
    is_new = reason["Category"] == NEW
    kind = type_of(call, reason["DefNum"]) or {}
    pattern = pattern_of(call, kind, provider, 0) or USUAL
    status = preferred_key(call, "WebSchedNewPatConfirmStatus" if is_new else "WebSchedExistingPatConfirmStatus")
    values: Row = {
        "PatNum": patient,
        "AptStatus": "Scheduled",
        "Pattern": pattern,
        "PatternSecondary": "/" * len(pattern),
        "Confirmed": status or first_status(call),
        "Op": room["OperatoryNum"],
        "Note": f"Appointment Reason: {reason['ItemName']}",
        "ProvNum": provider,
        "AptDateTime": start,
        "IsNewPatient": is_new,
        "ClinicNum": room["ClinicNum"],
    }
    number = call.records.insert("appointment", values | usual_values(call, patient))
    appointment = call.records.get("appointment", number)
    attach(call, number, missing_procedures(call, appointment, kind))
    if is_new:
        set_first_visit(call, patient, start[:10])
    call.records.insert(
        "eservicelog",
        {
            "LogDateTime": call.moment,
            "PatNum": patient,
            "EServiceType": "WSNewPat" if is_new else "WSExistingPat",
            "EServiceAction": "WSAppointmentScheduledFromServer",
            "KeyType": "ApptNum",
            "FKey": number,
            "ClinicNum": room["ClinicNum"],
        },
    )
    return number
