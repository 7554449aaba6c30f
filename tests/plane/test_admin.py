"""The admin plane: reset, seed, tables, choices, and who may call it."""

import json

import pytest
from conversation import refusal

from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.resources import PAGES
from mock_od.web.app import create_app

PLAN = {"Description": "Happy Smiles Club", "FeeSchedNum": 54, "DefNum": 336}


def state(client):
    """Every row of every table of the client's office."""
    there = {table: client.office.records.rows(table) for table in client.office.tables}
    return {table: rows for table, rows in there.items() if rows}


def refused(answer, status=400, **members):
    """The answer is an error of the plane, with these members."""
    assert answer.status == status
    assert answer.headers["Content-Type"].startswith("application/json")
    assert list(answer.json) == ["error", "at", "problem", "known"]
    assert isinstance(answer.json["error"], str)
    assert members.items() <= answer.json.items()
    return answer.json["error"]


# --- reset ------------------------------------------------------------------------------------------


def scribble(client):
    """Change, add and remove rows."""
    client.post("/discountplans", PLAN)
    client.put("/discountplans/2", {"Description": "Changed"})
    client.delete("/treatplans/9")


def test_reset_brings_one_office_back_to_the_start_world(api):
    other, before = api.at(), state(api)
    scribble(api)
    scribble(other)
    assert state(api) != before
    answer = api.post("/__admin/reset", {"office": api.key})
    assert (answer.status, answer.json["reset"]) == (200, [api.key])
    assert answer.headers["Content-Type"] == "application/json"
    assert state(api) == before
    assert other.get("/discountplans/2").json["Description"] == "Changed"


@pytest.mark.parametrize("body", [None, {}, b"", b"  "])
def test_reset_without_a_name_brings_every_office_back(api, body):
    api = api.at(version="25.3.30")  # a server of its own: the other one has the offices of all tests
    clients = [api, api.at()]
    before = [state(client) for client in clients]
    for client in clients:
        scribble(client)
    raw = {"raw": body} if isinstance(body, bytes) else {"body": body}
    answer = api.call("POST", "/__admin/reset", **raw)
    assert answer.status == 200
    assert {client.key for client in clients} <= set(answer.json["reset"])
    assert [state(client) for client in clients] == before


def test_numbers_start_again_after_a_reset(api):
    assert [api.post("/discountplans", PLAN).json["DiscountPlanNum"] for _ in range(2)] == [9, 10]
    api.post("/__admin/reset", {"office": api.key})
    assert api.post("/discountplans", PLAN).json["DiscountPlanNum"] == 9


def test_reset_forgets_what_was_seeded_and_another_world(api):
    before = state(api)
    api.seed({"treatplan": [{"PatNum": 15}]}, world="empty")
    assert api.get("/patients").json == []
    api.post("/__admin/reset", {"office": api.key})
    assert state(api) == before


# --- seed -------------------------------------------------------------------------------------------


def test_seed_adds_a_row_and_numbers_on_where_the_key_is_missing(api):
    answer = api.seed({"treatplan": [{"PatNum": 15, "Heading": "One"}, {"TreatPlanNum": 50000}, {"Heading": "Three"}]})
    assert {"office": api.key, "world": None, "rows": {"treatplan": 3}}.items() <= answer.json.items()
    rows = {row["TreatPlanNum"]: row["Heading"] for row in api.get("/treatplans").json[-3:]}
    assert list(rows.items()) == [(9088, "One"), (50000, ""), (50001, "Three")]
    assert api.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"] == 50002


