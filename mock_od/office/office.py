"""One office: an isolated world behind one customer key; and all the offices of a server.

May not: know a resource, or speak HTTP.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from itertools import count
from threading import Lock, RLock
from typing import Any

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.engine import values
from mock_od.engine.perform import Answer, Engine, Setting
from mock_od.engine.records import StoredRecords
from mock_od.faults import Faults
from mock_od.office.clock import Clock
from mock_od.office.journal import Journal
from mock_od.office.seeding import Seeder
from mock_od.office.settings import Settings
from mock_od.office.throttle import Throttle
from mock_od.office.worlds import Worlds
from mock_od.store import Image, Store
from mock_od.versions import Version

KEY = re.compile(r"[!-.0-~]{1,255}")
"""What a customer key may look like: visible ASCII without a slash."""


class Office:
    """The rows, the clock and the settings behind one customer key. Whoever calls it holds its lock."""

    def __init__(self, key: str, engine: Engine, image: Image, settings: Settings) -> None:
        self.key = key
        self.lock = RLock()
        self.clock = Clock(settings.zone)
        self.throttle = Throttle(self._let_pass)
        self.store = Store(image)
        self.records = StoredRecords(engine.shapes, self.store)
        self.settings = settings
        self.last_used = time.monotonic()
        """The moment of its last call, in seconds of the machine's monotonic clock."""
        self.generation = 1
        """Grows whenever the admin plane changes rows, so that nobody mistakes one history for another."""
        self.snapshots: dict[str, Image] = {}
        self.faults = Faults()
        self.journal = Journal(self.clock)
        self._engine = engine
        self._setting = self._describe()
        self._start = image

    def apply(self, settings: Settings, world: Image | None = None) -> None:
        """Run with these settings from now on.

        :param world: the world to start again from, where that changes.
        """
        if settings.pace != self.settings.pace:
            self.throttle.free()
        self.settings = settings
        self._setting = self._describe()
        self.clock.zone = settings.zone
        if world:
            self._start = world
            self.reset()

    @property
    def catalog(self) -> Catalog:
        """What it serves."""
        return self._engine.catalog

    def elapsed(self) -> float:
        """Seconds on the office's clock, from some moment on: the time that passed, and the time that was skipped."""
        return time.monotonic() + self.clock.skipped

    def _let_pass(self, by: timedelta) -> None:
        with self.lock:
            self.clock.advance(by)

    def skip(self, seconds: float) -> bool:
        """Let time pass at once where the clock is frozen.

        :returns: whether it is, so that nobody has to wait.
        """
        if self.clock.frozen:
            with suppress(OverflowError):  # the calendar ends, and the clock stays where it is
                self.clock.advance(timedelta(seconds=seconds))
        return self.clock.frozen

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
        return self._engine.perform(
            self._setting,
            method,
            key=key,
            query=query,
            body=body,
            developer=developer,
            page_limit=self.settings.page_limit(mode),
        )

    def _describe(self) -> Setting:
        return Setting(
            version=self.settings.number,
            version_text=self.settings.version,
            permissions=self.settings.permissions,
            choices=self.settings.choices,
            store=self.store,
            records=self.records,
            clock=self.clock,
        )

    # --- what the admin plane does to the rows ---

    @property
    def tables(self) -> list[str]:
        """The names of its tables."""
        return list(self._engine.catalog.tables)

    def reset(self) -> None:
        """Back to the world it started from."""
        self.restore(self._start)

    def restore(self, image: Image) -> None:
        """Back to the rows of an image."""
        self.store.restore(image)
        self.generation += 1

    def seed(self, seeder: Seeder, world: Image | None, tables: Mapping[str, Any]) -> dict[str, int]:
        """Replace the world where one is given, then add or replace rows; all of it or nothing.

        :returns: how many rows each table was given.
        :raises BadRow: when a row is bad.
        """
        if world:
            fresh = Store(world)
            counts = seeder.seed(StoredRecords(self._engine.shapes, fresh), tables)
            self.store.adopt(fresh)
        else:
            with self.store.transaction():
                counts = seeder.seed(self.records, tables)
        self.generation += 1
        return counts

    def replace(self, seeder: Seeder, tables: Mapping[str, Any]) -> dict[str, int]:
        """Have exactly these rows; all of it or nothing.

        :returns: how many rows each table was given.
        :raises BadRow: when a row is bad.
        """
        with self.store.transaction():
            for table in self.tables:
                self.records.delete(table)
            counts = seeder.seed(self.records, tables)
        self.generation += 1
        return counts

    def seed_rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table as a seed takes them back, hidden columns included."""
        return seed_json(self._engine.catalog.tables[table], self.records.rows(table))

    def diff(self, image: Image | None) -> dict[str, Any]:
        """The rows added, changed and removed since an image, or since the start world; tables without any left out."""
        store = Store(image or self._start)
        before = StoredRecords(self._engine.shapes, store)
        found = {}
        for name, table in self._engine.catalog.tables.items():
            then, now = ({row[table.key.name]: row for row in records.rows(name)} for records in (before, self.records))
            added = [row for key, row in now.items() if key not in then]
            removed = [row for key, row in then.items() if key not in now]
            changed = [(then[key], row) for key, row in now.items() if key in then and then[key] != row]
            if added or removed or changed:
                pairs = [dict(zip(("before", "after"), seed_json(table, pair), strict=True)) for pair in changed]
                found[name] = {
                    "added": seed_json(table, added),
                    "changed": pairs,
                    "removed": seed_json(table, removed),
                }
        store.close()
        return found


def seed_json(table: type[d.Table], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows in words as JSON that a seed takes back."""
    turns = {field.name: values.seeder(field) for field in table.columns.values()}
    return [{name: turn(word) if (turn := turns[name]) else word for name, word in row.items()} for row in rows]


