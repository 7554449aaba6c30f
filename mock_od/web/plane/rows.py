"""An office's rows: shown, seeded, kept, brought back, compared, taken elsewhere.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from mock_od.office.office import Office
from mock_od.office.seeding import BadRow, Change
from mock_od.office.world_day import AS_IS, NoDay, WorldDay
from mock_od.office.worlds import UnknownWorld
from mock_od.store import Image
from mock_od.web.plane import answers, bodies
from mock_od.web.plane.binding import Answer, Call, served_offices
from mock_od.web.plane.errors import Refused


@Call("POST", "/seed", answers.RowsPut, body=bodies.SeedBody, opens=True)
def seed(body: dict[str, Any], office: Office) -> Answer:
    """Replace an office's world, add or replace rows."""
    world = None
    if "world" in body:
        settings = replace(office.settings, world=body["world"])
        with refusing_world():
            world = served_offices().start_image(settings, office.clock)
    with _refusing_rows():
        counts = office.seed(served_offices().seeder, world, body["tables"], _change(office, body))
    return {"world": body.get("world"), "rows": counts}


@Call("POST", "/offices/<key>/import", answers.RowsPut, body=bodies.ImportBody, opens=True)
def import_rows(body: dict[str, Any], office: Office) -> Answer:
    """Replace all rows by those of an export."""
    with _refusing_rows():
        return {"rows": office.replace(served_offices().seeder, body["tables"], _change(office, body))}


@Call("GET", "/offices/<key>/export", answers.Export)
def export_rows(office: Office) -> Answer:
    """All rows, as one object that a server can start from."""
    tables = {table: rows for table in office.tables if (rows := office.seed_rows(table))}
    return {**office.day()._asdict(), "tables": tables}


@Call("GET", "/offices/<key>/tables/<table>", answers.RowsShown)
def list_rows(office: Office, table: str) -> Answer:
    """The rows of a table, hidden columns included, as a seed takes them back."""
    known = office.catalog.tables
    if table not in known:
        raise Refused(f"there is no table {table!r}", 404, known=sorted(known))
    return {"table": table, "rows": office.seed_rows(table)}


@Call("POST", "/offices/<key>/snapshots", answers.SnapshotDone, body=bodies.SnapshotBody, opens=True, status=201)
def keep_snapshot(body: dict[str, Any], office: Office) -> Answer:
    """Keep the rows as they are now."""
    office.snapshots[body["name"]] = office.store.image()
    return {"snapshot": body["name"]}


@Call("GET", "/offices/<key>/snapshots", answers.SnapshotsShown)
def list_snapshots(office: Office) -> Answer:
    """The names of the snapshots, oldest first."""
    return {"snapshots": list(office.snapshots)}


@Call("POST", "/offices/<key>/snapshots/<name>/restore", answers.SnapshotDone)
def restore_snapshot(office: Office, name: str) -> Answer:
    """Bring the rows of a snapshot back."""
    office.restore(_snapshot(office, name))
    return {"snapshot": name}


@Call("DELETE", "/offices/<key>/snapshots/<name>", answers.SnapshotForgotten)
def forget_snapshot(office: Office, name: str) -> Answer:
    """Drop a snapshot."""
    _snapshot(office, name)
    del office.snapshots[name]
    return {"forgot": name}


@Call("GET", "/offices/<key>/diff", answers.DiffShown, query=bodies.DiffQuery)
def show_diff(query: dict[str, Any], office: Office) -> Answer:
    """The rows that differ from a snapshot, or from the start world."""
    since = query["since"]
    return {"since": since, "tables": office.diff(None if since is None else _snapshot(office, since, "since"))}


def _change(office: Office, body: dict[str, Any]) -> Change | None:
    """What is done to the rows of a body that says of which day they are.

    :raises Refused: when their dates are to be moved, and it says no day.
    """
    with refusing_world():
        return office.mover(served_offices().worlds.mover, WorldDay(body.get("today"), body.get("dates")))


def _snapshot(office: Office, name: str, *at: str) -> Image:
    if name not in office.snapshots:
        raise Refused(f"there is no snapshot {name!r}", 404, at=at, known=list(office.snapshots))
    return office.snapshots[name]


@contextmanager
def refusing_world(*at: str, dates_at: tuple[str, ...] = ("dates",)) -> Iterator[None]:
    """Refuse a world that there is not, or whose dates cannot be moved.

    :param at: the object of the body that names the world.
    :param dates_at: where the body says what is done to dates.
    """
    try:
        yield
    except UnknownWorld as unknown:
        raise Refused(str(unknown), at=(*at, "world"), known=served_offices().worlds.names) from unknown
    except NoDay as no_day:
        raise Refused(str(no_day), at=dates_at, known=[AS_IS]) from no_day


@contextmanager
def _refusing_rows() -> Iterator[None]:
    """Refuse the first bad row of the body's ``tables``, with its place and the tables or columns that there are."""
    try:
        yield
    except BadRow as bad:
        tables = served_offices().engine.catalog.tables
        known = sorted(tables)
        if bad.table in tables:
            columns = [field.name for field in tables[bad.table].columns.values()]
            known = columns if bad.column not in (None, *columns) else []
        at = [part for part in (bad.table, bad.row, bad.column) if part is not None]
        raise Refused(bad.problem, at=("tables", *at), known=known, sentence=str(bad)) from bad
