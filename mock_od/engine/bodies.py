"""The body of a request: bytes to the fields that were sent, read as leniently as Json.NET reads them.

May not: know a resource.
"""

from __future__ import annotations

import json
import re
from typing import Any

from mock_od.call import Refusal
from mock_od.engine import explain

MOST_CHARACTERS = 16_800_000

# What Json.NET reads and the standard does not: comments, single quotes, names without quotes, trailing commas.
_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n\ufeff]+ | //[^\r\n]* | /\*.*?\*/)
    | (?P<text>"(?:[^"\\]|\\.)*")
    | (?P<single>'(?:[^'\\]|\\.)*')
    | (?P<number>[+-]?[0-9][0-9.eE+-]* | -?Infinity | NaN)
    | (?P<name>[A-Za-z_$][A-Za-z0-9_$]*)
    | (?P<mark>[\[\]{}:,])
    """,
    re.VERBOSE | re.DOTALL,
)
_WORDS = {"true", "false", "null"}


def read_body(content: bytes) -> dict[str, Any]:
    """The fields of a JSON object; of two fields with one name the last one counts.

    :raises Refusal: 400 when it is too long, is not UTF-8, is not JSON or is no object.
    """
    if len(content) > 4 * MOST_CHARACTERS:
        raise Refusal(explain.TOO_LARGE, hint="a body has at most 16,800,000 characters")
    try:
        text = content.decode("utf-8-sig")
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
            return json.loads(_strict(text))
        except ValueError:
            raise broken from None  # the place in the caller's own text


def _strict(text: str) -> str:
    """The same JSON as the standard has it.

    :raises ValueError: at a character that no token starts with.
    """
    parts: list[str] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise ValueError(f"unexpected character at {at}")
        at = found.end()
        kind, part = found.lastgroup, found[0]
        if kind == "space":
            continue
        if kind == "single":
            part = json.dumps(part[1:-1].replace("\\'", "'").replace('\\"', '"'), ensure_ascii=False).replace(
                "\\\\", "\\"
            )
        elif kind == "text":
            part = part.replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n")
        elif kind == "name" and part not in _WORDS:
            part = json.dumps(part)
        elif part in "]}" and parts and parts[-1] == ",":
            parts.pop()
        parts.append(part)
    return " ".join(parts)
