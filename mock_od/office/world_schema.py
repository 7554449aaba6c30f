"""What a world says of itself as JSON, in world.json, in an export and in an import.

Imported only where a world of somebody's own is read, because marshmallow takes its time.
May not: know a resource.
"""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import OneOf

from mock_od.office.left_out import IGNORE, REFUSE, UNKNOWN
from mock_od.office.world_day import DATES
from mock_od.validation import Object, Text

_A_DAY = 'is a day such as "2025-06-02"'


def unknown_names() -> Text:
    """What is done with tables and columns that the documented database does not have."""
    values = REFUSE, IGNORE
    says = f'is "{REFUSE}" or "{IGNORE}"'
    return Text(says, data_key=UNKNOWN, known=values, validate=OneOf(values), load_default=REFUSE)


class WorldSchema(Object):
    """Of which day rows are, and what is done to their dates where an office does not say."""

    today = fields.Date("%Y-%m-%d", error_messages=dict.fromkeys(("invalid", "null"), _A_DAY))
    dates = Text(f"is {' or '.join(DATES)}", known=DATES, validate=OneOf(DATES))


class WorldFileSchema(WorldSchema):
    """What a world on this machine says of itself."""

    unknown_names = unknown_names()
