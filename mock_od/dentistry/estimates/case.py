"""What a patient's estimates rest on, each read once for all the procedures that are worked out together.

May not: change anything.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.call import Call, Row
from mock_od.dentistry.benefits import Lists, benefits_of, is_charged_as_usual, is_excluded, percentage
from mock_od.dentistry.preferences import preference

PPO, CAPITATION, FLAT_COPAY = "p", "c", "f"
"""Plan types; percentage is the empty one."""
_NO_DATE = "0001-01-01"
_NO_CODE: Row = {
    "CodeNum": 0,
    "ProcCode": "",
    "NoBillIns": False,
    "SubstitutionCode": "",
    "SubstOnlyIf": "Always",
    "TreatArea": "None",
    "IsHygiene": False,
}


class Insured(NamedTuple):
    """How a patient has an insurance plan.

    :param ordinal: 1 for the first insurance, 2 for the second one; 0 for one that was dropped.
    :param patplan: PatPlanNum; 0 for one that was dropped.
    :param subscription: the inssub row.
    :param plan: the insplan row.
    :param benefits: the plan's benefits and the patient's own.
    """

    ordinal: int
    patplan: int
    subscription: Row
    plan: Row
    benefits: list[Row]

    @property
    def key(self) -> tuple[int, int]:
        """InsSubNum and PlanNum."""
        return self.subscription["InsSubNum"], self.plan["PlanNum"]


class Case:
    """A patient, the patient's insurances, and what the office has set up for all.

    :param patient: PatNum.
    """

    def __init__(self, call: Call, patient: int) -> None:
        self.call = call
        self.patient = patient
        self.lists = Lists(call)
        self.insured = [*self._insurances()]
        """By Ordinal; a patplan whose subscription or plan is gone is left out."""
        self._preferences: dict[str, str] = {}
        self._codes: dict[int, Row] = {}
        self._age: int | None = None

    def _insurances(self) -> list[Insured]:
        records = self.call.records
        patplans = sorted(records.rows("patplan", PatNum=self.patient), key=lambda row: int(row["Ordinal"]))
        found = []
        for ordinal, patplan in enumerate(patplans, start=1):
            subscription = records.find("inssub", patplan["InsSubNum"])
            plan = records.find("insplan", subscription["PlanNum"]) if subscription else None
            if subscription and plan:
                number = patplan["PatPlanNum"]
                benefits = benefits_of(self.call, plan["PlanNum"], number)
                found.append(Insured(ordinal, number, subscription, plan, benefits))
        return found

    def of_claimproc(self, claimproc: Row) -> Insured | None:
        """The insurance that a claimproc is of, dropped or not; None where its plan is gone."""
        key = (claimproc["InsSubNum"], claimproc["PlanNum"])
        for insured in self.insured:
            if insured.key == key:
                return insured
        plan = self.call.records.find("insplan", claimproc["PlanNum"]) if claimproc["PlanNum"] else None
        if plan is None:
            return None
        subscription = self.call.records.find("inssub", claimproc["InsSubNum"]) or {
            "InsSubNum": claimproc["InsSubNum"],
            "PlanNum": claimproc["PlanNum"],
            "DateEffective": _NO_DATE,
        }
        return Insured(0, 0, subscription, plan, benefits_of(self.call, plan["PlanNum"], 0))

    def is_on(self, name: str, *, usual: bool = False) -> bool:
        """Whether a preference is on.

        :param usual: whether it is where the office has no row of it.
        """
        if name not in self._preferences:
            self._preferences[name] = preference(self.call, name)
        text = self._preferences[name]
        return text == "1" if text else usual

    def code(self, number: int) -> Row:
        """The procedurecode row; one of no code where there is none."""
        if number not in self._codes:
            self._codes[number] = self.call.records.find("procedurecode", number) or _NO_CODE
        return self._codes[number]

    @property
    def age(self) -> int:
        """The patient's whole years; 0 where nothing says when the patient was born."""
        if self._age is None:
            row = self.call.records.find("patient", self.patient)
            born, today = row["Birthdate"] if row else _NO_DATE, self.call.today
            years = int(today[:4]) - int(born[:4]) - (today[5:] < born[5:])
            self._age = 0 if born == _NO_DATE else years
        return self._age

    # --- what benefits say ---

    def is_excluded(self, insured: Insured, code: Row) -> bool:
        """Whether a plan excludes a code."""
        return is_excluded(self.lists, insured.benefits, code)

    def percentage(self, insured: Insured, code: Row) -> int:
        """How much of a code's fee a plan covers, in percent."""
        return percentage(self.lists, insured.plan, insured.benefits, code)

    def is_charged_as_usual(self, insured: Insured, code: Row) -> bool:
        """Whether the plan does not cover a code, and has it charged as if there were no insurance then."""
        practice = self.is_on("InsPlanUseUcrFeeForExclusions")
        if not is_charged_as_usual(rule=insured.plan["ExclusionFeeRule"], practice=practice):
            return False
        return self.is_excluded(insured, code) or self.percentage(insured, code) == 0
