"""Faults as a client sees them.

May not: decide which call fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any, Protocol

from flask import Response

from mock_od.engine import explain
from mock_od.office.fault_kinds import Fault, Made
from mock_od.office.office import Office
from mock_od.office.settings import E_CONNECTOR
from mock_od.web.answers import HINT, JSON_TYPE, Plain, timed_out, to_json
from mock_od.web.dropped import Dropped

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_HINT = "this answer is a fault that was asked for: {}"


class Perform(Protocol):
    """Does what the request asks for."""

    def __call__(self, *, stale: bool = False) -> Response:
        """Answer it.

        :param stale: whether a later page begins one row early.
        """


class Lost(Dropped, ConnectionError):
    """The connection is to close now.

    Our own server closes it because it is Dropped; to werkzeug's, which is behind TLS, a ConnectionError is no bug.
    Without a server, as with Flask's test client, it leaves the iterable of the answer and reaches the caller.
    """


class Cut(Response):
    """An answer that the client does not get whole: some bytes of it, or none, and then the connection closes.

    :param whole: the answer to begin; None to close before it.
    """

    def __init__(self, whole: Response | None = None) -> None:
        content = whole.get_data() if whole else b""
        super().__init__(status=whole.status if whole else 200, headers=whole.headers if whole else None)
        self.content_length = len(content)
        self._begun = content[: len(content) // 2]

    def get_app_iter(self, environ: WSGIEnvironment) -> Iterator[bytes]:
        """Half of the content, if there is any; even where HTTP allows none, the connection closes."""
        if self._begun:
            yield self._begun
        if sock := environ.get("werkzeug.socket"):  # that server would wait for the client to send or close
            with suppress(OSError):
                sock.shutdown(SHUT_RDWR)
        raise Lost


def enact(
    fault: Fault, office: Office, perform: Perform, *, patience: float, about_to_wait: Callable[[], object]
) -> Response:
    """Answer a call that runs into a fault. The caller holds the office's lock.

    :param patience: seconds after which the gateway gives the office up.
    :param about_to_wait: called before a deliberate wait, so that the server lets others through.
    """
    kind, value = fault
    if fault == ("dropConnection", "before"):
        return Cut()
    if kind in _INSTEAD:
        return _made(kind, _INSTEAD[kind](value))
    if kind == "ghostWrite":
        return _undone(office, perform)
    response = perform(stale=kind == "stalePage")
    if kind == "delay":
        office.faults.wait(min(value, patience), about_to_wait)
        if value > patience:
            return timed_out()
    return _AFTER[kind](response) if kind in _AFTER else response


def is_dropped(response: Response) -> bool:
    """Whether the client gets no whole answer, because the connection is dropped."""
    return isinstance(response, Cut)


def _undone(office: Office, perform: Perform) -> Response:
    """Do it and take it back: rows and sequences are as before, and only the answer is left."""
    with office.store.rehearsal():
        response = perform()
    office.records.touched.clear()
    return response


def _made(kind: str, made: Made) -> Response:
    response = Plain(to_json(made.body), made.status, {HINT: _HINT.format(kind)}, content_type=JSON_TYPE)
    for name, text in made.headers.items():
        response.headers[name] = text
    return response


def _timed_out(performed: Response) -> Response:  # noqa: ARG001
    response = timed_out()
    response.headers[HINT] = _HINT.format("timeout")
    return response


_INSTEAD: Mapping[str, Any] = {
    "status": lambda made: made,
    "eConnector": lambda state: Made(400, E_CONNECTOR[state]),
    "tooManyRequests": lambda seconds: Made(429, explain.TOO_MANY, {"Retry-After": str(seconds)}),
}
"""What is answered in place of doing anything."""
_AFTER: Mapping[str, Any] = {
    "dropConnection": Cut,
    "lostWrite": lambda _: Cut(),
    "timeout": _timed_out,
}
"""What becomes of the answer to what was done."""
