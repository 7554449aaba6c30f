"""What stands between a client and its rows: keys, permissions, the eConnector, the throttle, timeouts."""

import json
import time

import pytest
from conversation import at_once

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.engine.perform import Engine
from mock_od.office.office import Office
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.store import Store
from mock_od.web.app import create_app

JSON = "application/json; charset=utf-8"
PLAN = {"Description": "Happy Smiles Club", "FeeSchedNum": 54, "DefNum": 336}
ALL = frozenset(d.PERMISSIONS) - {"ApiEnterprise"}
METHODS = [method for resource in catalog().resources.values() for method in resource.methods]
OFFLINE = "The office's eConnector is not running. Please contact the office to start their eConnector."
TWO = "Two eConnectors are using the same registration key. Please contact the office."


def settle(client, **settings):
    got = client.put(f"/__admin/offices/{client.key}", settings)
    assert got.status == 200, got.json
    return got.json


def standing(client):
    return client.get(f"/__admin/offices/{client.key}").json


def refused(answer, status, sentence, hint, **headers):
    """The answer is this sentence, this line of help, these headers and nothing more."""
    assert (answer.status, answer.json, answer.hint) == (status, sentence, hint)
    assert answer.text == json.dumps(sentence, ensure_ascii=False)
    own = {"Content-Type", "Content-Length", "X-Mock-Od-Hint", "X-Mock-Od-Generation"}
    assert {name: text for name, text in answer.headers.items() if name not in own} == headers
    assert answer.headers["Content-Type"] == JSON


def rows(client):
    return {table: client.office.records.rows(table) for table in client.office.tables}


def called(client, method, key="2", body=None):
    """Call a method of the catalog; no row has the key, and no body says what it should."""
    path = f"/{method.resource.path}" + (f"/{key}" if method.by_key else "") + (f"/{method.sub}" if method.sub else "")
    return client.call(method.verb, path, body)


# --- the status of a key ----------------------------------------------------------------------------

CLOSED = [
    ("DisabledByCustomer", 401, "API key has been disabled by customer."),
    ("DisabledByDeveloper", 401, "API key has been disabled by developer."),
    ("DisabledByHQ", 401, "API key has been disabled by HQ."),
    ("Unassigned", 400, "API key has not been assigned."),
]


@pytest.mark.parametrize("mode", ["local", "service", "remote"])
@pytest.mark.parametrize(("state", "status", "sentence"), CLOSED)
def test_a_key_that_is_closed_opens_nothing(api, mode, state, status, sentence):
    settle(api, mode=mode, keyStatus=state)
    before, hint = rows(api), f"this office's keyStatus is {state}"
    for verb, path, body in (
        ("GET", "/discountplans", None),
        ("GET", "/discountplans/999", None),
        ("POST", "/discountplans", PLAN),
        ("PUT", "/discountplans/2", {"Description": 5}),
        ("DELETE", "/treatplans/9", None),
        ("GET", "/securityperms", None),
    ):
        refused(api.call(verb, path, body), status, sentence, hint)
    assert rows(api) == before
    assert api.get("/nope").json == "nope is not a valid resource."  # what there is comes first
    assert api.call("PATCH", "/treatplans").json == "treatplans PATCH  is not a valid method."
    settle(api, keyStatus="Enabled")
    assert api.post("/discountplans", PLAN).status == 201


def test_a_read_only_key_reads_and_does_not_write(api):
    settle(api, keyStatus="EnabledReadOnly")
    before, hint = rows(api), "this office's keyStatus is EnabledReadOnly"
    assert api.get("/discountplans/2").json["Description"] == "Happy Smiles Basic"
    sentence = "DiscountPlans POST is not allowed. API key is read-only."
    refused(api.post("/discountplans", PLAN), 401, sentence, hint)
    sentence = "TreatPlans POST Saved is not allowed. API key is read-only."
    refused(api.post("/treatplans/Saved", {"TreatPlanNum": 999}), 401, sentence, hint)
    assert rows(api) == before


@pytest.mark.parametrize("method", METHODS, ids=lambda method: f"{method.verb}-{method.resource.path}-{method.name}")
def test_a_read_only_key_may_call_what_reads_and_nothing_else(api, method):
    settle(api, keyStatus="EnabledReadOnly")
    answer = called(api, method, "999999")
    if method.verb == "GET":
        assert answer.status in (200, 400, 404)
    else:
        sentence = f"{method.spoken} is not allowed. API key is read-only."
        refused(answer, 401, sentence, "this office's keyStatus is EnabledReadOnly")


