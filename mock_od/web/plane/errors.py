"""What the admin plane refuses: every error has the same members.

May not: know an office, or what a call does.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any, TypedDict

from flask import Flask, Response, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from mock_od.office.office import NoRoom
from mock_od.validation import Path, first_mistake
from mock_od.web.plane.json_bodies import json_response
from mock_od.wire import ADMIN, API


class ErrorBody(TypedDict):
    """The body of every error of the plane."""

    error: str
    """What is wrong, where, and what to do."""
    at: Sequence[str | int]
    """The path of the wrong member in the body or in the query; empty where it is about the call."""
    problem: str
    """What is wrong and what to do, without the place."""
    known: Sequence[Any]
    """The names or the values that may stand there; empty where they cannot be listed."""


class Refused(Exception):
    """A call of the plane that cannot be done.

    :param problem: what is wrong and what to do.
    :param status: the HTTP status.
    :param at: the path of what is wrong, in the body or in the query.
    :param known: the names or the values that may stand there.
    :param sentence: the problem with its place, where that is more than the problem.
    """

    def __init__(
        self, problem: str, status: int = 400, *, at: Path = (), known: Iterable[Any] = (), sentence: str = ""
    ) -> None:
        super().__init__(sentence or problem)
        self.status = status
        self.body: ErrorBody = {"error": sentence or problem, "at": [*at], "problem": problem, "known": [*known]}


def is_admin(path: str) -> bool:
    """Whether the admin plane answers a path."""
    return path == ADMIN or path.startswith(f"{ADMIN}/")


def handle_errors(app: Flask) -> None:
    """Have whatever goes wrong answered."""
    app.register_error_handler(Refused, _answer_refusal)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(ValidationError, _answer_mistake)
    app.register_error_handler(NoRoom, lambda full: _answer_refusal(Refused(str(full), 503)))
    app.register_error_handler(Exception, _answer_bug)


def _answer_refusal(refused: Refused) -> Response:
    return json_response(refused.body, refused.status)


def _answer_http_error(error: HTTPException) -> Response:
    """Answer what Flask itself refuses: a path or a verb that there is not, a body that is too long."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    said = f"{request.method} {request.path}: {status.phrase}"
    if not is_admin(request.path):
        return json_response({"error": said, "api": API, "admin": ADMIN}, status)
    verbs = sorted(set(getattr(error, "valid_methods", None) or ()) - {"HEAD"})
    advice = f"; it takes {', '.join(verbs)}" if verbs else "; docs/admin.md lists the calls"
    return _answer_refusal(Refused(said + advice, status, known=verbs))


def _answer_mistake(error: ValidationError) -> Response:
    at, sentence, problem, known = first_mistake(error)
    return _answer_refusal(Refused(problem, at=at, known=known, sentence=sentence))


def _answer_bug(_bug: Exception) -> Response:
    traceback.print_exc(file=sys.stderr)
    return _answer_refusal(Refused("this is a bug in mock_od; its traceback is on the server's stderr", 500))
