"""Memory that Python has freed, given back to the system; and memory that it need not look through.

The C library keeps what was freed for later. A server whose offices are closed would stay as large as it once was.
May not: import anything of mock_od.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_ARENA_MAX = -8  # M_ARENA_MAX of malloc.h


@cache
def _c_library() -> Any:
    """glibc, where it is the C library of this process; None elsewhere, where there is nothing to do."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if hasattr(library, "malloc_trim") else None


def give_back() -> None:
    """Give back what is free. It takes milliseconds: tens of them for hundreds of MB."""
    if library := _c_library():
        library.malloc_trim(0)


@contextmanager
def for_good() -> Iterator[None]:
    """Make what stays until the process ends: nothing of it is looked through for garbage, now or later.

    For a process of our own. A start makes so much that the collector would go over it a dozen times.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def share_one_arena() -> None:
    """Have all threads allocate from one place, so that less is free and cannot be given back.

    For a process of our own, before it has threads.
    """
    if library := _c_library():
        library.mallopt(_ARENA_MAX, 1)
