"""The laboratories, and what they make for the visits in the book.

Their chance is of their own, so that no other row depends on them.
May not: be asked before all appointments are there.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from mock_od.generate.chance import Chance
from mock_od.generate.codes import CODES, Code
from mock_od.generate.rows import Row, Tables
from mock_od.workdays import is_open

# Description, phone, address, city, zip, notes; what it makes, published and actual days
_LABS = (
    (
        ("Cascade Dental Arts", "(503)555-0191", "2210 Mill St", "Salem", "97301", "Picks up at noon."),
        (("Crown", 10, 11), ("Bridge", 12, 14), ("Crown, in a hurry", 5, 6), ("Implant crown", 14, 15)),
    ),
    (
        ("River Ceramics", "(503)555-0192", "77 Dock Rd", "Portland", "97209", "Send scans, no impressions."),
        (("Crown", 8, 10), ("Bridge", 10, 12), ("Implant crown", 12, 14)),
    ),
    (
        ("Valley Removables", "(541)555-0193", "318 Grant Ave", "Albany", "97321", ""),
        (("Denture", 10, 12), ("Night guard", 6, 8)),
    ),
)


class _Made(NamedTuple):
    """Something that a laboratory makes.

    :param codes: how the procedure codes begin for which it is.
    :param fee: in dollars.
    :param labs: LaboratoryNum of those that make it.
    """

    codes: tuple[str, ...]
    name: str
    fee: float
    labs: tuple[int, ...]
    has_shade: bool = True


_MADE = (
    _Made(("D26", "D27"), "Crown", 165.0, (1, 2)),
    _Made(("D6058",), "Implant crown", 240.0, (1, 2)),
    _Made(("D62", "D67"), "Bridge", 420.0, (1, 2)),
    _Made(("D51", "D52"), "Denture", 310.0, (3,), has_shade=False),
    _Made(("D9944",), "Night guard", 85.0, (3,), has_shade=False),
)
_ORDER = (
    "LaboratoryNum",
    "AptNum",
    "PlannedAptNum",
    "DateTimeDue",
    "DateTimeCreated",
    "DateTimeSent",
    "DateTimeRecd",
    "DateTimeChecked",
    "ProvNum",
    "Instructions",
    "LabFee",
    "DateTStamp",
    "InvoiceNum",
)
_SHADES = ("A1", "A2", "A2", "A3", "B1", "C2")
_LEAD = 6
"""Days that a case has beyond those that the laboratory takes: a weekend and a holiday may lie between."""
_DAY = timedelta(days=1)


def send_to_labs(tables: Tables, seed: int, today: date) -> None:
    """Add the laboratories, how long they take, and a case for each visit that needs one and is near enough."""
    cases = _Cases(tables, Chance(f"labs {seed}"), _add_labs(tables), today)
    visits = {row["AptNum"]: row for row in tables.rows["appointment"]}
    begun: set[object] = set()
    for procedure in tables.rows["procedurelog"]:
        visit = visits.get(procedure.get("AptNum") or procedure.get("PlannedAptNum"))
        number = int(str(procedure["CodeNum"])) - 1
        made = _made(CODES[number]) if number < len(CODES) else None
        if visit and made and visit["AptNum"] not in begun:
            begun.add(visit["AptNum"])
            cases.begin(visit, procedure, made)


def _add_labs(tables: Tables) -> dict[tuple[int, str], int]:
    """Add the laboratories; how many days each takes for what it makes."""
    days = {}
    for (name, phone, address, city, zip_code, notes), turnarounds in _LABS:
        lab = tables.add(
            "laboratory",
            Description=name,
            Phone=phone,
            Notes=notes,
            Address=address,
            City=city,
            State="OR",
            Zip=zip_code,
            Email=f"cases{phone[-2:]}@example.com",
        )
        for kind, published, actual in turnarounds:
            tables.add("labturnaround", LaboratoryNum=lab, Description=kind, DaysPublished=published, DaysActual=actual)
            days[lab, kind] = actual
    return days


def _made(code: Code) -> _Made | None:
    return next((made for made in _MADE if code.code.startswith(made.codes)), None)


class _Cases:
    """The cases while they are begun."""

    def __init__(self, tables: Tables, chance: Chance, days: dict[tuple[int, str], int], today: date) -> None:
        self._tables = tables
        self._chance = chance
        self._days = days
        self._today = today

    def begin(self, visit: Row, procedure: Row, made: _Made) -> None:
        """Add the case of a visit, as far as it has come by today; none where it is too early, or too late."""
        lab = self._chance.choice(made.labs)
        takes = self._days[lab, made.name]
        status = visit.get("AptStatus", "Scheduled")
        day = date.fromisoformat(str(visit["AptDateTime"])[:10])
        if status == "Planned":
            begun = date.fromisoformat(str(visit["SecDateTEntry"])[:10])
            self._add(begun, procedure, made, LaboratoryNum=lab, PlannedAptNum=visit["AptNum"])
        elif status == "Scheduled":
            begun = _open_day(day - timedelta(days=takes + _LEAD), -_DAY)
            if begun < self._today:
                travels = self._travel(begun, takes, day)
                self._add(begun, procedure, made, LaboratoryNum=lab, AptNum=visit["AptNum"], **travels)

    def _travel(self, begun: date, takes: int, day: date) -> dict[str, str]:
        """When the case is sent, is back and is looked at, as far as these moments have come."""
        back = _open_day(begun + timedelta(days=takes + self._chance.randrange(-1, 2)), _DAY)
        checked = _open_day(back + _DAY, _DAY)
        moments = {"DateTimeDue": self._at(_open_day(day - _DAY, -_DAY), 11), "DateTimeSent": self._at(begun, 11)}
        if back < self._today:
            moments |= {"DateTimeRecd": self._at(back, 9), "InvoiceNum": f"{self._chance.randrange(10_000, 99_999)}"}
        if checked < min(self._today, day):
            moments["DateTimeChecked"] = self._at(checked, 8)
        return moments

    def _add(self, begun: date, procedure: Row, made: _Made, **columns: object) -> None:
        tooth = procedure.get("ToothNum", "")
        shade = f", shade {self._chance.choice(_SHADES)}" if made.has_shade else ""
        given = {
            **columns,
            "DateTimeCreated": self._at(begun, 10),
            "ProvNum": procedure["ProvNum"],
            "Instructions": f"{made.name}{f' on #{tooth}' if tooth else ''}{shade}.",
            "LabFee": made.fee,
        }
        given["DateTStamp"] = max(
            str(given[name])
            for name in ("DateTimeCreated", "DateTimeSent", "DateTimeRecd", "DateTimeChecked")
            if name in given
        )
        row = {name: given[name] for name in _ORDER if name in given}
        self._tables.add("labcase", key=0, PatNum=procedure["PatNum"], **row)

    def _at(self, day: date, hour: int) -> str:
        return f"{day} {hour:02d}:{self._chance.randrange(60):02d}:00"


def _open_day(day: date, step: timedelta) -> date:
    """The day, or the first one from there, forwards or backwards, on which the practice is open."""
    while not is_open(day):
        day += step
    return day
