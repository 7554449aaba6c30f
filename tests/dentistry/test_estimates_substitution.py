"""A code that the insurance pays instead: a white filling of 200.00, for which it pays as for a silver one.

The PPO allows 150.00 for the white filling and 110.00 for the silver one, and covers both by 80 percent.
"""

import pytest
from insured import CODES, CROWN, FILLING, METAL, OUT, PPO, cover, estimated, insure, plan_procedure, set_up

DOWNGRADED = (88.0, 50.0)  # 110.00 x 80 %; of the white filling 200.00 - 150.00 is written off all the same
FULL = (120.0, 50.0)  # 150.00 x 80 %


@pytest.fixture
def office(empty):
    set_up(empty)
    insure(empty, {"PlanType": "p", "FeeSched": PPO, "HasPpoSubstWriteoffs": 1})
    cover(empty, restorative=80, crowns=80)
    return empty


def link(office, only_if, code="D2140", plan=1):
    said = {"PlanNum": plan, "CodeNum": FILLING, "SubstitutionCode": code, "SubstOnlyIf": only_if}
    office.seed({"substitutionlink": [said]})


def code_says(office, only_if, code="D2140"):
    said = {"CodeNum": FILLING, "ProcCode": CODES[FILLING], "SubstitutionCode": code, "SubstOnlyIf": only_if}
    office.seed({"procedurecode": [said]})


def pays(office, tooth="3"):
    (row,) = estimated(office, plan_procedure(office, FILLING, 200.0, ToothNum=tooth))
    return row["InsEstTotal"], row["WriteOffEst"]


WHERE = [
    ("Always", "8", DOWNGRADED),
    ("Always", "", DOWNGRADED),
    ("Molar", "3", DOWNGRADED),
    ("Molar", "A", DOWNGRADED),
    ("Molar", "4", FULL),
    ("SecondMolar", "15", DOWNGRADED),
    ("SecondMolar", "14", FULL),
    ("Posterior", "4", DOWNGRADED),
    ("Posterior", "8", FULL),
    ("Never", "3", FULL),
]


@pytest.mark.parametrize(("only_if", "tooth", "expected"), WHERE)
def test_by_a_link_of_the_plan(office, only_if, tooth, expected):
    link(office, only_if)
    assert pays(office, tooth) == expected


@pytest.mark.parametrize(("only_if", "tooth", "expected"), WHERE)
def test_by_the_code_itself(office, only_if, tooth, expected):
    code_says(office, only_if)
    assert pays(office, tooth) == expected


def test_the_link_for_the_fewest_teeth_comes_first(office):
    # an exam would be 40.00, a cleaning 80.00, the silver filling 110.00
    for only_if, code in (("Always", "D2140"), ("Posterior", "D1110"), ("Molar", "D0120"), ("SecondMolar", "D2140")):
        link(office, only_if, code)
    assert [pays(office, tooth)[0] for tooth in ("2", "3", "4", "8")] == [88.0, 32.0, 64.0, 88.0]


def test_never_comes_before_all(office):
    link(office, "Always")
    link(office, "Never", "")
    assert pays(office) == FULL


def test_where_the_plan_has_a_link_the_code_is_not_asked(office):
    code_says(office, "Always")
    link(office, "SecondMolar")
    assert pays(office, "3") == FULL
    link(office, "Always", plan=2)
    assert pays(office, "2") == DOWNGRADED


def test_a_link_to_no_code_is_passed_over(office):
    link(office, "Molar", "D9999")
    assert pays(office) == FULL
    link(office, "Always")
    assert pays(office) == DOWNGRADED


def test_a_plan_may_have_no_substitutes_at_all(office):
    office.seed({"insplan": [{"PlanNum": 1, "PlanType": "p", "FeeSched": PPO, "CodeSubstNone": "true"}]})
    link(office, "Always")
    assert pays(office) == FULL


def test_a_plan_may_have_nothing_written_off_then(office):
    plan = {"PlanNum": 1, "PlanType": "p", "FeeSched": PPO, "HasPpoSubstWriteoffs": 0}
    office.seed({"insplan": [plan]})
    link(office, "Molar")
    assert pays(office, "3") == (88.0, -1.0)
    assert pays(office, "8") == FULL


@pytest.mark.parametrize(
    ("substitute", "fee", "expected"),
    [("D2740", 150.0, FULL), ("D2140", -1.0, FULL), ("D2140", 149.0, (119.2, 50.0))],
)
def test_a_dearer_substitute_or_one_without_a_fee_is_none(office, substitute, fee, expected):
    rows = [row for row in office.rows("fee") if (row["FeeSched"], row["CodeNum"]) == (PPO, METAL)]
    office.seed({"fee": [{**rows[0], "Amount": fee}]})
    link(office, "Always", substitute)
    assert pays(office) == expected


@pytest.mark.parametrize(
    ("plan", "allowed"),
    [
        ({"AllowedFeeSched": OUT}, 120.0),  # of the silver filling, out of network
        ({"FeeSched": PPO}, 110.0),  # in the plan's schedule
        ({}, 150.0),  # else what the provider usually charges for it
    ],
)
def test_a_percentage_plan_pays_as_for_the_substitute(office, plan, allowed):
    office.seed({"insplan": [{"PlanNum": 1, "PlanType": "", **plan}]})
    link(office, "Always")
    assert pays(office) == (round(allowed * 0.8, 2), -1.0)


def test_a_copay_is_that_of_the_substitute(office):
    # the silver filling has none: 110.00
    office.seed({"insplan": [{"PlanNum": 1, "PlanType": "f", "FeeSched": PPO, "CopayFeeSched": 3}]})
    assert pays(office) == (125.0, -1.0)  # 150.00 - 25.00
    link(office, "Always")
    assert pays(office) == (110.0, -1.0)


def test_other_codes_are_not_concerned(office):
    link(office, "Always")
    (row,) = estimated(office, plan_procedure(office, CROWN, 1000.0, ToothNum="3"))
    assert (row["InsEstTotal"], row["WriteOffEst"]) == (680.0, 150.0)
