"""https://www.opendental.com/site/apiprocedurelogs.html, InsuranceHistory"""

import pytest
from conversation import refuses

refused = refuses("procedurelog", "claimproc", "recall", "securitylog")

NOW = "2024-01-27 14:13:05"
NAMES = ["BW", "Pano", "Exam", "Prophy", "PerioUR", "PerioUL", "PerioLR", "PerioLL", "PerioMaint", "Debridement"]
SENT = {"PatNum": 722, "InsSubNum": 640, "insHistPrefName": "InsHistExamCodes", "ProcDate": "2023-01-23"}


@pytest.fixture
def office(api):
    api.freeze(NOW)
    api.prefer(**{f"InsHist{name}Codes": "" for name in NAMES})
    api.prefer(
        InsHistBWCodes="D0272, D0274",
        InsHistExamCodes="D0120,D0140",
        InsHistPerioURCodes="D4341",
        InsHistPerioLLCodes="D4341",
    )
    return api


def shown(**known):
    """The whole answer: what is known of some categories, what else there is of the others."""
    codes = ("BW", "Exam", "PerioUR", "PerioLL")
    found = {name: known.get(name, ("No History" if name in codes else "Not Set", 0)) for name in NAMES}
    return [
        {"insHistPrefName": f"InsHist{name}Codes", "procDate": day, "ProcNum": number}
        for name, (day, number) in found.items()
    ]


def history(office):
    got = office.get("/procedurelogs/InsuranceHistory?PatNum=722&InsSubNum=640")
    assert got.status == 200, got.json
    return got.json


def known(office, number, *, code=35, day="2023-05-05", status="C", claimproc="InsHist", subscription=640, surf=""):
    """A procedure of patient 722, and what an insurance knows of it."""
    office.seed(
        {
            "procedurelog": [
                {"ProcNum": number, "PatNum": 722, "CodeNum": code, "ProcStatus": status, "ProcDate": day, "Surf": surf}
            ],
            "claimproc": [{"PatNum": 722, "ProcNum": number, "Status": claimproc, "InsSubNum": subscription}],
        }
    )


# --- GET -------------------------------------------------------------------------------------------------


def test_nothing_is_known(office):
    assert history(office) == shown()


def test_the_last_treatment_of_each_category(office):
    known(office, 9001, day="2023-05-05")
    known(office, 9002, day="2023-11-05", code=36, status="EO", claimproc="Received")
    known(office, 9003, day="2023-08-05")
    known(office, 9004, code=40, day="2022-02-02")
    assert history(office) == shown(Exam=("2023-11-05", 9002), BW=("2022-02-02", 9004))


def test_perio_is_known_by_its_quadrant(office):
    known(office, 9001, code=250, surf="LL")
    assert history(office) == shown(PerioLL=("2023-05-05", 9001))


@pytest.mark.parametrize(
    "of",
    [
        {"status": "EC"},
        {"status": "TP"},
        {"claimproc": "Estimate"},
        {"claimproc": "NotReceived"},
        {"subscription": 420},
        {"code": 178},
    ],
)
def test_what_the_insurance_does_not_know_of(office, of):
    known(office, 9001, **of)
    assert history(office) == shown()


def test_page_by_page(office):
    got = office.get("/procedurelogs/InsuranceHistory?PatNum=722&InsSubNum=640&Limit=2&Offset=2")
    assert got.json == shown()[2:4]


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("PatNum=722", 400, "InsSubNum is required."),
        ("InsSubNum=640", 400, "PatNum is required."),
        ("PatNum=4711&InsSubNum=640", 404, "Patient not found."),
        ("PatNum=722&InsSubNum=4711", 404, "InsSub not found."),
    ],
)
def test_what_is_asked(api, query, status, sentence):
    refused(api, lambda api: api.get(f"/procedurelogs/InsuranceHistory?{query}"), status, sentence)


# --- POST ------------------------------------------------------------------------------------------------


