"""The answer of a query as JSON and as a file.

May not: import anything of mock_od but its own package. Knows no parser.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from csv import writer
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mock_od.sql.run import Result

NO_RESULTS = b"OK"
_DAY_LENGTH = 10


def _moment(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return f"{value}T00:00:00" if len(value) == _DAY_LENGTH else value.replace(" ", "T", 1)


def _fraction(value: Any) -> Any:
    return float(value) if isinstance(value, int) else value


def _exact(value: Any) -> Any:
    """A DECIMAL, which is computed as a double here: without what is wrong in its last places."""
    return float(f"{value:.15g}") if isinstance(value, float) else value


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


_SHOWN: Mapping[str, Callable[[Any], Any]] = {
    "date": _moment,
    "moment": _moment,
    "decimal": lambda value: _fraction(_exact(value)),
    "double": _fraction,
    "whole": _whole,
}


def objects(result: Result) -> list[dict[str, Any]]:
    """Rows as .NET writes a data table: numbers raw, ``2021-05-01T00:00:00`` for days and moments, null for NULL."""
    turns = [(name, _SHOWN.get(kind, _plain)) for name, kind in zip(result.names, result.kinds, strict=True)]
    return [{name: _json(turn(value)) for (name, turn), value in zip(turns, row, strict=True)} for row in result.rows]


def _plain(value: Any) -> Any:
    return value


def _json(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def csv(result: Result) -> bytes:
    """Rows as a file: the names of the columns, then a line for each; "OK" where there are none."""
    if not result.rows:
        return NO_RESULTS
    file = StringIO(newline="")
    lines = writer(file)
    lines.writerow(result.names)
    turns = [_exact if kind == "decimal" else _plain for kind in result.kinds]
    for row in result.rows:
        lines.writerow(["" if cell is None else _json(turn(cell)) for turn, cell in zip(turns, row, strict=True)])
    return file.getvalue().encode()
