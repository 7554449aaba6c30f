"""https://www.opendental.com/site/apioperatories.html

Known deviations:
- Hidden operatories are listed, and sorted by key, as in the data layer of the desktop program; the page says "all".
"""

from mock_od.declare import GET, LIST, Bool, ForeignKey, Int, Key, Lookup, Resource, Text


class Operatories(Resource, table="operatory", path="/operatories"):
    """The rooms, or chairs, in which patients are treated: the columns of the appointment book."""

    OperatoryNum = Key()
    OpName = Text("Its full name.")
    Abbrev = Text("Its short name, at the head of its column.")
    ItemOrder = Int("Its place in the desktop program's list, from 0.")
    IsHidden = Bool("No longer used.")
    ProvDentist = ForeignKey(about="The dentist who usually works here.")
    ProvHygienist = ForeignKey(about="The hygienist who usually works here.")
    IsHygiene = Bool("The hygienist is the main provider here.")
    ClinicNum = ForeignKey(about="The clinic it is in.")
    SetProspective = Bool("Who gets an appointment here becomes a prospective patient.")
    IsWebSched = Bool("Offered to patients who make recall appointments on the web.")
    OperatoryType = ForeignKey("definition", "Its kind.", where={"Category": 55})
    operatoryType = Lookup(OperatoryType, "ItemName")

    single = GET("24.1.10")
    several = LIST("21.1", optional=[ClinicNum])
