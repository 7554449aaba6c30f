"""What one insurance will do for one procedure.

The steps and their order are those of the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mock_od.call import Row
from mock_od.dentistry.estimates import frequency, waiting
from mock_od.dentistry.estimates.allowed import carriers_fee, instead, scheduled
from mock_od.dentistry.estimates.case import CAPITATION, PPO, Case, Insured
from mock_od.dentistry.estimates.copay import copay, has_fixed_benefits
from mock_od.dentistry.estimates.deductible import deductible
from mock_od.dentistry.estimates.history import Known
from mock_od.dentistry.estimates.limits import AGE, PERIOD, Asked, limit
from mock_od.dentistry.estimates.money import UNSET, ZERO, cents, first_set, money

EXCLUSION = "Exclusion"
_UNTOUCHED = ("CapClaim", "CapComplete", "Preauth", "Supplemental")
_OPEN = ("NotReceived", "Estimate", "CapEstimate", "InsHist")
_WHOLE = 100
_BASIC, _CARVE_OUT, _MEDICAID = "Basic", "CarveOut", "SecondaryMedicaid"
_SECOND = 2
_NOT_BILLED: Row = {
    "AllowedOverride": -1.0,
    "CopayAmt": 0.0,
    "CopayOverride": -1.0,
    "Percentage": -1,
    "PercentOverride": -1,
    "DedEst": -1.0,
    "DedEstOverride": -1.0,
    "PaidOtherIns": -1.0,
    "PaidOtherInsOverride": -1.0,
    "BaseEst": 0.0,
    "InsEstTotal": 0.0,
    "InsEstTotalOverride": -1.0,
    "WriteOff": 0.0,
    "WriteOffEst": -1.0,
    "WriteOffEstOverride": -1.0,
    "EstimateNote": "",
}


@dataclass
class Before:
    """What the insurances before this one do for the procedure.

    :param paid: what they pay.
    :param base: what they would pay without a deductible and limits.
    :param written_off: what they write off.
    """

    paid: Decimal = ZERO
    base: Decimal = ZERO
    written_off: Decimal = ZERO


def quantity(procedure: Row) -> int:
    """How many units a procedure has, at least one."""
    return max(1, int(procedure["UnitQty"]) + int(procedure["BaseUnits"]))


def write_off(row: Row) -> Decimal:
    """What a claimproc is to write off: the override, else the estimate, else nothing."""
    return first_set(money(row["WriteOffEstOverride"]), money(row["WriteOffEst"]))


def estimate(
    case: Case, insured: Insured, procedure: Row, claimproc: Row, *, before: Before, known: Known | None
) -> None:
    """Work out a claimproc, which is changed; one that is settled stays as it is.

    :param procedure: the procedurelog row.
    :param claimproc: the claimproc row, or one to be.
    :param known: what counts for deductibles and limits; without it the deductible stays as it was, and nothing else
        limits the estimate.
    """
    is_capitation = insured.plan["PlanType"] == CAPITATION
    if claimproc["Status"] in ("Estimate", "CapEstimate"):
        claimproc["Status"] = "CapEstimate" if is_capitation else "Estimate"
    status = claimproc["Status"]
    if status in _UNTOUCHED or (status == "Received" and not case.is_on("InsEstRecalcReceived")):
        return
    if claimproc["NoBillIns"]:
        claimproc.update(_NOT_BILLED)
        return
    _Estimation(case, insured, procedure, claimproc, before=before, known=known).work_out()


class _Estimation:
    """One claimproc while it is worked out: amounts are decimals, and go into the row at the end of each step."""

    def __init__(
        self, case: Case, insured: Insured, procedure: Row, claimproc: Row, *, before: Before, known: Known | None
    ) -> None:
        self.case = case
        self.insured = insured
        self.plan = insured.plan
        self.procedure = procedure
        self.code = case.code(procedure["CodeNum"])
        self.row = claimproc
        self.before = before
        self.known = known
        self.quantity = quantity(procedure)
        self.fee = money(procedure["ProcFee"]) * self.quantity
        self.base = self.total = self.allowed = self.fee
        self.percent = case.percentage(insured, self.code)
        self.limited = ""
        """Which kind of limit left nothing."""

    def _get(self, column: str) -> Decimal:
        return money(self.row[column])

    def _set(self, **amounts: Decimal) -> None:
        self.row.update({column: float(amount) for column, amount in amounts.items()})

    def _note(self, note: str) -> None:
        notes = [text for text in (self.row["EstimateNote"], note) if text]
        self.row["EstimateNote"] = ", ".join(notes)

    def work_out(self) -> None:
        """All steps, in their order."""
        self.row["EstimateNote"] = ""
        self._find_allowed()
        self._find_copay()
        if self.row["Status"] == "CapEstimate":
            self._capitate()
            return
        steps: tuple[Callable[[], None], ...] = (
            self._take_copay,
            self._take_deductible,
            self._take_percentage,
            self._leave_to_others,
            self._exclude,
            self._limit,
            self._write_off,
            self._round,
            self._look_at_time,
        )
        for step in steps:
            step()

    def _find_allowed(self) -> None:
        override = self._get("AllowedOverride")
        if override != UNSET:
            self.allowed = min(override, self.fee)
            self._set(AllowedOverride=self.allowed)
        elif self.plan["PlanType"] != CAPITATION:
            carriers = carriers_fee(self.case, self.plan, self.procedure)
            if carriers is not None:
                self.allowed = min(carriers * self.quantity, self.fee)
            elif self.case.is_on("InsOutOfNetworkBlankLikeZero"):
                self.allowed = ZERO
        self.base = self.total = self.allowed

    def _find_copay(self) -> None:
        amount = copay(self.case, self.plan, self.procedure, self.base)
        if amount != UNSET:
            amount = min(amount * self.quantity, self.allowed)
        self._set(CopayAmt=amount, CopayOverride=min(self._get("CopayOverride"), self.allowed))

    def _capitate(self) -> None:
        """What a capitation plan does: it pays nothing, and all beyond the copay is written off."""
        said = max(self._get("CopayAmt"), ZERO)
        left = max(ZERO, self.base - first_set(self._get("CopayOverride"), said))
        if self.case.is_charged_as_usual(self.insured, self.code):
            left = ZERO
        self._set(CopayAmt=said, WriteOffEst=left, WriteOff=left, DedApplied=ZERO, DedEst=ZERO)
        self._set(BaseEst=ZERO, InsEstTotal=ZERO)
        self.row |= {"Percentage": -1, "PercentOverride": -1}

    def _take_copay(self) -> None:
        amount = first_set(self._get("CopayOverride"), self._get("CopayAmt"))
        self.base -= amount
        self.total -= amount

    def _take_deductible(self) -> None:
        amount = self._get("DedEst")
        if self.known is not None:
            amount = deductible(self.case, self.insured, self.procedure, self.known)
        if self.percent == 0:
            amount = ZERO
        override = self._get("DedEstOverride")
        self._set(DedEst=min(amount, self.total), DedEstOverride=min(override, self.total))
        self.total -= first_set(self._get("DedEstOverride"), self._get("DedEst"))

    def _take_percentage(self) -> None:
        self.row["Percentage"] = _WHOLE if has_fixed_benefits(self.case, self.plan) else self.percent
        part = first_set(self._get("PercentOverride"), self._get("Percentage")) / _WHOLE
        self.base *= part
        self.total *= part

    def _leave_to_others(self) -> None:
        """Pay no more than is left beside the insurances before."""
        if self.insured.ordinal == 1:
            self._set(PaidOtherIns=ZERO)
            return
        self._set(PaidOtherIns=self.before.paid)
        override = self._get("PaidOtherInsOverride")
        paid = self.before.paid if override == UNSET else override
        base = self.base
        self.total = min(self.total, self._most(self.total, paid))
        self.base = min(base, self._most(base, self.before.base, of_base=base))

    def _most(self, pays: Decimal, paid: Decimal, *, of_base: Decimal | None = None) -> Decimal:
        """What it may pay at most, by the plan's rule of coordination.

        :param pays: what it would pay.
        :param paid: what others pay.
        """
        rule = self.plan["CobRule"]
        if rule == _CARVE_OUT:
            most = pays - paid
        elif rule == _BASIC or (rule == _MEDICAID and self.insured.ordinal == _SECOND):
            most = self.allowed - paid
        else:
            base = self.base if of_base is None else of_base
            most = min(base, self.fee - paid - self.before.written_off)
        return max(ZERO, most)

    def _exclude(self) -> None:
        if self.case.is_excluded(self.insured, self.code):
            self.base = self.total = ZERO
            self._note(EXCLUSION)
            if self.case.is_on("InsPlanExclusionsMarkDoNotBillIns"):
                self.row["NoBillIns"] = True

    def _limit(self) -> None:
        if self.known is None:
            return
        override = self._get("InsEstTotalOverride")
        found = limit(self.case, self.insured, self.procedure, self.known, Asked(self.total, override))
        self.total = found.amount
        self._note(found.note)
        self.limited = found.kind if found.amount <= 0 else ""

    def _write_off(self) -> None:
        self._set(WriteOffEst=self._written_off())

    def _written_off(self) -> Decimal:
        before, fee = self.before, self.fee
        is_ppo = self.plan["PlanType"] == PPO
        if self.case.is_charged_as_usual(self.insured, self.code):
            return ZERO if is_ppo else UNSET
        if self.plan["CobRule"] == _MEDICAID and self.insured.ordinal == _SECOND:
            return max(ZERO, fee - before.paid - before.written_off - self.total)
        if not is_ppo:
            return UNSET
        if not self.plan["HasPpoSubstWriteoffs"]:
            other = instead(self.case, self.plan, self.procedure)
            if other != self.procedure["CodeNum"]:
                return UNSET
        amount = self._ppo_write_off()
        if before.paid + before.written_off + self.total + amount > fee:
            return max(ZERO, fee - before.paid - before.written_off - self.total)
        return amount

    def _ppo_write_off(self) -> Decimal:
        """What a PPO's dentist does not ask beyond the fee of the procedure's own code."""
        before, fee = self.before, self.fee
        schedule, own = self.plan["FeeSched"], self.procedure["CodeNum"]
        unit = scheduled(self.case, schedule, self.procedure, code=own)
        usual = ZERO if unit is None else fee - min(unit * self.quantity, fee)
        is_second = before.paid > 0 and not self.case.is_on("InsPPOsecWriteoffs")
        if is_second or before.written_off > 0 or self.row["IsOverpay"]:
            return ZERO
        return min(usual, max(ZERO, fee - before.paid - before.written_off))

    def _round(self) -> None:
        base, total = cents(self.base), cents(self.total)
        override = self._get("InsEstTotalOverride")
        self._set(BaseEst=base, InsEstTotal=total, InsPayEst=total if override == UNSET else override)
        preferences = {PERIOD: "AnnualMax", AGE: "FreqOrAging"}
        if self.limited and self._zeroes(preferences[self.limited]):
            self._zero_write_off()

    def _zeroes(self, what: str) -> bool:
        """Whether nothing is written off of what a limit has left nothing of: the plan says so, else the practice."""
        own: Any = self.plan[f"InsPlansZeroWriteOffsOn{what}Override"]
        if own in (0, "Default"):
            return self.case.is_on(f"InsPlansZeroWriteOffsOn{what}")
        return own in (1, "Yes")

    def _zero_write_off(self) -> None:
        if self.row["Status"] in _OPEN:
            self._set(WriteOffEst=ZERO)

    def _look_at_time(self) -> None:
        """How often it was done already, and whether the insurance pays for it yet."""
        if self.known is not None and frequency.is_met(self.case, self.insured, self.procedure, self.row, self.known):
            self._pay_nothing(frequency.NOTE)
            # Inferred: the preference's name says frequency, the model has it for age limits alone.
            if self._zeroes("FreqOrAging"):
                self._zero_write_off()
        if waiting.has_to_wait(self.case, self.insured, self.procedure):
            self._pay_nothing(waiting.NOTE)

    def _pay_nothing(self, note: str) -> None:
        self._set(BaseEst=ZERO, InsEstTotal=ZERO, DedEst=ZERO, DedApplied=ZERO, DedEstOverride=UNSET)
        self._set(InsPayEst=first_set(self._get("InsEstTotalOverride")))
        self._note(note)
