"""https://www.opendental.com/site/apipatfields.html"""

import pytest
from conversation import refuses

refused = refuses("patfield")

DEFS = [
    {"PatFieldDefNum": 1, "FieldName": "Ins Verified", "FieldType": "Text"},
    {"PatFieldDefNum": 2, "FieldName": "Ortho Status", "FieldType": "PickList"},
    {"PatFieldDefNum": 3, "FieldName": "Recall", "FieldType": "Date"},
    {"PatFieldDefNum": 4, "FieldName": "Over 18", "FieldType": "Checkbox"},
    {"PatFieldDefNum": 5, "FieldName": "Deposit", "FieldType": "Currency"},
    {"PatFieldDefNum": 6, "FieldName": "Old", "FieldType": "Text", "IsHidden": "true"},
    {"PatFieldDefNum": 7, "FieldName": "Credit", "FieldType": "CareCreditStatus"},
    {"PatFieldDefNum": 8, "FieldName": "Eyes", "FieldType": "PickList", "PickList": "Blue\r\nBrown"},
]
DEPOSIT = {
    "PatFieldNum": 1,
    "PatNum": 15,
    "FieldName": "Deposit",
    "FieldValue": "450.29",
    "SecDateEntry": "2021-02-04",
    "SecDateTEdit": "2022-12-22 09:31:00",
}
ADULT = {
    "PatFieldNum": 2,
    "PatNum": 31,
    "FieldName": "Over 18",
    "FieldValue": "1",
    "SecDateEntry": "2020-03-14",
    "SecDateTEdit": "2022-10-22 08:35:33",
}


@pytest.fixture
def office(api):
    """An office with fields, and two values."""
    items = [{"PatFieldDefNum": 2, "Name": name} for name in ("In Progress", "Done")]
    api.seed({"patfielddef": DEFS, "patfieldpickitem": items, "patfield": [DEPOSIT, ADULT]})
    return api


def test_a_value(office):
    got = office.get("/patfields/1")
    assert (got.status, got.json) == (200, DEPOSIT)
    assert list(got.json) == list(DEPOSIT)
    missing = office.get("/patfields/3")
    assert (missing.status, missing.json) == (404, "PatField not found.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [DEPOSIT, ADULT]),
        ("?PatNum=15", [DEPOSIT]),
        ("?PatNum=0", [DEPOSIT, ADULT]),
        ("?FieldName=Over%2018", [ADULT]),
        ("?PatNum=15&FieldName=Over%2018", []),
        ("?SecDateTEdit=2022-12-22%2009:31:00", [DEPOSIT]),
        ("?SecDateTEdit=2022-12-22%2009:31:01", []),
    ],
)
def test_values_are_found(office, query, found):
    got = office.get(f"/patfields{query}")
    assert (got.status, got.json) == (200, found)


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("PatNum=4711", 404, "Patient not found."),
        ("FieldName=deposit", 404, "PatFieldDef not found."),
        ("SecDateTEdit=2022-12-22", 400, "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss."),
    ],
)
def test_what_no_value_is_found_by(office, query, status, sentence):
    got = office.get(f"/patfields?{query}")
    assert (got.status, got.json) == (status, sentence)
    assert got.hint


def test_until_22_4_5_a_patient_and_a_field_are_asked_for(api):
    older = api.at(version="22.4.4")
    older.seed({"patfielddef": DEFS, "patfield": [DEPOSIT, ADULT]})
    assert older.get("/patfields?PatNum=15")[:2] == (400, "FieldName is required.")
    assert older.get("/patfields?FieldName=Deposit")[:2] == (400, "PatNum is required.")
    query = "/patfields?PatNum=15&FieldName=Deposit&SecDateTEdit=2099-01-01%2000:00:00"
    assert older.get(query)[:2] == (200, [DEPOSIT])  # it does not hear SecDateTEdit yet


