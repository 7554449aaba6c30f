"""How often a customer key may call: each call begins an interval after the one before.

May not: wait. A turn says how long to wait for it.
"""

from __future__ import annotations

import math
import time
from bisect import insort
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from mock_od.office.clock import Clock


class TooManyRequests(Exception):
    """A call would have to wait longer than the bound.

    :param seconds: after which the caller may try again.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds


class Pace(NamedTuple):
    """How an office is throttled.

    :param seconds: between the beginnings of two calls; None for the interval that the permissions give.
    :param virtual: whether the office's clock moves on in place of the caller's waiting.
    :param bound: the longest wait in seconds; a call that would wait longer is refused.
    """

    seconds: float | None = None
    virtual: bool = False
    bound: float = 60.0


class Turn(NamedTuple):
    """The moment at which one call may begin.

    :param moment: on the throttle's own count of seconds.
    :param wait: seconds to wait for it.
    :param waited: seconds that it waits, or that the office's clock moved on instead.
    """

    moment: float
    wait: float
    waited: float


NO_WAIT = Turn(0.0, 0.0, 0.0)
"""The turn of a call that need not wait for one."""


class Throttle:
    """Keeps one office's calls apart. The caller holds the office's lock."""

    def __init__(self) -> None:
        self._turns: list[float] = []
        self._skipped = 0.0
        self._beyond = 0.0  # seconds that a frozen clock at the end of the calendar could not move on by
        self._by_the_clock = False
        self.waited = 0.0
        """Seconds that callers have waited, or would have waited without a virtual clock."""

    def take_turn(self, interval: float, pace: Pace, clock: Clock) -> Turn:
        """Reserve the first moment that is an interval away from every other turn.

        :param interval: seconds between the beginnings of two calls.
        :param clock: the office's, which a virtual wait moves on.
        :raises TooManyRequests: when the wait would be longer than the bound.
        """
        now = self._now(clock, by_the_clock=pace.virtual and clock.frozen)
        self._turns = [taken for taken in self._turns if taken > now - interval]
        moment = now
        for taken in self._turns:
            if taken >= moment + interval:  # one that was given back has left a gap before it
                break
            moment = taken + interval
        wait = moment - now
        if wait > pace.bound:
            raise TooManyRequests(max(1, math.ceil(interval)))
        insort(self._turns, moment)
        self.waited += wait
        if wait and pace.virtual:
            self._skipped += wait
            try:
                clock.advance(timedelta(seconds=wait))
            except OverflowError:  # at the end of the calendar the clock stays
                self._beyond += wait
            return Turn(moment, 0.0, wait)
        return Turn(moment, wait, wait)

    def _now(self, clock: Clock, *, by_the_clock: bool) -> float:
        """Seconds from some moment on: the time that passed, and the time that was skipped.

        :param by_the_clock: whether the time of the machine does not count: on a frozen clock the same calls give the
            same stamps, however fast the machine is.
        """
        if by_the_clock != self._by_the_clock:  # turns on the other count say nothing here
            self._by_the_clock = by_the_clock
            self.free()
        return clock.skipped + self._beyond if by_the_clock else time.monotonic() + self._skipped

    def give_back(self, turn: Turn) -> None:
        """Let another call have this turn: the client has gone before it came."""
        with suppress(ValueError):  # the throttle was changed meanwhile
            self._turns.remove(turn.moment)

    def free(self) -> None:
        """Forget all turns: the next call may begin at once."""
        self._turns.clear()
