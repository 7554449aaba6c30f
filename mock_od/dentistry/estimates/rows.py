"""The claimprocs of one procedure: which there are, and what each insurance is expected to do.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from typing import Any

from mock_od.call import Row
from mock_od.dentistry.estimates.case import CAPITATION, PPO, Case, Insured
from mock_od.dentistry.estimates.history import Known
from mock_od.dentistry.estimates.money import UNSET, ZERO, first_set, money
from mock_od.dentistry.estimates.one_claimproc import Before, estimate, quantity, write_off

ESTIMATED = ("Estimate", "CapEstimate")
_OF_CAPITATION = ("CapClaim", "CapComplete", "CapEstimate")
_BESIDE = ("CapClaim", "Preauth", "Supplemental")
"""Beside one of these a procedure has an estimate of the same insurance."""
_PAID = ("Received", "Supplemental")
_COMPLETE = "C"
_LAST = 3
"""What a fourth insurance pays is not known to others."""
_NEW: Row = {
    "ClaimProcNum": 0,
    "ClaimNum": 0,
    "AllowedOverride": -1.0,
    "Percentage": -1,
    "PercentOverride": -1,
    "CopayAmt": -1.0,
    "CopayOverride": -1.0,
    "DedApplied": 0.0,
    "DedEst": -1.0,
    "DedEstOverride": -1.0,
    "PaidOtherIns": -1.0,
    "PaidOtherInsOverride": -1.0,
    "BaseEst": 0.0,
    "InsPayAmt": 0.0,
    "InsPayEst": 0.0,
    "InsEstTotal": 0.0,
    "InsEstTotalOverride": -1.0,
    "WriteOff": 0.0,
    "WriteOffEst": -1.0,
    "WriteOffEstOverride": -1.0,
    "EstimateNote": "",
    "IsOverpay": 0,
}


def work_out(case: Case, procedure: Row, rows: list[Row], known: Known | None) -> list[Row] | None:
    """The claimprocs that a procedure has from now on; None where they stay as they are.

    :param procedure: the procedurelog row.
    :param rows: its claimprocs; they are left as they are.
    :param known: what counts for deductibles and limits.
    :returns: new ones have a ClaimProcNum of 0.
    """
    is_historical = procedure["ProcStatus"] == _COMPLETE and procedure["ProcDate"] < case.call.today
    has_capitation = any(insured.plan["PlanType"] == CAPITATION for insured in case.insured)
    if is_historical and has_capitation and not any(row["Status"] in _OF_CAPITATION for row in rows):
        return None
    current = {insured.key for insured in case.insured}
    left = [
        dict(row)
        for row in rows
        if row["Status"] not in ESTIMATED or not row["PlanNum"] or (row["InsSubNum"], row["PlanNum"]) in current
    ]
    if not is_historical or case.is_on("ClaimProcsAllowedToBackdate"):
        left += _missing(case, procedure, left)
    _estimate_all(case, procedure, left, known)
    _cap_first_write_off(case, procedure, left)
    return left


def _missing(case: Case, procedure: Row, rows: list[Row]) -> list[Row]:
    """An estimate of each insurance that has none yet."""
    there = {row["InsSubNum"] for row in rows if row["Status"] not in _BESIDE}
    return [_new(case, procedure, insured) for insured in case.insured if insured.key[0] not in there]


def _new(case: Case, procedure: Row, insured: Insured) -> Row:
    subscription, plan = insured.key
    return {
        **_NEW,
        "ProcNum": procedure["ProcNum"],
        "PatNum": procedure["PatNum"],
        "ProvNum": procedure["ProvNum"],
        "ClinicNum": procedure["ClinicNum"],
        "InsSubNum": subscription,
        "PlanNum": plan,
        "Status": "CapEstimate" if insured.plan["PlanType"] == CAPITATION else "Estimate",
        "DateCP": procedure["ProcDate"],
        "ProcDate": procedure["ProcDate"],
        "NoBillIns": _is_not_billed(case, procedure, plan),
        "SecDateEntry": case.call.today,
    }


def _is_not_billed(case: Case, procedure: Row, plan: int) -> bool:
    """Whether a code is not billed to insurances: as the plan has it, else as the code says."""
    asked: dict[str, Any] = {"PlanNum": plan, "FKey": procedure["CodeNum"], "FKeyType": "ProcCodeNoBillIns"}
    for row in case.call.records.rows("insplanpreference", **asked):
        return bool(row["ValueString"] == "1")
    return bool(case.code(procedure["CodeNum"])["NoBillIns"])


def _estimate_all(case: Case, procedure: Row, rows: list[Row], known: Known | None) -> None:
    """Work out the claimprocs, those of the first insurance first."""
    of_rows = [(insured, row) for row in rows if (insured := case.of_claimproc(row))]
    before = Before()
    for insured, row in sorted(of_rows, key=lambda one: one[0].ordinal or len(of_rows) + _LAST):
        is_new = not row["ClaimProcNum"]
        # Chosen: the model tells the two apart for new rows alone; here a procedure's status does so for old ones too.
        if row["Status"] in ("CapComplete", "CapEstimate") and insured.plan["PlanType"] == CAPITATION and not is_new:
            row["Status"] = "CapComplete" if procedure["ProcStatus"] == _COMPLETE else "CapEstimate"
        estimate(case, insured, procedure, row, before=before, known=known)
        if is_new and row["Status"] == "CapEstimate" and procedure["ProcStatus"] == _COMPLETE:
            row["Status"] = "CapComplete"
        if not row["ClaimNum"]:
            row["ProcDate"] = procedure["ProcDate"]
        row["ClinicNum"] = procedure["ClinicNum"]
        if row["Status"] in ESTIMATED:
            row["ProvNum"] = procedure["ProvNum"]
        if 1 <= insured.ordinal <= _LAST:
            _add(before, row)


def _add(before: Before, row: Row) -> None:
    """Have what an insurance does count for those after it."""
    if row["Status"] == "Preauth":
        return
    if row["Status"] in _PAID:
        before.paid += money(row["InsPayAmt"])
        before.base += money(row["InsPayAmt"])
        before.written_off += money(row["WriteOff"])
    else:
        before.paid += first_set(money(row["InsEstTotalOverride"]), money(row["InsEstTotal"]))
        before.base += money(row["BaseEst"])
        before.written_off += write_off(row)


def _cap_first_write_off(case: Case, procedure: Row, rows: list[Row]) -> None:
    """Have a first PPO write off no more than all its insurances leave of the fee."""
    first = case.insured[0] if len(case.insured) > 1 else None
    if first is None or first.plan["PlanType"] != PPO:
        return
    left = money(procedure["ProcFee"]) * quantity(procedure) - sum((_to_be_paid(row) for row in rows), ZERO)
    for row in rows:
        if (row["InsSubNum"], row["PlanNum"]) == first.key and row["WriteOffEst"] > max(ZERO, left):
            row["WriteOffEst"] = float(max(ZERO, left))


def _to_be_paid(row: Row) -> Any:
    if row["Status"] in _PAID:
        return money(row["InsPayAmt"])
    if row["Status"] == "NotReceived":
        return money(row["InsPayEst"])
    if row["Status"] == "Estimate":
        override = money(row["InsEstTotalOverride"])
        return money(row["InsEstTotal"]) if override == UNSET else override
    return ZERO
