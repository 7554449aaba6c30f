"""What ``mock-od serve`` puts behind an address: the API at once, the Flask app as soon as somebody calls it.

May not: decide anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from mock_od.office.office import Offices
from mock_od.web.api import MODE, Api, is_api, path_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Front:
    """The WSGI app of a server: the same as :func:`mock_od.web.app.create_app` gives, sooner there.

    The API asks nothing of Flask, and importing that takes longer than all else at the start.

    :param admin_token: what the admin plane asks for; None to let in whoever calls it as localhost.
    """

    def __init__(self, offices: Offices, admin_token: str | None) -> None:
        self._offices = offices
        self._admin_token = admin_token
        self._api = Api(offices)
        self._app: WSGIApplication | None = None
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, whoever of us it is for."""
        path = path_of(environ)
        if is_api(path):
            return self._api.serve(environ, start_response, path)
        return self._flask()(environ, start_response)

    def _flask(self) -> WSGIApplication:
        with self._lock:
            if self._app is None:
                from mock_od.web.app import create_app  # whoever calls the API alone never waits for Flask

                self._app = create_app(self._offices, self._admin_token)
            return self._app


def in_mode(app: WSGIApplication, mode: str) -> WSGIApplication:
    """The same app behind an address of one mode, whatever mode the offices are set to."""

    def called(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[MODE] = mode
        return app(environ, start_response)

    return called
