"""The visits in the appointment book: those of the last weeks, this week's full book, and what is made for later.

An office opens on any weekday of the world's week, so the whole week is full.
May not: draw from the practice's own luck, so that other tables stay as they are when this one changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast

from mock_od.dentistry.describing import columns_of, piece
from mock_od.dentistry.patterns import joined, minutes
from mock_od.generate.chance import Chance
from mock_od.generate.codes import CODES
from mock_od.generate.definitions import CONFIRMED, Definitions
from mock_od.generate.office import FRONT_DESK
from mock_od.generate.rows import Row, Tables
from mock_od.workdays import workday

_WEEK = timedelta(weeks=1)
_FRIDAY = 4
_SIGNS = 2  # of an appointment's pattern, for each of a code's: the book has steps of ten minutes
_SHORTEST, _LONGEST = timedelta(minutes=30), timedelta(minutes=180)
_HYGIENISTS = (4, 5, 6)
_SPARE_ROOM = 4
_APART, _MOST_VISITS = timedelta(days=2), 4
# Percent of a half day's time that is taken in each week from this one on.
_TAKEN = (100, 40, 10)
_BROKEN, _UNSCHEDULED, _PLANNED = 10, 12, 15
_HISTORY, _ASAP = 15, 8  # percent
_REASONS = {
    True: (("Gums to be looked at again", 60), ("Cleaning, the usual", 60), ("Brushing instruction", 40)),
    False: (("Second opinion", 40), ("Impressions", 60), ("Stitches out", 30), ("Bite to be checked", 30)),
}
_NOTES = ("Supplier comes", "Fire drill", "New chair is fitted", "Interview")


class _Block(NamedTuple):
    """Half a day of a provider in an operatory."""

    provider: int
    operatory: int
    clinic: int
    dentist: int
    start: datetime
    end: datetime


class _Visit(NamedTuple):
    """What an appointment would be for."""

    patient: int
    procedures: list[Row]
    pattern: str
    note: str = ""


def fill_book(tables: Tables, definitions: Definitions, seed: int, today: date) -> None:
    """Add appointments, attach procedures to them, and add the history of a part of them."""
    book = _Book(tables, definitions, Chance(f"{seed} appointments"), today)
    book.complete_visits()
    book.set_aside()
    for week, taken in enumerate(_TAKEN):
        book.fill_week(today - timedelta(days=today.weekday()) + week * _WEEK, taken)
    book.note_on_the_book()
    book.add()


class _Book:
    """The appointment book while it fills."""

    def __init__(self, tables: Tables, definitions: Definitions, chance: Chance, today: date) -> None:
        self._tables = tables
        self._chance = chance
        self._today = today
        self._status = {
            name: definitions.number(CONFIRMED, name)
            for name in ("Not called", "Left message", "Confirmed", "Dismissed")
        }
        self._blocks = _blocks(tables)
        self._past = [day for day in self._blocks if day < today]
        self._busy: dict[tuple[int, date], list[tuple[datetime, datetime]]] = defaultdict(list)
        self._patients = {
            cast("int", row["PatNum"]): row
            for row in tables.rows["patient"]
            if row.get("PatStatus", "Patient") == "Patient"
        }
        self._plans = _plans(tables)
        self._codes = {cast("int", row["CodeNum"]): row for row in tables.rows["procedurecode"]}
        self._days: dict[int, list[date]] = defaultdict(list)
        self._made: list[dict[str, Any]] = []
        self._open = self._planned_visits()

    # --- what there is to do ---

    def _planned_visits(self) -> dict[bool, list[_Visit]]:
        """The visits that planned procedures ask for, the hygienists' and the dentists', in a random order."""
        groups: dict[tuple[int, bool, object], list[Row]] = defaultdict(list)
        for row in self._tables.rows["procedurelog"]:
            if row["ProcStatus"] == "TP" and row["PatNum"] in self._patients:
                hygiene = row["ProvNum"] in _HYGIENISTS
                groups[row["PatNum"], hygiene, row.get("Priority", 0)].append(row)
        visits: dict[bool, list[_Visit]] = {True: [], False: []}
        seen = set()
        for (patient, hygiene, _), rows in groups.items():
            visit = _Visit(patient, rows, self._pattern(rows))
            if (patient, hygiene) not in seen and timedelta(minutes=minutes(visit.pattern)) <= _LONGEST:
                seen.add((patient, hygiene))
                visits[hygiene].append(visit)
        for some in visits.values():
            self._chance.shuffle(some)
        return visits

    def _pattern(self, procedures: Iterable[Row]) -> str:
        times = (CODES[cast("int", row["CodeNum"]) - 1].time for row in procedures)
        return "".join(sign * _SIGNS for sign in joined(times))

    def _usual_visit(self, block: _Block) -> _Visit | None:
        """A visit without procedures, of somebody of that clinic who has not been there for long."""
        note, length = self._chance.choice(_REASONS[block.provider in _HYGIENISTS])
        found = [
            number
            for number, row in self._patients.items()
            if row["ClinicNum"] == block.clinic and self._may_come(number, block)
        ]
        if not found:
            return None
        signs = length // 5
        return _Visit(self._chance.choice(found), [], "/" + "X" * (signs - 2) + "/", note)

    def _may_come(self, patient: int, block: _Block) -> bool:
        """Whether a patient has not been there too often, nor on a day shortly before or after."""
        days = self._days[patient]
        near = any(abs(day - block.start.date()) < _APART for day in days)
        return not near and len(days) < _MOST_VISITS

    # --- filling ---

    def complete_visits(self) -> None:
        """Give the completed visits of the last weeks their appointments."""
        first = min(self._blocks, default=self._today)
        visits: dict[tuple[date, int], list[Row]] = defaultdict(list)
        for row in self._tables.rows["procedurelog"]:
            day = date.fromisoformat(str(row["ProcDate"]))
            if row["ProcStatus"] == "C" and first <= day < self._today:
                visits[day, cast("int", row["PatNum"])].append(row)
        for (day, patient), rows in sorted(visits.items(), key=lambda visit: visit[0]):
            providers = {row["ProvNum"] for row in rows}
            visit = _Visit(patient, rows, self._pattern(rows))
            for block in self._blocks.get(day, ()):
                mine = block.provider in providers and (block.provider in _HYGIENISTS or len(providers) == 1)
                start = self._free(block, visit.pattern) if mine and self._is_here(block, patient) else None
                if start:
                    self._complete(block, start, visit)
                    break

    def _is_here(self, block: _Block, patient: int) -> bool:
        return self._tables.rows["patient"][patient - 1]["ClinicNum"] == block.clinic

    def _complete(self, block: _Block, start: datetime, visit: _Visit) -> None:
        end = start + timedelta(minutes=minutes(visit.pattern))
        late = timedelta(minutes=self._chance.randrange(8))
        self._book(
            block,
            start,
            visit,
            AptStatus="Complete",
            Confirmed=self._status["Dismissed"],
            DateTimeArrived=_written(start - timedelta(minutes=5) + late),
            DateTimeSeated=_written(start + late),
            DateTimeDismissed=_written(end + late),
            DateTStamp=_written(end + late),
        )

    def set_aside(self) -> None:
        """Appointments that are broken, on the unscheduled list, or planned and not scheduled yet."""
        for at, status in enumerate(("Broken",) * _BROKEN + ("UnschedList",) * _UNSCHEDULED):
            visits = self._open[at % 2 == 0]
            day = self._chance.choice(self._past) if self._past else None
            if not visits or day is None:
                return
            visit = visits.pop()
            places = [block for block in self._blocks[day] if self._is_here(block, visit.patient)]
            places = [block for block in places if (block.provider in _HYGIENISTS) == (at % 2 == 0)]
            start = self._free(places[0], visit.pattern) if places else None
            if start is None:
                continue
            more: dict[str, Any] = {"AptStatus": status, "DateTStamp": _written(start)}
            if status == "UnschedList":
                more |= {"Op": 0, "Priority": "ASAP" if self._chance.likely(40) else "Normal"}
            self._book(places[0], start, visit, **more)
        for at in range(_PLANNED):
            visits = self._open[at % 3 == 0]
            if visits:
                visit = visits.pop()
                self._plan(visit)
                if at % 2:
                    visits.insert(0, visit)  # the first to be scheduled

    def _plan(self, visit: _Visit) -> None:
        """A planned appointment; a visit that stays open is scheduled as well."""
        day = max(str(row["ProcDate"]) for row in visit.procedures)
        patient = self._patients[visit.patient]
        order = sum(row["PatNum"] == visit.patient and row["AptStatus"] == "Planned" for row in self._made) + 1
        self._made.append(
            self._row(visit, datetime.fromisoformat(day))
            | {"AptStatus": "Planned", "ProvNum": patient["PriProv"], "ClinicNum": patient["ClinicNum"]}
            | {"ItemOrderPlanned": order, "DateTStamp": f"{day} 12:00:00", "visit": visit}
        )

    def fill_week(self, monday: date, taken: int) -> None:
        """Fill a share of each half day of a week, from its beginning on."""
        for ordinal in range(monday.toordinal(), (monday + _WEEK).toordinal()):
            for block in self._blocks.get(date.fromordinal(ordinal), ()):
                self._fill(block, taken)

    def _fill(self, block: _Block, taken: int) -> None:
        until = block.start + (block.end - block.start) * taken / 100
        while True:
            start = max((end for _, end in self._busy[block.operatory, block.start.date()]), default=block.start)
            start = max(start, block.start)
            visit = self._next_visit(block, block.end - start) if start + _SHORTEST <= until else None
            if visit is None:
                return
            called = self._chance.choice(("Not called", "Left message", "Confirmed", "Confirmed"))
            priority = "ASAP" if taken < _TAKEN[0] and self._chance.likely(_ASAP) else "Normal"
            made = workday(self._today - timedelta(days=self._chance.randrange(9, 90)))
            stamp = f"{made} {self._chance.randrange(8, 12):02d}:{self._chance.randrange(60):02d}:00"
            self._book(
                block,
                start,
                visit,
                AptStatus="Scheduled",
                Confirmed=self._status[called],
                Priority=priority,
                SecDateTEntry=stamp,
                DateTStamp=stamp if called == "Not called" else max(stamp, self._at_the_desk()),
            )

    def _at_the_desk(self) -> str:
        """A moment of the last working day before today."""
        day = max(self._past)
        return f"{day} {self._chance.randrange(8, 12):02d}:{self._chance.randrange(60):02d}:00"

    def _next_visit(self, block: _Block, room: timedelta) -> _Visit | None:
        """A visit of that clinic and that provider which fits, else one without procedures."""
        visits = self._open[block.provider in _HYGIENISTS]
        for at, visit in enumerate(visits):
            patient = self._patients[visit.patient]
            mine = block.provider in _HYGIENISTS or patient["PriProv"] == block.provider
            fits = timedelta(minutes=minutes(visit.pattern)) <= room
            if patient["ClinicNum"] == block.clinic and mine and fits and self._may_come(visit.patient, block):
                return visits.pop(at)
        usual = self._usual_visit(block)
        return usual if usual and timedelta(minutes=minutes(usual.pattern)) <= room else None

    def note_on_the_book(self) -> None:
        """Notes that stand in the spare room."""
        days = [day for day in self._blocks if self._today <= day < self._today + _WEEK]
        patients = list(self._patients)
        for note, day in zip(_NOTES, days, strict=False):
            start = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001  # an office's time has no zone
            visit = _Visit(self._chance.choice(patients), [], "//////", note)
            more = {"AptStatus": "PtNote", "Op": _SPARE_ROOM, "ProvNum": 1, "ClinicNum": 1}
            self._made.append(self._row(visit, start) | more | {"visit": visit})

    # --- one appointment ---

    def _free(self, block: _Block, pattern: str) -> datetime | None:
        """When an appointment of a pattern may begin in a block; None where there is no room."""
        length = timedelta(minutes=minutes(pattern))
        start = block.start
        for begin, end in sorted(self._busy[block.operatory, block.start.date()]):
            if start + length <= begin:
                break
            start = max(start, end)
        return start if start + length <= block.end else None

    def _book(self, block: _Block, start: datetime, visit: _Visit, **more: object) -> None:
        end = start + timedelta(minutes=minutes(visit.pattern))
        if more["AptStatus"] != "UnschedList":
            self._busy[block.operatory, start.date()].append((start, end))
        self._days[visit.patient].append(start.date())
        hygiene = block.provider in _HYGIENISTS
        self._made.append(
            self._row(visit, start)
            | {"Op": block.operatory, "ProvNum": block.dentist if hygiene else block.provider}
            | {"ProvHyg": block.provider if hygiene else 0, "IsHygiene": "true" if hygiene else "false"}
            | {"ClinicNum": block.clinic, "visit": visit}
            | more
        )

    def _row(self, visit: _Visit, start: datetime) -> dict[str, Any]:
        first, second = self._plans.get(visit.patient, (0, 0))
        pieces = [piece({"ToothNum": "", "Surf": "", **row}, self._code(row)) for row in visit.procedures]
        made = workday(start.date() - timedelta(days=self._chance.randrange(3, 40)))
        stamp = f"{min(made, max(self._past, default=made))} {self._chance.randrange(8, 12):02d}:20:00"
        patient = self._tables.rows["patient"][visit.patient - 1]
        return {
            "PatNum": visit.patient,
            "Pattern": visit.pattern,
            "Confirmed": self._status["Not called"],
            "Op": 0,
            "Note": visit.note,
            "AptDateTime": _written(start),
            "ProcDescript": columns_of(pieces)["ProcDescript"],
            "InsPlan1": first,
            "InsPlan2": second,
            "SecUserNumEntry": FRONT_DESK[cast("int", patient["ClinicNum"])],
            "SecDateTEntry": stamp,
            "DateTStamp": stamp,
            "PatternSecondary": "/" * len(visit.pattern),
        }

    def _code(self, procedure: Row) -> Row:
        return self._codes[cast("int", procedure["CodeNum"])]

    # --- into the tables ---

    def add(self) -> None:
        """Add the appointments in the order in which they were made, and what hangs on them."""
        self._made.sort(key=lambda row: (row["SecDateTEntry"], row["AptDateTime"], row["PatNum"]))
        for row in self._made:
            visit = row.pop("visit")
            number = self._tables.add("appointment", **row)
            for procedure in visit.procedures:
                self._attach(procedure, number, row)
        self._point_to_planned()
        for row in self._tables.rows["appointment"]:
            if self._chance.likely(_HISTORY):
                self._remember(row)

    @staticmethod
    def _attach(procedure: Row, number: int, row: dict[str, Any]) -> None:
        planned = row["AptStatus"] == "Planned"
        procedure["PlannedAptNum" if planned else "AptNum"] = number
        if not planned or "AptNum" not in procedure:
            procedure["ProcDate"] = row["AptDateTime"][:10]

    def _point_to_planned(self) -> None:
        """NextAptNum of the appointments that come from planned ones."""
        rows = self._tables.rows["appointment"]
        for procedure in self._tables.rows["procedurelog"]:
            if procedure.get("AptNum") and procedure.get("PlannedAptNum"):
                rows[cast("int", procedure["AptNum"]) - 1]["NextAptNum"] = procedure["PlannedAptNum"]

    def _remember(self, row: dict[str, Any]) -> None:
        """The history of an appointment: how it was made, and how it is now."""
        made = {**row, "AptStatus": "Planned" if row["AptStatus"] == "Planned" else "Scheduled"}
        for name in ("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed"):
            made.pop(name, None)
        made |= {"Confirmed": self._status["Not called"], "DateTStamp": row["SecDateTEntry"]}
        steps = (
            [("Created", made), ("Changed", row)] if row["DateTStamp"] != row["SecDateTEntry"] else [("Created", row)]
        )
        for action, values in steps:
            self._tables.add(
                "histappointment",
                HistUserNum=row["SecUserNumEntry"],
                HistDateTStamp=values["DateTStamp"],
                HistApptAction=action,
                **values,
            )


def _blocks(tables: Tables) -> dict[date, list[_Block]]:
    """The half days in the book by day, in the order of the book."""
    rooms = {row["ScheduleNum"]: row["OperatoryNum"] for row in tables.rows["scheduleop"]}
    places = {row["OperatoryNum"]: row for row in tables.rows["operatory"]}
    blocks: dict[date, list[_Block]] = defaultdict(list)
    for row in tables.rows["schedule"]:
        if row["SchedType"] != "Provider":
            continue
        day = date.fromisoformat(str(row["SchedDate"]))
        place = places[rooms[row["ScheduleNum"]]]
        start, end = (datetime.fromisoformat(f"{day} {row[name]}") for name in ("StartTime", "StopTime"))
        if place["OperatoryNum"] == 1 and day.weekday() == _FRIDAY:
            end = min(end, end.replace(hour=16))  # kept for emergencies then
        provider, clinic, dentist = (
            cast("int", value) for value in (row["ProvNum"], place["ClinicNum"], place["ProvDentist"])
        )
        blocks[day].append(_Block(provider, cast("int", place["OperatoryNum"]), clinic, dentist, start, end))
    return dict(sorted(blocks.items()))


def _plans(tables: Tables) -> dict[int, tuple[int, int]]:
    """PatNum -> the PlanNums of the first and the second insurance."""
    plans = {row["InsSubNum"]: cast("int", row["PlanNum"]) for row in tables.rows["inssub"]}
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for row in tables.rows["patplan"]:
        found[cast("int", row["PatNum"])][cast("int", row["Ordinal"])] = plans[row["InsSubNum"]]
    return {patient: (of.get(1, 0), of.get(2, 0)) for patient, of in found.items()}


def _written(moment: datetime) -> str:
    return moment.isoformat(" ")
