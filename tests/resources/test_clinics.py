"""https://www.opendental.com/site/apiclinics.html"""

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
