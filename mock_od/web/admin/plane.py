"""What every part of the admin plane stands on: who may call, what was sent, which office is meant.

May not: know a resource.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import math
from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from flask import g, request

from mock_od.office.office import KEY, Office, Offices

PREFIX = "/__admin"
TOKEN = "X-Mock-Od-Token"  # noqa: S105  # a header's name
Body = dict[str, Any]
Answer = Body | tuple[Body, int]
Handler = Callable[..., Answer]


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


class Desk:
    """Some routes of the admin plane, and the offices that they are about.

    A subclass lists its routes; each names one of its methods, which takes the route's parts and gives the answer's
    object, alone or with a status.
    """

    routes: ClassVar[tuple[tuple[str, str, str], ...]] = ()

    def __init__(self, offices: Offices) -> None:
        self.offices = offices

    def open(self, key: object) -> Office:
        """The office of a customer key, opened if it is not.

        :raises AdminError: when it cannot be a key.
        """
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise AdminError("a customer key is visible ASCII without a slash, 255 characters at most")
        return self.meant(self.offices.open(key))

    def found(self, key: str) -> Office:
        """The open office of a customer key.

        :raises AdminError: 404 when none is open.
        """
        office = self.offices.find(key)
        if office is None:
            raise AdminError(f"no office is open with the key {key!r}", 404)
        return self.meant(office)

    @staticmethod
    def meant(office: Office) -> Office:
        """Note the office, so that the answer can say its generation."""
        g.office = office
        return office


def check_caller(token: str | None) -> None:
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


def json_object() -> dict[str, Any]:
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


def only(given: Mapping[str, Any], *names: str) -> None:
    """See that an object has no other members.

    :raises AdminError: for the first that is unknown.
    """
    for name in given:
        if name not in names:
            raise AdminError(f"{name!r} is unknown here", known=list(names))


def text(given: Mapping[str, Any], name: str, default: str = "") -> str:
    """A member that is a text.

    :raises AdminError: when it is something else.
    """
    value = given.get(name, default)
    if not isinstance(value, str):
        raise AdminError(f"{name} must be a text")
    return value


def flag(given: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    """A member that is true or false.

    :raises AdminError: when it is something else.
    """
    value = given.get(name, default)
    if not isinstance(value, bool):
        raise AdminError(f"{name} is either true or false")
    return value


def number(given: Mapping[str, Any], name: str, default: float = 0.0) -> float:
    """A member that is a finite number.

    :raises AdminError: when it is something else.
    """
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise AdminError(f"{name} must be a number")
    return float(value)
