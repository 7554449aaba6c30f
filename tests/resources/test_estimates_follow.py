"""What insurances will do follows each write of a procedure.

Patient 1897 has two insurances in the small world: a PPO that covers 80 percent of its fees, and a percentage plan that
covers half. A filling of 204.00 (D2393) is 155.00 at clinic 3 for the PPO: 155.00 x 80 % = 124.00. The second one would pay
204.00 x 50 % = 102.00; 204.00 - 124.00 = 80.00 are left. So nothing is left to write off.
"""

import pytest

NOW = "2024-01-27 14:13:05"
INSURED, UNINSURED = 1897, 29
ESTIMATED = [("Estimate", 124.0, 0.0, 0.0), ("Estimate", 80.0, -1.0, 124.0)]
SHOWN = ("Status", "InsEstTotal", "WriteOffEst", "PaidOtherIns")


@pytest.fixture
def office(api):
    api.freeze(NOW)
    return api


def planned(office, patient=INSURED, **columns):
    """Plan a filling; its ProcNum."""
    said = {"PatNum": patient, "ProcDate": NOW[:10], "ProcStatus": "TP", "procCode": "D2393", "ProvNum": 11}
    got = office.post("/procedurelogs", {**said, "ToothNum": "18", "Surf": "MOD", "ClinicNum": 3, **columns})
    assert got.status == 201, got.text
    return got.json["ProcNum"]


def expected(office, number):
    """What the office's claimprocs say of a procedure."""
    rows = [row for row in office.rows("claimproc") if row["ProcNum"] == number]
    return [tuple(row[name] for name in SHOWN) for row in rows]


def test_a_new_procedure_has_an_estimate_of_each_insurance(office):
    number = planned(office)
    assert expected(office, number) == ESTIMATED
    first = next(row for row in office.rows("claimproc") if row["ProcNum"] == number)
    wanted = {
        "ClaimProcNum": 508,
        "PatNum": INSURED,
        "ProvNum": 11,
        "ClinicNum": 3,
        "InsSubNum": 369,
        "PlanNum": 6,
        "DateCP": "2024-01-27",
        "ProcDate": "2024-01-27",
        "Percentage": 80,
        "BaseEst": 124.0,
        "InsPayEst": 124.0,
        "DedEst": -1.0,
        "SecDateEntry": "2024-01-27",
        "SecDateTEdit": NOW,
    }
    assert {name: first[name] for name in wanted} == wanted


def test_a_patient_without_insurance_has_none(office):
    assert expected(office, planned(office, UNINSURED)) == []


def test_a_change_of_the_fee_and_of_who_does_it(office):
    # 150.00 is less than what the PPO allows: 150.00 x 80 % = 120.00, of 75.00 no more than 150.00 - 120.00 = 30.00
    number = planned(office)
    assert office.put(f"/procedurelogs/{number}", {"ProcFee": "150.00", "ProvNum": 4}).status == 200
    assert expected(office, number) == [("Estimate", 120.0, 0.0, 0.0), ("Estimate", 30.0, -1.0, 120.0)]
    assert {row["ProvNum"] for row in office.rows("claimproc") if row["ProcNum"] == number} == {4}


def test_an_override_stays_where_the_procedure_changes(office):
    number = planned(office)
    first = next(row for row in office.rows("claimproc") if row["ProcNum"] == number)
    office.seed({"claimproc": [{**first, "InsEstTotalOverride": 100.0}]})
    office.put(f"/procedurelogs/{number}", {"ProcFee": "210.00"})
    # the second insurance pays 210.00 x 50 % = 105.00; 210.00 - 100.00 - 105.00 = 5.00 are written off
    assert expected(office, number) == [("Estimate", 124.0, 5.0, 0.0), ("Estimate", 105.0, -1.0, 100.0)]


def test_what_is_completed_keeps_its_estimates(office):
    number = planned(office)
    assert office.put(f"/procedurelogs/{number}", {"ProcStatus": "C"}).status == 200
    assert expected(office, number) == ESTIMATED


@pytest.mark.parametrize(("day", "estimates"), [("2024-01-27", 2), ("2024-01-26", 0)])
def test_what_is_entered_as_complete_has_estimates_where_it_is_of_today(office, day, estimates):
    assert len(expected(office, planned(office, ProcStatus="C", ProcDate=day))) == estimates


