"""https://www.opendental.com/site/apiinsverifies.html"""

import pytest
from conversation import refuses, text

refused = refuses("insverify", "insverifyhist", now="2025-06-02 09:00:00")

PLAN, PATPLAN, OTHER_PATPLAN, VERIFIED, PENDING, COLOUR = 45, 325, 326, 721, 722, 1
BENEFITS = {
    "InsVerifyNum": 12,
    "DateLastVerified": "2024-11-07",
    "UserNum": 3,
    "VerifyType": "InsuranceBenefit",
    "FKey": PLAN,
    "DefNum": PENDING,
    "Note": "Called twice",
    "DateLastAssigned": "2024-11-01",
    "SecDateTEdit": "2024-11-07 09:39:54",
}
ENROLLMENT = {
    "InsVerifyNum": 13,
    "DateLastVerified": "0001-01-01",
    "UserNum": 0,
    "VerifyType": "PatientEnrollment",
    "FKey": PATPLAN,
    "DefNum": 0,
    "Note": "",
    "DateLastAssigned": "0001-01-01",
    "SecDateTEdit": "2025-03-26 05:30:00",
}
NOTHING = ENROLLMENT | {"InsVerifyNum": 14, "DateLastVerified": "2025-05-05", "VerifyType": "None", "FKey": 0}
SET_UP = {
    "definition": [
        {"DefNum": VERIFIED, "Category": 38, "ItemName": "Verified"},
        {"DefNum": PENDING, "Category": 38, "ItemName": "Pending"},
        {"DefNum": COLOUR, "Category": 1, "ItemName": "Discount"},
    ],
    "userod": [{"UserNum": 3, "UserName": "Rosa"}],
    "patient": [{"PatNum": 5, "LName": "Reyes", "FName": "Ana"}],
    "insplan": [{"PlanNum": PLAN}],
    "inssub": [{"InsSubNum": 1, "PlanNum": PLAN, "Subscriber": 5}],
    "patplan": [
        {"PatPlanNum": PATPLAN, "PatNum": 5, "InsSubNum": 1},
        {"PatPlanNum": OTHER_PATPLAN, "PatNum": 5, "InsSubNum": 1, "Ordinal": 2},
    ],
    "insverify": [BENEFITS, ENROLLMENT, NOTHING],
}


def furnished(api):
    api.seed(SET_UP)
    api.freeze("2025-06-02 09:00:00")
    return api


@pytest.fixture
def office(empty):
    """An office with a plan that was verified, and a patient's insurance that was not."""
    return furnished(empty)


# --- reading ------------------------------------------------------------------------------------------


def test_a_verification(office):
    assert office.get("/insverifies/12").text == text(BENEFITS)
    refused(office, lambda api: api.get("/insverifies/15"), 404, "InsVerify not found.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [BENEFITS, ENROLLMENT, NOTHING]),
        ("?VerifyType=InsuranceBenefit", [BENEFITS]),
        (f"?VerifyType=PatientEnrollment&FKey={PATPLAN}", [ENROLLMENT]),
        (f"?VerifyType=PatientEnrollment&FKey={OTHER_PATPLAN}", []),
        (f"?VerifyType=InsuranceBenefit&FKey={PLAN}", [BENEFITS]),
        ("?SecDateTEdit=2025-03-26%2005%3A30%3A00", [ENROLLMENT, NOTHING]),
        ("?SecDateTEdit=2025-03-26%2005%3A30%3A01", []),
        ("?VerifyType=InsuranceBenefit&SecDateTEdit=2024-11-07%2009:39:54", [BENEFITS]),
        ("?Limit=1&Offset=1", [ENROLLMENT]),
    ],
)
def test_verifications_are_found(office, query, found):
    assert office.get(f"/insverifies{query}").text == text(found)


@pytest.mark.parametrize(
    ("query", "status", "sentence", "hint"),
    [
        (f"FKey={PLAN}", 400, "VerifyType is required.", "InsuranceBenefit for a PlanNum"),
        ("VerifyType=None", 400, "VerifyType is invalid.", "PatientEnrollment"),
        ("VerifyType=1", 400, "VerifyType is invalid.", ""),
        (f"VerifyType=PatientEnrollment&FKey={PLAN}", 404, "PatPlan not found.", "patplan 45"),
        (f"VerifyType=InsuranceBenefit&FKey={PATPLAN}", 404, "InsPlan not found.", "insplan 325"),
        ("SecDateTEdit=2025-03-26", 400, "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss.", ""),
    ],
)
def test_what_no_verification_is_found_by(office, query, status, sentence, hint):
    refused(office, lambda api: api.get(f"/insverifies?{query}"), status, sentence, hint)


# --- writing ------------------------------------------------------------------------------------------


