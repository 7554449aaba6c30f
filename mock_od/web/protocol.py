"""One client's connection: uvicorn's protocol with httptools, and bounds for what a client may leave open.

May not: know what is served.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import socket
import struct
import sys
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mock_od.call import Refusal
from mock_od.explain import MALFORMED
from mock_od.reply import refused

CONNECTION: Final = "connection"
"""In the state of a request's scope: the :class:`Connection` that it came by."""

_LONGEST: Final = 65_536  # bytes of a head, of trailers, or of a chunk's first line
_HEAD_SECONDS: Final = 10.0  # from the first byte of a head to its last one
_STALL_SECONDS: Final = 60.0  # without a byte, in the middle of a body or of an answer
_LINGER_SECONDS: Final = 2.0  # without a byte, until a connection is closed that the client has not sent all to
_LONGEST_LINGER: Final = 20.0  # seconds, whatever still comes
_RESET: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)  # SO_LINGER on, for no time at all

_UPGRADE: Final = re.compile(rb"(?<=\r\n)upgrade(?=:)", re.IGNORECASE)

_log = logging.getLogger("mock_od.web")
_log.setLevel(logging.CRITICAL + 1)  # what a client does wrong is no news, least of all in the log of a test


class _Outlet:
    """A transport that can gather what is written: uvicorn writes a head and its body apart, and each would be sent."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._gathered: list[bytes] | None = None
        self._depth = 0
        self.is_closing = transport.is_closing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send it, or keep it until the end of the ``with`` block."""
        if self._gathered is None:
            self._transport.write(data)
        else:
            self._gathered.append(data)

    def close(self) -> None:
        """Close it when all is sent."""
        self._send()
        self._transport.close()

    def write_eof(self) -> None:
        """Close the way to the client when all is sent."""
        self._send()
        self._transport.write_eof()

    def __enter__(self) -> None:
        self._depth += 1  # the end of one answer may begin the next one, within the same block
        if self._gathered is None:
            self._gathered = []

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if not self._depth:
            self._send()

    def _send(self) -> None:
        gathered, self._gathered = self._gathered, None
        if gathered:
            self._transport.write(b"".join(gathered))


