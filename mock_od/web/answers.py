"""Answers as the wire has them: JSON without blanks, headers as they are set, our line of help.

May not: know what was asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson

from mock_od.call import Refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

JSON_TYPE = "application/json; charset=utf-8"
HINT = "X-Mock-Od-Hint"
GENERATION = "X-Mock-Od-Generation"

_UNPRINTABLE = re.compile(r"[^ -~]+")
_HINT_LENGTH = 1000
_TIMED_OUT = b"<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>\n"


class Reply:
    """An answer of the API: what it is, and how a WSGI server gets it.

    :param content_type: empty for an answer without a body.
    """

    def __init__(self, status: int, content: bytes = b"", content_type: str = JSON_TYPE) -> None:
        self.status = status
        self.content = content
        self.headers = {"Content-Type": content_type} if content_type else {}
        self.late = 0.0
        """Seconds that the client is to wait for it."""

    def send(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Start the answer; its content."""
        headers = [*self.headers.items()]
        if _has_content(self.status):
            headers.append(("Content-Length", str(len(self.content))))
        start_response(_status_line(self.status), headers)
        return [self.content] if self.content and environ["REQUEST_METHOD"] != "HEAD" else []


def _has_content(status: int) -> bool:
    """Whether HTTP lets an answer of this status have a body."""
    return status >= 200 and status not in (204, 304)  # noqa: PLR2004  # the statuses without


@lru_cache(maxsize=512)
def _status_line(status: int) -> str:
    """The status with its phrase."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:  # one that a test made up
        return f"{status} Unknown"


def to_json(body: object) -> bytes:
    """JSON as the API writes it: no blanks, letters as they are."""
    try:
        return bytes(memoryview(orjson.dumps(body)))  # a copy: its own keeps kilobytes of spare room, and journals last
    except TypeError:  # a number of more than 64 bits, in an answer that a test made up
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def hint_text(hints: Iterable[str]) -> str:
    """Our own line of help, fit for a header."""
    return _UNPRINTABLE.sub("?", "; ".join(hints))[:_HINT_LENGTH]


def timed_out() -> Reply:
    """What the gateway answers when the office takes too long."""
    return Reply(504, _TIMED_OUT, "text/html")


def refused(refusal: Refusal) -> Reply:
    """The answer to a request that is refused."""
    reply = Reply(refusal.status, to_json(refusal.sentence))
    reply.headers[HINT] = hint_text(line for line in (refusal.hint, *refusal.hints) if line)
    if refusal.retry_after:
        reply.headers["Retry-After"] = str(refusal.retry_after)
    return reply
