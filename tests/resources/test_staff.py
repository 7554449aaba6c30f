"""https://www.opendental.com/site/apiemployees.html, apiclockevents.html, apiusergroups.html, apiusergroupattaches.html"""

import pytest

BELL = {
    "EmployeeNum": 34,
    "LName": "Bell",
    "FName": "Sharron",
    "MiddleI": "J",
    "IsHidden": "false",
    "ClockStatus": "Working",
    "PayrollID": "",
    "WirelessPhone": "(022)920-2325",
    "EmailWork": "SharronB@email.net",
    "EmailPersonal": "",
    "IsFurloughed": "false",
    "ReportsTo": 17,
}
MORNING = {
    "ClockEventNum": 19123,
    "EmployeeNum": 17,
    "TimeEntered1": "2024-02-26 10:55:37",
    "TimeDisplayed1": "2024-02-26 08:00:00",
    "ClockStatus": "Home",
    "Note": "Forgot to clock in this morning.",
    "TimeEntered2": "2024-02-26 16:01:16",
    "TimeDisplayed2": "2024-02-26 16:01:16",
    "OTimeHours": "-01:00:00",
    "OTimeAuto": "00:00:00",
    "Adjust": "00:00:00",
    "AdjustAuto": "-00:03:13",
    "AdjustIsOverridden": "false",
    "Rate2Hours": "-01:00:00",
    "Rate2Auto": "00:00:00",
    "ClinicNum": 1,
    "Rate3Hours": "-01:00:00",
    "Rate3Auto": "00:00:00",
    "IsWorkingHome": "false",
}


def numbers(got):
    assert got.status == 200, got.json
    return [next(iter(row.values())) for row in got.json]


# --- Employees ----------------------------------------------------------------------------------------


def test_an_employee(api):
    got = api.get("/employees/34")
    assert (got.status, got.json) == (200, BELL)
    assert list(got.json) == list(BELL)
    assert api.get("/employees/4711")[:2] == (404, "Employee not found.")


def test_all_employees_and_hidden_ones(api):
    api.seed({"employee": [{"EmployeeNum": 60, "IsHidden": "true"}]})
    got = api.get("/employees")
    assert numbers(got) == [3, 4, 17, 34, 52, 60]
    assert got.json[3] == BELL


def test_who_reports_to_whom(api):
    assert numbers(api.get("/employees?ReportsTo=17")) == [34, 52]
    assert numbers(api.get("/employees?ReportsTo=0")) == [3, 4, 17]
    assert numbers(api.get("/employees?ReportsTo=34")) == []
    assert api.get("/employees?ReportsTo=4711")[:2] == (404, "Employee not found.")


# --- ClockEvents --------------------------------------------------------------------------------------


@pytest.fixture
def clocked(api):
    """Two days of employee 17, and one break of another."""
    api.seed(
        {
            "clockevent": [
                MORNING,
                {
                    "ClockEventNum": 19124,
                    "EmployeeNum": 34,
                    "TimeDisplayed1": "2024-02-26 12:00:05",
                    "ClockStatus": "Break",
                },
                {"ClockEventNum": 19125, "EmployeeNum": 17, "TimeDisplayed1": "2024-02-27 00:00:00"},
            ]
        }
    )
    return api


def test_a_clock_event(clocked):
    got = clocked.get("/clockevents/19123")
    assert (got.status, got.json) == (200, MORNING)
    assert list(got.json) == list(MORNING)
    assert clocked.get("/clockevents/4711")[:2] == (404, "ClockEvent not found.")