def test_a_developer_whom_the_office_does_not_know(api):
    settle(api, developerKeys={"friend": "Friendly Software"})
    before, hint = rows(api), "developer key developer is none of this office's developerKeys"
    refused(api.get("/discountplans"), 401, "Invalid credentials.", hint)
    refused(api.post("/discountplans", {"bad": 1}), 401, "Invalid credentials.", hint)
    assert rows(api) == before
    friend = {"Authorization": f"ODFHIR friend/{api.key}"}
    assert api.get("/discountplans", **friend).status == 200
    hint = "developer key Friend is none of this office's developerKeys"
    shouted = {"Authorization": f"ODFHIR Friend/{api.key}"}
    refused(api.get("/discountplans", **shouted), 401, "Invalid credentials.", hint)
    settle(api, developerKeys={})
    assert api.get("/discountplans", **friend).status == 401
    settle(api, developerKeys=None)
    assert api.get("/discountplans").status == 200


def test_an_unknown_developer_comes_before_the_status_of_the_key_and_that_before_the_permission(api):
    settle(api, developerKeys={}, keyStatus="DisabledByHQ", permissions=[])
    assert api.get("/clinics").json == "Invalid credentials."
    settle(api, developerKeys=None)
    assert api.get("/clinics").json == "API key has been disabled by HQ."
    settle(api, keyStatus="EnabledReadOnly")
    assert api.get("/clinics").json == "Clinics GET requires the permission ApiReadAll."
    assert api.post("/treatplans", {}).json == "TreatPlans POST is not allowed. API key is read-only."


@pytest.mark.parametrize("mode", ["local", "service", "remote"])
def test_strict_keys_know_only_what_the_admin_plane_opened(api, mode):
    offices = Offices(api.offices.engine, Settings("empty", mode=mode), strict=True)
    client = api.at()
    client.app, client.offices = create_app(offices), offices
    hint = "this server knows only the customer keys that were opened through its admin plane"
    for answer in (client.get("/clinics"), client.post("/treatplans", {"PatNum": 1}), client.delete("/treatplans/1")):
        assert (answer.status, answer.json, answer.hint) == (401, "Invalid credentials.", hint)
        assert "X-Mock-Od-Generation" not in answer.headers
    assert client.get("/nope").json == "nope is not a valid resource."
    assert client.call("PATCH", "/clinics").json == "clinics PATCH  is not a valid method."
    assert client.get("/__admin/offices").json == {"offices": []}  # nothing was opened by calling
    settle(client, version="24.1.9")
    assert (client.get("/clinics").status, client.get("/clinics").json) == (200, [])
    client.delete(f"/__admin/offices/{client.key}")
    assert client.get("/clinics").json == "Invalid credentials."
    assert client.post("/__admin/seed", {"office": client.key}).status == 200
    assert client.get("/clinics").status == 200


# --- permissions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS, ids=lambda method: f"{method.verb}-{method.resource.path}-{method.name}")
def test_each_method_asks_for_its_own_permission_before_any_row_is_looked_up(api, method):
    needs = method.permission
    assert needs in ALL
    settle(api, permissions=sorted({*ALL, "ApiEnterprise"} - {needs}))
    hint = f"this office's permissions lack {needs}; PUT /__admin/offices/{api.key}"
    sentence = f"{method.spoken} requires the permission {needs}."
    for key, body in (("999999", None), ("2", {"Description": {}})):
        refused(called(api, method, key, body), 401, sentence, hint)
    broken = api.call(
        method.verb, f"/{method.resource.path}/7/{method.sub}".rstrip("/"), raw=b"{", Content_Type="text/plain"
    )
    refused(broken, 401, sentence, hint)
    settle(api, permissions=[needs])
    assert called(api, method, "999999").status != 401
    assert called(api, method, "999999", {"Description": {}}).status != 401


