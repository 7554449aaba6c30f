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

    unseen = {
        "BankNumber": "varchar(255)",
        "DefaultPlaceService": "tinyint",
        "InsBillingProv": "bigint(20)",
        "Fax": "varchar(50)",
        "EmailAddressNum": "bigint(20)",
        "DefaultProv": "bigint(20)",
        "SmsContractDate": "datetime",
        "SmsMonthlyLimit": "double",
        "IsMedicalOnly": "tinyint(4)",
        "UseBillAddrOnClaims": "tinyint(4)",
        "Region": "bigint(20)",
        "ItemOrder": "int(11)",
        "IsInsVerifyExcluded": "tinyint(4)",
        "MedLabAccountNum": "varchar(16)",
        "IsConfirmEnabled": "tinyint(4)",
        "IsConfirmDefault": "tinyint(4)",
        "IsNewPatApptExcluded": "tinyint(4)",
        "ExternalID": "bigint(20)",
        "SchedNote": "varchar(255)",
        "HasProcOnRx": "tinyint(4)",
        "TimeZone": "varchar(75)",
        "EmailAliasOverride": "varchar(255)",
    }

    several = LIST("21.1")


@Clinics.several.where()
def hidden_clinics_are_left_out(call: Call, _: None) -> tuple[str, tuple[Any, ...]]:
    """Documented: all clinics that are not hidden."""
    return 't."IsHidden" = 0', ()
