"""https://www.opendental.com/site/apipopups.html"""

import pytest
from conversation import refuses

refused = refuses("popup")

NEVER = "0001-01-01 00:00:00"
OWN = {
    "PopupNum": 8,
    "PatNum": 11,
    "Description": "Needs to fill out paperwork.",
    "IsDisabled": "false",
    "PopupLevel": "Patient",
    "DateTimeEntry": "2025-03-21 13:10:27",
    "IsArchived": "false",
    "PopupNumArchive": 0,
    "DateTimeDisabled": NEVER,
}
FAMILY = OWN | {
    "PopupNum": 9,
    "PatNum": 12,
    "Description": "Verify cell phone number is accurate.",
    "PopupLevel": "Family",
    "DateTimeEntry": "2025-03-21 13:10:43",
}
WIDE = OWN | {
    "PopupNum": 10,
    "PatNum": 21,
    "Description": "Ask about medications.",
    "PopupLevel": "SuperFamily",
    "DateTimeEntry": "2025-03-21 13:11:18",
    "IsDisabled": "true",
    "DateTimeDisabled": "2025-03-22 00:00:00",
}
GUARANTORS = OWN | {"PopupNum": 11, "PatNum": 10}
ARCHIVED = FAMILY | {"PopupNum": 12, "IsArchived": "true", "PopupNumArchive": 9}
STRANGERS = OWN | {"PopupNum": 13, "PatNum": 30}
NOW = "2025-04-02 09:00:00"


@pytest.fixture
def office(empty):
    """An office with two families that are one super family, and a patient beside them."""
    empty.seed(
        {
            "patient": [
                {"PatNum": 10, "Guarantor": 10, "SuperFamily": 10},
                {"PatNum": 11, "Guarantor": 10, "SuperFamily": 10},
                {"PatNum": 12, "Guarantor": 10, "SuperFamily": 10},
                {"PatNum": 21, "Guarantor": 21, "SuperFamily": 10},
                {"PatNum": 30, "Guarantor": 30},
                {"PatNum": 31, "Guarantor": 30},
            ],
            "popup": [OWN, FAMILY, WIDE, GUARANTORS, ARCHIVED, STRANGERS],
        }
    )
    empty.put(f"/__admin/offices/{empty.key}", {"timezone": "Etc/UTC"})
    empty.freeze(NOW)
    return empty


def test_popups_of_the_whole_family(office):
    for patient in (10, 11, 12, 21):
        got = office.get(f"/popups?PatNum={patient}")
        assert (got.status, got.json) == (200, [WIDE, FAMILY, GUARANTORS, OWN])
    assert list(got.json[0]) == list(OWN)
    for patient in (30, 31):
        assert office.get(f"/popups?PatNum={patient}").json == [STRANGERS]
    assert office.get("/popups")[:2] == (400, "PatNum is required.")
    assert office.get("/popups?PatNum=4711")[:2] == (404, "Patient not found.")


def made(**changed):
    usual = {"PopupNum": 14, "DateTimeEntry": NOW, "Description": "Call first."}
    return OWN | usual | changed


def test_a_popup_with_what_is_usual(office):
    got = office.post("/popups", {"PatNum": 11, "Description": "Call first."})
    assert (got.status, got.json) == (201, made())
    assert got.headers["Location"].endswith("/popups/14")
    assert office.row("popup", 14)["UserNum"] == 0
    assert office.rows("securitylog")[-1]["PermType"] == "PopupEdit"


@pytest.mark.parametrize("level", ["Patient", "Family", "SuperFamily"])
def test_a_popup_with_all_that_can_be_said(office, level):
    said = {"PatNum": 12, "PopupLevel": level, "DateTimeDisabled": "2025-10-15 10:00:00"}
    assert office.post("/popups", {"Description": "Call first.", **said})[:2] == (201, made(**said))


def test_it_is_entered_in_utc(office):
    office.put(f"/__admin/offices/{office.key}", {"timezone": "America/Los_Angeles"})
    office.freeze("2025-04-02 20:00:00")
    got = office.post("/popups", {"PatNum": 11, "Description": "Call first."})
    assert (got.status, got.json) == (201, made(DateTimeEntry="2025-04-03 03:00:00"))
    office.freeze("2025-01-02 20:00:00")
    got = office.post("/popups", {"PatNum": 11, "Description": "Call first."})
    assert got.json == made(PopupNum=15, DateTimeEntry="2025-01-03 04:00:00")
    assert office.rows("securitylog")[-1]["LogDateTime"] == "2025-01-02 20:00:00"


