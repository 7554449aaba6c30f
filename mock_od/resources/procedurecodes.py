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
    ProcCode = Text("The code that dentists know: D0120.", sql="varchar(15)")
    Descript = Text("What it means.")
    AbbrDesc = Text("The same, abbreviated.", sql="varchar(50)")
    ProcTime = Text("How long it takes: X with the dentist, / without.", sql="varchar(24)")
    ProcCat = ForeignKey("definition", "The category.", where={"Category": 11})
    procCat = Lookup(ProcCat, "ItemName")
    TreatArea = Enum(
        ["None", "Surf", "Tooth", "Mouth", "Quad", "Sextant", "Arch", "ToothRange"],
        "What has to be said of where it is done.",
        sql="tinyint",
    )
    NoBillIns = Bool("Not billed to insurances.", sql="tinyint")
    IsProsth = Bool("A crown, bridge or denture.", sql="tinyint")
    DefaultNote = Text("Goes with the procedure when it is completed.", sql="text")
    IsHygiene = Bool("Done by the hygienist.", sql="tinyint")
    AlternateCode1 = Text("For Medicaid.", sql="varchar(15)")
    MedicalCode = Text("Another ProcCode.", sql="varchar(15)")
    IsTaxed = Bool(sql="tinyint")
    PaintType = Enum(
        [
            "None",
            "Extraction",
            "Implant",
            "RCT",
            "PostBU",
            "FillingDark",
            "FillingLight",
            "CrownDark",
            "CrownLight",
            "BridgeDark",
            "BridgeLight",
            "DentureDark",
            "DentureLight",
            "Sealant",
            "Veneer",
            "Text",
            "RetainedRoot",
            "SpaceMaintainer",
        ],
        "How the chart draws it.",
    )
    LaymanTerm = Text("What patients read instead of the description.")
    IsCanadianLab = Bool("A laboratory's fee.", sql="tinyint")
    BaseUnits = Int()
    SubstitutionCode = Text("Another ProcCode, which insurances pay instead.", sql="varchar(25)")
    SubstOnlyIf = Enum(["Always", "Molar", "SecondMolar", "Never", "Posterior"], sql="int(11)")
    DateTStamp = DateTime(stamp="edit", sql="timestamp")
    DrugNDC = Text("National Drug Code.")
    RevenueCodeDefault = Text()
    ProvNumDefault = ForeignKey("provider", "Who does it, whoever the patient's provider is.")
    CanadaTimeUnits = Double()
    IsRadiology = Bool("An X-ray.")
    DefaultClaimNote = Text("Goes with the claim.", sql="text")
    DefaultTPNote = Text("Goes with the procedure when it is planned.", sql="text")
    PaintText = Text("What the chart writes when PaintType is Text.")
    AreaAlsoToothRange = Bool("Teeth may be said too, of a quadrant or an arch.")
    DiagnosticCodes = Text("Up to four ICD-10 codes with commas between.")

    unseen = {
        "GTypeNum": "smallint",
        "GraphicColor": "int(11)",
        "PreExisting": "tinyint(1)",
        "IsMultiVisit": "tinyint(4)",
        "BypassGlobalLock": "tinyint(4)",
        "TaxCode": "varchar(16)",
    }

    single = GET("23.3.25")
    several = LIST("22.3.22", optional=[DateTStamp.at_or_after().but(since="22.4.28")])


_SORTED_BY_KEY = (23, 3, 25)


@ProcedureCodes.several.sort
def by_code_at_first(call: Call) -> tuple[str, tuple[Any, ...]]:
    """S: by ProcCode before 23.3.25."""
    runs = tuple(int(part) for part in call.version.split("."))
    return ('t."ProcCode"' if runs < _SORTED_BY_KEY else ""), ()
