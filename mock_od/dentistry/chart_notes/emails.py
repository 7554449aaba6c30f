"""E-mails of a patient in a chart; not the receipts that programs send each other."""

from __future__ import annotations

from collections.abc import Iterator

from mock_od.call import Records, Row
from mock_od.dentistry.chart_notes.note import Entry, entry

_TURN = 3
_UNSENT = 0
_RECEIPTS = (12, 13)
"""Of EmailSentOrReceived: AckDirectProcessed, AckDirectNotSent."""

_SQL = """SELECT m."EmailMessageNum", m."MsgDateTime", m."SentOrReceived", m."Subject", m."BodyText",
 COALESCE(u."UserName", '') FROM "emailmessage" m LEFT JOIN "userod" u ON u."UserNum" = m."UserNum"
 WHERE m."PatNum" = ? AND m."SentOrReceived" NOT IN (?, ?) ORDER BY m."EmailMessageNum" """


def entries(records: Records, patient: Row) -> Iterator[Entry]:
    """A patient's e-mails."""
    for key, moment, state, subject, body, user in records.query(_SQL, patient["PatNum"], *_RECEIPTS):
        unsent = "(unsent) " if state == _UNSENT else ""
        yield entry("Email", key, moment, _TURN, Description=f"Email - {unsent}{subject}", note=body, User=user)