def test_seed_leaves_missing_columns_at_their_defaults(api):
    api.seed({"discountplan": [{"DiscountPlanNum": 40}], "treatplan": [{"TreatPlanNum": 40}], "claimproc": [{}]})
    assert api.row("discountplan", 40) == {
        "DiscountPlanNum": 40,
        "Description": "",
        "FeeSchedNum": 0,
        "DefNum": 0,
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
    plan = api.row("treatplan", 40)
    assert (plan["TPStatus"], plan["DateTP"], plan["SecDateTEdit"]) == ("Saved", "0001-01-01", "0001-01-01 00:00:00")
    assert api.rows("claimproc")[-1]["WriteOffEst"] == -1.0


def test_seed_replaces_the_row_with_the_same_key_whole(api):
    api.seed({"discountplan": [{"DiscountPlanNum": "2", "Description": "Replaced"}]})
    row = api.get("/discountplans/2").json
    assert (row["Description"], row["PlanNote"], row["AnnualMax"]) == ("Replaced", "", -1.0)
    assert len(api.get("/discountplans").json) == 4
    api.seed({"discountplan": [{"DiscountPlanNum": 2, "Description": "a"}, {"DiscountPlanNum": 2, "PlanNote": "b"}]})
    assert (api.row("discountplan", 2)["Description"], api.row("discountplan", 2)["PlanNote"]) == ("", "b")


def test_seed_speaks_the_words_of_the_api(api):
    row = {"TreatPlanNum": 40, "TPStatus": "Active", "TPType": "Discount", "SigIsTopaz": "true", "PatNum": "15"}
    patient = {"PatNum": 3, "BillingType": "Standard Account", "TxtMsgOk": "Yes", "Premed": True}
    api.seed({"treatplan": [row], "patient": [patient]})
    shown = api.get("/treatplans?PatNum=15").json[0]
    assert (shown["TPStatus"], shown["TPType"], shown["SigIsTopaz"]) == ("Active", "Discount", "true")
    assert api.get("/patients/3").json["BillingType"] == "Standard Account"
    assert api.get("/patients/3").json["Premed"] == "true"


def test_seed_knows_hidden_columns_by_the_databases_names(api):
    api.seed(
        {"patient": [{"PatNum": 3, "HasIns": "I", "SiteNum": 4}], "provider": [{"ProvNum": 3, "ProvColor": "1,2,3"}]}
    )
    assert (api.row("patient", 3)["HasIns"], api.row("patient", 3)["SiteNum"]) == ("I", 4)
    assert api.row("provider", 3)["provColor"] == "1,2,3"


def test_seed_ignores_companions_and_nulls(api):
    row = PLAN | {"DiscountPlanNum": 40, "adjustmentType": "Nonsense", "PlanNote": None}
    api.seed({"discountplan": [row]})
    shown = api.get("/discountplans/40").json
    assert (shown["adjustmentType"], shown["PlanNote"]) == ("Discount Plan", "")


def test_seed_ignores_the_companions_of_a_page_that_is_not_here(api):
    """What the real API answers for a method that mock_od does not have yet can be pasted as well."""
    split = {"SplitNum": 40, "PatNum": 15, "SplitAmt": 70.0, "UnearnedType": 288, "unearnedType": "Prepayment"}
    api.seed({"paysplit": [split]})
    assert (api.row("paysplit", 40)["SplitAmt"], api.row("paysplit", 40)["UnearnedType"]) == (70.0, 288)
    bad = api.post("/__admin/seed", {"office": api.key, "tables": {"paysplit": [{**split, "unearnedTipe": 1}]}})
    problem = "there is no such column; did you mean UnearnedType?"
    assert (bad.status, bad.json["at"]) == (400, ["tables", "paysplit", 0, "unearnedTipe"])
    assert bad.json["problem"].startswith(problem)


def test_seed_signs_a_plan_that_is_said_to_be_signed(api):
    api.seed({"treatplan": [{"TreatPlanNum": 40, "isSigned": "true"}, {"TreatPlanNum": 41, "isSigned": "false"}]})
    shown = {row["TreatPlanNum"]: row["isSigned"] for row in api.get("/treatplans").json}
    assert (shown[40], shown[41]) == ("true", "false")
    assert api.row("treatplan", 40)["Signature"]


def test_seed_finds_a_preference_by_its_name(api):
    before = len(state(api)["preference"])
    api.seed({"preference": [{"PrefName": "TreatmentPlanNote", "ValueString": "Ours"}]})
    assert len(api.rows("preference")) == before
    assert api.post("/treatplans", {"PatNum": 15}).json["Note"] == "Ours"
    api.seed({"preference": [{"PrefName": "ANewOne", "ValueString": "1"}]})
    assert len(api.rows("preference")) == before + 1


def test_seed_takes_preferences_as_another_office_numbers_them(empty):
    before = {row["PrefName"]: row["ValueString"] for row in empty.get("/preferences").json}
    pasted = [
        {"PrefNum": 14, "PrefName": "PracticeTitle", "ValueString": "Real"},
        {"PrefNum": 15, "PrefName": "DocPath", "ValueString": "X"},
    ]
    assert empty.seed({"preference": pasted}).status == 200
    for row in pasted:
        assert empty.get(f"/preferences?PrefName={row['PrefName']}").json == [row]
    after = {row["PrefName"]: row["ValueString"] for row in empty.get("/preferences").json}
    assert after == before | {"PracticeTitle": "Real", "DocPath": "X"}


def test_seed_takes_a_patient_as_any_office_answers_it(empty):
    for key, pasted in (
        (1, {"LName": "Abel", "BillingType": "Standard Account"}),
        (2, {"LName": "Bo", "BillingType": ""}),
    ):
        assert empty.seed({"patient": [pasted]}).status == 200
        shown = empty.get(f"/patients/{key}").json
        assert shown["BillingType"] == pasted["BillingType"]
        assert empty.seed({"patient": [shown]}).status == 200
        assert empty.get(f"/patients/{key}").json == shown
    (made,) = empty.get("/definitions?Category=4").json
    assert (made["ItemName"], made["category"]) == ("Standard Account", "BillingTypes")


@pytest.mark.parametrize("world", ["small", "clinic", "empty"])
def test_seed_puts_another_world_in_place_and_then_the_rows(api, world):
    api.post("/discountplans", PLAN | {"Description": "Gone"})
    answer = api.seed({"discountplan": [{"Description": "Kept"}]}, world=world)
    assert {"office": api.key, "world": world, "rows": {"discountplan": 1}}.items() <= answer.json.items()
    fresh = api.at(world=world)
    fresh.seed({"discountplan": [{"Description": "Kept"}]})
    assert state(api) == state(fresh)


def test_the_empty_world_has_the_default_preferences_and_nothing_else(empty):
    rows = state(empty)
    assert rows.pop("preference")
    assert not any(rows.values())
    note = empty.get("/preferences?PrefName=TreatmentPlanNote").json[0]["ValueString"]
    assert note.startswith("If you have dental insurance, please be aware that THIS IS AN ESTIMATE ONLY.")


def test_seed_opens_an_office_and_a_reset_does(api):
    answer = api.post("/__admin/seed", {"office": f"{api.key}-new", "tables": {"discountplan": [{"Description": "x"}]}})
    assert answer.json["rows"] == {"discountplan": 1}
    rows = api.get(f"/__admin/offices/{api.key}-new/tables/discountplan").json["rows"]
    assert [row["Description"] for row in rows][-1] == "x"
    assert api.post("/__admin/reset", {"office": f"{api.key}-newer"}).json["reset"] == [f"{api.key}-newer"]


def test_seed_of_nothing_is_no_mistake(api):
    before = state(api)
    for tables in ({}, {"treatplan": []}):
        assert api.seed(tables).json["rows"] == dict.fromkeys(tables, 0)
    assert api.post("/__admin/seed", {"office": api.key}).json["rows"] == {}
    assert state(api) == before


OTHERS_NEEDED = {
    "Allergies GET",
    "AllergyDefs GET",
    "Appointments GET",
    "Appointments GET ASAP",
    "Appointments GET Slots",
    "Appointments GET SlotsWebSched",
    "Appointments GET WebSched",
    "ApptFields GET",
    "AsapComms GET",
    "HistAppointments GET",
    "MedicationPats GET",
    "Popups GET",
    "ProcedureLogs GET GroupNotes",
    "ProcedureLogs GET InsuranceHistory",
    "Recalls GET List",
    "SubstitutionLinks GET",
}
"""Lists that answer no row before rows of other tables are there; the tests of their pages have these."""
LISTS = [
    (page, method)
    for page in PAGES
    if page.table
    for method in page.methods
    if method.verb == "GET" and method.spoken not in OTHERS_NEEDED
]


@pytest.mark.parametrize(("page", "method"), LISTS, ids=[method.spoken for _, method in LISTS])
def test_what_a_get_answers_is_a_row_that_can_be_seeded(api, page, method):
    """Pasted into an office without such rows, companions and all, its columns are answered there again."""
    copy, key = api.at(world="empty" if page.table == "preference" else "small"), page.key.name
    api.put("/discountplans/2", {"PlanNote": "leaves a line in the log"})
    if not api.office.records.rows(page.table):
        api.seed({page.table: [{key: 15}]})  # the key of a patient too
    last = api.office.records.rows(page.table)[-1]

    def ask(client):
        """The columns answered, by primary key: companions follow other rows, and the order may too."""
        client.freeze("2024-01-27 14:13:05")
        path = f"/{page.path}/{last[key] if method.by_key else method.sub}".removesuffix("/")
        query = [f"{param.name}={last[param.name]}" for param in method.required]
        query += ["dateStart=0001-01-02"] if method.days else []  # some lists have the rows of today
        answer = client.get(f"{path}?{'&'.join(query)}")
        rows = answer.json if method.answer == "list" else [answer.json]
        own = {field.name for field in page.columns.values()}
        return rows, {row[key]: {name: row[name] for name in row.keys() & own} for row in rows}

    rows, shown = ask(api)
    assert shown
    if page.table != "preference":  # those of an empty office are replaced by their names
        copy.office.store.execute(f'DELETE FROM "{page.table}"')
    copy.seed({page.table: rows})
    assert ask(copy)[1] == shown


def test_tables_that_are_none_are_refused_with_their_place(api):
    answer = api.post("/__admin/seed", {"office": api.key, "tables": None})
    problem = 'must be an object such as {"TABLE": [{...}]}'
    assert (answer.status, answer.json) == (400, refusal(f"tables: {problem}", at=["tables"], problem=problem))


def test_a_get_answer_can_be_seeded_whatever_the_order_of_the_tables(api):
    patients = api.get("/patients").json
    definitions = api.get("/definitions?includeHidden=true").json
    copy = api.at(world="empty")
    copy.seed({"patient": patients, "definition": definitions})
    assert [row["BillingType"] for row in copy.get("/patients").json] == [row["BillingType"] for row in patients]


BAD_ROWS = [
    ({"treatplann": [{}]}, "treatplann", None, None, "there is no such table; did you mean treatplan?"),
    ({"treatplan": {}}, "treatplan", None, None, "must be a list of rows"),
    ({"treatplan": None}, "treatplan", None, None, "must be a list of rows"),
    ({"treatplan": [{}, 7]}, "treatplan", 1, None, "a row must be an object"),
    ({"treatplan": [{"Headign": "x"}]}, "treatplan", 0, "Headign", "there is no such column; did you mean Heading?"),
    ({"treatplan": [{"TPStatus": "saved"}]}, "treatplan", 0, "TPStatus", "TPStatus is one of Saved, Active, Inactive"),
    ({"treatplan": [{"DateTP": "2024"}]}, "treatplan", 0, "DateTP", "DateTP is a day such as 2024-01-27"),
    ({"treatplan": [{"PatNum": []}]}, "treatplan", 0, "PatNum", "PatNum takes a whole number; a list was sent"),
    ({"treatplan": [{"TreatPlanNum": 0}]}, "treatplan", 0, "TreatPlanNum", "a primary key is 1 or more"),
    ({"treatplan": [{"TreatPlanNum": -1}]}, "treatplan", 0, "TreatPlanNum", "a primary key is 1 or more"),
    ({"treatplan": [{"Heading": "x" * 256}]}, "treatplan", 0, "Heading", "Heading holds at most 255 characters; 256 were sent"),
    ({"patient": [{"BillingType": "x" * 256}]}, "patient", 0, "BillingType", "BillingType holds at most 255 characters"),
    ({"definition": [{"Category": 99}]}, "definition", 0, "Category", "Category is a number from 0 to 55"),
    ({"discountplan": [{"ExamFreqLimit": 2**31}]}, "discountplan", 0, "ExamFreqLimit", "takes whole numbers from"),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "table", "row", "column", "problem"), BAD_ROWS)
