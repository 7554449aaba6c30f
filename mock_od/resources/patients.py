"""https://www.opendental.com/site/apipatients.html

Known deviations:
- GET (multiple) finds LName and FName by how they start: recorded. The page speaks of partial matches.
- Otherwise it is as the desktop program's own search, which the page says it shares: City, State, SSN, ChartNumber,
  SubscriberId and clinicAbbr by how they start; those whose every text is exactly as it was sent come first, the others
  by name; clinicNums finds the patients of those clinics, those of none, and those with an appointment there. Patients
  that were merged into another one (patientlink) are left out, unless another one was merged into them later.
- It answers Zip as text; the page's example shows a bare number there.
- It leaves Archived and Deceased patients out unless showArchived is sent: so says the manual of the window that it
  searches like. Deleted patients never show. Those of hidden clinics do, whatever the manual says.
- Its invoiceNumber finds nobody: there are no statements here. A SiteNum that no site has finds nobody either.
- GET Simple leaves Deleted patients out: its PatStatus cannot ask for them.
- The page does not say since when each column is answered; here every version answers all of them.
"""

import re
from typing import Any

from mock_od.call import Call, Refusal
from mock_od.declare import (
    GET,
    LIST,
    Bool,
    Date,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Int,
    Key,
    Lookup,
    NameOf,
    Resource,
    ServerTime,
    Text,
)

_CONTACT_METHODS = (
    "None",
    "DoNotCall",
    "HmPhone",
    "WkPhone",
    "WirelessPh",
    "Email",
    "SeeNotes",
    "Mail",
    "TextMessage",
)


class Patients(Resource, table="patient", path="/patients", frozen={"PatStatus": "Deleted"}):
    """Everybody the office keeps a record of. The API never deletes one."""

    serverDateTime = ServerTime("To send as the next DateTStamp.")
    PatNum = Key()
    LName = Text("Last name.")
    FName = Text("First name.")
    MiddleI = Text("Middle initial or name.")
    Preferred = Text("What the patient likes to be called.")
    PatStatus = Enum(["Patient", "NonPatient", "Inactive", "Archived", "Deleted", "Deceased", "Prospective"])
    Gender = Enum(["Male", "Female", "Unknown", "Other"])
    Position = Enum(["Single", "Married", "Child", "Widowed", "Divorced"])
    Birthdate = Date("0001-01-01 when it is not known.")
    SSN = Text()
    Address = Text()
    Address2 = Text()
    City = Text()
    State = Text()
    Zip = Text()
    HmPhone = Text("At home.")
    WkPhone = Text("At work.")
    WirelessPhone = Text()
    Guarantor = ForeignKey("patient", "Who pays: the head of the family.")
    Email = Text()
    EstBalance = Double("What the patient owes, without the family.")
    PriProv = ForeignKey("provider", "The patient's dentist.")
    priProvAbbr = Lookup(PriProv, "Abbr")
    SecProv = ForeignKey("provider", "The patient's hygienist.")
    secProvAbbr = Lookup(SecProv, "Abbr")
    FeeSched = ForeignKey("feesched", "What the patient pays by, where it is not the provider's.")
    BillingType = NameOf("definition", show="ItemName", where={"Category": 4})
    ImageFolder = Text("Where the patient's files are.")
    FamFinUrgNote = Text("About the family's account; the guarantor has it.")
    ChartNumber = Text("Another program's number.")
    MedicaidID = Text()
    BalTotal = Double("What the family owes; the guarantor has it.")
    EmployerNum = ForeignKey("employer")
    DateFirstVisit = Date()
    ClinicNum = ForeignKey("clinic", "The patient's usual clinic.")
    clinicAbbr = Lookup(ClinicNum, "Abbr")
    Premed = Bool("Needs premedication.")
    Ward = Text("In hospitals.")
    PreferConfirmMethod = Enum(_CONTACT_METHODS)
    PreferContactMethod = Enum(_CONTACT_METHODS)
    PreferRecallMethod = Enum(_CONTACT_METHODS)
    Language = Text("Three letters as a rule; empty when none is set.")
    AdmitDate = Date("In hospitals.")
    siteDesc = Lookup("SiteNum", "Description", table="site")
    DateTStamp = DateTime(stamp="edit")
    SuperFamily = ForeignKey("patient", "The head of several families together.")
    TxtMsgOk = Enum(["Unknown", "Yes", "No"])
    SecDateEntry = Date(stamp="entry")

    single = GET("21.1", hides=[serverDateTime])
    simple = LIST(
        "21.2",
        path="/Simple",
        optional=[
            LName.containing(),
            FName.containing(),
            Birthdate,
            ClinicNum,
            PatStatus,
            DateTStamp.at_or_after(),
            PriProv.but(since="21.3"),
            Gender.but(since="22.3.6"),
            Position.but(since="22.3.6"),
            Guarantor.but(since="22.4.19"),
            SuperFamily.but(since="22.4.38"),
            EmployerNum.but(since="24.3.30"),
            FeeSched.but(since="25.2.19"),
        ],
    )
    several = LIST(
        "21.1",
        optional=[
            LName.starting(),
            FName.starting(),
            Text().called("Phone"),
            Address.containing(),
            Bool().called("hideInactive"),
            City.starting(),
            State.starting(),
            SSN.starting(),
            ChartNumber.starting(),
            Bool().called("guarOnly"),
            Bool().called("showArchived"),
            Birthdate,
            Int().called("SiteNum"),
            Text().called("SubscriberId"),
            Email.containing(),
            Text().called("Country"),
            Text().called("clinicNums"),
            Text().called("clinicAbbr"),
            Text().called("invoiceNumber"),
        ],
        shows=[
            PatNum,
            LName,
            FName,
            MiddleI,
            Preferred,
            PatStatus,
            Birthdate,
            SSN,
            Address,
            Address2,
            City,
            State,
            Zip,
            HmPhone,
            WkPhone,
            WirelessPhone,
            Email,
            priProvAbbr,
            secProvAbbr,
            BillingType,
            ChartNumber,
            ClinicNum,
            clinicAbbr,
            siteDesc,
            TxtMsgOk,
        ],
        order=["LName", "FName"],
        strict=True,
    )


