"""The amounts that POST /treatplans/Saved copies into proctps, each worked out by hand.

PatAmt = max(0, FeeAmt - PriInsAmt - SecInsAmt - Discount + TaxAmt)
"""

import itertools
import json

import pytest

NOW = "2024-01-27 14:13:05"
UCR, MEMBERS, PPO = 1, 2, 3
EXAM, CLEANING, CROWN = 1, 2, 3
AMOUNTS = ("FeeAmt", "PriInsAmt", "SecInsAmt", "Discount", "TaxAmt", "PatAmt")


@pytest.fixture
def office(empty):
    """One patient, one provider, three codes with fees in three schedules, and an Active plan without procedures."""
    empty.freeze(NOW)
    fees = {UCR: (50.0, 100.0, 1000.0), MEMBERS: (30.0, 60.0, 700.0), PPO: (40.0, 80.0, 850.0)}
    empty.seed(
        {
            "patient": [{"PatNum": 1, "LName": "One", "PriProv": 1}],
            "clinic": [{"ClinicNum": 1, "Description": "North"}, {"ClinicNum": 2, "Description": "South"}],
            "feesched": [{"FeeSchedNum": number, "Description": f"Fees {number}"} for number in fees],
            "provider": [{"ProvNum": 1, "Abbr": "DOC", "FeeSched": UCR}, {"ProvNum": 2, "Abbr": "HYG"}],
            "procedurecode": [
                {"CodeNum": EXAM, "ProcCode": "D0120", "Descript": "periodic exam", "AbbrDesc": "PerEx"},
                {"CodeNum": CLEANING, "ProcCode": "D1110", "Descript": "prophylaxis", "LaymanTerm": "Cleaning"},
                {"CodeNum": CROWN, "ProcCode": "D2740", "Descript": "crown", "AbbrDesc": "PFC"},
            ],
            "fee": [
                {"FeeSched": schedule, "CodeNum": code, "Amount": amount}
                for schedule, amounts in fees.items()
                for code, amount in zip((EXAM, CLEANING, CROWN), amounts, strict=True)
            ],
            "definition": [{"DefNum": 336, "Category": 1, "ItemName": "Discount Plan", "ItemValue": "dp"}],
            "treatplan": [{"TreatPlanNum": 1, "PatNum": 1, "TPStatus": "Active"}],
        }
    )
    return empty


@pytest.fixture
def clinic(api):
    """The generated practice on its own day, so that its plans and the plan years of its members are as they were made."""
    client = api.at(world="clinic")
    opened = {"clock": {"now": "2025-06-02 12:00:00", "frozen": True}}
    assert client.put(f"/__admin/offices/{client.key}", opened).status == 200
    return client


def planned(code, fee, **columns):
    return {"CodeNum": code, "ProcFee": fee, "ProcStatus": "TP", "ProcDate": "2024-01-20", "ProvNum": 1, **columns}


def completed(code, day):
    return planned(code, 50.0, ProcStatus="C", ProcDate=day)


def took_off(api, *amounts, day="2024-01-03", **columns):
    """Take these amounts off patient 1's account, as a discount plan does for procedures of that day."""
    row = {"PatNum": 1, "AdjType": 336, "ProcDate": day, "AdjDate": NOW[:10], **columns}
    api.seed({"adjustment": [{**row, "AdjAmt": -amount} for amount in amounts]})


def save(api, *procedures):
    """Put procedures of patient 1 on plan 1, save it, and give the copies."""
    rows = [{"ProcNum": 10 + at, "PatNum": 1, **procedure} for at, procedure in enumerate(procedures)]
    attaches = [{"TreatPlanNum": 1, "ProcNum": row["ProcNum"]} for row in rows if row["ProcStatus"] != "C"]
    api.seed({"procedurelog": rows, "treatplanattach": attaches})
    saved = api.post("/treatplans/Saved", {"TreatPlanNum": 1})
    assert saved.status == 201, saved.text
    return api.get(f"/proctps?TreatPlanNum={saved.json['TreatPlanNum']}").json


def amounts(copy):
    return tuple(copy[name] for name in AMOUNTS)


def insure(api, *plans, percents=(), **claimproc):
    """Insure patient 1 by these plans in this order; add a row of the first for procedure 10 with these columns.

    What it says is worked out anew as the plan is saved, but for overrides.

    :param percents: what each plan covers of everything; else it covers nothing.
    """
    numbered = list(enumerate(plans, start=1))
    covers = [{"PlanNum": at, "BenefitType": "CoInsurance", "Percent": one} for at, one in enumerate(percents, start=1)]
    api.seed(
        {
            "insplan": [{"PlanNum": at, **plan} for at, plan in numbered],
            "inssub": [{"InsSubNum": at, "PlanNum": at, "Subscriber": 1} for at, _ in numbered],
            "patplan": [{"PatNum": 1, "InsSubNum": at, "Ordinal": at} for at, _ in numbered],
            "benefit": covers,
        }
    )
    estimate(api, 1, **claimproc)


def estimate(api, insurance, **columns):
    row = {"ProcNum": 10, "PatNum": 1, "InsSubNum": insurance, "PlanNum": insurance, "Status": "Estimate"}
    api.seed({"claimproc": [row | columns]})


def subscribe(api, since="0001-01-01", until="0001-01-01", **plan):
    """Make patient 1 a member of a discount plan with the members' fees."""
    api.seed(
        {
            "discountplan": [{"DiscountPlanNum": 1, "FeeSchedNum": MEMBERS, "DefNum": 336, **plan}],
            "discountplansub": [{"DiscountPlanNum": 1, "PatNum": 1, "DateEffective": since, "DateTerm": until}],
        }
    )


# --- whole copies ------------------------------------------------------------------------------------


def test_a_whole_copy_with_two_insurances_on_world_small(api):
    # the PPO allows 172.00 and covers 80 % of it: 137.60, and 245.00 - 172.00 = 73.00 is written off; of the second
    # one 17.20 were entered: 245.00 - 137.60 - 17.20 - 73.00 = 17.20
    api.freeze(NOW)
    assert api.post("/treatplans/Saved", {"TreatPlanNum": 1786}).headers["Location"].endswith("/treatplans/9088")
    first = {
        "ProcTPNum": 8804,
        "TreatPlanNum": 9088,
        "PatNum": 1897,
        "ProcNumOrig": 1140,
        "ItemOrder": 0,
        "Priority": 151,
        "priority": "1",
        "ToothNumTP": "",
        "Surf": "UL",
        "ProcCode": "D4341",
        "Descript": "Deep Cleaning",
        "FeeAmt": 245.0,
        "PriInsAmt": 137.6,
        "SecInsAmt": 17.2,
        "PatAmt": 17.2,
        "Discount": 73.0,
        "Prognosis": "",
        "Dx": "",
        "ProcAbbr": "SRP",
        "SecUserNumEntry": 0,
        "SecDateEntry": "2024-01-27",
        "SecDateTEdit": NOW,
        "FeeAllowed": 172.0,
        "TaxAmt": 0.0,
        "ProvNum": 4,
        "DateTP": "2022-07-02",
        "ClinicNum": 3,
        "CatPercUCR": 245.0,
    }
    second = first | {
        "ProcTPNum": 8805,
        "ProcNumOrig": 1141,
        "ItemOrder": 1,
        "Priority": 152,
        "priority": "2",
        "Surf": "LL",
    }
    third = first | {
        # 204.00 - 124.00 - 15.50 - 49.00 = 15.50; at clinic 3 the PPO allows 155.00 instead of 143.00
        "ProcTPNum": 8806,
        "ProcNumOrig": 1142,
        "ItemOrder": 2,
        "Priority": 0,
        "priority": "",
        "ToothNumTP": "18",
        "Surf": "MOD",
        "ProcCode": "D2393",
        "Descript": "resin-based composite - three surfaces, posterior",
        "FeeAmt": 204.0,
        "PriInsAmt": 124.0,
        "SecInsAmt": 15.5,
        "PatAmt": 15.5,
        "Discount": 49.0,
        "Dx": "Dec",
        "ProcAbbr": "C3 (P)",
        "FeeAllowed": 155.0,
        "ProvNum": 11,
        "CatPercUCR": 204.0,
    }
    got = api.get("/proctps?TreatPlanNum=9088")
    assert got.text == json.dumps([first, second, third], separators=(",", ":"))


