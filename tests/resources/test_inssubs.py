"""https://www.opendental.com/site/apiinssubs.html"""

import pytest
from conversation import PERMISSIONS, refuses

refused = refuses("inssub", "patplan", "claim", "claimproc", "etrans", "payplan", "appointment", "securitylog")

PAULO = {
    "InsSubNum": 369,
    "PlanNum": 6,
    "Subscriber": 1897,
    "DateEffective": "2019-01-01",
    "DateTerm": "0001-01-01",
    "SubscriberID": "8645369",
    "BenefitNotes": "",
    "ReleaseInfo": "true",
    "AssignBen": "true",
    "SubscNote": "",
    "SecDateTEdit": "2021-02-15 15:47:07",
}
WIFE = PAULO | {"InsSubNum": 393, "PlanNum": 11, "Subscriber": 1898, "SubscriberID": "8645393"}
SAID = {
    "PlanNum": 15,
    "Subscriber": 1898,
    "DateEffective": "2019-01-01",
    "DateTerm": "2019-12-31",
    "SubscriberID": "8645332",
    "BenefitNotes": "Waiting period on crowns.",
    "ReleaseInfo": "false",
    "AssignBen": "false",
    "SubscNote": "Other info",
}


def test_subscriptions_are_found(api):
    got = api.get("/inssubs/369")
    assert (got.status, got.json) == (200, PAULO)
    assert list(got.json) == list(PAULO)
    assert api.get("/inssubs/370")[:2] == (404, "InsSub not found.")
    assert api.get("/inssubs?Limit=2&Offset=1").json == [PAULO, WIFE]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("PlanNum=6", [369, 640]),
        ("Subscriber=1898", [393]),
        ("PlanNum=6&Subscriber=1898", []),
        ("PlanNum=0&Subscriber=0", [101, 369, 393, 420, 640, 697, 702, 703]),
        ("SecDateTEdit=2023-03-02%2004:15:00", [703]),
        ("SecDateTEdit=2023-03-02%2004:15:01", []),
        ("", [101, 369, 393, 420, 640, 697, 702, 703]),
    ],
)
def test_subscriptions_of(api, query, found):
    last = {"InsSubNum": 703, "PlanNum": 15, "Subscriber": 1901, "SecDateTEdit": "2023-03-02 04:15:00"}
    api.seed({"inssub": [last]})
    assert [row["InsSubNum"] for row in api.get(f"/inssubs?{query}").json] == found


def test_what_is_asked_for(api):
    assert api.get("/inssubs?PlanNum=4711")[:2] == (404, "InsPlan not found.")
    assert api.get("/inssubs?Subscriber=4711")[:2] == (404, "Patient not found.")
    got = api.get("/inssubs?SecDateTEdit=2023-03-02")
    assert (got.status, got.json) == (400, "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss.")


# --- a new one -------------------------------------------------------------------------------------------


def test_a_subscription_with_what_is_usual(api):
    api.freeze("2023-02-02 09:22:00")
    got = api.post("/inssubs", {"PlanNum": 15, "Subscriber": 1897, "SubscriberID": "8645332"})
    made = PAULO | {"InsSubNum": 703, "PlanNum": 15, "SubscriberID": "8645332", "DateEffective": "0001-01-01"}
    assert (got.status, got.json) == (201, made | {"SecDateTEdit": "2023-02-02 09:22:00"})
    assert "Location" not in got.headers
    row = api.row("inssub", 703)
    assert (row["SecDateEntry"], row["SecUserNumEntry"]) == ("2023-02-02", 0)
    assert len(api.get("/patplans?InsSubNum=703").json) == 0  # it covers nobody yet


def test_a_subscription_with_all_that_can_be_said(api):
    api.freeze("2023-02-02 09:22:00")
    made = {"InsSubNum": 703, **SAID, "SecDateTEdit": "2023-02-02 09:22:00"}
    assert api.post("/inssubs", SAID)[:2] == (201, made)
    assert api.get("/inssubs/703").json == made
    assert api.post("/inssubs", SAID)[:2] == (201, made | {"InsSubNum": 704})  # nobody looks for one that is there


