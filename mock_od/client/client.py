"""What a test holds in its hand: a server, and an office of it, all through HTTP and the standard library.

May not: import the server, the engine or an office; a server in this process is called like any other.
"""

from __future__ import annotations

import http.client
import json
import os
import time
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from mock_od.client.office import BASE, DEVELOPER, Office, settings_json

__all__ = ["Client", "MockOdError", "Office"]

ADMIN = "/__admin"
_GONE = 404
_REFUSED = 400
_BETWEEN = 0.05


class MockOdError(Exception):
    """What the admin plane refused, in its own words, or that nobody answered.

    :param problem: what is wrong and what to do.
    :param status: the status of the answer; 0 when there was none.
    :param body: the object of the answer.
    """

    def __init__(self, problem: str, status: int = 0, body: Mapping[str, Any] | None = None) -> None:
        super().__init__(problem)
        self.status = status
        self.body = dict(body or {})


class Client:
    """A running server, in this process or anywhere.

    :param url: the server's address; without one ``MOCK_OD_URL``, or else where ``mock-od serve`` listens.
    :param token: what the admin plane asks for beyond loopback; without one ``MOCK_OD_ADMIN_TOKEN``.
    :param settings: what every office is opened with, as docs/admin.md names it.
    :param timeout: seconds to wait for an answer.
    :raises ValueError: when the address is none.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        settings: Mapping[str, Any] | None = None,
        timeout: float = 30.0,
    ) -> None:
        named = url or os.environ.get("MOCK_OD_URL") or "http://127.0.0.1:30222"
        self.url = named.rstrip("/").removesuffix(BASE)
        """The server's address, without a path."""
        self._parts = urlsplit(self.url)
        if self._parts.scheme not in ("http", "https") or not self._parts.hostname:
            raise ValueError(f"{named!r} is no address such as http://127.0.0.1:30222")
        self._token = os.environ.get("MOCK_OD_ADMIN_TOKEN", "") if token is None else token
        self._settings = settings_json(settings or {})
        self._timeout = timeout
        self.keys: set[str] = set()
        """The customer keys of the offices that are held through this client."""
        self._opened: set[str] = set()

    def call(self, verb: str, path: str, body: Any = None, /, **query: Any) -> Any:
        """One call of the admin plane.

        :param path: below ``/__admin``.
        :param query: parameters; those that are None are left out.
        :returns: the answer's object.
        :raises MockOdError: when it is refused, or nobody answers.
        """
        given = urlencode({name: value for name, value in query.items() if value is not None})
        target = f"{self._parts.path}{ADMIN}{path}{'?' if given else ''}{given}"
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["X-Mock-Od-Token"] = self._token
        content = None if body is None else json.dumps(body, default=_word)
        connection = self._connection()
        try:
            connection.request(verb, target, content, headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as failure:
            raise MockOdError(f"no mock_od server answers at {self.url}: {failure!r}") from failure
        finally:
            connection.close()
        return self._read(answer.status, text)

    def _connection(self) -> http.client.HTTPConnection:
        secure = self._parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        return kind(str(self._parts.hostname), self._parts.port, timeout=self._timeout)

    def _read(self, status: int, text: bytes) -> Any:
        try:
            told = json.loads(text) if text.strip() else {}
        except ValueError as slip:
            raise MockOdError(f"{self.url} is no mock_od server: it answered {status} without JSON", status) from slip
        if status >= _REFUSED:
            problem = told.get("error", text.decode(errors="replace")) if isinstance(told, dict) else str(told)
            raise MockOdError(problem, status, told if isinstance(told, dict) else None)
        return told

    def wait(self, seconds: float = 10.0) -> Client:
        """Wait until the server is ready.

        :returns: this client.
        :raises MockOdError: when it is not after that many seconds.
        """
        until = time.monotonic() + seconds
        while True:
            try:
                self.call("GET", "/health")
            except MockOdError:
                if time.monotonic() >= until:
                    raise
                time.sleep(_BETWEEN)
            else:
                return self

    def worlds(self) -> list[str]:
        """The worlds that the server knows by name."""
        names: list[str] = self.call("GET", "/worlds")["worlds"]
        return names

    def office(
        self, key: str | None = None, *, fork: str | Office | None = None, developer_key: str = "", **settings: Any
    ) -> Office:
        """Open a fresh office.

        :param key: its customer key; without one a key that nobody else has.
        :param fork: an office, or its customer key, to begin with the rows, the clock and the settings of.
        :param developer_key: what :attr:`Office.headers` call with.
        :param settings: as docs/admin.md names them; ``keyStatus`` may be written ``key_status``.
        :raises MockOdError: 409 when an office is open with that key, 400 for a setting that cannot be.
        """
        key = key or f"office-{uuid.uuid4().hex}"
        chosen = settings_json(settings) if fork else {**self._settings, **settings_json(settings)}
        source = {"from": fork.customer_key if isinstance(fork, Office) else fork} if fork else {}
        self.call("POST", "/offices", {"key": key, "settings": chosen, **source})
        self._opened.add(key)
        return self._held(key, developer_key, chosen)

    def attach(self, key: str, *, developer_key: str = "", **settings: Any) -> Office:
        """The office of a customer key, opened if it is not: for programs whose key cannot be changed.

        :param settings: what to change of it.
        :raises MockOdError: for a setting or a key that cannot be.
        """
        chosen = settings_json(settings)
        self.call("PUT", f"/offices/{quote(key, safe='')}", chosen)
        return self._held(key, developer_key, chosen)

    def close(self, key: str) -> None:
        """Forget the office of a customer key on the server; one that is not open is none to forget."""
        self.keys.discard(key)
        self._opened.discard(key)
        try:
            self.call("DELETE", f"/offices/{quote(key, safe='')}")
        except MockOdError as refused:
            if refused.status != _GONE:
                raise

    def leave(self) -> None:
        """Forget, on the server, the offices that were opened through this client and are still open."""
        for key in list(self._opened):
            self.close(key)

    def _held(self, key: str, developer_key: str, settings: Mapping[str, Any]) -> Office:
        self.keys.add(key)
        return Office(self, key, developer_key or next(iter(settings.get("developerKeys") or ()), DEVELOPER))

    def __repr__(self) -> str:
        return f"Client({self.url!r})"


def _word(value: object) -> str:
    """Moments and days as the API writes them.

    :raises TypeError: for anything else that JSON has no word for.
    """
    if isinstance(value, date):
        return str(value)
    raise TypeError(f"{value!r} has no JSON")
