"""https://www.opendental.com/site/apitreatplanattaches.html"""

import pytest
from conversation import refuses, text

NOW = "2024-01-27 14:13:05"
FIELDS = ("TreatPlanAttachNum", "TreatPlanNum", "ProcNum", "Priority", "priority")
NIGHT_GUARD = dict(zip(FIELDS, (70, 9, 133, 148, "Wait"), strict=True))


def procedure(api, number):
    return next(row for row in api.rows("procedurelog") if row["ProcNum"] == number)


refused = refuses("treatplanattach", "procedurelog", "treatplan")


# --- GET ---------------------------------------------------------------------------------------------


def test_the_procedures_of_a_plan(api):
    got = api.get("/treatplanattaches?TreatPlanNum=1845")
    rows = [
        (3211, 1845, 1977, 151, "1"),
        (3222, 1845, 11018, 159, "Recmend"),
        (3223, 1845, 11017, 148, "Wait"),
        (3234, 1845, 11005, 0, ""),
    ]
    assert (got.status, got.text) == (200, text([dict(zip(FIELDS, row, strict=True)) for row in rows]))
    assert "X-Mock-Od-Hint" not in got.headers


@pytest.mark.parametrize(
    ("query", "numbers"), [("&Limit=1", [60]), ("&Offset=1", [61, 62]), ("&Limit=1&Offset=2", [62])]
)
def test_page_by_page(api, query, numbers):
    got = api.get(f"/treatplanattaches?TreatPlanNum=138{query}")
    assert [row["TreatPlanAttachNum"] for row in got.json] == numbers


def test_a_saved_plan_has_none(api):
    got = api.get("/treatplanattaches?TreatPlanNum=963")
    assert (got.status, got.text, got.hint) == (200, "[]", "plan 963 is Saved; see /proctps?TreatPlanNum=963")


def test_a_key_in_the_address_is_ignored(api):
    assert api.get("/treatplanattaches/70?TreatPlanNum=9").text == text([NIGHT_GUARD])


def test_what_is_no_parameter_is_ignored(api):
    got = api.get("/treatplanattaches?TreatPlanNum=9&ProcNum=1")
    assert (got.status, got.text) == (200, text([NIGHT_GUARD]))
    assert "ProcNum is no parameter of TreatPlanAttaches GET and was ignored" in got.hint


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 400, "TreatPlanNum is required."),
        ("?TreatPlanNum=", 400, "TreatPlanNum is required."),
        ("?treatplannum=9", 400, "TreatPlanNum is required."),
        ("?TreatPlanNum=8", 404, "TreatPlan not found."),
        ("?TreatPlanNum=-8", 404, "TreatPlan not found."),
        ("?TreatPlanNum=nine", 400, "TreatPlanNum is invalid."),
        ("?TreatPlanNum=9.0", 400, "TreatPlanNum is invalid."),
        ("?TreatPlanNum=9223372036854775808", 400, "TreatPlanNum is invalid."),
        ("?TreatPlanNum=9&Limit=0", 400, "Limit is invalid."),
        ("?TreatPlanNum=9&Offset=x", 400, "Offset is invalid."),
    ],
)
def test_what_finds_no_plan(api, query, status, sentence):
    refused(api, lambda api: api.get(f"/treatplanattaches{query}"), status, sentence)


# --- POST --------------------------------------------------------------------------------------------


def test_a_procedure_is_attached(api):
    got = api.post("/treatplanattaches", {"TreatPlanNum": 9, "ProcNum": 132, "Priority": 148})
    attached = dict(zip(FIELDS, (9804, 9, 132, 148, "Wait"), strict=True))
    assert (got.status, got.text) == (201, text(attached))
    assert got.headers["Location"] == "http://localhost/api/v1/treatplanattaches/9804"
    assert api.get("/treatplanattaches?TreatPlanNum=9").text == text([NIGHT_GUARD, attached])


@pytest.mark.parametrize("more", [{}, {"Priority": None}, {"Priority": 0}, {"Priority": "0"}])
def test_without_a_priority_it_has_none(api, more):
    got = api.post("/treatplanattaches", {"TreatPlanNum": "9", "ProcNum": "132", **more})
    assert (got.status, got.text) == (201, text(dict(zip(FIELDS, (9804, 9, 132, 0, ""), strict=True))))


def test_what_cannot_be_set_is_ignored(api):
    got = api.post(
        "/treatplanattaches", {"TreatPlanNum": 9, "ProcNum": 132, "priority": "Low", "TreatPlanAttachNum": 5}
    )
    assert (got.status, got.json["TreatPlanAttachNum"], got.json["Priority"]) == (201, 9804, 0)
    assert "priority cannot be set by POST and was ignored" in got.hint
    assert "TreatPlanAttachNum cannot be set by POST and was ignored" in got.hint


