"""https://www.opendental.com/site/apitreatplans.html, without amounts (test_saving_amounts) and signatures (test_signing)."""

import pytest
from conversation import refuses, text

NOW = "2024-01-27 14:13:05"
TODAY = "2024-01-27"
NEVER = "0001-01-01 00:00:00"
ESTIMATE_ONLY = (
    "If you have dental insurance, please be aware that THIS IS AN ESTIMATE ONLY.  Coverage may be different if your "
    "deductible has not been met, annual maximum has been met, or if your coverage table is lower than average."
)
READ_CAREFULLY = (
    "Please read this carefully:\nIf you have insurance, THIS IS AN ESTIMATE ONLY. Insurance might not pay what we "
    "expect.\nEven if you pay your estimate ahead of time, you will still be responsible for any portion that insurance "
    "does not pay."
)
PAULOS = {
    "TreatPlanNum": 1786,
    "PatNum": 1897,
    "DateTP": "0001-01-01",
    "Heading": "Active Treatment Plan",
    "Note": READ_CAREFULLY,
    "SigIsTopaz": "false",
    "ResponsParty": 0,
    "DocNum": 0,
    "TPStatus": "Active",
    "SecUserNumEntry": 12,
    "SecDateEntry": "2022-07-02",
    "SecDateTEdit": "2022-07-02 09:39:54",
    "UserNumPresenter": 0,
    "TPType": "Insurance",
    "DateTSigned": NEVER,
    "DateTPracticeSigned": NEVER,
    "SignatureText": "",
    "SignaturePracticeText": "",
    "isSigned": "false",
    "isSignedPractice": "false",
}
NOORS = PAULOS | {"TreatPlanNum": 1787, "PatNum": 1901, "SecDateTEdit": "2022-07-02 10:32:51"}
BRANDONS = PAULOS | {
    "TreatPlanNum": 1788,
    "PatNum": 1906,
    "Heading": "Saved Treatment Plan",
    "TPStatus": "Saved",
    "SecUserNumEntry": 13,
    "SecDateTEdit": "2022-07-02 11:39:54",
    "DateTSigned": "2022-07-02 11:39:54",
    "DateTPracticeSigned": "2022-07-02 11:39:54",
    "SignatureText": "Brandon Booter",
    "SignaturePracticeText": "Dr. Carl Moore",
    "isSigned": "true",
    "isSignedPractice": "true",
}
TYLERS = PAULOS | {
    "TreatPlanNum": 9087,
    "PatNum": 8643,
    "DateTP": "2024-01-22",
    "Heading": "Inactive Treatment Plan",
    "TPStatus": "Saved",
    "SecUserNumEntry": 0,
    "SecDateEntry": "2024-01-22",
    "SecDateTEdit": "2024-01-22 09:41:00",
}
MADE = PAULOS | {
    "TreatPlanNum": 9088,
    "PatNum": 31,
    "Heading": "Inactive Treatment Plan",
    "Note": ESTIMATE_ONLY,
    "TPStatus": "Inactive",
    "SecUserNumEntry": 0,
    "SecDateEntry": TODAY,
    "SecDateTEdit": NOW,
}
SAVED = MADE | {"PatNum": 15, "DateTP": TODAY, "Heading": "Active Treatment Plan", "TPStatus": "Saved"}
ALL = [1, 7, 9, 10, 115, 130, 131, 138, 201, 963, 1786, 1787, 1788, 1802, 1845, 9086, 9087]


def tables(api):
    return [api.rows(table) for table in ("treatplan", "treatplanattach", "proctp", "document")]


refused = refuses("treatplan", "treatplanattach", "proctp", "document")


def numbers(got):
    assert got.status == 200, got.text
    return [row["TreatPlanNum"] for row in got.json]


@pytest.fixture
def api(api):
    """The office, with its clock stopped."""
    api.freeze(NOW)
    return api


# --- GET ---------------------------------------------------------------------------------------------


