"""https://www.opendental.com/site/apiprocnotes.html"""

import pytest
from conversation import refuses, text

refused = refuses("procnote")

NOW = "2024-09-10 11:56:29"
OTHER, LINE = 15, "Digitally Signed by developer Date Signed: 09/10/2024 11:56:29 AM"


@pytest.fixture
def notes(api):
    """A procedure of patient 12 with two notes, another one of theirs, and one of another patient."""
    api.freeze(NOW)
    api.seed(
        {
            "procedurelog": [
                {"ProcNum": 9001, "PatNum": 12, "CodeNum": 35},
                {"ProcNum": 9002, "PatNum": 12, "CodeNum": 35},
                {"ProcNum": 9003, "PatNum": OTHER, "CodeNum": 35},
            ],
            "procnote": [
                {"ProcNoteNum": 5, "PatNum": 12, "ProcNum": 9001, "EntryDateTime": "2024-09-03 11:45:48", "Note": "b"},
                {"ProcNoteNum": 6, "PatNum": 12, "ProcNum": 9001, "EntryDateTime": "2024-09-02 11:45:48", "Note": "a"},
                {"ProcNoteNum": 7, "PatNum": OTHER, "ProcNum": 9003, "Note": "c", "UserNum": 1, "isSigned": "true"},
            ],
        }
    )
    return api


def answer(number, note, **more):
    row = {
        "ProcNoteNum": number,
        "PatNum": 12,
        "ProcNum": 9001,
        "EntryDateTime": NOW,
        "UserNum": 0,
        "Note": note,
        "SigIsTopaz": "false",
        "isSigned": "false",
    }
    return row | more


def sent(note="new", **more):
    return {"PatNum": 12, "ProcNum": 9001, "Note": note} | more


# --- GET ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [7, 6, 5]),
        ("PatNum=12", [6, 5]),
        ("PatNum=12&ProcNum=9001", [6, 5]),
        ("ProcNum=9003", [7]),
        ("PatNum=12&ProcNum=9003", []),
        ("PatNum=0&ProcNum=0", [7, 6, 5]),
        ("Limit=1&Offset=1", [6]),
    ],
)
def test_notes_come_the_newest_first(notes, query, numbers):
    got = notes.get(f"/procnotes?{query}")
    assert (got.status, [row["ProcNoteNum"] for row in got.json]) == (200, numbers)


def test_a_note_shows_that_it_is_signed_and_not_the_signature(notes):
    signed = answer(7, "c", PatNum=OTHER, ProcNum=9003, EntryDateTime="0001-01-01 00:00:00", UserNum=1, isSigned="true")
    assert notes.get("/procnotes?ProcNum=9003").text == text([signed])


def test_notes_of_nobody(notes):
    refused(notes, lambda api: api.get("/procnotes?PatNum=4711"), 404, "Patient not found.")
    refused(notes, lambda api: api.get("/procnotes?ProcNum=4711"), 404, "ProcedureLog not found.")


# --- POST --------------------------------------------------------------------------------------------


def test_a_new_note_takes_the_place_of_the_old_ones_which_stay(notes):
    before = notes.rows("procnote")
    got = notes.post("/procnotes", sent())
    assert (got.status, got.text, got.hint) == (201, text(answer(8, "new")), "")
    assert notes.get("/procnotes?ProcNum=9001").json[0] == got.json
    assert notes.rows("procnote")[:3] == before
    assert notes.row("procnote", 8)["Signature"] == ""


def test_a_signed_note_says_who_and_when(notes):
    got = notes.post("/procnotes", sent(isSigned="true"))
    assert (got.status, got.json) == (201, answer(8, "new", isSigned="true"))
    assert notes.row("procnote", 8)["Signature"].startswith(f"{LINE} ")
    notes.post("/procnotes", sent("other", isSigned="true"))
    assert notes.row("procnote", 9)["Signature"] != notes.row("procnote", 8)["Signature"]


def test_a_note_is_appended_to_the_newest_one(notes):
    got = notes.post("/procnotes", sent(doAppendNote="true", isSigned="true"))
    assert (got.status, got.json) == (201, answer(8, "b\r\n\r\nnew", isSigned="true"))
    assert notes.row("procnote", 8)["Note"] == "b\r\n\r\nnew"


def test_the_first_note_is_appended_to_nothing(notes):
    got = notes.post("/procnotes", sent(ProcNum=9002, doAppendNote="true"))
    assert (got.status, got.json) == (201, answer(8, "new", ProcNum=9002))


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("a" + "\n" * 50 + "b", "a" + "\n" * 50 + "b"),
        ("a" + "\n" * 51 + "b", "a\nb"),
        ("a\r\n" + "  \r\n" * 50 + "b\n\nc", "a\r\nb\n\nc"),
        ("\n" * 50 + "a", "a"),
        ("a" + "\n" * 50, "a"),
        ("a" + "\n" * 49, "a" + "\n" * 49),
    ],
    ids=["49", "50", "with blanks", "at the beginning", "at the end", "49 at the end"],
)
def test_50_blank_lines_go(notes, note, kept):
    assert notes.post("/procnotes", sent(note)).status == 201
    assert notes.row("procnote", 8)["Note"] == kept


@pytest.mark.parametrize(
    ("body", "status", "sentence", "hint"),
    [
        ({"ProcNum": 9001, "Note": "x"}, 400, "PatNum is required.", ""),
        ({"PatNum": 12, "Note": "x"}, 400, "ProcNum is required.", ""),
        ({"PatNum": 12, "ProcNum": 9001}, 400, "Note is required.", ""),
        (sent(PatNum=4711), 404, "Patient not found.", ""),
        (sent(ProcNum=4711), 404, "ProcedureLog not found.", ""),
        (sent(ProcNum=9003), 400, "ProcNum is invalid.", "procedure 9003 is patient 15's"),
        (sent(isSigned="yes"), 400, "isSigned is invalid.", ""),
        (sent(doAppendNote=1), 400, "doAppendNote is invalid.", ""),
    ],
)
def test_a_note_is_refused(notes, body, status, sentence, hint):
    refused(notes, lambda api: api.post("/procnotes", body), status, sentence, hint)


def test_nobody_changes_or_deletes_a_note(notes):
    refused(notes, lambda api: api.put("/procnotes/5", {"Note": "x"}), 400, "procnotes PUT  is not a valid method.")
    refused(notes, lambda api: api.delete("/procnotes/5"), 400, "procnotes DELETE  is not a valid method.")


def test_versions_and_permissions(api):
    older = api.at(version="24.2.28")
    older.freeze(NOW)
    older.seed({"procedurelog": [{"ProcNum": 9001, "PatNum": 12, "CodeNum": 35}]})
    assert older.get("/procnotes").json == "procnotes GET  is not a valid method."
    got = older.post("/procnotes", sent(isSigned="true", doAppendNote="true"))
    assert (got.status, got.text) == (201, text({"PatNum": 12, "ProcNum": 9001, "Note": "new"}))
    assert got.headers["Location"].endswith("/api/v1/procnotes/1")
    assert "isSigned" in got.hint
    assert older.row("procnote", 1)["Signature"] == ""
    assert api.at(version="22.1").post("/procnotes", sent()).json == "procnotes POST  is not a valid method."
    api.put(f"/__admin/offices/{api.key}", {"permissions": ["ApiReadAll"]})
    refused(
        api, lambda api: api.post("/procnotes", sent()), 401, "ProcNotes POST requires the permission ApiAllOthers."
    )
