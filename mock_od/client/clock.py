"""An office's clock, as a test holds it.

May not: know how a call is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from mock_od.client.exact import Exact

__tracebackhide__ = True


class Clock(Exact):
    """An office's time.

    :param call: sends a call of the admin plane about this office.
    """

    __slots__ = ("_call",)

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    @property
    def now(self) -> datetime:
        """The office's time, in its own time zone."""
        return _moment_of(self._call("GET", "/clock"))

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return bool(self._call("GET", "/clock")["frozen"])

    def freeze(self, moment: str | date | None = None) -> datetime:
        """Stop the clock.

        :param moment: when; ``"2024-01-27 14:13:05"``, a date for its midnight, None for where it stands.
        :returns: the office's time.
        :raises ValueError: when that is no moment, or one with a time zone.
        """
        now = {} if moment is None else {"now": moment_text(moment)}
        return _moment_of(self._call("PUT", "/clock", {**now, "frozen": True}))

    def set(self, moment: str | date) -> datetime:
        """Set the clock; it runs on from there.

        :returns: the office's time.
        :raises ValueError: when that is no moment, or one with a time zone.
        """
        return _moment_of(self._call("PUT", "/clock", {"now": moment_text(moment), "frozen": False}))

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Let time pass, also on a clock that stands still.

        :returns: the office's time.
        """
        by = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
        return _moment_of(self._call("POST", "/clock/advance", {unit: much for unit, much in by.items() if much}))

    def follow(self) -> datetime:
        """Put the clock back to the server's own.

        :returns: the office's time.
        """
        return _moment_of(self._call("PUT", "/clock", {}))

    def __repr__(self) -> str:
        return f"<Clock {self.now}>"


def _moment_of(answer: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(answer["now"])


def moment_text(moment: str | date) -> str:
    """A moment as the plane takes it; of a day its midnight.

    :raises ValueError: when it is none, or has a time zone.
    """
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    elif not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  # an office's time has no zone
    if moment.tzinfo is not None:
        raise ValueError("an office's time has no zone: give a moment without one")
    return moment.strftime("%Y-%m-%d %H:%M:%S")