def test_on_an_inactive_plan_the_procedure_stays_as_it_is(api):
    api.freeze(NOW)
    before = procedure(api, 132)
    assert api.post("/treatplanattaches", {"TreatPlanNum": 9, "ProcNum": 132, "Priority": 148}).status == 201
    assert procedure(api, 132) == before


def test_on_the_active_plan_the_procedure_follows(api):
    api.freeze(NOW)
    api.seed({"treatplan": [{"TreatPlanNum": 11, "PatNum": 48, "TPStatus": "Active"}]})
    before = procedure(api, 132)
    assert before["ProcStatus"] == "TPi"
    assert api.post("/treatplanattaches", {"TreatPlanNum": 11, "ProcNum": 132, "Priority": 149}).status == 201
    assert procedure(api, 132) == before | {"ProcStatus": "TP", "Priority": 149, "DateTStamp": NOW}


def create(**changes):
    whole = {"TreatPlanNum": 9, "ProcNum": 132} | changes
    return lambda api: api.post(
        "/treatplanattaches", {name: value for name, value in whole.items() if value is not ...}
    )


@pytest.mark.parametrize(
    ("changes", "status", "sentence", "hint"),
    [
        ({"TreatPlanNum": ...}, 400, "TreatPlanNum is required.", "TreatPlanNum is missing"),
        ({"ProcNum": ...}, 400, "ProcNum is required.", "ProcNum is missing"),
        ({"ProcNum": None}, 400, "ProcNum is required.", "ProcNum is missing"),
        ({"TreatPlanNum": 8}, 404, "TreatPlan not found.", "there is no treatplan 8"),
        ({"TreatPlanNum": 0}, 404, "TreatPlan not found.", "there is no treatplan 0"),
        ({"ProcNum": 8}, 404, "ProcedureLog not found.", "there is no procedurelog 8"),
        ({"ProcNum": 0}, 404, "ProcedureLog not found.", "there is no procedurelog 0"),
        ({"TreatPlanNum": 8, "ProcNum": ...}, 404, "TreatPlan not found.", ""),
        ({"TreatPlanNum": 2**63}, 400, "Invalid JSON.", ""),
        ({"ProcNum": "the tooth"}, 400, "Invalid JSON.", ""),
        ({"TreatPlanNum": 963, "ProcNum": 1154}, 400, "TreatPlanNum is invalid.", "a Saved plan has proctps"),
        ({"ProcNum": 20804}, 400, "ProcNum is invalid.", "patient 31's, the plan is patient 48's"),
        ({"ProcNum": 131}, 400, "ProcNum is invalid.", "the procedure is C"),
        ({"ProcNum": 133}, 400, "ProcNum is invalid.", "already on plan 9"),
    ],
)
def test_what_cannot_be_attached(api, changes, status, sentence, hint):
    refused(api, create(**changes), status, sentence, hint)


@pytest.mark.parametrize("status", ["C", "EC", "EO", "R", "D", "Cn"])
def test_only_what_is_planned_is_attached(api, status):
    api.seed({"procedurelog": [{"ProcNum": 132, "PatNum": 48, "ProcStatus": status}]})
    refused(api, create(), 400, "ProcNum is invalid.", f"the procedure is {status}")


def test_a_procedure_may_be_on_two_plans(api):
    assert api.get("/treatplanattaches?TreatPlanNum=10").json[0]["ProcNum"] == 132
    assert create()(api).status == 201


# --- PUT ---------------------------------------------------------------------------------------------


def test_a_priority_is_changed(api):
    api.freeze(NOW)
    got = api.put("/treatplanattaches/70", {"Priority": 149})
    assert (got.status, got.text) == (200, text(NIGHT_GUARD | {"Priority": 149, "priority": "Low"}))
    assert "Location" not in got.headers
    assert procedure(api, 133)["Priority"] == 0


@pytest.mark.parametrize(
    ("priority", "shown"), [("151", (151, "1")), (0, (0, "")), (None, (148, "Wait")), (161, (161, "Phase 9"))]
)
def test_priorities(api, priority, shown):
    got = api.put("/treatplanattaches/70", {"Priority": priority})
    assert (got.status, got.text) == (200, text(NIGHT_GUARD | dict(zip(FIELDS[3:], shown, strict=True))))


def test_only_the_priority_can_be_changed(api):
    got = api.put("/treatplanattaches/70", {"TreatPlanNum": 10, "ProcNum": 132})
    assert (got.status, got.text) == (200, text(NIGHT_GUARD))
    assert "TreatPlanNum cannot be set by PUT and was ignored" in got.hint
    assert "ProcNum cannot be set by PUT and was ignored" in got.hint


