"""The admin plane: what a test does to an office and the real API never allows. docs/admin.md says it call by call.

May not: know a resource.
"""

from __future__ import annotations

from flask import Flask

from mock_od.office.offices import Offices
from mock_od.plane import calls, choosing, describing, offices, rows
from mock_od.plane.binding import EXTENSION, PLANE
from mock_od.plane.callers import Callers
from mock_od.plane.errors import handle_errors

__all__ = ["calls", "choosing", "describing", "offices", "register", "rows"]


def register(app: Flask, served: Offices, token: str | None) -> None:
    """Put the admin plane of some offices into a Flask app. What the app does not know is answered as an object too.

    :param token: what callers must send; None to let in whatever calls from this machine.
    """
    app.extensions[EXTENSION] = served
    app.url_map.merge_slashes = False  # no call of ours has two slashes, and a redirect is no answer to a test
    app.before_request(Callers(token).check)  # the app's, not the blueprint's: strangers learn of no path
    app.register_blueprint(PLANE)
    handle_errors(app)
