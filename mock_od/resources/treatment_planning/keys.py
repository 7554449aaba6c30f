"""Preferences that hold the key of a row."""

from __future__ import annotations

from mock_od.call import Call
from mock_od.resources.common import preference

_MOST_DIGITS = 18


def preferred_key(call: Call, name: str, clinic: int = 0) -> int:
    """The key that a preference holds; 0 when it holds none, or anything else."""
    text = preference(call, name, clinic)
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0
