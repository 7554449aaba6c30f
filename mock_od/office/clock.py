"""An office's own clock.

May not: import anything of mock_od.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo


class Clock:
    """Local time without a zone, at full seconds; runs with the machine's clock until it is set or frozen.

    :param zone: whose local time; None for the machine's own.
    """

    def __init__(self, zone: tzinfo | None = None) -> None:
        self.zone = zone
        self._offset = timedelta()
        self._frozen: datetime | None = None
        self.skipped = 0.0
        """Seconds that were let pass at once, all together."""

    def now(self) -> datetime:
        """The office's time."""
        try:
            moment = self._frozen or datetime.now(self.zone) + self._offset
        except OverflowError:  # it ran to an end of the calendar, and stays there
            moment = datetime.min if self._offset < timedelta() else datetime.max  # noqa: DTZ901  # an office's time has no zone
        return moment.replace(microsecond=0, tzinfo=None)

    def utc_offset(self, moment: datetime) -> timedelta:
        """How far the office's local time is ahead of UTC at a moment of its own time."""
        try:
            aware = moment.replace(tzinfo=self.zone) if self.zone else moment.astimezone()
            return aware.utcoffset() or timedelta()
        except (OverflowError, ValueError, OSError):  # the first and last days that a date can be
            return timedelta()

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return self._frozen is not None

    def set(self, moment: datetime, *, frozen: bool) -> None:
        """Make it ``moment``, and stay there or run on from it."""
        self._offset = moment - datetime.now(self.zone).replace(tzinfo=None)
        self._frozen = moment if frozen else None

    def follow(self) -> None:
        """Run with the machine's clock again."""
        self._offset = timedelta()
        self._frozen = None

    def copy(self, other: Clock) -> None:
        """Show what another clock shows, in the same way."""
        self._offset = other._offset
        self._frozen = other._frozen

    def advance(self, by: timedelta) -> None:
        """Let time pass at once.

        :raises OverflowError: when the calendar ends before.
        """
        following = self.now() + by
        self._offset += by
        self.skipped += by.total_seconds()
        if self._frozen:
            self._frozen = following
