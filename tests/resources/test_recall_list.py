"""GET List of https://www.opendental.com/site/apirecalls.html: who is called back now."""

import pytest

PAST, SOON = "2024-01-10", "2024-03-07"


@pytest.fixture
def office(empty):
    """An office with three patients of two families, and a recall for each."""
    empty.seed(
        {
            "clinic": [{"ClinicNum": 4, "Description": "North"}],
            "provider": [{"ProvNum": 1}, {"ProvNum": 2}],
            "recalltype": [
                {"RecallTypeNum": 1, "Description": "Prophy"},
                {"RecallTypeNum": 3, "Description": "Perio"},
                {"RecallTypeNum": 7, "Description": "Exam"},
            ],
            "definition": [
                {"DefNum": 9, "Category": 13, "ItemName": "Left Msg"},
                {"DefNum": 20, "Category": 27, "ItemName": "Recall", "ItemValue": "RECALL"},
                {"DefNum": 21, "Category": 27, "ItemName": "Misc", "ItemValue": "MISC"},
            ],
            "patient": [
                {"PatNum": 15, "Guarantor": 15, "LName": "Strickler", "FName": "Trent", "Birthdate": "1985-03-06"},
                {"PatNum": 16, "Guarantor": 15, "LName": "Abbot", "FName": "Ann", "HmPhone": "(541)555-0001"},
                {
                    "PatNum": 42,
                    "Guarantor": 42,
                    "LName": "Lehrer",
                    "FName": "Tom",
                    "Preferred": "Andy",
                    "Birthdate": "1995-03-05",
                    "PriProv": 1,
                    "SecProv": 2,
                    "ClinicNum": 4,
                },
            ],
            "recall": [
                recall(1, 15, DateDue=SOON),
                recall(2, 16, RecallTypeNum=3, RecallInterval="4m"),
                recall(3, 42, RecallStatus=9, Note="Mornings.", DatePrevious="2023-07-09"),
            ],
        }
    )
    empty.freeze("2024-03-05 10:00:00")
    return empty


def recall(number, patient, **more):
    return {
        "RecallNum": number,
        "PatNum": patient,
        "RecallTypeNum": 1,
        "RecallInterval": "6m1d",
        "DateDue": PAST,
        **more,
    }


TRENT = {
    "DueDate": "3/7/2024",
    "PatNum": 15,
    "Patient": "Strickler, Trent",
    "Age": "38",
    "Type": "Prophy",
    "Interval": "6m1d",
    "NumRemind": "",
    "LastRemind": "",
    "Contact": "Hm:",
    "Status": "",
    "ClinicNum": 0,
    "Note": "",
}
ANN = TRENT | {
    "DueDate": "1/10/2024",
    "PatNum": 16,
    "Patient": "Abbot, Ann",
    "Age": "0",
    "Type": "Perio",
    "Interval": "4m",
    "Contact": "Hm:(541)555-0001",
}
TOM = TRENT | {
    "DueDate": "1/10/2024",
    "PatNum": 42,
    "Patient": "Lehrer, 'Andy' Tom",
    "Age": "29",
    "Status": "Left Msg",
    "ClinicNum": 4,
    "Note": "Mornings.",
}


def listed(office, query=""):
    got = office.get(f"/recalls/List{query}")
    assert got.status == 200
    return got.json


def due(office, query=""):
    """The patients on the list."""
    return [row["PatNum"] for row in listed(office, query)]


def test_the_list_by_due_date_and_name(office):
    assert listed(office) == [ANN, TOM, TRENT]
    assert [list(row) for row in listed(office)] == [list(TRENT)] * 3