def test_the_saved_plans_of_a_patient(api):
    got = api.get("/treatplans?PatNum=1897&TPStatus=Saved")
    later = {"DateTP": "2022-07-05", "SecDateEntry": "2022-07-05", "SecDateTEdit": "2022-07-05 14:02:00"}
    plan = PAULOS | {
        "TreatPlanNum": 1802,
        "Heading": "Gum treatment",
        "TPStatus": "Saved",
        "UserNumPresenter": 5,
        **later,
    }
    assert (got.status, got.text) == (200, text([plan]))
    assert "X-Mock-Od-Hint" not in got.headers


def test_what_has_changed_since(api):
    got = api.get("/treatplans?SecDateTEdit=2022-07-01%2005%3A30%3A00")
    assert got.status == 200
    assert got.text.startswith(text([PAULOS, NOORS, BRANDONS])[:-1])
    assert numbers(got) == [1786, 1787, 1788, 1802, 1845, 9086, 9087]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("?PatNum=1897", [1786, 1802]),
        ("?PatNum=12", []),
        ("?PatNum=1897&TPStatus=Active", [1786]),
        ("?TPStatus=Inactive", [9, 10, 115]),
        ("?TPStatus=Saved", [1, 201, 963, 1788, 1802, 9087]),
        ("?PatNum=", ALL),
        ("?TPStatus=&PatNum=1901", [1787]),
        ("?SecDateTEdit=2024-01-22 09:41:00", [9087]),
        ("?SecDateTEdit=2024-01-22 09:41:01", []),
        ("?SecDateTEdit=2024-01-01 00:00:00&TPStatus=Active", [9086]),
        ("?Limit=2", [1, 7]),
        ("?Limit=2&Offset=2", [9, 10]),
        ("?Offset=15", [9086, 9087]),
        ("?PatNum=1897&Limit=1&Offset=1", [1802]),
        ("?Offset=99", []),
    ],
)
def test_lists(api, query, found):
    assert numbers(api.get(f"/treatplans{query}")) == found


def test_a_key_in_the_address_is_ignored_and_the_whole_list_comes_back(api):
    assert api.get("/treatplans/1802").text == api.get("/treatplans").text
    assert numbers(api.get("/treatplans/1802?PatNum=1901")) == [1787]


@pytest.mark.parametrize("query", ["patNum=1897", "Colour=red", "Heading=Filling", "TreatPlanNum=7"])
def test_what_is_no_parameter_is_ignored(api, query):
    got = api.get(f"/treatplans?{query}")
    assert numbers(got) == ALL
    assert f"{query.partition('=')[0]} is no parameter of TreatPlans GET and was ignored" in got.hint


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("PatNum=999", 404, "Patient not found."),
        ("PatNum=-1897", 404, "Patient not found."),
        ("PatNum=Paulo", 400, "PatNum is invalid."),
        ("PatNum=9223372036854775808", 400, "PatNum is invalid."),
        ("TPStatus=0", 400, "TPStatus is invalid."),
        ("TPStatus=saved", 400, "TPStatus is invalid."),
        ("TPStatus=Signed", 400, "TPStatus is invalid."),
        ("SecDateTEdit=2022-07-01", 400, "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss."),
        ("SecDateTEdit=2022-07-01T05:30:00", 400, "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss."),
        ("SecDateTEdit=2022-07-01 05:30", 400, "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss."),
        ("SecDateTEdit=2022-07-01 24:00:00", 400, "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss."),
        ("SecDateTEdit=2022-02-30 05:30:00", 400, "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss."),
        ("SecDateTEdit=yesterday", 400, "SecDateTEdit format must be yyyy-MM-dd HH:mm:ss."),
        ("PatNum=999&TPStatus=Signed", 404, "Patient not found."),
        ("Limit=0", 400, "Limit is invalid."),
        ("Limit=ten", 400, "Limit is invalid."),
        ("Offset=-1", 400, "Offset is invalid."),
    ],
)
def test_parameters_that_cannot_be_read(api, query, status, sentence):
    refused(api, lambda api: api.get(f"/treatplans?{query}"), status, sentence)


