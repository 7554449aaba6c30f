"""A request to the API, whichever server took it.

May not: know a kind of server, or what the request leads to.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from mock_od.engine.bodies import MOST_CHARACTERS, read_body
from mock_od.wire import API

MOST_BYTES = 4 * MOST_CHARACTERS + 1
"""How much of a body a server has to read: one byte more than the most characters take in UTF-8."""

_CREDENTIALS = re.compile(r"ODFHIR +([!-.0-~]{1,255})/([!-.0-~]{1,255})", re.IGNORECASE)
_HOST = re.compile(r"([A-Za-z0-9._~-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")


def path_of(path: str) -> str:
    """A path as all routing here sees it: it begins with one slash."""
    return path if path[:2] != "//" and path[:1] == "/" else "/" + path.lstrip("/")


def is_api(path: str) -> bool:
    """Whether the API answers this path."""
    return path.startswith(API) and path[len(API) : len(API) + 1] in ("", "/")


class Credentials(NamedTuple):
    """The two keys of an Authorization header."""

    developer: str
    customer: str


@lru_cache(maxsize=32)  # of headers: 64 KB at the most
def credentials_in(header: str) -> Credentials | None:
    """The keys in an Authorization header; None where it is empty or of another shape."""
    found = _CREDENTIALS.fullmatch(header.strip())
    return Credentials(found[1], found[2]) if found else None


@lru_cache(maxsize=32)  # of headers: 64 KB at the most
def _base(address: str, host: str) -> str:
    """The address of the API at a server's address, by the name under which a client called it."""
    scheme, _, own = address.partition("://")
    return f"{scheme}://{host if _HOST.fullmatch(host) else own}{API}"


class Request:
    """One request to the API. No property of it is functools' cached one: before Python 3.12 that takes a lock.

    :param verb: as it was sent, in capitals.
    :param path: below ``/api/v1``, without escapes.
    :param query: what follows the question mark, as it was sent.
    :param headers: by their names in lower case: ``authorization``, ``content-type``, ``host``, ``x-mock-od-fault``.
    :param address: the server's own address, ``http://127.0.0.1:30222``, for where the Host header gives none.
    :param mode: the mode of the port that was called; empty for the office's setting.
    """

    def __init__(
        self, verb: str, path: str, query: str, headers: Mapping[str, str], *, address: str, mode: str = ""
    ) -> None:
        self.verb = verb
        self.path = path
        self.query = query
        self.headers = headers
        self.mode = mode
        self.segments = path.strip("/").split("/")
        """The parts of the path; the first one names the resource."""
        self.credentials = credentials_in(headers.get("authorization", ""))
        """The keys that it was sent with; None when the header is missing or of another shape."""
        self.body = b""
        """The body's bytes: the server fills them in, for POST and PUT."""
        self.may_block = False
        """Whether its steps are taken in a thread that may stand still until another call has left the office."""
        self.arrived = time.perf_counter()
        """When it came, in seconds from some moment on."""
        self._address = address
        self._fields: dict[str, Any] | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """The query parameters by name; of two with one name the last one counts."""
        return dict(parse_qsl(self.query, keep_blank_values=True, errors="replace")) if self.query else {}

    @property
    def has_body(self) -> bool:
        """Whether the API reads a body with this verb."""
        return self.verb in ("POST", "PUT")

    @property
    def is_json(self) -> bool:
        """Whether it says that its body is JSON."""
        kind = self.headers.get("content-type", "")
        return kind == "application/json" or kind.partition(";")[0].strip().lower() == "application/json"

    @property
    def base(self) -> str:
        """The address of the API as the client called it."""
        return _base(self._address, self.headers.get("host", ""))

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the body, read when they are first asked for.

        :raises Refusal: 400 when it is too long, is not UTF-8, is not JSON or is no object.
        """
        if self._fields is None:
            self._fields = read_body(self.body)
        return self._fields
