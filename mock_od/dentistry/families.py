"""Families, super families, and patients who are there already.

A family are the patients with the same Guarantor, who is one of them and pays for all. A super family are the families
whose patients have the same SuperFamily, the guarantor of one of them: its head. All amounts are dollars.

The rules are those of the desktop program, in its own sentences; where a line says "Ours", it was silent.
May not: know which method asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mock_od.call import Records, Refusal, Row

_AGES = ("Bal_0_30", "Bal_31_60", "Bal_61_90", "BalOver90")
_ACCOUNT = (*_AGES, "InsEst", "PayPlanDue")
_PHONES = ("HmPhone", "WkPhone", "WirelessPhone")
_ARCHIVED, _DELETED = 3, 4
_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")

_NOT_THE_GUARANTOR = (
    "You cannot move the guarantor.  If you wish to move the guarantor, you must make another family member the"
    " guarantor first."
)
_NOT_THE_HEAD = (
    "You cannot move the head of a super family. If you wish to move the super family head, you must first remove all"
    " other super family members."
)


# --- who belongs together ---------------------------------------------------------------------------------


def members(records: Records, guarantor: int) -> list[Row]:
    """The patients of a family, by PatNum.

    :param guarantor: the PatNum of the patient who pays for them.
    """
    return records.rows("patient", Guarantor=guarantor)


def guarantor_of(patient: Row) -> int:
    """Who pays for a patient: the patient, where no other one is named."""
    return int(patient["Guarantor"] or patient["PatNum"])


def head_of(patient: Row) -> int:
    """The head of a patient's super family; where there is none, who would be: the guarantor."""
    return int(patient["SuperFamily"]) or guarantor_of(patient)


# --- who is there already ---------------------------------------------------------------------------------


def duplicate(records: Records, sent: Mapping[str, Any]) -> int:
    """The PatNum of a patient who is most likely the one that is to be added; 0 where there is none.

    Somebody with the same first and last name (in any case, curly quotes are straight ones) and the same birthdate,
    neither archived nor deleted, in whose family somebody has the same e-mail address, or a telephone number of which
    one contains the other. Only digits count. So a number that was sent without any is contained in each, and one that
    was not sent at all in none. A name and a birthdate alone are no duplicate.

    Ours: e-mail addresses are the same in any case.

    :param sent: LName, FName, Birthdate (``yyyy-MM-dd``), Email and the three telephone numbers, as far as sent.
    """
    born = sent.get("Birthdate", "0001-01-01")
    namesakes = [
        (patient, guarantor or patient)
        for patient, guarantor, last, first in records.query(
            'SELECT "PatNum", "Guarantor", "LName", "FName" FROM "patient" WHERE "Birthdate" = ?'
            f' AND "PatStatus" NOT IN ({_ARCHIVED}, {_DELETED}) ORDER BY "PatNum"',
            born,
        )
        if _name(last, first) == _name(sent.get("LName", ""), sent.get("FName", ""))
    ]
    numbers = [_digits(sent[name]) for name in _PHONES if name in sent]
    mail = sent.get("Email", "").casefold()
    for patient, guarantor in namesakes:
        for member in members(records, guarantor):
            if mail and member["Email"].casefold() == mail:
                return int(patient)
            stored = _numbers_of(records, member)
            if any(one in other or other in one for one in numbers for other in stored):
                return int(patient)
    return 0


def _name(last: str, first: str) -> tuple[str, str]:
    return last.translate(_STRAIGHT).casefold(), first.translate(_STRAIGHT).casefold()


def _digits(phone: str) -> str:
    return re.sub(r"[^0-9]", "", phone)


def _numbers_of(records: Records, patient: Row) -> list[str]:
    """The digits of all telephone numbers of a patient, those without any left out."""
    more = [row["PhoneNumberVal"] for row in records.rows("phonenumber", PatNum=patient["PatNum"])]
    return [digits for phone in (*(patient[name] for name in _PHONES), *more) if (digits := _digits(phone))]


# --- another guarantor ------------------------------------------------------------------------------------


