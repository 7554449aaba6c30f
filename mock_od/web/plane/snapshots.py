"""An office's rows kept, brought back, compared, taken elsewhere.

May not: know a resource.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from mock_od.office.office import Office
from mock_od.store import Image
from mock_od.web.plane import answers, bodies
from mock_od.web.plane.binding import Answer, Needs, call, served_offices
from mock_od.web.plane.errors import Refused
from mock_od.web.plane.rows import seeding

routes = Blueprint("snapshots", __name__)


@routes.post("/offices/<key>/snapshots")
@call(body=bodies.SnapshotBody, answer=answers.SnapshotDone, office=Needs.OPENED, status=201)
def keep_snapshot(body: dict[str, Any], office: Office) -> Answer:
    """Keep the rows as they are now."""
    office.snapshots[body["name"]] = office.store.image()
    return {"office": office.key, "snapshot": body["name"], "generation": office.generation}


@routes.get("/offices/<key>/snapshots")
@call(answer=answers.SnapshotsShown, office=Needs.OPEN)
def list_snapshots(office: Office) -> Answer:
    """The names of the snapshots, oldest first."""
    return {"office": office.key, "snapshots": list(office.snapshots)}


@routes.post("/offices/<key>/snapshots/<name>/restore")
@call(answer=answers.SnapshotDone, office=Needs.OPEN)
def restore_snapshot(office: Office, name: str) -> Answer:
    """Bring the rows of a snapshot back."""
    office.restore(_snapshot(office, name))
    return {"office": office.key, "snapshot": name, "generation": office.generation}


@routes.delete("/offices/<key>/snapshots/<name>")
@call(answer=answers.SnapshotForgotten, office=Needs.OPEN)
def forget_snapshot(office: Office, name: str) -> Answer:
    """Drop a snapshot."""
    _snapshot(office, name)
    del office.snapshots[name]
    return {"office": office.key, "forgot": name}


@routes.get("/offices/<key>/diff")
@call(query=bodies.DiffQuery, answer=answers.DiffShown, office=Needs.OPEN)
def show_diff(query: dict[str, Any], office: Office) -> Answer:
    """The rows that differ from a snapshot, or from the start world."""
    since = query["since"]
    before = None if since is None else _snapshot(office, since, "since")
    return {"office": office.key, "since": since, "tables": office.diff(before)}


@routes.get("/offices/<key>/export")
@call(answer=answers.Export, office=Needs.OPEN)
def export_rows(office: Office) -> Answer:
    """All rows, as one object that a server can start from."""
    return {"tables": {table: rows for table in office.tables if (rows := office.seed_rows(table))}}


@routes.post("/offices/<key>/import")
@call(body=bodies.ImportBody, answer=answers.ImportDone, office=Needs.OPENED)
def import_rows(body: dict[str, Any], office: Office) -> Answer:
    """Replace all rows by those of an export."""
    with seeding():
        counts = office.replace(served_offices().seeder, body["tables"])
    return {"office": office.key, "rows": counts, "generation": office.generation}


def _snapshot(office: Office, name: str, *at: str) -> Image:
    kept = office.snapshots.get(name)
    if kept is None:
        raise Refused(f"there is no snapshot {name!r}", 404, at=at, known=list(office.snapshots))
    return kept
