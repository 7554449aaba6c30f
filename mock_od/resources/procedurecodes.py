"""https://www.opendental.com/site/apiprocedurecodes.html

Known deviations:
- Before 23.3.25 the list is sorted by ProcCode, then by CodeNum: so says the function that the API calls.
- An empty or blank ProcCode, Descript or AbbrDesc: 400, as if it were missing; the desktop program has other words.
- A ProcCode that is there already, in any case, is refused with the desktop program's sentence, a guess.
- An unknown MedicalCode or SubstitutionCode: 404 as for any other key. MedicalCode is found in any case, as the page
  says of SubstitutionCode alone that case matters.
- PaintText and AreaAlsoToothRange are looked at when they are sent. A later PUT of PaintType or TreatArea keeps them.
- DiagnosticCodes are counted, with the desktop program's sentence, and may have no blanks. Whether they are ICD-10
  codes is not looked at.
- Writes are logged under ProcCodeEdit: a guess.
"""

import re
from typing import Any

from mock_od.call import Call, Refusal
from mock_od.declare import (
    GET,
    LIST,
    POST,
    PUT,
    Bool,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Int,
    Key,
    Lookup,
    Resource,
    Shape,
    Text,
    TextKey,
)
from mock_od.resources.common import refuse_blank

_TIME = Shape(re.compile("[X/]*"), "is a time pattern of X and / such as /X/")
_NDC = Shape(re.compile(r"([0-9]{11})?", re.ASCII), "is eleven digits, or empty")
_REVENUE = Shape(re.compile(r"([0-9]{3})?", re.ASCII), "is three digits, or empty")
_MOST_DIAGNOSES = 4


class ProcedureCodes(Resource, table="procedurecode", path="/procedurecodes", logs="ProcCodeEdit"):
    """What can be done to a patient."""

    CodeNum = Key()
    ProcCode = Text("The code that dentists know: D0120.")
    Descript = Text("What it means.")
    AbbrDesc = Text("The same, abbreviated.")
    ProcTime = Text("How long it takes: X with the dentist, / without.", shape=_TIME)
    ProcCat = ForeignKey("definition", "The category.", where={"Category": 11}, needed=True)
    procCat = Lookup(ProcCat, "ItemName")
    TreatArea = Enum(about="What has to be said of where it is done.")
    NoBillIns = Bool("Not billed to insurances.")
    IsProsth = Bool("A crown, bridge or denture.")
    DefaultNote = Text("Goes with the procedure when it is completed.")
    IsHygiene = Bool("Done by the hygienist.")
    AlternateCode1 = Text("For Medicaid.")
    MedicalCode = TextKey("procedurecode", "ProcCode", "Another ProcCode.")
    IsTaxed = Bool()
    PaintType = Enum(about="How the chart draws it.")
    LaymanTerm = Text("What patients read instead of the description.")
    IsCanadianLab = Bool("A laboratory's fee.")
    BaseUnits = Int(least=0)
    SubstitutionCode = TextKey(
        "procedurecode", "ProcCode", "Another ProcCode, which insurances pay instead.", exact=True
    )
    SubstOnlyIf = Enum(["Always", "Molar", "SecondMolar", "Never", "Posterior"])
    DateTStamp = DateTime(stamp="edit")
    DrugNDC = Text("National Drug Code.", shape=_NDC)
    RevenueCodeDefault = Text(shape=_REVENUE)
    ProvNumDefault = ForeignKey("provider", "Who does it, whoever the patient's provider is.")
    CanadaTimeUnits = Double()
    IsRadiology = Bool("An X-ray.")
    DefaultClaimNote = Text("Goes with the claim.")
    DefaultTPNote = Text("Goes with the procedure when it is planned.")
    PaintText = Text("What the chart writes when PaintType is Text.")
    AreaAlsoToothRange = Bool("Teeth may be said too, of a quadrant or an arch.")
    DiagnosticCodes = Text("Up to four ICD-10 codes with commas between.")

    unique = {ProcCode: "That code already exists."}

    single = GET("23.3.25")
    several = LIST("22.3.22", optional=[DateTStamp.at_or_after().but(since="22.4.28")])
    create = POST(
        "22.3",
        required=[ProcCode, Descript, AbbrDesc],
        one_of=[(ProcCat, procCat)],
        optional=[
            ProcCat,
            procCat,
            ProcTime.but(default="/X/"),
            TreatArea.but(since="22.4.34"),
            NoBillIns.but(since="23.2.10"),
            IsProsth.but(since="23.3.25"),
            DefaultNote,
            IsHygiene,
            AlternateCode1.but(since="23.3.25"),
            MedicalCode,
            IsTaxed.but(since="23.3.25"),
            PaintType.but(since="23.3.25"),
            LaymanTerm,
            IsCanadianLab.but(since="23.3.25"),
            BaseUnits.but(since="23.3.25"),
            SubstitutionCode.but(since="22.4.9"),
            SubstOnlyIf.but(since="22.4.9"),
            DrugNDC.but(since="23.3.25"),
            RevenueCodeDefault.but(since="23.3.25"),
            ProvNumDefault,
            CanadaTimeUnits,
            IsRadiology.but(since="23.3.25"),
            DefaultClaimNote.but(since="23.3.25"),
            DefaultTPNote.but(since="23.3.25"),
            PaintText.but(since="23.3.24"),
            AreaAlsoToothRange.but(since="23.3.25"),
            DiagnosticCodes.but(since="23.3.25"),
        ],
    )
    update = PUT(
        "23.3.25",
        not_both=[(ProcCat, procCat)],
        optional=[
            Descript,
            AbbrDesc,
            ProcTime,
            ProcCat,
            procCat,
            TreatArea,
            NoBillIns,
            IsProsth,
            DefaultNote,
            IsHygiene,
            AlternateCode1,
            MedicalCode,
            IsTaxed,
            PaintType,
            LaymanTerm,
            IsCanadianLab,
            BaseUnits,
            SubstitutionCode,
            SubstOnlyIf,
            DrugNDC,
            RevenueCodeDefault,
            ProvNumDefault,
            CanadaTimeUnits,
            IsRadiology,
            DefaultClaimNote,
            DefaultTPNote,
            PaintText,
            AreaAlsoToothRange,
            DiagnosticCodes,
        ],
    )


