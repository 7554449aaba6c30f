"""https://www.opendental.com/site/apipopups.html

Known deviations:
- The list has the popups of the whole family and super family, of every level, those of the widest level first and then
  by patient: so in the data layer of the desktop program, which the API shares. Archived ones are left out.
- DateTimeEntry is in UTC, as it was recorded; nothing else is.
- IsDisabled is what the column holds, which the API never sets.
- The copy that a new Description leaves has that moment as its DateTimeEntry; the popup itself keeps its own: so in the
  desktop program.
- The sentence for a patient without a super family is ours. A Description that is blank is refused as if it were
  missing.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import LIST, POST, PUT, Bool, DateTime, Enum, ForeignKey, Key, Resource, Text

_LEVELS = ["Patient", "Family", "SuperFamily"]


class Popups(Resource, table="popup", path="/popups", logs="PopupEdit"):
    """What is shown to the staff as soon as a patient is chosen."""

    PopupNum = Key()
    PatNum = ForeignKey(about="The patient.", owner=True)
    Description = Text("Its text.", filled=True)
    IsDisabled = Bool("No longer used: see DateTimeDisabled.")
    PopupLevel = Enum(about="For whom it is shown.")
    DateTimeEntry = DateTime("When it was written, in UTC.", stamp="entry", utc=True)
    IsArchived = Bool("It is what another one said before.")
    PopupNumArchive = ForeignKey("popup", "That other one.")
    DateTimeDisabled = DateTime("Until when it is shown; 0001-01-01 00:00:00 for ever.", since="22.2")

    several = LIST("21.4", required=[PatNum], order=["-PopupLevel", "PatNum"])
    create = POST(
        "21.1",
        required=[PatNum, Description],
        optional=[
            PopupLevel.but(default="Patient", only=_LEVELS),
            DateTimeDisabled.but(default="0001-01-01 00:00:00", since="25.1.12"),
        ],
        permission="ApiComm",
    )
    update = PUT(
        "25.1.12",
        optional=[Description, PopupLevel.but(only=_LEVELS), DateTimeDisabled],
        permission="ApiComm",
    )


@Popups.several.where("PatNum")
def of_the_whole_family(call: Call, patient: int) -> tuple[str, tuple[object, ...]]:
    """Recorded: those of the whole family.

    Documented: of the super family too, disabled or not.
    S: archived ones are left out.
    """
    own = call.records.get("patient", patient)
    family = 't."PatNum" IN (SELECT "PatNum" FROM "patient" WHERE "PatNum" = ? OR "Guarantor" = ?'
    wider = ' OR "SuperFamily" = ?' if own["SuperFamily"] else ""
    asked = (patient, own["Guarantor"] or patient, *([own["SuperFamily"]] if wider else []))
    return f'{family}{wider}) AND t."IsArchived" = 0', asked


@Popups.create.rule
@Popups.update.rule
def a_super_family_is_there(call: Call) -> None:
    """Documented: the level SuperFamily is for a patient of a super family.

    Ours: the sentence.
    """
    if call.sent.get("PopupLevel") != "SuperFamily":
        return
    patient = {**call.row, **call.values}["PatNum"]
    if not call.records.get("patient", patient)["SuperFamily"]:
        hint = f"patient {patient} has the SuperFamily 0"
        raise Refusal("PopupLevel is invalid. The patient is not part of a SuperFamily.", hint=hint)


@Popups.update.prepare
def what_it_said_before_is_kept(call: Call) -> None:
    """Documented: a new Description leaves a copy that is archived and names the popup.

    S: the copy's DateTimeEntry is new.
    """
    if call.sends(Popups.Description) and call.sent["Description"] != call.row["Description"]:
        kept = {name: word for name, word in call.row.items() if name not in ("PopupNum", "DateTimeEntry")}
        call.records.insert("popup", {**kept, "IsArchived": True, "PopupNumArchive": call.key})
