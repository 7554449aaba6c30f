"""https: a certificate of the server's own, and its CA for the client to trust. The only module that imports trustme.

May not: import any other part of mock_od.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import trustme

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ANY = ("0.0.0.0", "::")  # noqa: S104  # compared with, not listened on


def server_context(names: Iterable[str], ca: Path) -> ssl.SSLContext:
    """What a server needs to speak TLS.

    :param names: host names and addresses that the certificate is for, beside those of this machine itself.
    :param ca: the file that the CA's certificate is written to; an existing one is overwritten.
    :raises OSError: when the file cannot be written.
    :raises ValueError: when a name cannot stand in a certificate.
    """
    authority = _authority(ca.absolute())
    others = [name for name in dict.fromkeys(names) if name not in (*_LOOPBACK, *_ANY)]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*_LOOPBACK, *others).configure_cert(context)
    authority.cert_pem.write_to_path(str(ca))
    return context


@cache
def _authority(ca: Path) -> trustme.CA:  # noqa: ARG001  # the cache asks for it
    """One CA for all servers of this process that write it to one file: none overwrites what another is trusted by."""
    return trustme.CA(organization_name="mock_od")
