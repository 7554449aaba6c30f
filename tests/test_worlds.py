"""The worlds kept with the code: their rows hang together, and the small one says what the documentation says."""

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from mock_od.dentistry.perio import SURFACES
from mock_od.office.world_day import WorldDay

FIXTURES = Path(__file__).parent.parent / "fixtures"

# Columns that name a row of another table. What no fixture fills (sites...) is left out.
FOREIGN_KEYS = {
    "clinic": {"DefaultProv": "provider"},
    "provider": {"FeeSched": "feesched", "Specialty": "definition"},
    "userod": {"EmployeeNum": "employee", "ClinicNum": "clinic", "ProviderNum": "provider", "UserNumCEMT": "userod"},
    "usergroup": {"UserGroupNumCEMT": "usergroup"},
    "usergroupattach": {"UserNum": "userod", "UserGroupNum": "usergroup"},
    "employee": {"ReportsTo": "employee"},
    "operatory": {"ProvDentist": "provider", "ProvHygienist": "provider", "ClinicNum": "clinic"},
    "schedule": {"ProvNum": "provider", "BlockoutType": "definition", "EmployeeNum": "employee"},
    "scheduleop": {"ScheduleNum": "schedule", "OperatoryNum": "operatory"},
    "appointment": {
        "PatNum": "patient",
        "Confirmed": "definition",
        "Op": "operatory",
        "ProvNum": "provider",
        "ProvHyg": "provider",
        "NextAptNum": "appointment",
        "ClinicNum": "clinic",
        "InsPlan1": "insplan",
        "InsPlan2": "insplan",
        "SecUserNumEntry": "userod",
    },
    "histappointment": {"AptNum": "appointment", "PatNum": "patient", "Op": "operatory", "HistUserNum": "userod"},
    "recalltrigger": {"RecallTypeNum": "recalltype", "CodeNum": "procedurecode"},
    "clockevent": {"EmployeeNum": "employee"},
    "rxpat": {"PatNum": "patient", "ProvNum": "provider", "PharmacyNum": "pharmacy"},
    "quickpastenote": {"QuickPasteCatNum": "quickpastecat"},
    "tasklist": {"Parent": "tasklist", "FromNum": "tasklist"},
    "feesched": {"SecUserNumEntry": "userod"},
    "fee": {
        "FeeSched": "feesched",
        "CodeNum": "procedurecode",
        "ClinicNum": "clinic",
        "ProvNum": "provider",
        "SecUserNumEntry": "userod",
    },
    "procedurecode": {"ProcCat": "definition", "ProvNumDefault": "provider"},
    "patient": {
        "Guarantor": "patient",
        "PriProv": "provider",
        "SecProv": "provider",
        "FeeSched": "feesched",
        "ClinicNum": "clinic",
        "SuperFamily": "patient",
        "EmployerNum": "employer",
        "ResponsParty": "patient",
    },
    "insplan": {
        "CarrierNum": "carrier",
        "FeeSched": "feesched",
        "CopayFeeSched": "feesched",
        "BillingType": "definition",
        "EmployerNum": "employer",
        "SecUserNumEntry": "userod",
    },
    "covspan": {"CovCatNum": "covcat"},
    "benefit": {
        "PlanNum": "insplan",
        "PatPlanNum": "patplan",
        "CovCatNum": "covcat",
        "CodeNum": "procedurecode",
        "CodeGroupNum": "codegroup",
    },
    "substitutionlink": {"PlanNum": "insplan", "CodeNum": "procedurecode"},
    "insverify": {"UserNum": "userod", "DefNum": "definition"},
    "toothinitial": {"PatNum": "patient"},
    "perioexam": {"PatNum": "patient", "ProvNum": "provider"},
    "periomeasure": {"PerioExamNum": "perioexam"},
    "medication": {"GenericNum": "medication"},
    "allergydef": {"MedicationNum": "medication"},
    "allergy": {"PatNum": "patient", "AllergyDefNum": "allergydef"},
    "disease": {"PatNum": "patient", "DiseaseDefNum": "diseasedef"},
    "medicationpat": {"PatNum": "patient", "MedicationNum": "medication"},
    "labturnaround": {"LaboratoryNum": "laboratory"},
    "labcase": {
        "PatNum": "patient",
        "LaboratoryNum": "laboratory",
        "AptNum": "appointment",
        "PlannedAptNum": "appointment",
        "ProvNum": "provider",
    },
    "referral": {"PatNum": "patient", "Specialty": "definition"},
    "refattach": {
        "ReferralNum": "referral",
        "PatNum": "patient",
        "ProcNum": "procedurelog",
        "ProvNum": "provider",
    },
    "popup": {"PatNum": "patient", "UserNum": "userod"},
    "inssub": {"PlanNum": "insplan", "Subscriber": "patient"},
    "patplan": {"PatNum": "patient", "InsSubNum": "inssub"},
    "discountplan": {"FeeSchedNum": "feesched", "DefNum": "definition"},
    "discountplansub": {"DiscountPlanNum": "discountplan", "PatNum": "patient"},
    "procedurelog": {
        "AptNum": "appointment",
        "PlannedAptNum": "appointment",
        "PatNum": "patient",
        "ProvNum": "provider",
        "ClinicNum": "clinic",
        "CodeNum": "procedurecode",
        "Priority": "definition",
        "Dx": "definition",
        "Prognosis": "definition",
        "SecUserNumEntry": "userod",
    },
    "claimproc": {
        "ProcNum": "procedurelog",
        "PatNum": "patient",
        "ProvNum": "provider",
        "PlanNum": "insplan",
        "InsSubNum": "inssub",
        "ClinicNum": "clinic",
        "SecUserNumEntry": "userod",
    },
    "treatplan": {
        "PatNum": "patient",
        "ResponsParty": "patient",
        "DocNum": "document",
        "SecUserNumEntry": "userod",
        "UserNumPresenter": "userod",
    },
    "treatplanattach": {"TreatPlanNum": "treatplan", "ProcNum": "procedurelog", "Priority": "definition"},
    "proctp": {
        "TreatPlanNum": "treatplan",
        "PatNum": "patient",
        "ProcNumOrig": "procedurelog",
        "Priority": "definition",
        "ProvNum": "provider",
        "ClinicNum": "clinic",
        "SecUserNumEntry": "userod",
    },
    "sheetfielddef": {"SheetDefNum": "sheetdef"},
    "document": {"PatNum": "patient", "DocCategory": "definition", "ProvNum": "provider"},
    "clinicpref": {"ClinicNum": "clinic"},
}
# Definitions have to be of the right kind as well.
CATEGORIES = {
    ("insverify", "DefNum"): 38,
    ("referral", "Specialty"): 35,
    ("provider", "Specialty"): 35,
    ("schedule", "BlockoutType"): 25,
    ("appointment", "Confirmed"): 2,
    ("procedurecode", "ProcCat"): 11,
    ("insplan", "BillingType"): 4,
    ("discountplan", "DefNum"): 1,
    ("procedurelog", "Priority"): 20,
    ("procedurelog", "Dx"): 16,
    ("procedurelog", "Prognosis"): 30,
    ("treatplanattach", "Priority"): 20,
    ("proctp", "Priority"): 20,
    ("document", "DocCategory"): 18,
}
OPEN = ("Active", "Inactive")


