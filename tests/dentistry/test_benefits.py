"""Which of a plan's benefits concern a code."""

import pytest
from desk import call_of

from mock_od.dentistry import benefits

PLAN, PATPLAN, FILLING, CROWN = 1, 5, 11, 12
SET_UP = {
    "insplan": [{"PlanNum": PLAN, "PlanType": "p"}],
    "procedurecode": [{"CodeNum": FILLING, "ProcCode": "D2391"}, {"CodeNum": CROWN, "ProcCode": "D2740"}],
    "codegroup": [
        {"CodeGroupNum": 1, "GroupName": "white", "ProcCodes": "D2390, D2391", "ItemOrder": 1},
        {"CodeGroupNum": 2, "GroupName": "front", "ProcCodes": "D2391", "ItemOrder": 2},
    ],
    "covcat": [
        {"CovCatNum": 1, "Description": "All", "CovOrder": 0},
        {"CovCatNum": 2, "Description": "Restorative", "CovOrder": 1},
    ],
    "covspan": [
        {"CovCatNum": 1, "FromCode": "D0000", "ToCode": "D9999"},
        {"CovCatNum": 2, "FromCode": "D2000", "ToCode": "D2699"},
    ],
}


@pytest.fixture
def office(empty):
    empty.seed(SET_UP)
    return empty


def covered(office, *said, code=FILLING, kind="p"):
    """The percentage for a code, with these benefits of the plan, or of the patient where PatPlanNum says so."""
    rows = [
        {
            "BenefitNum": number,
            "BenefitType": "CoInsurance",
            **({} if "PatPlanNum" in one else {"PlanNum": PLAN}),
            **one,
        }
        for number, one in enumerate(said, start=1)
    ]
    office.seed({"benefit": rows, "insplan": [{"PlanNum": PLAN, "PlanType": kind}]})
    call = call_of(office)
    found = benefits.benefits_of(call, PLAN, PATPLAN)
    plan, row = call.records.get("insplan", PLAN), call.records.get("procedurecode", code)
    return benefits.percentage(benefits.Lists(call), plan, found, row)


ALL, CATEGORY, NARROW = {"Percent": 10}, {"Percent": 20, "CovCatNum": 1}, {"Percent": 30, "CovCatNum": 2}
GROUP, LATER, CODE = (
    {"Percent": 40, "CodeGroupNum": 1},
    {"Percent": 50, "CodeGroupNum": 2},
    {"Percent": 60, "CodeNum": FILLING},
)


def test_the_closest_one_counts(office):
    said = []
    for one in (ALL, CATEGORY, NARROW, GROUP, LATER, CODE):
        said.insert(0, one)
        assert covered(office, *said) == one["Percent"]
    assert covered(office, *said, code=CROWN) == CATEGORY["Percent"]


def test_a_patients_own_one_comes_before_all_of_the_plans(office):
    own = {"Percent": 5, "CovCatNum": 1, "PatPlanNum": PATPLAN}
    assert covered(office, CODE, own) == 5
    assert covered(office, CODE, own | {"PatPlanNum": PATPLAN + 1}) == 60


@pytest.mark.parametrize(
    "said",
    [
        [],
        [{"Percent": -1, "CodeNum": FILLING}],
        [{"Percent": 60, "CodeNum": CROWN}],
        [{"Percent": 60, "CodeNum": FILLING, "BenefitType": "Deductible"}],
    ],
)
def test_nothing_is_said(office, said):
    assert covered(office, *said) == 0


@pytest.mark.parametrize(("kind", "percent"), [("f", 100), ("c", 100), ("p", 60), ("", 60)])
def test_some_plans_pay_all(office, kind, percent):
    assert covered(office, CODE, kind=kind) == percent


LIMITATION = {
    "BenefitType": "Limitations",
    "MonetaryAmt": -1.0,
    "Percent": -1,
    "CoverageLevel": "None",
    "TimePeriod": "None",
    "QuantityQualifier": "None",
    "CodeGroupNum": 1,
    "PatPlanNum": 0,
}
TWICE_A_YEAR = {"QuantityQualifier": "NumberOfServices", "TimePeriod": "CalendarYear"}


@pytest.mark.parametrize(
    ("said", "limits"),
    [
        ({"QuantityQualifier": "Years"}, True),
        ({"QuantityQualifier": "Months"}, True),
        ({"QuantityQualifier": "Months", "TimePeriod": "CalendarYear"}, False),
        ({"QuantityQualifier": "Visits"}, False),
        (TWICE_A_YEAR, True),
        (TWICE_A_YEAR | {"TimePeriod": "ServiceYear"}, True),
        (TWICE_A_YEAR | {"TimePeriod": "NumberInLast12Months"}, True),
        (TWICE_A_YEAR | {"TimePeriod": "None"}, False),
        (TWICE_A_YEAR | {"TimePeriod": "Lifetime"}, False),
        (TWICE_A_YEAR | {"MonetaryAmt": 1000.0}, False),
        (TWICE_A_YEAR | {"Percent": 0}, False),
        (TWICE_A_YEAR | {"CoverageLevel": "Individual"}, False),
        (TWICE_A_YEAR | {"BenefitType": "WaitingPeriod"}, False),
        (TWICE_A_YEAR | {"CodeGroupNum": 0}, True),
    ],
)
def test_what_limits_how_often(said, limits):
    assert benefits.is_frequency_limitation(LIMITATION | said) is limits


UNTIL_18 = {"QuantityQualifier": "AgeLimit"}


@pytest.mark.parametrize(
    ("said", "limits"),
    [
        (UNTIL_18, True),
        (UNTIL_18 | {"TimePeriod": "CalendarYear"}, True),
        (UNTIL_18 | {"CodeGroupNum": 0}, False),
        (UNTIL_18 | {"PatPlanNum": PATPLAN}, False),
        (UNTIL_18 | {"MonetaryAmt": 50.0}, False),
        (UNTIL_18 | {"CoverageLevel": "Family"}, False),
        ({"QuantityQualifier": "Years"}, False),
    ],
)
def test_what_limits_until_which_age(said, limits):
    assert benefits.is_age_limitation(LIMITATION | said) is limits
