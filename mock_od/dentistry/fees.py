"""Fees: looked up in fee schedules, and what a new procedure costs.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.benefits import Lists, benefits_of, is_charged_as_usual, is_excluded, percentage
from mock_od.dentistry.preferences import preference, preferred_key

_PPO = "p"
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


def price(call: Call, procedure: Row) -> float:
    """ProcFee of a new procedure: what one unit costs, with regard to the patient's first insurance.

    The fee schedule is the insurance plan's, else the patient's, else that of who does it. A PPO's patient is charged
    the usual fee of the patient's own provider where that is higher, or always if the office wants it so; and so is
    one whose plan has it so for what it excludes or does not cover.

    :param procedure: PatNum, CodeNum, ProvNum, ClinicNum and MedicalCode of the procedurelog row to be.
    :returns: dollars; 0.0 where no schedule has a fee.
    """
    first = _first_plan(call, procedure["PatNum"], medical=False)
    medical = _medical_fee(call, procedure)
    if medical is not None:
        return medical
    if first is None or not first.plan["FeeSched"]:
        fee = usual_fee(call, procedure)
    else:
        fee = set_fee(call, first.plan["FeeSched"], procedure)
    if first is None:
        return fee
    usual = set_fee(call, _own_providers_schedule(call, procedure), procedure)
    if first.plan["PlanType"] == _PPO:
        fee = usual if fee < usual or preference(call, "InsPpoAlwaysUseUcrFee") == "1" else fee
    return usual if _is_charged_as_usual(call, first, procedure) else fee


class _Insured(NamedTuple):
    """A plan, and how a patient has it.

    :param plan: the insplan row.
    :param patplan: PatPlanNum.
    """

    plan: Row
    patplan: int


def _first_plan(call: Call, patient: int, *, medical: bool) -> _Insured | None:
    """The first of a patient's insurance plans; of the medical ones, or of all."""
    for patplan in sorted(call.records.rows("patplan", PatNum=patient), key=lambda row: int(row["Ordinal"])):
        subscription = call.records.find("inssub", patplan["InsSubNum"])
        plan = call.records.find("insplan", subscription["PlanNum"]) if subscription else None
        if plan and (plan["IsMedical"] or not medical):
            return _Insured(plan, patplan["PatPlanNum"])
    return None


def _medical_fee(call: Call, procedure: Row) -> float | None:
    """The fee of the procedure's medical code, where the office charges that; None where it does not."""
    if not procedure["MedicalCode"] or preference(call, "MedicalFeeUsedForNewProcs") != "1":
        return None
    insured = _first_plan(call, procedure["PatNum"], medical=True)
    codes = call.records.rows("procedurecode", ProcCode=procedure["MedicalCode"])
    if insured is None or not codes:
        return None
    return set_fee(call, insured.plan["FeeSched"], {**procedure, "CodeNum": codes[0]["CodeNum"]})


def _own_providers_schedule(call: Call, procedure: Row) -> int:
    """FeeSchedNum of the provider that the patient belongs to, else of the practice's own."""
    patient = call.records.find("patient", procedure["PatNum"])
    own = int(patient["PriProv"]) if patient else 0
    return providers_schedule(call, own or preferred_key(call, "PracticeDefaultProv"))


def _is_charged_as_usual(call: Call, insured: _Insured, procedure: Row) -> bool:
    """Whether the plan does not cover the code, and has it charged as if there were no insurance then."""
    practice = preference(call, "InsPlanUseUcrFeeForExclusions") == "1"
    if not is_charged_as_usual(rule=insured.plan["ExclusionFeeRule"], practice=practice):
        return False
    code = call.records.find("procedurecode", procedure["CodeNum"])
    if code is None:
        return False
    lists, benefits = Lists(call), benefits_of(call, insured.plan["PlanNum"], insured.patplan)
    return is_excluded(lists, benefits, code) or percentage(lists, insured.plan, benefits, code) == 0
