"""https://www.opendental.com/site/apiprocedurelogs.html

Known deviations:
- InsuranceHistory and GroupNotes are not there yet.
- The page does not say since when each column is answered; here every version answers all of them.
- The list is sorted by ProcNum, the highest first, as the function that the API calls does it; the page's example, with
  34 and 178, is silent.
- DateTStamp finds what was made or changed since: the page speaks of creation only, the column of both.
"""

from mock_od.declare import (
    GET,
    LIST,
    Bool,
    Date,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Int,
    Key,
    Lookup,
    Resource,
    ServerTime,
    Text,
    Time,
)


class ProcedureLogs(Resource, table="procedurelog", path="/procedurelogs"):
    """What is planned for a patient, what was done, and what the patient came with."""

    ProcNum = Key()
    PatNum = ForeignKey("patient", "The patient.", owner=True)
    AptNum = ForeignKey("appointment", "The visit.")
    ProcDate = Date("The day it was done; while it is planned, the day that was planned.")
    ProcFee = Double("The fee for one unit.", text="cents")
    Surf = Text("Surfaces, quadrant, sextant or arch.")
    ToothNum = Text("1 to 32 or A to T.")
    ToothRange = Text("Several teeth with commas between.")
    Priority = ForeignKey("definition", "When to do it.", where={"Category": 20})
    priority = Lookup(Priority, "ItemName")
    ProcStatus = Enum(
        about="Planned, complete, existing (current, other provider), referred, deleted, condition, inactive.",
        default="TP",
    )
    ProvNum = ForeignKey("provider", "Who does it.")
    provAbbr = Lookup(ProvNum, "Abbr")
    Dx = ForeignKey("definition", "The diagnosis.", where={"Category": 16})
    dxName = Lookup(Dx, "ItemName")
    PlannedAptNum = ForeignKey("appointment", "The visit that is planned for it.", where={"AptStatus": "Planned"})
    PlaceService = Enum(about="Where it is done.")
    Prosthesis = Text("I for an initial one, R for a replacement.")
    DateOriginalProsth = Date("Of the one that is replaced.")
    ClaimNote = Text("Goes out with the e-claim.")
    DateEntryC = Date("The day it was entered or completed.")
    ClinicNum = ForeignKey("clinic", "The clinic.")
    CodeNum = ForeignKey("procedurecode", "The procedure code.")
    procCode = Lookup(CodeNum, "ProcCode")
    descript = Lookup(CodeNum, "Descript")
    UnitQty = Int("How many.", default=1)
    BaseUnits = Int()
    DateTP = Date("The day it was planned.")
    SiteNum = ForeignKey("site", "The place outside the office.")
    HideGraphics = Bool("Not drawn in the chart.")
    CanadianTypeCodes = Text()
    ProcTime = Time("When it began.")
    ProcTimeEnd = Time("When it ended.")
    DateTStamp = DateTime(stamp="edit")
    Prognosis = ForeignKey("definition", "What is to be hoped for.", where={"Category": 30})
    IsLocked = Bool("May not be changed any more.")
    BillingNote = Text("Shown in the account.")
    Discount = Double("Taken off the fee.")
    IsDateProsthEst = Bool("DateOriginalProsth is an estimate.")
    SecDateEntry = DateTime(stamp="entry")
    serverDateTime = ServerTime()

    single = GET("23.3.13")
    several = LIST(
        "21.1",
        optional=[
            PatNum,
            AptNum.but(since="22.3.32"),
            ProcStatus.but(since="25.2.21"),
            PlannedAptNum.but(since="24.4.5"),
            ClinicNum.but(since="23.3.13"),
            CodeNum.but(since="25.2.21"),
            DateTStamp.at_or_after(),
        ],
        order=["-ProcNum"],
    )
