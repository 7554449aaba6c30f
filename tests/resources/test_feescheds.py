"""https://www.opendental.com/site/apifeescheds.html"""

import pytest
from conversation import refuses, text

refused = refuses("feesched")

PAGE = [
    {
        "FeeSchedNum": 53,
        "Description": "Standard",
        "FeeSchedType": "Normal",
        "ItemOrder": 0,
        "IsHidden": "false",
        "IsGlobal": "true",
        "SecUserNumEntry": 0,
        "SecDateEntry": "0001-01-01",
        "SecDateTEdit": "2018-07-18 08:59:30",
    },
    {
        "FeeSchedNum": 54,
        "Description": "BCBS Co-pay",
        "FeeSchedType": "CoPay",
        "ItemOrder": 1,
        "IsHidden": "false",
        "IsGlobal": "true",
        "SecUserNumEntry": 1,
        "SecDateEntry": "2021-08-05",
        "SecDateTEdit": "2021-08-05 12:54:44",
    },
    {
        "FeeSchedNum": 55,
        "Description": "USR Archive",
        "FeeSchedType": "Normal",
        "ItemOrder": 2,
        "IsHidden": "true",
        "IsGlobal": "true",
        "SecUserNumEntry": 1,
        "SecDateEntry": "2022-02-05",
        "SecDateTEdit": "2022-02-05 13:25:55",
    },
]


def test_the_pages_example(api):
    got = api.get("/feescheds")
    assert got.status == 200
    assert got.json[:3] == PAGE
    assert len(got.json) == 5
    assert list(got.json[0]) == list(PAGE[0])


def test_page_by_page(api):
    assert api.get("/feescheds?Offset=1&Limit=2").json == PAGE[1:]


def test_since_22_4_31(api):
    got = api.at(version="22.4.30").get("/feescheds")
    assert (got.status, got.json) == (400, "feescheds GET  is not a valid method.")
    assert len(api.at(version="22.4.31").get("/feescheds").json) == 5


# --- POST --------------------------------------------------------------------------------------------

BCBS = {"Description": "BCBS_2023", "FeeSchedType": "Normal"}
BCBS_ANSWER = {
    "FeeSchedNum": 58,
    "Description": "BCBS_2023",
    "FeeSchedType": "Normal",
    "ItemOrder": 5,
    "IsHidden": "false",
    "IsGlobal": "true",
    "SecUserNumEntry": 0,
    "SecDateEntry": "2023-11-03",
    "SecDateTEdit": "2023-11-03 13:57:46",
}


def test_a_new_schedule_is_global_and_comes_last(api):
    api.freeze("2023-11-03 13:57:46")
    got = api.post("/feescheds", BCBS)
    assert (got.status, got.text, got.hint) == (200, text(BCBS_ANSWER), "")
    assert api.get("/feescheds").json[-1] == BCBS_ANSWER
    assert api.post("/feescheds", BCBS).json == BCBS_ANSWER | {"FeeSchedNum": 59, "ItemOrder": 6}


def test_a_new_schedule_with_everything(api):
    api.freeze("2023-11-03 13:57:46")
    body = {"Description": "Lab", "FeeSchedType": "CoPay", "IsHidden": "true", "IsGlobal": "false"}
    got = api.post("/feescheds", body)
    assert (got.status, got.json) == (200, BCBS_ANSWER | body)


def test_the_first_schedule_has_place_0(empty):
    assert empty.post("/feescheds", BCBS).json["ItemOrder"] == 0


@pytest.mark.parametrize(
    ("body", "sentence", "hint"),
    [
        ({"FeeSchedType": "Normal"}, "Description is required.", ""),
        ({"Description": "BCBS"}, "FeeSchedType is required.", ""),
        (BCBS | {"Description": " "}, "Description is required.", "Description cannot be blank."),
        (BCBS | {"FeeSchedType": "Dental"}, "FeeSchedType is invalid.", "OutNetwork"),
        (BCBS | {"FeeSchedType": 0}, "FeeSchedType is invalid.", ""),
        (BCBS | {"IsGlobal": "yes"}, "IsGlobal is invalid.", ""),
    ],
)
def test_a_new_schedule_is_refused(api, body, sentence, hint):
    refused(api, lambda api: api.post("/feescheds", body), 400, sentence, hint)


def test_a_blue_book_schedule_is_taken_and_the_feature_told(api):
    blue = BCBS | {"FeeSchedType": "ManualBlueBook"}
    got = api.post("/feescheds", blue)
    assert (got.status, got.json["FeeSchedType"]) == (200, "ManualBlueBook")
    assert got.hint == "the Blue Book feature is off (preference AllowedFeeSchedsAutomate is not 2)"
    api.prefer(AllowedFeeSchedsAutomate="2")
    assert api.post("/feescheds", blue).hint == ""


# --- PUT ---------------------------------------------------------------------------------------------


def test_a_schedule_changes_and_keeps_its_place_and_type(api):
    api.freeze("2023-11-03 14:57:46")
    body = {"Description": "Harbor", "IsHidden": "true", "IsGlobal": "true"}
    got = api.put("/feescheds/56", body | {"FeeSchedType": "CoPay"})
    changed = {
        "FeeSchedNum": 56,
        "Description": "Harbor",
        "FeeSchedType": "Normal",
        "ItemOrder": 3,
        "IsHidden": "true",
        "IsGlobal": "true",
        "SecUserNumEntry": 1,
        "SecDateEntry": "2020-11-30",
        "SecDateTEdit": "2023-11-03 14:57:46",
    }
    assert (got.status, got.text) == (200, text(changed))
    assert "FeeSchedType cannot be set by PUT" in got.hint
    assert api.get("/feescheds").json[3] == changed


def test_a_schedule_that_is_not_there_does_not_change(api):
    refused(api, lambda api: api.put("/feescheds/4711", {"IsHidden": "true"}), 404, "FeeSched not found.")


def test_a_schedule_keeps_a_description(api):
    refused(api, lambda api: api.put("/feescheds/53", {"Description": ""}), 400, "Description is required.")


def test_a_schedule_of_a_group_is_not_made_global(api):
    api.seed({"feeschedgroup": [{"FeeSchedGroupNum": 1, "FeeSchedNum": 56, "ClinicNums": "1,3"}]})
    sentence = "Not allowed to make Fee Schedule global, a Fee Schedule Group exists for this Fee Schedule."
    refused(api, lambda api: api.put("/feescheds/56", {"IsGlobal": "true"}), 400, sentence, "feeschedgroup 1")
    assert api.put("/feescheds/56", {"IsGlobal": "false", "IsHidden": "true"}).json["IsHidden"] == "true"
    assert api.put("/feescheds/53", {"IsGlobal": "true"}).status == 200


def test_writes_since_23_3_7_for_all_others(api):
    older = api.at(version="23.3.6")
    assert older.post("/feescheds", BCBS).json == "feescheds POST  is not a valid method."
    assert older.put("/feescheds/53", {"IsHidden": "true"}).json == "feescheds PUT  is not a valid method."
    assert api.at(version="23.3.7").post("/feescheds", BCBS).status == 200
    api.put(f"/__admin/offices/{api.key}", {"permissions": ["ApiReadAll"]})
    refused(api, lambda api: api.post("/feescheds", BCBS), 401, "FeeScheds POST requires the permission ApiAllOthers.")
