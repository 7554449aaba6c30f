"""https://www.opendental.com/site/apilabturnarounds.html"""

import pytest
from conversation import refuses

refused = refuses("labturnaround")

IMPLANT = {
    "LabTurnaroundNum": 23,
    "LaboratoryNum": 7,
    "Description": "Implant",
    "DaysPublished": 3,
    "DaysActual": 4,
}
REPAIR = {
    "LabTurnaroundNum": 24,
    "LaboratoryNum": 8,
    "Description": "Repair",
    "DaysPublished": 1,
    "DaysActual": 2,
}


@pytest.fixture
def office(empty):
    """An office with two laboratories, and one turnaround of each."""
    empty.seed({"laboratory": [{"LaboratoryNum": 7}, {"LaboratoryNum": 8}], "labturnaround": [IMPLANT, REPAIR]})
    return empty


def test_turnarounds_are_found(office):
    got = office.get("/labturnarounds/23")
    assert (got.status, got.json) == (200, IMPLANT)
    assert list(got.json) == list(IMPLANT)
    assert office.get("/labturnarounds/25")[:2] == (404, "LabTurnaround not found.")
    assert office.get("/labturnarounds").json == [IMPLANT, REPAIR]
    assert office.get("/labturnarounds?LaboratoryNum=8").json == [REPAIR]
    assert office.get("/labturnarounds?LaboratoryNum=0").json == [IMPLANT, REPAIR]
    assert office.get("/labturnarounds?LaboratoryNum=9")[:2] == (404, "Laboratory not found.")


def test_a_turnaround_comes_and_changes(office):
    made = office.post("/labturnarounds", {"LaboratoryNum": 7, "Description": "Crown", "DaysActual": 5})
    crown = {
        "LabTurnaroundNum": 25,
        "LaboratoryNum": 7,
        "Description": "Crown",
        "DaysPublished": 0,
        "DaysActual": 5,
    }
    assert (made.status, made.json) == (201, crown)
    assert made.headers["Location"].endswith("/labturnarounds/25")
    changed = office.put("/labturnarounds/25", {"Description": "Crowns", "DaysPublished": 4, "LaboratoryNum": 8})
    crown |= {"Description": "Crowns", "DaysPublished": 4}
    assert (changed.status, changed.json) == (200, crown)
    assert "LaboratoryNum" in changed.hint


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"LaboratoryNum": None}, 400, "LaboratoryNum is required."),
        ({"Description": None}, 400, "Description is required."),
        ({"Description": ""}, 400, "Description is required."),
        ({"DaysActual": None}, 400, "DaysActual is required."),
        ({"DaysActual": 0}, 400, "Actual Days cannot be zero."),
        ({"DaysActual": "few"}, 400, "Invalid JSON."),
        ({"LaboratoryNum": 9}, 404, "Laboratory not found."),
    ],
)
def test_what_a_new_turnaround_may_not_be(office, changed, status, sentence):
    body = {"LaboratoryNum": 7, "Description": "Crown", "DaysActual": 5} | changed
    refused(office, lambda api: api.post("/labturnarounds", body), status, sentence)


def test_what_a_turnaround_may_not_become(office):
    refused(office, lambda api: api.put("/labturnarounds/23", {"Description": " "}), 400, "Description is required.")
    refused(office, lambda api: api.put("/labturnarounds/23", {"DaysActual": 0}), 400, "Actual Days cannot be zero.")
    refused(office, lambda api: api.put("/labturnarounds/25", {"DaysActual": 1}), 404, "LabTurnaround not found.")


def test_since_when(empty):
    older = empty.at(version="24.2.28", world="empty").get("/labturnarounds")
    assert (older.status, older.json) == (400, "labturnarounds GET  is not a valid method.")
    for verb in ("POST", "PUT"):
        got = empty.at(version="24.4.12", world="empty").call(verb, "/labturnarounds/23")
        assert (got.status, got.json) == (400, f"labturnarounds {verb}  is not a valid method.")
