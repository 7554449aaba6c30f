"""https://www.opendental.com/site/apifees.html"""

import pytest

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
