"""What holds of notes, and of the procedures that are group notes.

In the SELECTs, ProcStatus 3 is EC, 6 D.
"""

from __future__ import annotations

from mock_od.check.finding import law

_GROUPS = "procedurelog g JOIN procedurecode c ON c.CodeNum = g.CodeNum AND c.ProcCode = '~GRP~'"

CHECKS = (
    law(
        "notes are of the procedure's patient",
        "procnote",
        "PatNum is {PatNum}; procedure {ProcNum} is patient {procedure}'s",
        """SELECT n.ProcNoteNum AS key, n.PatNum, n.ProcNum, p.PatNum AS procedure FROM procnote n
        JOIN procedurelog p ON p.ProcNum = n.ProcNum WHERE n.PatNum <> p.PatNum""",
    ),
    law(
        "group notes have procedures",
        "procedurelog",
        "is a group note (~GRP~) and names no procedure",
        f"""SELECT g.ProcNum AS key FROM {_GROUPS} WHERE g.ProcStatus <> 6
        AND NOT EXISTS (SELECT 1 FROM procgroupitem i WHERE i.GroupNum = g.ProcNum)""",
    ),
    law(
        "group notes have a note",
        "procedurelog",
        "is a group note (~GRP~) and has no note",
        f"""SELECT g.ProcNum AS key FROM {_GROUPS} WHERE g.ProcStatus <> 6
        AND NOT EXISTS (SELECT 1 FROM procnote n WHERE n.ProcNum = g.ProcNum)""",
    ),
    law(
        "group notes exist",
        "procedurelog",
        "is a group note (~GRP~); its ProcStatus is {ProcStatus}, and not 3 (EC)",
        f"SELECT g.ProcNum AS key, g.ProcStatus FROM {_GROUPS} WHERE g.ProcStatus NOT IN (3, 6)",
    ),
    law(
        "items are of group notes",
        "procgroupitem",
        "GroupNum is {GroupNum}, and procedure {GroupNum} is no group note (~GRP~)",
        f"""SELECT i.ProcGroupItemNum AS key, i.GroupNum FROM procgroupitem i
        WHERE i.GroupNum NOT IN (SELECT g.ProcNum FROM {_GROUPS})""",
    ),
    law(
        "group notes are of one visit",
        "procgroupitem",
        "procedure {ProcNum} is of another patient, day or clinic than group note {GroupNum}",
        """SELECT i.ProcGroupItemNum AS key, i.ProcNum, i.GroupNum FROM procgroupitem i
        JOIN procedurelog p ON p.ProcNum = i.ProcNum JOIN procedurelog g ON g.ProcNum = i.GroupNum
        WHERE p.PatNum <> g.PatNum OR p.ProcDate <> g.ProcDate OR p.ClinicNum <> g.ClinicNum""",
        strict=True,
    ),
    law(
        "notes are written after the work",
        "procnote",
        "was written on {written}, before its procedure, which is of {ProcDate}",
        """SELECT n.ProcNoteNum AS key, substr(n.EntryDateTime, 1, 10) AS written, p.ProcDate FROM procnote n
        JOIN procedurelog p ON p.ProcNum = n.ProcNum WHERE p.ProcStatus = 2
        AND substr(n.EntryDateTime, 1, 10) BETWEEN '0001-01-02' AND date(p.ProcDate, '-1 day')""",
        strict=True,
    ),
)
