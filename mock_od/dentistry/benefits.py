"""Which of a plan's benefits concern a procedure code, and which limit how often, or until which age, it is paid.

A benefit of a patplan is the patient's own; one of the plan holds for all its patients.
Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from mock_od.call import Call, Row

_WHOLE = 100
_NO_PERCENT = -1
_PAYS_ALL = ("f", "c")
"""Plan types of flat copays and of capitation."""
_NO_AMOUNT = -1
_SPANS = ("Months", "Years")
_COUNTED_IN = ("ServiceYear", "CalendarYear", "NumberInLast12Months")


def benefits_of(call: Call, plan: int, patplan: int) -> list[Row]:
    """The benefits of a plan and those of one patient's own, by key.

    :param plan: PlanNum.
    :param patplan: PatPlanNum; 0 for the plan's alone.
    """
    own = call.records.rows("benefit", PatPlanNum=patplan) if patplan else []
    return [*(row for row in call.records.rows("benefit", PlanNum=plan) if not row["PatPlanNum"]), *own]


def is_excluded(call: Call, benefits: list[Row], code: Row) -> bool:
    """Whether an exclusion names the code, a group that has it, or a category whose spans hold it.

    :param code: the procedurecode row.
    """
    excluded = (row for row in benefits if row["BenefitType"] == "Exclusions")
    return any(_closeness(call, row, code) > (0, 0) for row in excluded)


def percentage(call: Call, plan: Row, benefits: list[Row], code: Row) -> int:
    """How much of a code's fee the insurance covers, in percent; 0 where no benefit says.

    The closest benefit counts: for the code, for a group of codes, for a category, for all. A patient's own one comes
    before the plan's, be it less close.

    :param plan: the insplan row.
    :param code: the procedurecode row.
    """
    if plan["PlanType"] in _PAYS_ALL:
        return _WHOLE
    said = [row for row in benefits if row["BenefitType"] == "CoInsurance" and row["Percent"] != _NO_PERCENT]
    near = [(bool(row["PatPlanNum"]), _closeness(call, row, code), row) for row in said]
    concerned = [one for one in near if one[1] >= (0, 0)]
    return int(max(concerned, key=lambda one: one[:2])[2]["Percent"]) if concerned else 0


def is_frequency_limitation(benefit: Row) -> bool:
    """Whether a benefit limits how often a treatment is paid.

    It does so once in some months or years, or some times in a benefit year or in the last twelve months. Such a
    limitation has no amount, no percentage and no coverage level.

    :param benefit: the columns of a benefit row.
    """
    counted = benefit["QuantityQualifier"] == "NumberOfServices" and benefit["TimePeriod"] in _COUNTED_IN
    return _limits_no_amount(benefit) and (
        counted or (benefit["QuantityQualifier"] in _SPANS and benefit["TimePeriod"] == "None")
    )


def is_age_limitation(benefit: Row) -> bool:
    """Whether a benefit of a plan limits until which age a group of codes is paid.

    :param benefit: the columns of a benefit row.
    """
    of_a_group = benefit["CodeGroupNum"] and not benefit["PatPlanNum"]
    return bool(of_a_group and _limits_no_amount(benefit) and benefit["QuantityQualifier"] == "AgeLimit")


def _limits_no_amount(benefit: Row) -> bool:
    return bool(
        benefit["BenefitType"] == "Limitations"
        and benefit["MonetaryAmt"] == _NO_AMOUNT
        and benefit["Percent"] == _NO_PERCENT
        and benefit["CoverageLevel"] == "None"
    )


def _closeness(call: Call, benefit: Row, code: Row) -> tuple[int, int]:
    """How closely a benefit names a code: higher is closer, (0, 0) for one of all codes, below for one of others."""
    others = (-1, 0)
    if benefit["CodeNum"]:
        return (3, 0) if benefit["CodeNum"] == code["CodeNum"] else others
    if benefit["CodeGroupNum"]:
        group = call.records.find("codegroup", benefit["CodeGroupNum"])
        codes = group["ProcCodes"].replace(" ", "").split(",") if group else []
        return (2, group["ItemOrder"]) if group and code["ProcCode"] in codes else others
    if benefit["CovCatNum"]:
        category = call.records.find("covcat", benefit["CovCatNum"])
        spans = call.records.rows("covspan", CovCatNum=benefit["CovCatNum"])
        holds = any(span["FromCode"] <= code["ProcCode"] <= span["ToCode"] for span in spans)
        return (1, category["CovOrder"]) if category and holds else others
    return 0, 0
