"""One row of a chart's progress notes, and its turn among the others."""

from __future__ import annotations

from typing import Any, NamedTuple

from mock_od.dentistry.short_dates import chart_time, full_moment, padded_day
from mock_od.fields.texts import one_line


class Note(NamedTuple):
    """What the chart shows of a row. All are texts, and line breaks come out as blanks."""

    ObjectType: str
    PrimaryKey: str
    Date: str
    Time: str
    DateTime: str
    Th: str = ""
    Surf: str = ""
    Dx: str = ""
    Description: str = ""
    note: str = ""
    Stat: str = ""
    Prov: str = ""
    ProvNum: str = ""
    Amount: str = ""
    ProcCode: str = ""
    User: str = ""
    Signed: str = ""
    Length: str = ""
    Abbr: str = ""
    Clinic: str = ""
    ClinicNum: str = "0"


class Entry(NamedTuple):
    """A row with its turn.

    :param day: the day under which it stands, ``yyyy-MM-dd``.
    :param turn: the turn of its kind within a day, and its own within the kind.
    :param below: PrimaryKey of the procedure that it stands right below, for the fee of a laboratory; empty for none.
    """

    day: str
    turn: tuple[Any, ...]
    note: Note
    below: str = ""


def entry(kind: str, key: int, moment: str, turn: int, **shown: str) -> Entry:
    """A row that stands under its moment.

    :param moment: ``yyyy-MM-dd HH:mm:ss``, or a day alone.
    :param turn: the turn of its kind within a day.
    :param shown: what else is shown of it; ``Date`` where that is not the day of its moment as usual.
    """
    when = {"Date": padded_day(moment), "Time": chart_time(moment), "DateTime": full_moment(moment)}
    told = {name: one_line(text) for name, text in shown.items()}
    return Entry(moment[:10], (turn, moment), Note(kind, str(key), **{**when, **told}))
