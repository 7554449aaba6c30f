"""https://www.opendental.com/site/apicarriers.html

Known deviations:
- The list has hidden carriers too, sorted by key: the function that the API calls.
- A second carrier just like one that is there is made, as the data layer of the desktop program does not look.
- State takes two capital letters, which Canada's provinces have as well; State and Zip may be empty.
- A telephone number is written anew as in the desktop program in the USA, whatever the preference LanguageAndRegion
  says; one of another shape stays as it came.
- A blank CarrierName: 400, as if it were missing; the desktop program says "Carrier Name cannot be blank." What it asks
  of Canadian carriers is not looked at.
"""

from mock_od.declare import GET, LIST, POST, PUT, STATE, ZIP, Bool, Enum, Key, Phone, Resource, Text


class Carriers(Resource, table="carrier", path="/carriers"):
    """The insurance companies."""

    CarrierNum = Key()
    CarrierName = Text("Its name.", filled=True)
    Address = Text("Street and number.")
    Address2 = Text("Second line of the address.")
    City = Text()
    State = Text("Two capital letters.", shape=STATE)
    Zip = Text(shape=ZIP)
    Phone = Phone()
    ElectID = Text("Its number for electronic claims.")
    NoSendElect = Enum(about="Which claims are not sent electronically.")
    IsHidden = Bool("No longer used.")

    _optional = (Address, Address2, City, State, Zip, Phone, ElectID, NoSendElect, IsHidden)
    single = GET("24.4.5")
    several = LIST("22.4.16", strict=True)
    create = POST("21.4", required=[CarrierName], optional=_optional, logs="CarrierCreate")
    update = PUT("21.4", optional=[CarrierName, *_optional], answer="nothing", logs="CarrierEdit")
