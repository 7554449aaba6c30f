"""Days, moments and spans as MySQL has them: read from texts and numbers, moved, written by its own formats.

May not: import anything of mock_od.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

_MOMENT = re.compile(
    r"\s*(\d{4}|\d{2})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T\s]\s*(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6})\d*)?)?)?)?\s*"
)
_DIGITS = re.compile(r"\s*(\d{6}|\d{8}|\d{12}|\d{14})\s*")
_CLOCK = re.compile(r"\s*(-?)(\d{1,3}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6})\d*)?)?\s*")
_NUMBERS = re.compile(r"\d+")
_LAST_SHORT_YEAR = 69
_SHORT = 2
_LATE = 4
"""Where a year begins on this day of a week or later, counted from 0, most of that week is of the last year."""
_TEENS = (11, 12, 13)
_NOON = 12
_WITH_SECONDS = 12


@lru_cache(maxsize=4096)
def moment(given: Any) -> datetime | None:
    """The moment that a text or a number says; None where it says none, as MySQL's NULL."""
    if given is None or isinstance(given, bytes):
        return None
    text = str(given)
    found = _MOMENT.fullmatch(text)
    if found:
        year, month, day, hour, minute, second, part = found.groups(default="0")
        parts = [_year(year), int(month), int(day), int(hour), int(minute), int(second), int(part.ljust(6, "0"))]
    else:
        digits = _DIGITS.fullmatch(text)
        if not digits:
            return None
        written = digits[1]
        long = 4 if len(written) in (8, 14) else 2
        pairs = [written[at : at + 2] for at in range(long, len(written), 2)]
        parts = [_year(written[:long]), *map(int, pairs)]
    with suppress(ValueError):
        return datetime(*parts)  # type: ignore[arg-type]  # three to six numbers  # noqa: DTZ001  # an office's time has no zone
    return None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > _SHORT else year + (2000 if year <= _LAST_SHORT_YEAR else 1900)


def day_text(when: datetime) -> str:
    """The day of a moment as a column has it."""
    return f"{when.year:04}-{when.month:02}-{when.day:02}"


def moment_text(when: datetime) -> str:
    """A moment as a column has it."""
    return f"{day_text(when)} {clock_text(when)}"


def clock_text(when: datetime) -> str:
    """The time of day as a column has it."""
    part = f".{when.microsecond:06}" if when.microsecond else ""
    return f"{when.hour:02}:{when.minute:02}:{when.second:02}{part}"


def span_of(given: Any) -> timedelta | None:
    """The span that a text such as ``-12:30:00`` says; of a moment its time of day; None for anything else."""
    if given is None or isinstance(given, bytes):
        return None
    found = _CLOCK.fullmatch(str(given))
    if found:
        sign, hours, minutes, seconds, part = found.groups(default="0")
        span = timedelta(
            hours=int(hours), minutes=int(minutes), seconds=int(seconds), microseconds=int(part.ljust(6, "0"))
        )
        return -span if sign == "-" else span
    when = moment(given)
    return when - datetime.combine(when, datetime.min.time()) if when else None


def span_text(span: timedelta) -> str:
    """A span as MySQL's TIME has it."""
    sign = "-" if span < timedelta(0) else ""
    seconds = int(abs(span).total_seconds())
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


# --- moving -------------------------------------------------------------------------------------------

_SECONDS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86400, "WEEK": 604800}
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
_COMPOUND = {
    "YEAR_MONTH": ("YEAR", "MONTH"),
    "DAY_HOUR": ("DAY", "HOUR"),
    "DAY_MINUTE": ("DAY", "HOUR", "MINUTE"),
    "DAY_SECOND": ("DAY", "HOUR", "MINUTE", "SECOND"),
    "HOUR_MINUTE": ("HOUR", "MINUTE"),
    "HOUR_SECOND": ("HOUR", "MINUTE", "SECOND"),
    "MINUTE_SECOND": ("MINUTE", "SECOND"),
}
UNITS = {*_SECONDS, *_MONTHS, *_COMPOUND, "MICROSECOND"}
"""The units of an INTERVAL."""
WHOLE_DAYS = {"DAY", "WEEK", "YEAR_MONTH", *_MONTHS}
"""Those that leave a day a day."""


