"""The SQL conditions of a list: which rows its parameters ask for.

May not: know a resource, or read a row.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from mock_od import declare as d
from mock_od.call import Call
from mock_od.catalog import Catalog
from mock_od.engine.compiled_method import CompiledMethod

Condition = tuple[str, tuple[Any, ...]]
_MIDNIGHT = " 23:59:59"


def where(catalog: Catalog, compiled: CompiledMethod, call: Call) -> Condition:
    """The WHERE of a list, and its values; empty where all rows are asked for."""
    method = compiled.method
    asks = [own(call, call.sent.get(name)) for name, own in method.wheres.items()]
    for name, word in {**compiled.usual, **call.sent}.items():
        param = compiled.params[name]
        if name not in method.wheres and name not in compiled.spans and (word != 0 or not param.zero_is_none):
            asks.append(compare(catalog, param, word))
    if method.days:
        asks += _days(method.days, call)
    conditions: list[str] = []
    asked: list[Any] = []
    for condition, given in asks:
        if condition:
            conditions.append(condition)
            asked += given
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), tuple(asked)


def compare(catalog: Catalog, param: d.Param, word: Any) -> Condition:
    """The condition that a row's column is what one parameter asks for."""
    column = param.field.expression(catalog.tables) if isinstance(param.field, d.Lookup) else param.field.in_row
    if param.compare == "day":
        return _span(column, word, word)
    return param.field.condition(column, param.compare, word)


def _span(column: str, first: str, last: str) -> Condition:
    """From the beginning of one day to the end of another; of a date as of a moment."""
    return f"{column} >= ? AND {column} <= ?", (first, last + _MIDNIGHT)


def _days(days: d.Days, call: Call) -> list[Condition]:
    column, (day, first, last) = f't."{days.column.column}"', (call.sent.get(param.name) for param in days.params)
    if day is None and first is None and last is None and days.default != "all":
        first, last = _usual_span(days, call)
    asks = [_span(column, day, day)] if day is not None else []
    if first is not None:
        asks.append((f"{column} >= ?", (first,)))
    if last is not None:
        asks.append((f"{column} < ?", (last,)) if days.last == "before" else (f"{column} <= ?", (last + _MIDNIGHT,)))
    return asks


def _usual_span(days: d.Days, call: Call) -> tuple[str, str]:
    """The first and the last day where none is asked for."""
    number = days.default if isinstance(days.default, int) else 0
    today = date.fromisoformat(call.today)
    tomorrow = days.last == "before" and days.default == "today"
    first, last = _days_later(today, min(number, 0)), _days_later(today, max(number, int(tomorrow)))
    return first.isoformat(), last.isoformat()


def _days_later(day: date, days: int) -> date:
    """A day some days later or earlier; the calendar's last or first one where there is none."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
