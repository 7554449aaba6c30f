"""https://www.opendental.com/site/apimedications.html

Known deviations:
- GET answers 200; the page prints the 201 of a POST under it.
- The list has all medications, hidden ones too, sorted by key; no source says otherwise.
- DateTStamp is answered as a day, as in the page's example. The column holds a moment.
- genericName finds a medication as SQL's LIKE does, the one with the lowest number of several: so in the data layer of
  the desktop program, by the function that the API calls. Its sentence is written as the page has it, without a full
  stop.
- A second medication of one name is not refused; no source says that it is. A MedName that is blank is refused as if it
  were missing.
- Until 23.1 a write needs ApiAllOthers: the documentation says that ApiSetup was added then, and not what it was
  before.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import LIST, POST, DateTime, ForeignKey, Key, Lookup, Resource, Text
from mock_od.dentistry.names import found_by_name

_GENERIC = Text("The medication that it is a brand of.").called("genericName")


class Medications(Resource, table="medication", path="/medications", logs="MedicationDefEdit"):
    """What a patient can take."""

    MedicationNum = Key()
    MedName = Text("Its name.", filled=True)
    GenericNum = ForeignKey(about="The medication that it is a brand of; its own number where it is generic.")
    genericName = Lookup(GenericNum, "MedName")
    Notes = Text("What it is for.")
    DateTStamp = DateTime(stamp="edit", pattern="yyyy-MM-dd", day=True)

    several = LIST("21.3")
    create = POST(
        "21.3",
        required=[MedName],
        optional=[_GENERIC, Notes],
        permission={"23.1": "ApiSetup", "": "ApiAllOthers"},
        answer="nothing",
    )


@Medications.create.rule
def a_brand_is_of_a_medication_that_is_there(call: Call) -> None:
    """Documented: 404 where there is none; the sentence.

    S: it is looked for as SQL's LIKE does.
    """
    name = call.sent.get("genericName", "")
    if not name:
        return
    generic = found_by_name(call.records, "medication", "MedName", name, key="MedicationNum")
    if generic is None:
        hint = f"no medication has a MedName like {name!r:.60}; leave genericName out for a generic one"
        raise Refusal("No Medication with that genericName was found", 404, hint=hint)
    call.values["GenericNum"] = generic


@Medications.create.after
def a_generic_one_names_itself(call: Call) -> None:
    """Documented: without a genericName that is the same as MedName.

    Inferred: so GenericNum is its own number, also with an empty one.
    """
    if not call.values.get("GenericNum"):
        call.records.update("medication", call.key or 0, {"GenericNum": call.key})
