"""What patients suffer from, what they take, what they do not tolerate, and what they were prescribed here.

Their chance is of their own, so that no other row depends on them.
May not: be asked before all procedures are there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from mock_od.generate.chance import Chance
from mock_od.generate.codes import CODES
from mock_od.generate.office import DENTISTS, SET_UP
from mock_od.generate.people import full_years
from mock_od.generate.rows import Row, Tables

_SET_UP_AT = f"{SET_UP} 09:00:00"


class _Problem(NamedTuple):
    """A problem, and who has it.

    :param percent: how many of a hundred of that age and gender.
    :param taken: what some of them take.
    :param lasting: for how many days at most; 0 for ever.
    """

    name: str
    icd: str
    percent: int
    since: int = 18
    until: int = 200
    gender: str = ""
    taken: tuple[str, ...] = ()
    note: str = ""
    lasting: int = 0


_PROBLEMS = (
    _Problem("High blood pressure", "I10", 28, 45, taken=("Lisinopril", "Amlodipine", "Norvasc")),
    _Problem(
        "Diabetes type 2", "E11.9", 11, 40, taken=("Metformin", "Glucophage"), note="Prefers mornings, after a meal."
    ),
    _Problem("Asthma", "J45.909", 7, 6, taken=("Albuterol", "Ventolin"), note="Brings the inhaler."),
    _Problem("Artificial joint", "Z96.60", 10, 60, note="Hip. No antibiotics before visits, says the surgeon."),
    _Problem("Arthritis", "M19.90", 14, 55, taken=("Ibuprofen",)),
    _Problem("Heart murmur", "R01.1", 3, 6),
    _Problem("Thyroid, underactive", "E03.9", 9, 30, gender="Female", taken=("Levothyroxine", "Synthroid")),
    _Problem("Osteoporosis", "M81.0", 18, 60, gender="Female", taken=("Alendronate", "Fosamax")),
    _Problem("Acid reflux", "K21.9", 7, 25, taken=("Omeprazole", "Prilosec")),
    _Problem("Depression", "F32.9", 7, taken=("Sertraline", "Zoloft")),
    _Problem("Anxiety", "F41.9", 6, note="Likes to hear what comes next."),
    _Problem("Seizures", "G40.909", 1, 6),
    _Problem("Smoker", "F17.200", 9),
    _Problem("Pregnancy", "Z33.1", 4, 20, 42, gender="Female", lasting=200),
    _Problem("Old entry, do not use", "", 0),
)
# Name, the generic one that it is a brand of, what it is for
_MEDICATIONS = (
    ("Lisinopril", "", "Blood pressure."),
    ("Amlodipine", "", "Blood pressure. Gums may grow."),
    ("Norvasc", "Amlodipine", ""),
    ("Metformin", "", "Blood sugar."),
    ("Glucophage", "Metformin", ""),
    ("Albuterol", "", "Inhaler."),
    ("Ventolin", "Albuterol", ""),
    ("Levothyroxine", "", "Thyroid."),
    ("Synthroid", "Levothyroxine", ""),
    ("Alendronate", "", "Bones. Ask the physician before an extraction."),
    ("Fosamax", "Alendronate", ""),
    ("Omeprazole", "", "Stomach."),
    ("Prilosec", "Omeprazole", ""),
    ("Sertraline", "", ""),
    ("Zoloft", "Sertraline", ""),
    ("Ibuprofen", "", "Pain."),
    ("Acetaminophen", "", "Pain."),
    ("Amoxicillin", "", "Antibiotic."),
    ("Clindamycin", "", "Antibiotic, where penicillin is not tolerated."),
)
# Description, SnomedType, the medication that it is, what happens
_ALLERGIES = (
    ("Penicillin", "DrugAllergy", "Amoxicillin", ("Rash", "Hives", "Swelling")),
    ("Latex", "AllergyToSubstance", "", ("Rash", "Itching")),
    ("Codeine", "DrugIntolerance", "", ("Nausea",)),
    ("Sulfa drugs", "DrugAllergy", "", ("Rash", "")),
    ("Aspirin", "DrugIntolerance", "", ("Stomach ache",)),
    ("Ibuprofen", "DrugIntolerance", "Ibuprofen", ("Stomach ache", "")),
    ("Epinephrine", "DrugIntolerance", "", ("Racing heart",)),
    ("Nickel", "AllergyToSubstance", "", ("Rash",)),
    ("Iodine", "AllergyToSubstance", "", ("Rash",)),
    ("Peanuts", "FoodAllergy", "", ("Swelling",)),
    ("Pollen", "AllergyToSubstance", "", ("Sneezing",)),
    ("Erythromycin", "DrugAllergy", "", ("Nausea", "Hives")),
)
_ALLERGIC, _OUTGROWN, _TREATED, _STOPPED, _RESOLVED = 18, 10, 70, 12, 8  # percent
_PENICILLIN = "Penicillin"
_SURGERY = ("D7210", "D7220", "D7230", "D7240", "D7510")


def take_histories(tables: Tables, seed: int, today: date) -> None:
    """Add the lists that the practice chooses from, and what its patients have of them."""
    chance = Chance(f"histories {seed}")
    medications = _add_medications(tables)
    history = _History(tables, chance, today, _add_lists(tables, medications))
    for patient in tables.rows["patient"]:
        history.take(patient)
    history.prescribe()


def _add_medications(tables: Tables) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for name, generic, notes in _MEDICATIONS:
        numbers[name] = number = tables.reserve("medication")
        of = numbers[generic] if generic else number
        tables.add("medication", key=number, MedName=name, GenericNum=of, Notes=notes, DateTStamp=_SET_UP_AT)
    return numbers


def _add_lists(tables: Tables, medications: dict[str, int]) -> _Lists:
    problems, allergies = {}, {}
    for order, problem in enumerate(_PROBLEMS):
        problems[problem.name] = tables.add(
            "diseasedef",
            DiseaseName=problem.name,
            ItemOrder=order,
            IsHidden="false" if problem.icd else "true",
            DateTStamp=_SET_UP_AT,
            ICD10Code=problem.icd,
        )
    for name, kind, medication, _ in _ALLERGIES:
        allergies[name] = tables.add(
            "allergydef",
            Description=name,
            DateTStamp=_SET_UP_AT,
            SnomedType=kind,
            MedicationNum=medications.get(medication, 0),
        )
    return _Lists(medications, problems, allergies)


class _Lists(NamedTuple):
    """The keys of what the practice chooses from, by name."""

    medications: dict[str, int]
    problems: dict[str, int]
    allergies: dict[str, int]


class _History:
    """The histories while they are taken."""

    def __init__(self, tables: Tables, chance: Chance, today: date, lists: _Lists) -> None:
        self._tables = tables
        self._chance = chance
        self._today = today
        self._lists = lists
        self._not_tolerated: dict[object, set[str]] = {}

    def take(self, patient: Row) -> None:
        """Add what one patient has."""
        born = date.fromisoformat(str(patient["Birthdate"]))
        age = full_years(born, self._today)
        told = f"{patient['DateFirstVisit']} 10:00:00" if "DateFirstVisit" in patient else ""
        if not told:
            return
        self._not_tolerated[patient["PatNum"]] = self._tolerate(patient, told)
        for problem in _PROBLEMS:
            fits = problem.since <= age <= problem.until and problem.gender in ("", patient["Gender"])
            if fits and self._chance.likely(problem.percent):
                self._suffer(patient, problem, born)

    def _tolerate(self, patient: Row, told: str) -> set[str]:
        """Add allergies, and name them."""
        chance = self._chance
        found = chance.sample(_ALLERGIES, chance.choice((1, 1, 1, 2))) if chance.likely(_ALLERGIC) else []
        for name, _, _, reactions in found:
            active = not chance.likely(_OUTGROWN)
            self._tables.add(
                "allergy",
                AllergyDefNum=self._lists.allergies[name],
                PatNum=patient["PatNum"],
                Reaction=chance.choice(reactions),
                StatusIsActive="true" if active else "false",
                DateTStamp=told,
            )
        return {name for name, *_ in found}

    def _suffer(self, patient: Row, problem: _Problem, born: date) -> None:
        """Add a problem, and what is taken for it."""
        chance = self._chance
        longest = problem.lasting or min(15 * 365, (self._today - born).days)
        since = self._today - timedelta(days=chance.randrange(10, longest))
        over = not problem.lasting and chance.likely(_RESOLVED)
        until = since + (self._today - since) // 2
        self._tables.add(
            "disease",
            PatNum=patient["PatNum"],
            DiseaseDefNum=self._lists.problems[problem.name],
            PatNote=problem.note if chance.likely(60) else "",
            DateTStamp=self._stamp(until if over else since, patient),
            ProbStatus="Resolved" if over else "Active",
            DateStart=since.isoformat(),
            DateStop=until.isoformat() if over else "",
        )
        allowed = [name for name in problem.taken if name not in self._not_tolerated[patient["PatNum"]]]
        if not allowed or not chance.likely(_TREATED):
            return
        stopped = over or chance.likely(_STOPPED)
        self._tables.add(
            "medicationpat",
            PatNum=patient["PatNum"],
            MedicationNum=self._lists.medications[chance.choice(allowed)],
            PatNote=chance.choice(("Once a day.", "Once a day.", "Twice a day.", "As needed.", "")),
            DateTStamp=self._stamp(until if stopped else since, patient),
            DateStart=since.isoformat(),
            DateStop=until.isoformat() if stopped else "",
        )

    def _stamp(self, day: date, patient: Row) -> str:
        """When it was written down: not before the patient came."""
        return f"{max(day.isoformat(), str(patient['DateFirstVisit']))} 10:00:00"

    def prescribe(self) -> None:
        """Add prescriptions for what was taken out."""
        clinics = {row["PatNum"]: row["ClinicNum"] for row in self._tables.rows["patient"]}
        for row in self._operated():
            patient = row["PatNum"]
            tolerated = _PENICILLIN not in self._not_tolerated.get(patient, set())
            drug, take = ("Amoxicillin 500 mg", "three times") if tolerated else ("Clindamycin 300 mg", "four times")
            clinic = clinics[patient]
            self._tables.add(
                "rxpat",
                PatNum=patient,
                RxDate=row["ProcDate"],
                Drug=drug,
                Sig=f"Take one capsule {take} a day until all are gone.",
                Disp="21" if tolerated else "28",
                Refills="0",
                ProvNum=row["ProvNum"],
                PharmacyNum=clinic,
                DateTStamp=row["DateTStamp"],
                SendStatus=self._chance.choice(("Printed", "CalledIn", "Printed")),
                DaysOfSupply=7.0,
                ClinicNum=clinic,
                UserNum=DENTISTS[int(str(row["ProvNum"]))],
            )

    def _operated(self) -> Iterable[Row]:
        for row in self._tables.rows["procedurelog"]:
            number = int(str(row["CodeNum"])) - 1
            if row["ProcStatus"] == "C" and number < len(CODES) and CODES[number].code in _SURGERY:
                yield row
