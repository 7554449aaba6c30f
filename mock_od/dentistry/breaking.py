"""An appointment is broken: the patient did not come, or said so too late.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from mock_od.call import Call, Row
from mock_od.dentistry import estimates
from mock_od.dentistry.commlogs import commlog_type
from mock_od.dentistry.completing import place_of_service
from mock_od.dentistry.fees import price
from mock_od.dentistry.preferences import preference

BreakType = Literal["Missed", "Cancelled"]
CODES: dict[BreakType, str] = {"Missed": "D9986", "Cancelled": "D9987"}
"""The code that is charted."""
_ALLOWED: dict[str, tuple[BreakType, ...]] = {"1": ("Missed",), "2": ("Cancelled",), "3": ("Missed", "Cancelled")}
"""The values of the preference BrokenApptProcedure; any other one allows none."""


def break_types(call: Call) -> tuple[BreakType, ...]:
    """What the office has a procedure charted for, as its preference BrokenApptProcedure says."""
    return _ALLOWED.get(preference(call, "BrokenApptProcedure"), ())


def told(appointment: Row) -> str:
    """What a note says of a broken appointment: ``Appt BROKEN for PerEx, Pro Tue 6/3/2025 9:00:00 AM``."""
    at = datetime.fromisoformat(appointment["AptDateTime"])
    descript = f"{appointment['ProcDescript']} " if appointment["ProcDescript"] else ""
    clock = f"{at.hour % 12 or 12}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"  # noqa: PLR2004  # noon
    return f"Appt BROKEN for {descript}{at:%a} {at.month}/{at.day}/{at.year} {clock}"


def chart(call: Call, appointment: Row, kind: BreakType) -> None:
    """Chart the procedure of a broken appointment, complete and of today; nothing where no code is there for it.

    :param appointment: the appointment row.
    """
    for code in call.records.rows("procedurecode", ProcCode=CODES[kind])[:1]:
        clinic = appointment["ClinicNum"]
        row: Row = {
            "PatNum": appointment["PatNum"],
            "CodeNum": code["CodeNum"],
            "ProcStatus": "C",
            "ProcDate": call.today,
            "DateTP": call.today,
            "DateEntryC": call.today,
            "DateComplete": call.today,
            "ProvNum": code["ProvNumDefault"] or appointment["ProvNum"],
            "ClinicNum": clinic,
            "PlaceService": place_of_service(call, clinic),
            "BaseUnits": code["BaseUnits"],
            "UnitQty": 1,
            "MedicalCode": code["MedicalCode"],
        }
        number = call.records.insert("procedurelog", {**row, "ProcFee": price(call, row)})
        estimates.recompute(call, number)
        note = {"PatNum": appointment["PatNum"], "ProcNum": number, "EntryDateTime": call.moment}
        call.records.insert("procnote", {**note, "Note": told(appointment)})


def write_commlog(call: Call, appointment: Row) -> None:
    """Leave a commlog about a broken appointment, where the office's preference BrokenApptCommLog has it so.

    :param appointment: the appointment row.
    """
    if preference(call, "BrokenApptCommLog") != "1":
        return
    call.records.insert(
        "commlog",
        {
            "PatNum": appointment["PatNum"],
            "CommDateTime": call.moment,
            "CommType": commlog_type(call, "APPT"),
            "Note": told(appointment),
        },
    )
