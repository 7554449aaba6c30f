"""The practice before its first patient: clinics, staff, users, codes, fees, sheets and preferences.

May not: use chance. An office of 1 patient and one of 20,000 are set up alike.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.generate.codes import CODE_NUMS, CODES, Code
from mock_od.generate.definitions import BILLING, CODE, SPECIALTY, Definitions
from mock_od.generate.rows import Tables

SET_UP = "2021-11-15"
_SET_UP_AT = f"{SET_UP} 09:00:00"

UCR, PPO, COPAY, MEMBER, MEMBER_PLUS = 1, 2, 3, 4, 5
_SCHEDULES = (
    ("Usual Fees", "Normal", "true"),
    ("Summit PPO", "Normal", "false"),
    ("Valley Copay", "CoPay", "true"),
    ("Membership", "Normal", "true"),
    ("Membership Plus", "Normal", "true"),
)
# Part of the usual fee that a schedule asks, by how far insurance usually covers the procedure.
_PART = {
    UCR: {100: 1.0, 80: 1.0, 50: 1.0, 0: 1.0},
    PPO: {100: 0.68, 80: 0.66, 50: 0.7, 0: 0.85},
    COPAY: {100: 0.0, 80: 0.25, 50: 0.5, 0: 1.0},
    MEMBER: {100: 0.7, 80: 0.8, 50: 0.85, 0: 0.9},
    MEMBER_PLUS: {100: 0.5, 80: 0.7, 50: 0.75, 0: 0.85},
}


class Clinic(NamedTuple):
    """A location, with the providers who work there."""

    number: int
    name: str
    abbr: str
    address: str
    city: str
    zip: str
    phone: str
    dentists: tuple[int, ...]
    hygienist: int


CLINICS = (
    Clinic(1, "Maple Street Dental", "Maple", "410 Maple St", "Salem", "97301", "5035550110", (1, 2), 4),
    Clinic(2, "Riverside Dental", "River", "1288 Riverside Dr", "Keizer", "97303", "5035550120", (2,), 5),
    Clinic(3, "Lakeview Dental", "Lake", "75 Lakeview Ave", "Albany", "97321", "5415550130", (3,), 6),
)
_PROVIDERS = (
    # Abbr, LName, FName, Suffix, Specialty, IsSecondary, provColor
    ("DOC1", "Ashworth", "Helen", "DDS", "General", "false", "164,255,164"),
    ("DOC2", "Brandt", "Marcus", "DMD", "General", "false", "164,230,255"),
    ("DOC3", "Castellan", "Rosa", "DDS", "Pediatric", "false", "255,214,153"),
    ("HYG1", "Dunmore", "Tess", "RDH", "Hygienist", "true", "203,151,255"),
    ("HYG2", "Ekwall", "Jonas", "RDH", "Hygienist", "true", "164,164,255"),
    ("HYG3", "Farrow", "Nina", "RDH", "Hygienist", "true", "255,196,196"),
)
_EMPLOYEES = (("Grimsby", "Paula"), ("Hollis", "Dean"), ("Ivers", "Carmen"), ("Jessop", "Lyle"))
_GROUPS = ("Admin", "Doctors", "Hygiene", "Front Desk")
# UserName, EmployeeNum, ProviderNum, ClinicNum, group, hidden
_USERS = (
    ("Admin", 0, 0, 0, 1, "false"),
    ("HelenA", 0, 1, 0, 2, "false"),
    ("MarcusB", 0, 2, 0, 2, "false"),
    ("RosaC", 0, 3, 3, 2, "false"),
    ("TessD", 0, 4, 1, 3, "false"),
    ("JonasE", 0, 5, 2, 3, "false"),
    ("NinaF", 0, 6, 3, 3, "false"),
    ("PaulaG", 1, 0, 1, 4, "false"),
    ("DeanH", 2, 0, 2, 4, "false"),
    ("CarmenI", 3, 0, 3, 4, "false"),
    ("LyleJ", 4, 0, 0, 4, "true"),
)
FRONT_DESK = {1: 8, 2: 9, 3: 10}
"""UserNum of who sits at the desk of each clinic."""

DENTISTS = {provider: user for user, (_, _, provider, *_) in enumerate(_USERS, start=1) if provider}
"""UserNum of each provider."""

_SHEET_FIELDS = (
    ("OutputText", "Heading", ""),
    ("StaticText", "", "[patient.nameFL]"),
    ("Special", "toothChart", ""),
    ("Special", "toothChartLegend", ""),
    ("Grid", "TreatPlanMain", ""),
    ("Grid", "TreatPlanBenefitsFamily", ""),
    ("Grid", "TreatPlanBenefitsIndividual", ""),
    ("OutputText", "Note", ""),
    ("OutputText", "SignatureText", ""),
    ("SigBox", "", ""),
    ("OutputText", "SignaturePracticeText", ""),
    ("SigBoxPractice", "", ""),
)
SALES_TAX = 0.06


def price(schedule: int, code: Code) -> float:
    """Say what a fee schedule asks for one unit of a procedure."""
    return float(round(code.fee * _PART[schedule][code.covered]))


def provider_name(number: int) -> str:
    """How a dentist signs."""
    _, last, first, *_ = _PROVIDERS[number - 1]
    return f"Dr. {first} {last}"


def set_up(tables: Tables) -> Definitions:
    """Add everything that does not depend on patients; answers the definitions, which everybody needs."""
    definitions = Definitions(tables)
    _add_preferences(tables, definitions)
    _add_clinics(tables)
    _add_staff(tables, definitions)
    _add_codes_and_fees(tables, definitions)
    sheet = tables.add("sheetdef", Description="Treatment Plan with signatures", SheetType="TreatmentPlan")
    for kind, name, value in _SHEET_FIELDS:
        tables.add("sheetfielddef", SheetDefNum=sheet, FieldType=kind, FieldName=name, FieldValue=value)
    return definitions


def _add_preferences(tables: Tables, definitions: Definitions) -> None:
    clinic = CLINICS[0]
    for name, value in (
        ("PracticeTitle", "Three Rivers Family Dentistry"),
        ("PracticeAddress", clinic.address),
        ("PracticeCity", clinic.city),
        ("PracticeST", "OR"),
        ("PracticeZip", clinic.zip),
        ("PracticePhone", clinic.phone),
        ("PracticeDefaultProv", "1"),
        ("PracticeDefaultBillType", str(definitions.number(BILLING, "Standard Account"))),
        ("EasyNoClinics", "0"),
        ("SheetsDefaultTreatmentPlan", "1"),
        ("SalesTaxPercentage", f"{SALES_TAX * 100:.0f}"),
        ("LanguagesUsedByPatients", "eng,spa"),
        ("DiscountPlanExamCodes", "D0120,D0145,D0150"),
        ("DiscountPlanXrayCodes", "D0210,D0272,D0274,D0330"),
        ("DiscountPlanProphyCodes", "D1110,D1120"),
        ("DiscountPlanFluorideCodes", "D1206,D1208"),
        ("DiscountPlanPerioCodes", "D4341,D4342,D4910"),
        ("DiscountPlanLimitedCodes", "D0140"),
        ("DiscountPlanPACodes", "D0220,D0230"),
    ):
        tables.add("preference", PrefName=name, ValueString=value)


def _add_clinics(tables: Tables) -> None:
    for order, clinic in enumerate(CLINICS):
        tables.add(
            "clinic",
            Description=clinic.name,
            Address=clinic.address,
            City=clinic.city,
            State="OR",
            Zip=clinic.zip,
            Phone=clinic.phone,
            Abbr=clinic.abbr,
            DefaultProv=clinic.dentists[0],
            ItemOrder=order,
        )


def _add_staff(tables: Tables, definitions: Definitions) -> None:
    for order, (abbr, last, first, suffix, specialty, secondary, color) in enumerate(_PROVIDERS):
        tables.add(
            "provider",
            Abbr=abbr,
            LName=last,
            FName=first,
            Suffix=suffix,
            FeeSched=UCR,
            Specialty=definitions.number(SPECIALTY, specialty),
            IsSecondary=secondary,
            provColor=color,
            SigOnFile="true",
            DateTStamp=_SET_UP_AT,
            ItemOrder=order,
        )
    for last, first in _EMPLOYEES:
        tables.add("employee", LName=last, FName=first, ClockStatus="Home", EmailWork=f"{first.lower()}@example.com")
    for group in _GROUPS:
        tables.add("usergroup", Description=group)
    for name, employee, provider, clinic, group_num, hidden in _USERS:
        user = tables.add(
            "userod",
            UserName=name,
            EmployeeNum=employee,
            ClinicNum=clinic,
            ProviderNum=provider,
            IsHidden=hidden,
        )
        tables.add("usergroupattach", UserNum=user, UserGroupNum=group_num)


def _add_codes_and_fees(tables: Tables, definitions: Definitions) -> None:
    for order, (name, kind, is_global) in enumerate(_SCHEDULES):
        tables.add(
            "feesched",
            Description=name,
            FeeSchedType=kind,
            ItemOrder=order,
            IsGlobal=is_global,
            SecUserNumEntry=1,
            SecDateEntry=SET_UP,
            SecDateTEdit=_SET_UP_AT,
        )
    for code in CODES:
        tables.add(
            "procedurecode",
            ProcCode=code.code,
            Descript=code.descript,
            AbbrDesc=code.abbr,
            ProcTime=code.time,
            ProcCat=definitions.number(CODE, code.category),
            TreatArea=code.area,
            NoBillIns="false" if code.billed else "true",
            IsProsth="true" if "p" in code.flags else "false",
            IsHygiene="true" if "h" in code.flags else "false",
            IsTaxed="true" if "t" in code.flags else "false",
            PaintType=code.paint,
            LaymanTerm=code.layman,
            DateTStamp=_SET_UP_AT,
            IsRadiology="true" if "x" in code.flags else "false",
        )
    for schedule in _PART:
        for code in CODES:
            tables.add(
                "fee",
                Amount=price(schedule, code),
                FeeSched=schedule,
                CodeNum=CODE_NUMS[code.code],
                SecUserNumEntry=1,
                SecDateEntry=SET_UP,
                SecDateTEdit=_SET_UP_AT,
            )
