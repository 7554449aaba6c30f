"""What :mod:`mock_od.client.intercept` does for httpx: its transports send to the office what is the office's.

Every such call has a transport of its own, which ends with the answer: a shared one would outlive event loops.

May not: touch a socket, or know what the API is.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator, Iterator
from typing import cast
from unittest import mock

import httpx

from mock_od.client.intercept import Detour


@contextlib.contextmanager
def detoured(detour: Detour) -> Iterator[None]:
    """Let httpx call the office, until the end of the context."""
    # made once: to read the machine's certificates takes longer than a call
    trust = ssl.create_default_context() if detour.parts.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    send, send_async = httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request

    def handle_request(transport: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        if not _is_taken(detour, request):
            return send(transport, request)
        ours = httpx.HTTPTransport(verify=trust, trust_env=False)
        try:
            response = send(ours, _sent_on(detour, request))
        except BaseException:
            ours.close()
            raise
        response.stream = _Stream(cast("httpx.SyncByteStream", response.stream), ours)
        return response

    async def handle_async_request(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        if not _is_taken(detour, request):
            return await send_async(transport, request)
        ours = httpx.AsyncHTTPTransport(verify=trust, trust_env=False)
        try:
            response = await send_async(ours, _sent_on(detour, request))
        except BaseException:
            await ours.aclose()
            raise
        response.stream = _AsyncStream(cast("httpx.AsyncByteStream", response.stream), ours)
        return response

    with (
        mock.patch.object(httpx.HTTPTransport, "handle_request", handle_request),
        mock.patch.object(httpx.AsyncHTTPTransport, "handle_async_request", handle_async_request),
    ):
        yield


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


def _is_taken(detour: Detour, request: httpx.Request) -> bool:
    url = request.url
    return detour.takes(url.scheme, url.host, url.port, url.raw_path.decode("ascii"))


def _sent_on(detour: Detour, request: httpx.Request) -> httpx.Request:
    """The same request, to the office."""
    parts = detour.parts
    path = parts.path.encode() + request.url.raw_path
    url = request.url.copy_with(scheme=parts.scheme, host=parts.hostname, port=parts.port, raw_path=path)
    headers = httpx.Headers(request.headers)
    if "Authorization" in headers:
        headers["Authorization"] = detour.keys(headers["Authorization"])
    return httpx.Request(request.method, url, headers=headers, stream=request.stream, extensions=request.extensions)
