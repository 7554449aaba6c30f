"""https, for clients that insist on it: a certificate of the server's own, and its CA for the client to trust.

Slower than plain HTTP and without keep-alive: it is werkzeug's server. The only module that imports trustme.
May not: import any other part of mock_od.
"""

from __future__ import annotations

import ssl
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import trustme
from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        """Say nothing: a request is no news."""


class TlsServer:
    """Serves one WSGI app over https.

    :param ca: the file that the CA's certificate is written to; an existing one is overwritten.
    :raises OSError: when the port is taken or the file cannot be written.
    """

    def __init__(self, app: WSGIApplication, host: str, port: int, ca: Path) -> None:
        authority = _authority(ca.absolute())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost", "127.0.0.1", "::1", *_named(host)).configure_cert(context)
        try:
            self._server = make_server(host, port, app, threaded=True, request_handler=_Quiet, ssl_context=context)
        except SystemExit as taken:  # what werkzeug makes of a port in use, with a word of its own
            raise OSError("the port is in use") from taken
        try:
            authority.cert_pem.write_to_path(str(ca))
        except OSError:
            self._server.server_close()
            raise
        self.host = host
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """The server's address, without a path."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{name}:{self.port}"

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more connections."""
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


@cache
def _authority(ca: Path) -> trustme.CA:  # noqa: ARG001  # the cache asks for it
    """One CA for all servers of this process that write it to one file: none overwrites what another is trusted by."""
    return trustme.CA(organization_name="mock_od")


def _named(host: str) -> list[str]:
    return [host] if host not in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "::") else []  # noqa: S104