def test_what_is_deleted_has_none(office):
    number = planned(office)
    assert office.delete(f"/procedurelogs/{number}").status == 200
    assert expected(office, number) == []


def booked(office, **columns):
    """An appointment of the patient at clinic 3; its AptNum."""
    said = {"PatNum": INSURED, "Op": 1, "AptDateTime": "2024-01-27 09:00:00", "ProvNum": 11, "ClinicNum": 3, **columns}
    got = office.post("/appointments", said)
    assert got.status == 201, got.text
    return got.json["AptNum"]


def test_an_appointment_brings_its_day_and_completes_its_procedures(office):
    number = planned(office)
    appointment = booked(office, AptDateTime="2024-01-25 09:00:00")
    office.put(f"/procedurelogs/{number}", {"AptNum": appointment})
    days = {row["ProcDate"] for row in office.rows("claimproc") if row["ProcNum"] == number}
    assert days == {"2024-01-25"}
    office.put(f"/appointments/{appointment}", {"AptDateTime": "2024-01-27 10:00:00"})
    days = {row["ProcDate"] for row in office.rows("claimproc") if row["ProcNum"] == number}
    assert days == {"2024-01-27"}
    office.put(f"/appointments/{appointment}", {"AptStatus": "Complete"})
    assert office.row("procedurelog", number)["ProcStatus"] == "C"
    assert expected(office, number) == ESTIMATED


def test_what_a_type_of_appointment_brings_has_estimates(office):
    office.seed({"appointmenttype": [{"AppointmentTypeNum": 77, "AppointmentTypeName": "Filling", "CodeStr": "D2393"}]})
    appointment = booked(office, AppointmentTypeNum=77)
    (brought,) = [row["ProcNum"] for row in office.rows("procedurelog") if row["AptNum"] == appointment]
    assert [row[0] for row in expected(office, brought)] == ["Estimate", "Estimate"]


def test_a_capitation_is_settled_as_the_appointment_is_completed(office):
    # 204.00 is written off, all of it
    office.seed({"insplan": [{"PlanNum": 6, "PlanType": "c"}], "patplan": [{"PatPlanNum": 1232, "PatNum": 0}]})
    number = planned(office)
    assert expected(office, number) == [("CapEstimate", 0.0, 204.0, -1.0)]
    appointment = booked(office)
    office.put(f"/procedurelogs/{number}", {"AptNum": appointment})
    office.put(f"/appointments/{appointment}", {"AptStatus": "Complete"})
    assert expected(office, number) == [("CapComplete", 0.0, 204.0, -1.0)]


def test_deductibles_and_maxima_count_when_the_plan_is_saved(office):
    # plan 1786 is Active: 172.00 x 80 % less 50.00 of it first: (172.00 - 50.00) x 80 % = 97.60; of 220.00 a year
    # 122.40 are left, which is less than 137.60; then nothing
    year = {"PlanNum": 6, "TimePeriod": "CalendarYear", "CoverageLevel": "Individual", "Percent": -1}
    office.seed(
        {
            "benefit": [
                {**year, "BenefitType": "Deductible", "MonetaryAmt": 50.0},
                {**year, "BenefitType": "Limitations", "MonetaryAmt": 220.0},
            ]
        }
    )
    assert office.put("/procedurelogs/1140", {"BillingNote": "Twice."}).status == 200
    assert expected(office, 1140)[0] == ("Estimate", 137.6, 73.0, 0.0)
    saved = office.post("/treatplans/Saved", {"TreatPlanNum": 1786}).json["TreatPlanNum"]
    assert [row["PriInsAmt"] for row in office.get(f"/proctps?TreatPlanNum={saved}").json] == [97.6, 122.4, 0.0]
    rows = [row for row in office.rows("claimproc") if row["PlanNum"] == 6 and row["ProcNum"] in (1140, 1141, 1142)]
    assert [(row["DedEst"], row["BaseEst"], row["InsEstTotal"], row["EstimateNote"]) for row in rows] == [
        (50.0, 137.6, 97.6, ""),
        (0.0, 137.6, 122.4, "Over annual max"),
        (0.0, 124.0, 0.0, "Over annual max"),
    ]