def test_a_value_comes_changes_and_goes(office):
    office.freeze("2022-12-28 09:38:01")
    made = office.post("/patfields", {"PatNum": 15, "FieldName": "Ins Verified", "FieldValue": "Yes"})
    verified = {
        "PatFieldNum": 3,
        "PatNum": 15,
        "FieldName": "Ins Verified",
        "FieldValue": "Yes",
        "SecDateEntry": "2022-12-28",
        "SecDateTEdit": "2022-12-28 09:38:01",
    }
    assert (made.status, made.json) == (201, verified)
    assert made.headers["Location"].endswith("/patfields/3")
    office.freeze("2022-12-29 10:00:00")
    changed = office.put("/patfields", {"PatNum": 15, "FieldName": "Ins Verified", "FieldValue": "No"})
    verified |= {"FieldValue": "No", "SecDateTEdit": "2022-12-29 10:00:00"}
    assert (changed.status, changed.json) == (200, verified)
    assert office.get("/patfields?PatNum=15").json == [DEPOSIT, verified]
    gone = office.delete("/patfields/3")
    assert (gone.status, gone.text) == (200, "")
    assert office.get("/patfields").json == [DEPOSIT, ADULT]
    permissions = [row["PermType"] for row in office.rows("securitylog")[-3:]]
    assert permissions == ["PatientFieldEdit"] * 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Ortho Status", "Done"),
        ("Eyes", "Brown"),  # its items stand in the column, as before 24.1
        ("Recall", "2022-12-28"),
        ("Over 18", "0"),
        ("Deposit", "-12"),
        ("Deposit", ".5"),
        ("Recall", ""),
        ("Credit", "PreApproved"),
    ],
)
def test_a_value_that_fits(office, field, value):
    made = office.post("/patfields", {"PatNum": 16, "FieldName": field, "FieldValue": value})
    assert (made.status, made.json["FieldValue"]) == (201, value)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("Ortho Status", "Begun", "FieldValue is invalid."),
        ("Eyes", "Green", "FieldValue is invalid."),
        ("Recall", "12/28/2022", "FieldValue format must be yyyy-MM-dd."),
        ("Over 18", "true", "FieldValue is invalid."),
        ("Deposit", "$12", "FieldValue is invalid."),
    ],
)
def test_a_value_that_does_not_fit(office, field, value, sentence):
    body = {"PatNum": 16, "FieldName": field, "FieldValue": value}
    refused(office, lambda api: api.post("/patfields", body), 400, sentence)
    office.seed({"patfield": [{"PatFieldNum": 9, "PatNum": 16, "FieldName": field}]})
    refused(office, lambda api: api.put("/patfields", body), 400, sentence)


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"FieldName": "Deposit", "FieldValue": "1"}, 400, "PatNum is required."),
        ({"PatNum": 15, "FieldValue": "1"}, 400, "FieldName is required."),
        ({"PatNum": 15, "FieldName": "Deposit"}, 400, "FieldValue is required."),
        ({"PatNum": 4711, "FieldName": "Deposit", "FieldValue": "1"}, 404, "Patient not found."),
        ({"PatNum": 15, "FieldName": "deposit", "FieldValue": "1"}, 404, "PatFieldDef not found."),
    ],
)
def test_what_a_write_must_say(office, body, status, sentence):
    refused(office, lambda api: api.post("/patfields", body), status, sentence)
    refused(office, lambda api: api.put("/patfields", body), status, sentence)


def test_no_value_of_a_hidden_field_and_no_second_one(office):
    hidden = {"PatNum": 15, "FieldName": "Old", "FieldValue": "x"}
    sentence = "PatField cannot be created. The PatFieldDef is hidden."
    refused(office, lambda api: api.post("/patfields", hidden), 400, sentence, hint="patfielddef 6")
    second = {"PatNum": 15, "FieldName": "Deposit", "FieldValue": "1"}
    refused(office, lambda api: api.post("/patfields", second), 400, "PatField already exists.")
    office.seed({"patfield": [{"PatNum": 15, "FieldName": "Old", "FieldValue": "x"}]})
    assert office.put("/patfields", hidden | {"FieldValue": "y"}).json["FieldValue"] == "y"


def test_a_put_changes_what_is_there(office):
    body = {"PatNum": 31, "FieldName": "Deposit", "FieldValue": "1"}
    there = "there is no patfield with PatNum 31, FieldName Deposit in this office"
    refused(office, lambda api: api.put("/patfields", body), 404, "PatField not found.", hint=there)


def test_the_status_of_care_credit_stays(office):
    office.seed({"patfield": [{"PatFieldNum": 9, "PatNum": 15, "FieldName": "Credit"}]})
    sentence = "PatField cannot be deleted. Its PatFieldDef is of type CareCreditStatus."
    refused(office, lambda api: api.delete("/patfields/9"), 400, sentence)
    refused(office, lambda api: api.delete("/patfields/10"), 404, "PatField not found.")


def test_since_when(api):
    for verb, path in (("GET", "/patfields/1"), ("POST", "/patfields"), ("DELETE", "/patfields/1")):
        older = api.at(version="22.3.99").call(verb, path, None if verb == "GET" else {})
        if verb == "GET":  # the key is ignored: it is the list
            assert (older.status, older.json) == (400, "PatNum is required.")
        else:
            assert (older.status, older.json) == (400, f"patfields {verb}  is not a valid method.")