@pytest.mark.parametrize(("preferred", "assigns"), [("1", "true"), ("0", "false")])
def test_the_office_prefers_to_be_paid(api, preferred, assigns):
    api.prefer(InsDefaultAssignBen=preferred)
    body = {"PlanNum": 15, "Subscriber": 1897, "SubscriberID": "8645332"}
    assert api.post("/inssubs", body).json["AssignBen"] == assigns
    assert api.post("/inssubs", body | {"AssignBen": "true"}).json["AssignBen"] == "true"


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PlanNum": None}, 400, "PlanNum is required."),
        ({"Subscriber": None}, 400, "Subscriber is required."),
        ({"SubscriberID": None}, 400, "SubscriberID is required."),
        ({"PlanNum": 4711}, 404, "InsPlan not found."),
        ({"PlanNum": 0}, 404, "InsPlan not found."),
        ({"Subscriber": 4711}, 404, "Patient not found."),
        ({"DateEffective": "1/1/2019"}, 400, "DateEffective format must be yyyy-MM-dd."),
        ({"DateTerm": "2019-12-32"}, 400, "DateTerm format must be yyyy-MM-dd."),
        ({"ReleaseInfo": "yes"}, 400, "ReleaseInfo is invalid."),
        ({"AssignBen": 1}, 400, "AssignBen is invalid."),
    ],
)
def test_what_a_subscription_may_not_be(api, changed, status, sentence):
    refused(api, lambda api: api.post("/inssubs", SAID | changed), status, sentence)
    if None not in changed.values():
        refused(api, lambda api: api.put("/inssubs/369", changed), status, sentence)


def test_nobody_subscribes_who_is_deleted(api):
    api.seed({"patient": [{"PatNum": 1898, "PatStatus": "Deleted"}]})
    body = {"PlanNum": 15, "Subscriber": 1898, "SubscriberID": "1"}
    refused(api, lambda api: api.post("/inssubs", body), 400, "Patient is deleted.")
    refused(api, lambda api: api.put("/inssubs/393", {"SubscNote": "x"}), 400, "Patient is deleted.")


# --- changes ---------------------------------------------------------------------------------------------


def test_a_subscription_is_changed_and_nothing_is_answered(api):
    api.freeze("2023-02-02 09:22:00")
    got = api.put("/inssubs/369", SAID)
    assert (got.status, got.text) == (200, "")
    assert api.get("/inssubs/369").json == {"InsSubNum": 369, **SAID, "SecDateTEdit": "2023-02-02 09:22:00"}
    assert api.put("/inssubs/370", SAID)[:2] == (404, "InsSub not found.")


def test_the_family_moves_to_another_plan(api):
    """Anna has insurance 393, which covers her husband Paulo as well. Its plan was 11, and is 15 from now on."""
    api.freeze("2023-02-02 09:22:00")
    visit = {"AptStatus": "Scheduled", "AptDateTime": "2023-02-03 09:00:00"}
    api.seed(
        {
            "claim": [
                {"ClaimNum": 1, "PatNum": 1897, "PlanNum": 6, "InsSubNum": 369, "PlanNum2": 11, "InsSubNum2": 393},
                {"ClaimNum": 2, "PatNum": 1898, "PlanNum": 11, "InsSubNum": 393},
                {"ClaimNum": 3, "PatNum": 2040, "PlanNum": 11, "InsSubNum": 702},
            ],
            "claimproc": [{"ClaimProcNum": 601, "PatNum": 1898, "PlanNum": 11, "InsSubNum": 393, "Status": "Received"}],
            "insbluebook": [{"InsBlueBookNum": 1, "ClaimNum": 2, "PlanNum": 11}],
            "payplan": [{"PayPlanNum": 1, "PatNum": 1898, "PlanNum": 11, "InsSubNum": 393}],
            "etrans": [{"EtransNum": 1, "PatNum": 1898, "PlanNum": 11, "InsSubNum": 393}],
            "appointment": [
                visit | {"AptNum": 1, "PatNum": 1897, "InsPlan1": 6, "InsPlan2": 11},
                visit | {"AptNum": 2, "PatNum": 1898, "InsPlan1": 11},
                visit | {"AptNum": 3, "PatNum": 2040, "InsPlan1": 11},
            ],
        }
    )
    covered = api.get("/patplans").json
    assert api.put("/inssubs/393", {"PlanNum": 15}).status == 200
    assert api.get("/patplans").json == covered
    assert [(row["PlanNum"], row["PlanNum2"]) for row in api.rows("claim")] == [(6, 15), (15, 0), (11, 0)]
    assert api.row("claimproc", 601)["PlanNum"] == 15
    assert [api.rows(table)[0]["PlanNum"] for table in ("insbluebook", "payplan", "etrans")] == [15, 15, 15]
    plans = [(row["InsPlan1"], row["InsPlan2"]) for row in api.rows("appointment")]
    assert plans == [(6, 15), (15, 0), (11, 0)]
    family = api.get("/familymodules/1897/Insurance").json
    assert [(row["Ordinal"], row["PlanNum"], row["GroupName"]) for row in family] == [
        (1, 6, "United States Post Office"),
        (2, 15, "State Schools"),
    ]


def test_the_same_plan_once_more_moves_nothing(api):
    api.seed({"claimproc": [{"ClaimProcNum": 601, "PatNum": 1898, "PlanNum": 6, "InsSubNum": 393}]})
    assert api.put("/inssubs/393", {"PlanNum": 11, "SubscNote": "x"}).status == 200
    assert api.row("claimproc", 601)["PlanNum"] == 6