def test_a_bad_row_is_named_and_nothing_is_changed(api, tables, table, row, column, problem):
    before = state(api)
    good = {"clinic": [{"ClinicNum": 1, "Description": "Overwritten"}, {"Description": "New"}]}
    for world in ({}, {"world": "empty"}):
        answer = api.post("/__admin/seed", {"office": api.key, "tables": {**good, **tables}, **world})
        place = [part for part in ("tables", table, row, column) if part is not None]
        error = refused(answer, at=place)
        assert problem in answer.json["problem"]
        assert error.endswith(answer.json["problem"])
        assert state(api) == before
    assert api.post("/discountplans", PLAN).json["DiscountPlanNum"] == 9


def test_no_key_is_left_to_number_a_row(api):
    api.seed({"discountplan": [{"DiscountPlanNum": 2**63 - 1}]})
    before = state(api)
    answer = api.post("/__admin/seed", {"office": api.key, "tables": {"clinic": [{}], "discountplan": [{}]}})
    refused(answer, at=["tables", "discountplan", 0, "DiscountPlanNum"], known=[])
    assert state(api) == before


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{", "the body is not JSON"),
        (b"[]", "the body must be one JSON object"),
        (b'"x"', "the body must be one JSON object"),
        (b"\xff\xfe\xfd", "the body is not JSON"),
        (b"[" * 100_000, "the body is not JSON"),
        (b'{"office": ' + b"9" * 5000 + b"}", "the body is not JSON"),
        ({}, "name the office"),
        ({"tables": {}}, "name the office"),
        ({"office": ""}, "a customer key is"),
        ({"office": 7}, "a customer key is"),
        ({"office": None}, "a customer key is"),
        ({"office": "a/b"}, "a customer key is"),
        ({"office": "a b"}, "a customer key is"),
        ({"office": "\ud800"}, "a customer key is"),
        ({"office": "k" * 256}, "a customer key is"),
        ({"office": "k", "table": {}}, "'table' is unknown here"),
        ({"office": "k", "world": 7}, "world must be a text"),
        ({"office": "k", "world": None}, "world must be a text"),
        ({"office": "k", "world": "nowhere"}, "there is no world 'nowhere'"),
        ({"office": "k", "world": "/etc"}, "there is no world '/etc'"),
        ({"office": "k", "world": "../fixtures/small"}, "there is no world"),
        ({"office": "k", "tables": []}, "must be an object"),
        ({"office": "k", "tables": None}, "must be an object"),
        ({"office": "k", "tables": {"\ud800": []}}, "there is no such table"),
        ({"office": "k", "tables": {"treatplan": [{"\ud800": 1}]}}, "there is no such column"),
    ],
)
def test_a_seed_that_makes_no_sense(api, body, says):
    raw = {"raw": body} if isinstance(body, bytes) else {"body": body}
    error = refused(api.call("POST", "/__admin/seed", **raw))
    assert says in error


