"""https://www.opendental.com/site/apiautonotes.html"""

import pytest
from conversation import refuses

refused = refuses("autonote")

SRP = {
    "AutoNoteNum": 8,
    "AutoNoteName": "SRP- Kelli",
    "MainText": 'Review med hx\r\nBP taken: [Prompt:"BP Pulse"]\r\nAnesth: [Prompt:"Anesth"]',
    "Category": 0,
    "category": "",
}
EXAM = {
    "AutoNoteNum": 9,
    "AutoNoteName": "An exam",
    "MainText": "Reviewed Med HX:\r\nPt's Chief concern:",
    "Category": 340,
    "category": "Exams",
}


@pytest.fixture
def office(empty):
    """An office with two notes, one of them in a category, and two controls."""
    empty.seed(
        {
            "definition": [
                {"DefNum": 340, "Category": 41, "ItemName": "Exams"},
                {"DefNum": 5, "Category": 27, "ItemName": "Misc"},
            ],
            "autonotecontrol": [{"Descript": "BP Pulse"}, {"Descript": "Anesth"}],
            "autonote": [{name: row[name] for name in row if name != "category"} for row in (SRP, EXAM)],
        }
    )
    return empty


def test_notes_are_found(office):
    got = office.get("/autonotes")
    assert (got.status, got.json) == (200, [SRP, EXAM])
    assert list(got.json[0]) == list(SRP)
    assert office.get("/autonotes?Category=340").json == [EXAM]
    assert office.get("/autonotes?Category=0").json == [SRP]
    assert office.get("/autonotes?Category=4711")[:2] == (404, "Definition not found.")


def test_a_note_comes_and_changes(office):
    got = office.post("/autonotes", {"AutoNoteName": "Plain", "MainText": "Pt presents with:\r\n"})
    plain = {
        "AutoNoteNum": 10,
        "AutoNoteName": "Plain",
        "MainText": "Pt presents with:\r\n",
        "Category": 0,
        "category": "",
    }
    assert (got.status, got.json) == (201, plain)
    assert got.headers["Location"].endswith("/autonotes/10")
    said = {
        "AutoNoteName": "Filling",
        "MainText": 'Anesthetic: [Prompt:"Anesth"]\r\n[Prompt:"anesth"][Prompt:"BP Pulse"]',
        "Category": 340,
    }
    assert office.put("/autonotes/10", said)[:2] == (200, plain | said | {"category": "Exams"})
    assert office.put("/autonotes/10", {"Category": 0})[:2] == (200, plain | said | {"Category": 0})
    assert office.post("/autonotes", said)[:2] == (201, {"AutoNoteNum": 11, **said, "category": "Exams"})


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"AutoNoteName": None}, 400, "AutoNoteName is required."),
        ({"AutoNoteName": ""}, 400, "AutoNoteName is required."),
        ({"MainText": None}, 400, "MainText is required."),
        ({"Category": 4711}, 404, "Definition not found."),
        ({"Category": 5}, 400, "Category is invalid."),
        (
            {"MainText": '[Prompt:"Anesth"] [Prompt:"Carps"]'},
            400,
            "MainText is invalid. Carps is not an AutoNoteControl.",
        ),
        ({"MainText": "[Prompt:Anesth]"}, 400, "MainText is invalid."),
        ({"MainText": '[Prompt:"Anesth"'}, 400, "MainText is invalid."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    body = {"AutoNoteName": "Plain", "MainText": "x"} | changed
    refused(office, lambda api: api.post("/autonotes", body), status, sentence)


def test_what_a_note_may_not_become(office):
    sentence = "MainText is invalid. Carps is not an AutoNoteControl."
    refused(office, lambda api: api.put("/autonotes/8", {"MainText": '[Prompt:"Carps"]'}), 400, sentence)
    refused(office, lambda api: api.put("/autonotes/8", {"AutoNoteName": " "}), 400, "AutoNoteName is required.")
    refused(office, lambda api: api.put("/autonotes/10", {"Category": 0}), 404, "AutoNote not found.")


def test_since_when(empty):
    older = empty.at(version="22.3.21")
    assert older.get("/autonotes")[:2] == (400, "autonotes GET  is not a valid method.")
    older = empty.at(version="22.3.32")
    for verb in ("POST", "PUT"):
        assert older.call(verb, "/autonotes/1")[:2] == (400, f"autonotes {verb}  is not a valid method.")
