"""What a browser shows at ``/``: a page for each tab, without data. That comes by calls of the plane and of the API.

A tab is one template and one module of JavaScript, both with the tab's name, and a line in :data:`TABS`.
May not: know an office or a resource; a page is a caller of the plane like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from flask import Blueprint, Flask, Response, jsonify, render_template, request

from mock_od import __version__
from mock_od.plane.callers import check_is_here
from mock_od.wire import ADMIN, API, TOKEN

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the office's key stands in the address
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",  # asked again each time, so that a new mock_od never runs with old JavaScript
}


class Tab(NamedTuple):
    """A tab of the page.

    :param name: of its template and of its module of JavaScript.
    :param path: where it is.
    :param title: what the navigation calls it.
    :param about: what it is for, in a sentence.
    """

    name: str
    path: str
    title: str
    about: str


TABS: Final = (
    Tab("start", "/", "Start", "What this server is, its offices, and a first call to copy."),
    Tab("reference", "/reference", "Reference", "Every resource with its fields and methods."),
    Tab("try", "/try", "Try it", "A form for each method. It shows what was asked, answered and changed."),
    Tab("data", "/data", "Data", "The tables of an office: look, edit, reset, keep, compare."),
    Tab("sql", "/sql", "SQL", "Ask the office in SQL, as a client can by ShortQuery."),
    Tab("traffic", "/traffic", "Traffic", "The calls that your program makes, as they arrive."),
    Tab("controls", "/controls", "Controls", "Clock, version, mode, permissions, throttle and faults of an office."),
    Tab("pictures", "/pictures", "Pictures", "A treatment plan, the day's book and a family, drawn."),
)
"""The tabs, in the order of the navigation."""


def register(
    app: Flask, *, asks_for_token: bool, welcome: Callable[[], dict[str, str]], first: Callable[[], str]
) -> None:
    """Put the page into a Flask app.

    :param asks_for_token: whether the plane does. Where it does not, the page is for browsers of this machine alone.
        Where it does, everybody may have the page, which holds no data, and it asks for the token itself.
    :param welcome: what a client that asks for no HTML gets at ``/``.
    :param first: gives the path of a call of the API that works in a fresh office.
    """
    page = Blueprint("page", __name__, template_folder="templates", static_folder="static", static_url_path="/static")
    if not asks_for_token:
        page.before_request(check_is_here)
    page.after_request(_add_headers)
    for tab in TABS:
        page.add_url_rule(tab.path, tab.name, partial(_show, tab, welcome, first), methods=["GET"])
    app.register_blueprint(page)


def _show(tab: Tab, welcome: Callable[[], dict[str, str]], first: Callable[[], str]) -> Response:
    if tab.path == "/" and request.accept_mimetypes.best_match(["application/json", "text/html"]) != "text/html":
        return jsonify(welcome())
    wire = {"api": API, "admin": ADMIN, "token_header": TOKEN}
    shown = render_template(f"{tab.name}.html", tab=tab, tabs=TABS, version=__version__, first=first, **wire)
    return Response(shown, mimetype="text/html")


def _add_headers(response: Response) -> Response:
    """Say what a browser may do with it: nothing but what this server has in files."""
    response.headers.update(_HEADERS)
    response.vary.add("Accept")
    return response
