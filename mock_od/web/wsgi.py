"""The API as WSGI has it, for Flask's test client and any WSGI server: a wait is slept.

May not: decide anything.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from mock_od.api.api import Api, Steps
from mock_od.api.request import MOST_BYTES, Request, path_of
from mock_od.reply import Cut, Reply
from mock_od.wire import API

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MODE: Final = "mock_od.mode"
"""In the environment: the mode of the address that was called, where that is not the office's setting."""

_HEADERS: Final = {
    "HTTP_AUTHORIZATION": "authorization",
    "HTTP_HOST": "host",
    "HTTP_X_MOCK_OD_FAULT": "x-mock-od-fault",
    "CONTENT_TYPE": "content-type",
}


class ConnectionDropped(ConnectionError):
    """A fault closes the connection here. WSGI has no word for it: it is raised out of the answer's iterable."""


def path_in(environ: WSGIEnvironment) -> str:
    """The path that was called, as text."""
    path: str = environ.get("PATH_INFO") or ""
    if not path.isascii():  # bytes that WSGI writes as Latin-1
        path = path.encode("latin-1").decode(errors="replace")
    return path_of(path)


def call_api(api: Api, environ: WSGIEnvironment, start_response: StartResponse, path: str) -> Iterable[bytes]:
    """Answer one request to the API.

    :param path: the whole path, as :func:`path_in` gives it.
    """
    verb = environ["REQUEST_METHOD"]
    headers = {name: environ[given] for given, name in _HEADERS.items() if given in environ}
    address = f"{environ['wsgi.url_scheme']}://{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    query, mode = environ.get("QUERY_STRING", ""), environ.get(MODE, "")
    request = Request(verb, path[len(API) :], query, headers, address=address, mode=mode)
    request.may_block = True  # a WSGI server has a thread for each call
    if api.reads_body(request):
        request.body = _body(environ)
    reply = _sleep_through(api.answer(request))
    content = reply.content if reply.allows_body and verb != "HEAD" else b""
    half = content[: len(content) // 2]
    if reply.cut and not (reply.cut is Cut.MIDDLE and half):
        return _dropped()
    given = [*reply.headers.items()]
    if reply.allows_body:
        given.append(("Content-Length", str(len(reply.content))))
    start_response(_status_line(reply.status), given)
    return _dropped(half) if reply.cut else [content] if content else []


def _sleep_through(steps: Steps) -> Reply:
    while True:
        try:
            time.sleep(next(steps))
        except StopIteration as end:
            reply: Reply = end.value
            return reply


def _dropped(begun: bytes = b"") -> Iterator[bytes]:
    if begun:
        yield begun
    raise ConnectionDropped("the connection is dropped by a fault that was asked for")


def _body(environ: WSGIEnvironment) -> bytes:
    """The bytes of the body; of one that is too long, enough to see that it is."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit():
        most = min(int(length[:12]), MOST_BYTES)
    elif environ.get("wsgi.input_terminated"):  # it came in chunks, and the server sees where they end
        most = MOST_BYTES
    else:
        return b""
    content: bytes = environ["wsgi.input"].read(most)
    return content


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:  # one that a test made up
        return f"{status} Unknown"
