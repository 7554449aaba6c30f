"""Failures that a test asks for: which call is to fail, and how.

May not: know a resource, or speak HTTP beyond a status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import parse_qsl

from mock_od.call import Refusal
from mock_od.engine.bodies import is_plain, read_body
from mock_od.office.clock import Clock
from mock_od.office.fault_kinds import BadFault, Fault, as_object, number, only, read_header, read_then, whole
from mock_od.patterns import path_fits

__all__ = ["BadFault", "Fault", "Faults"]

_SEED = 0
_LATER = re.compile(r"0*[1-9][0-9]*")
_VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
_WRITES = ("POST", "PUT", "DELETE")
_CONCERNS = {"lostWrite": _WRITES, "ghostWrite": _WRITES, "stalePage": ("GET",)}
"""The verbs that some kinds are about, where the fault names none."""


class _Called:
    """One call, as far as faults look at it."""

    def __init__(self, verb: str, path: str, body: bytes, query: str) -> None:
        self.verb = verb
        self.path = path
        self._body = body
        self._query = query
        self._parsed: list[Any] = []

    @property
    def later_page(self) -> bool:
        """Whether it asks for a page after the first."""
        offset = dict(parse_qsl(self._query)).get("Offset", "")
        return _LATER.fullmatch(offset) is not None

    def has(self, wanted: Mapping[str, Any]) -> bool:
        """Whether its body has these members."""
        if not self._parsed:
            try:
                self._parsed.append(read_body(self._body))
            except Refusal:  # no object, in no reading
                self._parsed.append(None)
        return _has(self._parsed[0], wanted)


class _Rule:
    """A fault that waits for the calls that it is about, and how often it met them.

    :param given: as the admin plane writes it.
    :raises BadFault: when it cannot be.
    """

    def __init__(self, ident: int, given: Mapping[str, Any]) -> None:
        only("a fault", given, ("match", "after", "times", "probability", "then"))
        if "then" not in given:
            raise BadFault('a fault says what happens: "then": {"status": 500}')
        self.ident = ident
        self.match = as_object("match", given.get("match", {}))
        self.after = whole("after", given.get("after", 0), 0)
        self.times = None if given.get("times") is None else whole("times", given["times"], 1)
        self.probability = number("probability", given.get("probability", 1), 1)
        self.then = as_object("then", given["then"])
        self.fault = read_then(self.then)
        self.fired = 0
        self._seen = 0
        only("match", self.match, ("verb", "path", "body"))
        self._verbs = _verbs(self.match["verb"]) if "verb" in self.match else _CONCERNS.get(self.fault.kind, _VERBS)
        self._path = _pattern(self.match.get("path", "*"))
        self._body = _wanted(self.match["body"]) if "body" in self.match else None

    def due(self, called: _Called) -> bool:
        """Count a call that matches; whether the fault may fire at it."""
        if called.verb not in self._verbs or not path_fits(called.path, self._path):
            return False
        if self.fault.kind == "stalePage" and not called.later_page:
            return False
        if self._body is not None and not called.has(self._body):
            return False
        self._seen += 1
        return self._seen > self.after and (self.times is None or self.fired < self.times)

    def fires(self, chance: Random) -> bool:
        """Whether it does, where it may; counted."""
        fires: bool = self.probability == 1 or chance.random() < self.probability
        self.fired += fires
        return fires

    def as_json(self) -> dict[str, Any]:
        """The fault as the admin plane writes it."""
        names = ("match", "after", "times", "probability", "then", "fired")
        return {"id": self.ident, **{name: getattr(self, name) for name in names}}


class Faults:
    """The faults of one office. Whoever calls it holds the office's lock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._chance = Random(_SEED)  # noqa: S311  # it is to repeat
        self._rules: dict[int, _Rule] = {}
        self._added = 0

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._rules)

    def draw(self, verb: str, path: str, body: bytes, header: str, query: str = "") -> Fault | None:
        """The fault that this call runs into, if any: the one it asks for itself, or else the first that fires.

        :param header: the fault that the call asks for itself, ``kind`` or ``kind=value``; empty for none.
        :raises BadFault: when the header names none.
        """
        if not self._rules and not header:
            return None
        asked = read_header(header) if header else None
        called = _Called(verb, path, body, query)
        due = [rule for rule in self._rules.values() if rule.due(called)]
        return asked or next((rule.fault for rule in due if rule.fires(self._chance)), None)

    def skip(self, seconds: float) -> bool:
        """Let time pass at once, where the clock is frozen; whether it is."""
        if self._clock.frozen:
            with suppress(OverflowError):  # the calendar ends, and the clock stays where it is
                self._clock.advance(timedelta(seconds=seconds))
        return self._clock.frozen

    def add(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Fail calls from now on; the fault with its ``id`` and ``fired``.

        :raises BadFault: when it cannot be.
        """
        rule = _Rule(self._added + 1, given)
        self._added = rule.ident
        self._rules[rule.ident] = rule
        return rule.as_json()

    def all(self) -> list[dict[str, Any]]:
        """The faults, oldest first, each with its ``id`` and ``fired``."""
        return [rule.as_json() for rule in self._rules.values()]

    def remove(self, ident: int) -> bool:
        """Forget a fault; whether there was one of that ``id``."""
        return self._rules.pop(ident, None) is not None

    def clear(self) -> None:
        """Forget all faults. Their numbers are not given again."""
        self._rules.clear()

    def seed(self, seed: object) -> None:
        """Begin the generator of probabilities anew.

        :raises BadFault: when the seed is no whole number.
        """
        if isinstance(seed, bool) or not isinstance(seed, int):
            raise BadFault("seed is a whole number")
        self._chance.seed(seed)


def _verbs(value: object) -> Sequence[str]:
    if not isinstance(value, str) or value.upper() not in _VERBS:
        raise BadFault(f"match.verb is one of {', '.join(_VERBS)}")
    return (value.upper(),)


def _pattern(value: object) -> str:
    if not isinstance(value, str) or not value.startswith(("/", "*")) or "?" in value or value.startswith("/api/v1"):
        raise BadFault('match.path is what follows /api/v1, without a query: "/" and a name, with * for anything')
    return value


def _wanted(value: object) -> Mapping[str, Any]:
    wanted = as_object("match.body", value)
    if not is_plain(wanted):  # to look for it goes as deep as it does
        raise BadFault("match.body is nested too deep, or has a number that JSON has not")
    return wanted


def _has(given: object, wanted: object) -> bool:
    """Whether a value is the one that is wanted; an object may have more members."""
    if isinstance(wanted, dict):
        return isinstance(given, dict) and all(name in given and _has(given[name], wanted[name]) for name in wanted)
    return isinstance(given, bool) == isinstance(wanted, bool) and given == wanted
