"""What may happen to a call that fails on purpose, and how the admin plane and a header write it.

May not: decide which call fails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from typing import Any, NamedTuple

from mock_od.suggest import nearest

UNEXPECTED = "An unexpected error occurred."
"""What a fault with a status says that has no body."""

_LONGEST = 86_400
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_TEXT = re.compile(r"[\t -~\xa0-\xff]*")
_FRAMING = ("connection", "content-length", "transfer-encoding")


class BadFault(ValueError):
    """A fault that cannot be: its text says what is wrong and what to do."""


class Fault(NamedTuple):
    """How one call fails.

    :param kind: one of the names that ``then`` may have.
    :param value: what stands beside the name; for a status a :class:`Made`.
    """

    kind: str
    value: Any


class Made(NamedTuple):
    """An answer that the test wrote."""

    status: int
    body: Any = UNEXPECTED
    headers: Mapping[str, str] = {}


def read_header(text: str) -> Fault:
    """The fault that a header names, ``kind`` or ``kind=value``.

    :raises BadFault: when it names none.
    """
    kind, given, value = text.partition("=")
    try:
        read = json.loads(value) if given else True
    except (ValueError, RecursionError):
        read = value.strip()
    _see_known(kind.strip(), _KINDS)
    return read_then({kind.strip(): read})


def read_then(given: Mapping[str, Any]) -> Fault:
    """What ``then`` says.

    :raises BadFault: when it is no fault, or more than one.
    """
    for name in given:
        _see_known(name, (*_KINDS, "body", "headers"))
    kinds = [name for name in given if name in _KINDS]
    if len(kinds) != 1:
        raise BadFault(f"then has one of {', '.join(_KINDS)}, not {' and '.join(kinds) or 'none'}")
    kind = kinds[0]
    value = _KINDS[kind](kind, given[kind])
    if kind == "status":
        value = Made(value, _body(given.get("body", UNEXPECTED)), _headers(given.get("headers", {})))
    else:
        only(f"then with {kind}", given, (kind,))
    return Fault(kind, value)


def _see_known(name: str, known: Iterable[str]) -> None:
    if name not in known:
        near = nearest(name, _KINDS)
        advice = f"did you mean {near}?" if near else f"there are {', '.join(_KINDS)}"
        raise BadFault(f"there is no fault {name!r}; {advice}")


def only(what: str, given: Mapping[str, Any], known: Sequence[str]) -> None:
    """See that an object has no other members.

    :raises BadFault: for the first that is unknown.
    """
    for name in given:
        if name not in known:
            raise BadFault(f"{what} has no member {name!r}; it may have {', '.join(known)}")


def as_object(name: str, value: object) -> Mapping[str, Any]:
    """A value that is an object.

    :raises BadFault: when it is something else.
    """
    if not isinstance(value, dict):
        raise BadFault(f"{name} is an object")
    return value


def whole(name: str, value: object, least: int, most: float = inf) -> int:
    """A value that is a whole number in bounds.

    :raises BadFault: when it is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        bound = f"from {least} to {most}" if most != inf else f"{least} or more"
        raise BadFault(f"{name} is a whole number, {bound}")
    return value


def number(name: str, value: object, most: float) -> float:
    """A value that is a number from 0 on.

    :raises BadFault: when it is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise BadFault(f"{name} is a number from 0 to {most}")
    return value


def _flag(name: str, value: object) -> bool:
    if value is not True:
        raise BadFault(f"{name} is true, or not there")
    return True


def _one_of(*known: str) -> Callable[[str, object], str]:
    def read(name: str, value: object) -> str:
        if value not in known:
            raise BadFault(f"{name} is {' or '.join(known)}")
        return str(value)

    return read


def _body(value: object) -> object:
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as slip:
        raise BadFault(f"body cannot be sent as JSON: {slip}") from slip
    return value


def _headers(value: object) -> Mapping[str, str]:
    for name, text in as_object("headers", value).items():
        if not _NAME.fullmatch(name) or name.lower() in _FRAMING:
            raise BadFault(f"headers: {name!r} is no header that an answer can be given")
        if not isinstance(text, str) or not _TEXT.fullmatch(text):
            raise BadFault(f"headers: {name} is one line of text")
    return as_object("headers", value)


def _retry(name: str, value: object) -> int:
    return 1 if value is True else whole(name, value, 0, _LONGEST)


_KINDS: dict[str, Callable[[str, object], Any]] = {
    "status": lambda name, value: whole(name, value, 200, 599),
    "delay": lambda name, value: number(name, value, _LONGEST),
    "dropConnection": _one_of("before", "middle"),
    "eConnector": _one_of("stopped", "duplicate"),
    "timeout": _flag,
    "tooManyRequests": _retry,
    "lostWrite": _flag,
    "ghostWrite": _flag,
    "stalePage": _flag,
}
"""What may happen to a call, each with what reads its value."""