_SORTED_BY_KEY = (23, 3, 25)


@ProcedureCodes.several.sort
def by_code_at_first(call: Call) -> tuple[str, tuple[Any, ...]]:
    """S: by ProcCode before 23.3.25."""
    runs = tuple(int(part) for part in call.version.split("."))
    return ('t."ProcCode"' if runs < _SORTED_BY_KEY else ""), ()


@ProcedureCodes.create.rule
@ProcedureCodes.update.rule
def a_code_has_its_names(call: Call) -> None:
    """S: the desktop program refuses an empty code, description or abbreviation.

    Inferred: it is refused as if it were missing.
    """
    refuse_blank(call, ProcedureCodes.ProcCode, "Code not allowed to be blank.")
    refuse_blank(call, ProcedureCodes.Descript, "Description not allowed to be blank.")
    refuse_blank(call, ProcedureCodes.AbbrDesc, "Abbreviation not allowed to be blank.")


@ProcedureCodes.create.rule
@ProcedureCodes.update.rule
def a_text_is_painted_where_text_is(call: Call) -> None:
    """Documented: for PaintText, PaintType must be Text.

    Ours: the sentence; it is looked at when PaintText is sent.
    """
    paints = {**call.row, **call.values}["PaintType"]
    if call.sent.get("PaintText") and paints != "Text":
        raise Refusal("PaintType must be Text to set PaintText.", hint=f"PaintType is {paints}; send PaintType too")


@ProcedureCodes.create.rule
@ProcedureCodes.update.rule
def teeth_go_with_a_quadrant_or_an_arch(call: Call) -> None:
    """Documented: for AreaAlsoToothRange, TreatArea must be Quad or Arch.

    Ours: the sentence; it is looked at when AreaAlsoToothRange is sent.
    """
    area = {**call.row, **call.values}["TreatArea"]
    if call.sent.get("AreaAlsoToothRange") and area not in ("Quad", "Arch"):
        hint = f"TreatArea is {area}; send TreatArea too"
        raise Refusal("TreatArea must be Quad or Arch to set AreaAlsoToothRange.", hint=hint)


@ProcedureCodes.create.rule
@ProcedureCodes.update.rule
def four_diagnoses_at_most(call: Call) -> None:
    """Documented: up to four codes with commas and without blanks between.

    S: the sentence where there are more, the desktop program's.
    Ours: blanks are refused in the API's usual words.
    """
    codes = call.sent.get("DiagnosticCodes", "")
    if re.search(r"\s", codes):
        hint = "DiagnosticCodes are ICD-10 codes with commas and without blanks between such as K02.9,K03.0"
        raise Refusal("DiagnosticCodes is invalid.", hint=hint)
    if len(codes.split(",")) > _MOST_DIAGNOSES:
        raise Refusal("Cannot have more than 4 ICD-10 codes.", hint=f"{len(codes.split(','))} were sent")
