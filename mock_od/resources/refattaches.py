"""https://www.opendental.com/site/apirefattaches.html

Known deviations:
- A referralName finds the first referral with that LName, in any case, as the database compares. A new one is no
  person, as a POST of Referrals with a name alone makes it.
- Where both ReferralNum and referralName are sent, the number counts, unless it is 0. A name that is blank is refused
  as if it were missing. No source says either.
- DateTStamp finds what was changed at that moment too, and PatNum 0 finds all rows: so in the data layer of the desktop
  program. The page says after.
- ItemOrder of a new row is one more than the highest of the patient, from 0, and the rows behind one that is deleted
  move up, as in the desktop program.
- Whether the procedure is the patient's own is not looked at. The sentence about ProvNum is ours.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import (
    DELETE,
    LIST,
    POST,
    PUT,
    Bool,
    Computed,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Int,
    Key,
    Resource,
    Text,
)
from mock_od.resources.common import refuse_blank

_NAME = Text("The referral, by its last name.", sql="varchar(100)").called("referralName")
_SHOWN = """COALESCE((SELECT trim(r."FName" || CASE WHEN r."MName" = '' THEN '' ELSE ' ' || r."MName" END)
 || CASE WHEN r."FName" || r."MName" = '' THEN '' ELSE ' ' END || r."LName"
 || CASE WHEN r."Title" = '' THEN '' ELSE ', ' || r."Title" END
 FROM "referral" r WHERE r."ReferralNum" = t."ReferralNum"), '')"""


class RefAttaches(Resource, table="refattach", path="/refattaches"):
    """Who has sent a patient, and to whom a patient is sent."""

    RefAttachNum = Key()
    ReferralNum = ForeignKey(about="Who sent the patient, or to whom.", needed=True)
    referralName = Computed(_SHOWN)
    PatNum = ForeignKey(about="The patient.", owner=True)
    ItemOrder = Int("Its place among the patient's, from 0.")
    RefDate = Date("When it was.")
    ReferralType = Enum(about="Which way, or neither.", column="RefType")
    RefToStatus = Enum(about="How far it has come.")
    Note = Text("What is to be said of it.")
    IsTransitionOfCare = Bool("The patient's care goes over to another office.")
    ProcNum = ForeignKey(about="The procedure for which it is.")
    DateProcComplete = Date("When that was done.")
    ProvNum = ForeignKey(about="Who sends the patient.")
    DateTStamp = DateTime(stamp="edit")

    several = LIST(
        "22.4.27",
        optional=[
            ReferralNum.unless_zero().but(since="25.2.10"),
            PatNum.unless_zero(),
            DateTStamp.at_or_after().but(since="25.2.10"),
        ],
    )
    create = POST(
        "21.2",
        required=[PatNum],
        optional=[
            ReferralNum,
            _NAME,
            RefDate.but(today=True),
            ReferralType.but(default="RefFrom"),
            RefToStatus.but(default="None"),
            Note,
            IsTransitionOfCare.but(default=False, since="23.3.26"),
            ProcNum.but(default=0, since="23.3.26"),
            DateProcComplete.but(default="0001-01-01", since="23.3.26"),
            ProvNum.but(default=0, since="23.3.26"),
        ],
        any_of=[(ReferralNum, _NAME)],
        first_of=[(ReferralNum, _NAME)],
        logs="RefAttachAdd",
    )
    update = PUT(
        "23.3.26",
        optional=[
            ReferralNum,
            RefDate,
            ReferralType,
            RefToStatus,
            Note,
            IsTransitionOfCare,
            ProcNum,
            DateProcComplete,
            ProvNum,
        ],
    )
    delete = DELETE("23.3.26", logs="RefAttachDelete")


@RefAttaches.create.rule
def a_name_is_no_blank(call: Call) -> None:
    """Inferred: a name that is blank is as if it were missing."""
    if not call.sends(RefAttaches.ReferralNum):
        refuse_blank(call, _NAME)


@RefAttaches.create.rule
@RefAttaches.update.rule
def a_provider_sends_patients_away(call: Call) -> None:
    """Documented: ProvNum can only be specified where the ReferralType is RefTo.

    Ours: the sentence.
    """
    kind = {**call.row, **call.values}["ReferralType"]
    if call.sent.get("ProvNum") and kind != "RefTo":
        hint = f"the ReferralType is {kind}"
        raise Refusal("ProvNum can only be specified when ReferralType is RefTo.", hint=hint)


@RefAttaches.create.prepare
def the_referral_is_found_by_its_name_or_made(call: Call) -> None:
    """Documented: by an exact match of its LName; a new one is made where there is none.

    S: capitals and small letters do not differ.
    Inferred: a new one is no person.
    """
    if call.sends(RefAttaches.ReferralNum):
        return
    name = call.sent["referralName"]
    sql = 'SELECT "ReferralNum" FROM "referral" WHERE fold("LName") = ? ORDER BY "ReferralNum" LIMIT 1'
    found = call.records.query(sql, name.casefold())
    made = found[0][0] if found else call.records.insert("referral", {"LName": name, "NotPerson": True})
    call.values["ReferralNum"] = made


@RefAttaches.create.prepare
def it_comes_last(call: Call) -> None:
    """S: one more than the highest ItemOrder of the patient, from 0."""
    others = call.records.rows("refattach", PatNum=call.sent["PatNum"])
    call.values["ItemOrder"] = max((row["ItemOrder"] for row in others), default=-1) + 1


@RefAttaches.delete.after
def later_ones_move_up(call: Call) -> None:
    """S: the ItemOrder of those behind it is one less."""
    for row in call.records.rows("refattach", PatNum=call.row["PatNum"]):
        if row["ItemOrder"] > call.row["ItemOrder"]:
            call.records.update("refattach", row["RefAttachNum"], {"ItemOrder": row["ItemOrder"] - 1})
