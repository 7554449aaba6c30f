"""What a percentage plan and a PPO are expected to do, each worked out by hand.

The crown costs 1000.00, the PPO allows 850.00.
"""

import pytest
from desk import call_of
from insured import CROWN, PPO, TODAY, cover, estimated, insure, plan_procedure, set_up, shown

from mock_od.dentistry.estimates import recompute, recompute_patient


@pytest.fixture
def office(empty):
    return set_up(empty)


def test_a_percentage_plan_pays_a_part_of_the_fee(office):
    # 1000.00 x 50 % = 500.00; a percentage plan writes nothing off
    insure(office, {})
    cover(office, crowns=50)
    (row,) = estimated(office, plan_procedure(office, CROWN, 1000.0))
    assert shown(row) == (0.0, 500.0, 500.0, -1.0, "")


def test_a_ppo_pays_a_part_of_its_own_fee_and_the_rest_of_the_fee_is_written_off(office):
    # 850.00 x 50 % = 425.00; 1000.00 - 850.00 = 150.00
    insure(office, {"PlanType": "p", "FeeSched": PPO})
    cover(office, crowns=50)
    (row,) = estimated(office, plan_procedure(office, CROWN, 1000.0))
    assert shown(row) == (0.0, 425.0, 425.0, 150.0, "")


def test_what_is_written_is_a_whole_row(office):
    insure(office, {})
    cover(office, crowns=50)
    number = plan_procedure(office, CROWN, 1000.0, ClinicNum=3)
    recompute(call_of(office), number)
    (row,) = office.rows("claimproc")
    wanted = {
        "ProcNum": number,
        "PatNum": 1,
        "ProvNum": 1,
        "ClinicNum": 3,
        "InsSubNum": 1,
        "PlanNum": 1,
        "ClaimNum": 0,
        "Status": "Estimate",
        "DateCP": TODAY,
        "ProcDate": TODAY,
        "FeeBilled": 0.0,
        "InsPayEst": 500.0,
        "InsPayAmt": 0.0,
        "DedApplied": 0.0,
        "WriteOff": 0.0,
        "AllowedOverride": -1.0,
        "Percentage": 50,
        "PercentOverride": -1,
        "CopayAmt": -1.0,
        "CopayOverride": -1.0,
        "PaidOtherIns": 0.0,
        "PaidOtherInsOverride": -1.0,
        "BaseEst": 500.0,
        "DedEst": -1.0,  # not worked out without history
        "DedEstOverride": -1.0,
        "InsEstTotal": 500.0,
        "InsEstTotalOverride": -1.0,
        "WriteOffEst": -1.0,
        "WriteOffEstOverride": -1.0,
        "EstimateNote": "",
    }
    assert {name: row[name] for name in wanted} == wanted


def test_a_patients_planned_procedures_are_worked_out_together(office):
    insure(office, {})
    cover(office, crowns=50)
    for status in ("TP", "TPi", "C", "D"):
        plan_procedure(office, CROWN, 1000.0, ProcStatus=status)
    recompute_patient(call_of(office), 1)
    assert [row["ProcNum"] for row in office.rows("claimproc")] == [1, 2]
    recompute_patient(call_of(office), 1, completed=True)
    assert [row["ProcNum"] for row in office.rows("claimproc")] == [1, 2, 3]


def test_an_insurance_that_the_patient_has_no_more_leaves_no_estimate(office):
    insure(office, {}, {})
    cover(office, crowns=50)
    number = plan_procedure(office, CROWN, 1000.0)
    recompute(call_of(office), number)
    assert [row["PlanNum"] for row in office.rows("claimproc")] == [1, 2]
    call = call_of(office)
    call.records.delete("patplan", PatPlanNum=1)
    recompute_patient(call, 1)
    assert [row["PlanNum"] for row in office.rows("claimproc")] == [2]
