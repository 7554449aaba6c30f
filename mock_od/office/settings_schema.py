"""The settings of an office as JSON: their names on the wire, their types, bounds and values.

The one truth about them: docs/admin.md is held to it by a test. Imported only where settings are read or shown, because
marshmallow takes its time.
May not: know a resource, or hold an office.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from mock_od.declare import PERMISSIONS
from mock_od.office.settings import ALL, CHECKS, E_CONNECTOR, KEY_STATUSES, MODES, PACES
from mock_od.office.throttle import Pace
from mock_od.suggest import did_you_mean
from mock_od.validation import (
    Flag,
    JsonObject,
    Members,
    Object,
    Part,
    Problem,
    Text,
    Value,
    load,
)

LONGEST = 1_000_000_000
"""Seconds that a setting may have at most: more is more than clocks and timers hold."""
WAITS = ("real", "virtual")
"""How a call waits for its turn: a real time, or a time that passes on the office's clock."""


class Seconds(Value):
    """Seconds, 0 or more.

    :param above_zero: whether 0 is refused.
    """

    refusal = f"is a number of seconds, 0 or more and {LONGEST} at most"

    def __init__(self, refusal: str = "", *, above_zero: bool = False, **more: Any) -> None:
        super().__init__(refusal, **more)
        self._above_zero = above_zero

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST:
            self.refuse()
        if self._above_zero and not value:
            self.refuse()
        return float(value)


class Permissions(Value):
    """The word "all", or a list of names."""

    refusal = 'is "all" or a list of permission names'
    known = ("all", *PERMISSIONS)

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> frozenset[str]:
        if value == "all":
            return ALL
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self.refuse()
        names = cast("list[str]", value)
        for name in names:
            if name not in PERMISSIONS:
                self.refuse(f"{name!r} is none; choose among {', '.join(PERMISSIONS)}", PERMISSIONS)
        return frozenset(names)

    def _serialize(self, value: Any, *_args: Any, **_more: Any) -> str | list[str]:
        return "all" if value == ALL else [name for name in PERMISSIONS if name in value]


class DeveloperKeys(JsonObject):
    """Names by key, or null."""

    refusal = 'is null for any, or an object {"developerKey": "developer\'s name"}'

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> Mapping[str, str]:
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value.values()):
            self.refuse()
        if any("\ud800" <= letter <= "\udfff" for pair in value.items() for letter in "".join(pair)):
            self.refuse("has half a pair of surrogates, which no row can keep")
        return value


class PaceSeconds(Seconds):
    """Seconds, or the word "faithful", which is None here."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> float | None:  # type: ignore[override]
        return None if value == "faithful" else super()._deserialize(value, *args, **more)


class PaceSchema(Object):
    """How calls are kept apart, in parts."""

    seconds = PaceSeconds()
    wait = Text('wait is "real" or "virtual"', known=WAITS, is_sentence=True)
    bound = Seconds()

    @classmethod
    def unknown_member(cls, name: str, /) -> Problem:
        """What is wrong with a part that it does not have."""
        problem = f"{name!r} is unknown; it has seconds, wait and bound"
        return Problem(problem, cls.names(), problem)


class Throttle(Value):
    """One of two words, or seconds, or an object of parts."""

    refusal = Seconds.refusal
    _seconds = Seconds()

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> Pace:
        if isinstance(value, str) and value in PACES:
            return PACES[value]
        if not isinstance(value, dict):
            return Pace(cast("float", self._seconds.deserialize(value)))
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


class Switches(Members):
    """Choices of ours, each switched on or off."""

    what = "is an object of true and false"

    @staticmethod
    def value() -> Flag:
        """Whether a choice is switched on."""
        return Flag()


class SettingsSchema(Object):
    """The settings of an office. Loading gives the attributes of ``Settings`` that are to change."""

    colon = True

    version = Text(check=CHECKS["version"])
    mode = Text(known=MODES, check=CHECKS["mode"])
    world = Text()
    permissions = Permissions()
    key_status = Text(data_key="keyStatus", known=KEY_STATUSES, check=CHECKS["key_status"])
    developer_keys = DeveloperKeys(data_key="developerKeys", allow_none=True)
    e_connector = Text(data_key="eConnector", known=E_CONNECTOR, check=CHECKS["e_connector"])
    throttle = Throttle(allow_none=True)
    timeout_seconds = Seconds(data_key="timeoutSeconds")
    timezone = Text(check=CHECKS["timezone"])
    faithful = Flag()
    choices = Part(Switches)
    ttl_seconds = Seconds(
        f"is null for no end, or a number of seconds above 0 and {LONGEST} at most",
        data_key="ttlSeconds",
        above_zero=True,
        allow_none=True,
    )

    @classmethod
    def unknown_member(cls, name: str, /) -> Problem:
        """What is wrong with a setting that there is not."""
        return Problem(f"is no setting{did_you_mean(name, cls.names())}", cls.names())
