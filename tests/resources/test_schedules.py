"""https://www.opendental.com/site/apischedules.html, apischeduleops.html and apioperatories.html"""

import pytest

LEXINGTON = {
    "OperatoryNum": 2,
    "OpName": "Dr. Sarah Lexington",
    "Abbrev": "OP-2",
    "ItemOrder": 1,
    "IsHidden": "false",
    "ProvDentist": 3,
    "ProvHygienist": 0,
    "IsHygiene": "false",
    "ClinicNum": 0,
    "SetProspective": "false",
    "IsWebSched": "false",
    "OperatoryType": 0,
    "operatoryType": "",
}
MEETING = {
    "ScheduleNum": "25884",
    "SchedDate": "2022-03-07",
    "StartTime": "13:30:00",
    "StopTime": "14:00:00",
    "SchedType": "Blockout",
    "ProvNum": "0",
    "BlockoutType": "248",
    "blockoutType": "Staff Meeting",
    "Note": "Weekly Meet",
    "operatories": "5,6",
    "EmployeeNum": "0",
    "DateTStamp": "2022-03-07 08:17:02",
}
HOLIDAY = {
    "ScheduleNum": "25888",
    "SchedDate": "2022-03-11",
    "StartTime": "00:00:00",
    "StopTime": "00:00:00",
    "SchedType": "Practice",
    "ProvNum": "0",
    "BlockoutType": "0",
    "blockoutType": "",
    "Note": "3 Day Weekend",
    "operatories": "",
    "EmployeeNum": "0",
    "DateTStamp": "2022-03-11 08:16:42",
}
WEEK = "dateStart=2022-03-07&dateEnd=2022-03-11"


def numbers(got):
    assert got.status == 200, got.json
    return [int(next(iter(row.values()))) for row in got.json]


# --- Operatories --------------------------------------------------------------------------------------


def test_an_operatory(api):
    got = api.get("/operatories/2")
    assert (got.status, got.json) == (200, LEXINGTON)
    assert list(got.json) == list(LEXINGTON)
    assert api.get("/operatories/4711")[:2] == (404, "Operatory not found.")


def test_its_kind_is_named(api):
    api.seed({"definition": [{"DefNum": 600, "Category": 55, "ItemName": "Surgery"}]})
    api.seed({"operatory": [{**LEXINGTON, "OperatoryType": 600}]})
    assert api.get("/operatories/2").json == {**LEXINGTON, "OperatoryType": 600, "operatoryType": "Surgery"}


def test_all_operatories_and_hidden_ones(api):
    got = api.get("/operatories")
    assert numbers(got) == [1, 2, 5, 6]
    assert got.json[1] == LEXINGTON
    assert got.json[3]["IsHidden"] == "true"


def test_the_operatories_of_a_clinic(api):
    assert numbers(api.get("/operatories?ClinicNum=1")) == [5]
    assert numbers(api.get("/operatories?ClinicNum=0")) == [1, 2]
    assert api.get("/operatories?ClinicNum=4711")[:2] == (404, "Clinic not found.")


# --- Schedules ----------------------------------------------------------------------------------------


def test_a_schedule(api):
    got = api.get("/schedules/25884")
    assert (got.status, got.json) == (200, MEETING)
    assert list(got.json) == list(MEETING)
    assert api.get("/schedules/4711")[:2] == (404, "Schedule not found.")


def test_the_schedules_of_a_day_and_of_several(api):
    assert numbers(api.get("/schedules?date=2022-03-07")) == [25884, 24420]
    got = api.get(f"/schedules?{WEEK}")
    assert numbers(got) == [25888, 25884, 24420]
    assert got.json[:2] == [HOLIDAY, MEETING]
    assert numbers(api.get("/schedules?dateStart=2022-03-11")) == [25888, 24555]
    assert numbers(api.get("/schedules?dateEnd=2022-03-10")) == [25884, 24420]


def test_without_a_day_it_is_today(api):
    api.freeze("2022-04-04 18:00:00")
    assert numbers(api.get("/schedules")) == [24555]
    api.freeze("2022-03-07 08:00:00")
    assert numbers(api.get("/schedules?SchedType=Blockout")) == [25884]
    api.freeze("2022-03-08 08:00:00")
    assert api.get("/schedules")[:2] == (200, [])


def test_the_time_alone_sorts_them_whatever_the_day(api):
    api.seed({"schedule": [{"SchedDate": "2022-03-11", "StartTime": "13:30:00"}, {"SchedDate": "2022-03-11"}]})
    assert numbers(api.get(f"/schedules?{WEEK}")) == [25888, 25890, 25884, 25889, 24420]
    assert numbers(api.get(f"/schedules?{WEEK}&Limit=2&Offset=1")) == [25890, 25884]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("SchedType=Provider", [24420]),
        ("SchedType=WebSchedASAP", []),
        ("BlockoutDefNum=248", [25884]),
        ("BlockoutDefNum=249", []),
        ("BlockoutDefNum=0", [25888, 25884, 24420]),
        ("ProvNum=3", [24420]),
        ("ProvNum=0", [25888, 25884, 24420]),
        ("EmployeeNum=17", []),
        ("EmployeeNum=0", [25888, 25884, 24420]),
        ("ProvNum=3&SchedType=Blockout", []),
    ],
)
def test_the_schedules_of_a_kind(api, asked, found):
    assert numbers(api.get(f"/schedules?{WEEK}&{asked}")) == found


