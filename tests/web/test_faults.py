"""Faults as real clients see them, over real sockets."""

import contextlib
import json
import socket
import ssl
import threading
import time
from types import SimpleNamespace

import httpx
import pytest
import requests
from conversation import refusal

from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.web.asgi_app import server_of
from mock_od.web.tls import server_context
from mock_od.web.wsgi import ConnectionDropped

PLAN = {"Description": "Happy Smiles Club", "FeeSchedNum": 54, "DefNum": 336}
NEVER = "dropped"
HALF = "cut"


@pytest.fixture(scope="module")
def offices():
    return Offices(Engine(catalog()), Settings("small"))


@pytest.fixture(scope="module")
def server(offices):
    server = server_of(offices)
    server.listen()
    server.start()
    yield server
    server.stop()


class Requests:
    """What a program with requests sees."""

    def __init__(self, **more):
        self.session = requests.Session()
        self.session.trust_env = False
        for name, value in more.items():
            setattr(self.session, name, value)

    def call(self, verb, url, body, headers):
        try:
            return self.session.request(verb, url, json=body, headers=headers, timeout=5)
        except requests.exceptions.ChunkedEncodingError:  # what requests makes of urllib3's IncompleteRead
            return HALF
        except requests.exceptions.ConnectionError:
            return NEVER

    def close(self):
        self.session.close()


class Httpx:
    """What a program with httpx sees."""

    def __init__(self, **more):
        self.client = httpx.Client(trust_env=False, timeout=5, **more)

    def call(self, verb, url, body, headers):
        try:
            return self.client.request(verb, url, json=body, headers=headers)
        except httpx.RemoteProtocolError as error:
            return HALF if "complete message body" in str(error) else NEVER
        except httpx.ReadError:  # over TLS
            return NEVER

    def close(self):
        self.client.close()


class Caller:
    """One office, called through one HTTP library."""

    def __init__(self, library, url, offices):
        self.library = library
        self.url = url
        self.office = offices.make(None, offices.defaults)
        self.key = self.office.key

    def call(self, verb, path, body=None, fault="", **headers):
        given = {"Authorization": f"ODFHIR developer/{self.key}", "Content-Type": "application/json", **headers}
        if fault:
            given["X-Mock-Od-Fault"] = fault
        prefix = "" if path.startswith("/__admin") else "/api/v1"
        return self.library.call(verb, f"{self.url}{prefix}{path}", body, given)

    def admin(self, verb, path, body=None):
        return self.call(verb, f"/__admin/offices/{self.key}{path}", body)

    def fault(self, then, **more):
        got = self.admin("POST", "/faults", {"then": then, **more})
        assert got.status_code == 201, got.text
        return got.json()

    @property
    def fired(self):
        return [one["fired"] for one in self.admin("GET", "/faults").json()["faults"]]

    @property
    def state(self):
        """All rows, and the next keys."""
        with self.office.lock:
            rows = {table: self.office.seed_rows(table) for table in self.office.tables}
            return rows, self.office.records.sequences()

    def writes(self):
        """A write; how many rows it made, and what the client saw."""
        before = len(self.plans())
        got = self.call("POST", "/discountplans", PLAN)
        return len(self.plans()) - before, got

    def plans(self):
        with self.office.lock:
            return [row for row in self.office.seed_rows("discountplan") if row["Description"] == PLAN["Description"]]


@pytest.fixture(params=[Requests, Httpx])
def caller(request, server, offices):
    library = request.param()
    yield Caller(library, server.url, offices)
    library.close()


# --- each kind --------------------------------------------------------------------------------------


def test_without_a_fault_it_is_written_and_answered(caller):
    rows, got = caller.writes()
    assert (rows, got.status_code) == (1, 201)


@pytest.mark.parametrize(
    ("then", "status", "body"),
    [
        ({"status": 500}, 500, "An unexpected error occurred."),
        ({"status": 503, "body": "boom"}, 503, "boom"),
        ({"status": 299, "body": {"n": 10**30, "\u00e9": [0.5]}}, 299, {"n": 10**30, "\u00e9": [0.5]}),
        ({"status": 418, "body": {"a": [1, "\u00e4"]}}, 418, {"a": [1, "\u00e4"]}),
        ({"status": 200, "body": None}, 200, None),
        ({"status": 200, "body": []}, 200, []),
    ],
)
def test_a_status_of_the_tests_own(caller, then, status, body):
    caller.fault(then)
    before = caller.state
    got = caller.call("POST", "/discountplans", PLAN)
    assert (got.status_code, got.json()) == (status, body)
    assert got.headers["Content-Type"] == "application/json; charset=utf-8"
    assert got.headers["X-Mock-Od-Hint"] == "this answer is a fault that was asked for: status"
    assert caller.state == before
    assert caller.fired == [1]


