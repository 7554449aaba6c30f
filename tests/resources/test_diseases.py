"""https://www.opendental.com/site/apidiseases.html"""

import pytest
from conversation import refuses

refused = refuses("disease", "diseasedef")

COPD = {
    "DiseaseNum": 2,
    "PatNum": 31,
    "DiseaseDefNum": 44,
    "diseaseDefName": "COPD",
    "PatNote": "",
    "ProbStatus": "Active",
    "DateStart": "0001-01-01",
    "DateStop": "0001-01-01",
}
BACK = COPD | {
    "DiseaseNum": 8,
    "DiseaseDefNum": 58,
    "diseaseDefName": "Severe Back Pain",
    "ProbStatus": "Inactive",
}
ASTHMA = COPD | {"DiseaseNum": 9, "PatNum": 15, "DiseaseDefNum": 14, "diseaseDefName": "Asthma"}
DEFS = [
    {"DiseaseDefNum": 14, "DiseaseName": "Asthma"},
    {"DiseaseDefNum": 44, "DiseaseName": "COPD"},
    {"DiseaseDefNum": 58, "DiseaseName": "Severe Back Pain", "IsHidden": "true"},
]


@pytest.fixture
def office(api):
    """An office with three problems, of two patients."""
    own = [{name: row[name] for name in row if name != "diseaseDefName"} for row in (COPD, BACK, ASTHMA)]
    api.seed({"diseasedef": DEFS, "disease": own})
    api.freeze("2025-01-21 11:20:34")
    return api


def test_a_problem(office):
    got = office.get("/diseases/2")
    assert (got.status, got.json) == (200, COPD)
    assert list(got.json) == list(COPD)
    assert office.get("/diseases/3")[:2] == (404, "Disease not found.")


def test_problems_are_found(office):
    assert office.get("/diseases")[:2] == (200, [COPD, BACK, ASTHMA])
    assert office.get("/diseases?PatNum=31").json == [COPD, BACK]
    assert office.get("/diseases?PatNum=0").json == [COPD, BACK, ASTHMA]
    assert office.get("/diseases?PatNum=16").json == []
    assert office.get("/diseases?PatNum=4711")[:2] == (404, "Patient not found.")


def test_a_problem_by_its_name(office):
    got = office.post("/diseases", {"PatNum": 15, "diseaseDefName": "copd"})
    copd = COPD | {"DiseaseNum": 10, "PatNum": 15}
    assert (got.status, got.json) == (201, copd)
    assert got.headers["Location"].endswith("/diseases/10")
    assert office.get("/diseases/10").json == copd
    assert office.rows("securitylog")[-1]["PermType"] == "PatProblemListEdit"


def test_a_problem_with_all_that_can_be_said(office):
    said = {
        "PatNum": 15,
        "DiseaseDefName": "Severe Back Pain",
        "PatNote": "Patient underwent corrective surgery 04/11/2019",
        "ProbStatus": "Resolved",
        "DateStart": "2016-01-01",
        "DateStop": "2019-04-30",
    }
    shown = {name: word for name, word in said.items() if name != "DiseaseDefName"}
    assert office.post("/diseases", said)[:2] == (201, BACK | {"DiseaseNum": 10} | shown)


def test_a_kind_is_made_where_there_is_none(office):
    got = office.post("/diseases", {"PatNum": 15, "diseaseDefName": "Diabetes"})
    diabetes = COPD | {"DiseaseNum": 10, "PatNum": 15, "DiseaseDefNum": 59, "diseaseDefName": "Diabetes"}
    assert (got.status, got.json) == (201, diabetes)
    assert office.post("/diseases", {"PatNum": 31, "diseaseDefName": "DIABETES"}).json["DiseaseDefNum"] == 59
    assert office.get("/diseasedefs/59").json == {
        "DiseaseDefNum": 59,
        "DiseaseName": "Diabetes",
        "IsHidden": "false",
        "DateTStamp": "2025-01-21 11:20:34",
        "ICD9Code": "",
        "ICD10Code": "",
        "SnomedCode": "",
    }


