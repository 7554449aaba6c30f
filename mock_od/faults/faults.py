"""The faults of an office: which call meets one.

Imports no marshmallow until a fault is named: an office has its faults from the start, and few ever get one.
May not: know a kind of fault, or what it does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from mock_od.call import Refusal
from mock_od.faults.calls import FaultyCall, FaultyRequest
from mock_od.patterns import path_fits
from mock_od.reply import Reply
from mock_od.wire import FAULT

if TYPE_CHECKING:
    from mock_od.faults.kinds import Kind

_HEADER = FAULT.lower()
_SEED = 0


class BadFault(ValueError):
    """The header of a call names no fault: the text says what is wrong and what to do."""


class Fault(NamedTuple):
    """How a call fails.

    :param kind: one of ``mock_od.faults.kinds.KINDS``.
    :param value: as the kind reads it.
    """

    kind: Kind
    value: Any

    @property
    def instead(self) -> bool:
        """Whether nothing is done of what the call asks for, so that it waits for no turn of the throttle."""
        return self.kind.is_instead(self.value)

    def meet(self, call: FaultyCall) -> Reply:
        """Answer a call that meets it. The caller holds the office's lock."""
        return self.kind.meet(call, self.value)


class Rule:
    """A fault that waits for the calls that it concerns.

    :param fault: what happens to them.
    :param then: the fault, as the test wrote it.
    :param match: which calls: ``verb``, ``path`` and ``body``, all optional.
    :param after: how many of them go by before it fires.
    :param times: how often it fires at most; None for no limit.
    :param probability: from 0 to 1.
    """

    def __init__(
        self,
        fault: Fault,
        then: Mapping[str, Any],
        match: Mapping[str, Any] | None = None,
        *,
        after: int = 0,
        times: int | None = None,
        probability: float = 1,
    ) -> None:
        self.id = 0
        """Its number in the list of its office."""
        self.fault = fault
        self.then = then
        self.match = match or {}
        self.after = after
        self.times = times
        self.probability = probability
        self.fired = 0
        """How many calls met it."""
        self._seen = 0
        verb = self.match.get("verb")
        self._verbs: Sequence[str] = (verb.upper(),) if verb else fault.kind.verbs

    def is_due(self, seen: _Seen) -> bool:
        """Count a call that it concerns; whether it may fire at it."""
        if seen.request.verb not in self._verbs or not path_fits(seen.request.path, self.match.get("path", "*")):
            return False
        if not self.fault.kind.concerns(seen.request):
            return False
        if "body" in self.match and not _has(seen.fields, self.match["body"]):
            return False
        self._seen += 1
        return self._seen > self.after and (self.times is None or self.fired < self.times)

    def fires(self, chance: Random) -> bool:
        """Whether it does, where it may; counted."""
        fires: bool = self.probability == 1 or chance.random() < self.probability
        self.fired += fires
        return fires


class Faults:
    """The faults of one office. The caller holds the office's lock."""

    def __init__(self) -> None:
        self._chance = Random(_SEED)  # noqa: S311  # it is to repeat
        self._rules: dict[int, Rule] = {}
        self._added = 0

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._rules)

    def draw(self, request: FaultyRequest) -> Fault | None:
        """The fault that a call meets, if any: the one that its header names, or else the first that fires.

        :raises BadFault: when the header names no fault.
        """
        header = request.headers.get(_HEADER, "")
        if not self._rules and not header:
            return None
        asked = _read_header(header) if header else None
        seen = _Seen(request)
        due = [rule for rule in self._rules.values() if rule.is_due(seen)]
        return asked or next((rule.fault for rule in due if rule.fires(self._chance)), None)

    def add(self, rule: Rule) -> Rule:
        """Let calls fail from now on; the rule, with its ``id``."""
        self._added += 1
        rule.id = self._added
        self._rules[rule.id] = rule
        return rule

    def all(self) -> list[Rule]:
        """The rules, oldest first."""
        return [*self._rules.values()]

    def remove(self, ident: int) -> bool:
        """Forget a rule; whether there was one of that ``id``."""
        return self._rules.pop(ident, None) is not None

    def clear(self) -> None:
        """Forget all rules. Their numbers are not given again."""
        self._rules.clear()

    def seed(self, seed: int) -> None:
        """Begin the generator of probabilities anew."""
        self._chance.seed(seed)


class _Seen:
    """A request that several rules look at, whose body is read once."""

    def __init__(self, request: FaultyRequest) -> None:
        self.request = request

    @cached_property
    def fields(self) -> Mapping[str, Any] | None:
        """The members of the body; None where it is no object."""
        try:
            return self.request.fields
        except Refusal:
            return None


def _read_header(text: str) -> Fault:
    from marshmallow import ValidationError

    from mock_od.faults.schemas import read_header
    from mock_od.validation import first_mistake

    try:
        return read_header(text)
    except ValidationError as bad:
        raise BadFault(first_mistake(bad).error) from bad


def _has(given: object, wanted: object) -> bool:
    """Whether a value is the one that is wanted; an object may have more members."""
    if isinstance(wanted, dict):
        return isinstance(given, dict) and all(name in given and _has(given[name], wanted[name]) for name in wanted)
    return isinstance(given, bool) == isinstance(wanted, bool) and given == wanted