def test_the_texts_of_a_copy(office):
    office.seed(
        {
            "definition": [
                {"DefNum": 302, "Category": 30, "ItemName": "Good", "ItemValue": "G"},
                {"DefNum": 126, "Category": 16, "ItemName": "Cracked Tooth", "ItemValue": "Crk"},
                {"DefNum": 151, "Category": 20, "ItemName": "Soon", "ItemValue": "S"},
            ]
        }
    )
    place = {"ToothNum": "30", "Surf": "MO", "ClinicNum": 2, "ProvNum": 2, "DateTP": "2024-01-02"}
    office.seed({"procedurelog": [{"ProcNum": 10, "PatNum": 1, **planned(CROWN, 1000.0, Priority=151)}]})
    crown, cleaning = save(
        office, planned(CROWN, 1000.0, Prognosis=302, Dx=126, Priority=151, **place), planned(CLEANING, 1.0)
    )
    shown = {
        "ToothNumTP": "30",
        "Surf": "MO",
        "ProcCode": "D2740",
        "Descript": "crown",
        "Prognosis": "Good",
        "Dx": "Crk",
        "ProcAbbr": "PFC",
        "ProvNum": 2,
        "DateTP": "2024-01-02",
        "ClinicNum": 2,
        "Priority": 0,  # the attach's, not the procedure's
        "priority": "",
    }
    assert {name: crown[name] for name in shown} == shown
    assert (cleaning["Descript"], cleaning["Prognosis"], cleaning["Dx"], cleaning["ProcAbbr"]) == (
        "Cleaning",
        "",
        "",
        "",
    )


def test_the_priority_is_that_of_the_attach(office):
    office.seed({"definition": [{"DefNum": 151, "Category": 20, "ItemName": "Soon"}]})
    office.seed({"treatplanattach": [{"TreatPlanNum": 1, "ProcNum": 10, "Priority": 151}]})
    office.seed({"procedurelog": [{"ProcNum": 10, "PatNum": 1, **planned(EXAM, 50.0)}]})
    saved = office.post("/treatplans/Saved", {"TreatPlanNum": 1}).json["TreatPlanNum"]
    (copy,) = office.get(f"/proctps?TreatPlanNum={saved}").json
    assert (copy["Priority"], copy["priority"]) == (151, "Soon")


def test_what_is_planned_no_longer_is_passed_over(office):
    office.seed(
        {
            "procedurelog": [
                {"ProcNum": 10 + at, "PatNum": 1, **planned(CLEANING, 1.0 + at, ProcStatus=status)}
                for at, status in enumerate(("D", "TP", "C", "TPi"))
            ],
            "treatplanattach": [{"TreatPlanNum": 1, "ProcNum": number} for number in (99, 10, 11, 12, 13)],
        }
    )
    saved = office.post("/treatplans/Saved", {"TreatPlanNum": 1}).json["TreatPlanNum"]
    copies = office.get(f"/proctps?TreatPlanNum={saved}").json
    assert [(copy["ProcNumOrig"], copy["ItemOrder"], copy["FeeAmt"]) for copy in copies] == [(11, 0, 2.0), (13, 1, 4.0)]


