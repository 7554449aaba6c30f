"""How often an insurance pays for a code, on 2024-06-12: a cleaning of 100.00 is covered in full."""

import pytest
from desk import call_of
from insured import CLEANING, CROWN, EXAM, FILLING, PPO, PROPHY_GROUP, benefit, cover, estimated, insure, paid, set_up
from insured import plan_procedure as plan

from mock_od.dentistry import estimates

MET = (0.0, "Frequency Limitation")
NOT_MET = (100.0, "")
EVERY_FIVE_YEARS = {"QuantityQualifier": "Years", "Quantity": 5}
TWICE_A_YEAR = {"QuantityQualifier": "NumberOfServices", "Quantity": 2, "TimePeriod": "CalendarYear"}
TWICE_A_PLAN_YEAR = {"QuantityQualifier": "NumberOfServices", "Quantity": 2, "TimePeriod": "ServiceYear"}
EVERY_SIX_MONTHS = {"QuantityQualifier": "Months", "Quantity": 6}
ONCE_IN_TWELVE_MONTHS = {"QuantityQualifier": "NumberOfServices", "Quantity": 1, "TimePeriod": "NumberInLast12Months"}


@pytest.fixture
def office(empty):
    set_up(empty)
    insure(empty, {})
    cover(empty, preventive=100, restorative=100, crowns=100, diagnostic=100)
    return empty


def frequency(office, shape, **columns):
    """Limit how often the plan pays for a cleaning, or for what the columns say."""
    what = {} if {"CodeNum", "CodeGroupNum"} & {*columns} else {"CodeGroupNum": PROPHY_GROUP}
    benefit(office, "Limitations", **shape, **what, **columns)


def pays(office, *numbers, **asked):
    return [(row["InsEstTotal"], row["EstimateNote"]) for row in estimated(office, *numbers, **asked)]


def cleaned(office, *days, **columns):
    """Have the patient had cleanings on these days; what the insurance pays for one today."""
    for day in days:
        paid(office, CLEANING, 100.0, day=day, **columns)
    return pays(office, plan(office, CLEANING, 100.0))[0]


# --- the four shapes ---


@pytest.mark.parametrize(
    ("shape", "days", "expected"),
    [
        (EVERY_FIVE_YEARS, ["2019-06-11"], NOT_MET),
        (EVERY_FIVE_YEARS, ["2019-06-12"], MET),  # that day still counts
        (TWICE_A_YEAR, ["2023-12-31", "2024-01-01"], NOT_MET),
        (TWICE_A_YEAR, ["2024-01-01", "2024-06-11"], MET),
        (TWICE_A_YEAR, ["2024-01-01", "2025-01-01"], NOT_MET),
        (TWICE_A_YEAR, ["2024-01-01", "2024-12-31"], MET),
        (EVERY_SIX_MONTHS, ["2023-12-11"], NOT_MET),
        (EVERY_SIX_MONTHS, ["2023-12-12"], MET),
        (ONCE_IN_TWELVE_MONTHS, ["2023-06-12"], NOT_MET),  # that day does not count any more
        (ONCE_IN_TWELVE_MONTHS, ["2023-06-13"], MET),
    ],
)
def test_a_frequency(office, shape, days, expected):
    frequency(office, shape)
    assert cleaned(office, *days) == expected


@pytest.mark.parametrize(
    ("renews", "days", "expected"),
    [
        (3, ["2024-02-29", "2024-03-01"], NOT_MET),
        (3, ["2024-03-01", "2024-06-11"], MET),
        (3, ["2024-03-01", "2025-03-01"], NOT_MET),
        (0, ["2024-01-01", "2024-02-01"], MET),  # as January
        (9, ["2023-09-01", "2024-05-01"], MET),  # the next plan year begins after today
        (9, ["2023-08-31", "2024-05-01"], NOT_MET),
    ],
)
def test_a_frequency_of_a_plan_year(office, renews, days, expected):
    office.seed({"insplan": [{"PlanNum": 1, "MonthRenew": renews}]})
    frequency(office, TWICE_A_PLAN_YEAR)
    assert cleaned(office, *days) == expected


