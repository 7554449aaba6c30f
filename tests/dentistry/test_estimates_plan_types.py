"""Flat copays, capitation, fixed benefits and out-of-network schedules, each worked out by hand.

A filling costs 200.00, the PPO allows 150.00, its copay is 25.00, the out-of-network schedule allows 160.00.
"""

import pytest
from desk import call_of
from insured import (
    CLEANING,
    COPAY,
    CROWN,
    EXAM,
    FILLING,
    OUT,
    PPO,
    benefit,
    cover,
    estimated,
    insure,
    plan_procedure,
    set_up,
    shown,
)

from mock_od.dentistry.estimates import recompute

FIXED = 9


@pytest.fixture
def office(empty):
    return set_up(empty)


# --- flat copays ---


def test_a_flat_copay_plan_pays_its_fee_but_for_the_copay(office):
    # 150.00 - 25.00 = 125.00, all of it; nothing is written off
    insure(office, {"PlanType": "f", "FeeSched": PPO, "CopayFeeSched": COPAY})
    (row,) = estimated(office, plan_procedure(office, FILLING, 200.0))
    assert shown(row) == (0.0, 125.0, 125.0, -1.0, "")
    assert (row["CopayAmt"], row["Percentage"]) == (25.0, 100)


def test_a_copay_is_for_each_unit_and_no_more_than_is_allowed(office):
    # 3 x 150.00 - 3 x 25.00 = 375.00
    insure(office, {"PlanType": "f", "FeeSched": PPO, "CopayFeeSched": COPAY})
    (row,) = estimated(office, plan_procedure(office, FILLING, 200.0, UnitQty=2, BaseUnits=1))
    assert (row["CopayAmt"], row["InsEstTotal"]) == (75.0, 375.0)
    # a fee of 20.00 is all that is allowed, and all of it is the copay
    (row,) = estimated(office, plan_procedure(office, FILLING, 20.0))
    assert (row["CopayAmt"], row["InsEstTotal"]) == (20.0, 0.0)


@pytest.mark.parametrize(("preference", "copay", "pays"), [("1", -1.0, 40.0), ("0", 40.0, 0.0)])
def test_a_code_without_a_copay(office, preference, copay, pays):
    # the exam has none: the insurance pays 40.00, or where a blank is no zero the patient does
    office.prefer(CoPay_FeeSchedule_BlankLikeZero=preference)
    insure(office, {"PlanType": "f", "FeeSched": PPO, "CopayFeeSched": COPAY})
    (row,) = estimated(office, plan_procedure(office, EXAM, 50.0))
    assert (row["CopayAmt"], row["InsEstTotal"]) == (copay, pays)


@pytest.mark.parametrize(("override", "pays"), [(-1.0, 125.0), (40.0, 110.0), (0.0, 150.0)])
def test_an_override_of_the_copay_wins(office, override, pays):
    insure(office, {"PlanType": "f", "FeeSched": PPO, "CopayFeeSched": COPAY})
    number = plan_procedure(office, FILLING, 200.0)
    estimated(office, number)
    office.seed({"claimproc": [{**office.rows("claimproc")[0], "CopayOverride": override}]})
    assert estimated(office, number)[0]["InsEstTotal"] == pays


# --- capitation ---


def test_a_capitation_plan_pays_nothing_and_writes_off_all_but_the_copay(office):
    # 200.00 - 25.00 = 175.00
    insure(office, {"PlanType": "c", "CopayFeeSched": COPAY})
    (row,) = estimated(office, plan_procedure(office, FILLING, 200.0))
    assert shown(row) == (0.0, 0.0, 0.0, 175.0, "")
    assert (row["Status"], row["CopayAmt"], row["WriteOff"], row["Percentage"]) == ("CapEstimate", 25.0, 175.0, -1)


def test_capitation_without_a_copay_writes_off_everything(office):
    insure(office, {"PlanType": "c"})
    (row,) = estimated(office, plan_procedure(office, FILLING, 200.0))
    assert (row["CopayAmt"], row["WriteOffEst"]) == (0.0, 200.0)


