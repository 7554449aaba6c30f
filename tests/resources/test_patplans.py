"""https://www.opendental.com/site/apipatplans.html"""

import pytest
from conversation import PERMISSIONS, refuses

refused = refuses(
    "patplan", "inssub", "insverify", "benefit", "claimproc", "appointment", "patient", "securitylog",
    now="2025-06-02 09:00:00",
)  # fmt: skip

PAULO = [
    {
        "PatPlanNum": 1228,
        "PatNum": 1897,
        "Ordinal": 1,
        "IsPending": "false",
        "Relationship": "Self",
        "PatID": "",
        "InsSubNum": 369,
        "OrthoAutoFeeBilledOverride": -1.0,
        "OrthoAutoNextClaimDate": "0001-01-01",
        "SecDateTEntry": "2021-01-26 14:54:04",
        "SecDateTEdit": "2021-02-16 13:42:33",
    },
    {
        "PatPlanNum": 1232,
        "PatNum": 1897,
        "Ordinal": 2,
        "IsPending": "false",
        "Relationship": "SignifOther",
        "PatID": "",
        "InsSubNum": 393,
        "OrthoAutoFeeBilledOverride": -1.0,
        "OrthoAutoNextClaimDate": "0001-01-01",
        "SecDateTEntry": "2021-02-15 15:47:07",
        "SecDateTEdit": "2021-02-16 13:42:33",
    },
]


def test_the_pages_example(api):
    got = api.get("/patplans?PatNum=1897")
    assert (got.status, got.json) == (200, PAULO)
    assert list(got.json[0]) == list(PAULO[0])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?PatNum=1897&InsSubNum=393", [1232]),
        ("?InsSubNum=393", [1232, 1240]),
        ("?PatNum=48", []),
        ("?PatNum=1897&Offset=1", [1232]),
        ("", [12, 251, 640, 697, 702, 1228, 1232, 1240]),
        ("?PatNum=0", []),
        ("?InsSubNum=0", []),
    ],
)
def test_it_finds(api, query, found):
    got = api.get(f"/patplans{query}")
    assert got.status == 200
    assert [row["PatPlanNum"] for row in got.json] == found


@pytest.mark.parametrize(
    ("query", "sentence"), [("PatNum=4711", "Patient not found."), ("InsSubNum=4711", "InsSub not found.")]
)
def test_what_is_asked_for_must_exist(api, query, sentence):
    got = api.get(f"/patplans?{query}")
    assert (got.status, got.json) == (404, sentence)


def test_an_unknown_filter_is_ignored(api):
    got = api.get("/patplans?SecDateTEdit=2021-02-16%2013:42:33")
    assert len(got.json) == 8
    assert "SecDateTEdit" in got.hint


def test_since_22_4_27(api):
    got = api.at(version="22.4.26").get("/patplans")
    assert (got.status, got.json) == (400, "patplans GET  is not a valid method.")
    assert len(api.at(version="22.4.27").get("/patplans").json) == 8


# --- insurance is added ----------------------------------------------------------------------------------

MOMENT = "2025-06-02 09:00:00"
NEW = {
    "PatPlanNum": 1241,
    "PatNum": 1897,
    "Ordinal": 1,
    "IsPending": "false",
    "Relationship": "Self",
    "PatID": "",
    "InsSubNum": 697,
    "OrthoAutoFeeBilledOverride": -1.0,
    "OrthoAutoNextClaimDate": "0001-01-01",
    "SecDateTEntry": MOMENT,
    "SecDateTEdit": MOMENT,
}
BUMPED = [
    NEW,
    PAULO[0] | {"Ordinal": 2, "SecDateTEdit": MOMENT},
    PAULO[1] | {"Ordinal": 3, "SecDateTEdit": MOMENT},
]


def by_ordinal(api, patient=1897):
    return sorted(api.get(f"/patplans?PatNum={patient}").json, key=lambda row: row["Ordinal"])


@pytest.fixture
def office(api):
    """An office in which time stands still."""
    api.freeze(MOMENT)
    return api


