"""The server, spoken to byte by byte: what HTTP asks of it, and what a client may not do to others."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from wire import KEYS, PATIENCE, Wire, serving

from mock_od.web.server import Listener, Server

PLAN = "/api/v1/discountplans/2"
PLANS = "/api/v1/discountplans"
FEE = b'{"Description": "Gold", "FeeSchedNum": 54, "DefNum": 336}'


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as (server, _):
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[Wire]:
    with Wire(server.port) as client:
        yield client


def chunked(data: bytes, size: int) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


# --- its address, its start and its end -------------------------------------------------------------


def test_a_port_in_use_and_a_host_of_elsewhere_are_oserrors_at_once() -> None:
    first = Server(print)
    port = first.listen().port
    assert first.url == f"http://127.0.0.1:{port}"
    with pytest.raises(OSError, match="in use"):
        Server(print).listen(port=port)
    first.stop()
    Listener("127.0.0.1", port, "", None).close()
    for host in ("192.0.2.1", "no-such-host.invalid"):
        with pytest.raises(OSError):  # noqa: PT011  # each platform's own words
            Server(print).listen(host)
    with pytest.raises(OverflowError):
        Server(print).listen(port=70_000)


def test_beside_127_0_0_1_it_listens_on_ipv6_too(server: Server) -> None:
    try:
        client = Wire(server.port, host="::1")
    except OSError:
        pytest.skip("no IPv6 here")
    with client:
        assert client.call("GET", PLAN)[0] == 200


def test_an_address_of_ipv6_and_all_of_them() -> None:
    server = Server(print)
    with contextlib.suppress(OSError):  # no IPv6 here
        listener = server.listen("::1")
        assert listener.url == f"http://[::1]:{listener.port}"
    listener = server.listen("0.0.0.0")
    assert listener.url == f"http://0.0.0.0:{listener.port}"
    server.stop()


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts what Linux shows")
def test_three_hundred_starts_and_stops_leave_nothing() -> None:
    def once() -> None:
        with serving() as (server, _), Wire(server.port) as idle, Wire(server.port) as busy:
            assert busy.call("GET", PLAN)[0] == 200
            server.stop()
            assert idle.ends() == busy.ends() == b""

    once()
    gc.collect()
    threads, files = threading.active_count(), open_files()
    for _ in range(300):
        once()
    assert (threading.active_count(), open_files()) == (threads, files)


def test_a_stopped_server_takes_no_one_and_starts_no_more(server: Server) -> None:
    with pytest.raises(RuntimeError):
        server.start()
    server.stop()
    server.stop()
    with pytest.raises(OSError):  # noqa: PT011  # refused, or reset
        Wire(server.port)


def test_loggers_signals_and_event_loop_of_the_process_stay_as_they_are(caplog: pytest.LogCaptureFixture) -> None:
    names = ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio")

    def state() -> list[object]:
        loggers = [logging.getLogger(name) for name in names]
        signals = [signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)]
        return [signals, [(log.level, log.propagate, log.disabled, list(log.handlers)) for log in loggers]]

    before = state()
    caplog.set_level(logging.DEBUG)
    with serving() as (server, _), Wire(server.port) as client:
        assert client.call("GET", PLAN)[0] == 200
        client.send(b"nonsense\r\n\r\n")
        assert client.ends().startswith(b"HTTP/1.1 400 ")
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()
    assert state() == before
    assert [record for record in caplog.records if record.name != "asyncio"] == []


SERVE = [sys.executable, "-m", "mock_od", "serve", "--port", "0", "--world", "small", "--log", "off"]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_the_middle_of_calls(sign: signal.Signals) -> None:
    with subprocess.Popen(SERVE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        port = int(process.stdout.readline().split("/api/v1")[0].rpartition(":")[2])
        with contextlib.ExitStack() as stack:
            clients = [stack.enter_context(Wire(port)) for _ in range(8)]
            for number, client in enumerate(clients):
                client.ask("GET", PLAN, KEYS + "X-Mock-Od-Fault: delay=60\r\n" * (number % 2))
            time.sleep(0.1)
            process.send_signal(sign)
            assert process.communicate(timeout=PATIENCE) == ("", "")
    assert process.returncode == 0


def test_a_call_in_hand_ends_before_the_server_does(server: Server, client: Wire) -> None:
    client.ask("GET", PLAN, KEYS + "X-Mock-Od-Fault: delay=0.2\r\n")
    time.sleep(0.1)
    server.stop()
    assert client.answer()[0] == 200
    assert client.ends() == b""


# --- requests and answers ---------------------------------------------------------------------------


def test_a_whole_answer(client: Wire) -> None:
    status, headers, content = client.call("GET", PLAN)
    assert (status, json.loads(content)["DiscountPlanNum"]) == (200, 2)
    assert sorted(headers) == ["content-length", "content-type", "date", "server", "x-mock-od-generation"]
    assert (headers["server"], headers["content-type"]) == ("mock-od", "application/json; charset=utf-8")
    assert (
        abs(time.mktime(time.strptime(headers["date"], "%a, %d %b %Y %H:%M:%S GMT")) - time.time() + time.timezone) < 5
    )


def test_head_and_the_end_of_a_connection(server: Server) -> None:
    for first, more in (("GET", "Connection: close\r\n"), ("HEAD", "Connection: close\r\n")):
        with Wire(server.port) as client:
            status, headers, _ = client.call(first, "/", more)
            assert (status, headers["connection"], client.ends()) == (200, "close", b"")
    with Wire(server.port) as client:
        client.send(f"GET {PLAN} HTTP/1.0\r\n{KEYS}\r\n".encode())
        assert client.answer()[0] == 200
        assert client.ends() == b""


def test_keep_alive_and_pipelining(client: Wire) -> None:
    assert [client.call("GET", PLAN)[0] for _ in range(3)] == [200] * 3
    paths = [f"{PLANS}/{at}" for at in range(1, 51)]
    one_by_one = [client.call("GET", path)[::2] for path in paths]
    client.send(b"".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n{KEYS}\r\n".encode() for path in paths))
    assert [client.answer()[::2] for _ in paths] == one_by_one
    assert {status for status, _ in one_by_one} == {200, 404}


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_bodies_in_chunks(client: Wire, size: int) -> None:
    more = KEYS + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    client.ask("POST", PLANS, more)
    client.send(chunked(FEE, size))
    status, _, content = client.answer()
    assert (status, json.loads(content)["Description"]) == (201, "Gold")
    assert client.call("GET", PLAN)[0] == 200


@pytest.mark.parametrize("at_once", [True, False])
def test_a_body_beside_a_wish_for_http_2(client: Wire, at_once: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """As Java's client sends it: the wish is left alone, and the body is read."""
    wish = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n"
    for more in (wish, wish.replace("Upgrade: h2c", "upgrade: h2c")):
        if at_once:
            client.ask("POST", PLANS, KEYS + more, FEE)
        else:
            client.ask("POST", PLANS, KEYS + more + f"Content-Type: application/json\r\nContent-Length: {len(FEE)}\r\n")
            client.send(FEE)
        status, _, content = client.answer()
        assert (status, json.loads(content)["Description"]) == (201, "Gold")
    assert client.call("GET", PLAN, KEYS + wish)[0] == 200


