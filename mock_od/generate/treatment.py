"""What was done and what is proposed: visits, findings and the teeth they sit on.

May not: know of treatment plans or payers.
"""

from __future__ import annotations

from datetime import date, timedelta

from mock_od.generate.chance import Chance
from mock_od.generate.codes import BY_CODE, Code
from mock_od.generate.definitions import DIAGNOSIS, PRIORITY, PROGNOSIS, Definitions
from mock_od.generate.mouth import Mouth, Step, alternative, finding
from mock_od.generate.office import FRONT_DESK, SALES_TAX
from mock_od.generate.people import Person
from mock_od.generate.procedures import Procedure
from mock_od.generate.rows import Tables
from mock_od.workdays import is_short, workday

_YEARS = 3
_DIAGNOSES = {
    "Fillings": ("Decay", "Decay", "Recurrent decay", "Failing filling"),
    "Crowns": ("Cracked tooth", "Failing filling", "Recurrent decay"),
    "Endo": ("Nerve inflammation", "Abscess"),
    "Perio": ("Gum disease",),
    "Dentures": ("Missing tooth",),
    "Implants & Bridges": ("Missing tooth",),
    "Oral Surgery": ("Not restorable", "Abscess"),
}
_PROGNOSES = ("", "", "Excellent", "Good", "Good", "Fair", "Guarded", "Poor")
_PRIORITIES = ("1", "2", "3")
_ELECTIVE = ("D9944", "D9972", "D2962", "D8080", "D8090")
_GONE_FOR = 500
# Ages: from when there are bitewings, and four of them; from when cleanings and a first set of x-rays are an adult's.
_BITEWINGS, _BITE, _TEETH, _GROWN, _GUMS = 5, 13, 14, 16, 40
_INFANT_UNTIL = 3
_CLOSING_TIME, _NOON = 17, 12


