"""MySQL's functions of days, moments and spans.

May not: import anything of mock_od but its own package.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from mock_od.sql import moments
from mock_od.sql.moments import moment
from mock_od.sql.registry import FUNCTIONS, Function, gives, to_whole
from mock_od.sql.values import text


def _parted(part: Callable[[datetime], Any]) -> Callable[[Any], Any]:
    def take(given: Any) -> Any:
        when = moment(given)
        return part(when) if when else None

    return take


for _name, _part in {
    "YEAR": moments.PARTS["YEAR"],
    "QUARTER": moments.PARTS["QUARTER"],
    "MONTH": moments.PARTS["MONTH"],
    "DAY": moments.PARTS["DAY"],
    "DAYOFMONTH": moments.PARTS["DAY"],
    "DAYOFWEEK": lambda when: (when.weekday() + 1) % 7 + 1,
    "WEEKDAY": lambda when: when.weekday(),
    "DAYOFYEAR": lambda when: when.timetuple().tm_yday,
    "WEEKOFYEAR": lambda when: moments.week(when, 3)[1],
    "TO_DAYS": lambda when: when.toordinal() + 365,
}.items():
    FUNCTIONS[_name] = Function("whole", _parted(_part))
for _name, _part in {
    "DATE": moments.day_text,
    "LAST_DAY": lambda when: moments.day_text(
        (when.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    ),
}.items():
    FUNCTIONS[_name] = Function("date", _parted(_part))
FUNCTIONS["DAYNAME"] = Function("text", _parted(lambda when: moments.formatted(when, "%W")))
FUNCTIONS["MONTHNAME"] = Function("text", _parted(lambda when: moments.formatted(when, "%M")))


def _clocked(pick: Callable[[int], int]) -> Callable[[Any], int | None]:
    def take(given: Any) -> int | None:
        span = moments.span_of(given)
        return None if span is None else pick(int(abs(span).total_seconds()))

    return take


FUNCTIONS["HOUR"] = Function("whole", _clocked(lambda seconds: seconds // 3600))
FUNCTIONS["MINUTE"] = Function("whole", _clocked(lambda seconds: seconds // 60 % 60))
FUNCTIONS["SECOND"] = Function("whole", _clocked(lambda seconds: seconds % 60))


@gives("whole", "TIME_TO_SEC")
def _time_to_sec(given: Any) -> int | None:
    span = moments.span_of(given)
    return None if span is None else int(span.total_seconds())


@gives("time", "SEC_TO_TIME")
def _sec_to_time(seconds: Any) -> str:
    return moments.span_text(timedelta(seconds=to_whole(seconds)))


@gives("time", "TIME")
def _time(given: Any) -> str | None:
    span = moments.span_of(given)
    return None if span is None else moments.span_text(span)


@gives("time", "TIMEDIFF")
def _timediff(first: Any, second: Any) -> str | None:
    one, other = moment(first), moment(second)
    if one and other:
        return moments.span_text(one - other)
    begin, end = moments.span_of(first), moments.span_of(second)
    return None if begin is None or end is None else moments.span_text(begin - end)


def _added(given: Any, span: Any, sign: int) -> str | None:
    extra, when = moments.span_of(span), moment(given)
    if extra is None:
        return None
    if when:
        return moments.moment_text(when + sign * extra)
    begin = moments.span_of(given)
    return None if begin is None else moments.span_text(begin + sign * extra)


@gives("first", "ADDTIME")
def _addtime(given: Any, span: Any) -> str | None:
    return _added(given, span, 1)


@gives("first", "SUBTIME")
def _subtime(given: Any, span: Any) -> str | None:
    return _added(given, span, -1)


@gives("moment", "TIMESTAMP")
def _timestamp(given: Any, span: Any = "00:00:00") -> str | None:
    when, extra = moment(given), moments.span_of(span)
    return moments.moment_text(when + extra) if when and extra is not None else None


@gives("whole", "WEEK")
def _week(given: Any, mode: Any = 0) -> int | None:
    when = moment(given)
    return moments.week(when, to_whole(mode) & 7)[1] if when else None


@gives("whole", "YEARWEEK")
def _yearweek(given: Any, mode: Any = 0) -> int | None:
    when = moment(given)
    if not when:
        return None
    year, count = moments.week(when, (to_whole(mode) & 7) | 2)
    return year * 100 + count


@gives("whole", "DATEDIFF")
def _datediff(last: Any, first: Any) -> int | None:
    one, other = moment(last), moment(first)
    return (one.date() - other.date()).days if one and other else None


@gives("whole", "TIMESTAMPDIFF")
def _timestampdiff(unit: Any, first: Any, last: Any) -> int | None:
    one, other = moment(first), moment(last)
    return moments.difference(_unit(unit), one, other) if one and other else None


@gives("whole", "PERIOD_DIFF")
def _period_diff(first: Any, second: Any) -> int:
    one, other = (to_whole(period) // 100 * 12 + to_whole(period) % 100 for period in (first, second))
    return one - other


@gives("text", "DATE_FORMAT")
def _date_format(given: Any, pattern: Any) -> str | None:
    when = moment(given)
    return moments.formatted(when, text(pattern)) if when else None


@gives("text", "TIME_FORMAT")
def _time_format(given: Any, pattern: Any) -> str | None:
    span = moments.span_of(given)
    return None if span is None else moments.formatted(datetime(1, 1, 1) + span, text(pattern))  # noqa: DTZ001  # an office's time has no zone


@gives("moment", "STR_TO_DATE")
def _str_to_date(given: Any, pattern: Any) -> str | None:
    when = moments.read_by(text(given), text(pattern))
    if not when:
        return None
    return moments.moment_text(when) if moments.has_clock(text(pattern)) else moments.day_text(when)


@gives("date", "FROM_DAYS")
def _from_days(days: Any) -> str:
    return moments.day_text(datetime.fromordinal(to_whole(days) - 365))


@gives("date", "MAKEDATE")
def _makedate(year: Any, day: Any) -> str | None:
    if to_whole(day) < 1:
        return None
    return moments.day_text(datetime(to_whole(year), 1, 1) + timedelta(days=to_whole(day) - 1))  # noqa: DTZ001  # an office's time has no zone


def _unit(unit: Any) -> str:
    return str(unit).upper().removeprefix("SQL_TSI_")