def test_a_status_with_headers_of_the_tests_own(caller):
    caller.fault({"status": 502, "body": "no", "headers": {"content-type": "text/html", "X-Gateway": "here"}})
    got = caller.call("GET", "/discountplans")
    assert (got.status_code, got.text) == (502, '"no"')
    assert got.headers["Content-Type"] == "text/html"
    assert got.headers["X-Gateway"] == "here"


def test_a_status_without_content(caller):
    caller.fault({"status": 204})
    got = caller.call("DELETE", "/discountplans/2")
    assert (got.status_code, got.content) == (204, b"")
    assert caller.call("GET", "/discountplans/2", fault="delay=0").status_code == 200  # the connection is in step


def test_a_delay(caller):
    caller.fault({"delay": 0.2}, times=1)
    began = time.monotonic()
    rows, got = caller.writes()
    assert time.monotonic() - began >= 0.2
    assert (rows, got.status_code) == (1, 201)


def test_a_delay_keeps_nobody_else_waiting(caller, server, offices):
    caller.fault({"delay": 0.3}, times=1)
    ended = []

    def slow():
        caller.call("GET", "/discountplans")
        ended.append(time.monotonic())

    thread = threading.Thread(target=slow)
    thread.start()
    library = Requests()
    other = Caller(library, server.url, offices)
    while thread.is_alive() and not caller.office.faults.all()[0].fired:
        time.sleep(0.001)
    assert other.call("GET", "/discountplans").status_code == 200
    assert caller.admin("DELETE", "/faults").status_code == 200
    told = caller.office.journal.entries()
    assert [entry.status for entry in told] == [200]  # also where the client never waits for the answer
    between = time.monotonic()
    thread.join(5)
    library.close()
    assert between < ended[0]
    assert caller.office.journal.entries() == told
    assert 0.3 <= told[0].seconds < 5


def test_a_delay_moves_a_frozen_clock(caller):
    caller.admin("PUT", "/clock", {"now": "2024-01-27 14:13:05", "frozen": True})
    began = time.monotonic()
    assert caller.call("GET", "/discountplans", fault="delay=3600").status_code == 200
    assert time.monotonic() - began < 60
    assert caller.admin("GET", "/clock").json()["now"] == "2024-01-27 15:13:05"


def test_a_connection_that_closes_before_the_answer(caller):
    caller.fault({"dropConnection": "before"}, match={"verb": "POST"})
    before = caller.state
    assert caller.call("POST", "/discountplans", PLAN) == NEVER
    assert caller.state == before
    assert caller.fired == [1]


def test_a_connection_that_closes_in_the_middle(caller):
    caller.fault({"dropConnection": "middle"}, match={"verb": "POST"})
    rows, got = caller.writes()
    assert (rows, got) == (1, HALF)


def test_a_connection_that_is_reset(caller):
    caller.fault({"dropConnection": "reset"}, match={"verb": "POST"}, times=1)
    before = caller.state
    assert caller.call("POST", "/discountplans", PLAN) == NEVER
    assert caller.state == before
    assert caller.fired == [1]
    rows, got = caller.writes()
    assert (rows, got.status_code) == (1, 201)


@pytest.mark.parametrize("verb", ["DELETE", "HEAD"])
def test_an_answer_without_content_has_no_middle(caller, verb):
    assert caller.call(verb, "/treatplans/9", fault="dropConnection=middle") == NEVER


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("stopped", "The office's eConnector is not running. Please contact the office to start their eConnector."),
        ("duplicate", "Two eConnectors are using the same registration key. Please contact the office."),
    ],
)
def test_an_office_that_cannot_be_reached(caller, state, sentence):
    caller.fault({"eConnector": state})
    rows, got = caller.writes()
    assert (rows, got.status_code, got.json()) == (0, 400, sentence)


