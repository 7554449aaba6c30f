"""What holds of recalls: that they are as the API's own function would leave them.

May not: keep what that function writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from mock_od.call import Call, Row
from mock_od.check.finding import Check, Finding, World, law
from mock_od.dentistry.recalls import NO_DATE, special_types, synch
from mock_od.resources.recalls import Recalls
from mock_od.versions import NEWEST

_DATES = ("DatePrevious", "DateDueCalc", "DateDue", "DateScheduled")
_MOST_DAYS = 3
"""By how many days a date due may be off: a world's dates move by whole weeks, and months are not equally long."""


def _in_step(world: World) -> Iterator[Finding]:
    """Recalls whose dates would change with the next procedure or appointment that is written, and missing ones."""
    call = _call(world)
    world.query("SELECT 1 FROM recalltrigger LIMIT 0")  # else each rehearsal makes this table, and takes it back
    for patient in world.query("SELECT PatNum FROM patient WHERE PatStatus = 0 ORDER BY PatNum"):
        number = patient["PatNum"]
        there = _recalls(world, number)
        with world.store.rehearsal():
            synch(call, number)
            wanted = _recalls(world, number)
        for key, row in wanted.items():
            if key not in there:
                kind = row["RecallTypeNum"]
                yield Finding("patient", number, f"has no recall of recalltype {kind}, which its procedures call for")
                continue
            for name in _DATES:
                if name == "DateScheduled" and NO_DATE < there[key][name] < world.today:
                    continue  # the day has passed, and nothing was written since
                off = date.fromisoformat(there[key][name]) - date.fromisoformat(row[name])
                if abs(off.days) > (_MOST_DAYS if name.startswith("DateDue") else 0):
                    sentence = f"{name} is {there[key][name]}; as of {world.today} it is {row[name]}"
                    yield Finding("recall", key, sentence)


def _prophy_or_perio(world: World) -> Iterator[Finding]:
    prophy, perio = special_types(_call(world))
    both = f"""SELECT a.RecallNum AS key, b.RecallNum AS other FROM recall a JOIN recall b ON b.PatNum = a.PatNum
        WHERE a.RecallTypeNum = {perio} AND b.RecallTypeNum = {prophy}"""
    for row in world.query(both):
        sentence = f"is perio, and recall {row['other']} of the patient is prophy; they exclude each other"
        yield Finding("recall", row["key"], sentence)


def _call(world: World) -> Call:
    now = datetime.fromisoformat(world.today)
    return Call(Recalls.create, records=world.records, now=now, developer="", version=NEWEST, choices={})


def _recalls(world: World, patient: int) -> dict[int, Row]:
    return {row["RecallNum"]: row for row in world.records.rows("recall", PatNum=patient)}


CHECKS = (
    Check("recalls in step", _in_step),
    Check("prophy or perio", _prophy_or_perio),
    law(
        "one recall of a type",
        "recall",
        "is of recalltype {RecallTypeNum}, and so is recall {other} of patient {PatNum}",
        """SELECT r.RecallNum AS key, r.RecallTypeNum, r.PatNum, MIN(o.RecallNum) AS other FROM recall r
        JOIN recall o ON o.PatNum = r.PatNum AND o.RecallTypeNum = r.RecallTypeNum AND o.RecallNum < r.RecallNum
        GROUP BY r.RecallNum""",
    ),
)
