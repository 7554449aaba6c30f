"""https://www.opendental.com/site/apifees.html"""

import pytest
from conversation import refuses, text

refused = refuses("fee")

CROWN = {
    "FeeNum": 112,
    "Amount": 180.0,
    "FeeSched": 55,
    "CodeNum": 60,
    "ClinicNum": 0,
    "ProvNum": 0,
    "SecUserNumEntry": 0,
    "SecDateEntry": "2017-02-27",
    "SecDateTEdit": "2017-02-28 18:23:04",
}


def numbers(got):
    assert got.status == 200, got.json
    return [row["FeeNum"] for row in got.json]


def test_a_fee(api):
    got = api.get("/fees/112")
    assert (got.status, got.json) == (200, CROWN)
    assert list(got.json) == list(CROWN)


def test_there_is_no_such_fee(api):
    got = api.get("/fees/4711")
    assert (got.status, got.json) == (404, "Fee not found.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("FeeSched=55", [112, 158, 159, 160]),
        ("FeeSched=55&CodeNum=60", [112]),
        ("CodeNum=60", [109, 112, 138, 169, 197]),
        ("ClinicNum=3", [217]),
        ("ProvNum=11", [218]),
        ("CodeNum=210&ProvNum=11", [218]),
        ("ClinicNum=3&ProvNum=11", []),
    ],
)
def test_it_finds(api, query, found):
    assert numbers(api.get(f"/fees?{query}")) == found


def test_all_fees(api):
    got = api.get("/fees")
    assert len(numbers(got)) == 118
    assert CROWN in got.json


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("FeeSched=4711", "FeeSched not found."),
        ("CodeNum=4711", "ProcedureCode not found."),
        ("ClinicNum=4711", "Clinic not found."),
        ("ProvNum=4711", "Provider not found."),
    ],
)
def test_what_is_asked_for_must_exist(api, query, sentence):
    got = api.get(f"/fees?{query}")
    assert (got.status, got.json) == (404, sentence)


def test_the_fee_schedule_goes_by_feesched(api):
    got = api.get("/fees?FeeSchedNum=55")
    assert len(numbers(got)) == 118
    assert "did you mean FeeSched?" in got.hint


def test_since_23_3_11(api):
    got = api.at(version="23.3.10").get("/fees/112")
    assert (got.status, got.json) == (400, "fees GET  is not a valid method.")
    assert api.at(version="23.3.11").get("/fees/112").json == CROWN


def test_a_schedule_or_code_of_0_is_as_if_not_sent_and_a_clinic_of_0_is_none(api):
    assert len(numbers(api.get("/fees?FeeSched=0&CodeNum=0"))) == 118
    general = numbers(api.get("/fees?ClinicNum=0&ProvNum=0&CodeNum=210"))
    assert general == [number for number in numbers(api.get("/fees?CodeNum=210")) if number not in (217, 218)]
    assert general


# --- POST --------------------------------------------------------------------------------------------

NEW = {"Amount": "99.99", "FeeSched": 53, "CodeNum": 33}
NEW_ANSWER = {
    "FeeNum": 219,
    "Amount": "99.99",
    "FeeSched": 53,
    "CodeNum": 33,
    "ClinicNum": 0,
    "ProvNum": 0,
    "SecUserNumEntry": 0,
    "SecDateEntry": "2023-11-06",
    "SecDateTEdit": "2023-11-06 13:28:06",
}


def of_code_33(api, schedule):
    return [row for row in api.rows("fee") if (row["FeeSched"], row["CodeNum"]) == (schedule, 33)]


def test_a_new_fee_is_for_all_clinics_and_providers(api):
    api.freeze("2023-11-06 13:28:06")
    for fee in of_code_33(api, 53):
        api.delete(f"/fees/{fee['FeeNum']}")
    got = api.post("/fees", NEW)
    assert (got.status, got.text, got.hint) == (200, text(NEW_ANSWER), "")
    assert api.get("/fees/219").json == NEW_ANSWER | {"Amount": 99.99}


def test_a_new_fee_of_a_clinic_and_a_provider(api):
    api.freeze("2023-11-06 13:28:06")
    own = NEW | {"FeeSched": 56, "ClinicNum": 3, "ProvNum": 11, "Amount": 100}
    got = api.post("/fees", own)
    assert (got.status, got.json) == (200, NEW_ANSWER | own | {"Amount": "100"})


