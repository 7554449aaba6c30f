"""https://www.opendental.com/site/apiappointments.html: planned appointments, and how they are scheduled."""

import pytest
from conversation import refuses
from practice_of_two import DAY, NOW, history, open_practice, shown

refused = refuses("appointment", "histappointment", "procedurelog", now=NOW)
TODAY = "2025-06-02 00:00:00"


@pytest.fixture
def practice(empty):
    """A patient with a crown and an exam that are planned; another one with an exam."""
    procedures = [
        {"ProcNum": 70, "PatNum": 21, "CodeNum": 3, "ToothNum": "14", "ProcDate": "2025-01-01"},
        {"ProcNum": 71, "PatNum": 21, "CodeNum": 1, "ProcDate": "2025-01-01"},
        {"ProcNum": 72, "PatNum": 22, "CodeNum": 1, "ProcDate": "2025-01-01"},
    ]
    open_practice(empty).seed({"procedurelog": procedures, "definition": [{"DefNum": 40, "Category": 20}]})
    return empty


def planned(**changed):
    """A planned appointment of patient 21 as a write answers it."""
    midnight = dict.fromkeys(("AptDateTime", "DateTimeArrived", "DateTimeSeated", "DateTimeDismissed"), TODAY)
    return shown(**{"AptStatus": "Planned", "Op": 0, "ItemOrderPlanned": 1, **midnight, **changed})


CROWN = {
    "Pattern": "//XXXXXXXX//",
    "PatternSecondary": "/" * 12,
    "ProcDescript": "#14-Crn",
}


def test_a_planned_appointment_of_procedures(practice):
    practice.seed({"patient": [{"PatNum": 21, "PriProv": 9, "ClinicNum": 3, "Guarantor": 21, "PlannedIsDone": 1}]})
    got = practice.post("/appointments/Planned", {"PatNum": 21, "procNums": [70, 70]})
    assert (got.status, got.json) == (201, planned(**CROWN))
    assert got.headers["Location"].endswith("/appointments/1")
    assert history(practice, 1) == [("Created", "Planned", 0)]
    row = practice.row("procedurelog", 70)
    assert (row["PlannedAptNum"], row["AptNum"], row["ProcDate"]) == (1, 0, "2025-06-02")
    assert practice.row("patient", 21)["PlannedIsDone"] in (0, "false")
    got = practice.post("/appointments/Planned", {"PatNum": 21, "procNums": [70, 71]})
    both = {"Pattern": "//" + "X" * 10 + "//", "PatternSecondary": "/" * 14, "ProcDescript": "#14-Crn, PerEx"}
    assert (got.status, got.json) == (201, planned(**both, AptNum=2, ItemOrderPlanned=2))
    assert practice.get("/appointments/1").json["ProcDescript"] == ""


def test_a_planned_appointment_of_a_type(practice):
    got = practice.post("/appointments/Planned", {"PatNum": 21, "AppointmentTypeNum": 9})
    made = planned(**CROWN, AppointmentTypeNum=9, colorOverride="1,2,3")
    assert (got.status, got.json) == (201, made)
    assert practice.row("procedurelog", 70)["PlannedAptNum"] == 1


def test_nobody_and_nothing_are_as_if_they_were_not_sent(practice):
    got = practice.post("/appointments/Planned", {"PatNum": 21, "procNums": [70], "ProvNum": 0, "Confirmed": 0})
    assert (got.status, got.json) == (201, planned(**CROWN))
    slot = {"AptNum": 1, "AptDateTime": f"{DAY} 09:00:00", "ProvNum": 1, "Op": 1}
    got = practice.post("/appointments/SchedulePlanned", slot | {"Confirmed": 0})
    assert (got.status, got.json["confirmed"]) == (201, "Not Called")


def test_a_planned_appointment_with_all_that_can_be_said(practice):
    said = {
        "AppointmentTypeNum": 8,
        "Pattern": "//XXXXXX//",
        "PatternSecondary": "////////XX",
        "Confirmed": 20,
        "Note": "In June",
        "ProvNum": 1,
        "ProvHyg": 4,
        "IsNewPatient": "true",
        "ClinicNum": 4,
        "IsHygiene": "true",
        "Priority": "ASAP",
    }
    got = practice.post("/appointments/Planned", {"PatNum": 21} | said)
    made = {"confirmed": "Confirmed", "provAbbr": "DOC1", "ProcDescript": "PerEx, Pro", "colorOverride": "180,30,150"}
    assert (got.status, got.json) == (201, planned(**said | made))
    assert practice.row("patient", 21)["DateFirstVisit"] == "0001-01-01"


def test_one_without_procedures(practice):
    sentence = "AppointmentTypeNum or procNums is required."
    refused(practice, lambda api: api.post("/appointments/Planned", {"PatNum": 21}), 400, sentence)
    practice.prefer(ApptsRequireProc="0")
    assert practice.post("/appointments/Planned", {"PatNum": 21}).json["Pattern"] == "/XX/"
    practice.prefer(AppointmentWithoutProcsDefaultLength="40")
    assert practice.post("/appointments/Planned", {"PatNum": 21}).json["Pattern"] == "/" * 8
    assert practice.post("/appointments/Planned", {"PatNum": 21, "Pattern": "XX"}).json["PatternSecondary"] == "//"


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"procNums": [4711]}, 404, "ProcNum 4711 is invalid."),
        ({"procNums": [70, 72]}, 400, "procNums is invalid."),
        ({"PatNum": 23}, 400, "Appointments cannot be scheduled for archived patients."),
        ({"PatNum": 24}, 400, "Patient is deleted."),
        ({"PatternSecondary": "////"}, 400, "PatternSecondary must match the length of Pattern."),
    ],
)
def test_what_cannot_be_planned(practice, body, status, sentence):
    def plan(api):
        return api.post("/appointments/Planned", {"PatNum": 21, "procNums": [70]} | body)

    refused(practice, plan, status, sentence)


