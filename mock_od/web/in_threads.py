"""A WSGI app behind an ASGI server: each of its calls has a thread, so that a long one does not keep others waiting.

May not: know what the app is.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import unquote_to_bytes

from mock_od.web.asgi import ClientGone, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_THREADS: Final = 100  # made when they are needed: calls that wait for a busy office have one each
_PIECE: Final = 65_536  # bytes

_T = TypeVar("_T")


class InThreads:
    """The ASGI app.

    :param make: makes the WSGI app when it is called for the first time.
    """

    def __init__(self, make: Callable[[], WSGIApplication]) -> None:
        self._make = make
        self._app: WSGIApplication | None = None
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="mock-od")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        body: io.BufferedIOBase = io.BytesIO(message["body"])
        if message["more_body"]:
            body = io.BufferedReader(_Arriving(message["body"], receive), _PIECE)
        status, headers, content = await self.in_thread(self._call, _environ(scope, body))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def in_thread(self, work: Callable[..., _T], *given: Any) -> _T:
        """Do something that takes long, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)

    def in_background(self, work: Callable[[], object]) -> None:
        """Have something done that nothing waits for."""
        self._threads.submit(work)

    def close(self) -> None:
        """Take no more calls."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _call(self, environ: WSGIEnvironment) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """The whole answer of the app."""
        from werkzeug.wrappers import Response  # a client of the API alone never waits for it

        with self._lock:
            if self._app is None:
                self._app = self._make()
        answer = Response.from_app(self._app, environ, buffered=True)
        headers = [(name.encode("latin-1"), text.encode("latin-1")) for name, text in answer.headers]
        return answer.status_code, headers, answer.get_data()


class _Arriving(io.RawIOBase):
    """A large body, read by a thread while it arrives. So that nothing is kept of one that is refused by its head."""

    def __init__(self, begun: bytes, receive: Receive) -> None:
        self._part = memoryview(begun)
        self._receive = receive
        self._loop = asyncio.get_running_loop()
        self._more = True

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        """Wait for the next bytes."""
        while not self._part and self._more:
            message = asyncio.run_coroutine_threadsafe(_next(self._receive), self._loop).result()
            if message["type"] == "http.disconnect":
                raise ConnectionResetError("the client has gone before its body was whole")
            self._part, self._more = memoryview(message["body"]), message["more_body"]
        taken = self._part[: len(into)]
        into[: len(taken)] = taken
        self._part = self._part[len(taken) :]
        return len(taken)


async def _next(receive: Receive) -> Message:
    return await receive()


def _environ(scope: Scope, body: io.BufferedIOBase) -> WSGIEnvironment:
    """The environment of a request, as WSGI has it."""
    name, port = scope["server"] or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": "/" + unquote_to_bytes(scope["raw_path"]).decode("latin-1").lstrip("/"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": name,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for given, value in scope["headers"]:
        if b"_" in given:  # it would look like one with a hyphen
            continue
        key = given.decode("latin-1").upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ
