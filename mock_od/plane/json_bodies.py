"""JSON in and out of the admin plane, so that a long body does not keep the calls of other threads waiting.

May not: know an office.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Response, request
from marshmallow import ValidationError

from mock_od.validation import sentence

_SLICE = 50
"""Values that are written at once. json.dumps() lets no other thread go on before it is done."""

_MANY = 1000
"""Pieces that stay apart: for megabytes it takes long to make them one."""


def read_json() -> Any:
    """The body of the request; an object without members where there is none.

    :raises ValidationError: when it is no JSON.
    """
    content = request.get_data()
    try:
        return json.loads(content, object_pairs_hook=_members) if content.strip() else {}
    except (ValueError, RecursionError) as broken:
        raise ValidationError(sentence(f"the body is not JSON: {broken}")) from broken


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members of an object. Python's own code runs here, and so other threads get their turn after each object."""
    return dict(pairs)


def json_response(body: Any, status: int) -> Response:
    """An answer with a JSON object."""
    pieces = [piece.encode() for piece in (*_pieces(body), "\n")]
    content = b"".join(pieces) if len(pieces) < _MANY else pieces
    return Response(content, status, mimetype="application/json")


def _pieces(value: Any) -> Iterator[str]:
    """JSON without blanks. Long lists are near the top of our answers, and are written a few values at a time."""
    if isinstance(value, dict) and (len(value) > _SLICE or any(isinstance(one, dict | list) for one in value.values())):
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
