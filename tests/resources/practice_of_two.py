"""A small practice for the conversations about appointments: two providers, three operatories, a patient with plans."""

from __future__ import annotations

from typing import Any

from conversation import Client

NOW = "2025-06-02 07:30:00"
"""A Monday."""
DAY = "2025-06-03"
NEVER = "0001-01-01 00:00:00"

ROWS: dict[str, list[dict[str, Any]]] = {
    "clinic": [{"ClinicNum": 3, "Description": "Lake"}, {"ClinicNum": 4, "Description": "Hill"}],
    "provider": [
        {"ProvNum": 1, "Abbr": "DOC1"},
        {"ProvNum": 4, "Abbr": "HYG1", "IsSecondary": "true"},
        {"ProvNum": 9, "Abbr": "DOC9"},
    ],
    "operatory": [
        {"OperatoryNum": 1, "OpName": "One", "ProvDentist": 1},
        {"OperatoryNum": 2, "OpName": "Two", "ItemOrder": 1, "ProvDentist": 1, "ProvHygienist": 4, "ClinicNum": 4},
        {"OperatoryNum": 3, "OpName": "Three", "ItemOrder": 2},
    ],
    "patient": [
        {"PatNum": 21, "LName": "Hall", "FName": "Ida", "Guarantor": 21, "PriProv": 9, "ClinicNum": 3},
        {"PatNum": 22, "LName": "Moss", "FName": "Abe", "Guarantor": 22},
        {"PatNum": 23, "LName": "Gone", "FName": "Al", "Guarantor": 23, "PatStatus": "Archived"},
        {"PatNum": 24, "LName": "Dead", "FName": "File", "Guarantor": 24, "PatStatus": "Deleted"},
    ],
    "insplan": [{"PlanNum": 35}, {"PlanNum": 48}],
    "inssub": [{"InsSubNum": 1, "PlanNum": 35, "Subscriber": 21}, {"InsSubNum": 2, "PlanNum": 48, "Subscriber": 21}],
    "patplan": [
        {"PatPlanNum": 1, "PatNum": 21, "Ordinal": 2, "InsSubNum": 2},
        {"PatPlanNum": 2, "PatNum": 21, "Ordinal": 1, "InsSubNum": 1},
    ],
    "definition": [
        {"DefNum": 18, "Category": 2, "ItemName": "Old", "isHidden": "true"},
        {"DefNum": 19, "Category": 2, "ItemName": "Not Called", "ItemOrder": 1},
        {"DefNum": 20, "Category": 2, "ItemName": "Confirmed", "ItemOrder": 2},
        {"DefNum": 21, "Category": 2, "ItemName": "Arrived", "ItemOrder": 3},
        {"DefNum": 22, "Category": 2, "ItemName": "Seated", "ItemOrder": 4},
        {"DefNum": 23, "Category": 2, "ItemName": "Dismissed", "ItemOrder": 5},
        {"DefNum": 30, "Category": 13, "ItemName": "Call again"},
        {"DefNum": 50, "Category": 27, "ItemName": "Misc", "ItemValue": "MISC"},
        {"DefNum": 51, "Category": 27, "ItemName": "Visits", "ItemValue": "APPT", "ItemOrder": 1},
    ],
    "procedurecode": [
        {"CodeNum": 1, "ProcCode": "D0120", "AbbrDesc": "PerEx", "ProcTime": "/X/", "TreatArea": "Mouth"},
        {"CodeNum": 2, "ProcCode": "D1110", "AbbrDesc": "Pro", "ProcTime": "/XXX/", "TreatArea": "Mouth"}
        | {"IsHygiene": "true"},
        {"CodeNum": 3, "ProcCode": "D2740", "AbbrDesc": "Crn", "ProcTime": "/XXXX/", "TreatArea": "Tooth"},
        {"CodeNum": 8, "ProcCode": "D9986", "AbbrDesc": "Missed", "ProcTime": "/"},
        {"CodeNum": 9, "ProcCode": "D9987", "AbbrDesc": "Cancel", "ProcTime": "/"},
    ],
    "feesched": [{"FeeSchedNum": 1, "Description": "Usual"}],
    "fee": [{"FeeNum": 1, "FeeSched": 1, "CodeNum": 8, "Amount": 45.0}],
    "appointmenttype": [
        {"AppointmentTypeNum": 8, "AppointmentTypeName": "Recall", "appointmentTypeColor": "180,30,150"}
        | {"Pattern": "/XXXX/", "CodeStr": "D0120,D1110"},
        {"AppointmentTypeNum": 9, "AppointmentTypeName": "Crown", "appointmentTypeColor": "1,2,3", "CodeStr": "D2740"},
    ],
}

APPOINTMENT = {
    "AptNum": 5,
    "PatNum": 21,
    "AptStatus": "Scheduled",
    "Pattern": "//XXXX//",
    "Confirmed": 19,
    "Op": 1,
    "ProvNum": 1,
    "ProvHyg": 4,
    "AptDateTime": f"{DAY} 09:00:00",
    "ClinicNum": 3,
    "PatternSecondary": "////////",
    "InsPlan1": 35,
    "InsPlan2": 48,
    "SecDateTEntry": "2025-05-01 10:00:00",
    "DateTStamp": "2025-05-01 10:00:00",
}


def open_practice(api: Client) -> Client:
    """Give an office the practice, and stop its clock."""
    api.seed(ROWS)
    api.freeze(NOW)
    return api


def shown(**changed: Any) -> dict[str, Any]:
    """An appointment as writes answer it: a new one of patient 21 with what nobody says, but for what is changed."""
    return {
        "AptNum": 1,
        "PatNum": 21,
        "AptStatus": "Scheduled",
        "Pattern": "/XX/",
        "Confirmed": 19,
        "confirmed": "Not Called",
        "TimeLocked": "false",
        "Op": 1,
        "Note": "",
        "ProvNum": 9,
        "provAbbr": "DOC9",
        "ProvHyg": 0,
        "AptDateTime": f"{DAY} 09:00:00",
        "NextAptNum": 0,
        "UnschedStatus": 0,
        "unschedStatus": "",
        "IsNewPatient": "false",
        "ProcDescript": "",
        "ClinicNum": 3,
        "IsHygiene": "false",
        "DateTStamp": NOW,
        "DateTimeArrived": NEVER,
        "DateTimeSeated": NEVER,
        "DateTimeDismissed": NEVER,
        "InsPlan1": 35,
        "InsPlan2": 48,
        "DateTimeAskedToArrive": NEVER,
        "colorOverride": "0,0,0",
        "AppointmentTypeNum": 0,
        "SecUserNumEntry": 0,
        "SecDateTEntry": NOW,
        "Priority": "Normal",
        "PatternSecondary": "////",
        "ItemOrderPlanned": 0,
        **changed,
    }


def booked(**changed: Any) -> dict[str, Any]:
    """The practice's own appointment as answers have it, but for what is changed."""
    own = {"provAbbr": "DOC1"} | APPOINTMENT
    return shown(**own | changed)


def history(api: Client, number: int) -> list[tuple[Any, ...]]:
    """What the history says of an appointment: what was done, its status and its operatory then."""
    rows = api.get(f"/histappointments?AptNum={number}").json
    return [(row["HistApptAction"], row["AptStatus"], row["Op"]) for row in rows]
