"""The wire, row by row of what is known of it: one conversation each, request and whole answer."""

import itertools
import json
from urllib.parse import quote

import pytest

JSON = "application/json; charset=utf-8"
NOW = "2024-01-27 14:13:05"
ERROR_HEADERS = {"Content-Type", "Content-Length", "X-Mock-Od-Hint"}

PLAN = {"Description": "Happy Smiles Club", "FeeSchedNum": 54, "DefNum": 336}
ROW = {
    "Description": "Happy Smiles Club",
    "FeeSchedNum": 54,
    "DefNum": 336,
    "adjustmentType": "Discount Plan",
    "IsHidden": "false",
    "PlanNote": "",
    "ExamFreqLimit": -1,
    "XrayFreqLimit": -1,
    "ProphyFreqLimit": -1,
    "FluorideFreqLimit": -1,
    "PerioFreqLimit": -1,
    "LimitedExamFreqLimit": -1,
    "PAFreqLimit": -1,
    "AnnualMax": -1.0,
}


def refused(answer, status, sentence, hint=""):
    """The answer is this sentence and nothing more, with a line of help that has ``hint`` in it."""
    assert (answer.status, answer.json) == (status, sentence)
    assert answer.text == json.dumps(sentence, ensure_ascii=False)
    assert set(answer.headers) - {"X-Mock-Od-Generation"} == ERROR_HEADERS
    assert answer.headers["Content-Type"] == JSON
    assert answer.hint
    assert hint in answer.hint


