"""An office's clock, faults and journal, as a test holds them.

May not: import anything of mock_od, or know how a call is sent.
"""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, overload

Call = Callable[..., Any]
"""Sends one call of the admin plane below the office's address: verb, path, body, and the query by name."""
Faulty = dict[str, Any]
Faulties = builtins.list[Faulty]

_SHOWN = 2000


class Clock:
    """An office's time.

    :param call: sends a call of the admin plane about this office.
    """

    def __init__(self, call: Call) -> None:
        self._call = call

    @property
    def now(self) -> datetime:
        """The office's time, in its own time zone."""
        return _moment(self._call("GET", "/clock"))

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return bool(self._call("GET", "/clock")["frozen"])

    def freeze(self, moment: str | date | None = None) -> datetime:
        """Stop the clock.

        :param moment: when; ``"2024-01-27 14:13:05"``, a date for its midnight, None for where it stands.
        :returns: the office's time.
        :raises ValueError: when that is no moment, or one with a time zone.
        """
        now = {} if moment is None else {"now": _written(moment)}
        return _moment(self._call("PUT", "/clock", {**now, "frozen": True}))

    def set(self, moment: str | date) -> datetime:
        """Set the clock; it runs on from there.

        :returns: the office's time.
        :raises ValueError: when that is no moment, or one with a time zone.
        """
        return _moment(self._call("PUT", "/clock", {"now": _written(moment), "frozen": False}))

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Let time pass, also on a clock that stands still.

        :returns: the office's time.
        """
        by = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
        return _moment(self._call("POST", "/clock/advance", {unit: much for unit, much in by.items() if much}))

    def follow(self) -> datetime:
        """Put the clock back to the server's own.

        :returns: the office's time.
        """
        return _moment(self._call("PUT", "/clock", {}))

    def __repr__(self) -> str:
        return f"<Clock {self.now}>"


class Faults:
    """The failures that an office is to show.

    :param call: sends a call of the admin plane about this office.
    """

    def __init__(self, call: Call) -> None:
        self._call = call

    def add(
        self,
        match: str | Mapping[str, Any] | None = None,
        *,
        then: Mapping[str, Any],
        times: int | None = None,
        after: int | None = None,
        probability: float | None = None,
    ) -> Faulty:
        """Let calls fail.

        :param match: which calls: ``{"verb", "path", "body"}``, or ``"POST /treatplans*"``; None for all.
        :param then: how, such as ``{"status": 503}`` or ``{"lostWrite": True}``.
        :param times: how often at most.
        :param after: how many matching calls go by before.
        :param probability: how likely, by the office's seeded generator.
        :returns: the fault, with its ``id``.
        """
        rule = {"match": _matching(match), "times": times, "after": after, "probability": probability}
        given = {name: value for name, value in rule.items() if value is not None}
        added: Faulty = self._call("POST", "/faults", {**given, "then": dict(then)})
        return added

    def list(self) -> Faulties:
        """The faults, each with how often it ``fired``."""
        found: Faulties = self._call("GET", "/faults")["faults"]
        return found

    def remove(self, number: int | str) -> None:
        """Forget one fault.

        :param number: its ``id``.
        """
        self._call("DELETE", f"/faults/{number}")

    def clear(self) -> None:
        """Forget all of them."""
        self._call("DELETE", "/faults")

    def seed(self, seed: int) -> None:
        """Seed the generator that probabilities are drawn from."""
        self._call("PUT", "/faults/seed", {"seed": seed})


@dataclass(frozen=True)
class Served:
    """A call of the API, and how it was answered.

    :param path: below ``/api/v1``.
    :param status: None when the connection was dropped.
    :param changed: the keys of the rows that it wrote, by table.
    :param seconds: how long it took on the office's clock.
    :param more: what the journal says beyond that.
    """

    id: int = 0
    at: str = ""
    verb: str = ""
    path: str = ""
    query: Any = None
    body: Any = None
    status: int | None = None
    answer: Any = None
    hint: str = ""
    method: str | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    more: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Served:
        """The call of an entry of the journal."""
        known = {each.name for each in fields(cls)} - {"more"}
        more = {name: value for name, value in entry.items() if name not in known}
        return cls(**{name: value for name, value in entry.items() if name in known}, more=more)

    def __str__(self) -> str:
        query = f" {_short(self.query)}" if self.query else ""
        lines = [f"{self.verb} {self.path}{query} -> {self.status or 'connection dropped'}"]
        told = (("sent", self.body), ("answered", self.answer), ("hint", self.hint))
        lines += [f"    {what}: {_short(value)}" for what, value in told if value not in (None, "")]
        return "\n".join(lines)


class Requests(Sequence[Served]):
    """An office's journal: the calls of the API that it answered, newest last. Each look asks the server.

    :param call: sends a call of the admin plane about this office.
    """

    def __init__(self, call: Call) -> None:
        self._call = call

    def filter(
        self,
        *,
        verb: str | None = None,
        path: str | None = None,
        status: int | str | None = None,
        since: int | None = None,
    ) -> builtins.list[Served]:
        """Some of the calls.

        :param path: below ``/api/v1``; ``*`` stands for anything.
        :param status: a status, or ``"4xx"``.
        :param since: the ``id`` of a call; what came after it.
        """
        found = self._call("GET", "/requests", verb=verb, path=path, status=status, since=since)["requests"]
        return [Served.read(entry) for entry in found]

    def __iter__(self) -> Iterator[Served]:
        return iter(self.filter())

    def __len__(self) -> int:
        return len(self.filter())

    @overload
    def __getitem__(self, index: int) -> Served: ...

    @overload
    def __getitem__(self, index: slice) -> builtins.list[Served]: ...

    def __getitem__(self, index: int | slice) -> Served | builtins.list[Served]:
        return self.filter()[index]

    def __repr__(self) -> str:
        return f"<Requests {[f'{one.verb} {one.path} {one.status}' for one in self]}>"

    def expect(
        self,
        verb: str | None = None,
        path: str | None = None,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        status: int | str | None = None,
        times: int | Mapping[str, int] | None = None,
    ) -> int:
        """See that the office was called so.

        :param path: below ``/api/v1``; ``*`` stands for anything.
        :param query: parameters that the call must have.
        :param body: members that the call's object must have.
        :param times: exactly so often, or ``{"atLeast", "atMost", "exactly"}``; at least once where left out.
        :returns: how often it was.
        :raises AssertionError: when it was not; says which calls come nearest, and how they differ.
        """
        often = {"exactly": times} if isinstance(times, int) else times
        wanted = {"verb": verb, "path": path, "query": query, "body": body, "status": status, "times": often}
        given = {name: value for name, value in wanted.items() if value is not None}
        found = self._call("POST", "/requests/expect", given)
        if not found["matched"]:
            raise AssertionError(_explained(given, found))
        return int(found["count"])

    def unexpected(self) -> builtins.list[Served]:
        """The calls that were refused, or had parameters or fields that were ignored."""
        return [Served.read(entry) for entry in self._call("GET", "/requests/unexpected")["requests"]]

    def lint(self) -> dict[str, Any]:
        """What would hurt in production: ``findings``, ``realSeconds``, ``permissions``, ``oldestVersion``."""
        found: dict[str, Any] = self._call("GET", "/lint")
        return found

    def clear(self) -> None:
        """Forget the calls."""
        self._call("DELETE", "/requests")

    def keep(self, size: int) -> None:
        """Keep so many calls, the newest."""
        self._call("PUT", "/requests/size", {"size": size})


def _moment(told: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(told["now"])


def _written(moment: str | date) -> str:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    elif not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  # an office's time has no zone
    if moment.tzinfo is not None:
        raise ValueError("an office's time has no zone: give a moment without one")
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _matching(match: str | Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not isinstance(match, str):
        return None if match is None else dict(match)
    verb, _, path = match.rpartition(" ")
    return {"verb": verb, "path": path} if verb else {"path": path}


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}... ({len(text)} characters)"


def _explained(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    lines = [f"expected {_short(wanted)}, but {found['count']} calls match it"]
    for near in found.get("nearest", ()):
        entry = near.get("request", near)
        lines.append(str(Served.read(entry)))
        lines += [f"    differs: {_short(difference)}" for difference in near.get("differences", ())]
    if not found.get("nearest"):
        lines.append("no call comes near it")
    return "\n".join(lines)
