"""Rows kept, brought back, compared and taken elsewhere."""

import json

import pytest
from conversation import Client, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_od.opendental import catalog

PLAN = {"Description": "Happy Smiles Club", "FeeSchedNum": 54, "DefNum": 336}


def at(client, rest):
    return f"/__admin/offices/{client.key}{rest}"


def keep(client, name="before"):
    got = client.post(at(client, "/snapshots"), {"name": name})
    assert got.status == 201, got.json
    return got


def restore(client, name="before"):
    got = client.post(at(client, f"/snapshots/{name}/restore"))
    assert got.status == 200, got.json
    return got


def export(client):
    got = client.get(at(client, "/export"))
    assert (got.status, list(got.json)) == (200, ["today", "dates", "tables"])
    return got.json["tables"]


def sequence(client):
    return client.get(at(client, "/sequence")).json["sequence"]


def diff(client, since="before"):
    got = client.get(at(client, "/diff" + (f"?since={since}" if since else "")))
    assert (got.status, got.json["office"], got.json["since"]) == (200, client.key, since)
    return got.json["tables"]


def refused(answer, status, error, *at, problem=None, known=()):
    assert (answer.status, answer.json) == (status, refusal(error, at=at, problem=problem, known=known))


@pytest.fixture
def office(api):
    api.freeze("2024-01-27 14:13:05")
    return api


def test_a_comparison_may_look_at_some_tables_alone(office):
    keep(office, "before")
    office.post("/treatplans", {"PatNum": 31})
    assert set(diff(office)) == {"treatplan", "securitylog"}
    found = office.get(at(office, "/diff?since=before&tables=treatplan,patient")).json["tables"]
    assert {table: [*map(len, changes.values())] for table, changes in found.items()} == {"treatplan": [1, 0, 0]}
    answer = office.get(at(office, "/diff?tables=patients"))
    assert (answer.status, answer.json["error"]) == (404, "there is no table 'patients'; did you mean patient?")


# --- kept and brought back --------------------------------------------------------------------------


def test_a_snapshot_is_kept_listed_brought_back_and_forgotten(office):
    got = keep(office)
    assert got.json == {"office": office.key, "snapshot": "before", "generation": 1}
    keep(office, "another one")
    there = office.get(at(office, "/snapshots"))
    assert there.json == {"office": office.key, "snapshots": ["before", "another one"]}
    before, numbers = export(office), sequence(office)
    assert office.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"] == 9088
    office.put("/discountplans/2", {"Description": "x"})
    office.delete("/treatplans/9")
    assert export(office) != before
    got = restore(office)
    assert got.json == {"office": office.key, "snapshot": "before", "generation": 2}
    assert got.headers["X-Mock-Od-Generation"] == "2"
    assert (export(office), sequence(office)) == (before, numbers)
    assert office.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"] == 9088
    restore(office)  # as often as one likes
    assert export(office) == before
    forgot = office.delete(at(office, "/snapshots/another%20one"))
    assert (forgot.status, forgot.json) == (200, {"office": office.key, "forgot": "another one"})
    assert office.get(at(office, "/snapshots")).json["snapshots"] == ["before"]


def test_a_snapshot_that_is_kept_again_is_the_newest(office):
    for name in ("before", "between", "before"):
        keep(office, name)
    assert office.get(at(office, "/snapshots")).json["snapshots"] == ["between", "before"]


def test_the_same_name_again_replaces(office):
    keep(office)
    office.post("/discountplans", PLAN)
    keep(office)
    office.post("/discountplans", PLAN)
    restore(office)
    assert len(office.get("/discountplans").json) == 5
    assert office.get(at(office, "/snapshots")).json["snapshots"] == ["before"]


def test_snapshots_of_two_offices_are_two(office):
    other = office.at()
    keep(office)
    keep(other, "theirs")
    answer = office.post(at(office, "/snapshots/theirs/restore"))
    refused(answer, 404, "there is no snapshot 'theirs'", known=["before"])
    other.post("/discountplans", PLAN)
    restore(office)
    assert len(other.get("/discountplans").json) == 5


def test_a_snapshot_outlives_a_reset_and_keeps_neither_settings_nor_clock(office):
    office.post("/discountplans", PLAN)
    keep(office)
    office.put(at(office, ""), {"mode": "service"})
    office.freeze("2030-01-01 00:00:00")
    office.post("/__admin/reset", {"office": office.key})
    assert len(office.get("/discountplans").json) == 4
    restore(office)
    assert len(office.get("/discountplans").json) == 5
    shown = office.get(at(office, "")).json
    assert (shown["settings"]["mode"], shown["clock"]["now"]) == ("service", "2030-01-01 00:00:00")