def test_an_unknown_world_is_answered_with_those_there_are(api):
    answer = api.post("/__admin/seed", {"office": api.key, "world": "nowhere"})
    refused(answer, at=["world"], known=["clinic", "empty", "small"])


def test_an_unknown_table_or_column_is_answered_with_those_there_are(api):
    columns = list(api.office.records.rows("clinic")[0])
    answer = api.post("/__admin/seed", {"office": api.key, "tables": {"nope": []}})
    refused(answer, at=["tables", "nope"])
    assert sorted(answer.json["known"]) == sorted(catalog().tables)  # those that are like it come first
    answer = api.post("/__admin/seed", {"office": api.key, "tables": {"clinic": [{"Nope": 1}]}})
    refused(answer, at=["tables", "clinic", 0, "Nope"], known=columns)


@pytest.mark.parametrize(
    ("body", "says"),
    [(b"[1]", "one JSON object"), ({"offices": ["a"]}, "unknown here"), ({"office": "a/b"}, "a customer key is")],
)
def test_a_reset_that_makes_no_sense_resets_nothing(api, body, says):
    api.post("/discountplans", PLAN)
    raw = {"raw": body} if isinstance(body, bytes) else {"body": body}
    assert says in refused(api.call("POST", "/__admin/reset", **raw))
    assert api.get("/discountplans/9").status == 200


