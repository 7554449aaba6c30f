"""Treatment plans: what is proposed now, what was put aside, and the copies that were saved.

May not: propose anything; see treatment.py. Work out an amount; see amounts.py.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from mock_od.generate.amounts import Amounts
from mock_od.generate.chance import Chance
from mock_od.generate.coverage import Coverage
from mock_od.generate.office import DENTISTS, FRONT_DESK, provider_name
from mock_od.generate.people import Person, is_minor
from mock_od.generate.procedures import Procedure
from mock_od.generate.rows import Tables
from mock_od.generate.treatment import Chart
from mock_od.workdays import is_short, workday

# The value of preference TreatmentPlanNote in a fresh office, its double spaces included.
NOTE = (
    "If you have dental insurance, please be aware that THIS IS AN ESTIMATE ONLY.  Coverage may be different "
    "if your deductible has not been met, annual maximum has been met, or if your coverage table is lower "
    "than average."
)
_HEADINGS = ("Active Treatment Plan", "Treatment Plan", "Phase 1", "Proposal", "Accepted Treatment")

_OPEN, _SAVED = ("Active", "Inactive"), "Saved"
# What a saved plan does not have from the row that the API would write.
_OF_THE_ROW = ("ProcTPNum", "TreatPlanNum", "SecUserNumEntry", "SecDateEntry", "SecDateTEdit")


class Open(NamedTuple):
    """A plan that is Active or Inactive."""

    number: int
    person: Person
    coverage: Coverage
    heading: str
    """Of its Saved copy."""
    since: date
    """The first day on which it may have been saved."""


class Plans:
    """Writes the treatment plans of patients."""

    def __init__(self, tables: Tables, chance: Chance, today: date) -> None:
        self._tables = tables
        self._chance = chance
        self._today = today
        self._there: set[tuple[str, str]] = set()

    def lacks(self, coverage: Coverage) -> bool:
        """Whether there is no plan of one of the statuses yet for those who are covered so."""
        return any((coverage.plan_type, status) not in self._there for status in (*_OPEN, _SAVED))

    def add(self, person: Person, coverage: Coverage, chart: Chart) -> list[Open]:
        """Add a patient's Active plan, with all that is proposed, and an Inactive one with what was put aside.

        :returns: those of them that have been saved as well: see :meth:`save`.
        """
        planned, aside = chart.of_status("TP"), chart.of_status("TPi")
        saved = []
        if planned:
            number = self._add_open(person, coverage, "Active", "Active Treatment Plan", planned)
            if (coverage.plan_type, _SAVED) not in self._there or self._chance.likely(40):
                heading = self._chance.choice(_HEADINGS)
                saved.append(Open(number, person, coverage, heading, self._since(coverage, chart, planned)))
        if aside:
            lines = list(aside)
            if planned and self._chance.likely(30):
                # A proposed procedure may be part of both ways.
                lines.append(planned[-1])
            instead = f"{chart.alternative} instead"
            heading = instead if self._chance.likely(50) else "Inactive Treatment Plan"
            number = self._add_open(person, coverage, "Inactive", heading, lines)
            if self._chance.likely(25):
                saved.append(Open(number, person, coverage, instead, self._since(coverage, chart, lines)))
        if saved:
            self._there.add((coverage.plan_type, _SAVED))
        return saved

    @staticmethod
    def _since(coverage: Coverage, chart: Chart, lines: list[Procedure]) -> date:
        charted = max(procedure.day for procedure in lines)
        if coverage.member_since is None:
            return charted
        # What was done later would count for the limits of a discount plan, though it had not been done then.
        return max(charted, coverage.member_since, chart.last_visit)

    def _add_open(self, person: Person, coverage: Coverage, status: str, heading: str, lines: list[Procedure]) -> int:
        plan = self._tables.add(
            "treatplan",
            PatNum=person.number,
            Heading=heading,
            Note=NOTE,
            TPStatus=status,
            SecUserNumEntry=lines[0].user,
            SecDateEntry=min(procedure.day for procedure in lines).isoformat(),
            SecDateTEdit=max(procedure.stamp for procedure in lines),
            TPType=coverage.plan_type,
        )
        for procedure in lines:
            self._tables.add(
                "treatplanattach", TreatPlanNum=plan, ProcNum=procedure.number, Priority=procedure.priority
            )
        self._there.add((coverage.plan_type, status))
        return plan

    def save(self, source: Open, amounts: Amounts) -> None:
        """Add the Saved copy of a plan."""
        chance = self._chance
        person = source.person
        day = source.since + timedelta(days=chance.randrange((self._today - source.since).days + 1))
        day = workday(day, source.since)
        desk = FRONT_DESK[person.family.clinic.number]
        closed = 12 if is_short(day) else chance.randrange(17, 19)
        saved_at = f"{day} {closed}:{chance.randrange(60):02d}:{chance.randrange(60):02d}"
        signed = chance.likely(60)
        by_practice = signed and chance.likely(40)
        typed = signed and chance.likely(50)
        signer = person.family.guarantor if is_minor(person, self._today) else person
        plan = self._tables.add(
            "treatplan",
            PatNum=person.number,
            DateTP=day.isoformat(),
            Heading=source.heading,
            Note=NOTE,
            ResponsParty=responsible(person, self._today),
            TPStatus=_SAVED,
            SecUserNumEntry=desk,
            SecDateEntry=day.isoformat(),
            SecDateTEdit=saved_at,
            UserNumPresenter=chance.choice((desk, DENTISTS[person.family.dentist])),
            TPType=source.coverage.plan_type,
            DateTSigned=saved_at if signed else "",
            DateTPracticeSigned=saved_at if by_practice else "",
            SignatureText=signer.full_name if typed else "",
            SignaturePracticeText=provider_name(person.family.dentist) if typed and by_practice else "",
            isSigned="true" if signed else "false",
            isSignedPractice="true" if by_practice else "false",
        )
        for copy in amounts.copies(source.number, plan, day):
            self._tables.add(
                "proctp",
                **{"TreatPlanNum": plan, **{name: copy[name] for name in copy if name not in _OF_THE_ROW}},
                SecUserNumEntry=desk,
                SecDateEntry=day.isoformat(),
                SecDateTEdit=saved_at,
            )


def responsible(person: Person, today: date) -> int:
    """PatNum of who approves the treatment: the guarantor of a minor, else 0 for the patient."""
    return person.family.guarantor.number if is_minor(person, today) else 0
