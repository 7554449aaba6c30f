"""https://www.opendental.com/site/apicommlogs.html"""

import pytest
from conversation import refuses

refused = refuses("commlog")

CALLED = {
    "CommlogNum": 2,
    "PatNum": 15,
    "CommDateTime": "2021-02-07 03:25:29",
    "CommType": "239",
    "commType": "Misc",
    "Note": "Left msg on answering machine",
    "Mode_": "Phone",
    "SentOrReceived": "Sent",
    "UserNum": 1,
    "DateTStamp": "2021-02-07 03:26:16",
    "CommSource": "User",
    "ProgramNum": 0,
    "DateTEntry": "2021-02-07 03:26:16",
    "ReferralNum": 0,
}
WROTE = CALLED | {
    "CommlogNum": 11,
    "PatNum": 31,
    "CommType": "236",
    "commType": "Insurance",
    "Mode_": "Mail",
    "SentOrReceived": "Received",
    "DateTStamp": "2021-02-07 03:10:25",
}
KINDS = [
    {"DefNum": 235, "ItemName": "ApptRelated", "Category": 27, "ItemValue": "APPT"},
    {"DefNum": 236, "ItemName": "Insurance", "Category": 27, "ItemOrder": 1},
    {"DefNum": 239, "ItemName": "Misc", "Category": 27, "ItemValue": "MISC", "ItemOrder": 2},
]


@pytest.fixture
def office(api):
    """An office with kinds of commlogs, and two of them."""
    api.seed({"definition": KINDS, "commlog": [CALLED, WROTE]})
    api.freeze("2025-01-21 11:20:34")
    return api


def test_a_commlog(office):
    got = office.get("/commlogs/2")
    assert (got.status, got.json) == (200, CALLED)
    assert list(got.json) == list(CALLED)
    missing = office.get("/commlogs/3")
    assert (missing.status, missing.json) == (404, "Commlog not found.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [CALLED, WROTE]),
        ("?PatNum=31", [WROTE]),
        ("?PatNum=16", []),
        ("?DateTStamp=2021-02-07%2003:26:16", [CALLED]),
        ("?DateTStamp=2021-02-07%2003:26:17", []),
        ("?PatNum=15&DateTStamp=2021-02-07%2003:00:00", [CALLED]),
    ],
)
def test_commlogs_are_found(office, query, found):
    got = office.get(f"/commlogs{query}")
    assert (got.status, got.json) == (200, found)


def test_what_none_is_found_by(office):
    assert office.get("/commlogs?PatNum=4711")[:2] == (404, "Patient not found.")
    sentence = "DateTStamp format must be yyyy-MM-dd HH:mm:ss."
    assert office.get("/commlogs?DateTStamp=2021-02-07")[:2] == (400, sentence)


def made(number, **changed):
    """A new commlog as it is answered."""
    now = "2025-01-21 11:20:34"
    usual = {"CommlogNum": number, "UserNum": 0, "CommDateTime": now, "DateTStamp": now, "DateTEntry": now}
    return CALLED | usual | changed


def test_a_commlog_with_what_is_usual(office):
    got = office.post("/commlogs", {"PatNum": 15, "Note": "Left msg on answering machine"})
    assert (got.status, got.json) == (201, made(12))
    assert got.headers["Location"].endswith("/commlogs/12")
    assert office.rows("securitylog")[-1]["PermType"] == "CommlogCreate"


def test_a_commlog_with_all_that_can_be_said(office):
    said = {
        "PatNum": 31,
        "commType": "apptrelated",
        "CommType": 236,
        "CommDateTime": "2025-01-21 11:15:00",
        "Mode_": "Text",
        "SentOrReceived": "Received",
        "Note": "Appointment confirmed for 9:15am.",
    }
    got = office.post("/commlogs", said)
    kind = {"CommType": "235", "commType": "ApptRelated"}
    assert (got.status, got.json) == (201, made(12, **said | kind))
    assert "CommType was ignored" in got.hint
    del said["commType"]
    assert office.post("/commlogs", said).json["commType"] == "Insurance"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("In Person", "InPerson"), ("Email and Text", "EmailAndText"), ("PhoneAndText", "PhoneAndText"), ("None", "None")],
)
def test_by_which_means(office, sent, shown):
    got = office.post("/commlogs", {"PatNum": 15, "Note": "x", "Mode_": sent})
    assert (got.status, got.json) == (201, made(12, Note="x", Mode_=shown))