def bare(api, verb, path, content=b"", **headers):
    """A request with these headers alone."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    got = api.app.test_client().open(f"/api/v1{path}", method=verb, data=content, headers=named)
    text = got.get_data(as_text=True)
    return type(api.get("/clinics"))(got.status_code, json.loads(text) if text else None, dict(got.headers), text)


# --- what there is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/notaresource", "notaresource"),
        ("/notaresource/7/Saved?PatNum=1", "notaresource"),
        ("/proctp", "proctp"),
        ("/patient/15", "patient"),
        ("/", ""),
        ("", ""),
        ("/caf%C3%A9s", "cafés"),
    ],
)
def test_an_unknown_resource_is_404(api, path, name):
    refused(api.get(path), 404, f"{name} is not a valid resource.")


def test_an_unknown_resource_is_404_for_every_verb_and_without_credentials(api):
    for verb in ("GET", "POST", "PUT", "DELETE", "PATCH"):
        refused(bare(api, verb, "/notaresource"), 404, "notaresource is not a valid resource.")
    refused(api.get("/treatplan"), 404, "treatplan is not a valid resource.", "did you mean /treatplans?")


@pytest.mark.parametrize(
    ("verb", "path", "sentence"),
    [
        ("DELETE", "/discountplans/2", "discountplans DELETE  is not a valid method."),
        ("DELETE", "/treatplanattaches/40", "treatplanattaches DELETE  is not a valid method."),
        ("POST", "/documents", "documents POST  is not a valid method."),
        ("PATCH", "/treatplans/9", "treatplans PATCH  is not a valid method."),
        ("OPTIONS", "/treatplans", "treatplans OPTIONS  is not a valid method."),
        ("GET", "/treatplans/search", "treatplans GET search is not a valid method."),
        ("POST", "/proctps/Saved", "proctps POST Saved is not a valid method."),
        ("PUT", "/treatplans/9/Saved", "treatplans PUT Saved is not a valid method."),
        ("GET", "/patients/15/Simple/More", "patients GET Simple/More is not a valid method."),
        ("GET", "/treatplans/-", "treatplans GET - is not a valid method."),
        ("GET", "/treatplans/1.5", "treatplans GET 1.5 is not a valid method."),
    ],
)
def test_an_unknown_verb_or_sub_path_is_400_and_leaves_two_blanks_where_no_sub_path_is(api, verb, path, sentence):
    answer = api.call(verb, path)
    refused(answer, 400, sentence)
    assert answer.hint.split()[1] == "has"  # what the resource has instead


def test_head_is_a_get_without_body(api):
    answer = api.call("HEAD", "/treatplans")
    assert (answer.status, answer.text) == (200, "")
    refused = api.call("HEAD", "/treatplans/Saved")
    assert (refused.status, refused.text) == (400, "")
    assert "TreatPlans has GET /treatplans" in refused.hint


def test_a_method_newer_than_the_office_is_no_method(api):
    old = api.at(version="24.1.0")
    gone = old.delete("/treatplans/9")
    refused(gone, 400, "treatplans DELETE  is not a valid method.")
    assert gone.hint == "TreatPlans DELETE was added in 24.4.26; this office runs 24.1.0"
    older = api.at(version="23.2.21")
    answer = older.post("/treatplans/Saved", {"TreatPlanNum": 9})
    refused(answer, 400, "treatplans POST Saved is not a valid method.", "added in 23.2.22; this office runs 23.2.21")
    assert api.at(version="23.2.22").post("/treatplans/Saved", {"TreatPlanNum": 9}).status == 201


@pytest.mark.parametrize(
    ("runs", "status"),
    [
        ("24.4.25", 400),
        ("24.4.26", 200),
        ("24.4.26.0", 200),
        ("24.10", 200),  # number by number: 10 is more than 4
        ("24.4", 400),
        ("25.1", 200),
        ("9.9.9", 400),
    ],
)
def test_versions_compare_number_by_number(api, runs, status):
    assert api.at(version=runs).delete("/treatplans/9").status == status


def test_a_version_may_have_four_numbers(api):
    sentence = "sheetdefs GET  is not a valid method."
    refused(api.at(version="23.2.4.9").get("/sheetdefs"), 400, sentence)
    assert api.at(version="23.2.5").get("/sheetdefs").status == 200


def test_a_parameter_newer_than_the_office_is_as_unknown_as_it_was_then(api):
    old = api.at(version="25.2.20")
    old.freeze(NOW)
    answer = old.get("/procedurelogs?ProcStatus=C")
    assert answer.json == old.get("/procedurelogs").json
    assert answer.hint == "ProcStatus was added in 25.2.21; this office runs 25.2.20"
    assert {row["ProcStatus"] for row in api.get("/procedurelogs?ProcStatus=C").json} == {"C"}


def test_a_column_newer_than_the_office_is_not_answered(api):
    assert "userGroupNums" not in api.at(version="25.1.9").get("/userods").json[0]
    assert "userGroupNums" in api.at(version="25.1.10").get("/userods").json[0]


@pytest.mark.parametrize("sub", ["Saved", "saved", "SAVED", "sAvEd", "Saved/"])
def test_sub_paths_in_any_case(api, sub):
    api.freeze(NOW)
    answer = api.post(f"/treatplans/{sub}", {"TreatPlanNum": 9})
    assert (answer.status, answer.json["TPStatus"]) == (201, "Saved")
    assert api.get("/patients/simple").json == api.get("/patients/Simple").json


@pytest.mark.parametrize("path", ["/treatplans/9", "/treatplans/999999", "/treatplans/-1", "/treatplans/" + "9" * 30])
def test_without_a_single_get_the_key_is_ignored(api, path):
    answer = api.get(path)
    assert answer.status == 200
    assert answer.json == api.get("/treatplans").json


def test_without_a_single_get_the_key_is_ignored_and_the_filters_are_not(api):
    assert [plan["TreatPlanNum"] for plan in api.get("/treatplans/7?PatNum=48").json] == [9, 10]


def test_before_the_version_of_a_single_get_its_key_is_ignored_too(api):
    old = api.at(version="23.3.12")
    old.freeze(NOW)
    assert old.get("/procedurelogs/25").json == old.get("/procedurelogs").json
    assert api.at(version="23.3.13").get("/procedurelogs/25").json["ProcNum"] == 25


# --- who calls --------------------------------------------------------------------------------------

BAD_HEADERS = [
    "",
    "ODFHIR",
    "ODFHIR developer",
    "ODFHIR developer/",
    "ODFHIR /customer",
    "ODFHIR developer/customer/more",
    "ODFHIR developer/cust omer",
    "Bearer developer/customer",
    "Basic ZGV2ZWxvcGVyOmN1c3RvbWVy",
    "developer/customer",
    "ODFHIRdeveloper/customer",
    "ODFHIR développeur/customer",
    "ODFHIR developer/" + "k" * 256,
]


@pytest.mark.parametrize("mode", ["local", "service", "remote"])
@pytest.mark.parametrize("header", BAD_HEADERS)
def test_an_unusable_authorization_is_a_malformed_request(api, mode, header):
    answer = bare(api.at(mode=mode), "GET", "/discountplans", Authorization=header.encode().decode("latin-1"))
    refused(answer, 400, "Malformed API request.", "send Authorization: ODFHIR {DeveloperKey}/{CustomerKey}")


@pytest.mark.parametrize(
    ("mode", "status", "sentence"),
    [
        ("local", 400, "Malformed API request."),
        ("service", 400, "Malformed API request."),
        ("remote", 401, "Invalid credentials."),
    ],
)
def test_a_missing_authorization_by_mode(api, mode, status, sentence):
    refused(bare(api.at(mode=mode), "GET", "/discountplans"), status, sentence, "send Authorization: ODFHIR")


@pytest.mark.parametrize(
    "header", ["ODFHIR a/b", "odfhir NFF6i0KrXrxDkZHt/VzkmZEaUWOjnQX2z", "ODFHIR   d-e.v_!~/c+u:s=t*", " ODFHIR a/b "]
)
def test_any_well_formed_authorization_is_good(api, header):
    answer = bare(api, "GET", "/discountplans/2", Authorization=header)
    assert (answer.status, answer.json["Description"]) == (200, "Happy Smiles Basic")


def test_two_keys_never_see_each_others_rows(api):
    other = api.at()
    mine = api.post("/discountplans", PLAN).json
    theirs = other.post("/discountplans", PLAN | {"Description": "Theirs"}).json
    assert mine["DiscountPlanNum"] == theirs["DiscountPlanNum"] == 9
    api.put("/discountplans/2", {"Description": "Changed"})
    api.delete("/treatplans/9")
    assert api.get("/discountplans/9").json["Description"] == "Happy Smiles Club"
    assert other.get("/discountplans/9").json["Description"] == "Theirs"
    assert other.get("/discountplans/2").json["Description"] == "Happy Smiles Basic"
    assert other.get("/treatplans?PatNum=48").json != api.get("/treatplans?PatNum=48").json


def test_the_customer_key_alone_names_the_office(api):
    api.post("/discountplans", PLAN)
    assert bare(api, "GET", "/discountplans/9", Authorization=f"ODFHIR another/{api.key}").status == 200
    shouted = bare(api, "GET", "/discountplans/9", Authorization=f"ODFHIR developer/{api.key.upper()}")
    refused(shouted, 404, "DiscountPlan not found.")


# --- the order of checks ----------------------------------------------------------------------------


def test_resource_then_method_then_credentials_then_row_then_fields(api):
    """One request with everything wrong, mended step by step."""
    body = b'{"Description": {}, "FeeSchedNum": 999, "DefNum": "x"'
    key = {"Authorization": api.headers["Authorization"]}
    kind = {"Content-Type": "application/json"}
    refused(bare(api, "PATCH", "/discountplan/99", body), 404, "discountplan is not a valid resource.")
    refused(bare(api, "PATCH", "/discountplans/99", body), 400, "discountplans PATCH  is not a valid method.")
    refused(bare(api, "PUT", "/discountplans/99", body), 400, "Malformed API request.", "Authorization")
    refused(bare(api, "PUT", "/discountplans/99", body, **key), 400, "Malformed API request.", "Content-Type")
    refused(bare(api, "PUT", "/discountplans/99", body, **key, **kind), 404, "DiscountPlan not found.")
    refused(bare(api, "PUT", "/discountplans/2", body, **key, **kind), 400, "Invalid JSON.")
    body += b"}"
    refused(bare(api, "PUT", "/discountplans/2", body, **key, **kind), 400, "Invalid JSON.", "Description takes text")
    body = body.replace(b'"x"', b"336").replace(b"{}", b'"" , "IsHidden": "?"')
    refused(bare(api, "PUT", "/discountplans/2", body, **key, **kind), 404, "FeeSched not found.")
    body = body.replace(b"999", b"54")
    refused(bare(api, "PUT", "/discountplans/2", body, **key, **kind), 400, "IsHidden is invalid.")
    body = body.replace(b"?", b"true")
    refused(bare(api, "PUT", "/discountplans/2", body, **key, **kind), 400, "Description is required.")
    body = body.replace(b'""', b'"x"')
    assert bare(api, "PUT", "/discountplans/2", body, **key, **kind).status == 200


def test_credentials_come_before_the_key_that_is_missing_in_the_path(api):
    refused(bare(api, "DELETE", "/treatplans"), 400, "Malformed API request.", "Authorization")
    refused(api.delete("/treatplans"), 400, "TreatPlanNum is required.", "DELETE /treatplans/1")
    refused(api.put("/treatplans"), 400, "TreatPlanNum is required.", "PUT /treatplans/1")


def test_an_unknown_foreign_key_comes_before_a_bad_field_and_a_missing_one(api):
    refused(api.post("/treatplans", {"PatNum": 99, "TPType": "Neither"}), 404, "Patient not found.")
    refused(api.post("/discountplans", {"DefNum": 99}), 404, "Definition not found.")
    refused(api.get("/treatplans?PatNum=99&TPStatus=Neither"), 404, "Patient not found.")


def test_fields_are_refused_in_the_order_of_the_page(api):
    body = {"AnnualMax": "x1", "XrayFreqLimit": 2**31, "IsHidden": "maybe"}
    refused(api.post("/discountplans", body), 400, "Invalid JSON.", "XrayFreqLimit takes whole numbers")
    body["XrayFreqLimit"] = 1
    refused(api.post("/discountplans", body), 400, "Invalid JSON.", "AnnualMax takes a number")
    body["AnnualMax"] = 1
    refused(api.post("/discountplans", body), 400, "Description is required.")
    refused(api.post("/discountplans", PLAN | body), 400, "IsHidden is invalid.")


def test_one_bad_field_changes_nothing(api):
    before = api.get("/discountplans").json
    refused(
        api.put("/discountplans/2", {"Description": "New", "PlanNote": "New", "IsHidden": "?"}),
        400,
        "IsHidden is invalid.",
    )
    assert api.get("/discountplans").json == before


# --- the grammar of refusals ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "path", "sentence"),
    [
        ("GET", "/discountplans/99", "DiscountPlan not found."),
        ("GET", "/discountplans/0", "DiscountPlan not found."),
        ("GET", "/discountplans/-2", "DiscountPlan not found."),
        ("GET", "/discountplans/" + "9" * 400, "DiscountPlan not found."),
        ("GET", "/patients/99", "Patient not found."),
        ("GET", "/procedurelogs/99999", "ProcedureLog not found."),
        ("PUT", "/treatplans/99", "TreatPlan not found."),
        ("PUT", "/treatplanattaches/99", "TreatPlanAttach not found."),
        ("DELETE", "/proctps/99", "ProcTP not found."),
        ("DELETE", "/discountplansubs/99", "DiscountPlanSub not found."),
    ],
)
def test_a_row_that_is_not_there(api, verb, path, sentence):
    refused(api.call(verb, path), 404, sentence, "in this office")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/treatplans?PatNum=99", "Patient not found."),
        ("/proctps?TreatPlanNum=99", "TreatPlan not found."),
        ("/documents?PatNum=99", "Patient not found."),
        ("/fees?FeeSched=99&CodeNum=99999", "FeeSched not found."),
        ("/procedurelogs?PatNum=9223372036854775807", "Patient not found."),
    ],
)
def test_a_filter_by_a_row_that_is_not_there(api, path, sentence):
    refused(api.get(path), 404, sentence, "there is no")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/treatplans?PatNum=abc", "PatNum is invalid."),
        ("/treatplans?PatNum=9223372036854775808", "PatNum is invalid."),
        ("/treatplans?TPStatus=1", "TPStatus is invalid."),
        ("/treatplans?TPStatus=active", "TPStatus is invalid."),
        ("/treatplans?SecDateTEdit=2022-07-01", "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss."),
        ("/treatplans?SecDateTEdit=2022-07-01T05:30:00", "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss."),
        ("/patients?Birthdate=1/2/1990", "Birthdate format must be yyyy-MM-dd."),
        ("/patients?guarOnly=yes", "guarOnly is invalid."),
        ("/proctps", "TreatPlanNum is required."),
        ("/proctps?TreatPlanNum=", "TreatPlanNum is required."),
    ],
)
def test_a_filter_that_makes_no_sense(api, path, sentence):
    refused(api.get(path), 400, sentence)


def test_a_patient_without_rows_has_an_empty_list(api):
    answer = api.get("/treatplans?PatNum=12")
    assert (answer.status, answer.json, answer.hint) == (200, [], "")
    assert answer.text == "[]"


def test_a_row_of_the_wrong_kind_is_invalid_not_missing(api):
    refused(api.post("/discountplans", PLAN | {"DefNum": 151}), 400, "DefNum is invalid.", "definition 151 must have")


@pytest.mark.parametrize("verb", ["POST", "PUT"])
@pytest.mark.parametrize(
    "kind", [None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"]
)
def test_a_body_must_say_that_it_is_json(api, verb, kind):
    path = "/discountplans" if verb == "POST" else "/discountplans/2"
    headers = api.headers | ({} if kind is None else {"Content-Type": kind})
    before = api.get("/discountplans").json
    answer = bare(api, verb, path, json.dumps(PLAN).encode(), **headers)
    refused(answer, 400, "Malformed API request.", "send Content-Type: application/json")
    assert api.get("/discountplans").json == before


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON;x=y"])
def test_parameters_of_the_content_type_do_not_matter(api, kind):
    assert api.post("/discountplans", PLAN, Content_Type=kind).status == 201


def test_reading_and_deleting_need_no_content_type_and_ignore_a_body(api):
    assert bare(api, "GET", "/discountplans", b"{broken", **api.headers).status == 200
    answer = bare(api, "DELETE", "/treatplans/9", b"{broken", **api.headers)
    assert (answer.status, answer.text) == (200, "")


def test_every_refusal_has_a_line_of_help(api):
    hints = [
        api.get("/nope").hint,
        api.call("PATCH", "/treatplans").hint,
        bare(api, "GET", "/treatplans").hint,
        api.get("/patients?DateTStamp=1").hint,
        api.post("/discountplans", {}).hint,
        api.post("/discountplans", raw=b"[]").hint,
        api.get("/treatplans?Limit=0").hint,
        api.delete("/treatplans/7").hint,
    ]
    assert all(hints)
    assert all(hint.isascii() and "\n" not in hint for hint in hints)


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/treatplans/77", "TreatPlans GET takes no key in the path; 77 was ignored"),
        ("/clinics/77", "Clinics GET takes no key in the path; 77 was ignored"),
        ("/preferences/1", "Preferences GET takes no key in the path; 1 was ignored"),
    ],
)
def test_a_key_that_is_ignored_is_spoken_of(api, path, hint):
    got = api.get(path)
    assert (got.status, got.hint) == (200, hint)
    assert got.json == api.get(path.rpartition("/")[0]).json
    unexpected = api.get(f"/__admin/offices/{api.key}/requests/unexpected").json["requests"]
    assert [(one["path"], one["why"]) for one in unexpected] == [(path, [hint])]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/proctps?TreatPlanNum=0", "TreatPlan not found."),
        ("/treatplanattaches?TreatPlanNum=0", "TreatPlan not found."),
        ("/discountplansubs?PatNum=0", "Patient not found."),
        ("/documents?PatNum=0", "Patient not found."),
    ],
)
def test_a_row_that_must_be_named_is_not_nobodys(api, path, sentence):
    got = api.get(path)
    assert (got.status, got.json) == (404, sentence)


def test_a_write_reads_nothing_from_the_address(api):
    client = api.at(version="23.2.13")
    got = client.post("/treatplans?PatNum=31&DateFormatString=yyyy", {"PatNum": 15})
    assert (got.status, got.json["PatNum"], got.json["SecDateEntry"]) == (201, 15, f"{client.office.clock.now().year}")
    assert got.hint == "PatNum in the URL was ignored; POST reads nothing but the body"


@pytest.mark.parametrize(
    ("path", "runs", "hint"),
    [
        ("/procedurecodes", "22.3.21", "ProcedureCodes GET was added in 22.3.22"),
        ("/sheetdefs", "23.2.4", "SheetDefs GET was added in 23.2.5.0"),
        ("/documents?PatNum=12", "21.1", "Documents GET was added in 21.2"),
    ],
)
def test_the_hint_speaks_of_the_method_that_was_meant(api, path, runs, hint):
    got = api.at(version=runs).get(path)
    assert (got.status, got.hint) == (400, f"{hint}; this office runs {runs}")


# --- parameters that are unknown --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["DateTStamp", "search", "updatedSince", "phone", "lname"])
def test_the_list_of_patients_refuses_a_parameter_it_does_not_know(api, name):
    got = api.get(f"/patients?{name}=x")
    refused(got, 400, f"'{name}' is not a valid parameter.", f"{name} is no parameter of Patients GET")
    assert "ignored" not in got.hint


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/treatplans?Colour=red", "Colour is no parameter of TreatPlans GET and was ignored"),
        ("/treatplans?patNum=99", "patNum is no parameter of TreatPlans GET and was ignored; did you mean PatNum?"),
        ("/discountplans?Description=x", "Description is no parameter of DiscountPlans GET and was ignored"),
        ("/providers?DateStamp=x", "did you mean DateTStamp?"),
        ("/discountplans/2?Limit=1&page=3", "page is no parameter of DiscountPlans GET and was ignored"),
        ("/clinics?caf%C3%A9=1", "caf? is no parameter of Clinics GET and was ignored"),
    ],
)
def test_other_reads_ignore_it_and_say_so(api, path, hint):
    api.freeze(NOW)
    answer = api.get(path)
    assert (answer.status, answer.json) == (200, api.get(path.partition("?")[0]).json)
    assert hint in answer.hint


def test_a_parameter_that_is_known_needs_no_hint(api):
    answer = api.get("/treatplans?PatNum=48&TPStatus=Inactive&SecDateTEdit=2022-01-01%2000:00:00&Limit=5&Offset=0")
    assert ([row["TreatPlanNum"] for row in answer.json], answer.hint) == ([9, 10], "")


def test_fields_that_cannot_be_set_are_ignored_and_hinted(api):
    answer = api.post(
        "/treatplans", {"PatNum": 15, "TPStatus": "Active", "DocNum": "x", "Colour": None, "patNumber": 7}
    )
    assert (answer.status, answer.json["TPStatus"], answer.json["DocNum"]) == (201, "Inactive", 0)
    assert answer.hint.split("; ", 1)[0] == "TPStatus cannot be set by POST"
    assert "use POST /treatplans/Saved" in answer.hint
    assert "DocNum cannot be set by POST and was ignored" in answer.hint
    assert "Colour is no field of TreatPlans POST and was ignored" in answer.hint
    assert "did you mean PatNum?" in answer.hint


# --- successes --------------------------------------------------------------------------------------


def test_post_answers_201_with_the_address_and_the_row(api):
    answer = api.post("/discountplans", PLAN)
    assert answer.status == 201
    assert answer.json == {"DiscountPlanNum": 9, **ROW}
    assert list(answer.json) == ["DiscountPlanNum", *ROW]  # in the page's order
    assert answer.headers["Content-Type"] == JSON
    assert answer.headers["Location"] == "http://localhost/api/v1/discountplans/9"
    assert '"AnnualMax":-1.0' in answer.text
    assert answer.hint == ""
    assert api.get("/discountplans/9").json == answer.json


def test_put_answers_200_and_the_row(api):
    answer = api.put("/discountplans/2", {"PlanNote": "new"})
    assert (answer.status, answer.headers["Content-Type"]) == (200, JSON)
    assert "Location" not in answer.headers
    assert answer.json == api.get("/discountplans/2").json
    assert answer.json["PlanNote"] == "new"


def test_put_of_nothing_changes_nothing(api):
    before = api.get("/discountplans/2").json
    assert api.put("/discountplans/2", {}).json == before
    assert api.put("/discountplans/2", {"Description": None}).json == before  # the API has no nulls


def test_delete_answers_200_and_an_empty_body(api):
    answer = api.delete("/treatplans/9")
    assert (answer.status, answer.text) == (200, "")
    assert "Content-Type" not in answer.headers
    refused(api.delete("/treatplans/9"), 404, "TreatPlan not found.")


def test_older_creates_and_changes_answer_no_body(api):
    made = api.post("/discountplansubs", {"DiscountPlanNum": 6, "PatNum": 2011})
    assert (made.status, made.text) == (201, "")
    assert made.headers["Location"] == "http://localhost/api/v1/discountplansubs/33"
    assert "Content-Type" not in made.headers
    changed = api.put("/discountplansubs/33", {"PatNum": 2011, "SubNote": "x"})
    assert (changed.status, changed.text) == (200, "")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("localhost:30222", "http://localhost:30222"),
        ("opendental.test", "http://opendental.test"),
        ("192.168.0.7:8080", "http://192.168.0.7:8080"),
        ("[::1]:30222", "http://[::1]:30222"),
        ("[::1]", "http://[::1]"),
    ],
)
def test_location_is_where_the_client_called(api, host, address):
    answer = api.post("/discountplans", PLAN, Host=host)
    assert answer.headers["Location"] == f"{address}/api/v1/discountplans/9"


@pytest.mark.parametrize(
    "host", ["", "a b", "x/y", "user@host", "h?q", "[::1", "a:b:c", "\u00e9vil", "x" * 3000, "a\tb"]
)
def test_a_host_that_is_none_never_reaches_the_location(api, host):
    answer = api.post("/discountplans", PLAN, Host=host)
    assert answer.status == 201
    address = answer.headers["Location"]
    assert address in ("http://localhost/api/v1/discountplans/9", "http://localhost:80/api/v1/discountplans/9")


# --- pages ------------------------------------------------------------------------------------------


def fees(count):
    return [{"FeeNum": at, "FeeSched": 54, "Amount": at} for at in range(1, count + 1)]


@pytest.fixture(scope="module")
def crowd():
    """Fills a client's office with 1,205 fees; the client of each mode."""

    def fill(api, mode):
        client = api.at(world="empty", mode=mode)
        client.seed({"fee": fees(1205)})
        return client

    return fill


