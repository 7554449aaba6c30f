"""Days and times as the desktop program shows them to people in the United States.

The worked examples are in tests/dentistry/test_short_dates.py. Days are ``yyyy-MM-dd`` and moments
``yyyy-MM-dd HH:mm:ss``, as rows have them; a day before 1880 is none.
Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

_EARLIEST = "1880"
_NOON = 12


def is_day(text: str) -> bool:
    """Whether a day, or a moment, is one at all."""
    return text[:4] >= _EARLIEST


def short_day(text: str) -> str:
    """The day of a moment as ``2/8/2022``; empty for none."""
    return _day(text) if is_day(text) else ""


def padded_day(text: str) -> str:
    """The day of a moment as ``02/08/2022``; empty for none."""
    return f"{text[5:7]}/{text[8:10]}/{text[:4]}" if is_day(text) else ""


def short_time(text: str) -> str:
    """The time of a moment as ``3:18 PM``; midnight where it has none."""
    hour, minute = _hour(text)
    return f"{_of_twelve(hour)}:{minute} {'PM' if hour >= _NOON else 'AM'}"


def chart_time(text: str) -> str:
    """The time of a moment as the chart has it, ``3:18p``; empty at midnight.

    A midnight with seconds is none: it is ``12:00a``.
    """
    if text[11:] in ("", "00:00:00"):
        return ""
    hour, minute = _hour(text)
    return f"{_of_twelve(hour)}:{minute}{'p' if hour >= _NOON else 'a'}"


def full_moment(text: str) -> str:
    """A moment as ``2/8/2022 3:18:00 PM``; what is no day shows as it is, ``1/1/0001 12:00:00 AM``."""
    hour, minute = _hour(text)
    return f"{_day(text)} {_of_twelve(hour)}:{minute}:{text[17:19] or '00'} {'PM' if hour >= _NOON else 'AM'}"


def week_day(text: str) -> str:
    """The day of the week, ``Tue``."""
    return ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[date.fromisoformat(text[:10]).weekday()]


def hours(span: timedelta) -> str:
    """A span of time as ``0:30``: hours and minutes, what is less cut off."""
    minutes = abs(span) // timedelta(minutes=1)
    return f"{'-' if span < timedelta() and minutes else ''}{minutes // 60}:{minutes % 60:02}"


def between(start: str, end: str) -> str:
    """The time from one moment to another, as :func:`hours` has it."""
    return hours(datetime.fromisoformat(end) - datetime.fromisoformat(start))


def age(born: str, by: str) -> str:
    """How old somebody born on a day is on another one, in whole years: ``42``.

    Empty where either is no day, or the other is before the birth.
    """
    if not is_day(born) or by[:10] < born[:10]:
        return ""
    months = 12 * (int(by[:4]) - int(born[:4])) + int(by[5:7]) - int(born[5:7]) - (by[8:10] < born[8:10])
    return str(months // 12)


def _day(text: str) -> str:
    return f"{int(text[5:7])}/{int(text[8:10])}/{int(text[:4]):04}"


def _hour(text: str) -> tuple[int, str]:
    return int(text[11:13] or 0), text[14:16] or "00"


def _of_twelve(hour: int) -> int:
    return hour % _NOON or _NOON
