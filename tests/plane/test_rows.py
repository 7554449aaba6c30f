"""Rows by hand: those of a table that are asked for, one that is changed, some that go; exports of other databases."""

import pytest
from conversation import refusal

from mock_od.opendental import catalog

PATIENT = {"PatNum": 70, "LName": "Abel", "FName": "Ann", "Premed": "true", "BillingType": "Standard Account"}


@pytest.fixture
def api(api):
    """An office that is open."""
    api.seed({})
    return api


def path(api, *parts):
    return "/".join([f"/__admin/offices/{api.key}/tables", *map(str, parts)])


def said(answer, status=200):
    """What an answer says beside the office and the generation, which are asserted where they matter."""
    assert answer.status == status, answer.json
    return {name: value for name, value in answer.json.items() if name not in ("office", "generation")}


# --- tables -----------------------------------------------------------------------------------------


def test_the_tables_and_how_many_rows_each_has(empty):
    empty.seed({"patient": [{}, {}], "zipcode": [{}], "tasknote": []})
    tables = empty.get(path(empty)).json["tables"]
    pages = catalog().tables.declared
    assert list(tables) == [*pages, "zipcode"]
    assert {name: count for name, count in tables.items() if count} == {
        "patient": 2,
        "zipcode": 1,
        "preference": len(empty.rows("preference")),
    }


def test_a_table_that_is_named_wrongly_names_the_near_one_first(empty):
    empty.seed({})
    every = sorted(catalog().tables)
    for wrong, near in (
        ("treatplann", "treatplan"),
        ("TreatPlan", "treatplan"),
        ("PATIENT", "patient"),
        ("treatplans", "treatplan"),
        ("patplans", "patplan"),
        ("procedurelogs", "procedurelog"),
        ("alergy", "allergy"),
    ):
        for answer in (empty.get(path(empty, wrong)), empty.delete(path(empty, wrong)), empty.delete(path(empty, wrong, 1)), empty.call("PATCH", path(empty, wrong, 1), {})):  # fmt: skip
            assert answer.status == 404
            assert answer.json["error"] == f"there is no table {wrong!r}; did you mean {near}?"
            assert answer.json["known"][0] == near
            assert sorted(answer.json["known"]) == every
    answer = empty.get(path(empty, "zzzzzzzzz"))
    assert (answer.status, answer.json) == (404, refusal("there is no table 'zzzzzzzzz'", known=every))
    sequence = empty.put(f"/__admin/offices/{empty.key}/sequence", {"patients": 9})
    assert (sequence.status, sequence.json["error"]) == (400, "there is no table 'patients'; did you mean patient?")
    assert sequence.json["known"][0] == "patient"


# --- filters ----------------------------------------------------------------------------------------


def test_rows_are_found_by_their_columns_in_the_words_of_the_api(api):
    api.seed({"patient": [PATIENT, {**PATIENT, "PatNum": 71, "FName": "Bo", "Premed": "false"}]})
    for query, keys in (
        ("LName=Abel", [70, 71]),
        ("LName=Abel&Premed=true", [70]),
        ("PatNum=71", [71]),
        ("LName=Abel&BillingType=Standard%20Account", [70, 71]),
        ("LName=Abel&PatStatus=Patient", [70, 71]),
        ("LName=Abel&PatStatus=Deleted", []),
        ("LName=Abel&BillingType=Nobody", []),
        ("LName=abel", []),
    ):
        answer = api.get(path(api, "patient") + f"?{query}")
        assert answer.json["table"] == "patient"
        assert [row["PatNum"] for row in answer.json["rows"]] == keys, query
    assert api.get(path(api, "patient") + "?PatNum=70").json["rows"] == [api.row("patient", 70)]


def test_rows_are_found_by_a_flag_that_stands_for_a_signature(api):
    api.seed({"treatplan": [{"TreatPlanNum": 40, "isSigned": "true"}, {"TreatPlanNum": 41}]})
    signed, unsigned = (
        api.get(path(api, "treatplan") + f"?isSigned={word}").json["rows"] for word in ("true", "false")
    )
    assert 40 in [row["TreatPlanNum"] for row in signed]
    assert 41 in [row["TreatPlanNum"] for row in unsigned]
    assert len(signed) + len(unsigned) == len(api.rows("treatplan"))


