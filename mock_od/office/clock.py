"""An office's own clock.

May not: import anything of mock_od.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple


class ClockStart(NamedTuple):
    """How a clock begins that does not follow the machine's.

    :param now: what it shows; None for what it shows already.
    :param frozen: whether it stands still; else it runs on.
    """

    now: datetime | None = None
    frozen: bool = False


class ClockState(NamedTuple):
    """How a clock stands beside the machine's, so that another one can go on in its place.

    :param offset: seconds by which it is ahead of the machine's local time, in its zone.
    :param fraction: of a second, by which its seconds begin earlier.
    :param frozen: what it shows where it stands still; None where it runs.
    """

    offset: float
    fraction: float
    frozen: str | None


class Clock:
    """Local time without a zone, at full seconds; runs with the machine's clock until it is set or frozen.

    :param zone: the time zone; None for the machine's own.
    """

    def __init__(self, zone: tzinfo | None = None) -> None:
        self._zone = zone
        self._offset = timedelta()
        self._fraction = 0.0  # of a second, by which its seconds begin earlier than the machine's
        self._frozen: datetime | None = None
        self._changes = 0
        self._shown = (0, 0, datetime.min)  # noqa: DTZ901  # an office's time has no zone
        self.skipped = 0.0
        """Seconds that were let pass at once, all together."""

    @property
    def zone(self) -> tzinfo | None:
        """The time zone; None for the machine's own."""
        return self._zone

    @zone.setter
    def zone(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self._changed()

    def now(self) -> datetime:
        """The office's time. The same object for a second: it is asked for several times with every call."""
        # A reader of the time holds no lock: what it leaves behind after a change is not taken.
        changes, shown = self._changes, self._shown
        second = int(time.time() + self._fraction)
        if shown[:2] != (second, changes):
            self._shown = shown = (second, changes, self._at(second))
        return shown[2]

    def _at(self, second: int) -> datetime:
        try:
            moment = self._frozen or datetime.fromtimestamp(second, self._zone) + self._offset
        except OverflowError:  # it ran to an end of the calendar, and stays there
            moment = datetime.min if self._offset < timedelta() else datetime.max  # noqa: DTZ901  # likewise
        return moment.replace(microsecond=0, tzinfo=None)

    def _changed(self) -> None:
        """Have whole seconds in the offset, and what was remembered forgotten."""
        part = self._offset.microseconds
        self._offset -= timedelta(microseconds=part)
        self._fraction += part / 1e6
        self._changes += 1

    def utc_offset(self, moment: datetime) -> timedelta:
        """How far the office's local time is ahead of UTC at a moment of its own time."""
        try:
            aware = moment.replace(tzinfo=self._zone) if self._zone else moment.astimezone()
            return aware.utcoffset() or timedelta()
        except (OverflowError, ValueError, OSError):  # the first and last days that a date can be
            return timedelta()

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return self._frozen is not None

    def set(self, moment: datetime, *, frozen: bool) -> None:
        """Make it ``moment``, and stay there or run on from it."""
        now = time.time()
        begun = int(now) + 1
        self._fraction = begun - now  # a second begins now
        self._offset = moment - datetime.fromtimestamp(begun, self._zone).replace(tzinfo=None)
        self._frozen = moment if frozen else None
        self._changed()

    def follow(self) -> None:
        """Run with the machine's clock again."""
        self._offset = timedelta()
        self._fraction = 0.0
        self._frozen = None
        self._changed()

    def begin(self, start: ClockStart | None) -> None:
        """Be set, or follow the machine's clock where nothing says how to begin."""
        if start:
            self.set(start.now or self.now(), frozen=start.frozen)
        else:
            self.follow()

    @property
    def state(self) -> ClockState:
        """How it stands beside the machine's clock."""
        frozen = self._frozen.isoformat(" ") if self._frozen else None
        return ClockState(self._offset.total_seconds(), self._fraction, frozen)

    def go_on(self, state: ClockState) -> None:
        """Go on as another clock that stood so: by the machine's clock, time has passed meanwhile."""
        self._offset = timedelta(seconds=state.offset)
        self._fraction = state.fraction
        self._frozen = datetime.fromisoformat(state.frozen) if state.frozen else None
        self._changed()

    def copy(self, other: Clock) -> None:
        """Show what another clock shows, in the same way."""
        self._offset = other._offset
        self._fraction = other._fraction
        self._frozen = other._frozen
        self._changed()

    def advance(self, by: timedelta) -> None:
        """Let time pass at once.

        :raises OverflowError: when the calendar ends before.
        """
        following = (self._frozen or self.now()) + by
        self._offset += by
        self.skipped += by.total_seconds()
        if self._frozen:
            self._frozen = following
        self._changed()
