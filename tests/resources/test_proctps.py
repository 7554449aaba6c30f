"""https://www.opendental.com/site/apiproctps.html"""

import json

import pytest
from conversation import refuses, text

NOW = "2024-01-27 14:13:05"
COMPOSITE = {
    "ProcTPNum": 976,
    "TreatPlanNum": 963,
    "PatNum": 722,
    "ProcNumOrig": 1154,
    "ItemOrder": 0,
    "Priority": 0,
    "priority": "",
    "ToothNumTP": "13",
    "Surf": "MOD",
    "ProcCode": "D2393",
    "Descript": "resin-based composite - three surfaces, posterior",
    "FeeAmt": 204.0,
    "PriInsAmt": 80.0,
    "SecInsAmt": 0.0,
    "PatAmt": 70.0,
    "Discount": 54.0,
    "Prognosis": "",
    "Dx": "",
    "ProcAbbr": "C3 (P)",
    "SecUserNumEntry": 12,
    "SecDateEntry": "2023-01-24",
    "SecDateTEdit": "2023-01-24 09:33:46",
    "FeeAllowed": 0.0,
    "TaxAmt": 0.0,
    "ProvNum": 11,
    "DateTP": "2022-12-19",
    "ClinicNum": 3,
    "CatPercUCR": 204.0,
}
EXAM = COMPOSITE | {
    "ProcTPNum": 977,
    "ProcNumOrig": 1167,
    "ItemOrder": 1,
    "ToothNumTP": "",
    "Surf": "",
    "ProcCode": "D0140",
    "Descript": "Limited Exam",
    "FeeAmt": 57.0,
    "PriInsAmt": 57.0,
    "PatAmt": 0.0,
    "Discount": 0.0,
    "ProcAbbr": "LimEx",
    "CatPercUCR": 57.0,
}
CLEANING = COMPOSITE | {
    "ProcTPNum": 1,
    "TreatPlanNum": 1,
    "PatNum": 2040,
    "ProcNumOrig": 10052,
    "ToothNumTP": "",
    "Surf": "",
    "ProcCode": "D1110",
    "Descript": "Prophy- Adult",
    "FeeAmt": 72.0,
    "PriInsAmt": 72.0,
    "PatAmt": 0.0,
    "Discount": 0.0,
    "ProcAbbr": "Pro",
    "SecUserNumEntry": 0,
    "SecDateEntry": "2022-09-29",
    "SecDateTEdit": "2022-09-29 11:45:57",
    "ProvNum": 0,
    "DateTP": "0001-01-01",
    "ClinicNum": 0,
    "CatPercUCR": 0.0,
}
TEXTS = {"ToothNumTP": 255, "Surf": 255, "ProcCode": 15, "Descript": 255, "Prognosis": 255, "Dx": 255, "ProcAbbr": 50}
AMOUNTS = ["FeeAmt", "PriInsAmt", "SecInsAmt", "PatAmt", "Discount", "FeeAllowed"]
SETTABLE = {"Priority", *TEXTS, *AMOUNTS}


refused = refuses("proctp", "treatplan")


# --- GET ---------------------------------------------------------------------------------------------


def test_the_procedures_of_a_saved_plan(api):
    got = api.get("/proctps?TreatPlanNum=963")
    assert (got.status, got.text) == (200, text([COMPOSITE, EXAM]))
    assert "X-Mock-Od-Hint" not in got.headers


def test_an_open_plan_has_none(api):
    got = api.get("/proctps?TreatPlanNum=138")
    assert (got.status, got.text) == (200, "[]")


@pytest.mark.parametrize(("query", "rows"), [("&Limit=1", [COMPOSITE]), ("&Offset=1", [EXAM]), ("&Offset=2", [])])
def test_page_by_page(api, query, rows):
    assert api.get(f"/proctps?TreatPlanNum=963{query}").text == text(rows)


def test_a_key_in_the_address_is_ignored(api):
    assert api.get("/proctps/1?TreatPlanNum=963").text == text([COMPOSITE, EXAM])


def test_what_is_no_parameter_is_ignored(api):
    got = api.get("/proctps?TreatPlanNum=963&PatNum=15")
    assert (got.status, got.text) == (200, text([COMPOSITE, EXAM]))
    assert "PatNum is no parameter of ProcTPs GET and was ignored" in got.hint


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 400, "TreatPlanNum is required."),
        ("?TreatPlanNum=", 400, "TreatPlanNum is required."),
        ("?TreatPlanNum=8", 404, "TreatPlan not found."),
        ("?TreatPlanNum=all", 400, "TreatPlanNum is invalid."),
        ("?TreatPlanNum=9223372036854775808", 400, "TreatPlanNum is invalid."),
        ("?TreatPlanNum=963&Limit=none", 400, "Limit is invalid."),
    ],
)
def test_what_finds_no_plan(api, query, status, sentence):
    refused(api, lambda api: api.get(f"/proctps{query}"), status, sentence)


# --- PUT ---------------------------------------------------------------------------------------------


