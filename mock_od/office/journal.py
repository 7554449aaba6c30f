"""What was asked of an office, and how it was answered.

May not: know a resource, or speak HTTP beyond a status.
"""

from __future__ import annotations

from collections.abc import Sequence

from mock_od import declare as d
from mock_od.office.clock import Clock


class Journal:
    """The last calls of one office.

    :param clock: the office's, for the moment of each call.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def record(
        self,
        *,
        verb: str,
        path: str,
        query: str,
        body: bytes,
        status: int | None,
        answer: bytes,
        hint: str,
        method: d.Method | None,
        ignored: Sequence[str],
        touched: Sequence[tuple[str, int]],
        seconds: float,
    ) -> None:
        """Note a call.

        :param path: below ``/api/v1``.
        :param query: as it was sent, without the question mark.
        :param status: None when the connection was dropped.
        :param ignored: what was said of parameters and fields that had no effect.
        :param touched: table and key of each row that was written.
        :param seconds: how long it took on the office's clock.
        """
