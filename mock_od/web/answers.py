"""Answers as the wire has them: JSON without blanks, headers as they are set, our line of help.

May not: know what was asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Response
from werkzeug.datastructures import Headers

from mock_od.call import Refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

JSON_TYPE = "application/json; charset=utf-8"
HINT = "X-Mock-Od-Hint"
GENERATION = "X-Mock-Od-Generation"

_UNPRINTABLE = re.compile(r"[^ -~]+")
_HINT_LENGTH = 1000
_TIMED_OUT = "<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>\n"


class Plain(Response):
    """A response whose headers are sent as they were set: werkzeug's second look at them takes its time."""

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:  # noqa: ARG002
        """The headers as they are."""
        return self.headers


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(body: object) -> str:
    """JSON as the API writes it: no blanks, letters as they are."""
    return _encode(body)


def hint_text(hints: Iterable[str]) -> str:
    """Our own line of help, fit for a header."""
    return _UNPRINTABLE.sub("?", "; ".join(hints))[:_HINT_LENGTH]


def timed_out() -> Response:
    """What the gateway answers when the office takes too long."""
    return Response(_TIMED_OUT, 504, content_type="text/html")


def refused(refusal: Refusal) -> Response:
    """The answer to a request that is refused."""
    hints = [line for line in (refusal.hint, *refusal.hints) if line]
    headers = {HINT: hint_text(hints)}
    if refusal.retry_after:
        headers["Retry-After"] = str(refusal.retry_after)
    return Plain(to_json(refusal.sentence), refusal.status, headers, content_type=JSON_TYPE)


def empty(status: int, headers: dict[str, str]) -> Response:
    """An answer without a body."""
    response = Plain(b"", status, headers)
    response.headers.remove("Content-Type")
    return response