def test_a_new_insurance_is_the_first_one(office):
    got = office.post("/patplans", {"PatNum": 1897, "InsSubNum": 697})
    assert (got.status, got.json) == (201, NEW)
    assert list(got.json) == list(NEW)
    assert got.headers["Location"].endswith("/patplans/1241")
    assert by_ordinal(office) == BUMPED


@pytest.mark.parametrize(("wished", "ordinal", "after"), [(2, 2, [1228, 1241, 1232]), (9, 3, [1228, 1232, 1241])])
def test_a_new_insurance_takes_a_place(office, wished, ordinal, after):
    got = office.post("/patplans", {"PatNum": 1897, "InsSubNum": 697, "Ordinal": wished})
    assert (got.status, got.json) == (201, NEW | {"Ordinal": ordinal})
    assert [row["PatPlanNum"] for row in by_ordinal(office)] == after
    assert [row["Ordinal"] for row in by_ordinal(office)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Spouse", "Spouse"),
        ("InjuredPlantiff", "InjuredPlaintiff"),
        ("InjuredPlaintiff", "InjuredPlaintiff"),
        ("Dependent", "Dependent"),
    ],
)
def test_what_the_patient_is_to_the_subscriber(office, written, kept):
    body = {"PatNum": 48, "InsSubNum": 697, "Ordinal": 2, "Relationship": written, "PatID": "X-1"}
    got = office.post("/patplans", body)
    first = NEW | {"PatNum": 48, "Relationship": kept, "PatID": "X-1"}
    assert (got.status, got.json) == (201, first)
    assert office.put("/patplans/1241", {"Relationship": "Child"}).json["Relationship"] == "Child"
    assert office.put("/patplans/1241", {"Relationship": written})[:2] == (200, first)


def test_a_new_insurance_waits_to_be_verified(office):
    office.post("/patplans", {"PatNum": 48, "InsSubNum": 697})
    (row,) = office.rows("insverify")
    waits = {"VerifyType": "PatientEnrollment", "FKey": 1241, "DateLastVerified": "0001-01-01", "UserNum": 0}
    assert (waits | {"DateTimeEntry": MOMENT, "Note": ""}).items() <= row.items()
    office.put("/patplans/1241", {"InsSubNum": 640, "Ordinal": 1})
    assert office.rows("insverify") == [row]


def test_a_patient_is_insured_as_long_as_there_is_an_insurance(office):
    assert office.row("patient", 48)["HasIns"] == ""
    office.post("/patplans", {"PatNum": 48, "InsSubNum": 697})
    assert office.row("patient", 48)["HasIns"] == "I"
    office.post("/patplans", {"PatNum": 48, "InsSubNum": 640})
    office.delete("/patplans/1241")
    assert office.row("patient", 48)["HasIns"] == "I"
    office.delete("/patplans/1242")
    assert office.row("patient", 48)["HasIns"] == ""


@pytest.mark.parametrize(
    ("preferred", "ordinal", "subscription", "billing"),
    [("1", 1, 369, 40), ("1", 2, 369, 41), ("1", 1, 393, 41), ("0", 1, 369, 41), ("", 1, 369, 41)],
)
def test_the_first_insurance_says_how_a_patient_is_billed(office, preferred, ordinal, subscription, billing):
    """Plan 6, of subscription 369, has the billing type 40; plan 11, of 393, has none."""
    office.seed({"definition": [{"DefNum": 41, "Category": 4, "ItemName": "By post"}]})
    office.put("/patients/1901", {"BillingType": "By post"})
    office.prefer(PatInitBillingTypeFromPriInsPlan=preferred)
    office.post("/patplans", {"PatNum": 1901, "InsSubNum": subscription, "Ordinal": ordinal})
    names = {row["DefNum"]: row["ItemName"] for row in office.rows("definition")}
    assert office.get("/patients/1901").json["BillingType"] == names[billing]


# --- insurance is changed --------------------------------------------------------------------------------


