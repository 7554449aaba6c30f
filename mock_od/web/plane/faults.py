"""The faults that an office's calls meet.

May not: know a resource, or what a fault does.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from mock_od.faults.faults import Rule
from mock_od.faults.schemas import FaultSchema, FaultShownSchema, SeedSchema
from mock_od.office.office import Office
from mock_od.web.plane import answers
from mock_od.web.plane.binding import Answer, Needs, call
from mock_od.web.plane.errors import Refused

routes = Blueprint("faults", __name__)


@routes.post("/offices/<key>/faults")
@call(body=FaultSchema, answer=FaultShownSchema, office=Needs.OPENED, status=201)
def add_fault(body: Rule, office: Office) -> Rule:
    """Let calls fail from now on."""
    return office.faults.add(body)


@routes.get("/offices/<key>/faults")
@call(answer=answers.FaultsShown, office=Needs.OPEN)
def list_faults(office: Office) -> Answer:
    """The faults of an office, oldest first, and how often each fired."""
    return {"office": office.key, "faults": office.faults.all()}


@routes.delete("/offices/<key>/faults")
@call(answer=answers.FaultsForgotten, office=Needs.OPEN)
def clear_faults(office: Office) -> Answer:
    """Forget all of them."""
    forgot = [rule.id for rule in office.faults.all()]
    office.faults.clear()
    return {"office": office.key, "forgot": forgot}


@routes.delete("/offices/<key>/faults/<number>")
@call(answer=answers.FaultForgotten, office=Needs.OPEN)
def remove_fault(office: Office, number: str) -> Answer:
    """Forget one."""
    there = [rule.id for rule in office.faults.all()]
    if number not in map(str, there):
        raise Refused(f"there is no fault {number!r}", 404, known=there)
    office.faults.remove(int(number))
    return {"office": office.key, "forgot": int(number)}


@routes.put("/offices/<key>/faults/seed")
@call(body=SeedSchema, answer=answers.FaultSeedShown, office=Needs.OPENED)
def seed_faults(body: dict[str, Any], office: Office) -> Answer:
    """Begin the generator of the probabilities anew."""
    office.faults.seed(body["seed"])
    return {"office": office.key, "seed": body["seed"]}
