"""When an insurance was last verified: a row for each plan's benefits, and one for each patient's enrollment.

A plan has its row from the day that it is made, and so has a patplan; both begin as blank ones, which nobody has
verified. Days are ``yyyy-MM-dd``, and 0001-01-01 is never.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mock_od.call import Call, Row

BENEFITS = "InsuranceBenefit"
"""VerifyType of what a plan pays; FKey is a PlanNum."""
ENROLLMENT = "PatientEnrollment"
"""VerifyType of whether a patient is covered; FKey is a PatPlanNum."""
NEVER = "0001-01-01"
_KEPT = (
    "InsVerifyNum",
    "DateLastVerified",
    "UserNum",
    "VerifyType",
    "FKey",
    "DefNum",
    "Note",
    "DateLastAssigned",
    "DateTimeEntry",
    "HoursAvailableForVerification",
)
"""The columns that insverifyhist keeps of a row."""
_BLANK = {"DateLastVerified": NEVER, "UserNum": 0, "DefNum": 0, "Note": "", "DateLastAssigned": NEVER}


def verification(call: Call, kind: str, key: int) -> Row | None:
    """The insverify row of a plan or a patplan; of several the one that was verified last. None without one.

    :param kind: VerifyType.
    :param key: PlanNum or PatPlanNum.
    """
    rows = call.records.rows("insverify", VerifyType=kind, FKey=key)
    return max(rows, key=lambda row: str(row["DateLastVerified"]), default=None)


def ensure(call: Call, kind: str, key: int) -> int:
    """The insverify row of a plan or a patplan, which is made where there is none; its InsVerifyNum.

    :param kind: VerifyType.
    :param key: PlanNum or PatPlanNum.
    """
    there = verification(call, kind, key)
    return int(there["InsVerifyNum"]) if there else _insert(call, kind, key, {})


def upsert(call: Call, kind: str, key: int, values: Mapping[str, Any]) -> int:
    """Write columns of the insverify row of a plan or a patplan, which is made where there is none; its InsVerifyNum.

    Columns that are not said stay as they are.

    :param kind: VerifyType.
    :param key: PlanNum or PatPlanNum.
    :param values: columns with their new values, in words.
    """
    there = verification(call, kind, key)
    if there is None:
        return _insert(call, kind, key, values)
    call.records.update("insverify", there["InsVerifyNum"], values)
    return int(there["InsVerifyNum"])


def verify(call: Call, kind: str, key: int, values: Mapping[str, Any]) -> int:
    """Write what a verification has found, and keep what was known before in insverifyhist; InsVerifyNum of the row.

    A status or a note that is set is one of today: DateLastAssigned.

    :param kind: VerifyType.
    :param key: PlanNum or PatPlanNum.
    :param values: columns with their new values, in words.
    """
    there = verification(call, kind, key)
    if there:
        call.records.insert("insverifyhist", {name: there[name] for name in _KEPT})
    assigned = {"DateLastAssigned": call.today} if "DefNum" in values or "Note" in values else {}
    return upsert(call, kind, key, {**values, **assigned})


def blank(call: Call, kind: str, key: int) -> int:
    """Have a plan or a patplan as one that nobody has verified, as a new plan is; InsVerifyNum of its row.

    :param kind: VerifyType.
    :param key: PlanNum or PatPlanNum.
    """
    return upsert(call, kind, key, _BLANK)


def forget(call: Call, kind: str, key: int) -> None:
    """Delete the insverify rows of a plan or a patplan that goes.

    :param kind: VerifyType.
    :param key: PlanNum or PatPlanNum.
    """
    call.records.delete("insverify", VerifyType=kind, FKey=key)


def release_plan(call: Call, plan: int, patplan: int) -> None:
    """Take a plan off the list of the user who was to verify it together with a patplan that goes.

    :param plan: PlanNum.
    :param patplan: PatPlanNum.
    """
    own, plans = verification(call, ENROLLMENT, patplan), verification(call, BENEFITS, plan)
    if own and plans and own["UserNum"] == plans["UserNum"]:
        call.records.update("insverify", plans["InsVerifyNum"], {"UserNum": 0, "DateLastAssigned": NEVER})


def _insert(call: Call, kind: str, key: int, values: Mapping[str, Any]) -> int:
    given = {"VerifyType": kind, "FKey": key, "DateTimeEntry": call.moment, **values}
    return call.records.insert("insverify", given)