@pytest.mark.parametrize(("mode", "most"), [("local", 1000), ("service", 1000), ("remote", 100)])
def test_the_length_of_a_page_by_mode(api, crowd, mode, most):
    office = crowd(api, mode)

    def page(query):
        answer = office.get(f"/fees{query}")
        assert answer.status == 200
        return [row["FeeNum"] for row in answer.json]

    assert page("") == list(range(1, most + 1))
    assert page("?Limit=3") == [1, 2, 3]
    assert page("?Limit=007") == list(range(1, 8))
    for larger in (most + 1, 10**12, 10**30):  # capped without complaint
        assert page(f"?Limit={larger}") == list(range(1, most + 1))
    assert page("?Limit=2&Offset=4") == [5, 6]
    assert page("?Offset=1203") == [1204, 1205]
    assert page("?Offset=0&Limit=1") == [1]
    for beyond in (1205, 10**12, 10**30):
        assert page(f"?Offset={beyond}") == []
    paged = [page(f"?Offset={at}") for at in range(0, 1300, most)]
    assert list(itertools.chain(*paged)) == list(range(1, 1206))


@pytest.mark.parametrize("text", ["-1", "x", "1.5", "1e2", "+1", "%20", "%E0%A5%A7", "0x10", "1,000"])
@pytest.mark.parametrize("name", ["Limit", "Offset"])
def test_a_page_that_makes_no_sense(api, name, text):
    refused(api.get(f"/discountplans?{name}={text}"), 400, f"{name} is invalid.", f"{name} is a whole number")