@pytest.mark.parametrize(("mode", "most"), [("local", 1000), ("service", 1000), ("remote", 100)])
def test_the_most_rows_of_a_page(api, mode, most):
    client = api.at(world="empty", mode=mode)
    client.seed({"treatplan": [{"TreatPlanNum": number} for number in range(1, most + 6)]})
    assert numbers(client.get("/treatplans")) == list(range(1, most + 1))
    assert numbers(client.get(f"/treatplans?Limit={most * 10}&Offset=2")) == list(range(3, most + 3))
    assert numbers(client.get(f"/treatplans?Offset={most}")) == list(range(most + 1, most + 6))


# --- POST --------------------------------------------------------------------------------------------


def test_a_plan_as_documented(api):
    sent = {"PatNum": 31, "Heading": "Fillings", "Note": "ONLY AN ESTIMATE.", "TPType": "Insurance"}
    got = api.post("/treatplans", sent)
    assert (got.status, got.text) == (201, text(MADE | sent))
    assert got.headers["Location"] == "http://localhost/api/v1/treatplans/9088"
    assert api.get("/treatplans?PatNum=31").json[-1] == got.json
    assert "X-Mock-Od-Hint" not in got.headers


@pytest.mark.parametrize("sent", [{}, {"Heading": None, "Note": None, "TPType": None}])
def test_a_plan_by_default(api, sent):
    got = api.post("/treatplans", {"PatNum": "31", **sent})
    assert (got.status, got.text) == (201, text(MADE))


def test_the_note_is_the_offices(api):
    api.prefer(TreatmentPlanNote="Ask\r\nus.")
    assert api.post("/treatplans", {"PatNum": 31}).json["Note"] == "Ask us."
    assert api.post("/treatplans", {"PatNum": 31, "Note": ""}).json["Note"] == ""
    api.prefer(TreatmentPlanNote="")
    assert api.post("/treatplans", {"PatNum": 31}).json["Note"] == ""


def test_the_note_of_an_empty_office(empty):
    empty.seed({"patient": [{"PatNum": 1, "LName": "First"}]})
    assert empty.post("/treatplans", {"PatNum": 1}).json["Note"] == ESTIMATE_ONLY


@pytest.mark.parametrize(
    ("patient", "sent", "kind"),
    [
        (31, {}, "Insurance"),
        (23, {}, "Discount"),
        (23, {"TPType": "Insurance"}, "Insurance"),
        (31, {"TPType": "Discount"}, "Discount"),
    ],
)
def test_the_type_is_discount_for_a_member(api, patient, sent, kind):
    got = api.post("/treatplans", {"PatNum": patient, **sent})
    assert (got.status, got.json["TPType"]) == (201, kind)


@pytest.mark.parametrize("status", ["Active", "Saved", "Inactive", 1, "nonsense"])
def test_a_new_plan_is_inactive_whatever_is_sent(api, status):
    got = api.post("/treatplans", {"PatNum": 31, "TPStatus": status})
    assert (got.status, got.text) == (201, text(MADE))
    assert got.hint == "TPStatus cannot be set by POST; use POST /treatplans/Saved"


@pytest.mark.parametrize("name", sorted(set(MADE) - {"PatNum", "Heading", "Note", "TPType", "TPStatus"}))
def test_what_cannot_be_set_is_ignored(api, name):
    got = api.post("/treatplans", {"PatNum": 31, name: "true"})
    assert (got.status, got.text) == (201, text(MADE))
    assert got.hint.startswith(f"{name} cannot be set by POST")


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({}, 400, "PatNum is required."),
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"patientNum": 31}, 400, "PatNum is required."),
        ({"PatNum": 999}, 404, "Patient not found."),
        ({"PatNum": 0}, 404, "Patient not found."),
        ({"PatNum": 60}, 400, "Patient is deleted."),
        ({"PatNum": "Grace"}, 400, "Invalid JSON."),
        ({"PatNum": 2**63}, 400, "Invalid JSON."),
        ({"PatNum": 999, "TPType": "Both"}, 404, "Patient not found."),
        ({"TPType": "Both"}, 400, "PatNum is required."),
    ],
)
def test_plans_for_nobody(api, sent, status, sentence):
    refused(api, lambda api: api.post("/treatplans", sent), status, sentence)