def test_an_insurance_takes_another_place(office):
    office.post("/patplans", {"PatNum": 1897, "InsSubNum": 697})
    got = office.put("/patplans/1241", {"Ordinal": 3})
    assert (got.status, got.json) == (200, NEW | {"Ordinal": 3})
    assert [(row["PatPlanNum"], row["Ordinal"]) for row in by_ordinal(office)] == [(1228, 1), (1232, 2), (1241, 3)]
    assert office.put("/patplans/1228", {"Ordinal": 8}).json["Ordinal"] == 3
    assert [(row["PatPlanNum"], row["Ordinal"]) for row in by_ordinal(office)] == [(1232, 1), (1241, 2), (1228, 3)]
    assert [row["Ordinal"] for row in by_ordinal(office, 1898)] == [1]


def test_what_is_said_alone_changes(office):
    got = office.put("/patplans/1232", {"PatID": "X-1"})
    assert (got.status, got.json) == (200, PAULO[1] | {"PatID": "X-1", "SecDateTEdit": MOMENT})
    got = office.put("/patplans/1232", {"PatNum": 48, "PatID": ""})
    assert (got.status, got.json) == (200, PAULO[1] | {"SecDateTEdit": MOMENT})
    assert "DELETE" in got.hint
    assert by_ordinal(office)[0] == PAULO[0]


def test_another_subscription(office):
    got = office.put("/patplans/1232", {"InsSubNum": 697})
    assert (got.status, got.json) == (200, PAULO[1] | {"InsSubNum": 697, "SecDateTEdit": MOMENT})
    assert office.put("/patplans/1232", {"InsSubNum": 697}).status == 200  # its own is no second one


# --- insurance is dropped --------------------------------------------------------------------------------


def test_an_insurance_is_dropped_with_what_is_its_own(office):
    office.post("/patplans", {"PatNum": 1897, "InsSubNum": 697, "Ordinal": 2})
    office.seed(
        {
            "benefit": [
                {"BenefitNum": 1, "PatPlanNum": 1241, "BenefitType": "CoInsurance", "Percent": 80},
                {"BenefitNum": 2, "PatPlanNum": 1228, "BenefitType": "CoInsurance", "Percent": 80},
                {"BenefitNum": 3, "PlanNum": 15, "BenefitType": "CoInsurance", "Percent": 80},
            ],
            "insverify": [
                {"InsVerifyNum": 5, "VerifyType": "InsuranceBenefit", "FKey": 15, "UserNum": 0}
                | {"DateLastVerified": "2025-05-01", "DateLastAssigned": "2025-04-30"},
                {"InsVerifyNum": 6, "VerifyType": "InsuranceBenefit", "FKey": 1241},
            ],
        }
    )
    plan, subscription = office.get("/insplans/15").json, office.get("/inssubs/697").json
    got = office.delete("/patplans/1241")
    assert (got.status, got.text) == (200, "")
    assert by_ordinal(office) == [PAULO[0], PAULO[1] | {"SecDateTEdit": MOMENT}]
    assert [row["BenefitNum"] for row in office.rows("benefit")] == [2, 3]
    assert [row["InsVerifyNum"] for row in office.rows("insverify")] == [5, 6]
    released = office.row("insverify", 5)  # nobody was to verify either of the two
    assert (released["DateLastVerified"], released["DateLastAssigned"]) == ("2025-05-01", "0001-01-01")
    assert (office.get("/insplans/15").json, office.get("/inssubs/697").json) == (plan, subscription)
    assert office.delete("/patplans/1241")[:2] == (404, "PatPlan not found.")


def test_the_plan_stays_with_another_user(office):
    office.post("/patplans", {"PatNum": 48, "InsSubNum": 697})
    plan = {"InsVerifyNum": 5, "VerifyType": "InsuranceBenefit", "FKey": 15, "UserNum": 7}
    office.seed({"insverify": [plan | {"DateLastAssigned": "2025-04-30"}]})
    before = office.row("insverify", 5)
    office.delete("/patplans/1241")
    assert office.rows("insverify") == [before]


def test_later_insurances_move_up(office):
    assert office.delete("/patplans/1228").status == 200
    assert by_ordinal(office) == [PAULO[1] | {"Ordinal": 1, "SecDateTEdit": MOMENT}]


