"""What :mod:`mock_od.client.intercept` does for urllib3, and for requests, which sends through it.

May not: touch a socket, or know what the API is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

from urllib3.connectionpool import HTTPConnectionPool, connection_from_url
from urllib3.exceptions import ProtocolError

from mock_od.client.detour import Detour, NotTheApi, path_at_office
from mock_od.client.detours import DETOURS
from mock_od.client.patch import Patch

_TO_OFFICES: WeakSet[HTTPConnectionPool] = WeakSet()
"""The pools that calls are sent on through; what they send is sent."""


def patches() -> list[Patch]:
    """What is replaced while an office answers."""
    return [Patch(HTTPConnectionPool, "urlopen", _detoured)]


def pool_for(detour: Detour) -> HTTPConnectionPool:
    """Connections to an office's server; whoever asked for them closes them."""
    pool = connection_from_url(detour.root, maxsize=10)
    _TO_OFFICES.add(pool)
    return pool


def _detoured(send: Callable[..., Any]) -> Callable[..., Any]:
    def urlopen(
        pool: HTTPConnectionPool, method: str, url: str, body: Any = None, headers: Any = None, *more: Any, **named: Any
    ) -> Any:
        detour = DETOURS.deciding()
        if detour is None or pool in _TO_OFFICES:
            return send(pool, method, url, body, headers, *more, **named)
        try:
            path = _path(pool, url)
        except (NotTheApi, ValueError) as refused:
            raise ProtocolError(str(refused)) from refused
        if path is None:
            return send(pool, method, url, body, headers, *more, **named)
        ours = detour.headers(pool.headers if headers is None else headers)
        return send(detour.pool, method, detour.parts.path + path, body, ours, *more, **named)

    return urlopen


def _path(pool: HTTPConnectionPool, url: str) -> str | None:
    """What to ask the office for; None where the call goes to another host.

    A proxy is asked for a whole address, and so may any pool be: either address may be the real one.

    :raises NotTheApi: for another port or another path of the real host.
    :raises ValueError: when the address is none.
    """
    if url.startswith("/"):
        return path_at_office(pool.scheme or "", pool.host, pool.port, url)
    whole = urlsplit(url)
    target = whole.path + (f"?{whole.query}" if whole.query else "")
    return path_at_office(whole.scheme, whole.hostname or "", whole.port, target) or path_at_office(
        pool.scheme or "", pool.host, pool.port, target
    )
