"""One office: an isolated world behind one customer key; and all the offices of a server.

May not: know a resource, or speak HTTP.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from itertools import count
from threading import RLock
from typing import Any, Final

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.engine import values
from mock_od.engine.perform import Answer, Engine, OfficeView
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
MOST_OFFICES: Final = 2000
"""How many offices a server holds by default."""
_LONG_UNUSED: Final = 600.0  # seconds after which an office may go where another one needs its place
_REMEMBERED: Final = 10_000  # keys of offices that went
_BETWEEN: Final = 1.0  # seconds between two looks for offices that have outlived their time


class Office:
    """The rows, the clock and the settings behind one customer key. The caller holds its lock.

    :param key: the customer key.
    :param image: the rows that it starts with.
    """

    def __init__(self, key: str, engine: Engine, image: Image, settings: Settings) -> None:
        self.key = key
        self.lock = RLock()
        self.clock = Clock(settings.zone)
        self.throttle = Throttle()
        self.store = Store(image)
        self.records = StoredRecords(engine.shapes, self.store)
        self.settings = settings
        self.generation = 1
        """Grows whenever the admin plane changes rows: two answers with one generation come from one history."""
        self.snapshots: dict[str, Image] = {}
        self.faults = Faults()
        self.journal = Journal(self.clock)
        self._engine = engine
        self._view = self._look()
        self._start = image
        self.last_used = time.monotonic()
        """When it was last called, on the monotonic clock: by a client or by the admin plane."""
        self.closed = False
        """Whether it is gone, and its rows with it: its key has another office then, or none."""
        self.notice = ""
        """What the first answer to a client says in its hint; then empty."""

    def close(self) -> None:
        """Give its memory back."""
        self.closed = True
        self.snapshots.clear()
        self.journal.clear()
        self.store.close()

    def apply(self, settings: Settings, world: Image | None = None) -> None:
        """Run with these settings from now on.

        :param world: the world to start again from, where that changes.
        """
        if settings.pace != self.settings.pace:
            self.throttle.free()
        self.settings = settings
        self._view = self._look()
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

    def skip(self, seconds: float) -> bool:
        """Let time pass at once where the clock is frozen.

        :returns: whether it is, so that the wait is over.
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
        self,
        method: d.Method,
        key: int | None,
        *,
        query: Mapping[str, str],
        read: Callable[[], dict[str, Any]],
        developer: str,
        mode: str,
    ) -> Answer:
        """Answer one request; see :meth:`mock_od.engine.perform.Engine.perform`."""
        return self._engine.perform(
            self._view,
            method,
            key=key,
            query=query,
            read=read,
            developer=developer,
            page_limit=self.settings.page_limit(mode),
        )

    def _look(self) -> OfficeView:
        return OfficeView(
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
    """The customer key has no office, and none is opened for it."""


class TakenKey(Exception):
    """An office is open with this customer key."""


class NoRoom(Exception):
    """The server holds as many offices as it may, and all of them are in use."""


class Offices:
    """The offices of one server. A key that was not seen before opens a fresh one.

    :param defaults: what a fresh office starts with.
    :param path: whether the start world may be a path on this machine.
    :param strict: whether only :meth:`open` opens offices, and an unknown key is refused.
    :param most: how many there may be. When one more is opened, the one that was unused longest is closed, if that is
        ten minutes or more.
    :raises UnknownWorld: when the start world does not exist.
    """

    def __init__(
        self,
        engine: Engine,
        defaults: Settings | None = None,
        *,
        path: bool = False,
        strict: bool = False,
        most: int = MOST_OFFICES,
    ) -> None:
        self.engine = engine
        self.defaults = defaults or Settings()
        self.worlds = Worlds(engine)
        self.seeder = Seeder(engine.shapes)
        self.strict = strict
        self._most = most
        self._path = path
        if self.defaults.world not in self.worlds.names:  # one of ours is good, and is read when it is first needed
            self.start_image()
        self._offices: dict[str, Office] = {}
        self._gone: OrderedDict[str, str] = OrderedDict()
        self._looked = 0.0
        self.has_closed = False
        """Whether offices were closed whose memory the C library may still keep; set back by the server."""
        # Held for moments only. Where it is held, an office's lock may be tried, but is never waited for.
        self._lock = RLock()

    def start_image(self) -> Image:
        """The state of the start world.

        :raises UnknownWorld: when there is no such world.
        """
        return self.worlds.image(self.defaults.world, path=self._path)

    def is_known(self, key: str) -> bool:
        """Whether calls with this customer key reach an office."""
        return not self.strict or key in self._offices

    def of_caller(self, key: str) -> Office:
        """The office that a client calls with a customer key.

        :raises UnknownKey: when there is none and this server opens none by itself.
        :raises NoRoom: when it would be one too many.
        """
        office = self._offices.get(key)
        if office is None:
            if self.strict:
                raise UnknownKey("this server knows only the customer keys that were opened through its admin plane")
            office = self.open(key)
        return office

    def open(self, key: str) -> Office:
        """The office of a customer key, opened if it was not.

        :raises NoRoom: when it would be one too many.
        """
        office = self._offices.get(key)
        if office is None:
            start = self.start_image()
            with self._lock:
                office = self._offices.get(key) or self.add(Office(key, self.engine, start, self.defaults))
        return office

    def draft(self, key: str | None, settings: Settings) -> Office:
        """A new office in the world of its settings. It can be called when it is added.

        :param key: its customer key; None to have :meth:`add` pick a free one.
        :raises UnknownWorld: when there is no such world.
        :raises ValueError: when this cannot be a key.
        """
        start = self.start_image() if settings.world == self.defaults.world else self.worlds.image(settings.world)
        return Office(_checked(key), self.engine, start, settings)

    def add(self, office: Office) -> Office:
        """Let a drafted office be called.

        :raises TakenKey: when the key has an office.
        :raises NoRoom: when it would be one too many.
        """
        with self._lock:
            if not office.key:  # under the lock: two that are opened at once get two keys
                numbers = count(len(self._offices) + 1)
                office.key = next(free for number in numbers if (free := f"office{number}") not in self._offices)
            if office.key in self._offices:
                raise TakenKey(office.key)
            self.close_unused()
            if len(self._offices) >= self._most:
                self._make_room()
            self._offices[office.key] = office
            if why := self._gone.pop(office.key, ""):
                office.notice = f"this office is a fresh one: the one before {why}"
            return office

    def make(self, key: str | None, settings: Settings) -> Office:
        """A new office in the world of its settings.

        :param key: its customer key; None for one that is free.
        :raises TakenKey: when the key has an office.
        :raises UnknownWorld: when there is no such world.
        :raises NoRoom: when it would be one too many.
        :raises ValueError: when this cannot be a key.
        """
        return self.add(self.draft(key, settings))

    def fork(self, source: Office, key: str | None, settings: Settings) -> Office:
        """A new office with the rows, the sequences and the clock of another, whose lock the caller holds.

        :param key: its customer key; None for one that is free.
        :raises TakenKey: when the key has an office.
        :raises NoRoom: when it would be one too many.
        :raises ValueError: when this cannot be a key.
        """
        office = Office(_checked(key), self.engine, source.store.image(), settings)
        office.clock.copy(source.clock)
        return self.add(office)

    def close(self, key: str) -> bool:
        """Forget an office and give its memory back.

        :returns: whether there was one.
        """
        with self._lock:
            office = self._offices.pop(key, None)
        if office is None:
            return False
        with office.lock:
            office.close()
        self.has_closed = True
        return True

    def close_unused(self) -> None:
        """Close the offices that were unused for as long as they may live. Cheap: it looks once a second."""
        now = time.monotonic()
        if now < self._looked + _BETWEEN:
            return
        self._looked = now
        with self._lock:
            for office in self.all():
                lives = office.settings.ttl_seconds
                if lives is not None and now - office.last_used >= lives:
                    self._dismiss(office, f"was closed because it was unused for {lives:g} s (ttlSeconds)")

    def find(self, key: str) -> Office | None:
        """The office of a customer key, if it is open."""
        return self._offices.get(key)

    def all(self) -> list[Office]:
        """The open offices."""
        return list(self._offices.values())

    # --- with the lock held ---

    def _make_room(self) -> None:
        oldest = min(self._offices.values(), key=lambda office: office.last_used, default=None)
        unused = time.monotonic() - oldest.last_used if oldest else 0.0
        why = f"was closed because the server holds {self._most} offices at most and this one was unused longest"
        if oldest is None or unused < _LONG_UNUSED or not self._dismiss(oldest, why):
            raise NoRoom(
                f"this server holds {self._most} offices at most, and all of them were called within ten minutes; "
                "close some (DELETE /__admin/offices/KEY), or start it with a higher --max-offices"
            )

    def _dismiss(self, office: Office, why: str) -> bool:
        """Close an office, unless it is in use right now; whether it was closed."""
        if not office.lock.acquire(blocking=False):
            return False
        try:
            self._offices.pop(office.key, None)
            office.close()
        finally:
            office.lock.release()
        self.has_closed = True
        self._gone[office.key] = why
        while len(self._gone) > _REMEMBERED:
            self._gone.popitem(last=False)
        return True


def _checked(key: str | None) -> str:
    """The key, where it can be one; empty for none.

    :raises ValueError: when it cannot.
    """
    if key is not None and not KEY.fullmatch(key):
        raise ValueError("a customer key is visible ASCII without a slash, 255 characters at most")
    return key or ""
