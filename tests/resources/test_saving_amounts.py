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


def planned(code, fee, **columns):
    return {"CodeNum": code, "ProcFee": fee, "ProcStatus": "TP", "ProcDate": "2024-01-20", "ProvNum": 1, **columns}


def completed(code, day, discount=0.0):
    return planned(code, 50.0, ProcStatus="C", ProcDate=day, DiscountPlanAmt=discount)


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


def insure(api, *plans, **claimproc):
    """Insure patient 1 by these insurance plans in this order; add an estimate of the first for procedure 10."""
    numbered = list(enumerate(plans, start=1))
    api.seed(
        {
            "insplan": [{"PlanNum": at, **plan} for at, plan in numbered],
            "inssub": [{"InsSubNum": at, "PlanNum": at, "Subscriber": 1} for at, _ in numbered],
            "patplan": [{"PatNum": 1, "InsSubNum": at, "Ordinal": at} for at, _ in numbered],
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
    # 245.00 - 137.60 (primary) - 17.20 (secondary) - 73.00 (write-off) = 17.20; the PPO allows 172.00
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
    assert copy["FeeAllowed"] == -1.0


@pytest.mark.parametrize(("quantity", "usual"), [(1, 100.0), (3, 300.0)])
def test_the_usual_fee_is_the_providers(office, quantity, usual):
    (copy,) = save(office, planned(CLEANING, 90.0, UnitQty=quantity))
    assert (copy["FeeAmt"], copy["CatPercUCR"]) == (90.0 * quantity, usual)


def test_the_usual_fee_of_a_provider_without_schedule_is_the_practices(office):
    procedure = planned(CLEANING, 90.0, ProvNum=2)
    assert save(office, procedure)[0]["CatPercUCR"] == 90.0
    office.prefer(PracticeDefaultProv="1")
    assert office.post("/treatplans/Saved", {"TreatPlanNum": 1}).status == 201
    assert office.rows("proctp")[-1]["CatPercUCR"] == 100.0


@pytest.mark.parametrize("preference", ["", "0", "none", "99", "-1", "\u00b2", "9" * 30])
def test_a_practice_without_provider_has_no_usual_fee(office, preference):
    office.prefer(PracticeDefaultProv=preference)
    assert save(office, planned(CLEANING, 90.0, ProvNum=2))[0]["CatPercUCR"] == 90.0


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
    assert save(office, planned(CLEANING, 90.0))[0]["CatPercUCR"] == 90.0


# --- insurance ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("primary", "expected"),
    [
        ({"InsEstTotal": 60.0}, (100.0, 60.0, 0.0, 0.0, 0.0, 40.0)),
        ({"InsEstTotal": 60.0, "WriteOffEst": 20.0}, (100.0, 60.0, 0.0, 20.0, 0.0, 20.0)),
        ({"InsEstTotal": 60.0, "InsEstTotalOverride": 45.0}, (100.0, 45.0, 0.0, 0.0, 0.0, 55.0)),
        ({"InsEstTotal": 60.0, "InsEstTotalOverride": 0.0}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),
        ({"InsEstTotal": 60.0, "WriteOffEst": 20.0, "WriteOffEstOverride": 5.0}, (100.0, 60.0, 0.0, 5.0, 0.0, 35.0)),
        ({"InsEstTotal": 60.0, "WriteOffEst": 20.0, "WriteOffEstOverride": 0.0}, (100.0, 60.0, 0.0, 0.0, 0.0, 40.0)),
        ({"InsEstTotal": 0.0, "WriteOffEst": -1.0}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),
        ({"InsEstTotal": 90.0, "WriteOffEst": 20.0}, (100.0, 90.0, 0.0, 20.0, 0.0, 0.0)),
        ({"InsEstTotal": 60.0, "WriteOffEst": 20.0, "NoBillIns": "true"}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),
        ({"InsEstTotal": 60.0, "Status": "Preauth"}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),
        ({"InsEstTotal": 60.0, "InsSubNum": 9}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),
        ({"InsEstTotal": 60.0, "ProcNum": 9}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),
    ],
)
def test_one_insurance(office, primary, expected):
    insure(office, {}, **primary)
    (copy,) = save(office, planned(CLEANING, 100.0))
    assert amounts(copy) == expected


def test_two_insurances_a_discount_and_tax(office):
    # 200.00 - 90.00 - 30.50 - (20.00 + 4.00 + 10.00) + 7.00 = 52.50
    insure(office, {}, {}, InsEstTotal=90.0, WriteOffEst=20.0)
    estimate(office, 2, InsEstTotal=99.0, InsEstTotalOverride=30.5, WriteOffEst=4.0)
    (copy,) = save(office, planned(CLEANING, 100.0, UnitQty=2, Discount=10.0, TaxAmt=7.0))
    assert amounts(copy) == (200.0, 90.0, 30.5, 34.0, 7.0, 52.5)


def test_the_second_insurance_pays_alone_where_the_first_is_not_billed(office):
    insure(office, {"PlanType": "p", "FeeSched": PPO}, {}, InsEstTotal=90.0, WriteOffEst=20.0, NoBillIns="true")
    estimate(office, 2, InsEstTotal=30.0)
    (copy,) = save(office, planned(CLEANING, 100.0))
    assert amounts(copy) == (100.0, 0.0, 30.0, 0.0, 0.0, 70.0)
    assert copy["FeeAllowed"] == -1.0


def test_first_is_who_has_the_lower_ordinal(office):
    insure(office, {}, {}, InsEstTotal=50.0)
    estimate(office, 2, InsEstTotal=20.0)
    office.seed({"patplan": [row | {"Ordinal": 3 - row["Ordinal"]} for row in office.rows("patplan")]})
    assert amounts(save(office, planned(CLEANING, 100.0))[0]) == (100.0, 20.0, 50.0, 0.0, 0.0, 30.0)


def test_a_third_insurance_does_not_show(office):
    insure(office, {}, {}, {}, InsEstTotal=50.0)
    estimate(office, 3, InsEstTotal=20.0, WriteOffEst=5.0)
    assert amounts(save(office, planned(CLEANING, 100.0))[0]) == (100.0, 50.0, 0.0, 0.0, 0.0, 50.0)


@pytest.mark.parametrize(
    ("plan", "claimproc", "allowed"),
    [
        ({}, {}, -1.0),
        ({"FeeSched": PPO}, {}, -1.0),
        ({"PlanType": "p", "FeeSched": PPO}, {}, 80.0),
        ({"AllowedFeeSched": PPO}, {}, 80.0),
        ({"PlanType": "p", "FeeSched": PPO, "AllowedFeeSched": MEMBERS}, {}, 80.0),
        ({"PlanType": "p", "FeeSched": PPO}, {"AllowedOverride": 77.0}, 77.0),
        ({"PlanType": "p", "FeeSched": PPO}, {"AllowedOverride": 0.0}, 0.0),
        ({"PlanType": "p", "FeeSched": PPO}, {"NoBillIns": "true"}, -1.0),
        ({"PlanType": "p", "FeeSched": PPO}, {"NoBillIns": "true", "AllowedOverride": 77.0}, -1.0),
        ({"PlanType": "p", "FeeSched": 99}, {}, -1.0),
    ],
)
def test_what_the_first_insurance_allows(office, plan, claimproc, allowed):
    insure(office, plan, InsEstTotal=50.0, **claimproc)
    assert save(office, planned(CLEANING, 100.0))[0]["FeeAllowed"] == allowed


def test_what_the_first_insurance_allows_a_provider(office):
    office.seed({"fee": [{"FeeSched": PPO, "CodeNum": CLEANING, "ProvNum": 1, "Amount": 83.0}]})
    insure(office, {"PlanType": "p", "FeeSched": PPO})
    assert save(office, planned(CLEANING, 100.0))[0]["FeeAllowed"] == 83.0


# --- discount plans ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, (100.0, 40.0, 0.0, 0.0, 0.0, 60.0)),
        ({"UnitQty": 2}, (200.0, 80.0, 0.0, 0.0, 0.0, 120.0)),
        ({"Discount": 5.0, "TaxAmt": 3.0}, (100.0, 40.0, 0.0, 5.0, 3.0, 58.0)),
        ({"ProcFee": 45.0}, (45.0, 0.0, 0.0, 0.0, 0.0, 45.0)),  # less than members pay
        ({"CodeNum": 4}, (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)),  # a code without a fee for members
    ],
)
def test_a_member_pays_the_members_fee(office, columns, expected):
    office.seed({"procedurecode": [{"CodeNum": 4, "ProcCode": "D9999"}]})
    subscribe(office)
    (copy,) = save(office, planned(CLEANING, 100.0) | columns)
    assert amounts(copy) == expected
    assert copy["FeeAllowed"] == -1.0


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
    (copy,) = save(office, completed(CROWN, day, discount=90.0), planned(CLEANING, 100.0))
    assert copy["PriInsAmt"] == off


