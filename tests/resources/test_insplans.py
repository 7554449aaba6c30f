"""https://www.opendental.com/site/apiinsplans.html"""

import pytest
from conversation import PERMISSIONS, refuses

refused = refuses("insplan", "insverify", "appointment", "securitylog", now="2023-01-21 06:47:00")

MILLS = {
    "PlanNum": 11,
    "GroupName": "Mill Workers",
    "GroupNum": "4410",
    "PlanNote": "",
    "FeeSched": 0,
    "PlanType": "",
    "ClaimFormNum": 0,
    "ClaimsUseUCR": "false",
    "CopayFeeSched": 0,
    "EmployerNum": 0,
    "CarrierNum": 1,
    "IsMedical": "false",
    "FilingCode": 0,
    "ShowBaseUnits": "false",
    "CodeSubstNone": "false",
    "IsHidden": "false",
    "MonthRenew": 0,
    "FilingCodeSubtype": 0,
    "CobRule": "Basic",
    "SecUserNumEntry": 0,
    "SecDateEntry": "2019-02-01",
    "SecDateTEdit": "2019-02-01 08:10:00",
    "BillingType": 0,
    "ExclusionFeeRule": "PracticeDefault",
    "ManualFeeSchedNum": 0,
    "IsBlueBookEnabled": "false",
    "InsPlansZeroWriteOffsOnAnnualMaxOverride": "Default",
    "InsPlansZeroWriteOffsOnFreqOrAgingOverride": "Default",
}
POST_OFFICE = MILLS | {
    "PlanNum": 6,
    "GroupName": "United States Post Office",
    "GroupNum": "PB181863",
    "PlanNote": "Mostly covered.",
    "FeeSched": 56,
    "PlanType": "p",
    "CarrierNum": 32,
    "CodeSubstNone": "true",
    "CobRule": "Standard",
    "SecDateEntry": "2019-01-21",
    "SecDateTEdit": "2019-01-21 06:47:00",
    "BillingType": 40,
}
SCHOOLS = MILLS | {
    "PlanNum": 15,
    "GroupName": "State Schools",
    "GroupNum": "SS-22",
    "PlanType": "f",
    "CopayFeeSched": 54,
    "SecDateEntry": "2020-03-09",
    "SecDateTEdit": "2020-03-09 13:30:00",
}
NOW = {"SecDateEntry": "2023-01-21", "SecDateTEdit": "2023-01-21 06:47:00"}


def test_plans_are_found(api):
    got = api.get("/insplans/6")
    assert (got.status, got.json) == (200, POST_OFFICE)
    assert list(got.json) == list(POST_OFFICE)
    assert api.get("/insplans")[:2] == (200, [POST_OFFICE, MILLS, SCHOOLS])
    assert api.get("/insplans?Limit=1&Offset=2").json == [SCHOOLS]
    assert api.get("/insplans/7")[:2] == (404, "InsPlan not found.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("PlanType=percentage", [11]),
        ("PlanType=p", [6]),
        ("PlanType=f", [15]),
        ("PlanType=c", []),
        ("PlanType=", [6, 11, 15]),
        ("CarrierNum=1", [11, 15]),
        ("CarrierNum=1&PlanType=f", [15]),
        ("CarrierNum=0", [6, 11, 15]),
    ],
)
def test_plans_of_a_kind(api, query, found):
    assert [row["PlanNum"] for row in api.get(f"/insplans?{query}").json] == found


def test_hidden_plans_are_listed(api):
    assert api.put("/insplans/11", {"IsHidden": "true"}).status == 200
    assert [row["PlanNum"] for row in api.get("/insplans").json] == [6, 11, 15]


def test_what_is_asked_for(api):
    assert api.get("/insplans?CarrierNum=4711")[:2] == (404, "Carrier not found.")
    assert api.get("/insplans?PlanType=x")[:2] == (400, "PlanType is invalid.")
    got = api.get("/insplans?SecDateTEdit=2023-01-01%2000:00:00")
    assert len(got.json) == 3
    assert "SecDateTEdit" in got.hint


# --- a new plan ------------------------------------------------------------------------------------------


def test_a_plan_with_what_is_usual(api):
    api.freeze("2023-01-21 06:47:00")
    api.prefer(DefaultClaimForm="1")
    got = api.post("/insplans", {"CarrierNum": 32})
    made = MILLS | NOW | {"PlanNum": 16, "GroupName": "", "GroupNum": "", "CarrierNum": 32, "ClaimFormNum": 1}
    assert (got.status, got.json) == (200, made)
    assert got.headers["Location"].endswith("/insplans/16")
    assert [row for row in api.rows("benefit") if row["PlanNum"] == 16] == []
    assert api.row("insplan", 16)["HasPpoSubstWriteoffs"] == 1
    assert [row["PermType"] for row in api.get("/securitylogs").json] == ["InsPlanCreate"]


