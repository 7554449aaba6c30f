"""https://www.opendental.com/site/apiapptfields.html"""

import pytest
from conversation import refuses

refused = refuses("apptfield")

YES = {"FieldName": "Ins Verified", "AptNum": 101, "FieldValue": "Yes"}


@pytest.fixture
def office(api):
    """An office with a field, and two appointments."""
    api.seed(
        {
            "apptfielddef": [{"ApptFieldDefNum": 1, "FieldName": "Ins Verified"}],
            "appointment": [{"AptNum": 101, "PatNum": 15}, {"AptNum": 102, "PatNum": 15}],
        }
    )
    return api


def value(api, number, name="Ins%20Verified"):
    got = api.get(f"/apptfields?AptNum={number}&FieldName={name}")
    assert got.status == 200, got.json
    return got.json


def test_a_value_is_set_and_overwritten(office):
    assert value(office, 101) == ""  # it has none yet
    got = office.put("/apptfields", YES)
    assert (got.status, got.text) == (200, "")
    assert value(office, 101) == YES
    assert list(value(office, 101)) == list(YES)
    assert value(office, 102) == ""
    assert office.put("/apptfields", YES | {"FieldValue": "No"}).status == 200
    assert office.rows("apptfield") == [{"ApptFieldNum": 2, **YES, "FieldValue": "No"}]  # under a key of its own


def test_a_field_is_found_in_any_case_and_keeps_its_name(office):
    office.put("/apptfields", YES)
    assert office.put("/apptfields", YES | {"FieldName": "INS VERIFIED", "FieldValue": "Later"}).status == 200
    assert office.rows("apptfield") == [{"ApptFieldNum": 2, **YES, "FieldValue": "Later"}]
    assert value(office, 101, "ins%20verified") == YES | {"FieldValue": "Later"}


def test_a_field_that_is_not_set_up_has_no_value(office):
    assert value(office, 101, "Mood") == ""


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("AptNum=101", 400, "FieldName is required."),
        ("FieldName=Mood", 400, "AptNum is required."),
        ("AptNum=4711&FieldName=Mood", 404, "Appointment not found."),
        ("AptNum=first&FieldName=Mood", 400, "AptNum is invalid."),
    ],
)
def test_what_a_read_refuses(office, query, status, sentence):
    got = office.get(f"/apptfields?{query}")
    assert (got.status, got.json) == (status, sentence)
    assert got.hint


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"AptNum": None}, 400, "AptNum is required."),
        ({"FieldName": None}, 400, "FieldName is required."),
        ({"FieldValue": None}, 400, "FieldValue is required."),
        ({"AptNum": 4711}, 404, "Appointment not found."),
        ({"FieldName": "Mood"}, 404, "ApptFieldDef not found."),
    ],
)
def test_what_a_write_refuses(office, changed, status, sentence):
    office.put("/apptfields", YES)
    refused(office, lambda api: api.put("/apptfields", YES | {"FieldValue": "No"} | changed), status, sentence)


def test_it_takes_the_permission_for_communication(office):
    office.put(f"/__admin/offices/{office.key}", {"permissions": ["ApiReadAll", "ApiAllOthers"]})
    sentence = "ApptFields PUT requires the permission ApiComm."
    refused(office, lambda api: api.put("/apptfields", YES), 401, sentence)