def test_an_anniversary_on_the_29th_of_february(office):
    office.freeze("2025-03-01 09:00:00")
    subscribe(office, "2024-02-29", AnnualMax=100.0)
    (copy,) = save(office, completed(CROWN, "2025-02-28", discount=90.0), planned(CLEANING, 100.0))
    assert copy["PriInsAmt"] == 40.0


def test_several_completed_procedures_and_none_of_others(office):
    subscribe(office, AnnualMax=100.0)
    others = [completed(CROWN, "2024-01-03", discount=50.0) | {"ProcStatus": status} for status in ("TP", "D", "EC")]
    mine = [completed(CROWN, f"2024-01-0{day}", discount=30.0) for day in (3, 4)]
    strangers = {"ProcNum": 99, "PatNum": 2, **completed(CROWN, "2024-01-03", discount=70.0)}
    rows = [{"ProcNum": 80 + at, "PatNum": 1, **row} for at, row in enumerate(mine + others)]
    office.seed({"procedurelog": [*rows, strangers]})
    assert [copy["PriInsAmt"] for copy in save(office, planned(EXAM, 50.0), planned(CLEANING, 100.0))] == [20.0, 20.0]


def test_more_than_the_maximum_was_granted_already(office):
    subscribe(office, AnnualMax=100.0)
    (copy,) = save(office, completed(CROWN, "2024-01-03", discount=150.0), planned(CLEANING, 100.0))
    assert amounts(copy) == (100.0, 0.0, 0.0, 0.0, 0.0, 100.0)


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