# --- the end ---------------------------------------------------------------------------------------------


def test_a_subscription_that_covers_nobody_goes(api):
    estimate = {"PatNum": 1897, "PlanNum": 15, "InsSubNum": 703, "Status": "Estimate"}
    api.seed({"inssub": [{"InsSubNum": 703, "PlanNum": 15, "Subscriber": 1897}]})
    before = api.rows("claimproc")
    api.seed({"claimproc": [estimate | {"ClaimProcNum": 601}]})
    got = api.delete("/inssubs/703")
    assert (got.status, got.text) == (200, "")
    assert api.get("/inssubs/703")[:2] == (404, "InsSub not found.")
    assert api.rows("claimproc") == before
    assert api.delete("/inssubs/703")[:2] == (404, "InsSub not found.")


def test_a_subscription_that_covers_somebody_stays(api):
    sentence = "Can't delete InsSub because PatPlans are still attached."
    api.seed({"claim": [{"ClaimNum": 1, "PatNum": 1897, "InsSubNum": 393}]})  # which would keep it as well
    refused(api, lambda api: api.delete("/inssubs/393"), 400, sentence, hint="patplan 1232")
    api.delete("/patplans/1232")
    refused(api, lambda api: api.delete("/inssubs/393"), 400, sentence, hint="patplan 1240")


@pytest.mark.parametrize(
    ("table", "row", "what"),
    [
        ("claim", {"InsSubNum": 703}, "claims"),
        ("claim", {"InsSubNum2": 703}, "claims"),
        ("claimproc", {"InsSubNum": 703, "Status": "CapEstimate"}, "claim procedures"),
        ("claimproc", {"InsSubNum": 703, "Status": "InsHist"}, "claim procedures"),
        ("etrans", {"InsSubNum": 703}, "etrans entry"),
        ("payplan", {"InsSubNum": 703}, "insurance linked payment plans"),
    ],
)
def test_a_subscription_in_use_stays(api, table, row, what):
    api.seed({"inssub": [{"InsSubNum": 703, "PlanNum": 15, "Subscriber": 1897}], table: [{"PatNum": 1897, **row}]})
    sentence = f"Not allowed to delete: Subscriber has existing {what} and so the subscriber cannot be deleted."
    refused(api, lambda api: api.delete("/inssubs/703"), 400, sentence, hint=table)


# --- versions and permissions ----------------------------------------------------------------------------


def test_since_when(api):
    older = api.at(version="22.4.27")
    assert older.get("/inssubs")[:2] == (400, "inssubs GET  is not a valid method.")
    assert older.get("/inssubs/369")[:2] == (400, "inssubs GET  is not a valid method.")
    older = api.at(version="22.4.25")
    body = SAID | {"SubscNote": "not yet"}
    assert older.post("/inssubs", body).json["SubscNote"] == ""
    older = api.at(version="21.3.9")
    got = older.post("/inssubs", SAID)
    assert (got.status, got.json["ReleaseInfo"], got.json["AssignBen"]) == (201, "true", "true")
    assert older.put("/inssubs/369", SAID).status == 200
    row = older.row("inssub", 369)
    assert (row["PlanNum"], row["BenefitNotes"]) == (15, "Waiting period on crowns.")
    assert (row["Subscriber"], row["SubscriberID"], row["DateTerm"]) == (1897, "8645369", "0001-01-01")
    assert older.delete("/inssubs/703").status == 200
    older = api.at(version="21.0.9")
    for verb, path in (("POST", "/inssubs"), ("PUT", "/inssubs/369"), ("DELETE", "/inssubs/369")):
        assert older.call(verb, path)[:2] == (400, f"inssubs {verb}  is not a valid method.")


@pytest.mark.parametrize(
    ("version", "needed", "other"),
    [("25.1.1", "ApiInsuranceSimple", "ApiInsurance"), ("25.0.9", "ApiInsurance", "ApiInsuranceSimple")],
)
def test_what_a_key_may_do(api, version, needed, other):
    office = api.at(version=version)

    def may(*permissions):
        office.put(f"/__admin/offices/{office.key}", {"permissions": [*permissions]})
        posted = office.post("/inssubs", SAID)
        return (
            posted.status,
            office.put("/inssubs/369", {"SubscNote": "x"}).status,
            office.delete("/inssubs/703").status,
        )

    assert may(*(one for one in PERMISSIONS if one not in (needed, other)), other) == (401, 401, 401)
    assert may("ApiReadAll", needed) == (201, 200, 200)


def test_the_log_says_what_was_done(api):
    api.post("/inssubs", SAID)
    api.put("/inssubs/703", {"SubscNote": "x"})
    assert [row["PermType"] for row in api.get("/securitylogs").json] == ["InsPlanEditSub", "InsPlanCreateSub"]
