"""https://www.opendental.com/site/apilaboratories.html

Known deviations:
- The list has hidden laboratories too, sorted by key: so in the data layer of the desktop program, by the function that
  the API calls.
- State takes two capital letters, which Canada's provinces have as well, and may be empty. Zip takes what the page
  lists, for either country, and may be empty.
- Telephone numbers stay as they are written; the page does not speak of a form.
- Slip may be any SheetDef. A Description that is blank is refused as if it were missing.
"""

import re

from mock_od.declare import GET, LIST, POST, PUT, Bool, ForeignKey, Key, Resource, Shape, Text
from mock_od.fields import STATE

_ZIP = Shape(
    re.compile(r"[0-9]{5}(-?[0-9]{4})?|[A-Z][0-9][A-Z] [0-9][A-Z][0-9]|", re.ASCII),
    "is a ZIP code such as 97301 or 97301-1234, or a postal code such as K1A 0B1",
)


class Laboratories(Resource, table="laboratory", path="/laboratories"):
    """Where crowns, dentures and the like are made."""

    LaboratoryNum = Key()
    Description = Text("Its name.", filled=True)
    Phone = Text("Its telephone number.")
    Notes = Text("What is to be known of it.")
    Slip = ForeignKey("sheetdef", "Its own form for orders; 0 for the one that is built in.")
    Address = Text("Street and number.")
    City = Text("The city.")
    State = Text("The state, or the province.", shape=STATE)
    Zip = Text("The postal code.", shape=_ZIP)
    Email = Text("Its e-mail address.")
    WirelessPhone = Text("Its mobile number.")
    IsHidden = Bool("No longer used.")

    single = GET("24.2.33")
    several = LIST("24.2.33")
    create = POST(
        "24.4.22",
        required=[Description],
        optional=[
            Phone,
            Notes,
            Slip.but(default=0),
            Address,
            City,
            State,
            Zip,
            Email,
            WirelessPhone,
            IsHidden.but(default=False),
        ],
    )
    update = PUT(
        "24.4.23",
        optional=[Description, Phone, Notes, Slip, Address, City, State, Zip, Email, WirelessPhone, IsHidden],
    )