def tables(world):
    """The files of a world's tables."""
    return [path for path in sorted((FIXTURES / world).glob("*.json")) if path.name != "world.json"]


@cache
def load(world):
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in tables(world)}


def keyed(world, table, key):
    return {row[key]: row for row in world[table]}


def assert_keys_hold(world):
    """Every primary key is unique, every foreign key points at a row."""
    rows = {}
    for table, content in world.items():
        if table != "preference":
            keys = [next(iter(row.values())) for row in content]
            assert keys == sorted(set(keys)), f"{table}: keys must be unique and ascending"
            rows[table] = dict(zip(keys, content, strict=True))
    for table, columns in FOREIGN_KEYS.items():
        for row in world.get(table, []):
            for column, target in columns.items():
                number = row.get(column, 0)
                if not number:
                    continue
                assert number in rows[target], f"{table}.{column} = {number} in {row}"
                if target == "definition":
                    assert rows[target][number]["Category"] == CATEGORIES[table, column], f"{table}.{column} in {row}"
    billing = {row["ItemName"] for row in world["definition"] if row["Category"] == 4}
    assert {row["BillingType"] for row in world["patient"]} <= billing


def assert_totals_foot(world):
    """What the patient pays is what is left, and the guarantor owes what the family owes."""
    for row in world["proctp"]:
        insured = row.get("PriInsAmt", 0) + row.get("SecInsAmt", 0)
        left = row.get("FeeAmt", 0) - insured - row.get("Discount", 0) + row.get("TaxAmt", 0)
        assert row.get("PatAmt", 0) == pytest.approx(max(0, left)), row
    owed = Counter()
    for row in world["patient"]:
        owed[row["Guarantor"]] += row.get("EstBalance", 0)
    for row in world["patient"]:
        expected = owed[row["PatNum"]] if row["Guarantor"] == row["PatNum"] else 0
        assert row.get("BalTotal", 0) == pytest.approx(expected), row


