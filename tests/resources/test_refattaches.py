"""https://www.opendental.com/site/apirefattaches.html"""

import pytest
from conversation import refuses

refused = refuses("refattach", "referral")

NOW = "2023-12-07 11:43:15"
FIRST = {
    "RefAttachNum": 1,
    "ReferralNum": 3,
    "referralName": "Steve N Stevens, DDS",
    "PatNum": 25,
    "ItemOrder": 0,
    "RefDate": "2022-01-05",
    "ReferralType": "RefFrom",
    "RefToStatus": "None",
    "Note": "",
    "IsTransitionOfCare": "false",
    "ProcNum": 0,
    "DateProcComplete": "0001-01-01",
    "ProvNum": 0,
    "DateTStamp": "2022-01-05 10:13:12",
}
SECOND = FIRST | {"RefAttachNum": 2, "ReferralNum": 17, "referralName": "Bokish", "ItemOrder": 1}
THIRD = FIRST | {
    "RefAttachNum": 3,
    "ItemOrder": 2,
    "ReferralType": "RefTo",
    "ProvNum": 8,
    "DateTStamp": "2022-02-05 10:13:12",
}
OTHER = SECOND | {"RefAttachNum": 4, "PatNum": 26, "ItemOrder": 5}


@pytest.fixture
def office(empty):
    """An office with a doctor and a firm that patients have to do with."""
    rows = [{name: row[name] for name in row if name != "referralName"} for row in (FIRST, SECOND, THIRD, OTHER)]
    empty.seed(
        {
            "patient": [{"PatNum": 25}, {"PatNum": 26}, {"PatNum": 27}],
            "provider": [{"ProvNum": 8}],
            "procedurelog": [{"ProcNum": 1192, "PatNum": 25}],
            "referral": [
                {"ReferralNum": 3, "LName": "Stevens", "FName": "Steve", "MName": "N", "Title": "DDS"},
                {"ReferralNum": 17, "LName": "Bokish"},
            ],
            "refattach": rows,
        }
    )
    empty.freeze(NOW)
    return empty


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [FIRST, SECOND, THIRD, OTHER]),
        ("?PatNum=25", [FIRST, SECOND, THIRD]),
        ("?PatNum=0", [FIRST, SECOND, THIRD, OTHER]),
        ("?ReferralNum=17", [SECOND, OTHER]),
        ("?ReferralNum=17&PatNum=26", [OTHER]),
        ("?DateTStamp=2022-02-05%2010:13:12", [THIRD]),
        ("?DateTStamp=2022-02-05%2010:13:13", []),
        ("?PatNum=27", []),
    ],
)
def test_they_are_found(office, query, found):
    got = office.get(f"/refattaches{query}")
    assert (got.status, got.json) == (200, found)


def test_what_none_is_found_by(office):
    assert list(office.get("/refattaches").json[0]) == list(FIRST)
    assert office.get("/refattaches?PatNum=4711")[:2] == (404, "Patient not found.")
    assert office.get("/refattaches?ReferralNum=4711")[:2] == (404, "Referral not found.")


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"LName": "Facebook Ad"}, "Facebook Ad"),
        ({"LName": "Stevens", "FName": "Steve"}, "Steve Stevens"),
        ({"LName": "Stevens", "MName": "N"}, "N Stevens"),
        ({"LName": "Stevens", "Title": "DDS"}, "Stevens, DDS"),
    ],
)
def test_the_name_of_a_referral(office, names, shown):
    office.seed({"referral": [{"ReferralNum": 17, **names}]})
    assert office.get("/refattaches?PatNum=26").json == [OTHER | {"referralName": shown}]


def made(**changed):
    usual = {"RefAttachNum": 5, "PatNum": 27, "ItemOrder": 0, "RefDate": "2023-12-07", "DateTStamp": NOW}
    return FIRST | usual | changed


def test_one_with_what_is_usual(office):
    got = office.post("/refattaches", {"PatNum": 27, "ReferralNum": 3})
    assert (got.status, got.json) == (201, made())
    assert got.headers["Location"].endswith("/refattaches/5")
    assert office.rows("securitylog")[-1]["PermType"] == "RefAttachAdd"
    assert office.post("/refattaches", {"PatNum": 26, "ReferralNum": 3}).json["ItemOrder"] == 6


def test_one_with_all_that_can_be_said(office):
    said = {
        "PatNum": 25,
        "ReferralNum": 17,
        "RefDate": "2023-12-05",
        "ReferralType": "RefTo",
        "RefToStatus": "Scheduled",
        "Note": "12052 - Called Dr. Bokish to confirm this has been scheduled.",
        "IsTransitionOfCare": "true",
        "ProcNum": 1192,
        "DateProcComplete": "2023-12-06",
        "ProvNum": 8,
    }
    assert office.post("/refattaches", said)[:2] == (201, made(referralName="Bokish", ItemOrder=3, **said))


@pytest.mark.parametrize("name", ["Bokish", "BOKISH"])
def test_a_referral_by_its_name(office, name):
    bokish = {"ReferralNum": 17, "referralName": "Bokish"}
    assert office.post("/refattaches", {"PatNum": 27, "referralName": name})[:2] == (201, made(**bokish))
    assert len(office.rows("referral")) == 2


