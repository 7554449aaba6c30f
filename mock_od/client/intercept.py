"""Lets the address of the real API answer from an office, for the HTTP clients of this process.

Each client is met where it hands a request over to be sent, as libraries such as responses and respx do; what is sent
on goes through the same client's own pool or transport to the office, so that statuses, headers, bodies and broken
connections are real ones. requests sends through urllib3, so that both are met in one place.

May not: touch a socket, or know what the API is.
"""

from __future__ import annotations

import contextlib
import importlib.util
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from unittest import mock
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from mock_od.client.office import Office

HOST = "api.opendental.com"
PATH = "/api/v1"
_PORTS = {"http": 80, "https": 443}
_KEYS = re.compile(r"(\s*ODFHIR\s+[^/\s]+/)([^/\s]+)(\s*)", re.IGNORECASE)


@contextlib.contextmanager
def intercept(office: Office) -> Iterator[None]:
    """Let ``https://api.opendental.com/api/v1`` answer from an office, in this process, until the end of the context.

    A call keeps its method, path, query, body and headers, the Host included; only a customer key that is no office of
    ours is replaced by this office's. Whatever has another address passes through. Contexts may be nested, the inner
    one decides. Clients that are not installed are left alone.
    """
    detour = Detour(office)
    with contextlib.ExitStack() as stack:
        if importlib.util.find_spec("urllib3"):
            stack.enter_context(_urllib3(detour))
        if importlib.util.find_spec("httpx"):
            from mock_od.client.intercept_httpx import detoured

            stack.enter_context(detoured(detour))
        yield


class Detour:
    """Which calls go to the office, and with what keys."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.root = office.client.url
        self.parts = urlsplit(self.root)

    @staticmethod
    def takes(scheme: str, host: str, port: int | None, path: str) -> bool:
        """Whether a call to this address is one of the API."""
        path = path.partition("?")[0]
        below = path == PATH or path.startswith(f"{PATH}/")
        return below and host.lower() == HOST and port in (None, _PORTS.get(scheme))

    def keys(self, authorization: str) -> str:
        """An Authorization header with a customer key of ours; left as it is where it has no customer key."""
        found = _KEYS.fullmatch(authorization)
        if not found or found[2] in self._office.client.keys:
            return authorization
        return f"{found[1]}{self._office.customer_key}{found[3]}"

    def headers(self, given: Mapping[Any, Any]) -> dict[str, Any]:
        """The caller's headers with a customer key of ours, and the Host that was called."""
        headers: dict[str, Any] = {"Host": HOST}
        for name, value in given.items():
            lower = _text(name).lower()
            if lower == "host":
                headers["Host"] = value
            else:
                headers[_text(name)] = self.keys(_text(value)) if lower == "authorization" else value
        return headers


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


# --- urllib3, and requests, which sends through it ---


@contextlib.contextmanager
def _urllib3(detour: Detour) -> Iterator[None]:
    from urllib3.connectionpool import HTTPConnectionPool, connection_from_url

    send = HTTPConnectionPool.urlopen
    office = connection_from_url(detour.root, maxsize=10)

    def urlopen(
        pool: HTTPConnectionPool, method: str, url: str, body: Any = None, headers: Any = None, *more: Any, **named: Any
    ) -> Any:
        target = url
        if url.startswith(("http://", "https://")):  # the whole address, as one may call a pool
            parts = urlsplit(url)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
        if pool is office or not detour.takes(pool.scheme or "", pool.host, pool.port, target):
            return send(pool, method, url, body, headers, *more, **named)
        ours = detour.headers(pool.headers if headers is None else headers)
        return send(office, method, detour.parts.path + target, body, ours, *more, **named)

    with contextlib.closing(office), mock.patch.object(HTTPConnectionPool, "urlopen", urlopen):
        yield
