"""What a test expects of the calls in a journal, and how those calls that come near differ from it.

May not: know a resource, or change a journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypedDict

from mock_od.office.journal import Entry
from mock_od.patterns import path_fits

_NEAREST = 3
_SHOWN = 80


class Expectation(NamedTuple):
    """What a call must have; what is empty may be anything.

    :param path: below ``/api/v1``; ``*`` stands for anything.
    :param query: parameters among others.
    :param body: members among others, at every depth.
    :param status: ``201``, or ``4xx`` for all that begin so.
    """

    verb: str = ""
    path: str = ""
    query: Mapping[str, str] = {}
    body: Mapping[str, Any] = {}
    status: str = ""


class Times(NamedTuple):
    """How many calls must be as expected.

    :param at_most: None for any number.
    """

    at_least: int = 1
    at_most: int | None = None

    def as_json(self) -> dict[str, int]:
        """The numbers as the admin plane writes them."""
        if self.at_least == self.at_most:
            return {"exactly": self.at_least}
        return {"atLeast": self.at_least} | ({} if self.at_most is None else {"atMost": self.at_most})


class NearCall(TypedDict):
    """A call that comes near to what is expected."""

    id: int
    verb: str
    path: str
    differences: list[str]
    """How it differs; nothing where there were too many calls as expected."""


class _Compared(TypedDict):
    matched: bool
    count: int
    """How many calls are as expected."""
    times: dict[str, int]


class Comparison(_Compared, total=False):
    """Whether the calls are there that a test expects."""

    nearest: list[NearCall]
    """The calls that come nearest, where it is not matched."""


# --- matching and explaining, in one ---


def differences(entry: Entry, expected: Expectation) -> list[str]:
    """How a call differs from what is expected; a call without differences is as expected."""
    return [
        *_verb_and_path(entry, expected),
        *(_query(entry.query, expected.query) if expected.query else ()),
        *(_body(entry, expected.body) if expected.body else ()),
        *_status(entry.status, expected.status),
    ]


def select(entries: Iterable[Entry], expected: Expectation) -> list[Entry]:
    """The calls that are as expected."""
    return [entry for entry in entries if not differences(entry, expected)]


def expect(entries: Sequence[Entry], expected: Expectation, times: Times) -> Comparison:
    """Whether as many calls as expected are as expected; if not, the calls that come nearest.

    Of too few the nearest are calls that differ; of too many they are the last ones, which do not.
    """
    compared = [(entry, differences(entry, expected)) for entry in entries]
    fitting = [pair for pair in compared if not pair[1]]
    count = len(fitting)
    enough = count >= times.at_least
    matched = enough and (times.at_most is None or count <= times.at_most)
    found: Comparison = {"matched": matched, "count": count, "times": times.as_json()}
    if not matched:
        others = fitting if enough else [pair for pair in compared if pair[1]]
        nearest = sorted(others, key=lambda pair: (len(pair[1]), -pair[0].number))[:_NEAREST]
        found["nearest"] = [
            {"id": entry.number, "verb": entry.verb, "path": entry.path, "differences": differing}
            for entry, differing in nearest
        ]
    return found


def _verb_and_path(entry: Entry, expected: Expectation) -> Iterator[str]:
    if expected.verb and entry.verb.upper() != expected.verb.upper():
        yield f"verb is {entry.verb}, not {expected.verb.upper()}"
    if expected.path and not path_fits(entry.path, expected.path):
        yield f"path is {entry.path[:_SHOWN]}, not {expected.path[:_SHOWN]}"


def _query(got: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[str]:
    for name, text in wanted.items():
        if name not in got:
            yield f"query.{name} is missing"
        elif got[name] != text:
            yield f"query.{name} is {got[name][:_SHOWN]}, not {text[:_SHOWN]}"


def _body(entry: Entry, wanted: Mapping[str, Any]) -> Iterator[str]:
    if entry.is_cut:
        yield f"body is too long to compare: only its first {len(entry.body)} bytes were kept"
    else:  # without a body every member is missing, which makes such a call as far away as it is
        yield from _unlike("body", entry.read_body() if entry.body else {}, wanted)


def _unlike(name: str, got: Any, wanted: Any) -> Iterator[str]:
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        for member, value in wanted.items():
            if member in got:
                yield from _unlike(f"{name}.{member}", got[member], value)
            else:
                yield f"{name}.{member} is missing"
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for at, value in enumerate(wanted):
            yield from _unlike(f"{name}[{at}]", got[at], value)
    # For Python true is 1; for JSON it is not.
    elif got != wanted or isinstance(got, bool) != isinstance(wanted, bool):
        yield f"{name} is {_shown(got)}, not {_shown(wanted)}"


def _status(got: int | None, wanted: str) -> Iterator[str]:
    if not wanted:
        return
    if got is None:
        yield f"there is no status, not {wanted}: the connection was dropped"
    elif str(got) != wanted and f"{got // 100}xx" != wanted:
        yield f"status is {got}, not {wanted}"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
