"""The days on which a practice works.

May not: find what is wrong in a world of somebody's own; these checks are strict ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from mock_od.check.finding import Check, Finding, World
from mock_od.workdays import is_holiday

_SATURDAY, _SUNDAY = 5, 6
_MOST_ON_SATURDAYS = 0.08
_FEW = 100
_WORK = (
    ("procedurelog", "ProcNum", "ProcDate"),
    ("treatplan", "TreatPlanNum", "SecDateEntry"),
    ("document", "DocNum", "DateCreated"),
    ("patient", "PatNum", "DateFirstVisit"),
)


def _free_days(world: World) -> Iterator[Finding]:
    for table, key, column in _WORK:
        for row in _dated(world, table, key, column):
            day = date.fromisoformat(row[1])
            if day.weekday() == _SUNDAY or is_holiday(day):
                what = "a Sunday" if day.weekday() == _SUNDAY else "a holiday"
                yield Finding(table, row[0], f"{column} is {day}, {what}")


def _saturdays(world: World) -> Iterator[Finding]:
    work = _dated(world, "procedurelog", "ProcNum", "ProcDate")
    days = Counter(date.fromisoformat(day).weekday() for _, day in work)
    share = days[_SATURDAY] / max(1, len(work))
    if len(work) >= _FEW and share > _MOST_ON_SATURDAYS:
        number = next(key for key, day in work if date.fromisoformat(day).weekday() == _SATURDAY)
        sentence = f"is the first of {days[_SATURDAY]} on Saturdays, {share:.0%} of all; that is a heap"
        yield Finding("procedurelog", number, sentence)


def _dated(world: World, table: str, key: str, column: str) -> list[tuple[int, str]]:
    day = f"SUBSTR({column}, 1, 10)"
    dated = f"SELECT {key} AS key, {day} AS day FROM {table} WHERE {day} > '0001-01-02' ORDER BY key"
    return [(row["key"], row["day"]) for row in world.query(dated)]


CHECKS = (Check("free days", _free_days, strict=True), Check("Saturdays", _saturdays, strict=True))
