"""https://www.opendental.com/site/apipatplans.html"""

from mock_od.declare import LIST, Bool, Date, DateTime, Double, Enum, ForeignKey, Int, Key, Resource, Text


class PatPlans(Resource, table="patplan", path="/patplans"):
    """Which insurance covers a patient; a patient without a row is not insured."""

    PatPlanNum = Key()
    PatNum = ForeignKey("patient", "Who is covered.", owner=True)
    Ordinal = Int("1 for the primary insurance, 2 for the secondary...")
    IsPending = Bool()
    Relationship = Enum(about="What the patient is to the subscriber.")
    PatID = Text("On e-claims instead of the subscriber's ID.")
    InsSubNum = ForeignKey("inssub", "The subscription.")
    OrthoAutoFeeBilledOverride = Double("-1 when the plan's own fee is billed.", default=-1.0)
    OrthoAutoNextClaimDate = Date()
    SecDateTEntry = DateTime(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")

    several = LIST("22.4.27", optional=[PatNum, InsSubNum])
