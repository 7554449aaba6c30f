"""What maxima and ages leave, each worked out by hand. A crown costs 1000.00 and is covered by half: 500.00."""

import pytest
from insured import (
    BRACES,
    CLEANING,
    CROWN,
    CROWNS,
    FILLING,
    FLUORIDE,
    ORTHO,
    PPO,
    PREVENTIVE,
    benefit,
    cover,
    estimated,
    insure,
    maximum,
    paid,
    plan_procedure,
    set_up,
)

ANNUAL, FAMILY, LIFETIME = "Over annual max", "Over family annual max", "Over lifetime max"


@pytest.fixture
def office(empty):
    set_up(empty)
    insure(empty, {})
    cover(empty, crowns=50, restorative=80, preventive=100, ortho=50)
    return empty


def pays(office, *procedures):
    """What the insurance pays for each procedure (code and fee), and the note."""
    numbers = [plan_procedure(office, code, fee) for code, fee in procedures]
    return [(row["InsEstTotal"], row["EstimateNote"]) for row in estimated(office, *numbers)]


def test_a_maximum_is_used_up_procedure_by_procedure(office):
    # 1200.00: 500.00, 500.00, then the 200.00 that are left, then nothing
    maximum(office, 1200.0)
    crowns = [(CROWN, 1000.0)] * 4
    assert pays(office, *crowns) == [(500.0, ""), (500.0, ""), (200.0, ANNUAL), (0.0, ANNUAL)]


@pytest.mark.parametrize(
    ("already", "expected"),
    [(700.0, (500.0, "")), (700.01, (499.99, ANNUAL)), (1100.0, (100.0, ANNUAL)), (1200.0, (0.0, ANNUAL))],
)
def test_a_nearly_used_maximum(office, already, expected):
    maximum(office, 1200.0)
    paid(office, FILLING, already)
    assert pays(office, (CROWN, 1000.0)) == [expected]


def test_the_base_estimate_knows_no_maximum(office):
    maximum(office, 100.0)
    (row,) = estimated(office, plan_procedure(office, CROWN, 1000.0))
    assert (row["BaseEst"], row["InsEstTotal"], row["InsPayEst"]) == (500.0, 100.0, 100.0)


@pytest.mark.parametrize(
    ("columns", "left"),
    [
        ({"day": "2023-12-31"}, 500.0),
        ({"day": "2024-12-31"}, 100.0),  # later this year counts as well
        ({"day": "2025-01-01"}, 500.0),
        ({"InsSubNum": 2}, 500.0),
        ({"PatNum": 2}, 500.0),
        ({"Status": "NotReceived", "InsPayEst": 1100.0}, 100.0),
        ({"Status": "Supplemental"}, 100.0),
        ({"Status": "Adjustment"}, 100.0),
        ({"Status": "Preauth"}, 500.0),
        ({"Status": "Estimate"}, 500.0),
    ],
)
def test_what_has_used_up_a_maximum(office, columns, left):
    maximum(office, 1200.0)
    paid(office, FILLING, 1100.0, **columns)
    assert pays(office, (CROWN, 1000.0))[0][0] == left


def test_what_is_general_is_not_for_orthodontics(office):
    # braces have 1000.00 in a life, of which 800.00 were paid years ago; crowns 600.00 in a year
    maximum(office, 600.0)
    maximum(office, 1000.0, TimePeriod="Lifetime", CovCatNum=ORTHO)
    paid(office, BRACES, 800.0, day="2019-01-01")
    paid(office, BRACES, 50.0)
    assert pays(office, (BRACES, 4000.0), (CROWN, 1000.0), (CROWN, 1000.0)) == [
        (150.0, LIFETIME),
        (500.0, ""),
        (100.0, ANNUAL),
    ]
    assert pays(office, (BRACES, 4000.0))[0] == (150.0, LIFETIME)


def test_orthodontics_without_a_limit_of_their_own_have_none(office):
    maximum(office, 600.0)
    assert pays(office, (BRACES, 4000.0)) == [(2000.0, "")]


def test_what_was_paid_for_orthodontics_does_not_count_for_what_is_general(office):
    maximum(office, 1000.0)
    paid(office, BRACES, 900.0)
    assert pays(office, (CROWN, 1000.0)) == [(500.0, "")]
    paid(office, FILLING, 900.0)
    assert pays(office, (CROWN, 1000.0)) == [(100.0, ANNUAL)]


def test_an_amount_beside_a_number_counts_where_it_is_for_all_codes_alone(office):
    number = {"QuantityQualifier": "NumberOfServices", "Quantity": 3}
    maximum(office, 100.0, CovCatNum=CROWNS, **number)
    assert pays(office, (CROWN, 1000.0)) == [(500.0, "")]
    maximum(office, 300.0, **number)
    assert pays(office, (CROWN, 1000.0)) == [(300.0, ANNUAL)]


def test_what_has_a_closer_limit_does_not_count_for_the_general_one(office):
    # crowns have 300.00 of their own, so that fillings still have 1000.00
    maximum(office, 1000.0)
    maximum(office, 300.0, CovCatNum=CROWNS)
    assert pays(office, (CROWN, 1000.0), (FILLING, 1500.0)) == [(300.0, ANNUAL), (1000.0, ANNUAL)]
    paid(office, CROWN, 300.0)
    assert pays(office, (CROWN, 1000.0), (FILLING, 1500.0)) == [(0.0, ANNUAL), (1000.0, ANNUAL)]


