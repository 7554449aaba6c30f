"""The admin plane: what a test does to an office and the real API never allows. docs/admin.md says it call by call.

May not: know a resource.
"""

from __future__ import annotations

import json

from flask import Blueprint, Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from mock_od.office.office import Offices
from mock_od.office.seeding import BadRow
from mock_od.office.settings import BadSetting
from mock_od.office.worlds import UnknownWorld
from mock_od.web.admin.clocks import Clocks
from mock_od.web.admin.desks import Settled
from mock_od.web.admin.faults import Faults
from mock_od.web.admin.journal import Requests
from mock_od.web.admin.plane import PREFIX, TOKEN, AdminError, Body, check_caller
from mock_od.web.admin.server import Server
from mock_od.web.admin.snapshots import Snapshots
from mock_od.web.answers import GENERATION

__all__ = ["PREFIX", "TOKEN", "install"]

DESKS = (Server, Settled, Snapshots, Clocks, Requests, Faults)


def install(app: Flask, offices: Offices, token: str | None) -> None:
    """Add the admin plane to an app.

    :param token: what callers must send; None to let in whoever is on this machine.
    """
    plane = Blueprint("admin", __name__, url_prefix=PREFIX)
    for desk in DESKS:
        desk(offices).install(plane)

    @plane.before_request
    def only_friends() -> None:
        if request.path != f"{PREFIX}/health":
            check_caller(token)

    @plane.after_request
    def say_generation(response: Response) -> Response:
        if office := g.get("office"):
            response.headers[GENERATION] = str(office.generation)
        return response

    plane.register_error_handler(AdminError, _refused)
    plane.register_error_handler(BadRow, _bad_row)
    plane.register_error_handler(BadSetting, _bad_setting)
    plane.register_error_handler(UnknownWorld, lambda slip: ({"error": str(slip), "worlds": offices.worlds.names}, 400))
    app.register_error_handler(HTTPException, _elsewhere)
    app.register_blueprint(plane)


def _refused(error: AdminError) -> tuple[Body, int]:
    return {"error": error.problem, **error.more}, error.status


def _bad_row(bad: BadRow) -> tuple[Body, int]:
    return {"error": str(bad), "table": bad.table, "row": bad.row, "column": bad.column, "problem": bad.problem}, 400


def _bad_setting(bad: BadSetting) -> tuple[Body, int]:
    return {"error": str(bad), "setting": bad.name, "problem": bad.problem}, 400


def _elsewhere(error: HTTPException) -> Response:
    body = {"error": f"{request.method} {request.path}: {error.name}", "api": "/api/v1", "admin": PREFIX}
    return Response(json.dumps(body), error.code or 500, content_type="application/json")
