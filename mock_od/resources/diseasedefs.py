"""https://www.opendental.com/site/apidiseasedefs.html

Known deviations:
- The list has hidden ones too, sorted by key: so in the data layer of the desktop program, by the function that the API
  calls.
- A DiseaseName is compared with those that are there as SQL's LIKE does, in any case, as in that data layer. A blank
  one is refused as if it were missing.
- Both sentences are written as the page has them, without a full stop.
- Until 23.1 a write needs ApiAllOthers: the documentation says that ApiSetup was added then, and not what it was
  before.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import GET, LIST, POST, Bool, DateTime, Key, Resource, Text
from mock_od.dentistry.names import found_by_name


class DiseaseDefs(Resource, table="diseasedef", path="/diseasedefs", logs="ProblemDefEdit"):
    """Problems that a patient can have."""

    DiseaseDefNum = Key()
    DiseaseName = Text("Its name.", filled=True, missing="DiseaseName is required")
    IsHidden = Bool("No longer chosen.")
    DateTStamp = DateTime(stamp="edit")
    ICD9Code = Text("Its code in ICD-9.")
    ICD10Code = Text("Its code in ICD-10.", column="Icd10Code")
    SnomedCode = Text("Its code in SNOMED CT.")

    single = GET("24.1.44")
    several = LIST("21.3")
    create = POST("21.3", required=[DiseaseName], permission={"23.1": "ApiSetup", "": "ApiAllOthers"}, answer="nothing")


@DiseaseDefs.create.rule
def no_second_one_of_that_name(call: Call) -> None:
    """Documented: the name is unique; the sentence.

    S: it is looked for as SQL's LIKE does.
    """
    name = call.sent["DiseaseName"]
    there = found_by_name(call.records, "diseasedef", "DiseaseName", name, key="DiseaseDefNum")
    if there is not None:
        raise Refusal("A DiseaseDef with that name already exists", hint=f"diseasedef {there} has a name like it")