def test_eligibility_is_written_back(office):
    body = {"VerifyType": "PatientEnrollment", "FKey": PATPLAN, "DateLastVerified": "2025-06-01"}
    got = office.put("/insverifies", body)
    after = ENROLLMENT | {"DateLastVerified": "2025-06-01", "SecDateTEdit": "2025-06-02 09:00:00"}
    assert (got.status, got.text, got.hint) == (200, text(after), "")
    assert "Location" not in got.headers
    assert office.get("/insverifies").json == [BENEFITS, after, NOTHING]


def test_what_was_known_before_is_kept(office):
    before = office.row("insverify", 12)
    body = {"VerifyType": "InsuranceBenefit", "FKey": PLAN, "DateLastVerified": "2025-06-02", "DefNum": VERIFIED}
    got = office.put("/insverifies", body | {"Note": "Need additional pat info"})
    after = BENEFITS | {
        "DateLastVerified": "2025-06-02",
        "DefNum": VERIFIED,
        "Note": "Need additional pat info",
        "DateLastAssigned": "2025-06-02",
        "SecDateTEdit": "2025-06-02 09:00:00",
    }
    assert (got.status, got.text) == (200, text(after))
    (kept,) = office.rows("insverifyhist")
    told = {name: word for name, word in before.items() if name in kept}
    told |= {"InsVerifyHistNum": 1, "VerifyUserNum": 0, "SecDateTEdit": "2025-06-02 09:00:00"}
    assert kept == told
    assert (kept["DateLastVerified"], kept["DefNum"], kept["Note"]) == ("2024-11-07", PENDING, "Called twice")


def test_each_verification_is_kept_in_its_order(office):
    for day in ("2025-06-01", "2025-06-02", "2025-06-02"):
        body = {"VerifyType": "PatientEnrollment", "FKey": PATPLAN, "DateLastVerified": day}
        assert office.put("/insverifies", body).status == 200
    kept = [(row["InsVerifyNum"], row["VerifyType"], row["FKey"], row["DateLastVerified"])
            for row in office.rows("insverifyhist")]  # fmt: skip
    assert kept == [
        (13, "PatientEnrollment", PATPLAN, "0001-01-01"),
        (13, "PatientEnrollment", PATPLAN, "2025-06-01"),
        (13, "PatientEnrollment", PATPLAN, "2025-06-02"),
    ]
    query = {"SqlCommand": "SELECT VerifyType, DateLastVerified FROM insverifyhist ORDER BY InsVerifyHistNum LIMIT 1"}
    assert office.put("/queries/ShortQuery", query).json == [
        {"VerifyType": 2, "DateLastVerified": "0001-01-01T00:00:00"}
    ]


@pytest.mark.parametrize(
    ("sent", "changed"),
    [
        ({"Note": "x"}, {"Note": "x", "DateLastAssigned": "2025-06-02"}),
        ({"DefNum": VERIFIED}, {"DefNum": VERIFIED, "DateLastAssigned": "2025-06-02"}),
        ({"DefNum": 0, "Note": ""}, {"DefNum": 0, "Note": "", "DateLastAssigned": "2025-06-02"}),
        ({"DateLastVerified": "2025-06-02"}, {"DateLastVerified": "2025-06-02"}),
        ({"UserNum": 0, "DateLastVerified": "2025-06-02"}, {"DateLastVerified": "2025-06-02"}),
    ],
)
def test_only_what_is_sent_changes(office, sent, changed):
    got = office.put("/insverifies", {"VerifyType": "InsuranceBenefit", "FKey": PLAN, **sent})
    assert (got.status, got.json) == (200, BENEFITS | changed | {"SecDateTEdit": "2025-06-02 09:00:00"})


def test_a_patplan_without_a_row_gets_one(office):
    body = {"VerifyType": "PatientEnrollment", "FKey": OTHER_PATPLAN, "DateLastVerified": "2025-06-02"}
    got = office.put("/insverifies", body)
    made = ENROLLMENT | body | {"InsVerifyNum": 15, "SecDateTEdit": "2025-06-02 09:00:00"}
    assert (got.status, got.text) == (200, text(made))
    assert office.row("insverify", 15)["DateTimeEntry"] == "2025-06-02 09:00:00"
    assert office.rows("insverifyhist") == []  # nothing was known before
    assert office.put("/insverifies", body).json == made
    assert len(office.rows("insverifyhist")) == 1


