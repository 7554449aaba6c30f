"""https://www.opendental.com/site/apiallergies.html

Known deviations:
- A description finds an AllergyDef as SQL's LIKE does: so in the data layer of the desktop program, by the function
  that the API calls. % stands for any text and _ for any sign; a hidden AllergyDef is found, too.
- Where both AllergyDefNum and defDescription are sent, the number counts, unless it is 0. A description that is blank
  is refused as if it were missing. No source says either.
- The list has allergies that are not active as well, sorted by key; no source says otherwise.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import DELETE, LIST, POST, PUT, Bool, Date, ForeignKey, Key, Lookup, Resource, Text
from mock_od.dentistry.names import made_by_name
from mock_od.resources.common import refuse_blank

_NAME = Text("To what, by its name.").called("defDescription")


class Allergies(Resource, table="allergy", path="/allergies", logs="PatAllergyListEdit"):
    """What patients are allergic to."""

    AllergyNum = Key()
    AllergyDefNum = ForeignKey(about="To what.", needed=True)
    PatNum = ForeignKey(about="The patient.", owner=True)
    defDescription = Lookup(AllergyDefNum, "Description")
    defSnomedType = Lookup(AllergyDefNum, "SnomedType")
    Reaction = Text("What happens.")
    StatusIsActive = Bool("Whether it is so now.")
    DateAdverseReaction = Date("When it happened.")

    several = LIST("21.1", required=[PatNum])
    create = POST(
        "21.3",
        required=[PatNum],
        optional=[AllergyDefNum, _NAME, Reaction, StatusIsActive.but(default=True), DateAdverseReaction],
        any_of=[(AllergyDefNum, _NAME)],
        first_of=[(AllergyDefNum, _NAME)],
        answer="nothing",
    )
    update = PUT("22.1", optional=[Reaction, DateAdverseReaction, StatusIsActive], answer="nothing")
    delete = DELETE("22.1")


@Allergies.create.rule
def a_name_is_no_blank(call: Call) -> None:
    """Inferred: a description that is blank is as if it were missing."""
    if not call.sends(Allergies.AllergyDefNum):
        refuse_blank(call, _NAME)


@Allergies.create.prepare
def its_kind_is_found_by_its_name_or_made(call: Call) -> None:
    """Documented: an AllergyDef with that description is inserted where there is none.

    S: it is looked for as SQL's LIKE does.
    """
    if not call.sends(Allergies.AllergyDefNum):
        name = call.sent["defDescription"]
        call.values["AllergyDefNum"] = made_by_name(
            call.records, "allergydef", "Description", name, key="AllergyDefNum"
        )


@Allergies.several.reshape
def no_snomed_type_is_none(_call: Call, rows: list[dict[str, Any]]) -> None:
    """Documented: by the example, where AllergyDefs GET has an empty text for it."""
    for row in rows:
        row["defSnomedType"] = row["defSnomedType"] or "None"
