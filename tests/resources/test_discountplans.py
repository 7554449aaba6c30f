"""https://www.opendental.com/site/apidiscountplans.html"""

import pytest
from conversation import refuses, text

PLUS = {
    "DiscountPlanNum": 1,
    "Description": "Happy Smiles Plus",
    "FeeSchedNum": 54,
    "DefNum": 336,
    "adjustmentType": "Discount Plan",
    "IsHidden": "true",
    "PlanNote": "75% services when paid cash at time of service.",
    "ExamFreqLimit": 1,
    "XrayFreqLimit": 0,
    "ProphyFreqLimit": 0,
    "FluorideFreqLimit": 0,
    "PerioFreqLimit": 1,
    "LimitedExamFreqLimit": 1,
    "PAFreqLimit": 1,
    "AnnualMax": 500.0,
}
BASIC = PLUS | {
    "DiscountPlanNum": 2,
    "Description": "Happy Smiles Basic",
    "IsHidden": "false",
    "PlanNote": "50% services when paid cash at time of service.",
    "XrayFreqLimit": 1,
    "ProphyFreqLimit": 1,
    "LimitedExamFreqLimit": 0,
    "AnnualMax": 1000.0,
}
LIMITS = [name for name in PLUS if name.endswith("FreqLimit")]
ULTRA = {"Description": "Happy Smiles Ultra", "FeeSchedNum": 54, "DefNum": 336}
ULTRAS_ANSWER = (
    PLUS
    | {"DiscountPlanNum": 9, "Description": "Happy Smiles Ultra", "IsHidden": "false", "PlanNote": ""}
    | dict.fromkeys(LIMITS, -1)
    | {"AnnualMax": -1.0}
)


refused = refuses("discountplan")


# --- GET ---------------------------------------------------------------------------------------------


def test_one_plan(api):
    got = api.get("/discountplans/2")
    assert (got.status, got.text) == (200, text(BASIC))
    assert got.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "X-Mock-Od-Hint" not in got.headers


def test_all_plans_hidden_ones_too(api):
    got = api.get("/discountplans")
    assert got.status == 200
    assert got.text.startswith(text([PLUS, BASIC])[:-1])
    assert [row["DiscountPlanNum"] for row in got.json] == [1, 2, 6, 8]


def test_no_plans(empty):
    got = empty.get("/discountplans")
    assert (got.status, got.text) == (200, "[]")


@pytest.mark.parametrize("number", [3, 0, -1, 2**63, 10**40])
def test_no_such_plan(api, number):
    refused(api, lambda api: api.get(f"/discountplans/{number}"), 404, "DiscountPlan not found.", str(number)[:30])


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("Limit=2", [1, 2]),
        ("Offset=1", [2, 6, 8]),
        ("Limit=2&Offset=3", [8]),
        ("Offset=9", []),
        ("Limit=9999", [1, 2, 6, 8]),
    ],
)
def test_pages(api, query, numbers):
    assert [row["DiscountPlanNum"] for row in api.get(f"/discountplans?{query}").json] == numbers


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("Limit=0", "Limit is invalid."),
        ("Limit=-1", "Limit is invalid."),
        ("Limit=all", "Limit is invalid."),
        ("Offset=-1", "Offset is invalid."),
    ],
)
def test_pages_that_are_none(api, query, sentence):
    refused(api, lambda api: api.get(f"/discountplans?{query}"), 400, sentence)


def test_what_is_no_parameter_is_ignored(api):
    got = api.get("/discountplans?IsHidden=false&Colour=red")
    assert (got.status, len(got.json)) == (200, 4)
    assert "IsHidden is no parameter of DiscountPlans GET" in got.hint
    assert "Colour is no parameter of DiscountPlans GET" in got.hint


# --- POST --------------------------------------------------------------------------------------------


def test_a_new_plan_has_no_limits(api):
    got = api.post("/discountplans", ULTRA)
    assert (got.status, got.text) == (201, text(ULTRAS_ANSWER))
    assert got.headers["Location"] == "http://localhost/api/v1/discountplans/9"
    assert api.get("/discountplans/9").text == got.text


def test_its_address_is_at_the_host_that_was_called(api):
    got = api.post("/discountplans", ULTRA, Host="od.example:8080")
    assert got.headers["Location"] == "http://od.example:8080/api/v1/discountplans/9"


