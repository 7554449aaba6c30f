"""https://www.opendental.com/site/apiappointmenttypes.html

Known deviations:
- RequiredProcCodesNeeded is the number 0 where it is None, and a name else: so in the page's example.
- Several BlockoutTypes are separated by commas without blanks, as their column has them; the page's example has one.
- Hidden types are listed, and all are sorted by key, as in the data layer of the desktop program.
"""

from mock_od.declare import LIST, Bool, Colour, Enum, Key, NamesOf, Pattern, Resource, Text


class AppointmentTypes(Resource, table="appointmenttype", path="/appointmenttypes"):
    """What an appointment may be for: how long it takes, and which procedures it needs."""

    AppointmentTypeNum = Key()
    AppointmentTypeName = Text("Its name.")
    appointmentTypeColor = Colour("Of its appointments in the book.", column="AppointmentTypeColor")
    IsHidden = Bool("No longer to be picked.")
    Pattern = Pattern("Its time; empty where it is that of its procedures.")
    CodeStr = Text("The codes of procedures that it adds to an appointment, with commas.")
    CodeStrRequired = Text("The codes of procedures that it asks for, with commas.")
    RequiredProcCodesNeeded = Enum(["None", "AtLeastOne", "All"], "How many of these it needs.", bare=["None"])
    BlockoutTypes = NamesOf(
        "definition", "The blockouts in which it may be made.", show="ItemName", where={"Category": 25}
    )

    several = LIST("22.4.10")