def test_a_timeout(caller):
    caller.fault({"timeout": True})
    rows, got = caller.writes()
    assert (rows, got.status_code) == (1, 504)
    assert got.headers["Content-Type"].startswith("text/html")
    assert "504 Gateway Time-out" in got.text
    assert got.headers["X-Mock-Od-Hint"].endswith("timeout")


@pytest.mark.parametrize(("value", "after"), [(3, "3"), (0, "0"), (True, "1")])
def test_too_many_requests(caller, value, after):
    caller.fault({"tooManyRequests": value})
    rows, got = caller.writes()
    assert (rows, got.status_code, got.json()) == (0, 429, "Too many requests.")
    assert got.headers["Retry-After"] == after


def test_a_write_whose_answer_is_lost(caller):
    caller.fault({"lostWrite": True}, times=1)
    rows, got = caller.writes()
    assert (rows, got) == (1, NEVER)
    assert caller.writes()[0] == 1


def test_a_write_that_never_was(caller):
    caller.fault({"ghostWrite": True}, times=3)
    generation = caller.office.generation
    before = caller.state
    made = caller.call("POST", "/discountplans", PLAN)
    assert (made.status_code, made.json()["Description"]) == (201, PLAN["Description"])
    changed = caller.call("PUT", "/discountplans/2", {"Description": "Changed"})
    assert (changed.status_code, changed.json()["Description"]) == (200, "Changed")
    assert caller.call("DELETE", "/treatplans/9").status_code == 200
    assert caller.state == before
    assert caller.office.generation == generation
    assert {entry.changed for entry in caller.office.journal.entries()} == {()}
    assert caller.fired == [3]
    number = made.json()["DiscountPlanNum"]
    assert caller.call("GET", f"/discountplans/{number}").status_code == 404
    assert caller.call("POST", "/discountplans", PLAN).json()["DiscountPlanNum"] == number


def test_a_stale_page(caller):
    caller.fault({"stalePage": True}, times=1)
    every = caller.call("GET", "/definitions").json()
    first = caller.call("GET", "/definitions?Limit=3").json()
    stale = caller.call("GET", "/definitions?Limit=3&Offset=3").json()
    assert first == every[:3]
    assert stale == every[2:5]
    assert caller.fired == [1]
    assert caller.call("GET", "/definitions?Limit=3&Offset=3").json() == every[3:6]


@pytest.mark.parametrize("query", ["", "?Offset=0", "?Offset=", "?Offset=%C2%B2", "?Offset=" + "9" * 5000])
def test_what_is_no_later_page_cannot_be_stale(caller, query):
    usual = caller.call("GET", f"/definitions{query}")
    stale = caller.call("GET", f"/definitions{query}", fault="stalePage")
    assert stale.status_code in (200, 400)
    assert (stale.status_code, stale.content) == (usual.status_code, usual.content)
    assert stale.headers.get("X-Mock-Od-Hint") == usual.headers.get("X-Mock-Od-Hint")


# --- which calls ------------------------------------------------------------------------------------


def test_match_after_and_times(caller):
    match = {"verb": "post", "path": "/discountplan*", "body": {"DefNum": 336}}
    told = caller.fault({"status": 500, "body": "boom"}, match=match, after=1, times=2)
    assert (told["id"], told["match"], told["fired"]) == (1, match, 0)
    assert caller.call("GET", "/discountplans").status_code == 200
    assert caller.call("POST", "/discountplans", {**PLAN, "DefNum": 335}).status_code != 500
    seen = [caller.writes() for _ in range(4)]
    assert [(rows, got.status_code) for rows, got in seen] == [(1, 201), (0, 500), (0, 500), (1, 201)]
    assert caller.fired == [2]


def test_probability_and_seed(caller):
    caller.fault({"status": 500}, probability=0.5)
    runs = []
    for seed in (7, 7, 8):
        assert caller.admin("PUT", "/faults/seed", {"seed": seed}).json() == {"office": caller.key, "seed": seed}
        runs.append([caller.call("GET", "/discountplans/2").status_code for _ in range(30)])
    assert runs[0] == runs[1] != runs[2]
    assert set(runs[0]) == {200, 500}
    assert caller.fired == [sum(run.count(500) for run in runs)]