def test_a_page_has_one_row_at_least_and_may_start_at_none(api):
    refused(api.get("/discountplans?Limit=0"), 400, "Limit is invalid.", "1 or more")
    assert len(api.get("/discountplans?Offset=0").json) == 4


def test_limit_is_counted_after_the_filters(api):
    plans = [plan["TreatPlanNum"] for plan in api.get("/treatplans?TPStatus=Inactive").json]
    paged = [api.get(f"/treatplans?TPStatus=Inactive&Limit=1&Offset={at}").json for at in range(len(plans))]
    assert len(plans) >= 3
    assert [page[0]["TreatPlanNum"] for page in paged] == plans


def test_lists_are_ordered_by_primary_key(api):
    row = {"FeeSched": 54, "Amount": 1}
    empty = api.at(world="empty")
    empty.seed({"fee": [{"FeeNum": number, **row} for number in (900, 5, 70, 6, 2**40)]})
    assert [fee["FeeNum"] for fee in empty.get("/fees").json] == [5, 6, 70, 900, 2**40]
    for path, key in [("/treatplans", "TreatPlanNum"), ("/patients/Simple", "PatNum")]:
        keys = [row[key] for row in api.get(path).json]
        assert keys == sorted(keys)


# --- values -----------------------------------------------------------------------------------------