def assert_plans_are_lawful(world):
    """One Active plan for whoever has planned procedures, with all of them and nothing put aside."""
    procedures = keyed(world, "procedurelog", "ProcNum")
    plans = keyed(world, "treatplan", "TreatPlanNum")
    active = {row["PatNum"]: row["TreatPlanNum"] for row in plans.values() if row["TPStatus"] == "Active"}
    assert len(active) == sum(row["TPStatus"] == "Active" for row in plans.values())
    assert set(active) == {row["PatNum"] for row in procedures.values() if row["ProcStatus"] == "TP"}
    attached = {}
    for row in world["treatplanattach"]:
        plan, procedure = plans[row["TreatPlanNum"]], procedures[row["ProcNum"]]
        assert plan["TPStatus"] in OPEN
        assert plan["PatNum"] == procedure["PatNum"]
        assert procedure["ProcStatus"] in ("TP", "TPi")
        attached.setdefault(row["TreatPlanNum"], []).append(row["ProcNum"])
        if plan["TPStatus"] == "Active":
            assert procedure["ProcStatus"] == "TP"
            assert row.get("Priority", 0) == procedure.get("Priority", 0)
    for patient, plan in active.items():
        planned = [n for n, row in procedures.items() if row["PatNum"] == patient and row["ProcStatus"] == "TP"]
        assert sorted(attached[plan]) == planned
    everywhere = {number for numbers in attached.values() for number in numbers}
    assert everywhere == {n for n, row in procedures.items() if row["ProcStatus"] in ("TP", "TPi")}
    copied = {row["TreatPlanNum"] for row in world["proctp"]}
    assert copied == {n for n, row in plans.items() if row["TPStatus"] == "Saved"}
    for row in world["proctp"]:
        assert row["PatNum"] == plans[row["TreatPlanNum"]]["PatNum"] == procedures[row["ProcNumOrig"]]["PatNum"]


def assert_payers_exclude_each_other(world):
    """Nobody has insurance and a discount plan, and the type of open treatment plans says which."""
    insured = {row["PatNum"] for row in world["patplan"]}
    members = [row["PatNum"] for row in world["discountplansub"]]
    assert len(members) == len(set(members))
    assert not insured & set(members)
    for row in world["treatplan"]:
        if row["TPStatus"] in OPEN:
            assert row.get("TPType", "Insurance") == ("Discount" if row["PatNum"] in members else "Insurance")
    kinds = keyed(world, "definition", "DefNum")
    for row in world["discountplan"]:
        assert kinds[row["DefNum"]]["ItemValue"] == "dp"
    for row in world["claimproc"]:
        assert row["PatNum"] in insured
        assert row["Status"] == "Estimate"


DEFAULT_NOTE = (
    "If you have dental insurance, please be aware that THIS IS AN ESTIMATE ONLY.  Coverage may be different if "
    "your deductible has not been met, annual maximum has been met, or if your coverage table is lower than average."
)
LIMITS = tuple(f"{kind}FreqLimit" for kind in ("Exam", "Xray", "Prophy", "Fluoride", "Perio", "LimitedExam", "PA"))

# In claimprocs -1 says that an amount is not set, and 0 that it is.
UNSET = ("Percentage", "CopayAmt", "PaidOtherIns", "DedEst", "WriteOffEst", "MonetaryAmt", *SURFACES)


@pytest.fixture
def small():
    return load("small")


@pytest.mark.parametrize("name", ["small", "clinic"])
@pytest.mark.parametrize(
    "law", [assert_keys_hold, assert_totals_foot, assert_plans_are_lawful, assert_payers_exclude_each_other]
)
def test_the_rows_hang_together(name, law):
    law(load(name))


