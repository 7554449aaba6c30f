"""Families: who lives together, how old they are, where they go.

May not: know of procedures, plans or money.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from faker import Faker

from mock_od.generate.chance import Chance
from mock_od.generate.office import CLINICS, Clinic
from mock_od.workdays import workday

_TOWNS = {
    1: (("Salem", "97301"), ("Salem", "97302"), ("Salem", "97306")),
    2: (("Keizer", "97303"), ("Salem", "97305")),
    3: (("Albany", "97321"), ("Albany", "97322"), ("Jefferson", "97352")),
}
_AREA_CODES = {1: "503", 2: "503", 3: "541"}
_ADULT = 18
_YOUNGEST = 20
"""Age of the youngest who have a family, or are a patient of their own."""
_APART = 4
"""Years between the ages of a couple, at most."""
_LOYAL = 8
"""For how many years the most loyal families have come."""
_WIDOWED_FROM = 45
_TODDLER = 600


@dataclass
class Person:
    """One patient to be."""

    number: int
    last: str
    first: str
    gender: str
    position: str
    birthdate: date
    family: Family
    status: str = "Patient"
    billing: str = "Standard Account"
    employer: int = 0
    """EmployerNum of whose insurance plan it has; 0 for none."""
    insured: bool = False

    def age(self, today: date) -> int:
        """Full years on a day."""
        return full_years(self.birthdate, today)

    @property
    def first_visit(self) -> date:
        """Nobody comes with the family before being a toddler."""
        since = self.family.first_visit
        return workday(max(since, self.birthdate + timedelta(days=_TODDLER)), since)

    @property
    def image_folder(self) -> str:
        """Folder and file names are built from it: letters and the number only."""
        return f"{letters(self.last)}{letters(self.first)}{self.number}"

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"


@dataclass
class Family:
    """People under one roof; the first of them pays."""

    clinic: Clinic
    dentist: int
    address: str
    city: str
    zip: str
    phone: str
    first_visit: date
    members: list[Person] = field(default_factory=list)

    @property
    def guarantor(self) -> Person:
        """Who pays."""
        return self.members[0]

    def adults(self) -> list[Person]:
        """Name the members who are no children."""
        return [person for person in self.members if person.position != "Child"]


class Town:
    """An endless supply of families, the same for the same seed."""

    def __init__(self, chance: Chance, seed: int, today: date) -> None:
        self._chance = chance
        self._names = Faker("en_US")
        self._names.seed_instance(seed)
        self._today = today

    def families(self, patients: int) -> Iterator[Family]:
        """Families that together have exactly so many members, numbered from 1."""
        number = 0
        while number < patients:
            family = self._family(number + 1, patients - number)
            number += len(family.members)
            yield family

    def _family(self, first_number: int, room: int) -> Family:
        chance = self._chance
        clinic = chance.choice((CLINICS[0], CLINICS[0], CLINICS[0], CLINICS[1], CLINICS[1], CLINICS[2]))
        city, zip_code = chance.choice(_TOWNS[clinic.number])
        kind = chance.choice(("single",) * 8 + ("couple",) * 5 + ("parents",) * 5 + ("parent",) * 2)
        last = self._names.last_name()
        alone = kind in ("single", "parent")
        age = chance.randrange(_YOUNGEST, 84) if kind in ("single", "couple") else chance.randrange(26, 52)
        youngest = max(_YOUNGEST, age - _APART)
        years = min(_LOYAL, youngest - _ADULT)  # whoever comes for a family is of age
        family = Family(
            clinic=clinic,
            dentist=chance.choice(clinic.dentists),
            address=f"{chance.randrange(10, 2900)} {self._names.street_name()}",
            city=city,
            zip=zip_code,
            phone=self._phone(clinic),
            first_visit=workday(self._today - timedelta(days=chance.randrange(30, years * 365))),
        )
        position = "Married"
        if alone:
            position = "Divorced" if kind == "parent" else chance.choice(("Single", "Single", "Widowed"))
            position = "Single" if age < _WIDOWED_FROM and position == "Widowed" else position
        gender = chance.choice(("Male", "Female"))
        plan: list[tuple[str, int, str]] = [(gender, age, position)]
        if not alone:
            other = "Male" if gender == "Female" else "Female"
            plan.append((other, max(_YOUNGEST, age + chance.randrange(-_APART, _APART + 1)), position))
        if kind in ("parent", "parents"):
            youngest_parent = min(years for _, years, _ in plan)
            for _ in range(chance.choice((1, 1, 2, 2, 3))):
                oldest = max(3, min(_ADULT, youngest_parent - 20))
                plan.append((chance.choice(("Male", "Female")), chance.randrange(2, oldest), "Child"))
        for index, (member_gender, years, member_position) in enumerate(plan[:room]):
            family.members.append(
                Person(
                    number=first_number + index,
                    last=last,
                    first=self._first_name(member_gender),
                    gender=member_gender,
                    position=member_position,
                    birthdate=self._birthdate(years),
                    family=family,
                )
            )
        return family

    def _first_name(self, gender: str) -> str:
        return self._names.first_name_male() if gender == "Male" else self._names.first_name_female()

    def _birthdate(self, years: int) -> date:
        # A day within the last year of that age: 365 days, so that nobody comes out a year too old.
        newest = date(self._today.year - years, self._today.month, min(self._today.day, 28))
        return newest - timedelta(days=self._chance.randrange(365))

    def _phone(self, clinic: Clinic) -> str:
        # 555-0100 to 555-0199 are set aside for fiction.
        return f"({_AREA_CODES[clinic.number]})555-01{self._chance.randrange(100):02d}"


def is_minor(person: Person, today: date) -> bool:
    """Whether somebody else has to sign."""
    return person.age(today) < _ADULT


def full_years(born: date, today: date) -> int:
    """How old somebody is on a day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def letters(name: str) -> str:
    """Leave apostrophes and spaces out of a name."""
    return "".join(letter for letter in name if letter.isalpha())
