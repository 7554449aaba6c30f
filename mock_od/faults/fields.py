"""The fields that kinds of faults read their values with.

May not: know a kind of fault.
"""

from __future__ import annotations

from typing import Any

from marshmallow.validate import OneOf, Range

from mock_od.validation import Flag, Number, Text, Whole


def whole(least: int, most: int | None = None, **more: Any) -> Whole:
    """A whole number, from ``least`` to ``most``."""
    bounds = f"{least} or more" if most is None else f"from {least} to {most}"
    return Whole(f"is a whole number, {bounds}", validate=Range(least, most), **more)


def number(most: int, **more: Any) -> Number:
    """A number from 0 to ``most``."""
    return Number(f"is a number from 0 to {most}", validate=Range(0, most), **more)


def one_of(*known: str) -> Text:
    """One of two or more texts."""
    return Text(f"is {', '.join(known[:-1])} or {known[-1]}", known=known, validate=OneOf(known))


def asked_for() -> Flag:
    """Something that is asked for, or left out."""
    return Flag("is true, or not there", known=[True], validate=OneOf([True]))
