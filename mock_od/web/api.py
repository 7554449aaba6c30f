"""The API: one view for every verb and path below /api/v1, because the API's own order of checks wants one.

May not: know a resource, or what a method does.
"""

from __future__ import annotations

import math
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

from mock_od import declare as d
from mock_od.call import Refusal
from mock_od.engine import explain
from mock_od.engine.bodies import read_body
from mock_od.engine.perform import Answer
from mock_od.engine.route import find_method, find_resource
from mock_od.faults import BadFault, Fault
from mock_od.office.gate import authorize, developer_name, queue, reach
from mock_od.office.office import Office, Offices, UnknownKey
from mock_od.reply import Reply, hint_text, refused, timed_out, to_json
from mock_od.web.answers import send
from mock_od.wire import FAULT, GENERATION, HINT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BASE = "/api/v1"
MODE = "mock_od.mode"
"""In the WSGI environment: the mode of the address that was called, where that is not the office's setting."""

_CREDENTIALS = re.compile(r"ODFHIR +([!-.0-~]{1,255})/([!-.0-~]{1,255})", re.IGNORECASE)
_HOST = re.compile(r"([A-Za-z0-9._~-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
_OFFSET = re.compile(r"[0-9]{1,18}")
_BODY_BYTES = 4 * 16_800_000 + 1  # in UTF-8; one more than a body of the most characters can have


def path_of(environ: WSGIEnvironment) -> str:
    """The path that was called, as text; a path begins with one slash."""
    path: str = environ.get("PATH_INFO") or ""
    if not path.isascii():  # bytes that WSGI writes as Latin-1
        path = path.encode("latin-1").decode(errors="replace")
    return "/" + path.lstrip("/")


def is_api(path: str) -> bool:
    """Whether the API answers this path, and nobody else."""
    return path == BASE or path.startswith(BASE + "/")


class _Request(NamedTuple):
    """A request, as far as faults look at it."""

    verb: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def fields(self) -> Mapping[str, Any]:
        """The members of the body."""
        return read_body(self.body)


class Credentials(NamedTuple):
    """The two keys of an Authorization header."""

    developer: str
    customer: str


class Api:
    """Answers requests to the API from the offices of a server."""

    def __init__(self, offices: Offices) -> None:
        self._offices = offices

    def serve(self, environ: WSGIEnvironment, start_response: StartResponse, path: str) -> Iterable[bytes]:
        """Answer one request as WSGI has it.

        :param path: the whole path, as ``path_of`` gives it.
        """
        try:
            reply = self.answer(environ, path[len(BASE) :])
        except Exception:  # noqa: BLE001  # the last resort: whatever went wrong, the client gets an answer
            reply = _broken()
        return send(reply, environ, start_response)

    def answer(self, environ: WSGIEnvironment, path: str) -> Reply:
        """The whole answer to one request.

        :param path: what follows ``/api/v1``.
        """
        verb = environ["REQUEST_METHOD"]
        segments = path.strip("/").split("/")
        credentials = read_credentials(environ)
        office = self._office(credentials)
        if office is None or credentials is None:
            return self._stranger(environ, segments, keyless=credentials is None)
        # Read before the office is asked: a slow client must not keep its other calls waiting.
        body = _body(environ) if verb in ("POST", "PUT") else b""
        query = environ.get("QUERY_STRING", "")
        mode = environ.get(MODE) or office.settings.mode
        exchange = Exchange(environ, office, segments, body=body, query=_query(query), mode=mode)
        exchange.developer = credentials.developer
        asked = environ.get("HTTP_X_MOCK_OD_FAULT", "")
        if asked or office.faults:
            with office.lock:
                try:
                    exchange.fault = office.faults.draw(_Request(verb, path, query, {FAULT.lower(): asked}, body))
                except BadFault as bad:
                    exchange.answered = refused(Refusal(explain.MALFORMED, hint=f"{FAULT}: {bad}"))
        waited = exchange.queue()
        with office.lock:
            began = office.elapsed()
            office.records.touched.clear()
            try:
                reply = exchange.reply()
            except Exception:  # noqa: BLE001  # a bug of ours is answered, and stands in the journal, like all else
                office.store.mend()
                reply = _broken()
            reply.headers[GENERATION] = str(office.generation)
            waits = reply.delay and not office.skip(reply.delay)
            dropped = reply.cut is not None
            office.journal.record(
                verb=verb,
                path=path,
                query=query,
                body=body,
                status=None if dropped else reply.status,
                answer=b"" if dropped else reply.content,
                hint=reply.headers.get(HINT, ""),
                method=exchange.method,
                ignored=exchange.ignored,
                touched=office.records.touched,
                seconds=waited + office.elapsed() - began + (reply.delay if waits else 0.0),
            )
        if waits:  # where others can call the office, to take the fault away for one
            exchange.about_to_wait()
            time.sleep(reply.delay)
        return reply

    def _office(self, credentials: Credentials | None) -> Office | None:
        try:
            return self._offices.called(credentials.customer) if credentials else None
        except UnknownKey:
            return None

    def _stranger(self, environ: WSGIEnvironment, segments: Sequence[str], *, keyless: bool) -> Reply:
        """Refuse who has no office: without keys, or with a key that this server does not know.

        The resource and the method come first here too, in the version that the server starts offices with.
        """
        defaults = self._offices.defaults
        hint = "send Authorization: ODFHIR {DeveloperKey}/{CustomerKey}"
        refusal = Refusal(explain.MALFORMED, hint=hint)
        if not keyless:
            hint = "this server knows only the customer keys that were opened through its admin plane"
            refusal = Refusal(explain.BAD_CREDENTIALS, 401, hint=hint)
        elif (environ.get(MODE) or defaults.mode) == "remote" and "HTTP_AUTHORIZATION" not in environ:
            refusal = Refusal(explain.BAD_CREDENTIALS, 401, hint=hint)
        try:
            resource = find_resource(self._offices.engine.catalog, segments)
            find_method(resource, environ["REQUEST_METHOD"], segments[1:], defaults.number, defaults.version)
        except Refusal as earlier:
            refusal = earlier
        return refused(refusal)


class Exchange:
    """One request of a client who has an office, and how it was answered."""

    def __init__(
        self,
        environ: WSGIEnvironment,
        office: Office,
        segments: Sequence[str],
        *,
        body: bytes,
        query: dict[str, str],
        mode: str,
    ) -> None:
        self._environ = environ
        self._office = office
        self._segments = segments
        self._body = body
        self._query = query
        self._mode = mode
        self.developer = ""
        """The developer key that calls."""
        self.answered: Reply | None = None
        """The answer to a call that does not get as far as the office."""
        self.fault: Fault | None = None
        """What it runs into."""
        self.method: d.Method | None = None
        """The method that was called, once it is known."""
        self.ignored: Sequence[str] = ()
        """What was said of parameters and fields that had no effect."""

    def about_to_wait(self) -> None:
        """Tell the server that this call is going to wait, so that it lets others through."""
        self._environ.get("mock_od.may_block", bool)()

    def queue(self) -> float:
        """Wait for its turn, where it does not fail before; the seconds that it waited."""
        if self.answered or (self.fault and self.fault.instead):
            return 0.0
        try:
            return queue(self._office, self._mode, self.about_to_wait)
        except Refusal as late:
            self.answered = refused(late)
            return 0.0

    def reply(self) -> Reply:
        """What it is answered, once it is its turn."""
        return self.answered or (self.fault.meet(self) if self.fault else self.perform())

    def perform(self, *, stale: bool = False) -> Reply:
        """Do what the request asks for.

        :param stale: whether a later page begins one row early.
        """
        if stale and _OFFSET.fullmatch(offset := self._query.get("Offset", "")):
            self._query["Offset"] = str(max(0, int(offset) - 1))
        try:
            reach(self._office, self._mode, self.developer)
            began = time.monotonic()
            resource, found = self._call()
        except Refusal as refusal:
            self.ignored = refusal.ignored
            return refused(refusal)
        self.ignored = found.ignored
        if self._mode == "remote" and time.monotonic() - began > self._office.settings.timeout_seconds:
            return timed_out()
        reply = Reply(found.status, content_type="") if found.body is None else Reply(found.status, to_json(found.body))
        if found.hints:
            reply.headers[HINT] = hint_text(found.hints)
        if found.key is not None:
            reply.headers["Location"] = f"{_address(self._environ)}{BASE}/{resource.path}/{found.key}"
        return reply

    @property
    def patience(self) -> float:
        """Seconds after which the gateway gives the office up; infinite where there is no gateway."""
        return self._office.settings.timeout_seconds if self._mode == "remote" else math.inf

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """What is done inside is taken back at the end."""
        with self._office.store.rehearsal():
            yield
        self._office.records.touched.clear()

    def _call(self) -> tuple[type[d.Resource], Answer]:
        environ, office = self._environ, self._office
        resource = find_resource(office.catalog, self._segments)
        try:
            rest = self._segments[1:]
            verb = environ["REQUEST_METHOD"]
            method, key = find_method(resource, verb, rest, office.version, office.version_text)
            self.method = method
            authorize(office, self.developer, method)
            _check_type(environ, method, always=office.settings.faithful)
            name = developer_name(office, self.developer)
            return resource, office.perform(
                method, key, query=self._query, body=self._body, developer=name, mode=self._mode
            )
        except Refusal as refusal:
            refusal.hint = refusal.hint or f"see {resource.page}"
            raise


def _broken() -> Reply:
    """The answer where a call fails by a bug of ours, whose traceback goes to stderr."""
    import traceback  # takes its time, and is hoped never to be needed

    traceback.print_exc(file=sys.stderr)
    reply = Reply(500, to_json("An unexpected error occurred."))
    reply.headers[HINT] = "this is a bug in mock_od; its traceback is on the server's stderr"
    return reply


def read_credentials(environ: WSGIEnvironment) -> Credentials | None:
    """The keys of the Authorization header; None when it is missing or of another shape."""
    found = _CREDENTIALS.fullmatch(environ.get("HTTP_AUTHORIZATION", "").strip())
    return Credentials(found[1], found[2]) if found else None


def _body(environ: WSGIEnvironment) -> bytes:
    """The bytes of the body; of one that is too long, enough to see that it is."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit():
        most = min(int(length[:12]), _BODY_BYTES)
    elif environ.get("wsgi.input_terminated"):  # it came in chunks, and the server sees where they end
        most = _BODY_BYTES
    else:
        return b""
    content: bytes = environ["wsgi.input"].read(most)
    return content


def _check_type(environ: WSGIEnvironment, method: d.Method, *, always: bool) -> None:
    """See that the request says it is JSON, as the documentation asks of every request.

    :param always: whether also those without a body must.
    :raises Refusal: 400 when it does not.
    """
    if always or method.verb in ("POST", "PUT"):
        kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refusal(explain.MALFORMED, hint="send Content-Type: application/json")


def _query(text: str) -> dict[str, str]:
    """The query parameters by name; of two with one name the last one counts."""
    return dict(parse_qsl(text, keep_blank_values=True, errors="replace")) if text else {}


def _address(environ: WSGIEnvironment) -> str:
    """The server as the client called it, or by its own name where the client's makes no address."""
    host = environ.get("HTTP_HOST", "")
    if not _HOST.fullmatch(host):
        host = f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return f"{environ['wsgi.url_scheme']}://{host}"
