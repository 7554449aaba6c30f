"""The offices of a server: opened, forked, closed, and how many there may be.

May not: know a resource, or speak HTTP.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from itertools import count
from threading import RLock
from typing import Final

from mock_od.engine.perform import Engine
from mock_od.office.clock import Clock
from mock_od.office.office import Office
from mock_od.office.seeding import Seeder
from mock_od.office.settings import Settings
from mock_od.office.strangers import Strangers
from mock_od.office.world_day import MOVED
from mock_od.office.worlds import Worlds
from mock_od.store import Image

KEY = re.compile(r"[!-.0-~]{1,255}")
"""What a customer key may look like: visible ASCII without a slash."""
MOST_OFFICES: Final = 2000
"""How many offices a server holds by default."""
_LONG_UNUSED: Final = 600.0  # seconds after which an office may go where another one needs its place
_REMEMBERED: Final = 10_000  # keys of offices that went
_BETWEEN: Final = 1.0  # seconds between two looks for offices that have outlived their time


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
    :param any_path: whether the world of any office may be. Whoever may call the plane may then name any file.
    :param strict: whether only :meth:`open` opens offices, and an unknown key is refused.
    :param most: how many there may be. When one more is opened, the one that was unused longest is closed, if that is
        ten minutes or more.
    :param worlds: those of other offices of this engine, to have them in memory once; None for worlds of their own.
    :raises UnknownWorld: when the start world does not exist.
    :raises NoDay: when the dates of the start world are to be moved, and it has no day.
    """

    def __init__(
        self,
        engine: Engine,
        defaults: Settings | None = None,
        *,
        path: bool = False,
        any_path: bool = False,
        strict: bool = False,
        most: int = MOST_OFFICES,
        worlds: Worlds | None = None,
    ) -> None:
        self.engine = engine
        self.defaults = defaults or Settings()
        self.worlds = worlds or Worlds(engine)
        self.seeder = Seeder(engine.shapes)
        self.strict = strict
        self.strangers = Strangers()
        self._most = most
        self._path = path
        self._any_path = any_path
        # One of ours is good as it is, and is read when it is first needed.
        if self.defaults.dates == MOVED or self.defaults.world not in self.worlds.names:
            self.start_image()
        self._offices: dict[str, Office] = {}
        self._gone: OrderedDict[str, str] = OrderedDict()
        self._looked = 0.0
        self.has_closed = False
        """Whether offices were closed whose memory the C library may still keep; set back by the server."""
        # Held for moments only. Where it is held, an office's lock may be tried, but is never waited for.
        self._lock = RLock()

    def start_image(self, settings: Settings | None = None, clock: Clock | None = None) -> Image:
        """The state that an office with these settings starts from.

        :param settings: None for those of a fresh office.
        :param clock: the office's clock; None for one as the settings say. Dates are moved to its day.
        :raises UnknownWorld: when there is no such world.
        :raises NoDay: when the dates of a world are to be moved that has no day.
        """
        settings = settings or self.defaults
        day = (clock or settings.new_clock()).now().date()
        ours = settings.world == self.defaults.world
        return self.worlds.image(settings.world, day, settings.dates, path=self._any_path or (self._path and ours))

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
            clock = self.defaults.new_clock()
            start = self.start_image(self.defaults, clock)
            with self._lock:
                office = self._offices.get(key) or self.add(Office(key, self.engine, start, self.defaults, clock))
        return office

    def draft(self, key: str | None, settings: Settings) -> Office:
        """A new office in the world of its settings. It can be called when it is added.

        :param key: its customer key; None to have :meth:`add` pick a free one.
        :raises UnknownWorld: when there is no such world.
        :raises NoDay: when the dates of a world are to be moved that has no day.
        :raises ValueError: when this cannot be a key.
        """
        clock = settings.new_clock()
        return Office(_checked(key), self.engine, self.start_image(settings, clock), settings, clock)

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
        :raises NoDay: when the dates of a world are to be moved that has no day.
        :raises NoRoom: when it would be one too many.
        :raises ValueError: when this cannot be a key.
        """
        return self.add(self.draft(key, settings))

    def fork(self, source: Office, key: str | None, settings: Settings, clock: Clock | None = None) -> Office:
        """A new office with the rows, the sequences and the clock of another, whose lock the caller holds.

        :param key: its customer key; None for one that is free.
        :param clock: another clock. The rows stay as they are.
        :raises TakenKey: when the key has an office.
        :raises NoRoom: when it would be one too many.
        :raises ValueError: when this cannot be a key.
        """
        office = Office(_checked(key), self.engine, source.store.image(), settings)
        office.is_fork = True
        office.clock.copy(clock or source.clock)
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
