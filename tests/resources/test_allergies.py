"""https://www.opendental.com/site/apiallergies.html"""

import pytest
from conversation import refuses

refused = refuses("allergy", "allergydef")

PENICILLIN = {
    "AllergyNum": 1,
    "AllergyDefNum": 4,
    "PatNum": 15,
    "defDescription": "Penicillin",
    "defSnomedType": "None",
    "Reaction": "Rash",
    "StatusIsActive": "true",
    "DateAdverseReaction": "2020-03-18",
}
LATEX = {
    "AllergyNum": 2,
    "AllergyDefNum": 5,
    "PatNum": 15,
    "defDescription": "Latex",
    "defSnomedType": "AllergyToSubstance",
    "Reaction": "",
    "StatusIsActive": "false",
    "DateAdverseReaction": "0001-01-01",
}
KINDS = [
    {"AllergyDefNum": 4, "Description": "Penicillin"},
    {"AllergyDefNum": 5, "Description": "Latex", "SnomedType": "AllergyToSubstance", "IsHidden": "true"},
]


@pytest.fixture
def office(api):
    """An office with two kinds of allergies, both of one patient."""
    own = [{name: row[name] for name in row if not name.startswith("def")} for row in (PENICILLIN, LATEX)]
    api.seed({"allergydef": KINDS, "allergy": own})
    api.freeze("2025-01-21 11:20:34")
    return api


def test_the_allergies_of_a_patient(office):
    got = office.get("/allergies?PatNum=15")
    assert (got.status, got.json) == (200, [PENICILLIN, LATEX])
    assert list(got.json[0]) == list(PENICILLIN)
    assert office.get("/allergies?PatNum=16")[:2] == (200, [])
    assert office.get("/allergies")[:2] == (400, "PatNum is required.")
    assert office.get("/allergies?PatNum=4711")[:2] == (404, "Patient not found.")
    assert office.get("/allergies/1")[:2] == (400, "PatNum is required.")


def made(number, **changed):
    """A new allergy as the list has it."""
    usual = {"Reaction": "", "StatusIsActive": "true", "DateAdverseReaction": "0001-01-01"}
    return PENICILLIN | {"AllergyNum": number, "PatNum": 16} | usual | changed


def test_an_allergy_by_its_kind(office):
    got = office.post("/allergies", {"PatNum": 16, "AllergyDefNum": "5"})
    assert (got.status, got.text) == (201, "")
    assert got.headers["Location"].endswith("/allergies/3")
    latex = {"AllergyDefNum": 5, "defDescription": "Latex", "defSnomedType": "AllergyToSubstance"}
    assert office.get("/allergies?PatNum=16").json == [made(3, **latex)]
    assert office.rows("securitylog")[-1]["PermType"] == "PatAllergyListEdit"


@pytest.mark.parametrize("name", ["Penicillin", "PENICILLIN", "Pen%", "Penicilli_"])
def test_an_allergy_by_its_name(office, name):
    said = {"Reaction": "Hives", "DateAdverseReaction": "2019-09-23", "StatusIsActive": "false"}
    assert office.post("/allergies", {"PatNum": 16, "defDescription": name, **said}).status == 201
    assert office.get("/allergies?PatNum=16").json == [made(3, **said)]
    assert len(office.rows("allergydef")) == 2


def test_a_kind_is_made_where_there_is_none(office):
    assert office.post("/allergies", {"PatNum": 16, "defDescription": "Codeine"}).status == 201
    assert office.get("/allergies?PatNum=16").json == [made(3, AllergyDefNum=6, defDescription="Codeine")]
    assert office.post("/allergies", {"PatNum": 15, "DefDescription": "codeine"}).status == 201
    assert [row["AllergyDefNum"] for row in office.get("/allergies?PatNum=15").json] == [4, 5, 6]
    defs = office.get("/allergydefs").json
    assert defs[-1] == {
        "AllergyDefNum": 6,
        "Description": "Codeine",
        "IsHidden": "false",
        "DateTStamp": "2025-01-21 11:20:34",
        "SnomedType": "",
        "MedicationNum": 0,
        "UniiCode": "",
    }


