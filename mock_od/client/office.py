"""An office of a server, as a test holds it: its rows and its settings.

May not: import the server, the engine or an office, or know how a call is sent.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mock_od.client.clock import Clock, moment_text
from mock_od.client.differing import SECURITY_LOG, without
from mock_od.client.exact import Exact
from mock_od.client.faults import Faults
from mock_od.client.results import Row, TableDiff
from mock_od.client.served import Requests
from mock_od.wire import API

if TYPE_CHECKING:
    from mock_od.client.client import Client

__tracebackhide__ = True  # pytest shows the line of the test that called

DEVELOPER = "developer"
"""The developer key that a program calls with where none is named."""

Given = Mapping[str, Any]
"""A row that is to be added: values by column, in the API's words."""


class Office(Exact):
    """An office of a server. As a context manager it is closed at the end.

    :param client: the server.
    :param customer_key: the key behind which the office is.
    :param developer_key: the key that a program calls with.
    """

    __slots__ = ("__weakref__", "_path", "client", "clock", "customer_key", "developer_key", "faults", "requests")

    def __init__(self, client: Client, customer_key: str, developer_key: str = DEVELOPER) -> None:
        self.client = client
        self.customer_key = customer_key
        self.developer_key = developer_key
        self.clock = Clock(self.call)
        self.faults = Faults(self.call)
        self.requests = Requests(self.call)
        self._path = f"/offices/{quote(customer_key, safe='')}"

    def call(self, verb: str, path: str, body: Any = None, /, **query: Any) -> Any:
        """One call of the admin plane about this office; see :meth:`Client.call`."""
        return self.client.call(verb, self._path + path, body, **query)

    # --- how a program reaches it ---

    @property
    def url(self) -> str:
        """The address of the API, ``.../api/v1``."""
        return f"{self.client.url}{API}"

    @property
    def headers(self) -> dict[str, str]:
        """The headers that every call of the API needs: the two keys, and JSON as the type of its body."""
        keys = f"ODFHIR {self.developer_key}/{self.customer_key}"
        return {"Authorization": keys, "Content-Type": "application/json"}

    def intercept(self) -> AbstractContextManager[None]:
        """Let ``https://api.opendental.com/api/v1`` answer from this office.

        For requests, urllib3, httpx, aiohttp and http.client, in this process, as long as the context manager is
        entered. A customer key that is no office of this client's is replaced by this office's. Whatever else goes to
        that host is refused; other hosts are called as ever.
        """
        from mock_od.client.intercept import intercept  # it imports the clients that are there

        return intercept(self)

    # --- its rows ---

    def seed(
        self,
        tables: Mapping[str, Given | Iterable[Given]] | None = None,
        /,
        *,
        world: str | None = None,
        **more: Given | Iterable[Given],
    ) -> dict[str, int]:
        """Add or replace rows; all of them or none.

        :param tables: rows by table, in the API's words; one row alone needs no list.
        :param world: the world to replace all rows by before, its dates moved to the day of the clock.
        :param more: the same as ``tables``.
        :returns: how many rows each table was given.
        :raises MockOdError: for a bad row; ``body["at"]`` says where: ``["tables", table, row, column]``.
        """
        named = {**(tables or {}), **more}
        listed = {name: [rows] if isinstance(rows, Mapping) else list(rows) for name, rows in named.items()}
        given = {"office": self.customer_key, "tables": listed, **({} if world is None else {"world": world})}
        counts: dict[str, int] = self.client.call("POST", "/seed", given)["rows"]
        return counts

    def tables(self) -> dict[str, int]:
        """How many rows each table has: those with a page, and others that have rows."""
        counts: dict[str, int] = self.call("GET", "/tables")["tables"]
        return counts

    def rows(self, table: str, /, **equal: Any) -> list[Row]:
        """The rows of a table, hidden columns included, as :meth:`seed` takes them back.

        :param equal: values of columns, in the API's words; those rows alone that have them.
        :raises MockOdError: 404 when there is no such table, 400 for a column that there is not.
        :raises ValueError: when a value is None, which no row has.
        """
        found: list[Row] = self.call("GET", _table_path(table), **_filters(equal))["rows"]
        return found

    def update(self, table: str, key: int, /, **columns: Any) -> Row:
        """Change columns of a row; the others stay. The stamp of its last edit follows, unless it is named.

        :param key: its primary key.
        :param columns: values in the API's words; None for a column's default.
        :returns: the row as it is then.
        :raises MockOdError: 404 when there is no such row or table, 400 for a value that cannot be.
        """
        row: Row = self.call("PATCH", f"{_table_path(table)}/{int(key)}", columns)["row"]
        return row

    def delete(self, table: str, /, **equal: Any) -> int:
        """Remove rows of a table; without ``equal`` all of them. What belongs to them stays.

        :param equal: values of columns, in the API's words; those rows alone that have them.
        :returns: how many there were.
        :raises MockOdError: as :meth:`rows`.
        :raises ValueError: when a value is None, which no row has.
        """
        return int(self.call("DELETE", _table_path(table), **_filters(equal))["removed"])

    def reset(self) -> int:
        """Put the rows back to the world that the office started from; of a fork, to the rows it began with.

        Their dates are those of the day on which the office was opened, whatever its clock shows.

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

    def diff(self, since: str | None = None, *, ignore: Iterable[str] = SECURITY_LOG) -> dict[str, TableDiff]:
        """The rows that were ``added``, ``changed`` and ``removed``, by table; tables without a change are left out.

        :param since: a snapshot; None for the world it started from.
        :param ignore: what is left out: tables (``"securitylog"``), columns (``"treatplan.SecDateTEdit"``), columns of
            all tables (``"*.SecDateTEdit"``). By default the log that nearly every write adds a row to; ``()`` for
            nothing.
        :raises MockOdError: 404 when there is no such snapshot.
        :raises ValueError: when there is no such table.
        """
        tables: dict[str, TableDiff] = self.call("GET", "/diff", since=since)["tables"]
        return without(tables, [ignore] if isinstance(ignore, str) else list(ignore), self.sequence)

    def export(self) -> dict[str, Any]:
        """All rows and the day that they are of, as one object that :meth:`load` and ``mock-od serve --world`` take."""
        exported: dict[str, Any] = self.call("GET", "/export")
        return exported

    def load(self, exported: Mapping[str, Any]) -> dict[str, int]:
        """Have exactly the rows of an export, their dates moved from its day (``today``) to the day of the clock.

        By whole weeks, so that within a week nothing moves. Without ``today`` all dates stay as they are.

        :returns: how many rows each table was given.
        :raises MockOdError: for a bad row.
        """
        counts: dict[str, int] = self.call("POST", "/import", exported)["rows"]
        return counts

    def sequence(self, **following: int) -> dict[str, int]:
        """The next key of each table, after setting those that are given.

        :raises MockOdError: for a key that is taken, or lower than one that is.
        """
        answer = self.call("PUT", "/sequence", following) if following else self.call("GET", "/sequence")
        keys: dict[str, int] = answer["sequence"]
        return keys

    def fork(self, key: str | None = None, **settings: Any) -> Office:
        """A new office with these rows, this clock and these settings; whoever opens it closes it.

        :param key: its customer key; without one a key that nobody else has.
        :param settings: what differs.
        :raises MockOdError: as :meth:`Client.office`.
        """
        inherited = "" if "developerKeys" in settings_json(settings) else self.developer_key
        return self.client.office(key, fork=self, developer_key=inherited, **settings)

    # --- its settings ---

    def settings(self, **changes: Any) -> dict[str, Any]:
        """All settings, after changing those that are given; the names are those of docs/admin.md.

        :raises MockOdError: for a setting that does not exist, or a value that it cannot have.
        """
        answer = self.call("PUT", "", settings_json(changes)) if changes else self.call("GET", "")
        settings: dict[str, Any] = answer["settings"]
        self.client.renew(self.customer_key, settings.get("ttlSeconds"))
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
        """Close the office on the server; once more does nothing.

        :raises MockOdError: when no server answers.
        """
        self.client.close(self.customer_key)

    def __enter__(self) -> Office:  # noqa: PYI034  # Self is in typing from Python 3.11 on
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        return f"<Office {self.customer_key} at {self.url}>"


def _table_path(table: str) -> str:
    return f"/tables/{quote(table, safe='')}"


def _filters(equal: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a query says them."""
    for name, value in equal.items():
        if value is None:
            raise ValueError(f"{name} is None, which no row has; leave it out, or name a value")
    words = {True: "true", False: "false"}
    return {name: words[value] if isinstance(value, bool) else value for name, value in equal.items()}


def settings_json(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as the plane names them: ``key_status`` is its ``keyStatus``."""
    return {_camel_case(name): _json_value(value) for name, value in given.items()}


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def _json_value(value: Any) -> Any:
    if isinstance(value, date):
        return moment_text(value)
    if isinstance(value, os.PathLike):  # the folder of a world
        return os.fspath(value)
    if isinstance(value, Mapping):
        return {name: moment_text(part) if isinstance(part, date) else part for name, part in value.items()}
    return value if value is None or isinstance(value, str | int | float) else list(value)