def test_the_number_counts_where_both_are_sent(office):
    got = office.post("/diseases", {"PatNum": 31, "DiseaseDefNum": 14, "diseaseDefName": "Diabetes"})
    assert (got.status, got.json) == (201, ASTHMA | {"DiseaseNum": 10, "PatNum": 31})
    assert got.hint == "diseaseDefName was ignored, as DiseaseDefNum was sent"
    assert len(office.rows("diseasedef")) == 3


def test_a_number_of_0_is_none_beside_a_name(office):
    got = office.post("/diseases", {"PatNum": 31, "DiseaseDefNum": 0, "diseaseDefName": "Asthma"})
    assert (got.status, got.json) == (201, ASTHMA | {"DiseaseNum": 10, "PatNum": 31})


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"diseaseDefName": None}, 400, "DiseaseDefNum or diseaseDefName is required."),
        ({"diseaseDefName": ""}, 400, "diseaseDefName is required."),
        ({"DiseaseDefNum": 4711}, 404, "DiseaseDef not found."),
        ({"ProbStatus": "Cured"}, 400, "ProbStatus is invalid."),
        ({"ProbStatus": 1}, 400, "ProbStatus is invalid."),
        ({"DateStart": "2016"}, 400, "DateStart format must be yyyy-MM-dd."),
        ({"DateStop": ""}, 400, "DateStop format must be yyyy-MM-dd."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    body = {"PatNum": 15, "diseaseDefName": "Diabetes"} | changed
    refused(office, lambda api: api.post("/diseases", body), status, sentence)


def test_a_problem_changes(office):
    said = {"ProbStatus": "Resolved", "DateStart": "2020-10-01", "DateStop": "2022-05-25"}
    assert office.put("/diseases/9", said)[:2] == (200, ASTHMA | said)
    got = office.put("/diseases/9", {"PatNote": "Inhaler", "PatNum": 31})
    assert (got.status, got.json) == (200, ASTHMA | said | {"PatNote": "Inhaler"})
    assert "PatNum" in got.hint
    refused(office, lambda api: api.put("/diseases/10", {"PatNote": "x"}), 404, "Disease not found.")


def test_a_problem_goes(office):
    got = office.delete("/diseases/8")
    assert (got.status, got.text) == (200, "")
    assert office.get("/diseases?PatNum=31").json == [COPD]
    assert len(office.rows("diseasedef")) == 3
    refused(office, lambda api: api.delete("/diseases/8"), 404, "Disease not found.")


def test_a_problem_that_vital_signs_name_stays(office):
    exams = [{"VitalsignNum": 1, "PatNum": 31, "PregDiseaseNum": 8, "DateTaken": "2024-11-05"}]
    exams += [{"VitalsignNum": 2, "PatNum": 31, "PregDiseaseNum": 8, "DateTaken": "2024-02-08"}]
    office.seed({"vitalsign": exams})
    sentence = "Not allowed to delete this problem. It is attached to 2 vital sign exams with dates including: "
    refused(office, lambda api: api.delete("/diseases/8"), 400, sentence + "2/8/2024, 11/5/2024", hint="vitalsign")
    assert office.delete("/diseases/9").status == 200


def test_a_deleted_patient_gets_none(office):
    office.seed({"patient": [{"PatNum": 99, "PatStatus": "Deleted"}]})
    body = {"PatNum": 99, "diseaseDefName": "Diabetes"}
    refused(office, lambda api: api.post("/diseases", body), 400, "Patient is deleted.")


def test_since_when(api):
    older = api.at(version="24.2.4")
    assert older.get("/diseases")[:2] == (400, "PatNum is required.")
    assert older.get("/diseases?PatNum=15")[:2] == (200, [])
    assert older.get("/diseases/2")[:2] == (400, "PatNum is required.")
    older = api.at(version="21.4")
    assert older.post("/diseases", {"PatNum": 15, "diseaseDefName": "Diabetes"}).status == 201
    for verb in ("PUT", "DELETE"):
        assert older.call(verb, "/diseases/1")[:2] == (400, f"diseases {verb}  is not a valid method.")
