"""How patients are found as the window Select Patient of the desktop program finds them.

Each condition is a function of the call and of what was sent; None where it was not.
May not: know anything of a patient but the columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from mock_od.call import Call, Refusal
from mock_od.dentistry.preferences import preference

Condition = tuple[str, tuple[Any, ...]]
"""A condition on the row ``t`` and its values."""

EVERYBODY: Condition = ("", ())
NOBODY: Condition = ("0", ())

_FIRST_YEAR, _LAST_YEAR = 1880, 2100
_WITH_COUNTRY = 4
"""From so many digits on, a leading 1 may be the country's."""

_STATUS = {"Inactive": 2, "Archived": 3, "Deleted": 4, "Deceased": 5}

# LinkType 1 is Merge.
_MERGED = """EXISTS (SELECT 1 FROM "patientlink" l WHERE l."LinkType" = 1 AND l."PatNumFrom" = t."PatNum" AND NOT EXISTS
    (SELECT 1 FROM "patientlink" b WHERE b."LinkType" = 1 AND b."PatNumTo" = t."PatNum"
    AND b."DateTimeLink" > l."DateTimeLink"))"""


def who_is_gone_shows_on_request(call: Call, wanted: bool | None) -> Condition:
    """S: Archived and Deceased ones on request, Deleted and merged ones never."""
    gone = ("Deleted",) if wanted else ("Deleted", "Archived", "Deceased")
    marks = ", ".join("?" * len(gone))
    return f't."PatStatus" NOT IN ({marks}) AND NOT {_MERGED}', tuple(_STATUS[status] for status in gone)


def inactive_patients_hide_on_request(call: Call, wanted: bool | None) -> Condition:
    """S: Inactive ones show unless they are hidden."""
    return ('t."PatStatus" <> ?', (_STATUS["Inactive"],)) if wanted else EVERYBODY


def guarantors_pay_for_themselves(call: Call, wanted: bool | None) -> Condition:
    """S: those who are their own guarantor."""
    return ('t."Guarantor" = t."PatNum"', ()) if wanted else EVERYBODY


def called_so_first(call: Call, text: str | None) -> Condition:
    """S: FName is found by how it starts; so is what the patient likes to be called, where a preference has it so."""
    if text is None:
        return EVERYBODY
    columns = ['t."FName"']
    if preference(call, "PatientSelectUseFNameForPreferred") == "1":
        columns.append('t."Preferred"')
    return f"({' OR '.join(map(_starts, columns))})", (text,) * len(columns)


def living_there(call: Call, text: str | None) -> Condition:
    """S: Address is found by any part of it; for blanks and punctuation in what is sent, anything may stand."""
    if text is None:
        return EVERYBODY
    words = re.split(r"[\W_]+", text.casefold())
    return 'fold(t."Address") LIKE ?', (f"%{'%'.join(words)}%",)


def born_on(call: Call, day: str | None) -> Condition:
    """S: a day of the years 1880 to 2100; any other one finds everybody."""
    if day is None or not _FIRST_YEAR <= int(day[:4]) <= _LAST_YEAR:
        return EVERYBODY
    return 't."Birthdate" = ?', (day,)


def any_phone_with_these_digits(call: Call, phone: str | None) -> Condition:
    """Recorded: Phone is found however it is written.

    S: in three numbers; signs between the digits do not count, nor does a leading 1 of four digits or more. Where the
    office keeps numbers in a table of their own, it is in that alone, by how they start, without a leading 0 or 1.
    Ours: a text without a digit finds nobody.
    """
    if phone is None:
        return EVERYBODY
    digits = re.sub(r"[^0-9]", "", phone)
    if not digits:
        return NOBODY
    if preference(call, "PatientPhoneUsePhonenumberTable") == "1":
        there = 'SELECT "PatNum" FROM "phonenumber" WHERE "PhoneNumberDigits" LIKE ?'
        return f't."PatNum" IN ({there})', (f"{digits.lstrip('01')}%",)
    if len(digits) >= _WITH_COUNTRY:
        digits = digits.removeprefix("1")
    one = " OR ".join(f"{_bare(column)} LIKE ?" for column in ("HmPhone", "WkPhone", "WirelessPhone"))
    return f"({one})", (f"%{digits}%",) * 3


def _bare(column: str) -> str:
    """The SQL of a phone number without the signs between its digits."""
    bare = f't."{column}"'
    for sign in "()-. +/":
        bare = f"replace({bare}, '{sign}', '')"
    return bare


def seen_at_the_site(call: Call, site: int | None) -> Condition:
    """S: the patients of the site; 0 finds everybody."""
    return ('t."SiteNum" = ?', (site,)) if site else EVERYBODY


def insured_under_this_id(call: Call, text: str | None) -> Condition:
    """S: by how it starts."""
    if text is None:
        return EVERYBODY
    with_id = _starts('s."SubscriberID"')
    subscriptions = f'SELECT "InsSubNum" FROM "inssub" s WHERE {with_id}'
    return f't."PatNum" IN (SELECT "PatNum" FROM "patplan" WHERE "InsSubNum" IN ({subscriptions}))', (text,)


def of_the_country(call: Call, text: str | None) -> Condition:
    """S: by any part of it."""
    return EVERYBODY if text is None else (_contains('t."Country"'), (text,))


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


def of_a_clinic_of_that_name(call: Call, text: str | None) -> Condition:
    """S: by how it starts."""
    if text is None:
        return EVERYBODY
    named = _starts('c."Abbr"')
    return f't."ClinicNum" IN (SELECT "ClinicNum" FROM "clinic" c WHERE {named})', (text,)


def with_the_invoice(call: Call, text: str | None) -> Condition:
    """S: an invoice, which is a statement, by how its number starts.

    Ours: a text that is no number finds nobody.
    """
    if text is None:
        return EVERYBODY
    if not re.fullmatch("[0-9]+", text):
        return NOBODY
    there = 'SELECT "PatNum" FROM "statement" WHERE "IsInvoice" = 1 AND CAST("StatementNum" AS TEXT) LIKE ?'
    return f't."PatNum" IN ({there})', (f"{text}%",)


_TEXTS = ("LName", "FName", "Address", "City", "State", "SSN", "ChartNumber", "Email", "Country")


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


CONDITIONS: Mapping[str, Callable[[Call, Any], Condition]] = {
    "showArchived": who_is_gone_shows_on_request,
    "hideInactive": inactive_patients_hide_on_request,
    "guarOnly": guarantors_pay_for_themselves,
    "FName": called_so_first,
    "Address": living_there,
    "Birthdate": born_on,
    "Phone": any_phone_with_these_digits,
    "SiteNum": seen_at_the_site,
    "SubscriberId": insured_under_this_id,
    "Country": of_the_country,
    "clinicNums": of_one_of_these_clinics,
    "clinicAbbr": of_a_clinic_of_that_name,
    "invoiceNumber": with_the_invoice,
}
"""The parameters that need more than a comparison with their column."""
