"""An office's faults, as a test holds them.

May not: know how a call is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mock_od.client.exact import Exact
from mock_od.client.results import FaultRule, FaultRules

__tracebackhide__ = True


class Faults(Exact):
    """The failures that an office is to show.

    :param call: sends a call of the admin plane about this office.
    """

    __slots__ = ("_call",)

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def add(
        self,
        match: str | Mapping[str, Any] | None = None,
        *,
        then: Mapping[str, Any],
        times: int | None = None,
        after: int | None = None,
        probability: float | None = None,
    ) -> FaultRule:
        """Let calls fail.

        :param match: which calls: ``{"verb", "path", "body"}``, or ``"POST /treatplans*"``; None for all.
        :param then: how, such as ``{"status": 503}`` or ``{"lostWrite": True}``.
        :param times: how often at most.
        :param after: how many matching calls go by before.
        :param probability: how likely, by the office's seeded generator.
        :returns: the fault, with its ``id``.
        """
        rule = {"match": _match_json(match), "times": times, "after": after, "probability": probability}
        given = {name: value for name, value in rule.items() if value is not None}
        added: FaultRule = self._call("POST", "/faults", {**given, "then": dict(then)})
        return added

    def list(self) -> FaultRules:
        """The faults, each with how often it ``fired``."""
        found: FaultRules = self._call("GET", "/faults")["faults"]
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


def _match_json(match: str | Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not isinstance(match, str):
        return None if match is None else dict(match)
    verb, _, path = match.rpartition(" ")
    return {"verb": verb, "path": path} if verb else {"path": path}
