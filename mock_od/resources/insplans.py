"""https://www.opendental.com/site/apiinsplans.html

Known deviations:
- The list has hidden plans too, sorted by key, and a CarrierNum of 0 finds all: the function that the API calls.
- A new plan has no benefits, as the page shows none and the shared insert makes none; the desktop program's window
  makes some of its own. Its PlanType is "" by default, as the page says, whatever the preference InsDefaultPPOpercent
  is.
- A PUT works out no estimates anew: they follow the plan with the next write of a procedure or a patplan, as in the
  data layer of the desktop program. Its window has the appointments follow when IsMedical changes, and so have we.
- BlueBook is in use where the preference AllowedFeeSchedsAutomate is 2, and ManualFeeSchedNum 0 is always taken. The
  sentences of both refusals are ours. A plan that becomes another type than "" has IsBlueBookEnabled no more, as the
  desktop program has it for that type alone.
- CopayFeeSched takes schedules of copays alone, as the page says. The fixed benefits of a PPO, which the desktop
  program keeps there too, can be seeded.
"""

from typing import Any

from mock_od.call import Call, Refusal, Row
from mock_od.declare import (
    GET,
    LIST,
    POST,
    PUT,
    Bool,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Int,
    Key,
    OneOf,
    Resource,
    Text,
)
from mock_od.dentistry import patplans, verifying
from mock_od.dentistry.preferences import preference, preferred_key

_COB_RULES = ["Basic", "Standard", "CarveOut", "SecondaryMedicaid"]
_OVERRIDES = ["Default", "Yes", "No"]
_TYPE = OneOf(["", "p", "f", "c"], "By what it pays.").called("PlanType")


