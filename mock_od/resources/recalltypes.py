"""https://www.opendental.com/site/apirecalltypes.html"""

from mock_od.declare import GET, LIST, Bool, Interval, Key, Pattern, Resource, Text


class RecallTypes(Resource, table="recalltype", path="/recalltypes"):
    """What patients are called back for, and after which time."""

    RecallTypeNum = Key()
    Description = Text("Its name.")
    DefaultInterval = Interval("The time from one visit to the next; empty for those made by hand.")
    TimePattern = Pattern("The time of its appointments.")
    Procedures = Text("The codes of procedures that its appointments get, with commas.")
    AppendToSpecial = Bool("Goes along with a prophy or perio recall rather than by itself.")

    single = GET("24.1.44")
    several = LIST("24.1.44")