def refuse_guarantor(records: Records, patient: Row, payer: Row) -> None:
    """See that a patient may get that guarantor.

    A patient who pays for others may only hand that over, to one of them. A patient who pays for nobody else may go
    into a family of one, or into another family, but may not take the place of the guarantor.

    :param payer: the patient who is to pay, or somebody for whom that one pays.
    :raises Refusal: 400.
    """
    own, guarantor = patient["PatNum"], guarantor_of(patient)
    if payer["PatNum"] in (own, guarantor):
        return
    if guarantor_of(payer) == guarantor:
        if own != guarantor:
            hint = f"patient {payer['PatNum']} is of the same family; only its guarantor {guarantor} can hand that over"
            raise Refusal("Guarantor is invalid.", hint=hint)
        if payer["PatStatus"] == "Deleted":
            raise Refusal("Guarantor is invalid.", hint=f"patient {payer['PatNum']} is deleted")
        return
    refuse_family(records, payer)
    if guarantor == own:
        staying = [one["PatNum"] for one in members(records, own) if one["PatNum"] != own and not _merged(records, one)]
        if staying:
            hint = f"patient {own} pays for {_listed(staying)}; make one of them the guarantor first"
            raise Refusal(_NOT_THE_GUARANTOR, hint=hint)
        _refuse_head(records, patient)


def refuse_family(records: Records, payer: Row) -> None:
    """See that a patient may come into that patient's family: its guarantor may not be deleted.

    Ours: the sentence.

    :raises Refusal: 400.
    """
    guarantor = records.find("patient", guarantor_of(payer))
    if guarantor is None or guarantor["PatStatus"] == "Deleted":
        raise Refusal("Guarantor is invalid.", hint=f"patient {guarantor_of(payer)}, who pays there, is deleted")


def set_guarantor(records: Records, patient: Row, payer: Row) -> None:
    """Give a patient another guarantor, with all that follows; :func:`refuse_guarantor` has allowed it.

    A patient who pays for others hands that over: to one of the family. Another one leaves the family, for one of the
    own or for that of the guarantor; the popups of the old family are copied, and so are those of the super family
    where that changes.
    """
    old, own = guarantor_of(patient), int(patient["PatNum"])
    new = guarantor_of(payer)
    if own == payer["PatNum"] != old:
        _copy_family_popups(records, patient)
        records.update("patient", own, {"Guarantor": own})
        settle(records, old)
        settle(records, own)
    elif new == old:
        if old == own != payer["PatNum"]:
            _hand_over(records, own, int(payer["PatNum"]))
        elif not patient["Guarantor"]:  # a row of old may name nobody
            records.update("patient", own, {"Guarantor": own})
    else:
        _join(records, patient, new)


def _hand_over(records: Records, old: int, new: int) -> None:
    """Make another one of a family its guarantor: the notes and the balance of the account go along.

    A super family whose head was the old guarantor has the new one as its head.
    """
    _move_notes(records, old, new)
    _move_account(records, old, new)
    for member in {old, *(member["PatNum"] for member in members(records, old))}:
        records.update("patient", member, {"Guarantor": new})
    for member in records.rows("patient", SuperFamily=old):
        records.update("patient", member["PatNum"], {"SuperFamily": new})
    settle(records, new)


def _join(records: Records, patient: Row, new: int) -> None:
    """Bring a patient into the family of a guarantor, and into its super family."""
    old, own = guarantor_of(patient), int(patient["PatNum"])
    head = int(records.get("patient", new)["SuperFamily"])
    _copy_family_popups(records, patient)
    if patient["SuperFamily"] and patient["SuperFamily"] != head:
        _copy_super_popups(records, [patient], own, head)
    if old == own:
        _move_notes(records, own, new)
        _move_account(records, own, new)
        for member in members(records, own):  # those who were merged away go along
            records.update("patient", member["PatNum"], {"Guarantor": new, "SuperFamily": head})
    records.update("patient", own, {"Guarantor": new, "SuperFamily": head})
    settle(records, old)
    settle(records, new)


