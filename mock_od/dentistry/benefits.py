"""Which of a plan's benefits concern a procedure code, and which limit how often, or until which age, it is paid.

A benefit of a patplan is the patient's own; one of the plan holds for all its patients.
Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mock_od.call import Call, Row

OTHERS, ALL, CATEGORY, GROUP, CODE = range(-1, 4)
"""How closely a benefit names a code: one of other codes, of all codes, of a category, of a group, or of the code."""

_WHOLE = 100
_NO_PERCENT = -1
_HIDDEN = -1
_PAYS_ALL = ("f", "c")
"""Plan types of flat copays and of capitation."""
_NO_AMOUNT = -1
_SPANS = ("Months", "Years")
_COUNTED_IN = ("ServiceYear", "CalendarYear", "NumberInLast12Months")


class Category(NamedTuple):
    """A category of coverage.

    :param order: its place among the visible ones; -1 where it is hidden.
    :param kind: EbenefitCat.
    :param spans: the first and the last code of each span.
    """

    order: int
    kind: str
    spans: list[tuple[str, str]]

    def holds(self, code: str) -> bool:
        """Whether a code, as text, lies in one of the spans."""
        return any(first <= code <= last for first, last in self.spans)


class Group(NamedTuple):
    """A group of codes.

    :param order: ItemOrder.
    :param codes: ProcCodes, which is one text: "D0272,D0274".
    """

    order: int
    codes: str

    def holds(self, code: str) -> bool:
        """Whether a code stands in the text: D027 does in D0272, as it does in the model."""
        return bool(code) and code in self.codes

    def names(self, code: str) -> bool:
        """Whether a code is one of the group's, whole."""
        return code in self.codes.replace(" ", "").split(",")


_NO_CATEGORY = Category(_HIDDEN, "None", [])


class Lists:
    """The office's categories of coverage and its groups of codes, each list read when it is first asked for."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._categories: dict[int, Category] | None = None
        self._groups: dict[int, Group] | None = None

    def category(self, number: int) -> Category:
        """A category by CovCatNum; one without spans where there is none."""
        return self._all_categories().get(number, _NO_CATEGORY)

    def of_kind(self, kind: str) -> Category | None:
        """The first visible category of an electronic one: General, Diagnostic and so on."""
        visible = [one for one in self._all_categories().values() if one.kind == kind and one.order != _HIDDEN]
        return min(visible, key=lambda one: one.order, default=None)

    def group(self, number: int) -> Group | None:
        """A group by CodeGroupNum."""
        if self._groups is None:
            self._groups = {
                row["CodeGroupNum"]: Group(row["ItemOrder"], row["ProcCodes"])
                for row in self._call.records.rows("codegroup")
            }
        return self._groups.get(number)

    def _all_categories(self) -> dict[int, Category]:
        if self._categories is None:
            spans: dict[int, list[tuple[str, str]]] = {}
            for row in self._call.records.rows("covspan"):
                spans.setdefault(row["CovCatNum"], []).append((row["FromCode"], row["ToCode"]))
            self._categories = {
                row["CovCatNum"]: Category(
                    _HIDDEN if row["IsHidden"] else row["CovOrder"], row["EbenefitCat"], spans.get(row["CovCatNum"], [])
                )
                for row in self._call.records.rows("covcat")
            }
        return self._categories

    def closeness(self, benefit: Row, code: Row) -> tuple[int, int]:
        """How closely a benefit names a code, and its turn among those that are as close: higher is closer.

        :param code: CodeNum and ProcCode of the procedurecode row.
        """
        if benefit["CodeNum"]:
            return (CODE if benefit["CodeNum"] == code["CodeNum"] else OTHERS), 0
        if benefit["CodeGroupNum"]:
            group = self.group(benefit["CodeGroupNum"])
            return (GROUP, group.order) if group and group.holds(code["ProcCode"]) else (OTHERS, 0)
        if benefit["CovCatNum"]:
            category = self.category(benefit["CovCatNum"])
            return (CATEGORY, category.order) if category.holds(code["ProcCode"]) else (OTHERS, 0)
        return ALL, 0

    def names(self, benefit: Row, code: Row) -> bool:
        """Whether a benefit is of the code, or of a group of which it is one; a frequency limitation asks so."""
        if benefit["CodeNum"]:
            return bool(benefit["CodeNum"] == code["CodeNum"])
        group = self.group(benefit["CodeGroupNum"])
        return group is not None and group.names(code["ProcCode"])

    def concerns(self, benefit: Row, code: Row) -> bool:
        """Whether a benefit is of the code, of a group or category that has it, or of all codes."""
        return self.closeness(benefit, code)[0] != OTHERS


def benefits_of(call: Call, plan: int, patplan: int) -> list[Row]:
    """The benefits of a plan and those of one patient's own, by key.

    :param plan: PlanNum.
    :param patplan: PatPlanNum; 0 for the plan's alone.
    """
    own = call.records.rows("benefit", PatPlanNum=patplan) if patplan else []
    return [*(row for row in call.records.rows("benefit", PlanNum=plan) if not row["PatPlanNum"]), *own]


def is_excluded(lists: Lists, benefits: Iterable[Row], code: Row) -> bool:
    """Whether an exclusion names the code, a group that has it, or a category whose spans hold it.

    :param code: the procedurecode row.
    """
    return any(row["BenefitType"] == "Exclusions" and lists.closeness(row, code)[0] > ALL for row in benefits)


def percentage(lists: Lists, plan: Row, benefits: Iterable[Row], code: Row) -> int:
    """How much of a code's fee the insurance covers, in percent; 0 where no benefit says.

    The closest benefit counts: for the code, for a group of codes, for a category, for all. A patient's own one comes
    before the plan's, be it less close.

    :param plan: the insplan row.
    :param code: the procedurecode row.
    """
    if plan["PlanType"] in _PAYS_ALL:
        return _WHOLE
    said = [row for row in benefits if row["BenefitType"] == "CoInsurance" and row["Percent"] != _NO_PERCENT]
    near = [(bool(row["PatPlanNum"]), lists.closeness(row, code), row) for row in said]
    concerned = [one for one in near if one[1][0] >= ALL]
    return int(max(concerned, key=lambda one: one[:2])[2]["Percent"]) if concerned else 0


def is_charged_as_usual(*, rule: str, practice: bool) -> bool:
    """Whether a plan has what it does not cover charged as if there were no insurance.

    :param rule: ExclusionFeeRule of the plan.
    :param practice: whether the practice has it so, where the plan leaves it to that.
    """
    return rule == "UseUcrFee" or (rule == "PracticeDefault" and practice)


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