CLAIM = {"ClaimNum": 1, "PatNum": 1897, "PlanNum": 6, "DateService": "2025-06-02"}


def test_claims_of_today_keep_an_insurance(office):
    sentence = "Please delete all of today's claims for this patient before dropping this plan."
    office.seed({"claim": [CLAIM]})
    refused(office, lambda api: api.delete("/patplans/1228"), 400, sentence, hint="claim 1")
    assert office.delete("/patplans/1232").status == 200  # they are of the other plan


@pytest.mark.parametrize("other", [{"DateService": "2025-06-01"}, {"PlanNum": 11}, {"PatNum": 722}])
def test_other_claims_keep_none(office, other):
    office.seed({"claim": [CLAIM | other]})
    assert office.delete("/patplans/1228").status == 200


# --- appointments follow ---------------------------------------------------------------------------------


def test_appointments_follow(office):
    """Those that are over keep what they were made with, and so do those of other patients."""
    visit = {"PatNum": 1897, "AptDateTime": "2025-06-03 09:00:00", "InsPlan1": 6, "InsPlan2": 11}
    open_ones, over = ["Scheduled", "UnschedList", "Planned"], ["Complete", "Broken", "PtNote", "PtNoteCompleted"]
    rows = [visit | {"AptNum": number, "AptStatus": status} for number, status in enumerate([*open_ones, *over], 1)]
    office.seed({"appointment": [*rows, visit | {"AptNum": 8, "PatNum": 48, "AptStatus": "Scheduled"}]})

    def plans():
        first, second, third, *others = [(row["InsPlan1"], row["InsPlan2"]) for row in office.rows("appointment")]
        assert others == [(6, 11)] * 5
        assert first == second == third
        return first

    office.post("/patplans", {"PatNum": 1897, "InsSubNum": 697})
    assert plans() == (15, 6)
    office.put("/patplans/1241", {"Ordinal": 3})
    assert plans() == (6, 11)
    office.put("/patplans/1228", {"InsSubNum": 420})
    assert plans() == (11, 11)
    office.delete("/patplans/1228")
    assert plans() == (11, 15)
    office.put("/insplans/11", {"IsMedical": "true"})
    assert plans() == (15, 0)
    office.delete("/patplans/1241")
    assert plans() == (0, 0)
    assert {row["HistApptAction"] for row in office.get("/histappointments?AptNum=1").json} == {"Changed"}
    assert office.get("/histappointments?AptNum=4").json == []


# --- estimates follow ------------------------------------------------------------------------------------


def estimates(api):
    return [(row["ClaimProcNum"], row["InsSubNum"], row["Status"], row["InsEstTotal"]) for row in api.rows("claimproc")]


@pytest.fixture
def worked(empty):
    """Ida has a planned crown, and two completed ones, of which one is on a claim; her plan covers half of all."""
    empty.freeze(MOMENT)
    crown = {"PatNum": 21, "CodeNum": 8, "ProcFee": 1000.0, "ProcDate": "2025-05-02"}
    estimate = {"PatNum": 21, "InsSubNum": 5, "PlanNum": 35, "InsEstTotal": 500.0, "BaseEst": 500.0, "Percentage": 50}
    half = {"PlanNum": 35, "BenefitType": "CoInsurance", "Percent": 50, "MonetaryAmt": -1.0}
    empty.seed(
        {
            "patient": [{"PatNum": 21, "HasIns": "I"}, {"PatNum": 22}],
            "procedurecode": [{"CodeNum": 8, "ProcCode": "D2740"}],
            "insplan": [{"PlanNum": 35}, {"PlanNum": 36}],
            "benefit": [half, half | {"PlanNum": 36, "Percent": 30}],
            "inssub": [{"InsSubNum": 5, "PlanNum": 35, "Subscriber": 21}, {"InsSubNum": 6, "PlanNum": 36}],
            "patplan": [{"PatPlanNum": 1, "PatNum": 21, "InsSubNum": 5, "Ordinal": 1}],
            "procedurelog": [
                crown | {"ProcNum": 1, "ProcStatus": "TP"},
                crown | {"ProcNum": 2, "ProcStatus": "C"},
                crown | {"ProcNum": 3, "ProcStatus": "C"},
                crown | {"ProcNum": 4, "ProcStatus": "TP", "PatNum": 22},
            ],
            "claimproc": [
                estimate | {"ClaimProcNum": 1, "ProcNum": 1, "Status": "Estimate"},
                estimate | {"ClaimProcNum": 2, "ProcNum": 2, "Status": "Estimate"},
                estimate | {"ClaimProcNum": 3, "ProcNum": 3, "Status": "Received", "ClaimNum": 9, "InsPayAmt": 500.0},
            ],
        }
    )
    return empty


