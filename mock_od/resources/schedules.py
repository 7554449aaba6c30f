"""https://www.opendental.com/site/apischedules.html

Known deviations:
- The page writes "Schedule not found" without a full stop; ours ends in one, as all recorded sentences of its kind do.
- The data layer of the desktop program, which the API shares, sorts by StartTime alone; ours sorts those of the same
  time by key.
- BlockoutDefNum, ProvNum and EmployeeNum of 0 find all rows, as in that data layer.
- Only dateStart, or only dateEnd: a range without an end, or without a beginning. No source says it.
- The order in operatories is that of the scheduleops' keys.
- That some numbers are 0 in a schedule of another type is left to the rows.
"""

from mock_od.declare import (
    GET,
    LIST,
    Computed,
    Date,
    DateTime,
    Days,
    Enum,
    ForeignKey,
    Key,
    Lookup,
    Resource,
    Text,
    Time,
)

_OPERATORIES = (
    'SELECT group_concat(number) FROM (SELECT "OperatoryNum" AS number FROM "scheduleop" o'
    ' WHERE o."ScheduleNum" = t."ScheduleNum" ORDER BY "ScheduleOpNum")'
)


class Schedules(Resource, table="schedule", path="/schedules"):
    """When providers and employees work, when the practice is closed, and what is kept free for what."""

    ScheduleNum = Key(quoted=True)
    SchedDate = Date("The day.")
    StartTime = Time()
    StopTime = Time()
    SchedType = Enum(["Practice", "Provider", "Blockout", "Employee", "WebSchedASAP"], "What it is about.")
    ProvNum = ForeignKey(about="Of a Provider: whose it is.", quoted=True)
    BlockoutType = ForeignKey("definition", "Of a Blockout: its kind.", where={"Category": 25}, quoted=True)
    blockoutType = Lookup(BlockoutType, "ItemName")
    Note = Text("A holiday's name, or any note.")
    operatories = Computed(f"COALESCE(({_OPERATORIES}), '')", about="The keys of its operatories, with commas.")
    EmployeeNum = ForeignKey(about="Of an Employee: whose it is.", quoted=True)
    DateTStamp = DateTime(stamp="edit")

    single = GET("22.1")
    several = LIST(
        "22.1",
        days=Days(SchedDate, default="today"),
        optional=[
            SchedType,
            ForeignKey("definition", column="BlockoutType", where={"Category": 25})
            .called("BlockoutDefNum")
            .unless_zero(),
            ProvNum.unless_zero(),
            EmployeeNum.unless_zero(),
        ],
        order=["StartTime"],
    )
