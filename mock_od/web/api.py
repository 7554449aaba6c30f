"""The API: one view for every verb and path below /api/v1, because the API's own order of checks wants one.

May not: know a resource, or what a method does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from flask import Request, Response
from werkzeug.datastructures import Headers

from mock_od.call import Refusal
from mock_od.engine import explain
from mock_od.engine.route import find_method, find_resource
from mock_od.office.office import Offices
from mock_od.versions import version

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

BASE = "/api/v1"
JSON_TYPE = "application/json; charset=utf-8"
HINT = "X-Mock-Od-Hint"

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
        self._default = offices.defaults.version

    def answer(self, request: Request, path: str) -> Response:
        """The whole answer to one request.

        :param path: what follows ``/api/v1``.
        """
        segments = path.strip("/").split("/")
        credentials = read_credentials(request)
        office = self._offices.open(credentials.customer) if credentials else None
        page = ""
        try:
            resource = find_resource(self._offices.engine.catalog, segments)
            page = resource.page
            runs = office.version_text if office else self._default
            method, key = find_method(resource, request.method, segments[1:], version(runs), runs)
            if office is None or credentials is None:
                raise self._unauthorized(request)
            body = _body(request) if method.verb in ("POST", "PUT") else b""
            query = _query(request.environ.get("QUERY_STRING", ""))
            with office.lock:
                found = office.perform(method, key, query, body, credentials.developer)
        except Refusal as refusal:
            return _refused(refusal, page)
        headers = {}
        if found.hints:
            headers[HINT] = hint_text(found.hints)
        if found.key is not None:
            headers["Location"] = f"{request.scheme}://{_host(request)}{BASE}/{resource.path}/{found.key}"
        if found.body is None:
            return _empty(found.status, headers)
        return Plain(to_json(found.body), found.status, headers, content_type=JSON_TYPE)

    def _unauthorized(self, request: Request) -> Refusal:
        hint = "send Authorization: ODFHIR {DeveloperKey}/{CustomerKey}"
        if self._offices.defaults.mode == "remote" and "Authorization" not in request.headers:
            return Refusal(explain.BAD_CREDENTIALS, 401, hint=hint)
        return Refusal(explain.MALFORMED, hint=hint)


def read_credentials(request: Request) -> Credentials | None:
    """The keys of the Authorization header; None when it is missing or of another shape."""
    found = _CREDENTIALS.fullmatch(request.environ.get("HTTP_AUTHORIZATION", "").strip())
    return Credentials(found[1], found[2]) if found else None


def _body(request: Request) -> bytes:
    """The bytes of the body, one more than is allowed at most.

    :raises Refusal: 400 when the request does not say that it is JSON.
    """
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(explain.MALFORMED, hint="send Content-Type: application/json")
    # read() makes room for as much as it is asked for
    return request.stream.read(min(request.content_length or _BODY_BYTES, _BODY_BYTES) + 1)


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


def _refused(refusal: Refusal, page: str) -> Response:
    hints = [line for line in (refusal.hint, *refusal.hints) if line] or [f"see {page}" if page else "see README"]
    return Plain(to_json(refusal.sentence), refusal.status, {HINT: hint_text(hints)}, content_type=JSON_TYPE)


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
