"""https://www.opendental.com/site/apitoothinitials.html"""

import pytest
from conversation import refuses

refused = refuses("toothinitial")

MISSING = {
    "ToothInitialNum": 322,
    "PatNum": 15,
    "ToothNum": "32",
    "InitialType": "Missing",
    "Movement": "0",
    "DrawingSegment": "",
    "ColorDraw": "0,0,0",
    "SecDateTEntry": "2024-05-30 12:18:00",
    "SecDateTEdit": "2024-05-30 12:18:00",
    "DrawText": "",
}
HIDDEN = MISSING | {"ToothInitialNum": 324, "ToothNum": "17", "InitialType": "Hidden"}
ROTATED = MISSING | {"ToothInitialNum": 344, "ToothNum": "22", "InitialType": "Rotate", "Movement": "-20"}
DRAWN = MISSING | {
    "ToothInitialNum": 345,
    "PatNum": 16,
    "ToothNum": "",
    "InitialType": "Drawing",
    "DrawingSegment": "45,68;48,70",
    "ColorDraw": "255,0,0",
}
NOW = "2024-05-30 14:11:19"


@pytest.fixture
def office(api):
    """An office with the teeth of one patient, and a drawing of another."""
    api.seed({"toothinitial": [MISSING, HIDDEN, ROTATED, DRAWN]})
    api.freeze(NOW)
    return api


def test_teeth_are_found(office):
    got = office.get("/toothinitials")
    assert (got.status, got.json) == (200, [MISSING, HIDDEN, ROTATED, DRAWN])
    assert list(got.json[0]) == list(MISSING)
    assert office.get("/toothinitials?PatNum=15").json == [MISSING, HIDDEN, ROTATED]
    assert office.get("/toothinitials?PatNum=0").json == [MISSING, HIDDEN, ROTATED, DRAWN]
    assert office.get("/toothinitials?PatNum=31").json == []
    assert office.get("/toothinitials?PatNum=4711")[:2] == (404, "Patient not found.")


@pytest.mark.parametrize(
    ("tooth", "kind"), [(32, "Missing"), ("1", "Hidden"), ("A", "Primary"), ("T", "Missing"), ("16", "Primary")]
)
def test_what_is_said_of_a_tooth(office, tooth, kind):
    got = office.post("/toothinitials", {"PatNum": 31, "ToothNum": tooth, "InitialType": kind})
    stamps = {"SecDateTEntry": NOW, "SecDateTEdit": NOW}
    said = {"ToothInitialNum": 346, "PatNum": 31, "ToothNum": str(tooth), "InitialType": kind}
    assert (got.status, got.json) == (201, MISSING | said | stamps)
    assert got.headers["Location"].endswith("/toothinitials/346")


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"ToothNum": None}, 400, "ToothNum is required."),
        ({"InitialType": None}, 400, "InitialType is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"ToothNum": "0"}, 400, "ToothNum is invalid."),
        ({"ToothNum": "33"}, 400, "ToothNum is invalid."),
        ({"ToothNum": "51"}, 400, "ToothNum is invalid."),
        ({"ToothNum": "100"}, 400, "ToothNum is invalid."),
        ({"ToothNum": "01"}, 400, "ToothNum is invalid."),
        ({"ToothNum": "a"}, 400, "ToothNum is invalid."),
        ({"ToothNum": "U"}, 400, "ToothNum is invalid."),
        ({"ToothNum": ""}, 400, "ToothNum is invalid."),
        ({"InitialType": "Rotate"}, 400, "InitialType is invalid."),
        ({"InitialType": "Drawing"}, 400, "InitialType is invalid."),
        ({"InitialType": 0}, 400, "InitialType is invalid."),
    ],
)
def test_what_cannot_be_said(office, changed, status, sentence):
    body = {"PatNum": 31, "ToothNum": "32", "InitialType": "Missing"} | changed
    refused(office, lambda api: api.post("/toothinitials", body), status, sentence)


def test_it_goes_again(office):
    got = office.delete("/toothinitials/322")
    assert (got.status, got.text) == (200, "")
    assert office.get("/toothinitials?PatNum=15").json == [HIDDEN, ROTATED]
    refused(office, lambda api: api.delete("/toothinitials/322"), 404, "ToothInitial not found.")


def test_what_the_api_does_not_make_stays(office):
    sentence = "ToothInitial cannot be deleted. InitialType is Rotate."
    refused(office, lambda api: api.delete("/toothinitials/344"), 400, sentence, hint="Missing, Hidden, Primary")
    sentence = "ToothInitial cannot be deleted. InitialType is Drawing."
    refused(office, lambda api: api.delete("/toothinitials/345"), 400, sentence)


def test_a_deleted_patient_gets_none(office):
    office.seed({"patient": [{"PatNum": 99, "PatStatus": "Deleted"}]})
    body = {"PatNum": 99, "ToothNum": "32", "InitialType": "Missing"}
    refused(office, lambda api: api.post("/toothinitials", body), 400, "Patient is deleted.")


def test_since_when(api):
    older = api.at(version="24.2.2")
    for verb in ("GET", "POST", "DELETE"):
        assert older.call(verb, "/toothinitials")[:2] == (400, f"toothinitials {verb}  is not a valid method.")
