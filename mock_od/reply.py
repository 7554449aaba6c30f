"""An answer of the API: status, headers and body as the wire has them, and how the connection goes on.

May not: know what was asked, or any kind of server.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from enum import Enum

import orjson

from mock_od.call import Refusal
from mock_od.wire import HINT, JSON_TYPE, MISSING

UNEXPECTED = "An unexpected error occurred."
"""What a client is told where nothing else is known."""

_UNPRINTABLE = re.compile(r"[^ -~]+")
_HINT_LENGTH = 1000
_TIMED_OUT = b"<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>\n"


class Cut(Enum):
    """Where a fault closes the connection, so that the client has no whole answer."""

    BEFORE = "before"
    """Before the first byte of the answer."""
    MIDDLE = "middle"
    """After the head and half of the body."""
    RESET = "reset"
    """Before the first byte of the answer, by a TCP RST: the client sees a reset and no end of file."""


class Reply:
    """An answer of the API.

    :param status: the HTTP status.
    :param content: the body's bytes.
    :param content_type: empty for an answer without a body.
    """

    __slots__ = ("content", "cut", "delay", "delayed", "headers", "status", "stranger", "throttled")

    def __init__(self, status: int, content: bytes = b"", content_type: str = JSON_TYPE) -> None:
        self.status = status
        self.content = content
        self.headers = {"Content-Type": content_type} if content_type else {}
        self.delay = 0.0
        """Seconds that the client waits for it."""
        self.cut: Cut | None = None
        """Where the connection closes; None where the client has the whole answer."""
        self.throttled = 0.0
        """Seconds that the call waited for its turn, or that the office's clock moved on instead."""
        self.delayed = 0.0
        """Seconds by which a fault held it back, likewise."""
        self.stranger = False
        """Whether no office answered: the call came without a key, or with one that has none."""

    @property
    def allows_body(self) -> bool:
        """Whether HTTP lets an answer of this status have a body."""
        return self.status >= 200 and self.status not in (204, 304)  # noqa: PLR2004  # the statuses without one


def to_json(body: object) -> bytes:
    """JSON as the API writes it: no blanks, letters as they are."""
    try:
        return bytes(memoryview(orjson.dumps(body)))  # a copy: its own keeps kilobytes of spare room, and journals last
    except TypeError:  # a number of more than 64 bits, in an answer that a test made up
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def hint_text(hints: Iterable[str]) -> str:
    """Lines of help as the text of one header."""
    return _UNPRINTABLE.sub("?", "; ".join(hints))[:_HINT_LENGTH]


def refused(refusal: Refusal) -> Reply:
    """The answer to a request that is refused."""
    reply = Reply(refusal.status, to_json(refusal.sentence))
    reply.headers[HINT] = hint_text(line for line in (refusal.hint, *refusal.hints) if line)
    if refusal.missing:
        reply.headers[MISSING] = refusal.missing
    if refusal.retry_after:
        reply.headers["Retry-After"] = str(refusal.retry_after)
    return reply


def timed_out() -> Reply:
    """What the gateway answers when the office takes too long: 504 and a page."""
    return Reply(504, _TIMED_OUT, "text/html")


def broken() -> Reply:
    """The answer where a call fails by a bug of ours, whose traceback goes to stderr: 500."""
    import traceback  # takes its time, and is hoped never to be needed

    traceback.print_exc(file=sys.stderr)
    reply = Reply(500, to_json(UNEXPECTED))
    reply.headers[HINT] = "this is a bug in mock_od; its traceback is on the server's stderr"
    return reply