def test_unset_values_as_the_api_writes_them(api):
    plan = api.post("/treatplans", {"PatNum": 31}).json
    assert (plan["DateTP"], plan["DateTSigned"]) == ("0001-01-01", "0001-01-01 00:00:00")
    assert (plan["isSigned"], plan["SigIsTopaz"], plan["SignatureText"]) == ("false", "false", "")
    assert (plan["TPType"], plan["ResponsParty"]) == ("Insurance", 0)
    assert None not in plan.values()


def test_times_are_the_offices_own_without_a_zone(api):
    api.freeze("2024-01-27 14:13:05")
    plan = api.post("/treatplans", {"PatNum": 31}).json
    assert (plan["SecDateEntry"], plan["SecDateTEdit"]) == ("2024-01-27", "2024-01-27 14:13:05")


def test_doubles_print_with_a_fraction(api):
    for sent, shown in [
        (204, "204.0"),
        (-1, "-1.0"),
        ("17.00", "17.0"),
        (0.1, "0.1"),
        ("1e3", "1000.0"),
        (".5", "0.5"),
    ]:
        assert f'"AnnualMax":{shown}' in api.put("/discountplans/2", {"AnnualMax": sent}).text
    assert f'"AnnualMax":{10.0**300}' in api.put("/discountplans/2", {"AnnualMax": 10**300}).text


