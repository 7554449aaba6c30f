"""What follows when a procedure is completed, on one patient of an office with two codes."""

import pytest
from desk import call_of

from mock_od.dentistry import completing

NEVER, TODAY, NOW = "0001-01-01", "2024-03-05", "2024-03-05 10:00:00"
CLEANING, EXTRACTION, MISSED = 11, 12, 13
DENTIST, HYGIENIST, SPECIALIST = 1, 2, 3
SET_UP = {
    "provider": [{"ProvNum": number, "Abbr": f"P{number}"} for number in (DENTIST, HYGIENIST, SPECIALIST)],
    "clinic": [{"ClinicNum": 5, "Abbr": "North", "DefaultPlaceService": "School"}],
    "procedurecode": [
        {"CodeNum": CLEANING, "ProcCode": "D1110", "IsHygiene": "true"},
        {"CodeNum": EXTRACTION, "ProcCode": "D7140", "PaintType": "Extraction", "DefaultNote": "Gauze for an hour."},
        {"CodeNum": MISSED, "ProcCode": "D9986"},
    ],
    "patient": [{"PatNum": 7, "PriProv": SPECIALIST, "SiteNum": 4}],
    "site": [{"SiteNum": 4, "Description": "Elm School"}],
    "appointment": [
        {"AptNum": 30, "PatNum": 7, "AptStatus": "Scheduled", "AptDateTime": "2024-03-04 09:00:00", "ClinicNum": 5},
        {"AptNum": 31, "PatNum": 7, "ProvNum": DENTIST, "ProvHyg": HYGIENIST},
    ],
    "procedurelog": [
        {"ProcNum": 1, "PatNum": 7, "CodeNum": EXTRACTION, "ToothNum": "17", "ProcFee": 185.0, "ProcStatus": "TP"},
    ],
}


@pytest.fixture
def office(empty):
    empty.seed(SET_UP)
    empty.freeze(NOW)
    return empty


def written(office, number=1, **values):
    """Change a procedure and let follow what does; the row."""
    call = call_of(office)
    before = call.records.get("procedurelog", number)
    call.records.update("procedurelog", number, values)
    completing.follow(call, before, call.records.get("procedurelog", number))
    return call.records.get("procedurelog", number)


def completed(office, appointment=30, number=1):
    call = call_of(office)
    completing.complete(call, number, call.records.get("appointment", appointment))
    return call.records.get("procedurelog", number)


def adjustments(office):
    return [(row["AdjType"], row["AdjAmt"], row["AdjDate"], row["ProcDate"]) for row in office.rows("adjustment")]


def test_an_appointments_procedure_is_completed(office):
    row = completed(office)
    assert {name: row[name] for name in ("ProcStatus", "ProcDate", "ProvNum", "ClinicNum", "SiteNum")} == {
        "ProcStatus": "C",
        "ProcDate": "2024-03-04",
        "ProvNum": SPECIALIST,  # the patient's own, as the appointment has nobody
        "ClinicNum": 5,
        "SiteNum": 4,
    }
    assert (row["PlaceService"], row["ProcFee"]) == ("School", 185.0)
    assert (row["DateEntryC"], row["DateComplete"]) == (TODAY, TODAY)
    assert [(note["ProcNum"], note["Note"]) for note in office.rows("procnote")] == [(1, "Gauze for an hour.")]
    teeth = office.rows("toothinitial")
    assert [(tooth["ToothNum"], tooth["InitialType"]) for tooth in teeth] == [("17", "Missing")]


def test_what_is_complete_stays_as_it_is(office):
    office.seed({"procedurelog": [{"ProcNum": 1, "PatNum": 7, "CodeNum": EXTRACTION, "ProcStatus": "C"}]})
    before = office.row("procedurelog", 1)
    completed(office)
    assert office.row("procedurelog", 1) == before


def test_an_appointment_without_a_time_is_todays(office):
    assert completed(office, 31)["ProcDate"] == TODAY


