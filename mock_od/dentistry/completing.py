"""What follows when a procedure is completed, and when it is not complete any more.

Model: the desktop program's data layer, 24.3.45. Amounts are dollars.
"""

from __future__ import annotations

from datetime import date, timedelta

from mock_od.call import Call, Row
from mock_od.dentistry import estimates
from mock_od.dentistry.discounts import Membership, subscription
from mock_od.dentistry.preferences import preference, preferred_key
from mock_od.dentistry.recalls import synch

NO_DATE = "0001-01-01"
COMPLETE = "C"
DONE = ("C", "EC", "EO")
"""The statuses of work that is in the mouth: complete, existing of this office, existing of another provider."""

_CENT = 0.005
_DAYS_TO_MOVE_THE_FIRST_VISIT = 7
_BROKEN_APPOINTMENTS = ("D9986", "D9987")


def complete(call: Call, number: int, appointment: Row) -> None:
    """Complete a procedure as its appointment is completed; one that is complete already stays as it is.

    It is done on the appointment's day, in its clinic, by whoever its code says, else the appointment's hygienist or
    dentist. The fee stays. The code's default note is added to its own, estimates and recalls are worked out
    anew.

    :param number: ProcNum.
    :param appointment: the appointment row.
    """
    before = call.records.get("procedurelog", number)
    if before["ProcStatus"] == COMPLETE:
        return
    code = call.records.find("procedurecode", before["CodeNum"])
    patient = call.records.find("patient", before["PatNum"])
    clinic = appointment["ClinicNum"]
    day = str(appointment["AptDateTime"])[: len(NO_DATE)]
    values = {
        "ProcStatus": COMPLETE,
        "ProcDate": call.today if day == NO_DATE else day,
        "ProvNum": provider_of(call, code, appointment, before["PatNum"]),
        "ClinicNum": clinic,
        "SiteNum": patient["SiteNum"] if patient else 0,
        "PlaceService": place_of_service(call, clinic),
        **dates(call, before, COMPLETE),
    }
    if not before["DiagnosticCode"]:
        values["DiagnosticCode"] = preference(call, "ICD9DefaultForNewProcs")
    call.records.update("procedurelog", number, values)
    after = call.records.get("procedurelog", number)
    _add_default_note(call, after, code)
    follow(call, before, after)
    estimates.compute(call, [after])
    synch(call, before["PatNum"])


def provider_of(call: Call, code: Row | None, appointment: Row | None, patient: int) -> int:
    """ProvNum of who does a procedure: the code's, the appointment's hygienist for a hygiene code, or its dentist.

    Without an appointment, or when it has nobody, it is the patient's provider, else the practice's own.

    :param patient: PatNum.
    """
    if code and code["ProvNumDefault"]:
        return int(code["ProvNumDefault"])
    if appointment and code and code["IsHygiene"] and appointment["ProvHyg"]:
        return int(appointment["ProvHyg"])
    if appointment and appointment["ProvNum"]:
        return int(appointment["ProvNum"])
    row = call.records.find("patient", patient)
    return int(row["PriProv"] if row else 0) or preferred_key(call, "PracticeDefaultProv")


def place_of_service(call: Call, clinic: int) -> str:
    """PlaceService of a new procedure: the clinic's, without a clinic the office's, else Office.

    :param clinic: ClinicNum.
    """
    row = call.records.find("clinic", clinic) if clinic else None
    if row:
        return str(row["DefaultPlaceService"])
    number = preferred_key(call, "DefaultProcedurePlaceService")
    return PLACES[number] if number < len(PLACES) else PLACES[0]


PLACES = (
    "Office",
    "PatientsHome",
    "InpatHospital",
    "OutpatHospital",
    "SkilledNursFac",
    "CustodialCareFacility",
    "OtherLocation",
    "MobileUnit",
    "School",
    "MilitaryTreatFac",
    "FederalHealthCenter",
    "PublicHealthClinic",
    "RuralHealthClinic",
    "EmergencyRoomHospital",
    "AmbulatorySurgicalCenter",
    "TelehealthOutsideHome",
    "TelehealthInHome",
    "OutreachSiteOrStreet",
)
"""The places of service, in the order of the numbers that a preference has for them."""


def dates(call: Call, before: Row, status: str) -> Row:
    """DateEntryC and DateComplete where a status changes them.

    DateComplete is the day on which it becomes C. It is emptied when the procedure is not C any more on that same day.

    :param before: the procedurelog row before; empty for a new one.
    :param status: ProcStatus afterwards.
    """
    was, day = before.get("ProcStatus", ""), before.get("DateComplete", NO_DATE)
    if status == COMPLETE and was != COMPLETE:
        return {"DateEntryC": call.today, "DateComplete": call.today if day == NO_DATE else day}
    if status != COMPLETE and day == call.today:
        return {"DateComplete": NO_DATE}
    return {}


def follow(call: Call, before: Row, after: Row) -> None:
    """What a procedure's status brings with it: adjustments, the patient's first visit, a tooth that is gone.

    :param before: the procedurelog row before; empty for a new one.
    :param after: the row as it was written.
    """
    was, now = before.get("ProcStatus", ""), after["ProcStatus"]
    if now == COMPLETE and was != COMPLETE:
        _set_first_visit(call, after, is_new=not before)
        _take_plan_discount(call, after)
        if before:
            _take_discount(call, after)
        _add_sales_tax(call, after)
    if was == COMPLETE and now != COMPLETE:
        call.records.delete("adjustment", ProcNum=after["ProcNum"])
    if now in DONE and was not in DONE:
        _take_tooth_out(call, after)


