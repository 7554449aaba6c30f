"""Time patterns of appointments: a sign for each five minutes, X while the provider is there and / while not.

A procedure code has a pattern as well, whose signs stand for the steps of the appointment book: 5, 10 or 15 minutes.
Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from mock_od.call import Call, Row
from mock_od.dentistry.preferences import preferred_key

MINUTES = 5
"""What a sign of an appointment's pattern stands for."""
MOST = 108
"""The most signs that an appointment's pattern has: nine hours."""
USUAL = "/XX/"
"""The pattern of an appointment of which nothing else is known: 20 minutes."""
_MOST_OF_PROCEDURES = 39
_STEPS = (5, 10, 15)
_USUAL_STEP = 10


def minutes(pattern: str) -> int:
    """How many minutes an appointment's pattern takes."""
    return MINUTES * len(pattern)


def end_of(start: str, pattern: str) -> str:
    """When an appointment ends; on the last day there is, at the latest with it.

    :param start: ``yyyy-MM-dd HH:mm:ss``, and so is the answer.
    """
    begin = datetime.fromisoformat(start)
    left = datetime.max.replace(microsecond=0) - begin  # noqa: DTZ901  # an office's time has no zone
    return (begin + min(timedelta(minutes=minutes(pattern)), left)).isoformat(" ")


def of_length(length: int) -> str:
    """The pattern, without the provider, of so many minutes: at least one sign."""
    return "/" * max(1, min(length // MINUTES, MOST))


def joined(patterns: Iterable[str]) -> str:
    """The pattern of several procedures, in steps of the book, from theirs.

    Its beginning is the longest beginning without the provider that one of them has, its end the longest end, and
    between these stand the middles of all one after another. A procedure without the provider is a beginning alone.

    >>> joined(["/X/", "/X/", "/XX/"])
    '/XXXX/'
    """
    leading = trailing = middle = ""
    for pattern in patterns:
        inner = pattern.strip("/")
        before = len(pattern) - len(pattern.lstrip("/"))
        leading = max(leading, pattern[:before], key=len)
        if inner:
            trailing = max(trailing, pattern[before + len(inner) :], key=len)
            middle += inner
    return (leading + middle + trailing)[:_MOST_OF_PROCEDURES]


def step(call: Call) -> int:
    """The minutes of a step of the appointment book: the preference AppointmentTimeIncrement, usually 10."""
    found = preferred_key(call, "AppointmentTimeIncrement")
    return found if found in _STEPS else _USUAL_STEP


def of_procedures(call: Call, codes: Iterable[Row], dentist: int, hygienist: int) -> str:
    """The pattern of an appointment with procedures of these codes; empty where none has one.

    A code has the pattern that its provider has for it, else its own. A hygienist does what is hygiene.

    :param codes: the procedurecode rows, one for each procedure.
    :param dentist: ProvNum of the appointment.
    :param hygienist: ProvHyg of the appointment, or 0.
    """
    signs = (_time_of(call, code, hygienist if code["IsHygiene"] and hygienist else dentist) for code in codes)
    return "".join(sign * (step(call) // MINUTES) for sign in joined(signs))[:MOST]


def _time_of(call: Call, code: Row, provider: int) -> str:
    own = call.records.rows("proccodenote", CodeNum=code["CodeNum"], ProvNum=provider) if provider else []
    return next((str(row["ProcTime"]) for row in own if row["ProcTime"]), str(code["ProcTime"]))


def without_procedures(call: Call) -> str:
    """The pattern of a planned appointment without procedures.

    Its minutes are the preference AppointmentWithoutProcsDefaultLength; without one it is the usual pattern.
    """
    if not call.records.rows("preference", PrefName="AppointmentWithoutProcsDefaultLength"):
        return USUAL
    return of_length(preferred_key(call, "AppointmentWithoutProcsDefaultLength"))
