"""What a deductible takes, each worked out by hand. A crown costs 1000.00 and is covered by half, a filling 200.00 and by 80 percent."""

import pytest
from insured import (
    CLEANING,
    CROWN,
    CROWNS,
    DIAGNOSTIC,
    EXAM,
    FILLING,
    PREVENTIVE,
    PROPHY_GROUP,
    RESTORATIVE,
    benefit,
    cover,
    deduct,
    estimated,
    insure,
    paid,
    plan_procedure,
    set_up,
)


@pytest.fixture
def office(empty):
    set_up(empty)
    insure(empty, {})
    cover(empty, crowns=50, restorative=80, preventive=100, diagnostic=100)
    return empty


def takes(office, *procedures):
    """The deductible of each procedure (code and fee), and what the insurance pays."""
    numbers = [plan_procedure(office, code, fee) for code, fee in procedures]
    return [(row["DedEst"], row["InsEstTotal"]) for row in estimated(office, *numbers)]


def test_a_deductible_is_taken_before_the_percentage(office):
    # (1000.00 - 50.00) x 50 % = 475.00
    deduct(office, 50.0)
    assert takes(office, (CROWN, 1000.0)) == [(50.0, 475.0)]


def test_the_next_procedure_takes_what_the_one_before_left(office):
    # a filling of 30.00 takes 30.00, the crown the other 20.00: (1000.00 - 20.00) x 50 % = 490.00
    deduct(office, 50.0)
    assert takes(office, (FILLING, 30.0), (CROWN, 1000.0), (FILLING, 200.0)) == [
        (30.0, 0.0),
        (20.0, 490.0),
        (0.0, 160.0),
    ]


@pytest.mark.parametrize(
    ("already", "left", "pays"),
    [
        (0.0, 50.0, 475.0),
        (20.0, 30.0, 485.0),  # partly met: (1000.00 - 30.00) x 50 %
        (50.0, 0.0, 500.0),  # met
        (80.0, 0.0, 500.0),  # and more than met
    ],
)
def test_what_was_met_this_year_is_not_taken_again(office, already, left, pays):
    deduct(office, 50.0)
    paid(office, FILLING, 100.0, DedApplied=already)
    assert takes(office, (CROWN, 1000.0)) == [(left, pays)]


def test_what_was_met_last_year_or_of_another_plan_is_taken_again(office):
    deduct(office, 50.0)
    paid(office, FILLING, 100.0, day="2023-12-31", DedApplied=50.0)
    paid(office, FILLING, 100.0, DedApplied=50.0, PlanNum=2)
    paid(office, FILLING, 100.0, DedApplied=50.0, PatNum=2)
    assert takes(office, (CROWN, 1000.0)) == [(50.0, 475.0)]


def test_a_service_year_counts_from_its_month(office):
    office.seed({"insplan": [{"PlanNum": 1, "MonthRenew": 9}]})
    deduct(office, 50.0, TimePeriod="ServiceYear")
    paid(office, FILLING, 100.0, day="2023-09-01", DedApplied=35.0)
    assert takes(office, (CROWN, 1000.0)) == [(15.0, 492.5)]


def test_preventive_care_has_none_where_the_plan_says_zero(office):
    deduct(office, 50.0)
    deduct(office, 0.0, CovCatNum=PREVENTIVE)
    assert takes(office, (CLEANING, 100.0), (CROWN, 1000.0)) == [(0.0, 100.0), (50.0, 475.0)]


def test_what_is_not_covered_takes_none(office):
    deduct(office, 50.0)
    office.seed({"benefit": [{**row, "Percent": 0} for row in office.rows("benefit") if row["CovCatNum"] == CROWNS]})
    assert takes(office, (CROWN, 1000.0), (FILLING, 200.0)) == [(0.0, 0.0), (50.0, 120.0)]


def test_what_is_excluded_takes_none(office):
    deduct(office, 50.0)
    benefit(office, "Exclusions", CodeNum=CROWN)
    assert takes(office, (CROWN, 1000.0)) == [(0.0, 0.0)]


def test_a_deductible_is_no_more_than_the_fee(office):
    deduct(office, 500.0)
    assert takes(office, (FILLING, 200.0)) == [(200.0, 0.0)]


