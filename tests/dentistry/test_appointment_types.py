"""What an appointment's type brings to it."""

import pytest
from calling import call_of

from mock_od.dentistry.appointment_types import codes_of, missing_procedures, pattern_of

CODES = [
    {"CodeNum": 1, "ProcCode": "D0120", "ProcTime": "/X/"},
    {"CodeNum": 2, "ProcCode": "D1110", "ProcTime": "/XXX/", "IsHygiene": "true", "DefaultTPNote": "Bring the list"},
]
KIND = {"AppointmentTypeNum": 8, "AppointmentTypeName": "Recall", "CodeStr": "D0120, D1110,D9999"}


@pytest.fixture
def office(empty):
    """An appointment of a type with an exam and a cleaning; another one has the patient's planned exam."""
    visit = {"PatNum": 21, "AptStatus": "Scheduled", "AptDateTime": "2025-06-03 09:00:00", "ProvNum": 1, "ProvHyg": 4}
    planned = {"PatNum": 21, "ProcStatus": "TP"}
    empty.seed(
        {
            "patient": [{"PatNum": 21, "SiteNum": 0}, {"PatNum": 22}],
            "procedurecode": CODES,
            "appointmenttype": [KIND],
            "appointment": [visit | {"AptNum": 5}, visit | {"AptNum": 6, "AptStatus": "Planned"}],
            "procedurelog": [
                planned | {"ProcNum": 70, "CodeNum": 1, "AptNum": 9},
                planned | {"ProcNum": 71, "CodeNum": 1, "PlannedAptNum": 6},
                planned | {"ProcNum": 72, "CodeNum": 1, "ProcStatus": "C"},
                planned | {"ProcNum": 73, "CodeNum": 1, "PatNum": 22},
                planned | {"ProcNum": 74, "CodeNum": 2},
            ],
        }
    )
    empty.freeze("2025-06-02 09:00:00")
    return empty


def test_its_codes_are_those_that_are_there(office):
    call = call_of(office)
    kind = call.records.get("appointmenttype", 8)
    assert [code["ProcCode"] for code in codes_of(call, kind)] == ["D0120", "D1110"]
    assert pattern_of(call, kind, 1, 4) == "//XXXXXXXX//"
    assert pattern_of(call, {**kind, "Pattern": "/X/"}, 1, 4) == "/X/"


def test_what_is_free_is_taken_and_the_rest_is_made(office):
    call = call_of(office)
    visit, kind = call.records.get("appointment", 5), call.records.get("appointmenttype", 8)
    assert missing_procedures(call, visit, kind) == [75, 74]
    made = call.records.get("procedurelog", 75)
    wanted = ("PatNum", "CodeNum", "ProcStatus", "ProcDate", "DateTP", "ProvNum", "PlaceService", "UnitQty")
    assert tuple(made[name] for name in wanted) == (21, 1, "TP", "2025-06-02", "2025-06-02", 1, "Office", 1)


def test_a_new_hygiene_procedure_is_the_hygienists_and_has_its_note(office):
    call = call_of(office)
    call.records.update("procedurelog", 74, {"AptNum": 9})
    visit, kind = call.records.get("appointment", 5), call.records.get("appointmenttype", 8)
    assert missing_procedures(call, visit, kind) == [75, 76]
    assert call.records.get("procedurelog", 76)["ProvNum"] == 4
    assert [row["Note"] for row in call.records.rows("procnote", ProcNum=76)] == ["Bring the list"]


def test_what_it_has_it_does_not_take_again(office):
    call = call_of(office)
    call.records.update("procedurelog", 70, {"AptNum": 5})
    visit, kind = call.records.get("appointment", 5), call.records.get("appointmenttype", 8)
    assert missing_procedures(call, visit, kind) == [74]
    assert missing_procedures(call, {**visit, "AptStatus": "PtNote"}, kind) == []
    assert missing_procedures(call, call.records.get("appointment", 6), kind) == [74]