def test_months_are_counted_from_the_day_from_which_they_lead_here(office):
    # a month before 2024-03-31 is 2024-02-29, from which a month leads to 03-29 only: 03-01 is the first day that counts
    frequency(office, {"QuantityQualifier": "Months", "Quantity": 1})
    number = plan(office, CLEANING, 100.0)
    paid(office, CLEANING, 100.0, day="2024-02-29")
    assert pays(office, number, day="2024-03-31") == [NOT_MET]
    paid(office, CLEANING, 100.0, day="2024-03-01")
    assert pays(office, number, day="2024-03-31") == [MET]


# --- what counts ---


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"Status": "InsHist", "InsPayAmt": 0.0}, MET),  # what it knows of counts even where it paid nothing
        ({"Status": "Received", "InsPayAmt": 0.0}, NOT_MET),
        ({"Status": "NotReceived", "InsPayEst": 100.0, "InsPayAmt": 0.0}, MET),
        ({"Status": "Supplemental"}, MET),
        ({"Status": "Preauth"}, NOT_MET),
        ({"NoBillIns": "true"}, NOT_MET),
        ({"InsSubNum": 2}, NOT_MET),
        ({"PatNum": 2}, NOT_MET),
    ],
)
def test_what_counts(office, columns, expected):
    frequency(office, EVERY_SIX_MONTHS)
    assert cleaned(office, "2024-02-01", **columns) == expected


def test_what_is_planned_before_counts(office):
    frequency(office, TWICE_A_YEAR)
    assert pays(office, *(plan(office, CLEANING, 100.0) for _ in range(3))) == [NOT_MET, NOT_MET, MET]


def test_another_code_of_the_group_counts_and_one_of_another_does_not(office):
    frequency(office, EVERY_SIX_MONTHS, CodeNum=CLEANING)
    office.seed({"codegroup": [{"CodeGroupNum": 5, "GroupName": "Exams", "ProcCodes": "D0120,D2740"}]})
    frequency(office, EVERY_SIX_MONTHS, CodeGroupNum=5)
    paid(office, CROWN, 500.0)
    assert pays(office, plan(office, CLEANING, 100.0), plan(office, EXAM, 100.0)) == [NOT_MET, MET]


def test_a_frequency_is_of_whole_codes_where_other_benefits_ask_whether_a_group_has_the_text(office):
    office.seed({"codegroup": [{"CodeGroupNum": 5, "GroupName": "Short", "ProcCodes": "D11101, D2740"}]})
    frequency(office, EVERY_SIX_MONTHS, CodeGroupNum=5)
    assert cleaned(office, "2024-06-01") == NOT_MET
    benefit(office, "Exclusions", CodeGroupNum=5)
    assert pays(office, plan(office, CLEANING, 100.0)) == [(0.0, "Exclusion")]


def test_of_one_procedure_two_payments_count_once(office):
    frequency(office, TWICE_A_YEAR)
    number = paid(office, CLEANING, 50.0)
    again = {"ProcNum": number, "PatNum": 1, "InsSubNum": 1, "PlanNum": 1, "ProcDate": "2024-02-01"}
    office.seed({"claimproc": [{**again, "Status": "Supplemental", "InsPayAmt": 50.0}]})
    assert cleaned(office) == NOT_MET


def test_a_patients_own_frequency_stands_in_place_of_the_plans(office):
    frequency(office, EVERY_SIX_MONTHS)
    frequency(office, TWICE_A_YEAR, PatPlanNum=1)
    assert cleaned(office, "2024-02-01") == NOT_MET


@pytest.mark.parametrize(
    "no_frequency",
    [
        {"CoverageLevel": "Individual"},
        {"MonetaryAmt": 5000.0},
        {"Percent": 0},
        {"TimePeriod": "Lifetime"},
        {"CodeGroupNum": 0, "CovCatNum": 3},
    ],
)
def test_what_is_no_frequency(office, no_frequency):
    frequency(office, EVERY_SIX_MONTHS, **no_frequency)
    assert cleaned(office, "2024-02-01") == NOT_MET


