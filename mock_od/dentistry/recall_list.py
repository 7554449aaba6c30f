"""The recall list: which patients are to be called back now, and what the staff sees of them.

Source: the desktop program's data layer, 24.3.45, which the API shares, unless something else is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.commlogs import reminders
from mock_od.dentistry.preferences import listed, preference
from mock_od.dentistry.recalls import NO_DATE
from mock_od.dentistry.short_dates import short_day
from mock_od.fields import Interval

_NEVER = -1
_HOME, _EMAIL = 2, 5
_PHONES = {_HOME: "Hm:", 3: "Wk:", 4: "Cell:", 8: "Text:"}
_BARE = {1: "DoNotCall", 6: "SeeNotes", 7: "Mail"}
"""What the list shows by the numbers of patient.PreferRecallMethod."""


class Asked(NamedTuple):
    """What a recall list is asked for.

    :param start: the first day of DateDue, ``yyyy-MM-dd``; None for what the office prefers.
    :param end: the last one.
    :param provider: the patient's primary or secondary provider; 0 for all.
    :param clinic: the patient's clinic, 0 for none; None for all.
    :param kind: RecallTypeNum; None for all that the office shows.
    :param reminded: whether patients who have been reminded enough are listed as well.
    """

    start: str | None = None
    end: str | None = None
    provider: int = 0
    clinic: int | None = None
    kind: int | None = None
    reminded: bool = False


class _Prefers(NamedTuple):
    """What the office prefers of its recall list; -1 for no bound, or for never."""

    by_family: bool
    by_email: bool
    insurance_is_owed: bool
    wait_after_first: int
    wait_after_others: int
    most: int


class _Due(NamedTuple):
    """A recall that may be on the list, with its patient, in the database's values."""

    number: int
    patient: int
    date_due: str
    previous: str
    interval: int
    note: str
    until: str
    until_balance: float
    last: str
    first: str
    preferred: str
    born: str
    clinic: int
    guarantor: int
    method: int
    home: str
    work: str
    wireless: str
    email: str
    owes: float
    insured: float
    kind: str
    status: str


def recall_list(call: Call, asked: Asked) -> list[Row]:
    """The rows of the recall list, each with the members that the page documents, in the list's order."""
    prefers = _Prefers(
        preference(call, "RecallGroupByFamily") == "1",
        preference(call, "RecallUseEmailIfHasEmailAddress") == "1",
        preference(call, "BalancesDontSubtractIns") == "1",
        _number(call, "RecallShowIfDaysFirstReminder"),
        _number(call, "RecallShowIfDaysSecondReminder"),
        _number(call, "RecallMaxNumberReminders"),
    )
    reminded = reminders(call)
    rows = []
    for due in _candidates(call, asked):
        days = [day for day in reminded.get(due.patient, ()) if day > due.previous]
        if not _is_put_off(due, call.today, prefers) and (asked.reminded or _comes_again(days, call.today, prefers)):
            rows.append((due, days))
    latest: dict[int, str] = {}
    for due, _ in rows:
        latest[due.guarantor] = max(due.date_due, latest.get(due.guarantor, ""))

    def place(row: tuple[_Due, list[str]]) -> tuple[Any, ...]:
        due = row[0]
        if prefers.by_family:
            return latest[due.guarantor], str(due.guarantor), due.date_due, due.number
        return due.date_due, due.last.casefold(), due.number

    return [_shown(due, days, call.today, prefers) for due, days in sorted(rows, key=place)]


