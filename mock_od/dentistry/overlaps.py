"""What an appointment would collide with in its operatory.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.patterns import end_of
from mock_od.dentistry.preferences import preference

_NO_SCHEDULING = "NS"
_OFF_THE_BOOK = ("UnschedList", "Planned")


class Span(NamedTuple):
    """A time in an operatory.

    :param start: ``yyyy-MM-dd HH:mm:ss``.
    :param end: likewise; the moment itself does not belong to it.
    """

    start: str
    end: str

    def meets(self, other: Span) -> bool:
        """Whether two spans have a moment in common."""
        return self.start < other.end and other.start < self.end


def span_of(appointment: Row) -> Span:
    """The time that an appointment takes."""
    start = appointment["AptDateTime"]
    return Span(start, end_of(start, appointment["Pattern"]))


def taken(call: Call, operatory: int, day: str, *, but: int = 0) -> list[Span]:
    """The times of an operatory's appointments on a day, whatever their status, but UnschedList and Planned.

    :param day: ``yyyy-MM-dd``.
    :param but: AptNum of one that does not count.
    """
    rows = call.records.rows("appointment", Op=operatory)
    return [
        span_of(row)
        for row in rows
        if row["AptDateTime"][:10] == day and row["AptStatus"] not in _OFF_THE_BOOK and row["AptNum"] != but
    ]


def blocked(call: Call, operatory: int, day: str, allowed: str = "") -> list[Span]:
    """The times on a day at which a blockout keeps an operatory free of appointments.

    Those are the blockouts whose definition's ItemValue has NS; and all of other types where an appointment type has
    blockouts of its own.

    :param allowed: BlockoutTypes of the appointment's type: DefNums with commas, or nothing.
    """
    own = {int(part) for part in allowed.split(",") if part.strip().isdecimal()}
    found = []
    for row in call.records.rows("schedule", SchedDate=day, SchedType="Blockout"):
        rooms = call.records.rows("scheduleop", ScheduleNum=row["ScheduleNum"], OperatoryNum=operatory)
        kind = call.records.find("definition", row["BlockoutType"])
        closed = kind and _NO_SCHEDULING in kind["ItemValue"].split(",")
        if rooms and (closed or (own and row["BlockoutType"] not in own)):
            found.append(Span(f"{day} {row['StartTime']}", f"{day} {row['StopTime']}"))
    return found


def collides(call: Call, operatory: int, span: Span, *, allowed: str = "", but: int = 0) -> bool:
    """Whether an appointment of that time would collide with an appointment or a blockout of its operatory.

    Appointments may collide where the preference ApptsAllowOverlap has it so.

    :param allowed: BlockoutTypes of its type.
    :param but: its own AptNum, where it is there already.
    """
    day = span.start[:10]
    others = [] if preference(call, "ApptsAllowOverlap") == "1" else taken(call, operatory, day, but=but)
    return any(span.meets(other) for other in [*others, *blocked(call, operatory, day, allowed)])
