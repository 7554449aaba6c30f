"""What holds of teeth, gums, medications and what laboratories make.

In the SELECTs, InitialType 0 is Missing, 2 Primary; SequenceType 0 is Mobility, 1 Furcation, 2 GingMargin, 3 MGJ,
4 Probing, 5 SkipTooth, 6 BleedSupPlaqCalc; ProcStatus 1 is TP, 2 C, 3 EC, 4 EO; PaintType 1 is Extraction.
"""

from __future__ import annotations

from collections.abc import Iterator

from mock_od.check.finding import Check, Finding, World, law
from mock_od.dentistry.perio import SURFACES
from mock_od.dentistry.teeth import stored_surfaces

_DAY = "SUBSTR({}.SecDateTEntry, 1, 10)"
_TOOTH_ON = "#{ToothNum} of patient {PatNum}"
_UNTIL = "'0001-01-02'"
"""Dates before it are none."""


def _sites(condition: str) -> str:
    """A condition of all six sites of a measure."""
    return " AND ".join(f"({condition.format(f'm.{site}')})" for site in SURFACES)


_RANGES = f"""CASE m.SequenceType
    WHEN 0 THEN m.ToothValue BETWEEN 0 AND 19 AND {_sites("{0} = -1")}
    WHEN 1 THEN m.ToothValue = -1 AND {_sites("{0} BETWEEN -1 AND 19")}
    WHEN 2 THEN m.ToothValue = -1 AND {_sites("{0} BETWEEN -1 AND 19 OR {0} BETWEEN 101 AND 119")}
    WHEN 3 THEN m.ToothValue = -1 AND {_sites("{0} BETWEEN -1 AND 19")}
        AND (m.IntTooth > 16 OR (m.MLvalue = -1 AND m.Lvalue = -1 AND m.DLvalue = -1))
    WHEN 4 THEN m.ToothValue = -1 AND {_sites("{0} BETWEEN -1 AND 19")}
    WHEN 5 THEN m.ToothValue = 1 AND {_sites("{0} = -1")}
    WHEN 6 THEN m.ToothValue = -1 AND {_sites("{0} BETWEEN -1 AND 15")}
    ELSE 1 END"""
"""Whether a measure's values are those that its SequenceType may have."""
_VALUES = " || ', ' || ".join(f"m.{site}" for site in SURFACES)


def _surfaces(world: World) -> Iterator[Finding]:
    # TreatArea 1 is Surf.
    for row in world.query(
        """SELECT p.ProcNum, p.Surf, p.ToothNum FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum
        WHERE c.TreatArea = 1"""
    ):
        stored = stored_surfaces(row["Surf"], row["ToothNum"])
        if row["Surf"] != stored:
            sentence = f"Surf of #{row['ToothNum']} is {row['Surf']!r}; the API would store {stored!r}"
            yield Finding("procedurelog", row["ProcNum"], sentence)


