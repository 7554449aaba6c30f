"""https://www.opendental.com/site/apifamilymodules.html"""

import pytest
from conversation import text

FIRST = {
    "PatNum": 1897,
    "InsSubNum": 369,
    "Subscriber": 1897,
    "subscriber": "Paulo Ferreira",
    "SubscriberID": "8645369",
    "SubscNote": "",
    "PatPlanNum": 1228,
    "Ordinal": 1,
    "ordinal": "Primary",
    "IsPending": "false",
    "Relationship": "Self",
    "PatID": "",
    "CarrierNum": 32,
    "CarrierName": "PPO (Prefered Provider Insurance)",
    "PlanNum": 6,
    "GroupName": "United States Post Office",
    "GroupNum": "PB181863",
    "PlanNote": "Mostly covered.",
    "FeeSched": 56,
    "feeSchedule": "Harbor PPO",
    "PlanType": "p",
    "planType": "PPO Percentage",
    "CopayFeeSched": 0,
    "EmployerNum": 0,
    "employer": "",
    "IsMedical": "false",
}
SECOND = FIRST | {
    "InsSubNum": 393,
    "Subscriber": 1898,
    "subscriber": "Sam Lindqvist",
    "SubscriberID": "8645393",
    "PatPlanNum": 1232,
    "Ordinal": 2,
    "ordinal": "Secondary",
    "Relationship": "SignifOther",
    "CarrierNum": 1,
    "CarrierName": "Dental Guard",
    "PlanNum": 11,
    "GroupName": "Mill Workers",
    "GroupNum": "4410",
    "PlanNote": "",
    "FeeSched": 0,
    "feeSchedule": "",
    "PlanType": "",
    "planType": "Category Percentage",
}


def of_paulo(api):
    got = api.get("/familymodules/1897/Insurance")
    assert got.status == 200
    return got.json


def test_the_insurances_of_a_patient(api):
    got = api.get("/familymodules/1897/Insurance")
    assert (got.status, got.json) == (200, [FIRST, SECOND])
    assert [list(row) for row in got.json] == [list(FIRST), list(FIRST)]
    assert api.get("/familymodules/1897/Insurance?Limit=1&Offset=1").json == [SECOND]


def test_patients_without_one(api):
    assert api.get("/familymodules/48/Insurance")[:2] == (200, [])
    assert api.get("/familymodules/4711/Insurance")[:2] == (404, "Patient not found.")
    assert api.get("/familymodules/Insurance")[:2] == (400, "PatNum is required.")
    assert api.get("/familymodules/1897")[:2] == (400, "familymodules GET  is not a valid method.")


def test_they_come_by_ordinal(api):
    api.put("/patplans/1232", {"Ordinal": 1})
    first, second = of_paulo(api)
    assert first == SECOND | {"Ordinal": 1, "ordinal": "Primary"}
    assert second == FIRST | {"Ordinal": 2, "ordinal": "Secondary"}


@pytest.mark.parametrize(
    ("medical", "spoken"),
    [
        ([], ["Primary", "Secondary", "Other"]),
        ([6], ["Medical", "Primary", "Secondary"]),
        ([11], ["Primary", "Medical", "Secondary"]),
        ([6, 11], ["Medical", "Other", "Primary"]),
    ],
)
def test_what_they_are_called(api, medical, spoken):
    api.post("/patplans", {"PatNum": 1897, "InsSubNum": 697, "Ordinal": 3})
    for plan in medical:
        assert api.put(f"/insplans/{plan}", {"IsMedical": "true"}).status == 200
    assert [row["ordinal"] for row in of_paulo(api)] == spoken
    assert [row["Ordinal"] for row in of_paulo(api)] == [1, 2, 3]
    assert [row["PlanNum"] for row in of_paulo(api) if row["IsMedical"] == "true"] == medical


@pytest.mark.parametrize(
    ("kind", "copays", "said"),
    [
        ("", 0, "Category Percentage"),
        ("p", 0, "PPO Percentage"),
        ("p", 54, "PPO Percentage"),
        ("p", 58, "PPO Fixed Benefit"),
        ("f", 58, "Medicaid or Flat Co-pay"),
        ("c", 54, "Capitation"),
    ],
)
def test_what_kind_of_plan_it_is(api, kind, copays, said):
    api.seed({"feesched": [{"FeeSchedNum": 58, "Description": "Fixed", "FeeSchedType": "FixedBenefit"}]})
    api.seed({"insplan": [{"PlanNum": 6, "PlanType": kind, "CopayFeeSched": copays}]})
    first = of_paulo(api)[0]
    assert (first["PlanType"], first["planType"], first["CopayFeeSched"]) == (kind, said, copays)


def test_what_is_written_shows_at_once(api):
    api.put("/carriers/32", {"CarrierName": "Harbor"})
    api.put("/insplans/6", {"EmployerNum": 2, "PlanNote": "Line 1\r\nLine 2", "FeeSched": 53})
    api.put("/inssubs/369", {"SubscriberID": "X-9", "SubscNote": "Cares"})
    api.put("/patplans/1228", {"PatID": "P-1", "Relationship": "Employee"})
    assert of_paulo(api)[0] == FIRST | {
        "CarrierName": "Harbor",
        "EmployerNum": 2,
        "employer": "Townville Hospital",
        "PlanNote": "Line 1 Line 2",
        "FeeSched": 53,
        "feeSchedule": "Standard",
        "SubscriberID": "X-9",
        "SubscNote": "Cares",
        "PatID": "P-1",
        "Relationship": "Employee",
    }


def test_rows_that_are_missing(empty):
    """A GET mends nothing."""
    empty.seed(
        {"patient": [{"PatNum": 21}], "patplan": [{"PatPlanNum": 3, "PatNum": 21, "InsSubNum": 9, "Ordinal": 1}]}
    )
    nothing = {name: 0 if isinstance(value, int) else "" for name, value in FIRST.items()}
    (row,) = empty.get("/familymodules/21/Insurance").json
    shown = {"PatNum": 21, "InsSubNum": 9, "PatPlanNum": 3, "Ordinal": 1, "ordinal": "Primary", "Relationship": "Self"}
    flags = {"IsPending": "false", "IsMedical": "false"}
    assert row == nothing | shown | flags | {"planType": "Category Percentage"}
    assert [one["PatPlanNum"] for one in empty.get("/patplans").json] == [3]


def test_since_when(api):
    got = api.at(version="21.3.9").get("/familymodules/1897/Insurance")
    assert (got.status, got.text) == (400, text("familymodules GET Insurance is not a valid method."))
    assert of_paulo(api.at(version="21.4.1")) == [FIRST, SECOND]
