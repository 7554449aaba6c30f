"""One client's connection to the HTTP server: waitress reads requests and frames answers, this moves the bytes.

May not: know what the app is, or which other connections there are.
"""

from __future__ import annotations

import contextlib
import email.utils
import logging
import socket
import struct
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from waitress.parser import HTTPRequestParser, ParsingError, crack_first_line
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import BadRequest, InternalServerError

from mock_od.web.dropped import Dropped

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
    """One client's connection: the bytes of requests in, the bytes of answers out.

    To waitress's tasks it is their channel: they read ``addr``, ``adj`` and ``server``, and call ``write_soon``.
    """

    __slots__ = (
        "_head",
        "_heading",
        "_headless",
        "addr",
        "adj",
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
        self.adj = server.adj
        self.sock = sock
        self.addr = addr
        self.request: Any = None
        self.deadline: float | None = None
        self.seen = time.monotonic()
        self.lingering = False
        self.reset = False
        self._head = b""
        self._heading = False
        self._headless = False

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
                request = self.request = HTTPRequestParser(self.adj)
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
        self._headless = not request.error and request.command == "HEAD"
        task = ErrorTask(self, request) if request.error else _Answer(self, request)
        try:
            try:
                self._heading = True
                task.service()
            except (Dropped, _Gone):
                raise
            except BaseException:  # noqa: BLE001  # the thread must outlive whatever an app raises
                _log.exception("the app failed at %s %s", request.command, request.path)
                if task.wrote_header:
                    return False
                failed = HTTPRequestParser(self.adj)
                failed.version = request.version
                failed.error = InternalServerError("the app failed")
                task = ErrorTask(self, failed)
                self._heading = True
                task.service()
            if self._head:
                head, self._head = self._head, b""
                self._send(head)
        except Dropped as dropped:
            self.reset = dropped.reset
            return False
        except _Gone:
            return False
        return not task.close_on_finish

    def write_soon(self, data: bytes) -> int:
        """Sends a part of an answer; its head goes out together with what follows it.

        :raises _Gone: the client closed the connection, or does not read.
        """
        if self._heading:
            self._heading = False
            self._head = data
        elif self._headless:
            pass
        elif self._head:
            head, self._head = self._head, b""
            self._send(head + data)
        else:
            self._send(data)
        return len(data)

    def check_client_disconnected(self) -> bool:
        """Part of what waitress's tasks expect of a channel; the app does not get it."""
        return False

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


class _Answer(WSGITask):  # type: ignore[misc]  # waitress has no types
    """What waitress does with a WSGI app, with a head of our own.

    Waitress closes the connection after 204, 304 and chunked answers, sorts and renames headers, and adds a Via.
    """

    close_on_finish: bool
    chunked_response: bool

    def build_response_header(self) -> bytes:
        """The status line and the headers, after deciding on the framing and on the connection's end."""
        body = self.has_body
        lines, names = [f"HTTP/{self.version} {self.status}"], set()
        for name, value in self.response_headers:
            lower = name.lower()
            if body or lower != "content-length":
                names.add(lower)
                lines.append(f"{name}: {value}")
        if body and "content-length" not in names:
            self._frame(lines)
        wish = self.request.headers.get("CONNECTION", "").lower()
        old = self.version == "1.0"
        if self.close_on_finish or "close" in wish or (old and "keep-alive" not in wish):
            self.close_on_finish = True
            lines.append("Connection: close")
        elif old:
            lines.append("Connection: Keep-Alive")
        if "date" not in names:
            lines.append(_date())
        if "server" not in names:
            lines.append("Server: mock-od")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _frame(self, lines: list[str]) -> None:
        if self.content_length is not None:
            lines.append(f"Content-Length: {self.content_length}")
        elif self.request.command == "HEAD":
            pass  # nobody waits for an end
        elif self.version == "1.0":
            self.close_on_finish = True
        else:
            self.chunked_response = True
            lines.append("Transfer-Encoding: chunked")


_dated = (0, "")


def _date() -> str:
    global _dated  # noqa: PLW0603  # the same line for a second
    now = int(time.time())
    if _dated[0] != now:
        _dated = (now, f"Date: {email.utils.formatdate(now, usegmt=True)}")
    return _dated[1]


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
