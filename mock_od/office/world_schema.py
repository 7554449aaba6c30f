"""The day of a world as JSON: what world.json, an export and an import say of it.

Imported only where a world of somebody's own is read, because marshmallow takes its time.
May not: know a resource.
"""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import OneOf

from mock_od.office.world_day import DATES
from mock_od.validation import Object, Text

_A_DAY = 'is a day such as "2025-06-02"'


class WorldSchema(Object):
    """Of which day rows are, and what is done to their dates where an office does not say."""

    today = fields.Date("%Y-%m-%d", error_messages=dict.fromkeys(("invalid", "null"), _A_DAY))
    dates = Text(f"is {' or '.join(DATES)}", known=DATES, validate=OneOf(DATES))