# --- without insurance -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),
        ({"UnitQty": 3}, (300.0, 0.0, 0.0, 0.0, 0.0, 300.0)),
        ({"UnitQty": 1, "BaseUnits": 2}, (300.0, 0.0, 0.0, 0.0, 0.0, 300.0)),
        ({"UnitQty": 0}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),
        ({"Discount": 15.5}, (100.0, 0.0, 0.0, 15.5, 0.0, 84.5)),
        ({"UnitQty": 2, "Discount": 15.5}, (200.0, 0.0, 0.0, 15.5, 0.0, 184.5)),
        ({"Discount": 120.0}, (100.0, 0.0, 0.0, 120.0, 0.0, 0.0)),
        ({"TaxAmt": 7.25}, (100.0, 0.0, 0.0, 0.0, 7.25, 107.25)),
        ({"TaxAmt": 7.25, "Discount": 20.0}, (100.0, 0.0, 0.0, 20.0, 7.25, 87.25)),
        ({"ProcFee": 33.33, "UnitQty": 3}, (99.99, 0.0, 0.0, 0.0, 0.0, 99.99)),
        ({"ProcFee": 0.0}, (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_without_insurance(office, columns, expected):
    (copy,) = save(office, planned(CLEANING, 100.0) | columns)
    assert amounts(copy) == expected
    assert copy["FeeAllowed"] == 0.0


@pytest.mark.parametrize("quantity", [1, 3])
def test_the_usual_fee_is_the_providers_for_one_unit(office, quantity):
    (copy,) = save(office, planned(CLEANING, 90.0, UnitQty=quantity))
    assert (copy["FeeAmt"], copy["CatPercUCR"]) == (90.0 * quantity, 100.0)


@pytest.mark.parametrize(
    ("patient", "procedure", "usual"),
    [
        ({"FeeSched": PPO}, {}, 80.0),  # the patient's own comes first
        ({"FeeSched": PPO, "PriProv": 0}, {"ProvNum": 0}, 80.0),
        ({"PriProv": 2}, {"ProvNum": 1}, 100.0),
        ({"PriProv": 1}, {"ProvNum": 0}, 100.0),  # a procedure without provider is the dentist's
        ({"PriProv": 1}, {"ProvNum": 2}, 0.0),  # who has no schedule
        ({"FeeSched": 99}, {}, 0.0),
        ({"FeeSched": PPO}, {"CodeNum": 4}, 0.0),  # a code without a fee there
    ],
)
def test_whose_usual_fee_it_is(office, patient, procedure, usual):
    office.prefer(PracticeDefaultProv="1")
    office.seed({"patient": [{"PatNum": 1, "PriProv": 1, **patient}]})
    assert save(office, planned(CLEANING, 90.0, **procedure))[0]["CatPercUCR"] == usual


def test_a_hidden_schedule_has_no_usual_fee(office):
    office.seed({"feesched": [{"FeeSchedNum": UCR, "Description": "UCR", "IsHidden": "true"}]})
    assert save(office, planned(CLEANING, 90.0))[0]["CatPercUCR"] == 0.0


def test_an_attach_whose_procedure_is_gone_is_not_copied(office):
    office.seed({"treatplanattach": [{"TreatPlanNum": 1, "ProcNum": 77}]})
    assert [copy["ProcNumOrig"] for copy in save(office, planned(CLEANING, 90.0))] == [10]


# --- which fee of a schedule -------------------------------------------------------------------------

OVERRIDES = {"both": (1, 1, 111.0), "provider": (0, 1, 122.0), "clinic": (1, 0, 133.0), "elsewhere": (2, 2, 144.0)}


@pytest.mark.parametrize(
    ("there", "usual"),
    [
        (["both", "provider", "clinic"], 111.0),
        (["provider", "clinic"], 122.0),
        (["clinic"], 133.0),
        (["elsewhere"], 100.0),
    ],
)
@pytest.mark.parametrize("shared", [False, True])
def test_fees_of_a_clinic_and_a_provider_come_first_unless_the_schedule_is_global(office, there, usual, shared):
    fees = [(clinic, provider, amount) for clinic, provider, amount in map(OVERRIDES.get, there)]
    rows = [
        {"FeeSched": UCR, "CodeNum": CLEANING, "ClinicNum": c, "ProvNum": p, "Amount": amount} for c, p, amount in fees
    ]
    flag = "true" if shared else "false"
    office.seed({"fee": rows, "feesched": [{"FeeSchedNum": UCR, "Description": "UCR", "IsGlobal": flag}]})
    (copy,) = save(office, planned(CLEANING, 90.0, ClinicNum=1))
    assert copy["CatPercUCR"] == (100.0 if shared else usual)


@pytest.mark.parametrize(("day", "usual"), [("2024-01-28", 100.0), ("2024-01-27", 110.0)])
def test_a_fee_counts_from_its_day(office, day, usual):
    office.seed({"fee": [{"FeeSched": UCR, "CodeNum": CLEANING, "Amount": 110.0, "DateEffective": day}]})
    assert save(office, planned(CLEANING, 90.0))[0]["CatPercUCR"] == usual


def test_an_emptied_fee_is_none(office):
    office.seed({"fee": [{"FeeNum": 2, "FeeSched": UCR, "CodeNum": CLEANING, "Amount": -1.0}]})
    assert save(office, planned(CLEANING, 90.0))[0]["CatPercUCR"] == 0.0


# --- insurance ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("primary", "expected"),
    [
        # 100.00 x 60 % = 60.00
        ({}, (100.0, 60.0, 0.0, 0.0, 0.0, 40.0)),
        ({"InsEstTotal": 12.34}, (100.0, 60.0, 0.0, 0.0, 0.0, 40.0)),  # worked out anew
        ({"InsEstTotalOverride": 45.0}, (100.0, 45.0, 0.0, 0.0, 0.0, 55.0)),
        ({"InsEstTotalOverride": 0.0}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),
        ({"WriteOffEstOverride": 5.0}, (100.0, 60.0, 0.0, 5.0, 0.0, 35.0)),
        ({"WriteOffEstOverride": 0.0}, (100.0, 60.0, 0.0, 0.0, 0.0, 40.0)),
        ({"InsEstTotalOverride": 90.0, "WriteOffEstOverride": 20.0}, (100.0, 90.0, 0.0, 20.0, 0.0, 0.0)),
        ({"InsEstTotalOverride": 45.0, "NoBillIns": "true"}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),
        # what is not an estimate of this insurance for this procedure has another one beside it
        ({"InsEstTotalOverride": 45.0, "Status": "Preauth"}, (100.0, 60.0, 0.0, 0.0, 0.0, 40.0)),
        ({"InsEstTotalOverride": 45.0, "InsSubNum": 9}, (100.0, 60.0, 0.0, 0.0, 0.0, 40.0)),
        ({"InsEstTotalOverride": 45.0, "ProcNum": 9}, (100.0, 60.0, 0.0, 0.0, 0.0, 40.0)),
        ({"InsEstTotalOverride": 45.0, "PlanNum": 9}, (100.0, 60.0, 0.0, 0.0, 0.0, 40.0)),
        ({"InsEstTotalOverride": 45.0, "Status": "CapEstimate"}, (100.0, 45.0, 0.0, 0.0, 0.0, 55.0)),
        ({"InsEstTotalOverride": -5.0}, (100.0, -5.0, 0.0, 0.0, 0.0, 105.0)),
    ],
)
def test_one_insurance(office, primary, expected):
    insure(office, {}, percents=[60], **primary)
    (copy,) = save(office, planned(CLEANING, 100.0))
    assert amounts(copy) == expected


def test_a_ppo_writes_off_what_it_does_not_allow(office):
    # 80.00 x 60 % = 48.00; 100.00 - 80.00 = 20.00
    insure(office, {"PlanType": "p", "FeeSched": PPO}, percents=[60])
    assert amounts(save(office, planned(CLEANING, 100.0))[0]) == (100.0, 48.0, 0.0, 20.0, 0.0, 32.0)


def test_nobody_is_covered_by_an_insurance_that_says_nothing(office):
    insure(office, {})
    assert amounts(save(office, planned(CLEANING, 100.0))[0]) == (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)


@pytest.mark.parametrize(("override", "pays"), [(-1.0, 0.0), (25.0, 25.0)])
def test_where_a_frequency_is_met_an_override_alone_is_paid(office, override, pays):
    insure(office, {}, percents=[60], InsEstTotalOverride=override)
    frequency = {"BenefitType": "Limitations", "MonetaryAmt": -1.0, "Percent": -1, "PlanNum": 1, "CodeNum": CLEANING}
    office.seed({"benefit": [{**frequency, "QuantityQualifier": "Months", "Quantity": 6}]})
    known = {"ProcNum": 11, "PatNum": 1, "InsSubNum": 1, "PlanNum": 1, "Status": "InsHist", "ProcDate": "2024-01-03"}
    office.seed({"claimproc": [known]})
    (copy,) = save(office, planned(CLEANING, 100.0), completed(CLEANING, "2024-01-03"))
    assert amounts(copy) == (100.0, pays, 0.0, 0.0, 0.0, 100.0 - pays)
    assert copy["Descript"] == "Cleaning Frequency Limitation"


def test_procedures_use_up_a_maximum_in_the_order_of_the_plan(office):
    # 90.00 of the year: 60.00, then 30.00; the deductible of 10.00 is met in between: (100.00 - 10.00) x 60 % = 54.00
    insure(office, {}, percents=[60])
    year = {"PlanNum": 1, "TimePeriod": "CalendarYear", "CoverageLevel": "Individual", "Percent": -1}
    office.seed(
        {
            "benefit": [
                {**year, "BenefitType": "Limitations", "MonetaryAmt": 90.0},
                {**year, "BenefitType": "Deductible", "MonetaryAmt": 10.0},
            ]
        }
    )
    copies = save(office, planned(CLEANING, 100.0), planned(CLEANING, 100.0), planned(CLEANING, 100.0))
    assert [(copy["PriInsAmt"], copy["Descript"]) for copy in copies] == [
        (54.0, "Cleaning Pri Deduct Applied: $10.00"),
        (36.0, "Cleaning Over annual max"),
        (0.0, "Cleaning Over annual max"),
    ]


@pytest.mark.parametrize(("status", "kept"), [("Active", True), ("Inactive", False)])
def test_the_estimates_of_the_active_plan_are_kept(office, status, kept):
    office.seed({"treatplan": [{"TreatPlanNum": 1, "PatNum": 1, "TPStatus": status}]})
    insure(office, {}, percents=[60], ProcNum=9)
    (copy,) = save(office, planned(CLEANING, 100.0))
    assert copy["PriInsAmt"] == 60.0
    rows = [row for row in office.rows("claimproc") if row["ProcNum"] == 10]
    shown = ("Status", "InsEstTotal", "DedEst", "Percentage", "DateCP", "ProcDate")
    assert [tuple(row[name] for name in shown) for row in rows] == (
        [("Estimate", 60.0, 0.0, 60, NOW[:10], NOW[:10])] if kept else []
    )


def test_where_the_office_does_not_look_at_frequencies_each_procedure_has_its_own_day(office):
    office.prefer(InsChecksFrequency="0")
    insure(office, {}, percents=[60], ProcNum=9)
    save(office, planned(CLEANING, 100.0))
    assert [row["ProcDate"] for row in office.rows("claimproc") if row["ProcNum"] == 10] == ["2024-01-20"]


def test_two_insurances_a_discount_and_tax(office):
    # 200.00 - 90.00 - 30.50 - (20.00 + 4.00 + 10.00) + 7.00 = 52.50
    insure(office, {}, {}, InsEstTotalOverride=90.0, WriteOffEstOverride=20.0)
    estimate(office, 2, InsEstTotalOverride=30.5, WriteOffEstOverride=4.0)
    (copy,) = save(office, planned(CLEANING, 100.0, UnitQty=2, Discount=10.0, TaxAmt=7.0))
    assert amounts(copy) == (200.0, 90.0, 30.5, 34.0, 7.0, 52.5)


def test_the_second_insurance_pays_what_the_first_leaves(office):
    # 100.00 x 60 % = 60.00; the second would pay 80.00, and 100.00 - 60.00 are left
    insure(office, {}, {}, percents=[60, 80])
    assert amounts(save(office, planned(CLEANING, 100.0))[0]) == (100.0, 60.0, 40.0, 0.0, 0.0, 0.0)


def test_the_second_insurance_pays_alone_where_the_first_is_not_billed(office):
    # 100.00 x 30 % = 30.00
    insure(office, {"PlanType": "p", "FeeSched": PPO}, {}, percents=[90, 30], NoBillIns="true")
    (copy,) = save(office, planned(CLEANING, 100.0))
    assert amounts(copy) == (100.0, 0.0, 30.0, 0.0, 0.0, 70.0)
    assert copy["FeeAllowed"] == -1.0


def test_first_is_who_has_the_lower_ordinal(office):
    insure(office, {}, {}, InsEstTotalOverride=50.0)
    estimate(office, 2, InsEstTotalOverride=20.0)
    office.seed({"patplan": [row | {"Ordinal": 3 - row["Ordinal"]} for row in office.rows("patplan")]})
    assert amounts(save(office, planned(CLEANING, 100.0))[0]) == (100.0, 20.0, 50.0, 0.0, 0.0, 30.0)


def test_of_a_third_insurance_only_the_write_off_shows(office):
    # 100.00 - 50.00 - 0.00 - 5.00 = 45.00
    insure(office, {}, {}, {}, InsEstTotalOverride=50.0)
    estimate(office, 3, InsEstTotalOverride=20.0, WriteOffEstOverride=5.0)
    assert amounts(save(office, planned(CLEANING, 100.0))[0]) == (100.0, 50.0, 0.0, 5.0, 0.0, 45.0)


@pytest.mark.parametrize(
    ("plan", "claimproc", "quantity", "allowed"),
    [
        ({}, {}, 1, 0.0),
        ({"FeeSched": PPO}, {}, 1, 0.0),
        ({"PlanType": "p", "FeeSched": PPO}, {}, 1, 80.0),
        ({"PlanType": "p", "FeeSched": PPO}, {}, 3, 240.0),
        ({"PlanType": "f", "FeeSched": PPO}, {}, 1, 80.0),
        ({"AllowedFeeSched": PPO}, {}, 2, 160.0),
        ({"AllowedFeeSched": UCR}, {}, 2, 190.0),  # never more than the fee: 95.00 each
        ({"PlanType": "p", "FeeSched": PPO, "AllowedFeeSched": MEMBERS}, {}, 1, 80.0),
        ({"PlanType": "p", "FeeSched": PPO}, {"AllowedOverride": 77.0}, 2, 77.0),
        ({"PlanType": "p", "FeeSched": PPO}, {"AllowedOverride": 0.0}, 1, 0.0),
        ({"PlanType": "p", "FeeSched": PPO}, {"NoBillIns": "true"}, 1, -1.0),
        ({"PlanType": "p", "FeeSched": PPO}, {"NoBillIns": "true", "AllowedOverride": 77.0}, 1, -1.0),
        ({"PlanType": "p", "FeeSched": 99}, {}, 1, 0.0),
    ],
)
def test_what_the_first_insurance_allows(office, plan, claimproc, quantity, allowed):
    insure(office, plan, **claimproc)
    assert save(office, planned(CLEANING, 95.0, UnitQty=quantity))[0]["FeeAllowed"] == allowed


@pytest.mark.parametrize(("billed", "allowed"), [("false", 80.0), ("true", -1.0)])
def test_what_is_allowed_without_an_estimate(office, billed, allowed):
    office.seed({"procedurecode": [{"CodeNum": CLEANING, "ProcCode": "D1110", "NoBillIns": billed}]})
    insure(office, {"PlanType": "p", "FeeSched": PPO}, ProcNum=9)
    assert save(office, planned(CLEANING, 100.0))[0]["FeeAllowed"] == allowed


def test_a_hidden_schedule_of_allowed_fees_allows_nothing(office):
    office.seed({"feesched": [{"FeeSchedNum": PPO, "Description": "PPO", "IsHidden": "true"}]})
    insure(office, {"AllowedFeeSched": PPO})
    assert save(office, planned(CLEANING, 100.0))[0]["FeeAllowed"] == 0.0


@pytest.mark.parametrize(
    ("only_if", "tooth", "plan", "allowed"),
    [
        # a crown is 850.00 in the PPO's schedule, the exam it is downgraded to 40.00
        ("Always", "", {"PlanType": "p", "FeeSched": PPO}, 40.0),
        ("Molar", "30", {"PlanType": "p", "FeeSched": PPO}, 40.0),
        ("Molar", "29", {"PlanType": "p", "FeeSched": PPO}, 850.0),
        ("SecondMolar", "31", {"PlanType": "p", "FeeSched": PPO}, 40.0),
        ("SecondMolar", "30", {"PlanType": "p", "FeeSched": PPO}, 850.0),
        ("Posterior", "29", {"PlanType": "p", "FeeSched": PPO}, 40.0),
        ("Posterior", "K", {"PlanType": "p", "FeeSched": PPO}, 40.0),
        ("Posterior", "8", {"PlanType": "p", "FeeSched": PPO}, 850.0),
        ("Never", "30", {"PlanType": "p", "FeeSched": PPO}, 850.0),
        ("Always", "", {"PlanType": "p", "FeeSched": PPO, "CodeSubstNone": "true"}, 850.0),
        ("Always", "", {"AllowedFeeSched": MEMBERS}, 30.0),
        ("Always", "", {"FeeSched": PPO}, 40.0),
        ("Always", "", {}, 50.0),  # what the provider usually charges for an exam
    ],
)
def test_a_code_that_the_insurance_pays_instead(office, only_if, tooth, plan, allowed):
    downgraded = {"CodeNum": CROWN, "ProcCode": "D2740", "SubstitutionCode": "D0120", "SubstOnlyIf": only_if}
    office.seed({"procedurecode": [downgraded]})
    insure(office, plan)
    assert save(office, planned(CROWN, 1000.0, ToothNum=tooth))[0]["FeeAllowed"] == allowed


def test_a_dearer_or_unknown_substitute_is_none(office):
    office.seed({"procedurecode": [{"CodeNum": EXAM, "ProcCode": "D0120", "SubstitutionCode": "D2740"}]})
    insure(office, {"PlanType": "p", "FeeSched": PPO})
    assert save(office, planned(EXAM, 50.0))[0]["FeeAllowed"] == 40.0
    office.seed({"procedurecode": [{"CodeNum": EXAM, "ProcCode": "D0120", "SubstitutionCode": "D9999"}]})
    assert office.post("/treatplans/Saved", {"TreatPlanNum": 1}).status == 201
    assert office.rows("proctp")[-1]["FeeAllowed"] == 40.0


def test_what_the_first_insurance_allows_a_provider(office):
    office.seed({"fee": [{"FeeSched": PPO, "CodeNum": CLEANING, "ProvNum": 1, "Amount": 83.0}]})
    insure(office, {"PlanType": "p", "FeeSched": PPO})
    assert save(office, planned(CLEANING, 100.0))[0]["FeeAllowed"] == 83.0


# --- the order of the copies -------------------------------------------------------------------------


def saved_in_order(api, *columns):
    """Save exams with these columns and the priorities of their attaches; which stands where."""
    rows = [{"ProcNum": 10 + at, "PatNum": 1, **planned(EXAM, 50.0), **row} for at, row in enumerate(columns)]
    attaches = [{"TreatPlanNum": 1, "ProcNum": row["ProcNum"], "Priority": row.pop("Priority", 0)} for row in rows]
    priorities = {151: 2, 152: 0, 153: 1}
    definitions = [{"DefNum": key, "Category": 20, "ItemOrder": order} for key, order in priorities.items()]
    api.seed({"definition": definitions, "procedurelog": rows, "treatplanattach": attaches})
    saved = api.post("/treatplans/Saved", {"TreatPlanNum": 1}).json["TreatPlanNum"]
    copies = api.get(f"/proctps?TreatPlanNum={saved}").json
    assert [copy["ItemOrder"] for copy in copies] == [*range(len(rows))]
    return [copy["ProcNumOrig"] - 10 for copy in copies]


def test_copies_stand_by_the_order_of_their_priorities_and_none_is_last(office):
    priorities = ({"Priority": 0}, {"Priority": 151}, {"Priority": 153}, {"Priority": 152}, {"Priority": 199})
    assert saved_in_order(office, *priorities) == [3, 2, 1, 0, 4]


def test_copies_of_one_priority_stand_by_their_day_and_number(office):
    days = ({"ProcDate": "2024-01-20"}, {"ProcDate": "2024-01-05"}, {"ProcDate": "2024-01-20"})
    assert saved_in_order(office, *days) == [1, 0, 2]


@pytest.mark.parametrize(("preference", "order"), [("0", [0, 1, 2, 3, 4]), ("1", [4, 1, 3, 2, 0])])
def test_copies_stand_by_their_tooth_where_the_office_wants_that(office, preference, order):
    # a baby tooth A is in the place of 4, K in that of 20
    office.prefer(TreatPlanSortByTooth=preference)
    teeth = [{"ToothNum": tooth} for tooth in ("30", "2", "K", "A", "")]
    assert saved_in_order(office, *teeth) == order


def test_a_laboratorys_fee_stands_behind_its_procedure(office):
    # 0, 3 and 4 are laboratories' fees: of 2, of 1, and of a procedure that is not on the plan; 5 is its own
    fees = [{"ProcNumLab": 12}, {"ProcNumLab": 11, "Priority": 151}, {"ProcNumLab": 99}, {"ProcNumLab": 15}]
    assert saved_in_order(office, fees[0], {}, {"Priority": 152}, *fees[1:]) == [2, 0, 1, 3, 4, 5]


def test_the_maximum_is_used_up_in_the_order_of_the_priorities(office):
    # the second exam comes first and takes 20.00 of the 25.00
    subscribe(office, AnnualMax=25.0)
    assert saved_in_order(office, {"Priority": 151}, {"Priority": 152}) == [1, 0]
    assert [copy["PriInsAmt"] for copy in office.rows("proctp")] == [20.0, 5.0]


# --- what the patient reads --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("teeth", "shown"),
    [
        ("", "crown"),
        ("2,3", "crown #2,3"),
        ("2,3,4", "crown #2-4"),
        ("5,3,4,9", "crown #3-5,9"),
        ("15,16,17,18", "crown #15,16,17,18"),  # no run goes over into the other arch
        (" A,,B , C", "crown #A-C"),
        ("8", "crown #8"),
    ],
)
def test_a_range_of_teeth_goes_with_the_description(office, teeth, shown):
    assert save(office, planned(CROWN, 1000.0, ToothRange=teeth))[0]["Descript"] == shown


