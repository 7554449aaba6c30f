"""The Flask app of a server: the API, the admin plane, and a word of welcome.

May not: decide anything.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response
from flask import request as current
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from mock_od import __version__
from mock_od.office.office import Offices
from mock_od.web import admin
from mock_od.web.answers import HINT, JSON_TYPE, to_json
from mock_od.web.api import BASE, MODE, Api

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def is_api(path: str) -> bool:
    """Whether the API answers this path, and nobody else."""
    return path == BASE or path.startswith(BASE + "/")


class App(Flask):
    """The Flask app of a server.

    Calls of the API do not go through Flask's own contexts and routing: its 404, 405 and redirects are not the API's,
    and what they cost is more than a read of ours.

    :param admin_token: what the admin plane asks for; None to let in whoever calls it as localhost.
    """

    def __init__(self, offices: Offices, admin_token: str | None) -> None:
        super().__init__("mock_od", static_folder=None)
        self.json.sort_keys = False  # type: ignore[attr-defined]  # columns in the order of the table
        self._api = Api(offices)
        self._plane = admin.Plane(offices, admin_token)
        self._offices = offices
        self.before_request(self._to_the_admin_plane)
        self.add_url_rule("/", view_func=self._welcome)
        self.register_error_handler(HTTPException, _elsewhere)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, whoever of us it is for."""
        request = Request(environ)
        if not is_api(request.path):
            return super().wsgi_app(environ, start_response)
        try:
            response = self._api.answer(request, request.path[len(BASE) :])
        except Exception:  # noqa: BLE001  # the last resort: whatever went wrong, the client gets an answer
            traceback.print_exc(file=sys.stderr)
            hint = "this is a bug in mock_od; its traceback is on the server's stderr"
            said = to_json("An unexpected error occurred.")
            response = Response(said, 500, {HINT: hint}, content_type=JSON_TYPE)
        return response(environ, start_response)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Keep Flask's routing out of the admin plane too, which looks its routes up itself."""
        return None if request and admin.is_admin(request.path) else super().create_url_adapter(request)

    def _to_the_admin_plane(self) -> Response | None:
        return self._plane.answer() if admin.is_admin(current.path) else None

    def _welcome(self) -> dict[str, str]:
        some = next(iter(self._offices.engine.catalog.resources))
        command = f"curl -H 'Authorization: ODFHIR developer/customer' {current.host_url}{BASE[1:]}/{some}"
        return {"mock_od": __version__, "api": BASE, "admin": admin.PREFIX, "try": command}


def _elsewhere(error: HTTPException) -> tuple[dict[str, Any], int]:
    return admin.elsewhere(HTTPStatus(error.code or 500))


def create_app(offices: Offices, admin_token: str | None = None) -> App:
    """The WSGI app that serves these offices.

    :param admin_token: what the admin plane asks for; None to let in whoever calls it as localhost.
    """
    return App(offices, admin_token)


def in_mode(app: WSGIApplication, mode: str) -> WSGIApplication:
    """The same app behind an address of one mode, whatever mode the offices are set to."""

    def called(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[MODE] = mode
        return app(environ, start_response)

    return called
