"""Offices with a time to live, and a server that stops answering: seen from a server that notes what it is asked."""

import gc
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from mock_od import Client, MockOdError
from mock_od.client import plane

PATIENCE = 10.0


class Stub:
    """A server that opens every office as it is asked to, and notes its calls with their moments."""

    def __init__(self):
        self.calls = []
        self.open = {}
        self.status = 200
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                size = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(size) or b"{}")
                path = self.path.removeprefix("/__admin")
                stub.calls.append((time.monotonic(), f"{self.command} {path}"))
                status, said = stub.answer(self.command, path, body)
                content = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # names of http.server

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,)).start()

    def answer(self, verb, path, body):
        if path == "/offices":
            self.open[body["key"]] = {"ttlSeconds": None, **body["settings"]}
            return 201, {"office": body["key"], "settings": self.open[body["key"]]}
        key = path.removeprefix("/offices/")
        if verb == "PUT":
            self.open.setdefault(key, {"ttlSeconds": None}).update(body)
        if verb == "GET" and key not in self.open:
            return 404, {"error": f"no office is open with the key {key!r}"}
        if verb == "DELETE":
            self.open.pop(key, None)
        return self.status, {"error": "boom", "settings": self.open.get(key)}

    def renewals(self, key):
        return [moment for moment, call in list(self.calls) if call == f"GET /offices/{key}"]

    def until(self, key, renewals):
        """Waits until an office was renewed so often."""
        end = time.monotonic() + PATIENCE
        while len(self.renewals(key)) < renewals:
            assert time.monotonic() < end, f"{len(self.renewals(key))} renewals of {key} in {PATIENCE} s"
            time.sleep(0.01)


@pytest.fixture
def stub():
    stub = Stub()
    yield stub
    stub.server.shutdown()
    stub.server.server_close()


def heartbeats():
    """The threads of the clients that a test has made; the run's own fixtures may have one."""
    return [thread for thread in threading.enumerate() if thread.name == "mock_od heartbeat" and thread not in OTHERS]


OTHERS = []


@pytest.fixture(autouse=True)
def ends():
    """No test leaves a thread."""
    OTHERS[:] = []
    OTHERS[:] = heartbeats()
    yield
    gc.collect()
    for thread in heartbeats():
        thread.join(5)
        assert not thread.is_alive()


def test_an_office_is_renewed_after_a_third_of_its_time_until_it_is_closed(stub):
    client = Client(stub.url)
    office = client.office("mine", ttl_seconds=1.2)
    assert stub.open == {"mine": {"ttlSeconds": 1.2}}
    opened = stub.calls[0][0]
    stub.until("mine", 3)
    moments = [opened, *stub.renewals("mine")[:3]]
    assert all(0.35 < later - earlier < 1.2 for earlier, later in pairwise(moments))
    office.close()
    closed = len(stub.renewals("mine"))
    time.sleep(0.5)
    assert len(stub.renewals("mine")) - closed <= 1  # one may have been on its way


def test_an_office_without_a_time_to_live_starts_no_thread(stub):
    before = heartbeats()
    client = Client(stub.url)
    client.office("mine")
    client.attach("theirs")
    assert heartbeats() == before
    client.attach("theirs", ttl_seconds=0.3)
    stub.until("theirs", 2)
    assert stub.renewals("mine") == []


def test_settings_begin_and_end_the_renewals(stub):
    office = Client(stub.url).office("mine")
    office.settings(ttl_seconds=0.3)
    stub.until("mine", 2)
    office.settings(ttl_seconds=None)
    renewed = len(stub.renewals("mine"))
    time.sleep(0.3)
    assert len(stub.renewals("mine")) - renewed <= 1


def test_short_lives_and_offices_that_are_opened_later_delay_no_other(stub):
    client = Client(stub.url)
    client.office("long", ttl_seconds=0.9)
    for number in range(30):  # each of them wakes the thread
        client.office(f"short-{number}", ttl_seconds=60).close()
        time.sleep(0.02)
    stub.until("long", 2)
    client.office("longest", ttl_seconds=60)
    client.close("long")
    client.office("short", ttl_seconds=0.15)
    stub.until("short", 3)  # not after a third of the longest one's minute


