"""https://www.opendental.com/site/apilabcases.html

Known deviations:
- AptNum=0 and PlannedAptNum=0 find the cases that are not attached; 0 of the other parameters finds all. So in the data
  layer of the desktop program, by the function that the API calls.
- Whether the appointment is of the same patient is not looked at; no source says that it is.
- A case whose order (a sheet of the type LabSlip) is still there is not deleted: so in the desktop program, with its
  sentence.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, GET, LIST, POST, PUT, DateTime, Double, ForeignKey, Key, Resource, Text


class LabCases(Resource, table="labcase", path="/labcases"):
    """What a laboratory makes for a patient."""

    LabCaseNum = Key()
    PatNum = ForeignKey(about="For whom it is.", owner=True)
    LaboratoryNum = ForeignKey(about="The laboratory that makes it.", needed=True)
    AptNum = ForeignKey(about="The visit at which it is needed.", where={"AptStatus": "Scheduled"})
    PlannedAptNum = ForeignKey(about="The planned visit at which it is needed.", where={"AptStatus": "Planned"})
    DateTimeDue = DateTime("When it is to be there, as the order says.")
    DateTimeCreated = DateTime("When the case was begun.")
    DateTimeSent = DateTime("When it was sent.")
    DateTimeRecd = DateTime("When it came back.")
    DateTimeChecked = DateTime("When it was looked at.")
    ProvNum = ForeignKey(about="Who orders it.", needed=True)
    Instructions = Text("What is to be made.")
    LabFee = Double("What it costs; no calculation uses it.")
    DateTStamp = DateTime(stamp="edit")
    InvoiceNum = Text("The number of the laboratory's bill.")

    single = GET("24.2.28")
    several = LIST(
        "24.2.28",
        optional=[PatNum.unless_zero(), LaboratoryNum.unless_zero(), AptNum, PlannedAptNum, ProvNum.unless_zero()],
    )
    create = POST(
        "24.4.19",
        required=[PatNum, LaboratoryNum, ProvNum],
        optional=[
            AptNum,
            PlannedAptNum,
            DateTimeDue,
            DateTimeCreated,
            DateTimeSent,
            DateTimeRecd,
            DateTimeChecked,
            Instructions,
            LabFee,
            InvoiceNum,
        ],
    )
    update = PUT(
        "24.4.19",
        optional=[
            LaboratoryNum,
            AptNum,
            PlannedAptNum,
            DateTimeDue,
            DateTimeCreated,
            DateTimeSent,
            DateTimeRecd,
            DateTimeChecked,
            ProvNum,
            Instructions,
            LabFee,
            InvoiceNum,
        ],
    )
    delete = DELETE("24.4.19")


@LabCases.delete.rule
def the_order_goes_first(call: Call) -> None:
    """S: a LabSlip that names the case keeps it, unless it is deleted itself; the sentence."""
    slips = call.records.rows("sheet", PatNum=call.row["PatNum"], SheetType="LabSlip", IsDeleted=0)
    for sheet in slips:
        named = {"SheetNum": sheet["SheetNum"], "FieldType": "Parameter", "FieldName": "LabCaseNum"}
        if call.records.rows("sheetfield", **named, FieldValue=str(call.key)):
            hint = f"sheet {sheet['SheetNum']} is the lab slip of this case; delete it first"
            raise Refusal("Cannot delete LabCase because lab slip is still attached.", hint=hint)
