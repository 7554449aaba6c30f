"""What can be set of an office, how the admin plane writes it, and what is no setting.

May not: know a resource, or hold an office.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from mock_od.declare import PERMISSIONS
from mock_od.engine import explain
from mock_od.office.throttle import Pace
from mock_od.suggest import did_you_mean
from mock_od.versions import NEWEST, Version, version

MODES = ("remote", "local", "service")
KEY_STATUSES = {
    "Enabled": "",
    "DisabledByCustomer": "API key has been disabled by customer.",
    "DisabledByDeveloper": "API key has been disabled by developer.",
    "DisabledByHQ": "API key has been disabled by HQ.",
    "EnabledReadOnly": "",
    "Unassigned": "API key has not been assigned.",
}
"""The states of a customer key, each with the sentence that refuses it."""
E_CONNECTOR = explain.E_CONNECTOR

ENTERPRISE = "ApiEnterprise"
READ_ALL = "ApiReadAll"
ALL = frozenset(PERMISSIONS) - {ENTERPRISE}
"""What "all" means: whatever a method may need. Enterprise gives no method, but larger pages and more calls."""

_PAGES = {"remote": (100, 1000), "local": (1000, 10_000), "service": (1000, 10_000)}
_OFF = Pace(seconds=0.0)
_FAITHFUL = Pace()


class BadSetting(ValueError):
    """A setting that does not exist, or a value that it cannot have.

    :param name: the setting.
    :param problem: what is wrong and what to do.
    """

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem


@dataclass(frozen=True)
class Settings:
    """The settings of an office. Friendly by default: every permission, no throttle.

    :param world: the name of the world it starts from.
    :param version: the version of Open Dental it runs.
    :param mode: "remote", "local" or "service".
    :param permissions: the names of the permissions that its key has.
    :param key_status: one of KEY_STATUSES.
    :param developer_keys: the developer keys that may use it, each with the developer's name; None for any.
    :param e_connector: one of E_CONNECTOR.
    :param throttle: how its calls are kept apart; None for what ``faithful`` says.
    :param timeout_seconds: how long a call in remote mode may take.
    :param timezone: an IANA name; empty for the machine's own.
    :param faithful: whether everything is enforced that the real service enforces.
    :param choices: our choices that are switched, by name.
    :param ttl_seconds: how long an office that nobody calls stays open; None for as long as the server runs.
    :raises BadSetting: when a value is none.
    """

    world: str = "clinic"
    version: str = NEWEST
    mode: str = "local"
    permissions: frozenset[str] = ALL
    key_status: str = "Enabled"
    developer_keys: Mapping[str, str] | None = None
    e_connector: str = "running"
    throttle: Pace | None = None
    timeout_seconds: float = 60.0
    timezone: str = ""
    faithful: bool = False
    choices: Mapping[str, bool] = field(default_factory=dict)
    ttl_seconds: float | None = None

    def __post_init__(self) -> None:
        try:
            version(self.version)
        except ValueError as slip:
            raise BadSetting("version", str(slip)) from slip
        for name, value, known in (
            ("mode", self.mode, MODES),
            ("keyStatus", self.key_status, KEY_STATUSES),
            ("eConnector", self.e_connector, E_CONNECTOR),
        ):
            if value not in known:
                raise BadSetting(name, f"{value!r} is none; choose {', '.join(known)}")
        if self.zone is None and self.timezone:
            raise BadSetting("timezone", f"{self.timezone!r} is no time zone such as America/Los_Angeles")

    @cached_property
    def number(self) -> Version:
        """The version, to compare."""
        return version(self.version)

    @cached_property
    def zone(self) -> tzinfo | None:
        """The time zone; None for the machine's own."""
        try:
            return ZoneInfo(self.timezone) if self.timezone else None
        except (KeyError, OSError, ValueError):
            return None

    def page_limit(self, mode: str) -> int:
        """How many rows a list has at most when called in that mode."""
        return _PAGES[mode][ENTERPRISE in self.permissions]

    @cached_property
    def pace(self) -> Pace:
        """How calls are kept apart."""
        return self.throttle or (_FAITHFUL if self.faithful else _OFF)

    @cached_property
    def interval(self) -> float:
        """Seconds between the beginnings of two calls."""
        if self.pace.seconds is not None:
            return self.pace.seconds
        if ENTERPRISE in self.permissions:
            return 0.5
        return 5.0 if self.permissions <= {READ_ALL} else 1.0

    def changed(self, given: Mapping[str, Any]) -> Settings:
        """These settings with some changed, as the admin plane writes them.

        :raises BadSetting: for the first that cannot be.
        """
        changes: dict[str, Any] = {}
        for name, value in given.items():
            if name not in _READ:
                raise BadSetting(name, f"is no setting{did_you_mean(name, _READ)}")
            attribute, read = _READ[name]
            changes[attribute] = read(name, value)
        return replace(self, **changes)

    def as_json(self) -> dict[str, Any]:
        """The settings as the admin plane writes them."""
        pace = self.throttle
        return {
            "version": self.version,
            "mode": self.mode,
            "world": self.world,
            "permissions": "all" if self.permissions == ALL else [p for p in PERMISSIONS if p in self.permissions],
            "keyStatus": self.key_status,
            "developerKeys": None if self.developer_keys is None else dict(self.developer_keys),
            "eConnector": self.e_connector,
            "throttle": None if pace is None else _pace_json(pace),
            "timeoutSeconds": self.timeout_seconds,
            "timezone": self.timezone,
            "faithful": self.faithful,
            "choices": dict(self.choices),
        }