# --- POST Saved --------------------------------------------------------------------------------------


def test_saving_a_plan_as_documented_makes_a_new_one(api):
    before = tables(api)
    got = api.post("/treatplans/Saved", {"TreatPlanNum": 138, "Heading": "Saved Plan", "UserNumPresenter": 5})
    assert (got.status, got.text) == (201, text(SAVED | {"Heading": "Saved Plan", "UserNumPresenter": 5}))
    assert got.headers["Location"] == "http://localhost/api/v1/treatplans/9088"
    plans, attaches, copies, documents = tables(api)
    assert (plans[:-1], attaches, copies[:-3], documents) == (before[0], before[1], before[2], before[3])
    assert (plans[-1]["Signature"], plans[-1]["SignaturePractice"]) == ("", "")


@pytest.mark.parametrize("path", ["/treatplans/Saved", "/treatplans/saved", "/treatplans/SAVED/", "/treatplans/saVed"])
def test_the_heading_is_the_sources_and_nobody_presents_it(api, path):
    got = api.post(path, {"TreatPlanNum": "138", "Heading": None, "UserNumPresenter": None})
    assert (got.status, got.text) == (201, text(SAVED))


def test_an_inactive_plan_is_saved_with_what_it_has(api):
    api.seed(
        {
            "treatplan": [
                MADE
                | {
                    "TreatPlanNum": 115,
                    "PatNum": 31,
                    "Heading": "H",
                    "Note": "N",
                    "TPType": "Discount",
                    "UserNumPresenter": 5,
                }
            ],
            "patient": [{"PatNum": 31, "LName": "Okafor", "ResponsParty": 15}],
        }
    )
    got = api.post("/treatplans/Saved", {"TreatPlanNum": 115})
    own = {"PatNum": 31, "Heading": "H", "Note": "N", "TPType": "Discount", "ResponsParty": 15, "UserNumPresenter": 0}
    assert (got.status, got.text) == (201, text(SAVED | own))


def test_the_copies_come_in_the_order_of_the_attaches(api):
    api.post("/treatplans/Saved", {"TreatPlanNum": 138})
    copies = api.get("/proctps?TreatPlanNum=9088").json
    assert [(copy["ItemOrder"], copy["ProcNumOrig"], copy["priority"]) for copy in copies] == [
        (0, 120, "1"),
        (1, 121, "1"),
        (2, 122, "2"),
    ]


def test_a_plan_without_procedures_is_saved_without_copies(api):
    made = api.post("/treatplans", {"PatNum": 31}).json["TreatPlanNum"]
    saved = api.post("/treatplans/Saved", {"TreatPlanNum": made})
    assert (saved.status, saved.json["TreatPlanNum"]) == (201, made + 1)
    assert api.get(f"/proctps?TreatPlanNum={made + 1}").text == "[]"


def test_what_cannot_be_set_by_saving_is_ignored(api):
    got = api.post(
        "/treatplans/Saved", {"TreatPlanNum": 138, "Note": "x", "PatNum": 31, "isSigned": "true", "Colour": 1}
    )
    assert (got.status, got.text) == (201, text(SAVED))
    for name in ("Note", "PatNum", "isSigned"):
        assert f"{name} cannot be set by POST Saved and was ignored" in got.hint
    assert "Colour is no field of TreatPlans POST Saved and was ignored" in got.hint


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({}, 400, "TreatPlanNum is required."),
        ({"TreatPlanNum": None}, 400, "TreatPlanNum is required."),
        ({"TreatPlanNum": 8}, 404, "TreatPlan not found."),
        ({"TreatPlanNum": 0}, 404, "TreatPlan not found."),
        ({"TreatPlanNum": -138}, 404, "TreatPlan not found."),
        ({"TreatPlanNum": 8, "Heading": "x" * 256}, 404, "TreatPlan not found."),
        ({"TreatPlanNum": 2**63}, 400, "Invalid JSON."),
        ({"TreatPlanNum": "the last"}, 400, "Invalid JSON."),
        ({"TreatPlanNum": 963}, 400, "An Active or Inactive TP must be selected before saving a TP."),
        ({"TreatPlanNum": 138, "UserNumPresenter": 99}, 404, "Userod not found."),
        ({"TreatPlanNum": 138, "UserNumPresenter": "Sierra"}, 400, "Invalid JSON."),
    ],
)
def test_plans_that_cannot_be_saved(api, sent, status, sentence):
    refused(api, lambda api: api.post("/treatplans/Saved", sent), status, sentence)