def test_a_refused_call_changes_nothing_and_the_same_call_with_the_permission_does(api):
    settle(api, permissions=["ApiReadAll"])
    before = rows(api)
    for verb, path, body in (
        ("POST", "/treatplans", {"PatNum": 15}),
        ("PUT", "/discountplans/2", {"Description": "x"}),
        ("DELETE", "/treatplans/9", None),
    ):
        assert api.call(verb, path, body).status == 401
    assert rows(api) == before
    settle(api, permissions=["ApiAllOthers"])
    assert api.get("/treatplans").status == 401
    assert api.post("/treatplans", {"PatNum": 15}).status == 201
    assert api.put("/discountplans/2", {"Description": "x"}).status == 200
    assert api.delete("/treatplans/9").status == 200


def test_what_there_is_comes_before_the_permission_and_the_type_after_it(api):
    settle(api, permissions=[])
    assert api.get("/nope").json == "nope is not a valid resource."
    assert api.call("PATCH", "/clinics").json == "clinics PATCH  is not a valid method."
    settle(api, version="24.1.0")
    assert api.delete("/treatplans/9").json == "treatplans DELETE  is not a valid method."
    answer = api.post("/treatplans", {}, Content_Type="text/plain")
    assert answer.json == "TreatPlans POST requires the permission ApiAllOthers."


# --- the eConnector ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "sentence"), [("stopped", OFFLINE), ("duplicate", TWO)])
def test_an_office_that_cannot_be_reached(api, state, sentence):
    settle(api, mode="remote", eConnector=state)
    before, hint = rows(api), f"this office's eConnector is set to {state}"
    refused(api.get("/clinics"), 400, sentence, hint)
    refused(api.post("/discountplans", PLAN), 400, sentence, hint)
    refused(api.put("/discountplans/2", {"Description": "x"}), 400, sentence, hint)
    refused(api.delete("/treatplans/9"), 400, sentence, hint)
    assert rows(api) == before
    for mode in ("local", "service"):  # there the way does not lead through an eConnector
        settle(api, mode=mode)
        assert api.get("/clinics").status == 200
        assert api.post("/discountplans", PLAN).status == 201
    settle(api, mode="remote", eConnector="running")
    assert api.get("/clinics").status == 200


# --- pages ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowds():
    """An office with 10,005 fees for all modes, and what it is called with."""
    from conversation import Client

    client = Client(world="empty")
    client.seed({"fee": [{"FeeNum": at, "FeeSched": 1} for at in range(1, 10_006)]})
    return client


@pytest.mark.parametrize(
    ("mode", "enterprise", "most"),
    [
        ("remote", False, 100),
        ("remote", True, 1000),
        ("local", False, 1000),
        ("local", True, 10_000),
        ("service", False, 1000),
        ("service", True, 10_000),
    ],
)
def test_the_length_of_a_page_by_mode_and_permission(crowds, mode, enterprise, most):
    settle(crowds, mode=mode, permissions=["ApiReadAll", "ApiEnterprise"] if enterprise else "all")
    for query in ("", f"?Limit={most}", f"?Limit={most + 1}", "?Limit=99999999"):
        page = crowds.get(f"/fees{query}")
        assert (page.status, page.hint) == (200, "")
        assert [row["FeeNum"] for row in page.json] == list(range(1, most + 1))
    after = crowds.get(f"/fees?Offset={most}").json
    assert [row["FeeNum"] for row in after] == list(range(most + 1, min(2 * most, 10_005) + 1))
    for bad in ("0", "-1", "ten", "", "1.0"):
        answer = crowds.get(f"/fees?Limit={bad}")
        refused(answer, 400, "Limit is invalid.", "Limit is a whole number, 1 or more")


@pytest.mark.parametrize("mode", ["remote", "local"])
def test_a_last_page_that_is_full_is_followed_by_an_empty_one(empty, mode):
    settle(empty, mode=mode)
    most = {"remote": 100, "local": 1000}[mode]
    empty.seed({"fee": [{"FeeSched": 1}] * most})
    assert len(empty.get("/fees").json) == most
    answer = empty.get(f"/fees?Offset={most}")
    assert (answer.status, answer.text) == (200, "[]")
    empty.seed({"fee": [{"FeeSched": 1}]})
    assert len(empty.get("/fees").json) == most
    assert len(empty.get(f"/fees?Offset={most}").json) == 1


