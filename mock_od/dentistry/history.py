"""What an appointment was like after each change: a row of histappointment.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mock_od.call import Call, Change, Row, after_changes_of

Action = Literal["Created", "Changed", "Missed", "Cancelled", "Deleted"]
_SOURCES = {"remote": "EConnector", "service": "OpenDentalAPIService"}
"""The program that the API's calls come through, by the server's mode; None in local mode, as for the desktop."""


def remember(call: Call, appointment: Row, action: Action) -> None:
    """Keep what an appointment is like now.

    :param appointment: the appointment row; before it goes, where it is Deleted.
    """
    columns = call.records.columns("histappointment") or {}
    call.records.insert(
        "histappointment",
        {name: value for name, value in appointment.items() if name in columns or name == "colorOverride"}
        | {
            "HistUserNum": 0,
            "HistDateTStamp": call.moment,
            "HistApptAction": action,
            "ApptSource": _SOURCES.get(call.mode, "None"),
        },
    )


@after_changes_of("appointment")
def keep_history(call: Call, changes: Sequence[Change]) -> None:
    """Follow a call: remember each appointment that it has made or changed, as it is after the call.

    A page that has more to say of an appointment than Created or Changed remembers it itself, after its last change.
    """
    open_ones: dict[int, Action] = {}
    for change in changes:
        if change.table == "appointment" and change.kind != "delete":
            made = change.kind == "insert" or open_ones.get(change.key) == "Created"
            open_ones[change.key] = "Created" if made else "Changed"
        elif change.table == "histappointment":
            open_ones.pop(call.records.get("histappointment", change.key)["AptNum"], None)
    for number, action in open_ones.items():
        appointment = call.records.find("appointment", number)
        if appointment:
            remember(call, appointment, action)
