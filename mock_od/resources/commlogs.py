"""https://www.opendental.com/site/apicommlogs.html

Known deviations:
- DateTStamp finds what was changed at that moment too, as the filters of the desktop program's data layer do; the page
  says after.
- The default CommType is the first definition of category 27, hidden or not, whose ItemValue is MISC, else the first of
  the category, else 0: so in the desktop program. The page says "Miscellaneous".
- Mode_ is taken with blanks, as the page writes it, and without, as the database names it; answers have it without.
  Fax, which the database knows, is refused, as the page does not list it.
- The list is sorted by key; no source says how.
"""

from mock_od.call import Call
from mock_od.declare import GET, LIST, POST, PUT, DateTime, Enum, ForeignKey, Key, Lookup, Resource, Text
from mock_od.dentistry.commlogs import commlog_type


class Commlogs(Resource, table="commlog", path="/commlogs", logs="CommlogEdit"):
    """What was said or written to a patient, and by the patient."""

    CommlogNum = Key()
    PatNum = ForeignKey(about="The patient.", owner=True)
    CommDateTime = DateTime("When it was.")
    CommType = ForeignKey(about="What it was about.", where={"Category": 27}, quoted=True)
    commType = Lookup(CommType, "ItemName")
    Note = Text("What was said.")
    Mode_ = Enum(about="By which means.")
    SentOrReceived = Enum(about="By whom to whom.")
    UserNum = ForeignKey(about="Who wrote it down; 0 for the API.")
    DateTStamp = DateTime(stamp="edit")
    CommSource = Enum(about="Which program it comes from.")
    ProgramNum = ForeignKey(about="The other program it comes from, if it does.")
    DateTEntry = DateTime(stamp="entry")
    ReferralNum = ForeignKey(about="The referral that it was with.")

    single = GET("25.1.13")
    several = LIST("21.1", required=[PatNum.until("25.1.13")], optional=[DateTStamp.at_or_after().but(since="25.1.13")])
    create = POST(
        "21.1",
        required=[PatNum, Note],
        optional=[
            CommDateTime.but(today=True),
            CommType,
            commType,
            Mode_.but(
                default="Phone",
                without=["Fax"],
                also={"In Person": "InPerson", "Email and Text": "EmailAndText", "Phone and Text": "PhoneAndText"},
            ),
            SentOrReceived.but(default="Sent"),
        ],
        first_of=[(commType, CommType)],
        permission="ApiComm",
        answers_since="23.3.7",
        logs="CommlogCreate",
    )
    update = PUT("25.2.21", optional=[Note])


@Commlogs.create.fill(Commlogs.CommType)
def miscellaneous(call: Call) -> int:
    """Documented: Miscellaneous.

    S: by the ItemValue MISC, of hidden ones too; else the first of the category.
    """
    return commlog_type(call, "MISC")


@Commlogs.update.prepare
def a_new_note_is_not_signed(call: Call) -> None:
    """Documented: a new note takes the signature away."""
    if call.sends(Commlogs.Note):
        call.values["Signature"] = ""
