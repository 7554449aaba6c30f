"""The detours that are open in this process, and which of them decides.

May not: know a library that sends calls.
"""

from __future__ import annotations

from contextvars import ContextVar

from mock_od.client.detour import Detour

_HERE: ContextVar[tuple[Detour, ...]] = ContextVar("mock_od_detours", default=())
"""The detours that this thread or task opened, or that was open where the task was made."""


class Detours:
    """Detours that may be opened and closed by several threads and tasks, in any order.

    The caller of open and close holds a lock; :meth:`deciding` needs none.
    """

    def __init__(self) -> None:
        self._open: tuple[Detour, ...] = ()  # replaced, never changed

    def __len__(self) -> int:
        return len(self._open)

    def open(self, detour: Detour) -> None:
        """Let a detour decide, from now on."""
        self._open = (*self._open, detour)
        _HERE.set((*_HERE.get(), detour))

    def close(self, detour: Detour) -> None:
        """Let it decide no longer. It may be another thread or task than the one that opened it."""
        self._open = tuple(each for each in self._open if each is not detour)
        _HERE.set(tuple(each for each in _HERE.get() if each in self._open))

    def deciding(self) -> Detour | None:
        """The detour that was opened last by this thread or task, or else by any; None where none is open."""
        now_open = self._open
        here = [each for each in _HERE.get() if each in now_open]
        return (here or now_open or (None,))[-1]


DETOURS = Detours()
"""Those of this process: its classes are patched once, for all of them."""
