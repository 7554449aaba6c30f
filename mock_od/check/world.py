"""A world opened to be looked at, and all checks together.

May not: check anything itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.check import (
    amounts,
    appointments,
    chart,
    coverage,
    days,
    keys,
    notes,
    particulars,
    patients,
    recalls,
    teeth,
    treatment,
)
from mock_od.check.finding import Check, Finding, World
from mock_od.engine.perform import Engine
from mock_od.engine.records import StoredRecords
from mock_od.office.worlds import Worlds, fixtures
from mock_od.store import Store

CHECKS: tuple[Check, ...] = (
    *keys.CHECKS,
    *patients.CHECKS,
    *treatment.CHECKS,
    *coverage.CHECKS,
    *chart.CHECKS,
    *amounts.CHECKS,
    *appointments.CHECKS,
    *recalls.CHECKS,
    *notes.CHECKS,
    *particulars.CHECKS,
    *teeth.CHECKS,
    *days.CHECKS,
)
_MOST = 10


class Checked(NamedTuple):
    """What came of looking at a world.

    :param lines: what does not hold, a line for each row, at most ten for each check and then how many more.
    :param tables: how many tables have rows.
    :param rows: how many rows there are.
    """

    lines: list[str]
    tables: int
    rows: int


def check(catalog: Catalog, name: str, *, strict: bool = False, today: str = "") -> Checked:
    """Look whether the rows of a world hang together and foot.

    :param name: a world that comes with mock_od, or the path of one.
    :param strict: whether to look for what is believable as well.
    :param today: the day as of which amounts are worked out; without one the world's own day, else the last day on
        which anything was done in it.
    :raises UnknownWorld: when there is no such world, or its rows are no good.
    """
    engine = Engine(catalog)
    store = Store(Worlds(engine).image(name, path=True), engine.create_table)
    records = StoredRecords(engine.shapes, store)
    given = _given(catalog, name)
    world = World(catalog, store, records, given, today or _own_day(name) or _last_day(catalog, store))
    counts = [store.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0] for table in store.tables]
    return Checked([*findings(world, strict=strict)], sum(map(bool, counts)), sum(counts))


def findings(world: World, *, strict: bool) -> Iterator[str]:
    """What does not hold, as lines."""
    for one in CHECKS:
        if strict or not one.strict:
            yield from _told([*one.look(world)])


def _told(found: Sequence[Finding]) -> Iterator[str]:
    yield from map(str, found[:_MOST])
    if len(found) > _MOST:
        yield f"and {len(found) - _MOST} more"


def _place(name: str) -> Path:
    shipped = {folder.name: folder for folder in fixtures().iterdir()}
    return shipped.get(name) or Path(name)


def _given(catalog: Catalog, name: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The rows by table, as the world's files have them."""
    place = _place(name)
    if place.is_dir():
        return {
            file.stem: json.loads(file.read_bytes())
            for file in sorted(place.glob("*.json"))
            if file.stem in catalog.tables
        }
    content = json.loads(place.read_bytes())
    tables = content.get("tables", content)
    return {table: rows for table, rows in tables.items() if table in catalog.tables}


def _own_day(name: str) -> str:
    """The day of a world that says so, a folder's in its world.json; empty elsewhere."""
    place = _place(name)
    file = place / "world.json" if place.is_dir() else place
    return str(json.loads(file.read_bytes()).get("today", "")) if file.is_file() else ""


def _last_day(catalog: Catalog, store: Store) -> str:
    """The last day on which a row was made or changed; without one, the first day there is."""
    last = "0001-01-01"
    for table in store.tables:
        for field in catalog.tables[table].columns.values():
            if isinstance(field, d.Date) and field.stamp:
                (found,) = store.execute(f'SELECT MAX("{field.column}") FROM "{table}"').fetchone()
                last = max(last, str(found or "")[:10])
    return last
