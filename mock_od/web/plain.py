"""Requests as nearly all clients write them, read at a glance.

Waitress knows all of HTTP and takes four times as long. So whatever is not plain or not all there is left to it, and
what is plain reads here as it reads there: a test holds the two against each other.
May not: answer, refuse, or touch a socket.
"""

from __future__ import annotations

import io
import re
from typing import Final
from urllib.parse import unquote_to_bytes

_HEAD: Final = re.compile(
    rb"([A-Z]+) "
    rb"(/(?:[!\"$-.0->@-~][!\"$->@-~]*)?)"  # a path: one slash, and no fragment after it
    rb"(?:\?([!\"$-~]*))? HTTP/1\.1\r\n"
    rb"((?:[0-9A-Za-z-]+:[ -~]*\r\n)+)\r\n"
)
_LONGEST: Final = 16_384  # bytes of a head
_DIGITS: Final = 7  # of a body's length


class PlainRequest:
    """A whole request; what a task asks of waitress's, it can ask of this one."""

    __slots__ = ("_body", "command", "headers", "path", "query", "request_uri")

    version = "1.1"
    error = None
    url_scheme = "http"

    def __init__(self, verb: str, path: bytes, query: str | None, headers: dict[str, str], body: bytes) -> None:
        self.command = verb
        self.headers = headers
        self.path = self.request_uri = path.decode()
        self.query = query or ""
        if query is not None:
            self.request_uri += "?" + query
        if b"%" in path:
            self.path = unquote_to_bytes(path).decode("latin-1")
        self._body = body

    def get_body_stream(self) -> io.BytesIO:
        """The body."""
        return io.BytesIO(self._body)

    def close(self) -> None:
        """It holds nothing that must be given back."""


def read_plain(data: bytes) -> tuple[PlainRequest, bytes] | None:
    """The request that these bytes begin with, and the bytes that follow it; None where it is not plain."""
    found = _HEAD.match(data, 0, _LONGEST)
    if found is None:
        return None
    verb, path, query, lines = found.groups()
    headers = {}
    fields = lines.decode().split("\r\n")
    for field in fields[:-1]:
        name, _, value = field.partition(":")
        headers[name.upper().replace("-", "_")] = value.strip(" ")
    if len(headers) < len(fields) - 1 or "TRANSFER_ENCODING" in headers or "EXPECT" in headers:
        return None
    begin = end = found.end()
    length = headers.get("CONTENT_LENGTH")
    if length is not None:
        if not length.isdigit() or len(length) > _DIGITS:
            return None
        end += int(length)
        if end > len(data):
            return None
    text = None if query is None else query.decode()
    return PlainRequest(verb.decode(), path, text, headers, data[begin:end]), data[end:]
