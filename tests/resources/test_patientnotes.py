"""https://www.opendental.com/site/apipatientnotes.html"""

from conversation import refuses

refused = refuses("patientnote")


def note(number, entry="2025-06-18 11:48:40", edit="2025-06-18 11:48:40", **texts):
    """A whole answer."""
    blank = dict.fromkeys(("FamFinancial", "Medical", "Service", "MedicalComp", "Treatment", "ICEName", "ICEPhone"), "")
    return {"PatNum": number, **blank, **texts, "SecDateTEntry": entry, "SecDateTEdit": edit}


def family(empty):
    """A mother who pays for her child."""
    empty.seed({"patient": [{"PatNum": 1, "LName": "Wright", "Guarantor": 1}, {"PatNum": 2, "Guarantor": 1}]})
    empty.freeze("2025-06-18 11:48:40")
    return empty


def test_a_row_is_there_for_every_patient(empty):
    family(empty)
    assert empty.get("/patientnotes")[:2] == (200, [])
    got = empty.get("/patientnotes/2")
    assert (got.status, got.json) == (200, note(2))
    assert list(got.json) == list(note(2))
    assert empty.get("/patientnotes").json == [note(1), note(2)]  # the guarantor's was made as well
    missing = empty.get("/patientnotes/3")
    assert (missing.status, missing.json) == (404, "Patient not found.")
    assert missing.hint


def test_notes_are_replaced_and_others_kept(empty):
    family(empty)
    first = empty.put("/patientnotes/1", {"ICEName": "Herbert Grayson", "ICEPhone": "(134) 721-1321"})
    called = {"ICEName": "Herbert Grayson", "ICEPhone": "(134) 721-1321"}
    assert (first.status, first.json) == (200, note(1, **called))
    empty.freeze("2025-06-19 08:00:00")
    texts = {"Medical": "Diabetes.", "Service": "No flo", "MedicalComp": "All of it.", "Treatment": "Likes walks."}
    second = empty.put("/patientnotes/1", texts)
    assert (second.status, second.json) == (200, note(1, **called, **texts, edit="2025-06-19 08:00:00"))
    assert empty.get("/patientnotes/1").json == second.json


def test_the_familys_note_is_the_guarantors(empty):
    family(empty)
    got = empty.put("/patientnotes/2", {"FamFinancial": "Pays monthly.", "Medical": "Asthma"})
    assert (got.status, got.json) == (200, note(2, FamFinancial="Pays monthly.", Medical="Asthma"))
    assert empty.get("/patientnotes").json == [note(1, FamFinancial="Pays monthly."), note(2, Medical="Asthma")]
    assert empty.put("/patientnotes/1", {"FamFinancial": "Paid."}).json["FamFinancial"] == "Paid."
    assert empty.get("/patientnotes/2").json["FamFinancial"] == "Paid."


def test_what_it_refuses(empty):
    family(empty)
    refused(empty, lambda api: api.put("/patientnotes/3", {"Medical": "x"}), 404, "Patient not found.")
    empty.get("/patientnotes/1")  # its row is there from now on
    refused(empty, lambda api: api.put("/patientnotes/1", {"Medical": {"a": 1}}), 400, "Invalid JSON.")


def test_a_deleted_patient_keeps_its_notes(empty):
    empty.seed({"patient": [{"PatNum": 9, "PatStatus": "Deleted"}], "patientnote": [{"PatNum": 9, "Medical": "x"}]})
    refused(empty, lambda api: api.put("/patientnotes/9", {"Medical": "y"}), 400, "Patient is deleted.")


def test_since_when(empty):
    older = family(empty.at(version="25.2.13", world="empty"))
    assert older.get("/patientnotes")[:2] == (400, "PatNum is required.")
    got = older.put("/patientnotes/1", {"Service": "No flo", "Medical": "x", "FamFinancial": "x", "Treatment": "x"})
    assert got.json == note(1, Service="No flo")
    assert "25.2.14" in got.hint
    oldest = family(empty.at(version="21.3.99", world="empty"))
    assert oldest.put("/patientnotes/1", {"Service": "x", "ICEName": "Ann"}).json == note(1, ICEName="Ann")
    before = family(empty.at(version="21.1", world="empty")).get("/patientnotes/1")
    assert (before.status, before.json) == (400, "patientnotes GET  is not a valid method.")
