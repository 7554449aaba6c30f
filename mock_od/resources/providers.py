"""https://www.opendental.com/site/apiproviders.html

Known deviations:
- The page does not say since when SigOnFile, NationalProvID and StateLicense are answered; here always.
- DateTStamp finds what was changed at that moment too, as the function that the API calls does it; the page says after.
- ClinicNum=0 finds all visible providers, and so does any clinic while the office has its clinics switched off. A
  provider whose users are all restricted to other clinics is left out. They come by ItemOrder. All this is how the
  desktop program offers providers of a clinic.
- When both ClinicNum and DateTStamp are sent, ClinicNum wins and DateTStamp is left unheard: the page says that these
  are two queries, not which one goes first.
- A blank Abbr is refused as if it were missing; the desktop program says "Abbreviation not allowed to be blank." The
  sentences for dashes and for organizations are the desktop program's. A PUT that gives an organization a first name is
  refused, too.
- The default FeeSched and Specialty are the first ones that are not hidden, and a new provider comes last in the
  office's list, as in the desktop program. Without a fee schedule or a specialty it is 0.
- Until 23.1 a write needs ApiAllOthers: the documentation says that ApiSetup was added then, and not what it was
  before.
"""

from typing import Any

from mock_od.call import Call, Refusal
from mock_od.declare import (
    GET,
    LIST,
    POST,
    PUT,
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
from mock_od.dentistry.preferences import preference
from mock_od.resources.common import refuse_blank


class Providers(Resource, table="provider", path="/providers", logs="ProviderEdit"):
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
    serverDateTime = ServerTime("To send as the next DateTStamp.", reads=True)

    single = GET("24.4.17")
    several = LIST(
        "21.1",
        optional=[ForeignKey("clinic").called("ClinicNum"), DateTStamp.at_or_after().but(since="21.3")],
    )
    create = POST(
        "21.4",
        required=[Abbr],
        optional=[
            LName,
            FName,
            MI,
            Suffix,
            FeeSched.but(first=True),
            Specialty.but(first=True),
            SSN,
            StateLicense.but(since="24.4.31"),
            IsSecondary,
            IsHidden,
            UsingTIN.but(default=True),
            SigOnFile.but(since="24.4.17"),
            NationalProvID.but(since="24.4.31"),
            IsNotPerson,
            IsHiddenReport,
            Birthdate,
            SchedNote,
            PreferredName,
        ],
        permission={"23.1": "ApiSetup", "": "ApiAllOthers"},
        logs="ProviderAdd",
    )
    update = PUT(
        "22.1",
        optional=[
            Abbr,
            FName,
            LName,
            MI,
            Suffix,
            PreferredName,
            Specialty,
            SigOnFile.but(since="24.4.17"),
            NationalProvID,
            StateLicense,
            SSN,
            UsingTIN,
        ],
        permission={"23.1": "ApiSetup", "": "ApiAllOthers"},
    )


@Providers.several.where("ClinicNum")
def those_who_may_work_at_the_clinic(call: Call, clinic: int | None) -> tuple[str, tuple[Any, ...]]:
    """Documented: visible ones that are restricted to no clinic, or to this one.

    S: 0, and any clinic while clinics are switched off, finds all visible ones.
    S: one whose users are all restricted to other clinics is left out.
    """
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
    """S: by ItemOrder."""
    return ('t."ItemOrder"' if "ClinicNum" in call.sent else ""), ()


@Providers.several.where("DateTStamp")
def changed_since_then(call: Call, moment: str | None) -> tuple[str, tuple[Any, ...]]:
    """S: at that moment or later; the page says later.

    Ours: left unheard beside ClinicNum.
    """
    if moment is None or "ClinicNum" in call.sent:
        return "", ()
    return 't."DateTStamp" >= ?', (moment,)


@Providers.several.reshape
def a_clinics_providers_are_not_for_keeping_up_to_date(call: Call, rows: list[dict[str, Any]]) -> None:
    """Documented: serverDateTime is empty where ClinicNum is sent."""
    if "ClinicNum" in call.sent:
        for row in rows:
            row["serverDateTime"] = ""


@Providers.create.prepare
def a_new_provider_comes_last(call: Call) -> None:
    """S: in the office's list."""
    ((last,),) = call.records.query('SELECT COALESCE(MAX("ItemOrder"), -1) FROM "provider"')
    call.values["ItemOrder"] = last + 1


@Providers.create.rule
@Providers.update.rule
def a_provider_has_an_abbreviation(call: Call) -> None:
    """Documented: it cannot be blank.

    Inferred: it is refused as if it were missing.
    """
    refuse_blank(call, Providers.Abbr, "Abbreviation not allowed to be blank.")


@Providers.create.rule
@Providers.update.rule
def a_number_has_no_dashes(call: Call) -> None:
    """Documented: SSN is not allowed to have dashes.

    S: the sentence.
    """
    if "-" in call.sent.get("SSN", ""):
        raise Refusal("SSN/TIN not allowed to have dash.", hint="send the digits of SSN alone")


@Providers.create.rule
@Providers.update.rule
def an_organization_has_no_first_name(call: Call) -> None:
    """Documented: FName and MI must be omitted where IsNotPerson is true.

    S: in a PUT as well; the sentence.
    """
    if {**call.row, **call.values}.get("IsNotPerson") and (call.sent.get("FName") or call.sent.get("MI")):
        sentence = "When the 'Not a Person' box is checked, the provider may not have a First Name or Middle Initial"
        raise Refusal(f"{sentence} entered.", hint="leave out FName and MI, or IsNotPerson")
