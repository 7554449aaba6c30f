"""The body of a request: bytes to the fields that were sent, read as leniently as Json.NET reads them.

May not: know a resource.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from mock_od.call import Refusal
from mock_od.engine import explain

MOST_CHARACTERS = 16_800_000
LARGE = 262_144
_DEEPEST = 100

# What Json.NET reads and the standard does not: comments, single quotes, names without quotes, trailing commas.
# What is opened and never closed ends with the body, so that nothing is looked at twice.
_QUOTED = r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)'
_LENIENT = re.compile(
    rf"""
      (?P<text>{_QUOTED})
    | (?P<single>{_QUOTED.replace('"', "'")})
    | (?P<comment>//[^\r\n]* | /\*.*?(?:\*/|\Z))
    | (?P<name>[A-Za-z_$][A-Za-z0-9_$]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_COLON = re.compile(r"\s*:")
_ESCAPE = re.compile(r"""\\.|\"""", re.DOTALL)
_TRAILING_COMMA = re.compile(rf"({_QUOTED})|(?<![\[{{,]),(?=\s*[\]}}])", re.DOTALL)


def read_body(content: bytes) -> dict[str, Any]:
    """The fields of a JSON object; of two fields with one name the last one counts.

    :raises Refusal: 400 when it is too long, is not UTF-8, is not JSON or is no object.
    """
    if len(content) > 4 * MOST_CHARACTERS:
        raise Refusal(explain.TOO_LARGE, hint="a body has at most 16,800,000 characters")
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode()
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


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as broken:
        try:
            # Not strict: line breaks and tabs may stand in a text as they are.
            return json.loads(_TRAILING_COMMA.sub(r"\1", _LENIENT.sub(_standard, text)), strict=False)
        except ValueError:
            raise broken from None  # the place in the caller's own text


def _standard(token: re.Match[str]) -> str:
    """The token as the standard has it."""
    text = token[0]
    if token.lastgroup == "single":
        return '"' + _ESCAPE.sub(_requoted, text[1:-1]) + '"'
    if token.lastgroup == "comment":
        return " "
    if token.lastgroup == "name" and _COLON.match(token.string, token.end()):
        return f'"{text}"'
    return text


def _requoted(part: re.Match[str]) -> str:
    return {'"': '\\"', "\\'": "'"}.get(part[0], part[0])


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
