"""The admin plane: what a test does to an office and the real API never allows. JSON objects throughout.

May not: know a resource.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException

from mock_od import declare as d
from mock_od.engine import values
from mock_od.office.office import KEY, Office, Offices
from mock_od.office.seeding import BadRow
from mock_od.office.settings import BadSetting
from mock_od.office.worlds import UnknownWorld

PREFIX = "/__admin"
Body = dict[str, Any]
TOKEN = "X-Mock-Od-Token"  # noqa: S105  # a header's name


class AdminError(Exception):
    """A request of the admin plane that cannot be done.

    :param problem: what is wrong and what to do.
    :param more: further members of the answer's object.
    """

    def __init__(self, problem: str, status: int = 400, **more: Any) -> None:
        super().__init__(problem)
        self.problem = problem
        self.status = status
        self.more = more


class Admin:
    """The routes of the admin plane.

    :param token: what callers must send; None to let in whoever is on this machine.
    """

    def __init__(self, offices: Offices, token: str | None) -> None:
        self._offices = offices
        self._token = token

    def install(self, app: Flask) -> None:
        """Add the routes to an app."""
        plane = Blueprint("admin", __name__, url_prefix=PREFIX)
        plane.before_request(self._only_friends)
        plane.post("/reset")(self.reset)
        plane.post("/seed")(self.seed)
        plane.get("/offices")(self.offices)
        plane.get("/offices/<key>")(self.office)
        plane.put("/offices/<key>")(self.change)
        plane.delete("/offices/<key>")(self.close)
        plane.get("/offices/<key>/tables/<table>")(self.rows)
        plane.put("/offices/<key>/choices")(self.choose)
        plane.register_error_handler(AdminError, _refused)
        plane.register_error_handler(BadRow, _bad_row)
        plane.register_error_handler(BadSetting, _bad_setting)
        plane.register_error_handler(UnknownWorld, self._no_world)
        app.register_error_handler(HTTPException, _elsewhere)
        app.register_blueprint(plane)

    def reset(self) -> Body:
        """Put one office, or all of them, back to the start world."""
        given = _object()
        _known(given, "office")
        chosen = [self._office(given["office"])] if "office" in given else self._offices.all()
        for office in chosen:
            with office.lock:
                office.reset()
        return {"reset": [office.key for office in chosen]}

    def seed(self) -> Body:
        """Replace an office's world, add or replace rows."""
        given = _object()
        _known(given, "office", "world", "tables")
        if "office" not in given:
            raise AdminError('name the office: {"office": "KEY", ...}')
        office = self._office(given["office"])
        world = self._offices.worlds.image(_text(given, "world")) if "world" in given else None
        with office.lock:
            counts = office.seed(self._offices.seeder, world, given.get("tables", {}))
        return {"office": office.key, "world": given.get("world"), "rows": counts}

    def offices(self) -> Body:
        """The open offices, each with its settings."""
        return {"offices": [_described(office) for office in self._offices.all()]}

    def office(self, key: str) -> Body:
        """One office's settings, and how it stands."""
        return _described(self._found(key))

    def change(self, key: str) -> Body:
        """Open an office if it is not, and change settings of it; the others stay as they are."""
        given = _object()
        office = self._offices.find(key)
        settings = (office.settings if office else self._offices.defaults).changed(given)
        self._check_choices(settings.choices)
        world = self._offices.worlds.image(settings.world) if "world" in given else None
        office = self._office(key)
        with office.lock:
            office.apply(settings, world)
        return _described(office)

    def close(self, key: str) -> Body:
        """Forget an office; the next call of its key opens a fresh one."""
        office = self._found(key)
        self._offices.close(office.key)
        return {"closed": office.key}

    def rows(self, key: str, table: str) -> Body:
        """The rows of a table, hidden columns included, as a seed takes them back."""
        office = self._found(key)
        declared = self._offices.engine.catalog.tables.get(table)
        if declared is None:
            raise AdminError(f"there is no table {table!r}", 404)
        with office.lock:
            found = office.records.rows(table)
        return {"office": key, "table": table, "rows": [as_seed(declared, row) for row in found]}

    def choose(self, key: str) -> Body:
        """Switch choices of ours on or off for an office."""
        office = self._office(key)
        given = _object()
        known = self._offices.engine.catalog.choices
        with office.lock:
            settings = office.settings.changed({"choices": {**office.settings.choices, **given}})
            self._check_choices(settings.choices)
            office.apply(settings)
        switched = {name: settings.choices.get(name, choice.default) for name, choice in known.items()}
        return {"office": key, "choices": switched}

    def _check_choices(self, choices: Mapping[str, bool]) -> None:
        known = self._offices.engine.catalog.choices
        for name in choices:
            if name not in known:
                raise AdminError(f"there is no choice {name!r}", choices=sorted(known))

    def _found(self, key: str) -> Office:
        office = self._offices.find(key)
        if office is None:
            raise AdminError(f"no office is open with the key {key!r}", 404)
        return office

    def _only_friends(self) -> None:
        _check(self._token)

    def _office(self, key: object) -> Office:
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise AdminError("a customer key is visible ASCII without a slash, 255 characters at most")
        return self._offices.open(key)

    def _no_world(self, unknown: UnknownWorld) -> tuple[Body, int]:
        return {"error": str(unknown), "worlds": self._offices.worlds.names}, 400