class _Answering:
    """The transport of an answer whose request has not come to its end: closed at once, the client could lose it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection.transport, name)

    def close(self) -> None:
        """Close it when the client has sent all."""
        if self._connection.cycle.more_body:
            self._connection.close_gently()
        else:
            self._connection.transport.close()


class Connection(HttpToolsProtocol):
    """What uvicorn does, with bounds of size and time, and the ways in which a fault ends a connection."""

    at_once: _Outlet
    """A context manager: what is written inside is sent at its end, in one piece."""

    def __init__(self, *args: Any, most: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.logger = _log
        self.access_log = False
        self.app_state = {**self.app_state, CONNECTION: self}
        self._most = most
        self._refused = self._is_reset = self._parses = self._answers = self._may_be_long = False
        self._postponed: tuple[Any, Any] | None = None
        self._pending = 0  # bytes since a head, a piece of a body or a request was complete
        self._begun = self._heard = self._sent = self.loop.time()  # the head's first byte, the last byte in, out
        self._unsent = 0

    # --- asyncio's callbacks ---

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take a client; where there are too many, the one goes that needs its connection least."""
        self.at_once = _Outlet(transport)
        super().connection_made(cast("asyncio.Transport", self.at_once))
        if len(self.connections) > self._most:
            there = [each for each in self.connections if isinstance(each, Connection) and not each.is_closing]
            if len(there) > self._most:
                min(there, key=Connection._need).drop()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the connection at once, even where a forked process holds the socket as well."""
        super().connection_lost(exc)
        sock = self.transport.get_extra_info("socket")
        if sock is not None and not self._is_reset:
            with contextlib.suppress(OSError), socket.fromfd(sock.fileno(), sock.family, sock.type) as same:
                same.shutdown(socket.SHUT_RDWR)  # the loop's own object may not know how

    def data_received(self, data: bytes) -> None:
        """Read on, within bounds."""
        self._heard = self.loop.time()
        if self._refused:
            return
        if not self._pending:
            self._begun = self._heard
        self._pending += len(data)
        self._may_be_long = self._pending > _LONGEST  # a head that ends in this piece
        self._parses = True
        if b"pgrade:" in data.lower() and not self._in_body():
            data = _without_upgrade(data)
        super().data_received(data)
        self._parses = False
        if self._postponed:
            self._start_postponed()
        if self._pending > _LONGEST and not self._refused:
            self.send_400_response("the head is too long")

    # --- the parser's callbacks: an exception becomes a refusal ---

    def _in_body(self) -> bool:
        return self.is_busy and bool(self.cycle.more_body)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        if self._may_be_long and sum(len(name) + len(value) for name, value in self.headers) > _LONGEST:
            raise ValueError("the head is too long")
        hosts = [name for name, _ in self.headers].count(b"host")
        if hosts != 1 and (hosts or self.parser.get_http_version() != "1.0"):
            raise ValueError("a request has one Host header")
        self._pending = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body is there."""
        self._pending = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._pending = 0
        super().on_message_complete()
        if self._postponed:
            self._start_postponed()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, in the API's voice, and close."""
        self._refused = True
        if self.is_busy and not self.cycle.more_body:  # the request before it has its answer first, and the last one
            self.cycle.keep_alive = False
            return
        if self.is_busy:  # its body is broken
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        reply = refused(Refusal(MALFORMED, hint=f"this is no request that HTTP allows: {msg}"))
        if heard := getattr(self.app, "refused_as_no_request", None):
            heard(reply)
        headers = {**reply.headers, "Content-Length": str(len(reply.content)), "Connection": "close"}
        lines = ["HTTP/1.1 400 Bad Request", *(f"{name.lower()}: {value}" for name, value in headers.items())]
        given = b"".join(b"%b: %b\r\n" % pair for pair in self.server_state.default_headers)
        content = b"" if self.parser.get_method() == b"HEAD" else reply.content
        self.transport.write("\r\n".join(lines).encode() + b"\r\n" + given + b"\r\n" + content)
        self.close_gently()

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: the request is answered as it is without the upgrade."""

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        """Have a request answered: when its body is there, if that comes in the same piece as its head."""
        if self._parses and cycle.more_body:
            self._postponed = cycle, app
        else:
            self._have_answered(cycle, app)

    def _start_postponed(self) -> None:
        postponed, self._postponed = self._postponed, None
        if postponed and not self._refused:
            self._have_answered(*postponed)

    def _have_answered(self, cycle: Any, app: Any) -> None:
        """At once, where the app can, for a task takes its time; else as uvicorn does."""
        if cycle.more_body and not cycle.keep_alive:
            cycle.transport = _Answering(self)
        answer = getattr(app, "answer_at_once", None)
        # The end of one answer begins the next one of a pipeline: at once again, it would go ever deeper.
        waits = self._answers or self.flow.write_paused or cycle.more_body
        ready = answer(cycle.scope, bytes(cycle.body)) if answer and not waits else None
        if ready is None:
            super()._start_asgi_task(cycle, app)
            return
        self._answers = True
        try:  # noqa: SIM105  # each request comes by here, and a context manager takes its time
            cycle.run_asgi(ready).send(None)
        except StopIteration:  # its end: it does not wait for anything
            pass
        self._answers = False

    # --- how a connection ends ---

    def drop(self, *, reset: bool = False) -> None:
        """Close it now; what was sent before still arrives.

        :param reset: whether the client is to see a connection reset in place of an end, and lose what is on its way.
        """
        if reset:
            self._is_reset = True
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.transport.abort()
        else:
            self.transport.close()

    def close_gently(self) -> None:
        """Take no more requests, but go on reading: closed at once, the client could lose the answer."""
        self._refused = True
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self._linger(self.loop.time() + _LONGEST_LINGER)
        else:
            self.transport.close()

    def _linger(self, until: float) -> None:
        """Close it when nothing more comes, or at that time of the loop: a body without end harms nobody."""
        left = min(self._heard + _LINGER_SECONDS, until) - self.loop.time()
        if left > 0:
            self.loop.call_later(left, self._linger, until)
        else:
            self.transport.close()

    def look(self, now: float) -> None:
        """Close it where the client has left something open for too long.

        :param now: the loop's time, in seconds.
        """
        unsent = self.transport.get_write_buffer_size()
        if not unsent or unsent != self._unsent:
            self._unsent, self._sent = unsent, now
        in_body = self._in_body()
        if now - self._sent > _STALL_SECONDS or (in_body and now - self._heard > _STALL_SECONDS):
            self.transport.abort()
        elif self._pending and not in_body and now - self._begun > _HEAD_SECONDS:
            self.transport.close()

    @property
    def is_busy(self) -> bool:
        """Whether a request is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def is_closing(self) -> bool:
        """Whether it takes no more requests."""
        return self.transport.is_closing()

    def _need(self) -> tuple[int, float]:
        """Sorts connections: half a head first, then those without a request, then those with one; the oldest first."""
        if self.is_busy:
            return 2, self._heard
        return (0, self._begun) if self._pending else (1, self._heard)


def _without_upgrade(data: bytes) -> bytes:
    """A head that asks for no other protocol: where one does, as Java's for HTTP/2, the parser would lose the body."""
    head, end, rest = data.partition(b"\r\n\r\n")
    return _UPGRADE.sub(b"x-asked", head) + end + rest
