"""What a patient's own data bring about in other tables: the folder's name, telephone numbers, the referral, recalls.

The rules are those of the desktop program.
May not: know which method asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mock_od.call import Records

_LONGEST_FOLDER = 100
_TEN = 10
_NO_DAY = "0001-01-01"
_NOT_RECALLED = ("Archived", "Deceased", "Inactive", "NonPatient", "Prospective")
_REFERS_AS = {
    "LName": "LName",
    "FName": "FName",
    "MName": "MiddleI",
    "SSN": "SSN",
    "Address": "Address",
    "Address2": "Address2",
    "City": "City",
    "ST": "State",
    "Zip": "Zip",
    "EMail": "Email",
}
"""Columns of a referral -> the patient's that they repeat."""


def folder(last: str, first: str, patient: int) -> str:
    """The name of a patient's folder: the letters of both names, and the PatNum (``SmithJane48``).

    >>> folder("O'Hara-Stone", "Mary Ann", 7)
    'OHaraStoneMaryAnn7'
    """
    letters = "".join(sign for sign in last + first if sign.isalpha())
    return f"{letters[: _LONGEST_FOLDER - len(str(patient))]}{patient}"


def keep_phone_numbers(records: Records, patient: int, sent: Mapping[str, Any]) -> None:
    """Keep the telephone numbers that were sent in the table of numbers too: one row for each kind, none if empty.

    :param sent: HmPhone, WkPhone and WirelessPhone, as far as they were sent.
    """
    for kind in ("HmPhone", "WkPhone", "WirelessPhone"):
        if kind not in sent:
            continue
        rows = records.rows("phonenumber", PatNum=patient, PhoneType=kind)
        values = {"PhoneNumberVal": sent[kind], "PhoneNumberDigits": re.sub("[^0-9]", "", sent[kind])}
        if not sent[kind]:
            records.delete("phonenumber", PatNum=patient, PhoneType=kind)
        elif rows:
            records.update("phonenumber", rows[0]["PhoneNumberNum"], values)
        else:
            records.insert("phonenumber", {"PatNum": patient, "PhoneType": kind, **values})


def keep_referral(records: Records, patient: int) -> None:
    """Bring what stands of a patient among those who refer others up to date: names, address, SSN, e-mail, telephone.

    Of HmPhone only ten digits are a Telephone there.
    """
    for referral in records.rows("referral", PatNum=patient):
        row = records.get("patient", patient)
        digits = re.sub("[^0-9]", "", row["HmPhone"])
        values = {column: row[name] for column, name in _REFERS_AS.items()}
        values["Telephone"] = digits if len(digits) == _TEN else ""
        records.update("referral", referral["ReferralNum"], values)


def keep_recalls(records: Records, before: str, after: str, patient: int) -> None:
    """Switch a patient's recalls off, or on again, with the PatStatus.

    :param before: the PatStatus as it was; empty for a new patient.
    :param after: the one that was sent; empty where none was.
    """
    if after in ("", before):
        return
    for recall in records.rows("recall", PatNum=patient):
        if after in _NOT_RECALLED:
            records.update("recall", recall["RecallNum"], {"IsDisabled": True, "DateDue": _NO_DAY})
        else:
            records.update("recall", recall["RecallNum"], {"IsDisabled": False})