def test_the_header_fails_one_call(caller):
    before = caller.state
    got = caller.call("POST", "/discountplans", PLAN, fault="tooManyRequests=3")
    assert (got.status_code, got.headers["Retry-After"]) == (429, "3")
    assert caller.call("POST", "/discountplans", PLAN, fault="dropConnection=before") == NEVER
    assert caller.call("POST", "/discountplans", PLAN, fault="ghostWrite").status_code == 201
    assert caller.state == before
    assert caller.call("POST", "/discountplans", PLAN, fault="lostWrite") == NEVER
    assert len(caller.plans()) == 1
    assert caller.writes()[1].status_code == 201


def test_a_bad_header_is_refused_and_nothing_is_done(caller):
    before = caller.state
    got = caller.call("POST", "/discountplans", PLAN, fault="lostWrites")
    assert got.status_code == 400
    hint = "X-Mock-Od-Fault: there is no fault 'lostWrites'; did you mean lostWrite?"
    assert got.headers["X-Mock-Od-Hint"] == hint
    assert caller.state == before


def test_faults_of_one_office_are_no_others(caller, offices):
    other = Caller(caller.library, caller.url, offices)
    caller.fault({"status": 500})
    assert other.call("GET", "/discountplans").status_code == 200
    assert caller.call("GET", "/discountplans").status_code == 500
    copy = caller.call("POST", "/__admin/offices", {"from": caller.key}).json()["office"]
    assert offices.open(copy).faults.all() == []


# --- the admin plane --------------------------------------------------------------------------------


@pytest.fixture
def plain(server, offices):
    library = Requests()
    yield Caller(library, server.url, offices)
    library.close()


def test_faults_are_listed_and_forgotten(plain):
    for status in (500, 501, 502):
        plain.fault({"status": status})
    there = plain.admin("GET", "/faults").json()
    assert [(one["id"], one["then"]["status"]) for one in there["faults"]] == [(1, 500), (2, 501), (3, 502)]
    assert plain.admin("DELETE", "/faults/1").json() == {"office": plain.key, "forgot": 1}
    assert plain.call("GET", "/discountplans").status_code == 501
    for number in ("1", "9", "x"):
        gone = plain.admin("DELETE", f"/faults/{number}")
        assert gone.status_code == 404
        assert gone.json() == refusal(f"there is no fault '{number}'", known=[2, 3])
    assert plain.admin("DELETE", "/faults").json() == {"office": plain.key, "forgot": [2, 3]}
    assert plain.admin("GET", "/faults").json()["faults"] == []
    assert plain.call("GET", "/discountplans").status_code == 200


@pytest.mark.parametrize(
    ("verb", "path", "body", "problem"),
    [
        ("POST", "/faults", {}, "a fault says what happens"),
        ("POST", "/faults", {"then": {"delay": 1, "timeout": True}}, "not delay and timeout"),
        ("POST", "/faults", {"then": {"timeout": True}, "matches": {}}, "a fault has no member 'matches'"),
        ("POST", "/faults", [], "the body must be one JSON object"),
        ("PUT", "/faults/seed", {}, "seed is a whole number"),
        ("PUT", "/faults/seed", {"seed": "7"}, "seed is a whole number"),
        ("PUT", "/faults/seed", {"sed": 7}, "'sed' is unknown here"),
    ],
)
def test_what_cannot_be_is_refused_as_an_object(plain, verb, path, body, problem):
    got = plain.admin(verb, path, body)
    assert got.status_code == 400
    assert problem in got.json()["error"]
    assert plain.admin("GET", "/faults").json()["faults"] == []


@pytest.mark.parametrize(("verb", "path"), [("GET", ""), ("DELETE", ""), ("DELETE", "/1")])
def test_an_office_that_is_not_open_has_no_faults(plain, verb, path):
    got = plain.call(verb, f"/__admin/offices/nobody/faults{path}")
    assert (got.status_code, got.json()) == (404, refusal("no office is open with the key 'nobody'"))


def test_a_dropped_answer_has_no_status_in_the_journal(plain, monkeypatch):
    told = []
    monkeypatch.setattr(plain.office.journal, "record", lambda **call: told.append(SimpleNamespace(**call)))
    dropped = ("dropConnection=before", "dropConnection=reset", "dropConnection=middle", "lostWrite")
    for fault in (*dropped, "timeout", "ghostWrite"):
        plain.call("PUT", "/discountplans/2", {"Description": fault}, fault=fault)
    assert [call.status for call in told] == [None, None, None, None, 504, 200]
    assert [call.answer == b"" for call in told] == [True, True, True, True, False, False]


# --- the bytes --------------------------------------------------------------------------------------


