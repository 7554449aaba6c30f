"""https://www.opendental.com/site/apiprocnotes.html

Known deviations, where the page is silent:
- A ProcNum of another patient's procedure: 400 in the API's usual words.
- A PatNum or ProcNum of 0 finds all notes, as in the function that the API calls.
- A line with blanks alone counts as blank. Blank lines are removed from the whole note, what is appended to included.
- The note that is appended to is the one with the newest EntryDateTime, as in the desktop program. Where there is none,
  the new note stands alone.
- A note has its line breaks in answers, as in the page's examples. The page API Implementation says that they come out
  as spaces; of group notes, which are of this table, it was recorded that they do not.
- An empty note is taken, as in an older copy of the page, and so is one of a procedure that is locked or deleted.
- Before 24.2.29, when GET came, POST answers what was sent and no more: so an older copy of the page.
"""

from mock_od.call import Call, Refusal, Row
from mock_od.declare import LIST, POST, Bool, DateTime, ForeignKey, Key, Lines, Present, Resource
from mock_od.dentistry.signing import note_signature

_FROM_24_2_29 = "24.2.29"
_MOST_BLANK_LINES = 49


class ProcNotes(Resource, table="procnote", path="/procnotes"):
    """The notes of procedures. A note is never changed: a new one takes its place, and the old one is kept."""

    ProcNoteNum = Key(since=_FROM_24_2_29)
    PatNum = ForeignKey("patient", "The patient.", owner=True)
    ProcNum = ForeignKey("procedurelog", "The procedure.", index=True)
    EntryDateTime = DateTime("When it was written.", stamp="entry", since=_FROM_24_2_29)
    UserNum = ForeignKey("userod", "Who wrote it; 0 for the API.", since=_FROM_24_2_29)
    Note = Lines("The note, all of it.")
    SigIsTopaz = Bool("Signed on a Topaz pad.", since=_FROM_24_2_29)
    isSigned = Present("Signature", "Somebody has signed it.", since=_FROM_24_2_29)

    several = LIST(_FROM_24_2_29, optional=[PatNum.unless_zero(), ProcNum.unless_zero()], order=["-ProcNoteNum"])
    create = POST(
        "22.2",
        required=[PatNum, ProcNum, Note],
        optional=[
            isSigned.but(since=_FROM_24_2_29),
            Bool("Put the newest note before this one.").called("doAppendNote").but(since=_FROM_24_2_29),
        ],
    )


@ProcNotes.create.rule
def the_procedure_is_the_patients(call: Call) -> None:
    """Documented: the note is about a procedure of the patient.

    Ours: the words of the refusal.
    """
    procedure = call.records.get("procedurelog", call.sent["ProcNum"])
    if procedure["PatNum"] != call.sent["PatNum"]:
        hint = f"procedure {call.sent['ProcNum']} is patient {procedure['PatNum']}'s"
        raise Refusal("ProcNum is invalid.", hint=hint)


@ProcNotes.create.prepare
def the_note_as_it_is_kept(call: Call) -> None:
    """Documented: doAppendNote puts the newest note and two line breaks before it; 50 blank lines in a row go.

    S: the newest note is the one with the newest EntryDateTime.
    Ours: the lines of the whole note are counted.
    """
    note = call.sent["Note"]
    if call.sent.get("doAppendNote"):
        earlier = call.records.rows("procnote", ProcNum=call.sent["ProcNum"])
        if earlier:
            note = f"{max(earlier, key=_written)['Note']}\r\n\r\n{note}"
    call.values["Note"] = _without_long_gaps(note)


def _written(note: Row) -> tuple[str, int]:
    return note["EntryDateTime"], note["ProcNoteNum"]


def _without_long_gaps(note: str) -> str:
    """The note without its blank lines where many follow one another."""
    kept: list[str] = []
    gap: list[str] = []
    for line in note.split("\n"):
        if not line.strip():
            gap.append(line)
            continue
        kept += [*(gap if len(gap) <= _MOST_BLANK_LINES else []), line]
        gap = []
    return "\n".join(kept + (gap if len(gap) <= _MOST_BLANK_LINES else []))


@ProcNotes.create.prepare
def a_signature_says_who_and_when(call: Call) -> None:
    """Documented: what is shown where the signature is.

    S: it covers the note and its user.
    """
    if call.sent.get("isSigned"):
        call.values["Signature"] = note_signature(call, call.values["Note"])