@pytest.mark.parametrize("verb", ["GET", "DELETE"])
def test_a_filter_that_cannot_be_is_refused(api, verb):
    before = api.rows("treatplan")
    for query, column, problem in (
        ("Headign=x", "Headign", "there is no such column; did you mean Heading?"),
        ("PatNum=x", "PatNum", "PatNum takes a whole number"),
        ("TPStatus=saved", "TPStatus", "TPStatus is one of Saved, Active, Inactive"),
        ("PatNum=", "PatNum", "PatNum takes a whole number"),
    ):
        answer = api.call(verb, path(api, "treatplan") + f"?{query}")
        assert answer.status == 400
        assert answer.json["at"] == [column]
        assert problem in answer.json["problem"]
        assert answer.json["error"] == f"{column}: {answer.json['problem']}"
        assert (answer.json["known"][:1] == ["Heading"]) == (column == "Headign")
    assert api.rows("treatplan") == before


# --- one row ----------------------------------------------------------------------------------------


def test_a_row_is_changed_where_it_is_told_and_stays_as_it_is_elsewhere(api):
    api.freeze("2024-01-27 14:13:05")
    api.seed({"treatplan": [{"TreatPlanNum": 40, "PatNum": 15, "Heading": "Old", "Note": "kept"}]})
    before = api.row("treatplan", 40)
    generation = api.office.generation
    answer = api.call("PATCH", path(api, "treatplan", 40), {"Heading": "New", "TPStatus": "Active"})
    after = {**before, "Heading": "New", "TPStatus": "Active", "SecDateTEdit": "2024-01-27 14:13:05"}
    assert (answer.status, answer.json) == (
        200,
        {"office": api.key, "table": "treatplan", "row": after, "generation": generation + 1},
    )
    assert api.row("treatplan", 40) == after
    assert api.get("/treatplans?PatNum=15").json[0]["Heading"] == "New"


def test_a_change_may_name_the_stamp_itself_another_row_by_its_name_and_null_for_a_default(api):
    api.seed({"patient": [PATIENT], "treatplan": [{"TreatPlanNum": 40, "Heading": "x"}]})
    stamped = api.call("PATCH", path(api, "treatplan", 40), {"SecDateTEdit": "2020-02-03T04:05:06", "Heading": None})
    assert (stamped.json["row"]["SecDateTEdit"], stamped.json["row"]["Heading"]) == ("2020-02-03 04:05:06", "")
    billed = api.call("PATCH", path(api, "patient", 70), {"BillingType": "A new one", "Premed": False, "PatNum": "70"})
    assert billed.status == 200
    assert api.get("/patients/70").json["BillingType"] == "A new one"
    assert api.get("/patients/70").json["Premed"] == "false"


def test_a_plan_is_signed_by_a_flag_and_a_signature_that_is_there_stays(api):
    api.seed({"treatplan": [{"TreatPlanNum": 40, "Signature": "mine"}, {"TreatPlanNum": 41}]})
    for key, word, signature in ((40, "true", "mine"), (41, "true", ...), (40, False, ""), (40, "false", "")):
        answer = api.call("PATCH", path(api, "treatplan", key), {"isSigned": word})
        found = answer.json["row"]["Signature"]
        assert found == signature or (signature is ... and found)


def test_nothing_to_change_changes_nothing(api):
    before = api.rows("treatplan")
    assert said(api.call("PATCH", path(api, "treatplan", 9), {})) == {
        "table": "treatplan",
        "row": api.row("treatplan", 9),
    }
    assert api.rows("treatplan") == before


