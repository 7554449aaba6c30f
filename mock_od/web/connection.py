"""One client's connection to the HTTP server: waitress reads requests, a task answers them, this moves the bytes.

May not: know what the app is, or which other connections there are.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import struct
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from waitress.parser import HTTPRequestParser, ParsingError, crack_first_line
from waitress.utilities import BadRequest, InternalServerError

from mock_od.web.dropped import Dropped
from mock_od.web.plain import read_plain
from mock_od.web.task import Task, environ_of, refusal

if TYPE_CHECKING:
    from mock_od.web.server import Server

_STALL: Final = 60.0  # seconds without a byte, in the middle of a request or an answer
_RECEIVE: Final = 65_536
_LONG_LINE: Final = 65_536  # bytes of a chunk's size line or of trailers
_TOKEN: Final = frozenset(b"!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_RESET: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)  # SO_LINGER on, for no time at all

_log = logging.getLogger(__name__)
logging.getLogger("waitress").addHandler(logging.NullHandler())  # it warns of what clients do

IDLE, PARTIAL, OVER = range(3)  # what a connection is after its turn


class _Gone(Exception):
    """The client does not take the answer any more."""


class Connection:
    """One client's connection: the bytes of requests in, the bytes of answers out."""

    __slots__ = (
        "_environ",
        "deadline",
        "lingering",
        "request",
        "reset",
        "seen",
        "server",
        "sock",
    )

    def __init__(self, server: Server, sock: socket.socket, addr: Any) -> None:
        self.server = server
        self.sock = sock
        self.request: Any = None
        self.deadline: float | None = None
        self.seen = time.monotonic()
        self.lingering = False
        self.reset = False
        self._environ = {**server.environ, "REMOTE_ADDR": addr[0], "REMOTE_PORT": str(addr[1])}

    def take_turn(self) -> int:
        """Reads what has arrived and answers what is complete. Never raises, never closes the socket."""
        try:
            data = self.sock.recv(_RECEIVE)
        except (BlockingIOError, InterruptedError):
            return IDLE if self.request is None and not self.lingering else PARTIAL
        except OSError:
            return OVER
        if not data:
            return OVER
        if self.lingering:
            return PARTIAL
        self.seen = time.monotonic()
        try:
            return self._take(data)
        except _Gone:
            return OVER

    def _take(self, data: bytes) -> int:
        while data:
            request = self.request
            if request is None:
                plain = read_plain(data)
                if plain:
                    request, data = plain
                    if not self._answer(request):
                        return self._part() if data else OVER
                    continue
                request = self.request = HTTPRequestParser(self.server.adj)
            data = data[_feed(request, data) :]
            if request.completed:
                self.request = None
                if request.empty:
                    continue
                stays = self._answer(request)
                request.close()
                if not stays:
                    return self._part() if data or request.error else OVER
            elif request.expect_continue and request.headers_finished:
                request.expect_continue = False
                self._send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return IDLE if self.request is None else PARTIAL

    def _answer(self, request: Any) -> bool:
        """Runs the app for one request and sends what it answers. Says whether the connection stays open."""
        task = Task(request, self._send)
        try:
            if request.error:
                task.stays = False
                task.run(refusal(request.error), {})
                return False
            try:
                task.run(self.server.app, environ_of(request, self._environ))
            except (Dropped, _Gone):
                raise
            except BaseException:  # noqa: BLE001  # the thread must outlive whatever an app raises
                _log.exception("the app failed at %s %s", request.command, request.path)
                if not task.begun:
                    task = Task(request, self._send)
                    task.stays = False
                    task.run(refusal(InternalServerError("the app failed")), {})
                return False
        except Dropped as dropped:
            self.reset = dropped.reset
            return False
        except _Gone:
            return False
        return task.stays

    def _send(self, data: bytes) -> None:
        sock = self.sock
        try:
            sent = sock.send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError as error:
            raise _Gone from error
        if sent == len(data):
            return
        self.server.may_block()  # a client that reads slowly has this thread for itself
        rest = memoryview(data)[sent:]
        try:
            sock.settimeout(_STALL)
            while rest:
                rest = rest[sock.send(rest) :]
            sock.settimeout(0)
        except OSError as error:
            raise _Gone from error

    def _part(self) -> int:
        """Ends our side but reads on: closing with bytes unread would make the client lose the answer."""
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            return OVER
        self.lingering = True
        self.deadline = None
        return PARTIAL

    def close(self) -> None:
        """Closes the socket. Only whoever holds the connection may call this."""
        if self.request is not None:
            self.request.close()
            self.request = None
        with contextlib.suppress(OSError):
            if self.reset:
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.sock.close()


def _feed(request: Any, data: bytes) -> int:
    """Gives bytes to a request, refuses it when they make none, and says how many it took."""
    try:
        taken: int = request.received(data)
    except Exception:  # noqa: BLE001  # what its parser has no refusal for
        taken, problem = len(data), "the request cannot be read"
    else:
        if request.completed:
            return taken
        problem = _bad_body(request) if request.headers_finished else _bad_head(request.header_plus)
    if problem:
        request.error = BadRequest(problem)
        request.completed = True
    return taken


def _bad_body(request: Any) -> str:
    """What is wrong with a body that has only partly arrived, when more bytes cannot mend it."""
    body = request.body_rcv
    long = request.chunked and len(body.control_line) + len(body.trailer) > _LONG_LINE
    return "a line of the chunked body is too long" if long else ""


def _bad_head(head: bytes) -> str:
    """What is wrong with a head that has only partly arrived, when more bytes cannot mend it."""
    line, ended, _ = head.lstrip().partition(b"\n")
    if line and line[0] not in _TOKEN:
        return "this is no HTTP request"
    try:
        if ended and not (line.endswith(b"\r") and any(crack_first_line(line.rstrip()))):
            return "the start line is invalid"
    except ParsingError as error:
        return str(error)
    return "lines end in CR LF" if b"\n\n" in head else ""