def test_notes_of_the_estimates_and_deductibles_go_with_the_description(office):
    # the first one's maximum ends, the second one excludes crowns
    insure(office, {}, {}, percents=[50, 50], DedEstOverride=50.0)
    estimate(office, 2, DedEstOverride=10.0)
    year = {"TimePeriod": "CalendarYear", "CoverageLevel": "Individual", "MonetaryAmt": 100.0, "Percent": -1}
    office.seed(
        {
            "benefit": [
                {"PlanNum": 1, "BenefitType": "Limitations", **year},
                {"PlanNum": 2, "BenefitType": "Exclusions", "CodeNum": CROWN},
            ]
        }
    )
    (copy,) = save(office, planned(CROWN, 1000.0, ToothRange="2,3"))
    assert copy["Descript"] == (
        "crown #2,3 Over annual max, Exclusion Pri Deduct Applied: $50.00 Sec Deduct Applied: $10.00"
    )


def test_a_description_is_as_long_as_its_column(office):
    office.seed({"procedurecode": [{"CodeNum": CROWN, "ProcCode": "D2740", "Descript": "x" * 250}]})
    insure(office, {}, percents=[50])
    office.seed({"benefit": [{"PlanNum": 1, "BenefitType": "Exclusions", "CodeNum": CROWN}]})
    assert save(office, planned(CROWN, 1000.0))[0]["Descript"] == "x" * 250 + " Exc"  # the line break takes two