def test_a_new_plan_waits_to_be_verified(api):
    api.freeze("2023-01-21 06:47:00")
    api.post("/insplans", {"CarrierNum": 32})
    (row,) = api.rows("insverify")
    waits = {"VerifyType": "InsuranceBenefit", "FKey": 16, "DateLastVerified": "0001-01-01", "UserNum": 0, "Note": ""}
    assert waits.items() <= row.items()
    assert (row["DateTimeEntry"], row["SecDateTEdit"]) == ("2023-01-21 06:47:00", "2023-01-21 06:47:00")


@pytest.fixture
def setup(api):
    """An office with rows of all tables that a plan may name."""
    api.seed(
        {
            "insfilingcode": [{"InsFilingCodeNum": 21}],
            "insfilingcodesubtype": [{"InsFilingCodeSubtypeNum": 3}],
            "feesched": [{"FeeSchedNum": 60, "Description": "BlueBook", "FeeSchedType": "ManualBlueBook"}],
            "claimform": [{"ClaimFormNum": 9}],
        }
    )
    api.freeze("2023-01-21 06:47:00")
    return api


SAID = {
    "GroupName": "Walmart",
    "GroupNum": "W4875",
    "PlanNote": "Copayments",
    "FeeSched": 56,
    "PlanType": "f",
    "ClaimFormNum": 9,
    "ClaimsUseUCR": "true",
    "CopayFeeSched": 54,
    "EmployerNum": 5,
    "CarrierNum": 32,
    "IsMedical": "true",
    "FilingCode": 21,
    "ShowBaseUnits": "true",
    "CodeSubstNone": "true",
    "IsHidden": "true",
    "MonthRenew": 12,
    "FilingCodeSubtype": 3,
    "CobRule": "SecondaryMedicaid",
    "BillingType": 40,
    "ExclusionFeeRule": "DoNothing",
    "ManualFeeSchedNum": 0,
    "IsBlueBookEnabled": "false",
    "InsPlansZeroWriteOffsOnAnnualMaxOverride": "Yes",
    "InsPlansZeroWriteOffsOnFreqOrAgingOverride": "No",
}


def test_a_plan_with_all_that_can_be_said(setup):
    made = {**MILLS, **NOW, **SAID, "PlanNum": 16}
    assert setup.post("/insplans", SAID)[:2] == (200, made)
    assert setup.get("/insplans/16").json == made
    changed = {"PlanType": "", "FeeSched": 0, "CopayFeeSched": 0, "MonthRenew": 0, "CobRule": "CarveOut"}
    got = setup.put("/insplans/16", changed)
    assert (got.status, got.json) == (200, made | changed)
    assert list(got.json) == list(MILLS)
    assert setup.put("/insplans/11", SAID)[:2] == (200, MILLS | SAID | {"SecDateTEdit": NOW["SecDateTEdit"]})
    assert len(setup.rows("insverify")) == 1  # a plan that is changed gets none


@pytest.mark.parametrize(
    ("preferences", "body", "member", "value"),
    [
        ({"InsDefaultCobRule": "1"}, {}, "CobRule", "Standard"),
        ({"InsDefaultCobRule": "1"}, {"CobRule": "Basic"}, "CobRule", "Basic"),
        ({"InsDefaultCobRule": "9"}, {}, "CobRule", "Basic"),
        ({"InsDefaultShowUCRonClaims": "1"}, {}, "ClaimsUseUCR", "true"),
        ({"InsDefaultShowUCRonClaims": "1"}, {"PlanType": "p"}, "ClaimsUseUCR", "false"),
        ({"InsDefaultShowUCRonClaims": "1"}, {"ClaimsUseUCR": "false"}, "ClaimsUseUCR", "false"),
        ({"InsDefaultShowUCRonClaims": "0"}, {}, "ClaimsUseUCR", "false"),
        ({"InsDefaultPPOpercent": "1"}, {}, "PlanType", ""),
        ({"DefaultClaimForm": "9"}, {}, "ClaimFormNum", 9),
        ({"DefaultClaimForm": "9"}, {"ClaimFormNum": 1}, "ClaimFormNum", 1),
        ({"AllowedFeeSchedsAutomate": "2"}, {}, "IsBlueBookEnabled", "true"),
        ({"AllowedFeeSchedsAutomate": "2"}, {"PlanType": "c"}, "IsBlueBookEnabled", "false"),
        ({"AllowedFeeSchedsAutomate": "2"}, {"IsBlueBookEnabled": "false"}, "IsBlueBookEnabled", "false"),
        ({"AllowedFeeSchedsAutomate": "1"}, {}, "IsBlueBookEnabled", "false"),
    ],
)
def test_what_the_office_prefers(setup, preferences, body, member, value):
    setup.prefer(**preferences)
    assert setup.post("/insplans", {"CarrierNum": 32, **body}).json[member] == value