Condition = tuple[str, tuple[Any, ...]]
"""A condition on the row ``t`` and its values."""

EVERYBODY: Condition = ("", ())
NOBODY: Condition = ("0", ())

_NUMBERS = Patients.PatStatus.numbers

# LinkType 1 is Merge.
_MERGED = """EXISTS (SELECT 1 FROM "patientlink" l WHERE l."LinkType" = 1 AND l."PatNumFrom" = t."PatNum" AND NOT EXISTS
    (SELECT 1 FROM "patientlink" b WHERE b."LinkType" = 1 AND b."PatNumTo" = t."PatNum"
    AND b."DateTimeLink" > l."DateTimeLink"))"""


@Patients.simple.where("PatStatus")
def deleted_patients_are_gone(call: Call, status: str | None) -> Condition:
    """Documented: Deleted is no value that PatStatus may have here.

    S: Deleted ones are left out.
    """
    if status == "Deleted":
        raise Refusal("PatStatus is invalid.", hint="deleted patients are not listed")
    if status is None:
        return 't."PatStatus" <> ?', (_NUMBERS["Deleted"],)
    return 't."PatStatus" = ?', (_NUMBERS[status],)


@Patients.several.where("showArchived")
def who_is_gone_shows_on_request(call: Call, wanted: bool | None) -> Condition:
    """S: Archived and Deceased ones on request, Deleted and merged ones never."""
    gone = ("Deleted",) if wanted else ("Deleted", "Archived", "Deceased")
    marks = ", ".join("?" * len(gone))
    return f't."PatStatus" NOT IN ({marks}) AND NOT {_MERGED}', tuple(_NUMBERS[status] for status in gone)


@Patients.several.where("hideInactive")
def inactive_patients_hide_on_request(call: Call, wanted: bool | None) -> Condition:
    """S: Inactive ones show unless they are hidden."""
    return ('t."PatStatus" <> ?', (_NUMBERS["Inactive"],)) if wanted else EVERYBODY


@Patients.several.where("guarOnly")
def guarantors_pay_for_themselves(call: Call, wanted: bool | None) -> Condition:
    """S: those who are their own guarantor."""
    return ('t."Guarantor" = t."PatNum"', ()) if wanted else EVERYBODY