def _merged(records: Records, patient: Row) -> bool:
    """Whether a patient was merged into another one, and nobody into this one later."""
    links = [row for row in records.rows("patientlink", PatNumFrom=patient["PatNum"]) if row["LinkType"] == "Merge"]
    back = [row for row in records.rows("patientlink", PatNumTo=patient["PatNum"]) if row["LinkType"] == "Merge"]
    since = max((row["DateTimeLink"] for row in back), default="")
    return any(link["DateTimeLink"] >= since for link in links)


def _move_notes(records: Records, old: int, new: int) -> None:
    """Add the notes about a family's account to those of another guarantor, and empty them.

    Ours: a line break between two notes.
    """
    for table, column in (("patient", "FamFinUrgNote"), ("patientnote", "FamFinancial")):
        there, here = records.find(table, old), records.find(table, new)
        if there is None or not there[column]:
            continue
        if here is None:
            records.insert(table, {"PatNum": new})
            here = records.get(table, new)
        both = "\r\n".join(filter(None, (here[column], there[column])))
        records.update(table, new, {column: both})
        records.update(table, old, {column: ""})


# --- balances ---------------------------------------------------------------------------------------------


def settle(records: Records, guarantor: int) -> None:
    """Bring a family's balance to what its members owe, in dollars; nothing where nobody has that guarantor any more.

    BalTotal is the sum of the members' EstBalance, and stands with the guarantor alone. How old a debt is cannot be
    told without its transactions. Ours: what comes to it is new, and what goes from it was the oldest.
    """
    family = members(records, guarantor)
    row = records.find("patient", guarantor) if family else None
    if row is None:
        return
    total = round(sum(member["EstBalance"] for member in family), 2)
    ages = [row[age] for age in _AGES]
    more = max(total, 0.0) - sum(ages)
    ages[0] += max(more, 0.0)
    less = max(-more, 0.0)
    for at in reversed(range(len(ages))):
        taken = min(less, ages[at])
        ages[at] -= taken
        less -= taken
    aged = {age: round(amount, 2) for age, amount in zip(_AGES, ages, strict=True)}
    records.update("patient", guarantor, {**aged, "BalTotal": total})
    for member in family:
        if member["PatNum"] != guarantor:
            records.update("patient", member["PatNum"], dict.fromkeys((*_AGES, "BalTotal"), 0.0))


def _move_account(records: Records, old: int, new: int) -> None:
    """Add what a guarantor owes, by its age, to what another one does."""
    there, here = records.get("patient", old), records.get("patient", new)
    records.update("patient", new, {column: round(here[column] + there[column], 2) for column in _ACCOUNT})
    records.update("patient", old, dict.fromkeys((*_ACCOUNT, "BalTotal"), 0.0))


# --- super families ---------------------------------------------------------------------------------------


def refuse_super_family(records: Records, patient: Row, other: Row) -> None:
    """See that a patient's family may come into the super family of another patient.

    :raises Refusal: 400 where it is the family of a head, and other families are with it.
    """
    if patient["SuperFamily"] and patient["SuperFamily"] != head_of(other):
        _refuse_head(records, patient)
    head = records.find("patient", head_of(other))
    if head is None or head["PatStatus"] == "Deleted":
        raise Refusal("SuperFamily is invalid.", hint=f"patient {head_of(other)}, the head, is deleted")


def _refuse_head(records: Records, patient: Row) -> None:
    head = patient["SuperFamily"]
    if not head or not _is_heads_family(records, patient):
        return
    others = [one["PatNum"] for one in records.rows("patient", SuperFamily=head) if guarantor_of(one) != head]
    if others:
        hint = f"patient {head} is the head of a super family with {_listed(others)}"
        raise Refusal(_NOT_THE_HEAD, hint=hint)


def join_super_family(records: Records, patient: Row, other: Row) -> None:
    """Bring a patient's family into the super family of another patient; it is made where there is none.

    Its head is the guarantor of that patient. Popups of a super family that the family leaves are copied.
    """
    head = head_of(other)
    if not other["SuperFamily"]:
        _assign(records, members(records, head), head)
    family = members(records, guarantor_of(patient))
    if patient["SuperFamily"] and patient["SuperFamily"] != head:
        _copy_super_popups(records, family, guarantor_of(patient), head)
    _assign(records, family, head)


