"""https://www.opendental.com/site/apiapptfielddefs.html"""

import pytest
from conversation import refuses

refused = refuses("apptfielddef")

MINOR = {
    "ApptFieldDefNum": 1,
    "FieldName": "Patient a minor?",
    "FieldType": "PickList",
    "PickList": "Yes\r\nNo\r\nUnknown",
}
TEMPERATURE = {"ApptFieldDefNum": 2, "FieldName": "Temperature", "FieldType": "Text", "PickList": ""}


def test_fields_of_appointments(empty):
    assert empty.get("/apptfielddefs")[:2] == (200, [])
    made = empty.post("/apptfielddefs", {name: MINOR[name] for name in ("FieldName", "FieldType", "PickList")})
    assert (made.status, made.json) == (201, MINOR)
    assert made.text.count("\\r\\n") == 2  # the lines stay lines
    made = empty.post("/apptfielddefs", {"FieldName": "Temperature"})
    assert (made.status, made.json) == (201, TEMPERATURE)
    got = empty.get("/apptfielddefs")
    assert (got.status, got.json) == (200, [MINOR, TEMPERATURE])
    assert list(got.json[0]) == list(MINOR)


def test_a_text_has_no_items(empty):
    made = empty.post("/apptfielddefs", {"FieldName": "Temperature", "PickList": "Hot\r\nCold"})
    assert (made.status, made.json) == (201, TEMPERATURE | {"ApptFieldDefNum": 1})
    assert "PickList was ignored" in made.hint


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "FieldName is required."),
        ({"FieldName": "  "}, "FieldName is required."),
        ({"FieldName": "TEMPERATURE"}, "Field name already in use."),
        ({"FieldName": "Mood", "FieldType": "Checkbox"}, "FieldType is invalid."),
    ],
)
def test_what_it_refuses(empty, body, sentence):
    empty.seed({"apptfielddef": [TEMPERATURE]})
    refused(empty, lambda api: api.post("/apptfielddefs", body), 400, sentence)


def test_since_when_and_by_whom(empty):
    for verb in ("GET", "POST"):
        older = empty.at(version="21.3.99", world="empty").call(verb, "/apptfielddefs", None if verb == "GET" else {})
        assert (older.status, older.json) == (400, f"apptfielddefs {verb}  is not a valid method.")
    empty.put(f"/__admin/offices/{empty.key}", {"permissions": ["ApiReadAll", "ApiAllOthers"]})
    refused(
        empty,
        lambda api: api.post("/apptfielddefs", {"FieldName": "Mood"}),
        401,
        "ApptFieldDefs POST requires the permission ApiSetup.",
    )