def _pace_json(pace: Pace) -> Any:
    if pace == _OFF:
        return "off"
    if pace == _FAITHFUL:
        return "faithful"
    seconds = "faithful" if pace.seconds is None else pace.seconds
    return {"seconds": seconds, "wait": "virtual" if pace.virtual else "real", "bound": pace.bound}


# --- reading what the admin plane sends ---

_LONGEST = 1_000_000_000  # seconds: more is more than clocks and timers hold


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadSetting(name, "must be a text")
    return value


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadSetting(name, "is either true or false")
    return value


def _seconds(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST:
        raise BadSetting(name, f"is a number of seconds, 0 or more and {_LONGEST} at most")
    return float(value)


def _permissions(name: str, value: object) -> frozenset[str]:
    if value == "all":
        return ALL
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadSetting(name, 'is "all" or a list of permission names')
    names = cast("list[str]", value)
    for one in names:
        if one not in PERMISSIONS:
            raise BadSetting(name, f"{one!r} is none; choose among {', '.join(PERMISSIONS)}")
    return frozenset(names)


def _developers(name: str, value: object) -> Mapping[str, str] | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise BadSetting(name, 'is null for any, or an object {"developerKey": "developer\'s name"}')
    if any("\ud800" <= letter <= "\udfff" for one in value.items() for letter in "".join(one)):
        raise BadSetting(name, "has half a pair of surrogates, which no row can keep")
    return cast("dict[str, str]", value)


def _pace(name: str, value: object) -> Pace | None:
    if value is None:
        return None
    if value in ("off", "faithful"):
        return _OFF if value == "off" else _FAITHFUL
    if not isinstance(value, dict):
        return Pace(seconds=_seconds(name, value))
    for part in value:
        if part not in ("seconds", "wait", "bound"):
            raise BadSetting(name, f"{part!r} is unknown; it has seconds, wait and bound")
    seconds = value.get("seconds", "faithful")
    wait = value.get("wait", "real")
    if wait not in ("real", "virtual"):
        raise BadSetting(name, 'wait is "real" or "virtual"')
    bound = _seconds(f"{name}.bound", value.get("bound", _FAITHFUL.bound))
    number = None if seconds == "faithful" else _seconds(f"{name}.seconds", seconds)
    return Pace(number, wait == "virtual", bound)


def _choices(name: str, value: object) -> Mapping[str, bool]:
    if not isinstance(value, dict):
        raise BadSetting(name, "is an object of true and false")
    return {one: _flag(f"{name}.{one}", switched) for one, switched in value.items()}


_READ: dict[str, tuple[str, Callable[[str, object], Any]]] = {
    "version": ("version", _text),
    "mode": ("mode", _text),
    "world": ("world", _text),
    "permissions": ("permissions", _permissions),
    "keyStatus": ("key_status", _text),
    "developerKeys": ("developer_keys", _developers),
    "eConnector": ("e_connector", _text),
    "throttle": ("throttle", _pace),
    "timeoutSeconds": ("timeout_seconds", _seconds),
    "timezone": ("timezone", _text),
    "faithful": ("faithful", _flag),
    "choices": ("choices", _choices),
}
"""What the admin plane calls a setting: the attribute here, and what reads its value."""