def test_a_treatment_elsewhere(office):
    got = office.post("/procedurelogs/InsuranceHistory", SENT)
    assert (got.status, got.json) == (
        201,
        {
            "ProcNum": 20805,
            "PatNum": 722,
            "AptNum": 0,
            "ProcDate": "2023-01-23",
            "ProcFee": "0.00",
            "Surf": "",
            "ToothNum": "",
            "ToothRange": "",
            "Priority": 0,
            "priority": "",
            "ProcStatus": "EO",
            "ProvNum": 11,
            "provAbbr": "DOC3",
            "Dx": 0,
            "dxName": "",
            "PlannedAptNum": 0,
            "PlaceService": "Office",
            "Prosthesis": "",
            "DateOriginalProsth": "0001-01-01",
            "ClaimNote": "",
            "DateEntryC": "2024-01-27",
            "ClinicNum": 3,
            "CodeNum": 35,
            "procCode": "D0120",
            "descript": "periodic oral evaluation - established patient",
            "UnitQty": 1,
            "BaseUnits": 0,
            "DateTP": "2023-01-23",
            "SiteNum": 0,
            "HideGraphics": "false",
            "CanadianTypeCodes": "",
            "ProcTime": "00:00:00",
            "ProcTimeEnd": "00:00:00",
            "DateTStamp": NOW,
            "Prognosis": 0,
            "IsLocked": "false",
            "BillingNote": "",
            "Discount": 0.0,
            "IsDateProsthEst": "false",
            "SecDateEntry": NOW,
            "serverDateTime": "",
        },
    )
    claimproc = office.rows("claimproc")[-1]
    columns = ("PatNum", "ProcNum", "InsSubNum", "PlanNum", "Status", "ProcDate", "ProvNum", "ClinicNum", "InsPayAmt")
    assert [claimproc[name] for name in columns] == [722, 20805, 640, 6, "InsHist", "2023-01-23", 11, 3, 0.0]
    assert history(office) == shown(Exam=("2023-01-23", 20805))


def test_it_always_adds_one(office):
    office.post("/procedurelogs/InsuranceHistory", SENT)
    office.post("/procedurelogs/InsuranceHistory", SENT | {"ProcDate": "2022-01-01"})
    assert [row["ProcStatus"] for row in office.get("/procedurelogs?PatNum=722").json].count("EO") == 2
    assert history(office) == shown(Exam=("2023-01-23", 20805))


@pytest.mark.parametrize(("name", "surf"), [("PerioUR", "UR"), ("PerioLL", "LL")])
def test_perio_has_its_quadrant(office, name, surf):
    got = office.post("/procedurelogs/InsuranceHistory", SENT | {"insHistPrefName": f"InsHist{name}Codes"})
    assert (got.json["procCode"], got.json["Surf"]) == ("D4341", surf)
    assert history(office) == shown(**{name: ("2023-01-23", 20805)})


def test_a_category_without_codes(office):
    got = office.post("/procedurelogs/InsuranceHistory", SENT | {"insHistPrefName": "InsHistPanoCodes"})
    assert (got.status, got.json["CodeNum"], got.json["procCode"]) == (201, 0, "")


def test_whoever_the_patient_belongs_to_does_it(office):
    def provider(**patient):
        office.seed({"patient": [{**office.get("/patients/722").json, **patient}]})
        return office.post("/procedurelogs/InsuranceHistory", SENT).json["provAbbr"]

    office.prefer(PracticeDefaultProv="12")
    assert provider(SecProv=4) == "DOC3"
    assert provider(PriProv=0) == "HYG2"
    assert provider(SecProv=0) == "DOC4"


def test_recalls_are_worked_out_anew(office):
    office.seed(
        {
            "recalltype": [{"RecallTypeNum": 91, "Description": "Exam", "DefaultInterval": "6m1d"}],
            "recalltrigger": [{"RecallTypeNum": 91, "CodeNum": 35}],
        }
    )
    office.prefer(RecallTypeSpecialProphy="91")
    office.post("/procedurelogs/InsuranceHistory", SENT)
    assert [(row["PatNum"], row["DateDue"]) for row in office.rows("recall")] == [(722, "2023-07-24")]


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({}, 400, "PatNum is required."),
        (SENT | {"PatNum": 4711}, 404, "Patient not found."),
        (SENT | {"InsSubNum": 4711}, 404, "InsSub not found."),
        (SENT | {"insHistPrefName": "InsHistexamCodes"}, 400, "insHistPrefName is invalid."),
        (SENT | {"insHistPrefName": "ProcessSigsIntervalInSecs"}, 400, "insHistPrefName is invalid."),
        (SENT | {"ProcDate": "1/23/2023"}, 400, "ProcDate format must be yyyy-MM-dd."),
    ],
)
def test_it_refuses(api, body, status, sentence):
    refused(api, lambda api: api.post("/procedurelogs/InsuranceHistory", body), status, sentence)


@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_it_was_added_in_22_4_31(api, verb):
    path = "/procedurelogs/InsuranceHistory"
    got = api.at(version="22.4.30").call(verb, path)
    assert (got.status, got.json) == (400, f"procedurelogs {verb} InsuranceHistory is not a valid method.")
    assert api.at(version="22.4.31").call(verb, path).json == "PatNum is required."
