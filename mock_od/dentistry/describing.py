"""The short text of what is done at an appointment: ``#12-MOD-C3(P), PA``.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from mock_od.call import Records, Row

BLACK = -16777216
"""The colour of a text that nothing gives another one, as a signed number of alpha, red, green and blue."""
_LONGEST = 10_000


def procedures_of(records: Records, appointment: Row) -> list[Row]:
    """The procedures of an appointment by key: those planned for it where it is Planned. Deleted ones are left out.

    :param appointment: the appointment row; 0 is no key of one.
    """
    column = "PlannedAptNum" if appointment["AptStatus"] == "Planned" else "AptNum"
    rows = records.rows("procedurelog", **{column: appointment["AptNum"]}) if appointment["AptNum"] else []
    return [row for row in rows if row["ProcStatus"] != "D"]


def piece(procedure: Row, code: Row | None) -> str:
    """What stands for one procedure: where it is done, and its code's short name.

    :param code: its procedurecode row; None where that is gone.
    """
    if code is None:
        return ""
    tooth, surf = procedure["ToothNum"], procedure["Surf"]
    place = {
        "Surf": f"#{tooth}-{surf}-",
        "Tooth": f"#{tooth}-",
        "Quad": f"{surf}-",
        "Sextant": f"S{surf}-",
        "Arch": f"{surf}-",
    }.get(code["TreatArea"], "")
    return f"{place}{code['AbbrDesc']}"


def columns_of(pieces: list[str]) -> dict[str, str]:
    """ProcDescript and ProcsColored of an appointment.

    :param pieces: what stands for each of its procedures.
    """
    coloured = (f'<span color="{BLACK}">{one}</span>' for one in pieces)
    return {"ProcDescript": ", ".join(pieces)[:_LONGEST], "ProcsColored": "".join(coloured)[:_LONGEST]}


def describe(records: Records, appointment: Row) -> dict[str, str]:
    """The columns ProcDescript and ProcsColored of an appointment, as its procedures are now."""
    rows = procedures_of(records, appointment)
    return columns_of([piece(row, records.find("procedurecode", row["CodeNum"])) for row in rows])


def describe_anew(records: Records, number: int) -> None:
    """Write ProcDescript and ProcsColored of an appointment anew; nothing where there is no such appointment.

    :param number: AptNum.
    """
    appointment = records.find("appointment", number) if number else None
    if appointment:
        records.update("appointment", number, describe(records, appointment))
