"""An office's clock, and the next keys of its tables.

May not: know a resource.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint

from mock_od.office.office import Office
from mock_od.web.plane import answers, bodies
from mock_od.web.plane.binding import Answer, Needs, call
from mock_od.web.plane.errors import Refused

routes = Blueprint("clock", __name__)


@routes.get("/offices/<key>/clock")
@call(answer=answers.ClockShown, office=Needs.OPEN)
def show_clock(office: Office) -> Answer:
    """The office's time."""
    return _shown(office)


@routes.put("/offices/<key>/clock")
@call(body=bodies.ClockBody, answer=answers.ClockShown, office=Needs.OPENED)
def set_clock(body: dict[str, Any], office: Office) -> Answer:
    """Set the clock, freeze it, let it run, or put it back to the machine's."""
    if not body:
        office.clock.follow()
    else:
        office.clock.set(body.get("now") or office.clock.now(), frozen=body.get("frozen", False))
    return _shown(office)


@routes.post("/offices/<key>/clock/advance")
@call(body=bodies.AdvanceBody, answer=answers.ClockShown, office=Needs.OPENED)
def advance_clock(body: dict[str, Any], office: Office) -> Answer:
    """Let time pass."""
    try:
        office.clock.advance(timedelta(**body))
    except OverflowError as far:
        raise Refused("no clock goes that far: years are 1 to 9999") from far
    return _shown(office)


@routes.get("/offices/<key>/sequence")
@call(answer=answers.SequenceShown, office=Needs.OPEN)
def show_sequence(office: Office) -> Answer:
    """The next key of each table."""
    return {"office": office.key, "sequence": office.records.sequences()}


@routes.put("/offices/<key>/sequence")
@call(body=bodies.SequenceBody, answer=answers.SequenceShown, office=Needs.OPENED)
def set_sequence(body: dict[str, int], office: Office) -> Answer:
    """Set the next key of tables."""
    there = office.records.sequences()
    for table, following in body.items():
        if table not in there:
            raise Refused(f"there is no table {table!r}", at=(table,), known=sorted(there))
        highest = office.records.highest(table)
        if following <= highest:
            problem = f"{highest} is taken; the next key can be {highest + 1} or more"
            raise Refused(problem, at=(table,), sentence=f"{table}: {problem}")
    for table, following in body.items():
        office.records.continue_at(table, following)
    return {"office": office.key, "sequence": office.records.sequences()}


def _shown(office: Office) -> Answer:
    return {"office": office.key, "now": office.clock.now().isoformat(" "), "frozen": office.clock.frozen}
