"""The calls that reached no office: without a key, with one that cannot be read, or with one that has no office.

May not: know a resource, or speak HTTP beyond a status.
"""

from __future__ import annotations

from threading import Lock

from mock_od.office.clock import Clock
from mock_od.office.journal import Entry, Journal


class Strangers:
    """The last calls of strangers, within the bounds of every journal. Any thread may call it."""

    def __init__(self) -> None:
        self._journal = Journal(Clock())
        self._lock = Lock()  # held for moments only

    def record(self, key: str, *, verb: str, path: str, query: str, reply: tuple[int, bytes, str]) -> None:
        """Note a call. Its body is not known: of a stranger none is read.

        :param key: the customer key that it was sent with; empty for none.
        :param path: below ``/api/v1``.
        :param query: as it was sent, without the question mark.
        :param reply: its status, its body and its hint.
        """
        status, answer, hint = reply
        with self._lock:
            self._journal.record(
                verb=verb,
                path=path,
                query=query,
                body=b"",
                status=status,
                answer=answer,
                hint=hint,
                method=None,
                ignored=(),
                changes=(),
                seconds=0.0,
                key=key,
            )

    def entries(self) -> list[Entry]:
        """The calls that are remembered, newest last."""
        with self._lock:
            return self._journal.entries()

    def clear(self) -> None:
        """Forget them; the next one is numbered on."""
        with self._lock:
            self._journal.clear()
