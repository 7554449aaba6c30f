"""https://www.opendental.com/site/apirecalls.html"""

from mock_od.declare import (
    LIST,
    Bool,
    Date,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Interval,
    Key,
    Lookup,
    Pattern,
    Resource,
    Text,
)


class Recalls(Resource, table="recall", path="/recalls", logs="RecallEdit"):
    """When patients are due to come back, and for what."""

    RecallNum = Key()
    PatNum = ForeignKey(about="The patient.", owner=True)
    DateDue = Date("When the patient is due.")
    DatePrevious = Date("The last visit that it counts from.")
    RecallInterval = Interval("The time from one visit to the next.")
    RecallStatus = ForeignKey(about="What has been done to bring the patient back.", where={"Category": 13})
    recallStatus = Lookup(RecallStatus, "ItemName")
    Note = Text("For the staff.")
    IsDisabled = Bool("The patient is not called back.")
    DateTStamp = DateTime(stamp="edit")
    RecallTypeNum = ForeignKey(about="What the patient comes back for.")
    DisableUntilBalance = Double("Not called back before the family owes less than this; 0 for no bound.")
    DisableUntilDate = Date("Not called back before this day.")
    DateScheduled = Date("The day of the appointment for it.")
    Priority = Enum(about="Whether the patient would come at short notice.")
    TimePatternOverride = Pattern("The time of its appointment, where it is not the type's.")

    several = LIST("22.4.40", optional=[PatNum.unless_zero()])
