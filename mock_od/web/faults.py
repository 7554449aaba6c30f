"""Faults as a client sees them.

May not: decide which call fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any, Protocol

from mock_od.engine import explain
from mock_od.office.fault_kinds import Fault, Made
from mock_od.office.office import Office
from mock_od.office.settings import E_CONNECTOR
from mock_od.web.answers import HINT, Reply, timed_out, to_json
from mock_od.web.dropped import Dropped

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_HINT = "this answer is a fault that was asked for: {}"


class Perform(Protocol):
    """Does what the request asks for."""

    def __call__(self, *, stale: bool = False) -> Reply:
        """Answer it.

        :param stale: whether a later page begins one row early.
        """


class Lost(Dropped, ConnectionError):
    """The connection is to close now.

    Our own server closes it because it is Dropped; to werkzeug's, which is behind TLS, a ConnectionError is no bug.
    Without a server, as with Flask's test client, it leaves the iterable of the answer and reaches the caller.
    """


class Cut(Reply):
    """An answer that the client does not get whole: some bytes of it, or none, and then the connection closes.

    :param whole: the answer to begin; None to close before it.
    """

    def __init__(self, whole: Reply | None = None) -> None:
        super().__init__(whole.status if whole else 200, whole.content if whole else b"")
        self.headers = whole.headers if whole else {}

    def send(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        """Half of the content, if there is any; even where HTTP allows none, the connection closes."""
        super().send(environ, start_response)
        return self._begin(environ)

    def _begin(self, environ: WSGIEnvironment) -> Iterator[bytes]:
        if half := self.content[: len(self.content) // 2]:
            yield half
        if sock := environ.get("werkzeug.socket"):  # that server would wait for the client to send or close
            with suppress(OSError):
                sock.shutdown(SHUT_RDWR)
        raise Lost


def enact(fault: Fault, office: Office, perform: Perform, *, patience: float) -> Reply:
    """Answer a call that runs into a fault. The caller holds the office's lock.

    :param patience: seconds after which the gateway gives the office up.
    """
    kind, value = fault
    if fault == ("dropConnection", "before"):
        return Cut()
    if kind in _INSTEAD:
        return _made(kind, _INSTEAD[kind](value))
    if kind == "ghostWrite":
        return _undone(office, perform)
    reply = perform(stale=kind == "stalePage")
    if kind == "delay":
        reply = timed_out() if value > patience else reply
        reply.late = min(value, patience)
    return _AFTER[kind](reply) if kind in _AFTER else reply


def comes_first(fault: Fault) -> bool:
    """Whether nothing is done of what the call asks for, so that it need not wait for its turn either."""
    return fault.kind in _INSTEAD or fault == ("dropConnection", "before")


def is_dropped(reply: Reply) -> bool:
    """Whether the client gets no whole answer, because the connection is dropped."""
    return isinstance(reply, Cut)


def _undone(office: Office, perform: Perform) -> Reply:
    """Do it and take it back: rows and sequences are as before, and only the answer is left."""
    with office.store.rehearsal():
        return perform()


def _made(kind: str, made: Made) -> Reply:
    reply = Reply(made.status, to_json(made.body))
    reply.headers[HINT] = _HINT.format(kind)
    for name, text in made.headers.items():
        for other in [other for other in reply.headers if other.lower() == name.lower()]:
            del reply.headers[other]
        reply.headers[name] = text
    return reply


def _timed_out() -> Reply:
    reply = timed_out()
    reply.headers[HINT] = _HINT.format("timeout")
    return reply


_INSTEAD: Mapping[str, Any] = {
    "status": lambda made: made,
    "eConnector": lambda state: Made(400, E_CONNECTOR[state]),
    "tooManyRequests": lambda seconds: Made(429, explain.TOO_MANY, {"Retry-After": str(seconds)}),
}
"""What is answered in place of doing anything."""
_AFTER: Mapping[str, Any] = {
    "dropConnection": Cut,
    "lostWrite": lambda _: Cut(),
    "timeout": lambda _: _timed_out(),
}
"""What becomes of the answer to what was done."""
