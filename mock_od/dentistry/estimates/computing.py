"""The estimates of procedures: worked out, and written where something has changed.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterable

from mock_od.call import Call, Row
from mock_od.dentistry.estimates.case import Case
from mock_od.dentistry.estimates.history import Known
from mock_od.dentistry.estimates.rows import work_out

_CONCERNED = """SELECT 1 FROM "patplan" WHERE "PatNum" = ? UNION ALL
    SELECT 1 FROM "claimproc" WHERE "PatNum" = ? LIMIT 1"""
_COMPLETE, _PLANNED = "C", ("TP", "TPi")


def compute(
    call: Call,
    procedures: Iterable[Row],
    *,
    limits: bool = False,
    day: str = "",
    keep: bool = True,
) -> dict[int, list[Row]]:
    """What a patient's insurances are expected to do for procedures: their claimprocs, as they are from now on.

    An estimate is made for each insurance that has none; those of insurances that the patient has no more go. What an
    insurance has received stays as it is, and so do pre-authorizations.

    :param procedures: procedurelog rows of one patient, in the order in which they use up what the insurances pay.
    :param limits: whether deductibles, maxima, age and frequency limits count, with what the insurances have paid and
        with the procedures before. Without them a deductible stays as it was, and nothing limits an estimate.
    :param day: the day that counts instead of each procedure's own, ``yyyy-MM-dd``.
    :param keep: whether it is written; else it is only answered.
    :returns: the claimproc rows by ProcNum. What is not written yet has a ClaimProcNum of 0.
    """
    found: dict[int, list[Row]] = {}
    case: Case | None = None
    known: Known | None = None
    for procedure in procedures:
        if case is None:
            patient = procedure["PatNum"]
            if not call.records.query(_CONCERNED, patient, patient):
                return {}
            case = Case(call, patient)
            known = Known(case, day or call.today) if limits else None
        asked = {**procedure, "ProcDate": day} if day else procedure
        number = procedure["ProcNum"]
        there = call.records.rows("claimproc", ProcNum=number)
        wanted = work_out(case, asked, there, known)
        found[number] = there if wanted is None else wanted
        if keep and wanted is not None:
            _write(call, there, wanted)
        if known is not None:
            known.add(asked, found[number])
    return found


def recompute(call: Call, number: int) -> None:
    """Work out the estimates of one procedure after it was made or changed; deductibles and limits are left.

    :param number: ProcNum.
    """
    procedure = call.records.find("procedurelog", number)
    if procedure is not None:
        compute(call, [procedure])


def recompute_patient(call: Call, patient: int, *, completed: bool = False) -> None:
    """Work out all estimates of a patient's planned procedures after the insurances have changed.

    Deductibles and limits are left until a treatment plan is saved.

    :param patient: PatNum.
    :param completed: whether those of completed procedures too, where an insurance was dropped. A completed procedure
        on a claim keeps what the claim was sent with.
    """
    statuses = (*_PLANNED, _COMPLETE) if completed else _PLANNED
    rows = [row for row in call.records.rows("procedurelog", PatNum=patient) if row["ProcStatus"] in statuses]
    claimed = {row["ProcNum"] for row in call.records.rows("claimproc", PatNum=patient) if row["ClaimNum"]}
    compute(call, [row for row in rows if row["ProcStatus"] != _COMPLETE or row["ProcNum"] not in claimed])


def _write(call: Call, there: list[Row], wanted: list[Row]) -> None:
    """Write what differs; new rows get their numbers."""
    before = {row["ClaimProcNum"]: row for row in there}
    kept = {row["ClaimProcNum"] for row in wanted}
    for number in before:
        if number not in kept:
            call.records.delete("claimproc", ClaimProcNum=number)
    for row in wanted:
        number = row["ClaimProcNum"]
        if not number:
            values = {name: value for name, value in row.items() if name != "ClaimProcNum"}
            row["ClaimProcNum"] = call.records.insert("claimproc", values)
            continue
        changed = {name: value for name, value in row.items() if value != before[number][name]}
        call.records.update("claimproc", number, changed)