def moved(when: datetime, amount: Any, unit: str, sign: int = 1) -> datetime | None:
    """A moment so many units later; None where the calendar ends."""
    if unit in _COMPOUND:
        numbers = [int(one) for one in _NUMBERS.findall(str(amount))]
        back = -1 if str(amount).lstrip().startswith("-") else 1
        pairs = list(zip(reversed(_COMPOUND[unit]), reversed(numbers), strict=False))
    else:
        pairs, back = [(unit, amount)], 1
    found: datetime | None = when
    for one, number in pairs:
        if found is not None:
            found = _moved_by(found, number, one, sign * back)
    return found


def _moved_by(when: datetime, amount: Any, unit: str, sign: int) -> datetime | None:
    try:
        if unit in _MONTHS:
            months = when.year * 12 + when.month - 1 + sign * round(float(amount)) * _MONTHS[unit]
            year, month = divmod(months, 12)
            day = min(when.day, calendar.monthrange(year, month + 1)[1])
            return when.replace(year=year, month=month + 1, day=day)
        if unit == "MICROSECOND":
            return when + timedelta(microseconds=sign * round(float(amount)))
        number = float(amount) if unit == "SECOND" else round(float(amount))
        return when + sign * timedelta(seconds=number * _SECONDS[unit])
    except (OverflowError, ValueError, calendar.IllegalMonthError):
        return None


