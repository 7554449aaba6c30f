"""https://www.opendental.com/site/apitasknotes.html"""

import pytest
from conversation import refuses

refused = refuses("tasknote")

SENT = {
    "TaskNoteNum": 563,
    "TaskNum": 64,
    "UserNum": 8,
    "DateTimeNote": "2025-01-15 12:46:34",
    "Note": "Sending to Dr. Smith's list.",
}
GOT = SENT | {"TaskNoteNum": 567, "UserNum": 4, "Note": "Got it, thanks."}
OTHER = SENT | {"TaskNoteNum": 570, "TaskNum": 65}


@pytest.fixture
def office(empty):
    """An office with two tasks, two users, and what they wrote."""
    users = [{"UserNum": 4, "UserName": "Ann"}, {"UserNum": 8, "UserName": "Bob"}]
    empty.seed({"task": [{"TaskNum": 64}, {"TaskNum": 65}], "userod": users, "tasknote": [SENT, GOT, OTHER]})
    return empty


def test_notes_are_found(office):
    got = office.get("/tasknotes/563")
    assert (got.status, got.json) == (200, SENT)
    assert list(got.json) == list(SENT)
    assert office.get("/tasknotes/564")[:2] == (404, "TaskNote not found.")
    assert office.get("/tasknotes").json == [SENT, GOT, OTHER]
    assert office.get("/tasknotes?TaskNum=64").json == [SENT, GOT]
    assert office.get("/tasknotes?TaskNum=64&UserNum=8").json == [SENT]
    assert office.get("/tasknotes?TaskNum=66")[:2] == (404, "Task not found.")
    assert office.get("/tasknotes?UserNum=66")[:2] == (404, "Userod not found.")


def test_a_note_comes_and_changes(office):
    office.freeze("2025-01-16 08:29:51")
    made = office.post("/tasknotes", {"TaskNum": 64, "UserNum": 4, "Note": "Sending back to mark done."})
    note = {
        "TaskNoteNum": 571,
        "TaskNum": 64,
        "UserNum": 4,
        "DateTimeNote": "2025-01-16 08:29:51",
        "Note": "Sending back to mark done.",
    }
    assert (made.status, made.json) == (201, note)
    assert made.headers["Location"].endswith("/tasknotes/571")
    changed = office.put("/tasknotes/571", {"DateTimeNote": "2025-01-16 09:12:00", "Note": "Still open."})
    note |= {"DateTimeNote": "2025-01-16 09:12:00", "Note": "Still open."}
    assert (changed.status, changed.json) == (200, note)
    assert office.get("/tasknotes/571").json == note


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"TaskNum": None}, 400, "TaskNum is required."),
        ({"UserNum": None}, 400, "UserNum is required."),
        ({"Note": None}, 400, "Note is required."),
        ({"Note": " "}, 400, "Note is required."),
        ({"TaskNum": 66}, 404, "Task not found."),
        ({"UserNum": 66}, 404, "Userod not found."),
    ],
)
def test_what_a_new_note_may_not_be(office, changed, status, sentence):
    body = {"TaskNum": 64, "UserNum": 4, "Note": "x"} | changed
    refused(office, lambda api: api.post("/tasknotes", body), status, sentence)


def test_what_a_note_may_not_become(office):
    refused(office, lambda api: api.put("/tasknotes/563", {"Note": ""}), 400, "Note is required.")
    sentence = "DateTimeNote format must be yyyy-MM-dd HH:mm:ss."
    refused(office, lambda api: api.put("/tasknotes/563", {"DateTimeNote": "2025-01-16"}), 400, sentence)
    refused(office, lambda api: api.put("/tasknotes/564", {"Note": "x"}), 404, "TaskNote not found.")


def test_since_24_4_22(empty):
    older = empty.at(version="24.4.21", world="empty")
    for verb in ("GET", "POST", "PUT"):
        got = older.call(verb, "/tasknotes/563")
        assert (got.status, got.json) == (400, f"tasknotes {verb}  is not a valid method.")
    assert empty.at(version="24.4.22", world="empty").get("/tasknotes")[:2] == (200, [])