# --- tables and choices -----------------------------------------------------------------------------


def test_the_rows_of_a_table_with_hidden_columns(api):
    shown = api.get("/treatplans").json
    answer = api.get(f"/__admin/offices/{api.key}/tables/treatplan")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert set(answer.json) == {"office", "table", "rows"}
    assert (answer.json["office"], answer.json["table"]) == (api.key, "treatplan")
    row = answer.json["rows"][0]
    assert (row["TreatPlanNum"], row["TPStatus"], row["SigIsTopaz"]) == (1, "Saved", "false")
    assert {"Signature", "SignaturePractice", "MobileAppDeviceNum"} <= set(row)
    assert not {"isSigned", "isSignedPractice"} & set(row)
    assert list(row)[:5] == list(shown[0])[:5]  # in the page's order


@pytest.mark.parametrize("table", [*catalog().tables.declared, "commlog", "zipcode"])
def test_every_table_can_be_seen_and_put_back(api, table):
    api.get("/clinics")
    rows = api.rows(table)
    api.seed({table: rows})
    assert api.rows(table) == rows


def test_a_customer_key_with_every_sign_it_may_have(api):
    key = "".join(chr(number) for number in range(33, 127) if chr(number) != "/")
    api.post("/__admin/seed", {"office": key, "tables": {"clinic": [{"Description": "x"}]}})
    quoted = "".join(f"%{ord(sign):02X}" for sign in key)
    answer = api.get(f"/__admin/offices/{quoted}/tables/clinic")
    assert (answer.status, answer.json["office"]) == (200, key)


