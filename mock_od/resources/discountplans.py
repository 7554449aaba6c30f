"""https://www.opendental.com/site/apidiscountplans.html

Known deviations, where the page is silent:
- A DefNum that exists but is no adjustment type with the value dp: 400, in the API's usual words.
- An empty or blank Description: 400, as if it were missing; the desktop program says "Please enter a description."
"""

from mock_od.call import Call
from mock_od.declare import GET, LIST, POST, PUT, Bool, Double, ForeignKey, Int, Key, Lookup, Resource, Text
from mock_od.resources.common import refuse_blank


class DiscountPlans(Resource, table="discountplan", path="/discountplans", logs="DiscountPlanEdit"):
    """Flat discounts for patients without insurance. In a limit, -1 means that there is none."""

    DiscountPlanNum = Key()
    Description = Text("What the office calls the plan.")
    FeeSchedNum = ForeignKey("feesched", "The fees that members pay.", needed=True)
    DefNum = ForeignKey(
        "definition", "The adjustment type of the discounts.", where={"Category": 1, "ItemValue": "dp"}, needed=True
    )
    adjustmentType = Lookup(DefNum, "ItemName")
    IsHidden = Bool("Not offered to new members.")
    PlanNote = Text("Free text for the staff.")
    ExamFreqLimit = Int("Exams in a plan year.", default=-1)
    XrayFreqLimit = Int("X-ray procedures in a plan year.", default=-1)
    ProphyFreqLimit = Int("Cleanings in a plan year.", default=-1)
    FluorideFreqLimit = Int("Fluoride treatments in a plan year.", default=-1)
    PerioFreqLimit = Int("Periodontal procedures in a plan year.", default=-1)
    LimitedExamFreqLimit = Int("Limited exams in a plan year.", default=-1)
    PAFreqLimit = Int("Periapical X-rays in a plan year.", default=-1)
    AnnualMax = Double("The most that is discounted in a plan year.", default=-1.0)

    _required = (Description, FeeSchedNum, DefNum)
    _optional = (
        IsHidden,
        PlanNote,
        ExamFreqLimit,
        XrayFreqLimit,
        ProphyFreqLimit,
        FluorideFreqLimit,
        PerioFreqLimit,
        LimitedExamFreqLimit,
        PAFreqLimit,
        AnnualMax,
    )
    single = GET("22.4.19")
    several = LIST("22.4.19")
    create = POST("23.1.20", required=_required, optional=_optional, logs="DiscountPlanAdd")
    update = PUT("23.1.20", optional=[*_required, *_optional])


@DiscountPlans.create.rule
@DiscountPlans.update.rule
def a_plan_has_a_description(call: Call) -> None:
    refuse_blank(call, DiscountPlans.Description, "Please enter a description.")


@DiscountPlans.create.rule
@DiscountPlans.update.rule
def a_limit_below_none_means_nothing(call: Call) -> None:
    for name, limit in call.sent.items():
        if (name.endswith("FreqLimit") or name == "AnnualMax") and limit < -1:
            call.hint(f"{name} {limit} has no meaning; -1 is no limit")
