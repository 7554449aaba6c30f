"""One note for several procedures: a procedure of its own, with the code ~GRP~, that names the others.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mock_od.call import Call, Refusal, Row
from mock_od.dentistry.completing import DONE, newest_note
from mock_od.dentistry.preferences import preference
from mock_od.dentistry.signing import note_signature

CODE = "~GRP~"
CODE_ROW: Row = {
    "ProcCode": CODE,
    "Descript": "Group Note",
    "AbbrDesc": "GrpNote",
    "ProcTime": "/X/",
    "TreatArea": "Mouth",
}
"""The procedurecode row of group notes, as far as it is not by default."""
_SAME = {"ProcDate": "date", "ClinicNum": "clinic", "ProvNum": "provider"}


def code_of_groups(call: Call) -> int:
    """CodeNum of ~GRP~, which is made where the office does not have it."""
    found = call.records.rows("procedurecode", ProcCode=CODE)
    if found:
        return int(found[0]["CodeNum"])
    return call.records.insert("procedurecode", CODE_ROW)


def is_group(call: Call, procedure: Row) -> bool:
    """Whether a procedure is a group note."""
    code = call.records.find("procedurecode", procedure["CodeNum"])
    return bool(code and code["ProcCode"] == CODE)


def groups_of(call: Call, patient: int) -> list[Row]:
    """The procedurelog rows of a patient's group notes, the newest first, without deleted ones."""
    codes = [row["CodeNum"] for row in call.records.rows("procedurecode", ProcCode=CODE)]
    rows = [row for code in codes for row in call.records.rows("procedurelog", PatNum=patient, CodeNum=code)]
    return sorted((row for row in rows if row["ProcStatus"] != "D"), key=lambda row: -int(row["ProcNum"]))


def members(call: Call, group: int) -> list[int]:
    """The ProcNums that a group note is about, in their order.

    :param group: ProcNum of the group note.
    """
    return sorted(row["ProcNum"] for row in call.records.rows("procgroupitem", GroupNum=group))


def refuse_unlike(call: Call, patient: int, procedures: Sequence[Row]) -> None:
    """Refuse procedures that cannot have a note together.

    :raises Refusal: 400, for the first reason in the desktop program's order.
    """
    if not procedures:
        raise Refusal("ProcNums is required.", hint="ProcNums names no procedure")
    for row in procedures:
        number = row["ProcNum"]
        if row["PatNum"] != patient:
            raise Refusal(f"ProcNum {number} is invalid.", hint=f"procedure {number} is patient {row['PatNum']}'s")
        if is_group(call, row):
            sentence = "You cannot attach a group note to another group note."
        elif row["IsLocked"]:
            sentence = "Locked procedures cannot be attached to a group note."
        elif row["ProcStatus"] not in DONE:
            sentence = "Procedures must be complete to attach a group note."
        else:
            continue
        raise Refusal(sentence, hint=f"procedure {number} has the status {row['ProcStatus']}")
    for column, name in _SAME.items():
        values = {row[column] for row in procedures}
        if len(values) > 1:
            sentence = f"Procedures must have the same {name} to attach a group note."
            raise Refusal(sentence, hint=f"{column} is {' and '.join(map(str, sorted(values)))}")


def add_group(call: Call, procedures: Sequence[Row], *, provider: int, note: str, signed: bool) -> int:
    """Make a group note of procedures that :func:`refuse_unlike` lets pass; its ProcNum.

    Where the office wants it, the procedures' own notes come before it, and go from those that are not signed.

    :param provider: ProvNum of the note.
    """
    first = min(procedures, key=lambda row: int(row["ProcNum"]))
    number = call.records.insert(
        "procedurelog",
        {
            "PatNum": first["PatNum"],
            "CodeNum": code_of_groups(call),
            "ProcStatus": "EC",
            "ProcDate": first["ProcDate"],
            "ClinicNum": first["ClinicNum"],
            "ProvNum": provider,
            "DateEntryC": call.today,
        },
    )
    for row in procedures:
        call.records.insert("procgroupitem", {"ProcNum": row["ProcNum"], "GroupNum": number})
    if preference(call, "ProcGroupNoteDoesAggregate") == "1":
        note = "\r\n".join([*_taken_notes(call, procedures), note])
    write_note(call, call.records.get("procedurelog", number), note, signed=signed)
    return number


def _taken_notes(call: Call, procedures: Iterable[Row]) -> list[str]:
    taken = []
    for row in sorted(procedures, key=lambda row: int(row["ProcNum"])):
        newest = newest_note(call, row["ProcNum"])
        if newest and newest["Note"]:
            taken.append(str(newest["Note"]))
            if not newest["Signature"]:
                write_note(call, row, "", signed=False)
    return taken


def write_note(call: Call, procedure: Row, note: str, *, signed: bool) -> None:
    """A new note of a procedure, in the place of the one that it has."""
    values = {"PatNum": procedure["PatNum"], "ProcNum": procedure["ProcNum"], "EntryDateTime": call.moment}
    signature = note_signature(call, note) if signed else ""
    call.records.insert("procnote", {**values, "Note": note, "Signature": signature})