@Patients.several.where("Phone")
def any_phone_with_these_digits(call: Call, phone: str | None) -> Condition:
    """Recorded: Phone is found however it is written.

    S: in three numbers; signs between the digits do not count.
    Ours: a text without a digit finds nobody.
    """
    if phone is None:
        return EVERYBODY
    digits = re.sub(r"[^0-9]", "", phone)
    if not digits:
        return NOBODY
    one = " OR ".join(f"{_bare(column)} LIKE ?" for column in ("HmPhone", "WkPhone", "WirelessPhone"))
    return f"({one})", (f"%{digits}%",) * 3


def _bare(column: str) -> str:
    """The SQL of a phone number without the signs between its digits."""
    bare = f't."{column}"'
    for sign in "()-. +/":
        bare = f"replace({bare}, '{sign}', '')"
    return bare


@Patients.several.where("SiteNum")
def seen_at_the_site(call: Call, site: int | None) -> Condition:
    """S: the patients of the site.

    Ours: 0 finds those of no site.
    """
    return EVERYBODY if site is None else ('t."SiteNum" = ?', (site,))


@Patients.several.where("SubscriberId")
def insured_under_this_id(call: Call, text: str | None) -> Condition:
    """S: by how it starts."""
    if text is None:
        return EVERYBODY
    with_id = _starts('s."SubscriberID"')
    subscriptions = f'SELECT "InsSubNum" FROM "inssub" s WHERE {with_id}'
    return f't."PatNum" IN (SELECT "PatNum" FROM "patplan" WHERE "InsSubNum" IN ({subscriptions}))', (text,)


@Patients.several.where("Country")
def of_the_country(call: Call, text: str | None) -> Condition:
    """S: by any part of it."""
    return EVERYBODY if text is None else (_contains('t."Country"'), (text,))


@Patients.several.where("clinicNums")
def of_one_of_these_clinics(call: Call, text: str | None) -> Condition:
    """Documented: numbers with commas between.

    S: also the patients of no clinic, and those with an appointment in one of these.
    Ours: what is no list of numbers is refused.
    """
    if text is None:
        return EVERYBODY
    parts = text.split(",")
    if not all(re.fullmatch(r" *-?[0-9]{1,18} *", part) for part in parts):
        raise Refusal("clinicNums is invalid.", hint="clinicNums are numbers with commas between: 1,2,3")
    numbers = sorted({int(part) for part in parts})
    marks = ", ".join("?" * len(numbers))
    seen = f'SELECT "PatNum" FROM "appointment" WHERE "ClinicNum" IN ({marks})'
    return f'(t."ClinicNum" IN (0, {marks}) OR t."PatNum" IN ({seen}))', (*numbers, *numbers)


@Patients.several.where("clinicAbbr")
def of_a_clinic_of_that_name(call: Call, text: str | None) -> Condition:
    """S: by how it starts."""
    if text is None:
        return EVERYBODY
    named = _starts('c."Abbr"')
    return f't."ClinicNum" IN (SELECT "ClinicNum" FROM "clinic" c WHERE {named})', (text,)


@Patients.several.where("invoiceNumber")
def with_the_invoice(call: Call, text: str | None) -> Condition:
    """Ours: finds nobody, as there are no statements here."""
    return EVERYBODY if text is None else NOBODY


_TEXTS = ("LName", "FName", "Address", "City", "State", "SSN", "ChartNumber", "Email", "Country")


@Patients.several.sort
def those_who_are_meant_exactly_come_first(call: Call) -> tuple[str, tuple[Any, ...]]:
    """S: those that have every text exactly as it was sent."""
    sent = [name for name in _TEXTS if name in call.sent]
    exact = " AND ".join(f't."{name}" = ? COLLATE NOCASE' for name in sent)
    return (f"NOT ({exact})" if sent else ""), tuple(call.sent[name] for name in sent)


def _starts(column: str) -> str:
    """The SQL of a text that a column begins with, in any case."""
    return f"instr(fold({column}), fold(?)) = 1"


def _contains(column: str) -> str:
    """The SQL of a text that is somewhere in a column, in any case."""
    return f"instr(fold({column}), fold(?)) > 0"
