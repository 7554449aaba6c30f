"""The tables of a generated world while they fill: keys are counted, columns at their default left out.

May not: know what a table means beyond its key and its defaults.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike
from pathlib import Path

from mock_od.dentistry.perio import SURFACES

Row = dict[str, object]

TODAY = date(2025, 6, 2)
"""The last day that anything happened in a practice, where nobody says another."""

# Every table that is written, in the order in which a reader would want them, with its primary key.
# Rows of preference carry none: they replace the rows of the empty world by name.
KEYS = {
    "preference": "",
    "definition": "DefNum",
    "clinic": "ClinicNum",
    "provider": "ProvNum",
    "employee": "EmployeeNum",
    "usergroup": "UserGroupNum",
    "userod": "UserNum",
    "usergroupattach": "UserGroupAttachNum",
    "operatory": "OperatoryNum",
    "schedule": "ScheduleNum",
    "scheduleop": "ScheduleOpNum",
    "appointmenttype": "AppointmentTypeNum",
    "recalltype": "RecallTypeNum",
    "recalltrigger": "RecallTriggerNum",
    "pharmacy": "PharmacyNum",
    "claimform": "ClaimFormNum",
    "quickpastecat": "QuickPasteCatNum",
    "quickpastenote": "QuickPasteNoteNum",
    "tasklist": "TaskListNum",
    "computer": "ComputerNum",
    "clockevent": "ClockEventNum",
    "patfielddef": "PatFieldDefNum",
    "patfieldpickitem": "PatFieldPickItemNum",
    "apptfielddef": "ApptFieldDefNum",
    "autonotecontrol": "AutoNoteControlNum",
    "autonote": "AutoNoteNum",
    "medication": "MedicationNum",
    "allergydef": "AllergyDefNum",
    "diseasedef": "DiseaseDefNum",
    "laboratory": "LaboratoryNum",
    "labturnaround": "LabTurnaroundNum",
    "referral": "ReferralNum",
    "feesched": "FeeSchedNum",
    "procedurecode": "CodeNum",
    "fee": "FeeNum",
    "sheetdef": "SheetDefNum",
    "sheetfielddef": "SheetFieldDefNum",
    "covcat": "CovCatNum",
    "covspan": "CovSpanNum",
    "codegroup": "CodeGroupNum",
    "employer": "EmployerNum",
    "carrier": "CarrierNum",
    "insplan": "PlanNum",
    "benefit": "BenefitNum",
    "substitutionlink": "SubstitutionLinkNum",
    "discountplan": "DiscountPlanNum",
    "patient": "PatNum",
    "patientnote": "PatNum",
    "patfield": "PatFieldNum",
    "inssub": "InsSubNum",
    "patplan": "PatPlanNum",
    "insverify": "InsVerifyNum",
    "discountplansub": "DiscountSubNum",
    "procedurelog": "ProcNum",
    "toothinitial": "ToothInitialNum",
    "perioexam": "PerioExamNum",
    "periomeasure": "PerioMeasureNum",
    "allergy": "AllergyNum",
    "disease": "DiseaseNum",
    "medicationpat": "MedicationPatNum",
    "rxpat": "RxNum",
    "refattach": "RefAttachNum",
    "popup": "PopupNum",
    "procgroupitem": "ProcGroupItemNum",
    "procnote": "ProcNoteNum",
    "claimproc": "ClaimProcNum",
    "treatplan": "TreatPlanNum",
    "treatplanattach": "TreatPlanAttachNum",
    "proctp": "ProcTPNum",
    "document": "DocNum",
    "appointment": "AptNum",
    "histappointment": "HistApptNum",
    "apptfield": "ApptFieldNum",
    "labcase": "LabCaseNum",
    "deflink": "DefLinkNum",
    "recall": "RecallNum",
    "commlog": "CommlogNum",
}

# Columns whose default is -1: there 0 says something and has to be written.
_MINUS_ONE = {
    "discountplan": (
        "ExamFreqLimit",
        "XrayFreqLimit",
        "ProphyFreqLimit",
        "FluorideFreqLimit",
        "PerioFreqLimit",
        "LimitedExamFreqLimit",
        "PAFreqLimit",
        "AnnualMax",
    ),
    "periomeasure": ("ToothValue", *SURFACES),
}
# Columns where 0 and -1 say something, and neither goes without saying.
_ALWAYS = {
    "benefit": ("Percent", "MonetaryAmt"),
    "claimproc": (
        "AllowedOverride",
        "Percentage",
        "PercentOverride",
        "CopayAmt",
        "PaidOtherIns",
        "CopayOverride",
        "DedEst",
        "DedEstOverride",
        "InsEstTotalOverride",
        "PaidOtherInsOverride",
        "WriteOffEst",
        "WriteOffEstOverride",
    ),
}
_DEFAULTS = (0, "", "false", "0001-01-01", "0001-01-01 00:00:00")


class Tables:
    """Rows by table, and the next key of each."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {table: [] for table in KEYS}
        self._last = dict.fromkeys(KEYS, 0)

    def reserve(self, table: str) -> int:
        """Set a key aside for a row that other rows have to name before it is added."""
        self._last[table] += 1
        return self._last[table]

    def counts(self) -> dict[str, int]:
        """How many rows each table has by now."""
        return {table: len(rows) for table, rows in self.rows.items()}

    def add(self, table: str, *, key: int = 0, **columns: object) -> int:
        """Append a row, its columns in the order given, and answer its key."""
        row: Row = {}
        if KEYS[table]:
            key = key or self.reserve(table)
            row[KEYS[table]] = key
        minus_one = _MINUS_ONE.get(table, ())
        always = _ALWAYS.get(table, ())
        for name, value in columns.items():
            if name not in always and (value == -1 if name in minus_one else value in _DEFAULTS):
                continue
            row[name] = value
        self.rows[table].append(row)
        return key


def write(
    world: Mapping[str, Sequence[Mapping[str, object]]], folder: str | PathLike[str], today: date = TODAY
) -> None:
    """Write each table to ``<folder>/<table>.json``, one row to a line so that a diff shows rows.

    :param today: the day that the world was made for; ``world.json`` says it, and a server moves dates from there.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for table, rows in world.items():
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        text = f"[\n{lines}\n]\n" if rows else "[]\n"
        (target / f"{table}.json").write_bytes(text.encode())
    (target / "world.json").write_bytes(f'{{"today": "{today}"}}\n'.encode())
