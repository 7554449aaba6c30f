"""How often a customer key may call: one call after another, each beginning an interval after the one before.

May not: import anything of mock_od.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Lock
from typing import NamedTuple


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


class Throttle:
    """Keeps one office's calls apart. They queue here and not at the office's lock: others reach the office meanwhile.

    :param advance: moves the office's clock.
    """

    def __init__(self, advance: Callable[[timedelta], None]) -> None:
        self._advance = advance
        self._mutex = Lock()
        self._free = 0.0
        self._skipped = 0.0
        self.waited = 0.0
        """Seconds that callers have waited, or would have waited without a virtual clock."""

    def free(self) -> None:
        """Forget who had a turn: the next call may begin at once."""
        with self._mutex:
            self._free = 0.0

    def admit(self, interval: float, pace: Pace, beforehand: Callable[[], object]) -> float:
        """Wait until the next call may begin.

        :param interval: seconds between the beginnings of two calls.
        :param beforehand: called before a real wait.
        :returns: the seconds that it waited.
        :raises TooManyRequests: when its waiting would be longer than the bound.
        """
        with self._mutex:
            now = time.monotonic() + self._skipped  # the time that passed, and the time that was skipped
            wait = max(0.0, self._free - now)
            if wait > pace.bound:
                raise TooManyRequests(max(1, math.ceil(interval)))
            if wait and pace.virtual:
                self._skipped += wait
                with suppress(OverflowError):  # at the end of the calendar the clock stays
                    self._advance(timedelta(seconds=wait))
            self.waited += wait
            self._free = max(self._free, now) + interval
        if wait and not pace.virtual:
            beforehand()
            time.sleep(wait)
        return wait
