"""What faults need of a call: what they look at before it, and what they do with it.

May not: know how a call is sent or answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from mock_od.reply import Reply


class FaultyRequest(Protocol):
    """A request, as far as rules look at it to tell whether they concern it."""

    @property
    def verb(self) -> str:
        """In capitals."""

    @property
    def path(self) -> str:
        """Below ``/api/v1``."""

    @property
    def query(self) -> str:
        """What follows the question mark, as it was sent."""

    @property
    def headers(self) -> Mapping[str, str]:
        """By their names in lower case."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """The members of the body, which is one JSON object.

        :raises Refusal: when it is something else.
        """


class FaultyCall(Protocol):
    """A call that meets a fault. The caller holds the office's lock."""

    @property
    def patience(self) -> float:
        """Seconds after which the gateway gives the office up; infinite where there is no gateway."""

    def perform(self, *, stale: bool = False) -> Reply:
        """Do what the call asks for, as if there were no fault.

        :param stale: whether a page after the first begins one row early.
        """

    def rehearsal(self) -> AbstractContextManager[object]:
        """What is done inside is taken back at the end: rows, sequences, and what the journal would say of them."""
