"""What a second insurance is expected to do, each worked out by hand.

A crown costs 1000.00, the PPO allows 850.00.
"""

import pytest
from insured import CROWN, PPO, cover, estimated, insure, plan_procedure, set_up

BOTH = {"PlanType": "p", "FeeSched": PPO}


@pytest.fixture
def office(empty):
    return set_up(empty)


def of_two(office, first, second, percents, **columns):
    """What both insurances do for a crown: what each pays and writes off."""
    insure(office, first, second)
    for plan, percent in enumerate(percents, start=1):
        cover(office, plan=plan, crowns=percent)
    rows = estimated(office, plan_procedure(office, CROWN, 1000.0, **columns))
    return [(row["InsEstTotal"], row["WriteOffEst"]) for row in rows]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # the first PPO pays 850.00 x 50 % = 425.00 and writes 150.00 off; the second one would pay 850.00 x 80 % = 680.00
        # Basic: no more than 850.00 - 425.00 = 425.00
        ("Basic", [(425.0, 150.0), (425.0, 0.0)]),
        # Standard: no more than 1000.00 - 425.00 - 150.00 = 425.00
        ("Standard", [(425.0, 150.0), (425.0, 0.0)]),
        # 680.00 carved out: 680.00 - 425.00 = 255.00
        ("CarveOut", [(425.0, 150.0), (255.0, 0.0)]),
        # as Basic; writes off 1000.00 - 425.00 - 150.00 - 425.00 = 0.00
        ("SecondaryMedicaid", [(425.0, 150.0), (425.0, 0.0)]),
    ],
)
def test_two_ppos(office, rule, expected):
    assert of_two(office, BOTH, {**BOTH, "CobRule": rule}, (50, 80)) == expected


@pytest.mark.parametrize(
    ("rule", "second"),
    [
        # two percentage plans: the first pays 1000.00 x 80 % = 800.00, the second would pay 500.00
        ("Basic", (200.0, -1.0)),  # 1000.00 - 800.00
        ("Standard", (200.0, -1.0)),  # 1000.00 - 800.00 - 0.00
        ("CarveOut", (0.0, -1.0)),  # 500.00 - 800.00 is less than nothing
        ("SecondaryMedicaid", (200.0, 0.0)),  # 1000.00 - 800.00, and 0.00 left to write off
    ],
)
def test_two_percentage_plans(office, rule, second):
    assert of_two(office, {}, {"CobRule": rule}, (80, 50)) == [(800.0, -1.0), second]


def test_medicaid_writes_off_what_nobody_pays(office):
    # it would pay 1000.00 x 10 % = 100.00 and writes off 1000.00 - 500.00 - 100.00 = 400.00
    second = {"CobRule": "SecondaryMedicaid"}
    assert of_two(office, {}, second, (50, 10)) == [(500.0, -1.0), (100.0, 400.0)]


def test_basic_and_standard_differ_where_the_second_allows_less_than_the_fee(office):
    # the first pays 1000.00 x 50 % = 500.00; the second, a PPO, would pay 850.00 x 80 % = 680.00
    # by Basic it is 850.00 - 500.00 = 350.00; its write-off counts where the office has it so, see below
    assert of_two(office, {}, {**BOTH, "CobRule": "Basic"}, (50, 80))[1] == (350.0, 0.0)
    # by Standard it is 1000.00 - 500.00 - 0.00 = 500.00
    office.seed({"insplan": [{"PlanNum": 2, **BOTH, "CobRule": "Standard"}]})
    assert estimated(office, 1)[1]["InsEstTotal"] == 500.0


@pytest.mark.parametrize(("preference", "written_off"), [("0", 0.0), ("1", 150.0)])
def test_a_second_ppo_writes_off_where_the_office_has_it_so(office, preference, written_off):
    # beside 500.00 + 350.00 there are 1000.00 - 850.00 = 150.00 left
    office.prefer(InsPPOsecWriteoffs=preference)
    assert of_two(office, {}, BOTH, (50, 80))[1] == (350.0, written_off)


