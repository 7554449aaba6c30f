"""https://www.opendental.com/site/apiallergydefs.html"""

import pytest
from conversation import refuses

refused = refuses("allergydef")

PHENTERMINE = {
    "AllergyDefNum": 44,
    "Description": "Allergy - Phentermine",
    "IsHidden": "false",
    "DateTStamp": "2020-07-17 02:45:38",
    "SnomedType": "",
    "MedicationNum": 0,
    "UniiCode": "",
}
SUDOGEST = {
    "AllergyDefNum": 45,
    "Description": "Allergy - Sudogest",
    "IsHidden": "true",
    "DateTStamp": "2015-12-10 05:40:32",
    "SnomedType": "DrugAllergy",
    "MedicationNum": 0,
    "UniiCode": "",
}


@pytest.fixture
def office(empty):
    """An office with three kinds of allergies, of which patients have two."""
    empty.seed(
        {
            "allergydef": [PHENTERMINE, SUDOGEST, {"AllergyDefNum": 46, "Description": "Latex"}],
            "patient": [{"PatNum": 15}, {"PatNum": 16}],
            "allergy": [
                {"PatNum": 15, "AllergyDefNum": 45},
                {"PatNum": 16, "AllergyDefNum": 44},
                {"PatNum": 15, "AllergyDefNum": 44, "StatusIsActive": "false"},
            ],
        }
    )
    empty.freeze("2025-01-21 11:20:34")
    return empty


def test_those_that_patients_have(office):
    got = office.get("/allergydefs")
    assert (got.status, got.json) == (200, [PHENTERMINE, SUDOGEST])
    assert list(got.json[0]) == list(PHENTERMINE)
    assert office.get("/allergydefs?Offset=1").json == [SUDOGEST]


def test_a_new_one_is_listed_once_a_patient_has_it(office):
    got = office.post("/allergydefs", {"Description": "Tylenol"})
    assert (got.status, got.text) == (201, "")
    assert got.headers["Location"].endswith("/allergydefs/47")
    assert office.rows("securitylog")[-1]["PermType"] == "AllergyDefEdit"
    assert office.get("/allergydefs").json == [PHENTERMINE, SUDOGEST]
    office.post("/allergies", {"PatNum": 16, "defDescription": "tylenol"})
    tylenol = {"AllergyDefNum": 47, "Description": "Tylenol", "DateTStamp": "2025-01-21 11:20:34"}
    assert office.get("/allergydefs").json == [PHENTERMINE, SUDOGEST, PHENTERMINE | tylenol]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "Description is required"),
        ({"Description": ""}, "Description is required"),
        ({"Description": "  "}, "Description is required"),
        ({"Description": "Latex"}, "An AllergyDef with that name already exists"),
        ({"Description": "LATEX"}, "An AllergyDef with that name already exists"),
        ({"Description": "Lat%"}, "An AllergyDef with that name already exists"),
    ],
)
def test_what_a_new_one_may_not_be(office, body, sentence):
    refused(office, lambda api: api.post("/allergydefs", body), 400, sentence)


def test_since_when_and_who_may(empty):
    older = empty.at(version="21.2")
    assert older.get("/allergydefs")[:2] == (400, "allergydefs GET  is not a valid method.")
    assert older.post("/allergydefs")[:2] == (400, "allergydefs POST  is not a valid method.")

    for number, needed in (("23.0.9", "ApiAllOthers"), ("23.1", "ApiSetup")):
        office = empty.at(version=number)
        given = {"ApiAllOthers", "ApiSetup"}
        office.put(f"/__admin/offices/{office.key}", {"permissions": sorted(given - {needed})})
        says = f"AllergyDefs POST requires the permission {needed}."
        refused(office, lambda api: api.post("/allergydefs", {"Description": "Latex"}), 401, says)
        office.put(f"/__admin/offices/{office.key}", {"permissions": [needed]})
        assert office.post("/allergydefs", {"Description": "Latex"}).status == 201
