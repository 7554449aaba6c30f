"""When patients are due to come back, on one patient of an office with a few types of recalls."""

from datetime import datetime

import pytest

from mock_od.call import Call
from mock_od.dentistry import recalls
from mock_od.opendental import catalog
from mock_od.versions import NEWEST

NEVER = "0001-01-01"
PROPHY, CHILD, PERIO, BITEWINGS, UNUSED = 1, 2, 3, 4, 5
CLEANING, MAINTENANCE, XRAY, FILLING = 11, 12, 13, 14
SET_UP = {
    "preference": [
        {"PrefName": "RecallTypeSpecialProphy", "ValueString": "1"},
        {"PrefName": "RecallTypeSpecialChildProphy", "ValueString": "2"},
        {"PrefName": "RecallTypeSpecialPerio", "ValueString": "3"},
        {"PrefName": "RecallAgeAdult", "ValueString": "12"},
    ],
    "recalltype": [
        {"RecallTypeNum": PROPHY, "Description": "Prophy", "DefaultInterval": "6m1d", "TimePattern": "/XXXX/"},
        {"RecallTypeNum": CHILD, "Description": "Child Prophy", "TimePattern": "XXX"},
        {"RecallTypeNum": PERIO, "Description": "Perio", "DefaultInterval": "4m", "TimePattern": "/XXX/"},
        {
            "RecallTypeNum": BITEWINGS,
            "Description": "4BW",
            "DefaultInterval": "1y",
            "TimePattern": "X",
            "AppendToSpecial": "true",
        },
        {"RecallTypeNum": UNUSED, "Description": "Pano", "DefaultInterval": "5y"},
    ],
    "procedurecode": [
        {"CodeNum": CLEANING, "ProcCode": "D1110"},
        {"CodeNum": MAINTENANCE, "ProcCode": "D4910"},
        {"CodeNum": XRAY, "ProcCode": "D0274"},
        {"CodeNum": FILLING, "ProcCode": "D2330"},
    ],
    "recalltrigger": [
        {"RecallTypeNum": PROPHY, "CodeNum": CLEANING},
        {"RecallTypeNum": PERIO, "CodeNum": MAINTENANCE},
        {"RecallTypeNum": BITEWINGS, "CodeNum": XRAY},
    ],
    "patient": [{"PatNum": 7, "Birthdate": "1980-05-01"}],
}


@pytest.fixture
def office(empty):
    """An office with one patient, who has no recalls yet."""
    empty.seed(SET_UP)
    empty.freeze("2024-03-05 10:00:00")
    return empty


def call_of(office):
    """A call as a page's functions have it."""
    return Call(
        catalog().resources["recalltypes"].methods[0],
        records=office.office.records,
        now=datetime(2024, 3, 5, 10),
        developer="",
        version=NEWEST,
        choices={},
    )


def done(number, code, day, status="C"):
    return {"ProcNum": number, "PatNum": 7, "CodeNum": code, "ProcDate": day, "ProcStatus": status}


def shown(office, *columns):
    """Some columns of the patient's recalls."""
    return [tuple(row[column] for column in columns) for row in office.rows("recall")]


def dates(office):
    return shown(office, "RecallTypeNum", "DatePrevious", "DateDueCalc", "DateDue")


def synch(office, procedures=(), **more):
    office.seed({"procedurelog": [*procedures], **more})
    recalls.synch(call_of(office), 7)


@pytest.mark.parametrize(
    ("day", "interval", "then"),
    [
        ("2024-01-15", "6m1d", "2024-07-16"),
        ("2024-08-31", "6m", "2025-02-28"),
        ("2024-08-31", "6m1d", "2025-03-01"),
        ("2024-02-29", "1y", "2025-02-28"),
        ("2024-02-29", "1y1m2w3d", "2025-04-14"),
        ("2024-12-31", "2w", "2025-01-14"),
        ("2024-01-15", "", "2024-01-15"),
        (NEVER, "6m1d", NEVER),
        ("9990-01-15", "127y", "9999-12-31"),
    ],
)
def test_the_day_after_an_interval(day, interval, then):
    assert recalls.due(day, interval) == then


def test_a_first_cleaning_makes_a_recall(office):
    synch(office, [done(1, CLEANING, "2024-03-01")])
    assert office.rows("recall") == [
        {
            "RecallNum": 1,
            "PatNum": 7,
            "DateDueCalc": "2024-09-02",
            "DateDue": "2024-09-02",
            "DatePrevious": "2024-03-01",
            "RecallInterval": "6m1d",
            "RecallStatus": 0,
            "Note": "",
            "IsDisabled": "false",
            "DateTStamp": office.rows("recall")[0]["DateTStamp"],
            "RecallTypeNum": PROPHY,
            "DisableUntilBalance": 0.0,
            "DisableUntilDate": NEVER,
            "DateScheduled": NEVER,
            "Priority": "Normal",
            "TimePatternOverride": "",
        }
    ]
    entry = office.rows("securitylog")[-1]
    assert (entry["PermType"], entry["LogText"], entry["PatNum"]) == ("RecallEdit", "Recall added by Recall Sync.", 7)