@pytest.mark.parametrize(("status", "code", "sentence"), CLOSED)
def test_keys_are_seen_to_before_an_office_that_is_offline_is_called(api, status, code, sentence):
    settle(api, mode="remote", eConnector="stopped", keyStatus=status)
    refused(api.get("/clinics"), code, sentence, f"this office's keyStatus is {status}")
    settle(api, keyStatus="Enabled", developerKeys={"other": "Other"})
    refused(
        api.get("/clinics"),
        401,
        "Invalid credentials.",
        "developer key developer is none of this office's developerKeys",
    )
    settle(api, developerKeys=None)
    refused(api.get("/clinics"), 400, OFFLINE, "this office's eConnector is set to stopped")


# --- the throttle, virtual --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permissions", "seconds"),
    [
        (["ApiReadAll"], 5.0),
        ("all", 1.0),
        (["ApiReadAll", "ApiSetup"], 1.0),
        (["ApiReadAll", "ApiEnterprise"], 0.5),
        (sorted(d.PERMISSIONS), 0.5),
    ],
)
def test_calls_are_kept_apart_by_the_permissions_in_remote_mode(api, permissions, seconds):
    settle(api, mode="remote", permissions=permissions, throttle={"wait": "virtual"})
    began = time.monotonic()
    assert [api.get("/clinics").status for _ in range(11)] == [200] * 11
    took = time.monotonic() - began
    waited = standing(api)["waitedSeconds"]
    assert 10 * seconds - took - 0.01 <= waited <= 10 * seconds  # the calls' own time is part of the interval
    assert took < 5


def test_the_first_call_waits_for_nothing_and_the_clock_moves_with_the_others(api):
    settle(api, mode="remote", throttle={"seconds": 60, "wait": "virtual"})
    api.freeze("2024-01-27 14:13:05")
    assert api.get("/clinics").status == 200
    assert (standing(api)["waitedSeconds"], standing(api)["clock"]["now"]) == (0.0, "2024-01-27 14:13:05")
    for _ in range(3):
        assert api.get("/clinics").status == 200
    assert 175 <= standing(api)["waitedSeconds"] <= 180
    assert "2024-01-27 14:15:58" <= standing(api)["clock"]["now"] <= "2024-01-27 14:16:05"
    assert standing(api)["clock"]["frozen"] is True
    stamped = api.post("/treatplans", {"PatNum": 15}).json["SecDateTEdit"]
    assert "2024-01-27 14:16:56" <= stamped <= "2024-01-27 14:17:05"


def test_on_a_frozen_clock_the_time_of_the_machine_does_not_count(api):
    settle(api, mode="remote", throttle={"seconds": 2, "wait": "virtual"})
    api.freeze("2024-01-27 14:13:05")
    for _ in range(3):
        api.get("/clinics")
        time.sleep(0.1)
    assert (standing(api)["waitedSeconds"], standing(api)["clock"]["now"]) == (4.0, "2024-01-27 14:13:09")
    api.post(f"/__admin/offices/{api.key}/clock/advance", {"seconds": 1.5})
    api.get("/clinics")
    assert (standing(api)["waitedSeconds"], standing(api)["clock"]["now"]) == (4.5, "2024-01-27 14:13:11")
    api.put(f"/__admin/offices/{api.key}/clock", {"frozen": False})
    assert api.get("/clinics").status == 200


def test_refused_calls_count_as_calls(api):
    settle(api, mode="remote", throttle={"seconds": 10, "wait": "virtual"})
    for path in ("/nope", "/treatplans/search", "/discountplans/999", "/fees?Limit=0"):
        assert api.get(path).status in (400, 404)
    assert 28 <= standing(api)["waitedSeconds"] <= 30


def test_who_waits_long_enough_between_calls_does_not_wait_again(api):
    settle(api, mode="remote", throttle={"seconds": 0.03, "wait": "virtual"})
    for _ in range(3):
        api.get("/clinics")
        time.sleep(0.04)
    assert standing(api)["waitedSeconds"] == 0.0


@pytest.mark.parametrize("mode", ["local", "service"])
@pytest.mark.parametrize("throttle", ["faithful", {"wait": "virtual"}, None])
def test_no_throttle_in_local_and_service_mode(api, mode, throttle):
    settle(api, mode=mode, throttle=throttle, faithful=True)
    kind = {"Content_Type": "application/json"}
    assert [api.get("/clinics", **kind).status for _ in range(5)] == [200] * 5
    assert standing(api)["waitedSeconds"] == 0.0


