"""One procedure of one patient, and the row it becomes.

May not: use chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mock_od.generate.codes import CODE_NUMS, Code
from mock_od.generate.people import Person
from mock_od.generate.rows import Row, Tables


@dataclass
class Procedure:
    """A procedure in the chart. Existing work of another provider carries no fee."""

    number: int
    person: Person
    code: Code
    status: str
    day: date
    time: str
    provider: int
    user: int
    tooth: str = ""
    surf: str = ""
    priority: int = 0
    dx: int = 0
    prognosis: int = 0
    quantity: int = 1
    discount: float = 0.0
    tax: float = 0.0

    @property
    def fee(self) -> float:
        """ProcFee: of one unit."""
        return 0.0 if self.status == "EO" else float(self.code.fee)

    @property
    def amount(self) -> float:
        """Fee times quantity."""
        return self.fee * self.quantity

    @property
    def stamp(self) -> str:
        """When it was charted."""
        return f"{self.day} {self.time}"

    def add_to(self, tables: Tables) -> Row:
        """Add its row, and answer it."""
        day = self.day.isoformat()
        tables.add(
            "procedurelog",
            key=self.number,
            PatNum=self.person.number,
            ProcDate=day,
            ProcFee=self.fee,
            Surf=self.surf,
            ToothNum=self.tooth,
            Priority=self.priority,
            ProcStatus=self.status,
            ProvNum=self.provider,
            Dx=self.dx,
            DateEntryC=day,
            ClinicNum=self.person.family.clinic.number,
            CodeNum=CODE_NUMS[self.code.code],
            UnitQty=self.quantity,
            DateTP=day,
            DateTStamp=self.stamp,
            Prognosis=self.prognosis,
            Discount=self.discount,
            SecDateEntry=self.stamp,
            SecUserNumEntry=self.user,
            TaxAmt=self.tax,
        )
        return tables.rows["procedurelog"][-1]