def test_the_closest_deductible_counts(office):
    # of crowns 100.00, of the one code 25.00; in groups the larger amount counts
    deduct(office, 200.0)
    deduct(office, 100.0, CovCatNum=CROWNS)
    deduct(office, 30.0, CodeGroupNum=PROPHY_GROUP)
    deduct(office, 40.0, CodeGroupNum=PROPHY_GROUP)
    deduct(office, 25.0, CodeNum=FILLING)
    alone = [takes(office, one)[0][0] for one in ((CROWN, 1000.0), (CLEANING, 100.0), (FILLING, 200.0), (EXAM, 500.0))]
    assert alone == [100.0, 40.0, 25.0, 200.0]


def test_a_category_takes_no_more_than_is_left_of_the_general_one(office):
    # of crowns 100.00, but of all together 60.00, of which 45.00 were taken
    deduct(office, 60.0)
    deduct(office, 100.0, CovCatNum=CROWNS)
    paid(office, FILLING, 100.0, DedApplied=45.0)
    assert takes(office, (CROWN, 1000.0)) == [(15.0, 492.5)]


def test_a_code_takes_no_more_than_is_left_of_its_own(office):
    # of crowns of this code 50.00, of which 30.00 were taken; 70.00 are left of all
    deduct(office, 100.0)
    deduct(office, 50.0, CodeNum=CROWN)
    paid(office, CROWN, 400.0, DedApplied=30.0)
    assert takes(office, (CROWN, 1000.0)) == [(20.0, 490.0)]


def test_all_of_a_plan_together_take_no_more_than_the_general_one(office):
    # the filling takes 50.00; of crowns 40.00 are left, but 60.00 - 50.00 = 10.00 of all
    deduct(office, 60.0)
    deduct(office, 40.0, CovCatNum=CROWNS)
    deduct(office, 50.0, CovCatNum=RESTORATIVE)
    assert [one[0] for one in takes(office, (FILLING, 200.0), (CROWN, 1000.0))] == [50.0, 10.0]


def test_without_a_general_one_what_others_took_counts_for_a_category(office):
    # of crowns 100.00, less 45.00 that were taken elsewhere
    deduct(office, 100.0, CovCatNum=CROWNS)
    paid(office, FILLING, 100.0, DedApplied=45.0)
    assert takes(office, (CROWN, 1000.0)) == [(55.0, 472.5)]


def test_diagnostics_and_preventive_care_have_one_deductible_in_common(office):
    # 25.00 for each, and the exam takes it for both
    deduct(office, 25.0, CovCatNum=DIAGNOSTIC)
    deduct(office, 25.0, CovCatNum=PREVENTIVE)
    assert takes(office, (EXAM, 50.0), (CLEANING, 100.0)) == [(25.0, 25.0), (0.0, 100.0)]


# --- the family's ---


def test_a_familys_deductible_ends_the_patients_own(office):
    # 50.00 for each, 150.00 for all, of which 120.00 were taken from the others: 30.00
    deduct(office, 50.0)
    deduct(office, 150.0, CoverageLevel="Family")
    paid(office, FILLING, 100.0, DedApplied=120.0, PatNum=2)
    assert takes(office, (CROWN, 1000.0)) == [(30.0, 485.0)]
    paid(office, FILLING, 100.0, DedApplied=30.0, PatNum=2)
    assert takes(office, (CROWN, 1000.0)) == [(0.0, 500.0)]


def test_a_familys_deductible_alone_is_not_taken(office):
    deduct(office, 150.0, CoverageLevel="Family")
    assert takes(office, (CROWN, 1000.0)) == [(0.0, 500.0)]


def test_what_was_planned_before_counts_for_the_family_as_well(office):
    # 50.00 for each of two categories, 70.00 for all
    deduct(office, 50.0, CovCatNum=CROWNS)
    deduct(office, 50.0, CovCatNum=RESTORATIVE)
    deduct(office, 70.0, CoverageLevel="Family")
    assert [one[0] for one in takes(office, (FILLING, 200.0), (CROWN, 1000.0))] == [50.0, 20.0]