def test_a_second_fee_is_taken_and_told(api):
    first = api.post("/fees", NEW | {"FeeSched": 56, "ClinicNum": 3}).json["FeeNum"]
    got = api.post("/fees", NEW | {"FeeSched": 56, "ClinicNum": 3, "Amount": 1})
    assert (got.status, got.json["FeeNum"]) == (200, first + 1)
    assert got.hint == f"fee {first} is for the same schedule, code, clinic and provider; PUT /fees/{first}"


@pytest.mark.parametrize("name", ["Amount", "FeeSched", "CodeNum"])
def test_a_new_fee_needs(api, name):
    body = {key: value for key, value in NEW.items() if key != name}
    refused(api, lambda api: api.post("/fees", body), 400, f"{name} is required.")


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"FeeSched": 4711}, 404, "FeeSched not found."),
        ({"CodeNum": 4711}, 404, "ProcedureCode not found."),
        ({"ClinicNum": 4711}, 404, "Clinic not found."),
        ({"ProvNum": 4711}, 404, "Provider not found."),
        ({"Amount": "much"}, 400, "Invalid JSON."),
        ({"ClinicNum": 3}, 400, "ClinicNum is only allowed when the FeeSched is not global."),
        ({"ProvNum": 11}, 400, "ProvNum is only allowed when the FeeSched is not global."),
    ],
)
def test_a_new_fee_is_refused(api, more, status, sentence):
    refused(api, lambda api: api.post("/fees", NEW | more), status, sentence)


# --- PUT, DELETE -------------------------------------------------------------------------------------


def test_an_amount_changes_and_nothing_else(api):
    api.freeze("2023-11-07 10:25:09")
    got = api.put("/fees/112", {"Amount": "79.99", "ClinicNum": 3})
    changed = CROWN | {"Amount": "79.99", "SecDateTEdit": "2023-11-07 10:25:09"}
    assert (got.status, got.text) == (200, text(changed))
    assert "ClinicNum cannot be set by PUT and was ignored" in got.hint
    assert api.get("/fees/112").json == changed | {"Amount": 79.99}


def test_a_change_needs_an_amount_and_a_fee(api):
    refused(api, lambda api: api.put("/fees/112", {}), 400, "Amount is required.")
    refused(api, lambda api: api.put("/fees/4711", {"Amount": 1}), 404, "Fee not found.")


def test_a_fee_goes(api):
    got = api.delete("/fees/112")
    assert (got.status, got.text) == (200, "")
    assert api.get("/fees/112").json == "Fee not found."
    refused(api, lambda api: api.delete("/fees/112"), 404, "Fee not found.")


def test_the_fees_of_a_group_are_locked(api):
    clinics = api.post("/fees", NEW | {"FeeSched": 56, "ClinicNum": 3}).json["FeeNum"]
    general = api.post("/fees", NEW | {"FeeSched": 56}).json["FeeNum"]
    api.seed({"feeschedgroup": [{"FeeSchedGroupNum": 1, "FeeSchedNum": 56, "ClinicNums": "13, 3"}]})
    says, hint = "Fees associated with a FeeSchedGroup cannot be {}.".format, "feeschedgroup 1 has the fees of clinic 3"
    again = NEW | {"FeeSched": 56, "ClinicNum": 3}
    refused(api, lambda api: api.post("/fees", again), 400, says("created"), hint)
    refused(api, lambda api: api.put(f"/fees/{clinics}", {"Amount": 5}), 400, says("updated"), hint)
    refused(api, lambda api: api.delete(f"/fees/{clinics}"), 400, says("deleted"), hint)
    assert api.put(f"/fees/{general}", {"Amount": 5}).json["Amount"] == "5"
    assert api.post("/fees", NEW | {"FeeSched": 56, "ClinicNum": 1}).status == 200
    assert api.delete(f"/fees/{general}").status == 200


def test_writes_since_23_3_11_for_all_others(api):
    older = api.at(version="23.3.10")
    assert older.post("/fees", NEW).json == "fees POST  is not a valid method."
    assert older.put("/fees/112", {"Amount": 1}).json == "fees PUT  is not a valid method."
    assert older.delete("/fees/112").json == "fees DELETE  is not a valid method."
    api.put(f"/__admin/offices/{api.key}", {"permissions": ["ApiReadAll"]})
    refused(api, lambda api: api.delete("/fees/112"), 401, "Fees DELETE requires the permission ApiAllOthers.")
