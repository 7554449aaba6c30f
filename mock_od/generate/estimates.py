"""What insurance or a discount plan will take off a planned procedure.

May not: decide what is planned, or change anything but what is left of deductible and discount.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mock_od.generate.coverage import Coverage, Subscription
from mock_od.generate.office import COPAY, PPO, price
from mock_od.generate.procedures import Procedure
from mock_od.generate.rows import Tables

_PREVENTIVE = 100
_UNKNOWN = -1.0


@dataclass
class Estimate:
    """The money of one line of a treatment plan."""

    primary: float = 0.0
    secondary: float = 0.0
    write_off: float = 0.0
    allowed: float = 0.0
    """The fee in the schedule of the primary plan; 0 when it has none, -1 when it is not billed."""
    note: str = ""
    """What the patient reads of it."""


class _Share(NamedTuple):
    """One insurance's part in a procedure."""

    subscription: Subscription
    pays: float
    write_off: float = 0.0
    deductible: float = 0.0
    paid_before: float = _UNKNOWN


def estimate(tables: Tables, coverage: Coverage, procedure: Procedure) -> Estimate:
    """Work out a planned procedure and add a claimproc for each insurance that will be asked."""
    result = Estimate()
    if coverage.discount_schedule:
        result.primary = procedure.plan_discount = _discount(coverage, procedure)
        # What is used up exactly is cut off for the next procedure only.
        whole = procedure.amount - price(coverage.discount_schedule, procedure.code) * procedure.quantity
        result.note = " - Over Annual Max" if result.primary < round(whole, 2) else ""
        return result
    if not coverage.insurance:
        return result
    if not procedure.code.billed:
        result.allowed = _UNKNOWN
        return result
    first, *others = coverage.insurance
    allowed = _allowed(first, procedure)
    deductible = 0.0 if procedure.code.covered == _PREVENTIVE else min(coverage.deductible_left, allowed)
    coverage.deductible_left -= deductible
    result.allowed = allowed if first.plan.kind == "p" else 0.0
    result.note = f"\r\nPri Deduct Applied: ${deductible:.2f}" if deductible else ""
    result.write_off = round(procedure.amount - allowed, 2)
    result.primary = _pays(first, procedure, allowed - deductible)
    _add_claimproc(tables, procedure, _Share(first, result.primary, result.write_off, deductible))
    for other in others:
        # A second insurance pays what it would pay alone, but never more than is left.
        left = round(procedure.amount - result.write_off - result.primary, 2)
        result.secondary = min(left, _pays(other, procedure, _allowed(other, procedure)))
        share = _Share(other, result.secondary, paid_before=result.primary)
        _add_claimproc(tables, procedure, share)
    return result


def _discount(coverage: Coverage, procedure: Procedure) -> float:
    member_price = price(coverage.discount_schedule, procedure.code) * procedure.quantity
    discount = max(0.0, round(procedure.amount - member_price, 2))
    if coverage.discount_left >= 0:
        discount = min(discount, coverage.discount_left)
        coverage.discount_left = round(coverage.discount_left - discount, 2)
    return discount


def _allowed(subscription: Subscription, procedure: Procedure) -> float:
    if subscription.plan.kind == "p":
        return min(procedure.amount, price(PPO, procedure.code) * procedure.quantity)
    return procedure.amount


def _copay(procedure: Procedure) -> float:
    return price(COPAY, procedure.code) * procedure.quantity


def _pays(subscription: Subscription, procedure: Procedure, base: float) -> float:
    if subscription.plan.kind == "f":
        return max(0.0, round(base - _copay(procedure), 2))
    return round(base * procedure.code.covered / 100, 2)


def _add_claimproc(tables: Tables, procedure: Procedure, share: _Share) -> None:
    plan = share.subscription.plan
    flat = plan.kind == "f"
    day = procedure.day.isoformat()
    tables.add(
        "claimproc",
        ProcNum=procedure.number,
        PatNum=procedure.person.number,
        ProvNum=procedure.provider,
        InsPayEst=share.pays,
        Status="Estimate",
        PlanNum=plan.number,
        DateCP=day,
        CodeSent=procedure.code.code,
        AllowedOverride=_UNKNOWN,
        Percentage=100 if flat else procedure.code.covered,
        PercentOverride=-1,
        CopayAmt=_copay(procedure) if flat else _UNKNOWN,
        PaidOtherIns=share.paid_before,
        BaseEst=share.pays,
        CopayOverride=_UNKNOWN,
        ProcDate=day,
        DedEst=share.deductible,
        DedEstOverride=_UNKNOWN,
        InsEstTotal=share.pays,
        InsEstTotalOverride=_UNKNOWN,
        PaidOtherInsOverride=_UNKNOWN,
        WriteOffEst=share.write_off,
        WriteOffEstOverride=_UNKNOWN,
        ClinicNum=procedure.person.family.clinic.number,
        InsSubNum=share.subscription.number,
        SecUserNumEntry=procedure.user,
        SecDateEntry=day,
        SecDateTEdit=procedure.stamp,
    )
