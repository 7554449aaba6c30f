"""https://www.opendental.com/site/apimedications.html"""

import pytest
from conversation import refuses

refused = refuses("medication")

GLUCOPHAGE = {
    "MedicationNum": 12,
    "MedName": "Glucophage",
    "GenericNum": 124,
    "genericName": "Metformin",
    "Notes": "Antidiabetic agent",
    "DateTStamp": "2016-12-01",
}
METFORMIN = {
    "MedicationNum": 124,
    "MedName": "Metformin",
    "GenericNum": 124,
    "genericName": "Metformin",
    "Notes": "",
    "DateTStamp": "2016-11-30",
}


@pytest.fixture
def office(empty):
    """An office with a medication and a brand of it."""
    rows = [{name: row[name] for name in row if name != "genericName"} for row in (GLUCOPHAGE, METFORMIN)]
    empty.seed({"medication": rows})
    empty.freeze("2025-01-21 11:20:34")
    return empty


def test_medications(office):
    got = office.get("/medications")
    assert (got.status, got.json) == (200, [GLUCOPHAGE, METFORMIN])
    assert list(got.json[0]) == list(GLUCOPHAGE)


def test_a_generic_one(office):
    got = office.post("/medications", {"MedName": "Ibuprofen"})
    assert (got.status, got.text) == (201, "")
    assert got.headers["Location"].endswith("/medications/125")
    ibuprofen = {
        "MedicationNum": 125,
        "MedName": "Ibuprofen",
        "GenericNum": 125,
        "genericName": "Ibuprofen",
        "Notes": "",
        "DateTStamp": "2025-01-21",
    }
    assert office.get("/medications").json == [GLUCOPHAGE, METFORMIN, ibuprofen]
    assert office.rows("securitylog")[-1]["PermType"] == "MedicationDefEdit"


@pytest.mark.parametrize("name", ["Metformin", "METFORMIN", "Metf%"])
def test_a_brand(office, name):
    body = {"MedName": "Riomet", "genericName": name, "Notes": "Liquid"}
    assert office.post("/medications", body).status == 201
    riomet = METFORMIN | {
        "MedicationNum": 125,
        "MedName": "Riomet",
        "Notes": "Liquid",
        "DateTStamp": "2025-01-21",
    }
    assert office.get("/medications").json[-1] == riomet


def test_an_empty_generic_name_is_as_if_it_were_not_sent(office):
    assert office.post("/medications", {"MedName": "Ibuprofen", "genericName": ""}).status == 201
    assert office.get("/medications").json[-1]["GenericNum"] == 125


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({}, 400, "MedName is required."),
        ({"MedName": ""}, 400, "MedName is required."),
        ({"MedName": "Advil", "genericName": "Ibuprofen"}, 404, "No Medication with that genericName was found"),
    ],
)
def test_what_a_new_one_may_not_be(office, body, status, sentence):
    refused(office, lambda api: api.post("/medications", body), status, sentence)


def test_since_when(empty):
    older = empty.at(version="21.2")
    for verb in ("GET", "POST"):
        assert older.call(verb, "/medications")[:2] == (400, f"medications {verb}  is not a valid method.")