def test_a_second_time_nothing_changes(office):
    synch(office, [done(1, CLEANING, "2024-03-01")])
    before = [office.rows(table) for table in ("recall", "securitylog")]
    recalls.synch(call_of(office), 7)
    assert [office.rows(table) for table in ("recall", "securitylog")] == before


@pytest.mark.parametrize("status", ["C", "EC", "EO"])
def test_existing_work_counts_and_the_last_of_all(office, status):
    synch(
        office,
        [done(1, CLEANING, "2023-03-01", status), done(2, CLEANING, "2023-09-02"), done(3, CLEANING, "2020-01-02")],
    )
    assert dates(office) == [(PROPHY, "2023-09-02", "2024-03-03", "2024-03-03")]


@pytest.mark.parametrize("status", ["TP", "R", "D", "Cn", "TPi"])
def test_other_work_does_not(office, status):
    synch(office, [done(1, CLEANING, "2024-03-01", status), done(2, FILLING, "2024-03-01")])
    assert office.rows("recall") == []


def test_other_types_come_with_their_first_procedure_and_prophy_with_any(office):
    synch(office, [done(1, XRAY, "2024-03-01")])
    assert dates(office) == [(PROPHY, NEVER, NEVER, NEVER), (BITEWINGS, "2024-03-01", "2025-03-01", "2025-03-01")]


def test_a_perio_patient_has_no_prophy_and_both_count_from_the_same_procedure(office):
    synch(
        office,
        [done(1, CLEANING, "2024-03-01"), done(2, MAINTENANCE, "2023-11-01")],
        recall=[{"PatNum": 7, "RecallTypeNum": PERIO, "RecallInterval": "4m"}],
    )
    assert dates(office) == [(PERIO, "2024-03-01", "2024-07-01", "2024-07-01")]


def test_perio_maintenance_alone_makes_a_prophy_recall(office):
    synch(office, [done(1, MAINTENANCE, "2024-03-01")])
    assert dates(office) == [(PROPHY, "2024-03-01", "2024-09-02", "2024-09-02")]


RECALL = {
    "RecallNum": 40,
    "PatNum": 7,
    "RecallTypeNum": PROPHY,
    "RecallInterval": "3m",
    "DatePrevious": "2023-09-02",
    "DateDueCalc": "2023-12-02",
    "DateDue": "2023-12-02",
    "Note": "Call in the morning.",
}


def test_a_visit_moves_the_recall_and_empties_status_and_note(office):
    office.seed({"definition": [{"DefNum": 9, "Category": 13, "ItemName": "Left Msg"}]})
    synch(office, [done(1, CLEANING, "2024-03-01")], recall=[RECALL | {"RecallStatus": 9}])
    assert dates(office) == [(PROPHY, "2024-03-01", "2024-06-01", "2024-06-01")]
    assert shown(office, "RecallStatus", "Note") == [(0, "")]
    assert office.rows("securitylog")[-1]["LogText"] == "Recall updated by Recall Sync."


def test_a_date_of_somebodys_own_stays_until_the_next_visit(office):
    own = RECALL | {"DateDue": "2024-02-20"}
    synch(office, [done(1, CLEANING, "2023-09-02")], recall=[own])
    assert dates(office) == [(PROPHY, "2023-09-02", "2023-12-02", "2024-02-20")]
    assert shown(office, "Note") == [("Call in the morning.",)]
    synch(office, [done(2, CLEANING, "2024-03-01")])
    assert dates(office) == [(PROPHY, "2024-03-01", "2024-06-01", "2024-06-01")]


def test_a_changed_interval_moves_the_date_and_keeps_the_note(office):
    synch(office, [done(1, CLEANING, "2023-09-02")], recall=[RECALL | {"RecallInterval": "4m"}])
    assert dates(office) == [(PROPHY, "2023-09-02", "2024-01-02", "2024-01-02")]
    assert shown(office, "Note") == [("Call in the morning.",)]


def test_a_disabled_recall_has_no_date_due_and_keeps_its_note(office):
    synch(office, [done(1, CLEANING, "2024-03-01")], recall=[RECALL | {"IsDisabled": "true"}])
    assert dates(office) == [(PROPHY, "2024-03-01", "2024-06-01", NEVER)]
    assert shown(office, "Note") == [("Call in the morning.",)]


@pytest.mark.parametrize("until", [{"DisableUntilBalance": 50.0}, {"DisableUntilDate": "2024-12-01"}])
def test_one_that_is_disabled_for_a_while_moves_and_keeps_its_note(office, until):
    synch(office, [done(1, CLEANING, "2024-03-01")], recall=[RECALL | until])
    assert dates(office) == [(PROPHY, "2024-03-01", "2024-06-01", "2024-06-01")]
    assert shown(office, "Note") == [("Call in the morning.",)]