def test_saving_with_a_key_in_the_address_takes_the_one_in_the_body(api):
    got = api.post("/treatplans/7/Saved", {"TreatPlanNum": 138})
    assert (got.status, got.text) == (201, text(SAVED))


# --- PUT ---------------------------------------------------------------------------------------------


def test_a_change_as_documented(api):
    sent = {"DateTP": "2024-01-27", "Heading": "Inactive Treatment Plan - Patient Declined"}
    got = api.put("/treatplans/9087", sent)
    assert (got.status, got.text) == (200, text(TYLERS | sent | {"SecDateTEdit": NOW}))
    assert "Location" not in got.headers


EVERYTHING = {
    "DateTP": "2023-12-31",
    "Heading": "Für später",
    "Note": "new\nnote",
    "ResponsParty": 712,
    "TPType": "Discount",
}


@pytest.mark.parametrize("names", [[name] for name in EVERYTHING] + [list(EVERYTHING)])
def test_only_what_is_sent_changes(api, names):
    sent = {name: EVERYTHING[name] for name in names}
    got = api.put("/treatplans/9087", sent)
    assert (got.status, got.text) == (200, text(TYLERS | sent | {"SecDateTEdit": NOW}))
    assert api.get("/treatplans?PatNum=8643").json[-1] == got.json


@pytest.mark.parametrize(
    "sent", [{}, dict.fromkeys([*EVERYTHING, "isSigned", "isSignedPractice"]), {"ResponsParty": "0"}]
)
def test_nothing_new_changes_nothing_not_even_the_stamp(api, sent):
    got = api.put("/treatplans/9087", sent)
    assert (got.status, got.text) == (200, text(TYLERS))


def test_an_open_plan_is_changed_too(api):
    sent = {"Heading": "H", "Note": "", "ResponsParty": 15, "TPType": "Discount"}
    got = api.put("/treatplans/1786", sent)
    assert (got.status, got.text) == (200, text(PAULOS | sent | {"SecDateTEdit": NOW}))


@pytest.mark.parametrize("status", ["Active", "Inactive", 2])
def test_the_status_stays(api, status):
    got = api.put("/treatplans/9087", {"TPStatus": status})
    assert (got.status, got.text) == (200, text(TYLERS))
    assert got.hint == "TPStatus cannot be set by PUT; use POST /treatplans/Saved"


SETTABLE = {*EVERYTHING, "SignatureText", "SignaturePracticeText", "isSigned", "isSignedPractice"}


@pytest.mark.parametrize("name", sorted(set(TYLERS) - SETTABLE - {"TPStatus"}))
def test_what_cannot_be_changed_is_ignored(api, name):
    got = api.put("/treatplans/9087", {name: 31})
    assert (got.status, got.text) == (200, text(TYLERS))
    assert got.hint == f"{name} cannot be set by PUT and was ignored"


@pytest.mark.parametrize("plan", [1786, 115])
def test_only_a_saved_plan_has_a_date(api, plan):
    call = lambda api: api.put(f"/treatplans/{plan}", {"DateTP": "2024-01-27", "Heading": "x"})
    refused(api, call, 400, "DateTP can only be set if TPStatus is Saved.", "save it first: POST /treatplans/Saved")


