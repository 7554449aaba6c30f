"""https://www.opendental.com/site/apiclinics.html"""

import pytest
from conversation import refuses

refused = refuses("clinic")

FIRST = {
    "ClinicNum": 1,
    "Description": "Clinic1",
    "Address": "333 Blackwood St",
    "Address2": "",
    "City": "Salem",
    "State": "Oregon",
    "Zip": "97301",
    "BillingAddress": "333 Blackwood St ",
    "BillingAddress2": "",
    "BillingCity": " Salem ",
    "BillingState": " Oregon ",
    "BillingZip": "97301",
    "PayToAddress": "",
    "PayToAddress2": "",
    "PayToCity": "",
    "PayToState": "",
    "PayToZip": "",
    "Phone": "5105552005",
    "Abbr": "Clinic1",
    "IsHidden": "false",
}


def numbers(got):
    assert got.status == 200, got.json
    return [row["ClinicNum"] for row in got.json]


def test_the_visible_clinics(api):
    got = api.get("/clinics")
    assert numbers(got) == [1, 2, 3, 4, 5]
    assert got.json[0] == FIRST
    assert list(got.json[0]) == list(FIRST)


def test_an_office_without_clinics(empty):
    got = empty.get("/clinics")
    assert (got.status, got.json) == (200, [])


def test_hidden_clinics_take_no_place_on_a_page(api):
    api.seed({"clinic": [{"ClinicNum": 2, "Description": "Southside", "IsHidden": "true"}]})
    assert numbers(api.get("/clinics?Limit=2")) == [1, 3]


def test_there_is_no_single_clinic(api):
    assert numbers(api.get("/clinics/2")) == [1, 2, 3, 4, 5]


def test_a_clinic_changes(api):
    changes = {
        "Description": "Clinic 5",
        "Phone": "5418675309",
        "BillingAddress": "123 Main St",
        "BillingAddress2": "",
        "BillingCity": " Austin",
        "BillingState": "TX",
        "BillingZip": "78701",
        "PayToAddress": "456 Main St",
        "PayToAddress2": "",
        "PayToCity": "Austin",
        "PayToState": "TX",
        "PayToZip": "78702",
        "Abbr": "Clinic Five",
        "IsHidden": "false",
    }
    got = api.put("/clinics/1", changes)
    assert (got.status, got.text) == (200, "")
    assert api.get("/clinics").json[0] == FIRST | changes
    assert api.rows("securitylog")[-1]["PermType"] == "ClinicEdit"
    assert api.put("/clinics/1", {"Abbr": "CLINIC FIVE", "Address": "1 New St"}).hint  # its own name; no Address
    assert api.get("/clinics").json[0] == FIRST | changes | {"Abbr": "CLINIC FIVE"}


def test_a_clinic_without_patients_is_hidden(api):
    api.seed(
        {"clinic": [{"ClinicNum": 9, "Description": "Old", "Abbr": "Old"}], "patient": [{"PatNum": 90, "ClinicNum": 9}]}
    )
    sentence = "There are 1 patient(s) attached to this clinic. It cannot be hidden until they are removed."
    refused(api, lambda api: api.put("/clinics/9", {"IsHidden": "true"}), 400, sentence)
    api.seed({"patient": [{"PatNum": 90, "ClinicNum": 0}]})
    assert api.put("/clinics/9", {"IsHidden": "true"}).status == 200
    assert numbers(api.get("/clinics")) == [1, 2, 3, 4, 5]
    assert api.put("/clinics/9", {"IsHidden": "true"}).status == 200  # as it is


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"Phone": "541-867-5309"}, "Phone is invalid."),
        ({"Phone": "86753091"}, "Phone is invalid."),
        ({"Description": " "}, "Description cannot be blank."),
        ({"Abbr": ""}, "Abbreviation cannot be blank."),
        ({"Abbr": "CLINIC1"}, "Abbreviation already exists."),
        ({"IsHidden": "yes"}, "IsHidden is invalid."),
    ],
)
def test_what_a_clinic_may_not_become(api, body, sentence):
    refused(api, lambda api: api.put("/clinics/2", body), 400, sentence)


def test_no_such_clinic_permission_or_version(api):
    refused(api, lambda api: api.put("/clinics/4711", {"Phone": "5418675309"}), 404, "Clinic not found.")
    older = api.at(version="21.3.99")
    refused(older, lambda api: api.put("/clinics/1", {}), 400, "clinics PUT  is not a valid method.")
    api.put(f"/__admin/offices/{api.key}", {"permissions": ["ApiReadAll", "ApiAllOthers"]})
    refused(api, lambda api: api.put("/clinics/1", {}), 401, "Clinics PUT requires the permission ApiSetup.")
