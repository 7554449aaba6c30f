"""Who may call the admin plane.

May not: know an office.
"""

from __future__ import annotations

import hmac
import ipaddress
import re

from flask import request

from mock_od.plane.errors import Refused, is_admin
from mock_od.wire import ADMIN, TOKEN

_HOST = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]{2,45})\]|(?P<name>[A-Za-z0-9._-]{1,253}))(?::[0-9]{0,5})?")
_BLANKS = " \t\r\n"


class Callers:
    """Lets in those that may call; a web page that a browser on this machine shows may not.

    :param token: what callers must send; None to let in whatever calls from this machine.
    """

    def __init__(self, token: str | None) -> None:
        self._asks = token is not None
        text = (token or "").strip(_BLANKS)  # HTTP takes them from both ends of a header
        # As a client may write it: HTTP has bytes there, and says not which letters they are. What the environment had
        # that is no UTF-8 is escaped.
        codes = ["utf-8", "latin-1"] if all(letter <= "\xff" for letter in text) else ["utf-8"]
        self._tokens = [text.encode(code, "surrogateescape") for code in codes if text]

    def check(self) -> None:
        """See that the caller of the request at hand may call. Health needs no token.

        :raises Refused: 401 or 403 for strangers.
        """
        if not is_admin(request.path) or request.path == f"{ADMIN}/health":
            return
        if self._asks:
            sent = (
                request.headers.get(TOKEN, "").strip(_BLANKS).encode("latin-1")
            )  # as WSGI has it: a letter for each byte
            if not any([hmac.compare_digest(sent, token) for token in self._tokens]):  # noqa: C419  # all, always
                raise Refused(f"send {TOKEN}: the server printed it at start, or has it from MOCK_OD_ADMIN_TOKEN", 401)
            return
        check_is_here()


def check_is_here() -> None:
    """See that the request at hand calls this machine as itself, and comes from no web page of another site.

    :raises Refused: 403 for all others.
    """
    scheme, _, origin = request.headers.get("Origin", "http://localhost").partition("://")
    named = [request.environ.get("HTTP_HOST", ""), origin if scheme in ("http", "https") else ""]
    if not all(_is_loopback(host) for host in named):
        raise Refused("without a token the admin plane is open to this machine alone: call it as localhost", 403)


def _is_loopback(host: str) -> bool:
    """Whether a host, with or without a port, is this machine. Two of them, or none, are not."""
    found = _HOST.fullmatch(host)
    name = (found["v6"] or found["name"]).lower() if found else ""
    try:
        return name == "localhost" or name.endswith(".localhost") or ipaddress.ip_address(name).is_loopback
    except ValueError:  # another name
        return False
