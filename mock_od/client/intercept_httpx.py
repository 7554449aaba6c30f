"""What :mod:`mock_od.client.intercept` does for httpx: its transports send to the office what is the office's.

Every such call has a transport of its own, which ends with the answer: a shared one would outlive event loops. A
transport that goes through a proxy sees the real address like any other.

May not: touch a socket, or know what the API is.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import cast

import httpx

from mock_od.client.detour import Detour, NotTheApi, path_at_office
from mock_od.client.detours import DETOURS
from mock_od.client.patch import Patch


def patches() -> list[Patch]:
    """What is replaced while an office answers."""
    return [
        Patch(httpx.HTTPTransport, "handle_request", _detoured),
        Patch(httpx.AsyncHTTPTransport, "handle_async_request", _detoured_async),
    ]


def _detoured(
    send: Callable[[httpx.HTTPTransport, httpx.Request], httpx.Response],
) -> Callable[[httpx.HTTPTransport, httpx.Request], httpx.Response]:
    def handle_request(transport: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        detour = DETOURS.deciding()
        path = None if detour is None else _path(request)
        if detour is None or path is None:
            return send(transport, request)
        ours = httpx.HTTPTransport(verify=detour.trust, trust_env=False)
        try:
            response = send(ours, _sent_on(detour, request, path))
        except BaseException:
            ours.close()
            raise
        response.stream = _Stream(cast("httpx.SyncByteStream", response.stream), ours)
        return response

    return handle_request


def _detoured_async(
    send: Callable[[httpx.AsyncHTTPTransport, httpx.Request], Awaitable[httpx.Response]],
) -> Callable[[httpx.AsyncHTTPTransport, httpx.Request], Awaitable[httpx.Response]]:
    async def handle_async_request(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        detour = DETOURS.deciding()
        path = None if detour is None else _path(request)
        if detour is None or path is None:
            return await send(transport, request)
        ours = httpx.AsyncHTTPTransport(verify=detour.trust, trust_env=False)
        try:
            response = await send(ours, _sent_on(detour, request, path))
        except BaseException:
            await ours.aclose()
            raise
        response.stream = _AsyncStream(cast("httpx.AsyncByteStream", response.stream), ours)
        return response

    return handle_async_request


class _Stream(httpx.SyncByteStream):
    """An answer's bytes; the transport ends with them."""

    def __init__(self, stream: httpx.SyncByteStream, transport: httpx.HTTPTransport) -> None:
        self._stream = stream
        self._transport = transport

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        """Close both."""
        self._stream.close()
        self._transport.close()


class _AsyncStream(httpx.AsyncByteStream):
    """The same for asynchronous clients."""

    def __init__(self, stream: httpx.AsyncByteStream, transport: httpx.AsyncHTTPTransport) -> None:
        self._stream = stream
        self._transport = transport

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._stream.__aiter__()

    async def aclose(self) -> None:
        """Close both."""
        await self._stream.aclose()
        await self._transport.aclose()


def _path(request: httpx.Request) -> str | None:
    """What to ask the office for; None where the call goes to another host.

    :raises httpx.ConnectError: for another port or another path of the real host.
    """
    url = request.url
    try:
        return path_at_office(url.scheme, url.host, url.port, url.raw_path.decode("ascii"))
    except NotTheApi as refused:
        raise httpx.ConnectError(str(refused), request=request) from refused


def _sent_on(detour: Detour, request: httpx.Request, path: str) -> httpx.Request:
    """The same request, to the office."""
    parts = detour.parts
    url = request.url.copy_with(
        scheme=parts.scheme, host=parts.hostname, port=parts.port, raw_path=(parts.path + path).encode("ascii")
    )
    headers = httpx.Headers(request.headers)
    if "Authorization" in headers:
        headers["Authorization"] = detour.keys(headers["Authorization"])
    return httpx.Request(request.method, url, headers=headers, stream=request.stream, extensions=request.extensions)
