"""Faults as a client sees them.

May not: decide which call fails.
"""

from __future__ import annotations

from typing import Protocol

from flask import Response

from mock_od.office.faults import Fault
from mock_od.office.office import Office


class Perform(Protocol):
    """Does what the request asks for."""

    def __call__(self, *, stale: bool = False) -> Response:
        """Answer it.

        :param stale: whether a later page begins one row early.
        """


def enact(fault: Fault, office: Office, perform: Perform) -> Response:
    """Answer a call that runs into a fault. The caller holds the office's lock."""
    return perform()


def is_dropped(response: Response) -> bool:
    """Whether the client gets no whole answer, because the connection is dropped."""
    return False