# --- BlueBook --------------------------------------------------------------------------------------------

NOT_PERCENTAGE = "IsBlueBookEnabled cannot be true unless PlanType is Percentage."
NO_BLUEBOOK = "ManualFeeSchedNum is only allowed when BlueBook is enabled."


def test_bluebook_is_for_percentages(setup):
    body = {"CarrierNum": 32, "PlanType": "p", "IsBlueBookEnabled": "true"}
    refused(setup, lambda api: api.post("/insplans", body), 400, NOT_PERCENTAGE, hint='PlanType is "p"')
    refused(setup, lambda api: api.put("/insplans/15", {"IsBlueBookEnabled": "true"}), 400, NOT_PERCENTAGE)
    assert setup.put("/insplans/15", {"IsBlueBookEnabled": "true", "PlanType": ""}).json["IsBlueBookEnabled"] == "true"
    other = setup.put("/insplans/15", {"PlanType": "p"}).json
    assert (other["PlanType"], other["IsBlueBookEnabled"]) == ("p", "false")


def test_fees_by_hand_need_bluebook(setup):
    by_hand = {"ManualFeeSchedNum": 60}
    refused(
        setup, lambda api: api.post("/insplans", {"CarrierNum": 32, **by_hand}), 400, NO_BLUEBOOK, hint="preference"
    )
    setup.prefer(AllowedFeeSchedsAutomate="2")
    refused(setup, lambda api: api.put("/insplans/11", by_hand), 400, NO_BLUEBOOK, hint="IsBlueBookEnabled")
    body = {"CarrierNum": 32, "PlanType": "c", **by_hand}
    refused(setup, lambda api: api.post("/insplans", body), 400, NO_BLUEBOOK, hint="IsBlueBookEnabled")
    assert setup.post("/insplans", {"CarrierNum": 32, **by_hand}).json["ManualFeeSchedNum"] == 60
    assert setup.put("/insplans/11", {**by_hand, "IsBlueBookEnabled": "true"}).json["ManualFeeSchedNum"] == 60
    assert setup.put("/insplans/11", {"ManualFeeSchedNum": 0}).json["ManualFeeSchedNum"] == 0


# --- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"CarrierNum": None}, 400, "CarrierNum is required."),
        ({"CarrierNum": 0}, 404, "Carrier not found."),
        ({"CarrierNum": 4711}, 404, "Carrier not found."),
        ({"FeeSched": 4711}, 404, "FeeSched not found."),
        ({"CopayFeeSched": 4711}, 404, "FeeSched not found."),
        ({"CopayFeeSched": 53}, 400, "CopayFeeSched is invalid."),
        ({"ManualFeeSchedNum": 53}, 400, "ManualFeeSchedNum is invalid."),
        ({"EmployerNum": 4711}, 404, "Employer not found."),
        ({"ClaimFormNum": 4711}, 404, "ClaimForm not found."),
        ({"FilingCode": 4711}, 404, "InsFilingCode not found."),
        ({"FilingCodeSubtype": 4711}, 404, "InsFilingCodeSubtype not found."),
        ({"BillingType": 4711}, 404, "Definition not found."),
        ({"BillingType": 1}, 400, "BillingType is invalid."),
        ({"PlanType": "percentage"}, 400, "PlanType is invalid."),
        ({"PlanType": "P"}, 400, "PlanType is invalid."),
        ({"CobRule": "1"}, 400, "CobRule is invalid."),
        ({"MonthRenew": 13}, 400, "MonthRenew is invalid."),
        ({"MonthRenew": -1}, 400, "MonthRenew is invalid."),
        ({"ExclusionFeeRule": "Ucr"}, 400, "ExclusionFeeRule is invalid."),
        ({"InsPlansZeroWriteOffsOnAnnualMaxOverride": "true"}, 400, "InsPlansZeroWriteOffsOnAnnualMaxOverride is invalid."),
        ({"IsMedical": 1}, 400, "IsMedical is invalid."),
    ],
)  # fmt: skip
def test_what_a_plan_may_not_be(setup, changed, status, sentence):
    setup.seed({"definition": [{"DefNum": 1, "Category": 2, "ItemName": "Unconfirmed"}]})
    refused(setup, lambda api: api.post("/insplans", {"CarrierNum": 32} | changed), status, sentence)
    if changed != {"CarrierNum": None}:
        refused(setup, lambda api: api.put("/insplans/11", changed), status, sentence)