@pytest.mark.parametrize("status", ["TP", "TPi"])
def test_on_the_active_plan_the_procedures_priority_follows(api, status):
    api.freeze(NOW)
    api.seed({"procedurelog": [procedure(api, 25) | {"ProcStatus": status}]})
    before = procedure(api, 25)
    assert api.put("/treatplanattaches/40", {"Priority": 160}).status == 200
    assert procedure(api, 25) == before | {"ProcStatus": "TP", "Priority": 160, "DateTStamp": NOW}


@pytest.mark.parametrize(
    "write",
    [lambda api: api.put("/procedurelogs/25", {"ProcStatus": "C"}), lambda api: api.delete("/procedurelogs/25")],
)
def test_what_is_not_planned_any_more_stays_on_the_plan_and_keeps_its_priority(api, write):
    api.freeze(NOW)
    assert write(api).status == 200
    before = procedure(api, 25)
    got = api.put("/treatplanattaches/40", {"Priority": 160})
    assert (got.status, got.json["Priority"]) == (200, 160)
    assert procedure(api, 25) == before
    assert [row["ProcNum"] for row in api.get("/treatplanattaches?TreatPlanNum=7").json] == [25]


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("/treatplanattaches/71", {"Priority": 999}, 404, "Definition not found."),
        ("/treatplanattaches/72", {"Priority": 999}, 404, "TreatPlanAttach not found."),
        ("/treatplanattaches/0", {}, 404, "TreatPlanAttach not found."),
        ("/treatplanattaches/9223372036854775808", {}, 404, "TreatPlanAttach not found."),
        ("/treatplanattaches", {"Priority": 149}, 400, "TreatPlanAttachNum is required."),
    ],
)
def test_changes_that_find_nothing(api, path, body, status, sentence):
    refused(api, lambda api: api.put(path, body), status, sentence)


# --- what both refuse --------------------------------------------------------------------------------


def update(**changes):
    return lambda api: api.put("/treatplanattaches/70", changes)


@pytest.mark.parametrize("write", [create, update])
@pytest.mark.parametrize(
    ("value", "status", "sentence", "hint"),
    [
        (999, 404, "Definition not found.", "there is no definition 999"),
        (-1, 404, "Definition not found.", "there is no definition -1"),
        (336, 400, "Priority is invalid.", "definition 336 must have Category 20"),
        (2**63, 400, "Invalid JSON.", "Priority takes whole numbers from"),
        ("Low", 400, "Invalid JSON.", "Priority takes a whole number"),
        (1.5, 400, "Invalid JSON.", "Priority takes a whole number"),
        (True, 400, "Invalid JSON.", "Priority takes a whole number"),
        ([149], 400, "Invalid JSON.", "Priority takes a whole number"),
    ],
)
def test_what_is_no_priority(api, write, value, status, sentence, hint):
    refused(api, write(Priority=value), status, sentence, hint)


@pytest.mark.parametrize(
    "write", [create(TreatPlanNum=12, ProcNum=134), lambda api: api.put("/treatplanattaches/80", {})]
)
def test_what_a_deleted_patient_has_stays(api, write):
    plan = {"TreatPlanNum": 12, "PatNum": 60, "TPStatus": "Inactive"}
    procedures = [{"ProcNum": number, "PatNum": 60, "ProcStatus": "TPi"} for number in (134, 135)]
    attach = {"TreatPlanAttachNum": 80, "TreatPlanNum": 12, "ProcNum": 135}
    api.seed({"treatplan": [plan], "procedurelog": procedures, "treatplanattach": [attach]})
    refused(api, write, 400, "Patient is deleted.", "patient 60")


@pytest.mark.parametrize(("verb", "path"), [("POST", "/treatplanattaches"), ("PUT", "/treatplanattaches/70")])
def test_a_body_that_is_no_object(api, verb, path):
    refused(api, lambda api: api.call(verb, path, raw=b"149"), 400, "Invalid JSON.")


# --- methods and versions ----------------------------------------------------------------------------

METHODS = [
    ("22.4.15", "22.4.16", "GET", "/treatplanattaches?TreatPlanNum=9", None, 200),
    ("23.2.16", "23.2.17", "POST", "/treatplanattaches", {"TreatPlanNum": 9, "ProcNum": 132}, 201),
    ("23.2.16", "23.2.17", "PUT", "/treatplanattaches/70", {}, 200),
]


@pytest.mark.parametrize(("before", "since", "verb", "path", "body", "status"), METHODS)
def test_since_when_each_method_is_there(api, before, since, verb, path, body, status):
    old = api.at(version=before)
    refused(
        old, lambda api: api.call(verb, path, body), 400, f"treatplanattaches {verb}  is not a valid method.", since
    )
    for version in (since, f"{since}.0", "25.1.20"):
        assert api.at(version=version).call(verb, path, body).status == status


def test_nothing_is_detached(api):
    sentence = "treatplanattaches DELETE  is not a valid method."
    refused(api, lambda api: api.delete("/treatplanattaches/70"), 400, sentence, "PUT /treatplanattaches/{key}")