def test_who_shares_a_procedure_points_to_the_planned_one(practice):
    practice.seed(
        {"appointment": [{"AptNum": 5, "PatNum": 21, "AptStatus": "Scheduled", "AptDateTime": f"{DAY} 09:00:00"}]}
    )
    practice.seed({"procedurelog": [{"ProcNum": 70, "PatNum": 21, "CodeNum": 3, "ToothNum": "14", "AptNum": 5}]})
    practice.post("/appointments/Planned", {"PatNum": 21, "procNums": [70]})
    assert practice.get("/appointments/5").json["NextAptNum"] == 6
    assert history(practice, 5) == [("Changed", "Scheduled", 0)]


SLOT = {"AptDateTime": f"{DAY} 10:00:00", "ProvNum": 1, "Op": 1}


def test_a_planned_appointment_is_scheduled(practice):
    """Side effect 6: a new row with NextAptNum, procedures and lab cases follow, apptfields are copied."""
    practice.post("/appointments/Planned", {"PatNum": 21, "procNums": [70, 71], "Note": "In June", "Confirmed": 20})
    practice.seed(
        {
            "apptfielddef": [{"ApptFieldDefNum": 1, "FieldName": "Room ready"}],
            "apptfield": [{"ApptFieldNum": 1, "AptNum": 1, "FieldName": "Room ready", "FieldValue": "Yes"}],
            "labcase": [{"LabCaseNum": 1, "PatNum": 21, "PlannedAptNum": 1}],
        }
    )
    before = practice.row("appointment", 1)
    got = practice.post("/appointments/SchedulePlanned", SLOT | {"AptNum": 1})
    both = {"Pattern": "//" + "X" * 10 + "//", "PatternSecondary": "/" * 14, "ProcDescript": "#14-Crn, PerEx"}
    midnight = dict.fromkeys(("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed"), f"{DAY} 00:00:00")
    own = {"AptNum": 2, "NextAptNum": 1, "ItemOrderPlanned": 1, "Note": "In June", "confirmed": "Confirmed"}
    made = shown(**SLOT | both | midnight | own, Confirmed=20, provAbbr="DOC1")
    assert (got.status, got.json) == (201, made)
    assert got.headers["Location"].endswith("/appointments/2")
    assert practice.row("appointment", 1) == before
    assert history(practice, 2) == [("Created", "Scheduled", 1)]
    procedures = practice.rows("procedurelog")[:2]
    assert [(row["AptNum"], row["PlannedAptNum"]) for row in procedures] == [(2, 1), (2, 1)]
    assert practice.row("labcase", 1)["AptNum"] == 2
    values = [(row["AptNum"], row["FieldName"], row["FieldValue"]) for row in practice.rows("apptfield")]
    assert values == [(1, "Room ready", "Yes"), (2, "Room ready", "Yes")]


def test_a_planned_one_leaves_the_asap_list_when_it_is_scheduled(practice):
    practice.post("/appointments/Planned", {"PatNum": 21, "procNums": [70], "Priority": "ASAP"})
    assert [row["AptNum"] for row in practice.get("/appointments/ASAP").json] == [1]
    practice.post("/appointments/SchedulePlanned", SLOT | {"AptNum": 1})
    assert [row["AptNum"] for row in practice.get("/appointments/ASAP").json] == [2]


def test_note_and_confirmed_take_the_place_of_its_own(practice):
    practice.post("/appointments/Planned", {"PatNum": 21, "procNums": [70], "Note": "In June"})
    practice.put("/procedurelogs/70", {})
    got = practice.post(
        "/appointments/SchedulePlanned", SLOT | {"AptNum": 1, "Op": 2, "Note": "Soon", "Confirmed": 20}
    ).json
    assert (got["Note"], got["confirmed"], got["ClinicNum"]) == ("Soon", "Confirmed", 4)
    again = practice.post("/appointments/SchedulePlanned", SLOT | {"AptNum": 1}).json
    assert (again["Note"], again["confirmed"]) == ("In June", "Not Called")
    assert practice.row("procedurelog", 70)["AptNum"] == 2


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"AptNum": None}, 400, "AptNum is required."),
        ({"AptNum": 4711}, 404, "Appointment not found."),
        ({"AptNum": 5}, 400, "AptNum is invalid."),
        ({"AptDateTime": None}, 400, "AptDateTime is required."),
        ({"ProvNum": None}, 400, "ProvNum is required."),
        ({"Op": None}, 400, "Op is required."),
        ({"ProvNum": 0}, 404, "Provider not found."),
        ({"Op": 0}, 404, "Operatory not found."),
        ({"Confirmed": 30}, 400, "Confirmed is invalid."),
    ],
)
def test_what_cannot_be_scheduled(practice, changed, status, sentence):
    row = {"PatNum": 21, "AptDateTime": f"{DAY} 09:00:00"}
    practice.seed(
        {"appointment": [row | {"AptNum": 4, "AptStatus": "Planned"}, row | {"AptNum": 5, "AptStatus": "Broken"}]}
    )
    body = SLOT | {"AptNum": 4} | changed
    refused(practice, lambda api: api.post("/appointments/SchedulePlanned", body), status, sentence)
