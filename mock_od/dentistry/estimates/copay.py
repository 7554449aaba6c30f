"""What a patient pays of one unit before the insurance does, as a schedule of copays or of fixed benefits says.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from decimal import Decimal

from mock_od.call import Row
from mock_od.dentistry.estimates.allowed import instead, scheduled
from mock_od.dentistry.estimates.case import PPO, Case
from mock_od.dentistry.estimates.money import UNSET, money


def has_fixed_benefits(case: Case, plan: Row) -> bool:
    """Whether it is a PPO that pays a fixed amount for each code.

    :param plan: the insplan row.
    """
    number = plan["CopayFeeSched"]
    schedule = case.call.records.find("feesched", number) if plan["PlanType"] == PPO and number else None
    return bool(schedule and schedule["FeeSchedType"] == "FixedBenefit")


def copay(case: Case, plan: Row, procedure: Row, base: Decimal) -> Decimal:
    """The copay for one unit; -1 without one.

    :param base: what the estimate is so far.
    """
    code = instead(case, plan, procedure)
    if has_fixed_benefits(case, plan):
        return _fixed(case, plan, procedure, code, base)
    if not plan["CopayFeeSched"]:
        return UNSET
    said = scheduled(case, plan["CopayFeeSched"], procedure, code=code)
    if said is not None or case.is_on("CoPay_FeeSchedule_BlankLikeZero", usual=True):
        return UNSET if said is None else said
    whole = scheduled(case, plan["FeeSched"], procedure, code=code)
    return UNSET if whole is None else whole


def _fixed(case: Case, plan: Row, procedure: Row, code: int, base: Decimal) -> Decimal:
    """What is left of the PPO's fee beyond the fixed benefit."""
    benefit = scheduled(case, plan["CopayFeeSched"], procedure, code=code)
    if benefit is None and not case.is_on("FixedBenefitBlankLikeZero", usual=True):
        return UNSET
    pays = scheduled(case, plan["FeeSched"], procedure, code=code)
    whole = money(procedure["ProcFee"]) if pays is None else pays
    if benefit and case.is_on("InsPpoAlwaysUseUcrFee"):
        whole = min(whole, base)
    return whole - (benefit or 0)
