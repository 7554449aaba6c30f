"""What is shown of a patient's coverage: the maximum, the deductible, and what is left of them."""

import pytest
from desk import call_of
from insured import BRACES, CROWN, GENERAL, ORTHO, benefit, deduct, insure, maximum, paid, set_up

from mock_od.dentistry.estimates.shown import coverage


@pytest.fixture
def office(empty):
    return set_up(empty)


def of_first(office):
    return coverage(call_of(office), 1)[0]


def test_what_is_used_and_pending_of_a_maximum(office):
    # 1500.00 - 400.00 - 150.00 = 950.00; what was paid before this year does not count
    insure(office, {})
    maximum(office, 1500.0)
    deduct(office, 50.0)
    paid(office, CROWN, 400.0, DedApplied=30.0)
    paid(office, CROWN, 0.0, Status="NotReceived", InsPayEst=150.0)
    paid(office, CROWN, 700.0, day="2023-12-31", DedApplied=50.0)
    shown = of_first(office)
    assert (shown.maximum, shown.used, shown.pending, shown.remaining) == (1500.0, 400.0, 150.0, 950.0)
    assert (shown.deductible, shown.deducted, shown.deductible_remaining) == (50.0, 30.0, 20.0)
    assert (shown.family_maximum, shown.family_deductible) == (-1.0, -1.0)


def test_a_plan_year_may_begin_in_any_month(office):
    # the plan renews in May: what was paid in February was of the year before
    insure(office, {"MonthRenew": 5})
    maximum(office, 1500.0, TimePeriod="ServiceYear")
    paid(office, CROWN, 400.0, day="2024-04-30")
    paid(office, CROWN, 100.0, day="2024-05-01")
    assert (of_first(office).used, of_first(office).remaining) == (100.0, 1400.0)


def test_what_has_a_limit_of_its_own_uses_up_no_annual_maximum(office):
    insure(office, {})
    maximum(office, 1500.0)
    benefit(office, "Limitations", MonetaryAmt=2000.0, TimePeriod="Lifetime", CovCatNum=ORTHO)
    paid(office, BRACES, 800.0)
    paid(office, CROWN, 100.0)
    assert (of_first(office).used, of_first(office).remaining) == (100.0, 1400.0)


def test_an_adjustment_of_what_was_used_counts(office):
    insure(office, {})
    maximum(office, 1500.0)
    office.seed(
        {
            "claimproc": [
                {
                    "PatNum": 1,
                    "InsSubNum": 1,
                    "PlanNum": 1,
                    "Status": "Adjustment",
                    "ProcDate": "2024-01-01",
                    "InsPayAmt": 250.0,
                    "DedApplied": 50.0,
                }
            ]
        }
    )
    assert (of_first(office).used, of_first(office).remaining, of_first(office).deducted) == (250.0, 1250.0, 50.0)


def test_which_maximum_and_which_deductible_is_shown(office):
    # the one of no category comes first, then the smallest; of deductibles the largest
    insure(office, {})
    maximum(office, 900.0, CovCatNum=GENERAL)
    maximum(office, 3000.0, CoverageLevel="Family")
    maximum(office, 700.0, CovCatNum=ORTHO)
    deduct(office, 50.0)
    deduct(office, 75.0, CovCatNum=GENERAL)
    deduct(office, 150.0, CoverageLevel="Family")
    assert of_first(office).maximum == 900.0
    maximum(office, 1500.0)
    maximum(office, 1200.0)
    shown = of_first(office)
    assert (shown.maximum, shown.family_maximum, shown.remaining) == (1200.0, 3000.0, 3000.0)
    assert (shown.deductible, shown.family_deductible) == (75.0, 150.0)


def test_without_a_maximum_there_is_no_end(office):
    insure(office, {}, {})
    assert [(shown.ordinal, shown.maximum, shown.remaining) for shown in coverage(call_of(office), 1)] == [
        (1, -1.0, 999999.0),
        (2, -1.0, 999999.0),
    ]
    assert coverage(call_of(office), 2) == []
