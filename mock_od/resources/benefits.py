"""https://www.opendental.com/site/apibenefits.html

Known deviations:
- A benefit is of a plan or of a patplan: both at once are refused, in a list as well (the function that the API calls
  cannot have both). A key of 0 is as if it were not sent. The sentences are ours.
- The refusals of values that do not go together have the sentences of the desktop program, a guess. Ours are those of
  an AgeLimit with a Quantity of 0 and of a CodeGroupNum that stays.
- Each of these conditions is that of the row after the write; a PUT is held to those whose fields it sends.
- Percent of 0 without CoInsurance: 400, as the page says; the desktop program takes it. -1 is taken always.
- MonetaryAmt of a type that does not use it is written, with a hint: so in the page's example of PUT.
- "None for some limitation benefits", the default of TimePeriod, is read as: for a limitation in Months, Years or with
  an AgeLimit that has no MonetaryAmt and the CoverageLevel None.
- The page says that a limitation of services in a benefit year "will be" one of the ServiceYear where the plan renews
  in a month of its own. So a POST of such a CalendarYear is written as ServiceYear, with a hint.
- A procCode that is not there: 400, "procCode is invalid."
- No write of a benefit computes estimates anew, as in the data layer of the desktop program.
"""

from mock_od.call import Call, Refusal, Row
from mock_od.declare import DELETE, GET, LIST, POST, PUT, DateTime, Double, Enum, ForeignKey, Int, Key, Lookup, Resource
from mock_od.dentistry.benefits import is_age_limitation, is_frequency_limitation
from mock_od.dentistry.patplans import plan_of

_EMPTY = -1


