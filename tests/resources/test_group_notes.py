"""https://www.opendental.com/site/apiprocedurelogs.html, group notes"""

import pytest
from conversation import refuses

refused = refuses("procedurelog", "procnote", "procgroupitem", "securitylog")

NOW = "2024-01-27 14:13:05"
EXAM, XRAYS, OTHER_DAY, PLANNED = 9001, 9002, 9003, 9004
GROUP = 20805
VERSION = "25.3.36"
LINE = "Digitally Signed by developer Date Signed: 01/27/2024 14:13:05 PM"


@pytest.fixture
def office(api):
    """An office with an exam and X-rays of patient 67 on one day, and what has no note with them."""
    new = api.at(version=VERSION)
    new.freeze(NOW)
    done = {"PatNum": 67, "CodeNum": 35, "ProcStatus": "C", "ProcDate": "2024-01-20", "ProvNum": 4, "ClinicNum": 1}
    new.seed(
        {
            "procedurelog": [
                {**done, "ProcNum": EXAM},
                {**done, "ProcNum": XRAYS, "CodeNum": 40, "ProcStatus": "EO"},
                {**done, "ProcNum": OTHER_DAY, "ProcDate": "2024-01-21"},
                {**done, "ProcNum": PLANNED, "ProcStatus": "TP"},
            ]
        }
    )
    return new


def sent(*numbers, note="Medical: no changes", **more):
    return {"PatNum": 67, "ProcNums": [*(numbers or (EXAM, XRAYS))], "Note": note} | more


def answer(note="Medical: no changes", **more):
    shown = {"PatNum": 67, "ProvNum": 1, "ProcNum": GROUP, "ProcNums": [EXAM, XRAYS], "Note": note, "isSigned": "false"}
    return shown | more


def add(office, **more):
    got = office.post("/procedurelogs/GroupNote", sent(**more))
    assert got.status == 201, got.json
    return got.json


def lock(office):
    office.seed({"procedurelog": [{**office.get(f"/procedurelogs/{GROUP}").json, "IsLocked": "true"}]})


# --- POST ------------------------------------------------------------------------------------------------


def test_a_group_note_is_a_procedure_with_a_note(office):
    """7 of the side effects: a group note is a ~GRP~ procedure plus a procnote."""
    got = office.post("/procedurelogs/GroupNote", sent(XRAYS, EXAM, XRAYS))
    assert (got.status, got.json) == (201, answer())
    assert [*got.json] == ["PatNum", "ProvNum", "ProcNum", "ProcNums", "Note", "isSigned"]
    assert got.headers["Location"].endswith(f"/api/v1/procedurelogs/{GROUP}")
    row = office.get(f"/procedurelogs/{GROUP}").json
    shown = {name: row[name] for name in ("procCode", "ProcStatus", "ProcDate", "ClinicNum", "ProcFee", "DateEntryC")}
    assert shown == {
        "procCode": "~GRP~",
        "ProcStatus": "EC",
        "ProcDate": "2024-01-20",
        "ClinicNum": 1,
        "ProcFee": "0.00",
        "DateEntryC": "2024-01-27",
    }
    items = [(row["ProcNum"], row["GroupNum"]) for row in office.rows("procgroupitem")]
    assert sorted(items) == [(EXAM, GROUP), (XRAYS, GROUP)]
    assert office.get(f"/procnotes?ProcNum={GROUP}").json == [
        {
            "ProcNoteNum": 1,
            "PatNum": 67,
            "ProcNum": GROUP,
            "EntryDateTime": NOW,
            "UserNum": 0,
            "Note": "Medical: no changes",
            "SigIsTopaz": "false",
            "isSigned": "false",
        }
    ]


def test_the_code_is_made_once(office):
    add(office)
    add(office)
    assert [row["ProcCode"] for row in office.rows("procedurecode")].count("~GRP~") == 1


def test_it_may_be_signed(office):
    assert add(office, isSigned="true") == answer(isSigned="true")
    (note,) = office.rows("procnote")
    assert note["Signature"].startswith(LINE)