def test_the_usual_kind_is_the_one_marked_misc(empty):
    def kind(**definition):
        empty.seed({"definition": [definition | {"Category": 27}]})
        return empty.post("/commlogs", {"PatNum": 15, "Note": "x"}).json["CommType"]

    empty.seed({"patient": [{"PatNum": 15}]})
    assert empty.post("/commlogs", {"PatNum": 15, "Note": "x"}).json["CommType"] == "0"
    assert kind(DefNum=3, ItemName="Later", ItemOrder=5) == "3"
    assert kind(DefNum=4, ItemName="First", ItemOrder=1) == "4"
    assert kind(DefNum=5, ItemName="Other", ItemOrder=9, ItemValue="MISC", isHidden="true") == "5"


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"Note": None}, 400, "Note is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"CommType": 4711}, 404, "Definition not found."),
        ({"CommType": 40}, 400, "CommType is invalid."),
        ({"commType": "Gossip"}, 400, "commType is invalid."),
        ({"Mode_": "Fax"}, 400, "Mode_ is invalid."),
        ({"SentOrReceived": "Both"}, 400, "SentOrReceived is invalid."),
        ({"CommDateTime": "2025-01-21"}, 400, "CommDateTime format must be yyyy-MM-dd HH:mm:ss."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    refused(office, lambda api: api.post("/commlogs", {"PatNum": 15, "Note": "x"} | changed), status, sentence)


def test_a_new_note_takes_the_signature_away(office):
    office.seed({"commlog": [CALLED | {"Signature": "signed by hand"}]})
    got = office.put("/commlogs/2", {})
    assert (got.status, got.json) == (200, CALLED)
    assert office.row("commlog", 2)["Signature"] == "signed by hand"
    got = office.put("/commlogs/2", {"Note": "They are late."})
    assert (got.status, got.json) == (200, CALLED | {"Note": "They are late.", "DateTStamp": "2025-01-21 11:20:34"})
    assert office.row("commlog", 2)["Signature"] == ""
    assert office.rows("securitylog")[-1]["PermType"] == "CommlogEdit"


def test_only_the_note_changes(office):
    got = office.put("/commlogs/2", {"Mode_": "Mail"})
    assert (got.status, got.json) == (200, CALLED)
    assert "Mode_" in got.hint
    refused(office, lambda api: api.put("/commlogs/3", {"Note": "x"}), 404, "Commlog not found.")


def test_since_when(api):
    older = api.at(version="25.1.12")
    assert older.get("/commlogs")[:2] == (400, "PatNum is required.")
    older.seed({"definition": KINDS, "commlog": [CALLED]})
    assert older.get("/commlogs?PatNum=15&DateTStamp=2099-01-01%2000:00:00").json == [CALLED]
    assert older.get("/commlogs/2")[:2] == (400, "PatNum is required.")
    assert older.put("/commlogs/2", {"Note": "x"})[:2] == (400, "commlogs PUT  is not a valid method.")
    got = api.at(version="23.3.6").post("/commlogs", {"PatNum": 15, "Note": "x"})
    assert (got.status, got.text) == (201, "")
    assert got.headers["Location"].endswith("/commlogs/1")


def test_a_deleted_patient_gets_none(office):
    office.seed({"patient": [{"PatNum": 99, "PatStatus": "Deleted"}]})
    refused(office, lambda api: api.post("/commlogs", {"PatNum": 99, "Note": "x"}), 400, "Patient is deleted.")