CHECKS = (
    Check("surfaces as they are stored", _surfaces, strict=True),
    law(
        "values of perio measures",
        "periomeasure",
        "is of SequenceType {SequenceType}; ToothValue {ToothValue} and its sites, {sites}, do not fit it",
        f"""SELECT m.PerioMeasureNum AS key, m.SequenceType, m.ToothValue, {_VALUES} AS sites FROM periomeasure m
        WHERE NOT ({_RANGES}) OR m.IntTooth NOT BETWEEN 1 AND 32""",
    ),
    law(
        "one perio measure of a kind",
        "periomeasure",
        "is of SequenceType {SequenceType} and tooth {IntTooth} of perioexam {PerioExamNum}, and so is {other}",
        """SELECT m.PerioMeasureNum AS key, m.SequenceType, m.IntTooth, m.PerioExamNum,
        MIN(o.PerioMeasureNum) AS other FROM periomeasure m JOIN periomeasure o ON o.PerioExamNum = m.PerioExamNum
        AND o.SequenceType = m.SequenceType AND o.IntTooth = m.IntTooth AND o.PerioMeasureNum < m.PerioMeasureNum
        GROUP BY m.PerioMeasureNum""",
    ),
    law(
        "brands are of generic medications",
        "medication",
        "GenericNum is {GenericNum}, whose own is {other}; a generic one names itself",
        """SELECT m.MedicationNum AS key, m.GenericNum, g.GenericNum AS other FROM medication m
        JOIN medication g ON g.MedicationNum = m.GenericNum WHERE g.GenericNum <> g.MedicationNum""",
    ),
    law(
        "medications end after they begin",
        "medicationpat",
        "DateStop is {DateStop}, before DateStart, {DateStart}",
        f"""SELECT MedicationPatNum AS key, DateStop, DateStart FROM medicationpat
        WHERE DateStop > {_UNTIL} AND DateStop < DateStart""",
    ),
    law(
        "problems end after they begin",
        "disease",
        "DateStop is {DateStop}, before DateStart, {DateStart}",
        f"""SELECT DiseaseNum AS key, DateStop, DateStart FROM disease
        WHERE DateStop > {_UNTIL} AND DateStop < DateStart""",
    ),
    law(
        "teeth that were measured are there",
        "periomeasure",
        "is of tooth {IntTooth}, which patient {PatNum} has been missing since {since}; the exam is of {ExamDate}",
        f"""SELECT m.PerioMeasureNum AS key, m.IntTooth, e.PatNum, e.ExamDate, {_DAY.format("t")} AS since
        FROM periomeasure m JOIN perioexam e ON e.PerioExamNum = m.PerioExamNum
        JOIN toothinitial t ON t.PatNum = e.PatNum AND t.InitialType = 0 AND t.ToothNum = CAST(m.IntTooth AS TEXT)
        WHERE m.SequenceType <> 5 AND {_DAY.format("t")} <= e.ExamDate""",
        strict=True,
    ),
    # A patient without any toothinitial is spared: the chart of such a one was never drawn.
    law(
        "extracted teeth are missing",
        "procedurelog",
        f"has taken out {_TOOTH_ON}, and no toothinitial says that it is Missing",
        """SELECT p.ProcNum AS key, p.ToothNum, p.PatNum FROM procedurelog p
        JOIN procedurecode c ON c.CodeNum = p.CodeNum AND c.PaintType = 1
        WHERE p.ProcStatus IN (2, 3, 4) AND p.ToothNum <> ''
        AND EXISTS (SELECT 1 FROM toothinitial t WHERE t.PatNum = p.PatNum)
        AND NOT EXISTS (SELECT 1 FROM toothinitial t WHERE t.PatNum = p.PatNum AND t.ToothNum = p.ToothNum
        AND t.InitialType = 0)""",
        strict=True,
    ),
    law(
        "missing teeth are not treated",
        "procedurelog",
        f"is of {_TOOTH_ON} ({{ProcCode}}), which is Missing since {{since}}; it is planned, or was done later",
        f"""SELECT p.ProcNum AS key, p.ToothNum, p.PatNum, c.ProcCode, {_DAY.format("t")} AS since FROM procedurelog p
        JOIN procedurecode c ON c.CodeNum = p.CodeNum
        JOIN toothinitial t ON t.PatNum = p.PatNum AND t.ToothNum = p.ToothNum AND t.InitialType = 0
        WHERE c.ProcCode LIKE 'D%' AND SUBSTR(c.ProcCode, 1, 2) NOT IN ('D5', 'D6') AND c.ProcCode NOT LIKE 'D79%'
        AND (p.ProcStatus = 1 OR (p.ProcStatus = 2 AND p.ProcDate > {_DAY.format("t")}))""",
        strict=True,
    ),
    law(
        "one row of a tooth",
        "toothinitial",
        f"says the same of {_TOOTH_ON} as toothinitial {{other}} does",
        """SELECT t.ToothInitialNum AS key, t.ToothNum, t.PatNum, MIN(o.ToothInitialNum) AS other FROM toothinitial t
        JOIN toothinitial o ON o.PatNum = t.PatNum AND o.ToothNum = t.ToothNum AND o.InitialType = t.InitialType
        AND o.ToothInitialNum < t.ToothInitialNum WHERE t.InitialType <= 2 GROUP BY t.ToothInitialNum""",
        strict=True,
    ),
    law(
        "baby teeth are children's",
        "toothinitial",
        f"{_TOOTH_ON} is Primary since {{since}}, and the patient was born on {{Birthdate}}",
        f"""SELECT t.ToothInitialNum AS key, t.ToothNum, t.PatNum, {_DAY.format("t")} AS since, p.Birthdate
        FROM toothinitial t JOIN patient p ON p.PatNum = t.PatNum
        WHERE t.InitialType = 2 AND p.Birthdate > {_UNTIL} AND {_DAY.format("t")} >= DATE(p.Birthdate, '+14 years')""",
        strict=True,
    ),
    law(
        "cases travel forwards",
        "labcase",
        "is sent on {sent}, back on {back}, looked at on {checked}; it was begun on {begun}",
        f"""SELECT LabCaseNum AS key, DateTimeCreated AS begun, DateTimeSent AS sent, DateTimeRecd AS back,
        DateTimeChecked AS checked FROM labcase
        WHERE (DateTimeSent > {_UNTIL} AND DateTimeSent < DateTimeCreated)
        OR (DateTimeRecd > {_UNTIL} AND DateTimeRecd < MAX(DateTimeSent, DateTimeCreated))
        OR (DateTimeChecked > {_UNTIL} AND DateTimeChecked < MAX(DateTimeRecd, DateTimeSent, DateTimeCreated))""",
        strict=True,
    ),
    law(
        "cases of planned visits",
        "labcase",
        "AptNum is {AptNum}, an appointment that is Planned; PlannedAptNum is for those",
        # AptStatus 6 is Planned
        """SELECT l.LabCaseNum AS key, l.AptNum FROM labcase l
        JOIN appointment a ON a.AptNum = l.AptNum AND a.AptStatus = 6""",
    ),
    law(
        "cases are for their visits",
        "labcase",
        "is patient {PatNum}'s and due at {due}; appointment {AptNum} is patient {of}'s, at {AptDateTime}",
        f"""SELECT l.LabCaseNum AS key, l.PatNum, l.DateTimeDue AS due, a.AptNum, a.PatNum AS of, a.AptDateTime
        FROM labcase l JOIN appointment a ON a.AptNum IN (l.AptNum, l.PlannedAptNum)
        WHERE a.PatNum <> l.PatNum OR (a.AptNum = l.AptNum AND l.DateTimeDue > {_UNTIL}
        AND l.DateTimeDue > a.AptDateTime)""",
        strict=True,
    ),
    law(
        "nobody is prescribed what is not tolerated",
        "rxpat",
        "is {Drug}, and allergydef {AllergyDefNum}, to which patient {PatNum} is allergic, is {MedName}",
        """SELECT r.RxNum AS key, r.Drug, r.PatNum, d.AllergyDefNum, m.MedName FROM rxpat r
        JOIN allergy a ON a.PatNum = r.PatNum AND a.StatusIsActive = 1
        JOIN allergydef d ON d.AllergyDefNum = a.AllergyDefNum
        JOIN medication m ON m.MedicationNum = d.MedicationNum AND r.Drug LIKE m.MedName || '%'""",
        strict=True,
    ),
    law(
        "procedures of referrals",
        "refattach",
        "is patient {PatNum}'s, and procedure {ProcNum} patient {of}'s",
        """SELECT r.RefAttachNum AS key, r.PatNum, r.ProcNum, p.PatNum AS of FROM refattach r
        JOIN procedurelog p ON p.ProcNum = r.ProcNum WHERE p.PatNum <> r.PatNum""",
        strict=True,
    ),
)