def test_what_makes_no_sense(office):
    office.get("/clinics")
    nameless = 'name the snapshot: {"name": "before"}, without a slash'
    for body in ({}, {"name": ""}, {"name": "a/b"}):
        refused(office.post(at(office, "/snapshots"), body), 400, nameless, "name")
    answer = office.post(at(office, "/snapshots"), {"name": 7})
    refused(answer, 400, "name must be a text", "name", problem="must be a text")
    answer = office.post(at(office, "/snapshots"), {"nam": "x"})
    refused(answer, 400, "'nam' is unknown here", "nam", problem="is unknown here", known=["name"])
    answer = office.get(at(office, "/diff?sinc=x"))
    refused(answer, 400, "'sinc' is unknown here", "sinc", problem="is unknown here", known=["since", "tables"])
    keep(office, "kept")
    for verb, path in (("POST", "/snapshots/x/restore"), ("DELETE", "/snapshots/x")):
        refused(office.call(verb, at(office, path)), 404, "there is no snapshot 'x'", known=["kept"])
    for name in ("x", ""):
        answer = office.get(at(office, f"/diff?since={name}"))
        refused(answer, 404, f"there is no snapshot {name!r}", "since", known=["kept"])
    stranger = office.at()
    for verb, path in (
        ("GET", "/snapshots"),
        ("POST", "/snapshots/x/restore"),
        ("DELETE", "/snapshots/x"),
        ("GET", "/diff"),
        ("GET", "/export"),
        ("GET", "/clock"),
        ("GET", "/sequence"),
    ):
        answer = office.call(verb, at(stranger, path))
        refused(answer, 404, f"no office is open with the key '{stranger.key}'")


# --- what differs -----------------------------------------------------------------------------------


def test_a_diff_names_what_was_added_changed_and_removed(office):
    keep(office)
    assert diff(office) == diff(office, None) == {}
    gone, old = office.row("treatplan", 9), office.row("discountplan", 2)
    made = office.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"]
    office.put("/discountplans/2", {"PlanNote": "changed"})
    office.delete("/treatplans/9")
    found = diff(office)
    assert found["treatplan"] == {"added": [office.row("treatplan", made)], "changed": [], "removed": [gone]}
    changed = {"before": old, "after": old | {"PlanNote": "changed"}}
    assert found["discountplan"] == {"added": [], "changed": [changed], "removed": []}
    assert [row["LogText"].split()[0] for row in found["securitylog"]["added"]] == ["Created", "Updated", "Deleted"]
    assert diff(office, None) == found
    keep(office, "after")
    assert diff(office, "after") == {}
    assert diff(office) == found


def test_changed_and_changed_back_is_no_difference(office):
    keep(office)
    note = office.row("discountplan", 2)["PlanNote"]
    for text in ("x", note):
        office.put("/discountplans/2", {"PlanNote": text})
    assert list(diff(office)) == ["securitylog"]


# --- taken elsewhere --------------------------------------------------------------------------------


def test_an_export_is_a_world_and_can_be_imported(office, tmp_path):
    office.post("/discountplans", PLAN | {"PlanNote": "Zahn 歯 é"})
    office.delete("/treatplans/9")
    tables = export(office)
    assert all(tables.values())  # tables without rows are left out
    file = tmp_path / "world.json"
    file.write_text(json.dumps({"tables": tables}), encoding="utf-8")
    from_file = Client(world=str(file))
    from_file.get("/clinics")
    imported = office.at(world="clinic")
    got = imported.post(at(imported, "/import"), {"tables": tables})
    counts = {table: len(rows) for table, rows in tables.items()}
    assert (got.status, got.json) == (200, {"office": imported.key, "rows": counts, "generation": 2})
    for copy in (from_file, imported):
        assert export(copy) == tables
        copy.freeze("2024-01-27 14:13:05")
        for path in ("/discountplans", "/treatplans", "/proctps?TreatPlanNum=8", "/procedurelogs", "/fees"):
            assert copy.get(path).text == office.get(path).text


def test_an_import_has_exactly_its_rows(office):
    got = office.post(at(office, "/import"), {"tables": {"clinic": [{"ClinicNum": 4, "Description": "Only"}]}})
    assert got.json["rows"] == {"clinic": 1}
    assert {table: len(rows) for table, rows in export(office).items()} == {"clinic": 1}
    assert office.post(at(office, "/import"), {}).json["rows"] == {}
    assert export(office) == {}