def test_a_capitated_procedure_is_settled_as_it_is_completed(office):
    insure(office, {"PlanType": "c", "CopayFeeSched": COPAY})
    number = plan_procedure(office, FILLING, 200.0)
    estimated(office, number)
    office.seed({"procedurelog": [{**office.rows("procedurelog")[0], "ProcStatus": "C"}]})
    recompute(call_of(office), number)
    (row,) = office.rows("claimproc")
    assert (row["Status"], row["WriteOffEst"], row["WriteOff"]) == ("CapComplete", 175.0, 175.0)
    # another one, entered as complete
    number = plan_procedure(office, FILLING, 100.0, ProcStatus="C")
    recompute(call_of(office), number)
    assert (office.rows("claimproc")[1]["Status"], office.rows("claimproc")[1]["WriteOff"]) == ("CapComplete", 75.0)


def test_capitation_leaves_completed_procedures_of_the_past_alone(office):
    insure(office, {"PlanType": "c"}, {})
    number = plan_procedure(office, FILLING, 200.0, ProcStatus="C", ProcDate="2024-06-11")
    there = {"ProcNum": number, "PatNum": 1, "InsSubNum": 9, "PlanNum": 9, "Status": "Estimate"}
    office.seed({"claimproc": [there]})
    recompute(call_of(office), number)
    assert [row["PlanNum"] for row in office.rows("claimproc")] == [9]


def test_what_capitation_excludes_is_charged_as_usual_where_the_plan_has_it_so(office):
    insure(office, {"PlanType": "c", "ExclusionFeeRule": "UseUcrFee"})
    benefit(office, "Exclusions", CodeNum=FILLING)
    filling, crown = plan_procedure(office, FILLING, 200.0), plan_procedure(office, CROWN, 1000.0)
    assert [row["WriteOffEst"] for row in estimated(office, filling, crown)] == [0.0, 1000.0]


def test_estimates_follow_another_plan_type(office):
    insure(office, {"PlanType": "c"})
    number = plan_procedure(office, FILLING, 200.0)
    estimated(office, number)
    office.seed({"insplan": [{"PlanNum": 1, "PlanType": ""}]})
    cover(office, restorative=80)
    (row,) = estimated(office, number)
    assert (row["Status"], row["InsEstTotal"]) == ("Estimate", 160.0)


# --- PPO with fixed benefits ---


@pytest.fixture
def fixed(office):
    """A PPO that pays 90.00 of a filling's 150.00, and says nothing of an exam."""
    office.seed(
        {
            "feesched": [{"FeeSchedNum": FIXED, "Description": "Fixed", "FeeSchedType": "FixedBenefit"}],
            "fee": [{"FeeSched": FIXED, "CodeNum": FILLING, "Amount": 90.0}],
        }
    )
    insure(office, {"PlanType": "p", "FeeSched": PPO, "CopayFeeSched": FIXED})
    return office


def test_a_fixed_benefit_is_what_the_insurance_pays(fixed):
    # copay 150.00 - 90.00 = 60.00; 150.00 - 60.00 = 90.00; 200.00 - 150.00 = 50.00 is written off
    (row,) = estimated(fixed, plan_procedure(fixed, FILLING, 200.0))
    assert shown(row) == (0.0, 90.0, 90.0, 50.0, "")
    assert (row["CopayAmt"], row["Percentage"]) == (60.0, 100)


@pytest.mark.parametrize(("preference", "copay", "pays"), [("1", 40.0, 0.0), ("0", -1.0, 40.0)])
def test_a_code_without_a_fixed_benefit(fixed, preference, copay, pays):
    fixed.prefer(FixedBenefitBlankLikeZero=preference)
    (row,) = estimated(fixed, plan_procedure(fixed, EXAM, 50.0))
    assert (row["CopayAmt"], row["BaseEst"]) == (copay, pays)