BEFORE = [(1, 5, "Estimate", 500.0), (2, 5, "Estimate", 500.0), (3, 5, "Received", 500.0)]


def test_a_second_insurance_estimates_what_is_planned(worked):
    """Of 1000 the second one pays 30 percent, and the first half."""
    worked.post("/patplans", {"PatNum": 21, "InsSubNum": 6, "Ordinal": 2})
    assert estimates(worked) == [*BEFORE, (4, 6, "Estimate", 300.0)]
    worked.put("/patplans/2", {"PatID": "x"})
    assert estimates(worked) == [*BEFORE, (4, 6, "Estimate", 300.0)]


def test_another_subscription_takes_the_place_of_estimates(worked):
    worked.put("/patplans/1", {"InsSubNum": 6})
    assert estimates(worked) == [*BEFORE[1:], (4, 6, "Estimate", 300.0)]


def test_estimates_go_with_the_insurance_and_payments_stay(worked):
    assert worked.delete("/patplans/1").status == 200
    assert estimates(worked) == [(3, 5, "Received", 500.0)]
    assert worked.row("patient", 21)["HasIns"] == ""


def test_what_is_on_a_claim_stays_when_another_insurance_goes(worked):
    """The claim to the first insurance was sent with 480; what the second one would do for the same crown goes."""
    on_claim = {"ClaimProcNum": 3, "ProcNum": 3, "PatNum": 21, "InsSubNum": 5, "PlanNum": 35, "Status": "NotReceived"}
    worked.seed({"claimproc": [on_claim | {"ClaimNum": 9, "InsPayEst": 480.0, "InsEstTotal": 480.0}]})
    worked.post("/patplans", {"PatNum": 21, "InsSubNum": 6, "Ordinal": 2})
    second = {"ClaimProcNum": 5, "ProcNum": 3, "PatNum": 21, "InsSubNum": 6, "PlanNum": 36, "Status": "Estimate"}
    worked.seed({"claimproc": [second]})
    before = worked.row("claimproc", 3)
    assert worked.delete("/patplans/2").status == 200
    assert [row["InsSubNum"] for row in worked.rows("claimproc")] == [5, 5, 5]
    assert worked.row("claimproc", 3) == before


def test_estimates_move_with_the_subscription(worked):
    """What is received stays as it was paid; it only has the number of the new plan."""
    worked.put("/inssubs/5", {"PlanNum": 36})
    assert {row["PlanNum"] for row in worked.rows("claimproc")} == {36}
    assert estimates(worked) == [(1, 5, "Estimate", 300.0), *BEFORE[1:]]


# --- refusals --------------------------------------------------------------------------------------------

TWICE = "PatPlan already exists for this PatNum and InsSubNum."


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"InsSubNum": None}, 400, "InsSubNum is required."),
        ({"PatNum": 4711}, 404, "Patient does not exist"),
        ({"PatNum": 0}, 404, "Patient does not exist"),
        ({"InsSubNum": 4711}, 404, "InsSub does not exist"),
        ({"InsSubNum": 369}, 400, TWICE),
        ({"Ordinal": 0}, 400, "Ordinal is invalid."),
        ({"Ordinal": 10}, 400, "Ordinal is invalid."),
        ({"Relationship": "Dependant"}, 400, "Relationship is invalid."),
        ({"Relationship": 1}, 400, "Relationship is invalid."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    body = {"PatNum": 1897, "InsSubNum": 697} | changed
    refused(office, lambda api: api.post("/patplans", body), status, sentence)


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"InsSubNum": 4711}, 404, "InsSub does not exist"),
        ({"InsSubNum": 0}, 404, "InsSub does not exist"),
        ({"InsSubNum": 369}, 400, TWICE),
        ({"Ordinal": 0}, 400, "Ordinal is invalid."),
        ({"Relationship": "Wife"}, 400, "Relationship is invalid."),
    ],
)
def test_what_an_insurance_may_not_become(office, changed, status, sentence):
    refused(office, lambda api: api.put("/patplans/1232", changed), status, sentence)
    refused(office, lambda api: api.put("/patplans/1229", {"PatID": "x"}), 404, "PatPlan not found.")


