"""What one client may not do to the others: slow ones, silent ones, large ones, those that go away, and the plane."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from wire import KEYS, PATIENCE, Wire, serving

from mock_od.office.offices import Offices
from mock_od.web import protocol
from mock_od.web.server import Server
from mock_od.web.tls import server_context

PLAN = "/api/v1/discountplans/2"
PLANS = "/api/v1/discountplans"
OFFICE = "/__admin/offices/customer"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as (server, _):
        yield server


SOON = 0.1
"""Seconds that a call may take; it takes a hundredth of them, unless something keeps it waiting."""


def quick(port: int, tls: ssl.SSLContext | None = None) -> float:
    """The seconds that a call takes on a connection of its own: the best of five, as a busy machine has pauses."""
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        with Wire(port, tls) as client:
            assert client.call("GET", PLAN)[0] == 200
        took.append(time.perf_counter() - begun)
    return min(took)


@pytest.mark.parametrize("fault", ["delay=86400", "delay=30"])
def test_abandoned_delays_keep_no_place(server: Server, fault: str) -> None:
    for _ in range(202):
        with Wire(server.port) as client:
            client.ask("GET", PLAN, KEYS + f"X-Mock-Od-Fault: {fault}\r\n")
    assert quick(server.port) < SOON
    end = time.monotonic() + PATIENCE
    while server.connections and time.monotonic() < end:
        time.sleep(0.01)
    assert server.connections == 0


def test_two_hundred_delayed_calls_keep_nobody_waiting(server: Server) -> None:
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(Wire(server.port)) for _ in range(200)]
        begun = time.monotonic()
        for client in slow:
            client.ask("GET", PLAN, KEYS + "X-Mock-Od-Fault: delay=0.5\r\n")
        assert quick(server.port) < SOON
        assert [client.answer()[0] for client in slow] == [200] * 200
        assert time.monotonic() - begun < PATIENCE


def test_idle_connections_harm_nobody() -> None:
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < 4096:
        pytest.skip("this machine allows too few files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, most))
    try:
        with serving() as (server, _), contextlib.ExitStack() as stack:
            for _ in range(1000):
                stack.enter_context(Wire(server.port))
            assert quick(server.port) < SOON
            assert server.connections <= 500
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))


def test_heads_and_bodies_without_end_harm_nobody(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "_HEAD_SECONDS", 0.2)
    monkeypatch.setattr(protocol, "_STALL_SECONDS", 0.2)
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(Wire(server.port)) for _ in range(200)]
        for number, client in enumerate(slow):
            if number % 2:
                client.send(b"GET / HTTP/1.1\r\nHos")
            else:
                client.ask("POST", PLANS, KEYS + "Content-Type: application/json\r\nContent-Length: 50\r\n")
                client.send(b"{")
        assert quick(server.port) < SOON
        assert [client.ends() for client in slow] == [b""] * 200


def test_where_there_are_too_many_the_one_goes_that_needs_it_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mock_od.web.server._most_connections", lambda: 4)
    with serving() as (server, _), contextlib.ExitStack() as stack:
        idle, half, busy = (stack.enter_context(Wire(server.port)) for _ in range(3))
        assert idle.call("GET", PLAN)[0] == 200
        half.send(b"GET / HT")
        busy.ask("GET", PLAN, KEYS + "X-Mock-Od-Fault: delay=0.5\r\n")
        time.sleep(0.1)
        others = [stack.enter_context(Wire(server.port)) for _ in range(2)]
        assert half.ends() == b""
        others.append(stack.enter_context(Wire(server.port)))
        assert idle.ends() == b""
        assert [other.call("GET", PLAN)[0] for other in others] == [200] * 3
        assert busy.answer()[0] == 200


HOSTILE = {
    "commas": b"{" + b"'a'," * 4_000_000,
    "names": b"{" + b"a a " * 4_000_000,
    "escapes": b'{"PlanNote": "' + b"\\\\" * 8_000_000 + b'"}',
    "a list": b'{"PlanNote": [' + b"1," * 8_000_000 + b"1]}",
    "a name": b'{"' + b"a" * 16_000_000 + b'": 1}',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_large_bodies_keep_nobody_waiting(server: Server, what: str) -> None:
    with Wire(server.port) as large:
        large.sock.settimeout(120)
        sending = threading.Thread(target=large.ask, args=("POST", PLANS, KEYS, HOSTILE[what]))
        sending.start()
        slowest = 0.0
        while sending.is_alive():
            slowest = max(slowest, quick(server.port))
        for _ in range(10):
            slowest = max(slowest, quick(server.port))
        assert slowest < SOON
        server.stop()  # does not wait for it either


@pytest.mark.parametrize("what", ["commas", "names"])
def test_a_large_body_that_is_no_json_is_refused_at_its_first_slip(server: Server, what: str) -> None:
    """A reader that looks at all 16 MB of it takes six seconds and more."""
    begun = time.process_time()
    with Wire(server.port) as client:
        client.sock.settimeout(60)
        status, _, content = client.call("POST", PLANS, KEYS, HOSTILE[what])
    assert (status, content) == (400, b'"Invalid JSON."')
    assert time.process_time() - begun < 3


def test_nothing_is_kept_of_a_stranger_s_body(server: Server) -> None:
    with Wire(server.port) as client:
        client.ask("POST", PLANS, "Content-Length: 100000000\r\n")
        assert client.answer()[0] == 400
    with Wire(server.port) as client:
        client.ask("POST", PLANS, KEYS + "Content-Type: application/json\r\nContent-Length: 100000000\r\n")
        with contextlib.suppress(ConnectionError):
            for _ in range(68):
                client.send(b" " * 1_000_000)
        assert client.answer()[::2] == (400, b'"Request body exceeds the maximum length of 16800000 characters."')


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/treatplans", 400), ("/api/v1/nothing", 404), ("/__admin/nothing", 404)]
)
def test_a_client_that_is_refused_before_it_has_sent_its_body_hears_why(
    tmp_path: Path, path: str, status: int, scheme: str
) -> None:
    """One connection for each call, as Python's urllib has it: 60 MB are more than the system keeps on their way."""
    ca = tmp_path / "ca.pem"
    with serving(tls=server_context([], ca) if scheme == "https" else None) as (server, _):
        trust = ssl.create_default_context(cafile=str(ca)) if scheme == "https" else None
        with Wire(server.port, trust) as client:
            client.ask("POST", path, "Connection: close\r\n", b"x" * 60_000_000)
            assert client.answer()[0] == status
            assert client.ends() == b""
        assert quick(server.port, trust) < SOON