WHOLE = {
    "Description": "Grün & Söhne",
    "FeeSchedNum": 57,
    "DefNum": 337,
    "IsHidden": "true",
    "PlanNote": "first\nsecond",
    **{name: at for at, name in enumerate(LIMITS)},
    "AnnualMax": 750.5,
}


def test_a_new_plan_with_everything(api):
    got = api.post("/discountplans", WHOLE)
    answer = {"DiscountPlanNum": 9, **WHOLE, "adjustmentType": "Loyalty Plan"}
    assert (got.status, got.text) == (201, text({name: answer[name] for name in PLUS}))


@pytest.mark.parametrize("name", ["Description", "FeeSchedNum", "DefNum"])
@pytest.mark.parametrize("unsent", [{}, {"null": None}])
def test_a_new_plan_needs(api, name, unsent):
    body = {key: value for key, value in ULTRA.items() if key != name} | dict.fromkeys([name] if unsent else [])
    refused(api, lambda api: api.post("/discountplans", body), 400, f"{name} is required.", f"{name} is missing")


def test_a_null_counts_as_not_sent(api):
    got = api.post("/discountplans", ULTRA | {"ExamFreqLimit": None, "PlanNote": None, "IsHidden": None})
    assert (got.status, got.text) == (201, text(ULTRAS_ANSWER))


def test_what_cannot_be_set_is_ignored(api):
    got = api.post("/discountplans", ULTRA | {"DiscountPlanNum": 77, "adjustmentType": "Gift", "Colour": "red"})
    assert (got.status, got.text) == (201, text(ULTRAS_ANSWER))
    assert "DiscountPlanNum cannot be set by POST and was ignored" in got.hint
    assert "adjustmentType cannot be set by POST and was ignored" in got.hint
    assert "Colour is no field of DiscountPlans POST and was ignored" in got.hint


def test_names_are_found_in_any_case_as_json_net_does(api):
    got = api.post("/discountplans", {"description": "Ultra", "FEESCHEDNUM": 54, "defNum": 336, "planNote": "kept"})
    assert (got.status, got.json["Description"], got.json["PlanNote"], got.hint) == (201, "Ultra", "kept", "")
    got = api.post("/discountplans", ULTRA | {"planNotes": "lost"})
    assert (got.status, got.json["PlanNote"]) == (201, "")
    assert "did you mean PlanNote?" in got.hint


def test_what_an_answer_shows_is_not_taken_for_another_field(api):
    # priority is the name of what Priority is the number of; who sends back what was read changes nothing
    shown = api.get("/proctps?TreatPlanNum=9087").json[0]
    got = api.put(f"/proctps/{shown['ProcTPNum']}", shown)
    assert (got.status, got.json) == (200, shown)


@pytest.mark.parametrize("number", [b"54.0", b"5.4e1"])
def test_a_key_may_be_written_with_a_fraction_and_a_limit_may_not(api, number):
    body = b'{"Description": "Ultra", "DefNum": 336, "FeeSchedNum": %s}' % number
    assert api.call("POST", "/discountplans", raw=body).json["FeeSchedNum"] == 54
    body = b'{"Description": "Ultra", "DefNum": 336, "FeeSchedNum": 54, "ExamFreqLimit": 2.0}'
    got = api.call("POST", "/discountplans", raw=body)
    assert (got.status, got.json) == (400, "Invalid JSON.")


def choose(api, name, wanted):
    assert api.put(f"/__admin/offices/{api.key}/choices", {name: wanted}).status == 200


def test_a_text_is_cut_to_its_column_unless_that_is_switched_off(api):
    long = ULTRA | {"Description": "x" * 256, "PlanNote": "y" * 65_536}
    got = api.post("/discountplans", long)
    assert (got.status, got.json["Description"], got.json["PlanNote"]) == (201, "x" * 255, "y" * 65_535)
    see = "and the rest was cut off; see the choice Texts.long_ones_are_cut"
    assert got.hint == (
        f"Description holds at most 255 characters; 256 were sent, {see}; "
        f"PlanNote holds at most 65535 characters; 65536 were sent, {see}"
    )
    choose(api, "Texts.long_ones_are_cut", wanted=False)
    hint = "Description holds at most 255 characters; 256 were sent"
    refused(api, lambda api: api.post("/discountplans", long), 400, "Description is invalid.", hint)


