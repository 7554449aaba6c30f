"""Which calls of the real API go to an office instead, by what address, and with what keys.

May not: know a library that sends calls.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from mock_od.wire import API

if TYPE_CHECKING:
    from mock_od.client.office import Office

HOST = "api.opendental.com"
_PORTS = {"http": 80, "https": 443}
_PREFIX = re.compile(r"/+([^/?#]+)/+([^/?#]+)(?=[/?#]|\Z)")
"""The first two names of a path, however many slashes stand before them."""
_KEYS = re.compile(r"(\s*ODFHIR\s+[^/\s]+/)([^/\s]+)(\s*)", re.IGNORECASE)
_OF_PROXIES = {"proxy-authorization", "proxy-connection"}


class NotTheApi(Exception):
    """A call goes to the real host and is none of the API, so that it must not leave this machine."""


def is_real_host(host: object) -> bool:
    """Whether a host's name is the real API's, however it is written."""
    return unquote(_text(host)).lower().rstrip(".") == HOST


def path_at_office(scheme: str, host: str, port: int | None, target: str) -> str | None:
    """The path and the query to ask an office for, in place of a call to this address.

    The beginning of the path may be written as servers understand it too: ``//api/v1``, ``/API/V1``, ``/%61pi/v1``.

    :param target: the path and the query.
    :returns: None where the call goes to another host.
    :raises NotTheApi: for another port or another path of the real host.
    """
    if not is_real_host(host):
        return None
    prefix = _PREFIX.match(target)
    if port not in (None, _PORTS.get(scheme.lower())) or not prefix or _decoded(prefix) != API:
        raise NotTheApi(
            f"mock_od did not let this call out: while an office answers for https://{HOST}{API}, no other address of "
            f"that host is called, and this one is {scheme}://{host}{'' if port is None else f':{port}'}{target[:200]}"
        )
    return f"{API}{target[prefix.end() :]}"


def _decoded(prefix: re.Match[str]) -> str:
    return "".join(f"/{unquote(name).lower()}" for name in prefix.groups())


class Detour:
    """The way of calls of the real API to an office.

    :param office: the office that answers.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self.root = office.client.url
        """The address of the office's server."""
        self.parts = urlsplit(self.root)
        self.pool: Any = None
        """urllib3's connections to the server, where urllib3 is installed."""

    @cached_property
    def trust(self) -> ssl.SSLContext:
        """The certificates that are trusted. Read once: that takes longer than a call."""
        return ssl.create_default_context() if self.parts.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    def keys(self, authorization: str) -> str:
        """An Authorization header with a customer key of ours; left as it is where it has no customer key."""
        found = _KEYS.fullmatch(authorization)
        if not found or found[2] in self._office.client.keys:
            return authorization
        return f"{found[1]}{self._office.customer_key}{found[3]}"

    def replaced(self, name: Any, values: Sequence[Any]) -> Iterator[tuple[Any, Sequence[Any]]]:
        """One header as it goes to the office: with a customer key of ours; nothing of one that is for a proxy."""
        lower = _text(name).lower()
        if lower not in _OF_PROXIES:
            yield name, [self.keys(_text(value)) for value in values] if lower == "authorization" else values

    def headers(self, given: Mapping[Any, Any]) -> dict[str, Any]:
        """The caller's headers with a customer key of ours and the Host that was called, without those for a proxy."""
        headers: dict[str, Any] = {"Host": HOST}
        for name, value in given.items():
            lower = _text(name).lower()
            if lower == "host":
                headers["Host"] = value
            elif lower not in _OF_PROXIES:
                headers[_text(name)] = self.keys(_text(value)) if lower == "authorization" else value
        return headers


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