def test_a_plan_that_is_not_there(api):
    refused(api, lambda api: api.put("/insplans/7", {"GroupName": "x"}), 404, "InsPlan not found.")
    assert api.delete("/insplans/6")[:2] == (400, "insplans DELETE  is not a valid method.")


# --- what follows ----------------------------------------------------------------------------------------


def test_appointments_have_dental_plans(api):
    """Paulo's first insurance becomes a medical one, and his wife has none of that plan."""
    visit = {"PatNum": 1897, "InsPlan1": 6, "InsPlan2": 11, "AptDateTime": "2023-02-01 09:00:00"}
    api.seed(
        {
            "appointment": [
                visit | {"AptNum": 1, "AptStatus": "Scheduled"},
                visit | {"AptNum": 2, "AptStatus": "Complete"},
                visit | {"AptNum": 3, "AptStatus": "Scheduled", "PatNum": 1898, "InsPlan1": 11, "InsPlan2": 0},
            ]
        }
    )

    def plans():
        return [(row["AptNum"], row["InsPlan1"], row["InsPlan2"]) for row in api.rows("appointment")]

    api.put("/insplans/6", {"GroupName": "USPS"})
    assert plans() == [(1, 6, 11), (2, 6, 11), (3, 11, 0)]
    api.put("/insplans/6", {"IsMedical": "true"})
    assert plans() == [(1, 11, 0), (2, 6, 11), (3, 11, 0)]
    api.put("/insplans/6", {"IsMedical": "false"})
    assert plans() == [(1, 6, 11), (2, 6, 11), (3, 11, 0)]


# --- versions and permissions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "verb", "path", "sentence"),
    [
        ("24.2.10", "GET", "/insplans/6", None),
        ("22.3.29", "GET", "/insplans", "insplans GET  is not a valid method."),
        ("22.4.23", "POST", "/insplans", "insplans POST  is not a valid method."),
        ("22.3.29", "PUT", "/insplans/6", "insplans PUT  is not a valid method."),
    ],
)
def test_since_when(api, version, verb, path, sentence):
    got = api.at(version=version).call(verb, path, {"CarrierNum": 32} if verb != "GET" else None)
    if sentence:
        assert (got.status, got.json) == (400, sentence)
    else:  # it is the list then
        assert [row["PlanNum"] for row in got.json] == [6, 11, 15]


@pytest.mark.parametrize(
    ("version", "body"),
    [
        ("25.2.23", {"ClaimFormNum": 9, "ManualFeeSchedNum": 60}),
        ("25.1.19", {"ClaimsUseUCR": "true", "FilingCode": 21, "CobRule": "CarveOut", "BillingType": 40}),
        ("25.1.19", {"ShowBaseUnits": "true", "FilingCodeSubtype": 3, "ExclusionFeeRule": "DoNothing"}),
        ("25.1.19", {"InsPlansZeroWriteOffsOnAnnualMaxOverride": "No"}),
        ("25.1.19", {"InsPlansZeroWriteOffsOnFreqOrAgingOverride": "No"}),
        ("24.4.33", {"IsMedical": "true"}),
        ("23.3.16", {"CopayFeeSched": 54}),
        ("22.4.30", {"CodeSubstNone": "true", "IsHidden": "true"}),
        ("22.4.23", {"EmployerNum": 5, "CarrierNum": 32, "IsBlueBookEnabled": "true"}),
    ],
)
def test_what_an_older_version_does_not_know(api, version, body):
    older = api.at(version=version)
    older.freeze("2023-01-21 06:47:00")
    got = older.put("/insplans/11", body | {"PlanNote": "kept"})
    assert (got.status, got.json) == (200, MILLS | {"PlanNote": "kept", "SecDateTEdit": NOW["SecDateTEdit"]})
    assert all(name in got.hint for name in body)


def test_filters_since_24_2_11(api):
    assert len(api.at(version="24.2.10").get("/insplans?PlanType=c&CarrierNum=32").json) == 3
    assert api.at(version="24.2.11").get("/insplans?PlanType=c&CarrierNum=32").json == []


def test_writing_needs_insurance(api):
    def may(*permissions):
        api.put(f"/__admin/offices/{api.key}", {"permissions": [*permissions]})
        return api.post("/insplans", {"CarrierNum": 32}).status, api.put("/insplans/6", {"PlanNote": "x"}).status

    assert may(*(one for one in PERMISSIONS if one != "ApiInsurance")) == (401, 401)
    assert may("ApiReadAll", "ApiInsurance") == (200, 200)
