"""What an office prefers: its preferences, a clinic's own, and those that hold the key of a row."""

from __future__ import annotations

from mock_od.call import Call

_MOST_DIGITS = 18


def preference(call: Call, name: str, clinic: int = 0) -> str:
    """An office's preference, or the clinic's own where it has one; empty when neither is set."""
    if clinic:
        for row in call.records.rows("clinicpref", ClinicNum=clinic, PrefName=name):
            return str(row["ValueString"])
    found = call.records.query('SELECT "ValueString" FROM "preference" WHERE "PrefName" = ?', name)
    return str(found[0][0]) if found else ""


def preferred_key(call: Call, name: str, clinic: int = 0) -> int:
    """The key that a preference holds; 0 when it holds none, or anything else."""
    text = preference(call, name, clinic)
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def listed(call: Call, name: str) -> list[str]:
    """The texts that a preference lists with commas between, without blanks, in their order (procedure codes)."""
    return [text.strip() for text in preference(call, name).split(",") if text.strip()]
