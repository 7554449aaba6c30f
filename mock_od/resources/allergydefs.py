"""https://www.opendental.com/site/apiallergydefs.html

Known deviations:
- SnomedType None is answered as an empty text, as in the page's example; Allergies GET says None.
- The list has each AllergyDef that a patient has once, hidden ones too, sorted by key.
- A Description is compared with those that are there as SQL's LIKE does, in any case: so in the data layer of the
  desktop program, by the function that the API calls. A blank one is refused as if it were missing.
- Both sentences are written as the page has them, without a full stop.
- Until 23.1 a write needs ApiAllOthers: the documentation says that ApiSetup was added then, and not what it was
  before.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import LIST, POST, Bool, DateTime, Enum, ForeignKey, Key, Resource, Text
from mock_od.dentistry.names import found_by_name


class AllergyDefs(Resource, table="allergydef", path="/allergydefs", logs="AllergyDefEdit"):
    """What a patient can be allergic to."""

    AllergyDefNum = Key()
    Description = Text("Its name.", filled=True, missing="Description is required")
    IsHidden = Bool("No longer chosen.")
    DateTStamp = DateTime(stamp="edit")
    SnomedType = Enum(about="Its kind, in SNOMED CT.", blank="None")
    MedicationNum = ForeignKey(about="The medication that it is, if it is one.")
    UniiCode = Text("Its Unique Ingredient Identifier.")

    several = LIST("21.3")
    create = POST("21.3", required=[Description], permission={"23.1": "ApiSetup", "": "ApiAllOthers"}, answer="nothing")


@AllergyDefs.several.where()
def only_what_patients_have(_call: Call, _value: None) -> tuple[str, tuple[object, ...]]:
    """Documented: all that are assigned to patients."""
    return 'EXISTS (SELECT 1 FROM "allergy" a WHERE a."AllergyDefNum" = t."AllergyDefNum")', ()


@AllergyDefs.create.rule
def no_second_one_of_that_name(call: Call) -> None:
    """Documented: the name is unique; the sentence.

    S: it is looked for as SQL's LIKE does.
    """
    name = call.sent["Description"]
    there = found_by_name(call.records, "allergydef", "Description", name, key="AllergyDefNum")
    if there is not None:
        raise Refusal("An AllergyDef with that name already exists", hint=f"allergydef {there} has a name like it")
