"""Failures that a test asks for: which call is to fail, and how.

May not: know a resource, or speak HTTP beyond a status.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from mock_od.office.clock import Clock


class BadFault(ValueError):
    """A fault that cannot be: its text says what is wrong and what to do."""


class Fault(NamedTuple):
    """How one call fails.

    :param kind: one of the names that ``then`` may have.
    :param value: what stands beside the name.
    """

    kind: str
    value: Any


class Faults:
    """The faults of one office."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def draw(self, verb: str, path: str, body: bytes, header: str) -> Fault | None:
        """The fault that this call runs into, if any.

        :param header: the fault that the call asks for itself, ``kind`` or ``kind=value``; empty for none.
        :raises BadFault: when the header names none.
        """
        return None