def _candidates(call: Call, asked: Asked) -> Iterable[_Due]:
    """What is due and not scheduled, whatever else keeps it from the list."""
    conditions = ['r."IsDisabled" = 0', 'p."PatStatus" = 0', 'r."DateDue" >= ?', 'r."DateDue" <= ?']
    given: list[Any] = [
        asked.start or _day(call, "RecallDaysPast", -1, NO_DATE),
        asked.end or _day(call, "RecallDaysFuture", 1, "9999-12-31"),
    ]
    shown = [int(text) for text in listed(call, "RecallTypesShowingInList") if text.isdecimal()]
    if asked.kind is not None:
        conditions.append('r."RecallTypeNum" = ?')
        given.append(asked.kind)
    if shown:
        conditions.append(f'r."RecallTypeNum" IN ({", ".join(map(str, shown))})')
    if preference(call, "RecallExcludeIfAnyFutureAppt") == "1":
        conditions.append(
            """NOT EXISTS (SELECT 1 FROM "appointment" a WHERE a."PatNum" = r."PatNum" AND a."AptStatus" = 1
            AND a."AptDateTime" > ?)"""
        )
        given.append(f"{call.today} 00:00:00")
    else:
        conditions.append("r.\"DateScheduled\" < '0001-01-02'")
    if asked.provider:
        conditions.append('? IN (p."PriProv", p."SecProv")')
        given.append(asked.provider)
    if asked.clinic is not None:
        conditions.append('p."ClinicNum" = ?')
        given.append(asked.clinic)
    found = call.records.query(
        f"""SELECT r."RecallNum", r."PatNum", r."DateDue", r."DatePrevious", r."RecallInterval", r."Note",
        r."DisableUntilDate", r."DisableUntilBalance", p."LName", p."FName", p."Preferred", p."Birthdate",
        p."ClinicNum", p."Guarantor", p."PreferRecallMethod", p."HmPhone", p."WkPhone", p."WirelessPhone", p."Email",
        COALESCE(g."BalTotal", 0), COALESCE(g."InsEst", 0), COALESCE(t."Description", ''), COALESCE(d."ItemName", '')
        FROM "recall" r JOIN "patient" p ON p."PatNum" = r."PatNum"
        LEFT JOIN "patient" g ON g."PatNum" = p."Guarantor"
        LEFT JOIN "recalltype" t ON t."RecallTypeNum" = r."RecallTypeNum"
        LEFT JOIN "definition" d ON d."DefNum" = r."RecallStatus"
        WHERE {" AND ".join(conditions)}""",
        *given,
    )
    return (_Due(*cells) for cells in found)


def _is_put_off(due: _Due, today: str, prefers: _Prefers) -> bool:
    """Whether the recall waits for a day, or for the family to owe less.

    The API's page: the balance must be less than DisableUntilBalance. In the data layer it may be as much.
    """
    insured = 0 if prefers.insurance_is_owed else due.insured
    owes_too_much = due.until_balance > 0 and due.owes - insured >= due.until_balance
    return due.until > today or owes_too_much


def _comes_again(days: list[str], today: str, prefers: _Prefers) -> bool:
    """Whether a patient is listed who was reminded on these days since the last visit."""
    if not days:
        return True
    wait = prefers.wait_after_first if len(days) == 1 else prefers.wait_after_others
    if wait == _NEVER or _NEVER < prefers.most < len(days):
        return False
    return _shifted(days[-1], wait) <= today


def _shown(due: _Due, days: list[str], today: str, prefers: _Prefers) -> Row:
    preferred = f"'{due.preferred}' " if due.preferred else ""
    return {
        "DueDate": short_day(due.date_due),
        "PatNum": due.patient,
        "Patient": f"{due.last}, {preferred}{due.first}",
        "Age": str(_age(due.born, today)),
        "Type": due.kind,
        "Interval": Interval().to_words()(due.interval),
        "NumRemind": str(len(days) or ""),
        "LastRemind": short_day(days[-1]) if days else "",
        "Contact": _contact(due, prefers),
        "Status": due.status,
        "ClinicNum": due.clinic,
        "Note": due.note,
    }


def _contact(due: _Due, prefers: _Prefers) -> str:
    method = due.method
    if not method:
        method = _EMAIL if due.email and prefers.by_email else _HOME
    if method == _EMAIL:
        return due.email
    numbers = {_HOME: due.home, 3: due.work}
    return _BARE.get(method) or f"{_PHONES[method]}{numbers.get(method, due.wireless)}"


def _age(born: str, today: str) -> int:
    """Whole years; 0 where nothing says when the patient was born."""
    if born == NO_DATE:
        return 0
    return int(today[:4]) - int(born[:4]) - (today[5:] < born[5:])


def _day(call: Call, name: str, sign: int, otherwise: str) -> str:
    """So many days from today on as a preference says; -1 is no bound."""
    days = _number(call, name)
    return otherwise if days == _NEVER else _shifted(call.today, sign * days)


def _shifted(day: str, days: int) -> str:
    number = date.fromisoformat(day).toordinal() + days
    return date.fromordinal(min(max(number, 1), date.max.toordinal())).isoformat()


def _number(call: Call, name: str) -> int:
    """A preference that is a number of days or of times; -1 where it is none."""
    text = preference(call, name).strip()
    return int(text) if text.isdecimal() and len(text) < len("999999") else _NEVER
