"""The Flask app of a server: the API, the admin plane, and a word of welcome.

May not: decide anything.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.local import LocalProxy
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


class _App(Flask):
    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Keep Flask's routing out of it: its 404, 405 and redirects are not the API's, and take their time."""
        answered = request and (is_api(request.path) or admin.is_admin(request.path))
        return None if answered else super().create_url_adapter(request)


def create_app(offices: Offices, admin_token: str | None = None) -> Flask:
    """The WSGI app that serves these offices.

    :param admin_token: what the admin plane asks for; None to let in whoever calls it as localhost.
    """
    app = _App("mock_od", static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # columns in the order of the table
    api = Api(offices)
    plane = admin.Plane(offices, admin_token)

    @app.before_request
    def every_call() -> Response | None:
        # documented; the proxy would look it up at each use
        called = cast("LocalProxy[Request]", request)._get_current_object()  # noqa: SLF001
        if not is_api(called.path):
            return plane.answer() if admin.is_admin(called.path) else None
        try:
            return api.answer(called, called.path[len(BASE) :])
        except Exception:  # noqa: BLE001  # the last resort: whatever went wrong, the client gets an answer
            traceback.print_exc(file=sys.stderr)
            hint = "this is a bug in mock_od; its traceback is on the server's stderr"
            return Response(to_json("An unexpected error occurred."), 500, {HINT: hint}, content_type=JSON_TYPE)

    @app.get("/")
    def welcome() -> dict[str, str]:
        some = next(iter(offices.engine.catalog.resources))
        command = f"curl -H 'Authorization: ODFHIR developer/customer' {request.host_url}{BASE[1:]}/{some}"
        return {"mock_od": __version__, "api": BASE, "admin": admin.PREFIX, "try": command}

    @app.errorhandler(HTTPException)
    def elsewhere(error: HTTPException) -> tuple[dict[str, Any], int]:
        return admin.elsewhere(HTTPStatus(error.code or 500))

    return app


def in_mode(app: WSGIApplication, mode: str) -> WSGIApplication:
    """The same app behind an address of one mode, whatever mode the offices are set to."""

    def called(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[MODE] = mode
        return app(environ, start_response)

    return called
