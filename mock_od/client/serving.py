"""Servers in threads of this process: for scripts, notebooks, unittest, and for the fixtures of pytest.

May not: know pytest, or import the server before one is to start.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from mock_od.client.client import Client
from mock_od.client.error import MockOdError
from mock_od.client.office import settings_json

if TYPE_CHECKING:
    from mock_od.office.offices import Offices
    from mock_od.web.server import Server

__tracebackhide__ = True  # pytest shows the line of the test that called

_VARIABLES = {
    "world": "MOCK_OD_WORLD",
    "version": "MOCK_OD_VERSION",
    "mode": "MOCK_OD_MODE",
    "clock": "MOCK_OD_NOW",
    "dates": "MOCK_OD_DATES",
}
"""The settings that the environment decides where nothing else does, as for ``mock-od serve``."""
_YES = {"1", "true", "t", "yes", "y", "on"}


class Servers:
    """Servers of this process. They have their worlds in common, and each has an address and offices of its own.

    :param settings: what their offices start with; the environment decides what is not given.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = {**_of_the_environment(), **settings_json(settings)}
        self._first: Offices | None = None
        self._running: list[Server] = []

    def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Start one more.

        :param host: an address of this machine.
        :param port: 0 for a free one.
        :returns: its address, without a path.
        :raises MockOdError: for a setting or a world that cannot be, or an address that cannot be had.
        """
        from mock_od.engine.perform import Engine
        from mock_od.office.offices import Offices
        from mock_od.office.settings import BadSetting, Settings
        from mock_od.office.world_day import NoDay
        from mock_od.office.worlds import UnknownWorld
        from mock_od.opendental import catalog
        from mock_od.web.asgi_app import server_of

        try:
            engine = self._first.engine if self._first else Engine(catalog())
            worlds = self._first.worlds if self._first else None
            settings = Settings().changed(self._settings)
            # It is there for this machine's tests alone, so that each of them may name the folder of its own rows.
            offices = Offices(engine, settings, path=True, any_path=True, worlds=worlds)
        except (BadSetting, UnknownWorld, NoDay) as problem:
            raise MockOdError(str(problem)) from None
        self._first = self._first or offices
        server = server_of(offices)
        try:
            address = server.listen(host, port).url
        except OSError as taken:
            raise MockOdError(f"cannot listen on {host} port {port}: {taken.strerror or taken}") from None
        server.start()
        self._running.append(server)
        return address

    def stop(self) -> None:
        """Stop all of them."""
        while self._running:
            self._running.pop().stop()


class Serving:
    """A server in a thread of this process, as long as the context lasts; made by :func:`serving`."""

    def __init__(self, host: str, port: int, settings: Mapping[str, Any]) -> None:
        self._host = host
        self._port = port
        self._servers = Servers(settings)
        self._client: Client | None = None

    def start(self) -> Client:
        """Start it, where no context manager fits; :meth:`stop` ends it.

        :returns: the server, which opens offices.
        :raises MockOdError: for a setting or a world that cannot be, or an address that cannot be had.
        """
        if self._client is None:
            self._client = Client(self._servers.start(self._host, self._port), token="")
        return self._client

    def stop(self) -> None:
        """Close its offices and end it; once more does nothing."""
        client, self._client = self._client, None
        if client is not None:
            client.end_heartbeat()
        self._servers.stop()

    def __enter__(self) -> Client:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Client:
        from asyncio import to_thread

        return await to_thread(self.start)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from asyncio import to_thread

        await to_thread(self.stop)


def serving(*, host: str = "127.0.0.1", port: int = 0, **settings: Any) -> Serving:
    """A server in a thread of this process, as a context manager, for ``with`` and ``async with``.

    ::

        with mock_od.serving(world="small") as server, server.office() as office:
            print(office.rows("patient"))

    What is not given, ``MOCK_OD_WORLD``, ``MOCK_OD_VERSION``, ``MOCK_OD_MODE``, ``MOCK_OD_NOW``, ``MOCK_OD_DATES`` and
    ``MOCK_OD_FAITHFUL`` decide, as they do for ``mock-od serve``.

    :param host: an address of this machine.
    :param port: 0 for a free one.
    :param settings: what its offices start with, as docs/admin.md names them: ``world`` (a name, or the path of a
        folder), ``version``, ``mode``, ``clock``, ``key_status``.
    """
    return Serving(host, port, settings)


def _of_the_environment() -> dict[str, Any]:
    named = {setting: os.environ.get(variable, "") for setting, variable in _VARIABLES.items()}
    faithful = os.environ.get("MOCK_OD_FAITHFUL", "").lower()
    switched = {"faithful": faithful in _YES} if faithful else {}
    return {**{setting: text for setting, text in named.items() if text}, **switched}
