"""Treatment plans: what is proposed now, what was put aside, and the copies that were saved.

May not: propose anything; see treatment.py.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from mock_od.generate.chance import Chance
from mock_od.generate.coverage import Coverage
from mock_od.generate.definitions import Definitions
from mock_od.generate.estimates import Estimate
from mock_od.generate.office import FRONT_DESK, provider_name
from mock_od.generate.people import Person, is_minor, workday
from mock_od.generate.procedures import Procedure
from mock_od.generate.rows import Tables

# The value of preference TreatmentPlanNote in a fresh office, its double spaces included.
NOTE = (
    "If you have dental insurance, please be aware that THIS IS AN ESTIMATE ONLY.  Coverage may be different "
    "if your deductible has not been met, annual maximum has been met, or if your coverage table is lower "
    "than average."
)
_HEADINGS = ("Active Treatment Plan", "Treatment Plan", "Phase 1", "Proposal", "Accepted Treatment")

Line = tuple[Procedure, Estimate]


class _Saving(NamedTuple):
    """Which plan was saved, by whom and when."""

    plan: int
    user: int
    moment: str


class Plans:
    """Writes the treatment plans of patients."""

    def __init__(self, tables: Tables, definitions: Definitions, chance: Chance, today: date) -> None:
        self._tables = tables
        self._definitions = definitions
        self._chance = chance
        self._today = today

    def add(self, person: Person, coverage: Coverage, planned: list[Line], aside: list[Line], alternative: str) -> None:
        """Add the plans of one patient.

        :param planned: procedures of status TP: the Active plan has them all.
        :param aside: procedures of status TPi, for an Inactive plan.
        :param alternative: what the procedures aside would be, in a word.
        """
        if planned:
            self._add_open(person, coverage, "Active", "Active Treatment Plan", planned)
        if aside:
            lines = list(aside)
            if planned and self._chance.likely(30):
                # A proposed procedure may be part of both ways.
                lines.append(planned[-1])
            heading = f"{alternative} instead" if self._chance.likely(50) else "Inactive Treatment Plan"
            self._add_open(person, coverage, "Inactive", heading, lines)
        if planned and self._chance.likely(40):
            self._add_saved(person, coverage, self._chance.choice(_HEADINGS), planned)
        if aside and self._chance.likely(25):
            self._add_saved(person, coverage, f"{alternative} instead", aside)

    def _add_open(self, person: Person, coverage: Coverage, status: str, heading: str, lines: list[Line]) -> None:
        latest = max(procedure.stamp for procedure, _ in lines)
        plan = self._tables.add(
            "treatplan",
            PatNum=person.number,
            Heading=heading,
            Note=NOTE,
            TPStatus=status,
            SecUserNumEntry=lines[0][0].user,
            SecDateEntry=min(procedure.day for procedure, _ in lines).isoformat(),
            SecDateTEdit=latest,
            TPType=coverage.plan_type,
        )
        for procedure, _ in lines:
            self._tables.add(
                "treatplanattach", TreatPlanNum=plan, ProcNum=procedure.number, Priority=procedure.priority
            )

    def _add_saved(self, person: Person, coverage: Coverage, heading: str, lines: list[Line]) -> None:
        chance = self._chance
        charted = max(procedure.day for procedure, _ in lines)
        day = workday(charted + timedelta(days=chance.randrange((self._today - charted).days + 1)))
        day = max(day, charted)
        desk = FRONT_DESK[person.family.clinic.number]
        saved_at = f"{day} {chance.randrange(17, 19)}:{chance.randrange(60):02d}:{chance.randrange(60):02d}"
        signed = chance.likely(60)
        by_practice = signed and chance.likely(40)
        typed = signed and chance.likely(50)
        signer = person.family.guarantor if is_minor(person, self._today) else person
        plan = self._tables.add(
            "treatplan",
            PatNum=person.number,
            DateTP=day.isoformat(),
            Heading=heading,
            Note=NOTE,
            ResponsParty=responsible(person, self._today),
            TPStatus="Saved",
            SecUserNumEntry=desk,
            SecDateEntry=day.isoformat(),
            SecDateTEdit=saved_at,
            UserNumPresenter=desk if chance.likely(50) else 0,
            TPType=coverage.plan_type,
            DateTSigned=saved_at if signed else "",
            DateTPracticeSigned=saved_at if by_practice else "",
            SignatureText=signer.full_name if typed else "",
            SignaturePracticeText=provider_name(person.family.dentist) if typed and by_practice else "",
            isSigned="true" if signed else "false",
            isSignedPractice="true" if by_practice else "false",
        )
        for order, line in enumerate(lines):
            self._add_copy(_Saving(plan, desk, saved_at), order, *line)

    def _add_copy(self, saving: _Saving, order: int, procedure: Procedure, money: Estimate) -> None:
        code = procedure.code
        discount = round(money.write_off + procedure.discount, 2)
        own = procedure.amount - money.primary - money.secondary - discount + procedure.tax
        self._tables.add(
            "proctp",
            TreatPlanNum=saving.plan,
            PatNum=procedure.person.number,
            ProcNumOrig=procedure.number,
            ItemOrder=order,
            Priority=procedure.priority,
            ToothNumTP=procedure.tooth,
            Surf=procedure.surf,
            ProcCode=code.code,
            Descript=(code.layman or code.descript) + money.note,
            FeeAmt=procedure.amount,
            PriInsAmt=money.primary,
            SecInsAmt=money.secondary,
            PatAmt=max(0.0, round(own, 2)),
            Discount=discount,
            Prognosis=self._definitions.name(procedure.prognosis),
            Dx=self._definitions.value(procedure.dx),
            ProcAbbr=code.abbr,
            SecUserNumEntry=saving.user,
            SecDateEntry=saving.moment[:10],
            SecDateTEdit=saving.moment,
            FeeAllowed=money.allowed,
            TaxAmt=procedure.tax,
            ProvNum=procedure.provider,
            DateTP=procedure.day.isoformat(),
            ClinicNum=procedure.person.family.clinic.number,
            CatPercUCR=procedure.fee,
        )


def responsible(person: Person, today: date) -> int:
    """PatNum of who approves the treatment: the guarantor of a minor, else 0 for the patient."""
    return person.family.guarantor.number if is_minor(person, today) else 0