def test_emoji_and_symbols_are_lost_unless_that_is_switched_off(api):
    sent = ULTRA | {"PlanNote": "caf\u00e9 \u2600\u27ff\u2800 \U0001f9b7 \u65e5"}
    got = api.post("/discountplans", sent)
    assert (got.status, got.json["PlanNote"]) == (201, "caf\u00e9 \ufffd\ufffd\u2800 \ufffd \u65e5")
    assert got.hint == ("emoji and symbols in PlanNote are stored as U+FFFD; see the choice Texts.symbols_are_lost")
    assert api.post("/discountplans", ULTRA | {"PlanNote": "caf\u00e9"}).hint == ""
    choose(api, "Texts.symbols_are_lost", wanted=False)
    got = api.post("/discountplans", sent)
    assert (got.json["PlanNote"], got.hint) == (sent["PlanNote"], "")


def test_a_head_is_a_get_without_body(api):
    got, same = api.call("HEAD", "/discountplans/2"), api.get("/discountplans/2")
    assert (got.status, got.text, got.headers["Content-Type"]) == (200, "", same.headers["Content-Type"])
    assert api.call("HEAD", "/discountplans/77").status == 404


# --- PUT ---------------------------------------------------------------------------------------------


def test_only_what_is_sent_changes(api):
    got = api.put("/discountplans/1", {"Description": "Happy Smiles Basic Plus", "IsHidden": "false"})
    changed = PLUS | {"Description": "Happy Smiles Basic Plus", "IsHidden": "false"}
    assert (got.status, got.text) == (200, text(changed))
    assert "Location" not in got.headers
    assert api.get("/discountplans/1").text == got.text


@pytest.mark.parametrize("body", [{}, {"PlanNote": None, "AnnualMax": None, "FeeSchedNum": None}])
def test_nothing_sent_changes_nothing(api, body):
    got = api.put("/discountplans/1", body)
    assert (got.status, got.text) == (200, text(PLUS))


@pytest.mark.parametrize("name", WHOLE)
def test_each_field_can_be_changed(api, name):
    got = api.put("/discountplans/2", {name: WHOLE[name]})
    more = {"adjustmentType": "Loyalty Plan"} if name == "DefNum" else {}
    assert (got.status, got.text) == (200, text(BASIC | {name: WHOLE[name]} | more))


def test_the_note_is_overwritten_and_may_be_emptied(api):
    assert api.put("/discountplans/2", {"PlanNote": "new"}).json["PlanNote"] == "new"
    assert api.put("/discountplans/2", {"PlanNote": ""}).json["PlanNote"] == ""


@pytest.mark.parametrize("name", [*LIMITS, "AnnualMax"])
def test_a_limit_is_lifted(api, name):
    got = api.put("/discountplans/2", {name: -1})
    assert (got.status, got.json[name]) == (200, -1)


def test_a_plan_that_does_not_exist(api):
    refused(api, lambda api: api.put("/discountplans/3", {"FeeSchedNum": 999}), 404, "DiscountPlan not found.")


def test_a_change_needs_its_plan_in_the_address(api):
    refused(api, lambda api: api.put("/discountplans", {}), 400, "DiscountPlanNum is required.", "PUT /discountplans/1")


@pytest.mark.parametrize(("name", "one"), [("FeeSchedNum", "FeeSched"), ("DefNum", "Definition")])
def test_a_plan_cannot_lose_its_schedule_or_type(api, name, one):
    refused(api, lambda api: api.put("/discountplans/2", {name: 0}), 404, f"{one} not found.", name)


# --- what both refuse, and read ----------------------------------------------------------------------


def create(**changes):
    return lambda api: api.post("/discountplans", ULTRA | changes)


def update(**changes):
    return lambda api: api.put("/discountplans/2", {"Description": "Changed too", **changes})


BOTH = pytest.mark.parametrize("write", [create, update])


