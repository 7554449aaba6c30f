"""Overrides, what is not billed, what is settled, and exclusions, each worked out by hand.

A crown costs 1000.00, the PPO allows 850.00 and covers half of it after a deductible of 50.00:
(850.00 - 50.00) x 50 % = 400.00, and 150.00 is written off.
"""

import pytest
from desk import call_of
from insured import (
    CLEANING,
    CROWN,
    CROWNS,
    FILLING,
    PPO,
    PROPHY_GROUP,
    benefit,
    cover,
    deduct,
    estimated,
    insure,
    plan_procedure,
    set_up,
    shown,
)

from mock_od.dentistry.estimates import recompute


@pytest.fixture
def office(empty):
    set_up(empty)
    insure(empty, {"PlanType": "p", "FeeSched": PPO, "HasPpoSubstWriteoffs": 1})
    cover(empty, crowns=50)
    deduct(empty, 50.0)
    return empty


def after(office, **columns):
    """The estimate of a crown, worked out anew with these columns in it."""
    number = plan_procedure(office, CROWN, 1000.0)
    (row,) = estimated(office, number)
    assert shown(row) == (50.0, 425.0, 400.0, 150.0, "")
    office.seed({"claimproc": [{**office.rows("claimproc")[0], **columns}]})
    return estimated(office, number)[0]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        # (700.00 - 50.00) x 50 % = 325.00; what is written off goes by the PPO's fee
        ({"AllowedOverride": 700.0}, (50.0, 350.0, 325.0, 150.0, "")),
        # (850.00 - 50.00) x 80 % = 640.00; 640.00 + 150.00 < 1000.00
        ({"PercentOverride": 80}, (50.0, 680.0, 640.0, 150.0, "")),
        # 850.00 - 100.00 - 50.00 = 700.00, x 50 % = 350.00
        ({"CopayOverride": 100.0}, (50.0, 375.0, 350.0, 150.0, "")),
        # (850.00 - 0.00) x 50 % = 425.00; the estimated deductible stays beside the override
        ({"DedEstOverride": 0.0}, (50.0, 425.0, 425.0, 150.0, "")),
        ({"DedEstOverride": 150.0}, (50.0, 425.0, 350.0, 150.0, "")),
        # what somebody has entered is beside the numbers, which are worked out all the same
        ({"InsEstTotalOverride": 123.45, "WriteOffEstOverride": 10.0}, (50.0, 425.0, 400.0, 150.0, "")),
    ],
)
def test_an_override_wins(office, columns, expected):
    row = after(office, **columns)
    assert shown(row) == expected
    assert row["InsPayEst"] == columns.get("InsEstTotalOverride", expected[2])
    assert {name: row[name] for name in columns} == columns


def test_an_override_of_what_is_allowed_is_no_more_than_the_fee(office):
    assert after(office, AllowedOverride=5000.0)["AllowedOverride"] == 1000.0


def test_of_what_was_overpaid_nothing_is_written_off(office):
    assert after(office, IsOverpay=1)["WriteOffEst"] == 0.0


# --- what is not billed ---


def test_what_is_not_billed_has_nothing(office):
    row = after(office, NoBillIns="true", InsEstTotalOverride=5.0, WriteOffEstOverride=4.0, DedEstOverride=3.0)
    assert shown(row) == (-1.0, 0.0, 0.0, -1.0, "")
    names = ("InsEstTotalOverride", "WriteOffEstOverride", "DedEstOverride", "PaidOtherIns", "Percentage", "CopayAmt")
    assert [row[name] for name in names] == [-1.0, -1.0, -1.0, -1.0, -1, 0.0]


@pytest.mark.parametrize(
    ("of_code", "of_plan", "is_not_billed"),
    [("false", None, False), ("true", None, True), ("true", "0", False), ("false", "1", True)],
)
def test_a_new_estimate_is_billed_as_the_plan_says_else_the_code(office, of_code, of_plan, is_not_billed):
    office.seed({"procedurecode": [{"CodeNum": CROWN, "ProcCode": "D2740", "NoBillIns": of_code}]})
    if of_plan is not None:
        said = {"PlanNum": 1, "FKey": CROWN, "FKeyType": "ProcCodeNoBillIns", "ValueString": of_plan}
        office.seed({"insplanpreference": [said]})
    (row,) = estimated(office, plan_procedure(office, CROWN, 1000.0))
    assert row["NoBillIns"] is is_not_billed


# --- what is settled ---


