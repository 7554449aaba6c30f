"""Asking a server the same thing again and again: by wrk where it is on the PATH, else by a client of our own."""

from __future__ import annotations

import http.client
import json
import re
import selectors
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WRK = shutil.which("wrk")

_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class BadAnswer(Exception):
    """A server answered something else than a success: its speed at that is of no interest."""


@dataclass(frozen=True)
class Ask:
    """One request."""

    path: str
    verb: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True)
class Pace:
    """What came of a slice of load: answers, answers per second, and the 99th percentile of the wait in seconds."""

    answers: int
    rate: float
    p99: float


def load(port: int, ask: Ask, connections: int, seconds: float, *, wrk: str | None = WRK) -> Pace:
    """Ask as often as the server answers, over so many connections at once."""
    if wrk:
        return _by_wrk(wrk, port, ask, connections, max(1, round(seconds)))
    return _by_python(port, ask, connections, seconds)


def _by_wrk(wrk: str, port: int, ask: Ask, connections: int, seconds: int) -> Pace:
    command = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "5s", "--latency"]
    for name, value in ask.headers.items():
        command += ["-H", f"{name}: {value}"]
    with tempfile.TemporaryDirectory() as folder:
        if ask.verb != "GET":
            script = Path(folder, "ask.lua")
            script.write_text(f"wrk.method = {json.dumps(ask.verb)}\nwrk.body = {json.dumps(ask.body)}\n")
            command += ["-s", str(script)]
        command.append(f"http://127.0.0.1:{port}{ask.path}")
        said = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 20, check=True).stdout
    if "Non-2xx" in said:
        raise BadAnswer(f"{ask.verb} {ask.path}: some answers were no success")
    count = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec: *([\d.]+)", said)
    p99 = re.search(r"99% *([\d.]+)(us|ms|s|m)\b", said)
    if not (count and rate and p99 and int(count[1])):
        raise BadAnswer(f"{ask.verb} {ask.path}: no answers")
    return Pace(int(count[1]), float(rate[1]), float(p99[1]) * _UNITS[p99[2]])


class _Line:
    """One connection of our own client, opened again whenever the server closes it."""

    def __init__(self, port: int, wire: bytes, selector: selectors.BaseSelector) -> None:
        self._port = port
        self._wire = wire
        self._selector = selector
        self._sock: socket.socket | None = None
        self._got = b""
        self._asked = 0.0

    def ask(self) -> None:
        self._asked = time.perf_counter()
        self._got = b""
        if self._sock is None:
            self._sock = socket.create_connection(("127.0.0.1", self._port), timeout=5)
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(self._sock, selectors.EVENT_READ, self)
        self._sock.sendall(self._wire)

    def hear(self) -> float | None:
        """Read what is there; the seconds since asking once the answer is complete."""
        assert self._sock is not None
        data = self._sock.recv(65_536)
        self._got += data
        head, blank, body = self._got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if data and not (blank and length and len(body) >= int(length[1])):
            return None
        if not head.startswith((b"HTTP/1.1 2", b"HTTP/1.0 2")):
            raise BadAnswer(head.partition(b"\r\n")[0].decode("latin-1") or "no answer")
        if not data or b"connection: close" in head.lower() or head.startswith(b"HTTP/1.0"):
            self.close()
        return time.perf_counter() - self._asked

    def close(self) -> None:
        if self._sock is not None:
            self._selector.unregister(self._sock)
            self._sock.close()
            self._sock = None


def _by_python(port: int, ask: Ask, connections: int, seconds: float) -> Pace:
    head = {"Host": f"127.0.0.1:{port}", **ask.headers}
    if ask.body:
        head["Content-Length"] = str(len(ask.body))
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    wire = f"{ask.verb} {ask.path} HTTP/1.1\r\n{lines}\r\n{ask.body}".encode()
    waits: list[float] = []
    with selectors.DefaultSelector() as selector:
        clients = [_Line(port, wire, selector) for _ in range(connections)]
        try:
            began = time.perf_counter()
            for client in clients:
                client.ask()
            while (now := time.perf_counter()) - began < seconds:
                for key, _ in selector.select(timeout=1):
                    wait = key.data.hear()
                    if wait is not None:
                        waits.append(wait)
                        key.data.ask()
        finally:
            for client in clients:
                client.close()
    if not waits:
        raise BadAnswer(f"{ask.verb} {ask.path}: no answers")
    return Pace(len(waits), len(waits) / (now - began), sorted(waits)[int(len(waits) * 0.99)])


class Caller:
    """A client that calls one thing after another, over one connection where the server lets it."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self._headers = headers or {}

    def call(self, verb: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Any:
        """The answer's JSON, or its bytes where it is none.

        :raises BadAnswer: when it is no success.
        """
        all_headers = {**self._headers, **(headers or {})}
        sent = None
        if body is not None:
            sent = json.dumps(body)
            all_headers["Content-Type"] = "application/json"
        self._connection.request(verb, path, sent, all_headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status // 100 != 2:
            raise BadAnswer(f"{verb} {path}: {answer.status} {content[:200]!r}")
        return json.loads(content) if "json" in answer.headers.get("Content-Type", "") else content

    def status(self, verb: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> int:
        """The status of any answer; 0 where the connection was closed before the answer was whole."""
        try:
            self._connection.request(verb, path, body, {**self._headers, **(headers or {})})
            answer = self._connection.getresponse()
            answer.read()
        except (ConnectionError, http.client.HTTPException):
            self._connection.close()
            return 0
        return answer.status

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
