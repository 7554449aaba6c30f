"""The Flask app of a server: the API, the admin plane, and a word of welcome.

May not: decide anything.
"""

from __future__ import annotations

import sys
import traceback

from flask import Flask, Response, request

from mock_od import __version__
from mock_od.office.office import Offices
from mock_od.web import admin
from mock_od.web.api import BASE, HINT, JSON_TYPE, Api, to_json


def create_app(offices: Offices, admin_token: str | None = None) -> Flask:
    """The WSGI app that serves these offices.

    :param admin_token: what the admin plane asks for; None to let in whoever calls it as localhost.
    """
    app = Flask("mock_od", static_folder=None)
    api = Api(offices)

    @app.before_request
    def every_call_of_the_api() -> Response | None:
        # Before Flask's own routing has a say: its 404, 405 and redirects are not the API's.
        path = request.path
        if path != BASE and not path.startswith(BASE + "/"):
            return None
        try:
            return api.answer(request, path[len(BASE) :])
        except Exception:  # noqa: BLE001  # the last resort: whatever went wrong, the client gets an answer
            traceback.print_exc(file=sys.stderr)
            hint = "this is a bug in mock_od; its traceback is on the server's stderr"
            return Response(to_json("An unexpected error occurred."), 500, {HINT: hint}, content_type=JSON_TYPE)

    @app.get("/")
    def welcome() -> dict[str, str]:
        command = f"curl -H 'Authorization: ODFHIR developer/customer' {request.host_url}{BASE[1:]}/discountplans"
        return {"mock_od": __version__, "api": BASE, "admin": admin.PREFIX, "try": command}

    admin.Admin(offices, admin_token).install(app)
    return app
