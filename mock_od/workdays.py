"""The days on which a practice is open: Monday to Friday without holidays, and one Saturday morning a month.

May not: import anything of mock_od.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_DAY = timedelta(days=1)
_WEEK = 7
_WORKING_WEEK = 5


def is_holiday(day: date) -> bool:
    """Whether it is New Year's Day, Memorial Day, the 4th of July, Labor Day, Thanksgiving or Christmas, as observed.

    Of a holiday on a Saturday the Friday before is free as well, of one on a Sunday the Monday after.
    """
    return day in _holidays(day.year)


def is_short(day: date) -> bool:
    """Whether it is a day on which the practice is open in the morning only: the first Saturday of a month."""
    return day.weekday() == _SATURDAY and day.day <= _WEEK


def is_open(day: date) -> bool:
    """Whether the practice sees patients on a day."""
    return (day.weekday() < _SATURDAY or is_short(day)) and not is_holiday(day)


def workday(day: date, since: date = date.min) -> date:
    """The day itself where the practice is open; else a day shortly before, of the closed days each to another.

    :param since: a day on which the practice is open, and which the answer does not lie before.
    """
    if is_open(day):
        return day
    back = day
    if day.weekday() >= _SATURDAY:
        # From one weekend to the next, Friday, Thursday and so on take their turns, so that none has a heap.
        back -= (day.weekday() - _SATURDAY + 1 + day.toordinal() // _WEEK % _WORKING_WEEK) * _DAY
    if back < since:
        back = day
    while not is_open(back):
        back -= _DAY
    return back


@lru_cache
def _holidays(year: int) -> frozenset[date]:
    """The holidays of a year, and the days on which they are observed; those of the next one may begin in it."""
    feasts = [*_feasts(year), *_feasts(year + 1)]
    return frozenset([*feasts, *map(_observed, feasts)])


def _feasts(year: int) -> tuple[date, ...]:
    if year > date.max.year:
        return ()
    memorial = date(year, 5, 31)
    memorial -= (memorial.weekday() - _MONDAY) * _DAY
    labor = date(year, 9, 1)
    labor += (_MONDAY - labor.weekday()) % _WEEK * _DAY
    thanksgiving = date(year, 11, 22)
    thanksgiving += (_THURSDAY - thanksgiving.weekday()) % _WEEK * _DAY
    return date(year, 1, 1), memorial, date(year, 7, 4), labor, thanksgiving, date(year, 12, 25)


def _observed(feast: date) -> date:
    moved = {_SATURDAY: -_DAY, _SUNDAY: _DAY}.get(feast.weekday(), timedelta())
    return feast if feast == date.min else feast + moved