def test_numbers_may_come_as_text_and_text_as_numbers(api):
    body = {"Description": 7, "FeeSchedNum": "54", "DefNum": " 336 ", "ExamFreqLimit": "+2", "PlanNote": True}
    row = api.post("/discountplans", body).json
    assert (row["Description"], row["FeeSchedNum"], row["DefNum"]) == ("7", 54, 336)
    assert (row["ExamFreqLimit"], row["PlanNote"]) == (2, "true")


def test_the_documented_body_with_a_trailing_comma(api):
    answer = api.call("PUT", "/proctps/976", raw=b'{ "Priority": 0, "Discount": "17.00",\n}')
    assert (answer.status, answer.json["Discount"]) == (200, 17.0)


@pytest.mark.parametrize("value", ["true", "false", True, False, "True", "FALSE", " true "])
def test_booleans_come_as_words_or_as_json(api, value):
    row = api.put("/discountplans/2", {"IsHidden": value}).json
    assert row["IsHidden"] == str(value).strip().lower()


@pytest.mark.parametrize("value", ["yes", "", "1", 1, 0, "t"])
def test_anything_else_is_no_boolean(api, value):
    refused(api.put("/discountplans/2", {"IsHidden": value}), 400, "IsHidden is invalid.", 'either "true" or "false"')


