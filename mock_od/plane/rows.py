"""An office's rows: shown, seeded, kept, brought back, compared, taken elsewhere.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from mock_od import declare as d
from mock_od.catalog.tables import Tables
from mock_od.office.left_out import IGNORE
from mock_od.office.office import Office
from mock_od.office.seeding import BadRow, Change, UnknownNames
from mock_od.office.world_day import AS_IS, NoDay, WorldDay
from mock_od.office.worlds import UnknownWorld
from mock_od.plane import answers, bodies
from mock_od.plane.binding import Answer, Call, served_offices
from mock_od.plane.errors import Refused
from mock_od.store import Image
from mock_od.suggest import near_first

_LONGEST_NAME: Final = 60
_HIGHEST_KEY: Final = 2**63 - 1
_LEAVE_OUT: Final = '; "unknown": "ignore" leaves out what is unknown'


@Call("POST", "/seed", answers.RowsPut, body=bodies.SeedBody, opens=True)
def seed(body: dict[str, Any], office: Office) -> Answer:
    """Replace an office's world, add or replace rows."""
    world = None
    if "world" in body:
        settings = replace(office.settings, world=body["world"])
        with refusing_world():
            world = served_offices().start_image(settings, office.clock)
    tables, told = _known_part(body)
    with _refusing_rows():
        counts = office.seed(served_offices().seeder, world, tables, _change(office, body))
    return {"world": body.get("world"), "rows": counts, **told}


@Call("POST", "/offices/<key>/import", answers.RowsPut, body=bodies.ImportBody, opens=True)
def import_rows(body: dict[str, Any], office: Office) -> Answer:
    """Replace all rows by those of an export."""
    tables, told = _known_part(body)
    with _refusing_rows():
        return {"rows": office.replace(served_offices().seeder, tables, _change(office, body)), **told}


@Call("GET", "/offices/<key>/export", answers.Export)
def export_rows(office: Office) -> Answer:
    """All rows, as one object that a server can start from."""
    tables = {table: rows for table in office.tables if (rows := office.seed_rows(table))}
    return {**office.day()._asdict(), "tables": tables}


@Call("GET", "/offices/<key>/tables", answers.TablesShown)
def count_rows(office: Office) -> Answer:
    """The names of the tables, and how many rows each has."""
    return {"tables": office.count_rows()}


@Call("GET", "/offices/<key>/tables/<table>", answers.RowsShown, query=bodies.RowsQuery)
def list_rows(query: dict[str, str], office: Office, table: str) -> Answer:
    """The rows of a table, hidden columns included, as a seed takes them back; all of them or some."""
    return {"table": table, "rows": office.seed_rows(table, **_filter(office, table, query))}


@Call("DELETE", "/offices/<key>/tables/<table>", answers.RowsRemoved, query=bodies.RowsQuery, opens=True)
def delete_rows(query: dict[str, str], office: Office, table: str) -> Answer:
    """Remove rows of a table, all of them or some."""
    return {"table": table, "removed": len(office.delete_rows(table, **_filter(office, table, query)))}


@Call("PATCH", "/offices/<key>/tables/<table>/<int:row>", answers.RowShown, body=bodies.RowBody, opens=True)
def change_row(body: dict[str, Any], office: Office, table: str, row: int) -> Answer:
    """Change columns of a row; the others stay as they are."""
    declared = known_table(office.catalog.tables, table)
    before = _row(office, table, row)
    seeder = served_offices().seeder
    with office.store.transaction():
        try:
            words = seeder.read_changes(office.records, table, before, body)
        except BadRow as bad:
            at = () if bad.column is None else (bad.column,)
            raise Refused(bad.problem, at=at, known=_known_columns(declared, bad), sentence=_of_column(bad)) from bad
        office.update_row(table, row, words)
    return {"table": table, "row": office.seed_rows(table, **{declared.key.name: row})[0]}


