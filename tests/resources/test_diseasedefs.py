"""https://www.opendental.com/site/apidiseasedefs.html"""

import pytest
from conversation import refuses

refused = refuses("diseasedef")

BACK = {
    "DiseaseDefNum": 58,
    "DiseaseName": "Severe Back Pain",
    "IsHidden": "true",
    "DateTStamp": "2021-02-07 12:27:28",
    "ICD9Code": "",
    "ICD10Code": "",
    "SnomedCode": "",
}
HYPERTENSION = {
    "DiseaseDefNum": 59,
    "DiseaseName": "Unspecified Essential Hypertension",
    "IsHidden": "false",
    "DateTStamp": "2021-09-07 14:00:10",
    "ICD9Code": "401.9",
    "ICD10Code": "I10",
    "SnomedCode": "59621000",
}


@pytest.fixture
def office(empty):
    """An office with two problems that patients can have."""
    empty.seed({"diseasedef": [BACK, HYPERTENSION]})
    empty.freeze("2025-01-21 11:20:34")
    return empty


def test_problems_are_found(office):
    got = office.get("/diseasedefs/58")
    assert (got.status, got.json) == (200, BACK)
    assert list(got.json) == list(BACK)
    assert office.get("/diseasedefs/60")[:2] == (404, "DiseaseDef not found.")
    assert office.get("/diseasedefs")[:2] == (200, [BACK, HYPERTENSION])
    assert office.get("/diseasedefs?Offset=1").json == [HYPERTENSION]


def test_a_problem_comes(office):
    got = office.post("/diseasedefs", {"DiseaseName": "Shingles"})
    assert (got.status, got.text) == (201, "")
    assert got.headers["Location"].endswith("/diseasedefs/60")
    shingles = {
        "DiseaseDefNum": 60,
        "DiseaseName": "Shingles",
        "IsHidden": "false",
        "DateTStamp": "2025-01-21 11:20:34",
    }
    assert office.get("/diseasedefs/60").json == BACK | shingles
    assert office.rows("securitylog")[-1]["PermType"] == "ProblemDefEdit"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "DiseaseName is required"),
        ({"DiseaseName": ""}, "DiseaseName is required"),
        ({"DiseaseName": "\t"}, "DiseaseName is required"),
        ({"DiseaseName": "Severe Back Pain"}, "A DiseaseDef with that name already exists"),
        ({"DiseaseName": "severe back pain"}, "A DiseaseDef with that name already exists"),
        ({"DiseaseName": "Severe%"}, "A DiseaseDef with that name already exists"),
    ],
)
def test_what_a_new_one_may_not_be(office, body, sentence):
    refused(office, lambda api: api.post("/diseasedefs", body), 400, sentence)


def test_since_when(empty):
    older = empty.at(version="24.1.43")
    older.seed({"diseasedef": [BACK]})
    got = older.get("/diseasedefs/58")
    assert (got.status, got.json) == (200, [BACK])
    older = empty.at(version="21.2")
    for verb in ("GET", "POST"):
        assert older.call(verb, "/diseasedefs")[:2] == (400, f"diseasedefs {verb}  is not a valid method.")