def everything(plain, fault, verb="GET"):
    """What a socket receives until it is closed."""
    text = (
        f"{verb} /api/v1/discountplans/2 HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: ODFHIR developer/{plain.key}\r\nX-Mock-Od-Fault: {fault}\r\n\r\n"
    )
    host, port = plain.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as sock:
        sock.sendall(text.encode())
        return b"".join(iter(lambda: sock.recv(65536), b""))


def test_half_of_the_answer_is_sent_as_if_all_of_it_came(plain):
    whole = plain.call("GET", "/discountplans/2")
    head, _, body = everything(plain, "dropConnection=middle").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert f"content-length: {len(whole.content)}".encode() in head.split(b"\r\n")
    assert body == whole.content[: len(whole.content) // 2]
    assert body


@pytest.mark.parametrize("fault", ["dropConnection=before", "lostWrite"])
def test_no_byte_is_sent_where_there_is_no_answer(plain, fault):
    assert everything(plain, fault) == b""
    assert everything(plain, fault, "HEAD") == b""


def test_a_reset_is_no_end_of_file(plain):
    with pytest.raises(ConnectionResetError):
        everything(plain, "dropConnection=reset")


# --- other ways in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("library", [Requests, Httpx])
def test_behind_tls(tmp_path, offices, library, capfd):
    server = server_of(offices)
    server.listen(tls=server_context([], tmp_path / "ca.pem"))
    server.start()
    ca = str(tmp_path / "ca.pem")
    given = library(verify=ca if library is Requests else ssl.create_default_context(cafile=ca))
    try:
        caller = Caller(given, server.url, offices)
        assert caller.call("GET", "/discountplans/2").status_code == 200
        assert caller.call("GET", "/discountplans/2", fault="dropConnection=before") == NEVER
        assert caller.call("GET", "/discountplans/2", fault="dropConnection=reset") == NEVER
        assert caller.call("GET", "/discountplans/2", fault="dropConnection=middle") == HALF
        assert caller.call("GET", "/discountplans/2", fault="dropConnection=reset") == NEVER
        assert caller.call("POST", "/discountplans", PLAN, fault="lostWrite") == NEVER
        assert caller.call("POST", "/discountplans", PLAN, fault="dropConnection=middle") == HALF
        assert len(caller.plans()) == 2
        assert caller.call("GET", "/discountplans/2", fault="timeout").status_code == 504
    finally:
        given.close()
        server.stop()
    assert "Traceback" not in capfd.readouterr().err


def test_a_reset_is_one_behind_tls_too(tmp_path, offices):
    """Looked at below TLS: Python's ssl takes a reset for any other end without a farewell."""
    server = server_of(offices)
    server.listen(tls=server_context([], tmp_path / "ca.pem"))
    server.start()
    received, to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
    trust = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
    client = trust.wrap_bio(received, to_send, server_hostname="localhost")
    asked = "GET /api/v1/discountplans/2 HTTP/1.1\r\nHost: x\r\nX-Mock-Od-Fault: dropConnection=reset\r\n"
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as sock:
            while to_send.pending or not client.version():
                with contextlib.suppress(ssl.SSLWantReadError):
                    client.do_handshake()
                sock.sendall(to_send.read())
                if not client.version():
                    received.write(sock.recv(65536))
            client.write(f"{asked}Authorization: ODFHIR developer/customer\r\n\r\n".encode())
            sock.sendall(to_send.read())
            with pytest.raises(ConnectionResetError):
                list(iter(lambda: sock.recv(65536), b""))  # what is left of the handshake comes first
    finally:
        server.stop()


def test_in_flasks_test_client_a_dropped_connection_is_an_exception(api):
    with pytest.raises(ConnectionDropped):
        api.get("/discountplans/2", X_Mock_Od_Fault="dropConnection=before")
    for where in ("middle", "reset"):
        with pytest.raises(ConnectionError):
            api.get("/discountplans/2", X_Mock_Od_Fault=f"dropConnection={where}")
    before = len(api.rows("discountplan"))
    with pytest.raises(ConnectionDropped):
        api.post("/discountplans", PLAN, X_Mock_Od_Fault="lostWrite")
    assert len(api.rows("discountplan")) == before + 1
    assert json.loads(api.get("/discountplans/2", X_Mock_Od_Fault="delay=0").text)["DiscountPlanNum"] == 2
