"""One request and its answer: what WSGI (PEP 3333) asks of a server, and how HTTP frames what the app gives.

May not: know what the app is, or touch a socket.
"""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from waitress.utilities import Error

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Task:
    """Runs an app for one request and frames its answer.

    :param request: as waitress has parsed it, or a stand-in where that failed.
    :param send: takes the bytes.
    """

    __slots__ = (
        "_chunked",
        "_headers",
        "_left",
        "_names",
        "_old",
        "_only",
        "_send",
        "_silent",
        "_status",
        "_wish",
        "begun",
        "stays",
    )

    def __init__(self, request: Any, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._old = request.version != "1.1"
        self._wish = request.headers.get("CONNECTION", "").lower()
        self._silent = not request.error and request.command == "HEAD"
        self._status = ""
        self._headers: list[tuple[str, str]] = []
        self._names: list[str] = []
        self._left: int | None = None  # how much of the announced length is to come
        self._chunked = False
        self._only = b""  # the head of an answer that is nothing else
        self.begun = False
        """Whether the head is made, so that no other answer can be given."""
        self.stays = True
        """Whether the connection may be used again."""

    def run(self, app: WSGIApplication, environ: WSGIEnvironment) -> None:
        """Have the app answer, and send what it gives as it gives it.

        Raises whatever the app or ``send`` raises.
        """
        parts = app(environ, self._start)
        try:
            if self._left is None and isinstance(parts, list):
                self._left = sum(map(len, parts))
                self._headers.append(("Content-Length", str(self._left)))
            for part in parts:
                if part:
                    self._write(part)
            if not self.begun:
                self._write(b"")
            if self._silent:
                self._send(self._only)
            elif self._chunked:
                self._send(b"0\r\n\r\n")
            elif self._left:
                self.stays = False  # the client would wait for the rest
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        if exc_info and self.begun:
            raise exc_info[1]
        if self._status and not exc_info:
            raise AssertionError("start_response was called twice")
        self._status, self._headers = status, [*headers]
        self._names = names = [name.lower() for name, _ in headers]
        self._left = int(headers[names.index("content-length")][1]) if "content-length" in names else None
        return self._write

    def _write(self, part: bytes) -> None:
        head = b""
        if not self.begun:
            head = self._head()
            self.begun = True
        if self._silent:  # sent when all is done: such an answer has no middle
            self._only += head
            return
        if self._chunked:
            part = b"%X\r\n%b\r\n" % (len(part), part) if part else b""
        elif self._left is not None:
            part = part[: self._left]
            self._left -= len(part)
        if head or part:
            self._send(head + part)

    def _head(self) -> bytes:
        """The status line and the headers, after deciding on the framing and on the connection's end."""
        if not self._status:
            raise AssertionError("start_response was not called")
        if self._status.startswith(("1", "204", "304")):
            self._silent = True
            headers = [(name, value) for name, value in self._headers if name.lower() != "content-length"]
        else:
            headers = self._headers
            if self._left is None:
                self._frame(headers)
        if not self.stays or "close" in self._wish or (self._old and "keep-alive" not in self._wish):
            self.stays = False
            headers.append(("Connection", "close"))
        elif self._old:
            headers.append(("Connection", "Keep-Alive"))
        lines = [f"HTTP/{'1.0' if self._old else '1.1'} {self._status}"]
        lines += [f"{name}: {value}" for name, value in headers]
        if "date" not in self._names:
            lines.append(_date())
        if "server" not in self._names:
            lines.append("Server: mock-od")
        lines.append("\r\n")
        text = "\r\n".join(lines)
        if text.count("\n") > len(lines) or text.count("\r") > len(lines):
            raise ValueError("a line break in the status or in a header")
        return text.encode("latin-1")

    def _frame(self, headers: list[tuple[str, str]]) -> None:
        if self._silent:
            pass  # nobody waits for an end
        elif self._old:
            self.stays = False
        else:
            self._chunked = True
            headers.append(("Transfer-Encoding", "chunked"))


def refusal(error: Error) -> WSGIApplication:
    """An app that answers as waitress words it what went wrong."""
    status, headers, body = error.to_response("mock-od")

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, headers)
        return [body]

    return app


def environ_of(request: Any, server: WSGIEnvironment) -> WSGIEnvironment:
    """The environment of a request.

    :param server: what is the same for every request.
    """
    environ = {
        **server,
        "REQUEST_METHOD": request.command,
        "SERVER_PROTOCOL": f"HTTP/{request.version}",
        "PATH_INFO": "/" + request.path.lstrip("/") if request.path[:2] == "//" else request.path,
        "REQUEST_URI": request.request_uri,
        "QUERY_STRING": request.query,
        "wsgi.url_scheme": request.url_scheme,
        "wsgi.input": request.get_body_stream(),
    }
    for name, value in request.headers.items():
        environ[name if name in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{name}"] = value
    return environ


_dated = (0, "")


def _date() -> str:
    global _dated  # noqa: PLW0603  # the same line for a second
    now = int(time.time())
    if _dated[0] != now:
        _dated = (now, f"Date: {email.utils.formatdate(now, usegmt=True)}")
    return _dated[1]
