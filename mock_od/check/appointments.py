"""What holds of the appointment book: nobody is in two places, and an appointment is what its procedures are.

In the SELECTs, AptStatus 1 is Scheduled, 2 Complete, 3 UnschedList, 5 Broken, 6 Planned; ProcStatus 6 is D.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mock_od.call import Call
from mock_od.check.finding import Check, Finding, World, law
from mock_od.dentistry.describing import describe, procedures_of
from mock_od.dentistry.patterns import of_procedures
from mock_od.resources.appointments import Appointments
from mock_od.versions import NEWEST

_END = "DATETIME({0}.AptDateTime, '+' || (5 * LENGTH({0}.Pattern)) || ' minutes')"


def _texts(world: World) -> Iterator[Finding]:
    for row in world.records.rows("appointment"):
        text = describe(world.records, row)["ProcDescript"]
        if text != row["ProcDescript"]:
            sentence = f"ProcDescript is {row['ProcDescript']!r}; its procedures are {text!r}"
            yield Finding("appointment", row["AptNum"], sentence)


def _patterns(world: World) -> Iterator[Finding]:
    now = datetime.fromisoformat(world.today)
    call = Call(Appointments.create, records=world.records, now=now, developer="", version=NEWEST, choices={})
    for row in world.records.rows("appointment"):
        codes = [world.records.find("procedurecode", one["CodeNum"]) for one in procedures_of(world.records, row)]
        pattern = of_procedures(call, [code for code in codes if code], row["ProvNum"], row["ProvHyg"])
        if pattern and not row["TimeLocked"] and pattern != row["Pattern"]:
            sentence = f"Pattern is {row['Pattern']}; that of its procedures is {pattern}"
            yield Finding("appointment", row["AptNum"], sentence)


CHECKS = (
    law(
        "procedures of appointments",
        "procedurelog",
        "is patient {PatNum}'s, and appointment {AptNum} patient {of}'s",
        """SELECT p.ProcNum AS key, p.PatNum, a.AptNum, a.PatNum AS of FROM procedurelog p
        JOIN appointment a ON a.AptNum IN (p.AptNum, p.PlannedAptNum) WHERE a.PatNum <> p.PatNum""",
    ),
    law(
        "days of procedures",
        "procedurelog",
        "ProcDate is {ProcDate}; appointment {AptNum} is on {day}",
        """SELECT p.ProcNum AS key, p.ProcDate, a.AptNum, SUBSTR(a.AptDateTime, 1, 10) AS day FROM procedurelog p
        JOIN appointment a ON a.AptNum = COALESCE(NULLIF(p.AptNum, 0), p.PlannedAptNum)
        WHERE p.ProcStatus <> 6 AND p.ProcDate <> day""",
        strict=True,
    ),
    law(
        "one appointment at a time",
        "appointment",
        "is at {AptDateTime} in operatory {Op}, as appointment {other} is",
        f"""SELECT a.AptNum AS key, a.AptDateTime, a.Op, MIN(b.AptNum) AS other FROM appointment a
        JOIN appointment b ON b.Op = a.Op AND b.AptNum < a.AptNum AND b.AptDateTime < {_END.format("a")}
        AND {_END.format("b")} > a.AptDateTime
        WHERE a.Op <> 0 AND a.AptStatus NOT IN (3, 6) AND b.AptStatus NOT IN (3, 6) GROUP BY a.AptNum""",
        strict=True,
    ),
    law(
        "somebody works then",
        "appointment",
        "is at {AptDateTime} in operatory {Op}, where nobody works all that time",
        # SchedType 1 is Provider
        f"""SELECT a.AptNum AS key, a.AptDateTime, a.Op FROM appointment a WHERE a.AptStatus IN (1, 2, 5) AND NOT EXISTS
        (SELECT 1 FROM schedule s JOIN scheduleop o ON o.ScheduleNum = s.ScheduleNum AND o.OperatoryNum = a.Op
        WHERE s.SchedType = 1 AND s.SchedDate || ' ' || s.StartTime <= a.AptDateTime
        AND s.SchedDate || ' ' || s.StopTime >= {_END.format("a")})""",
        strict=True,
    ),
    law(
        "off the book",
        "appointment",
        "Op is {Op}; an appointment that is planned, or to be scheduled, has none",
        "SELECT AptNum AS key, Op FROM appointment WHERE AptStatus IN (3, 6) AND Op <> 0",
        strict=True,
    ),
    law(
        "history",
        "appointment",
        "is not as its last histappointment, {HistApptNum}, has it",
        """SELECT a.AptNum AS key, h.HistApptNum FROM appointment a JOIN histappointment h ON h.AptNum = a.AptNum
        WHERE h.HistApptNum = (SELECT MAX(HistApptNum) FROM histappointment l WHERE l.AptNum = a.AptNum)
        AND (a.AptStatus, a.AptDateTime, a.Op, a.ProvNum, a.Pattern, a.Confirmed, a.Note, a.ProcDescript, a.DateTStamp)
        IS NOT (h.AptStatus, h.AptDateTime, h.Op, h.ProvNum, h.Pattern, h.Confirmed, h.Note, h.ProcDescript,
        h.DateTStamp)""",
        strict=True,
    ),
    Check("texts of appointments", _texts, strict=True),
    Check("patterns of appointments", _patterns, strict=True),
)
