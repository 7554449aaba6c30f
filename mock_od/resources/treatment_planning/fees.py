"""Fees looked up in fee schedules."""

from __future__ import annotations

from mock_od.call import Call, Row

BLANK = -1.0
"""The amount of a fee that was emptied."""


def fee_in(call: Call, schedule: int, procedure: Row, *, code: int | None = None) -> float | None:
    """The fee for a procedure in a fee schedule as of today; -1 where it was emptied, None without any.

    That of the procedure's clinic and provider comes first, then the provider's, the clinic's, and the one for all. A
    global schedule has the last one only.

    :param code: CodeNum of another code, that is looked up instead of the procedure's own.
    """
    row = call.records.find("feesched", schedule) if schedule else None
    if row is None:
        return None
    clinic, provider = procedure["ClinicNum"], procedure["ProvNum"]
    places = ((0, 0),) if row["IsGlobal"] else ((clinic, provider), (0, provider), (clinic, 0), (0, 0))
    number = procedure["CodeNum"] if code is None else code
    for at_clinic, of_provider in places:
        asked = {"FeeSched": schedule, "CodeNum": number, "ClinicNum": at_clinic, "ProvNum": of_provider}
        fees = [fee for fee in call.records.rows("fee", **asked) if fee["DateEffective"] <= call.today]
        if fees:
            return float(max(fees, key=lambda fee: str(fee["DateEffective"]))["Amount"])
    return None


def set_fee(call: Call, schedule: int, procedure: Row) -> float:
    """The fee for a procedure in a fee schedule; 0.0 without one, where it was emptied, or the schedule is hidden."""
    row = call.records.find("feesched", schedule) if schedule else None
    fee = None if row is None or row["IsHidden"] else fee_in(call, schedule, procedure)
    return 0.0 if fee is None or fee == BLANK else fee


def providers_schedule(call: Call, provider: int) -> int:
    """FeeSchedNum of what a provider usually charges; 0 without one."""
    row = call.records.find("provider", provider) if provider else None
    return int(row["FeeSched"]) if row else 0


def usual_fee(call: Call, procedure: Row) -> float:
    """The fee of one unit without insurance: the patient's own schedule's, else that of who does it.

    A procedure without a provider is that of the patient's dentist.
    """
    patient = call.records.find("patient", procedure["PatNum"])
    own = int(patient["FeeSched"]) if patient else 0
    provider = procedure["ProvNum"] or (patient["PriProv"] if patient else 0)
    return set_fee(call, own or providers_schedule(call, provider), procedure)