def test_of_several_rows_the_one_that_was_verified_last_changes(office):
    later = BENEFITS | {"InsVerifyNum": 20, "DateLastVerified": "2025-01-31"}
    office.seed({"insverify": [later, BENEFITS | {"InsVerifyNum": 21, "DateLastVerified": "2024-12-31"}]})
    got = office.put("/insverifies", {"VerifyType": "InsuranceBenefit", "FKey": PLAN, "Note": "the last one"})
    assert (got.json["InsVerifyNum"], got.json["DateLastVerified"]) == (20, "2025-01-31")
    assert office.row("insverifyhist", 1)["InsVerifyNum"] == 20
    assert [row["Note"] for row in office.rows("insverify")] == ["Called twice", "", "", "the last one", "Called twice"]


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"FKey": PLAN}, 400, "VerifyType is required."),
        ({"VerifyType": "InsuranceBenefit"}, 400, "FKey is required."),
        ({"VerifyType": "None", "FKey": PLAN}, 400, "VerifyType is invalid."),
        ({"VerifyType": 1, "FKey": PLAN}, 400, "VerifyType is invalid."),
        ({"VerifyType": "InsuranceBenefit", "FKey": PATPLAN}, 404, "InsPlan not found."),
        ({"VerifyType": "PatientEnrollment", "FKey": PLAN}, 404, "PatPlan not found."),
        ({"VerifyType": "PatientEnrollment", "FKey": 0}, 404, "PatPlan not found."),
        ({"VerifyType": "InsuranceBenefit", "FKey": PLAN, "DefNum": COLOUR}, 400, "DefNum is invalid."),
        ({"VerifyType": "InsuranceBenefit", "FKey": PLAN, "DefNum": 4711}, 404, "Definition not found."),
        (
            {"VerifyType": "InsuranceBenefit", "FKey": PLAN, "DateLastVerified": "06/02/2025"},
            400,
            "DateLastVerified format must be yyyy-MM-dd.",
        ),
    ],
)
def test_what_is_refused(office, body, status, sentence):
    refused(office, lambda api: api.put("/insverifies", body), status, sentence)


def test_a_deleted_patients_insurance_is_not_verified(office):
    office.seed({"patient": [{"PatNum": 5, "PatStatus": "Deleted"}]})
    for patplan in (PATPLAN, OTHER_PATPLAN):
        body = {"VerifyType": "PatientEnrollment", "FKey": patplan, "DateLastVerified": "2025-06-02"}
        refused(office, lambda api, body=body: api.put("/insverifies", body), 400, "Patient is deleted.")
    plan = {"VerifyType": "InsuranceBenefit", "FKey": PLAN, "DateLastVerified": "2025-06-02"}
    assert office.put("/insverifies", plan).status == 200


# --- versions and permissions --------------------------------------------------------------------------------------


def test_since_when(office):
    assert office.at(version="21.0.99").put("/insverifies", {}).json == "insverifies PUT  is not a valid method."
    for path in ("/insverifies", "/insverifies/12"):
        assert office.at(version="23.2.22").get(path).json == "insverifies GET  is not a valid method."
        assert furnished(office.at(version="23.2.23")).get(path).status == 200


def test_a_day_must_be_said_until_24_1_17(office):
    body = {"VerifyType": "InsuranceBenefit", "FKey": PLAN, "Note": "x"}
    older = furnished(office.at(version="24.1.16"))
    refused(older, lambda api: api.put("/insverifies", body), 400, "DateLastVerified is required.")
    got = older.put("/insverifies", body | {"DateLastVerified": "2025-06-02"})
    assert (got.status, got.json["Note"], "24.1.17" in got.hint) == (200, "Called twice", True)
    newer = furnished(office.at(version="24.1.17"))
    assert newer.put("/insverifies", body).json["Note"] == "x"


def test_a_list_hears_fkey_since_24_4_17(office):
    older = furnished(office.at(version="24.4.16"))
    got = older.get(f"/insverifies?VerifyType=InsuranceBenefit&FKey={PATPLAN}")
    assert (got.json, "24.4.17" in got.hint) == ([BENEFITS], True)
    assert older.get("/insverifies?FKey=1").json == [BENEFITS, ENROLLMENT, NOTHING]


@pytest.mark.parametrize(("version", "needed"), [("25.1.0", "ApiInsuranceSimple"), ("24.4.99", "ApiInsurance")])
def test_who_may(office, version, needed):
    api = furnished(office.at(version=version))
    body = {"VerifyType": "InsuranceBenefit", "FKey": PLAN, "DateLastVerified": "2025-06-02"}
    others = {"ApiInsuranceSimple", "ApiInsurance", "ApiReadAll", "ApiAllOthers"} - {needed}
    api.put(f"/__admin/offices/{api.key}", {"permissions": sorted(others)})
    says = f"InsVerifies PUT requires the permission {needed}."
    refused(api, lambda api: api.put("/insverifies", body), 401, says)
    api.put(f"/__admin/offices/{api.key}", {"permissions": [needed]})
    assert api.put("/insverifies", body).status == 200
