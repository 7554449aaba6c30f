"""Memory that Python has freed, given back to the system.

The C library keeps what was freed for later. A server whose offices are closed would stay as large as it once was.
May not: import anything of mock_od.
"""

from __future__ import annotations

import ctypes
import sys
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


def share_one_arena() -> None:
    """Have all threads allocate from one place, so that less is free and cannot be given back.

    For a process of our own, before it has threads.
    """
    if library := _c_library():
        library.mallopt(_ARENA_MAX, 1)