@pytest.mark.parametrize("mode", ["local", "service", "remote"])
def test_seconds_of_ones_own_count_in_every_mode(api, mode):
    settle(api, mode=mode, throttle={"seconds": 20, "wait": "virtual"})
    for _ in range(3):
        assert api.get("/clinics").status == 200
    assert 38 <= standing(api)["waitedSeconds"] <= 40


def test_off_is_off_even_where_all_is_faithful(api):
    settle(api, mode="remote", faithful=True, throttle="off")
    assert [api.get("/clinics", Content_Type="application/json").status for _ in range(5)] == [200] * 5
    assert standing(api)["waitedSeconds"] == 0.0


def test_a_call_that_would_wait_longer_than_the_bound(api):
    settle(api, mode="remote", throttle={"seconds": 4.2, "wait": "virtual", "bound": 2})
    before = rows(api)
    assert api.get("/clinics").status == 200
    hint = "one call in 4.2 s; this one would have waited longer than 2 s"
    answer = api.post("/discountplans", PLAN)
    refused(answer, 429, "Too many requests.", hint, **{"Retry-After": "5"})
    assert rows(api) == before
    assert standing(api)["waitedSeconds"] == 0.0
    settle(api, throttle={"seconds": 4.2, "wait": "virtual", "bound": 5})
    assert api.post("/discountplans", PLAN).status == 201


def test_after_retry_after_the_call_is_let_in(api):
    settle(api, mode="remote", throttle={"seconds": 0.1, "bound": 0})
    assert api.get("/clinics").status == 200
    answer = api.get("/clinics")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    time.sleep(0.11)
    assert api.get("/clinics").status == 200


def test_at_the_end_of_the_calendar_calls_are_still_answered(api):
    settle(api, mode="remote", throttle={"wait": "virtual"})
    clock = f"/__admin/offices/{api.key}/clock"
    for frozen in (True, False):
        api.put(clock, {"now": "9999-12-31 23:59:59", "frozen": frozen})
        assert [api.post("/treatplans", {"PatNum": 15}).status for _ in range(70)] == [201] * 70
        assert api.get(clock).json["now"] == "9999-12-31 23:59:59"


# --- the throttle, real -----------------------------------------------------------------------------


def test_calls_wait_for_real(api):
    settle(api, mode="remote", throttle={"seconds": 0.05})
    began = time.monotonic()
    assert [api.get("/clinics").status for _ in range(5)] == [200] * 5
    assert time.monotonic() - began >= 0.2
    assert 0 < standing(api)["waitedSeconds"] <= 0.2


def test_calls_of_one_key_are_served_one_after_another_and_those_of_two_are_not(api):
    other = api.at()
    for client in (api, other):
        settle(client, mode="remote", throttle={"seconds": 0.15})
        assert client.get("/clinics").status == 200
        client.ended = []

    def work(at):
        client = (api, other)[at % 2]
        status = client.get("/clinics").status
        client.ended.append(time.monotonic())
        return status

    began = time.monotonic()
    assert at_once(8, work) == [200] * 8
    for client in (api, other):
        gaps = [later - earlier for earlier, later in zip(client.ended, client.ended[1:], strict=False)]
        assert len(gaps) == 3
        assert sum(gaps) >= 0.4
    # Had one key waited for the other, the last would have come after 1.2 s at the earliest.
    assert max(api.ended[-1], other.ended[-1]) - began < 1.15


def test_who_stands_too_far_back_in_the_queue_is_refused(api):
    settle(api, mode="remote", throttle={"seconds": 0.1, "bound": 0.25})
    answers = at_once(8, lambda _: api.post("/discountplans", PLAN))
    statuses = sorted(answer.status for answer in answers)
    assert set(statuses) == {201, 429}
    assert 2 <= statuses.count(201) <= 6  # after 0, 0.1 and 0.2 s, and who was slow to come
    for answer in answers:
        if answer.status == 429:
            hint = "one call in 0.1 s; this one would have waited longer than 0.25 s"
            refused(answer, 429, "Too many requests.", hint, **{"Retry-After": "1"})
    made = [plan for plan in api.office.records.rows("discountplan") if plan["Description"] == PLAN["Description"]]
    assert len(made) == statuses.count(201)


