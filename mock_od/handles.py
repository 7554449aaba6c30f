"""An office of a server, as a test holds it: its rows, its settings, its clock and its faults.

May not: import the server, the engine or an office, or know how a call is sent.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mock_od.served import Requests

if TYPE_CHECKING:
    from mock_od.client import Client

BASE = "/api/v1"
DEVELOPER = "developer"

Row = Mapping[str, Any]
Rows = list[dict[str, Any]]
Call = Callable[..., Any]
"""Sends one call of the admin plane below the office's address: verb, path, body, and the query by name."""
Faulty = dict[str, Any]
Faulties = builtins.list[Faulty]


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
        told = self.call("PUT", "", settings_json(changes)) if changes else self.call("GET", "")
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
        self.client.close(self.customer_key)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        return f"<Office {self.customer_key} at {self.url}>"


class Clock:
    """An office's time.

    :param call: sends a call of the admin plane about this office.
    """

    def __init__(self, call: Call) -> None:
        self._call = call

    @property
    def now(self) -> datetime:
        """The office's time, in its own time zone."""
        return _moment(self._call("GET", "/clock"))

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return bool(self._call("GET", "/clock")["frozen"])

    def freeze(self, moment: str | date | None = None) -> datetime:
        """Stop the clock.

        :param moment: when; ``"2024-01-27 14:13:05"``, a date for its midnight, None for where it stands.
        :returns: the office's time.
        :raises ValueError: when that is no moment, or one with a time zone.
        """
        now = {} if moment is None else {"now": _written(moment)}
        return _moment(self._call("PUT", "/clock", {**now, "frozen": True}))

    def set(self, moment: str | date) -> datetime:
        """Set the clock; it runs on from there.

        :returns: the office's time.
        :raises ValueError: when that is no moment, or one with a time zone.
        """
        return _moment(self._call("PUT", "/clock", {"now": _written(moment), "frozen": False}))

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Let time pass, also on a clock that stands still.

        :returns: the office's time.
        """
        by = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
        return _moment(self._call("POST", "/clock/advance", {unit: much for unit, much in by.items() if much}))

    def follow(self) -> datetime:
        """Put the clock back to the server's own.

        :returns: the office's time.
        """
        return _moment(self._call("PUT", "/clock", {}))

    def __repr__(self) -> str:
        return f"<Clock {self.now}>"


class Faults:
    """The failures that an office is to show.

    :param call: sends a call of the admin plane about this office.
    """

    def __init__(self, call: Call) -> None:
        self._call = call

    def add(
        self,
        match: str | Mapping[str, Any] | None = None,
        *,
        then: Mapping[str, Any],
        times: int | None = None,
        after: int | None = None,
        probability: float | None = None,
    ) -> Faulty:
        """Let calls fail.

        :param match: which calls: ``{"verb", "path", "body"}``, or ``"POST /treatplans*"``; None for all.
        :param then: how, such as ``{"status": 503}`` or ``{"lostWrite": True}``.
        :param times: how often at most.
        :param after: how many matching calls go by before.
        :param probability: how likely, by the office's seeded generator.
        :returns: the fault, with its ``id``.
        """
        rule = {"match": _matching(match), "times": times, "after": after, "probability": probability}
        given = {name: value for name, value in rule.items() if value is not None}
        added: Faulty = self._call("POST", "/faults", {**given, "then": dict(then)})
        return added

    def list(self) -> Faulties:
        """The faults, each with how often it ``fired``."""
        found: Faulties = self._call("GET", "/faults")["faults"]
        return found

    def remove(self, number: int | str) -> None:
        """Forget one fault.

        :param number: its ``id``.
        """
        self._call("DELETE", f"/faults/{number}")

    def clear(self) -> None:
        """Forget all of them."""
        self._call("DELETE", "/faults")

    def seed(self, seed: int) -> None:
        """Seed the generator that probabilities are drawn from."""
        self._call("PUT", "/faults/seed", {"seed": seed})


def settings_json(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as the plane names them: ``key_status`` is its ``keyStatus``."""
    return {_camel(name): _plain(value) for name, value in given.items()}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | Mapping) else list(value)


def _moment(told: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(told["now"])


def _written(moment: str | date) -> str:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    elif not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  # an office's time has no zone
    if moment.tzinfo is not None:
        raise ValueError("an office's time has no zone: give a moment without one")
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _matching(match: str | Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not isinstance(match, str):
        return None if match is None else dict(match)
    verb, _, path = match.rpartition(" ")
    return {"verb": verb, "path": path} if verb else {"path": path}
