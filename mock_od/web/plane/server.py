"""The server as a whole: can it serve, which worlds has it, reset, seed.

May not: know a resource.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from mock_od import __version__
from mock_od.office.office import Office
from mock_od.web.plane import answers, bodies
from mock_od.web.plane.binding import Answer, Needs, call, locked, served_offices
from mock_od.web.plane.rows import seeding, world_image

routes = Blueprint("server", __name__)


@routes.get("/health")
@call(answer=answers.Health)
def show_health() -> Answer:
    """Whether it can serve: the start world is read then."""
    served_offices().start_image()
    return {"status": "ready", "version": __version__}


@routes.get("/worlds")
@call(answer=answers.WorldsShown)
def list_worlds() -> Answer:
    """The worlds that come with mock_od."""
    return {"worlds": served_offices().worlds.names}


@routes.post("/reset")
@call(body=bodies.ResetBody, answer=answers.ResetDone, office=Needs.OPENED)
def reset(body: dict[str, Any], office: Office | None = None) -> Answer:  # noqa: ARG001  # its office is found already
    """Put one office, or all of them, back to the start world."""
    if office:
        office.reset()
        return {"reset": [office.key], "generation": office.generation}
    done = []
    for one in served_offices().all():
        with locked(one) as is_open:  # one after the other: a call never waits for a lock while it holds another
            if is_open:
                one.reset()
                done.append(one.key)
    return {"reset": done}


@routes.post("/seed")
@call(body=bodies.SeedBody, answer=answers.SeedDone, office=Needs.OPENED)
def seed(body: dict[str, Any], office: Office) -> Answer:
    """Replace an office's world, add or replace rows."""
    world = world_image(body["world"], "world") if "world" in body else None
    with seeding():
        counts = office.seed(served_offices().seeder, world, body["tables"])
    return {"office": office.key, "world": body.get("world"), "rows": counts, "generation": office.generation}
