"""The shapes of what the admin plane answers, as docs/admin.md has them.

May not: import anything of mock_od.
"""

from __future__ import annotations

from typing import Any, TypedDict

Row = dict[str, Any]
"""A row in the API's words: values by column."""


class ChangedRow(TypedDict):
    """A row that is there before and after, and differs."""

    before: Row
    after: Row


class TableDiff(TypedDict):
    """What differs in one table."""

    added: list[Row]
    changed: list[ChangedRow]
    removed: list[Row]


class FaultRule(TypedDict):
    """A fault that an office is to show, and how often it ``fired``."""

    id: int
    match: dict[str, Any]
    after: int
    times: int | None
    probability: float
    then: dict[str, Any]
    fired: int


FaultRules = list[FaultRule]


class Finding(TypedDict):
    """Something that would hurt in production, with the ``id`` of the calls that it was found in."""

    rule: str
    problem: str
    requests: list[int]


class Lint(TypedDict):
    """What a journal says about production.

    ``realSeconds`` is how long the calls take at the real throttle, ``permissions`` what they need, ``oldestVersion``
    the oldest Open Dental that knows all of them (None where nothing says), and ``because`` what needs that version.
    """

    findings: list[Finding]
    realSeconds: float
    permissions: list[str]
    oldestVersion: str | None
    because: list[str]


class NearCall(TypedDict):
    """A call that comes near to an expected one, and in which points it differs."""

    id: int
    verb: str
    path: str
    differences: list[str]


class _Counted(TypedDict):
    matched: bool
    count: int
    times: dict[str, int]


class Expected(_Counted, total=False):
    """Whether an office was called as expected; ``nearest`` is there where it was not."""

    nearest: list[NearCall]