def test_it_ends_with_its_client(stub):
    client = Client(stub.url)
    client.office("mine", ttl_seconds=0.3)
    (thread,) = heartbeats()
    assert thread.daemon
    del client
    gc.collect()
    thread.join(5)
    assert not thread.is_alive()


def test_it_ends_with_the_last_office_that_is_left_and_begins_again(stub):
    client = Client(stub.url)
    client.office("mine", ttl_seconds=0.3)
    (thread,) = heartbeats()
    client.leave()
    thread.join(5)
    assert not thread.is_alive()
    assert stub.open == {}
    client.office("again", ttl_seconds=0.3)
    stub.until("again", 2)


def test_an_office_that_is_gone_is_renewed_no_more_and_others_are(stub, capfd):
    client = Client(stub.url)
    client.office("gone", ttl_seconds=0.3)
    client.office("there", ttl_seconds=0.3)
    del stub.open["gone"]
    stub.until("there", 3)
    assert len(stub.renewals("gone")) == 1
    stub.status = 500
    stub.until("there", 6)  # a server that fails is asked again
    assert capfd.readouterr() == ("", "")


def test_a_server_that_is_gone_is_no_failure_of_anybody(stub, capfd):
    client = Client(stub.url)
    client.office("mine", ttl_seconds=0.15)
    stub.server.shutdown()
    stub.server.server_close()
    time.sleep(0.4)
    (thread,) = heartbeats()
    assert thread.is_alive()
    assert capfd.readouterr() == ("", "")


def test_patches_of_a_test_keep_no_office_from_being_renewed(stub, monkeypatch):
    client = Client(stub.url)
    client.office("mine", ttl_seconds=0.3)

    def boom(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("http.client.HTTPConnection.request", boom)
    monkeypatch.setattr("socket.create_connection", boom)
    monkeypatch.setattr("socket.getaddrinfo", boom)
    stopped = time.monotonic()
    monkeypatch.setattr("time.monotonic", lambda: stopped)
    deadline = threading.Event()
    for _ in range(100):
        if sum(call == "GET /offices/mine" for _, call in list(stub.calls)) >= 2:
            break
        deadline.wait(0.05)
    else:
        raise AssertionError("no renewal")


SCRIPT = """
import sys
from mock_od import Client
office = Client(sys.argv[1]).office("mine", ttl_seconds=0.3)
import threading
assert threading.active_count() == 2
"""


def test_a_program_ends_at_once_with_an_office_that_is_renewed(stub):
    begun = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, stub.url], capture_output=True, text=True, timeout=20, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert time.monotonic() - begun < 5


# --- a server that does not answer ------------------------------------------------------------------


@pytest.fixture
def silent():
    """A server that takes connections and says nothing: stopped, or too busy."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_after_the_first_call_without_an_answer_the_next_fail_at_once(silent, monkeypatch):
    monkeypatch.setattr(plane, "_PROBE", 0.2)  # the next test waits as long as users do
    client = Client(silent, timeout=0.8)
    begun = time.monotonic()
    with pytest.raises(MockOdError, match=r"has not answered within 0\.8 s: it is stopped or busy"):
        client.worlds()
    assert time.monotonic() - begun > 0.7
    for call in (client.office, client.worlds, lambda: client.close("mine")):
        with pytest.raises(MockOdError, match=rf"the mock_od server at {silent} has not answered within 0\.2 s"):
            call()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="a process cannot be stopped here")
def test_a_server_that_was_stopped_and_goes_on(serving):
    url = serving(MOCK_OD_WORLD="small")
    client = Client(url, timeout=1.2).wait()
    office = client.office("mine")
    (server,) = serving.servers
    server.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(MockOdError, match=r"has not answered within 1\.2 s"):
            office.rows("patient")
        with pytest.raises(MockOdError, match="has not answered within 1 s"):
            office.rows("patient")
    finally:
        server.send_signal(signal.SIGCONT)
    client.wait(5)
    assert office.rows("patient")


def test_no_server_says_how_to_start_one(unused_url, monkeypatch):
    monkeypatch.setenv("MOCK_OD_URL", unused_url)
    with pytest.raises(MockOdError) as nobody:
        Client().worlds()
    assert str(nobody.value).endswith(
        "; `mock-od serve` starts one, `with mock_od.serving() as client` one in this process; "
        "the address of another is Client(url) or MOCK_OD_URL"
    )
