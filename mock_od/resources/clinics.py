"""https://www.opendental.com/site/apiclinics.html"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import LIST, Bool, Key, Resource, Text


class Clinics(Resource, table="clinic", path="/clinics"):
    """The practice's locations. An office that does not use clinics has none."""

    ClinicNum = Key()
    Description = Text("Its full name.")
    Address = Text()
    Address2 = Text()
    City = Text()
    State = Text()
    Zip = Text()
    BillingAddress = Text("On claims instead of the address above, where it is set.")
    BillingAddress2 = Text()
    BillingCity = Text()
    BillingState = Text()
    BillingZip = Text()
    PayToAddress = Text("Where insurances send their payments, where it is set.")
    PayToAddress2 = Text()
    PayToCity = Text()
    PayToState = Text()
    PayToZip = Text()
    Phone = Text("Ten digits, nothing between them.")
    Abbr = Text("Its short name.")
    IsHidden = Bool("No longer used.")

    several = LIST("21.1")


@Clinics.several.where()
def hidden_clinics_are_left_out(call: Call, _: None) -> tuple[str, tuple[Any, ...]]:
    return 't."IsHidden" = 0', ()