def test_the_documented_change_a_number_as_text_and_a_comma_too_many(api):
    api.freeze(NOW)
    got = api.call("PUT", "/proctps/1", raw=b'{\n "Discount": "17.00",\n }')
    assert (got.status, got.text) == (200, text(CLEANING | {"Discount": 17.0, "SecDateTEdit": NOW}))
    assert "Location" not in got.headers


EVERYTHING = {
    "Priority": 159,
    "ToothNumTP": "14",
    "Surf": "OB",
    "ProcCode": "D2392",
    "Descript": "two surfaces, für hinten",
    "FeeAmt": 178.5,
    "PriInsAmt": 100.0,
    "SecInsAmt": 20.25,
    "PatAmt": 38.25,
    "Discount": 20.0,
    "Prognosis": "Good",
    "Dx": "Dec",
    "ProcAbbr": "C2 (P)",
    "FeeAllowed": 158.5,
}


def test_everything_that_can_be_changed(api):
    api.freeze(NOW)
    got = api.put("/proctps/1", EVERYTHING)
    assert (got.status, got.text) == (200, text(CLEANING | EVERYTHING | {"priority": "Recmend", "SecDateTEdit": NOW}))


@pytest.mark.parametrize("name", EVERYTHING)
def test_only_what_is_sent_changes(api, name):
    api.freeze(NOW)
    got = api.put("/proctps/976", {name: EVERYTHING[name]})
    more = {"priority": "Recmend"} if name == "Priority" else {}
    assert (got.status, got.text) == (200, text(COMPOSITE | {name: EVERYTHING[name]} | more | {"SecDateTEdit": NOW}))
    assert api.get("/proctps?TreatPlanNum=963").text == text([json.loads(got.text), EXAM])


@pytest.mark.parametrize("body", [{}, dict.fromkeys(sorted(SETTABLE)), {"Surf": "MOD", "FeeAmt": "204"}])
def test_nothing_new_changes_nothing_not_even_the_stamp(api, body):
    got = api.put("/proctps/976", body)
    assert (got.status, got.text) == (200, text(COMPOSITE))


@pytest.mark.parametrize("name", sorted(set(COMPOSITE) - SETTABLE))
def test_what_cannot_be_set_is_ignored(api, name):
    got = api.put("/proctps/976", {name: 5})
    assert (got.status, got.text) == (200, text(COMPOSITE))
    assert got.hint == f"{name} cannot be set by PUT and was ignored"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("FeeAmt", -3, -3.0),
        ("FeeAmt", "1e3", 1000.0),
        ("PatAmt", 0, 0.0),
        ("FeeAllowed", "-1", -1.0),
        ("Priority", "151", 151),
        ("Priority", 0, 0),
        ("Priority", 161, 161),
        ("ToothNumTP", 8, "8"),
        ("Surf", "", ""),
        ("ProcCode", "no code at all", "no code at all"),
        ("Dx", "a\r\nb", "a b"),
        *((name, "\u00fc" * size, "\u00fc" * size) for name, size in TEXTS.items()),
        *((name, "x" * (size + 1), "x" * size) for name, size in TEXTS.items()),  # cut
    ],
)
def test_what_is_read_leniently(api, name, value, shown):
    got = api.put("/proctps/976", {name: value})
    assert got.status == 200, got.text
    assert f'"{name}":{text(shown)}' in got.text


@pytest.mark.parametrize(
    ("name", "value", "status", "sentence"),
    [
        ("Priority", 999, 404, "Definition not found."),
        ("Priority", 336, 400, "Priority is invalid."),
        ("Priority", "high", 400, "Invalid JSON."),
        ("Priority", 2**63, 400, "Invalid JSON."),
        *((name, ["x"], 400, "Invalid JSON.") for name in TEXTS),
        *((name, "1,000.00", 400, "Invalid JSON.") for name in AMOUNTS),
        *((name, "", 400, "Invalid JSON.") for name in AMOUNTS),
        *((name, "-1e999", 400, "Invalid JSON.") for name in AMOUNTS),
        ("FeeAmt", True, 400, "Invalid JSON."),
    ],
)
def test_what_no_copy_can_have(api, name, value, status, sentence):
    body = {"Surf": "B", "Descript": "changed", name: value}
    refused(api, lambda api: api.put("/proctps/976", body), status, sentence)


@pytest.mark.parametrize("content", [b"", b"[]", b"{'", b'{"Surf": "\xff"}', b'{"Surf" "B"}'])
def test_a_body_that_is_no_object(api, content):
    refused(api, lambda api: api.call("PUT", "/proctps/976", raw=content), 400, "Invalid JSON.")


# --- DELETE ------------------------------------------------------------------------------------------


def test_a_copy_is_deleted_and_what_it_was_copied_from_stays(api):
    api.freeze(NOW)
    procedures, copies = api.rows("procedurelog"), api.rows("proctp")
    got = api.delete("/proctps/293")
    assert (got.status, got.text) == (200, "")
    assert "Content-Type" not in got.headers
    assert api.rows("procedurelog") == procedures
    assert api.rows("proctp") == [row for row in copies if row["ProcTPNum"] != 293]
    refused(api, lambda api: api.delete("/proctps/293"), 404, "ProcTP not found.", "there is no proctp")


