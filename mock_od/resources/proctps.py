"""https://www.opendental.com/site/apiproctps.html

Known deviations:
- The page does not say which signature locks a plan's proctps: the patient's does, as in the desktop program.
- The sentence of that refusal is ours.
- The page does not say how the list is sorted: by ItemOrder, as the desktop program reads it.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, LIST, PUT, Date, DateTime, Double, ForeignKey, Int, Key, Lookup, Resource, Text
from mock_od.resources.common import SAVED


class ProcTPs(Resource, table="proctp", path="/proctps", logs="TreatPlanEdit"):
    """Copies of procedures, as they stood when their treatment plan was saved."""

    ProcTPNum = Key()
    TreatPlanNum = ForeignKey("treatplan", "The Saved plan.")
    PatNum = ForeignKey("patient", "The patient.", owner=True)
    ProcNumOrig = ForeignKey("procedurelog", "The procedure that was copied.")
    ItemOrder = Int("Place on the plan, from 0.")
    Priority = ForeignKey("definition", "When to do it.", where={"Category": 20})
    priority = Lookup(Priority, "ItemName")
    ToothNumTP = Text("Tooth, as it is displayed.")
    Surf = Text("Surfaces or area.")
    ProcCode = Text("The procedure code, as text: no foreign key.")
    Descript = Text("What the patient reads.")
    FeeAmt = Double("The fee.")
    PriInsAmt = Double("What the primary insurance, or the discount plan, is expected to take over.")
    SecInsAmt = Double("What the secondary insurance is expected to pay.")
    PatAmt = Double("What is left to the patient.")
    Discount = Double("Write-offs and the procedure's own discount.")
    Prognosis = Text("Name of the prognosis definition.")
    Dx = Text("Value of the diagnosis definition.")
    ProcAbbr = Text("The procedure code's abbreviation.")
    SecUserNumEntry = ForeignKey("userod", "Who made the copy; 0 for the API.")
    SecDateEntry = Date(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")
    FeeAllowed = Double("What the primary insurance allows; -1 when it is not billed.")
    TaxAmt = Double("Sales tax.")
    ProvNum = ForeignKey("provider", "The provider.")
    DateTP = Date("The day the procedure was planned.")
    ClinicNum = ForeignKey("clinic", "The clinic.")
    CatPercUCR = Double("The fee without insurance.")

    several = LIST("22.4.17", required=[TreatPlanNum], order=["ItemOrder"])
    update = PUT(
        "24.4.26",
        optional=[
            Priority,
            ToothNumTP,
            Surf,
            ProcCode,
            Descript,
            FeeAmt,
            PriInsAmt,
            SecInsAmt,
            PatAmt,
            Discount,
            Prognosis,
            Dx,
            ProcAbbr,
            FeeAllowed,
        ],
    )
    delete = DELETE("23.3.10")


@ProcTPs.several.rule
def a_plan_that_is_not_saved_has_no_copies(call: Call) -> None:
    plan = call.records.find("treatplan", call.sent["TreatPlanNum"])
    if plan and plan["TPStatus"] != SAVED:
        call.hint(
            f"plan {plan['TreatPlanNum']} is {plan['TPStatus']}; copies exist for Saved plans only:"
            f" see /treatplanattaches?TreatPlanNum={plan['TreatPlanNum']}"
        )


@ProcTPs.update.rule
@ProcTPs.delete.rule
def a_signed_plan_stays_as_it_was_signed(call: Call) -> None:
    plan = call.records.find("treatplan", call.row["TreatPlanNum"])
    if plan and plan["Signature"]:
        verb = "updated" if call.method.verb == "PUT" else "deleted"
        hint = f"clear the patient's signature first: PUT /treatplans/{plan['TreatPlanNum']} with isSigned false"
        raise Refusal(f"ProcTP cannot be {verb}. The treatment plan is signed.", hint=hint)
