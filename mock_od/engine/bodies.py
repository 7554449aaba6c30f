"""The body of a request: bytes to the fields that were sent, read as leniently as Json.NET reads them.

May not: know a resource.
"""

from __future__ import annotations

import codecs
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from mock_od import explain
from mock_od.call import Refusal

MOST_CHARACTERS = 16_800_000
LARGE = 262_144
"""From so many bytes on, reading a body takes long enough that it is done out of the way of other threads."""
_DEEPEST = 100


def read_body(content: bytes) -> dict[str, Any]:
    """The fields of a JSON object; of two fields with one name the last one counts.

    Of a large body, objects and lists in it are given as empty ones.

    :raises Refusal: 400 when it is too long, is not UTF-8, is not JSON or is no object.
    """
    if len(content) > 4 * MOST_CHARACTERS:
        raise Refusal(explain.TOO_LARGE, hint="a body has at most 16,800,000 characters")
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode() if len(content) < LARGE else _decode(content)
    except UnicodeDecodeError as broken:
        hint = f"the body is not UTF-8 (byte {broken.start})"
        raise Refusal(explain.INVALID_JSON, hint=hint) from broken
    if len(text) > MOST_CHARACTERS:
        raise Refusal(explain.TOO_LARGE, hint="a body has at most 16,800,000 characters")
    try:
        body = _parse(text)
    except (ValueError, RecursionError) as broken:
        raise Refusal(explain.INVALID_JSON, hint=f"the body is not JSON: {broken}"[:200]) from broken
    if not isinstance(body, dict):
        raise Refusal(explain.INVALID_JSON, hint="the body must be one JSON object, { ... }")
    return body


def in_any_case(body: Mapping[str, Any], names: Iterable[str], shown: Iterable[str]) -> dict[str, Any]:
    """The fields by these names, as Json.NET finds them: exactly so, else in any case; others as they were sent.

    :param shown: names that are fields of the answers, so that ``priority`` is not taken for ``Priority``.
    """
    exact = {*names, *shown}
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.lower(), name)
    return {name if name in exact else folded.get(name.lower(), name): value for name, value in body.items()}


def _decode(content: bytes) -> str:
    """The text of a large body, decoded piece by piece.

    :raises UnicodeDecodeError: with its place in the whole.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder("utf-8")()
    pieces: list[str] = []
    for at in range(0, len(content) + 1, LARGE):
        piece = content[at : at + LARGE]
        try:
            pieces.append(decoder.decode(piece, final=at + LARGE > len(content)))
        except UnicodeDecodeError as broken:  # its place is one in this piece and what was left of the one before
            broken.start += at + len(piece) - len(broken.object)
            raise
    return "".join(pieces)


def _parse(text: str) -> Any:
    if len(text) >= LARGE:
        return _read_leniently(text, shallow=True)  # nothing of the API's is more than a name and a value
    try:
        return json.loads(text)
    except ValueError as broken:
        try:
            return _read_leniently(text, shallow=False)
        except ValueError:
            raise broken from None  # its place is one in the caller's own text


def _read_leniently(text: str, *, shallow: bool) -> Any:
    from mock_od.engine.lenient import read_leniently  # its patterns take a twentieth of a start to compile

    return read_leniently(text, shallow=shallow)


def is_plain(value: object) -> bool:
    """Whether a value that was read from JSON can be written as JSON again, wherever it then stands."""
    level: list[object] = [value]
    for _ in range(_DEEPEST):
        inner: list[object] = []
        for one in level:
            if isinstance(one, float) and not math.isfinite(one):
                return False
            inner += _within(one)
        if not inner:
            return True
        level = inner
    return False


def _within(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()
