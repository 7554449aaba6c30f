"""Procedures that are taken out of the chart: what keeps them there, and what goes with them.

The row stays, with the status D. Model: the desktop program's data layer, 24.3.45, sentences included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mock_od.call import Call, Refusal, Row
from mock_od.dentistry.completing import dates
from mock_od.dentistry.describing import describe_anew
from mock_od.dentistry.preferences import preference

_LINE_BREAK = "\r\n"
_PAID = ("Received", "Supplemental", "CapClaim", "CapComplete")
_APPOINTMENTS = ("AptNum", "PlannedAptNum")


def refuse_what_is_tied(call: Call, procedure: Row) -> None:
    """Refuse to delete a procedure that something else rests on.

    :raises Refusal: 400, for the first reason in the desktop program's order.
    """
    number = procedure["ProcNum"]
    claimprocs = call.records.rows("claimproc", ProcNum=number)
    _refuse_last_of_preauthorization(call, claimprocs)
    if call.records.rows("orthoproclink", ProcNum=number):
        raise Refusal(
            "Not allowed to delete a procedure that is linked to an ortho case. "
            "Detach the procedure from the ortho case or delete the ortho case first.",
            hint=f"see the orthoproclink row with ProcNum {number}",
        )
    _refuse_last_of_appointment(call, procedure)
    _refuse_required_of_appointment(call, procedure)
    for row in claimprocs:
        if row["ClaimNum"] and row["Status"] != "Preauth":
            raise _tied("that is attached to a claim", f"claim {row['ClaimNum']}")
    for row in claimprocs:
        if row["InsPayAmt"] > 0 and row["Status"] in _PAID:
            raise _tied("that is attached to an insurance payment", f"claimproc {row['ClaimProcNum']}")
    for what, table, of_procedure in (
        ("with referrals attached", "refattach", {"ProcNum": number}),
        ("that is attached to a patient payment", "paysplit", {"ProcNum": number}),
        ("that is attached to an adjustment", "adjustment", {"ProcNum": number}),
        ("that is attached to a prescription", "rxpat", {"ProcNum": number}),
        ("that is attached to a payment plan", "payplancharge", {"ProcNum": number}),
        ("that is attached to a payment plan", "payplanlink", {"FKey": number, "LinkType": "Procedure"}),
    ):
        for row in call.records.rows(table, **of_procedure):
            raise _tied(what, f"{table} {next(iter(row.values()))}")


def _tied(what: str, to: str) -> Refusal:
    return Refusal(f"Not allowed to delete a procedure {what}.", hint=f"by {to}")


def _refuse_last_of_preauthorization(call: Call, claimprocs: list[Row]) -> None:
    for row in claimprocs:
        if row["Status"] == "Preauth" and row["ClaimNum"]:
            others = call.records.rows("claimproc", ClaimNum=row["ClaimNum"])
            if all(other["ProcNum"] in (0, row["ProcNum"]) for other in others):
                raise Refusal(
                    "Not allowed to delete the last procedure from a preauthorization. "
                    "The entire preauthorization would have to be deleted.",
                    hint=f"it is alone on claim {row['ClaimNum']}",
                )


def _refuse_last_of_appointment(call: Call, procedure: Row) -> None:
    if preference(call, "ApptsRequireProc") == "0":
        return
    for column in _APPOINTMENTS:
        appointment = procedure[column]
        if appointment and call.records.find("appointment", appointment):
            there = call.records.rows("procedurelog", **{column: appointment})
            if all(row["ProcNum"] == procedure["ProcNum"] or row["ProcStatus"] == "D" for row in there):
                hint = f"it is alone on appointment {appointment}; see the preference ApptsRequireProc"
                raise Refusal("Not allowed to delete the last procedure from an appointment.", hint=hint)


def _refuse_required_of_appointment(call: Call, procedure: Row) -> None:
    """Refuse where the type of the procedure's appointment asks for codes that would be missing without it."""
    for column in _APPOINTMENTS:
        appointment = call.records.find("appointment", procedure[column]) if procedure[column] else None
        kind = call.records.find("appointmenttype", appointment["AppointmentTypeNum"]) if appointment else None
        if not kind or kind["RequiredProcCodesNeeded"] == "None":
            continue
        wanted = [name.strip() for name in kind["CodeStrRequired"].split(",") if name.strip()]
        left = Counter(_codes_of_others(call, procedure, column))
        missing = [*(Counter(wanted) - left).elements()]
        if kind["RequiredProcCodesNeeded"] == "All":
            lines = ["requires the following procedures:", ", ".join(wanted)]
            lines += ["The following procedures are missing from this appointment:", ", ".join(missing)]
        else:
            lines = ["must contain at least one of the following procedures:", ", ".join(wanted)]
            missing = [] if any(left[name] for name in wanted) else wanted
        if missing:
            sentence = f'Appointment Type "{kind["AppointmentTypeName"]}" {_LINE_BREAK.join(lines)}'
            raise Refusal(sentence, hint=f"it is on appointment {appointment['AptNum'] if appointment else 0}")


def _codes_of_others(call: Call, procedure: Row, column: str) -> Iterator[str]:
    """The codes of the procedures that an appointment has besides this one."""
    for row in call.records.rows("procedurelog", **{column: procedure[column]}):
        code = call.records.find("procedurecode", row["CodeNum"])
        if code and row["ProcNum"] != procedure["ProcNum"] and row["ProcStatus"] != "D":
            yield str(code["ProcCode"])


def take_out(call: Call, procedure: Row) -> None:
    """Take a procedure out of the chart, with its estimates and adjustments, and off its appointments.

    These have a new ProcDescript then. Its notes, and its places on treatment plans, stay.
    """
    number = procedure["ProcNum"]
    for table in ("adjustment", "claimproc", "payplancharge"):
        call.records.delete(table, ProcNum=number)
    for lab in call.records.rows("procedurelog", ProcNumLab=number):
        call.records.update("procedurelog", lab["ProcNum"], {"ProcNumLab": 0})
    off = {"ProcStatus": "D", "AptNum": 0, "PlannedAptNum": 0, **dates(call, procedure, "D")}
    call.records.update("procedurelog", number, off)
    for column in _APPOINTMENTS:
        describe_anew(call.records, procedure[column])