def leave_super_family(records: Records, patient: Row) -> None:
    """Take a patient's family out of its super family; the head's family ends it for all families.

    Popups of the super family are the family's then.
    """
    head = patient["SuperFamily"]
    if not head:
        return
    together = records.rows("patient", SuperFamily=head)
    family = members(records, guarantor_of(patient))
    if _is_heads_family(records, patient):
        family = together
        _lower_popups(records, together)
    else:
        _copy_super_popups(records, family, guarantor_of(patient), 0)
    for member in family:
        records.update("patient", member["PatNum"], {"SuperFamily": 0})


def _is_heads_family(records: Records, patient: Row) -> bool:
    head = records.find("patient", patient["SuperFamily"])
    return head is not None and guarantor_of(head) == guarantor_of(patient)


def _assign(records: Records, family: Iterable[Row], head: int) -> None:
    """Put patients into a super family, which sends one statement for all."""
    for member in family:
        records.update("patient", member["PatNum"], {"SuperFamily": head, "HasSuperBilling": 1})


# --- popups -----------------------------------------------------------------------------------------------


def _current(records: Records, patient: int, level: str) -> list[Row]:
    """A patient's popups of a level that still show."""
    rows = records.rows("popup", PatNum=patient)
    return [row for row in rows if row["PopupLevel"] == level and not row["IsArchived"] and not row["PopupNumArchive"]]


def _copy(records: Records, popup: Row, patient: int, level: str) -> None:
    """Copy a popup for another patient, with what it said before."""
    made = records.insert("popup", {**_without_key(popup), "PatNum": patient, "PopupLevel": level})
    for archived in records.rows("popup", PopupNumArchive=popup["PopupNum"]):
        copied = {**_without_key(archived), "PatNum": patient, "PopupLevel": level, "PopupNumArchive": made}
        records.insert("popup", copied)


def _without_key(popup: Row) -> Row:
    return {name: value for name, value in popup.items() if name != "PopupNum"}


def _copy_family_popups(records: Records, leaver: Row) -> None:
    """Let a patient who leaves a family, and the family, keep its popups: the leaver's own go to the guarantor."""
    old, own = guarantor_of(leaver), leaver["PatNum"]
    if old == own:
        return
    family = [member["PatNum"] for member in members(records, old)]
    for popup in [popup for patient in family for popup in _current(records, patient, "Family")]:
        _copy(records, popup, old if popup["PatNum"] == own else own, "Family")


def _copy_super_popups(records: Records, leavers: Iterable[Row], speaker: int, new: int) -> None:
    """Let patients who leave a super family, and the super family, keep its popups.

    :param speaker: whose the copies are, for the patients who leave.
    :param new: the head of the super family to which they go; 0 where it is none, and the popups are the family's.
    """
    leaving = {patient["PatNum"]: patient for patient in leavers}
    level = "SuperFamily" if new else "Family"
    head = next((int(patient["SuperFamily"]) for patient in leaving.values() if patient["SuperFamily"]), 0)
    together = records.rows("patient", SuperFamily=head) if head else []
    for popup in [popup for one in together for popup in _current(records, one["PatNum"], "SuperFamily")]:
        if popup["PatNum"] not in leaving:
            _copy(records, popup, speaker, level)
        elif head not in leaving:
            _copy(records, popup, head, "SuperFamily")
    if not new:
        _lower_popups(records, leaving.values())


def _lower_popups(records: Records, patients: Iterable[Row]) -> None:
    """Make the super family's popups of these patients their family's."""
    for patient in patients:
        for popup in _current(records, patient["PatNum"], "SuperFamily"):
            records.update("popup", popup["PopupNum"], {"PopupLevel": "Family"})


def _listed(patients: list[int]) -> str:
    return ", ".join(str(patient) for patient in patients)[:60]
