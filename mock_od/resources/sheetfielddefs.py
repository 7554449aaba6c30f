"""https://www.opendental.com/site/apisheetfielddefs.html"""

from mock_od.declare import GET, LIST, Bool, Enum, ForeignKey, Key, Resource, Text


class SheetFieldDefs(Resource, table="sheetfielddef", path="/sheetfielddefs"):
    """What is on a sheet's layout."""

    SheetFieldDefNum = Key()
    SheetDefNum = ForeignKey("sheetdef", "The layout.")
    FieldType = Enum()
    FieldName = Text("What it shows or asks, where its type leaves a choice.")
    FieldValue = Text("The text itself, for StaticText.")
    IsRequired = Bool("Must be filled in.")

    single = GET("25.1.27")
    several = LIST("25.1.27", optional=[SheetDefNum])
