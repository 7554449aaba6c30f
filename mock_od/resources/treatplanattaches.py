"""https://www.opendental.com/site/apitreatplanattaches.html

Known deviations, where no source says what happens:
- A Saved plan takes no procedure, nor does a plan one of another patient's, one that is not treatment planned, or one
  that it already has: 400.
- A procedure that is attached to the Active plan becomes treatment planned (TP); on that plan the procedure's own
  priority follows the attach, as in the desktop program.
- A procedure that is completed or deleted stays on its plans: the desktop program takes it off when it shows the plans
  next. Its own priority does not follow the attach any more, and POST /treatplans/Saved passes over it.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import LIST, POST, PUT, ForeignKey, Key, Lookup, Resource
from mock_od.resources.common import ACTIVE, PLANNED, SAVED


class TreatPlanAttaches(
    Resource, table="treatplanattach", path="/treatplanattaches", row_name="TreatPlanAttach", logs="TreatPlanEdit"
):
    """Which procedures an Active or Inactive treatment plan has. A Saved plan has copies instead: ProcTPs."""

    TreatPlanAttachNum = Key()
    TreatPlanNum = ForeignKey("treatplan", "The plan.", owner=True)
    ProcNum = ForeignKey("procedurelog", "The procedure.", index=True)
    Priority = ForeignKey("definition", "When to do it, on this plan.", where={"Category": 20})
    priority = Lookup(Priority, "ItemName")

    several = LIST("22.4.16", required=[TreatPlanNum])
    create = POST("23.2.17", required=[TreatPlanNum, ProcNum], optional=[Priority.but(default=0)])
    update = PUT("23.2.17", optional=[Priority])


@TreatPlanAttaches.several.rule
def a_saved_plan_has_copies_instead(call: Call) -> None:
    """Documented: attaches are on Active and Inactive plans.

    Ours: the hint.
    """
    plan = call.records.find("treatplan", call.sent["TreatPlanNum"])
    if plan and plan["TPStatus"] == SAVED:
        call.hint(f"plan {plan['TreatPlanNum']} is Saved; see /proctps?TreatPlanNum={plan['TreatPlanNum']}")


@TreatPlanAttaches.create.rule
def only_a_planned_procedure_of_the_patient(call: Call) -> None:
    """Documented: attaches are on Active and Inactive plans.

    Ours: what is refused beyond that, and the words.
    """
    plan = call.records.get("treatplan", call.values["TreatPlanNum"])
    procedure = call.records.get("procedurelog", call.values["ProcNum"])
    if plan["TPStatus"] == SAVED:
        raise Refusal("TreatPlanNum is invalid.", hint="a Saved plan has proctps; attach to an Active or Inactive one")
    if procedure["PatNum"] != plan["PatNum"]:
        hint = f"the procedure is patient {procedure['PatNum']}'s, the plan is patient {plan['PatNum']}'s"
        raise Refusal("ProcNum is invalid.", hint=hint)
    if procedure["ProcStatus"] not in PLANNED:
        hint = f"the procedure is {procedure['ProcStatus']}; a plan has procedures that are TP or TPi"
        raise Refusal("ProcNum is invalid.", hint=hint)
    if call.records.rows("treatplanattach", TreatPlanNum=plan["TreatPlanNum"], ProcNum=procedure["ProcNum"]):
        hint = f"procedure {procedure['ProcNum']} is already on plan {plan['TreatPlanNum']}"
        raise Refusal("ProcNum is invalid.", hint=hint)


@TreatPlanAttaches.create.after
@TreatPlanAttaches.update.after
def the_active_plan_and_its_procedures_agree(call: Call) -> None:
    """S: Priority and TP of what is planned on the Active plan.

    Inferred: at once, not when the desktop program shows the plan next.
    """
    attach = call.records.get("treatplanattach", call.key or 0)
    plan = call.records.find("treatplan", attach["TreatPlanNum"])
    if plan and plan["TPStatus"] == ACTIVE:
        procedure = call.records.find("procedurelog", attach["ProcNum"])
        if procedure and procedure["ProcStatus"] in PLANNED:
            call.records.update("procedurelog", attach["ProcNum"], {"Priority": attach["Priority"], "ProcStatus": "TP"})