def plan_discount(call: Call, procedure: Row) -> float:
    """DiscountPlanAmt: what the patient's discount plan takes off a complete procedure; 0.0 without a plan.

    Memberships and limits are looked at as of the day on which it was done. (As of today they are where a treatment
    plan is shown.)

    :param procedure: PatNum, CodeNum, ProcFee, ProcDate, ProvNum, ClinicNum, UnitQty and BaseUnits of the row, which
        may be one yet to be written, with a ProcNum of 0.
    """
    member = subscription(call, procedure["PatNum"])
    if member is None:
        return 0.0
    code = call.records.find("procedurecode", procedure["CodeNum"])
    membership = Membership(call, member, without=procedure["ProcNum"])
    quantity = max(1, procedure["UnitQty"] + procedure["BaseUnits"])
    name, day = code["ProcCode"] if code else "", procedure["ProcDate"]
    return round(membership.discount(procedure, name, quantity, day).amount, 2)


def _take_plan_discount(call: Call, procedure: Row) -> None:
    """The adjustment of a discount plan's member."""
    amount = plan_discount(call, procedure)
    call.records.update("procedurelog", procedure["ProcNum"], {"DiscountPlanAmt": amount})
    member = subscription(call, procedure["PatNum"])
    plan = call.records.find("discountplan", member["DiscountPlanNum"]) if member else None
    if plan and amount > 0:
        _adjust(call, procedure, plan["DefNum"], -amount)


def _take_discount(call: Call, procedure: Row) -> None:
    """The adjustment of a discount that was planned, once; what belongs to an ortho case has none."""
    kind = preferred_key(call, "TreatPlanDiscountAdjustmentType")
    there = call.records.rows("adjustment", ProcNum=procedure["ProcNum"], AdjType=kind)
    linked = call.records.rows("orthoproclink", ProcNum=procedure["ProcNum"])
    if abs(procedure["Discount"]) > _CENT and not there and not linked:
        _adjust(call, procedure, kind, -procedure["Discount"])


def _add_sales_tax(call: Call, procedure: Row) -> None:
    """The adjustment of a procedure's tax, once, where the office wants it done without a word."""
    kind = preferred_key(call, "SalesTaxAdjustmentType")
    if preference(call, "SalesTaxDoAutomate") != "1" or procedure["TaxAmt"] < _CENT:
        return
    if not call.records.rows("adjustment", ProcNum=procedure["ProcNum"], AdjType=kind):
        _adjust(call, procedure, kind, procedure["TaxAmt"])


def _adjust(call: Call, procedure: Row, kind: int, amount: float) -> None:
    """An adjustment of today.

    :param kind: AdjType.
    """
    of_procedure = {name: procedure[name] for name in ("PatNum", "ProcNum", "ProcDate", "ProvNum", "ClinicNum")}
    values = {"AdjDate": call.today, "DateEntry": call.today, "AdjType": kind, "AdjAmt": round(amount, 2)}
    call.records.insert("adjustment", {**of_procedure, **values})


def _set_first_visit(call: Call, procedure: Row, *, is_new: bool) -> None:
    """DateFirstVisit of a patient with nothing else that is complete, but for broken appointments.

    A procedure that is new sets it where there is none yet; one that was planned moves a visit of the last week too.
    """
    patient = call.records.find("patient", procedure["PatNum"])
    if patient is None:
        return
    visit = patient["DateFirstVisit"]
    if visit != NO_DATE:
        week_ago = (date.fromisoformat(call.today) - timedelta(days=_DAYS_TO_MOVE_THE_FIRST_VISIT)).isoformat()
        if is_new or visit <= week_ago:
            return
    done = call.records.rows("procedurelog", PatNum=procedure["PatNum"], ProcStatus=COMPLETE)
    for other in done:
        code = call.records.find("procedurecode", other["CodeNum"])
        if other["ProcNum"] != procedure["ProcNum"] and (code is None or code["ProcCode"] not in _BROKEN_APPOINTMENTS):
            return
    call.records.update("patient", procedure["PatNum"], {"DateFirstVisit": procedure["ProcDate"]})


def _take_tooth_out(call: Call, procedure: Row) -> None:
    """A tooth that was extracted is missing in the chart."""
    code = call.records.find("procedurecode", procedure["CodeNum"])
    if code and code["PaintType"] == "Extraction" and procedure["ToothNum"]:
        missing = {"PatNum": procedure["PatNum"], "ToothNum": procedure["ToothNum"], "InitialType": "Missing"}
        call.records.delete("toothinitial", **missing)
        call.records.insert("toothinitial", missing)


def _add_default_note(call: Call, procedure: Row, code: Row | None) -> None:
    """The note that the code, or its provider's own one, has for what is complete: on a line below the note so far."""
    note = code["DefaultNote"] if code else ""
    for own in call.records.rows("proccodenote", CodeNum=procedure["CodeNum"], ProvNum=procedure["ProvNum"]):
        if own["ProcStatus"] == COMPLETE:
            note = own["Note"]
    if not note:
        return
    so_far = newest_note(call, procedure["ProcNum"])
    lines = [so_far["Note"], note] if so_far and so_far["Note"] else [note]
    of_procedure = {"PatNum": procedure["PatNum"], "ProcNum": procedure["ProcNum"]}
    call.records.insert("procnote", {**of_procedure, "EntryDateTime": call.moment, "Note": "\r\n".join(lines)})


def newest_note(call: Call, number: int) -> Row | None:
    """The procnote that counts: the one that was entered last; None where there is none.

    :param number: ProcNum.
    """
    notes = call.records.rows("procnote", ProcNum=number)
    return max(notes, key=lambda note: (note["EntryDateTime"], note["ProcNoteNum"]), default=None)
