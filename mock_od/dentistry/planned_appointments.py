"""The planned appointments of a patient, as the chart lists them.

Model: the desktop program's data layer, 24.3.45, by the function that the API calls.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.describing import procedures_of
from mock_od.dentistry.patterns import minutes

_PLANNED = "Planned"


class Planned(NamedTuple):
    """A planned appointment, with what has become of it.

    :param appointment: its row.
    :param turn: its turn among the patient's, from 1.
    :param minutes: how long it takes.
    :param scheduled: the day of the appointment that was made from it, ``yyyy-MM-dd 00:00:00``; empty for none.
    :param status: the status of that appointment; Planned where there is none.
    :param described: its procedures in short, with a word about how far they have come.
    """

    appointment: Row
    turn: int
    minutes: int
    scheduled: str
    status: str
    described: str


def planned_appointments(call: Call, patient: int) -> list[Planned]:
    """A patient's planned appointments in their order, which is numbered anew from 1 where it has gaps.

    :param patient: PatNum.
    """
    rows = call.records.rows("appointment", PatNum=patient, AptStatus=_PLANNED)
    rows.sort(key=lambda row: (row["ItemOrderPlanned"], row["AptNum"]))
    made = _made_from(call, patient)
    return [_planned(call, row, turn, made.get(row["AptNum"])) for turn, row in enumerate(rows, 1)]


def _made_from(call: Call, patient: int) -> dict[int, tuple[str, str]]:
    """AptNum of a planned appointment -> day and status of the one that was made from it.

    Of several it is the one with the lowest status: Scheduled comes before Complete, and that before the others.
    """
    sql = """SELECT "NextAptNum", "AptNum" FROM "appointment" WHERE "PatNum" = ? AND "NextAptNum" <> 0
 ORDER BY "AptStatus" DESC, "AptNum" DESC"""
    last = dict(call.records.query(sql, patient))
    rows = {planned: call.records.get("appointment", number) for planned, number in last.items()}
    return {planned: (row["AptDateTime"][:10], row["AptStatus"]) for planned, row in rows.items()}


def _planned(call: Call, row: Row, turn: int, made: tuple[str, str] | None) -> Planned:
    if row["ItemOrderPlanned"] != turn:
        call.records.update("appointment", row["AptNum"], {"ItemOrderPlanned": turn})
    day, status = made or ("", _PLANNED)
    done = [procedure["ProcStatus"] == "C" for procedure in procedures_of(call.records, row)]
    if status == "Complete" or (done and all(done)):
        prefix = "(Completed) "
    elif day == call.today:
        prefix = "(Today's) "
    else:
        prefix = "(Some Procs Complete) " if any(done) else ""
    scheduled = f"{day} 00:00:00" if day else ""
    return Planned(row, turn, minutes(row["Pattern"]), scheduled, status, prefix + row["ProcDescript"])
