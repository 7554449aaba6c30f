"""An office's own clock.

May not: import anything of mock_od.
"""

from __future__ import annotations

from datetime import datetime, timedelta


class Clock:
    """Local time without a zone, at full seconds; runs with the machine's clock until it is set or frozen."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._frozen: datetime | None = None

    def now(self) -> datetime:
        """The office's time."""
        moment = self._frozen or datetime.now() + self._offset  # noqa: DTZ005  # the office's wall clock has no zone
        return moment.replace(microsecond=0)

    def set(self, moment: datetime, *, frozen: bool) -> None:
        """Make it ``moment``, and stay there or run on from it."""
        self._offset = moment - datetime.now()  # noqa: DTZ005
        self._frozen = moment if frozen else None

    def advance(self, by: timedelta) -> None:
        """Let time pass at once."""
        self._offset += by
        if self._frozen:
            self._frozen += by