def test_the_procedures_are_no_text(office):
    """Recorded, of this body but for its note."""
    body = {"ProcNums": f"{EXAM},{XRAYS}", "Note": "Done today: Prophy", "isSigned": False, "ProvNum": 1}
    refused(office, lambda api: api.post("/procedurelogs/GroupNote", body), 400, "Invalid JSON.", hint="a list of keys")
    refused(office, lambda api: api.post("/procedurelogs/GroupNote", body | {"PatNum": 67}), 400, "Invalid JSON.")


@pytest.mark.parametrize("sent_break", ["\r\n", "\n"])
def test_a_note_has_its_line_breaks(office, sent_break):
    """The page's example; recorded: a lone line feed came back with a carriage return."""
    kept = "Medical: no changes \r\nPt concerns: none\r\n\r\nNext: prophy"
    note = kept.replace("\r\n", sent_break)
    assert add(office, note=note)["Note"] == kept
    assert office.get("/procedurelogs/GroupNotes?PatNum=67").json[0]["Note"] == kept
    assert put(office, note).json["Note"] == kept
    assert [row["Note"] for row in office.rows("procnote")] == [kept]
    assert put(office, f"Done.{sent_break}{note}").json["Note"] == f"Done.\r\n{kept}"


def test_its_provider_is_the_patients_unless_it_is_said(office):
    assert add(office)["ProvNum"] == 1
    assert add(office, ProvNum=9)["ProvNum"] == 9
    office.seed({"patient": [{**office.get("/patients/67").json, "PriProv": 0}]})
    office.prefer(PracticeDefaultProv="12")
    assert add(office)["ProvNum"] == 12


def test_before_25_3_36_it_is_that_of_the_procedures(api):
    old = api.at(version="25.3.35")
    body = {"PatNum": 12, "ProcNums": [20], "Note": "x", "ProvNum": 9}
    got = old.post("/procedurelogs/GroupNote", body)
    assert (got.status, got.json["ProvNum"]) == (201, 1)
    assert "ProvNum was added in 25.3.36" in got.hint


def test_notes_go_together_where_the_office_wants_it(office):
    notes = [
        {"PatNum": 67, "ProcNum": XRAYS, "Note": "Four bitewings.", "isSigned": "true", "EntryDateTime": NOW},
        {"PatNum": 67, "ProcNum": EXAM, "Note": "Old.", "EntryDateTime": "2024-01-19 09:00:00"},
        {"PatNum": 67, "ProcNum": EXAM, "Note": "No caries.", "EntryDateTime": "2024-01-20 09:00:00"},
    ]
    office.seed({"procnote": notes})
    office.prefer(ProcGroupNoteDoesAggregate="1")
    assert add(office, note="All well.")["Note"] == "No caries.\r\nFour bitewings.\r\nAll well."
    newest = {
        row["ProcNum"]: row["Note"] for row in sorted(office.rows("procnote"), key=lambda row: row["ProcNoteNum"])
    }
    assert newest == {XRAYS: "Four bitewings.", EXAM: "", GROUP: "No caries.\r\nFour bitewings.\r\nAll well."}


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"PatNum": 67, "Note": "x"}, 400, "ProcNums is required."),
        ({"PatNum": 67, "ProcNums": [EXAM]}, 400, "Note is required."),
        (sent(EXAM, PatNum=4711), 404, "Patient not found."),
        (sent(EXAM, 4711), 404, "ProcNum 4711 is invalid."),
        (sent(EXAM, ProvNum=4711), 404, "Provider not found."),
        ({"PatNum": 67, "ProcNums": "x", "Note": "x"}, 400, "Invalid JSON."),
        ({"PatNum": 67, "ProcNums": [], "Note": "x"}, 400, "ProcNums is required."),
        (sent(EXAM, 20), 400, "ProcNum 20 is invalid."),
        (sent(EXAM, PLANNED), 400, "Procedures must be complete to attach a group note."),
        (sent(EXAM, OTHER_DAY), 400, "Procedures must have the same date to attach a group note."),
    ],
)
def test_it_refuses(api, office, body, status, sentence):
    refused(office, lambda api: api.post("/procedurelogs/GroupNote", body), status, sentence)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"ClinicNum": 2}, "Procedures must have the same clinic to attach a group note."),
        ({"ProvNum": 9}, "Procedures must have the same provider to attach a group note."),
        ({"IsLocked": "true"}, "Locked procedures cannot be attached to a group note."),
        ({"ProcStatus": "D"}, "Procedures must be complete to attach a group note."),
    ],
)
def test_procedures_that_have_no_note_together(office, more, sentence):
    office.seed({"procedurelog": [{**office.get(f"/procedurelogs/{XRAYS}").json, **more}]})
    refused(office, lambda api: api.post("/procedurelogs/GroupNote", sent()), 400, sentence)


