"""JSON in and out of the admin plane, so that a long body does not keep the calls of other threads waiting.

May not: know an office.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Response, request

_SLICE = 50
"""Values of a list that are written at once. json.dumps() lets no other thread go on before it is done."""

_MANY = 1000
"""Pieces that stay apart: for megabytes it takes long to make them one."""


class BadJson(ValueError):
    """A body that is no JSON object: the text says what is wrong."""


def read_json_object() -> dict[str, Any]:
    """The body of the request: a JSON object, or nothing.

    :raises BadJson: when it is something else.
    """
    content = request.get_data()
    if not content.strip():
        return {}
    try:
        given = json.loads(content, object_pairs_hook=_members)
    except (ValueError, RecursionError) as broken:
        raise BadJson(f"the body is not JSON: {broken}") from broken
    if not isinstance(given, dict):
        raise BadJson("the body must be one JSON object")
    return given


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members of an object. Python's own code runs here, and so other threads get their turn after each object."""
    return dict(pairs)


def json_response(body: dict[str, Any], status: int) -> Response:
    """An answer with a JSON object."""
    pieces = [piece.encode() for piece in (*_pieces(body), "\n")]
    content = b"".join(pieces) if len(pieces) < _MANY else pieces
    return Response(content, status, mimetype="application/json")


def _pieces(value: Any) -> Iterator[str]:
    """JSON without blanks. Long lists are near the top of our answers, and are written a few values at a time."""
    if isinstance(value, dict) and value:
        before = "{"
        for name, member in value.items():
            yield f"{before}{_written(name)}:"
            yield from _pieces(member)
            before = ","
        yield "}"
    elif isinstance(value, list) and len(value) > _SLICE:
        for at in range(0, len(value), _SLICE):
            yield ("," if at else "[") + _written(value[at : at + _SLICE])[1:-1]
        yield "]"
    else:
        yield _written(value)


def _written(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
