"""The progress notes of a chart: all that was done, said and written for a patient, in one order.

A module for each kind of rows. Each asks one question of the office, and none where the office has no such table yet.
Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mock_od.call import Records, Row
from mock_od.dentistry.chart_notes import (
    appointments,
    commlogs,
    emails,
    lab_cases,
    prescriptions,
    procedures,
    sheets,
    tasks,
)
from mock_od.dentistry.chart_notes.note import Entry, Note

_SOURCES: dict[str, Callable[[Records, Row], Iterator[Entry]]] = {
    "appointment": appointments.entries,
    "procedurelog": procedures.entries,
    "commlog": commlogs.entries,
    "task": tasks.entries,
    "emailmessage": emails.entries,
    "labcase": lab_cases.entries,
    "rxpat": prescriptions.entries,
    "sheet": sheets.entries,
}
"""What stands in a chart, by its table, in the order within a day; commlogs and tasks stand among each other."""


def chart_notes(records: Records, patient: Row) -> list[Note]:
    """The progress notes of a patient, the oldest day first.

    A laboratory's fee stands right below the procedure that it is for, and nowhere without it.

    :param patient: the patient row.
    """
    there = records.tables
    found = [one for table, entries in _SOURCES.items() if table in there for one in entries(records, patient)]
    notes = [one.note for one in sorted((one for one in found if not one.below), key=lambda one: (one.day, one.turn))]
    for fee in (one for one in found if one.below):
        at = next((at for at, note in enumerate(notes) if _is_procedure(note, fee.below)), None)
        if at is not None:
            notes.insert(at + 1, fee.note)
    return notes


def _is_procedure(note: Note, key: str) -> bool:
    return note.ObjectType == "Procedure" and note.PrimaryKey == key