def test_who_queues_keeps_nobody_from_the_office(api):
    settle(api, mode="remote", throttle={"seconds": 0.5})
    assert api.get("/clinics").status == 200

    def work(at):
        if at == 0:
            assert api.get("/clinics").status == 200
        else:
            while not standing(api)["waitedSeconds"]:
                time.sleep(0.001)
            settle(api, throttle="off")
        return time.monotonic()

    served, settled = at_once(2, work)
    assert settled < served


def test_a_fault_that_answers_instead_waits_for_no_turn(api):
    settle(api, mode="remote", throttle={"seconds": 60, "bound": 0})
    assert api.get("/clinics").status == 200
    assert api.get("/clinics").status == 429
    assert api.get("/clinics", X_Mock_Od_Fault="status=503").status == 503
    assert api.get("/clinics", X_Mock_Od_Fault="nonsense").status == 400


def test_another_throttle_begins_anew(api):
    settle(api, mode="remote", throttle={"seconds": 60, "bound": 0})
    assert [api.get("/clinics").status for _ in range(2)] == [200, 429]
    settle(api, keyStatus="Enabled")
    assert api.get("/clinics").status == 429
    settle(api, throttle={"seconds": 0.01})
    assert api.get("/clinics").status == 200


# --- timeouts ---------------------------------------------------------------------------------------

PAGE = "<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>\n"


def test_a_call_that_takes_too_long_is_answered_by_the_gateway_and_done_all_the_same(api):
    settle(api, mode="remote", timeoutSeconds=0)
    for verb, path, body in (("GET", "/clinics", None), ("POST", "/discountplans", PLAN)):
        got = api.app.test_client().open(f"/api/v1{path}", method=verb, json=body, headers=api.headers)
        assert (got.status_code, got.text, got.headers["Content-Type"]) == (504, PAGE, "text/html")
        assert "X-Mock-Od-Hint" not in got.headers
        assert "Location" not in got.headers
    assert [plan["Description"] for plan in api.office.records.rows("discountplan")][-1] == "Happy Smiles Club"
    settle(api, timeoutSeconds=60)
    assert len(api.get("/discountplans").json) == 5


@pytest.mark.parametrize("mode", ["local", "service"])
def test_no_gateway_no_timeout(api, mode):
    settle(api, mode=mode, timeoutSeconds=0)
    assert api.get("/clinics").status == 200


def test_what_is_refused_at_once_never_times_out(api):
    settle(api, mode="remote", timeoutSeconds=0)
    assert api.get("/nope").json == "nope is not a valid resource."
    assert api.get("/discountplans/999").json == "DiscountPlan not found."


# --- methods that are gone --------------------------------------------------------------------------


class Ledgers(d.Resource, table="ledger", path="/ledgers"):
    """What once was written by hand."""

    LedgerNum = d.Key()
    Title = d.Text()

    several = d.LIST("21.1")
    create = d.POST("21.1", required=[Title], gone="23.3")
    burn = d.DELETE("21.1", gone="23.3.7")


def archive(version, permissions):
    engine = Engine(Catalog([Ledgers]))
    defaults = Settings("small", version, permissions=frozenset(permissions))
    office = Office("k", engine, Store().image(), defaults)

    class Archive:
        def __init__(self):
            self.engine, self.defaults = engine, defaults

        def of_caller(self, key):
            return office

        def is_known(self, key):
            return True

    client = create_app(Archive()).test_client()

    def call(verb, path, body=None):
        got = client.open(f"/api/v1{path}", method=verb, json=body, headers={"Authorization": "ODFHIR a/k"})
        return got.status_code, got.text, got.headers.get("X-Mock-Od-Hint", "")

    return call, office


def test_a_method_that_is_gone_says_so_before_the_permission_and_the_row():
    for version, permissions in (("23.3", ALL), ("23.3.0.0", ALL), ("25.3.31", ())):
        call, office = archive(version, permissions)
        answer = call("POST", "/ledgers", {})
        assert answer == (410, '"Ledgers POST has been deprecated."', "Ledgers POST is gone since 23.3")
        assert office.records.rows("ledger") == []
    call, office = archive("23.2.99", ALL)
    assert call("POST", "/ledgers", {"Title": "1921"})[0] == 201
    call, _ = archive("23.3.6", ALL)
    assert call("DELETE", "/ledgers/9")[:2] == (404, '"Ledger not found."')
    call, _ = archive("23.3.7", ALL)
    assert call("DELETE", "/ledgers/9")[:2] == (410, '"Ledgers DELETE has been deprecated."')
