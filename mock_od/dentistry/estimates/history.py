"""What insurances have paid, will pay, or know of: claimprocs of the past, and what was worked out before.

In the SELECT, Status 0 is NotReceived, 1 Received, 3 Adjustment, 4 Supplemental, 9 InsHist.
Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from mock_od.call import Row
from mock_od.dentistry.estimates.benefit_year import FIRST_DAY, renewed
from mock_od.dentistry.estimates.case import Case, Insured
from mock_od.dentistry.estimates.money import ZERO, first_set, money

_STATUSES = {0: "NotReceived", 1: "Received", 3: "Adjustment", 4: "Supplemental", 9: "InsHist"}
_ENTRIES = f"""SELECT c."ClaimProcNum", c."ProcNum", c."PatNum", c."PlanNum", c."InsSubNum", c."Status", c."ProcDate",
    CASE c."Status" WHEN 0 THEN c."InsPayEst" ELSE c."InsPayAmt" END, c."DedApplied", c."NoBillIns",
    COALESCE(k."CodeNum", 0), COALESCE(k."ProcCode", ''), COALESCE(k."TreatArea", 0),
    COALESCE(p."ToothNum", ''), COALESCE(p."Surf", ''), COALESCE(p."ToothRange", '')
    FROM "claimproc" c LEFT JOIN "procedurelog" p ON p."ProcNum" = c."ProcNum"
    LEFT JOIN "procedurecode" k ON k."CodeNum" = p."CodeNum"
    WHERE c."Status" IN ({", ".join(map(str, _STATUSES))})"""


class Place(NamedTuple):
    """Where in the mouth a procedure is, as its row has it."""

    tooth: str
    surf: str
    teeth: str


class Entry(NamedTuple):
    """One claimproc that counts.

    :param number: ClaimProcNum; 0 for one that is yet to be written.
    :param procedure: ProcNum; 0 for what is not about a procedure.
    :param amount: what the insurance pays, or is to pay.
    :param deducted: the deductible that it took.
    :param code: CodeNum and ProcCode of the procedure.
    """

    number: int
    procedure: int
    patient: int
    plan: int
    subscription: int
    status: str
    day: str
    amount: Decimal
    deducted: Decimal
    is_not_billed: bool
    code: Row
    place: Place


class Known:
    """What counts when a patient's procedures are worked out one after another.

    :param as_of: the day whose benefit year is looked at.
    """

    def __init__(self, case: Case, as_of: str) -> None:
        self._case = case
        self._as_of = as_of
        self._history: dict[tuple[int, int], list[Entry]] = {}
        self.loop: list[Entry] = []
        """What was worked out for the procedures before."""

    def everything(self, insured: Insured) -> list[Entry]:
        """What is known of an insurance of old: of the patient, or of the family where a benefit is the family's."""
        found = self._history.get(insured.key)
        if found is None:
            found = self._history[insured.key] = entries(self._case, insured)
        return found

    def history(self, insured: Insured) -> list[Entry]:
        """What may have used up a benefit: what was done since the plan was renewed, or ever where one is for life."""
        if any(row["TimePeriod"] == "Lifetime" for row in insured.benefits):
            first = FIRST_DAY
        else:
            first = renewed(self._as_of, insured.plan["MonthRenew"], self._case.call.today)
        return [entry for entry in self.everything(insured) if entry.day >= first]

    def add(self, procedure: Row, claimprocs: Iterable[Row]) -> None:
        """Have the estimates of a procedure count for the next ones."""
        code = self._case.code(procedure["CodeNum"])
        place = Place(procedure["ToothNum"], procedure["Surf"], procedure["ToothRange"])
        for row in claimprocs:
            if row["Status"] not in ("Estimate", "CapEstimate"):
                continue
            self.loop.append(
                Entry(
                    row["ClaimProcNum"],
                    procedure["ProcNum"],
                    row["PatNum"],
                    row["PlanNum"],
                    row["InsSubNum"],
                    row["Status"],
                    self._case.call.today,
                    first_set(money(row["InsEstTotalOverride"]), money(row["InsEstTotal"])),
                    first_set(money(row["DedEstOverride"]), money(row["DedEst"])),
                    bool(row["NoBillIns"]),
                    code,
                    place,
                )
            )


def entries(case: Case, insured: Insured) -> list[Entry]:
    """The claimprocs that an insurance has settled, or has before it, by key; no estimates."""
    of_family = any(row["CoverageLevel"] == "Family" for row in insured.benefits)
    # By the patient there is an index.
    where = ("", ()) if of_family else (' AND c."PatNum" = ?', (case.patient,))
    sql = f'{_ENTRIES}{where[0]} AND c."InsSubNum" = ? ORDER BY c."ClaimProcNum"'
    return [_entry(*row) for row in case.call.records.query(sql, *where[1], insured.subscription["InsSubNum"])]


def _entry(  # noqa: PLR0917  # one for each column
    number: int,
    procedure: int,
    patient: int,
    plan: int,
    subscription: int,
    status: int,
    day: str,
    amount: float,
    deducted: float,
    not_billed: int,
    code: int,
    text: str,
    area: int,
    tooth: str,
    surf: str,
    teeth: str,
) -> Entry:
    named: Row = {"CodeNum": code, "ProcCode": text, "TreatArea": area}
    taken = max(money(deducted), ZERO)
    place = Place(tooth, surf, teeth)
    money_paid = money(amount)
    known = _STATUSES[status]
    return Entry(
        number, procedure, patient, plan, subscription, known, day, money_paid, taken, bool(not_billed), named, place
    )
