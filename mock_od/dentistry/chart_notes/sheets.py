"""Sheets of a patient in a chart: letters, forms, consents.

Those of a prescription and of a lab case are left out: they show where these are opened.
"""

from __future__ import annotations

from collections.abc import Iterator

from mock_od.call import Records, Row
from mock_od.dentistry.chart_notes.note import Entry, entry

_TURN = 6
_RX, _LAB_SLIP = 5, 12
_SIGNATURE_BOX = 9

_SQL = """SELECT "SheetNum", "DateTimeSheet", "Description" FROM "sheet"
 WHERE "PatNum" = ? AND "SheetType" NOT IN (?, ?) AND "IsDeleted" = 0 ORDER BY "SheetNum" """
_SIGNED = """SELECT f."SheetNum", AVG(f."FieldValue" <> '') FROM "sheet" s JOIN "sheetfield" f
 ON f."SheetNum" = s."SheetNum" WHERE s."PatNum" = ? AND f."FieldType" = ? GROUP BY f."SheetNum" """


def entries(records: Records, patient: Row) -> Iterator[Entry]:
    """A patient's sheets; Signed where all their signature boxes are filled, Partial where some are."""
    number = patient["PatNum"]
    filled = dict(records.query(_SIGNED, number, _SIGNATURE_BOX)) if "sheetfield" in records.tables else {}
    for key, moment, description in records.query(_SQL, number, _RX, _LAB_SLIP):
        share = filled.get(key, 0)
        signed = "Signed" if share == 1 else "Partial" if share else ""
        yield entry("Sheet", key, moment, _TURN, Description=description, Signed=signed)
