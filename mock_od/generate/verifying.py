"""What the front desk has asked carriers: rows of plans and of patients' enrollments, some verified of late.

Their chance is of their own, so that no other row depends on them.
May not: change a plan, or what it pays.
"""

from __future__ import annotations

from datetime import date, timedelta

from mock_od.generate.chance import Chance
from mock_od.generate.definitions import INS_STATUS, Definitions
from mock_od.generate.office import FRONT_DESK
from mock_od.generate.rows import Row, Tables
from mock_od.workdays import workday

_PLAN, _ENROLLMENT = "InsuranceBenefit", "PatientEnrollment"
# Percent of the rows: verified within half a year, and before; of those that were not of late, how many are somebody's.
_LATELY, _BEFORE, _ASSIGNED = 55, 20, 35
_HALF_A_YEAR, _TWO_YEARS, _WEEK = 180, 730, 7
_VERIFIED = (
    "Spoke to the carrier. Benefits as entered.",
    "Read on the carrier's website. Nothing has changed.",
    "Maximum and deductible confirmed by phone.",
    "",
    "",
)
_WAITING = ("Left a message with the carrier.", "On hold for half an hour; to be tried again.", "")


def verify(tables: Tables, definitions: Definitions, seed: int, today: date) -> None:
    """Add a row for each plan and each patplan."""
    chance = Chance(f"verifying {seed}")
    desk = _Desk(tables, definitions, chance, today)
    for plan in tables.rows["insplan"]:
        users = tuple(FRONT_DESK.values())
        desk.add(_PLAN, plan["PlanNum"], str(plan["SecDateTEdit"]), chance.choice(users))
    clinics = {row["PatNum"]: int(str(row["ClinicNum"])) for row in tables.rows["patient"]}
    for patplan in tables.rows["patplan"]:
        user = FRONT_DESK[clinics[patplan["PatNum"]]]
        desk.add(_ENROLLMENT, patplan["PatPlanNum"], str(patplan["SecDateTEntry"]), user)


class _Desk:
    """Who verifies, and when."""

    def __init__(self, tables: Tables, definitions: Definitions, chance: Chance, today: date) -> None:
        self._tables = tables
        self._definitions = definitions
        self._chance = chance
        self._today = today

    def add(self, kind: str, key: object, entered: str, user: int) -> None:
        """Add the row of a plan or of a patplan.

        :param entered: when that was.
        """
        self._tables.add("insverify", key=0, **self._state(kind, date.fromisoformat(entered[:10]), user, key, entered))

    def _state(self, kind: str, since: date, user: int, key: object, entered: str) -> Row:
        chance = self._chance
        state: Row = {"VerifyType": kind, "FKey": key, "DateTimeEntry": entered, "SecDateTEdit": entered}
        share = chance.randrange(100)
        if share < _LATELY + _BEFORE:
            ago = chance.randrange(1, _HALF_A_YEAR) if share < _LATELY else chance.randrange(_HALF_A_YEAR, _TWO_YEARS)
            day = workday(max(since, self._today - timedelta(days=ago)), since)
            state |= {"DateLastVerified": day.isoformat(), "Note": chance.choice(_VERIFIED)}
            state |= {"UserNum": user, "DefNum": self._status("Verified"), "DateLastAssigned": day.isoformat()}
            state["SecDateTEdit"] = max(entered, f"{day} {chance.randrange(10, 12)}:{chance.randrange(10, 60)}:00")
        if share >= _LATELY and chance.likely(_ASSIGNED):
            day = workday(max(since, self._today - timedelta(days=chance.randrange(1, _WEEK))), since)
            state |= {"UserNum": user, "DateLastAssigned": day.isoformat(), "Note": chance.choice(_WAITING)}
            state["DefNum"] = self._status(chance.choice(("To be called", "Waiting for the carrier")))
            state["SecDateTEdit"] = max(entered, f"{day} 11:{chance.randrange(10, 60)}:00")
        order = ("DateLastVerified", "UserNum", "VerifyType", "FKey", "DefNum", "Note", "DateLastAssigned")
        return {name: state[name] for name in (*order, "DateTimeEntry", "SecDateTEdit") if name in state}

    def _status(self, name: str) -> int:
        return self._definitions.number(INS_STATUS, name)
