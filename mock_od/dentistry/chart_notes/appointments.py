"""Appointments in a chart: of every status, planned ones and notes in the book too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mock_od.call import Records, Row
from mock_od.dentistry.chart_notes.note import Entry, entry
from mock_od.dentistry.patterns import minutes
from mock_od.dentistry.short_dates import hours, short_time

_TURN = 0
_BROKEN, _UNSCHEDULED, _PLANNED, _NOTE, _NOTE_DONE = 5, 3, 6, 7, 8
_CALLED = {
    _BROKEN: "BROKEN Appointment - {time}\r\n{procedures}",
    _UNSCHEDULED: "UNSCHEDULED Appointment - {time}\r\n{procedures}",
    _PLANNED: "PLANNED Appointment\r\n{procedures}",
    _NOTE: "*** Patient NOTE  *** - {time}",
    _NOTE_DONE: "** Complete Patient NOTE ** - {time}",
}
_USUAL = "Appointment - {time}\r\n{procedures}"

_SQL = """SELECT "AptNum", "AptDateTime", "AptStatus", "Pattern", "Note", "ProcDescript", "ClinicNum"
 FROM "appointment" WHERE "PatNum" = ? ORDER BY "AptNum" """


def entries(records: Records, patient: Row) -> Iterator[Entry]:
    """A patient's appointments."""
    for key, moment, status, pattern, note, procedures, clinic in records.query(_SQL, patient["PatNum"]):
        yield entry(
            "Appointment",
            key,
            moment,
            _TURN,
            Description=_CALLED.get(status, _USUAL).format(time=short_time(moment), procedures=procedures),
            note=note,
            Length=hours(timedelta(minutes=minutes(pattern))) if pattern else "",
            ClinicNum=str(clinic),
        )
