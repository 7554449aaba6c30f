"""The settings of an office as JSON: their names on the wire, their types, bounds and values.

The one truth about them: docs/admin.md is held to it by a test. Imported only where settings are read or shown, because
marshmallow takes its time.
May not: know a resource, or hold an office.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields
from marshmallow.validate import OneOf, Range

from mock_od.declare import PERMISSIONS
from mock_od.office.clock import ClockStart
from mock_od.office.settings import ALL, CHECKS, E_CONNECTOR, KEY_STATUSES, MODES, PACES
from mock_od.office.throttle import Pace
from mock_od.office.world_day import DATES
from mock_od.validation import COLON, Flag, Members, Number, Object, Problem, Strict, Text, checked, load

LONGEST = 1_000_000_000
"""Seconds that a setting may have at most: more is more than clocks and timers hold."""
WAITS = ("real", "virtual")
"""How a call waits for its turn: a real time, or a time that passes on the office's clock."""
_SECONDS = f"is a number of seconds, 0 or more and {LONGEST} at most"
_DEVELOPERS = 'is null for any, or an object {"developerKey": "developer\'s name"}'
_SECOND = "%Y-%m-%d %H:%M:%S"
_A_MOMENT = 'is a moment such as "2024-01-27 14:13:05"'
_NO_END = f"is null for no end, or a number of seconds above 0 and {LONGEST} at most"


def _developers_problem(given: Mapping[str, Any]) -> str:
    if not all(isinstance(name, str) for name in given.values()):
        return _DEVELOPERS
    halves = any("\ud800" <= letter <= "\udfff" for pair in given.items() for letter in "".join(pair))
    return "has half a pair of surrogates, which no row can keep" if halves else ""


class Seconds(Number):
    """Seconds, 0 or more."""

    def __init__(self, says: str = _SECONDS, *, above_zero: bool = False, **more: Any) -> None:
        super().__init__(says, validate=Range(0, LONGEST, min_inclusive=not above_zero), **more)


class PaceSeconds(Seconds):
    """Seconds, or the word "faithful", which is None here."""

    def deserialize(self, value: Any, *args: Any, **more: Any) -> float | None:
        """What is read; the field's own sentence refuses it."""
        return None if value == "faithful" else super().deserialize(value, *args, **more)


class Permissions(Strict, fields.Raw):
    """The word "all", or a list of names."""

    says = 'is "all" or a list of permission names'
    known = ("all", *PERMISSIONS)

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> frozenset[str]:
        if value == "all":
            return ALL
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise self.make_error("invalid")
        for name in value:
            if name not in PERMISSIONS:
                raise self.refusal(f"{name!r} is none; choose among {', '.join(PERMISSIONS)}", PERMISSIONS)
        return frozenset(value)

    def _serialize(self, value: Any, *_args: Any, **_more: Any) -> str | list[str]:
        return "all" if value == ALL else [name for name in PERMISSIONS if name in value]


class PaceSchema(Object):
    """How calls are kept apart, in parts."""

    form = COLON
    stray = Problem("{name!r} is unknown; it has seconds, wait and bound", sentence="throttle: {problem}")

    seconds = PaceSeconds()
    wait = Text(
        Problem('wait is "real" or "virtual"', sentence="throttle: {problem}"), known=WAITS, validate=OneOf(WAITS)
    )
    bound = Seconds()


class Throttle(Strict, fields.Raw):
    """One of two words, or seconds, or an object of parts."""

    says = _SECONDS
    _seconds = Seconds(Problem(_SECONDS, sentence=COLON))

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> Pace:
        if isinstance(value, str) and value in PACES:
            return PACES[value]
        if not isinstance(value, dict):
            return Pace(self._seconds.deserialize(value))
        parts = load(PaceSchema, value)
        return Pace(parts.get("seconds"), parts.get("wait") == "virtual", parts.get("bound", Pace().bound))

    def _serialize(self, value: Any, *_args: Any, **_more: Any) -> Any:
        for word, pace in PACES.items():
            if value == pace:
                return word
        if value is None:
            return None
        seconds = "faithful" if value.seconds is None else value.seconds
        return {"seconds": seconds, "wait": WAITS[value.virtual], "bound": value.bound}


class Moment(fields.DateTime):
    """A moment of an office's own time, to the second or to the minute."""

    def __init__(self, **more: Any) -> None:
        super().__init__(_SECOND, error_messages=dict.fromkeys(("invalid", "null"), _A_MOMENT), **more)

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        to_the_minute = isinstance(value, str) and value.count(":") == 1
        return super()._deserialize(f"{value}:00" if to_the_minute else value, *args, **more)


class ClockSchema(Object):
    """How a clock is set: without ``now`` it keeps its time, without ``frozen`` it runs."""

    now = Moment()
    frozen = Flag()


class ClockAtStart(Strict, fields.Raw):
    """A moment, or an object as the clock's own call takes it; without a member it follows the machine's clock."""

    says = f'{_A_MOMENT}, or an object such as {{"now": "2024-01-27 14:13:05", "frozen": true}}'
    json = (str, dict)

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> ClockStart | None:
        if isinstance(value, dict):
            return ClockStart(**load(ClockSchema, value)) if value else None
        try:
            return ClockStart(Moment().deserialize(super()._deserialize(value, *args, **more)))
        except ValidationError as bad:
            raise self.make_error("invalid") from bad

    def _serialize(self, value: Any, *_args: Any, **_more: Any) -> dict[str, Any] | None:
        if value is None:
            return None
        return ({"now": value.now.isoformat(" ")} if value.now else {}) | {"frozen": value.frozen}


class Hosts(Strict, fields.Raw):
    """Names or addresses of sites."""

    says = 'is a list of names such as "sftp.example.com"'

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
            raise self.make_error("invalid")
        return tuple(value)

    def _serialize(self, value: Any, *_args: Any, **_more: Any) -> list[str]:
        return [*value]


class SettingsSchema(Object):
    """The settings of an office. Loading gives the attributes of ``Settings`` that are to change."""

    form = COLON
    stray = Problem("is no setting{near}", sentence=COLON)

    version = Text(validate=checked(CHECKS["version"]))
    mode = Text(known=MODES, validate=checked(CHECKS["mode"]))
    world = Text()
    permissions = Permissions()
    key_status = Text(data_key="keyStatus", known=KEY_STATUSES, validate=checked(CHECKS["key_status"]))
    developer_keys = Members(
        _DEVELOPERS, data_key="developerKeys", allow_none=True, validate=checked(_developers_problem)
    )
    e_connector = Text(data_key="eConnector", known=E_CONNECTOR, validate=checked(CHECKS["e_connector"]))
    throttle = Throttle(allow_none=True)
    timeout_seconds = Seconds(data_key="timeoutSeconds")
    timezone = Text(validate=checked(CHECKS["timezone"]))
    faithful = Flag()
    choices = Members("is an object of true and false", values=Flag())
    ttl_seconds = Seconds(_NO_END, data_key="ttlSeconds", above_zero=True, allow_none=True)
    clock = ClockAtStart(allow_none=True)
    dates = Text(known=DATES, validate=checked(CHECKS["dates"]), allow_none=True)
    sftp_hosts = Hosts(data_key="sftpHosts")