def test_the_office_may_not_look_at_frequencies(office):
    office.prefer(InsChecksFrequency="0")
    frequency(office, EVERY_SIX_MONTHS)
    assert cleaned(office, "2024-02-01") == NOT_MET


def test_without_history_no_frequency_counts(office):
    frequency(office, EVERY_SIX_MONTHS)
    paid(office, CLEANING, 100.0)
    assert pays(office, plan(office, CLEANING, 100.0), limits=False) == [NOT_MET]


def test_what_is_met_takes_no_deductible(office):
    frequency(office, EVERY_SIX_MONTHS)
    benefit(office, "Deductible", MonetaryAmt=50.0, TimePeriod="CalendarYear", CoverageLevel="Individual")
    paid(office, CLEANING, 100.0)
    first, second = estimated(office, plan(office, CLEANING, 100.0), plan(office, CROWN, 1000.0))
    assert [(row["DedEst"], row["BaseEst"], row["InsEstTotal"]) for row in (first, second)] == [
        (0.0, 0.0, 0.0),
        (50.0, 1000.0, 950.0),
    ]


@pytest.mark.parametrize(("preference", "written_off"), [("0", 20.0), ("1", 0.0)])
def test_what_is_written_off_where_a_frequency_is_met(office, preference, written_off):
    office.prefer(InsPlansZeroWriteOffsOnFreqOrAging=preference)
    office.seed({"insplan": [{"PlanNum": 1, "PlanType": "p", "FeeSched": PPO}]})
    frequency(office, EVERY_SIX_MONTHS)
    paid(office, CLEANING, 100.0)
    assert estimated(office, plan(office, CLEANING, 100.0))[0]["WriteOffEst"] == written_off


# --- the same part of the mouth ---


@pytest.mark.parametrize(
    ("area", "of_code", "past", "now", "expected"),
    [
        ("None", "Surf", {"ToothNum": "3", "Surf": "MO"}, {"ToothNum": "3", "Surf": "MO"}, True),
        ("None", "Surf", {"ToothNum": "3", "Surf": "MO"}, {"ToothNum": "3", "Surf": "DO"}, False),
        ("None", "Surf", {"ToothNum": "3", "Surf": "MO"}, {"ToothNum": "4", "Surf": "MO"}, False),
        ("None", "Quad", {"Surf": "UR"}, {"Surf": "UR"}, True),
        ("None", "Quad", {"Surf": "UR"}, {"Surf": "UL"}, False),
        ("None", "ToothRange", {"ToothRange": "2,3"}, {"ToothRange": "3,4"}, True),
        ("None", "ToothRange", {"ToothRange": "2,3"}, {"ToothRange": "4,5"}, False),
        ("None", "Tooth", {"ToothNum": "3"}, {"ToothRange": "3,4"}, True),
        ("Mouth", "Tooth", {"ToothNum": "3"}, {"ToothNum": "30"}, True),
        ("Tooth", "Surf", {"ToothNum": "3", "Surf": "MO"}, {"ToothNum": "3", "Surf": "DO"}, True),
        ("Tooth", "Surf", {"ToothNum": "3", "Surf": "MO"}, {"ToothNum": "4", "Surf": "MO"}, False),
        ("Arch", "Arch", {"Surf": "U"}, {"Surf": "U"}, True),
        ("Arch", "Tooth", {"Surf": "U"}, {"ToothNum": "A"}, True),
        ("Arch", "Tooth", {"ToothRange": "17,18"}, {"ToothNum": "3"}, False),
        ("ToothRange", "Arch", {"Surf": "L"}, {"ToothNum": "30"}, True),
        ("ToothRange", "Arch", {"Surf": "L"}, {"ToothNum": "3"}, False),
    ],
)
def test_the_same_part_of_the_mouth(office, area, of_code, past, now, expected):
    office.seed({"procedurecode": [{"CodeNum": FILLING, "ProcCode": "D2391", "TreatArea": of_code}]})
    frequency(office, EVERY_FIVE_YEARS, CodeNum=FILLING, TreatArea=area)
    number = paid(office, FILLING, 50.0)
    row = next(row for row in office.rows("procedurelog") if row["ProcNum"] == number)
    office.seed({"procedurelog": [{**row, **past}]})
    assert pays(office, plan(office, FILLING, 100.0, **now)) == [MET if expected else NOT_MET]