class Benefits(Resource, table="benefit", path="/benefits"):
    """What an insurance plan pays, and what it does not: percentages, deductibles, maxima, limits."""

    BenefitNum = Key()
    PlanNum = ForeignKey(about="The plan, for all its patients; 0 for a benefit of one patient.")
    PatPlanNum = ForeignKey(about="The patient's insurance, for a benefit of that patient alone.", owner=True)
    CovCatNum = ForeignKey(about="The category of codes that it is about.")
    BenefitType = Enum(about="What it is.")
    Percent = Int("Of the fee; -1 for none.", default=_EMPTY, least=_EMPTY, most=100)
    MonetaryAmt = Double("An amount; -1 for none.", default=-1.0)
    TimePeriod = Enum(about="The time in which it counts.")
    QuantityQualifier = Enum(about="What its number counts.")
    Quantity = Int("Its number: of services, years, months...", least=0, most=100)
    CodeNum = ForeignKey(about="The one procedure code that it is about.")
    procCode = Lookup(CodeNum, "ProcCode")
    CoverageLevel = Enum(about="Whether it counts for each member or for the family together.")
    SecDateTEntry = DateTime(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")
    CodeGroupNum = ForeignKey(about="The group of codes that it is about.", since="23.2.62")
    TreatArea = Enum(about="The part of the mouth within which a limitation counts.", since="25.3.7")

    single = GET("25.3.7")
    several = LIST("22.3.27", optional=[PlanNum.unless_zero(), PatPlanNum.unless_zero()])
    create = POST(
        "22.3.17",
        required=[BenefitType, CoverageLevel],
        optional=[
            PlanNum,
            PatPlanNum,
            CovCatNum,
            Percent.but(default=_EMPTY),
            MonetaryAmt.but(default=-1.0),
            TimePeriod,
            QuantityQualifier,
            Quantity,
            CodeNum,
            procCode,
            CodeGroupNum.but(since="23.2.62"),
            TreatArea.but(since="25.3.7"),
        ],
        any_of=[(PlanNum, PatPlanNum)],
        first_of=[(CodeNum, procCode)],
        permission="ApiInsurance",
    )
    update = PUT(
        "22.4.7",
        optional=[
            CovCatNum,
            BenefitType,
            Percent,
            MonetaryAmt,
            TimePeriod,
            QuantityQualifier,
            Quantity,
            CodeNum,
            procCode,
            CoverageLevel,
            CodeGroupNum.but(since="25.3.7"),
            TreatArea.but(since="25.3.7"),
        ],
        first_of=[(CodeNum, procCode)],
        permission="ApiInsurance",
    )
    delete = DELETE("22.4.7", permission="ApiInsurance")


_CODES = (Benefits.CovCatNum, Benefits.CodeNum, Benefits.procCode, Benefits.CodeGroupNum)
_KIND = (
    Benefits.BenefitType,
    Benefits.Percent,
    Benefits.MonetaryAmt,
    Benefits.TimePeriod,
    Benefits.QuantityQualifier,
    Benefits.CoverageLevel,
)
"""What makes a benefit a frequency or an age limitation."""


def _after(call: Call) -> Row:
    """The row as the write leaves it."""
    return {**call.row, **call.values}


# --- of whom it is ------------------------------------------------------------------------------------


@Benefits.several.rule
def of_a_plan_or_of_a_patient(call: Call) -> None:
    """Documented: all benefits of a plan or of a patplan are asked for; until 23.2.62 one of them must be.

    S: the function that the API calls fails where both are asked for.
    Ours: the sentences.
    """
    asked = [name for name in ("PlanNum", "PatPlanNum") if call.sent.get(name)]
    if len(asked) > 1:
        raise Refusal("Only one of PlanNum and PatPlanNum may be sent.", hint="ask for each of them by itself")
    if not asked and not call.at_least("23.2.62"):
        raise Refusal("PlanNum or PatPlanNum is required.", hint="both are optional since 23.2.62")


@Benefits.create.rule
def it_is_of_one_of_them(call: Call) -> None:
    """Documented: PlanNum or PatPlanNum is required.

    S: a benefit of a patplan has no plan.
    Ours: a key of 0 is as if it were not sent; the sentences.
    """
    given = [name for name in ("PlanNum", "PatPlanNum") if call.sent.get(name)]
    if len(given) > 1:
        hint = "a benefit is of a plan, or of one patient's patplan"
        raise Refusal("Only one of PlanNum and PatPlanNum may be sent.", hint=hint)
    if not given:
        raise Refusal("PlanNum or PatPlanNum is required.", hint="the one that was sent is 0")


# --- what goes together ---------------------------------------------------------------------------------


@Benefits.create.fill(Benefits.TimePeriod)
def the_plans_own_year(call: Call) -> str:
    """Documented: the CalendarYear, or the ServiceYear where the plan renews in a month; None for some limitations.

    Ours: which limitations those are.
    """
    said = {"MonetaryAmt": _EMPTY, "Percent": _EMPTY, "QuantityQualifier": "None", **call.sent}
    limits = is_frequency_limitation({**said, "TimePeriod": "None"})
    limits |= is_age_limitation({**said, "CodeGroupNum": 1, "PatPlanNum": 0})
    return "None" if limits else _benefit_year(call)


def _benefit_year(call: Call) -> str:
    """The TimePeriod that is the benefit year of the plan that the call names."""
    patplan = call.records.find("patplan", call.sent.get("PatPlanNum", 0))
    plan = plan_of(call, patplan) if patplan else call.records.find("insplan", call.sent.get("PlanNum", 0))
    return "ServiceYear" if plan and plan["MonthRenew"] else "CalendarYear"


@Benefits.create.rule
@Benefits.update.rule
def an_age_is_said(call: Call) -> None:
    """Documented: Quantity is more than 0 where QuantityQualifier is AgeLimit.

    Ours: the sentence.
    """
    row = _after(call)
    if not call.sends(Benefits.QuantityQualifier, Benefits.Quantity) or row["Quantity"]:
        return
    if row["QuantityQualifier"] == "AgeLimit":
        raise Refusal("Quantity must be greater than 0 if QuantityQualifier is AgeLimit.", hint="Quantity is the age")


@Benefits.create.rule
@Benefits.update.rule
def a_category_a_code_or_a_group(call: Call) -> None:
    """Documented: CodeNum and procCode can be said where CovCatNum is 0.

    S: the sentence, and that a group is said alone as well.
    """
    row = _after(call)
    said = [name for name in ("CovCatNum", "CodeNum", "CodeGroupNum") if row[name]]
    if call.sends(*_CODES) and len(said) > 1:
        hint = ", ".join(f"{name} is {row[name]}" for name in said)
        raise Refusal("You may only enter one of Category, or Proc Code, or Code Group.", hint=hint)


@Benefits.create.rule
@Benefits.update.rule
def only_a_coinsurance_has_a_percentage(call: Call) -> None:
    """Documented: Percent can be said where BenefitType is CoInsurance.

    S: the sentence.
    """
    row = _after(call)
    concerned = call.sends(Benefits.BenefitType, Benefits.Percent)
    if concerned and row["BenefitType"] != "CoInsurance" and row["Percent"] != _EMPTY:
        hint = f"BenefitType is {row['BenefitType']}, Percent is {row['Percent']}; -1 is an empty one"
        raise Refusal("Not allowed to enter a percentage unless type is CoInsurance.", hint=hint)


@Benefits.create.rule
@Benefits.update.rule
def a_waiting_period_is_months_or_years_for_some_codes(call: Call) -> None:
    """Documented: QuantityQualifier is Months or Years where BenefitType is WaitingPeriod.

    S: both sentences, and that it is for a category, a code or a group.
    """
    row = _after(call)
    if row["BenefitType"] != "WaitingPeriod":
        return
    if call.sends(Benefits.BenefitType, Benefits.QuantityQualifier) and row["QuantityQualifier"] not in (
        "Months",
        "Years",
    ):
        raise Refusal(
            "Waiting period must be months or years.", hint=f"QuantityQualifier is {row['QuantityQualifier']}"
        )
    if call.sends(Benefits.BenefitType, *_CODES) and not (row["CovCatNum"] or row["CodeNum"] or row["CodeGroupNum"]):
        hint = "CovCatNum, CodeNum and CodeGroupNum are 0"
        raise Refusal("Waiting period must have a codegroup, category, or procedure code.", hint=hint)


@Benefits.create.rule
@Benefits.update.rule
def a_frequency_is_of_codes_and_has_a_number(call: Call) -> None:
    """S: a frequency limitation has no category, and no Quantity of 0; both sentences.

    The sentences are the desktop program's window's; its line break is a blank.
    """
    row = _after(call)
    if not call.sends(*_KIND, *_CODES, Benefits.Quantity) or not is_frequency_limitation(row):
        return
    if row["CovCatNum"]:
        says = "Category cannot be used for this limitation benefit. Use Proc Code or Code Group instead."
        raise Refusal(says, hint=f"CovCatNum is {row['CovCatNum']}")
    if not row["Quantity"]:
        raise Refusal("Frequency Limitations cannot have a quantity of zero.", hint="Quantity is 0")


@Benefits.create.rule
@Benefits.update.rule
def only_a_frequency_has_an_area(call: Call) -> None:
    """Documented: TreatArea can be said where the benefit is a frequency limitation.

    S: the sentence.
    """
    row = _after(call)
    # A caller of an older version can neither see the area nor take it away.
    concerned = call.at_least("25.3.7") and call.sends(Benefits.TreatArea, *_KIND)
    if concerned and row["TreatArea"] != "None" and not is_frequency_limitation(row):
        hint = f"TreatArea is {row['TreatArea']}, and the benefit no frequency limitation"
        raise Refusal("Treatment Area can only be used for limitation benefits.", hint=hint)


@Benefits.update.rule
def a_limitation_keeps_its_group(call: Call) -> None:
    """Documented: CodeGroupNum of a frequency or an age limitation that has one cannot be changed.

    Ours: the sentence.
    """
    row, wanted = call.row, call.sent.get("CodeGroupNum")
    if wanted is None or not row["CodeGroupNum"] or wanted == row["CodeGroupNum"]:
        return
    if is_frequency_limitation(row) or is_age_limitation(row):
        hint = f"CodeGroupNum is {row['CodeGroupNum']}; DELETE the benefit and POST another one"
        raise Refusal("CodeGroupNum cannot be changed for a Frequency Limitation or an Age Limit.", hint=hint)


@Benefits.create.prepare
@Benefits.update.prepare
def an_amount_without_use_is_told(call: Call) -> None:
    """Documented: MonetaryAmt is used where BenefitType is CoPayment, Limitations or Deductible.

    Documented: the example of PUT writes that of an ActiveCoverage.
    Ours: a hint.
    """
    row = _after(call)
    used = row["BenefitType"] in ("CoPayment", "Limitations", "Deductible")
    if call.sends(Benefits.MonetaryAmt) and row["MonetaryAmt"] != _EMPTY and not used:
        call.hint(f"MonetaryAmt of {row['BenefitType']} is not used by Open Dental")


@Benefits.create.prepare
def services_are_counted_in_the_plans_own_year(call: Call) -> None:
    """Documented: a limitation of services in a benefit year is of the ServiceYear where the plan renews in a month.

    Ours: so is one that was sent as of the CalendarYear, with a hint.
    """
    row = _after(call)
    counted = row["QuantityQualifier"] == "NumberOfServices" and row["TimePeriod"] == "CalendarYear"
    if counted and is_frequency_limitation(row) and _benefit_year(call) == "ServiceYear":
        call.values["TimePeriod"] = "ServiceYear"
        call.hint("TimePeriod is ServiceYear, as the plan's MonthRenew is more than 0")