@pytest.mark.parametrize(
    ("path", "sent", "status", "sentence"),
    [
        ("/treatplans/8", {"ResponsParty": 999}, 404, "TreatPlan not found."),
        ("/treatplans/0", {}, 404, "TreatPlan not found."),
        ("/treatplans/9223372036854775808", {}, 404, "TreatPlan not found."),
        ("/treatplans", {}, 400, "TreatPlanNum is required."),
        ("/treatplans/9087", {"ResponsParty": 999}, 404, "Patient not found."),
        ("/treatplans/9087", {"ResponsParty": 999, "DateTP": "x"}, 404, "Patient not found."),
        ("/treatplans/9087", {"ResponsParty": "Pamela"}, 400, "Invalid JSON."),
        ("/treatplans/9087", {"ResponsParty": -(2**63) - 1}, 400, "Invalid JSON."),
        ("/treatplans/9087", {"DateTP": "2024-1-27"}, 400, "DateTP format must be yyyy-MM-dd."),
        ("/treatplans/9087", {"DateTP": "2024-01-27T00:00:00"}, 400, "DateTP format must be yyyy-MM-dd."),
        ("/treatplans/9087", {"DateTP": "2024-01-27 00:00:00"}, 400, "DateTP format must be yyyy-MM-dd."),
        ("/treatplans/9087", {"DateTP": "2023-02-29"}, 400, "DateTP format must be yyyy-MM-dd."),
        ("/treatplans/9087", {"DateTP": ""}, 400, "DateTP format must be yyyy-MM-dd."),
        ("/treatplans/9087", {"isSigned": "yes"}, 400, "isSigned is invalid."),
        ("/treatplans/9087", {"isSigned": 1}, 400, "isSigned is invalid."),
        ("/treatplans/9087", {"isSignedPractice": ""}, 400, "isSignedPractice is invalid."),
        ("/treatplans/9087", {"SignatureText": ["Tyler"]}, 400, "Invalid JSON."),
    ],
)
def test_changes_that_are_refused(api, path, sent, status, sentence):
    changes = {"Heading": "changed", **sent}
    refused(api, lambda api: api.put(path, changes), status, sentence)


# --- what POST and PUT share -------------------------------------------------------------------------


def create(**sent):
    return lambda api: api.post("/treatplans", {"PatNum": 31, **sent})


def update(**sent):
    return lambda api: api.put("/treatplans/9087", sent)


BOTH = pytest.mark.parametrize("write", [create, update])


@BOTH
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TPType", "Both", "TPType is invalid."),
        ("TPType", "discount", "TPType is invalid."),
        ("TPType", 1, "TPType is invalid."),
        ("TPType", "1", "TPType is invalid."),
        ("TPType", "", "TPType is invalid."),
        ("TPType", ["Discount"], "Invalid JSON."),
        ("Heading", {"x": "y"}, "Invalid JSON."),
        ("Note", ["x"], "Invalid JSON."),
    ],
)
def test_what_no_plan_can_have(api, write, name, value, sentence):
    refused(api, write(**{name: value}), 400, sentence, name)


@BOTH
@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Heading", "\u00e9" * 255, "\u00e9" * 255),
        ("Heading", 2024, "2024"),
        ("Heading", True, "true"),
        ("Note", "x" * 65_535, "x" * 65_535),
        ("Note", "x" * 65_536, "x" * 65_535),
        ("Heading", "x" * 256, "x" * 255),
        ("Note", "a\r\nb\rc\nd", "a b c\nd"),
        ("Note", '"quoted" \\ \U0001f9b7', '"quoted" \\ \ufffd'),
        ("TPType", "Discount", "Discount"),
    ],
)
def test_what_is_read(api, write, name, value, shown):
    got = write(**{name: value})(api)
    assert got.status in (200, 201), got.text
    assert f'"{name}":{text(shown)}' in got.text


WRITES = pytest.mark.parametrize(
    ("verb", "path"), [("POST", "/treatplans"), ("POST", "/treatplans/Saved"), ("PUT", "/treatplans/9087")]
)