# --- waiting periods ---


@pytest.mark.parametrize(
    ("since", "day", "expected"),
    [
        ("2024-01-12", "2024-06-12", (0.0, "Waiting Period")),
        ("2023-12-13", "2024-06-12", (0.0, "Waiting Period")),
        ("2023-12-12", "2024-06-12", (1000.0, "")),  # six months are over
        ("2024-01-12", "2024-07-12", (1000.0, "")),  # by the day of the procedure
        ("2024-01-12", "2024-01-13", (0.0, "Waiting Period")),
        ("2023-12-01", "2024-01-13", (1000.0, "")),  # a day that is past: as of today
        ("2024-06-13", "2024-06-12", (1000.0, "")),  # it has not begun
        ("0001-01-01", "2024-06-12", (1000.0, "")),
    ],
)
def test_a_waiting_period(office, since, day, expected):
    office.seed({"inssub": [{"InsSubNum": 1, "PlanNum": 1, "Subscriber": 1, "DateEffective": since}]})
    benefit(office, "WaitingPeriod", CovCatNum=5, QuantityQualifier="Months", Quantity=6)
    number = plan(office, CROWN, 1000.0, ProcDate=day)
    # not a matter of history
    assert pays(office, number, limits=False) == [expected]


def test_the_closest_waiting_periods_decide(office):
    office.seed({"inssub": [{"InsSubNum": 1, "PlanNum": 1, "Subscriber": 1, "DateEffective": "2023-01-01"}]})
    benefit(office, "WaitingPeriod", CovCatNum=5, QuantityQualifier="Years", Quantity=2)
    number = plan(office, CROWN, 1000.0)
    assert pays(office, number) == [(0.0, "Waiting Period")]
    office.seed({"codegroup": [{"CodeGroupNum": 5, "GroupName": "Crowns", "ProcCodes": "D2740"}]})
    benefit(office, "WaitingPeriod", CodeGroupNum=5, QuantityQualifier="Months", Quantity=6)
    assert pays(office, number) == [(1000.0, "")]
    benefit(office, "WaitingPeriod", CodeNum=CROWN, QuantityQualifier="Months", Quantity=18)
    assert pays(office, number) == [(0.0, "Waiting Period")]


def test_a_deductible_is_not_taken_in_a_waiting_period(office):
    office.seed({"inssub": [{"InsSubNum": 1, "PlanNum": 1, "Subscriber": 1, "DateEffective": "2024-01-01"}]})
    benefit(office, "WaitingPeriod", CovCatNum=5, QuantityQualifier="Years", Quantity=1)
    benefit(office, "Deductible", MonetaryAmt=50.0, TimePeriod="CalendarYear", CoverageLevel="Individual")
    (row,) = estimated(office, plan(office, CROWN, 1000.0))
    assert (row["DedEst"], row["DedEstOverride"], row["InsPayEst"]) == (0.0, -1.0, 0.0)


def test_nobody_is_asked_where_nobody_is_insured(office):
    number = plan(office, CROWN, 1000.0, PatNum=2)
    call = call_of(office)
    asked = []
    real = call.records.query
    call.records.query = lambda sql, *values: asked.append(sql) or real(sql, *values)
    call.records.rows = call.records.find = None  # nothing else is read
    try:
        found = estimates.compute(call, [{"ProcNum": number, "PatNum": 2}])
    finally:
        del call.records.query, call.records.rows, call.records.find
    assert (found, len(asked)) == ({}, 1)
