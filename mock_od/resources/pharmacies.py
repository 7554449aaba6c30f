"""https://www.opendental.com/site/apipharmacies.html"""

from mock_od.declare import GET, LIST, DateTime, Key, Resource, Text


class Pharmacies(Resource, table="pharmacy", path="/pharmacies"):
    """Where prescriptions are sent."""

    PharmacyNum = Key()
    StoreName = Text("Its name.")
    Phone = Text()
    Fax = Text()
    Address = Text()
    Address2 = Text()
    City = Text()
    State = Text()
    Zip = Text()
    Note = Text()
    DateTStamp = DateTime(stamp="edit")

    single = GET("24.2.35")
    several = LIST("24.2.35")
