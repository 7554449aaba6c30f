"""https://www.opendental.com/site/apiprocedurecodes.html

Known deviations:
- Before 23.3.25 the list is sorted by ProcCode, then by CodeNum: so says the function that the API calls.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import (
    GET,
    LIST,
    Bool,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Int,
    Key,
    Lookup,
    Resource,
    Text,
)


class ProcedureCodes(Resource, table="procedurecode", path="/procedurecodes"):
    """What can be done to a patient."""

    CodeNum = Key()
    ProcCode = Text("The code that dentists know: D0120.")
    Descript = Text("What it means.")
    AbbrDesc = Text("The same, abbreviated.")
    ProcTime = Text("How long it takes: X with the dentist, / without.")
    ProcCat = ForeignKey("definition", "The category.", where={"Category": 11})
    procCat = Lookup(ProcCat, "ItemName")
    TreatArea = Enum(about="What has to be said of where it is done.")
    NoBillIns = Bool("Not billed to insurances.")
    IsProsth = Bool("A crown, bridge or denture.")
    DefaultNote = Text("Goes with the procedure when it is completed.")
    IsHygiene = Bool("Done by the hygienist.")
    AlternateCode1 = Text("For Medicaid.")
    MedicalCode = Text("Another ProcCode.")
    IsTaxed = Bool()
    PaintType = Enum(about="How the chart draws it.")
    LaymanTerm = Text("What patients read instead of the description.")
    IsCanadianLab = Bool("A laboratory's fee.")
    BaseUnits = Int()
    SubstitutionCode = Text("Another ProcCode, which insurances pay instead.")
    SubstOnlyIf = Enum(["Always", "Molar", "SecondMolar", "Never", "Posterior"])
    DateTStamp = DateTime(stamp="edit")
    DrugNDC = Text("National Drug Code.")
    RevenueCodeDefault = Text()
    ProvNumDefault = ForeignKey("provider", "Who does it, whoever the patient's provider is.")
    CanadaTimeUnits = Double()
    IsRadiology = Bool("An X-ray.")
    DefaultClaimNote = Text("Goes with the claim.")
    DefaultTPNote = Text("Goes with the procedure when it is planned.")
    PaintText = Text("What the chart writes when PaintType is Text.")
    AreaAlsoToothRange = Bool("Teeth may be said too, of a quadrant or an arch.")
    DiagnosticCodes = Text("Up to four ICD-10 codes with commas between.")

    single = GET("23.3.25")
    several = LIST("22.3.22", optional=[DateTStamp.at_or_after().but(since="22.4.28")])


_SORTED_BY_KEY = (23, 3, 25)


@ProcedureCodes.several.sort
def by_code_at_first(call: Call) -> tuple[str, tuple[Any, ...]]:
    """S: by ProcCode before 23.3.25."""
    runs = tuple(int(part) for part in call.version.split("."))
    return ('t."ProcCode"' if runs < _SORTED_BY_KEY else ""), ()
