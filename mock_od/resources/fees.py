"""https://www.opendental.com/site/apifees.html"""

from mock_od.declare import GET, LIST, Date, DateTime, Double, ForeignKey, Key, Resource


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
    several = LIST("23.3.11", optional=[FeeSched, CodeNum, ClinicNum, ProvNum])
