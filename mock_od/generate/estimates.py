"""What insurances are expected to pay for a planned procedure: the rows that say so.

Discount plans are left to the API's own functions: see amounts.py.
May not: decide what is planned, or change anything but what is left of deductible and annual maximum.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.generate.coverage import Coverage, Subscription
from mock_od.generate.office import COPAY, PPO, price
from mock_od.generate.procedures import Procedure
from mock_od.generate.rows import Tables

_PREVENTIVE = 100
_UNKNOWN = -1.0
_OVER_MAXIMUM = "Over annual max"
"""What the desktop program notes where the maximum is reached."""


class _Share(NamedTuple):
    """One insurance's part in a procedure.

    :param base: what it would pay without a maximum.
    :param pays: what is expected.
    """

    subscription: Subscription
    base: float
    pays: float
    write_off: float = 0.0
    deductible: float = 0.0
    paid_before: float = _UNKNOWN


def estimate(tables: Tables, coverage: Coverage, procedure: Procedure) -> None:
    """Add a claimproc of a planned procedure for each insurance that will be asked."""
    if not procedure.code.billed:
        return
    paid = written_off = 0.0
    for at, subscription in enumerate(coverage.insurance):
        allowed = _allowed(subscription, procedure)
        if at == 0:
            deductible = 0.0 if procedure.code.covered == _PREVENTIVE else min(coverage.deductible_left, allowed)
            coverage.deductible_left -= deductible
            written_off = round(procedure.amount - allowed, 2)
            base = _pays(subscription, procedure, allowed - deductible)
            share = _Share(subscription, base, min(base, coverage.left[at]), written_off, deductible)
        else:
            # A second insurance pays what it would pay alone, but never more than is left.
            base = min(round(procedure.amount - written_off - paid, 2), _pays(subscription, procedure, allowed))
            share = _Share(subscription, base, min(base, coverage.left[at]), paid_before=paid)
        coverage.left[at] = round(coverage.left[at] - share.pays, 2)
        paid += share.pays
        _add_claimproc(tables, procedure, share)


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
        BaseEst=share.base,
        CopayOverride=_UNKNOWN,
        ProcDate=day,
        DedEst=share.deductible,
        DedEstOverride=_UNKNOWN,
        InsEstTotal=share.pays,
        InsEstTotalOverride=_UNKNOWN,
        PaidOtherInsOverride=_UNKNOWN,
        WriteOffEst=share.write_off,
        WriteOffEstOverride=_UNKNOWN,
        EstimateNote=_OVER_MAXIMUM if share.pays < share.base else "",
        ClinicNum=procedure.person.family.clinic.number,
        InsSubNum=share.subscription.number,
        SecUserNumEntry=procedure.user,
        SecDateEntry=day,
        SecDateTEdit=procedure.stamp,
    )
