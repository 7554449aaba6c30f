"""https://www.opendental.com/site/apisheetdefs.html"""

from mock_od.declare import GET, LIST, Enum, Key, Resource, Text


class SheetDefs(Resource, table="sheetdef", path="/sheetdefs"):
    """Layouts of what the office prints or has filled in. Those built into the program are not among them."""

    SheetDefNum = Key()
    Description = Text("Its name.")
    SheetType = Enum()

    single = GET("25.1.20")
    several = LIST("23.2.5.0", optional=[SheetType.but(since="25.1.20")])
