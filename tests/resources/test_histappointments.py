"""https://www.opendental.com/site/apihistappointments.html"""

import pytest

BROKEN = {
    "HistApptNum": 2753,
    "HistUserNum": 1,
    "HistDateTStamp": "2022-05-16 09:55:06",
    "HistApptAction": "Missed",
    "ApptSource": "EConnector",
    "AptNum": 266,
    "PatNum": 15,
    "AptStatus": "Broken",
    "Pattern": "//XX//",
    "Confirmed": 19,
    "confirmed": "Not Called",
    "TimeLocked": "false",
    "Op": 15,
    "Note": "",
    "ProvNum": 90,
    "provAbbr": "DOC",
    "ProvHyg": 0,
    "AptDateTime": "2022-05-16 12:40:00",
    "NextAptNum": 0,
    "UnschedStatus": 208,
    "unschedStatus": "Emailed",
    "IsNewPatient": "false",
    "ProcDescript": "ProChild",
    "ClinicNum": 5,
    "IsHygiene": "false",
    "DateTStamp": "2022-05-16 09:55:06",
    "DateTimeArrived": "2022-05-16 00:00:00",
    "DateTimeSeated": "2022-05-16 00:00:00",
    "DateTimeDismissed": "2022-05-16 00:00:00",
    "InsPlan1": 3,
    "InsPlan2": 0,
    "DateTimeAskedToArrive": "0001-01-01 00:00:00",
    "colorOverride": "0,0,0",
    "AppointmentTypeNum": 0,
    "SecUserNumEntry": 1,
    "SecDateTEntry": "2022-05-16 09:54:38",
    "Priority": "Normal",
    "PatternSecondary": "//////",
    "ItemOrderPlanned": 0,
}
MADE = BROKEN | {
    "HistApptNum": 1,
    "HistApptAction": "Created",
    "AptNum": 1,
    "PatNum": 31,
    "AptStatus": "Scheduled",
    "AptDateTime": "2022-05-20 23:59:59",
    "ClinicNum": 0,
}
NOTE = MADE | {"HistApptNum": 5, "AptStatus": "PtNote", "AptDateTime": "2022-05-21 00:00:00"}


@pytest.fixture
def office(api):
    """An office with three rows of history; none of the appointments is there any more."""
    definitions = [(19, "Not Called", 2), (208, "Emailed", 13)]
    rows = [{"DefNum": key, "ItemName": name, "Category": category} for key, name, category in definitions]
    provider = {"ProvNum": 90, "Abbr": "DOC"}
    api.seed({"definition": rows, "provider": [provider], "histappointment": [BROKEN, MADE, NOTE]})
    return api


def test_the_whole_history(office):
    got = office.get("/histappointments")
    assert (got.status, got.json) == (200, [MADE, NOTE, BROKEN])
    assert list(got.json[0]) == list(BROKEN)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("HistApptAction=Missed", [BROKEN]),
        ("AptNum=266", [BROKEN]),
        ("AptNum=4711", []),
        ("AptNum=0&PatNum=0", [MADE, NOTE, BROKEN]),
        ("PatNum=31", [MADE, NOTE]),
        ("AptStatus=Scheduled", [MADE]),
        ("ClinicNum=5", [BROKEN]),
        ("ClinicNum=0", [MADE, NOTE]),
        ("ClinicNum=", [MADE, NOTE, BROKEN]),
        ("date=2022-05-20", [MADE]),
        ("dateStart=2022-05-16&dateEnd=2022-05-20", [MADE, BROKEN]),
        ("dateStart=2022-05-17", [MADE, NOTE]),
        ("dateEnd=2022-05-19", [BROKEN]),
    ],
)
def test_rows_are_found(office, query, found):
    got = office.get(f"/histappointments?{query}")
    assert (got.status, got.json) == (200, found)


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("HistApptAction=Lost", 400, "HistApptAction is invalid."),
        ("AptStatus=PtNote", 400, "AptStatus is invalid."),
        ("AptStatus=1", 400, "AptStatus is invalid."),
        ("PatNum=4711", 404, "Patient not found."),
        ("ClinicNum=4711", 404, "Clinic not found."),
        ("AptNum=first", 400, "AptNum is invalid."),
        ("date=5/16/2022", 400, "date format must be yyyy-MM-dd."),
    ],
)
def test_what_no_row_is_found_by(office, query, status, sentence):
    got = office.get(f"/histappointments?{query}")
    assert (got.status, got.json) == (status, sentence)
    assert got.hint


def test_since_23_1_30(api):
    older = api.at(version="23.1.29").get("/histappointments")
    assert (older.status, older.json) == (400, "histappointments GET  is not a valid method.")
    assert api.at(version="23.1.30").get("/histappointments")[:2] == (200, [])