@WRITES
@pytest.mark.parametrize("content", [b"", b"[]", b"true", b'{"PatNum": 31', b'{"Heading": "\xff"}', b'{"PatNum"; 31}'])
def test_a_body_that_is_no_object(api, verb, path, content):
    refused(api, lambda api: api.call(verb, path, raw=content), 400, "Invalid JSON.")


@WRITES
def test_a_body_that_is_too_long(api, verb, path):
    content = b'{"Note": "' + b"x" * 16_800_000 + b'"}'
    sentence = "Request body exceeds the maximum length of 16800000 characters."
    refused(api, lambda api: api.call(verb, path, raw=content), 400, sentence)


@WRITES
def test_a_body_that_is_not_said_to_be_json(api, verb, path):
    refused(api, lambda api: api.call(verb, path, {}, Content_Type="text/json"), 400, "Malformed API request.")


def test_a_trailing_comma_is_forgiven(api):
    got = api.call("POST", "/treatplans", raw=b'{"PatNum": "31", "Heading": "Inactive Treatment Plan",}')
    assert (got.status, got.text) == (201, text(MADE))


# --- DELETE ------------------------------------------------------------------------------------------


def test_an_inactive_plan_goes_with_its_attaches_as_documented(api):
    plans, attaches, copies, documents = tables(api)
    got = api.delete("/treatplans/115")
    assert (got.status, got.text) == (200, "")
    assert "Content-Type" not in got.headers
    assert tables(api) == [
        [row for row in plans if row["TreatPlanNum"] != 115],
        [row for row in attaches if row["TreatPlanNum"] != 115],
        copies,
        documents,
    ]
    assert len(api.rows("treatplanattach")) == len(attaches) - 1
    refused(api, lambda api: api.delete("/treatplans/115"), 404, "TreatPlan not found.", "TreatPlanNum 115")


@pytest.mark.parametrize("plan", [963, 1788])
def test_a_saved_plan_goes_with_its_copies_signed_or_not(api, plan):
    plans, attaches, copies, documents = tables(api)
    assert api.delete(f"/treatplans/{plan}").status == 200
    assert tables(api) == [
        [row for row in plans if row["TreatPlanNum"] != plan],
        attaches,
        [row for row in copies if row["TreatPlanNum"] != plan],
        documents,
    ]
    assert len(api.rows("proctp")) == len(copies) - 2


@pytest.mark.parametrize("plan", [7, 130, 138])
def test_the_active_plan_stays(api, plan):
    refused(
        api,
        lambda api: api.delete(f"/treatplans/{plan}"),
        400,
        "Cannot delete active treatment plan.",
        "one per patient",
    )


def test_deleting_needs_the_plan_in_the_address(api):
    refused(api, lambda api: api.delete("/treatplans?TreatPlanNum=115"), 400, "TreatPlanNum is required.")


# --- a deleted patient's -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "write",
    [
        lambda api: api.post("/treatplans", {"PatNum": 60}),
        lambda api: api.post("/treatplans/Saved", {"TreatPlanNum": 12}),
        lambda api: api.put("/treatplans/12", {"Heading": "x"}),
        lambda api: api.delete("/treatplans/12"),
    ],
)
def test_what_a_deleted_patient_has_stays(api, write):
    api.seed({"treatplan": [{"TreatPlanNum": 12, "PatNum": 60, "TPStatus": "Inactive"}]})
    refused(api, write, 400, "Patient is deleted.", "patient 60 and what belongs to it cannot be changed any more")


def test_what_a_deleted_patient_has_is_still_listed(api):
    api.seed({"treatplan": [{"TreatPlanNum": 12, "PatNum": 60, "TPStatus": "Inactive"}]})
    assert numbers(api.get("/treatplans?PatNum=60")) == [12]


# --- methods and versions ----------------------------------------------------------------------------