# --- insurance and a discount plan -------------------------------------------------------------------


@pytest.mark.parametrize(("percents", "pays"), [([50], 50.0), ([], 0.0)])
def test_insurance_wins_over_a_membership(office, percents, pays):
    subscribe(office, AnnualMax=0.0)
    insure(office, {}, percents=percents)
    (copy,) = save(office, planned(CLEANING, 100.0))
    assert amounts(copy) == (100.0, pays, 0.0, 0.0, 0.0, 100.0 - pays)
    assert copy["Descript"] == "Cleaning"


def test_of_several_memberships_the_first_counts(office):
    subscribe(office)
    office.seed({"discountplan": [{"DiscountPlanNum": 2, "FeeSchedNum": PPO, "DefNum": 336}]})
    office.seed({"discountplansub": [{"DiscountSubNum": 9, "DiscountPlanNum": 2, "PatNum": 1}]})
    assert save(office, planned(CLEANING, 100.0))[0]["PriInsAmt"] == 40.0


# --- discount plans ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, (100.0, 40.0, 0.0, 0.0, 0.0, 60.0)),
        ({"UnitQty": 2}, (200.0, 80.0, 0.0, 0.0, 0.0, 120.0)),
        ({"Discount": 5.0, "TaxAmt": 3.0}, (100.0, 40.0, 0.0, 5.0, 3.0, 58.0)),
        ({"ProcFee": 45.0}, (45.0, 0.0, 0.0, 0.0, 0.0, 45.0)),  # less than members pay
        ({"CodeNum": 4}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),  # a code without any fee
    ],
)
def test_a_member_pays_the_members_fee(office, columns, expected):
    office.seed({"procedurecode": [{"CodeNum": 4, "ProcCode": "D9999"}]})
    subscribe(office)
    (copy,) = save(office, planned(CLEANING, 100.0) | columns)
    assert amounts(copy) == expected
    assert copy["FeeAllowed"] == 0.0