@pytest.mark.parametrize("name", ["small", "clinic"])
def test_preferences_replace_rows_of_the_empty_world(name):
    known = {row["PrefName"] for row in load("empty")["preference"]}
    names = [row["PrefName"] for row in load(name)["preference"]]
    assert set(names) <= known
    assert len(names) == len(set(names))


def test_the_clinic_has_a_day_and_is_never_ahead_of_an_office():
    said = json.loads((FIXTURES / "clinic" / "world.json").read_bytes())
    assert said == {"today": "2025-06-02"}
    assert WorldDay.checked(said) == WorldDay.read(said) == WorldDay(date(2025, 6, 2))
    assert date(2025, 6, 2).weekday() == 0  # the first day of its week
    assert not (FIXTURES / "small" / "world.json").exists()
    assert not (FIXTURES / "empty" / "world.json").exists()


@pytest.mark.parametrize("name", ["small", "clinic", "empty"])
def test_a_row_takes_one_line_and_says_no_default(name):
    for path in tables(name):
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = json.loads(path.read_text(encoding="utf-8"))
        assert lines[0] == "["
        assert lines[-1] == "]"
        assert [json.loads(line.rstrip(",")) for line in lines[1:-1]] == rows
        for row in rows:
            said = {column: value for column, value in row.items() if column not in ("ValueString", *LIMITS, *UNSET)}
            assert all(value not in (0, "", "false", "0001-01-01") for value in said.values()), row


def test_empty_holds_the_defaults_of_a_fresh_office():
    world = load("empty")
    assert list(world) == ["preference"]
    numbers = [row["PrefNum"] for row in world["preference"]]
    assert numbers == sorted(set(numbers))
    values = {row["PrefName"]: row["ValueString"] for row in world["preference"]}
    assert len(values) == len(numbers)
    assert values["TreatmentPlanNote"] == DEFAULT_NOTE
    expected = {
        "SheetsDefaultTreatmentPlan": "0",
        "TreatPlanSaveSignedToPdf": "0",
        "AtoZfolderUsed": "1",
        "DocPath": "\\\\server\\OpenDentImages\\",
        "RecallDaysPast": "365",
        "RecallDaysFuture": "7",
        "EasyNoClinics": "1",
    }
    expected |= {
        f"DiscountPlan{kind}Codes": "" for kind in ("Exam", "Xray", "Prophy", "Fluoride", "Perio", "Limited", "PA")
    }
    assert {name: values[name] for name in expected} == expected


def test_clinic_prints_plans_on_a_sheet_with_places_for_the_signatures_that_they_have():
    world = load("clinic")
    sheet = {row["PrefName"]: row["ValueString"] for row in world["preference"]}["SheetsDefaultTreatmentPlan"]
    fields = [row for row in world["sheetfielddef"] if row["SheetDefNum"] == int(sheet)]
    assert {row["FieldType"] for row in fields} >= {"SigBox", "SigBoxPractice"}
    texts = {row["FieldName"] for row in fields if row["FieldType"] == "OutputText"}
    assert {"SignatureText", "SignaturePracticeText"} <= texts


def test_clinic_is_a_whole_practice():
    world = load("clinic")
    assert len(world["patient"]) == 200
    assert {row["Note"] for row in world["treatplan"]} == {DEFAULT_NOTE}
    assert sum(path.stat().st_size for path in (FIXTURES / "clinic").iterdir()) < 4_000_000


def test_small_has_the_documented_discount_plans(small):
    plans = keyed(small, "discountplan", "DiscountPlanNum")
    assert sorted(plans) == [1, 2, 6, 8]
    for number, name, hidden, percent, limits, maximum in (
        (1, "Happy Smiles Plus", "true", 75, (1, 0, 0, 0, 1, 1, 1), 500.0),
        (2, "Happy Smiles Basic", "false", 50, (1, 1, 1, 0, 1, 0, 1), 1000.0),
    ):
        plan = plans[number]
        assert plan["Description"] == name
        assert plan.get("IsHidden", "false") == hidden
        assert plan["PlanNote"] == f"{percent}% services when paid cash at time of service."
        assert tuple(plan.get(limit, -1) for limit in LIMITS) == limits
        assert (plan["FeeSchedNum"], plan["DefNum"], plan["AnnualMax"]) == (54, 336, maximum)
    definition = keyed(small, "definition", "DefNum")[336]
    assert (definition["Category"], definition["ItemName"], definition["ItemValue"]) == (1, "Discount Plan", "dp")
    assert {53, 54, 55} <= set(keyed(small, "feesched", "FeeSchedNum"))