@pytest.mark.parametrize(
    "body",
    [
        {"tables": {"clinic": [{"ClinicNum": 4}], "nope": []}},
        {"tables": {"clinic": [{"ClinicNum": 4}, {"Nope": 1}]}},
        {"tables": {"clinic": {}}},
        {"tables": []},
        {"tables": 7},
        {"table": {}},
        {"clinic": [{"ClinicNum": 4}]},
    ],
    ids=json.dumps,
)
def test_an_import_that_makes_no_sense_changes_nothing(office, body):
    before = export(office) if office.get("/clinics").status == 200 else None
    got = office.post(at(office, "/import"), body)
    assert got.status == 400
    assert isinstance(got.json["error"], str)
    assert export(office) == before
    assert got.headers.get("X-Mock-Od-Generation", "1") == "1"


# --- whatever is written ----------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
plans = st.sampled_from([1, 7, 8, 9, 138, 9088, 9089, 9090])
writes = st.one_of(
    st.tuples(st.just("POST"), st.just("/treatplans"), st.builds(lambda text: {"PatNum": 15, "Heading": text}, texts)),
    st.tuples(st.just("POST"), st.just("/treatplans/Saved"), st.builds(lambda plan: {"TreatPlanNum": plan}, plans)),
    st.tuples(st.just("PUT"), plans.map("/treatplans/{}".format), st.builds(lambda text: {"Note": text}, texts)),
    st.tuples(st.just("DELETE"), plans.map("/treatplans/{}".format), st.none()),
    st.tuples(st.just("POST"), st.just("/discountplans"), st.builds(lambda text: PLAN | {"PlanNote": text}, texts)),
    st.tuples(
        st.just("PUT"),
        st.sampled_from([2, 3, 9, 10]).map("/discountplans/{}".format),
        st.builds(lambda text: {"PlanNote": text}, texts),
    ),
    st.tuples(
        st.just("SEED"),
        st.just("feesched"),
        st.builds(lambda key, text: {"FeeSchedNum": key, "Description": text}, st.integers(50, 60), texts),
    ),
)


@pytest.fixture(scope="module")
def playground():
    client = Client()
    client.freeze("2024-01-27 14:13:05")
    return client


def write(client, verb, path, body):
    if verb == "SEED":
        client.seed({path: [body]})
    else:
        assert client.call(verb, path, body).status < 500


@settings(max_examples=40, deadline=None)
@given(st.lists(writes, max_size=5), st.lists(writes, min_size=1, max_size=6), st.lists(writes, max_size=3))
def test_any_writes_are_explained_by_the_diff_and_undone_by_the_restore(playground, first, then, more):
    client = playground
    client.post("/__admin/reset", {"office": client.key})
    for one in first:
        write(client, *one)
    keep(client)
    before, numbers = export(client), sequence(client)
    for one in then:
        write(client, *one)
    after, expected = export(client), {}
    for table in catalog().tables:
        rows = [{next(iter(row.values())): row for row in side.get(table, [])} for side in (before, after)]
        entry = {
            "added": [row for key, row in rows[1].items() if key not in rows[0]],
            "changed": [
                {"before": rows[0][key], "after": row}
                for key, row in rows[1].items()
                if key in rows[0] and row != rows[0][key]
            ],
            "removed": [row for key, row in rows[0].items() if key not in rows[1]],
        }
        if any(entry.values()):
            expected[table] = entry
    assert diff(client) == expected
    restore(client)
    assert (export(client), sequence(client), diff(client)) == (before, numbers, {})
    answers = []
    for _ in range(2):  # and what follows, follows as it would have
        answers.append([client.call(*one).text for one in [*then, *more] if one[0] != "SEED"])
        restore(client)
    assert answers[0] == answers[1]


@settings(max_examples=20, deadline=None)
@given(st.lists(writes, max_size=6))
def test_whatever_was_written_a_fork_and_an_import_have_it(playground, first):
    client = playground
    client.post("/__admin/reset", {"office": client.key})
    for one in first:
        write(client, *one)
    tables = export(client)
    fork = Client()
    fork.post("/__admin/offices", {"from": client.key, "key": fork.key})
    imported = Client(world="small")
    assert imported.post(at(imported, "/import"), {"tables": tables}).status == 200
    assert export(fork) == export(imported) == tables
    assert sequence(fork) == sequence(client)
    for copy in (fork, imported):
        client.delete(at(copy, ""))


@pytest.mark.parametrize("start", [None, {"world": "small"}])
def test_a_fork_has_the_world_of_what_it_came_from(api, start):
    asked = {"from": start or api.key, "settings": {"world": "empty"}}
    if start is None:
        api.get("/discountplans/1")
    refused = api.post("/__admin/offices", asked)
    said = "from says what the office starts with; leave the world out of settings"
    assert (refused.status, refused.json) == (400, refusal(said, at=["settings", "world"]))