def test_the_default_note_stands_below_the_note_so_far(office):
    office.seed(
        {"procnote": [{"PatNum": 7, "ProcNum": 1, "Note": "Root broke.", "EntryDateTime": "2024-01-01 09:00:00"}]}
    )
    completed(office)
    assert office.rows("procnote")[-1]["Note"] == "Root broke.\r\nGauze for an hour."


def test_a_provider_may_have_a_default_note_of_its_own(office):
    notes = [
        {"CodeNum": EXTRACTION, "ProvNum": SPECIALIST, "Note": "Gauze.", "ProcStatus": "C"},
        {"CodeNum": EXTRACTION, "ProvNum": SPECIALIST, "Note": "Plan it.", "ProcStatus": "TP"},
        {"CodeNum": EXTRACTION, "ProvNum": DENTIST, "Note": "Ice.", "ProcStatus": "C"},
    ]
    office.seed({"proccodenote": notes})
    completed(office)
    assert office.rows("procnote")[-1]["Note"] == "Gauze."


@pytest.mark.parametrize(
    ("code", "more", "provider"),
    [
        (CLEANING, {}, HYGIENIST),
        (EXTRACTION, {}, DENTIST),
        (CLEANING, {"ProvNumDefault": SPECIALIST}, SPECIALIST),
    ],
)
def test_whoever_does_it(office, code, more, provider):
    call = call_of(office)
    row = {**call.records.get("procedurecode", code), **more}
    assert completing.provider_of(call, row, call.records.get("appointment", 31), 7) == provider


def test_a_patient_without_a_provider_has_the_practices(office):
    office.seed({"patient": [{"PatNum": 8}]})
    office.prefer(PracticeDefaultProv=str(DENTIST))
    assert completing.provider_of(call_of(office), None, None, 8) == DENTIST


def test_without_a_clinic_the_office_says_where(office):
    assert completing.place_of_service(call_of(office), 0) == "Office"
    office.prefer(DefaultProcedurePlaceService="10")
    assert completing.place_of_service(call_of(office), 0) == "FederalHealthCenter"
    assert completing.place_of_service(call_of(office), 5) == "School"


@pytest.mark.parametrize(
    ("first", "day", "then"),
    [
        (NEVER, "2024-03-05", "2024-03-05"),
        ("2024-02-28", "2024-03-05", "2024-03-05"),  # six days ago: still the same visit
        ("2024-02-27", "2024-03-05", "2024-02-27"),
    ],
)
def test_the_first_visit(office, first, day, then):
    office.seed({"patient": [{"PatNum": 7, "DateFirstVisit": first}]})
    written(office, ProcStatus="C", ProcDate=day)
    assert office.row("patient", 7)["DateFirstVisit"] == then


@pytest.mark.parametrize(("code", "then"), [(CLEANING, NEVER), (MISSED, TODAY)])
def test_it_is_no_first_visit_after_another_one(office, code, then):
    office.seed({"procedurelog": [{"ProcNum": 2, "PatNum": 7, "CodeNum": code, "ProcStatus": "C"}]})
    written(office, ProcStatus="C", ProcDate=TODAY)
    assert office.row("patient", 7)["DateFirstVisit"] == then


def test_a_planned_discount_becomes_an_adjustment_once(office):
    office.prefer(TreatPlanDiscountAdjustmentType="9")
    written(office, ProcStatus="C", ProcDate=TODAY, Discount=20.0)
    assert adjustments(office) == [(9, -20.0, TODAY, TODAY)]


def test_what_belongs_to_an_ortho_case_has_none(office):
    office.seed({"orthoproclink": [{"ProcNum": 1}]})
    written(office, ProcStatus="C", ProcDate=TODAY, Discount=20.0)
    assert adjustments(office) == []


def join(office, plan=(), **subscription):
    """Make the patient a member, for whom an extraction costs 150.00."""
    office.seed(
        {
            "feesched": [{"FeeSchedNum": 1, "Description": "members", "FeeSchedType": "Normal"}],
            "fee": [{"FeeSched": 1, "CodeNum": EXTRACTION, "Amount": 150.0}],
            "discountplan": [
                {"DiscountPlanNum": 3, "Description": "members", "FeeSchedNum": 1, "DefNum": 8, **dict(plan)}
            ],
            "discountplansub": [{"DiscountSubNum": 1, "DiscountPlanNum": 3, "PatNum": 7, **subscription}],
        }
    )


