"""When patients are due to come back: recall rows, kept in step with what was done and with what is scheduled.

Source: the desktop program's data layer, 24.3.45, unless something else is said.
May not: import a page.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from mock_od.call import Call, Row
from mock_od.dentistry.preferences import preference, preferred_key

NO_DATE = "0001-01-01"

_PARTS = re.compile(r"([0-9]+)([ymwd])")
_DEFAULT_PATTERNS = {"15": "///XXX///"}
_SIGNS = {"10": 2, "15": 3}
"""How many signs of an appointment, each for five minutes, one sign of a recall type is, by the office's increment."""


def synch(call: Call, patient: int) -> None:
    """Bring all of a patient's recalls up to date, after a procedure was written: dates due and dates scheduled."""
    synch_due(call, patient)
    synch_scheduled(call, patient)


def synch_due(call: Call, patient: int) -> None:
    """Work out from completed procedures when a patient is due, and make the recalls that are missing.

    Of the prophy and the perio type a patient has one: perio where there is a recall of the perio type. A type counts
    from the last completed or existing procedure (C, EC, EO) that triggers it; prophy and perio count from the same
    one. A date that somebody has set stays until the next such procedure, and with that the recall's status and note
    are emptied, unless it is disabled. Without any such procedure nothing changes.

    :param patient: PatNum; nothing is done for a patient whose PatStatus is not Patient.
    """
    row = call.records.find("patient", patient)
    last = _last_dates(call, patient)
    if not row or row["PatStatus"] != "Patient" or not last:
        return
    there: dict[int, Row] = {}
    for recall in call.records.rows("recall", PatNum=patient):
        there.setdefault(recall["RecallTypeNum"], recall)
    prophy, perio = special_types(call)
    of_both = max((last.get(kind, NO_DATE) for kind in (prophy, perio)), default=NO_DATE)
    for kind in _active_types(call):
        number = kind["RecallTypeNum"]
        if number == (prophy if perio in there else perio):
            continue
        special = number in (prophy, perio)
        day = of_both if special else last.get(number, NO_DATE)
        if number in there:
            _bring_up_to_date(call, there[number], day)
        elif special or day != NO_DATE:
            _add(call, patient, kind, day)


def synch_scheduled(call: Call, patient: int) -> None:
    """Set DateScheduled of a patient's recalls, after an appointment was written.

    It is the first day, from today on, of a Scheduled appointment that has a procedure which triggers the recall's
    type.

    :param patient: PatNum; nothing is done for an archived patient.
    """
    row = call.records.find("patient", patient)
    if not row or row["PatStatus"] == "Archived":
        return
    planned = call.records.query(
        """SELECT t."RecallTypeNum", MIN(SUBSTR(a."AptDateTime", 1, 10)) FROM "procedurelog" p
        CROSS JOIN "appointment" a ON a."AptNum" = p."AptNum" CROSS JOIN "recalltrigger" t ON t."CodeNum" = p."CodeNum"
        WHERE p."PatNum" = ? AND a."AptStatus" = 1 AND a."AptDateTime" > ? GROUP BY t."RecallTypeNum" """,
        patient,
        f"{call.today} 00:00:00",
    )
    days = dict(planned)
    for recall in call.records.rows("recall", PatNum=patient):
        day = days.get(recall["RecallTypeNum"], NO_DATE)
        call.records.update("recall", recall["RecallNum"], {"DateScheduled": day})


def due(day: str, interval: str) -> str:
    """The day after an interval such as ``6m1d``: first the years, then the months, then weeks and days.

    A month that is too short ends at its last day. NO_DATE stays NO_DATE.

    :param day: ``yyyy-MM-dd``.
    """
    if day == NO_DATE:
        return NO_DATE
    parts = {unit: int(count) for count, unit in _PARTS.findall(interval)}
    begin = date.fromisoformat(day)
    begin = _months_later(begin, 12 * parts.get("y", 0))
    begin = _months_later(begin, parts.get("m", 0))
    left = (date.max - begin).days
    return (begin + timedelta(days=min(left, 7 * parts.get("w", 0) + parts.get("d", 0)))).isoformat()


def special_types(call: Call) -> tuple[int, int]:
    """RecallTypeNum of the prophy and of the perio type as preferences have them, 0 for none."""
    return preferred_key(call, "RecallTypeSpecialProphy"), preferred_key(call, "RecallTypeSpecialPerio")


def has_triggers(call: Call, kind: int) -> bool:
    """Whether procedures trigger a recall type, so that it is in use.

    :param kind: RecallTypeNum.
    """
    return bool(kind and call.records.rows("recalltrigger", RecallTypeNum=kind))