class UnknownKey(Exception):
    """No office has this customer key, and none is opened for it."""


class TakenKey(Exception):
    """An office is open with this customer key."""


class NoRoom(Exception):
    """The server has as many offices as it may have: the text says what to do."""


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
        self._path = path
        if self.defaults.world not in self.worlds.names:  # one of ours is good, and is read when it is first needed
            self.warm()
        self._offices: dict[str, Office] = {}
        self._lock = Lock()

    def warm(self) -> Image:
        """Have the start world ready.

        :returns: its state.
        :raises UnknownWorld: when there is no such world.
        """
        return self.worlds.image(self.defaults.world, path=self._path)

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
                office = self._offices[key] = Office(key, self.engine, self.warm(), self.defaults)
            return office

    def draft(self, key: str | None, settings: Settings) -> Office:
        """A new office in the world of its settings, which nobody can call before it is added.

        :param key: None to have :meth:`add` pick a free one.
        :raises UnknownWorld: when there is no such world.
        """
        start = self.warm() if settings.world == self.defaults.world else self.worlds.image(settings.world)
        return Office(_key(key), self.engine, start, settings)

    def add(self, office: Office) -> Office:
        """Let an office be called that nobody can call yet.

        :raises TakenKey: when the key has an office.
        :raises NoRoom: when there is no room for it.
        """
        with self._lock:
            if not office.key:  # under the lock: two that are opened at once get two keys
                office.key = self.free_key()
            if office.key in self._offices:
                raise TakenKey(office.key)
            self._offices[office.key] = office
            return office

    def make(self, key: str | None, settings: Settings) -> Office:
        """A new office in the world of its settings.

        :param key: None for a free one.
        :raises TakenKey: when the key has an office.
        :raises NoRoom: when there is no room for it.
        :raises UnknownWorld: when there is no such world.
        """
        return self.add(self.draft(key, settings))

    def fork(self, source: Office, key: str | None, settings: Settings) -> Office:
        """A new office with the rows, the sequences and the clock of another, whose lock the caller holds.

        :param key: None for a free one.
        :raises TakenKey: when the key has an office.
        :raises NoRoom: when there is no room for it.
        """
        office = Office(_key(key), self.engine, source.store.image(), settings)
        office.clock.copy(source.clock)
        return self.add(office)

    def free_key(self) -> str:
        """A customer key that no office has."""
        return next(key for number in count(len(self._offices) + 1) if (key := f"office{number}") not in self._offices)

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


def _key(key: str | None) -> str:
    """The key, where it can be one; empty for none.

    :raises ValueError: when it cannot.
    """
    if key is not None and not KEY.fullmatch(key):
        raise ValueError("a customer key is visible ASCII without a slash, 255 characters at most")
    return key or ""
