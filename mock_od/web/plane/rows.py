"""What calls that put rows into an office have in common: the worlds, and how a bad row is refused.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mock_od.office.seeding import BadRow
from mock_od.office.worlds import UnknownWorld
from mock_od.store import Image
from mock_od.web.plane.binding import served_offices
from mock_od.web.plane.errors import Refused


def world_image(name: str, *at: str) -> Image:
    """The state of a world.

    :param at: where the body names it.
    :raises Refused: when there is no such world.
    """
    worlds = served_offices().worlds
    try:
        return worlds.image(name)
    except UnknownWorld as unknown:
        raise Refused(str(unknown), at=at, known=worlds.names) from unknown


@contextmanager
def seeding() -> Iterator[None]:
    """Put the rows of the body's ``tables`` into an office.

    :raises Refused: for the first bad row, with its place.
    """
    try:
        yield
    except BadRow as bad:
        at = [part for part in (bad.table, bad.row, bad.column) if part is not None]
        raise Refused(bad.problem, at=("tables", *at), known=_known(bad), sentence=str(bad)) from bad


def _known(bad: BadRow) -> list[str]:
    """The tables, or the columns, that there are, where the row names another."""
    tables = served_offices().engine.catalog.tables
    if bad.table not in tables:
        return sorted(tables)
    columns = [field.name for field in tables[bad.table].columns.values()]
    return columns if bad.column is not None and bad.column not in columns else []