def test_a_member_gets_the_plans_discount(office):
    join(office)
    row = written(office, ProcStatus="C", ProcDate=TODAY)
    assert row["DiscountPlanAmt"] == 35.0
    assert adjustments(office) == [(8, -35.0, TODAY, TODAY)]


@pytest.mark.parametrize(
    ("day", "amount"),
    [("2023-05-31", 0.0), ("2023-06-01", 35.0), ("2023-12-31", 35.0), ("2024-01-01", 0.0), (TODAY, 0.0)],
)
def test_a_member_gets_it_for_what_was_done_during_the_membership(office, day, amount):
    join(office, DateEffective="2023-06-01", DateTerm="2023-12-31")
    assert written(office, ProcStatus="C", ProcDate=day)["DiscountPlanAmt"] == amount
    assert adjustments(office) == ([(8, -amount, TODAY, day)] if amount else [])


@pytest.mark.parametrize(("day", "amount"), [("2022-12-31", 35.0), ("2023-01-01", 10.0)])
def test_a_member_gets_it_within_the_maximum_of_the_year_in_which_it_was_done(office, day, amount):
    join(office, {"AnnualMax": 100.0}, DateEffective="2020-01-01")
    used = {"PatNum": 7, "AdjType": 8, "AdjAmt": -90.0, "AdjDate": "2023-07-01", "ProcDate": "2023-07-01"}
    office.seed({"adjustment": [{"AdjNum": 50, **used}]})
    assert written(office, ProcStatus="C", ProcDate=day)["DiscountPlanAmt"] == amount


@pytest.mark.parametrize(("wanted", "there"), [("1", [(6, 12.5, TODAY, TODAY)]), ("0", [])])
def test_a_tax_is_added_where_the_office_wants_it(office, wanted, there):
    office.prefer(SalesTaxDoAutomate=wanted, SalesTaxAdjustmentType="6")
    written(office, ProcStatus="C", ProcDate=TODAY, TaxAmt=12.5)
    assert adjustments(office) == there


def test_what_is_not_complete_any_more_loses_its_adjustments(office):
    written(office, ProcStatus="C", Discount=20.0)
    office.seed({"adjustment": [{"AdjNum": 50, "PatNum": 7, "AdjAmt": 5.0}]})
    written(office, ProcStatus="TP")
    assert [row["AdjNum"] for row in office.rows("adjustment")] == [50]


@pytest.mark.parametrize(("status", "missing"), [("C", 1), ("EO", 1), ("EC", 1), ("R", 0), ("Cn", 0)])
def test_an_extracted_tooth_is_missing(office, status, missing):
    office.seed({"toothinitial": [{"PatNum": 7, "ToothNum": "16", "InitialType": "Missing"}]})
    written(office, ProcStatus=status)
    assert len(office.rows("toothinitial")) == 1 + missing


@pytest.mark.parametrize(
    ("before", "status", "dates"),
    [
        ({"ProcStatus": "TP", "DateComplete": NEVER}, "C", {"DateEntryC": TODAY, "DateComplete": TODAY}),
        ({"ProcStatus": "TP", "DateComplete": "2024-01-02"}, "C", {"DateEntryC": TODAY, "DateComplete": "2024-01-02"}),
        ({"ProcStatus": "C", "DateComplete": "2024-01-02"}, "C", {}),
        ({"ProcStatus": "C", "DateComplete": TODAY}, "TP", {"DateComplete": NEVER}),
        ({"ProcStatus": "C", "DateComplete": "2024-01-02"}, "TP", {}),
        ({}, "C", {"DateEntryC": TODAY, "DateComplete": TODAY}),
        ({}, "TP", {}),
    ],
)
def test_its_dates(office, before, status, dates):
    assert completing.dates(call_of(office), before, status) == dates
