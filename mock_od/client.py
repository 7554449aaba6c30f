"""What a test holds in its hand: a server, and an office of it, all through HTTP and the standard library.

May not: import the server, the engine or an office; a server in this process is called like any other.
"""

from __future__ import annotations

import http.client
import json
import os
import time
import uuid
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from mock_od.handles import Clock, Faults, Requests

__all__ = ["Client", "MockOdError", "Office"]

BASE = "/api/v1"
ADMIN = "/__admin"
DEVELOPER = "developer"
_GONE = 404
_REFUSED = 400
_BETWEEN = 0.05

Row = Mapping[str, Any]
Rows = list[dict[str, Any]]


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
        self._settings = _settings(settings or {})
        self._timeout = timeout
        self.keys: set[str] = set()
        """The customer keys of the offices that are open through this client."""

    def call(self, verb: str, path: str, body: Any = None, **query: Any) -> Any:
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
        chosen = _settings(settings) if fork else {**self._settings, **_settings(settings)}
        source = {"from": fork.customer_key if isinstance(fork, Office) else fork} if fork else {}
        self.call("POST", "/offices", {"key": key, "settings": chosen, **source})
        return self._held(key, developer_key, chosen)

    def attach(self, key: str, *, developer_key: str = "", **settings: Any) -> Office:
        """The office of a customer key, opened if it is not: for programs whose key cannot be changed.

        :param settings: what to change of it.
        :raises MockOdError: for a setting or a key that cannot be.
        """
        chosen = _settings(settings)
        self.call("PUT", f"/offices/{quote(key, safe='')}", chosen)
        return self._held(key, developer_key, chosen)

    def _held(self, key: str, developer_key: str, settings: Mapping[str, Any]) -> Office:
        self.keys.add(key)
        return Office(self, key, developer_key or next(iter(settings.get("developerKeys") or ()), DEVELOPER))

    def __repr__(self) -> str:
        return f"Client({self.url!r})"


