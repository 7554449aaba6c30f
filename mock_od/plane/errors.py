"""What the admin plane refuses: every error has the same members.

May not: know an office, or what a call does.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from mock_od.office.offices import NoRoom
from mock_od.plane.json_bodies import json_response
from mock_od.validation import Mistake, Path, first_mistake
from mock_od.wire import ADMIN, API


class Refused(Exception):
    """A call of the plane that cannot be done.

    :param problem: as in :class:`Mistake`; so are ``at`` and ``known``.
    :param status: the HTTP status.
    :param sentence: the ``error``, where that is more than the problem.
    """

    def __init__(
        self, problem: str, status: int = 400, *, at: Path = (), known: Iterable[Any] = (), sentence: str = ""
    ) -> None:
        self.status = status
        self.mistake = Mistake(sentence or problem, at, problem, [*known])


def is_admin(path: str) -> bool:
    """Whether the admin plane answers a path."""
    return path == ADMIN or path.startswith(f"{ADMIN}/")


def handle_errors(app: Flask) -> None:
    """Have whatever goes wrong answered."""
    app.register_error_handler(Refused, _answer_refusal)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(ValidationError, lambda bad: json_response(first_mistake(bad)._asdict(), 400))
    app.register_error_handler(NoRoom, lambda full: _answer_refusal(Refused(str(full), 503)))
    app.register_error_handler(Exception, _answer_bug)


def _answer_refusal(refused: Refused) -> Response:
    return json_response(refused.mistake._asdict(), refused.status)


def _answer_http_error(error: HTTPException) -> Response:
    """Answer what Flask itself refuses: a path or a verb that there is not, a body that is too long."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    said = f"{request.method} {request.path}: {status.phrase}"
    if not is_admin(request.path):
        return json_response({"error": said, "api": API, "admin": ADMIN}, status)
    verbs = sorted(set(getattr(error, "valid_methods", None) or ()) - {"HEAD"})
    advice = f"; it takes {', '.join(verbs)}" if verbs else "; docs/admin.md lists the calls"
    return _answer_refusal(Refused(said + advice, status, known=verbs))


def _answer_bug(_bug: Exception) -> Response:
    traceback.print_exc(file=sys.stderr)
    return _answer_refusal(Refused("this is a bug in mock_od; its traceback is on the server's stderr", 500))
