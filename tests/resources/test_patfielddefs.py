"""https://www.opendental.com/site/apipatfielddefs.html"""

import pytest
from conversation import refuses

refused = refuses("patfielddef", "patfieldpickitem", "patfield")

COLOUR = {"FieldName": "Favorite Color", "FieldType": "PickList", "PickList": "Red\r\nBlue\r\nYellow"}
STATUS = {"PatFieldDefNum": 20, "FieldName": "Credit", "FieldType": "CareCreditStatus"}


def items(api, key):
    """What can be picked, in its order."""
    rows = [row for row in api.rows("patfieldpickitem") if row["PatFieldDefNum"] == key]
    return [(row["ItemOrder"], row["Name"]) for row in rows]


def test_fields_of_the_office_hidden_ones_too(empty):
    empty.seed(
        {
            "patfielddef": [
                {"PatFieldDefNum": 8, "FieldName": "Ortho Status", "FieldType": "PickList", "IsHidden": "true"},
                {"PatFieldDefNum": 7, "FieldName": "Outstanding", "FieldType": "Currency"},
            ]
        }
    )
    got = empty.get("/patfielddefs")
    assert (got.status, got.json) == (
        200,
        [
            {"PatFieldDefNum": 7, "FieldName": "Outstanding", "FieldType": "Currency", "PickList": "", "IsHidden": "false"},
            {"PatFieldDefNum": 8, "FieldName": "Ortho Status", "FieldType": "PickList", "PickList": "", "IsHidden": "true"},
        ],
    )  # fmt: skip


def test_a_field_comes_changes_and_goes(empty):
    made = empty.post("/patfielddefs", {"FieldName": "Season", "FieldType": "Text"})
    season = {"PatFieldDefNum": 1, "FieldName": "Season", "FieldType": "Text", "PickList": "", "IsHidden": "false"}
    assert (made.status, made.json) == (201, season)
    changed = empty.put(
        "/patfielddefs/1", {"FieldType": "PickList", "PickList": "Spring\r\nSummer", "IsHidden": "true"}
    )
    assert (changed.status, changed.json) == (200, season | {"FieldType": "PickList", "IsHidden": "true"})
    assert items(empty, 1) == [(0, "Spring"), (1, "Summer")]
    gone = empty.delete("/patfielddefs/1")
    assert (gone.status, gone.text) == (200, "")
    assert empty.get("/patfielddefs").json == []
    assert empty.rows("patfieldpickitem") == []


def test_since_24_1_the_items_of_a_pick_list_are_rows(empty):
    made = empty.post("/patfielddefs", COLOUR)
    assert (made.status, made.json) == (201, {"PatFieldDefNum": 1, **COLOUR, "PickList": "", "IsHidden": "false"})
    assert empty.row("patfielddef", 1)["PickList"] == ""
    assert items(empty, 1) == [(0, "Red"), (1, "Blue"), (2, "Yellow")]


def test_before_24_1_they_stand_in_its_column(empty):
    older = empty.at(version="23.3.26", world="empty")
    made = older.post("/patfielddefs", COLOUR)
    assert (made.status, made.json) == (201, {"PatFieldDefNum": 1, **COLOUR, "IsHidden": "false"})
    changed = older.put("/patfielddefs/1", {"PickList": "Green\r\nBrown"})
    assert (changed.status, changed.json["PickList"]) == (200, "Green\r\nBrown")
    assert older.rows("patfieldpickitem") == []
    assert older.put("/patfielddefs/1", {"FieldType": "Text"}).status == 200
    assert older.put("/patfielddefs/1", {"FieldType": "PickList"}).status == 200


def test_items_of_an_earlier_list_go_when_a_field_becomes_a_pick_list_again(empty):
    empty.post("/patfielddefs", COLOUR)
    empty.put("/patfielddefs/1", {"FieldType": "Text"})
    empty.put("/patfielddefs/1", {"FieldType": "PickList", "PickList": "Light\n\nDark\r\n"})
    assert items(empty, 1) == [(0, "Light"), (1, "Dark")]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"FieldType": "Text"}, "FieldName is required."),
        ({"FieldName": "Season"}, "FieldType is required."),
        ({"FieldName": " ", "FieldType": "Text"}, "FieldName is required."),
        ({"FieldName": "Season", "FieldType": "Number"}, "FieldType is invalid."),
        ({"FieldName": "Season", "FieldType": "InCaseOfEmergency"}, "FieldType is invalid."),
        ({"FieldName": "Season", "FieldType": "PickList"}, "PickList is required."),
        ({"FieldName": "Season", "FieldType": "PickList", "PickList": " "}, "PickList is required."),
        (
            {"FieldName": "Season", "FieldType": "Text", "PickList": "A"},
            "PickList is only allowed if FieldType is PickList.",
        ),
        ({"FieldName": "credit", "FieldType": "Text"}, "Field name already in use."),
        ({"FieldName": "Season", "FieldType": "Text", "IsHidden": "yes"}, "IsHidden is invalid."),
    ],
)
def test_what_a_new_field_may_not_be(empty, body, sentence):
    empty.seed({"patfielddef": [STATUS]})
    refused(empty, lambda api: api.post("/patfielddefs", body), 400, sentence)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"FieldName": "CREDIT"}, "Field name already in use."),
        ({"FieldName": ""}, "FieldName is required."),
        ({"PickList": "Green"}, "PickList is only allowed when changing FieldType to PickList."),
        (
            {"FieldType": "PickList", "PickList": "Green"},
            "PickList is only allowed when changing FieldType to PickList.",
        ),
        ({"FieldType": "Date", "PickList": "Green"}, "PickList is only allowed if FieldType is PickList."),
    ],
)
def test_what_a_pick_list_may_not_become(empty, body, sentence):
    empty.post("/patfielddefs", COLOUR)
    empty.seed({"patfielddef": [STATUS]})
    refused(empty, lambda api: api.put("/patfielddefs/1", body), 400, sentence)


