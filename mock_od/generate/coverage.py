"""Who pays besides the patient: insurance, membership in a discount plan, or nobody.

May not: estimate anything; see estimates.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from mock_od.generate.benefits import add_own, add_terms
from mock_od.generate.chance import Chance
from mock_od.generate.definitions import ADJUSTMENT, Definitions
from mock_od.generate.office import COPAY, MEMBER, MEMBER_PLUS, PPO, SET_UP
from mock_od.generate.people import Family, Person
from mock_od.generate.rows import Tables
from mock_od.workdays import workday


class InsurancePlan(NamedTuple):
    """What an employer has bought from a carrier."""

    number: int
    kind: str
    """PlanType: "" percentage, p PPO percentage, f flat copay."""
    maximum: float
    """What it pays for one patient in a calendar year at most."""
    deductible: float
    """What a patient pays first in a calendar year, cleanings and exams apart."""
    employer: int
    """EmployerNum; 0 where people buy it for themselves."""


@dataclass
class Subscription:
    """A subscriber's hold on an insurance plan."""

    number: int
    plan: InsurancePlan
    subscriber: Person


@dataclass
class Coverage:
    """What one patient has; insurance and a discount plan exclude each other."""

    insurance: list[Subscription] = field(default_factory=list)
    """Primary first."""
    member_since: date | None = None
    """The first day of the discount plan's subscription; None without one."""

    @property
    def plan_type(self) -> str:
        """TPType of the patient's Active and Inactive treatment plans."""
        return "Discount" if self.member_since else "Insurance"


_CARRIERS = (
    ("Summit Dental", "1 Summit Plaza", "Portland", "OR", "97204", "(503)555-0170", "90001"),
    ("Valley Health Plan", "900 Valley Rd", "Eugene", "OR", "97401", "(541)555-0171", "90002"),
    ("Cascade Mutual", "55 Cascade Ave", "Bend", "OR", "97701", "(541)555-0172", "90003"),
    ("Harbor Life", "12 Harbor Way", "Seattle", "WA", "98101", "(206)555-0173", "90004"),
    ("Northern Benefit", "700 North St", "Boise", "ID", "83702", "(208)555-0174", "90005"),
)
_EMPLOYERS = (
    "City of Salem",
    "Keizer Schools",
    "Rivers Hospital",
    "Willamette Paper",
    "Oak Furniture",
    "Harbor Shipping",
    "Northern Rail",
    "State Parks",
)
# Carrier, GroupName, PlanType, annual maximum, CobRule
_PLANS = (
    (1, "City of Salem", "p", 2000, "Basic"),
    (1, "Keizer Schools", "p", 1500, "Basic"),
    (1, "Rivers Hospital", "p", 1500, "Standard"),
    (2, "Valley Farm Workers", "f", 1000, "Basic"),
    (2, "Willamette Paper", "f", 1200, "CarveOut"),
    (3, "Oak Furniture", "", 1500, "Standard"),
    (3, "Self-employed", "", 1000, "Basic"),
    (4, "Harbor Shipping", "p", 2500, "Standard"),
    (5, "Northern Rail", "", 2000, "Basic"),
    (5, "State Parks", "p", 1500, "CarveOut"),
)
_UNLIMITED = (-1,) * 7
# Description, fee schedule, note, the seven limits, AnnualMax
_DISCOUNT_PLANS = (
    ("Family Membership", MEMBER, "Per person, renewed yearly.", (2, 1, 2, 2, -1, 1, -1), -1.0),
    ("Senior Membership", MEMBER, "From the age of 65.", (2, 1, 3, 0, 2, 1, -1), 1500.0),
    ("Membership Plus", MEMBER_PLUS, "Cleanings at half the usual fee.", _UNLIMITED, -1.0),
)
_LIMITS = (
    "ExamFreqLimit",
    "XrayFreqLimit",
    "ProphyFreqLimit",
    "FluorideFreqLimit",
    "PerioFreqLimit",
    "LimitedExamFreqLimit",
    "PAFreqLimit",
)
_SENIOR = 65
_DEDUCTIBLE = 50.0
# Families are dealt from a shuffled deck, so that the shares hold in small worlds as well. The first ones are covered.
_FIRST = ("insurance", "discount", "insurance")
_DECK = ("insurance",) * 14 + ("discount",) * 3 + ("",) * 8