@pytest.mark.parametrize(
    ("practice", "patient", "provider", "off"),
    [
        # the code costs 70.00 by the schedule of provider 1 and 85.00 by that of provider 3
        ("3", 3, 1, 30.0),
        ("1", 3, 2, 15.0),
        ("1", 2, 2, 30.0),
        ("0", 2, 2, 0.0),
    ],
)
def test_a_code_without_a_members_fee_costs_what_a_provider_charges(office, practice, patient, provider, off):
    office.prefer(PracticeDefaultProv=practice)
    office.seed(
        {
            "patient": [{"PatNum": 1, "PriProv": patient}],
            "procedurecode": [{"CodeNum": 4, "ProcCode": "D9999"}],
            "provider": [{"ProvNum": 3, "Abbr": "DOC3", "FeeSched": PPO}],
            "fee": [{"FeeSched": at, "CodeNum": 4, "Amount": fee} for at, fee in ((UCR, 70.0), (PPO, 85.0))],
        }
    )
    subscribe(office)
    assert save(office, planned(4, 100.0, ProvNum=provider))[0]["PriInsAmt"] == off


@pytest.mark.parametrize(
    ("there", "off"), [(["both", "provider"], 89.0), (["provider", "clinic"], 78.0), (["clinic"], 67.0)]
)
def test_members_fees_of_a_clinic_and_a_provider(office, there, off):
    places = [OVERRIDES[name] for name in there]
    rows = [
        {"FeeSched": MEMBERS, "CodeNum": CLEANING, "ClinicNum": c, "ProvNum": p, "Amount": amount}
        for c, p, amount in places
    ]
    office.seed({"fee": rows})
    subscribe(office)
    (copy,) = save(office, planned(CLEANING, 200.0, ClinicNum=1))
    assert (copy["PriInsAmt"], copy["PatAmt"]) == (off, 200.0 - off)


def test_an_emptied_members_fee_is_no_discount(office):
    office.seed({"fee": [{"FeeNum": 5, "FeeSched": MEMBERS, "CodeNum": CLEANING, "Amount": -1.0}]})
    subscribe(office)
    assert amounts(save(office, planned(CLEANING, 100.0))[0]) == (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)


@pytest.mark.parametrize(
    ("since", "until", "off"),
    [
        ("0001-01-01", "0001-01-01", 40.0),
        ("2024-01-27", "2024-01-27", 40.0),
        ("2023-02-01", "2024-01-31", 40.0),
        ("2024-01-28", "0001-01-01", 0.0),
        ("2024-02-01", "2025-01-31", 0.0),
        ("2023-01-01", "2024-01-26", 0.0),
        ("0001-01-01", "2024-01-26", 0.0),
    ],
)
def test_a_membership_counts_from_its_first_to_its_last_day(office, since, until, off):
    subscribe(office, since, until)
    (copy,) = save(office, planned(CLEANING, 100.0))
    assert amounts(copy) == (100.0, off, 0.0, 0.0, 0.0, 100.0 - off)


def test_a_hidden_plan_counts_for_its_members(office):
    subscribe(office, IsHidden="true")
    assert save(office, planned(CLEANING, 100.0))[0]["PriInsAmt"] == 40.0


# --- the annual maximum ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "off"),
    [
        (-1.0, [20.0, 40.0, 300.0]),
        (1000.0, [20.0, 40.0, 300.0]),
        (360.0, [20.0, 40.0, 300.0]),
        (100.0, [20.0, 40.0, 40.0]),
        (60.0, [20.0, 40.0, 0.0]),
        (25.5, [20.0, 5.5, 0.0]),
        (0.0, [0.0, 0.0, 0.0]),
    ],
)
def test_the_maximum_is_used_up_along_the_plan(office, most, off):
    subscribe(office, AnnualMax=most)
    copies = save(office, planned(EXAM, 50.0), planned(CLEANING, 100.0), planned(CROWN, 1000.0))
    assert [copy["PriInsAmt"] for copy in copies] == off
    assert [copy["PatAmt"] for copy in copies] == [
        fee - less for fee, less in zip((50.0, 100.0, 1000.0), off, strict=True)
    ]


