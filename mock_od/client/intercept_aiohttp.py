"""What :mod:`mock_od.client.intercept` does for aiohttp: a request of the real API gets a connection to the office.

Every such call has a connector of its own, whose connection ends with the answer: a shared one would outlive event
loops.

May not: touch a socket, or know what the API is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BaseConnector, ClientConnectionError, ClientRequest, TCPConnector, ThreadedResolver
from yarl import URL

from mock_od.client.detour import Detour, NotTheApi, path_at_office
from mock_od.client.detours import DETOURS
from mock_od.client.patch import Patch


def patches() -> list[Patch]:
    """What is replaced while an office answers."""
    return [Patch(BaseConnector, "connect", _detoured)]


def _detoured(connect: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def connect_to_office(connector: BaseConnector, req: ClientRequest, *more: Any, **named: Any) -> Any:
        detour = DETOURS.deciding()
        path = None if detour is None else _path(req)
        if detour is None or path is None:
            return await connect(connector, req, *more, **named)
        _rewrite(req, detour, path)
        # Nothing of it is kept, so that there is nothing to close.
        ours = TCPConnector(force_close=True, resolver=ThreadedResolver(loop=req.loop), loop=req.loop)
        trust = detour.trust if detour.parts.scheme == "https" else True
        there = ClientRequest("GET", URL(detour.root), loop=req.loop, ssl=trust)
        return await connect(ours, there, *more, **named)

    return connect_to_office


def _rewrite(req: ClientRequest, detour: Detour, path: str) -> None:
    """Let a request ask for what the office has: its path, its keys, and no proxy."""
    url = req.url
    req.url = URL(f"{url.scheme}://{url.raw_authority}{detour.parts.path}{path}", encoded=True)
    req.proxy = None
    given = list(req.headers.items())
    req.headers.clear()
    for name, value in given:
        for same, values in detour.replaced(name, (value,)):
            req.headers.add(same, *values)
    req.headers.setdefault("Connection", "keep-alive")  # else it would tell that nothing is kept


def _path(req: ClientRequest) -> str | None:
    """What to ask the office for; None where the call goes to another host.

    :raises ClientConnectionError: for another port or another path of the real host.
    """
    url = req.url
    try:
        return path_at_office(url.scheme, url.raw_host or "", url.port, url.raw_path_qs)
    except NotTheApi as refused:
        raise ClientConnectionError(str(refused)) from refused
