"""What is written of a procedure beside what was sent, and what follows. The page puts these under its methods."""

from __future__ import annotations

from mock_od.call import Call, Refusal
from mock_od.dentistry import charting, completing, deleting, estimates
from mock_od.dentistry.attaching import attach
from mock_od.dentistry.completing import COMPLETE, NO_DATE
from mock_od.dentistry.describing import describe_anew
from mock_od.dentistry.discounts import keep_amounts, subscription
from mock_od.dentistry.recalls import synch
from mock_od.resources.procedurelogs.refusing import code_of

_APPOINTMENTS = ("PlannedAptNum", "AptNum")
"""Where both are sent, the day is the visit's: it comes last."""


def where_a_new_one_is(call: Call) -> None:
    """Documented: which of ToothNum, Surf and ToothRange a treatment area needs; others are ignored.

    Recorded: the sentence for ToothNum.
    Inferred: those for the others.
    S: surfaces and teeth are stored in an order of their own.
    """
    code = code_of(call)
    wanted = charting.said_of(code)
    for name in charting.PLACES:
        if name not in wanted and call.sent.get(name):
            call.ignore(f"{name} was ignored: {code['ProcCode']} is done on {code['TreatArea']}")
            call.values[name] = ""
        elif name in wanted and not call.sent.get(name):
            hint = f"{code['ProcCode']} is done on {code['TreatArea']}"
            raise Refusal(f"A {name} is required for the procedure code's treatment area.", hint=hint)
    call.values |= charting.stored_place(code, call.values)


def what_comes_with_its_code(call: Call) -> None:
    """S: base units, revenue code, medical code and diagnoses are the code's; it was entered today."""
    call.values |= charting.of_the_code(call, code_of(call))
    call.values |= {"DateEntryC": call.today, **completing.dates(call, {}, call.values["ProcStatus"])}


def where_it_is_now(call: Call) -> None:
    """Documented: an empty ToothNum, Surf or ToothRange is ignored; what the treatment area does not have is refused.

    S: surfaces and teeth are stored in an order of their own.
    Ours: the sentence; surfaces that do not fit a new tooth are refused.
    """
    code = code_of(call)
    wanted = charting.said_of(code) if code else charting.PLACES
    said = [name for name in charting.PLACES if call.sent.get(name)]
    for name in charting.PLACES:
        if name in call.sent and name not in said:
            call.ignore(f"{name} is empty and was ignored")
            del call.values[name]
        elif name in said and name not in wanted:
            hint = f"{code['ProcCode']} is done on {code['TreatArea']}"
            raise Refusal(f"{name} is not supported by the procedure code's treatment area.", hint=hint)
    if said and code:
        row = {**call.row, **call.values}
        place = {name: row[name] for name in wanted}
        stored = charting.stored_place(code, place)
        call.values |= {name: stored[name] for name in said}


def what_a_status_changes(call: Call) -> None:
    """S: DateComplete and DateEntryC; what is planned again leaves a completed appointment, be it sent once more."""
    status, before = {**call.row, **call.values}["ProcStatus"], call.row["ProcStatus"]
    call.values |= completing.dates(call, call.row, status)
    if status == "TP" and before != "TP" and call.sent.get("AptNum", call.row["AptNum"]) == call.row["AptNum"]:
        appointment = call.records.find("appointment", call.row["AptNum"])
        if appointment and appointment["AptStatus"] == "Complete":
            call.values["AptNum"] = 0


def what_is_completed_is_done_then(call: Call) -> None:
    """S: what becomes complete has the day of its appointment."""
    row = {**call.row, **call.values}
    if row["ProcStatus"] != COMPLETE or call.row.get("ProcStatus") == COMPLETE:
        return
    appointment = call.records.find("appointment", row["AptNum"])
    if appointment and appointment["AptDateTime"][: len(NO_DATE)] != NO_DATE:
        call.values["ProcDate"] = appointment["AptDateTime"][: len(NO_DATE)]


def a_prosthesis_as_it_is_stored(call: Call) -> None:
    """Documented: "No" shows as empty text."""
    if call.values.get("Prosthesis") == "No":
        call.values["Prosthesis"] = ""


def which_log_it_is_in(call: Call) -> None:
    """S: under which permission the log has it, by what it was and what it becomes."""
    was = call.row.get("ProcStatus", "")
    now = call.values.get("ProcStatus", was)
    if now == COMPLETE and was != COMPLETE:
        call.logs = "ProcComplCreate"
    elif was == COMPLETE:
        call.logs = "ProcCompleteEdit" if now == COMPLETE else "ProcCompleteStatusEdit"
    elif was in ("EC", "EO"):
        call.logs = "ProcExistingEdit"


def which_appointments_it_is_on(call: Call) -> None:
    """S: it has the day of an appointment that it comes to; ProcDescript is written anew, of the one it leaves too."""
    after = call.records.get("procedurelog", call.key or 0)
    for column in _APPOINTMENTS:
        there, left = after[column], call.row.get(column, 0)
        if there and there != left:
            attach(call, there, [after["ProcNum"]])
        for number in {there, left}:
            describe_anew(call.records, number)


def what_follows(call: Call) -> None:
    """S: adjustments, the first visit, a tooth that is gone, recalls; what a discount plan takes off planned ones.

    S: what each of the patient's insurances will do, without regard to deductibles and maxima.
    """
    after = call.records.get("procedurelog", call.key or 0)
    completing.follow(call, call.row, after)
    member = subscription(call, after["PatNum"])
    if member:
        keep_amounts(call, after["PatNum"], member)
    estimates.compute(call, [after])
    synch(call, after["PatNum"])


def what_goes_with_it(call: Call) -> None:
    """Documented: adjustments are updated as in Open Dental.

    S: they have the procedure's ProcDate. The procedure's place on the Active plan has its priority.
    """
    after = call.records.get("procedurelog", call.key or 0)
    for row in call.records.rows("adjustment", ProcNum=call.key):
        call.records.update("adjustment", row["AdjNum"], {"ProcDate": after["ProcDate"]})
    if call.sends(call.method.resource.fields["Priority"]) and after["ProcStatus"] == "TP":
        for row in call.records.rows("treatplanattach", ProcNum=call.key):
            plan = call.records.find("treatplan", row["TreatPlanNum"])
            if plan and plan["TPStatus"] == "Active":
                priority = {"Priority": after["Priority"]}
                call.records.update("treatplanattach", row["TreatPlanAttachNum"], priority)


def take_it_out(call: Call) -> int:
    """Recorded: the row stays, with ProcStatus D.

    S: its estimates and adjustments go, and it leaves its appointments. Its notes stay, and its places on plans.
    S: ProcDescript and recalls are worked out anew.
    """
    call.logs = "ProcCompleteStatusEdit" if call.row["ProcStatus"] == COMPLETE else "ProcDelete"
    deleting.take_out(call, call.row)
    synch(call, call.row["PatNum"])
    return call.key or 0
