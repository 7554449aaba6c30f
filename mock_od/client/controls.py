"""An office's clock and its faults, as a test holds them.

May not: import anything of mock_od, or know how a call is sent.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

Call = Callable[..., Any]
"""Sends one call of the admin plane below the office's address: verb, path, body, and the query by name."""
Faulty = dict[str, Any]
Faulties = builtins.list[Faulty]


class Clock:
    """An office's time.

    :param call: sends a call of the admin plane about this office.
    """

    def __init__(self, call: Call) -> None:
        self._call = call

    @property
    def now(self) -> datetime:
        """The office's time, in its own time zone."""
        return _moment(self._call("GET", "/clock"))

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
        now = {} if moment is None else {"now": _written(moment)}
        return _moment(self._call("PUT", "/clock", {**now, "frozen": True}))

    def set(self, moment: str | date) -> datetime:
        """Set the clock; it runs on from there.

        :returns: the office's time.
        :raises ValueError: when that is no moment, or one with a time zone.
        """
        return _moment(self._call("PUT", "/clock", {"now": _written(moment), "frozen": False}))

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Let time pass, also on a clock that stands still.

        :returns: the office's time.
        """
        by = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
        return _moment(self._call("POST", "/clock/advance", {unit: much for unit, much in by.items() if much}))

    def follow(self) -> datetime:
        """Put the clock back to the server's own.

        :returns: the office's time.
        """
        return _moment(self._call("PUT", "/clock", {}))

    def __repr__(self) -> str:
        return f"<Clock {self.now}>"


class Faults:
    """The failures that an office is to show.

    :param call: sends a call of the admin plane about this office.
    """

    def __init__(self, call: Call) -> None:
        self._call = call

    def add(
        self,
        match: str | Mapping[str, Any] | None = None,
        *,
        then: Mapping[str, Any],
        times: int | None = None,
        after: int | None = None,
        probability: float | None = None,
    ) -> Faulty:
        """Let calls fail.

        :param match: which calls: ``{"verb", "path", "body"}``, or ``"POST /treatplans*"``; None for all.
        :param then: how, such as ``{"status": 503}`` or ``{"lostWrite": True}``.
        :param times: how often at most.
        :param after: how many matching calls go by before.
        :param probability: how likely, by the office's seeded generator.
        :returns: the fault, with its ``id``.
        """
        rule = {"match": _matching(match), "times": times, "after": after, "probability": probability}
        given = {name: value for name, value in rule.items() if value is not None}
        added: Faulty = self._call("POST", "/faults", {**given, "then": dict(then)})
        return added

    def list(self) -> Faulties:
        """The faults, each with how often it ``fired``."""
        found: Faulties = self._call("GET", "/faults")["faults"]
        return found

    def remove(self, number: int | str) -> None:
        """Forget one fault.

        :param number: its ``id``.
        """
        self._call("DELETE", f"/faults/{number}")

    def clear(self) -> None:
        """Forget all of them."""
        self._call("DELETE", "/faults")

    def seed(self, seed: int) -> None:
        """Seed the generator that probabilities are drawn from."""
        self._call("PUT", "/faults/seed", {"seed": seed})


def _moment(told: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(told["now"])


def _written(moment: str | date) -> str:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    elif not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  # an office's time has no zone
    if moment.tzinfo is not None:
        raise ValueError("an office's time has no zone: give a moment without one")
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _matching(match: str | Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not isinstance(match, str):
        return None if match is None else dict(match)
    verb, _, path = match.rpartition(" ")
    return {"verb": verb, "path": path} if verb else {"path": path}
