"""A world's day: on which day its rows are, and how their dates are moved to the day of an office.

Dates are moved by whole weeks, so that weekdays stay. A week begins on Monday, as in ISO 8601.
May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.store import Image, Store

WORLD_FILE: Final = "world.json"
"""The file of a world's folder that says of which day it is. The other files are tables."""
MOVED, AS_IS = "moved", "asIs"
DATES: Final = (MOVED, AS_IS)
"""What can be done to the dates of a world when an office opens."""

_STAYS_AS_IS = "dates: asIs"
"""The number, kept with the rows, that is there where their dates are to stay as they are."""
_FURTHEST = timedelta(days=150 * 365)
"""How far from the world's day a date can be that is moved: one beyond stands for "none" or "never"."""
_LAST: Final = date.max.toordinal()


class NoDay(ValueError):
    """The dates of a world are to be moved that has no day.

    :param world: the name of the world; empty for rows without one.
    """

    def __init__(self, world: str) -> None:
        named = f"world {world!r} has" if world else "these rows have"
        super().__init__(f'{named} no day ("today") from which dates could be moved; choose asIs')


class WorldDay(NamedTuple):
    """What a world says of its day.

    :param today: the day that its rows are of; None where it has none.
    :param dates: what is done to its dates where an office does not say; None for "moved" where there is a day.
    """

    today: date | None = None
    dates: str | None = None

    @classmethod
    def checked(cls, given: dict[str, str]) -> WorldDay:
        """The day of a world that comes with mock_od: a test has read it by the schema."""
        return cls(date.fromisoformat(given["today"]) if "today" in given else None, given.get("dates"))

    @classmethod
    def read(cls, given: Any) -> WorldDay:
        """The day that an object says, such as the one in ``world.json``.

        :raises ValidationError: when they are no good.
        """
        from mock_od.office.world_schema import WorldFileSchema  # marshmallow takes its time
        from mock_od.validation import load

        read = load(WorldFileSchema, given)
        return cls(read.get("today"), read.get("dates"))

    def days(self, office_day: date, dates: str | None = None, *, world: str = "") -> int | None:
        """By how many days its dates are moved to be in the week of an office's day; None where they stay as they are.

        :param dates: what the office says; None where it leaves that to the world.
        :param world: its name, for the error.
        :raises NoDay: when they are to be moved, and it has no day.
        """
        if (dates or self.dates or (MOVED if self.today else AS_IS)) == AS_IS:
            return None
        if self.today is None:
            raise NoDay(world)
        return 7 * (_week(office_day) - _week(self.today))

    def days_of_rows(self, office_day: date, dates: str | None = None) -> int | None:
        """The same for rows that come without a world: those that say no day stay as they are.

        :raises NoDay: when they say themselves that they are to be moved, and no day.
        """
        return self.days(office_day, dates) if self.today or self.dates == MOVED else None


def _week(day: date) -> int:
    """The number of the week that a day is in: 0001-01-01 was a Monday."""
    return (day.toordinal() - 1) // 7


class Shift:
    """Moves dates by some days.

    :param today: the day that they are seen from.
    :param days: by how many.
    """

    def __init__(self, today: date, days: int) -> None:
        self.days = days
        # Where the calendar ends a date stays: there is no day for it. 0001-01-01 is no date.
        self._first = max(today.toordinal() - _FURTHEST.days, 2, 2 - days)
        self._last = min(today.toordinal() + _FURTHEST.days, _LAST, _LAST - days)
        self._moved: dict[str, str] = {}  # a world has few days, each of them often

    def text(self, text: str) -> str:
        """A day or a moment, moved."""
        written = text[:10]
        moved = self._moved.get(written)
        if moved is None:
            day = date.fromisoformat(written).toordinal()
            moves = self._first <= day <= self._last
            moved = self._moved[written] = date.fromordinal(day + self.days).isoformat() if moves else written
        return moved + text[10:]

    def sql(self, column: str) -> str:
        """The SQL that gives the same of a column."""
        if self._first > self._last:
            return column
        between = f"'{date.fromordinal(self._first)}' AND '{date.fromordinal(self._last)} 24'"
        moved = f"date({column}, '{self.days:+d} days') || substr({column}, 11)"
        return f"CASE WHEN {column} BETWEEN {between} THEN {moved} ELSE {column} END"


class Mover:
    """Moves the dates of rows of a catalog's tables."""

    def __init__(self, catalog: Catalog) -> None:
        self._tables = catalog.tables
        self._dates: dict[str, list[d.Field]] = {}

    def moved(self, image: Image, today: date, days: int) -> Image:
        """An image with all dates moved by some days.

        :param today: the day that its rows are of.
        """
        store = Store(image)
        shift = Shift(today, days)
        with store.transaction():
            for table in store.tables if days else ():
                columns = [f'"{field.column}"' for field in self._dates_of(table)]
                if moves := ", ".join(f"{column} = {shift.sql(column)}" for column in columns):
                    store.execute(f'UPDATE "{table}" SET {moves}')
            mark(store, moved=True)
        there = store.image()
        store.close()
        return there

    def row(self, shift: Shift, table: str, words: Mapping[str, Any]) -> dict[str, Any]:
        """A row in words with its dates moved."""
        there = [field.name for field in self._dates_of(table) if field.name in words]
        return {**words, **{name: shift.text(words[name]) for name in there}}

    def _dates_of(self, table: str) -> list[d.Field]:
        if table not in self._dates:
            columns = self._tables[table].columns.values()
            self._dates[table] = [field for field in columns if isinstance(field, d.Date)]
        return self._dates[table]


def mark(store: Store, *, moved: bool) -> None:
    """Note with the rows of a store whether their dates may be moved, wherever the rows go."""
    if moved:
        store.numbers.pop(_STAYS_AS_IS, None)
    else:
        store.numbers[_STAYS_AS_IS] = 1


def stay_as_is(store: Store) -> bool:
    """Whether the dates of a store's rows are to stay as they are."""
    return _STAYS_AS_IS in store.numbers