class Payers:
    """Hands out coverage, family by family."""

    def __init__(self, tables: Tables, definitions: Definitions, chance: Chance, seed: int, today: date) -> None:
        self._tables = tables
        self._own = Chance(f"own benefits {seed}")
        self._chance = chance
        self._today = today
        self._deck = list(_FIRST)
        for name in _EMPLOYERS:
            tables.add("employer", EmpName=name)
        for name, address, city, state, zip_code, phone, elect in _CARRIERS:
            tables.add(
                "carrier",
                CarrierName=name,
                Address=address,
                City=city,
                State=state,
                Zip=zip_code,
                Phone=phone,
                ElectID=elect,
            )
        self._plans = [self._add_plan(*plan) for plan in _PLANS]
        add_terms(tables, len(self._plans))
        for description, schedule, note, limits, maximum in _DISCOUNT_PLANS:
            tables.add(
                "discountplan",
                Description=description,
                FeeSchedNum=schedule,
                DefNum=definitions.number(ADJUSTMENT, "Discount Plan"),
                PlanNote=note,
                **dict(zip(_LIMITS, limits, strict=True)),
                AnnualMax=maximum,
            )

    def _add_plan(self, carrier: int, group: str, kind: str, maximum: int, rule: str) -> InsurancePlan:
        number = self._tables.reserve("insplan")
        employer = _EMPLOYERS.index(group) + 1 if group in _EMPLOYERS else 0
        self._tables.add(
            "insplan",
            key=number,
            GroupName=group,
            GroupNum=str(4000 + 37 * number),
            FeeSched=PPO if kind == "p" else 0,
            PlanType=kind,
            CopayFeeSched=COPAY if kind == "f" else 0,
            EmployerNum=employer,
            CarrierNum=carrier,
            CobRule=rule,
            SecUserNumEntry=1,
            SecDateEntry=SET_UP,
            SecDateTEdit=f"{SET_UP} 09:00:00",
        )
        plan = InsurancePlan(number, kind, float(maximum), 0.0 if kind == "f" else _DEDUCTIBLE, employer)
        self._add_benefit(plan, "Limitations", plan.maximum)
        if plan.deductible:
            self._add_benefit(plan, "Deductible", plan.deductible)
        return plan

    def _add_benefit(self, plan: InsurancePlan, kind: str, amount: float) -> None:
        """Add what a plan says of a patient's calendar year, whatever is done."""
        self._tables.add(
            "benefit",
            PlanNum=plan.number,
            BenefitType=kind,
            Percent=-1,
            MonetaryAmt=amount,
            TimePeriod="CalendarYear",
            CoverageLevel="Individual",
            SecDateTEntry=f"{SET_UP} 09:00:00",
            SecDateTEdit=f"{SET_UP} 09:00:00",
        )

    def cover(self, family: Family) -> list[Coverage]:
        """Coverage of each member, in their order."""
        if not self._deck:
            self._deck = list(_DECK)
            self._chance.shuffle(self._deck)
        kind = self._deck.pop()
        if kind == "insurance":
            return self._insure(family)
        if kind == "discount":
            return [self._enroll(person) for person in family.members]
        return [Coverage() for _ in family.members]

    def _insure(self, family: Family) -> list[Coverage]:
        adults = family.adults()
        both = self._chance.likely(25)
        subscriptions = [self._subscribe(person) for person in (adults if both else adults[:1])]
        coverages = []
        for person in family.members:
            person.billing, person.insured = "Insurance", True
            # Everybody's own insurance comes first, a partner's second.
            own = sorted(subscriptions, key=lambda subscription: subscription.subscriber is not person)
            for ordinal, subscription in enumerate(own, start=1):
                since = max(family.first_visit, workday(date(subscription_year(self._today), 1, 9)))
                patplan = self._tables.add(
                    "patplan",
                    PatNum=person.number,
                    Ordinal=ordinal,
                    Relationship=_relationship(person, subscription.subscriber),
                    InsSubNum=subscription.number,
                    SecDateTEntry=f"{since} 08:30:00",
                    SecDateTEdit=f"{since} 08:30:00",
                )
                add_own(self._tables, self._own, patplan, f"{since} 08:30:00")
            coverages.append(Coverage(own))
        return coverages

    def _subscribe(self, person: Person) -> Subscription:
        plan = self._chance.choice(self._plans)
        person.employer = plan.employer
        year = subscription_year(self._today)
        number = self._tables.add(
            "inssub",
            PlanNum=plan.number,
            Subscriber=person.number,
            DateEffective=f"{year}-01-01",
            SubscriberID=f"{self._chance.randrange(10**8, 10**9)}",
            ReleaseInfo="true",
            AssignBen="true",
            SecDateTEdit=f"{workday(date(year, 1, 9))} 08:00:00",
        )
        return Subscription(number, plan, person)

    def _enroll(self, person: Person) -> Coverage:
        person.billing = "Discount Plan Member"
        senior = person.age(self._today) >= _SENIOR
        plan = 2 if senior else self._chance.choice((1, 1, 3))
        began = self._today - timedelta(days=self._chance.randrange(5, 340))
        since = max(person.first_visit, workday(began, person.family.first_visit))
        endless = self._chance.likely(30)
        self._tables.add(
            "discountplansub",
            DiscountPlanNum=plan,
            PatNum=person.number,
            DateEffective=since.isoformat(),
            DateTerm="" if endless else (since + timedelta(days=364)).isoformat(),
            SubNote="Pays by card, renews by phone." if self._chance.likely(20) else "",
        )
        return Coverage(member_since=since)


def subscription_year(today: date) -> int:
    """Year in which the generated insurance subscriptions began."""
    return today.year - 2


def _relationship(person: Person, subscriber: Person) -> str:
    if person is subscriber:
        return "Self"
    return "Child" if person.position == "Child" else "Spouse"