@pytest.mark.parametrize("value", [0, 1, "1", "insurance", "INSURANCE", "", " Discount", True])
def test_an_enum_is_its_name_and_never_a_number(api, value):
    answer = api.post("/treatplans", {"PatNum": 15, "TPType": value})
    refused(answer, 400, "TPType is invalid.", "TPType is one of Insurance, Discount")


@pytest.mark.parametrize(
    "value", ["2024-1-2", "2024-02-30", "2024-01-27T00:00:00", "01/27/2024", "", "2024-01-27 ", 20240127]
)
def test_a_date_is_written_one_way(api, value):
    answer = api.put("/discountplansubs/14", {"PatNum": 23, "DateEffective": value})
    refused(answer, 400, "DateEffective format must be yyyy-MM-dd.", "such as 2024-01-27")


@pytest.mark.parametrize("value", ["1.5", 1.5, 2.0, "x", "", True, [], {}, "1 2", "１"])
def test_a_whole_number_that_is_none_does_not_bind(api, value):
    refused(api.put("/discountplans/2", {"ExamFreqLimit": value}), 400, "Invalid JSON.", "takes a whole number")


@pytest.mark.parametrize("value", [2**31, -(2**31) - 1, 10**40, str(10**39)])
def test_a_number_out_of_the_columns_range(api, value):
    refused(api.put("/discountplans/2", {"ExamFreqLimit": value}), 400, "Invalid JSON.", "takes whole numbers from")


