"""https://www.opendental.com/site/apifeescheds.html

Known deviations, where the page is silent:
- An empty or blank Description: 400, as if it were missing; the desktop program says "Description cannot be blank."
- A new schedule comes last: its ItemOrder is the number of schedules there are, hidden ones too. No source says it.
- A schedule of a fee schedule group cannot be made global: the desktop program's rule and sentence, a guess.
- ManualBlueBook is taken with a hint where the Blue Book feature is off, as the page names no condition. The desktop
  program refuses it.
- Writes are logged under FeeSchedEdit: a guess.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import LIST, POST, PUT, Bool, Date, DateTime, Enum, ForeignKey, Int, Key, Resource, Text
from mock_od.dentistry.preferences import preference
from mock_od.resources.common import last_place, refuse_blank


class FeeScheds(Resource, table="feesched", path="/feescheds", logs="FeeSchedEdit"):
    """Price lists: the office's own, those of insurances and of discount plans."""

    FeeSchedNum = Key()
    Description = Text("Its name.")
    FeeSchedType = Enum(["Normal", "CoPay", "OutNetwork", "FixedBenefit", "ManualBlueBook"])
    ItemOrder = Int("Place in the desktop program's list, from 0.")
    IsHidden = Bool("No longer used.")
    IsGlobal = Bool("One fee for a code: no clinic and no provider has its own.")
    SecUserNumEntry = ForeignKey("userod", "Who made it; 0 for the API.")
    SecDateEntry = Date(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")

    several = LIST("22.4.31")
    create = POST(
        "23.3.7",
        required=[Description, FeeSchedType],
        optional=[IsHidden, IsGlobal.but(default=True)],
        status=200,
    )
    update = PUT(
        "23.3.7",
        optional=[Description, IsHidden, IsGlobal],
        instead={FeeSchedType: "it is set once, by POST; make a new fee schedule"},
    )


@FeeScheds.create.rule
@FeeScheds.update.rule
def a_schedule_has_a_description(call: Call) -> None:
    """S: the desktop program refuses an empty one.

    Inferred: it is refused as if it were missing.
    """
    refuse_blank(call, FeeScheds.Description, "Description cannot be blank.")


@FeeScheds.create.rule
def a_blue_book_may_be_switched_off(call: Call) -> None:
    """Documented: ManualBlueBook is one of the types, without a condition.

    S: the desktop program asks for the Blue Book feature.
    Ours: it is taken, with a hint.
    """
    if call.sent["FeeSchedType"] == "ManualBlueBook" and preference(call, "AllowedFeeSchedsAutomate") != "2":
        call.hint("the Blue Book feature is off (preference AllowedFeeSchedsAutomate is not 2)")


@FeeScheds.update.rule
def a_schedule_of_a_group_is_not_global(call: Call) -> None:
    """S: the rule and its sentence, the desktop program's."""
    if not call.sent.get("IsGlobal") or call.row["IsGlobal"]:
        return
    for group in call.records.rows("feeschedgroup", FeeSchedNum=call.key):
        hint = f"feeschedgroup {group['FeeSchedGroupNum']} has FeeSchedNum {call.key}"
        sentence = "Not allowed to make Fee Schedule global, a Fee Schedule Group exists for this Fee Schedule."
        raise Refusal(sentence, hint=hint)


@FeeScheds.create.prepare
def a_new_schedule_comes_last(call: Call) -> None:
    """Documented: the example's ItemOrder, which the caller does not send.

    Inferred: it is the number of schedules there are, as the desktop program does with coverage categories.
    """
    call.values["ItemOrder"] = last_place(call)
