"""What can be set of an office, how the admin plane writes it, and what is no setting.

May not: know a resource, or hold an office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from mock_od import explain
from mock_od.declare import PERMISSIONS
from mock_od.office.clock import Clock, ClockStart
from mock_od.office.throttle import Pace
from mock_od.office.world_day import DATES
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
PACES = {"off": Pace(seconds=0.0), "faithful": Pace()}
"""The throttles that have a name."""


class BadSetting(ValueError):
    """A setting that does not exist, or a value that it cannot have.

    :param name: the setting, as the wire has it.
    :param problem: what is wrong and what to do.
    """

    def __init__(self, name: str, problem: str, sentence: str = "") -> None:
        super().__init__(sentence or f"{name}: {problem}")
        self.name = name
        self.problem = problem


def _version_problem(text: str) -> str:
    try:
        version(text)
    except ValueError as slip:
        return str(slip)
    return ""


def _zone(text: str) -> tzinfo | None:
    try:
        return ZoneInfo(text) if text else None
    except (KeyError, OSError, ValueError):
        return None


def _zone_problem(text: str) -> str:
    return f"{text!r} is no time zone such as America/Los_Angeles" if text and _zone(text) is None else ""


def _one_of(known: Iterable[str]) -> Callable[[str], str]:
    return lambda text: "" if text in known else f"{text!r} is none; choose {', '.join(known)}"


CHECKS: Mapping[str, Callable[[str], str]] = {
    "version": _version_problem,
    "mode": _one_of(MODES),
    "key_status": _one_of(KEY_STATUSES),
    "e_connector": _one_of(E_CONNECTOR),
    "timezone": _zone_problem,
    "dates": _one_of(DATES),
}
"""What is wrong with the text of an attribute, where it has one; nothing where all is right."""
_WIRE = {"sftp_hosts": "sftpHosts", "key_status": "keyStatus", "e_connector": "eConnector"}


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
    :param ttl_seconds: how long an unused office stays open; None for as long as the server runs.
    :param clock: how its clock begins when it opens; None for the machine's time.
    :param dates: what is done to the dates of its world, one of DATES; None for what the world says.
    :param sftp_hosts: the SFTP sites beyond this machine that files are really sent to.
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
    clock: ClockStart | None = None
    dates: str | None = None
    sftp_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Without the schema: a start of the server checks what its command line says, and has no time for marshmallow.
        for attribute, check in CHECKS.items():
            given = getattr(self, attribute)
            if given is not None and (problem := check(given)):
                raise BadSetting(_WIRE.get(attribute, attribute), problem)

    @cached_property
    def number(self) -> Version:
        """The version, to compare."""
        return version(self.version)

    @cached_property
    def zone(self) -> tzinfo | None:
        """The time zone; None for the machine's own."""
        return _zone(self.timezone)

    def new_clock(self) -> Clock:
        """A clock as it is when the office opens."""
        clock = Clock(self.zone)
        clock.begin(self.clock)
        return clock

    def page_limit(self, mode: str) -> int:
        """How many rows a list has at most when called in that mode."""
        return _PAGES[mode][ENTERPRISE in self.permissions]

    @cached_property
    def pace(self) -> Pace:
        """How calls are kept apart."""
        return self.throttle or PACES["faithful" if self.faithful else "off"]

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
        from marshmallow import ValidationError  # an office that keeps its settings never needs it

        from mock_od.office.settings_schema import SettingsSchema
        from mock_od.validation import first_mistake, load, written

        try:
            return replace(self, **load(SettingsSchema, given))
        except ValidationError as bad:
            mistake = first_mistake(bad)
            raise BadSetting(written(mistake.at), mistake.problem, mistake.error) from bad

    def as_json(self) -> dict[str, Any]:
        """The settings as the admin plane writes them."""
        from mock_od.office.settings_schema import SettingsSchema
        from mock_od.validation import dump

        return dump(SettingsSchema, self)
