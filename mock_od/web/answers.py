"""How a WSGI server gets an answer of the API, whole or cut.

May not: know what was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from http import HTTPStatus
from socket import SHUT_RDWR
from typing import TYPE_CHECKING

from mock_od.reply import Cut, Reply
from mock_od.web.dropped import Dropped

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Lost(Dropped, ConnectionError):
    """The connection is to close now.

    Our own server closes it because it is Dropped; to werkzeug's, which is behind TLS, a ConnectionError is no bug.
    Without a server, as with Flask's test client, it leaves the iterable of the answer and reaches the caller.
    """


def send(reply: Reply, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Start the answer; its content. Of one that is cut half the content, or nothing, and then Lost is raised."""
    headers = [*reply.headers.items()]
    if reply.allows_body:
        headers.append(("Content-Length", str(len(reply.content))))
    start_response(_status_line(reply.status), headers)
    if reply.cut:
        return _begin(reply, reply.cut, environ)
    return [reply.content] if reply.content and environ["REQUEST_METHOD"] != "HEAD" else []


def _begin(reply: Reply, cut: Cut, environ: WSGIEnvironment) -> Iterator[bytes]:
    """Even where HTTP allows no content the connection closes."""
    if cut is Cut.MIDDLE and (half := reply.content[: len(reply.content) // 2]):
        yield half
    if sock := environ.get("werkzeug.socket"):  # that server would wait for the client to send or close
        with suppress(OSError):
            sock.shutdown(SHUT_RDWR)
    raise Lost(reset=cut is Cut.RESET)


@lru_cache(maxsize=512)
def _status_line(status: int) -> str:
    """The status with its phrase."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:  # one that a test made up
        return f"{status} Unknown"
