"""The API: one view for every verb and path below /api/v1, because the API's own order of checks wants one.

May not: know a resource, or what a method does.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from flask import Request, Response
from werkzeug.datastructures import Headers

from mock_od import declare as d
from mock_od.call import Refusal
from mock_od.engine import explain
from mock_od.engine.perform import Answer
from mock_od.engine.route import find_method, find_resource
from mock_od.office.gate import authorize, developer_name, reach
from mock_od.office.office import Office, Offices, UnknownKey

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

BASE = "/api/v1"
JSON_TYPE = "application/json; charset=utf-8"
HINT = "X-Mock-Od-Hint"
MODE = "mock_od.mode"
"""In the WSGI environment: the mode of the address that was called, where that is not the office's setting."""
TIMED_OUT = "<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>\n"

_CREDENTIALS = re.compile(r"ODFHIR +([!-.0-~]{1,255})/([!-.0-~]{1,255})", re.IGNORECASE)
_HOST = re.compile(r"([A-Za-z0-9._~-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
_UNPRINTABLE = re.compile(r"[^ -~]+")
_HINT_LENGTH = 1000
_BODY_BYTES = 4 * 16_800_000 + 4


class Credentials(NamedTuple):
    """The two keys of an Authorization header."""

    developer: str
    customer: str


class Plain(Response):
    """A response whose headers are sent as they were set: werkzeug's second look at them takes its time."""

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:  # noqa: ARG002
        """The headers as they are."""
        return self.headers


class Api:
    """Answers requests to the API from the offices of a server."""

    def __init__(self, offices: Offices) -> None:
        self._offices = offices

    def answer(self, request: Request, path: str) -> Response:
        """The whole answer to one request.

        :param path: what follows ``/api/v1``.
        """
        segments = path.strip("/").split("/")
        try:
            credentials = read_credentials(request)
            office = self._office(credentials)
            if office is None or credentials is None:
                return self._stranger(request, segments, known=credentials is None)
            mode = request.environ.get(MODE) or office.settings.mode
            # Read before the office is asked: a slow client must not keep its other calls waiting.
            body = _body(request) if request.method in ("POST", "PUT") else b""
            with office.lock:
                reach(office, mode)
                began = time.monotonic()
                resource, found = self._call(
                    request, segments, office, developer=credentials.developer, mode=mode, body=body
                )
                took = time.monotonic() - began
        except Refusal as refusal:
            return _refused(refusal)
        if mode == "remote" and took > office.settings.timeout_seconds:
            return Response(TIMED_OUT, 504, content_type="text/html")
        headers = {}
        if found.hints:
            headers[HINT] = hint_text(found.hints)
        if found.key is not None:
            headers["Location"] = f"{request.scheme}://{_host(request)}{BASE}/{resource.path}/{found.key}"
        if found.body is None:
            return _empty(found.status, headers)
        return Plain(to_json(found.body), found.status, headers, content_type=JSON_TYPE)

    def _office(self, credentials: Credentials | None) -> Office | None:
        try:
            return self._offices.called(credentials.customer) if credentials else None
        except UnknownKey:
            return None

    def _call(
        self, request: Request, segments: Sequence[str], office: Office, *, developer: str, mode: str, body: bytes
    ) -> tuple[type[d.Resource], Answer]:
        resource = find_resource(self._offices.engine.catalog, segments)
        try:
            method, key = find_method(resource, request.method, segments[1:], office.version, office.version_text)
            authorize(office, developer, method)
            _check_type(request, method, always=office.settings.faithful)
            query = _query(request.environ.get("QUERY_STRING", ""))
            name = developer_name(office, developer)
            return resource, office.perform(method, key, query=query, body=body, developer=name, mode=mode)
        except Refusal as refusal:
            refusal.hint = refusal.hint or f"see {resource.page}"
            raise

    def _stranger(self, request: Request, segments: Sequence[str], *, known: bool) -> Response:
        """Refuse who has no office: without keys, or with a key that this server does not know.

        The resource and the method come first here too, in the version that the server starts offices with.
        """
        defaults = self._offices.defaults
        resource = find_resource(self._offices.engine.catalog, segments)
        find_method(resource, request.method, segments[1:], defaults.number, defaults.version)
        if not known:
            hint = "this server knows only the customer keys that were opened through its admin plane"
            raise Refusal(explain.BAD_CREDENTIALS, 401, hint=hint)
        hint = "send Authorization: ODFHIR {DeveloperKey}/{CustomerKey}"
        mode = request.environ.get(MODE) or defaults.mode
        if mode == "remote" and "HTTP_AUTHORIZATION" not in request.environ:
            raise Refusal(explain.BAD_CREDENTIALS, 401, hint=hint)
        raise Refusal(explain.MALFORMED, hint=hint)


def read_credentials(request: Request) -> Credentials | None:
    """The keys of the Authorization header; None when it is missing or of another shape."""
    found = _CREDENTIALS.fullmatch(request.environ.get("HTTP_AUTHORIZATION", "").strip())
    return Credentials(found[1], found[2]) if found else None


def _body(request: Request) -> bytes:
    """The bytes of the body; of one that is too long, enough to see that it is."""
    # read() makes room for as much as it is asked for
    return request.stream.read(min(request.content_length or _BODY_BYTES, _BODY_BYTES) + 1)


def _check_type(request: Request, method: d.Method, *, always: bool) -> None:
    """See that the request says it is JSON, as the documentation asks of every request.

    :param always: whether also those without a body must.
    :raises Refusal: 400 when it does not.
    """
    if always or method.verb in ("POST", "PUT"):
        kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refusal(explain.MALFORMED, hint="send Content-Type: application/json")


def _query(text: str) -> dict[str, str]:
    """The query parameters by name; of two with one name the last one counts."""
    return dict(parse_qsl(text, keep_blank_values=True, errors="replace")) if text else {}


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(body: object) -> str:
    """JSON as the API writes it: no blanks, letters as they are."""
    return _encode(body)


def hint_text(hints: Iterable[str]) -> str:
    """Our own line of help, fit for a header."""
    return _UNPRINTABLE.sub("?", "; ".join(hints))[:_HINT_LENGTH]


def _refused(refusal: Refusal) -> Response:
    hints = [line for line in (refusal.hint, *refusal.hints) if line]
    headers = {HINT: hint_text(hints)}
    if refusal.retry_after:
        headers["Retry-After"] = str(refusal.retry_after)
    return Plain(to_json(refusal.sentence), refusal.status, headers, content_type=JSON_TYPE)


def _empty(status: int, headers: dict[str, str]) -> Response:
    response = Plain(b"", status, headers)
    response.headers.remove("Content-Type")
    return response


def _host(request: Request) -> str:
    """The host the client called, or the server's own where the client's makes no address."""
    named = request.environ.get("HTTP_HOST", "")
    if _HOST.fullmatch(named):
        return str(named)
    return f"{request.environ['SERVER_NAME']}:{request.environ['SERVER_PORT']}"