METHODS = [
    ("22.4.15", "22.4.16", "GET", "/treatplans", "GET ", None, 200),
    ("23.2.12", "23.2.13", "POST", "/treatplans", "POST ", {"PatNum": 31}, 201),
    ("23.2.21", "23.2.22", "POST", "/treatplans/Saved", "POST Saved", {"TreatPlanNum": 138}, 201),
    ("24.1.9", "24.1.10", "PUT", "/treatplans/9087", "PUT ", {}, 200),
    ("24.4.25", "24.4.26", "DELETE", "/treatplans/115", "DELETE ", None, 200),
]


@pytest.mark.parametrize(("before", "since", "verb", "path", "spoken", "body", "status"), METHODS)
def test_since_when_each_method_is_there(api, before, since, verb, path, spoken, body, status):
    old = api.at(version=before)
    hint = f"TreatPlans {spoken.strip()} was added in {since}; this office runs {before}"
    refused(old, lambda api: api.call(verb, path, body), 400, f"treatplans {spoken} is not a valid method.", hint)
    for version in (since, f"{since}.0", "25.1.20"):
        assert api.at(version=version).call(verb, path, body).status == status


@pytest.mark.parametrize(
    ("version", "status"), [("23.2.5.0", 400), ("23.2.13.0", 201), ("23.10.1", 201), ("23.1.99", 400)]
)
def test_versions_compare_number_by_number(api, version, status):
    assert api.at(version=version).post("/treatplans", {"PatNum": 31}).status == status


def test_the_method_is_asked_for_before_the_row(api):
    old = api.at(version="24.4.3")
    refused(old, lambda api: api.delete("/treatplans/8"), 400, "treatplans DELETE  is not a valid method.")


@pytest.mark.parametrize(
    ("verb", "path", "spoken"),
    [
        ("PATCH", "/treatplans/9087", "PATCH "),
        ("GET", "/treatplans/Saved", "GET Saved"),
        ("PUT", "/treatplans/Saved", "PUT Saved"),
        ("DELETE", "/treatplans/9087/Saved", "DELETE Saved"),
        ("POST", "/treatplans/Signed", "POST Signed"),
    ],
)
def test_methods_that_there_are_not(api, verb, path, spoken):
    sentence = f"treatplans {spoken} is not a valid method."
    refused(
        api, lambda api: api.call(verb, path, {}), 400, sentence, "TreatPlans has GET /treatplans, POST /treatplans"
    )


def test_the_resource_has_one_name(api):
    refused(
        api, lambda api: api.get("/treatplan"), 404, "treatplan is not a valid resource.", "did you mean /treatplans?"
    )


def test_the_resource_and_the_method_are_asked_for_before_the_keys(api):
    for path, answer in (
        ("/treatplan", (404, '"treatplan is not a valid resource."')),
        ("/treatplans/Saved", (400, '"treatplans GET Saved is not a valid method."')),
        ("/treatplans", (400, '"Malformed API request."')),
    ):
        got = api.get(path, Authorization="")
        assert (got.status, got.text) == answer


# --- what a plan has to have, and since when it shows what ------------------------------------------


@pytest.mark.parametrize("heading", ["", " ", "\t\n"])
@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("POST", "/treatplans", {"PatNum": 31}),
        ("POST", "/treatplans/Saved", {"TreatPlanNum": 115}),
        ("PUT", "/treatplans/115", {}),
    ],
)
def test_a_plan_has_a_heading(api, verb, path, body, heading):
    call = lambda api: api.call(verb, path, {**body, "Heading": heading})
    hint = "Heading is blank; the desktop program says: Header name cannot be empty."
    refused(api, call, 400, "Heading is required.", hint)


def test_since_when_a_plan_shows_how_it_is_signed(api):
    late = ["SigIsTopaz", "isSigned", "isSignedPractice"]
    (before,) = api.at(version="24.1.9").get("/treatplans?PatNum=31").json
    (since,) = api.at(version="24.1.10").get("/treatplans?PatNum=31").json
    assert dict.fromkeys(late, "false") | before == since
    assert [name for name in since if name not in before] == late
