"""What insurances are expected to do for what is planned: worked out by the API's own function on the practice's rows.

It is the state after the desktop program has shown each patient's Active plan on the practice's day.
May not: know a rule of insurance itself.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from mock_od.generate.amounts import estimated
from mock_od.generate.rows import Tables

_NEEDED = (
    "preference",
    "definition",
    "clinic",
    "provider",
    "feesched",
    "procedurecode",
    "fee",
    "covcat",
    "covspan",
    "codegroup",
    "insplan",
    "benefit",
    "substitutionlink",
    "patient",
    "inssub",
    "patplan",
    "procedurelog",
    "treatplan",
    "treatplanattach",
    "appointment",
)
# What the row of a procedure says better than the moment at which all are worked out.
_OF_THE_PROCEDURE = ("ClaimProcNum", "DateCP", "ProcDate", "SecUserNumEntry", "SecDateEntry", "SecDateTEdit")


def estimate(tables: Tables, today: date) -> None:
    """Add the claimprocs of all that is planned for insured patients."""
    procedures: dict[object, dict[str, Any]] = {row["ProcNum"]: row for row in tables.rows["procedurelog"]}
    for row in estimated(tables, _NEEDED, today):
        procedure = procedures[row["ProcNum"]]
        tables.add(
            "claimproc",
            **{name: row[name] for name in row if name not in _OF_THE_PROCEDURE},
            DateCP=procedure["DateTP"],
            ProcDate=procedure["ProcDate"],
            SecUserNumEntry=procedure["SecUserNumEntry"],
            SecDateEntry=procedure["DateTP"],
            SecDateTEdit=procedure["DateTStamp"],
        )