@pytest.mark.parametrize(
    ("body", "at", "problem"),
    [
        ({"Headign": "x"}, ["Headign"], "there is no such column; did you mean Heading?"),
        ({"Heading": "x", "TPStatus": "open"}, ["TPStatus"], "TPStatus is one of Saved, Active, Inactive"),
        ({"TreatPlanNum": 10}, ["TreatPlanNum"], "the primary key of a row stays; seed a new row and delete this one"),
        ({"A": 1, "B": 2}, [], "2 columns are unknown: treatplan.A, treatplan.B"),
        ([], [], "the body must be one JSON object"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(api, body, at, problem):
    before = api.rows("treatplan")
    answer = api.call("PATCH", path(api, "treatplan", 9), body)
    assert answer.status == 400
    assert (answer.json["at"], answer.json["problem"]) == (at, problem)
    assert api.rows("treatplan") == before


def test_two_preferences_have_two_names(api):
    one, other = api.rows("preference")[:2]
    answer = api.call("PATCH", path(api, "preference", one["PrefNum"]), {"PrefName": other["PrefName"]})
    problem = "another row has this PrefName"
    assert (answer.status, answer.json) == (400, refusal(f"PrefName: {problem}", at=["PrefName"], problem=problem))
    same = api.call("PATCH", path(api, "preference", one["PrefNum"]), {"PrefName": one["PrefName"], "ValueString": "7"})
    assert said(same)["row"] == {**one, "ValueString": "7"}


@pytest.mark.parametrize("verb", ["PATCH", "DELETE"])
def test_a_row_that_is_not_there(api, verb):
    for key in (77777, 2**63, 10**30):
        answer = api.call(verb, path(api, "treatplan", key))
        assert (answer.status, answer.json) == (404, refusal(f"treatplan has no row with the key {key}"))


def test_a_row_is_deleted_and_told(api):
    row, generation = api.row("treatplan", 9), api.office.generation
    answer = api.delete(path(api, "treatplan", 9))
    assert (answer.status, answer.json) == (
        200,
        {"office": api.key, "table": "treatplan", "row": row, "generation": generation + 1},
    )
    assert row not in api.rows("treatplan")
    assert api.delete(path(api, "treatplan", 9)).status == 404


def test_rows_are_deleted_by_their_columns_or_all_of_them(api):
    api.seed({"treatplan": [{"TreatPlanNum": key, "PatNum": 700} for key in (9500, 9501)]})
    before = len(api.rows("treatplan"))
    assert said(api.delete(path(api, "treatplan") + "?PatNum=700")) == {"table": "treatplan", "removed": 2}
    assert said(api.delete(path(api, "treatplan") + "?PatNum=700")) == {"table": "treatplan", "removed": 0}
    assert said(api.delete(path(api, "treatplan"))) == {"table": "treatplan", "removed": before - 2}
    assert api.rows("treatplan") == []
    assert api.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"] == 9502  # a number is not given twice


def test_a_body_is_no_filter_of_what_is_deleted(api):
    before = api.stored("treatplan")
    answer = api.call("DELETE", path(api, "treatplan"), {"PatNum": 15})
    assert (answer.status, answer.json) == (
        400,
        refusal("'PatNum' is unknown here", at=["PatNum"], problem="is unknown here"),
    )
    assert api.stored("treatplan") == before
    assert api.call("DELETE", path(api, "treatplan"), {}).status == 200


def test_what_changes_rows_opens_the_office_and_what_shows_them_does_not(api):
    for verb, parts, status in (
        ("GET", (), 404),
        ("GET", ("treatplan",), 404),
        ("PATCH", ("treatplan", 9), 200),
        ("DELETE", ("treatplan", 9), 200),
        ("DELETE", ("treatplan",), 200),
    ):
        other = api.at()
        assert api.call(verb, path(other, *parts)).status == status
        assert (api.offices.find(other.key) is not None) == (status == 200)


# --- what another database has ----------------------------------------------------------------------

EXPORT = {
    "tables": {
        "patient": [{"PatNum": 5, "LName": "Abel", "LNam": 1}, {"PatNum": 6, "HouseNumber": 3, "LNam": 2}],
        "patiens": [{}],
        "zzzzzz": [{"a": 1}, {"a": 2}],
        "clinic": [{"Description": "Kept", "Floor": 2}],
    }
}
SAID = (
    "2 tables and 3 columns are unknown: patiens (did you mean patient?), zzzzzz, "
    "patient.LNam (did you mean LName?), patient.HouseNumber, clinic.Floor"
)
ADVICE = '; "unknown": "ignore" leaves out what is unknown'


@pytest.mark.parametrize("call", ["seed", "import"])
def test_all_unknown_tables_and_columns_are_told_at_once(api, call):
    before = api.rows("patient")
    target = "/__admin/seed" if call == "seed" else f"/__admin/offices/{api.key}/import"
    office = {"office": api.key} if call == "seed" else {}
    answer = api.post(target, {**EXPORT, **office})
    whole = refusal(f"tables: {SAID}{ADVICE}", at=["tables"], problem=SAID + ADVICE)
    assert (answer.status, answer.json) == (400, whole)
    assert api.rows("patient") == before
    assert api.post(target, {**EXPORT, **office, "unknown": "refuse"}).json == whole


@pytest.mark.parametrize("call", ["seed", "import"])
def test_unknown_tables_and_columns_are_left_out_and_told_where_the_seed_says_so(api, call):
    target = "/__admin/seed" if call == "seed" else f"/__admin/offices/{api.key}/import"
    office = {"office": api.key} if call == "seed" else {}
    answer = api.post(target, {**EXPORT, **office, "unknown": "ignore"})
    left = {"tables": ["patiens", "zzzzzz"], "columns": {"patient": ["LNam", "HouseNumber"], "clinic": ["Floor"]}}
    assert answer.status == 200
    assert (answer.json["rows"], answer.json["leftOut"]) == ({"patient": 2, "clinic": 1}, left)
    assert api.row("patient", 5)["LName"] == "Abel"
    assert api.rows("clinic")[-1]["Description"] == "Kept"
    fine = {"tables": {"clinic": [{}]}, "unknown": "ignore"}
    assert api.post(target, {**fine, **office}).json["leftOut"] == {"tables": [], "columns": {}}
    assert "leftOut" not in api.post(target, {**office, "tables": {"clinic": [{}]}}).json


def test_one_unknown_name_has_its_place(api):
    for tables, at, problem in (
        ({"patient": [{}, {"LNam": 1}]}, ["patient", 1, "LNam"], "there is no such column; did you mean LName?"),
        ({"patients": []}, ["patients"], "there is no such table; did you mean patient?"),
    ):
        answer = api.post("/__admin/seed", {"office": api.key, "tables": tables})
        assert (answer.status, answer.json["at"], answer.json["problem"]) == (400, ["tables", *at], problem + ADVICE)
        assert answer.json["known"][0] == problem.rpartition(" ")[2].rstrip("?")


def test_what_is_wrong_otherwise_is_refused_all_the_same(api):
    tables = {"patient": [{"PatNum": "x", "Nothing": 1}]}
    answer = api.post("/__admin/seed", {"office": api.key, "tables": tables, "unknown": "ignore"})
    problem = "PatNum takes a whole number"
    assert (answer.status, answer.json["at"]) == (400, ["tables", "patient", 0, "PatNum"])
    assert problem in answer.json["problem"]
    says = api.post("/__admin/seed", {"office": api.key, "unknown": "yes"})
    sentence = 'is "refuse" or "ignore"'
    assert (says.status, says.json) == (
        400,
        refusal(f"unknown {sentence}", at=["unknown"], problem=sentence, known=["refuse", "ignore"]),
    )


def test_a_great_many_unknown_names_do_not_take_long(api):
    strange = {f"Column{at}{'x' * 80}": 1 for at in range(3000)}
    answer = api.post("/__admin/seed", {"office": api.key, "tables": {"patient": [strange]}})
    assert answer.json["problem"].startswith("3000 columns are unknown: patient.Column0xxx")
    assert f"Column7{'x' * 53}," in answer.json["problem"]


def test_a_seed_takes_values_as_a_query_of_the_database_gives_them(api):
    """ShortQuery writes days and moments with a T, enums by their numbers, true and false as 1 and 0."""
    row = {"PatNum": 70, "Birthdate": "1980-05-01T00:00:00", "DateTStamp": "2021-05-01T13:14:15", "PatStatus": 0}
    plan = {
        "TreatPlanNum": 40,
        "DateTP": "2021-05-01T00:00:00",
        "SecDateTEdit": "2021-05-01T13:14:15.123",
        "TPStatus": 1,
    }
    api.seed({"patient": [{**row, "Premed": 1}], "treatplan": [{**plan, "PatNum": 70}]})
    shown, planned = api.row("patient", 70), api.row("treatplan", 40)
    assert {name: shown[name] for name in (*row, "Premed")} == {
        "PatNum": 70,
        "Birthdate": "1980-05-01",
        "DateTStamp": "2021-05-01 13:14:15",
        "PatStatus": "Patient",
        "Premed": "true",
    }
    assert {name: planned[name] for name in plan} == {
        "TreatPlanNum": 40,
        "DateTP": "2021-05-01",
        "SecDateTEdit": "2021-05-01 13:14:15",
        "TPStatus": "Active",
    }
    for wrong in ("2021-05-01T13:00:00", "2021-05-01T00:00:00Z", "2021-13-01T00:00:00"):
        answer = api.post("/__admin/seed", {"office": api.key, "tables": {"patient": [{"Birthdate": wrong}]}})
        assert (answer.status, answer.json["at"]) == (400, ["tables", "patient", 0, "Birthdate"])


def test_a_companion_is_no_column_to_find_rows_by(api):
    answer = api.get(path(api, "discountplan") + "?adjustmentType=Discount")
    problem = "is no column of its own; filter by what it follows from"
    assert (answer.status, answer.json["at"], answer.json["problem"]) == (400, ["adjustmentType"], problem)