def test_a_client_that_asks_before_it_sends_its_body(client: Wire) -> None:
    more = KEYS + f"Expect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: {len(FEE)}\r\n"
    client.ask("POST", PLANS, more)
    assert client.answer(head_only=True)[0] == 100
    client.send(FEE)
    assert client.answer()[0] == 201


def test_a_request_byte_by_byte(client: Wire) -> None:
    for byte in f"GET {PLAN}?a=b HTTP/1.1\r\nHost: x\r\n{KEYS}\r\n".encode():
        client.send(bytes([byte]))
    assert client.answer()[0] == 200


def test_a_client_that_half_closes_has_its_answer(client: Wire) -> None:
    client.ask("GET", PLAN)
    client.sock.shutdown(socket.SHUT_WR)
    assert client.answer()[0] == 200
    assert client.ends() == b""


def test_the_api_and_everything_else(client: Wire) -> None:
    for path, status in (
        ("//api/v1/discountplans/2", 200),
        ("/%2Fapi/v1/discountplans/2", 200),
        ("/api/v1/nope", 404),
        ("/api/v1", 404),
        ("/api/v1x", 404),
        ("/", 200),
        ("/nowhere", 404),
        ("/__admin/health", 200),
        ("/__admin/nothing", 404),
    ):
        got, headers, _ = client.call("GET", path)
        assert (path, got, "application/json" in headers["content-type"]) == (path, status, True)


# --- requests that are none -------------------------------------------------------------------------

