"""A client that speaks HTTP byte by byte, and a server for it."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from functools import cache
from typing import Any

from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.office.worlds import Worlds
from mock_od.opendental import catalog
from mock_od.web.asgi_app import server_of
from mock_od.web.console import Console
from mock_od.web.server import Server

PATIENCE = 5.0  # only a hang takes this long
KEYS = "Authorization: ODFHIR developer/customer\r\n"


@cache
def engine() -> Engine:
    return Engine(catalog())


@cache
def worlds() -> Worlds:
    """Read once for all servers: each takes longer to read than a server to start and to stop."""
    return Worlds(engine())


@contextlib.contextmanager
def serving(
    world: str = "small", *, tls: ssl.SSLContext | None = None, console: Console | None = None, **more: Any
) -> Iterator[tuple[Server, Offices]]:
    """A server in this process, and its offices."""
    offices = Offices(engine(), Settings(world), **{"worlds": worlds(), **more})
    server = server_of(offices, console=console)
    server.listen(tls=tls)
    server.start()
    try:
        yield server, offices
    finally:
        server.stop()


class Wire:
    """One connection."""

    def __init__(self, port: int, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.sock = socket.create_connection((host, port), timeout=PATIENCE)
        if tls:
            self.sock = tls.wrap_socket(self.sock, server_hostname="localhost")
        self.rest = b""

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def ask(self, verb: str, path: str, more: str = KEYS, body: bytes | None = None) -> None:
        """Send a request; with a body it says that this is JSON, and how long."""
        if body is not None:
            more += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self.send(f"{verb} {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode() + (body or b""))

    def answer(self, *, head_only: bool = False) -> tuple[int, dict[str, str], bytes]:
        """The next answer: status, headers by their names, body."""
        while b"\r\n\r\n" not in self.rest:
            self._more()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        length = 0 if head_only else int(headers.get("content-length", 0))
        while len(self.rest) < length:
            self._more()
        content, self.rest = self.rest[:length], self.rest[length:]
        return int(first.split()[1]), headers, content

    def call(
        self, verb: str, path: str, more: str = KEYS, body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """A request and its answer."""
        self.ask(verb, path, more, body)
        return self.answer(head_only=verb == "HEAD")

    def ends(self) -> bytes:
        """All that comes until the server closes."""
        with contextlib.suppress(EOFError, ConnectionResetError):
            while True:
                self._more()
        return self.rest

    def _more(self) -> None:
        more = self.sock.recv(1 << 20)
        if not more:
            raise EOFError(self.rest)
        self.rest += more
