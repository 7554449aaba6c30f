"""What an appointment's type brings to it: the procedures that are missing, a pattern and a colour.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterator

from mock_od.call import Call, Row
from mock_od.dentistry.attaching import column_of
from mock_od.dentistry.charting import of_the_code
from mock_od.dentistry.completing import place_of_service
from mock_od.dentistry.describing import procedures_of
from mock_od.dentistry.fees import price
from mock_od.dentistry.patterns import of_procedures

_NOTES = ("PtNote", "PtNoteCompleted")


def codes_of(call: Call, kind: Row) -> list[Row]:
    """The procedurecode rows that a type adds, in its order; a code that no row has is left out.

    :param kind: the appointmenttype row.
    """
    names = (name.strip() for name in kind["CodeStr"].split(","))
    found = (call.records.rows("procedurecode", ProcCode=name) for name in names if name)
    return [rows[0] for rows in found if rows]


def pattern_of(call: Call, kind: Row, dentist: int, hygienist: int) -> str:
    """The pattern of a type, in five minutes: its own, else that of its codes; empty where it has neither.

    :param kind: the appointmenttype row.
    :param dentist: ProvNum of the appointment.
    :param hygienist: ProvHyg of the appointment, or 0.
    """
    return str(kind["Pattern"]) or of_procedures(call, codes_of(call, kind), dentist, hygienist)


def missing_procedures(call: Call, appointment: Row, kind: Row) -> list[int]:
    """The ProcNums that an appointment takes for its type, one for each code that it does not have yet.

    It is a planned procedure (TP) of the patient with that code which is free, else a new one. What is planned for
    another appointment is not free. Notes take none.

    :param appointment: the appointment row.
    :param kind: the appointmenttype row.
    """
    if appointment["AptStatus"] in _NOTES:
        return []
    there = procedures_of(call.records, appointment)
    free = [*_free(call, appointment)]
    taken = []
    for code in codes_of(call, kind):
        own = next((row for row in there if row["CodeNum"] == code["CodeNum"]), None)
        if own:
            there.remove(own)
            continue
        found = next((row for row in free if row["CodeNum"] == code["CodeNum"]), None)
        if found:
            free.remove(found)
        taken.append(found["ProcNum"] if found else _make(call, appointment, code))
    return taken


def _free(call: Call, appointment: Row) -> Iterator[Row]:
    """The patient's planned procedures that no appointment has."""
    for row in call.records.rows("procedurelog", PatNum=appointment["PatNum"], ProcStatus="TP"):
        elsewhere = row["PlannedAptNum"] and row["PlannedAptNum"] not in (
            appointment["AptNum"],
            appointment["NextAptNum"],
        )
        if not row["AptNum"] and not elsewhere and not row[column_of(appointment)]:
            yield row


def _make(call: Call, appointment: Row, code: Row) -> int:
    """A new planned procedure for an appointment; its ProcNum."""
    patient = call.records.get("patient", appointment["PatNum"])
    hygienist = appointment["ProvHyg"] if code["IsHygiene"] else 0
    clinic = appointment["ClinicNum"]
    row: Row = {
        "PatNum": appointment["PatNum"],
        "CodeNum": code["CodeNum"],
        "ProcStatus": "TP",
        "ProcDate": call.today,
        "DateTP": call.today,
        "DateEntryC": call.today,
        "ProvNum": code["ProvNumDefault"] or hygienist or appointment["ProvNum"],
        "ClinicNum": clinic,
        "SiteNum": patient["SiteNum"],
        "PlaceService": place_of_service(call, clinic),
        "UnitQty": 1,
        **of_the_code(call, code),
    }
    number = call.records.insert("procedurelog", {**row, "ProcFee": price(call, row)})
    if code["DefaultTPNote"]:
        note = {"PatNum": appointment["PatNum"], "ProcNum": number, "EntryDateTime": call.moment}
        call.records.insert("procnote", {**note, "Note": code["DefaultTPNote"]})
    return number