def test_a_text_becomes_a_pick_list_with_its_items_only(empty):
    empty.post("/patfielddefs", {"FieldName": "Season", "FieldType": "Text"})
    for body in ({"FieldType": "PickList"}, {"FieldType": "PickList", "PickList": "\r\n"}):
        refused(empty, lambda api, body=body: api.put("/patfielddefs/1", body), 400, "PickList is required.")


def test_there_is_no_such_field(empty):
    refused(empty, lambda api: api.put("/patfielddefs/7", {"IsHidden": "true"}), 404, "PatFieldDef not found.")
    refused(empty, lambda api: api.delete("/patfielddefs/7"), 404, "PatFieldDef not found.")


def test_a_new_name_is_given_to_the_values_too(api):
    api.seed(
        {
            "patfielddef": [{"PatFieldDefNum": 3, "FieldName": "Colour"}, {"PatFieldDefNum": 4, "FieldName": "Season"}],
            "patfield": [
                {"PatFieldNum": 1, "PatNum": 15, "FieldName": "Colour", "FieldValue": "Red"},
                {"PatFieldNum": 2, "PatNum": 15, "FieldName": "Season", "FieldValue": "Spring"},
            ],
        }
    )
    assert api.put("/patfielddefs/3", {"FieldName": "Color"}).json["FieldName"] == "Color"
    assert [(row["FieldName"], row["FieldValue"]) for row in api.rows("patfield")] == [
        ("Color", "Red"),
        ("Season", "Spring"),
    ]
    assert api.put("/patfielddefs/3", {"FieldName": "color"}).json["FieldName"] == "color"  # its own name is free


def test_a_field_with_values_stays(api):
    names = ["Abel", "Baker", "Clark", "Dunn", "Evans", "Frank", "Green"]
    api.seed(
        {
            "patfielddef": [{"PatFieldDefNum": 3, "FieldName": "Colour"}],
            "patient": [{"PatNum": 70 + at, "LName": name, "FName": "Ann"} for at, name in enumerate(names)],
            "patfield": [{"PatNum": 70 + at, "FieldName": "Colour"} for at in range(7)],
        }
    )
    six = "".join(f"{name}, Ann\r\n" for name in names[:6])
    sentence = f"Not allowed to delete. Already in use by 7 patients, including  \r\n{six}"
    refused(api, lambda api: api.delete("/patfielddefs/3"), 400, sentence, hint="delete the values first")


def test_a_field_of_care_credit_in_use_stays_as_it_is_called(empty):
    empty.seed(
        {
            "patfielddef": [STATUS, {"PatFieldDefNum": 21, "FieldName": "Plain", "FieldType": "Text"}],
            "program": [{"ProgramNum": 5, "ProgName": "CareCredit"}],
            "programproperty": [
                {"ProgramPropertyNum": at, "ProgramNum": 5, "PropertyValue": str(19 + at)} for at in (1, 2)
            ],
        }
    )
    sentence = "CareCredit field name currently being used. Cannot rename."
    refused(empty, lambda api: api.put("/patfielddefs/20", {"FieldName": "Loan"}), 400, sentence)
    assert empty.put("/patfielddefs/20", {"FieldName": "Credit", "IsHidden": "true"}).json["IsHidden"] == "true"
    sentence = "Not allowed to delete. Already in use by CareCredit."
    refused(empty, lambda api: api.delete("/patfielddefs/20"), 400, sentence, hint="CareCredit")
    assert empty.delete("/patfielddefs/21").status == 200  # it is none of CareCredit's


def test_a_field_of_care_credit_with_values_keeps_its_name(api):
    api.seed(
        {"patfielddef": [STATUS], "patfield": [{"PatNum": 15, "FieldName": "Credit", "FieldValue": "PreApproved"}]}
    )
    sentence = "CareCredit field name currently being used. Cannot rename."
    refused(api, lambda api: api.put("/patfielddefs/20", {"FieldName": "Loan"}), 400, sentence)


def test_care_credits_amounts_came_with_24_1(empty):
    body = {"FieldName": "Credit left", "FieldType": "CareCreditAvailableCredit"}
    older = empty.at(version="23.3.26", world="empty")
    refused(older, lambda api: api.post("/patfielddefs", body), 400, "FieldType is invalid.")
    assert empty.post("/patfielddefs", body).json["FieldType"] == "CareCreditAvailableCredit"


def test_since_when(empty):
    older = empty.at(version="22.4.8", world="empty").get("/patfielddefs")
    assert (older.status, older.json) == (400, "patfielddefs GET  is not a valid method.")
    assert empty.at(version="22.4.9", world="empty").get("/patfielddefs")[:2] == (200, [])
    for verb in ("POST", "PUT", "DELETE"):
        got = empty.at(version="23.3.25", world="empty").call(verb, "/patfielddefs/1", {})
        assert (got.status, got.json) == (400, f"patfielddefs {verb}  is not a valid method.")