def _refused(error: AdminError) -> tuple[Body, int]:
    return {"error": error.problem, **error.more}, error.status


def _bad_row(bad: BadRow) -> tuple[Body, int]:
    return {"error": str(bad), "table": bad.table, "row": bad.row, "column": bad.column, "problem": bad.problem}, 400


def _bad_setting(bad: BadSetting) -> tuple[Body, int]:
    return {"error": str(bad), "setting": bad.name, "problem": bad.problem}, 400


def _described(office: Office) -> Body:
    clock = {"now": office.clock.now().isoformat(" "), "frozen": office.clock.frozen}
    waited = round(office.throttle.waited, 3)
    return {"office": office.key, "settings": office.settings.as_json(), "clock": clock, "waitedSeconds": waited}


def _elsewhere(error: HTTPException) -> Response:
    body = {"error": f"{request.method} {request.path}: {error.name}", "api": "/api/v1", "admin": PREFIX}
    return Response(json.dumps(body), error.code or 500, content_type="application/json")


def as_seed(table: type[d.Table], row: dict[str, Any]) -> dict[str, Any]:
    """A row in words as JSON that a seed takes back."""
    turns = {field.name: values.seeder(field) for field in table.columns.values()}
    return {name: turn(word) if (turn := turns[name]) else word for name, word in row.items()}


def _check(token: str | None) -> None:
    """Let in whoever may; a web page that a browser on this machine shows may not.

    :raises AdminError: 401 or 403 for strangers.
    """
    if token is not None:
        if not hmac.compare_digest(request.headers.get(TOKEN, "").encode(), token.encode()):
            raise AdminError(f"send {TOKEN}: the server printed it at start, or has it from MOCK_OD_ADMIN_TOKEN", 401)
        return
    named = [f"//{request.headers.get('Host', 'localhost')}", request.headers.get("Origin", "http://localhost")]
    if not all(_is_loopback(address) for address in named):
        raise AdminError("without a token the admin plane is open to this machine alone: call it as localhost", 403)


def _is_loopback(address: str) -> bool:
    try:
        name = urlsplit(address).hostname or ""
        return name == "localhost" or name.endswith(".localhost") or ipaddress.ip_address(name).is_loopback
    except ValueError:  # no address at all
        return False


def _object() -> dict[str, Any]:
    """The body of the request: a JSON object, or nothing.

    :raises AdminError: when it is something else.
    """
    content = request.get_data()
    if not content.strip():
        return {}
    try:
        given = json.loads(content)
    except (ValueError, RecursionError) as broken:
        raise AdminError(f"the body is not JSON: {broken}") from broken
    if not isinstance(given, dict):
        raise AdminError("the body must be one JSON object")
    return given


def _known(given: dict[str, Any], *names: str) -> None:
    for name in given:
        if name not in names:
            raise AdminError(f"{name!r} is unknown here", known=list(names))


def _text(given: dict[str, Any], name: str) -> str:
    if not isinstance(given[name], str):
        raise AdminError(f"{name} must be a text")
    return str(given[name])
