"""One office: an isolated world behind one customer key; and all the offices of a server.

May not: know a resource, or speak HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from threading import Lock, RLock
from typing import Any

from mock_od import declare as d
from mock_od.engine.perform import Answer, Engine, Setting
from mock_od.engine.records import StoredRecords
from mock_od.office.clock import Clock
from mock_od.office.seeding import Seeder
from mock_od.office.settings import Settings
from mock_od.office.store import Image, Store
from mock_od.office.throttle import Throttle
from mock_od.office.worlds import Worlds
from mock_od.versions import Version

KEY = re.compile(r"[!-.0-~]{1,255}")
"""What a customer key may look like: visible ASCII without a slash."""


class Office:
    """The rows, the clock and the settings behind one customer key. Whoever calls it holds its lock."""

    def __init__(self, key: str, engine: Engine, image: Image, settings: Settings) -> None:
        self.key = key
        self.lock = RLock()
        self.clock = Clock(settings.zone)
        self.throttle = Throttle(self.clock.advance)
        self.store = Store(image)
        self.records = StoredRecords(engine.shapes, self.store, self.clock.now)
        self.settings = settings
        self._engine = engine
        self._start = image

    def apply(self, settings: Settings, world: Image | None = None) -> None:
        """Run with these settings from now on.

        :param world: the world to start again from, where that changes.
        """
        self.settings = settings
        self.clock.zone = settings.zone
        if world:
            self._start = world
            self.reset()

    @property
    def version(self) -> Version:
        """The version it runs, to compare."""
        return self.settings.number

    @property
    def version_text(self) -> str:
        """The version it runs."""
        return self.settings.version

    def perform(
        self, method: d.Method, key: int | None, *, query: Mapping[str, str], body: bytes, developer: str, mode: str
    ) -> Answer:
        """Answer one request; see :meth:`mock_od.engine.perform.Engine.perform`."""
        setting = Setting(
            version=self.settings.number,
            version_text=self.settings.version,
            page_limit=self.settings.page_limit(mode),
            permissions=self.settings.permissions,
            choices=self.settings.choices,
            developer=developer,
            store=self.store,
            records=self.records,
            clock=self.clock,
        )
        return self._engine.perform(setting, method, key=key, query=query, body=body)

    def reset(self) -> None:
        """Back to the world it started from."""
        self.store.restore(self._start)

    def seed(self, seeder: Seeder, world: Image | None, tables: Mapping[str, Any]) -> dict[str, int]:
        """Replace the world where one is given, then add or replace rows; all of it or nothing.

        :returns: how many rows each table was given.
        :raises BadRow: when a row is bad.
        """
        before = self.store.image() if world else None
        try:
            if world:
                self.store.restore(world)
            with self.store.transaction():
                counts = seeder.seed(self.records, tables)
        except BaseException:
            if before:
                self.store.restore(before)
            raise
        return counts


class UnknownKey(Exception):
    """No office has this customer key, and none is opened for it."""


class Offices:
    """The offices of one server. A key that was not seen before opens a fresh one.

    :param defaults: what a fresh office starts with.
    :param path: whether the start world may be a path on this machine.
    :param strict: whether only :meth:`open` opens offices, and an unknown key is refused.
    :raises UnknownWorld: when the start world does not exist.
    """

    def __init__(
        self, engine: Engine, defaults: Settings | None = None, *, path: bool = False, strict: bool = False
    ) -> None:
        self.engine = engine
        self.defaults = defaults or Settings()
        self.worlds = Worlds(engine)
        self.seeder = Seeder(engine.shapes)
        self.strict = strict
        self._start = self.worlds.image(self.defaults.world, path=path)
        self._offices: dict[str, Office] = {}
        self._lock = Lock()

    def called(self, key: str) -> Office:
        """The office that a client calls with a customer key.

        :raises UnknownKey: when there is none and this server opens none by itself.
        """
        office = self._offices.get(key)
        if office is None:
            if self.strict:
                raise UnknownKey(key)
            office = self.open(key)
        return office

    def open(self, key: str) -> Office:
        """The office of a customer key, opened if it was not."""
        with self._lock:
            office = self._offices.get(key)
            if office is None:
                office = self._offices[key] = Office(key, self.engine, self._start, self.defaults)
            return office

    def close(self, key: str) -> bool:
        """Forget an office; whether there was one."""
        with self._lock:
            return self._offices.pop(key, None) is not None

    def find(self, key: str) -> Office | None:
        """The office of a customer key, if it is open."""
        return self._offices.get(key)

    def all(self) -> list[Office]:
        """The open offices."""
        return list(self._offices.values())