def test_no_group_note_of_a_group_note(office):
    add(office)
    sentence = "You cannot attach a group note to another group note."
    refused(office, lambda api: api.post("/procedurelogs/GroupNote", sent(EXAM, GROUP)), 400, sentence)


# --- GET -------------------------------------------------------------------------------------------------


def test_a_patients_group_notes(office):
    add(office, note="First.")
    add(office, note="Second.", isSigned="true")
    got = office.get("/procedurelogs/GroupNotes?PatNum=67")
    assert (got.status, got.json) == (
        200,
        [
            answer("Second.", ProcNum=GROUP + 1, isSigned="True"),
            answer("First.", isSigned="False"),
        ],
    )
    assert office.get("/procedurelogs/GroupNotes?PatNum=67&Limit=1&Offset=1").json == got.json  # recorded


def test_the_newest_note_counts(office):
    """8 of the side effects: POST /procnotes replaces the note."""
    add(office, note="First.")
    office.post("/procnotes", {"PatNum": 67, "ProcNum": GROUP, "Note": "Newest."})
    assert [row["Note"] for row in office.get("/procedurelogs/GroupNotes?PatNum=67").json] == ["Newest."]


def test_a_patient_without_any(api):
    """Recorded."""
    sentence = "No GroupNote(s) found for PatNum 67."
    refused(api, lambda api: api.get("/procedurelogs/GroupNotes?PatNum=67"), 404, sentence)


@pytest.mark.parametrize(
    ("query", "status", "sentence"), [("", 400, "PatNum is required."), ("?PatNum=4711", 404, "Patient not found.")]
)
def test_whose_they_are(api, query, status, sentence):
    refused(api, lambda api: api.get(f"/procedurelogs/GroupNotes{query}"), status, sentence)


# --- PUT -------------------------------------------------------------------------------------------------


def put(office, note="Dental exam", **more):
    return office.put(f"/procedurelogs/{GROUP}/GroupNote", {"PatNum": 67, "Note": note} | more)


def test_another_note_takes_its_place(office):
    add(office)
    got = put(office)
    assert (got.status, got.json) == (200, answer("Dental exam"))
    assert [row["Note"] for row in office.rows("procnote")] == ["Medical: no changes", "Dental exam"]


def test_the_same_note_is_not_written_again(office):
    add(office, isSigned="true")
    assert put(office, "Medical: no changes").json == answer(isSigned="true")
    assert len(office.rows("procnote")) == 1


def test_a_signature_is_put_and_taken_away(office):
    add(office)
    assert put(office, "Medical: no changes", isSigned="true").json == answer(isSigned="true")
    assert put(office, "Medical: no changes", isSigned="false").json == answer()
    assert [row["Signature"] != "" for row in office.rows("procnote")] == [False, True, False]


def test_a_new_note_is_not_signed(office):
    add(office, isSigned="true")
    assert put(office).json == answer("Dental exam")


def test_its_provider_may_change(office):
    add(office)
    assert put(office, ProvNum=9).json == answer("Dental exam", ProvNum=9)


def test_a_locked_note_is_added_to(office):
    add(office)
    lock(office)
    assert put(office, "More.", doAppendNote="true").json == answer("Medical: no changes\r\n\r\nMore.")


def test_one_that_is_not_locked_is_not(office):
    add(office)
    sentence = "doAppendNote is only allowed if the GroupNote is locked and not invalidated."
    refused(office, lambda _: put(office, doAppendNote="true"), 400, sentence)
    assert put(office, doAppendNote="false").status == 200