def test_the_schedules_of_an_employee(api):
    leaving = {"ScheduleNum": "25887", "SchedDate": "2022-03-08", "SchedType": "Employee", "EmployeeNum": 17}
    api.seed({"schedule": [leaving]})
    (row,) = api.get(f"/schedules?{WEEK}&EmployeeNum=17").json
    assert (row["ScheduleNum"], row["EmployeeNum"], row["ProvNum"]) == ("25887", "17", "0")


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ("SchedType=1", 400, "SchedType is invalid."),
        ("date=today", 400, "date format must be yyyy-MM-dd."),
        ("dateStart=3/7/2022", 400, "dateStart format must be yyyy-MM-dd."),
        ("dateEnd=2022-02-30", 400, "dateEnd format must be yyyy-MM-dd."),
        ("BlockoutDefNum=4711", 404, "Definition not found."),
        ("ProvNum=4711", 404, "Provider not found."),
        ("EmployeeNum=4711", 404, "Employee not found."),
    ],
)
def test_what_schedules_refuse(api, asked, status, sentence):
    got = api.get(f"/schedules?{asked}")
    assert (got.status, got.json) == (status, sentence)
    assert got.hint


# --- ScheduleOps --------------------------------------------------------------------------------------


def test_which_schedule_is_for_which_operatory(api):
    got = api.get("/scheduleops")
    assert got.json == [
        {"ScheduleOpNum": 1, "ScheduleNum": 24420, "OperatoryNum": 2},
        {"ScheduleOpNum": 2, "ScheduleNum": 24555, "OperatoryNum": 5},
        {"ScheduleOpNum": 3, "ScheduleNum": 25884, "OperatoryNum": 5},
        {"ScheduleOpNum": 4, "ScheduleNum": 25884, "OperatoryNum": 6},
    ]
    assert numbers(api.get("/scheduleops?ScheduleNum=25884")) == [3, 4]
    assert numbers(api.get("/scheduleops?OperatoryNum=5")) == [2, 3]
    assert numbers(api.get("/scheduleops?OperatoryNum=0&ScheduleNum=0")) == [1, 2, 3, 4]


def test_both_at_once_find_nothing(api):
    assert api.get("/scheduleops?ScheduleNum=25884&OperatoryNum=5")[:2] == (200, [])
    assert numbers(api.get("/scheduleops?ScheduleNum=25884&OperatoryNum=0")) == [3, 4]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [("ScheduleNum=4711", "Schedule not found."), ("OperatoryNum=4711", "Operatory not found.")],
)
def test_what_scheduleops_refuse(api, asked, sentence):
    assert api.get(f"/scheduleops?{asked}")[:2] == (404, sentence)


def test_operatories_of_a_schedule_are_those_of_its_scheduleops(api):
    api.seed({"scheduleop": [{"ScheduleNum": 25888, "OperatoryNum": 6}, {"ScheduleNum": 25888, "OperatoryNum": 1}]})
    assert api.get("/schedules/25888").json == {**HOLIDAY, "operatories": "6,1"}


@pytest.mark.parametrize(
    ("path", "before", "since"),
    [
        ("/operatories", "20.5.1", "21.1"),
        ("/operatories/2", "20.5.1", "24.1.10"),
        ("/schedules", "21.4.9", "22.1"),
        ("/schedules/25884", "21.4.9", "22.1"),
        ("/scheduleops", "23.2.26", "23.2.27"),
    ],
)
def test_since(api, path, before, since):
    name = path.split("/")[1]
    assert api.at(version=before).get(path)[:2] == (400, f"{name} GET  is not a valid method.")
    assert api.at(version=since).get(path).status == 200


def test_the_practice_has_schedules_for_the_day(api):
    clinic = api.at(world="clinic")
    clinic.put(f"/__admin/offices/{clinic.key}", {"clock": {"now": "2025-06-02 09:00:00", "frozen": True}})
    (first, *_) = rows = clinic.get("/schedules?date=2025-06-04").json
    assert first == {
        "ScheduleNum": first["ScheduleNum"],
        "SchedDate": "2025-06-04",
        "StartTime": "08:00:00",
        "StopTime": "12:00:00",
        "SchedType": "Provider",
        "ProvNum": "1",
        "BlockoutType": "0",
        "blockoutType": "",
        "Note": "",
        "operatories": "1",
        "EmployeeNum": "0",
        "DateTStamp": "2025-04-07 09:00:00",
    }
    assert [(row["StartTime"], row["ProvNum"], row["operatories"]) for row in rows] == [
        *(("08:00:00", number, place) for number, place in zip("123456", "127368", strict=True)),
        ("12:00:00", "0", "1,2,3,4,5,6,7,8"),
        *(("13:00:00", number, place) for number, place in zip("123456", "157368", strict=True)),
    ]
    assert rows[6]["blockoutType"] == "Staff meeting"
