"""What ``mock-od serve`` puts behind an address, as ASGI has it: the API at once, Flask's app for everything else.

The API asks nothing of Flask, whose import takes longer than all else at a start.
May not: decide anything.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from mock_od.api.api import A_MOMENT, Api, Steps
from mock_od.api.request import MOST_BYTES, Request, is_api, path_of
from mock_od.call import Refusal
from mock_od.engine.bodies import LARGE
from mock_od.office.memory import give_back
from mock_od.office.offices import Offices
from mock_od.reply import UNEXPECTED, Cut, Reply, broken, refused
from mock_od.web.asgi import App, ClientGone, Message, Receive, Scope, Send
from mock_od.web.console import Console
from mock_od.web.in_threads import InThreads
from mock_od.web.protocol import CONNECTION, Connection
from mock_od.web.server import Server
from mock_od.wire import API

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_HEADERS: Final = {
    b"authorization": "authorization",
    b"content-type": "content-type",
    b"host": "host",
    b"x-mock-od-fault": "x-mock-od-fault",
}
_BEGUN: Final = "begun"  # in the state of a scope: a request, its steps, and what came of the first one
_TRIES: Final = 5  # to enter an office that other calls are in
_STOOD_STILL: Final = 5.0  # seconds between two looks that are meant to be one apart
_MOST_HELD: Final = 512_000_000  # bytes of bodies, all together


class AsgiApp:
    """The ASGI app of a server.

    Calls of the API run where they arrive, one after another, because they are short. What may take long has a thread:
    the plane, and calls of the API with large bodies.

    :param token: what the admin plane asks for; None to let in whatever calls it as localhost.
    :param console: where each request has a line; None for no such place.
    """

    def __init__(self, offices: Offices, token: str | None = None, console: Console | None = None) -> None:
        self._console = console
        self._offices = offices
        self._token = token
        self._api = Api(offices)
        self._others = InThreads(self._flask)
        self._looked = time.monotonic()
        self.held = 0
        """Bytes of bodies that are held, all together."""

    def answer_at_once(self, scope: Scope, body: bytes) -> App | None:
        """What sends the answer to a request without waiting; None where the request has to be called like any other.

        That is for calls of the API, unless they are large. Where one has to wait, its first step is not done again.
        """
        path = path_of(scope["path"])
        if len(body) > LARGE or not is_api(path):
            return None
        request = _request_of(scope, path)
        if self._api.reads_body(request):
            request.body = body
        steps = self._api.answer(request)
        first = _take(steps)
        if isinstance(first, Reply) and first.cut is None:
            return partial(self._send_and_say, request, first) if self._console else partial(_send, first)
        scope["state"][_BEGUN] = request, steps, first
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = path_of(scope["path"])
        try:
            if is_api(path):
                await self._call_api(scope, receive, send, path)
            elif self._console:
                await self._call_other(self._console, scope, receive, send)
            else:
                await self._others(scope, receive, send)
        except ClientGone:
            pass
        except Exception:  # noqa: BLE001  # a bug of ours: it has an answer, and a traceback for us
            await _send(broken(), scope, receive, send)

    def each_second(self) -> None:
        """Close the offices that have outlived their time, and give back the memory of closed ones."""
        before, self._looked = self._looked, time.monotonic()
        if self._looked - before < _STOOD_STILL:  # else a debugger stopped it, and whatever renews offices here as well
            self._offices.close_unused()
        if self._offices.has_closed:
            self._offices.has_closed = False
            self._others.in_background(give_back)

    def close(self) -> None:
        """Take no more calls that need a thread."""
        self._others.close()
        if self._console:
            self._console.close()

    def refused_as_no_request(self, reply: Reply) -> None:
        """Hear that something came that is no request, and how it was answered."""
        if self._console:
            self._console.no_request(reply)

    def _flask(self) -> WSGIApplication:
        from mock_od.web.app import create_app  # a client of the API alone never waits for Flask

        return create_app(self._offices, self._token)

    async def _call_other(self, console: Console, scope: Scope, receive: Receive, send: Send) -> None:
        """A call of Flask's app, with a line on the console."""
        began = time.perf_counter()
        status: int | None = None

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._others(scope, receive, noted)
        finally:
            query = scope["query_string"].decode("latin-1")
            console.other(scope["method"], path_of(scope["path"]), query, status, time.perf_counter() - began)

    # --- the API ---

    async def _call_api(self, scope: Scope, receive: Receive, send: Send, path: str) -> None:
        begun = scope["state"].get(_BEGUN)
        request = begun[0] if begun else _request_of(scope, path)
        try:
            if begun:
                _, steps, first = begun
                reply = first if isinstance(first, Reply) else await self._go_on(request, steps, first, receive)
            else:
                reply = await self._answer_with_body(request, receive)
        except ClientGone:
            if self._console:
                self._console.call(request, None)
            raise
        await self._send_and_say(request, reply, scope, receive, send)

    async def _send_and_say(self, request: Request, reply: Reply, scope: Scope, receive: Receive, send: Send) -> None:
        await _send(reply, scope, receive, send)
        if self._console:
            self._console.call(request, reply)

    async def _answer_with_body(self, request: Request, receive: Receive) -> Reply:
        held = _Held(self)
        try:
            if self._api.reads_body(request):
                request.body = await held.read(receive)
            request.may_block = held.size > LARGE
            steps = self._api.answer(request)
            first = await self._others.in_thread(_take, steps) if request.may_block else _take(steps)
            return first if isinstance(first, Reply) else await self._go_on(request, steps, first, receive)
        except _TooMuch:
            hint = f"this server holds {_MOST_HELD} bytes of request bodies already; try again when they are done"
            return refused(Refusal(UNEXPECTED, 503, hint=hint, retry_after=1))
        finally:
            held.release()

    async def _go_on(self, request: Request, steps: Steps, wait: float, receive: Receive) -> Reply:
        """Wait, and take the next steps to a reply; a wait ends at once when the client goes.

        Where the request may block, its steps are taken in a thread, because they take long.
        """
        tries = 0
        while True:
            try:
                await _wait(wait, receive)
            except BaseException:
                steps.close()
                raise
            tries += wait == A_MOMENT
            # In a thread it is its turn some time, however many other calls want to enter the office.
            request.may_block = request.may_block or tries > _TRIES
            step = await self._others.in_thread(_take, steps) if request.may_block else _take(steps)
            if isinstance(step, Reply):
                return step
            wait = step


