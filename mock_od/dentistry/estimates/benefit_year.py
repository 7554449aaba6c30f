"""The years in which a plan's deductible and maximum are used up, and steps of months.

Model: the desktop program's data layer, 24.3.45. Days are ``yyyy-MM-dd``.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

FIRST_DAY = "1880-01-01"
"""What is before it is no day."""
_MONTHS = 12


def renewed(as_of: str, month: int, today: str) -> str:
    """The first day of the benefit year that a day is in.

    >>> renewed("2024-03-15", 0, "2024-05-01"), renewed("2024-03-15", 4, "2024-05-01")
    ('2024-01-01', '2023-04-01')

    :param month: MonthRenew of the plan; 0 for the calendar year.
    :param today: the day that is taken for what is no day.
    """
    day = as_of if as_of >= FIRST_DAY else today
    year = int(day[:4])
    if not 1 < month <= _MONTHS:
        return f"{year:04d}-01-01"
    return f"{year if month <= int(day[5:7]) else year - 1:04d}-{month:02d}-01"


def year_of(as_of: str, month: int, today: str) -> tuple[str, str]:
    """The first and the last day of the benefit year that a day is in."""
    first = date.fromisoformat(renewed(as_of, month, today))
    if first.year == date.max.year:
        return first.isoformat(), date.max.isoformat()
    return first.isoformat(), (first.replace(year=first.year + 1) - timedelta(days=1)).isoformat()


def months_later(day: date, months: int) -> date:
    """The same day so many months later, the month's last one where it has no such day; the last days there are."""
    at = day.year * _MONTHS + day.month - 1 + months
    year, month = at // _MONTHS, at % _MONTHS + 1
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_before(day: date, months: int) -> date:
    """The first day from which so many months lead to a day or beyond it."""
    first = months_later(day, -months)
    while months_later(first, months) < day:
        first += timedelta(days=1)
    return first