def difference(unit: str, first: datetime, last: datetime) -> int | None:
    """TIMESTAMPDIFF: how many whole units there are from one moment to another."""
    if unit in _MONTHS:
        if last < first:
            back = difference(unit, last, first)
            return None if back is None else -back
        months = (last.year - first.year) * 12 + last.month - first.month
        rest = (first.day, first.time()), (last.day, last.time())
        months -= rest[1] < rest[0]
        return int(months // _MONTHS[unit])
    micros = (last - first) // timedelta(microseconds=1)
    if unit == "MICROSECOND":
        return micros
    if unit not in _SECONDS:
        return None
    return int(micros / abs(micros or 1)) * (abs(micros) // (_SECONDS[unit] * 1_000_000))


# --- parts --------------------------------------------------------------------------------------------


def week(when: datetime, mode: int) -> tuple[int, int]:
    """The year and the number of a week, as MySQL's eight modes count it."""
    monday_first, with_year, first_weekday = bool(mode & 1), bool(mode & 2), bool(mode & 4) ^ (not mode & 1)
    day_of_year = when.timetuple().tm_yday
    weekday = (datetime(when.year, 1, 1).weekday() + (not monday_first)) % 7  # noqa: DTZ001  # likewise
    year = when.year
    if when.month == 1 and when.day <= 7 - weekday:
        if not with_year and ((first_weekday and weekday) or (not first_weekday and weekday >= _LATE)):
            return year, 0
        if (first_weekday and weekday) or (not first_weekday and weekday >= _LATE):
            year -= 1
            days = 366 if calendar.isleap(max(year, 1)) else 365
            weekday = (weekday + 53 * 7 - days) % 7
            day_of_year += days
    late = (first_weekday and weekday) or (not first_weekday and weekday >= _LATE)
    days = day_of_year - 1 - ((7 - weekday) if late else -weekday)
    if with_year and days >= 52 * 7:
        length = 366 if calendar.isleap(year) else 365
        weekday = (weekday + length) % 7
        if (not first_weekday and weekday < _LATE) or (first_weekday and not weekday):
            return year + 1, 1
    return year, days // 7 + 1


PARTS: Mapping[str, Callable[[datetime], int]] = {
    "YEAR": lambda when: when.year,
    "QUARTER": lambda when: (when.month + 2) // 3,
    "MONTH": lambda when: when.month,
    "WEEK": lambda when: week(when, 0)[1],
    "DAY": lambda when: when.day,
    "HOUR": lambda when: when.hour,
    "MINUTE": lambda when: when.minute,
    "SECOND": lambda when: when.second,
    "MICROSECOND": lambda when: when.microsecond,
    "YEAR_MONTH": lambda when: when.year * 100 + when.month,
    "DAY_HOUR": lambda when: when.day * 100 + when.hour,
    "DAY_MINUTE": lambda when: when.day * 10_000 + when.hour * 100 + when.minute,
    "HOUR_MINUTE": lambda when: when.hour * 100 + when.minute,
    "HOUR_SECOND": lambda when: when.hour * 10_000 + when.minute * 100 + when.second,
    "MINUTE_SECOND": lambda when: when.minute * 100 + when.second,
}
"""What EXTRACT takes out of a moment."""


def _ordinal(day: int) -> str:
    ending = "th" if day in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _hour12(when: datetime) -> int:
    return (when.hour + 11) % 12 + 1


def _half(when: datetime) -> str:
    return "AM" if when.hour < _NOON else "PM"


_FORMATS: Mapping[str, Callable[[datetime], str]] = {
    "a": lambda when: calendar.day_abbr[when.weekday()],
    "b": lambda when: calendar.month_abbr[when.month],
    "c": lambda when: str(when.month),
    "D": lambda when: _ordinal(when.day),
    "d": lambda when: f"{when.day:02}",
    "e": lambda when: str(when.day),
    "f": lambda when: f"{when.microsecond:06}",
    "H": lambda when: f"{when.hour:02}",
    "h": lambda when: f"{_hour12(when):02}",
    "I": lambda when: f"{_hour12(when):02}",
    "i": lambda when: f"{when.minute:02}",
    "j": lambda when: f"{when.timetuple().tm_yday:03}",
    "k": lambda when: str(when.hour),
    "l": lambda when: str(_hour12(when)),
    "M": lambda when: calendar.month_name[when.month],
    "m": lambda when: f"{when.month:02}",
    "p": _half,
    "r": lambda when: f"{_hour12(when):02}:{when.minute:02}:{when.second:02} {_half(when)}",
    "S": lambda when: f"{when.second:02}",
    "s": lambda when: f"{when.second:02}",
    "T": lambda when: f"{when.hour:02}:{when.minute:02}:{when.second:02}",
    "U": lambda when: f"{week(when, 0)[1]:02}",
    "u": lambda when: f"{week(when, 1)[1]:02}",
    "V": lambda when: f"{week(when, 2)[1]:02}",
    "v": lambda when: f"{week(when, 3)[1]:02}",
    "W": lambda when: calendar.day_name[when.weekday()],
    "w": lambda when: str((when.weekday() + 1) % 7),
    "X": lambda when: f"{week(when, 2)[0]:04}",
    "x": lambda when: f"{week(when, 3)[0]:04}",
    "Y": lambda when: f"{when.year:04}",
    "y": lambda when: f"{when.year % 100:02}",
}
_LONGEST_FORMAT = 1000
_MARK = re.compile(r"%(.)", re.DOTALL)


def formatted(when: datetime, pattern: str) -> str:
    """DATE_FORMAT: a moment as MySQL's format writes it.

    :raises ValueError: for a format that is too long.
    """
    if len(pattern) > _LONGEST_FORMAT:
        raise ValueError("too long")
    return _MARK.sub(lambda found: _FORMATS[found[1]](when) if found[1] in _FORMATS else found[1], pattern)


_READ = {"i": "%M", "s": "%S", "S": "%S", "M": "%B", "c": "%m", "e": "%d", "h": "%I", "k": "%H", "l": "%I", "W": "%A"}
_READ |= {"T": "%H:%M:%S", "r": "%I:%M:%S %p", **{same: f"%{same}" for same in "abdfHIjmpYy"}}


def read_by(text: str, pattern: str) -> datetime | None:
    """STR_TO_DATE: the moment that a text says in MySQL's format; None where it does not."""
    if len(pattern) > _LONGEST_FORMAT:
        return None
    shape = _MARK.sub(lambda found: _READ.get(found[1], "%%" if found[1] == "%" else found[1]), pattern)
    with suppress(ValueError, re.error):
        return datetime.strptime(text.strip(), shape)  # noqa: DTZ007  # an office's time has no zone
    return None


def has_clock(pattern: str) -> bool:
    """Whether a format says more than the day."""
    return any(letter in "fHhIiklprSsT" for letter in _MARK.findall(pattern))
