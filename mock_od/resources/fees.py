"""https://www.opendental.com/site/apifees.html

Known deviations:
- FeeSched and CodeNum of 0 find all rows, ClinicNum and ProvNum of 0 the general fees: the function that the API calls.
- ClinicNum or ProvNum in a global fee schedule: 400 with a sentence of ours.
- A fee is locked where a fee schedule group has its schedule and its clinic, whatever the preference
  ShowFeeSchedGroups says. So the page; the desktop program changes the fees of all clinics of the group instead. The
  sentence is ours.
- A second fee for the same schedule, code, clinic and provider is taken, with a hint: the data layer of the desktop
  program does not look, and the page does not say.
"""

from mock_od.call import Call, Refusal, Row
from mock_od.declare import DELETE, GET, LIST, POST, PUT, Date, DateTime, Double, ForeignKey, Key, Resource


class Fees(Resource, table="fee", path="/fees"):
    """What a procedure code costs in a fee schedule."""

    FeeNum = Key()
    Amount = Double("The fee.")
    FeeSched = ForeignKey("feesched", "The fee schedule.")
    CodeNum = ForeignKey("procedurecode", "The procedure code.")
    ClinicNum = ForeignKey("clinic", "The clinic whose own it is; 0 for all.")
    ProvNum = ForeignKey("provider", "The provider whose own it is; 0 for all.")
    SecUserNumEntry = ForeignKey("userod", "Who made it; 0 for the API.")
    SecDateEntry = Date(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")

    single = GET("23.3.11")
    several = LIST("23.3.11", optional=[FeeSched.unless_zero(), CodeNum.unless_zero(), ClinicNum, ProvNum])
    create = POST(
        "23.3.11",
        required=[Amount, FeeSched, CodeNum],
        optional=[ClinicNum, ProvNum],
        quotes=[Amount],
        status=200,
    )
    update = PUT("23.3.11", required=[Amount], quotes=[Amount])
    delete = DELETE("23.3.11")


@Fees.create.rule
def only_a_schedule_that_is_not_global_has_overrides(call: Call) -> None:
    """Documented: ClinicNum and ProvNum can be said where the fee schedule is not global.

    Ours: the sentence.
    """
    if not call.records.get("feesched", call.sent["FeeSched"])["IsGlobal"]:
        return
    for name in ("ClinicNum", "ProvNum"):
        if call.sent.get(name):
            hint = f"fee schedule {call.sent['FeeSched']} is global; leave {name} out, or PUT IsGlobal false there"
            raise Refusal(f"{name} is only allowed when the FeeSched is not global.", hint=hint)


@Fees.create.rule
@Fees.update.rule
@Fees.delete.rule
def a_fee_of_a_group_is_locked(call: Call) -> None:
    """Documented: fees of a fee schedule group cannot be created, updated or deleted.

    S: a group has the fees of its schedule for each of its clinics.
    Ours: the sentence.
    """
    fee: Row = {"ClinicNum": 0, **(call.row or call.sent)}
    for group in call.records.rows("feeschedgroup", FeeSchedNum=fee["FeeSched"]):
        if str(fee["ClinicNum"]) in group["ClinicNums"].replace(" ", "").split(","):
            hint = f"feeschedgroup {group['FeeSchedGroupNum']} has the fees of clinic {fee['ClinicNum']} there"
            done = {"POST": "created", "PUT": "updated", "DELETE": "deleted"}[call.method.verb]
            raise Refusal(f"Fees associated with a FeeSchedGroup cannot be {done}.", hint=hint)


@Fees.create.rule
def a_second_fee_is_told(call: Call) -> None:
    """S: the data layer does not look for a fee that is there already.

    Ours: a hint.
    """
    alike: Row = {"ClinicNum": 0, "ProvNum": 0, **call.sent}
    same = {name: alike[name] for name in ("FeeSched", "CodeNum", "ClinicNum", "ProvNum")}
    for fee in call.records.rows("fee", **same)[:1]:
        call.hint(f"fee {fee['FeeNum']} is for the same schedule, code, clinic and provider; PUT /fees/{fee['FeeNum']}")
