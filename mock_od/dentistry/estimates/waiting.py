"""Whether a procedure falls into the time in which an insurance does not pay for it yet.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from datetime import date

from mock_od.call import Row
from mock_od.dentistry.benefits import ALL
from mock_od.dentistry.estimates.benefit_year import months_later
from mock_od.dentistry.estimates.case import Case, Insured

NOTE = "Waiting Period"
_MONTHS = {"Months": 1, "Years": 12}


def has_to_wait(case: Case, insured: Insured, procedure: Row) -> bool:
    """Whether the waiting period of a code has not ended on the day of its procedure, or today where that is past.

    The closest benefits decide alone: those of the code, else of groups, else of categories.

    :param procedure: the procedurelog row.
    """
    code = case.code(procedure["CodeNum"])
    near: dict[int, list[Row]] = {}
    for row in insured.benefits:
        if row["BenefitType"] == "WaitingPeriod" and row["QuantityQualifier"] in _MONTHS:
            near.setdefault(case.lists.closeness(row, code)[0], []).append(row)
    closest = max(near, default=ALL)
    since, day = insured.subscription["DateEffective"], max(procedure["ProcDate"], case.call.today)
    if closest <= ALL or day < since:
        return False
    begin = date.fromisoformat(since)
    ends = (months_later(begin, row["Quantity"] * _MONTHS[row["QuantityQualifier"]]) for row in near[closest])
    return bool(day < max(ends).isoformat())