@BOTH
@pytest.mark.parametrize(
    ("name", "value", "status", "sentence"),
    [
        ("FeeSchedNum", 999, 404, "FeeSched not found."),
        ("FeeSchedNum", "999", 404, "FeeSched not found."),
        ("FeeSchedNum", 0, 404, "FeeSched not found."),
        ("FeeSchedNum", -5, 404, "FeeSched not found."),
        ("FeeSchedNum", 2**63, 400, "Invalid JSON."),
        ("FeeSchedNum", "the first", 400, "Invalid JSON."),
        ("FeeSchedNum", 5.5, 400, "Invalid JSON."),
        ("DefNum", 999, 404, "Definition not found."),
        ("DefNum", 8, 400, "DefNum is invalid."),  # an adjustment type, but "-"
        ("DefNum", 151, 400, "DefNum is invalid."),  # no adjustment type
        ("Description", ["x"], 400, "Invalid JSON."),
        ("Description", {"x": 1}, 400, "Invalid JSON."),
        ("IsHidden", "yes", 400, "IsHidden is invalid."),
        ("IsHidden", 1, 400, "IsHidden is invalid."),
        ("IsHidden", "", 400, "IsHidden is invalid."),
        ("IsHidden", [], 400, "Invalid JSON."),
        ("ExamFreqLimit", 2**31, 400, "Invalid JSON."),
        ("XrayFreqLimit", -(2**31) - 1, 400, "Invalid JSON."),
        ("ProphyFreqLimit", 10**40, 400, "Invalid JSON."),
        ("FluorideFreqLimit", 1.5, 400, "Invalid JSON."),
        ("PerioFreqLimit", "often", 400, "Invalid JSON."),
        ("LimitedExamFreqLimit", "", 400, "Invalid JSON."),
        ("PAFreqLimit", True, 400, "Invalid JSON."),
        ("AnnualMax", "much", 400, "Invalid JSON."),
        ("AnnualMax", "1e999", 400, "Invalid JSON."),
        ("AnnualMax", 10**400, 400, "Invalid JSON."),
        ("AnnualMax", False, 400, "Invalid JSON."),
    ],
)
def test_what_no_plan_can_have(api, write, name, value, status, sentence):
    hint = "must have" if sentence == "DefNum is invalid." else name
    refused(api, write(**{name: value}), status, sentence, hint)


def test_the_hint_says_what_a_definition_must_have(api):
    sentence, hint = "DefNum is invalid.", "definition 151 must have Category 1, ItemValue 'dp'"
    refused(api, create(DefNum=151), 400, sentence, hint)


@BOTH
def test_rows_are_looked_for_before_fields_are_looked_at(api, write):
    refused(api, write(FeeSchedNum=999, IsHidden="yes"), 404, "FeeSched not found.")
    refused(api, write(DefNum=0, IsHidden="yes"), 404, "Definition not found.")
    refused(api, write(DefNum=8, IsHidden="yes"), 400, "IsHidden is invalid.")
    refused(api, write(FeeSchedNum=999, AnnualMax="much"), 400, "Invalid JSON.")


@BOTH
@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("FeeSchedNum", "57", 57),
        ("ExamFreqLimit", " 3 ", 3),
        ("ExamFreqLimit", 2**31 - 1, 2**31 - 1),
        ("ExamFreqLimit", -(2**31), -(2**31)),
        ("AnnualMax", "17.00", 17.0),
        ("AnnualMax", 3, 3.0),
        ("AnnualMax", ".5", 0.5),
        ("IsHidden", True, "true"),
        ("IsHidden", "TRUE", "true"),
        ("IsHidden", "False", "false"),
        ("IsHidden", False, "false"),
        ("Description", 12, "12"),
        ("Description", "x" * 255, "x" * 255),
        ("Description", "\u00fc" * 255, "\u00fc" * 255),
        ("PlanNote", "x" * 65_535, "x" * 65_535),
        ("PlanNote", "one\r\ntwo\rthree", "one two three"),
        ("DefNum", 337, 337),
        ("FeeSchedNum", 55, 55),
    ],
)
def test_what_is_read_leniently(api, write, name, value, shown):
    got = write(**{name: value})(api)
    assert got.status in (200, 201), got.text
    assert f'"{name}":{text(shown)}' in got.text


@pytest.mark.parametrize("verb", ["POST", "PUT"])
@pytest.mark.parametrize(
    "content", [b"", b"[]", b'"x"', b"3", b"null", b"{", b'{"Description": }', b'{"Description": "\xff"}', b"{} {}"]
)
def test_a_body_that_is_no_object(api, verb, content):
    path = "/discountplans" if verb == "POST" else "/discountplans/1"
    refused(api, lambda api: api.call(verb, path, raw=content), 400, "Invalid JSON.")


def test_a_trailing_comma_is_forgiven(api):
    got = api.call("POST", "/discountplans", raw=b'{"Description": "A","FeeSchedNum": "54", "DefNum": "336",\n }')
    assert (got.status, got.json["Description"]) == (201, "A")


