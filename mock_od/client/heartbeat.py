"""Keeps the offices of a client open that the server would close when they are unused for a while.

May not: hold the client, which ends it, or let a failure be seen: the next call of a test says it better.
"""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from urllib.parse import quote

from mock_od.client.error import MockOdError
from mock_od.client.plane import Plane
from mock_od.client.untouched import time

_PATIENCE = 10.0
"""Seconds to wait for an answer."""
_END = 1.0
"""Seconds to wait for the thread's end: it may be waiting for an answer."""
_GONE = 404
_CHANGED = "changed"
_STOP = "stop"


class Heartbeat:
    """Renews offices that have a time to live, each after a third of it, in one daemon thread.

    The thread starts with the first such office and ends with :meth:`stop`.

    :param plane: the server.
    """

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self._held: dict[
            str, tuple[float, float]
        ] = {}  # by customer key: seconds between two renewals, the next moment
        self._changes: SimpleQueue[str] | None = None  # of the thread that runs
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def hold(self, key: str, ttl_seconds: float | None) -> None:
        """Renew an office from now on.

        :param key: its customer key.
        :param ttl_seconds: its time to live, in seconds; an office without one is not renewed.
        """
        if not ttl_seconds:
            self.drop(key)
            return
        between = ttl_seconds / 3
        self._held[key] = (between, time.monotonic() + between)
        with self._starting:
            if self._changes is None or self._thread is None or not self._thread.is_alive():  # also in a forked child
                self._changes = SimpleQueue()
                self._thread = threading.Thread(
                    target=self._run, args=(self._changes,), name="mock_od heartbeat", daemon=True
                )
                self._thread.start()
            self._changes.put(_CHANGED)

    def drop(self, key: str) -> None:
        """Renew an office no longer."""
        self._held.pop(key, None)

    def stop(self) -> None:
        """Renew no office, and let the thread end. It may be called by the garbage collector, in any thread."""
        self._held.clear()
        changes, self._changes = self._changes, None
        if changes is not None:
            changes.put(_STOP)  # the one queue whose put() takes no lock that this thread may hold already

    def end(self) -> None:
        """Renew no office, and wait a second at most until the thread has ended."""
        thread = self._thread
        self.stop()
        if thread is not None:
            thread.join(_END)

    def _run(self, changes: SimpleQueue[str]) -> None:
        change = _CHANGED
        while change != _STOP:
            due = min((due for _, due in list(self._held.values())), default=None)
            try:
                change = changes.get(timeout=None if due is None else max(0.0, due - time.monotonic()))
            except Empty:
                self._renew()

    def _renew(self) -> None:
        """Renew the offices whose moment has come."""
        now = time.monotonic()
        for key, (between, due) in list(self._held.items()):
            if due > now:
                continue
            gone = False
            try:
                self._plane.call("GET", f"/offices/{quote(key, safe='')}", seconds=_PATIENCE)
            except MockOdError as refused:
                gone = refused.status == _GONE
            except Exception:  # noqa: BLE001, S110  # whatever it is, it is not the test's; the next renewal may do
                pass
            if key in self._held:  # not closed meanwhile
                self._held[key] = (between, now + between)
            if gone:
                self.drop(key)