@pytest.mark.parametrize(
    ("number", "body", "status", "sentence"),
    [
        (4711, {"PatNum": 67, "Note": "x"}, 404, "ProcedureLog not found."),
        (EXAM, {"PatNum": 67, "Note": "x"}, 400, "ProcNum is not a GroupNote."),
        (GROUP, {"Note": "x"}, 400, "PatNum is required."),
        (GROUP, {"PatNum": 67}, 400, "Note is required."),
        (GROUP, {"PatNum": 29, "Note": "x"}, 400, "PatNum is invalid."),
        (GROUP, {"PatNum": 4711, "Note": "x"}, 404, "Patient not found."),
        (GROUP, {"PatNum": 67, "Note": "x", "ProvNum": 4711}, 404, "Provider not found."),
    ],
)
def test_a_change_is_refused(office, number, body, status, sentence):
    add(office)
    refused(office, lambda api: api.put(f"/procedurelogs/{number}/GroupNote", body), status, sentence)


# --- DELETE ----------------------------------------------------------------------------------------------


def test_a_group_note_is_deleted(office):
    add(office)
    got = office.delete(f"/procedurelogs/{GROUP}/GroupNote")
    assert (got.status, got.text) == (200, "")
    assert office.get(f"/procedurelogs/{GROUP}").json["ProcStatus"] == "D"
    assert office.rows("procgroupitem") == []
    assert [office.get(f"/procedurelogs/{number}").json["ProcStatus"] for number in (EXAM, XRAYS)] == ["C", "EO"]
    assert office.get("/procedurelogs/GroupNotes?PatNum=67").status == 404
    assert len(office.rows("procnote")) == 1
    refused(office, lambda api: api.delete(f"/procedurelogs/{GROUP}/GroupNote"), 400, "ProcNum is not a GroupNote.")


def test_and_leaves_its_appointment(office):
    office.seed({"appointment": [{"AptNum": 202, "PatNum": 67, "AptStatus": "Scheduled"}]})
    add(office)
    for number in (EXAM, GROUP):
        office.put(f"/procedurelogs/{number}", {"AptNum": 202})
    assert office.get("/appointments/202").json["ProcDescript"] == "PerEx, GrpNote"
    assert office.delete(f"/procedurelogs/{GROUP}/GroupNote").status == 200
    assert office.get("/appointments/202").json["ProcDescript"] == "PerEx"


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        (f"{EXAM}/GroupNote", 400, "ProcNum is not a GroupNote."),
        ("4711/GroupNote", 404, "ProcedureLog not found."),
        (f"{GROUP}", 400, "Procedures with a ProcStatus of EC cannot be deleted."),
    ],
)
def test_only_a_group_note_is(office, path, status, sentence):
    add(office)
    refused(office, lambda api: api.delete(f"/procedurelogs/{path}"), status, sentence)


# --- versions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "since", "verb", "path", "spoken"),
    [
        ("25.2.37", "25.2.38", "GET", "/procedurelogs/GroupNotes?PatNum=67", "GET GroupNotes"),
        ("22.1.9", "22.2", "POST", "/procedurelogs/GroupNote", "POST GroupNote"),
        ("22.2.28", "22.2.29", "PUT", "/procedurelogs/20/GroupNote", "PUT GroupNote"),
        ("22.3.7", "22.3.8", "DELETE", "/procedurelogs/20/GroupNote", "DELETE GroupNote"),
    ],
)
def test_since_when_it_is_there(api, before, since, verb, path, spoken):
    got = api.at(version=before).call(verb, path)
    assert (got.status, got.json) == (400, f"procedurelogs {spoken} is not a valid method.")
    assert "not a valid method" not in api.at(version=since).call(verb, path).json


@pytest.mark.parametrize(("version", "signed"), [("25.2.37", "false"), ("25.2.38", "true")])
def test_signing_was_added_in_25_2_38(api, version, signed):
    body = {"PatNum": 12, "ProcNums": [20], "Note": "x", "isSigned": "true"}
    got = api.at(version=version).post("/procedurelogs/GroupNote", body)
    assert (got.status, got.json["isSigned"]) == (201, signed)
