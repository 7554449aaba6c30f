"""What an insurance allows for one unit of a procedure.

Model: the desktop program's data layer, 24.3.45. Averages of past payments (BlueBook) are not simulated.
"""

from __future__ import annotations

from decimal import Decimal

from mock_od.call import Row
from mock_od.dentistry.estimates.case import FLAT_COPAY, PPO, Case
from mock_od.dentistry.estimates.money import UNSET, money
from mock_od.dentistry.estimates.substitution import substitute
from mock_od.dentistry.fees import fee_in, providers_schedule
from mock_od.dentistry.preferences import preferred_key


def scheduled(case: Case, schedule: int, procedure: Row, *, code: int) -> Decimal | None:
    """The fee of a code in a schedule for one unit; None where it has none, or the schedule is hidden.

    :param code: CodeNum.
    """
    row = case.call.records.find("feesched", schedule) if schedule else None
    if row is None or row["IsHidden"]:
        return None
    fee = fee_in(case.call, schedule, _as_priced(case, procedure), code=code)
    amount = None if fee is None else money(fee)
    return None if amount == UNSET else amount


def _as_priced(case: Case, procedure: Row) -> Row:
    """The procedure with the provider whose fee counts: a hygiene code may have the dentist of its appointment."""
    if procedure["AptNum"] and case.code(procedure["CodeNum"])["IsHygiene"]:
        appointment = case.call.records.find("appointment", procedure["AptNum"])
        if appointment and case.is_on("EnterpriseHygProcUsePriProvFee"):
            return {**procedure, "ProvNum": appointment["ProvNum"]}
    return procedure


def instead(case: Case, plan: Row, procedure: Row) -> int:
    """CodeNum of the code that a plan pays instead of a procedure's own."""
    return substitute(case.call, plan, case.code(procedure["CodeNum"]), procedure["ToothNum"])


def carriers_fee(case: Case, plan: Row, procedure: Row) -> Decimal | None:
    """The carrier's fee for one unit, of the code that it pays instead where it does; None where it is not known.

    :param plan: the insplan row.
    :param procedure: the procedurelog row.
    """
    own = procedure["CodeNum"]
    other = instead(case, plan, procedure)
    if plan["PlanType"] in (PPO, FLAT_COPAY):
        fee = scheduled(case, plan["FeeSched"], procedure, code=own)
        substituted = scheduled(case, plan["FeeSched"], procedure, code=other)
        return fee if substituted is None or fee is None else min(fee, substituted)
    schedule = case.call.records.find("feesched", plan["AllowedFeeSched"]) if plan["AllowedFeeSched"] else None
    if schedule and not schedule["IsHidden"]:
        return scheduled(case, plan["AllowedFeeSched"], procedure, code=other)
    if other == own:
        return None
    practice = preferred_key(case.call, "PracticeDefaultProv")
    usual = providers_schedule(case.call, procedure["ProvNum"]) or providers_schedule(case.call, practice)
    return scheduled(case, plan["FeeSched"] or usual, procedure, code=other)