ALONE = "PopupLevel is invalid. The patient is not part of a SuperFamily."


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"Description": None}, 400, "Description is required."),
        ({"Description": " "}, 400, "Description is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"PopupLevel": "Automation"}, 400, "PopupLevel is invalid."),
        ({"PopupLevel": 1}, 400, "PopupLevel is invalid."),
        ({"PatNum": 30, "PopupLevel": "SuperFamily"}, 400, ALONE),
        ({"DateTimeDisabled": "2025-10-15"}, 400, "DateTimeDisabled format must be yyyy-MM-dd HH:mm:ss."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    body = {"PatNum": 11, "Description": "Call first."} | changed
    refused(office, lambda api: api.post("/popups", body), status, sentence)


def test_a_new_text_leaves_the_old_one_behind(office):
    said = {"Description": "Verify address", "PopupLevel": "Patient", "DateTimeDisabled": "2025-10-15 10:00:00"}
    assert office.put("/popups/9", said)[:2] == (200, FAMILY | said)
    left = {name: FAMILY[name] for name in ("PatNum", "Description", "PopupLevel", "DateTimeDisabled")}
    row = office.row("popup", 14)
    assert {name: row[name] for name in left} == left
    assert (row["IsArchived"], row["PopupNumArchive"], row["DateTimeEntry"]) == ("true", 9, NOW)
    assert office.get("/popups?PatNum=10").json == [WIDE, GUARANTORS, OWN, FAMILY | said]


def test_other_changes_leave_nothing_behind(office):
    assert office.put("/popups/9", {"DateTimeDisabled": NOW})[:2] == (200, FAMILY | {"DateTimeDisabled": NOW})
    got = office.put("/popups/9", {"DateTimeDisabled": NEVER, "PopupLevel": "SuperFamily", "PatNum": 30})
    assert (got.status, got.json) == (200, FAMILY | {"PopupLevel": "SuperFamily"})
    assert "PatNum" in got.hint
    assert office.put("/popups/9", {"Description": FAMILY["Description"]}).status == 200
    assert len(office.rows("popup")) == 6


def test_what_a_popup_may_not_become(office):
    refused(office, lambda api: api.put("/popups/13", {"PopupLevel": "SuperFamily"}), 400, ALONE)
    refused(office, lambda api: api.put("/popups/13", {"Description": ""}), 400, "Description is required.")
    refused(office, lambda api: api.put("/popups/13", {"PopupLevel": "Automation"}), 400, "PopupLevel is invalid.")
    refused(office, lambda api: api.put("/popups/14", {"Description": "x"}), 404, "Popup not found.")


def test_a_deleted_patient_gets_none(office):
    office.seed({"patient": [{"PatNum": 99, "PatStatus": "Deleted"}]})
    refused(office, lambda api: api.post("/popups", {"PatNum": 99, "Description": "x"}), 400, "Patient is deleted.")


def test_since_when(empty):
    older = empty.at(version="25.1.11")
    older.seed({"patient": [{"PatNum": 11}]})
    got = older.post("/popups", {"PatNum": 11, "Description": "x", "DateTimeDisabled": NOW})
    assert (got.status, got.json["DateTimeDisabled"]) == (201, NEVER)
    assert older.put("/popups/1")[:2] == (400, "popups PUT  is not a valid method.")
    assert empty.at(version="21.3").get("/popups")[:2] == (400, "popups GET  is not a valid method.")


def test_until_when_a_popup_shows_came_with_22_2(office):
    for version in ("22.1.9", "22.2.1"):
        older = office.at(version=version)
        older.seed({"patient": [{"PatNum": 11}]})
        made = older.post("/popups", {"PatNum": 11, "Description": "x"}).json
        listed = older.get("/popups?PatNum=11").json
        there = version != "22.1.9"
        assert ["DateTimeDisabled" in row for row in (made, *listed)] == [there, there]