class Office(AbstractContextManager["Office"]):
    """An office of a server. As a context manager it is closed at the end.

    :param client: the server.
    :param customer_key: the key behind which the office is.
    :param developer_key: the key that a program calls with.
    """

    def __init__(self, client: Client, customer_key: str, developer_key: str = DEVELOPER) -> None:
        self.client = client
        self.customer_key = customer_key
        self.developer_key = developer_key
        self.clock = Clock(self.call)
        self.faults = Faults(self.call)
        self.requests = Requests(self.call)
        self._path = f"/offices/{quote(customer_key, safe='')}"

    def call(self, verb: str, path: str, body: Any = None, **query: Any) -> Any:
        """One call of the admin plane about this office; see :meth:`Client.call`."""
        return self.client.call(verb, self._path + path, body, **query)

    # --- how a program reaches it ---

    @property
    def url(self) -> str:
        """The address of the API, ``.../api/v1``."""
        return f"{self.client.url}{BASE}"

    @property
    def headers(self) -> dict[str, str]:
        """What every call of the API needs."""
        keys = f"ODFHIR {self.developer_key}/{self.customer_key}"
        return {"Authorization": keys, "Content-Type": "application/json"}

    def intercept(self) -> AbstractContextManager[None]:
        """Let ``https://api.opendental.com/api/v1`` answer from this office.

        For requests, urllib3 and httpx, in this process, as long as the context manager is entered. A customer key that
        is no office of this client's is replaced by this office's. Everything else passes through.
        """
        from mock_od.intercept import intercept  # noqa: PLC0415  # it imports the clients that are there

        return intercept(self)

    # --- its rows ---

    def seed(
        self,
        tables: Mapping[str, Row | Iterable[Row]] | None = None,
        /,
        *,
        world: str | None = None,
        **more: Row | Iterable[Row],
    ) -> dict[str, int]:
        """Add or replace rows; all of them or none.

        :param tables: rows by table, in the API's words; one row alone needs no list.
        :param world: the world to replace all rows by before.
        :param more: the same as ``tables``.
        :returns: how many rows each table was given.
        :raises MockOdError: for a bad row, with ``table``, ``row``, ``column`` and ``problem`` in its ``body``.
        """
        named = {**(tables or {}), **more}
        listed = {name: [rows] if isinstance(rows, Mapping) else list(rows) for name, rows in named.items()}
        given = {"office": self.customer_key, "tables": listed, **({} if world is None else {"world": world})}
        counts: dict[str, int] = self.client.call("POST", "/seed", given)["rows"]
        return counts

    def rows(self, table: str) -> Rows:
        """The rows of a table, hidden columns included, as :meth:`seed` takes them back.

        :raises MockOdError: 404 when there is no such table.
        """
        found: Rows = self.call("GET", f"/tables/{quote(table, safe='')}")["rows"]
        return found

    def reset(self) -> int:
        """Back to the world it started from.

        :returns: the new generation.
        """
        return int(self.client.call("POST", "/reset", {"office": self.customer_key})["generation"])

    def snapshot(self, name: str = "snapshot") -> str:
        """Keep the rows as they are now; a snapshot of that name is replaced.

        :returns: the name.
        """
        self.call("POST", "/snapshots", {"name": name})
        return name

    def restore(self, name: str = "snapshot") -> int:
        """Bring the rows of a snapshot back.

        :returns: the new generation.
        :raises MockOdError: 404 when there is no such snapshot.
        """
        return int(self.call("POST", f"/snapshots/{quote(name, safe='')}/restore")["generation"])

    def snapshots(self) -> list[str]:
        """The names of its snapshots, oldest first."""
        names: list[str] = self.call("GET", "/snapshots")["snapshots"]
        return names

    def forget(self, name: str = "snapshot") -> None:
        """Drop a snapshot.

        :raises MockOdError: 404 when there is no such snapshot.
        """
        self.call("DELETE", f"/snapshots/{quote(name, safe='')}")

    def diff(self, since: str | None = None) -> dict[str, Any]:
        """The rows ``added``, ``changed`` (``before``, ``after``) and ``removed``, by table.

        :param since: a snapshot; None for the world it started from.
        :raises MockOdError: 404 when there is no such snapshot.
        """
        tables: dict[str, Any] = self.call("GET", "/diff", since=since)["tables"]
        return tables

    def export(self) -> dict[str, Any]:
        """All rows, as one object that :meth:`load` and ``mock-od serve --world`` take."""
        exported: dict[str, Any] = self.call("GET", "/export")
        return exported

    def load(self, exported: Mapping[str, Any]) -> dict[str, int]:
        """Have exactly the rows of an export.

        :returns: how many rows each table was given.
        :raises MockOdError: for a bad row.
        """
        counts: dict[str, int] = self.call("POST", "/import", exported)["rows"]
        return counts

    def sequence(self, **following: int) -> dict[str, int]:
        """The next key of each table, after setting those that are given.

        :raises MockOdError: for a key that is taken, or lower than one that is.
        """
        told = self.call("PUT", "/sequence", following) if following else self.call("GET", "/sequence")
        keys: dict[str, int] = told["sequence"]
        return keys

    def fork(self, key: str | None = None, **settings: Any) -> Office:
        """A new office with these rows, this clock and these settings; whoever opens it closes it.

        :param key: its customer key; without one a key that nobody else has.
        :param settings: what differs.
        :raises MockOdError: as :meth:`Client.office`.
        """
        return self.client.office(key, fork=self, developer_key=self.developer_key, **settings)

    # --- its settings ---

    def settings(self, **changes: Any) -> dict[str, Any]:
        """All settings, after changing those that are given; the names are those of docs/admin.md.

        :raises MockOdError: for a setting that does not exist, or a value that it cannot have.
        """
        told = self.call("PUT", "", _settings(changes)) if changes else self.call("GET", "")
        settings: dict[str, Any] = told["settings"]
        return settings

    def choose(self, choices: Mapping[str, bool]) -> dict[str, bool]:
        """Switch behaviours that no source settles.

        :returns: all of them, as they are now.
        :raises MockOdError: for one that does not exist.
        """
        switched: dict[str, bool] = self.call("PUT", "/choices", dict(choices))["choices"]
        return switched

    @property
    def version(self) -> str:
        """The Open Dental that it runs."""
        return str(self.settings()["version"])

    @version.setter
    def version(self, version: str) -> None:
        self.settings(version=version)

    @property
    def mode(self) -> str:
        """``"local"``, ``"service"`` or ``"remote"``."""
        return str(self.settings()["mode"])

    @mode.setter
    def mode(self, mode: str) -> None:
        self.settings(mode=mode)

    @property
    def permissions(self) -> str | list[str]:
        """The permissions of its customer key: ``"all"``, or their names."""
        names: str | list[str] = self.settings()["permissions"]
        return names

    @permissions.setter
    def permissions(self, permissions: str | Iterable[str]) -> None:
        self.settings(permissions=permissions)

    @property
    def generation(self) -> int:
        """Grows whenever the plane changes its rows."""
        return int(self.call("GET", "")["generation"])

    def close(self) -> None:
        """Forget the office on the server; once more does nothing."""
        self.client.keys.discard(self.customer_key)
        try:
            self.call("DELETE", "")
        except MockOdError as refused:
            if refused.status != _GONE:
                raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        return f"<Office {self.customer_key} at {self.url}>"


def _settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as the plane names them: ``key_status`` is its ``keyStatus``."""
    return {_camel(name): _plain(value) for name, value in given.items()}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | Mapping) else list(value)


def _word(value: object) -> str:
    """Moments and days as the API writes them.

    :raises TypeError: for anything else that JSON has no word for.
    """
    if isinstance(value, date):
        return str(value)
    raise TypeError(f"{value!r} has no JSON")