def test_the_number_counts_where_both_are_sent(office):
    body = {"PatNum": 16, "AllergyDefNum": 4, "defDescription": "Codeine"}
    got = office.post("/allergies", body)
    assert (got.status, got.hint) == (201, "defDescription was ignored, as AllergyDefNum was sent")
    assert office.get("/allergies?PatNum=16").json == [made(3)]
    assert len(office.rows("allergydef")) == 2


def test_a_number_of_0_is_none_beside_a_name(office):
    assert office.post("/allergies", {"PatNum": 16, "AllergyDefNum": 0, "defDescription": "Codeine"}).status == 201
    assert office.get("/allergies?PatNum=16").json == [made(3, AllergyDefNum=6, defDescription="Codeine")]


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"defDescription": None}, 400, "AllergyDefNum or defDescription is required."),
        ({"defDescription": " "}, 400, "defDescription is required."),
        ({"AllergyDefNum": 4711}, 404, "AllergyDef not found."),
        ({"AllergyDefNum": 0, "defDescription": None}, 404, "AllergyDef not found."),
        ({"StatusIsActive": "yes"}, 400, "StatusIsActive is invalid."),
        ({"DateAdverseReaction": "9/23/2019"}, 400, "DateAdverseReaction format must be yyyy-MM-dd."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    body = {"PatNum": 16, "defDescription": "Codeine"} | changed
    refused(office, lambda api: api.post("/allergies", body), status, sentence)


def test_an_allergy_changes(office):
    said = {"Reaction": "Hives", "DateAdverseReaction": "2022-04-13", "StatusIsActive": "false"}
    got = office.put("/allergies/1", said)
    assert (got.status, got.text) == (200, "")
    assert office.get("/allergies?PatNum=15").json == [PENICILLIN | said, LATEX]
    got = office.put("/allergies/1", {"PatNum": 16, "AllergyDefNum": 5, "Reaction": "Rash"})
    assert (got.status, got.text) == (200, "")
    assert "PatNum" in got.hint
    assert office.get("/allergies?PatNum=15").json == [PENICILLIN | said | {"Reaction": "Rash"}, LATEX]
    assert office.row("allergy", 1)["DateTStamp"] == "2025-01-21 11:20:34"  # a column that the API never shows
    refused(office, lambda api: api.put("/allergies/3", {"Reaction": "x"}), 404, "Allergy not found.")
    refused(office, lambda api: api.put("/allergies", {"Reaction": "x"}), 400, "AllergyNum is required.")


def test_an_allergy_goes_and_its_kind_stays(office):
    got = office.delete("/allergies/1")
    assert (got.status, got.text) == (200, "")
    assert office.get("/allergies?PatNum=15").json == [LATEX]
    assert len(office.rows("allergydef")) == 2
    refused(office, lambda api: api.delete("/allergies/1"), 404, "Allergy not found.")


def test_a_deleted_patient_keeps_them_as_they_were(office):
    office.seed({"patient": [{"PatNum": 99, "PatStatus": "Deleted"}], "allergy": [{"AllergyNum": 9, "PatNum": 99}]})
    body = {"PatNum": 99, "defDescription": "Codeine"}
    refused(office, lambda api: api.post("/allergies", body), 400, "Patient is deleted.")
    refused(office, lambda api: api.put("/allergies/9", {"Reaction": "x"}), 400, "Patient is deleted.")
    refused(office, lambda api: api.delete("/allergies/9"), 400, "Patient is deleted.")


def test_since_when(api):
    assert api.at(version="21.0").get("/allergies?PatNum=15")[:2] == (400, "allergies GET  is not a valid method.")
    older = api.at(version="21.2")
    assert older.get("/allergies?PatNum=15")[:2] == (200, [])
    assert older.post("/allergies")[:2] == (400, "allergies POST  is not a valid method.")
    older = api.at(version="21.4")
    for verb in ("PUT", "DELETE"):
        assert older.call(verb, "/allergies/1")[:2] == (400, f"allergies {verb}  is not a valid method.")
