"""The sentences with which requests are refused in the API's voice, word for word, where no page has its own.

Those of a key's state stand in ``office/settings.py``, that of an unexpected error in ``reply.py``.
May not: name a resource.
"""

from __future__ import annotations

from collections.abc import Iterable

INVALID_JSON = "Invalid JSON."
MALFORMED = "Malformed API request."
BAD_CREDENTIALS = "Invalid credentials."
TOO_MANY = "Too many requests."
TOO_LARGE = "Request body exceeds the maximum length of 16800000 characters."
E_CONNECTOR = {
    "running": "",
    "stopped": "The office's eConnector is not running. Please contact the office to start their eConnector.",
    "duplicate": "Two eConnectors are using the same registration key. Please contact the office.",
}
"""The states of an office's eConnector, each with the sentence that refuses a call. The last sentence is ours."""

_LONGEST_NAME = 60


def shorten(text: str) -> str:
    """A text of the caller's, short enough to stand in a hint."""
    return text if len(text) <= _LONGEST_NAME else text[:_LONGEST_NAME] + "..."


def _or(names: Iterable[str]) -> str:
    return " or ".join(names)


def _and(names: Iterable[str]) -> str:
    return " and ".join(names)


def no_resource(name: str) -> str:
    """404 for a path that names no resource."""
    return f"{name} is not a valid resource."


def no_method(resource: str, verb: str, sub: str) -> str:
    """400 for a verb or sub-path that this version does not have; two blanks stay where there is no sub-path."""
    return f"{resource} {verb} {sub} is not a valid method."


def not_found(one: str) -> str:
    """404 for a row that does not exist."""
    return f"{one} not found."


def required(name: str) -> str:
    """400 for a parameter that must be sent."""
    return f"{name} is required."


def one_required(names: Iterable[str]) -> str:
    """400 where one of several parameters must be sent, and none was. Ours: no source has it."""
    return f"{_or(names)} is required."


def only_one(names: Iterable[str]) -> str:
    """400 where one of several parameters may be sent, and more were. Ours: no source has it."""
    return f"Only one of {_and(names)} may be sent."


def in_use(one: str, other: str) -> str:
    """400 where a row that another one names is to be deleted. Ours, for pages without a sentence of their own."""
    return f"{one} cannot be deleted. It is used by a {other}."


def invalid(name: str) -> str:
    """400 for a value that the field cannot hold."""
    return f"{name} is invalid."


def bad_format(name: str, shape: str) -> str:
    """400 for a date or time written otherwise."""
    return f"{name} format must be {shape}."


def no_parameter(name: str) -> str:
    """400 of those lists that refuse query parameters they do not know."""
    return f"'{name}' is not a valid parameter."


def frozen(one: str, state: str) -> str:
    """400 for a write to a row, or to what belongs to it, that may not change any more. Ours: no source has it."""
    return f"{one} is {state.lower()}."


def one_of(names: Iterable[str]) -> str:
    """For hints: the values that are allowed."""
    return ", ".join(name or '""' for name in names)


def gone(spoken: str) -> str:
    """410 for a method that was removed. Ours: the status is documented, the text is not."""
    return f"{spoken} has been deprecated."


def no_permission(spoken: str, permission: str) -> str:
    """401 for a key without the permission. Ours: the status is documented, the text is not."""
    return f"{spoken} requires the permission {permission}."


def read_only(spoken: str) -> str:
    """401 for a write with a key that may only read. Ours."""
    return f"{spoken} is not allowed. API key is read-only."