# --- what both refuse --------------------------------------------------------------------------------

CHANGE = {
    "PUT": lambda api, key: api.put(f"/proctps/{key}", {"Priority": 999}),
    "DELETE": lambda api, key: api.delete(f"/proctps/{key}"),
}
BOTH = pytest.mark.parametrize("verb", CHANGE)


@BOTH
@pytest.mark.parametrize("key", [2, 0, -976, 2**64])
def test_no_such_copy(api, verb, key):
    refused(api, lambda api: CHANGE[verb](api, key), 404, "ProcTP not found.")


@BOTH
def test_a_write_needs_its_row_in_the_address(api, verb):
    refused(api, lambda api: api.call(verb, "/proctps", {}), 400, "ProcTPNum is required.", f"{verb} /proctps/1")


@pytest.mark.parametrize("flags", [{"isSigned": "true"}, {"isSigned": "true", "isSignedPractice": "true"}])
@pytest.mark.parametrize(("verb", "done"), [("PUT", "updated"), ("DELETE", "deleted")])
def test_a_signed_plans_copies_are_locked(api, verb, done, flags):
    assert api.put("/treatplans/201", {"isSigned": "false"}).status == 200
    api.seed({"treatplan": [{"TreatPlanNum": 201, "PatNum": 16, "TPStatus": "Saved", **flags}]})
    sentence = f"ProcTP cannot be {done}. The treatment plan is signed."
    call = lambda api: api.call(verb, "/proctps/292", {"Surf": "B"})
    hint = "clear the patient's signature first: PUT /treatplans/201 with isSigned false"
    refused(api, call, 400, sentence, hint)


@pytest.mark.parametrize("verb", ["PUT", "DELETE"])
def test_a_cleared_signature_unlocks_them(api, verb):
    signed = api.put("/treatplans/9087", {"isSigned": "true", "isSignedPractice": "true"})
    assert signed.status == 200
    assert api.call(verb, "/proctps/8801", {}).status == 400
    assert api.put("/treatplans/9087", {"isSigned": "false"}).status == 200
    assert api.call(verb, "/proctps/8801", {}).status == 200  # the practice's signature locks nothing


def test_copies_are_listed_as_they_stand_on_the_plan(api):
    orders = {8801: 2, 8802: 0, 8803: 1}
    assert [row["ProcTPNum"] for row in api.get("/proctps?TreatPlanNum=9087").json] == [8801, 8802, 8803]
    rows = [row for row in api.rows("proctp") if row["ProcTPNum"] in orders]
    api.seed({"proctp": [row | {"ItemOrder": orders[row["ProcTPNum"]]} for row in rows]})
    assert [row["ProcTPNum"] for row in api.get("/proctps?TreatPlanNum=9087").json] == [8802, 8803, 8801]


@pytest.mark.parametrize("verb", ["PUT", "DELETE"])
def test_what_a_deleted_patient_has_stays(api, verb):
    api.seed({"proctp": [COMPOSITE | {"PatNum": 60}]})
    call = lambda api: api.call(verb, "/proctps/976", {"Surf": "B"})
    refused(api, call, 400, "Patient is deleted.", "patient 60")


# --- methods and versions ----------------------------------------------------------------------------

METHODS = [
    ("22.4.16", "22.4.17", "GET", "/proctps?TreatPlanNum=963"),
    ("23.3.9", "23.3.10", "DELETE", "/proctps/293"),
    ("24.4.25", "24.4.26", "PUT", "/proctps/1"),
]


@pytest.mark.parametrize(("before", "since", "verb", "path"), METHODS)
def test_since_when_each_method_is_there(api, before, since, verb, path):
    old = api.at(version=before)
    refused(old, lambda api: api.call(verb, path, {}), 400, f"proctps {verb}  is not a valid method.", since)
    for version in (since, f"{since}.0", "25.1.20"):
        assert api.at(version=version).call(verb, path, {}).status == 200


def test_copies_are_made_by_saving_a_plan_alone(api):
    sentence = "proctps POST  is not a valid method."
    refused(api, lambda api: api.post("/proctps", COMPOSITE), 400, sentence, "DELETE /proctps/{key}")


def test_the_resource_has_one_name(api):
    refused(api, lambda api: api.get("/proctp?TreatPlanNum=963"), 404, "proctp is not a valid resource.", "/proctps?")


@pytest.mark.parametrize(("plan", "status"), [(9086, "Active"), (115, "Inactive")])
def test_a_plan_that_is_not_saved_has_no_copies(api, plan, status):
    got = api.get(f"/proctps?TreatPlanNum={plan}")
    assert (got.status, got.json) == (200, [])
    assert got.hint == (
        f"plan {plan} is {status}; copies exist for Saved plans only: see /treatplanattaches?TreatPlanNum={plan}"
    )