def test_no_rows_of_what_is_not_there(api):
    api.get("/treatplans")
    assert "there is no table 'nope'" in refused(api.get(f"/__admin/offices/{api.key}/tables/nope"), 404)
    assert "no office is open" in refused(api.get("/__admin/offices/nobody/tables/treatplan"), 404)


ONE = "DiscountPlanSubs.one_per_patient"


def test_a_choice_of_ours_is_switched_per_office(api):
    second = {"DiscountPlanNum": 6, "PatNum": 23, "DateEffective": "2022-01-01"}
    assert api.post("/discountplansubs", second).status == 400
    answer = api.put(f"/__admin/offices/{api.key}/choices", {ONE: False})
    assert (answer.status, answer.json["office"], answer.json["choices"][ONE]) == (200, api.key, False)
    assert set(answer.json["choices"]) == set(catalog().choices)
    assert api.post("/discountplansubs", second).status == 201
    assert api.at().post("/discountplansubs", second).status == 400
    assert api.put(f"/__admin/offices/{api.key}/choices", {}).json["choices"][ONE] is False
    api.put(f"/__admin/offices/{api.key}/choices", {ONE: True})
    assert api.post("/discountplansubs", second).status == 400


@pytest.mark.parametrize(
    ("body", "says"), [({"Nope.nope": True}, "there is no choice"), ({ONE: "false"}, "either true or false")]
)
def test_a_choice_that_makes_no_sense(api, body, says):
    path = f"/__admin/offices/{api.key}/choices"
    assert says in refused(api.put(path, {ONE: False} | body))
    assert api.put(path, {}).json["choices"][ONE] is True


# --- JSON objects everywhere ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("GET", "/__admin", 404),
        ("GET", "/__admin/", 404),
        ("GET", "/__admin/nope", 404),
        ("POST", "/__admin/reset/", 404),
        ("GET", "/__admin/reset", 405),
        ("DELETE", "/__admin/seed", 405),
        ("POST", "/__admin/offices/x/tables/treatplan", 405),
        ("GET", "/__admin/offices/x/choices", 405),
    ],
)
def test_unknown_routes_of_the_admin_plane(api, verb, path, status):
    error = refused(api.call(verb, path), status)
    assert f"{verb} {path}" in error


