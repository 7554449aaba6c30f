"""A whole practice, family by family.

May not: remember a family once its rows are added, so that time and memory grow with the patients alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from mock_od.generate.amounts import Amounts
from mock_od.generate.appointments import fill_book
from mock_od.generate.book import open_book
from mock_od.generate.categories import sort_codes
from mock_od.generate.chance import Chance
from mock_od.generate.coverage import Coverage, Payers
from mock_od.generate.definitions import IMAGE
from mock_od.generate.estimates import estimate
from mock_od.generate.history import take_histories
from mock_od.generate.labs import send_to_labs
from mock_od.generate.lists import add_lists
from mock_od.generate.notes import write_down
from mock_od.generate.office import set_up
from mock_od.generate.particulars import note_particulars
from mock_od.generate.people import Family, Person, Town, letters
from mock_od.generate.perio import measure_gums
from mock_od.generate.plans import Open, Plans, responsible
from mock_od.generate.procedures import Procedure
from mock_od.generate.recalls import call_back
from mock_od.generate.referring import refer
from mock_od.generate.rows import TODAY, Row, Tables
from mock_od.generate.teeth import mark_teeth
from mock_od.generate.treatment import Chart
from mock_od.generate.verifying import verify

_PICTURES = {"D0272": "Bitewings", "D0274": "Bitewings", "D0210": "Full mouth series", "D0330": "Panoramic"}
_CONTACTS = ("WirelessPh", "HmPhone", "Email", "TextMessage", "TextMessage")


def generate(
    patients: int = 200,
    seed: int = 7,
    today: date = TODAY,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, list[Row]]:
    """Make up a dental practice: rows by table, in the form of a fixture.

    The same arguments give the same rows on every machine.

    :param today: the last day that anything happened.
    :param progress: told, after each family, how many patients are done and how many there will be.
    """
    if patients < 1:
        raise ValueError(f"A practice needs at least one patient, not {patients}.")
    practice = _Practice(seed, today)
    for family in practice.town.families(patients):
        practice.admit(family)
        if progress:
            progress(family.members[-1].number, patients)
    fill_book(practice.tables, practice.definitions, seed, today)
    call_back(practice.tables, seed, today)
    write_down(practice.tables, seed, today)
    verify(practice.tables, practice.definitions, seed, today)
    mark_teeth(practice.tables, seed, today)
    measure_gums(practice.tables, seed)
    take_histories(practice.tables, seed, today)
    send_to_labs(practice.tables, seed, today)
    refer(practice.tables, practice.definitions, seed, today)
    note_particulars(practice.tables, seed, today)
    estimate(practice.tables, today)
    return practice.tables.rows


class _Practice:
    """The practice while it fills."""

    def __init__(self, seed: int, today: date) -> None:
        self._chance = Chance(seed)
        self._today = today
        self.tables = Tables()
        self.definitions = self._definitions = set_up(self.tables)
        open_book(self.tables, self._definitions, today)
        add_lists(self.tables, today)
        sort_codes(self.tables)
        self.town = Town(self._chance, seed, today)
        self._payers = Payers(self.tables, self._definitions, self._chance, seed, today)
        self._plans = Plans(self.tables, self._chance, today)
        self._amounts = Amounts(self.tables, today)

    def admit(self, family: Family) -> None:
        """Add a family and everything that hangs on it."""
        balances: list[float] = []
        saved: list[Open] = []
        discounted: dict[int, Row] = {}
        for person, coverage in zip(family.members, self._payers.cover(family), strict=True):
            person.status = self._status(coverage)
            chart = Chart(self.tables, self._definitions, self._chance, person, self._today)
            chart.fill(certain=self._plans.lacks(coverage), member=coverage.member_since is not None)
            for procedure in chart.procedures:
                row = procedure.add_to(self.tables)
                if coverage.member_since:
                    discounted[procedure.number] = row
            saved += self._plans.add(person, coverage, chart)
            self._file_pictures(chart.of_status("C"))
            balances.append(self._balance(chart.of_status("C")))
        for person, balance in zip(family.members, balances, strict=True):
            self._add_patient(person, balance, round(sum(balances), 2))
        with self._amounts.of_a_family():
            for person in family.members:
                self._keep_discounts(person, discounted)
            for plan in saved:
                self._plans.save(plan, self._amounts)

    def _keep_discounts(self, person: Person, rows: dict[int, Row]) -> None:
        for number, amount in self._amounts.keep_discounts(person.number).items():
            if amount:
                rows[number]["DiscountPlanAmt"] = amount

    def _status(self, coverage: Coverage) -> str:
        # Who pays for a membership comes; of the others a few have left.
        if coverage.member_since:
            return "Patient"
        return self._chance.choice(("Patient",) * 46 + ("Inactive",) * 2 + ("Archived", "Prospective"))

    def _balance(self, completed: list[Procedure]) -> float:
        since = self._today - timedelta(days=120)
        recent = sum(procedure.amount for procedure in completed if procedure.day >= since)
        part = self._chance.choice((0, 0, 0, 10, 20, 35))
        return round(recent * part / 100, 2)

    def _file_pictures(self, completed: list[Procedure]) -> None:
        for procedure in completed:
            folder = _PICTURES.get(procedure.code.code)
            if not folder or not self._chance.likely(20):
                continue
            number = self.tables.reserve("document")
            self.tables.add(
                "document",
                key=number,
                Description=procedure.code.abbr,
                DateCreated=procedure.stamp,
                DocCategory=self._definitions.number(IMAGE, folder),
                PatNum=procedure.person.number,
                FileName=f"{letters(procedure.person.last)}{letters(procedure.person.first)}{number}.png",
                ImgType="Radiograph",
                DateTStamp=procedure.stamp,
                ProvNum=procedure.provider,
            )

    def _add_patient(self, person: Person, balance: float, family_balance: float) -> None:
        chance = self._chance
        family = person.family
        adult = person.position != "Child"
        guarantor = person is family.guarantor
        first_visit = "" if person.status == "Prospective" else person.first_visit.isoformat()
        since = person.first_visit.isoformat()
        mail = f"{letters(person.first)}.{letters(person.last)}{person.number}@example.com".lower()
        texting = adult and chance.likely(70)
        self.tables.add(
            "patient",
            key=person.number,
            LName=person.last,
            FName=person.first,
            PatStatus=person.status,
            Gender=person.gender,
            Position=person.position,
            Birthdate=person.birthdate.isoformat(),
            Address=family.address,
            City=family.city,
            State="OR",
            Zip=family.zip,
            HmPhone=family.phone if not texting else "",
            WirelessPhone=family.phone if texting else "",
            Guarantor=family.guarantor.number,
            Email=mail if adult and chance.likely(75) else "",
            EstBalance=balance,
            PriProv=family.dentist,
            SecProv=family.clinic.hygienist,
            BillingType=person.billing,
            ImageFolder=person.image_folder,
            BalTotal=family_balance if guarantor else 0.0,
            EmployerNum=person.employer,
            DateFirstVisit=first_visit,
            ClinicNum=family.clinic.number,
            HasIns="I" if person.insured else "",
            Premed="true" if chance.likely(2) else "false",
            PreferContactMethod=chance.choice(_CONTACTS) if texting else "",
            PreferRecallMethod="TextMessage" if texting and chance.likely(50) else "",
            Language="spa" if chance.likely(6) else "",
            DateTStamp=f"{since} 10:00:00",
            TxtMsgOk="Yes" if texting else "",
            SecDateEntry=since,
            ResponsParty=responsible(person, self._today),
        )
