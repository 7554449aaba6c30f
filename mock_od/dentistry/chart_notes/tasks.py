"""Tasks in a chart: about a patient of the family, or about an appointment of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from mock_od.call import Records, Row
from mock_od.dentistry.chart_notes.commlogs import TURN, family_of
from mock_od.dentistry.chart_notes.note import Entry, entry
from mock_od.dentistry.short_dates import is_day, padded_day, short_day, short_time

_OF_PATIENT, _OF_APPOINTMENT = 1, 2
_DONE = 2
_OWN_NAMES = "=="
"""Where a task's text begins with it, the text says itself who wrote what."""

_SQL = """SELECT t."TaskNum", COALESCE(a."PatNum", t."KeyNum"), t."DateTask", t."DateTimeEntry", t."TaskStatus",
 t."TaskListNum", t."Descript", COALESCE(u."UserName", '') FROM "task" t
 LEFT JOIN "appointment" a ON t."ObjectType" = {of_appointment} AND a."AptNum" = t."KeyNum"
 LEFT JOIN "userod" u ON u."UserNum" = t."UserNum"
 WHERE (t."ObjectType" = {of_patient} AND t."KeyNum" IN ({patients})) OR a."PatNum" IN ({patients})
 ORDER BY t."TaskNum" """
_NOTES = """SELECT n."TaskNum", n."DateTimeNote", n."Note", COALESCE(u."UserName", '') FROM "tasknote" n
 LEFT JOIN "userod" u ON u."UserNum" = n."UserNum" WHERE n."TaskNum" IN ({tasks})
 ORDER BY n."DateTimeNote", n."TaskNoteNum" """


def entries(records: Records, patient: Row) -> Iterator[Entry]:
    """The tasks of a patient's family; those about others with the name of whom they are about."""
    family = family_of(records, patient)
    patients = ", ".join("?" * len(family))
    sql = _SQL.format(of_patient=_OF_PATIENT, of_appointment=_OF_APPOINTMENT, patients=patients)
    found = records.query(sql, *family, *family)
    notes = _notes(records, [row[0] for row in found])
    lists = _lists(records) if found else {}
    for key, number, due, entered, status, tasklist, text, user in found:
        whose = "" if number == patient["PatNum"] else f"({family[number]['FName']}) "
        done = "Completed " if status == _DONE else ""
        by = "" if text.startswith(_OWN_NAMES) else f"{user} - "
        moment = due if is_day(due) else entered
        yield entry(
            "Task",
            key,
            moment,
            TURN,
            Date=padded_day(due) if is_day(due) else short_day(entered),
            Description=f"{whose}{done}Task - In List: {_path(lists, tasklist)}",
            note="\r\n".join([by + text, *notes[key]]),
        )


def _notes(records: Records, tasks: Iterable[int]) -> dict[int, list[str]]:
    """TaskNum -> a line for each of its notes, the oldest first."""
    numbers = [*tasks]
    told: dict[int, list[str]] = defaultdict(list)
    if numbers and "tasknote" in records.tables:
        sql = _NOTES.format(tasks=", ".join("?" * len(numbers)))
        for number, moment, note, user in records.query(sql, *numbers):
            told[number].append(f"=={user} - {short_day(moment)} {short_time(moment)} - {note}")
    return told


def _lists(records: Records) -> dict[int, tuple[str, int]]:
    """TaskListNum -> the list's name, and the list that it is in."""
    if "tasklist" not in records.tables:
        return {}
    found = records.query('SELECT "TaskListNum", "Descript", "Parent" FROM "tasklist"')
    return {number: (name, parent) for number, name, parent in found}


def _path(lists: dict[int, tuple[str, int]], number: int) -> str:
    """A task list with all that it is in, the outermost first, with / between."""
    names: list[str] = []
    seen: set[int] = set()
    while number in lists and number not in seen:
        seen.add(number)
        name, number = lists[number][0], lists[number][1]
        names.insert(0, name)
    return "/".join(names)
