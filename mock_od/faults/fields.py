"""The fields that kinds of faults read their values with.

May not: know a kind of fault.
"""

from __future__ import annotations

from typing import Any

from marshmallow import validate

from mock_od.validation import Number, Problem, Text, Value, Whole


def whole(least: int, most: int | None = None, **more: Any) -> Whole:
    """A whole number, from ``least`` to ``most``."""
    bounds = f"{least} or more" if most is None else f"from {least} to {most}"
    return Whole(f"is a whole number, {bounds}", least=least, most=most, **more)


def number(most: int, **more: Any) -> Number:
    """A number from 0 to ``most``."""
    refusal = f"is a number from 0 to {most}"
    return Number(refusal, validate=validate.Range(0, most, error=Problem(refusal)), **more)


def one_of(*known: str) -> Text:
    """One of two or more texts."""
    refusal = f"is {', '.join(known[:-1])} or {known[-1]}"
    return Text(refusal, known=known)


class Flag(Value):
    """Something that is asked for, or left out."""

    refusal = "is true, or not there"

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> bool:
        if value is not True:
            self.refuse(known=[True])
        return True