def test_pages(office):
    assert listed(office, "?Limit=1") == [ANN]
    assert listed(office, "?Offset=2") == [TRENT]
    assert listed(office, "?Offset=200") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?DateStart=2024-01-11", [15]),
        ("?DateEnd=2024-03-06", [16, 42]),
        ("?DateStart=2024-01-10&DateEnd=2024-01-10", [16, 42]),
        ("?ProvNum=1", [42]),
        ("?ProvNum=2", [42]),
        ("?ProvNum=0", [16, 42, 15]),
        ("?ClinicNum=4", [42]),
        ("?ClinicNum=0", [16, 15]),
        ("?RecallType=perio", [16]),
        ("?RecallType=Exam", []),  # not among RecallTypesShowingInList
    ],
)
def test_what_the_list_is_asked_for(office, query, found):
    assert due(office, query) == found


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("?DateStart=1/10/2024", 400, "DateStart format must be yyyy-MM-dd."),
        ("?DateEnd=2024", 400, "DateEnd format must be yyyy-MM-dd."),
        ("?ProvNum=4711", 404, "Provider not found."),
        ("?ClinicNum=4711", 404, "Clinic not found."),
        ("?RecallType=Pano", 400, "RecallType is invalid."),
        ("?IncludeReminded=yes", 400, "IncludeReminded is invalid."),
    ],
)
def test_what_it_is_not_asked_for(office, query, status, sentence):
    got = office.get(f"/recalls/List{query}")
    assert (got.status, got.json) == (status, sentence)
    assert got.hint


@pytest.mark.parametrize(
    ("past", "future", "found"),
    [
        ("54", "2", [15]),
        ("55", "2", [16, 42, 15]),
        ("55", "1", [16, 42]),
        ("-1", "-1", [44, 16, 42, 15, 43]),
        ("-1", "1", [44, 16, 42]),
    ],
)
def test_the_days_that_the_office_prefers(office, past, future, found):
    more = [{"PatNum": number, "LName": "Zoe"} for number in (43, 44)]
    office.seed({"patient": more, "recall": [recall(4, 43, DateDue="2029-01-01"), recall(5, 44, DateDue="0001-01-01")]})
    office.prefer(RecallDaysPast=past, RecallDaysFuture=future)
    assert due(office) == found
    assert due(office, "?DateStart=2024-03-01&DateEnd=2024-03-31") == [15]


def test_who_never_had_a_visit_has_no_due_date(office):
    office.seed({"recall": [recall(1, 15, DateDue="0001-01-01")]})
    assert listed(office, "?DateStart=0001-01-01&DateEnd=2024-01-01") == [TRENT | {"DueDate": ""}]


@pytest.mark.parametrize(("types", "found"), [("", [16, 42, 15]), ("1", [42, 15]), ("3, 7", [16]), ("7", [])])
def test_the_types_that_the_office_shows(office, types, found):
    office.prefer(RecallTypesShowingInList=types)
    assert due(office) == found


@pytest.mark.parametrize("status", ["NonPatient", "Inactive", "Archived", "Deleted", "Deceased", "Prospective"])
def test_only_patients(office, status):
    office.seed({"patient": [{"PatNum": 16, "PatStatus": status}]})
    assert due(office) == [42, 15]


@pytest.mark.parametrize(
    ("kept", "back"),
    [
        ({"IsDisabled": "true"}, {"IsDisabled": "false"}),
        ({"DisableUntilDate": "2024-03-06"}, {"DisableUntilDate": "2024-03-05"}),
        ({"DateScheduled": "2024-03-05"}, {"DateScheduled": "0001-01-01"}),
    ],
)
def test_a_recall_that_is_disabled_or_scheduled_is_not_listed(office, kept, back):
    office.seed({"recall": [recall(1, 15, DateDue=SOON, **kept)]})
    assert due(office) == [16, 42]
    office.seed({"recall": [recall(1, 15, DateDue=SOON, **back)]})
    assert due(office) == [16, 42, 15]


@pytest.mark.parametrize(
    ("owes", "insured", "subtract", "found"),
    [
        (100.0, 0.0, "0", []),
        (99.99, 0.0, "0", [16]),
        (100.0, 0.01, "0", [16]),
        (100.0, 0.01, "1", []),
    ],
)
def test_a_family_that_owes_too_much_is_not_listed(office, owes, insured, subtract, found):
    office.prefer(BalancesDontSubtractIns=subtract)
    guarantor = {"PatNum": 15, "Guarantor": 15, "BalTotal": owes, "InsEst": insured}
    office.seed({"patient": [guarantor], "recall": [recall(2, 16, RecallTypeNum=3, DisableUntilBalance=100.0)]})
    assert due(office, "?RecallType=Perio") == found


@pytest.mark.parametrize(
    ("moment", "status", "found"),
    [
        ("2024-03-05 09:00:00", "Scheduled", [16, 42]),
        ("2024-03-04 09:00:00", "Scheduled", [16, 42, 15]),
        ("2024-03-06 09:00:00", "Broken", [16, 42, 15]),
    ],
)
def test_any_appointment_to_come_may_take_a_patient_off_the_list(office, moment, status, found):
    office.seed({"appointment": [{"AptNum": 1, "PatNum": 15, "AptDateTime": moment, "AptStatus": status}]})
    assert due(office) == [16, 42, 15]
    office.prefer(RecallExcludeIfAnyFutureAppt="1")
    assert due(office) == found