@Call("DELETE", "/offices/<key>/tables/<table>/<int:row>", answers.RowShown, opens=True)
def delete_row(office: Office, table: str, row: int) -> Answer:
    """Remove a row; the answer has what it was."""
    declared = known_table(office.catalog.tables, table)
    _row(office, table, row)
    return {"table": table, "row": office.delete_rows(table, **{declared.key.name: row})[0]}


@Call("POST", "/offices/<key>/snapshots", answers.SnapshotDone, body=bodies.SnapshotBody, opens=True, status=201)
def keep_snapshot(body: dict[str, Any], office: Office) -> Answer:
    """Keep the rows as they are now."""
    image = office.store.image()
    office.snapshots.pop(body["name"], None)  # what is kept again is the newest
    office.snapshots[body["name"]] = image
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
    since, tables = query["since"], [*filter(None, query["tables"].split(","))]
    for name in tables:
        known_table(office.catalog.tables, name)
    image = None if since is None else _snapshot(office, since, "since")
    return {"since": since, "tables": office.diff(image, tables)}


def _known_part(body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows of a body, and what the answer says of those tables and columns that were to be left out."""
    tables = body["tables"]
    if body["unknown_names"] != IGNORE:
        return tables, {}
    seeder = served_offices().seeder
    unknown = seeder.unknown(tables)
    return seeder.without(tables, unknown), {"leftOut": unknown}


def _change(office: Office, body: dict[str, Any]) -> Change | None:
    """What is done to the rows of a body that says of which day they are.

    :raises Refused: when their dates are to be moved, and it says no day.
    """
    with refusing_world():
        return office.mover(served_offices().worlds.mover, WorldDay(body.get("today"), body.get("dates")))


def known_table(tables: Tables, name: str) -> type[d.Table]:
    """A table by its name.

    :raises Refused: when there is none; it says which one was probably meant, and knows the others.
    """
    if name not in tables:
        problem = f"there is no table {name[:_LONGEST_NAME]!r}{tables.unknown(name)}"
        raise Refused(problem, 404, known=tables.known_near(name))
    return tables[name]


def _row(office: Office, table: str, key: int) -> dict[str, Any]:
    if (found := office.records.find(table, key) if key <= _HIGHEST_KEY else None) is None:
        raise Refused(f"{table} has no row with the key {key}", 404)
    return found


def _filter(office: Office, table: str, query: dict[str, str]) -> dict[str, Any]:
    """The words of a query that names columns.

    :raises Refused: when there is no such table or column, or it cannot have that value.
    """
    declared = known_table(office.catalog.tables, table)
    try:
        return served_offices().seeder.read_filter(table, query)
    except BadRow as bad:
        at = () if bad.column is None else (bad.column,)
        raise Refused(bad.problem, at=at, known=_known_columns(declared, bad), sentence=_of_column(bad)) from bad


def _of_column(bad: BadRow) -> str:
    return f"{bad.column}: {bad.problem}" if bad.column else ""


def _known_columns(table: type[d.Table], bad: BadRow) -> list[str]:
    """The columns of a table, where an unknown one is the problem."""
    columns = [field.name for field in table.columns.values()]
    return near_first(bad.column, columns) if bad.column and bad.column not in columns else []


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
    """Refuse all unknown names of the body's ``tables``, or its first bad row, with the place and what there is."""
    try:
        yield
    except BadRow as bad:
        tables = served_offices().engine.catalog.tables
        at = ("tables", *(part for part in (bad.table, bad.row, bad.column) if part is not None))
        known: list[str] = []
        if isinstance(bad, UnknownNames) and bad.several:
            at = ("tables",)
        elif bad.table in tables:
            known = _known_columns(tables[bad.table], bad)
        else:
            known = tables.known_near(bad.table)
        advice = _LEAVE_OUT if isinstance(bad, UnknownNames) else ""
        raise Refused(bad.problem + advice, at=at, known=known, sentence=str(bad) + advice) from bad