@pytest.mark.parametrize(
    ("since", "day", "off"),
    [
        # without a first day, a plan year is a calendar year
        ("0001-01-01", "2024-01-01", 10.0),
        ("0001-01-01", "2024-01-27", 10.0),
        ("0001-01-01", "2023-12-31", 40.0),
        # with one, it starts on the anniversary: 2023-06-15
        ("2021-06-15", "2023-06-15", 10.0),
        ("2021-06-15", "2023-12-31", 10.0),
        ("2021-06-15", "2023-06-14", 40.0),
        # an anniversary that is this year's already: 2024-01-27, 2024-01-10
        ("2022-01-27", "2024-01-27", 10.0),
        ("2022-01-27", "2024-01-26", 40.0),
        ("2022-01-10", "2024-01-09", 40.0),
        # tomorrow's is not yet
        ("2022-01-28", "2023-01-28", 10.0),
        ("2022-01-28", "2023-01-27", 40.0),
        # a first year that is not over
        ("2024-01-05", "2024-01-05", 10.0),
        ("2024-01-05", "2024-01-04", 40.0),
    ],
)
def test_what_was_completed_in_the_plan_year_uses_up_the_maximum(office, since, day, off):
    # 100.00 a year, of which 90.00 were taken off a crown
    subscribe(office, since, AnnualMax=100.0)
    took_off(office, 90.0, day=day)
    (copy,) = save(office, planned(CLEANING, 100.0))
    assert copy["PriInsAmt"] == off


@pytest.mark.parametrize(("day", "off"), [("2025-02-27", 40.0), ("2025-02-28", 10.0)])
def test_an_anniversary_on_the_29th_of_february_is_on_the_28th(office, day, off):
    office.freeze("2025-02-28 09:00:00")
    subscribe(office, "2024-02-29", AnnualMax=100.0)
    took_off(office, 90.0, day=day)
    (copy,) = save(office, planned(CLEANING, 100.0))
    assert copy["PriInsAmt"] == off


def test_a_membership_in_the_last_year_of_all(office):
    office.freeze("9999-06-01 09:00:00")
    subscribe(office, "2024-05-01", AnnualMax=100.0)
    took_off(office, 90.0, day="9999-05-01")
    assert save(office, planned(CLEANING, 100.0))[0]["PriInsAmt"] == 10.0


def test_only_the_patients_discounts_use_up_the_maximum(office):
    subscribe(office, AnnualMax=100.0)
    took_off(office, 30.0, 30.0)
    took_off(office, 50.0, AdjType=12)
    took_off(office, -50.0)  # what was added to the account
    took_off(office, 70.0, PatNum=2)
    assert [copy["PriInsAmt"] for copy in save(office, planned(EXAM, 50.0), planned(CLEANING, 100.0))] == [20.0, 20.0]


def test_more_than_the_maximum_was_granted_already(office):
    subscribe(office, AnnualMax=100.0)
    took_off(office, 150.0)
    (copy,) = save(office, planned(CLEANING, 100.0))
    assert amounts(copy) == (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)


@pytest.mark.parametrize(
    ("most", "notes"),
    [
        (-1.0, ["", ""]),
        (60.0, ["", ""]),
        (50.0, ["", " - Over Annual Max"]),
        (20.0, ["", " - Over Annual Max"]),  # just used up by the exam
        (0.0, [" - Over Annual Max", " - Over Annual Max"]),
    ],
)
def test_what_the_maximum_cuts_says_so(office, most, notes):
    subscribe(office, AnnualMax=most)
    copies = save(office, planned(EXAM, 50.0), planned(CLEANING, 100.0))
    assert [copy["Descript"] for copy in copies] == [
        f"{words}{note}" for words, note in zip(("periodic exam", "Cleaning"), notes, strict=True)
    ]


def test_what_costs_a_member_no_less_is_not_cut(office):
    subscribe(office, AnnualMax=0.0)
    assert save(office, planned(CLEANING, 45.0))[0]["Descript"] == "Cleaning"


def test_a_maximum_is_used_up_to_the_cent(office):
    # 0.10 and 0.20, which as binary fractions are more than 0.30
    subscribe(office, AnnualMax=0.3)
    copies = save(office, planned(EXAM, 30.1), planned(EXAM, 30.2), planned(EXAM, 50.0))
    assert [(copy["PriInsAmt"], copy["PatAmt"], copy["Descript"]) for copy in copies] == [
        (0.1, 30.0, "periodic exam"),
        (0.2, 30.0, "periodic exam"),
        (0.0, 50.0, "periodic exam - Over Annual Max"),
    ]


@pytest.mark.parametrize(
    ("preference", "off"),
    [(None, [40.0, 40.0]), ("1", [40.0, 40.0]), ("0", [0.0, 40.0])],
)
def test_limits_are_as_of_today_unless_the_office_has_it_otherwise(office, preference, off):
    # the membership began on 2024-01-10; one cleaning was planned before, one after that
    if preference:
        office.prefer(InsChecksFrequency=preference)
    subscribe(office, "2024-01-10", AnnualMax=100.0)
    days = ("2024-01-09", "2024-01-11")
    copies = save(office, *(planned(CLEANING, 100.0, ProcDate=day) for day in days))
    assert [copy["PriInsAmt"] for copy in copies] == off


def test_each_plan_year_has_its_own_maximum_where_the_procedures_own_day_counts(office):
    # 50.00 a year: 30.00 are gone in the year before, 20.00 in this one
    office.prefer(InsChecksFrequency="0")
    subscribe(office, "2022-01-10", AnnualMax=50.0)
    took_off(office, 30.0, day="2024-01-09")
    took_off(office, 20.0, day="2024-01-10")
    days = ("2024-01-09", "2024-01-10")
    copies = save(office, *(planned(CLEANING, 100.0, ProcDate=day) for day in days))
    assert [copy["PriInsAmt"] for copy in copies] == [20.0, 30.0]


# --- frequency limits --------------------------------------------------------------------------------

CATEGORIES = {
    "ExamFreqLimit": "DiscountPlanExamCodes",
    "XrayFreqLimit": "DiscountPlanXrayCodes",
    "ProphyFreqLimit": "DiscountPlanProphyCodes",
    "FluorideFreqLimit": "DiscountPlanFluorideCodes",
    "PerioFreqLimit": "DiscountPlanPerioCodes",
    "LimitedExamFreqLimit": "DiscountPlanLimitedCodes",
    "PAFreqLimit": "DiscountPlanPACodes",
}


@pytest.mark.parametrize(("limit", "preference"), CATEGORIES.items())
@pytest.mark.parametrize(
    ("most", "before", "off"),
    [
        (-1, 3, [20.0, 20.0]),
        (0, 0, [0.0, 0.0]),
        (1, 0, [20.0, 0.0]),
        (1, 1, [0.0, 0.0]),
        (2, 0, [20.0, 20.0]),
        (2, 1, [20.0, 0.0]),
    ],
)
def test_a_limit_counts_what_was_completed_and_what_is_planned(office, limit, preference, most, before, off):
    office.prefer(**{preference: "D0150, D0120"})
    subscribe(office, **{limit: most})
    history = [completed(EXAM, f"2024-01-0{day}") for day in range(1, before + 1)]
    copies = save(office, *history, planned(EXAM, 50.0), planned(EXAM, 50.0), planned(CLEANING, 100.0))
    assert [copy["PriInsAmt"] for copy in copies] == [*off, 40.0]
    assert [copy["PatAmt"] for copy in copies] == [*(50.0 - less for less in off), 60.0]


