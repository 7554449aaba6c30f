"""What a practice notes in places of its own: fields of patients and of appointments, notes, hours on the clock.

Their chance is of their own, so that no other row depends on them.
May not: be asked before all patients and appointments are there.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from mock_od.generate.chance import Chance
from mock_od.generate.office import SET_UP
from mock_od.generate.rows import Row, Tables
from mock_od.workdays import is_open, is_short


class _Field(NamedTuple):
    """A field of patients.

    :param kind: its FieldType.
    :param percent: how many of a hundred patients have a value.
    :param values: what it may be; of a PickList the items.
    """

    name: str
    kind: str
    percent: int
    values: tuple[str, ...] = ()


_ANNIVERSARY = "Anniversary"
"""Of those who are married. A day in a text does not move with the world, so it is one long ago."""
_FIELDS = (
    _Field("Preferred pharmacy", "Text", 20, ("Rite Price, Commercial St", "Valley Drug", "At the clinic's hospital")),
    _Field("Heard of us from", "PickList", 45, ("Friend or family", "Dentist", "Web search", "Insurance", "Drove by")),
    _Field(_ANNIVERSARY, "Date", 45),
    _Field("Photos allowed", "Checkbox", 35, ("1", "1", "1", "0")),
    _Field("Spending limit", "Currency", 6, ("100.00", "250.00", "500.00")),
)
_ARRIVAL, _LANGUAGE = "Comes by", "Interpreter"
_COMES_BY = ("Car", "Bus", "On foot", "A ride with the family")
_LANGUAGES = ("Spanish", "Russian", "Sign language")
_SERVICE = (
    "Likes to be called the day before.",
    "Hard of hearing on the left.",
    "Music on headphones helps.",
    "Needs help from the car.",
    "Gags easily; small film.",
)
_FAMILY = ("Pays by card at each visit.", "Wants one statement a month.", "Payment plan was kept; no fees, please.")
_WITH_A_CHILD, _HISTORY = "Mother comes along.", "See the list of problems; reviewed at each checkup."
_DAYS, _LATE = 10, 12
"""Of how many days hours are kept; how many minutes somebody is early or late at most."""
_MORNING, _AFTERNOON = (time(8), time(12)), (time(13), time(17))
_CALLED = ("WirelessPhone", "HmPhone")


def note_particulars(tables: Tables, seed: int, today: date) -> None:
    """Add the fields and their values, a note about some of the patients, and the last hours of the employees."""
    chance = Chance(f"particulars {seed}")
    _add_fields(tables)
    families: dict[object, list[Row]] = {}
    for patient in tables.rows["patient"]:
        families.setdefault(patient["Guarantor"], []).append(patient)
    for patient in tables.rows["patient"]:
        if "DateFirstVisit" in patient:
            _add_values(tables, chance, patient)
            _add_note(tables, chance, patient, families[patient["Guarantor"]])
    for appointment in tables.rows["appointment"]:
        _tell_of(tables, chance, appointment)
    _clock(tables, Chance(f"hours {seed}"), today)


def _add_fields(tables: Tables) -> None:
    for order, one in enumerate(_FIELDS):
        number = tables.add("patfielddef", FieldName=one.name, FieldType=one.kind, ItemOrder=order)
        for at, name in enumerate(one.values if one.kind == "PickList" else ()):
            tables.add("patfieldpickitem", PatFieldDefNum=number, Name=name, ItemOrder=at)
    items = "\r\n".join(_COMES_BY)
    tables.add("apptfielddef", FieldName=_ARRIVAL, FieldType="PickList", PickList=items)
    tables.add("apptfielddef", FieldName=_LANGUAGE, FieldType="Text", ItemOrder=1)


def _add_values(tables: Tables, chance: Chance, patient: Row) -> None:
    since = str(patient["DateFirstVisit"])
    for one in _FIELDS:
        if chance.likely(one.percent):
            value = chance.choice(one.values) if one.values else _wedding(patient, chance)
            if not value:
                continue
            tables.add(
                "patfield",
                PatNum=patient["PatNum"],
                FieldName=one.name,
                FieldValue=value,
                SecDateEntry=since,
                SecDateTEdit=f"{since} 10:05:00",
            )


def _wedding(patient: Row, chance: Chance) -> str:
    """The day on which a patient was married; empty for those who are not, or were lately."""
    born = date.fromisoformat(str(patient["Birthdate"]))
    day = date(born.year + chance.randrange(21, 32), chance.randrange(1, 13), chance.randrange(1, 29))
    long_ago = day < date.fromisoformat(SET_UP)
    return day.isoformat() if patient.get("Position") == "Married" and long_ago else ""


def _add_note(tables: Tables, chance: Chance, patient: Row, family: list[Row]) -> None:
    """A note about one in two; a family's is with its guarantor. In an emergency an adult of the family is called."""
    others = [one for one in family if one is not patient and _can_be_called(one)]
    called = chance.choice(others) if others and chance.likely(50) else None
    pays = patient["Guarantor"] == patient["PatNum"]
    note: Row = {
        "FamFinancial": chance.choice(_FAMILY) if pays and chance.likely(15) else "",
        "Service": chance.choice(_SERVICE) if chance.likely(12) else "",
        "MedicalComp": _HISTORY if chance.likely(8) else "",
        "Treatment": _WITH_A_CHILD if patient.get("Position") == "Child" and chance.likely(20) else "",
    }
    if called:
        note["ICEName"] = f"{called['FName']} {called['LName']}"
        note["ICEPhone"] = next(called[name] for name in _CALLED if called.get(name))
    if any(note.values()):
        since = f"{patient['DateFirstVisit']} 10:10:00"
        number = int(str(patient["PatNum"]))
        tables.add("patientnote", key=number, **note, SecDateTEntry=since, SecDateTEdit=since)


def _can_be_called(person: Row) -> bool:
    return person.get("Position") != "Child" and any(person.get(name) for name in _CALLED)


def _tell_of(tables: Tables, chance: Chance, appointment: Row) -> None:
    """What is to be known before a visit that is still to come."""
    if appointment.get("AptStatus", "Scheduled") != "Scheduled":
        return
    for name, percent, values in ((_ARRIVAL, 15, _COMES_BY), (_LANGUAGE, 4, _LANGUAGES)):
        if chance.likely(percent):
            tables.add("apptfield", FieldName=name, AptNum=appointment["AptNum"], FieldValue=chance.choice(values))


def _clock(tables: Tables, chance: Chance, today: date) -> None:
    """The stays of the employees, morning and afternoon, on the last days before today that the practice was open."""
    days: list[date] = []
    day = today
    while len(days) < _DAYS:
        day -= timedelta(days=1)
        if is_open(day):
            days.append(day)
    for day in reversed(days):
        for employee in tables.rows["employee"]:
            stays = (_MORNING,) if is_short(day) else (_MORNING, _AFTERNOON)
            for stay in stays:
                begun, ended = (_about(chance, datetime.combine(day, moment)) for moment in stay)
                tables.add(
                    "clockevent",
                    EmployeeNum=employee["EmployeeNum"],
                    TimeEntered1=begun,
                    TimeDisplayed1=begun,
                    ClockStatus="Home" if stay is stays[-1] else "Lunch",
                    TimeEntered2=ended,
                    TimeDisplayed2=ended,
                )


def _about(chance: Chance, moment: datetime) -> str:
    """A moment some minutes earlier or later."""
    late = timedelta(minutes=chance.randrange(-_LATE, _LATE), seconds=chance.randrange(60))
    return (moment + late).isoformat(" ")
