"""The admin plane: what a test does to an office and the real API never allows. docs/admin.md says it call by call.

May not: know a resource.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import NamedTuple

from flask import Response, g, jsonify, request

from mock_od.office.office import Offices
from mock_od.office.seeding import BadRow
from mock_od.office.settings import BadSetting
from mock_od.office.worlds import UnknownWorld
from mock_od.web.admin.clocks import Clocks
from mock_od.web.admin.desks import Settled
from mock_od.web.admin.faults import Faults
from mock_od.web.admin.journal import Requests
from mock_od.web.admin.plane import PREFIX, TOKEN, AdminError, Answer, Body, Handler, check_caller
from mock_od.web.admin.server import Server
from mock_od.web.admin.snapshots import Snapshots
from mock_od.wire import GENERATION

__all__ = ["PREFIX", "TOKEN", "Plane", "elsewhere", "is_admin"]

DESKS = (Server, Settled, Snapshots, Clocks, Requests, Faults)


def is_admin(path: str) -> bool:
    """Whether the admin plane answers this path."""
    return path.startswith(f"{PREFIX}/")


class Route(NamedTuple):
    """A call of the admin plane: its verb, the pattern of its path, what answers it."""

    verb: str
    path: re.Pattern[str]
    handler: Handler


class Plane:
    """Answers the calls of the admin plane.

    It looks its routes up itself: werkzeug compiles each of them at start, which takes longer than all else together.

    :param token: what callers must send; None to let in whoever is on this machine.
    """

    def __init__(self, offices: Offices, token: str | None) -> None:
        self._offices = offices
        self._token = token
        self._routes: list[Route] = []

    def answer(self) -> Response:
        """The answer to the request at hand."""
        try:
            if request.path != f"{PREFIX}/health":
                check_caller(self._token)
            given = self._call()
        except AdminError as error:
            given = {"error": error.problem, **error.more}, error.status
        except BadRow as bad:
            where = {"table": bad.table, "row": bad.row, "column": bad.column, "problem": bad.problem}
            given = {"error": str(bad), **where}, 400
        except BadSetting as bad:
            given = {"error": str(bad), "setting": bad.name, "problem": bad.problem}, 400
        except UnknownWorld as unknown:
            given = {"error": str(unknown), "worlds": self._offices.worlds.names}, 400
        body, status = given if isinstance(given, tuple) else (given, 200)
        response = jsonify(body)
        response.status_code = status
        if office := g.get("office"):
            response.headers[GENERATION] = str(office.generation)
        return response

    def _call(self) -> Answer:
        path = request.path[len(PREFIX) :]
        verb = "GET" if request.method == "HEAD" else request.method
        here = [(route, found) for route in self._known() if (found := route.path.fullmatch(path))]
        for route, found in here:
            if route.verb == verb:
                return route.handler(**found.groupdict())
        return elsewhere(HTTPStatus.METHOD_NOT_ALLOWED if here else HTTPStatus.NOT_FOUND)

    def _known(self) -> list[Route]:
        if not self._routes:
            self._routes = [
                Route(verb, _pattern(path), getattr(desk, name))
                for desk in (made(self._offices) for made in DESKS)
                for verb, path, name in desk.routes
            ]
        return self._routes


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", path))


def elsewhere(status: HTTPStatus) -> tuple[Body, int]:
    """The answer to what is neither the API nor a call of the admin plane."""
    said = f"{request.method} {request.path}: {status.phrase}"
    return {"error": said, "api": "/api/v1", "admin": PREFIX}, status