def test_without_its_procedure_the_dates_go_but_not_one_of_somebodys_own(office):
    mine = RECALL | {"RecallNum": 41, "RecallTypeNum": BITEWINGS, "DateDue": "2024-02-20"}
    synch(office, [done(1, MAINTENANCE, "2023-09-02")], recall=[RECALL | {"RecallTypeNum": UNUSED}, mine])
    assert dates(office) == [
        (UNUSED, "2023-09-02", "2023-12-02", "2023-12-02"),  # no procedure triggers it, so it is left alone
        (BITEWINGS, NEVER, NEVER, "2024-02-20"),
        (PROPHY, "2023-09-02", "2024-03-03", "2024-03-03"),
    ]
    office.seed({"recall": [mine | {"DatePrevious": "2023-09-02", "DateDueCalc": "2024-02-20"}]})
    recalls.synch(call_of(office), 7)
    assert dates(office)[1] == (BITEWINGS, NEVER, NEVER, NEVER)


def test_without_any_procedure_nothing_changes(office):
    synch(office, recall=[RECALL])
    assert dates(office) == [(PROPHY, "2023-09-02", "2023-12-02", "2023-12-02")]


@pytest.mark.parametrize("status", ["Inactive", "Archived", "NonPatient", "Prospective"])
def test_only_of_patients(office, status):
    synch(office, [done(1, CLEANING, "2024-03-01")], patient=[{"PatNum": 7, "PatStatus": status}])
    assert office.rows("recall") == []


def visit(number, moment, status="Scheduled"):
    return {"AptNum": number, "PatNum": 7, "AptDateTime": moment, "AptStatus": status}


def test_the_first_appointment_to_come_is_when_it_is_scheduled(office):
    procedures = [
        done(1, CLEANING, "2023-09-02"),
        *(done(number, CLEANING, NEVER, "TP") | {"AptNum": number} for number in (20, 21, 22, 23)),
        done(24, XRAY, NEVER, "TP") | {"AptNum": 24},
    ]
    visits = [
        visit(20, "2024-04-01 09:00:00"),
        visit(21, "2024-03-05 08:00:00"),  # today, and it is over
        visit(22, "2024-03-04 09:00:00"),
        visit(23, "2024-03-06 09:00:00", "Broken"),
        visit(24, "2024-03-06 09:00:00"),
    ]
    synch(office, procedures, appointment=visits)
    assert shown(office, "RecallTypeNum", "DateScheduled") == [(PROPHY, "2024-03-05")]
    office.seed({"appointment": [visit(21, "2024-03-05 08:00:00", "Broken")]})
    recalls.synch_scheduled(call_of(office), 7)
    assert shown(office, "DateScheduled") == [("2024-04-01",)]
    office.seed({"appointment": [visit(20, NEVER + " 00:00:00", "UnschedList")]})
    recalls.synch_scheduled(call_of(office), 7)
    assert shown(office, "DateScheduled") == [(NEVER,)]


def test_of_an_archived_patient_it_stays(office):
    office.seed(
        {"patient": [{"PatNum": 7, "PatStatus": "Archived"}], "recall": [RECALL | {"DateScheduled": "2024-04-01"}]}
    )
    recalls.synch_scheduled(call_of(office), 7)
    assert shown(office, "DateScheduled") == [("2024-04-01",)]


def pattern(office, increment="5", **recall):
    office.seed(
        {
            "recall": [RECALL | recall],
            "preference": [{"PrefName": "AppointmentTimeIncrement", "ValueString": increment}],
        }
    )
    return recalls.appointment_pattern(call_of(office), office.office.records.get("recall", 40))


def test_how_long_the_appointment_of_a_recall_is(office):
    assert pattern(office) == "/XXXX/"
    assert pattern(office, "10") == "//XXXXXXXX//"
    assert pattern(office, "15", RecallTypeNum=PERIO) == "///XXXXXXXXX///"
    assert pattern(office, "10", TimePatternOverride="/X/") == "/X/"
    assert pattern(office, "10", RecallTypeNum=UNUSED) == "//XX//"
    assert pattern(office, "15", RecallTypeNum=UNUSED) == "///XXX///"


def test_what_is_due_too_is_appended_to_a_prophy(office):
    other = RECALL | {"RecallNum": 41, "RecallTypeNum": BITEWINGS, "DateDue": "2024-03-05"}
    office.seed({"recall": [other]})
    assert pattern(office) == "/XXXX/X"
    assert pattern(office, RecallTypeNum=UNUSED) == "//XX//"
    office.seed({"recall": [other | {"DateDue": "2024-03-06"}]})
    assert pattern(office) == "/XXXX/"
    assert pattern(office, DateDue="2024-03-06") == "/XXXX/X"
    office.seed({"recall": [other | {"IsDisabled": "true"}]})
    assert pattern(office) == "/XXXX/"


def test_a_childs_prophy_has_the_childs_pattern(office):
    office.seed({"patient": [{"PatNum": 7, "Birthdate": "2012-03-06"}]})
    assert pattern(office) == "XXX"
    assert pattern(office, DateDue="2024-03-06") == "/XXXX/"  # twelve by then
    assert pattern(office, RecallTypeNum=PERIO) == "/XXX/"
