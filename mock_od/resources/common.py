"""What several pages ask of an office: its preferences, its plans, the signature of a developer.

May not: be a page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from mock_od.call import Call, Refusal, Row
from mock_od.declare import Field

SAVED, ACTIVE, INACTIVE = "Saved", "Active", "Inactive"
PLANNED = ("TP", "TPi")


def preference(call: Call, name: str, clinic: int = 0) -> str:
    """An office's preference, or the clinic's own where it has one; empty when neither is set."""
    if clinic:
        for row in call.records.rows("clinicpref", ClinicNum=clinic, PrefName=name):
            return str(row["ValueString"])
    found = call.records.query('SELECT "ValueString" FROM "preference" WHERE "PrefName" = ?', name)
    return str(found[0][0]) if found else ""


def subscription(call: Call, patient: int) -> Row | None:
    """The patient's discount plan subscription, the first where there are several, as in the desktop program."""
    found = call.records.rows("discountplansub", PatNum=patient)
    return found[0] if found else None


def refuse_blank(call: Call, field: Field, advice: str = "") -> None:
    """Refuse a text that was sent and is empty or blank, as if it were missing.

    :param advice: what the desktop program says then, where that is known.
    :raises Refusal: 400.
    """
    if call.sends(field) and not call.sent[field.name].strip():
        says = f"; the desktop program says: {advice}" if advice else ""
        raise Refusal(f"{field.name} is required.", hint=f"{field.name} is blank{says}")


def last_place(call: Call) -> int:
    """Where a new row of the call's own table comes in its list, from 0: the number of rows, hidden ones too."""
    (found,) = call.records.query(f'SELECT COUNT(*) FROM "{call.method.resource.table}"')
    return int(found[0])


def signature(call: Call, covered: Iterable[str]) -> str:
    """The signature of the developer that calls, under these texts: the line that is shown, and what tells changes."""
    line = f"Digitally Signed by {call.developer} Date Signed: {call.now:%m/%d/%Y %H:%M:%S %p}"
    return f"{line} {hashlib.sha256(chr(10).join(covered).encode()).hexdigest()}"


def signed_line(signature: str) -> str:
    """What is shown of a signature; one that was not made here shows as it is."""
    line, _, digest = signature.rpartition(" ")
    return line if len(digest) == hashlib.sha256().digest_size * 2 else signature


def lines_of(text: str) -> list[str]:
    """The items of a pick list: its lines, without blank ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
