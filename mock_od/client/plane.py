"""The admin plane of a server, called over HTTP with the standard library alone.

May not: import the server, or meet what a test has patched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

from mock_od.client.error import MockOdError
from mock_od.client.escape import escape_controls
from mock_od.client.untouched import http_client
from mock_od.wire import ADMIN, API, TOKEN

__tracebackhide__ = True  # pytest shows the line of the test that called

_REFUSED = 400
_PROBE = 1.0
"""Seconds that a server which has not answered in time has to answer a question about its health."""
_HOW_TO_START = (
    "`mock-od serve` starts one, `with mock_od.serving() as client` one in this process; "
    "the address of another is Client(url) or MOCK_OD_URL"
)


class Plane:
    """The admin plane of one server.

    :param url: the server's address, such as ``http://127.0.0.1:30222``; ``/api/v1`` at its end is left out.
    :param token: what the plane asks for beyond loopback; empty for none.
    :raises ValueError: when the address is none.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url = url.rstrip("/").removesuffix(API)
        self._parts = urlsplit(self.url)
        if self._parts.scheme not in ("http", "https") or not self._parts.hostname:
            raise ValueError(f"{url!r} is no address such as http://127.0.0.1:30222")
        self._headers = {"Content-Type": "application/json", **({TOKEN: token} if token else {})}
        self._silent = False  # whether the last call had no answer in time

    def call(
        self, verb: str, path: str, body: Any = None, query: Mapping[str, Any] | None = None, *, seconds: float
    ) -> Any:
        """One call.

        When the server has not answered a call in time, the next ones ask for its health first, and fail after a
        second where that has no answer either.

        :param path: below ``/__admin``, with its keys and names quoted.
        :param body: what JSON can write, moments and dates too; None for no body.
        :param query: parameters by name; those that are None are left out.
        :param seconds: how long to wait for the server.
        :returns: the JSON of the answer.
        :raises MockOdError: when the call is refused, or no server answers.
        :raises TypeError: when JSON cannot write the body.
        """
        if self._silent:
            self._ask("GET", "/health", None, min(_PROBE, seconds))
        given = urlencode({name: value for name, value in (query or {}).items() if value is not None})
        content = None if body is None else _JSON.encode(body)
        return self._ask(verb, f"{path}{'?' if given else ''}{given}", content, seconds)

    def _ask(self, verb: str, target: str, content: str | None, seconds: float) -> Any:
        connection = self._connection(seconds)
        try:
            connection.request(verb, f"{self._parts.path}{ADMIN}{target}", content, self._headers)
            answer = connection.getresponse()
            text = answer.read()
        except TimeoutError as late:
            self._silent = True
            raise MockOdError(
                f"the mock_od server at {self.url} has not answered within {seconds:g} s: it is stopped or busy, "
                f"and is asked for its health before the next call"
            ) from late
        except (OSError, http_client.HTTPException) as failure:
            problem = f"no mock_od server answers at {self.url}: {failure!r}; {_HOW_TO_START}"
            raise MockOdError(problem) from failure
        finally:
            connection.close()
        self._silent = False
        return self._read(answer.status, text)

    def _connection(self, seconds: float) -> http_client.HTTPConnection:
        secure = self._parts.scheme == "https"
        kind = http_client.HTTPSConnection if secure else http_client.HTTPConnection
        return kind(str(self._parts.hostname), self._parts.port, timeout=seconds)

    def _read(self, status: int, text: bytes) -> Any:
        try:
            answer = _ANSWER.decode(text.decode()) if text.strip() else {}
        except ValueError as slip:
            raise MockOdError(f"{self.url} is no mock_od server: it answered {status} without JSON", status) from slip
        if status >= _REFUSED:
            body = answer if isinstance(answer, dict) else {"error": str(answer)}
            raise MockOdError(escape_controls(str(body.get("error", body))), status, body)
        return answer


def _date_text(value: object) -> str:
    """Moments and dates as the API writes them.

    :raises TypeError: for anything else that JSON cannot write.
    """
    if isinstance(value, date):
        return str(value)
    raise TypeError(f"{value!r} has no JSON")


_JSON = json.JSONEncoder(default=_date_text)  # not json.dumps and json.loads, which tests patch
_ANSWER = json.JSONDecoder()
