"""The admin plane: what a test does to an office and the real API never allows. docs/admin.md says it call by call.

May not: know a resource.
"""

from __future__ import annotations

from flask import Blueprint, Flask
from werkzeug.exceptions import HTTPException

from mock_od.office.office import Offices
from mock_od.web.plane import clock, faults, offices, requests, server, snapshots, tables
from mock_od.web.plane.binding import EXTENSION, add_generation
from mock_od.web.plane.callers import Callers
from mock_od.web.plane.errors import Refused, answer_http_error, answer_refusal, handle_errors
from mock_od.wire import ADMIN

__all__ = ["register"]

PLANE = Blueprint("plane", __name__, url_prefix=ADMIN)
PLANE.after_request(add_generation)
handle_errors(PLANE)
for _subject in (server, offices, tables, snapshots, clock, requests, faults):
    PLANE.register_blueprint(_subject.routes)


def register(app: Flask, served: Offices, token: str | None) -> None:
    """Put the admin plane of some offices into a Flask app. What the app does not know is answered as an object too.

    :param token: what callers must send; None to let in whatever calls from this machine.
    """
    app.extensions[EXTENSION] = served
    app.url_map.merge_slashes = False  # no call of ours has two slashes, and a redirect is no answer to a test
    app.before_request(Callers(token).check)  # the app's, not the blueprint's: strangers learn of no path
    app.register_blueprint(PLANE)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(Refused, answer_refusal)
