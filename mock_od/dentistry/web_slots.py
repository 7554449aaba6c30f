"""The times that patients may choose among when they make an appointment on the web.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.appointment_types import pattern_of
from mock_od.dentistry.overlaps import Span, taken
from mock_od.dentistry.patterns import MINUTES, USUAL, minutes, step
from mock_od.dentistry.preferences import listed, preference, preferred_key
from mock_od.dentistry.slots import Slot

NEW, EXISTING = 42, 51
"""The categories of definitions that are reasons for an appointment: of new patients, and of existing ones."""
_PREFERENCES = {NEW: "WebSchedNewPatAppt", EXISTING: "WebSchedExistingPat"}


def type_of(call: Call, reason: int) -> Row | None:
    """The appointmenttype row of a reason; None where none is linked to it, or that is hidden.

    :param reason: DefNum of the definition.
    """
    for number in _linked(call, reason, "AppointmentType"):
        kind = call.records.find("appointmenttype", number)
        if kind and not kind["IsHidden"]:
            return kind
    return None


def operatories_of(call: Call, reason: int) -> list[int]:
    """The OperatoryNums that a reason may be made an appointment in, in their order."""
    rooms = (call.records.find("operatory", number) for number in _linked(call, reason, "Operatory"))
    found = [room for room in rooms if room and not room["IsHidden"]]
    return [room["OperatoryNum"] for room in sorted(found, key=lambda room: int(room["ItemOrder"]))]


def _linked(call: Call, reason: int, what: str) -> list[int]:
    return [row["FKey"] for row in call.records.rows("deflink", DefNum=reason, LinkType=what)]


class _Book(NamedTuple):
    """What the search looks at.

    :param category: NEW or EXISTING.
    :param pattern: of the appointment that is to be made.
    """

    call: Call
    reason: int
    category: int
    pattern: str

    @property
    def length(self) -> timedelta:
        """How long the appointment takes."""
        return timedelta(minutes=minutes(self.pattern))

    def closed(self, operatory: int, day: str) -> list[Span]:
        """What an appointment would collide with: others, and blockouts that are not allowed here."""
        return sorted([*taken(self.call, operatory, day), *self._blockouts(operatory, day, inside=False)])

    def inside(self, operatory: int, day: str) -> list[Span] | None:
        """The blockouts in which an appointment has to be; None where the reason is not bound to any."""
        if not _linked(self.call, self.reason, "BlockoutType"):
            return None
        return [*self._blockouts(operatory, day, inside=True)]

    def _blockouts(self, operatory: int, day: str, *, inside: bool) -> Iterator[Span]:
        bound = _linked(self.call, self.reason, "BlockoutType")
        allowed = {*listed(self.call, f"{_PREFERENCES[self.category]}AllowedBlockouts"), *map(str, bound)}
        for row in self.call.records.rows("schedule", SchedDate=day, SchedType="Blockout"):
            rooms = self.call.records.rows("scheduleop", ScheduleNum=row["ScheduleNum"], OperatoryNum=operatory)
            meant = row["BlockoutType"] in bound if inside else str(row["BlockoutType"]) not in allowed
            if rooms and meant:
                yield Span(f"{day} {row['StartTime']}", f"{day} {row['StopTime']}")

    def is_double_booked(self, provider: int, start: datetime) -> bool:
        """Whether the provider has other work at the moments at which this appointment needs the provider."""
        if not preferred_key(self.call, f"{_PREFERENCES[self.category]}DoubleBooking"):
            return False
        needed = {*_busy(start, self.pattern)}
        day = start.date().isoformat()
        for column in ("ProvNum", "ProvHyg"):
            for row in self.call.records.rows("appointment", **{column: provider}):
                begin = row["AptDateTime"]
                off = row["AptStatus"] in ("UnschedList", "Planned") or begin[:10] != day
                if not off and needed & {*_busy(datetime.fromisoformat(begin), row["Pattern"])}:
                    return True
        return False


def _busy(start: datetime, pattern: str) -> Iterator[int]:
    """The five minutes in which the provider is there, counted from midnight of the start's day."""
    first = (start.hour * 60 + start.minute) // MINUTES
    return (first + at for at, sign in enumerate(pattern) if sign == "X")


