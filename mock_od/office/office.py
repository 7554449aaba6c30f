"""One office: an isolated world behind one customer key; and all the offices of a server.

May not: know a resource, or speak HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock, RLock
from typing import Any

from mock_od import declare as d
from mock_od.engine.perform import Answer, Engine
from mock_od.engine.records import StoredRecords
from mock_od.office.clock import Clock
from mock_od.office.seeding import Seeder
from mock_od.office.store import Image, Store
from mock_od.office.worlds import Worlds
from mock_od.versions import NEWEST, version

MODES = ("remote", "local", "service")
PAGE_LIMITS = {"remote": 100, "local": 1000, "service": 1000}
KEY = re.compile(r"[!-.0-~]{1,255}")
"""What a customer key may look like: visible ASCII without a slash."""


@dataclass(frozen=True)
class Settings:
    """What an office starts with.

    :param world: the world's name.
    :param version: the version of Open Dental it runs.
    :param mode: "remote", "local" or "service".
    :raises ValueError: when the version or the mode is none.
    """

    world: str = "clinic"
    version: str = NEWEST
    mode: str = "local"
    choices: Mapping[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        version(self.version)
        if self.mode not in MODES:
            raise ValueError(f"{self.mode!r} is no mode; choose {', '.join(MODES)}")


class Office:
    """The rows, the clock and the settings behind one customer key. Whoever calls it holds its lock."""

    def __init__(self, key: str, engine: Engine, image: Image, settings: Settings) -> None:
        self.key = key
        self.lock = RLock()
        self.clock = Clock()
        self.store = Store(image)
        self.records = StoredRecords(engine.shapes, self.store, self.clock.now)
        self._engine = engine
        self._start = image
        self.apply(settings)

    def apply(self, settings: Settings) -> None:
        """Run with these settings from now on."""
        self.settings = settings
        self.version = version(settings.version)
        self.version_text = settings.version
        self.mode = settings.mode
        self.page_limit = PAGE_LIMITS[settings.mode]
        self.choices = settings.choices

    def now(self) -> datetime:
        """The office's time."""
        return self.clock.now()

    def perform(
        self, method: d.Method, key: int | None, query: Mapping[str, str], body: bytes, developer: str
    ) -> Answer:
        """Answer one request; see :meth:`mock_od.engine.perform.Engine.perform`."""
        return self._engine.perform(self, method, key=key, query=query, body=body, developer=developer)

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


class Offices:
    """The offices of one server. A key that was not seen before opens a fresh one.

    :param defaults: what a fresh office starts with.
    :param path: whether the start world may be a path on this machine.
    :raises UnknownWorld: when the start world does not exist.
    """

    def __init__(self, engine: Engine, defaults: Settings | None = None, *, path: bool = False) -> None:
        self.engine = engine
        self.defaults = defaults or Settings()
        self.worlds = Worlds(engine)
        self.seeder = Seeder(engine.shapes)
        self._start = self.worlds.image(self.defaults.world, path=path)
        self._offices: dict[str, Office] = {}
        self._lock = Lock()

    def open(self, key: str) -> Office:
        """The office of a customer key, opened if it was not."""
        office = self._offices.get(key)
        if office is None:
            with self._lock:
                office = self._offices.get(key)
                if office is None:
                    office = self._offices[key] = Office(key, self.engine, self._start, self.defaults)
        return office

    def find(self, key: str) -> Office | None:
        """The office of a customer key, if it is open."""
        return self._offices.get(key)

    def all(self) -> Iterable[Office]:
        """The open offices."""
        return list(self._offices.values())