def test_small_has_the_documented_subscriptions(small):
    subscriptions = keyed(small, "discountplansub", "DiscountSubNum")
    assert subscriptions[32] == {
        "DiscountSubNum": 32,
        "DiscountPlanNum": 8,
        "PatNum": 56,
        "DateEffective": "2021-01-01",
        "DateTerm": "2022-01-01",
    }
    assert subscriptions[14]["PatNum"] == 23
    assert 67 in keyed(small, "patient", "PatNum")
    assert 67 not in {row["PatNum"] for row in small["discountplansub"] + small["patplan"]}


def test_small_has_the_documented_treatment_plans(small):
    plans = keyed(small, "treatplan", "TreatPlanNum")
    for number, patient, status, user, edited in (
        (1786, 1897, "Active", 12, "2022-07-02 09:39:54"),
        (1787, 1901, "Active", 12, "2022-07-02 10:32:51"),
        (1788, 1906, "Saved", 13, "2022-07-02 11:39:54"),
    ):
        plan = plans[number]
        assert (plan["PatNum"], plan["TPStatus"], plan["SecUserNumEntry"]) == (patient, status, user)
        assert (plan["Heading"], plan["SecDateEntry"]) == (f"{status} Treatment Plan", "2022-07-02")
        assert plan["SecDateTEdit"] == edited
        assert plan["Note"].startswith("Please read this carefully:\nIf you have insurance, THIS IS AN ESTIMATE ONLY.")
        assert "DateTP" not in plan
    signed = plans[1788]
    assert signed["DateTSigned"] == signed["DateTPracticeSigned"] == "2022-07-02 11:39:54"
    assert (signed["SignatureText"], signed["SignaturePracticeText"]) == ("Brandon Booter", "Dr. Carl Moore")
    assert signed["isSigned"] == signed["isSignedPractice"] == "true"


def test_a_poll_since_the_documented_moment_begins_with_the_documented_plans(small):
    since = "2022-07-01 05:30:00"
    changed = [row["TreatPlanNum"] for row in small["treatplan"] if row.get("SecDateTEdit", "") >= since]
    assert changed[:3] == [1786, 1787, 1788]


def test_small_has_what_the_other_examples_on_treatment_plans_act_on(small):
    plans = keyed(small, "treatplan", "TreatPlanNum")
    assert (plans[138]["PatNum"], plans[138]["TPStatus"], plans[138]["Note"]) == (15, "Active", DEFAULT_NOTE)
    assert sum(row["TreatPlanNum"] == 138 for row in small["treatplanattach"]) == 3
    assert plans[9087]["PatNum"] == 8643
    assert plans[9087]["TPStatus"] == "Saved"
    assert plans[9087]["SecDateEntry"] == "2024-01-22"
    assert not {"isSigned", "DocNum", "SecUserNumEntry", "UserNumPresenter"} & set(plans[9087])
    assert any(row["TreatPlanNum"] == 9087 for row in small["proctp"])
    assert plans[115]["TPStatus"] == "Inactive"
    assert {31, 712} <= set(keyed(small, "patient", "PatNum"))
    assert {5, 12, 13} <= set(keyed(small, "userod", "UserNum"))


def test_signing_in_small_is_possible_and_makes_document_476(small):
    values = {row["PrefName"]: row["ValueString"] for row in small["preference"]}
    assert values["TreatPlanSaveSignedToPdf"] == "1"
    sheet = int(values["SheetsDefaultTreatmentPlan"])
    assert keyed(small, "sheetdef", "SheetDefNum")[sheet]["SheetType"] == "TreatmentPlan"
    fields = [row for row in small["sheetfielddef"] if row["SheetDefNum"] == sheet]
    assert {"SigBox", "SigBoxPractice"} <= {row["FieldType"] for row in fields}
    assert {"SignatureText", "SignaturePracticeText"} <= {row.get("FieldName") for row in fields}
    assert max(row["DocNum"] for row in small["document"]) == 475
    folders = [row for row in small["definition"] if row["Category"] == 18]
    assert any("R" in row.get("ItemValue", "") for row in folders)