LONG = b"x" * 300_000
HEAD = b" HTTP/1.1\r\nHost: x\r\n"
BAD = {
    "no request": b"nonsense\r\n\r\n",
    "no request, no end": b"nonsense\r\n",
    "bytes": b"\x00\x01\xff",
    "a TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "two words": b"GET\r\n\r\n",
    "lower case": b"get /" + HEAD + b"\r\n",
    "an unknown verb": b"BREW /" + HEAD + b"\r\n",
    "a space in the path": b"GET /a b" + HEAD + b"\r\n",
    "a version": b"GET / HTTP/one\r\nHost: x\r\n\r\n",
    "a later version": b"GET / HTTP/3.0\r\nHost: x\r\n\r\n",
    "bare LF": b"GET / HTTP/1.1\nHost: x\n\n",
    "no header": b"GET / HTTP/1.1\r\nnonsense\r\n\r\n",
    "no Host": b"GET / HTTP/1.1\r\n\r\n",
    "two Hosts": b"GET /" + HEAD + b"Host: y\r\n\r\n",
    "a broken address": b"GET http://[" + HEAD + b"\r\n",
    "a length": b"POST /" + HEAD + b"Content-Length: five\r\n\r\nhello",
    "a negative length": b"POST /" + HEAD + b"Content-Length: -5\r\n\r\nhello",
    "two lengths": b"POST /" + HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "an endless length": b"POST /" + HEAD + b"Content-Length: %s\r\n\r\n" % (b"9" * 5000),
    "a length and chunks": b"POST /" + HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a coding": b"POST /" + HEAD + b"Transfer-Encoding: gzip\r\n\r\nhello",
    "a chunk": b"POST /" + HEAD + b"Transfer-Encoding: chunked\r\n\r\nhello\r\n",
    "a chunk's end": b"POST /" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n",
    "a chunk's line": b"POST /" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 200_000,
    "a chunk's extension": b"POST /" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;" + LONG,
    "trailers": b"POST /" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"A: b\r\n" * 60_000,
    "a trailer": b"POST /" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nA: " + LONG,
    "too long": b"GET /" + LONG + HEAD + b"\r\n",
    "too long, no end": b"GET /" + LONG,
    "a header too long": b"GET /" + HEAD + b"A: " + LONG,
    "headers too long": b"GET /" + HEAD + b"A: b\r\n" * 60_000 + b"\r\n",
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_request_is_refused_and_the_connection_closed(server: Server, what: str) -> None:
    with Wire(server.port) as client:
        with contextlib.suppress(ConnectionError):
            client.send(BAD[what])
        answered = client.ends()
        assert answered.startswith(b"HTTP/1.1 400 Bad Request\r\n"), answered[:200]
        assert b"\r\nconnection: close\r\n" in answered
        assert b"\r\nx-mock-od-hint: this is no request that HTTP allows" in answered
        assert answered.endswith(b'\r\n\r\n"Malformed API request."')
    with Wire(server.port) as client:
        assert client.call("GET", PLAN)[0] == 200


def test_noise_never_hurts_it(server: Server) -> None:
    chance = random.Random(1)
    seeds = [*BAD.values(), f"POST {PLANS} HTTP/1.1\r\nHost: x\r\n{KEYS}Content-Length: 3\r\n\r\nabc".encode() * 2]
    for _ in range(400):
        noise = bytearray(chance.choice(seeds)[:500])
        for _ in range(chance.randrange(6)):
            at = chance.randrange(len(noise) + 1)
            noise[at : at + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
        with Wire(server.port) as client, contextlib.suppress(ConnectionError):
            client.send(bytes(noise))
            client.sock.shutdown(socket.SHUT_WR)
            answered = client.ends()
            assert answered.startswith(b"HTTP/1.1 ") or not answered
            assert not answered.startswith(b"HTTP/1.1 5")
    with Wire(server.port) as client:
        assert client.call("GET", PLAN)[0] == 200


def test_what_follows_a_request_and_is_none_takes_no_answer_away(client: Wire) -> None:
    client.send(f"GET {PLAN} HTTP/1.1\r\nHost: x\r\n{KEYS}\r\nnonsense\r\n\r\n".encode())
    assert [client.answer()[0] for _ in range(2)] == [200, 400]
    assert client.ends() == b""


def test_what_follows_a_request_that_waits_ends_the_connection_after_its_answer(client: Wire) -> None:
    more = f"{KEYS}X-Mock-Od-Fault: delay=0.1\r\n"
    client.send(f"GET {PLAN} HTTP/1.1\r\nHost: x\r\n{more}\r\nnonsense\r\n\r\n".encode())
    status, headers, content = client.answer()
    assert (status, headers["connection"], json.loads(content)["DiscountPlanNum"]) == (200, "close", 2)
    assert client.ends() == b""


def test_a_thousand_requests_wait_for_one(client: Wire) -> None:
    client.ask("POST", PLANS, body=FEE)
    client.send(f"GET {PLAN} HTTP/1.1\r\nHost: x\r\n{KEYS}\r\n".encode() * 1000)
    assert [client.answer()[0] for _ in range(1001)] == [201, *[200] * 1000]


def test_a_refusal_of_head_has_no_body(client: Wire) -> None:
    client.send(b"HEAD / HTTP/1.1\r\nnonsense\r\n\r\n")
    status, headers, content = client.answer(head_only=True)
    assert (status, headers["content-length"], content, client.ends()) == (400, "24", b"", b"")