def test_a_client_that_never_sends_the_rest_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "_LINGER_SECONDS", 0.2)
    with serving() as (server, _), Wire(server.port) as client:
        client.ask("POST", PLANS, "Connection: close\r\nContent-Length: 100\r\n")
        assert client.answer()[0] == 400
        assert client.ends() == b""
        end = time.monotonic() + PATIENCE
        while server.connections and time.monotonic() < end:
            time.sleep(0.01)
        assert server.connections == 0


def test_a_client_that_sends_without_end_is_not_listened_to_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "_LONGEST_LINGER", 0.3)
    with serving() as (server, _), Wire(server.port) as client:
        client.ask("POST", PLANS, "Connection: close\r\nContent-Length: 1000000\r\n")
        assert client.answer()[0] == 400
        end = time.monotonic() + PATIENCE
        while server.connections and time.monotonic() < end:
            with contextlib.suppress(ConnectionError):
                client.send(b"x")
            time.sleep(0.01)
        assert server.connections == 0


def test_many_clients_at_once(server: Server) -> None:
    def talk(number: int, problems: list[BaseException]) -> None:
        try:
            with Wire(server.port) as client:
                for _ in range(50):
                    assert client.call("GET", PLAN, f"Authorization: ODFHIR developer/k{number}\r\n")[0] == 200
        except BaseException as problem:  # noqa: BLE001  # told below
            problems.append(problem)

    problems: list[BaseException] = []
    threads = [threading.Thread(target=talk, args=(number, problems)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert problems == []


def test_a_long_call_of_the_plane_keeps_no_other_office_waiting(server: Server) -> None:
    rows = json.dumps({"office": "other", "tables": {"fee": [{"Amount": at / 100} for at in range(100_000)]}}).encode()
    with Wire(server.port) as plane:
        plane.sock.settimeout(60)
        plane.ask("POST", "/__admin/seed", "", rows)
        took = []
        with Wire(server.port) as client:
            plane.sock.settimeout(0)
            while True:
                begun = time.perf_counter()
                assert client.call("GET", PLAN)[0] == 200
                took.append(time.perf_counter() - begun)
                with contextlib.suppress(BlockingIOError):
                    plane.rest += plane.sock.recv(65536)
                    break
        plane.sock.settimeout(PATIENCE)
        assert plane.answer()[0] == 200
    assert len(took) > 10
    assert sorted(took)[int(len(took) * 0.99)] < 0.05


def test_silent_tls_connections_harm_nobody(tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    with serving(tls=server_context([], ca)) as (server, _), contextlib.ExitStack() as stack:
        threads = threading.active_count()
        for _ in range(400):
            stack.enter_context(Wire(server.port))
        assert quick(server.port, ssl.create_default_context(cafile=str(ca))) < SOON
        assert threading.active_count() == threads
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < PATIENCE


def test_an_abandoned_call_gives_its_turn_back(server: Server) -> None:
    with Wire(server.port) as client:
        assert client.call("PUT", "/__admin/offices/customer", "", b'{"throttle": 0.5}')[0] == 200
        assert client.call("GET", PLAN)[0] == 200
        for _ in range(20):
            with Wire(server.port) as other:
                other.ask("GET", PLAN)
        time.sleep(0.1)  # until the server has seen them go
        begun = time.monotonic()
        assert client.call("GET", PLAN)[0] == 200
        assert time.monotonic() - begun < PATIENCE  # and not the ten seconds of those that went


def test_a_throttle_that_is_switched_off_while_a_call_waits_for_the_office_is_no_deadlock() -> None:
    """An export holds the office; then the throttle is switched off, and a call wants its turn on virtual time."""
    with serving() as (server, offices), Wire(server.port) as plane, Wire(server.port) as client:
        assert plane.call("PUT", OFFICE, "", b'{"throttle": {"seconds": 1, "wait": "virtual"}}')[0] == 200
        assert client.call("GET", PLAN)[0] == 200
        office = offices.find("customer")
        assert office
        with office.lock:
            plane.ask("PUT", OFFICE, "", b'{"throttle": "off"}')
            time.sleep(0.1)
            client.ask("GET", PLAN)
            time.sleep(0.1)
        assert (plane.answer()[0], client.answer()[0]) == (200, 200)


def test_export_settings_and_calls_at_once_never_wait_for_each_other_for_good(server: Server) -> None:
    """What once was a deadlock: a throttle on virtual time, an export, the throttle switched off, a call."""
    calls = [
        ("GET", PLAN, KEYS, None),
        ("GET", PLAN, KEYS, None),
        ("GET", "/__admin/offices/customer/export", "", None),
        ("PUT", "/__admin/offices/customer", "", b'{"throttle": {"seconds": 1, "wait": "virtual"}}'),
        ("PUT", "/__admin/offices/customer", "", b'{"throttle": "off"}'),
        ("POST", "/__admin/reset", "", b"{}"),
    ]
    statuses: list[int] = []

    def repeat(verb: str, path: str, more: str, body: bytes | None) -> None:
        with Wire(server.port) as client:
            statuses.extend(client.call(verb, path, more, body)[0] for _ in range(40))

    with Wire(server.port) as client:
        assert client.call("GET", PLAN)[0] == 200
    threads = [threading.Thread(target=repeat, args=call, daemon=True) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert statuses == [200] * 240


def test_a_client_that_resets_or_goes_amid_an_answer(server: Server) -> None:
    for sent in ("", "GET / HT", f"GET {PLANS} HTTP/1.1\r\nHost: x\r\n{KEYS}\r\n" * 50):
        with Wire(server.port) as client:
            client.send(sent.encode())
            client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert quick(server.port) < SOON


FORK = """
import os, signal, time
from wire import KEYS, Wire, serving

with serving() as (server, _), Wire(server.port) as client:
    assert client.call("GET", "/api/v1/discountplans/2")[0] == 200
    child = os.fork()
    if not child:
        time.sleep(60)
    try:
        client.ask("GET", "/api/v1/discountplans/2", KEYS + "X-Mock-Od-Fault: dropConnection=before\\r\\n")
        assert client.ends() == b""
        server.stop()
        try:
            Wire(server.port)
        except OSError:
            print("closed")
    finally:
        os.kill(child, signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_a_forked_process_keeps_no_connection_and_no_port_open() -> None:
    command = [sys.executable, "-W", "ignore", "-c", FORK.replace("\\\\", "\\")]
    done = subprocess.run(command, check=False, cwd=Path(__file__).parent, capture_output=True, text=True, timeout=30)
    assert (done.stdout, done.stderr) == ("closed\n", "")


def test_an_office_of_a_call_that_waits_may_be_closed_meanwhile() -> None:
    with serving() as (server, offices), Wire(server.port) as waiting, Wire(server.port) as other:
        assert other.call("PUT", "/__admin/offices/customer", "", b'{"throttle": 0.3}')[0] == 200
        assert other.call("GET", PLAN)[0] == 200
        waiting.ask("GET", PLAN)
        time.sleep(0.1)
        assert other.call("DELETE", "/__admin/offices/customer", "")[0] == 200
        assert waiting.answer()[0] == 200
        assert isinstance(offices, Offices)
        assert [office.key for office in offices.all()] == ["customer"]
