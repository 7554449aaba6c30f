"""Lets the address of the real API answer from an office, for the HTTP clients of this process.

Each client is met where it hands a request over to be sent, as libraries such as responses and respx do; what is sent
on goes through the same client's own pool or transport to the office, so that statuses, headers, bodies and broken
connections are real ones. requests sends through urllib3, so that both are met in one place. Whatever else would call
the real host finds no address for its name.

May not: send anything, or know what the API is.
"""

from __future__ import annotations

import contextlib
import importlib.util
import socket
import threading
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from mock_od.client import intercept_http_client
from mock_od.client.detour import HOST, Detour, is_real_host
from mock_od.client.detours import DETOURS
from mock_od.client.patch import Patch

if TYPE_CHECKING:
    from mock_od.client.office import Office

_LOCK = threading.RLock()  # an RLock: the garbage collector may end a forgotten context while this thread begins one


@contextlib.contextmanager
def intercept(office: Office) -> Iterator[None]:
    """Let ``https://api.opendental.com/api/v1`` answer from an office, in this process, until the end of the context.

    A call keeps its method, path, query, body and headers, the Host included; only a customer key that is no office of
    ours is replaced by this office's. Whatever else goes to that host is refused, with a connection error of the
    client's own. Other hosts are called as ever. Contexts may be nested and may overlap in threads and tasks: the one
    that a thread or task opened last decides for it, else the one that was opened last. Clients that are not installed
    are left alone.
    """
    detour = Detour(office)
    with _LOCK:
        patches = _patches()
        if _has("urllib3"):
            from mock_od.client.intercept_urllib3 import pool_for

            detour.pool = pool_for(detour)
        if not DETOURS:
            for patch in patches:
                patch.apply()
        DETOURS.open(detour)
    try:
        yield
    finally:
        with _LOCK:
            DETOURS.close(detour)
            if not DETOURS:
                for patch in reversed(patches):
                    patch.undo()
        intercept_http_client.release(detour)
        if detour.pool is not None:
            detour.pool.close()


@cache
def _has(library: str) -> bool:
    return importlib.util.find_spec(library) is not None


@cache
def _patches() -> tuple[Patch, ...]:
    """What is replaced while an office answers; made once, so that each knows what it has replaced."""
    patches = [Patch(socket, "getaddrinfo", _guarded), *intercept_http_client.patches()]
    if _has("urllib3"):
        from mock_od.client import intercept_urllib3

        patches += intercept_urllib3.patches()
    if _has("httpx"):
        from mock_od.client import intercept_httpx

        patches += intercept_httpx.patches()
    if _has("aiohttp"):
        from mock_od.client import intercept_aiohttp

        patches += intercept_aiohttp.patches()
    return tuple(patches)


def _guarded(getaddrinfo: Callable[..., Any]) -> Callable[..., Any]:
    """Has no address for the real host, for clients that are not met elsewhere."""

    def guarded(host: Any, *more: Any, **named: Any) -> Any:
        detour = DETOURS.deciding()
        if detour is not None and is_real_host(host) and not is_real_host(detour.parts.hostname):
            raise socket.gaierror(
                socket.EAI_FAIL,
                f"mock_od did not let this call out: an office answers for {HOST}, for requests, urllib3, httpx, "
                f"aiohttp and http.client, and this call came another way; let it call the office's own address",
            )
        return getaddrinfo(host, *more, **named)

    return guarded
