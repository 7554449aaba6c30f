"""The HTTP server, spoken to over real sockets."""

from __future__ import annotations

import contextlib
import json
import random
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mock_od.web import server as server_module
from mock_od.web.server import Dropped, Server

Environ = dict[str, Any]
PATIENCE = 5.0  # only a hang takes this long


class App:
    """Answers with what it was asked; each path shows one thing a server must stand."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.waiting = threading.Semaphore(0)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Any:
        path = environ["PATH_INFO"]
        what = getattr(self, path.strip("/").replace("-", "_") or "echo", self.echo)
        return what(environ, start_response)

    def echo(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        body = environ["wsgi.input"].read()
        told = {
            "verb": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"],
            "query": environ["QUERY_STRING"],
            "length": len(body),
            "sum": sum(body[:: max(1, len(body) // 1000)]),
            "type": environ.get("CONTENT_TYPE"),
        }
        return self._answer(start_response, json.dumps(told).encode())

    def unread(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        return self._answer(start_response, b"not read")

    def large(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        return self._answer(start_response, b"x" * 20_000_000)

    def wait(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        self.waiting.release()
        assert self.release.wait(PATIENCE)
        return self._answer(start_response, b"waited")

    def say_and_wait(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        environ["mock_od.may_block"]()
        return self.wait(environ, start_response)

    def empty(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("204 No Content", [])
        return []

    def fail(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        raise FileNotFoundError("of the app")

    def fail_late(self, environ: Environ, start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", "100")])
        yield b"some"
        raise ValueError("too late for a 500")

    def leave(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        raise SystemExit

    def stream(self, environ: Environ, start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        yield b"first"
        self.waiting.release()
        assert self.release.wait(PATIENCE)
        yield b"second"

    def too_long(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "4")])
        return [b"four", b"and more"]

    def too_short(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "10")])
        return [b"four"]

    def nothing(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [])
        return []

    def never_starts(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        return [b"what is it?"]

    def starts_twice(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [])
        return self._answer(start_response, b"")

    def two_lines(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("X-Lines", "one\r\nSet-Cookie: two")])
        return []

    def changes_its_mind(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "100"), ("X-First", "x")])
        try:
            int("on second thought")
        except ValueError:
            start_response("404 Not Found", [("X-Second", "x")], sys.exc_info())
        return [b"gone"]

    def too_late(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "100")])(b"some")
        try:
            int("after the head")
        except ValueError:
            start_response("404 Not Found", [], sys.exc_info())
        return [b"never sent"]

    def drop_before(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        raise Dropped

    def drop_at_first(self, environ: Environ, start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", "10")])
        raise Dropped
        yield b""

    def drop_reset(self, environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        raise Dropped(reset=True)

    def drop_middle(self, environ: Environ, start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", "10")])
        yield b"12345"
        raise Dropped

    def _answer(self, start_response: Callable[..., Any], body: bytes) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]


class Client:
    def __init__(self, server: Server) -> None:
        self.sock = socket.create_connection((server.host, server.port), timeout=PATIENCE)
        self.rest = b""

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def until(self, end: bytes) -> bytes:
        while end not in self.rest:
            more = self.sock.recv(65536)
            if not more:
                raise EOFError(self.rest)
            self.rest += more
        found, _, self.rest = self.rest.partition(end)
        return found + end

    def answer(self, *, head_only: bool = False) -> tuple[int, dict[str, str], bytes]:
        first, *lines = self.until(b"\r\n\r\n").decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        parts, length = [self.rest], int(headers.get("content-length", 0)) if not head_only else 0
        have = len(self.rest)
        while have < length:
            parts.append(self.sock.recv(1 << 20))
            assert parts[-1], "the answer is cut"
            have += len(parts[-1])
        data = b"".join(parts)
        self.rest = data[length:]
        return int(first.split()[1]), headers, data[:length]

    def get(self, path: str = "/", verb: str = "GET", more: str = "") -> tuple[int, dict[str, str], bytes]:
        self.send(f"{verb} {path} HTTP/1.1\r\nHost: x\r\n{more}\r\n".encode())
        return self.answer(head_only=verb == "HEAD")

    def told(self, path: str = "/", verb: str = "GET", more: str = "") -> Any:
        return json.loads(self.get(path, verb, more)[2])

    def ends(self) -> bytes:
        """All that comes until the server closes."""
        data = self.rest
        with contextlib.suppress(ConnectionResetError):
            while more := self.sock.recv(65536):
                data += more
        return data


@pytest.fixture
def app() -> Iterator[App]:
    app = App()
    yield app
    app.release.set()


@pytest.fixture
def server(app: App, capfd: pytest.CaptureFixture[str]) -> Iterator[Server]:
    server = Server(app)
    server.start()
    yield server
    app.release.set()
    server.stop()
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client(server) as client:
        yield client


def body(size: int) -> bytes:
    return bytes(range(256)) * (size // 256) + b"z" * (size % 256)


def chunked(data: bytes, size: int) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


# Its address, its start and its end.


def test_it_takes_a_free_port_and_says_which() -> None:
    server = Server(App())
    assert server.port > 0
    assert server.url == f"http://127.0.0.1:{server.port}"
    server.stop()


def test_a_port_in_use_is_an_oserror_at_once() -> None:
    first = Server(App())
    with pytest.raises(OSError, match="in use"):
        Server(App(), port=first.port)
    first.stop()
    Server(App(), port=first.port).stop()


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_a_host_that_is_not_ours_is_an_oserror(host: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011  # each platform's own words
        Server(App(), host)


def test_a_port_out_of_range_is_an_error() -> None:
    with pytest.raises(OverflowError):
        Server(App(), port=70_000)


def test_ipv6() -> None:
    try:
        server = Server(App(), "::1")
    except OSError:
        pytest.skip("no IPv6 here")
    server.start()
    assert server.url == f"http://[::1]:{server.port}"
    with Client(server) as client:
        assert client.told("/six")["path"] == "/six"
    server.stop()


def test_a_server_stopped_before_it_serves(app: App) -> None:
    server = Server(app)
    server.stop()
    server.serve_forever()


def test_http_1_0_answers_of_unknown_length_end_with_the_connection(app: App, client: Client) -> None:
    app.release.set()
    client.send(b"GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    assert client.ends().endswith(b"\r\n\r\nfirstsecond")


def test_all_interfaces_and_names() -> None:
    server = Server(App(), "0.0.0.0")
    assert server.url == f"http://0.0.0.0:{server.port}"
    server.stop()
    named = Server(App(), "localhost")
    assert named.url == f"http://localhost:{named.port}"
    named.stop()


def test_start_and_stop_leave_nothing(app: App) -> None:
    before = threading.active_count()
    server = Server(app)
    server.start()
    server.start()
    with Client(server) as idle, Client(server) as busy:
        assert busy.get()[0] == 200
        server.stop()
        server.stop()
        assert idle.ends() == busy.ends() == b""
    assert threading.active_count() == before
    with pytest.raises(OSError):  # noqa: PT011
        socket.create_connection((server.host, server.port), timeout=PATIENCE)
    with pytest.raises(RuntimeError):
        server.start()


def test_start_and_stop_are_quick(app: App) -> None:
    took = []
    for _ in range(5):
        begin = time.perf_counter()
        server = Server(app)
        server.start()
        with Client(server) as client:
            assert client.get()[0] == 200
        server.stop()
        took.append(time.perf_counter() - begin)
    assert min(took) < 0.1


def test_stop_does_not_wait_long_for_an_app(app: App, server: Server, client: Client) -> None:
    client.send(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
    assert app.waiting.acquire(timeout=PATIENCE)
    server.stop()
    assert client.ends() == b""


def test_stop_lets_a_request_in_hand_end(app: App, server: Server, client: Client) -> None:
    client.send(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
    assert app.waiting.acquire(timeout=PATIENCE)
    stopping = threading.Thread(target=server.stop)
    stopping.start()
    app.release.set()
    assert client.answer()[2] == b"waited"
    stopping.join(PATIENCE)
    assert client.ends() == b""


def test_the_app_may_stop_the_server() -> None:
    def app(environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        server.stop()
        start_response("200 OK", [("Content-Length", "3")])
        return [b"bye"]

    server = Server(app)
    server.start()
    with Client(server) as client:
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        client.ends()
    with pytest.raises(OSError):  # noqa: PT011
        socket.create_connection((server.host, server.port), timeout=PATIENCE)


def test_serve_forever_ends_when_another_thread_stops_it(app: App) -> None:
    server = Server(app)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    with Client(server) as client:
        assert client.get()[0] == 200
    server.stop()
    serving.join(PATIENCE)
    assert not serving.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("sign", ["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("handled", [True, False])
def test_serve_forever_ends_at_a_signal(sign: str, *, handled: bool) -> None:
    lines = [
        "import signal",
        "from mock_od.web.server import Server",
        "server = Server(lambda environ, start_response: [])",
        f"signal.signal(signal.{sign}, lambda *_: {'server.stop()' if handled else 'exit(7)'})",
        "print(server.port, flush=True)",
        "server.serve_forever()",
    ]
    command = [sys.executable, "-c", "\n".join(lines)]
    with contextlib.ExitStack() as stack:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        stack.enter_context(process)
        stack.callback(process.kill)
        assert process.stdout
        port = int(process.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
            process.send_signal(getattr(signal, sign))
            assert process.communicate(timeout=PATIENCE) == (b"", b"")
            assert process.returncode == (0 if handled else 7)
            with contextlib.suppress(ConnectionResetError):
                assert client.recv(1) == b""


# Requests and answers.


def test_keep_alive_and_pipelining(client: Client) -> None:
    for path in ("/a", "/b"):
        status, headers, told = client.get(path)
        assert (status, json.loads(told)["path"], headers.get("connection")) == (200, path, None)
    client.send(b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % each for each in range(50)))
    assert [json.loads(client.answer()[2])["path"] for _ in range(50)] == [f"/{each}" for each in range(50)]


def test_connection_close_and_http_1_0(server: Server) -> None:
    for request in (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n"):
        with Client(server) as client:
            client.send(request)
            status, headers, _ = client.answer()
            assert (status, headers["connection"]) == (200, "close")
            assert client.ends() == b""


def test_http_1_0_keep_alive(client: Client) -> None:
    for _ in range(2):
        client.send(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        assert client.answer()[1]["connection"] == "Keep-Alive"


@pytest.mark.parametrize("verb", ["BREW", "PROPFIND", "GET", "DELETE", "M-SEARCH", "OPTIONS"])
def test_any_verb_reaches_the_app(client: Client, verb: str) -> None:
    assert client.told(verb=verb)["verb"] == verb


@pytest.mark.parametrize("path", ["/", "/unread", "/empty"])
def test_head_has_no_body(client: Client, path: str) -> None:
    for _ in range(2):
        assert client.get(path, "HEAD")[0] in {200, 204}
    assert client.told("/after")["path"] == "/after"


def test_an_answer_without_a_body_keeps_the_connection(client: Client) -> None:
    assert client.get("/empty")[0] == 204
    assert client.get()[0] == 200


def test_a_body_the_app_does_not_read(client: Client) -> None:
    sent = body(300_000)
    for _ in range(3):
        client.send(b"POST /unread HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s" % (len(sent), sent))
        assert client.answer()[2] == b"not read"
    client.send(b"POST /unread HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(sent, 5000))
    assert client.answer()[2] == b"not read"
    assert client.get()[0] == 200


def test_a_body_of_70_mb(client: Client) -> None:
    sent = body(70_000_000)
    client.send(b"POST /big HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(sent))
    client.send(sent)
    told = json.loads(client.answer()[2])
    assert (told["length"], told["sum"]) == (len(sent), sum(sent[::70_000]))


@pytest.mark.parametrize("size", [1, 1000, 100_000, 3_000_000])
def test_chunked_bodies(client: Client, size: int) -> None:
    sent = body(3_000_000 if size > 1 else 300)
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Type: a/b\r\n\r\n"
    client.send(head + chunked(sent, size))
    told = json.loads(client.answer()[2])
    assert (told["length"], told["type"]) == (len(sent), "a/b")
    assert client.get()[0] == 200


def test_expect_continue(client: Client) -> None:
    head = b"PUT / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n"
    for _ in range(2):
        client.send(head)
        assert client.until(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.send(b"hello")
        assert json.loads(client.answer()[2])["length"] == 5
    client.send(head + b"hello")  # a client that does not wait
    client.until(b"100 Continue\r\n\r\n")
    assert json.loads(client.answer()[2])["length"] == 5


def test_a_request_byte_by_byte(client: Client) -> None:
    for byte in b"\r\nPOST /%C3%A9?q=1 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc":
        client.send(bytes([byte]))
    told = json.loads(client.answer()[2])
    assert (told["query"], told["length"]) == ("q=1", 3)


def test_a_large_answer_to_a_client_that_reads_late(server: Server, client: Client) -> None:
    client.send(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
    with Client(server) as other:
        assert other.get()[0] == 200
    assert len(client.answer()[2]) == 20_000_000
    assert client.get()[0] == 200


def test_a_client_that_goes_away_amid_an_answer(server: Server) -> None:
    for _ in range(3):
        with Client(server) as client:
            client.send(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            client.sock.recv(10)
    with Client(server) as client:
        assert client.get()[0] == 200


def test_what_the_app_yields_is_sent_at_once(app: App, client: Client) -> None:
    client.send(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"Transfer-Encoding: chunked\r\n" in client.until(b"first\r\n")
    assert app.waiting.acquire(timeout=PATIENCE)
    app.release.set()
    assert client.until(b"0\r\n\r\n") == b"6\r\nsecond\r\n0\r\n\r\n"
    assert client.get()[0] == 200


def test_a_client_that_half_closes(client: Client) -> None:
    client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    client.sock.shutdown(socket.SHUT_WR)
    assert client.answer()[0] == 200
    assert client.ends() == b""


# Requests that are none.

TOO_LONG = b"GET /%s HTTP/1.1\r\n\r\n" % (b"x" * 300_000)
BAD = {
    "no request": b"nonsense\r\n\r\n",
    "no request, no end": b"nonsense\r\n",
    "bytes": b"\x00\x01\xff",
    "a TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "two words": b"GET\r\n\r\n",
    "lower case": b"get / HTTP/1.1\r\n\r\n",
    "a space in the path": b"GET /a b HTTP/1.1\r\n\r\n",
    "bytes in the path": b"GET /\xff\xfe HTTP/1.1\r\n\r\n",
    "a version": b"GET / HTTP/one\r\n\r\n",
    "bare LF": b"GET / HTTP/1.1\n\n",
    "bare LF later": b"GET / HTTP/1.1\r\nHost: x\n\n",
    "no header": b"GET / HTTP/1.1\r\nnonsense\r\n\r\n",
    "a broken address": b"GET http://[ HTTP/1.1\r\n\r\n",
    "a length": b"POST / HTTP/1.1\r\nContent-Length: five\r\n\r\nhello",
    "a negative length": b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\nhello",
    "two lengths": b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "an endless length": b"POST / HTTP/1.1\r\nContent-Length: %s\r\n\r\n" % (b"9" * 5000),
    "a length of a gigabyte": b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nhello",
    "a coding": b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nhello",
    "a chunk": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n",
    "a chunk's end": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n",
    "a chunk's line": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1" * 200_000,
    "too long": TOO_LONG,
    "too long, no end": TOO_LONG[:280_000],
    "headers too long": b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 60_000 + b"\r\n",
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_request_is_refused(server: Server, what: str) -> None:
    with Client(server) as client:
        with contextlib.suppress(ConnectionError):
            client.send(BAD[what])
        answered = client.ends()
        assert answered.startswith((b"HTTP/1.0 4", b"HTTP/1.1 4", b"HTTP/1.1 501")), answered[:200]
        assert b"Connection: close" in answered
    with Client(server) as client:
        assert client.get()[0] == 200


def test_noise_never_hurts_it(server: Server) -> None:
    chance = random.Random(1)
    seeds = [
        *BAD.values(),
        b"GET / HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n" * 2,
        b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
    ]
    for _ in range(400):
        noise = bytearray(chance.choice(seeds)[:500])
        for _ in range(chance.randrange(6)):
            at = chance.randrange(len(noise) + 1)
            noise[at : at + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
        with Client(server) as client, contextlib.suppress(ConnectionError):
            client.send(bytes(noise))
            client.sock.shutdown(socket.SHUT_WR)
            answered = client.ends()
            assert answered.startswith(b"HTTP/1.") or not answered
    with Client(server) as client:
        assert client.get()[0] == 200


def test_an_app_that_fails_is_a_500(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    for path in ("/fail", "/leave"):
        with Client(server) as client:
            status, _, told = client.get(path)
            assert status == 500
            assert b"Traceback" not in told
            assert client.ends() == b""
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [
        FileNotFoundError,
        SystemExit,
    ]
    with Client(server) as client:
        assert client.get()[0] == 200


def test_an_answer_is_as_long_as_it_says(client: Client) -> None:
    assert client.get("/too-long")[2] == b"four"
    assert client.get("/nothing") == (200, client.get("/nothing")[1] | {"content-length": "0"}, b"")
    client.send(b"GET /too-short HTTP/1.1\r\n\r\n")
    assert client.until(b"\r\n\r\n").startswith(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nDate: ")
    assert client.ends() == b"four"


@pytest.mark.parametrize("path", ["/never-starts", "/starts-twice", "/two-lines"])
def test_an_app_that_breaks_the_rules_is_a_500(client: Client, path: str, caplog: pytest.LogCaptureFixture) -> None:
    status, headers, told = client.get(path)
    assert (status, headers["connection"], told[:21]) == (500, "close", b"Internal Server Error")
    assert len(caplog.records) == 1


def test_an_app_that_changes_its_mind(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    status, headers, told = client.get("/changes-its-mind")
    assert (status, told, headers["x-second"], "x-first" in headers) == (404, b"gone", "x", False)
    assert not caplog.records
    client.send(b"GET /too-late HTTP/1.1\r\n\r\n")
    assert client.ends().endswith(b"\r\n\r\nsome")
    assert len(caplog.records) == 1


def test_an_app_that_fails_late_cuts_its_answer(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.send(b"GET /fail-late HTTP/1.1\r\nHost: x\r\n\r\n")
    assert client.ends().endswith(b"some")
    assert len(caplog.records) == 1


# Slow ones do not keep others waiting.


@pytest.mark.parametrize("path", ["/wait", "/say-and-wait"])
def test_slow_requests_leave_the_others_alone(app: App, server: Server, path: str) -> None:
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(Client(server)) for _ in range(16)]
        for client in slow:
            client.send(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        for _ in slow:
            assert app.waiting.acquire(timeout=PATIENCE)
        with Client(server) as quick:
            for _ in range(20):
                assert quick.get()[0] == 200
        app.release.set()
        for client in slow:
            assert client.answer()[2] == b"waited"
        for client in slow:  # their connections live on
            assert client.get()[0] == 200


def test_slow_clients_leave_the_others_alone(server: Server) -> None:
    with contextlib.ExitStack() as stack:
        for start in (
            b"",
            b"G",
            b"GET / HTTP/1.1\r\nHos",
            b"POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\nabc",
        ):
            for _ in range(10):
                stack.enter_context(Client(server)).send(start)
        readers = [stack.enter_context(Client(server)) for _ in range(8)]
        for reader in readers:
            reader.send(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        clients = [stack.enter_context(Client(server)) for _ in range(16)]
        for _ in range(3):
            assert [client.get()[0] for client in clients] == [200] * 16


def test_more_slow_requests_than_threads(app: App) -> None:
    server = Server(app, threads=4)
    server.start()
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(Client(server)) for _ in range(8)]
        for client in slow:
            client.send(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in range(3):
            assert app.waiting.acquire(timeout=PATIENCE)
        app.release.set()
        assert [client.answer()[2] for client in slow] == [b"waited"] * 8
        assert [client.get()[0] for client in slow] == [200] * 8
    server.stop()


def test_many_clients_at_once(server: Server) -> None:
    problems: list[BaseException] = []

    def talk(number: int) -> None:
        try:
            with Client(server) as client:
                for each in range(50):
                    assert client.told(f"/{number}", more=f"X-N: {each}\r\n")["path"] == f"/{number}"
        except BaseException as problem:  # noqa: BLE001
            problems.append(problem)

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not problems


def test_handing_the_lead_on_under_load(server: Server, app: App) -> None:
    """Requests that hand over and ones that do not, on the same connections, in all orders."""
    app.release.set()
    problems: list[BaseException] = []

    def talk(number: int) -> None:
        chance = random.Random(number)
        try:
            with Client(server) as client:
                for _ in range(60):
                    if chance.random() < 0.3:
                        assert client.get("/say-and-wait")[2] == b"waited"
                    else:
                        assert client.get()[0] == 200
        except BaseException as problem:  # noqa: BLE001
            problems.append(problem)

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not problems


def test_idle_connections_make_room_for_new_ones(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_CONNECTIONS", 4)
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(Client(server)) for _ in range(6)]
        assert [client.get()[0] for client in clients[2:]] == [200] * 4
        assert clients[0].ends() == clients[1].ends() == b""


def test_half_a_request_does_not_wait_for_ever(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_STALL", 0.01)
    monkeypatch.setattr(server_module, "_SWEEP", 0.01)
    with Client(server) as client:
        client.send(b"GET / HTTP/1.1\r\n")
        assert client.ends() == b""


def test_a_slow_request_outlives_the_deadline_of_its_bytes(
    app: App, server: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "_STALL", 0.05)
    monkeypatch.setattr(server_module, "_SWEEP", 0.01)
    client.send(b"POST /wait HTTP/1.1\r\nContent-Length: 2\r\n\r\na")
    client.send(b"b")
    assert app.waiting.acquire(timeout=PATIENCE)
    with Client(server) as other:
        other.send(b"GET / HTTP/1.1\r\n")  # so that deadlines are looked at
        assert other.ends() == b""
    app.release.set()
    assert client.answer()[2] == b"waited"
    assert client.get()[0] == 200


def test_a_refused_client_that_never_closes_is_let_go(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_LINGER", 0.01)
    monkeypatch.setattr(server_module, "_SWEEP", 0.01)
    with Client(server) as client:
        client.send(b"nonsense\r\n\r\n")
        assert b"400" in client.ends()
        end = time.monotonic() + PATIENCE
        while server._connections and time.monotonic() < end:
            time.sleep(0.005)
        assert not server._connections


def test_it_wakes_up_after_a_quiet_time(app: App, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with Client(server) as client, Client(server) as other:
        assert client.get()[0] == 200
        end = time.monotonic() + PATIENCE
        while not server._asleep and time.monotonic() < end:
            time.sleep(0.01)
        assert server._asleep
        client.send(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        assert app.waiting.acquire(timeout=PATIENCE)
        assert other.get()[0] == 200
        app.release.set()
        assert client.answer()[2] == b"waited"


# Faults.


@pytest.mark.parametrize("path", ["/drop-before", "/drop-at-first"])
def test_a_drop_before_the_answer(server: Server, path: str) -> None:
    with Client(server) as client:
        assert client.get()[0] == 200
        client.send(f"POST {path} HTTP/1.1\r\nContent-Length: 2\r\n\r\nab".encode())
        assert client.sock.recv(100) == b""


def test_a_drop_in_the_middle(client: Client) -> None:
    client.send(b"GET /drop-middle HTTP/1.1\r\nHost: x\r\n\r\n")
    answered = client.ends()
    assert b"Content-Length: 10\r\n" in answered
    assert answered.endswith(b"\r\n\r\n12345")


def test_a_drop_by_reset(client: Client) -> None:
    client.send(b"GET /drop-reset HTTP/1.1\r\nHost: x\r\n\r\n")
    with pytest.raises(ConnectionResetError):
        client.sock.recv(100)


def test_a_client_that_resets(server: Server) -> None:
    for sent in (b"", b"GET / HTTP/1.1\r\n", b"GET /large HTTP/1.1\r\n\r\n"):
        with Client(server) as client:
            client.send(sent)
            client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with Client(server) as client:
        assert client.get()[0] == 200
