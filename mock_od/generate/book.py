"""The appointment book: the operatories, and who works in which of them, week by week.

May not: use chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from mock_od.generate.definitions import BLOCKOUT, CONFIRMED, WEB_EXISTING, WEB_NEW, Definitions
from mock_od.generate.rows import Tables
from mock_od.workdays import is_holiday, is_open, is_short

_BACK, _AHEAD = timedelta(weeks=8), timedelta(weeks=13)
_WEDNESDAY, _FRIDAY, _SATURDAY = 2, 4, 5
_MORNING, _AFTERNOON = ("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")
_NOON, _LAST_HOUR = ("12:00:00", "13:00:00"), ("16:00:00", "17:00:00")


class _Room(NamedTuple):
    """An operatory. Its hygienist works there all day, its dentist at the times that it says."""

    abbr: str
    name: str
    clinic: int
    dentist: int = 0
    hygienist: int = 0


_ROOMS = (
    _Room("M1", "Maple 1", 1, dentist=1),
    _Room("M2", "Maple 2", 1, dentist=2),
    _Room("M3", "Maple hygiene", 1, dentist=1, hygienist=4),
    _Room("M4", "Maple spare", 1),
    _Room("R1", "Riverside 1", 2, dentist=2),
    _Room("R2", "Riverside hygiene", 2, dentist=2, hygienist=5),
    _Room("L1", "Lakeview 1", 3, dentist=3),
    _Room("L2", "Lakeview hygiene", 3, dentist=3, hygienist=6),
)
# Category and name of a reason for an appointment on the web, and the AppointmentTypeNum of its type.
_REASONS = (
    (WEB_NEW, "New patient exam", 1),
    (WEB_EXISTING, "Exam and cleaning", 2),
    (WEB_EXISTING, "Consultation", 5),
)
# ProvNum -> the operatory in the morning and in the afternoon: the second dentist works at two clinics.
_PLACES = {1: (1, 1), 2: (2, 5), 3: (7, 7), 4: (3, 3), 5: (6, 6), 6: (8, 8)}


def open_book(tables: Tables, definitions: Definitions, today: date) -> None:
    """Add the operatories, and the schedules from eight weeks ago until thirteen weeks ahead."""
    for order, room in enumerate(_ROOMS):
        tables.add(
            "operatory",
            OpName=room.name,
            Abbrev=room.abbr,
            ItemOrder=order,
            ProvDentist=room.dentist,
            ProvHygienist=room.hygienist,
            IsHygiene="true" if room.hygienist else "false",
            ClinicNum=room.clinic,
            IsWebSched="true" if room.hygienist else "false",
        )
    _set_up(tables, definitions)
    days = [*_days(today)]
    for day in days:
        _add_day(tables, definitions, day, f"{days[0]} 09:00:00")


def _set_up(tables: Tables, definitions: Definitions) -> None:
    """How appointments are confirmed and broken, and what may be made on the web."""
    confirmed = {
        "AppointmentTimeArrivedTrigger": "Arrived",
        "AppointmentTimeSeatedTrigger": "Seated",
        "AppointmentTimeDismissedTrigger": "Dismissed",
        "ApptEConfirmStatusSent": "Unconfirmed",
        "ApptEConfirmStatusAccepted": "Confirmed",
        "ApptEConfirmStatusDeclined": "Not called",
        "ApptEConfirmStatusSendFailed": "Not called",
        "WebSchedNewPatConfirmStatus": "Made on the web",
        "WebSchedExistingPatConfirmStatus": "Made on the web",
    }
    preferences = {name: str(definitions.number(CONFIRMED, status)) for name, status in confirmed.items()}
    # 3 allows D9986 and D9987; appointments may be without procedures.
    preferences |= {"BrokenApptProcedure": "3", "BrokenApptCommLog": "1", "ApptsRequireProc": "0"}
    for name, value in preferences.items():
        tables.add("preference", PrefName=name, ValueString=value)
    for category, reason, kind in _REASONS:
        number = definitions.number(category, reason)
        tables.add("deflink", DefNum=number, FKey=kind, LinkType="AppointmentType")
        for order, room in enumerate(_ROOMS, start=1):
            if room.dentist:
                tables.add("deflink", DefNum=number, FKey=order, LinkType="Operatory")


def _days(today: date) -> Iterator[date]:
    return map(date.fromordinal, range((today - _BACK).toordinal(), (today + _AHEAD).toordinal() + 1))


def _add_day(tables: Tables, definitions: Definitions, day: date, stamp: str) -> None:
    if is_holiday(day) and day.weekday() < _SATURDAY:
        tables.add(
            "schedule",
            SchedDate=day.isoformat(),
            SchedType="Practice",
            Note="Holiday",
            Status="Holiday",
            DateTStamp=stamp,
        )
    if not is_open(day):
        return
    blocks = (_MORNING,) if is_short(day) else (_MORNING, _AFTERNOON)
    for provider, places in _PLACES.items():
        for hours, operatory in zip(blocks, places, strict=False):
            _add(tables, day, hours, [operatory], stamp, provider=provider)
    if day.weekday() == _WEDNESDAY:
        everywhere = range(1, len(_ROOMS) + 1)
        _add(tables, day, _NOON, everywhere, stamp, blockout=definitions.number(BLOCKOUT, "Staff meeting"))
    if day.weekday() == _FRIDAY:
        _add(tables, day, _LAST_HOUR, [1], stamp, blockout=definitions.number(BLOCKOUT, "Emergencies"))


def _add(
    tables: Tables,
    day: date,
    hours: tuple[str, str],
    operatories: Iterable[int],
    stamp: str,
    *,
    provider: int = 0,
    blockout: int = 0,
) -> None:
    number = tables.add(
        "schedule",
        SchedDate=day.isoformat(),
        StartTime=hours[0],
        StopTime=hours[1],
        SchedType="Provider" if provider else "Blockout",
        ProvNum=provider,
        BlockoutType=blockout,
        DateTStamp=stamp,
    )
    for operatory in operatories:
        tables.add("scheduleop", ScheduleNum=number, OperatoryNum=operatory)