def test_outside_both_planes_an_object_says_where_they_are(api):
    client = api.app.test_client()
    for path, status in [("/nope", 404), ("/api", 404), ("/api/v2/treatplans", 404), ("/api/v1x", 404)]:
        answer = client.get(path)
        assert (answer.status_code, answer.content_type) == (status, "application/json")
        assert (answer.json["api"], answer.json["admin"]) == ("/api/v1", "/__admin")
    welcome = client.get("/")
    assert (welcome.status_code, welcome.json["api"], welcome.json["admin"]) == (200, "/api/v1", "/__admin")


# --- who may call -----------------------------------------------------------------------------------

PATHS = [
    ("POST", "/__admin/reset"),
    ("POST", "/__admin/seed"),
    ("PUT", "/__admin/offices/x/choices"),
    ("GET", "/__admin/offices/x/tables/treatplan"),
]


@pytest.mark.parametrize("header", ["Host", "Origin"])
@pytest.mark.parametrize(
    "name", ["localhost", "localhost:30222", "127.0.0.1:80", "127.3.2.1", "[::1]:80", "a.localhost"]
)
def test_without_a_token_whoever_calls_it_as_localhost_may(api, header, name):
    value = name if header == "Host" else f"http://{name}"
    assert api.post("/__admin/reset", {"office": api.key}, **{header: value}).status == 200


STRANGERS = [
    ("Host", "evil.example"),
    ("Host", "192.168.0.7:30222"),
    ("Host", "localhost.evil.example"),
    ("Host", "127.0.0.1.evil.example"),
    ("Host", "evil.example:127.0.0.1"),
    ("Host", ""),
    ("Host", "["),
    ("Host", "[::1"),
    ("Origin", "https://evil.example"),
    ("Origin", "https://localhost.evil.example"),
    ("Origin", "https://localhost@evil.example"),
    ("Origin", "null"),
    ("Origin", "file://"),
    ("Origin", "http://["),
]


@pytest.mark.parametrize(("verb", "path"), PATHS)
@pytest.mark.parametrize(("header", "value"), STRANGERS)
def test_without_a_token_strangers_may_not(api, verb, path, header, value):
    answer = api.call(verb, path, {} if verb != "GET" else None, **{header: value})
    assert "open to this machine alone" in refused(answer, 403)


@pytest.fixture(scope="module")
def guarded():
    """An app whose admin plane asks for a token."""
    return create_app(Offices(Engine(catalog()), Settings("empty")), "s3cret\u00e9").test_client()


@pytest.mark.parametrize(("verb", "path"), PATHS)
@pytest.mark.parametrize("token", [None, "", "s3cret", "S3CRET\u00c9", "s3cret\u00e9\u00e9"])
def test_with_a_token_nobody_may_without_it(guarded, verb, path, token):
    headers = {} if token is None else {"X-Mock-Od-Token": token}
    answer = guarded.open(path, method=verb, json={}, headers=headers)
    assert (answer.status_code, answer.content_type) == (401, "application/json")
    assert answer.json["error"].startswith("send X-Mock-Od-Token")
    assert "s3cret" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "evil.example", "192.168.0.7:30222"])
def test_with_the_token_everybody_may_from_everywhere(guarded, host):
    headers = {"X-Mock-Od-Token": "s3cret\u00e9", "Host": host, "Origin": "https://elsewhere.example"}
    answer = guarded.post("/__admin/reset", json={"office": "x"}, headers=headers)
    assert (answer.status_code, answer.json["reset"]) == (200, ["x"])


def test_the_token_is_for_the_admin_plane_alone(guarded):
    answer = guarded.get("/api/v1/clinics", headers={"Authorization": "ODFHIR a/b"})
    assert (answer.status_code, json.loads(answer.data)) == (200, [])