def test_the_number_of_a_referral_counts_unless_it_is_0(office):
    bokish = {"ReferralNum": 17, "referralName": "Bokish"}
    got = office.post("/refattaches", {"PatNum": 27, "ReferralNum": 0, "referralName": "Bokish"})
    assert got[:2] == (201, made(**bokish))
    got = office.post("/refattaches", {"PatNum": 27, "ReferralNum": 17, "referralName": "Yellow Pages"})
    assert got[:2] == (201, made(RefAttachNum=6, ItemOrder=1, **bokish))
    assert "referralName was ignored, as ReferralNum was sent" in got.hint
    assert len(office.rows("referral")) == 2


@pytest.mark.parametrize("name", ["Yellow Pages", "Bok%", "Steve N Stevens, DDS"])
def test_a_referral_is_made_where_there_is_none(office, name):
    got = office.post("/refattaches", {"PatNum": 27, "referralName": name})
    assert (got.status, got.json) == (201, made(ReferralNum=18, referralName=name))
    referral = office.get("/referrals/18").json
    assert {name: word for name, word in referral.items() if word not in ("", 0, "false")} == {
        "ReferralNum": 18,
        "LName": name,
        "NotPerson": "true",
        "DateTStamp": NOW,
    }


AWAY = "ProvNum can only be specified when ReferralType is RefTo."


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"ReferralNum": None}, 400, "ReferralNum or referralName is required."),
        ({"ReferralNum": None, "referralName": ""}, 400, "referralName is required."),
        ({"PatNum": 4711}, 404, "Patient not found."),
        ({"ReferralNum": 4711}, 404, "Referral not found."),
        ({"ReferralNum": 0}, 404, "Referral not found."),
        ({"ProcNum": 4711}, 404, "ProcedureLog not found."),
        ({"ProvNum": 4711, "ReferralType": "RefTo"}, 404, "Provider not found."),
        ({"ProvNum": 8}, 400, AWAY),
        ({"ProvNum": 8, "ReferralType": "RefCustom"}, 400, AWAY),
        ({"ReferralType": "From"}, 400, "ReferralType is invalid."),
        ({"RefToStatus": "Done"}, 400, "RefToStatus is invalid."),
        ({"RefDate": "today"}, 400, "RefDate format must be yyyy-MM-dd."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    body = {"PatNum": 27, "ReferralNum": 3} | changed
    refused(office, lambda api: api.post("/refattaches", body), status, sentence)


def test_it_changes(office):
    said = {
        "ReferralNum": 17,
        "ReferralType": "RefTo",
        "RefToStatus": "Complete",
        "Note": "12/14 - Dr. Bokish called back to confirm this has been completed.",
        "DateProcComplete": "2023-12-14",
        "ProvNum": 8,
    }
    changed = FIRST | said | {"referralName": "Bokish", "DateTStamp": NOW}
    assert office.put("/refattaches/1", said)[:2] == (200, changed)
    got = office.put("/refattaches/1", {"ItemOrder": 9, "PatNum": 26, "referralName": "Stevens"})
    assert (got.status, got.json) == (200, changed)
    assert "ItemOrder" in got.hint
    away = {"ReferralType": "RefFrom", "ProvNum": 0}
    assert office.put("/refattaches/3", away)[:2] == (200, THIRD | away | {"DateTStamp": NOW})


def test_what_it_may_not_become(office):
    refused(office, lambda api: api.put("/refattaches/1", {"ProvNum": 8}), 400, AWAY)
    refused(office, lambda api: api.put("/refattaches/1", {"ReferralNum": 0}), 404, "Referral not found.")
    refused(office, lambda api: api.put("/refattaches/5", {"Note": "x"}), 404, "RefAttach not found.")


def test_the_later_ones_move_up(office):
    got = office.delete("/refattaches/2")
    assert (got.status, got.text) == (200, "")
    assert office.rows("securitylog")[-1]["PermType"] == "RefAttachDelete"
    assert office.get("/refattaches").json == [FIRST, THIRD | {"ItemOrder": 1, "DateTStamp": NOW}, OTHER]
    assert len(office.rows("referral")) == 2
    refused(office, lambda api: api.delete("/refattaches/2"), 404, "RefAttach not found.")


def test_a_deleted_patient_gets_none(office):
    office.seed({"patient": [{"PatNum": 27, "PatStatus": "Deleted"}]})
    body = {"PatNum": 27, "referralName": "Yellow Pages"}
    refused(office, lambda api: api.post("/refattaches", body), 400, "Patient is deleted.")


def test_since_when(empty):
    older = empty.at(version="22.4.26")
    assert older.get("/refattaches")[:2] == (400, "refattaches GET  is not a valid method.")
    older = empty.at(version="23.3.25")
    older.seed({"patient": [{"PatNum": 27}], "referral": [{"ReferralNum": 3, "LName": "Bokish"}]})
    got = older.post("/refattaches", {"PatNum": 27, "ReferralNum": 3, "IsTransitionOfCare": "true", "ProvNum": 4711})
    assert (got.status, got.json["IsTransitionOfCare"], got.json["ProvNum"]) == (201, "false", 0)
    assert len(older.get("/refattaches?ReferralNum=4711").json) == 1
    for verb in ("PUT", "DELETE"):
        assert older.call(verb, "/refattaches/1")[:2] == (400, f"refattaches {verb}  is not a valid method.")