class InsPlans(Resource, table="insplan", path="/insplans"):
    """What an insurance company sells to a group: what it covers, by which fees. Subscribers have it in common."""

    PlanNum = Key()
    GroupName = Text("Whose group it is, the employer's as a rule.")
    GroupNum = Text("The group's number.")
    PlanNote = Text("For all its subscribers.")
    FeeSched = ForeignKey(about="The fees that the insurance has agreed to.")
    PlanType = Text("Empty for percentages, p for a PPO with percentages, f for flat copays, c for capitation.")
    ClaimFormNum = ForeignKey(about="The form of its claims.")
    ClaimsUseUCR = Bool("Claims have the provider's usual fees.")
    CopayFeeSched = ForeignKey(about="What patients pay for each code.", where={"FeeSchedType": "CoPay"})
    EmployerNum = ForeignKey(about="The employer.")
    CarrierNum = ForeignKey(about="The insurance company.", needed=True)
    IsMedical = Bool("A medical insurance, and not a dental one.")
    FilingCode = ForeignKey(about="Its kind for electronic claims.")
    ShowBaseUnits = Bool("Claims show base units.")
    CodeSubstNone = Bool("No cheaper code is paid instead of another one.")
    IsHidden = Bool("No longer used.")
    MonthRenew = Int("The month in which its year begins, 1 to 12; 0 for the calendar year.", least=0, most=12)
    FilingCodeSubtype = ForeignKey(about="More about its kind for electronic claims.")
    CobRule = Enum(_COB_RULES, "What it pays after another insurance.")
    SecUserNumEntry = ForeignKey(about="Who made it; 0 for the API.")
    SecDateEntry = Date(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")
    BillingType = ForeignKey(about="The billing type of its patients.", where={"Category": 4})
    ExclusionFeeRule = Enum(["PracticeDefault", "DoNothing", "UseUcrFee"], "Fees of what it excludes.")
    ManualFeeSchedNum = ForeignKey(about="BlueBook's fees, by hand.", where={"FeeSchedType": "ManualBlueBook"})
    IsBlueBookEnabled = Bool("What it allows is worked out from what it has paid.")
    InsPlansZeroWriteOffsOnAnnualMaxOverride = Enum(_OVERRIDES, "No write-off beyond the annual maximum.")
    InsPlansZeroWriteOffsOnFreqOrAgingOverride = Enum(_OVERRIDES, "No write-off beyond frequency or age limits.")

    _optional = (
        GroupName,
        GroupNum,
        PlanNote,
        FeeSched,
        _TYPE,
        ClaimFormNum.but(since="25.2.24"),
        ClaimsUseUCR.but(since="25.1.20"),
        CopayFeeSched.but(since="23.3.17"),
        IsMedical.but(since="24.4.34"),
        FilingCode.but(since="25.1.20"),
        ShowBaseUnits.but(since="25.1.20"),
        CodeSubstNone.but(since="22.4.31"),
        IsHidden.but(since="22.4.31"),
        MonthRenew,
        FilingCodeSubtype.but(since="25.1.20"),
        CobRule.but(since="25.1.20"),
        BillingType.but(since="25.1.20"),
        ExclusionFeeRule.but(since="25.1.20"),
        ManualFeeSchedNum.but(since="25.2.24"),
        InsPlansZeroWriteOffsOnAnnualMaxOverride.but(since="25.1.20"),
        InsPlansZeroWriteOffsOnFreqOrAgingOverride.but(since="25.1.20"),
    )

    single = GET("24.2.11")
    several = LIST(
        "22.3.30",
        optional=[
            _TYPE.but(since="24.2.11", also={"percentage": ""}),
            CarrierNum.unless_zero().but(since="24.2.11"),
        ],
    )
    create = POST(
        "22.4.24",
        required=[CarrierNum],
        optional=[*_optional, EmployerNum, IsBlueBookEnabled],
        permission="ApiInsurance",
        status=200,
        logs="InsPlanCreate",
    )
    update = PUT(
        "22.3.30",
        optional=[*_optional, *(field.but(since="22.4.24") for field in (EmployerNum, CarrierNum, IsBlueBookEnabled))],
        permission="ApiInsurance",
        logs="InsPlanEdit",
    )


@InsPlans.several.where("PlanType")
def plans_of_a_type(call: Call, kind: str | None) -> tuple[str, tuple[Any, ...]]:
    """Documented: by the letter; "percentage" finds what is stored as an empty text."""
    return ('t."PlanType" = ?', (kind,)) if kind is not None else ("", ())


# --- what a new plan has -------------------------------------------------------------------------------------


@InsPlans.create.fill(InsPlans.ClaimFormNum)
def the_offices_claim_form(call: Call) -> int:
    """Documented: the preference DefaultClaimForm."""
    return preferred_key(call, "DefaultClaimForm")


@InsPlans.create.fill(InsPlans.ClaimsUseUCR)
def whether_claims_have_usual_fees(call: Call) -> bool:
    """Documented: the preference InsDefaultShowUCRonClaims, for percentages alone."""
    return preference(call, "InsDefaultShowUCRonClaims") == "1" and not call.sent.get("PlanType")


@InsPlans.create.fill(InsPlans.CobRule)
def the_offices_rule_for_two_insurances(call: Call) -> str:
    """Documented: the preference InsDefaultCobRule."""
    number = preferred_key(call, "InsDefaultCobRule")
    return _COB_RULES[number] if number < len(_COB_RULES) else _COB_RULES[0]


@InsPlans.create.fill(InsPlans.IsBlueBookEnabled)
def whether_the_office_uses_bluebook(call: Call) -> bool:
    """Documented: where the preference AllowedFeeSchedsAutomate is BlueBook.

    S: for percentages alone.
    """
    return _uses_bluebook(call) and not call.sent.get("PlanType")


@InsPlans.create.after
def a_new_plan_is_not_verified(call: Call) -> None:
    """S: the shared insert makes the plan's row of insverify."""
    verifying.ensure(call, verifying.BENEFITS, call.key or 0)


# --- BlueBook ------------------------------------------------------------------------------------------------


def _uses_bluebook(call: Call) -> bool:
    return preference(call, "AllowedFeeSchedsAutomate") == "2"


def _plan(call: Call) -> Row:
    """The plan as it would be."""
    return {**call.row, **call.values}


@InsPlans.create.rule
@InsPlans.update.rule
def bluebook_is_for_percentages(call: Call) -> None:
    """Documented: IsBlueBookEnabled cannot be true where PlanType is another than percentages.

    Ours: the sentence.
    """
    kind = _plan(call)["PlanType"]
    if call.sent.get("IsBlueBookEnabled") and kind:
        hint = f'PlanType is "{kind}"; send IsBlueBookEnabled as false, or PlanType as ""'
        raise Refusal("IsBlueBookEnabled cannot be true unless PlanType is Percentage.", hint=hint)


@InsPlans.create.rule
@InsPlans.update.rule
def a_schedule_by_hand_needs_bluebook(call: Call) -> None:
    """Documented: ManualFeeSchedNum needs the office's preference, and the plan's IsBlueBookEnabled.

    Ours: the sentence.
    """
    plan = _plan(call)
    if not call.sent.get("ManualFeeSchedNum"):
        return
    if not _uses_bluebook(call):
        hint = "set the preference AllowedFeeSchedsAutomate to 2, or send ManualFeeSchedNum as 0"
    elif not plan["IsBlueBookEnabled"] or plan["PlanType"]:
        hint = "the plan's IsBlueBookEnabled is not true; send it, or ManualFeeSchedNum as 0"
    else:
        return
    raise Refusal("ManualFeeSchedNum is only allowed when BlueBook is enabled.", hint=hint)


@InsPlans.update.prepare
def another_type_ends_bluebook(call: Call) -> None:
    """S: the desktop program has IsBlueBookEnabled for percentages alone."""
    if call.values.get("PlanType") and call.row["IsBlueBookEnabled"]:
        call.values["IsBlueBookEnabled"] = False


# --- what follows ----------------------------------------------------------------------------------------------


@InsPlans.update.after
def appointments_follow_a_medical_plan(call: Call) -> None:
    """S: the window does so; an appointment's InsPlan1 and InsPlan2 are dental plans."""
    if call.sent.get("IsMedical", call.row["IsMedical"]) != call.row["IsMedical"]:
        for patient in patplans.covered_by_plan(call, call.key or 0):
            patplans.update_appointments(call, patient)