@pytest.mark.parametrize(("preference", "copay", "pays"), [("0", 60.0, 60.0), ("1", 30.0, 90.0)])
def test_a_fixed_benefit_of_a_fee_below_the_ppos(fixed, preference, copay, pays):
    # a fee of 120.00 is all that is allowed, and the copay is 150.00 - 90.00 = 60.00; where the usual fee is always
    # charged, the PPO's fee counts as no more than 120.00, and the copay is 30.00
    fixed.prefer(InsPpoAlwaysUseUcrFee=preference)
    (row,) = estimated(fixed, plan_procedure(fixed, FILLING, 120.0))
    assert (row["CopayAmt"], row["InsEstTotal"], row["WriteOffEst"]) == (copay, pays, 0.0)


# --- which fee of a schedule ---


@pytest.mark.parametrize(("preference", "pays"), [("0", 64.0), ("1", 72.0)])
def test_a_hygienists_code_may_have_the_fee_of_the_appointments_dentist(office, preference, pays):
    # the PPO allows 80.00, to dentist 2 90.00; 80 % of it
    office.prefer(EnterpriseHygProcUsePriProvFee=preference)
    office.seed(
        {
            "procedurecode": [{"CodeNum": CLEANING, "ProcCode": "D1110", "IsHygiene": "true"}],
            "provider": [{"ProvNum": 2, "Abbr": "DOC2"}],
            "fee": [{"FeeSched": PPO, "CodeNum": CLEANING, "ProvNum": 2, "Amount": 90.0}],
            "appointment": [{"AptNum": 5, "PatNum": 1, "ProvNum": 2}],
        }
    )
    insure(office, {"PlanType": "p", "FeeSched": PPO})
    cover(office, preventive=80)
    (row,) = estimated(office, plan_procedure(office, CLEANING, 100.0, AptNum=5))
    assert row["InsEstTotal"] == pays


def test_a_hidden_schedule_allows_what_is_charged(office):
    # 200.00 x 80 %, and nothing to write off
    office.seed({"feesched": [{"FeeSchedNum": PPO, "Description": "PPO", "IsHidden": "true"}]})
    insure(office, {"PlanType": "p", "FeeSched": PPO})
    cover(office, restorative=80)
    (row,) = estimated(office, plan_procedure(office, FILLING, 200.0))
    assert shown(row) == (0.0, 160.0, 160.0, 0.0, "")


# --- out of network ---


def test_out_of_network_the_allowed_fee_counts(office):
    # 160.00 x 80 % = 128.00; nothing is written off
    insure(office, {"AllowedFeeSched": OUT})
    cover(office, restorative=80)
    (row,) = estimated(office, plan_procedure(office, FILLING, 200.0))
    assert shown(row) == (0.0, 128.0, 128.0, -1.0, "")


@pytest.mark.parametrize(("preference", "pays"), [("0", 80.0), ("1", 0.0)])
def test_a_code_without_an_allowed_fee(office, preference, pays):
    # the cleaning is not in that schedule: 100.00 x 80 %, or nothing where a blank is like zero
    office.prefer(InsOutOfNetworkBlankLikeZero=preference)
    insure(office, {"AllowedFeeSched": OUT})
    cover(office, preventive=80)
    (row,) = estimated(office, plan_procedure(office, CLEANING, 100.0))
    assert row["InsEstTotal"] == pays


def test_what_is_allowed_is_never_more_than_the_fee(office):
    # 2 x 70.00 = 140.00 is less than 2 x 150.00: 140.00 x 80 % = 112.00, and nothing to write off
    insure(office, {"PlanType": "p", "FeeSched": PPO})
    cover(office, restorative=80)
    (row,) = estimated(office, plan_procedure(office, FILLING, 70.0, UnitQty=2))
    assert shown(row) == (0.0, 112.0, 112.0, 0.0, "")


def test_half_a_cent_goes_to_the_even_cent(office):
    # 33.35 x 50 % = 16.675, to 16.68; 33.25 x 50 % = 16.625, to 16.62
    insure(office, {})
    cover(office, crowns=50)
    numbers = [plan_procedure(office, CROWN, fee) for fee in (33.35, 33.25)]
    assert [row["InsEstTotal"] for row in estimated(office, *numbers)] == [16.68, 16.62]