class Chart:
    """The procedures of one patient."""

    def __init__(self, tables: Tables, definitions: Definitions, chance: Chance, person: Person, today: date) -> None:
        self._tables = tables
        self._definitions = definitions
        self._chance = chance
        self._person = person
        self._today = today
        self._mouth = Mouth(chance)
        self.procedures: list[Procedure] = []
        self.alternative = ""
        """What the procedures of status TPi would be, in a word for a heading."""

    def fill(self, *, certain: bool = False, member: bool = False) -> None:
        """Chart three years of visits, the work of earlier dentists, and what is proposed.

        :param certain: whether something is proposed, and put aside, without leaving it to chance.
        :param member: of a discount plan: the next exam and cleaning of most are planned.
        """
        if self._person.status == "Prospective":
            return
        chance = self._chance
        comes = self._person.status == "Patient"
        begin = self._begin()
        if self._person.age(begin) >= _GROWN and chance.likely(35):
            for _ in range(chance.randrange(1, 4)):
                self._chart(self._find(begin, small=True), "EO", begin)
        self._visits(begin, self._today - timedelta(days=2 if comes else _GONE_FOR))
        if comes and (certain or chance.likely(50)):
            self._propose(certain=certain)
        if comes and chance.likely(80 if member else 12):
            day = self._recent_day()
            codes = self._usual(day, gum_patient=False, films=True)
            self._chart([Step(code) for code in codes], "TP", day, "Next visit")
        if comes and chance.likely(6):
            day = self._recent_day()
            self._chart(self._find(day, small=True), "D", day)

    @property
    def last_visit(self) -> date:
        """The last day on which something was completed; the first visit where nothing was."""
        return max((procedure.day for procedure in self.of_status("C")), default=self._person.first_visit)

    def of_status(self, status: str) -> list[Procedure]:
        """Pick the procedures of one status, in the order of their numbers."""
        return [procedure for procedure in self.procedures if procedure.status == status]

    def _begin(self) -> date:
        """The day of the first visit that is told: what is older than these years was never entered."""
        first = self._person.first_visit
        since = self._today - timedelta(days=_YEARS * 365)
        return first if first >= since else workday(since + timedelta(days=self._chance.randrange(180)), first)

    def _find(self, day: date, *, small: bool = False) -> list[Step]:
        self._mouth.age = self._person.age(day)
        return finding(self._chance, self._mouth, small=small)

    def _visits(self, begin: date, until: date) -> None:
        chance = self._chance
        first = self._person.first_visit
        day = begin
        gum_patient = self._person.age(self._today) > _GUMS and chance.likely(20)
        count = 0
        while day < until:
            codes = self._usual(day, gum_patient=gum_patient, films=day == first or count % 2 == 1)
            self._chart([Step(code) for code in codes], "C", day)
            if chance.likely(25):
                again = workday(day + timedelta(days=chance.randrange(7, 36)), day)
                if again < until:
                    self._chart(self._find(again, small=True), "C", again)
            day = workday(day + timedelta(days=chance.randrange(170, 290)), day)
            count += 1

    def _usual(self, day: date, *, gum_patient: bool, films: bool) -> list[str]:
        """The codes of a visit for exam and cleaning, as the age on that day asks for them."""
        age = self._person.age(day)
        first = day == self._person.first_visit
        codes = ["D0145" if age < _INFANT_UNTIL else "D0150" if first else "D0120"]
        if films and age >= _BITEWINGS:
            codes.append("D0210" if first and age >= _GROWN else "D0274" if age >= _BITE else "D0272")
        codes.append("D4910" if gum_patient else "D1110" if age >= _TEETH else "D1120")
        if age < _GROWN:
            codes.append("D1206")
        return codes

    def _propose(self, *, certain: bool) -> None:
        chance = self._chance
        day = self._recent_day()
        for order in range(chance.choice((1, 1, 2, 2, 3))):
            steps = self._find(day)
            name = _PRIORITIES[order] if chance.likely(80) else ""
            if steps and steps[0].code in _ELECTIVE:
                name = chance.choice(("Optional", "Wait"))
            self._chart(steps, "TP", day, name)
        if certain or chance.likely(30):
            self._mouth.age = self._person.age(day)
            self.alternative, steps = alternative(chance, self._mouth)
            self._chart(steps, "TPi", day, chance.choice(("", "Recommended", "Wait")))

    def _recent_day(self) -> date:
        first = self._person.first_visit
        window = min((self._today - first).days, 420)
        return workday(self._today - timedelta(days=self._chance.randrange(3, max(window, 4))), first)

    def _chart(self, steps: list[Step], status: str, day: date, priority: str = "") -> None:
        chance = self._chance
        family = self._person.family
        hour = chance.randrange(8, _NOON if is_short(day) else _CLOSING_TIME)
        time = f"{hour:02d}:{chance.randrange(0, 60, 5):02d}:00"
        courtesy = status == "TP" and chance.likely(6)
        planned = status in ("TP", "TPi")
        for step in steps:
            code = BY_CODE[step.code]
            hygiene = "h" in code.flags
            procedure = Procedure(
                number=self._tables.reserve("procedurelog"),
                person=self._person,
                code=code,
                status=status,
                day=day,
                time=time,
                provider=family.clinic.hygienist if hygiene else family.dentist,
                user=FRONT_DESK[family.clinic.number],
                tooth=step.tooth,
                surf=step.surf,
                priority=self._definitions.number(PRIORITY, priority),
                quantity=step.quantity,
            )
            if planned:
                procedure.dx = self._definitions.number(DIAGNOSIS, self._diagnosis(code))
                name = chance.choice(_PROGNOSES) if step.tooth else ""
                procedure.prognosis = self._definitions.number(PROGNOSIS, name)
                procedure.tax = round(procedure.amount * SALES_TAX, 2) if "t" in code.flags else 0.0
                procedure.discount = round(procedure.amount * 0.05, 2) if courtesy else 0.0
            self.procedures.append(procedure)

    def _diagnosis(self, code: Code) -> str:
        names = _DIAGNOSES.get(code.category, ())
        return self._chance.choice(names) if names else ""