def test_a_body_that_is_too_long(api):
    content = b'{"PlanNote": "' + b"x" * 16_800_000 + b'"}'
    sentence = "Request body exceeds the maximum length of 16800000 characters."
    refused(api, lambda api: api.call("PUT", "/discountplans/1", raw=content), 400, sentence, "16,800,000")


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_a_body_that_is_not_said_to_be_json(api, kind):
    refused(api, lambda api: api.post("/discountplans", ULTRA, Content_Type=kind), 400, "Malformed API request.")


@pytest.mark.parametrize("header", ["", "Bearer abc", "ODFHIR", "ODFHIR developer", "ODFHIR a/b/c"])
def test_without_keys(api, header):
    refused(api, lambda api: api.get("/discountplans", Authorization=header), 400, "Malformed API request.", "ODFHIR")


def test_without_keys_in_remote_mode(api):
    client = api.at(mode="remote")
    client.headers = {}
    got = client.get("/discountplans")
    assert (got.status, got.text) == (401, '"Invalid credentials."')


# --- methods and versions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "path", "spoken"),
    [
        ("DELETE", "/discountplans/1", "DELETE "),
        ("PATCH", "/discountplans/1", "PATCH "),
        ("GET", "/discountplans/search", "GET search"),
        ("GET", "/discountplans/1/Fees", "GET Fees"),
        ("POST", "/discountplans/Saved", "POST Saved"),
    ],
)
def test_methods_that_there_are_not(api, verb, path, spoken):
    sentence = f"discountplans {spoken} is not a valid method."
    refused(api, lambda api: api.call(verb, path, {}), 400, sentence, "DiscountPlans has GET /discountplans/{key}")


def test_the_resource_has_one_name(api):
    refused(api, lambda api: api.get("/discountplan"), 404, "discountplan is not a valid resource.", "/discountplans?")


METHODS = [
    ("22.4.18", "22.4.19", "GET", "/discountplans/2", None, 200),
    ("22.4.18", "22.4.19", "GET", "/discountplans", None, 200),
    ("23.1.19", "23.1.20", "POST", "/discountplans", ULTRA, 201),
    ("23.1.19", "23.1.20", "PUT", "/discountplans/1", {}, 200),
]


@pytest.mark.parametrize(("before", "since", "verb", "path", "body", "status"), METHODS)
def test_since_when_each_method_is_there(api, before, since, verb, path, body, status):
    old = api.at(version=before)
    refused(old, lambda api: api.call(verb, path, body), 400, f"discountplans {verb}  is not a valid method.", since)
    assert f"this office runs {before}" in old.call(verb, path, body).hint
    for version in (since, f"{since}.0", "25.1.20"):
        assert api.at(version=version).call(verb, path, body).status == status


@pytest.mark.parametrize(
    ("version", "status"), [("23.1.3", 400), ("23.1.100", 201), ("23.2.5.0", 201), ("22.9.99", 400)]
)
def test_versions_compare_number_by_number(api, version, status):
    assert api.at(version=version).post("/discountplans", ULTRA).status == status


def test_the_method_is_asked_for_before_the_row(api):
    old = api.at(version="22.4.19")
    refused(old, lambda api: api.put("/discountplans/999", {}), 400, "discountplans PUT  is not a valid method.")


@pytest.mark.parametrize("description", ["", " "])
@pytest.mark.parametrize(("verb", "path"), [("POST", "/discountplans"), ("PUT", "/discountplans/2")])
def test_a_plan_has_a_description(api, verb, path, description):
    call = lambda api: api.call(verb, path, {"Description": description, "FeeSchedNum": 54, "DefNum": 336})
    hint = "Description is blank; the desktop program says: Please enter a description."
    refused(api, call, 400, "Description is required.", hint)


def test_a_limit_below_none_is_taken_with_a_hint(api):
    got = api.post("/discountplans", ULTRA | {"ExamFreqLimit": -2, "AnnualMax": -1})
    assert (got.status, got.json["ExamFreqLimit"]) == (201, -2)
    assert got.hint == "ExamFreqLimit -2 has no meaning; -1 is no limit"


def test_a_page_asked_for_in_small_letters_is_told_of(api):
    got = api.get("/discountplans?limit=1")
    assert len(got.json) == 4
    assert got.hint == "limit is no parameter of DiscountPlans GET and was ignored; did you mean Limit?"