def test_a_second_ppo_writes_off_all_of_its_own_where_the_first_pays_nothing(office):
    # 1000.00 - 850.00 = 150.00; 850.00 x 80 % = 680.00
    assert of_two(office, {}, BOTH, (0, 80)) == [(0.0, -1.0), (680.0, 150.0)]


def test_the_first_writes_off_less_where_both_pay_nearly_all(office):
    # 850.00 x 80 % = 680.00, 150.00 is written off; a percentage plan that is carved out pays 1000.00 x 90 % - 680.00 =
    # 220.00; 680.00 + 220.00 + 150.00 is more than 1000.00, so that 100.00 is written off
    assert of_two(office, BOTH, {"CobRule": "CarveOut"}, (80, 90)) == [(680.0, 100.0), (220.0, -1.0)]


def test_what_is_still_claimed_of_a_plan_that_was_dropped_comes_after_the_others(office):
    # the first pays 1000.00 x 80 % = 800.00; the dropped one would pay 500.00, and 200.00 are left for it
    of_two(office, {}, {}, (80, 50))
    _, second = office.rows("claimproc")
    office.seed({"claimproc": [{**second, "Status": "NotReceived", "PaidOtherIns": 0.0}]})
    office.office.records.delete("patplan", PatPlanNum=2)
    row = estimated(office, 1)[1]
    assert (row["PlanNum"], row["PaidOtherIns"], row["InsEstTotal"]) == (2, 800.0, 200.0)


def test_what_others_pay_may_be_overridden(office):
    # no more than 1000.00 - 900.00 = 100.00
    of_two(office, {}, {}, (80, 50))
    _, second = office.rows("claimproc")
    office.seed({"claimproc": [{**second, "PaidOtherInsOverride": 900.0}]})
    row = estimated(office, 1)[1]
    assert (row["PaidOtherIns"], row["InsEstTotal"]) == (800.0, 100.0)


def test_what_the_first_has_paid_counts_for_the_second(office):
    # 1000.00 - 450.00 = 550.00, of which it would pay 500.00; PaidOtherIns is what was paid
    insure(office, {}, {})
    cover(office, crowns=80)
    cover(office, plan=2, crowns=50)
    number = plan_procedure(office, CROWN, 1000.0)
    received = {"ProcNum": number, "PatNum": 1, "InsSubNum": 1, "PlanNum": 1, "Status": "Received", "InsPayAmt": 450.0}
    office.seed({"claimproc": [{**received, "InsEstTotal": 800.0}]})
    row = estimated(office, number)[1]
    assert (row["PaidOtherIns"], row["InsEstTotal"]) == (450.0, 500.0)


def test_the_order_of_the_insurances_counts(office):
    of_two(office, {}, {}, (80, 50))
    office.seed({"patplan": [{**row, "Ordinal": 3 - row["Ordinal"]} for row in office.rows("patplan")]})
    # the second plan comes first now: 500.00, and 1000.00 - 500.00 for the other one
    assert [row["InsEstTotal"] for row in estimated(office, 1)] == [500.0, 500.0]


def test_of_a_fourth_insurance_nothing_counts(office):
    # 500.00, 300.00 and 200.00 are all of it; the fourth one may pay nothing
    insure(office, {}, {}, {}, {})
    for plan, percent in enumerate((50, 30, 40, 10), start=1):
        cover(office, plan=plan, crowns=percent)
    rows = estimated(office, plan_procedure(office, CROWN, 1000.0))
    assert [row["InsEstTotal"] for row in rows] == [500.0, 300.0, 200.0, 0.0]
    assert [row["PaidOtherIns"] for row in rows] == [0.0, 500.0, 800.0, 1000.0]


def test_medicaid_as_a_third_insurance_is_like_standard(office):
    insure(office, {}, {}, {"CobRule": "SecondaryMedicaid"})
    for plan, percent in enumerate((50, 30, 40), start=1):
        cover(office, plan=plan, crowns=percent)
    rows = estimated(office, plan_procedure(office, CROWN, 1000.0))
    assert (rows[2]["InsEstTotal"], rows[2]["WriteOffEst"]) == (200.0, -1.0)  # 1000.00 - 800.00, nothing written off