@pytest.mark.parametrize("status", ["Received", "CapClaim", "Preauth", "Supplemental", "CapComplete"])
def test_what_is_settled_stays(office, status):
    number = plan_procedure(office, FILLING, 200.0)
    settled = {"ProcNum": number, "PatNum": 1, "InsSubNum": 1, "PlanNum": 1, "Status": status, "InsEstTotal": 7.0}
    office.seed({"claimproc": [settled]})
    row = estimated(office, number)[0]
    assert (row["Status"], row["InsEstTotal"]) == (status, 7.0)


@pytest.mark.parametrize(
    ("status", "rows"), [("Received", 1), ("NotReceived", 1), ("Preauth", 2), ("Supplemental", 2), ("CapClaim", 2)]
)
def test_beside_what_there_is_an_estimate(office, status, rows):
    number = plan_procedure(office, FILLING, 200.0)
    office.seed({"claimproc": [{"ProcNum": number, "PatNum": 1, "InsSubNum": 1, "PlanNum": 1, "Status": status}]})
    assert len(estimated(office, number)) == rows


def test_what_was_received_is_worked_out_anew_where_the_office_wants_it(office):
    office.prefer(InsEstRecalcReceived="1")
    number = plan_procedure(office, CROWN, 1000.0)
    office.seed({"claimproc": [{"ProcNum": number, "PatNum": 1, "InsSubNum": 1, "PlanNum": 1, "Status": "Received"}]})
    assert shown(estimated(office, number)[0]) == (50.0, 425.0, 400.0, 150.0, "")


def test_a_completed_procedure_of_the_past_gets_no_estimate(office):
    number = plan_procedure(office, CROWN, 1000.0, ProcStatus="C", ProcDate="2024-06-11")
    recompute(call_of(office), number)
    assert office.rows("claimproc") == []
    office.prefer(ClaimProcsAllowedToBackdate="1")
    recompute(call_of(office), number)
    assert len(office.rows("claimproc")) == 1


def test_without_history_a_deductible_stays_as_it_was(office):
    number = plan_procedure(office, CROWN, 1000.0)
    assert shown(estimated(office, number, limits=False)[0]) == (-1.0, 425.0, 425.0, 150.0, "")
    assert shown(estimated(office, number, limits=True)[0]) == (50.0, 425.0, 400.0, 150.0, "")
    assert shown(estimated(office, number, limits=False)[0]) == (50.0, 425.0, 400.0, 150.0, "")


def test_it_may_be_worked_out_and_not_written(office):
    number = plan_procedure(office, CROWN, 1000.0)
    (row,) = estimated(office, number, keep=False)
    assert (row["ClaimProcNum"], row["InsEstTotal"]) == (0, 400.0)
    assert office.rows("claimproc") == []


# --- exclusions ---


@pytest.mark.parametrize(
    "excluded", [{"CodeNum": CLEANING}, {"CodeGroupNum": PROPHY_GROUP}, {"CovCatNum": 3}, {"CovCatNum": 1}]
)
def test_what_is_excluded_is_not_paid(office, excluded):
    # 100.00 - 80.00 = 20.00 is written off all the same
    cover(office, preventive=100)
    benefit(office, "Exclusions", **excluded)
    (row,) = estimated(office, plan_procedure(office, CLEANING, 100.0))
    assert shown(row) == (0.0, 0.0, 0.0, 20.0, "Exclusion")
    assert row["NoBillIns"] is False


def test_an_exclusion_of_nothing_excludes_nothing(office):
    benefit(office, "Exclusions")
    benefit(office, "Exclusions", CovCatNum=CROWNS, PlanNum=2)
    assert after(office)["EstimateNote"] == ""


def test_what_is_excluded_is_not_billed_where_the_office_wants_it(office):
    office.prefer(InsPlanExclusionsMarkDoNotBillIns="1")
    benefit(office, "Exclusions", CodeNum=CROWN)
    (row,) = estimated(office, plan_procedure(office, CROWN, 1000.0))
    assert (row["NoBillIns"], row["InsEstTotal"], row["EstimateNote"]) == (True, 0.0, "Exclusion")


@pytest.mark.parametrize(("kind", "written_off"), [("p", 0.0), ("", -1.0)])
def test_nothing_is_written_off_of_an_exclusion_that_is_charged_as_usual(office, kind, written_off):
    rule = {"PlanNum": 1, "PlanType": kind, "FeeSched": PPO, "ExclusionFeeRule": "UseUcrFee"}
    office.seed({"insplan": [rule]})
    benefit(office, "Exclusions", CodeNum=CROWN)
    (row,) = estimated(office, plan_procedure(office, CROWN, 1000.0))
    assert row["WriteOffEst"] == written_off
