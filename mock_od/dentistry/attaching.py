"""Procedures come to an appointment, and go from it.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterable

from mock_od.call import Call, Records, Row
from mock_od.dentistry import estimates
from mock_od.dentistry.describing import describe_anew

_NO_DATE = "0001-01-01"


def column_of(appointment: Row) -> str:
    """The column by which a procedure names an appointment: another one where that is Planned."""
    return "PlannedAptNum" if appointment["AptStatus"] == "Planned" else "AptNum"


def attach(call: Call, number: int, procedures: Iterable[int]) -> None:
    """Attach procedures to an appointment: each has its day then, if it has one; it has a new ProcDescript.

    A procedure of another appointment leaves that one, which has a new ProcDescript as well. What insurances will do
    for the procedures is worked out anew.

    :param number: AptNum.
    :param procedures: ProcNums; of the appointment's patient, as the caller has seen to.
    :raises LookupError: when a row is not there.
    """
    records = call.records
    appointment = records.get("appointment", number)
    day = appointment["AptDateTime"][: len(_NO_DATE)]
    values = {column_of(appointment): number, **({} if day == _NO_DATE else {"ProcDate": day})}
    left = []
    for key in procedures:
        left.append(records.get("procedurelog", key)[column_of(appointment)])
        records.update("procedurelog", key, values)
        estimates.recompute(call, key)
    for other in dict.fromkeys([*left, number]):
        describe_anew(records, other)


def detach(records: Records, procedures: Iterable[Row], appointment: Row) -> None:
    """Take procedures from an appointment, which has a new ProcDescript then.

    :param procedures: the procedurelog rows.
    :param appointment: the appointment row.
    """
    for row in procedures:
        records.update("procedurelog", row["ProcNum"], {column_of(appointment): 0})
    describe_anew(records, appointment["AptNum"])
