"""What several pages share beside dentistry: statuses of plans, texts that may not be blank, places in a list.

May not: be a page.
"""

from __future__ import annotations

from mock_od.call import Call, Refusal
from mock_od.declare import Field

SAVED, ACTIVE, INACTIVE = "Saved", "Active", "Inactive"
PLANNED = ("TP", "TPi")


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


def lines_of(text: str) -> list[str]:
    """The items of a pick list: its lines, without blank ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
