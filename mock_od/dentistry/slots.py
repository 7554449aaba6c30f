"""When a provider is free: whole open times between the appointments of the schedule.

Model: the function that the API calls, in the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.overlaps import span_of
from mock_od.dentistry.patterns import MINUTES

_CELLS = 24 * 60 // MINUTES
_OPENS_NOTHING = ("UnschedList", "Planned")


class Slot(NamedTuple):
    """A time at which an appointment could be.

    :param start: its first moment, in the office's time.
    :param end: the moment after it.
    :param provider: ProvNum.
    :param operatory: OperatoryNum; 0 where none was found.
    """

    start: datetime
    end: datetime
    provider: int
    operatory: int

    def shown(self) -> dict[str, str | int]:
        """As the API answers it."""
        return {
            "DateTimeStart": self.start.isoformat(" "),
            "DateTimeEnd": self.end.isoformat(" "),
            "ProvNum": self.provider,
            "OpNum": self.operatory,
        }


def open_slots(call: Call, provider: int, first: date, last: date, *, operatory: int = 0, least: int = 0) -> list[Slot]:
    """The times at which a provider works and has no appointment, in whatever operatory.

    Complete and Broken appointments close the time as well; UnschedList and Planned ones do not. Blockouts, holidays
    and what employees do are not looked at. A time that ends at midnight is not found, nor one of five minutes at the
    beginning of a day.

    :param provider: ProvNum.
    :param first: the first day.
    :param last: the last day, which is included.
    :param operatory: OperatoryNum where only schedules there count; 0 for all.
    :param least: how many minutes a slot has at least.
    """
    schedules = _schedules(call, provider, (first.isoformat(), last.isoformat()), operatory)
    if operatory and not schedules:
        return []
    busy = _appointments(call, provider)
    usual = operatory or _usual_operatory(call, provider)
    found: list[Slot] = []
    for written in sorted({row["SchedDate"] for row in schedules}):
        day = date.fromisoformat(written)
        of_day = [row for row in schedules if row["SchedDate"] == written]
        free = [False] * _CELLS
        for row in of_day:
            _mark(free, _cell(row["StartTime"]), _cell(row["StopTime"]), value=True)
        for start, end in busy.get(day, ()):
            _mark(free, start, end, value=False)
        usual = usual or next((room for row in of_day for room in row["rooms"]), 0)  # kept for all later days
        begin = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # an office's time has no zone
        for from_cell, to_cell in _runs(free):
            if (to_cell - from_cell) * MINUTES >= least:
                opens, closes = (begin + timedelta(minutes=MINUTES * cell) for cell in (from_cell, to_cell))
                found.append(Slot(opens, closes, provider, usual))
    return found


def _schedules(call: Call, provider: int, days: tuple[str, str], operatory: int) -> list[Row]:
    """The provider's schedules with their operatories as ``rooms``; those in the operatory, where one is asked for."""
    rows = call.records.rows("schedule", ProvNum=provider, SchedType="Provider")
    rows = [row for row in rows if days[0] <= row["SchedDate"] <= days[1]]
    for row in rows:
        rooms = call.records.rows("scheduleop", ScheduleNum=row["ScheduleNum"])
        row["rooms"] = [room["OperatoryNum"] for room in rooms]
    return [row for row in rows if not operatory or operatory in row["rooms"]]


def _appointments(call: Call, provider: int) -> dict[date, list[tuple[int, int]]]:
    """The cells that the provider's appointments close, by day."""
    closed: dict[date, list[tuple[int, int]]] = {}
    rows = {
        row["AptNum"]: row
        for column in ("ProvNum", "ProvHyg")
        for row in call.records.rows("appointment", **{column: provider})
    }
    for row in rows.values():
        if row["AptStatus"] not in _OPENS_NOTHING:
            span = span_of(row)
            start = _cell(span.start[11:])
            day = date.fromisoformat(span.start[:10])
            closed.setdefault(day, []).append((start, start + len(row["Pattern"])))
    return closed


def _usual_operatory(call: Call, provider: int) -> int:
    """The first operatory, hidden or not, whose dentist or hygienist the provider is; 0 without one."""
    rows = call.records.query(
        'SELECT "OperatoryNum" FROM "operatory" WHERE "ProvDentist" = ? OR "ProvHygienist" = ?'
        ' ORDER BY "ItemOrder", "OperatoryNum" LIMIT 1',
        provider,
        provider,
    )
    return int(rows[0][0]) if rows else 0


def _cell(clock: str) -> int:
    """The five minutes of a day that a time, HH:mm:ss, is in."""
    return (int(clock[:2]) * 60 + int(clock[3:5])) // MINUTES


def _mark(cells: list[bool], start: int, end: int, *, value: bool) -> None:
    end = min(end, _CELLS)
    cells[start:end] = [value] * max(0, end - start)


def _runs(free: list[bool]) -> Iterator[tuple[int, int]]:
    """The runs of free cells: the first one, and the one after the last."""
    at = 0
    for is_free, cells in groupby(free):
        start, at = at, at + len([*cells])
        first_cell_alone = (start, at) == (0, 1)
        if is_free and at < _CELLS and not first_cell_alone:
            yield start, at