def test_insurance_and_discount_plan_exclude_each_other(office):
    office.seed({"discountplansub": [{"DiscountSubNum": 90, "PatNum": 48, "DiscountPlanNum": 1}]})
    sentence = "Cannot add insurance if patient has a discount plan."
    body = {"PatNum": 48, "InsSubNum": 697}
    refused(office, lambda api: api.post("/patplans", body), 400, sentence, hint="DELETE /discountplansubs/90")
    assert office.delete("/discountplansubs/90").status == 200
    assert office.post("/patplans", body).status == 201
    got = office.post("/discountplansubs", {"PatNum": 48, "DiscountPlanNum": 1})
    assert (got.status, got.json) == (400, "Cannot add discount plan when patient has insurance.")


def test_a_deleted_patient_keeps_what_there_is(office):
    office.seed({"patient": [{"PatNum": 1897, "PatStatus": "Deleted"}]})
    sentence = "Patient is deleted."
    refused(office, lambda api: api.post("/patplans", {"PatNum": 1897, "InsSubNum": 697}), 400, sentence)
    refused(office, lambda api: api.put("/patplans/1232", {"Ordinal": 1}), 400, sentence)
    refused(office, lambda api: api.delete("/patplans/1232"), 400, sentence)


# --- versions and permissions ----------------------------------------------------------------------------


def test_since_when_one_writes(api):
    older = api.at(version="21.3.9")
    older.freeze(MOMENT)
    got = older.post("/patplans", {"PatNum": 48, "InsSubNum": 697, "PatID": "not yet"})
    assert (got.status, got.json) == (201, NEW | {"PatNum": 48})
    assert older.put("/patplans/1241", {"PatID": "x"})[:2] == (400, "patplans PUT  is not a valid method.")
    assert older.delete("/patplans/1241").status == 200
    older = api.at(version="21.0.9")
    assert older.post("/patplans")[:2] == (400, "patplans POST  is not a valid method.")
    assert older.delete("/patplans/12")[:2] == (400, "patplans DELETE  is not a valid method.")


@pytest.mark.parametrize(
    ("version", "needed", "other"),
    [("25.1.1", "ApiInsuranceSimple", "ApiInsurance"), ("25.0.9", "ApiInsurance", "ApiInsuranceSimple")],
)
def test_what_a_key_may_do(api, version, needed, other):
    office = api.at(version=version)

    def may(*permissions):
        office.put(f"/__admin/offices/{office.key}", {"permissions": [*permissions]})
        posted = office.post("/patplans", {"PatNum": 48, "InsSubNum": 697})
        return (
            posted.status,
            office.put("/patplans/1241", {"PatID": "x"}).status,
            office.delete("/patplans/1241").status,
        )

    assert may(*(one for one in PERMISSIONS if one not in (needed, other)), other) == (401, 401, 401)
    assert may("ApiReadAll", needed) == (201, 200, 200)


def test_the_log_says_what_was_done(office):
    office.post("/patplans", {"PatNum": 48, "InsSubNum": 697})
    office.put("/patplans/1241", {"PatID": "x"})
    office.delete("/patplans/1241")
    logged = office.get("/securitylogs").json
    assert [row["PermType"] for row in logged] == ["InsPlanDropPat", "InsPlanEdit", "PatPlanCreate"]
    assert {row["PatNum"] for row in logged} == {48}
