"""https://www.opendental.com/site/apiproviders.html

Known deviations:
- The page does not say since when SigOnFile, NationalProvID and StateLicense are answered; here always.
- DateTStamp finds what was changed at that moment too, as the function that the API calls does it; the page says after.
- ClinicNum=0 finds all visible providers, and so does any clinic while the office has its clinics switched off. A
  provider whose users are all restricted to other clinics is left out. They come by ItemOrder. All this is how the
  desktop program offers providers of a clinic.
- When both ClinicNum and DateTStamp are sent, ClinicNum wins and DateTStamp is left unheard: the page says that these
  are two queries, not which one goes first.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import (
    GET,
    LIST,
    Bool,
    Colour,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Key,
    Resource,
    ServerTime,
    Text,
)
from mock_od.resources.common import preference


class Providers(Resource, table="provider", path="/providers"):
    """Dentists and hygienists. They are never deleted, at most hidden."""

    ProvNum = Key()
    Abbr = Text("Short name, as lists show it.")
    LName = Text("Last name, or that of a billing entity.")
    FName = Text("First name.")
    MI = Text("Middle initial or name.")
    Suffix = Text("DMD, DDS...")
    FeeSched = ForeignKey("feesched", "What the provider usually charges.")
    Specialty = ForeignKey("definition", where={"Category": 35})
    SSN = Text("Social security or tax number, without dashes.")
    StateLicense = Text()
    IsSecondary = Bool("A hygienist.")
    provColor = Colour("In the schedule.", column="ProvColor")
    IsHidden = Bool("No longer offered.")
    UsingTIN = Bool("SSN is a tax number.")
    SigOnFile = Bool("A signature is on file.")
    NationalProvID = Text("NPI.")
    DateTStamp = DateTime(stamp="edit")
    IsNotPerson = Bool("An organization.")
    ProvStatus = Enum(["Active", "Deleted"])
    IsHiddenReport = Bool("Not on standard reports.")
    Birthdate = Date()
    SchedNote = Text("How to schedule the provider.")
    PreferredName = Text("What patients read.")
    serverDateTime = ServerTime("To send as the next DateTStamp.")

    single = GET("24.4.17")
    several = LIST(
        "21.1",
        optional=[ForeignKey("clinic").called("ClinicNum"), DateTStamp.at_or_after().but(since="21.3")],
    )


@Providers.several.where("ClinicNum")
def those_who_may_work_at_the_clinic(call: Call, clinic: int | None) -> tuple[str, tuple[Any, ...]]:
    if clinic is None:
        return "", ()
    if clinic == 0 or preference(call, "EasyNoClinics") == "1":
        return 't."IsHidden" = 0', ()
    links = 'SELECT "ClinicNum" FROM "providercliniclink" l WHERE l."ProvNum" = t."ProvNum"'
    users = 'SELECT 1 FROM "userod" u WHERE u."ProvNum" = t."ProvNum"'
    elsewhere = 'u."ClinicIsRestricted" = 1 AND u."ClinicNum" <> ?'
    only_elsewhere = f"EXISTS ({users}) AND NOT EXISTS ({users} AND NOT ({elsewhere}))"
    return (
        f't."IsHidden" = 0 AND (NOT EXISTS ({links}) OR ? IN ({links})) AND NOT ({only_elsewhere})',
        (clinic, clinic),
    )


@Providers.several.sort
def a_clinics_providers_come_as_the_office_sorts_them(call: Call) -> tuple[str, tuple[Any, ...]]:
    return ('t."ItemOrder"' if "ClinicNum" in call.sent else ""), ()


@Providers.several.where("DateTStamp")
def changed_since_then(call: Call, moment: str | None) -> tuple[str, tuple[Any, ...]]:
    if moment is None or "ClinicNum" in call.sent:
        return "", ()
    return 't."DateTStamp" >= ?', (moment,)


@Providers.several.reshape
def a_clinics_providers_are_not_for_keeping_up_to_date(call: Call, rows: list[dict[str, Any]]) -> None:
    if "ClinicNum" in call.sent:
        for row in rows:
            row["serverDateTime"] = ""
