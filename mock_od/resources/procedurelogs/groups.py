"""Group notes: the functions that the page puts under its methods for them."""

from __future__ import annotations

import re

from mock_od.call import Call, Refusal, Row
from mock_od.dentistry import completing, deleting, group_notes
from mock_od.dentistry.preferences import preferred_key

_LINE_BREAK = "\r\n"


def _shown(call: Call, group: Row) -> Row:
    newest = completing.newest_note(call, group["ProcNum"])
    return {
        "PatNum": group["PatNum"],
        "ProvNum": group["ProvNum"],
        "ProcNum": group["ProcNum"],
        "ProcNums": group_notes.members(call, group["ProcNum"]),
        "Note": newest["Note"] if newest else "",
        "isSigned": "true" if newest and newest["Signature"] else "false",
    }


def _sent_note(call: Call) -> str:
    """The note as it is kept: recorded of a real office, which answers a lone line feed with a carriage return."""
    return re.sub(r"\r?\n", _LINE_BREAK, call.sent["Note"])


def the_patients_group_notes(call: Call) -> list[Row]:
    """Documented: the newest note of each, the newest group note first; "True" and "False".

    Recorded: 404 without any, and Limit has no effect; a note has its line breaks.
    """
    groups = group_notes.groups_of(call, call.sent["PatNum"])
    if not groups:
        sentence = f"No GroupNote(s) found for PatNum {call.sent['PatNum']}."
        raise Refusal(sentence, 404, hint="no procedure of the patient has the code ~GRP~")
    shown = [_shown(call, group) for group in groups]
    return [{**row, "isSigned": row["isSigned"].capitalize()} for row in shown]


def procedures_that_are_alike(call: Call) -> None:
    """Documented: they have the same date, clinic and provider.

    S: they are the patient's, C, EC or EO, not locked, and no group notes; the sentences.
    Ours: the words for another patient's, after those of a key that names nothing.
    """
    procedures = [call.records.get("procedurelog", number) for number in call.sent["ProcNums"]]
    group_notes.refuse_unlike(call, call.sent["PatNum"], procedures)


def add_it(call: Call) -> int:
    """Documented: a procedure with the code ~GRP~ and a note; who it is by; the notes before it where they go together.

    S: it is EC and has the first procedure's date and clinic; before 25.3.36 its provider too. Of notes that go
    together, those that are not signed are emptied.
    Recorded: line breaks have a carriage return.
    """
    procedures = [call.records.get("procedurelog", number) for number in call.sent["ProcNums"]]
    provider = procedures[0]["ProvNum"]
    if call.at_least("25.3.36"):
        provider = call.values["ProvNum"] or preferred_key(call, "PracticeDefaultProv")
    signed = bool(call.sent.get("isSigned"))
    return group_notes.add_group(call, procedures, provider=provider, note=_sent_note(call), signed=signed)


def as_it_is_now(call: Call) -> Row:
    """Documented: the members of the answer; the note is the newest one."""
    return _shown(call, call.records.get("procedurelog", call.key or 0))


def it_is_a_group_note(call: Call) -> None:
    """Documented: ProcNum is of a procedure with the code ~GRP~.

    Ours: the sentence; a deleted one is none.
    """
    if not group_notes.is_group(call, call.row) or call.row["ProcStatus"] == "D":
        hint = "its code is not ~GRP~, or it was deleted; GET /procedurelogs/GroupNotes lists them"
        raise Refusal("ProcNum is not a GroupNote.", hint=hint)


def it_is_the_patients(call: Call) -> None:
    """Documented: PatNum is required.

    Ours: it is the patient's whose note it is, in the API's usual words.
    """
    if call.sent["PatNum"] != call.row["PatNum"]:
        raise Refusal("PatNum is invalid.", hint=f"the group note is patient {call.row['PatNum']}'s")


def only_a_locked_one_is_added_to(call: Call) -> None:
    """Documented: doAppendNote only where the group note is locked and not invalidated.

    Ours: the sentence.
    """
    if call.sent.get("doAppendNote") and not call.row["IsLocked"]:
        sentence = "doAppendNote is only allowed if the GroupNote is locked and not invalidated."
        raise Refusal(sentence, hint=f"IsLocked of procedure {call.key} is false")


def write_it_anew(call: Call) -> int:
    """Documented: another note takes its place; doAppendNote, isSigned and ProvNum.

    S: a note that is the same leaves the one that is there.
    """
    newest = completing.newest_note(call, call.key or 0)
    note, there = _sent_note(call), newest["Note"] if newest else ""
    if call.sent.get("doAppendNote") and there:
        note = f"{there}{_LINE_BREAK * 2}{note}"
    signs = call.sent.get("isSigned")
    clears = signs is False and newest and newest["Signature"]
    if note != there or signs or clears:
        group_notes.write_note(call, call.row, note, signed=bool(signs))
    if "ProvNum" in call.sent:
        call.records.update("procedurelog", call.key or 0, {"ProvNum": call.sent["ProvNum"]})
    return call.key or 0


def take_it_out(call: Call) -> int:
    """Documented: it is deleted.

    S: its row stays, with ProcStatus D; it names no procedures any more.
    """
    call.logs = "ProcExistingEdit"
    deleting.refuse_what_is_tied(call, call.row)
    deleting.take_out(call, call.row)
    call.records.delete("procgroupitem", GroupNum=call.key)
    return call.key or 0