def test_one_that_lasts_and_has_nothing_by_hand(clocked):
    assert clocked.get("/clockevents/19125").json == {
        **dict.fromkeys(("TimeEntered1", "TimeEntered2", "TimeDisplayed2"), "0001-01-01 00:00:00"),
        **dict.fromkeys(("OTimeAuto", "Adjust", "AdjustAuto", "Rate2Auto", "Rate3Auto"), "00:00:00"),
        **dict.fromkeys(("OTimeHours", "Rate2Hours", "Rate3Hours"), "-01:00:00"),
        **dict.fromkeys(("AdjustIsOverridden", "IsWorkingHome"), "false"),
        "ClockEventNum": 19125,
        "EmployeeNum": 17,
        "TimeDisplayed1": "2024-02-27 00:00:00",
        "ClockStatus": "Home",
        "Note": "",
        "ClinicNum": 0,
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [19123, 19124, 19125]),
        ("EmployeeNum=17", [19123, 19125]),
        ("EmployeeNum=0", [19123, 19124, 19125]),
        ("ClockStatus=Break", [19124]),
        ("ClockStatus=Lunch", []),
        ("ClinicNum=1", [19123]),
        ("ClinicNum=0", [19124, 19125]),
        ("date=2024-02-26", [19123, 19124]),
        ("dateStart=2024-02-27", [19125]),
        ("dateEnd=2024-02-27", [19123, 19124]),
        ("dateStart=2024-02-26&dateEnd=2024-02-28&EmployeeNum=17", [19123, 19125]),
    ],
)
def test_the_clock_events_that_are_asked_for(clocked, asked, found):
    assert numbers(clocked.get(f"/clockevents?{asked}")) == found


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ("ClockStatus=0", 400, "ClockStatus is invalid."),
        ("ClockStatus=home", 400, "ClockStatus is invalid."),
        ("date=2024-02-26 08:00:00", 400, "date format must be yyyy-MM-dd."),
        ("EmployeeNum=4711", 404, "Employee not found."),
        ("ClinicNum=4711", 404, "Clinic not found."),
    ],
)
def test_what_clock_events_refuse(clocked, asked, status, sentence):
    got = clocked.get(f"/clockevents?{asked}")
    assert (got.status, got.json) == (status, sentence)
    assert got.hint


def test_a_span_is_seeded_as_it_is_answered(api):
    api.seed({"clockevent": [{**MORNING, "OTimeHours": "11:30:00", "AdjustAuto": "100:00:00"}]})
    row = api.get("/clockevents/19123").json
    assert (row["OTimeHours"], row["AdjustAuto"]) == ("11:30:00", "100:00:00")


# --- UserGroups, UserGroupAttaches --------------------------------------------------------------------


def test_groups_without_the_central_managers(api):
    assert api.get("/usergroups").json == [
        {"UserGroupNum": 1, "Description": "Admin", "UserGroupNumCEMT": 0},
        {"UserGroupNum": 2, "Description": "Doctors", "UserGroupNumCEMT": 0},
        {"UserGroupNum": 4, "Description": "HR", "UserGroupNumCEMT": 0},
        {"UserGroupNum": 5, "Description": "Front Desk", "UserGroupNumCEMT": 0},
        {"UserGroupNum": 7, "Description": "Hygiene", "UserGroupNumCEMT": 0},
    ]
    assert numbers(api.get("/usergroups?includeCEMT=false")) == [1, 2, 4, 5, 7]


def test_the_central_managers_groups_on_request(api):
    got = api.get("/usergroups?includeCEMT=true")
    assert numbers(got) == [1, 2, 3, 4, 5, 7]
    assert got.json[2] == {"UserGroupNum": 3, "Description": "Security", "UserGroupNumCEMT": 3}
    assert api.get("/usergroups?includeCEMT=1")[:2] == (400, "includeCEMT is invalid.")


def test_who_is_in_which_group(api):
    got = api.get("/usergroupattaches")
    assert numbers(got) == [*range(1, 11)]
    assert got.json[1] == {"UserGroupAttachNum": 2, "UserNum": 2, "UserGroupNum": 1}
    assert numbers(api.get("/usergroupattaches?UserNum=2")) == [2, 3, 4]
    assert numbers(api.get("/usergroupattaches?UserGroupNum=5")) == [3, 7]
    assert numbers(api.get("/usergroupattaches?UserGroupNum=5&UserNum=2")) == [3]
    assert numbers(api.get("/usergroupattaches?UserGroupNum=0&UserNum=0")) == [*range(1, 11)]


def test_what_usergroupattaches_refuse(api):
    assert api.get("/usergroupattaches?UserNum=4711")[:2] == (404, "Userod not found.")
    assert api.get("/usergroupattaches?UserGroupNum=4711")[:2] == (404, "UserGroup not found.")


@pytest.mark.parametrize(
    ("path", "before", "since"),
    [
        ("/employees", "23.3.21", "23.3.22"),
        ("/employees/34", "23.3.21", "23.3.22"),
        ("/clockevents", "24.1.10", "24.1.11"),
        ("/clockevents/19123", "24.1.10", "24.1.11"),
        ("/usergroups", "23.2.20", "23.2.21"),
        ("/usergroupattaches", "23.3.6", "23.3.7"),
    ],
)
def test_since(api, path, before, since):
    name = path.split("/")[1]
    assert api.at(version=before).get(path)[:2] == (400, f"{name} GET  is not a valid method.")
    newer = api.at(version=since)
    newer.seed({"clockevent": [MORNING]})
    assert newer.get(path).status == 200