def server_of(offices: Offices, token: str | None = None, console: Console | None = None) -> Server:
    """A server of these offices, that has still to listen somewhere and to start.

    :param token: what the admin plane asks for; None to let in whatever calls it as localhost.
    :param console: where each request has a line; None for no such place.
    """
    app = AsgiApp(offices, token, console)
    return Server(app, each_second=app.each_second, at_the_end=app.close)


class _TooMuch(Exception):
    """The server holds as many bytes of bodies as it may."""


class _Held:
    """The bytes of a body that the app holds for a while."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app
        self.size = 0

    async def read(self, receive: Receive) -> bytes:
        """The body; of one that is too long, enough to see that it is.

        :raises ClientGone: when it does not come to its end.
        """
        parts = []
        more = True
        while more and self.size < MOST_BYTES:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            parts.append(message["body"])
            more = message["more_body"]
            self.size += len(message["body"])
            self._app.held += len(message["body"])
            if self._app.held > _MOST_HELD:
                raise _TooMuch
        return b"".join(parts)[:MOST_BYTES]

    def release(self) -> None:
        self._app.held -= self.size


def _request_of(scope: Scope, path: str) -> Request:
    headers: dict[str, str] = {}
    for given, value in scope["headers"]:
        if given in _HEADERS:
            name, text = _HEADERS[given], value.decode("latin-1")
            headers[name] = f"{headers[name]}, {text}" if name in headers else text
    state = scope["state"]
    query = scope["query_string"].decode("latin-1")
    return Request(scope["method"], path[len(API) :], query, headers, address=state["address"], mode=state["mode"])


@lru_cache(maxsize=64)
def _sent_name(name: str) -> bytes:
    """The name of a header as it is sent."""
    return name.lower().encode()


def _take(steps: Steps) -> float | Reply:
    """One step of an answer: the seconds to wait before the next one, or the reply."""
    try:
        return next(steps)
    except StopIteration as end:
        reply: Reply = end.value
        return reply


async def _wait(seconds: float, receive: Receive) -> None:
    """Wait, as long as the client does.

    :raises ClientGone: when it has closed the connection.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while (left := until - loop.time()) > 0:
        with contextlib.suppress(asyncio.TimeoutError):
            message = await asyncio.wait_for(receive(), left)
            if message["type"] == "http.disconnect":
                raise ClientGone


async def _send(reply: Reply, scope: Scope, receive: Receive, send: Send) -> None:
    """Give the client its answer, or as much of it as a fault lets through."""
    connection: Connection = scope["state"][CONNECTION]
    allows_body = reply.allows_body
    content = reply.content if allows_body else b""
    if reply.cut is Cut.MIDDLE:
        content = b"" if scope["method"] == "HEAD" else content[: len(content) // 2]
    if reply.cut is None or (reply.cut is Cut.MIDDLE and content):
        headers = [(_sent_name(name), text.encode("latin-1")) for name, text in reply.headers.items()]
        if allows_body:
            headers.append((b"content-length", b"%d" % len(reply.content)))
        with connection.at_once:
            await send({"type": "http.response.start", "status": reply.status, "headers": headers})
            await send({"type": "http.response.body", "body": content, "more_body": reply.cut is not None})
    if reply.cut is not None:
        connection.drop(reset=reply.cut is Cut.RESET)
        while (await receive())["type"] != "http.disconnect":
            pass
