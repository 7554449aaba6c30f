"""What a new procedure costs, by the schedules of an office of its own.

The filling costs 100 in the provider's schedule, 70 in the patient's, 60 in the plan's.
"""

import pytest
from desk import call_of

from mock_od.dentistry import fees

FILLING, CROWN = 5, 6
PROVIDERS, PATIENTS, PLANS, HIGHER = 1, 2, 3, 4
CLINIC, DENTIST, OWN_DENTIST = 7, 8, 9
SET_UP = {
    "feesched": [
        {"FeeSchedNum": number, "Description": name, "FeeSchedType": "Normal", "IsGlobal": "false"}
        for number, name in ((PROVIDERS, "usual"), (PATIENTS, "family"), (PLANS, "plan"), (HIGHER, "specialist"))
    ],
    "procedurecode": [{"CodeNum": FILLING, "ProcCode": "D2391"}, {"CodeNum": CROWN, "ProcCode": "D2740"}],
    "fee": [
        {"FeeSched": PROVIDERS, "CodeNum": FILLING, "Amount": 100.0},
        {"FeeSched": PROVIDERS, "CodeNum": FILLING, "Amount": 110.0, "ClinicNum": CLINIC},
        {"FeeSched": PROVIDERS, "CodeNum": FILLING, "Amount": 120.0, "ProvNum": DENTIST},
        {"FeeSched": PROVIDERS, "CodeNum": FILLING, "Amount": 130.0, "ProvNum": DENTIST, "ClinicNum": CLINIC},
        {"FeeSched": PROVIDERS, "CodeNum": CROWN, "Amount": 900.0},
        {"FeeSched": PATIENTS, "CodeNum": FILLING, "Amount": 70.0},
        {"FeeSched": PLANS, "CodeNum": FILLING, "Amount": 60.0},
        {"FeeSched": PLANS, "CodeNum": CROWN, "Amount": -1.0},
        {"FeeSched": HIGHER, "CodeNum": FILLING, "Amount": 140.0},
    ],
    "clinic": [{"ClinicNum": CLINIC, "Abbr": "North"}],
    "provider": [
        {"ProvNum": DENTIST, "Abbr": "DOC1", "FeeSched": PROVIDERS},
        {"ProvNum": OWN_DENTIST, "Abbr": "DOC2", "FeeSched": HIGHER},
        {"ProvNum": 10, "Abbr": "HYG1", "FeeSched": PROVIDERS},
    ],
    "patient": [{"PatNum": 1, "PriProv": OWN_DENTIST}],
}
INSURED = {
    "insplan": [{"PlanNum": 1, "FeeSched": PLANS, "PlanType": ""}],
    "inssub": [{"InsSubNum": 1, "PlanNum": 1, "Subscriber": 1}],
    "patplan": [{"PatPlanNum": 1, "PatNum": 1, "InsSubNum": 1, "Ordinal": 1}],
}
GENERAL = 10


@pytest.fixture
def office(empty):
    empty.seed(SET_UP)
    return empty


def costs(office, *, code=FILLING, provider=GENERAL, clinic=0, medical=""):
    procedure = {"PatNum": 1, "CodeNum": code, "ProvNum": provider, "ClinicNum": clinic, "MedicalCode": medical}
    return fees.price(call_of(office), procedure)


def change(office, table, **values):
    office.seed({table: [values]})


@pytest.mark.parametrize(
    ("provider", "clinic", "amount"),
    [
        (GENERAL, 0, 100.0),
        (GENERAL, CLINIC, 110.0),
        (DENTIST, 0, 120.0),
        (DENTIST, CLINIC, 130.0),
        (0, 0, 140.0),  # nobody does it yet: that of the patient's own dentist
    ],
)
def test_without_insurance_it_costs_what_whoever_does_it_charges(office, provider, clinic, amount):
    assert costs(office, provider=provider, clinic=clinic) == amount


def test_a_patients_own_schedule_comes_before_that(office):
    change(office, "patient", PatNum=1, PriProv=OWN_DENTIST, FeeSched=PATIENTS)
    assert costs(office) == 70.0
    assert costs(office, code=CROWN) == 0.0  # no fee there, and no other schedule is asked


def test_the_plans_schedule_comes_first(office):
    office.seed(INSURED)
    change(office, "patient", PatNum=1, PriProv=OWN_DENTIST, FeeSched=PATIENTS)
    assert costs(office) == 60.0
    assert costs(office, code=CROWN) == 0.0  # an emptied fee is none
    change(office, "feesched", FeeSchedNum=PLANS, Description="plan", FeeSchedType="Normal", IsHidden="true")
    assert costs(office) == 0.0  # nor has a hidden schedule any


