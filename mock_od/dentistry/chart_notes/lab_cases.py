"""What laboratories make for a patient, in a chart."""

from __future__ import annotations

from collections.abc import Iterator

from mock_od.call import Records, Row
from mock_od.dentistry.chart_notes.note import Entry, entry
from mock_od.dentistry.short_dates import is_day, short_day, short_time, week_day

_TURN = 4

_SQL = """SELECT c."LabCaseNum", c."DateTimeCreated", c."DateTimeDue", c."DateTimeSent", c."DateTimeRecd",
 c."DateTimeChecked", c."Instructions", l."Description", l."Phone" FROM "labcase" c
 JOIN "laboratory" l ON l."LaboratoryNum" = c."LaboratoryNum" WHERE c."PatNum" = ? ORDER BY c."LabCaseNum" """


def entries(records: Records, patient: Row) -> Iterator[Entry]:
    """A patient's lab cases, each with how far it has come. One whose laboratory is gone is left out."""
    for key, moment, due, sent, received, checked, instructions, name, phone in records.query(_SQL, patient["PatNum"]):
        lines = [f"LabCase - {name} {phone}"]
        if is_day(due):
            lines.append(f"Due {week_day(due)} {short_day(due)} {short_time(due)}")
        steps = (("Quality Checked", checked), ("Received", received), ("Sent", sent))
        lines += [step for step, done in steps if is_day(done)][:1]
        yield entry("LabCase", key, moment, _TURN, Description="\r\n".join(lines), note=instructions)
