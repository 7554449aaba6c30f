"""The OpenAPI document at ``/openapi.json`` and the Postman collection at ``/postman.json``.

Both are the description of the API in another form. Nothing of it is imported before one of them is asked for.
May not: know a resource by name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from mock_od.api.request import credentials_in
from mock_od.office.offices import Offices
from mock_od.plane.errors import Refused

if TYPE_CHECKING:
    from mock_od.openapi.kept import Specifications


def register(app: Flask, offices: Offices) -> None:
    """Put both documents into a Flask app."""

    @cache
    def made() -> Specifications:
        from mock_od.openapi.kept import Specifications  # imports much that no other call needs

        return Specifications(offices)

    app.add_url_rule("/openapi.json", "openapi", lambda: _answer(made().openapi))
    app.add_url_rule("/postman.json", "postman", lambda: _answer(made().postman))


def _answer(made: Callable[[str, str, str], bytes]) -> Response:
    """A document for the office of the caller's key, which may stand in the query too, and for a version."""
    keys = credentials_in(request.headers.get("Authorization", ""))
    key = keys.customer if keys else request.args.get("office", "")
    try:
        content = made(request.host_url.rstrip("/"), key, request.args.get("version", ""))
    except ValueError as bad:
        raise Refused(str(bad), HTTPStatus.BAD_REQUEST, at=("version",)) from bad
    return Response(content, mimetype="application/json")