def test_a_plan_without_a_schedule_leaves_it_at_that(office):
    office.seed({**INSURED, "insplan": [{"PlanNum": 1}]})
    assert costs(office) == 100.0


def test_of_two_insurances_the_first_counts(office):
    office.seed(INSURED)
    office.seed(
        {
            "insplan": [{"PlanNum": 2, "FeeSched": PATIENTS}],
            "inssub": [{"InsSubNum": 2, "PlanNum": 2, "Subscriber": 1}],
            "patplan": [
                {"PatPlanNum": 1, "PatNum": 1, "InsSubNum": 1, "Ordinal": 2},
                {"PatPlanNum": 2, "PatNum": 1, "InsSubNum": 2, "Ordinal": 1},
            ],
        }
    )
    assert costs(office) == 70.0


def test_a_ppos_patient_is_charged_the_higher_usual_fee(office):
    office.seed({**INSURED, "insplan": [{"PlanNum": 1, "FeeSched": PLANS, "PlanType": "p"}]})
    assert costs(office) == 140.0  # of the patient's own dentist, not of the hygienist who does it


def test_a_lower_usual_fee_is_taken_where_the_office_always_takes_it(office):
    office.seed({**INSURED, "insplan": [{"PlanNum": 1, "FeeSched": PLANS, "PlanType": "p"}]})
    change(office, "fee", FeeNum=90, FeeSched=HIGHER, CodeNum=FILLING, Amount=50.0, ProvNum=GENERAL)
    assert costs(office) == 60.0
    office.prefer(InsPpoAlwaysUseUcrFee="1")
    assert costs(office) == 50.0


@pytest.mark.parametrize(
    "benefit",
    [
        {"BenefitType": "Exclusions", "CodeNum": FILLING, "PlanNum": 1},
        {"BenefitType": "Exclusions", "CodeGroupNum": 1, "PlanNum": 1},
        {"BenefitType": "Exclusions", "CovCatNum": 1, "PlanNum": 1},
        {"BenefitType": "Exclusions", "CodeNum": FILLING, "PatPlanNum": 1},
        {"BenefitType": "CoInsurance", "CovCatNum": 1, "Percent": 0, "PlanNum": 1},
    ],
)
def test_what_a_plan_does_not_cover_costs_as_usual_where_the_plan_has_it_so(office, benefit):
    office.seed(INSURED)
    office.seed(
        {
            "codegroup": [{"CodeGroupNum": 1, "GroupName": "white", "ProcCodes": "D2390,D2391"}],
            "covcat": [{"CovCatNum": 1, "Description": "Restorative"}, {"CovCatNum": 2, "Description": "All"}],
            "covspan": [
                {"CovCatNum": 1, "FromCode": "D2000", "ToCode": "D2999"},
                {"CovCatNum": 2, "FromCode": "D0000", "ToCode": "D9999"},
            ],
            "benefit": [
                {"BenefitNum": 1, "BenefitType": "CoInsurance", "CovCatNum": 2, "Percent": 80, "PlanNum": 1},
                {"BenefitNum": 2, "BenefitType": "Exclusions", "PlanNum": 1},  # of nothing, and so ignored
            ],
        }
    )
    change(office, "insplan", PlanNum=1, FeeSched=PLANS, ExclusionFeeRule="UseUcrFee")
    office.seed({"covcat": [{"CovCatNum": 1, "Description": "Restorative", "CovOrder": 1}]})
    assert costs(office) == 60.0
    change(office, "benefit", BenefitNum=3, **benefit)
    assert costs(office) == 140.0
    change(office, "insplan", PlanNum=1, FeeSched=PLANS, ExclusionFeeRule="PracticeDefault")
    assert costs(office) == 60.0
    office.prefer(InsPlanUseUcrFeeForExclusions="1")
    assert costs(office) == 140.0
    change(office, "insplan", PlanNum=1, FeeSched=PLANS, ExclusionFeeRule="DoNothing")
    assert costs(office) == 60.0


def test_a_medical_codes_fee_where_the_office_charges_that(office):
    office.seed({**INSURED, "insplan": [{"PlanNum": 1, "FeeSched": PATIENTS, "IsMedical": "true"}]})
    assert costs(office, code=CROWN, medical="D2391") == 0.0
    office.prefer(MedicalFeeUsedForNewProcs="1")
    assert costs(office, code=CROWN, medical="D2391") == 70.0
    assert costs(office, code=FILLING, medical="D9999") == 70.0  # no such code: as ever
