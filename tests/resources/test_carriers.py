"""https://www.opendental.com/site/apicarriers.html"""

import pytest
from conversation import refuses, text

refused = refuses("carrier", "securitylog")

GUARD = {
    "CarrierNum": 1,
    "CarrierName": "Dental Guard",
    "Address": "123 Elen St",
    "Address2": "",
    "City": "Portland",
    "State": "OR",
    "Zip": "97035",
    "Phone": "(503)456-8910",
    "ElectID": "54651",
    "NoSendElect": "SendElect",
    "IsHidden": "false",
}
PPO = GUARD | {
    "CarrierNum": 32,
    "CarrierName": "PPO (Prefered Provider Insurance)",
    "Address": "42960 Random Road",
    "City": "Harrington",
    "State": "PA",
    "Zip": "52482",
    "ElectID": "18158",
}


def test_carriers_are_found(api):
    got = api.get("/carriers/32")
    assert (got.status, got.json) == (200, PPO)
    assert list(got.json) == list(PPO)
    assert api.get("/carriers")[:2] == (200, [GUARD, PPO])
    assert api.get("/carriers?Limit=1&Offset=1").json == [PPO]
    assert api.get("/carriers/2")[:2] == (404, "Carrier not found.")


def test_hidden_carriers_are_listed(api):
    assert api.put("/carriers/1", {"IsHidden": "true"}).status == 200
    assert api.get("/carriers").json == [GUARD | {"IsHidden": "true"}, PPO]


@pytest.mark.parametrize("name", ["CarrierName", "carriername", "SecDateTEdit"])
def test_the_list_takes_no_filter(api, name):
    got = api.get(f"/carriers?{name}=Dental%20Guard")
    assert (got.status, got.json) == (400, f"'{name}' is not a valid parameter.")


def test_a_carrier_with_a_name_alone(empty):
    empty.freeze("2024-01-27 14:13:05")
    got = empty.post("/carriers", {"CarrierName": "MetLife"})
    assert (got.status, got.json) == (
        201,
        {
            "CarrierNum": 1,
            "CarrierName": "MetLife",
            "Address": "",
            "Address2": "",
            "City": "",
            "State": "",
            "Zip": "",
            "Phone": "",
            "ElectID": "",
            "NoSendElect": "SendElect",
            "IsHidden": "false",
        },
    )
    assert got.headers["Location"].endswith("/carriers/1")
    row = empty.row("carrier", 1)
    assert (row["SecDateEntry"], row["SecDateTEdit"], row["SecUserNumEntry"]) == (
        "2024-01-27",
        "2024-01-27 14:13:05",
        0,
    )


SAID = {
    "CarrierName": "Aetna",
    "Address": "1 Way",
    "Address2": "Suite 2",
    "City": "Toronto",
    "State": "ON",
    "Zip": "97301-1234",
    "Phone": "1-503-456-8910",
    "ElectID": "60054",
    "NoSendElect": "NoSendSecondaryElect",
    "IsHidden": "true",
}


def test_a_carrier_with_all_that_can_be_said(api):
    aetna = {"CarrierNum": 33, **SAID, "Phone": "1(503)456-8910"}
    assert api.post("/carriers", SAID)[:2] == (201, aetna)
    again = api.post("/carriers", SAID)  # nobody looks for one that is there
    assert again[:2] == (201, aetna | {"CarrierNum": 34})


def test_a_carrier_is_changed_and_nothing_is_answered(api):
    api.seed({"claimpayment": [{"ClaimPaymentNum": 7, "CarrierName": "Dental Guard"}]})
    got = api.put("/carriers/1", SAID)
    assert (got.status, got.text) == (200, "")
    assert api.get("/carriers/1").json == {"CarrierNum": 1, **SAID, "Phone": "1(503)456-8910"}
    assert api.put("/carriers/1", {"ElectID": ""})[:2] == (200, None)
    assert api.get("/carriers/1").json == {"CarrierNum": 1, **SAID, "Phone": "1(503)456-8910", "ElectID": ""}
    assert api.row("claimpayment", 7)["CarrierName"] == "Dental Guard"  # a copy of its own


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("5033635432", "(503)363-5432"),
        ("503-363-5432", "(503)363-5432"),
        ("(503) 363-5432", "(503)363-5432"),
        ("503 363 5432", "(503)363-5432"),
        ("15033635432", "1(503)363-5432"),
        ("3635432", "363-5432"),
        ("(503)363-5432", "(503)363-5432"),
        ("503-363-5432 x9", "503-363-5432 x9"),
        ("+49 30 123", "+49 30 123"),
    ],
)
def test_telephone_numbers_are_written_anew(api, written, kept):
    assert api.put("/carriers/1", {"Phone": written}).status == 200
    assert api.get("/carriers/1").json == GUARD | {"Phone": kept}


@pytest.mark.parametrize("code", ["97035", "97035-1234", "970351234", ""])
def test_zip_codes(api, code):
    assert api.post("/carriers", {"CarrierName": "MetLife", "Zip": code}).json["Zip"] == code


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"CarrierName": None}, "CarrierName is required."),
        ({"CarrierName": " "}, "CarrierName is required."),
        ({"State": "Or"}, "State is invalid."),
        ({"State": "Oregon"}, "State is invalid."),
        ({"Zip": "9703"}, "Zip is invalid."),
        ({"Zip": "K1A 0B1"}, "Zip is invalid."),
        ({"NoSendElect": "Never"}, "NoSendElect is invalid."),
        ({"NoSendElect": 1}, "NoSendElect is invalid."),
        ({"IsHidden": "no"}, "IsHidden is invalid."),
    ],
)
def test_what_a_new_one_may_not_be(api, changed, sentence):
    refused(api, lambda api: api.post("/carriers", {"CarrierName": "MetLife"} | changed), 400, sentence)


def test_what_a_carrier_may_not_become(api):
    refused(api, lambda api: api.put("/carriers/1", {"CarrierName": ""}), 400, "CarrierName is required.")
    refused(api, lambda api: api.put("/carriers/1", {"City": "x", "Zip": "1"}), 400, "Zip is invalid.")
    refused(api, lambda api: api.put("/carriers/2", {"City": "x"}), 404, "Carrier not found.")
    got = api.delete("/carriers/1")
    assert (got.status, got.text) == (400, text("carriers DELETE  is not a valid method."))


def test_the_log_says_what_was_done(api):
    api.post("/carriers", {"CarrierName": "MetLife"})
    api.put("/carriers/1", {"City": "Salem"})
    assert [row["PermType"] for row in api.get("/securitylogs").json] == ["CarrierEdit", "CarrierCreate"]


def test_since_when(empty):
    older = empty.at(version="24.4.4")
    assert older.post("/carriers", {"CarrierName": "MetLife"}).status == 201
    assert older.get("/carriers").json[0]["CarrierName"] == "MetLife"
    assert empty.at(version="24.4.5").get("/carriers/1")[:2] == (404, "Carrier not found.")
    older = empty.at(version="22.4.15")
    assert older.get("/carriers")[:2] == (400, "carriers GET  is not a valid method.")
    assert older.put("/carriers/1", {"City": "x"})[:2] == (404, "Carrier not found.")
    older = empty.at(version="21.3.9")
    assert older.post("/carriers")[:2] == (400, "carriers POST  is not a valid method.")
    assert older.put("/carriers/1")[:2] == (400, "carriers PUT  is not a valid method.")
