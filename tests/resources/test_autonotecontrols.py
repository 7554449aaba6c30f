"""https://www.opendental.com/site/apiautonotecontrols.html"""

import pytest
from conversation import refuses

refused = refuses("autonotecontrol")

MEDICATIONS = {
    "AutoNoteControlNum": 1,
    "Descript": "Medications",
    "ControlType": "MultiResponse",
    "ControlLabel": "Medications",
    "ControlOptions": "Zantac\r\nValium\r\nAdvair\r\nElavil",
}
ALLERGIES = {
    "AutoNoteControlNum": 2,
    "Descript": "Allergies",
    "ControlType": "OneResponse",
    "ControlLabel": "Allergies",
    "ControlOptions": "Amox\r\nLatex\r\nPen VK",
}
PULSE = {
    "AutoNoteControlNum": 3,
    "Descript": "BP Pulse",
    "ControlType": "Text",
    "ControlLabel": "BP Pulse",
    "ControlOptions": "BP: / Pulse: ",
}


@pytest.fixture
def office(empty):
    """An office with a control of each type."""
    empty.seed({"autonotecontrol": [MEDICATIONS, ALLERGIES, PULSE]})
    return empty


def test_controls(office):
    got = office.get("/autonotecontrols")
    assert (got.status, got.json) == (200, [MEDICATIONS, ALLERGIES, PULSE])
    assert list(got.json[0]) == list(MEDICATIONS)


def test_a_control_comes(office):
    said = {name: MEDICATIONS[name] for name in MEDICATIONS if name != "AutoNoteControlNum"}
    got = office.post("/autonotecontrols", said)
    assert (got.status, got.json) == (201, MEDICATIONS | {"AutoNoteControlNum": 4})
    assert got.headers["Location"].endswith("/autonotecontrols/4")
    text = {"Descript": "Pain_2", "ControlType": "Text", "ControlLabel": "Pain, from 1 to 10?"}
    got = office.post("/autonotecontrols", text)
    assert (got.status, got.json) == (201, {"AutoNoteControlNum": 5, **text, "ControlOptions": ""})


SIGNS = "The description can only contain letters, numbers, underscore, and space."


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"Descript": None}, "Descript is required."),
        ({"Descript": ""}, "Descript is required."),
        ({"Descript": "BP/Pulse"}, SIGNS),
        ({"Descript": 'BP"'}, SIGNS),
        ({"ControlType": None}, "ControlType is required."),
        ({"ControlType": "Number"}, "ControlType is invalid."),
        ({"ControlType": "text"}, "ControlType is invalid."),
        ({"ControlLabel": None}, "ControlLabel is required."),
        ({"ControlOptions": None}, "ControlOptions is required."),
        ({"ControlOptions": "\r\n"}, "ControlOptions is required."),
        ({"ControlType": "OneResponse", "ControlOptions": ""}, "ControlOptions is required."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, sentence):
    said = {name: MEDICATIONS[name] for name in MEDICATIONS if name != "AutoNoteControlNum"}
    refused(office, lambda api: api.post("/autonotecontrols", said | changed), 400, sentence)


def test_a_control_changes(office):
    got = office.put("/autonotecontrols/3", {"ControlType": "MultiResponse"})
    assert (got.status, got.text) == (200, "")
    said = {"Descript": "Pulse", "ControlLabel": "The pulse", "ControlOptions": "low\r\nhigh"}
    assert office.put("/autonotecontrols/3", said).status == 200
    changed = PULSE | said | {"ControlType": "MultiResponse"}
    assert office.get("/autonotecontrols").json == [MEDICATIONS, ALLERGIES, changed]


def test_what_a_control_may_not_become(office):
    refused(office, lambda api: api.put("/autonotecontrols/3", {"Descript": "a-b"}), 400, SIGNS)
    refused(office, lambda api: api.put("/autonotecontrols/3", {"ControlType": ""}), 400, "ControlType is invalid.")
    refused(office, lambda api: api.put("/autonotecontrols/4", {"Descript": "x"}), 404, "AutoNoteControl not found.")


def test_since_when(empty):
    older = empty.at(version="22.3.21")
    assert older.get("/autonotecontrols")[:2] == (400, "autonotecontrols GET  is not a valid method.")
    older = empty.at(version="22.2.9")
    for verb in ("POST", "PUT"):
        assert older.call(verb, "/autonotecontrols/1")[:2] == (400, f"autonotecontrols {verb}  is not a valid method.")
