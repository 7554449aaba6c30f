"""Commlogs that the office's own doings leave: what they are about, and the reminders among them.

Source: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections import defaultdict

from mock_od.call import Call, Row

_TYPES = 27
"""The category of the definitions of what commlogs are about."""
_OFTEN = {0: "Recall reminder.", 1: "Second Recall reminder.", 2: "Third Recall reminder."}


def commlog_type(call: Call, kind: str) -> int:
    """DefNum of what commlogs of a kind are about; 0 where there are no such definitions.

    :param kind: the ItemValue of the definition: APPT, FIN, RECALL, MISC, TEXT or REACT. Hidden ones count; where none
        has it, it is the first of the category.
    """
    kinds = call.records.rows("definition", Category=_TYPES)
    kinds.sort(key=lambda row: (row["ItemValue"] != kind, row["ItemOrder"]))
    return int(kinds[0]["DefNum"]) if kinds else 0


def reminders(call: Call, patient: int = 0) -> dict[int, list[str]]:
    """PatNum -> the days on which the patient was reminded of a recall, the first one first.

    :param patient: the PatNum that is asked for; 0 for all.
    """
    days: dict[int, list[str]] = defaultdict(list)
    of_one = ('AND "PatNum" = ?', [patient]) if patient else ("", [])
    found = call.records.query(
        f"""SELECT DISTINCT "PatNum", SUBSTR("CommDateTime", 1, 10) AS day FROM "commlog"
        WHERE "CommType" = ? {of_one[0]} ORDER BY day""",
        commlog_type(call, "RECALL"),
        *of_one[1],
    )
    for number, day in found:
        days[number].append(day)
    return days


def log_reminder(call: Call, recall: Row, status: str, mode: str, note: str = "") -> bool:
    """Leave a commlog that a patient was reminded of a recall.

    A second one of the same day and mode is not made.

    :param recall: its row.
    :param status: the name of its status; empty for none.
    :param mode: by which means, a name of commlog.Mode_.
    :param note: in place of the usual note.
    :returns: whether one was made.
    """
    patient, kind = recall["PatNum"], commlog_type(call, "RECALL")
    there = call.records.rows("commlog", PatNum=patient, CommType=kind, Mode_=mode)
    if any(row["CommDateTime"].startswith(call.today) for row in there):
        return False
    count = sum(day > recall["DatePrevious"] for day in reminders(call, patient)[patient])
    usual = f"{_OFTEN.get(count, f'Recall reminder: {count + 1}')}  {status or 'Status None'}"
    row = {"PatNum": patient, "CommDateTime": call.moment, "CommType": kind, "Note": note or usual}
    call.records.insert("commlog", {**row, "Mode_": mode, "SentOrReceived": "Sent"})
    return True
