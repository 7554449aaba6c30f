"""A running server, as a test holds it.

May not: import the server, the engine or an office; a server in this process is called like any other.
"""

from __future__ import annotations

import os
import threading
import uuid
import weakref
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mock_od.client.error import MockOdError
from mock_od.client.heartbeat import Heartbeat
from mock_od.client.office import DEVELOPER, Office, settings_json
from mock_od.client.plane import Plane
from mock_od.client.untouched import time

__all__ = ["Client", "MockOdError", "Office"]

__tracebackhide__ = True  # pytest shows the line of the test that called

_GONE = 404
_LONGEST_KEY = 255
"""Characters that a customer key may have."""
_BETWEEN = 0.05
"""Seconds between two questions whether the server is ready."""
_CLIENTS: weakref.WeakSet[Client] = weakref.WeakSet()
"""Those of this process."""


def _free_key(source: str | None) -> str:
    """A key that nobody else has; of a fork, one that a balancer sends to the server of its source (docs/scale.md)."""
    free = uuid.uuid4().hex
    near = f"{source.partition('~')[0]}~{free}" if source else ""
    return near if 0 < len(near) <= _LONGEST_KEY else f"office-{free}"


class Client:
    """A running server, in this process or anywhere.

    Offices that have a time to live (the setting ``ttlSeconds``) are renewed by a thread of the client as long as it
    holds them: until they are closed, or the client is no longer used or its process ends.

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
        self._plane = Plane(
            url or os.environ.get("MOCK_OD_URL") or "http://127.0.0.1:30222",
            os.environ.get("MOCK_OD_ADMIN_TOKEN", "") if token is None else token,
        )
        self._settings = settings_json(settings or {})
        self.timeout = timeout
        """Seconds to wait for an answer."""
        self.keys: set[str] = set()
        """The customer keys of the offices that are held through this client."""
        self._opened: set[str] = set()
        self._heartbeat = Heartbeat(self._plane)
        _CLIENTS.add(self)
        weakref.finalize(self, self._heartbeat.stop).atexit = False  # a daemon thread ends with the process

    @property
    def url(self) -> str:
        """The server's address, without a path."""
        return self._plane.url

    def call(self, verb: str, path: str, body: Any = None, /, **query: Any) -> Any:
        """One call of the admin plane.

        :param path: below ``/__admin``, with its keys and names quoted.
        :param body: what JSON can write, moments and dates too; None for no body.
        :param query: parameters by name; those that are None are left out.
        :returns: the JSON of the answer.
        :raises MockOdError: when it is refused, or no server answers.
        :raises TypeError: when JSON cannot write the body.
        """
        return self._plane.call(verb, path, body, query, seconds=self.timeout)

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
                threading.Event().wait(_BETWEEN)
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

        :param key: its customer key; without one a key that nobody else has; that of a fork begins with its source's
            and ``~``, so that many servers behind a balancer find both at the same place.
        :param fork: an office, or its customer key, to begin with the rows, the clock and the settings of.
        :param developer_key: what :attr:`Office.headers` call with.
        :param settings: as docs/admin.md names them; ``keyStatus`` may be written ``key_status``. With a ``clock``
            (``"2025-06-02 09:00"``, a moment or a day, or what the clock's own call takes) the rows are of its day.
        :raises MockOdError: 409 when an office is open with that key, 400 for a setting that cannot be.
        """
        chosen = settings_json(settings) if fork else {**self._settings, **settings_json(settings)}
        source_key = fork.customer_key if isinstance(fork, Office) else fork
        source = {"from": source_key} if source_key else {}
        key = key or _free_key(source_key)
        opened = self.call("POST", "/offices", {"key": key, "settings": chosen, **source})
        self._opened.add(key)
        return self._hold(key, developer_key, opened)

    def attach(self, key: str, *, developer_key: str = "", **settings: Any) -> Office:
        """The office of a customer key, opened if it is not: for programs whose key cannot be changed.

        :param developer_key: what :attr:`Office.headers` call with.
        :param settings: what to change of it.
        :raises MockOdError: for a setting or a key that cannot be.
        """
        chosen = settings_json(settings)
        opened = self.call("PUT", f"/offices/{quote(key, safe='')}", chosen)
        return self._hold(key, developer_key, opened)

    def close(self, key: str) -> None:
        """Close the office of a customer key on the server. A key whose office is not open is no error.

        :raises MockOdError: when no server answers.
        """
        self.keys.discard(key)
        self._opened.discard(key)
        self._heartbeat.drop(key)
        try:
            self.call("DELETE", f"/offices/{quote(key, safe='')}")
        except MockOdError as refused:
            if refused.status != _GONE:
                raise

    def leave(self) -> None:
        """Close the offices that were opened through this client and are still open, and end the thread that renews.

        :raises MockOdError: when no server answers.
        """
        self.end_heartbeat()
        for key in list(self._opened):
            self.close(key)

    def end_heartbeat(self) -> None:
        """End the thread that renews offices."""
        self._heartbeat.end()

    def renew(self, key: str, ttl_seconds: float | None) -> None:
        """Keep an office that is held open; not needed after an office is opened or changed through this client.

        :param key: its customer key.
        :param ttl_seconds: its time to live, in seconds; None for an office that needs no renewal.
        """
        if key in self.keys:
            self._heartbeat.hold(key, ttl_seconds)

    def _hold(self, key: str, developer_key: str, opened: Mapping[str, Any]) -> Office:
        self.keys.add(key)
        self.renew(key, opened["settings"].get("ttlSeconds"))
        known = opened["settings"].get("developerKeys") or ()
        return Office(self, key, developer_key or next(iter(known), DEVELOPER))

    def __repr__(self) -> str:
        return f"Client({self.url!r})"


def keys_of(url: str) -> set[str]:
    """The customer keys of the offices of a server that clients in this process hold.

    :param url: the server's address, without a path.
    """
    return {key for client in list(_CLIENTS) if client.url == url for key in client.keys}
