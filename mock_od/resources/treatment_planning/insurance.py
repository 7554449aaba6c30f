"""What a patient's insurances are expected to do for what is planned, as a treatment plan shows it."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry import estimates
from mock_od.dentistry.estimates.allowed import carriers_fee
from mock_od.dentistry.estimates.case import Case
from mock_od.dentistry.estimates.money import UNSET, ZERO, first_set, money
from mock_od.dentistry.estimates.one_claimproc import quantity, write_off
from mock_od.dentistry.estimates.rows import ESTIMATED
from mock_od.dentistry.preferences import preference
from mock_od.resources.common import ACTIVE

NOT_BILLED = -1.0
"""FeeAllowed of what is not billed to the insurance."""
_FREQUENCY_LIMITATION = "Frequency Limitation"


class Expected(NamedTuple):
    """What is expected of a patient's insurances for a procedure.

    :param primary: what the first one pays.
    :param secondary: what the second one pays.
    :param allowed: the fee that the first one allows; -1 when it is not billed.
    :param notes: what is to be read of the estimates, each a line.
    """

    primary: float
    secondary: float
    allowed: float
    notes: list[str]


def insurances(call: Call, patient: int) -> list[Row]:
    """The inssub rows of the patient's insurances, the primary one first; an empty one where it is gone."""
    plans = sorted(call.records.rows("patplan", PatNum=patient), key=lambda plan: int(plan["Ordinal"]))
    return [call.records.find("inssub", plan["InsSubNum"]) or {} for plan in plans]


def estimate(call: Call, plan: Row, procedures: list[Row]) -> dict[int, list[Row]]:
    """Work out the estimates of what is on a treatment plan: each knows those before it, and what was paid.

    They are written where the plan is the Active one, as when the desktop program shows it; else only answered.

    :param plan: the treatplan row.
    :param procedures: the procedurelog rows, in the plan's order.
    :returns: those of the claimprocs that are estimates, by ProcNum.
    """
    # The limits are looked at as of today, unless the office does not look at frequencies: then by the day of each.
    day = "" if preference(call, "InsChecksFrequency") == "0" else call.today
    found = estimates.compute(call, procedures, limits=True, day=day, keep=plan["TPStatus"] == ACTIVE)
    return {number: [row for row in rows if row["Status"] in ESTIMATED] for number, rows in found.items()}


def written_off(rows: list[Row]) -> float:
    """What all these estimates write off."""
    return float(sum((write_off(row) for row in rows if not row["NoBillIns"]), ZERO))


def expect(case: Case, procedure: Row, rows: list[Row], insured: list[Row]) -> Expected:
    """What to expect of a patient's insurances.

    :param case: the patient's, for all procedures of a plan.
    :param rows: the procedure's estimates.
    :param insured: what :func:`insurances` gave, at least one.
    """
    first = _of(rows, insured[0])
    second = _of(rows, insured[1]) if len(insured) > 1 else None
    lines = [", ".join(row["EstimateNote"] for row in rows if row["EstimateNote"])]
    for row, name in ((first, "Pri"), (second, "Sec")):
        deductible = _first_set(row, "DedEstOverride", "DedEst") if row else ZERO
        lines.append(f"{name} Deduct Applied: ${deductible:.2f}" if deductible > 0 else "")
    if (first or case.code(procedure["CodeNum"]))["NoBillIns"]:
        allowed = NOT_BILLED
    elif first and first["AllowedOverride"] != UNSET:
        allowed = float(first["AllowedOverride"])
    else:
        allowed = float(_allowed(case, procedure, insured[0]))
    return Expected(_pays(first), _pays(second), allowed, [line for line in lines if line])


def _of(rows: list[Row], insurance: Row) -> Row | None:
    wanted = (insurance.get("InsSubNum"), insurance.get("PlanNum"))
    return next((row for row in rows if (row["InsSubNum"], row["PlanNum"]) == wanted), None)


def _pays(row: Row | None) -> float:
    if row is None or row["NoBillIns"]:
        return 0.0
    if _FREQUENCY_LIMITATION in row["EstimateNote"]:
        return float(_first_set(row, "InsEstTotalOverride"))
    return float(_first_set(row, "InsEstTotalOverride", "InsEstTotal"))


def _first_set(row: Row, *columns: str) -> Decimal:
    return first_set(*(money(row[column]) for column in columns))


def _allowed(case: Case, procedure: Row, insurance: Row) -> Decimal:
    """What the insurance allows, never more than the fee; 0 where that is not known."""
    plan = case.call.records.find("insplan", insurance.get("PlanNum", 0))
    fee = carriers_fee(case, plan, procedure) if plan else None
    return ZERO if fee is None else min(fee, money(procedure["ProcFee"])) * quantity(procedure)