def web_slots(call: Call, reason: Row, first: date, last: date, clinic: int) -> list[Slot]:
    """The times at which an appointment for a reason may be made, each as long as its type; they may overlap.

    Looked at are the schedules of visible providers who are persons, from today on, in the operatories that are linked
    to the reason: a schedule's own, or those whose dentist or hygienist its provider is. A slot does not collide with
    an appointment or a blockout of its operatory. One that two operatories have is told once, in the first of them.

    :param reason: the definition row, of one of the two categories. A type is linked to it.
    :param first: the first day.
    :param last: the last day, which is included.
    :param clinic: ClinicNum of the operatories; an office without clinics (EasyNoClinics) offers all of them.
    """
    kind = type_of(call, reason["DefNum"])
    rooms = operatories_of(call, reason["DefNum"])
    if kind is None or not rooms:
        return []
    everywhere = preference(call, "EasyNoClinics") == "1"
    order = {
        number: at
        for at, number in enumerate(rooms)
        if everywhere or call.records.get("operatory", number)["ClinicNum"] == clinic
    }
    book = _Book(call, reason["DefNum"], reason["Category"], pattern_of(call, kind, 0, 0) or USUAL)
    found: dict[tuple[datetime, datetime, int], Slot] = {}
    for row in _schedules(call, first, last):
        for operatory in _candidates(call, row, order):
            for start in _starts(book, row, operatory):
                end = start + book.length
                there = found.get((start, end, row["ProvNum"]))
                if start >= call.now and (there is None or order[operatory] < order[there.operatory]):
                    found[start, end, row["ProvNum"]] = Slot(start, end, row["ProvNum"], operatory)
    return sorted(found.values(), key=lambda slot: (slot.start, order[slot.operatory]))


def _schedules(call: Call, first: date, last: date) -> list[Row]:
    """The schedules of visible providers who are persons, by day and time."""
    rows = []
    for provider in call.records.rows("provider"):
        if not provider["IsHidden"] and not provider["IsNotPerson"]:
            rows += call.records.rows("schedule", ProvNum=provider["ProvNum"], SchedType="Provider")
    days = (max(first.isoformat(), call.today), last.isoformat())
    found = [row for row in rows if days[0] <= row["SchedDate"] <= days[1]]
    return sorted(found, key=lambda row: (row["SchedDate"], row["StartTime"], row["ScheduleNum"]))


def _candidates(call: Call, schedule: Row, order: dict[int, int]) -> list[int]:
    """The operatories that a schedule may be used in."""
    own = [row["OperatoryNum"] for row in call.records.rows("scheduleop", ScheduleNum=schedule["ScheduleNum"])]
    if own:
        return [number for number in order if number in own]
    rooms = (call.records.get("operatory", number) for number in order)
    provider = schedule["ProvNum"]
    return [room["OperatoryNum"] for room in rooms if provider in (room["ProvDentist"], room["ProvHygienist"])]


def _starts(book: _Book, schedule: Row, operatory: int) -> Iterator[datetime]:
    """The times at which an appointment may begin in a schedule.

    After one that does not begin at a multiple of its length from the schedule's start, the next one looked at does.
    """
    day = schedule["SchedDate"]
    between = timedelta(minutes=step(book.call))
    begin = _rounded_up(datetime.fromisoformat(f"{day} {schedule['StartTime']}"), between)
    stop = datetime.fromisoformat(f"{day} {schedule['StopTime']}")
    closed, inside = book.closed(operatory, day), book.inside(operatory, day)
    start = begin
    while book.length <= stop - start:
        span = Span(start.isoformat(" "), (start + book.length).isoformat(" "))
        collider = next((other for other in closed if other.meets(span)), None)
        if collider:
            start = datetime.fromisoformat(collider.end)
            continue
        bound = inside is not None and not any(one.start <= span.start and span.end <= one.end for one in inside)
        if bound or book.is_double_booked(schedule["ProvNum"], start):
            start += between
            continue
        yield start
        start = begin + ((start + book.length - begin) // book.length) * book.length


def _rounded_up(moment: datetime, between: timedelta) -> datetime:
    since = moment - moment.replace(hour=0, minute=0, second=0)
    try:
        return moment + -since % between
    except OverflowError:  # the last day there is
        return moment
