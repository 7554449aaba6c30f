"""The rows that say when an insurance was last verified."""

import pytest
from calling import call_of

from mock_od.dentistry import verifying

PLAN, PATPLAN = "InsuranceBenefit", "PatientEnrollment"
NEW = {
    "DateLastVerified": "0001-01-01",
    "UserNum": 0,
    "DefNum": 0,
    "Note": "",
    "DateLastAssigned": "0001-01-01",
    "DateTimeEntry": "2025-06-02 09:00:00",
    "SecDateTEdit": "2025-06-02 09:00:00",
}
ROWS = [
    {"InsVerifyNum": 1, "VerifyType": PLAN, "FKey": 15, "DateLastVerified": "2025-03-01", "UserNum": 7},
    {"InsVerifyNum": 2, "VerifyType": PLAN, "FKey": 15, "DateLastVerified": "2025-05-01", "UserNum": 7}
    | {"DateLastAssigned": "2025-04-28", "Note": "by telephone", "DefNum": 3},
    {"InsVerifyNum": 3, "VerifyType": PLAN, "FKey": 15, "DateLastVerified": "2025-04-01"},
    {"InsVerifyNum": 4, "VerifyType": PATPLAN, "FKey": 15, "DateLastVerified": "2025-06-01", "UserNum": 7},
]


@pytest.fixture
def office(empty):
    empty.seed({"insverify": ROWS})
    empty.freeze("2025-06-02 09:00:00")
    return empty


def test_of_several_rows_the_one_that_was_verified_last_counts(office):
    call = call_of(office)
    assert verifying.verification(call, PLAN, 15)["InsVerifyNum"] == 2
    assert verifying.verification(call, PATPLAN, 15)["InsVerifyNum"] == 4
    assert verifying.verification(call, PATPLAN, 16) is None


def test_a_row_is_made_where_there_is_none(office):
    before = office.rows("insverify")
    assert verifying.ensure(call_of(office), PLAN, 15) == 2
    assert office.rows("insverify") == before
    assert verifying.ensure(call_of(office), PATPLAN, 16) == 5
    assert verifying.ensure(call_of(office), PATPLAN, 16) == 5
    made = office.row("insverify", 5)
    assert office.rows("insverify") == [*before, made]
    assert {"VerifyType": PATPLAN, "FKey": 16, **NEW}.items() <= made.items()


def test_columns_of_the_last_row_are_written(office):
    before = office.row("insverify", 2)
    assert verifying.upsert(call_of(office), PLAN, 15, {"DateLastVerified": "2025-06-02"}) == 2
    after = before | {"DateLastVerified": "2025-06-02", "SecDateTEdit": "2025-06-02 09:00:00"}
    assert office.row("insverify", 2) == after
    assert verifying.upsert(call_of(office), PLAN, 16, {"Note": "asked"}) == 5
    assert {"VerifyType": PLAN, "FKey": 16, **NEW, "Note": "asked"}.items() <= office.row("insverify", 5).items()


def test_a_plan_that_nobody_has_verified_any_more(office):
    before = office.row("insverify", 2)
    assert verifying.blank(call_of(office), PLAN, 15) == 2
    assert office.row("insverify", 2) == before | NEW | {"DateTimeEntry": before["DateTimeEntry"]}


def test_rows_go_with_what_they_are_about(office):
    verifying.forget(call_of(office), PLAN, 15)
    assert [row["InsVerifyNum"] for row in office.rows("insverify")] == [4]


def test_a_plan_is_released_by_the_user_who_had_both(office):
    before = office.rows("insverify")
    verifying.release_plan(call_of(office), 15, 16)  # it has no row
    verifying.release_plan(call_of(office), 16, 15)
    assert office.rows("insverify") == before
    verifying.release_plan(call_of(office), 15, 15)
    changed = {"UserNum": 0, "DateLastAssigned": "0001-01-01", "SecDateTEdit": "2025-06-02 09:00:00"}
    assert office.rows("insverify") == [before[0], before[1] | changed, *before[2:]]
    verifying.release_plan(call_of(office), 15, 15)  # now they are two users'
    assert office.row("insverify", 4) == before[3]


def test_what_was_known_before_a_verification_is_kept(office):
    before = office.row("insverify", 2)
    assert verifying.verify(call_of(office), PLAN, 15, {"DateLastVerified": "2025-06-02"}) == 2
    changed = {"DateLastVerified": "2025-06-02", "SecDateTEdit": "2025-06-02 09:00:00"}
    assert office.row("insverify", 2) == before | changed
    (kept,) = office.rows("insverifyhist")
    assert (kept["InsVerifyNum"], kept["DateLastVerified"], kept["Note"]) == (2, "2025-05-01", "by telephone")
    assert verifying.verify(call_of(office), PATPLAN, 16, {"Note": "asked"}) == 5
    assert office.row("insverify", 5)["DateLastAssigned"] == "2025-06-02"
    assert office.rows("insverifyhist") == [kept]