def remind(office, *days, **more):
    rows = [{"PatNum": 42, "CommType": 20, "CommDateTime": f"{day} 11:00:00", **more} for day in days]
    office.seed({"commlog": rows})


def test_a_patient_who_was_reminded_is_off_the_list_unless_asked_for(office):
    remind(office, "2024-02-01")
    assert due(office) == [16, 15]
    once = TOM | {"NumRemind": "1", "LastRemind": "2/1/2024"}
    assert listed(office, "?IncludeReminded=true") == [ANN, once, TRENT]
    assert due(office, "?IncludeReminded=false") == [16, 15]


def test_reminders_of_a_day_are_one_and_those_before_the_visit_none(office):
    remind(office, "2023-07-08", "2023-07-09", "2024-02-01", "2024-02-01", "2024-02-11")
    remind(office, "2024-02-20", CommType=21)
    twice = TOM | {"NumRemind": "2", "LastRemind": "2/11/2024"}
    assert listed(office, "?IncludeReminded=true") == [ANN, twice, TRENT]


@pytest.mark.parametrize(
    ("days", "first", "others", "most", "found"),
    [
        (["2024-02-04"], "30", "-1", "-1", [16, 42, 15]),
        (["2024-02-04"], "31", "-1", "-1", [16, 15]),
        (["2024-03-05"], "0", "-1", "-1", [16, 42, 15]),
        (["2024-01-01", "2024-02-04"], "0", "-1", "-1", [16, 15]),
        (["2024-01-01", "2024-02-04"], "-1", "30", "-1", [16, 42, 15]),
        (["2024-01-01", "2024-02-04"], "-1", "31", "-1", [16, 15]),
        (["2024-01-01", "2024-02-04"], "-1", "30", "2", [16, 42, 15]),
        (["2024-01-01", "2024-02-04"], "-1", "30", "1", [16, 15]),
    ],
)
def test_when_a_patient_comes_again_after_a_reminder(office, days, first, others, most, found):
    office.prefer(
        RecallShowIfDaysFirstReminder=first, RecallShowIfDaysSecondReminder=others, RecallMaxNumberReminders=most
    )
    remind(office, *days)
    assert due(office) == found


@pytest.mark.parametrize(
    ("method", "shown"),
    [
        ("None", "Hm:(541)555-0001"),
        ("HmPhone", "Hm:(541)555-0001"),
        ("WkPhone", "Wk:(541)555-0002"),
        ("WirelessPh", "Cell:(541)555-0003"),
        ("TextMessage", "Text:(541)555-0003"),
        ("Email", "ann@example.com"),
        ("Mail", "Mail"),
        ("DoNotCall", "DoNotCall"),
        ("SeeNotes", "SeeNotes"),
    ],
)
def test_how_a_patient_is_to_be_reminded(office, method, shown):
    numbers = {"HmPhone": "(541)555-0001", "WkPhone": "(541)555-0002", "WirelessPhone": "(541)555-0003"}
    ann = {"PatNum": 16, "Guarantor": 15, "LName": "Abbot", "FName": "Ann", "Email": "ann@example.com", **numbers}
    office.seed({"patient": [ann | {"PreferRecallMethod": method}]})
    assert listed(office)[0] == ANN | {"Contact": shown}


def test_the_office_may_prefer_mail(office):
    office.prefer(RecallUseEmailIfHasEmailAddress="1")
    assert listed(office)[0]["Contact"] == "Hm:(541)555-0001"
    office.seed({"patient": [{"PatNum": 16, "Guarantor": 15, "Email": "ann@example.com"}]})
    assert [row["Contact"] for row in listed(office, "?RecallType=Perio")] == ["ann@example.com"]


def test_families_together(office):
    office.prefer(RecallGroupByFamily="1")
    assert due(office) == [42, 16, 15]


def test_an_unknown_parameter_is_ignored(office):
    got = office.get("/recalls/List?Provider=1")
    assert (got.status, got.json) == (200, [ANN, TOM, TRENT])
    assert "Provider" in got.hint