def test_a_text_longer_than_the_column(api):
    cut = api.put("/discountplans/2", {"Description": "é" * 256})
    assert (cut.status, cut.json["Description"]) == (200, "é" * 255)
    assert "at most 255 characters; 256 were sent, and the rest was cut off" in cut.hint
    assert api.put("/discountplans/2", {"Description": "é" * 255}).json["Description"] == "é" * 255


@pytest.mark.parametrize("key", [2**63, -(2**63) - 1, "9223372036854775808"])
def test_a_key_of_more_than_64_bits(api, key):
    refused(api.post("/treatplans", {"PatNum": key}), 400, "Invalid JSON.", "takes whole numbers from")


def test_carriage_returns_come_out_as_spaces(api):
    sent = "one\r\ntwo\rthree\nfour"
    api.put("/discountplans/2", {"PlanNote": sent})
    shown = api.get("/discountplans/2").json["PlanNote"]
    assert "\r" not in shown
    assert shown.split() == ["one", "two", "three", "four"]
    assert shown.endswith("three\nfour")
    assert shown.startswith("one ")


@pytest.mark.parametrize("text", ["Zoë Müller", "日本語", "a\u0000b", "\u2028\ufeff", "\\ \" ' / <b>&amp;", "%41+%20"])
def test_text_comes_back_as_it_was_sent(api, text):
    made = api.post("/discountplans", PLAN | {"Description": text})
    assert made.json["Description"] == text
    assert api.get("/discountplans/9").json["Description"] == text
    if text.isprintable() and not text.isascii():
        assert text in made.text  # letters as they are, not escaped


def test_letters_beyond_ascii_in_a_filter(api):
    api.seed({"patient": [{"PatNum": 5, "LName": "Zoëga", "FName": "Ünal"}]})
    for query in ("LName=" + quote("Zoë"), "LName=zo", "FName=" + quote("Ü")):
        assert [row["PatNum"] for row in api.get(f"/patients?{query}").json] == [5]
    assert api.get("/patients?LName=%FF%FE").json == []  # bytes that are no text find nobody


def test_names_in_a_body_are_found_in_any_case(api):
    answer = api.put("/discountplans/2", {"description": "x"})
    assert (answer.status, answer.json["Description"], answer.hint) == (200, "x", "")