def test_a_payment_for_no_procedure_counts_for_what_is_general(office):
    maximum(office, 1000.0)
    total = {"PatNum": 1, "InsSubNum": 1, "PlanNum": 1, "Status": "Received", "ProcDate": "2024-02-01"}
    office.seed({"claimproc": [{**total, "InsPayAmt": 700.0}]})
    assert pays(office, (CROWN, 1000.0)) == [(300.0, ANNUAL)]
    maximum(office, 400.0, CovCatNum=CROWNS)
    assert pays(office, (CROWN, 1000.0)) == [(400.0, ANNUAL)]


def test_an_override_is_noted_and_counts_for_the_next_one(office):
    # 600.00 are entered where 500.00 are left: the note is of that, and nothing is left for the second crown
    maximum(office, 500.0)
    first, second = (plan_procedure(office, CROWN, 1000.0) for _ in range(2))
    estimated(office, first)
    office.seed({"claimproc": [{**office.rows("claimproc")[0], "InsEstTotalOverride": 600.0}]})
    rows = estimated(office, first, second)
    assert [(row["InsEstTotal"], row["InsPayEst"], row["EstimateNote"]) for row in rows] == [
        (500.0, 600.0, ANNUAL),
        (0.0, 0.0, ANNUAL),
    ]


# --- the family's ---


def test_a_familys_maximum(office):
    # 1000.00 for each, 1500.00 for all: the others have had 1200.00
    maximum(office, 1000.0)
    maximum(office, 1500.0, CoverageLevel="Family")
    paid(office, FILLING, 1200.0, PatNum=2)
    assert pays(office, (CROWN, 1000.0), (CROWN, 1000.0)) == [(300.0, FAMILY), (0.0, FAMILY)]


def test_the_patients_own_maximum_may_end_before_the_familys(office):
    maximum(office, 400.0)
    maximum(office, 1500.0, CoverageLevel="Family")
    paid(office, FILLING, 200.0, PatNum=2)
    assert pays(office, (CROWN, 1000.0), (CROWN, 1000.0)) == [(400.0, ANNUAL), (0.0, ANNUAL)]


def test_a_familys_maximum_has_a_time_of_its_own(office):
    # of 1500.00 in a life the others have had 1200.00 before this year; the note goes by the patient's own maximum
    maximum(office, 1000.0)
    maximum(office, 1500.0, CoverageLevel="Family", TimePeriod="Lifetime")
    paid(office, FILLING, 1200.0, day="2020-05-05", PatNum=2)
    assert pays(office, (CROWN, 1000.0)) == [(300.0, FAMILY)]


def test_a_familys_maximum_alone(office):
    maximum(office, 700.0, CoverageLevel="Family")
    assert pays(office, (CROWN, 1000.0), (CROWN, 1000.0)) == [(500.0, ""), (200.0, "Over family max")]


# --- ages ---


def grown(office, years):
    """Have patient 1 be so many years old today, or be a day younger than a year more."""
    office.seed({"patient": [{"PatNum": 1, "LName": "No 1", "Birthdate": f"{2024 - years}-06-12"}]})


@pytest.mark.parametrize("columns", [{"CodeNum": FLUORIDE}, {"CodeGroupNum": 7}, {"CovCatNum": PREVENTIVE}])
@pytest.mark.parametrize(("years", "expected"), [(18, (40.0, "")), (19, (0.0, "Age limitation: 18"))])
def test_an_age_limit_is_the_last_year_that_is_covered(office, columns, years, expected):
    office.seed({"codegroup": [{"CodeGroupNum": 7, "GroupName": "Fluoride", "ProcCodes": "D1206,D1208"}]})
    benefit(office, "Limitations", QuantityQualifier="AgeLimit", Quantity=18, **columns)
    grown(office, years)
    assert pays(office, (FLUORIDE, 40.0)) == [expected]


def test_of_somebody_whose_birthday_nobody_knows_no_age_counts(office):
    benefit(office, "Limitations", QuantityQualifier="AgeLimit", Quantity=18, CodeNum=FLUORIDE)
    office.seed({"patient": [{"PatNum": 1, "LName": "No 1"}]})
    assert pays(office, (FLUORIDE, 40.0)) == [(40.0, "")]


def test_notes_stand_one_after_another(office):
    benefit(office, "Exclusions", CodeNum=CLEANING)
    maximum(office, 10.0)
    paid(office, FILLING, 10.0)
    assert pays(office, (CLEANING, 100.0)) == [(0.0, f"Exclusion, {ANNUAL}")]


# --- what is written off then ---


@pytest.mark.parametrize(
    ("own", "preference", "written_off"),
    [(0, "0", 150.0), (0, "1", 0.0), (1, "0", 0.0), (2, "1", 150.0)],
)
@pytest.mark.parametrize("kind", ["AnnualMax", "FreqOrAging"])
def test_what_is_written_off_where_a_limit_leaves_nothing(office, kind, own, preference, written_off):
    # 1000.00 - 850.00 = 150.00
    plan = {"PlanNum": 1, "PlanType": "p", "FeeSched": PPO, f"InsPlansZeroWriteOffsOn{kind}Override": own}
    office.seed({"insplan": [plan]})
    office.prefer(**{f"InsPlansZeroWriteOffsOn{kind}": preference})
    if kind == "AnnualMax":
        maximum(office, 100.0)
        paid(office, FILLING, 100.0)
    else:
        benefit(office, "Limitations", QuantityQualifier="AgeLimit", Quantity=18, CodeNum=CROWN)
    (row,) = estimated(office, plan_procedure(office, CROWN, 1000.0))
    assert (row["InsEstTotal"], row["WriteOffEst"]) == (0.0, written_off)