def test_small_has_the_documented_attaches(small):
    attaches = keyed(small, "treatplanattach", "TreatPlanAttachNum")
    names = {number: row["ItemName"] for number, row in keyed(small, "definition", "DefNum").items()}
    listed = [
        (row["TreatPlanAttachNum"], row["ProcNum"], row.get("Priority", 0), names.get(row.get("Priority", 0), ""))
        for row in small["treatplanattach"]
        if row["TreatPlanNum"] == 1845
    ]
    assert listed == [
        (3211, 1977, 151, "1"),
        (3222, 11018, 159, "Recmend"),
        (3223, 11017, 148, "Wait"),
        (3234, 11005, 0, ""),
    ]
    assert attaches[70] == {"TreatPlanAttachNum": 70, "TreatPlanNum": 9, "ProcNum": 133, "Priority": 148}
    # Attaching 132 to the same plan is the example of another method, so it must not be there yet.
    assert 132 in keyed(small, "procedurelog", "ProcNum")
    assert 132 not in [row["ProcNum"] for row in small["treatplanattach"] if row["TreatPlanNum"] == 9]
    assert names[149] == "Low"


def test_small_has_the_documented_copies(small):
    copies = keyed(small, "proctp", "ProcTPNum")
    assert [number for number, row in copies.items() if row["TreatPlanNum"] == 963] == [976, 977]
    shared = {
        "TreatPlanNum": 963,
        "PatNum": 722,
        "SecUserNumEntry": 12,
        "SecDateEntry": "2023-01-24",
        "SecDateTEdit": "2023-01-24 09:33:46",
        "ProvNum": 11,
        "DateTP": "2022-12-19",
        "ClinicNum": 3,
    }
    assert copies[976] == shared | {
        "ProcTPNum": 976,
        "ProcNumOrig": 1154,
        "ToothNumTP": "13",
        "Surf": "MOD",
        "ProcCode": "D2393",
        "Descript": "resin-based composite - three surfaces, posterior",
        "FeeAmt": 204.0,
        "PriInsAmt": 80.0,
        "PatAmt": 70.0,
        "Discount": 54.0,
        "ProcAbbr": "C3 (P)",
        "CatPercUCR": 204.0,
    }
    assert copies[977] == shared | {
        "ProcTPNum": 977,
        "ProcNumOrig": 1167,
        "ItemOrder": 1,
        "ProcCode": "D0140",
        "Descript": "Limited Exam",
        "FeeAmt": 57.0,
        "PriInsAmt": 57.0,
        "ProcAbbr": "LimEx",
        "CatPercUCR": 57.0,
    }
    assert copies[1] == {
        "ProcTPNum": 1,
        "TreatPlanNum": 1,
        "PatNum": 2040,
        "ProcNumOrig": 10052,
        "ProcCode": "D1110",
        "Descript": "Prophy- Adult",
        "FeeAmt": 72.0,
        "PriInsAmt": 72.0,
        "ProcAbbr": "Pro",
        "SecDateEntry": "2022-09-29",
        "SecDateTEdit": "2022-09-29 11:45:57",
    }
    unsigned = keyed(small, "treatplan", "TreatPlanNum")[copies[293]["TreatPlanNum"]]
    assert unsigned["TPStatus"] == "Saved"
    assert "isSigned" not in unsigned


def test_small_has_the_documented_insurance(small):
    listed = [row for row in small["patplan"] if row["PatNum"] == 1897]
    assert [(row["PatPlanNum"], row["Ordinal"], row["Relationship"], row["InsSubNum"]) for row in listed] == [
        (1228, 1, "Self", 369),
        (1232, 2, "SignifOther", 393),
    ]


def test_small_has_one_of_everything_that_lists_leave_out(small):
    assert any(row.get("PatStatus") == "Deleted" for row in small["patient"])
    for table in ("clinic", "userod", "provider"):
        assert any(row.get("IsHidden") == "true" for row in small[table]), table
    assert any(row.get("isHidden") == "true" for row in small["definition"])
    assert any(row.get("UserNumCEMT") for row in small["userod"])
    assert {1, 2, 4, 11} <= set(keyed(small, "provider", "ProvNum"))
