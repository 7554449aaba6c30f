"""https://www.opendental.com/site/apilaboratories.html"""

import pytest
from conversation import refuses

refused = refuses("laboratory")

SMILES = {
    "LaboratoryNum": 1,
    "Description": "Go Smiles Lab",
    "Phone": "(503)240-1910",
    "Notes": "",
    "Slip": 0,
    "Address": "231 Hoyt Rd",
    "City": "Glendale",
    "State": "OR",
    "Zip": "91124",
    "Email": "",
    "WirelessPhone": "",
    "IsHidden": "false",
}
LAB = SMILES | {
    "LaboratoryNum": 2,
    "Description": "Lab",
    "Phone": "(503)555-1810",
    "Address": "",
    "City": "",
    "State": "",
    "Zip": "",
    "IsHidden": "true",
}


@pytest.fixture
def office(empty):
    """An office with two laboratories, one of them hidden, and a form for orders."""
    empty.seed({"laboratory": [SMILES, LAB], "sheetdef": [{"SheetDefNum": 2, "SheetType": "LabSlip"}]})
    return empty


def test_laboratories_are_found(office):
    got = office.get("/laboratories/1")
    assert (got.status, got.json) == (200, SMILES)
    assert list(got.json) == list(SMILES)
    assert office.get("/laboratories/3")[:2] == (404, "Laboratory not found.")
    assert office.get("/laboratories")[:2] == (200, [SMILES, LAB])
    assert office.get("/laboratories?Limit=1&Offset=1").json == [LAB]


def test_a_laboratory_with_what_is_usual(office):
    got = office.post("/laboratories", {"Description": "Implants Inc"})
    implants = LAB | {"LaboratoryNum": 3, "Description": "Implants Inc", "Phone": "", "IsHidden": "false"}
    assert (got.status, got.json) == (201, implants)
    assert got.headers["Location"].endswith("/laboratories/3")


def test_a_laboratory_with_all_that_can_be_said(office):
    said = {
        "Description": "Go Smiles Lab",
        "Phone": "(503)240-1910",
        "Notes": "Implants.",
        "Slip": 2,
        "Address": "231 Hoyt Rd",
        "City": "Glendale",
        "State": "OR",
        "Zip": "91124",
        "Email": "GoSmilesLab@mail.com",
        "WirelessPhone": "(503)981-5555",
        "IsHidden": "true",
    }
    assert office.post("/laboratories", said)[:2] == (201, {"LaboratoryNum": 3, **said})
    changed = {"Notes": "Implant Specialists.", "Email": "GoSmilesImplantSpecialists@mail.com", "Slip": 0}
    assert office.put("/laboratories/3", changed)[:2] == (200, {"LaboratoryNum": 3, **said} | changed)
    assert office.put("/laboratories/2", said)[:2] == (200, LAB | said)


@pytest.mark.parametrize("code", ["91124", "91124-1234", "911241234", "K1A 0B1", ""])
def test_postal_codes_of_two_countries(office, code):
    assert office.put("/laboratories/1", {"Zip": code})[:2] == (200, SMILES | {"Zip": code})


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"Description": None}, 400, "Description is required."),
        ({"Description": ""}, 400, "Description is required."),
        ({"Slip": 4711}, 404, "SheetDef not found."),
        ({"State": "Or"}, 400, "State is invalid."),
        ({"State": "Oregon"}, 400, "State is invalid."),
        ({"Zip": "9112"}, 400, "Zip is invalid."),
        ({"Zip": "K1A0B1"}, 400, "Zip is invalid."),
        ({"IsHidden": "no"}, 400, "IsHidden is invalid."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    body = {"Description": "Implants Inc"} | changed
    refused(office, lambda api: api.post("/laboratories", body), status, sentence)


def test_what_a_laboratory_may_not_become(office):
    refused(office, lambda api: api.put("/laboratories/1", {"Description": " "}), 400, "Description is required.")
    refused(office, lambda api: api.put("/laboratories/3", {"Notes": "x"}), 404, "Laboratory not found.")


def test_since_when(empty):
    older = empty.at(version="24.2.32")
    assert older.get("/laboratories")[:2] == (400, "laboratories GET  is not a valid method.")
    older = empty.at(version="24.4.22")
    assert older.post("/laboratories", {"Description": "Lab"}).status == 201
    assert older.put("/laboratories/1", {"Notes": "x"})[:2] == (400, "laboratories PUT  is not a valid method.")
    assert empty.at(version="24.4.21").post("/laboratories")[:2] == (
        400,
        "laboratories POST  is not a valid method.",
    )
