"""What :mod:`mock_od.client.intercept` does for http.client, and for urllib.request, which sends through it.

A connection is met where it begins a request: its socket goes to the office, what it writes stays its own. Classes
that connect in a way of their own, such as urllib3's, are met elsewhere or not at all.

May not: know what the API is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from mock_od.client.detour import Detour, NotTheApi, path_at_office
from mock_od.client.detours import DETOURS
from mock_od.client.patch import Patch
from mock_od.wire import API

_TO_OFFICES: WeakKeyDictionary[HTTPConnection, Detour] = WeakKeyDictionary()
"""The connections whose socket is one to an office, or will be."""
_LOCK = threading.RLock()  # an RLock: a connection may end in the garbage collector
_PORTS = {"http": 80, "https": 443}


def patches() -> list[Patch]:
    """What is replaced while an office answers."""
    return [
        Patch(HTTPConnection, "putrequest", _detoured),
        Patch(HTTPConnection, "putheader", _with_our_keys),
        Patch(HTTPConnection, "connect", _connected),
        Patch(HTTPSConnection, "connect", _connected),
    ]


def release(detour: Detour) -> None:
    """Let connections to an office go elsewhere from now on, though their clients keep them open."""
    with _LOCK:
        kept = [connection for connection, to in _TO_OFFICES.items() if to is detour]
        for connection in kept:
            del _TO_OFFICES[connection]
    for connection in kept:
        connection.close()


def _detoured(put: Callable[..., None]) -> Callable[..., None]:
    def putrequest(
        connection: HTTPConnection, method: str, url: str, skip_host: Any = 0, *more: Any, **named: Any
    ) -> None:
        detour = DETOURS.deciding()
        try:
            path = None if detour is None else _path(connection, url)
        except (NotTheApi, ValueError) as refused:
            raise ConnectionError(str(refused)) from refused
        if _TO_OFFICES.get(connection) is not (None if path is None else detour):
            connection.close()  # it goes to another place than this request
            with _LOCK:
                _TO_OFFICES.pop(connection, None)
        if detour is None or path is None:
            put(connection, method, url, skip_host, *more, **named)
            return
        with _LOCK:
            _TO_OFFICES[connection] = detour
        named_host = urlsplit(url).netloc  # as a proxy is asked
        put(connection, method, detour.parts.path + path, bool(skip_host or named_host), *more, **named)
        if named_host and not skip_host:
            connection.putheader("Host", named_host)

    return putrequest


def _with_our_keys(put: Callable[..., None]) -> Callable[..., None]:
    def putheader(connection: HTTPConnection, header: Any, *values: Any) -> None:
        detour = _TO_OFFICES.get(connection)
        if detour is None:
            put(connection, header, *values)
            return
        for name, value in detour.replaced(header, values):
            put(connection, name, *value)

    return putheader


def _connected(connect: Callable[[HTTPConnection], None]) -> Callable[[HTTPConnection], None]:
    def connect_to_office(connection: HTTPConnection) -> None:
        detour = _TO_OFFICES.get(connection) or _before_a_request(connection)
        if detour is None:
            connect(connection)
            return
        parts = detour.parts
        address = (parts.hostname, parts.port or _PORTS[parts.scheme])
        sock = connection._create_connection(address, connection.timeout)  # type: ignore[attr-defined]  # noqa: SLF001
        if parts.scheme == "https":
            sock = detour.trust.wrap_socket(sock, server_hostname=parts.hostname)
        connection.sock = sock

    return connect_to_office


def _before_a_request(connection: HTTPConnection) -> Detour | None:
    """Where a connection goes that connects before it has something to ask; None for where it always goes."""
    detour = DETOURS.deciding()
    try:
        if detour is None or _path(connection, API) is None:
            return None
    except NotTheApi:
        return None  # the name has no address meanwhile
    with _LOCK:
        _TO_OFFICES[connection] = detour
    return detour


def _path(connection: HTTPConnection, url: str) -> str | None:
    """What to ask the office for; None where the call goes to another host.

    :raises NotTheApi: for another port or another path of the real host.
    :raises ValueError: when the address is none.
    """
    whole = urlsplit(url if url and not url.startswith("/") else "")
    if whole.netloc:  # a proxy is asked for a whole address
        target = whole.path + (f"?{whole.query}" if whole.query else "")
        return path_at_office(whole.scheme, whole.hostname or "", whole.port, target)
    tunnel = getattr(connection, "_tunnel_host", None)
    host, port = (tunnel, getattr(connection, "_tunnel_port", None)) if tunnel else (connection.host, connection.port)
    return path_at_office("https" if isinstance(connection, HTTPSConnection) else "http", host, port, url)
