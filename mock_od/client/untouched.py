"""The standard library's modules for HTTP and time, as they are on disk, whatever a test has patched.

Tests replace ``socket.socket``, ``http.client.HTTPConnection`` or ``time.monotonic``, and so do vcrpy, pytest-socket
and freezegun. What is said to the server must not meet that. So these modules are loaded a second time here, under
other names: nobody else holds these copies, and it does not matter whether the patches came before.

May not: import anything of mock_od.
"""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import http.client as http_client
    import socket
    import time

__all__ = ["http_client", "socket", "time"]


def _second(name: str) -> ModuleType:
    """A second copy of a module of the standard library.

    :param name: the module's full name.
    :raises ImportError: when there is no such module.
    """
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.origin and spec.has_location:  # a file: under a name of its own
        spec = importlib.util.spec_from_file_location(f"{__name__}.{name}", spec.origin)
    if spec is None or spec.loader is None:
        raise ImportError(name=name)
    module = importlib.util.module_from_spec(spec)
    if spec.has_location:
        sys.modules[spec.name] = module  # the enums of `socket` look for their module there
    try:
        spec.loader.exec_module(module)
    finally:
        if spec.has_location:
            del sys.modules[spec.name]
    return module


if not TYPE_CHECKING:
    time = _second("time")
    socket = _second("socket")
    http_client = _second("http.client")
    http_client.socket = socket  # instead of the one that others hold
