"""One office: an isolated world behind one customer key.

May not: know a resource, or speak HTTP.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from threading import RLock
from typing import Any

from mock_od import declare as d
from mock_od import sftp
from mock_od.call import Awaited, Effect, Refusal, Upload
from mock_od.catalog import Catalog
from mock_od.engine.perform import Answer, Engine, OfficeView
from mock_od.engine.records import StoredRecords
from mock_od.faults import Faults
from mock_od.office.clock import Clock
from mock_od.office.journal import Journal
from mock_od.office.outbox import Outbox, begin_sending, goes_out
from mock_od.office.seeding import Change, Seeder
from mock_od.office.settings import Settings
from mock_od.office.throttle import Throttle
from mock_od.office.world_day import AS_IS, MOVED, Mover, Shift, WorldDay, mark, stay_as_is
from mock_od.store import Image, Store


class Office:
    """The rows, the clock and the settings behind one customer key. The caller holds its lock.

    :param key: the customer key.
    :param image: the rows that it starts with.
    :param clock: its clock; None for a new one as its settings say.
    """

    def __init__(self, key: str, engine: Engine, image: Image, settings: Settings, clock: Clock | None = None) -> None:
        self.key = key
        self.catalog: Catalog = engine.catalog
        """What it serves."""
        self.lock = RLock()
        self.clock = clock or settings.new_clock()
        self.throttle = Throttle()
        self.store = Store(image, engine.create_table)
        self.records = StoredRecords(engine.shapes, self.store)
        self.settings = settings
        self.generation = 1
        """Grows whenever the admin plane changes rows: two answers with one generation come from one history."""
        self.snapshots: dict[str, Image] = {}
        self.faults = Faults()
        self.journal = Journal(self.clock)
        self.outbox = Outbox()
        self._engine = engine
        self._view = self._look()
        self._start = image
        self.is_fork = False
        """Whether it began with the rows of another office, and not with a world."""
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
        self.outbox.clear()
        self.store.close()

    def apply(self, settings: Settings, world: Image | None = None, clock: Clock | None = None) -> None:
        """Run with these settings from now on.

        :param world: the world to start again from, where that changes.
        :param clock: what its clock is to show, where that changes.
        """
        if settings.pace != self.settings.pace:
            self.throttle.free()
        self.settings = settings
        self._view = self._look()
        self.clock.zone = settings.zone
        if clock:
            self.clock.copy(clock)
        if world:
            self._start = world
            self.is_fork = False
            self.reset()

    @property
    def start(self) -> Image:
        """The rows that a reset brings back."""
        return self._start

    def go_on(self, start: Image, snapshots: Mapping[str, Image], generation: int, *, is_fork: bool) -> None:
        """Go on as an office did that had these rows to go back to."""
        self._start = start
        self.snapshots.update(snapshots)
        self.generation = generation
        self.is_fork = is_fork

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
            mode=mode,
        )

    def _look(self) -> OfficeView:
        return OfficeView(
            version=self.settings.number,
            version_text=self.settings.version,
            customer=self.key,
            permissions=self.settings.permissions,
            choices=self.settings.choices,
            store=self.store,
            records=self.records,
            clock=self.clock,
            sender=partial(_send, self.outbox, self.clock, self.settings.sftp_hosts),  # no circle with this office
        )

    # --- what the admin plane does to the rows ---

    @property
    def tables(self) -> list[str]:
        """The names of the tables that it needed so far, those with a page first."""
        there = {*self.store.tables}
        declared = [name for name in self.catalog.tables.declared if name in there]
        return [*declared, *sorted(there.difference(declared))]

    def reset(self) -> None:
        """Back to the world it started from."""
        self.restore(self._start)

    def restore(self, image: Image) -> None:
        """Back to the rows of an image."""
        self.store.restore(image)
        self.generation += 1

    def seed(
        self, seeder: Seeder, world: Image | None, tables: Mapping[str, Any], change: Change | None = None
    ) -> dict[str, int]:
        """Replace the world where one is given, then add or replace rows; all of it or nothing.

        :param change: what is done to each row; see :meth:`mover`.
        :returns: how many rows each table was given.
        :raises BadRow: when a row is bad.
        """
        if world:
            fresh = Store(world, self._engine.create_table)
            counts = seeder.seed(StoredRecords(self._engine.shapes, fresh), tables, change)
            self.store.adopt(fresh)
        else:
            with self.store.transaction():
                counts = seeder.seed(self.records, tables, change)
        self.generation += 1
        return counts

    def replace(self, seeder: Seeder, tables: Mapping[str, Any], change: Change | None = None) -> dict[str, int]:
        """Have exactly these rows; all of it or nothing.

        :param change: what is done to each row; see :meth:`mover`.
        :returns: how many rows each table was given.
        :raises BadRow: when a row is bad.
        """
        with self.store.transaction():
            for table in self.tables:
                self.records.delete(table)
            counts = seeder.seed(self.records, tables, change)
            mark(self.store, moved=change is not None)
        self.generation += 1
        return counts

    def mover(self, mover: Mover, day: WorldDay) -> Change | None:
        """What moves the dates of rows from their day to the office's; None where they stay as they are.

        :param day: what the rows say of their day.
        :raises NoDay: when their dates are to be moved, and they have no day.
        """
        days = day.days_of_rows(self.clock.now().date(), self.settings.dates)
        return None if days is None or day.today is None else partial(mover.row, Shift(day.today, days))

    def day(self) -> WorldDay:
        """Of which day its rows are, and whether their dates stay as they are wherever the rows go."""
        return WorldDay(self.clock.now().date(), AS_IS if stay_as_is(self.store) else MOVED)

    def seed_rows(self, table: str, **equal: Any) -> list[dict[str, Any]]:
        """Rows of a table as a seed takes them back, hidden columns included.

        :param equal: words of columns; those rows alone that have them.
        """
        return seed_json(self.catalog.tables[table], self._found(table, equal))

    def count_rows(self) -> dict[str, int]:
        """How many rows each table has: those with a page, and others that have rows."""
        there = {*self.store.tables}
        counts = {table: self.records.count(table) if table in there else 0 for table in self.catalog.tables.declared}
        others = ((table, self.records.count(table)) for table in sorted(there.difference(counts)))
        return {**counts, **{table: count for table, count in others if count}}

    def update_row(self, table: str, key: int, words: Mapping[str, Any]) -> None:
        """Change columns of a row. The stamp of its last edit follows, unless it is among them."""
        self.records.moment = self.clock.now()
        self.records.update(table, key, words)
        self.generation += 1

    def delete_rows(self, table: str, **equal: Any) -> list[dict[str, Any]]:
        """Remove the rows whose columns have these words.

        :returns: what they were, as a seed takes them back.
        """
        found = self._found(table, equal)
        key = self.catalog.tables[table].key.name
        for row in found:
            self.records.delete(table, **{key: row[key]})
        self.generation += 1
        return seed_json(self.catalog.tables[table], found)

    def _found(self, table: str, equal: Mapping[str, Any]) -> list[dict[str, Any]]:
        fields = self.catalog.tables[table].fields
        flags = {name: field for name in equal if isinstance(field := fields.get(name), d.Present)}
        try:
            found = self.records.rows(table, **{name: word for name, word in equal.items() if name not in flags})
        except Refusal:  # no row has the name that is asked for
            return []
        return [row for row in found if all(bool(row[flag.of]) == equal[name] for name, flag in flags.items())]

    def diff(self, image: Image | None, tables: Collection[str] = ()) -> dict[str, Any]:
        """The rows added, changed and removed since an image, or since the start world; tables without any left out.

        :param tables: the tables that are compared; all of them where none is named.
        """
        store = Store(image or self._start, self._engine.create_table)
        before = StoredRecords(self._engine.shapes, store)
        found = {}
        for name in dict.fromkeys([*self.tables, *store.tables]):
            if tables and name not in tables:
                continue
            table = self.catalog.tables[name]
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


def _send(outbox: Outbox, clock: Clock, hosts: Collection[str], upload: Upload, *, waits: bool) -> tuple[Effect, str]:
    """What becomes of a file; see :meth:`mock_od.call.Call.send_file`."""
    if goes_out(upload.host, hosts):
        if sftp.is_installed():

            def send() -> Awaited | None:
                transfer = begin_sending(upload)
                return transfer if waits else None

            return send, ""
        told = "the file is in the office's outbox, as SFTP needs asyncssh: pip install 'mock-od[sftp]'"
    else:
        told = f"the file is in the office's outbox, as sftpHosts does not have {upload.host[:60]}"
    at = clock.now().isoformat(" ", "seconds")
    return partial(outbox.keep, at, upload), told


def seed_json(table: type[d.Table], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows in words as JSON that a seed takes back."""
    turns = {field.name: field.to_seed() for field in table.columns.values()}
    return [{name: turn(word) if (turn := turns[name]) else word for name, word in row.items()} for row in rows]