def appointment_pattern(call: Call, recall: Row) -> str:
    """The time pattern of an appointment for a recall, one sign for each five minutes.

    It is TimePatternOverride, else that of the recall's type; a child's prophy is of the child prophy type. To the
    prophy and the perio type the patient's other recalls are added that are appended to them and due by then. The
    signs of a type are the office's increments long. Without any pattern there are 30 minutes, 45 in an office with
    increments of 15.
    """
    if recall["TimePatternOverride"]:
        return str(recall["TimePatternOverride"])
    increment = preference(call, "AppointmentTimeIncrement")
    by_then = max(recall["DateDue"], call.today)
    kinds = [_type_of_age(call, recall, by_then)]
    if recall["RecallTypeNum"] in special_types(call):
        for other in call.records.rows("recall", PatNum=recall["PatNum"], IsDisabled=False):
            kind = call.records.find("recalltype", other["RecallTypeNum"])
            is_due = NO_DATE < other["DateDue"] <= by_then
            if other["RecallNum"] != recall["RecallNum"] and is_due and kind and kind["AppendToSpecial"]:
                kinds.append(kind)
    pattern = "".join(kind["TimePattern"] for kind in kinds if kind)
    longer = "".join(sign * _SIGNS.get(increment, 1) for sign in pattern)
    return longer or _DEFAULT_PATTERNS.get(increment, "//XX//")


def _type_of_age(call: Call, recall: Row, by_then: str) -> Row | None:
    """The recall's type, or the child prophy type."""
    number = recall["RecallTypeNum"]
    if number and number == special_types(call)[0]:
        patient = call.records.find("patient", recall["PatNum"])
        born = patient["Birthdate"] if patient else NO_DATE
        adult = due(born, f"{preferred_key(call, 'RecallAgeAdult')}y")
        if born != NO_DATE and adult > by_then:
            number = preferred_key(call, "RecallTypeSpecialChildProphy") or number
    return call.records.find("recalltype", number)


def _last_dates(call: Call, patient: int) -> dict[int, str]:
    """RecallTypeNum -> the day of the last completed or existing procedure that triggers it.

    SQLite joins in the order of a CROSS JOIN: it begins with the patient's procedures.
    """
    found = call.records.query(
        """SELECT t."RecallTypeNum", MAX(p."ProcDate") FROM "procedurelog" p
        CROSS JOIN "recalltrigger" t ON t."CodeNum" = p."CodeNum"
        WHERE p."PatNum" = ? AND p."ProcStatus" IN (2, 3, 4) GROUP BY t."RecallTypeNum" """,
        patient,
    )
    return dict(found)


def _active_types(call: Call) -> list[Row]:
    """The types with a trigger: prophy, child prophy and perio first, then by name."""
    prophy, perio = special_types(call)
    first = [prophy, preferred_key(call, "RecallTypeSpecialChildProphy"), perio]
    active = {number for (number,) in call.records.query('SELECT DISTINCT "RecallTypeNum" FROM "recalltrigger"')}
    kinds = [kind for kind in call.records.rows("recalltype") if kind["RecallTypeNum"] in active]

    def place(kind: Row) -> tuple[int, str]:
        number = kind["RecallTypeNum"]
        return (first.index(number) if number in first else len(first), kind["Description"].casefold())

    return sorted(kinds, key=place)


def _add(call: Call, patient: int, kind: Row, day: str) -> None:
    expected = due(day, kind["DefaultInterval"])
    call.records.insert(
        "recall",
        {
            "PatNum": patient,
            "RecallTypeNum": kind["RecallTypeNum"],
            "RecallInterval": kind["DefaultInterval"],
            "DatePrevious": day,
            "DateDueCalc": expected,
            "DateDue": expected,
        },
    )
    _log(call, patient, "Recall added by Recall Sync.")


def _bring_up_to_date(call: Call, recall: Row, day: str) -> None:
    changed: Row = {"DatePrevious": day}
    date_due = recall["DateDue"]
    disabled = recall["IsDisabled"] or recall["DisableUntilBalance"] or recall["DisableUntilDate"] != NO_DATE
    if not disabled and day not in (NO_DATE, recall["DatePrevious"]):
        changed |= {"RecallStatus": 0, "Note": ""}
        date_due = recall["DateDueCalc"]
    expected = due(day, recall["RecallInterval"])
    if day != NO_DATE and recall["IsDisabled"]:
        date_due = NO_DATE
    elif date_due in (recall["DateDueCalc"], NO_DATE):
        date_due = expected
    changed |= {"DateDue": date_due, "DateDueCalc": expected}
    if call.records.update("recall", recall["RecallNum"], changed):
        _log(call, recall["PatNum"], "Recall updated by Recall Sync.")


def _log(call: Call, patient: int, text: str) -> None:
    entry = {"PermType": "RecallEdit", "LogDateTime": call.moment, "LogText": text, "PatNum": patient}
    call.records.insert("securitylog", {**entry, "CompName": "MOCKOD", "LogSource": "API"})


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
