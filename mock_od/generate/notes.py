"""What was written down of completed work: a note for a procedure, and group notes for several of one visit.

Their chance is of their own, so that no other row depends on them.
May not: be asked before all procedures are there.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mock_od.dentistry.group_notes import CODE_ROW
from mock_od.generate.chance import Chance
from mock_od.generate.codes import CODES
from mock_od.generate.office import DENTISTS
from mock_od.generate.rows import Row, Tables

_GROUP_NOTES = 10
"""Of a hundred patients, how many have one."""
_A_YEAR = timedelta(days=365)
_CLEANING_NOTED, _SIGNED, _WRITTEN_TWICE = 60, 70, 6  # percent
_CLEANINGS = ("D1110", "D1120", "D4910")
_TEXTS = {
    **dict.fromkeys(
        _CLEANINGS,
        (
            "Light calculus on the lower front teeth. Flossing was shown once more.",
            "No bleeding. Brushes twice a day.",
            "Some bleeding behind the upper molars. To come back as usual.",
            "Polished. Was at ease all the time.",
        ),
    ),
    "D2": (
        "One cartridge of lidocaine. Decay removed, etched, bonded, filled. Bite adjusted.",
        "Deep, but not to the nerve. A liner below the filling. May be sensitive for a few days.",
        "Rubber dam. Contact is tight, floss passes. Left comfortable.",
    ),
    "D3": ("Canals found, cleaned and filled. X-ray shows them to the end. A crown comes next.",),
    "D4": ("Anesthesia in this quadrant. Roots are smooth now. To be looked at in six weeks.",),
    "D7": (
        "Came out in one piece. Gauze, and told how to care for it. No bleeding when leaving.",
        "Sectioned, both roots out. Two stitches, which dissolve.",
    ),
    "D1351": ("Fissures cleaned and sealed. Held still.",),
}
"""By a procedure code, or how it begins."""
_DRAFT = "To be written."
_GROUP_TEXTS = (
    "Medical: no changes. No concerns. All well.",
    "Medical: no changes. Asked about whitening; a leaflet was given.",
    "Medical: takes something new for blood pressure, see the list. No concerns today.",
    "Findings were shown on the screen and explained. Will think about it.",
)


class _Visit(NamedTuple):
    """What one provider does for a patient on one day in one clinic."""

    patient: int
    day: str
    provider: int
    clinic: int


def write_down(tables: Tables, seed: int, today: date) -> None:
    """Add the notes of completed procedures, and the group notes of the last year."""
    chance = Chance(f"notes {seed}")
    codes = {number: code.code for number, code in enumerate(CODES, start=1)}
    visits: dict[_Visit, list[Row]] = defaultdict(list)
    since = (today - _A_YEAR).isoformat()
    for row in tables.rows["procedurelog"]:
        if row["ProcStatus"] == "C":
            _note(tables, chance, row, codes[_key(row, "CodeNum")], since)
            if str(row["ProcDate"]) >= since:
                who = (_key(row, "PatNum"), str(row["ProcDate"]), _key(row, "ProvNum"), _key(row, "ClinicNum"))
                visits[_Visit(*who)].append(row)
    together = [(visit, rows) for visit, rows in visits.items() if len(rows) > 1]
    count = min(len(together), max(1, len(tables.rows["patient"]) * _GROUP_NOTES // 100))
    if together:
        group = tables.add("procedurecode", **CODE_ROW)
        for at in sorted(chance.sample(range(len(together)), count)):
            _group(tables, chance, group, *together[at])


def _key(row: Row, column: str) -> int:
    return int(str(row.get(column, 0)))


def _note(tables: Tables, chance: Chance, row: Row, code: str, since: str) -> None:
    texts = next((texts for begin, texts in _TEXTS.items() if code.startswith(begin)), ())
    if not texts or (code in _CLEANINGS and (str(row["ProcDate"]) < since or not chance.likely(_CLEANING_NOTED))):
        return
    begun = datetime.fromisoformat(str(row["DateTStamp"]))
    if chance.likely(_WRITTEN_TWICE):
        _write(tables, row, _DRAFT, begun + timedelta(minutes=5), signed=False)
    moment = begun + timedelta(minutes=chance.randrange(20, 55))
    _write(tables, row, chance.choice(texts), moment, signed=chance.likely(_SIGNED))


def _write(tables: Tables, row: Row, note: str, moment: datetime, *, signed: bool) -> None:
    tables.add(
        "procnote",
        PatNum=row["PatNum"],
        ProcNum=row["ProcNum"],
        EntryDateTime=moment.isoformat(" ", "seconds"),
        UserNum=DENTISTS[_key(row, "ProvNum")],
        Note=note,
        isSigned="true" if signed else "false",
    )


def _group(tables: Tables, chance: Chance, code: int, visit: _Visit, rows: list[Row]) -> None:
    """A procedure with a note of its own, that names the others."""
    moment = datetime.fromisoformat(max(str(row["DateTStamp"]) for row in rows)) + timedelta(minutes=40)
    tables.add(
        "procedurelog",
        PatNum=visit.patient,
        ProcDate=visit.day,
        ProcStatus="EC",
        ProvNum=visit.provider,
        DateEntryC=visit.day,
        ClinicNum=visit.clinic,
        CodeNum=code,
        UnitQty=1,
        DateTStamp=moment.isoformat(" ", "seconds"),
        SecDateEntry=moment.isoformat(" ", "seconds"),
        SecUserNumEntry=DENTISTS[visit.provider],
    )
    group = tables.rows["procedurelog"][-1]
    for row in rows:
        tables.add("procgroupitem", ProcNum=row["ProcNum"], GroupNum=group["ProcNum"])
    _write(tables, group, chance.choice(_GROUP_TEXTS), moment, signed=chance.likely(_SIGNED))