@pytest.mark.parametrize("limit", CATEGORIES)
def test_without_codes_a_limit_limits_nothing(office, limit):
    subscribe(office, **{limit: 0})
    assert save(office, planned(EXAM, 50.0))[0]["PriInsAmt"] == 20.0


def test_a_limit_is_for_the_codes_of_its_own_category(office):
    office.prefer(DiscountPlanExamCodes="D0120", DiscountPlanProphyCodes="D1110")
    subscribe(office, ExamFreqLimit=0, ProphyFreqLimit=1)
    copies = save(office, planned(EXAM, 50.0), planned(CLEANING, 100.0), planned(CROWN, 1000.0))
    assert [copy["PriInsAmt"] for copy in copies] == [0.0, 40.0, 300.0]


def test_the_codes_of_a_category_are_counted_together(office):
    office.prefer(DiscountPlanExamCodes="D0120,D1110")
    subscribe(office, ExamFreqLimit=1)
    copies = save(office, planned(CLEANING, 100.0), planned(EXAM, 50.0))
    assert [copy["PriInsAmt"] for copy in copies] == [40.0, 0.0]


def test_a_planned_procedure_without_discount_counts_too(office):
    # the first exam costs no more than members pay, the second one would
    office.prefer(DiscountPlanExamCodes="D0120,D9999")
    office.seed({"procedurecode": [{"CodeNum": 4, "ProcCode": "D9999"}]})
    subscribe(office, ExamFreqLimit=1)
    assert [copy["PriInsAmt"] for copy in save(office, planned(4, 50.0), planned(EXAM, 50.0))] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("since", "day", "off"),
    [
        ("0001-01-01", "2023-12-31", 20.0),
        ("0001-01-01", "2024-01-01", 0.0),
        ("2021-06-15", "2023-06-14", 20.0),
        ("2021-06-15", "2023-06-15", 0.0),
    ],
)
def test_a_limit_starts_anew_with_the_plan_year(office, since, day, off):
    office.prefer(DiscountPlanExamCodes="D0120")
    subscribe(office, since, ExamFreqLimit=1)
    assert save(office, completed(EXAM, day), planned(EXAM, 50.0))[0]["PriInsAmt"] == off


def test_what_a_limit_stops_says_so(office):
    office.prefer(DiscountPlanExamCodes="D0120")
    subscribe(office, ExamFreqLimit=1, AnnualMax=20.0)
    copies = save(office, planned(EXAM, 50.0), planned(EXAM, 50.0))
    assert [copy["Descript"] for copy in copies] == ["periodic exam", "periodic exam - Frequency Limitation"]


@pytest.mark.parametrize(("day", "off"), [("2024-01-04", 20.0), ("2024-01-05", 0.0)])
def test_what_was_done_before_the_membership_counts_for_no_limit(office, day, off):
    office.prefer(DiscountPlanExamCodes="D0120")
    subscribe(office, "2024-01-05", ExamFreqLimit=1)
    assert save(office, completed(EXAM, day), planned(EXAM, 50.0))[0]["PriInsAmt"] == off


def test_what_is_limited_does_not_use_up_the_maximum(office):
    office.prefer(DiscountPlanExamCodes="D0120")
    subscribe(office, ExamFreqLimit=0, AnnualMax=40.0)
    copies = save(office, planned(EXAM, 50.0), planned(CLEANING, 100.0))
    assert [copy["PriInsAmt"] for copy in copies] == [0.0, 40.0]


def test_the_discount_of_a_member_on_world_small(api):
    # Ines' plan has ended; under a new one 245.00 - 196.00 = 49.00, and perio once a year
    api.freeze(NOW)
    shown = itertools.count(9088)
    for changes, off in (
        ({}, [0.0, 0.0]),
        ({"DateTerm": "2024-12-31"}, [49.0, 49.0]),
        ({"DateTerm": "0001-01-01", "DiscountPlanNum": 1}, [184.0, 0.0]),
    ):
        api.seed(
            {"discountplansub": [{"DiscountSubNum": 32, "DiscountPlanNum": 8, "PatNum": 56, **changes}]}
            if changes
            else {}
        )
        assert api.post("/treatplans/Saved", {"TreatPlanNum": 131}).json["TPType"] == "Discount"
        copies = api.get(f"/proctps?TreatPlanNum={next(shown)}").json
        assert [(copy["PriInsAmt"], copy["PatAmt"]) for copy in copies] == [(less, 245.0 - less) for less in off]


def test_the_clinics_saved_plans_are_what_saving_gives(clinic):
    saved = {plan["TreatPlanNum"] for plan in clinic.rows("treatplan") if plan["TPStatus"] == "Saved"}
    kept = {row["ProcNumOrig"]: row for row in clinic.rows("proctp")}
    own = ("ProcTPNum", "TreatPlanNum", "ItemOrder", "SecUserNumEntry", "SecDateEntry", "SecDateTEdit")
    members = {row["PatNum"] for row in clinic.rows("discountplansub")}
    taken_off = []
    compared = 0
    for plan in clinic.get("/treatplans?Limit=1000").json:
        attaches = clinic.get(f"/treatplanattaches?TreatPlanNum={plan['TreatPlanNum']}").json
        if plan["TPStatus"] == "Saved" or not all(row["ProcNum"] in kept for row in attaches):
            continue
        copied = clinic.post("/treatplans/Saved", {"TreatPlanNum": plan["TreatPlanNum"]}).json["TreatPlanNum"]
        copies = [row for row in clinic.rows("proctp") if row["TreatPlanNum"] == copied]
        for row in copies:
            before = kept[row["ProcNumOrig"]]
            differ = {name: (before[name], row[name]) for name in row if before[name] != row[name] and name not in own}
            assert before["TreatPlanNum"] in saved
            assert differ == {}
            compared += 1
            if row["PatNum"] in members:
                taken_off.append(row["PriInsAmt"])
                assert row["Descript"].endswith("Frequency Limitation") <= (row["PriInsAmt"] == 0.0)
    assert compared > 50
    assert sum(amount > 0 for amount in taken_off) > 10


# --- what only a seed can bring about ---------------------------------------------------------------


def test_amounts_beyond_all_bounds_are_refused(office):
    row = {"ProcNum": 10, "PatNum": 1, **planned(CROWN, 1e308, UnitQty=10)}
    office.seed({"procedurelog": [row], "treatplanattach": [{"TreatPlanNum": 1, "ProcNum": 10}]})
    got = office.post("/treatplans/Saved", {"TreatPlanNum": 1})
    assert (got.status, got.json, got.hint) == (
        400,
        "FeeAmt is invalid.",
        "FeeAmt would be inf; the numbers are too large",
    )
    assert office.rows("proctp") == []
    assert [plan["TreatPlanNum"] for plan in office.rows("treatplan")] == [1]


def test_a_subscription_to_a_plan_that_is_not_there_takes_nothing_off(office):
    office.seed({"discountplansub": [{"DiscountPlanNum": 9, "PatNum": 1}]})
    office.prefer(DiscountPlanExamCodes="D0120")
    (copy,) = save(office, planned(EXAM, 50.0))
    assert amounts(copy) == (50.0, 0.0, 0.0, 0.0, 0.0, 50.0)
