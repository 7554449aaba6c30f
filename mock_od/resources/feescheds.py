"""https://www.opendental.com/site/apifeescheds.html"""

from mock_od.declare import LIST, Bool, Date, DateTime, Enum, ForeignKey, Int, Key, Resource, Text


class FeeScheds(Resource, table="feesched", path="/feescheds"):
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
