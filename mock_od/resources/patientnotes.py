"""https://www.opendental.com/site/apipatientnotes.html

Known deviations:
- A patient's row is made when it is first read or written, and the guarantor's with it, as in the desktop program.
- FamFinancial is the guarantor's in what GET (single) and PUT answer, and a PUT writes it to the guarantor's row
  alone, as in the desktop program. The list shows each row's own: no source says otherwise.
- Since when the notes other than ICEName, ICEPhone and Service are answered is not documented; here always.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import GET, LIST, PUT, DateTime, Key, Resource, Text
from mock_od.dentistry.patient_notes import notes_of


class PatientNotes(Resource, table="patientnote", path="/patientnotes"):
    """More about a patient: one row for each patient, under the patient's own number."""

    PatNum = Key("The patient.", of="patient", owner=True, demand=True)
    FamFinancial = Text("About the family's account; one for a family, with the guarantor.")
    Medical = Text("About the medical history.")
    Service = Text("About how to treat the patient.")
    MedicalComp = Text("The complete medical history.")
    Treatment = Text("What does not concern the treatment.")
    ICEName = Text("Whom to call in an emergency.")
    ICEPhone = Text("At this number.")
    SecDateTEntry = DateTime(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")

    single = GET("21.2")
    several = LIST("25.2.14")
    update = PUT(
        "21.2",
        optional=[
            FamFinancial.but(since="25.2.14"),
            Medical.but(since="25.2.14"),
            Service.but(since="21.4"),
            MedicalComp.but(since="25.2.14"),
            Treatment.but(since="25.2.14"),
            ICEName,
            ICEPhone,
        ],
    )


def _guarantor(call: Call, patient: int) -> int:
    """Who pays for the patient: the patient, where nobody else does."""
    row = call.records.find("patient", patient)
    return (row and row["Guarantor"]) or patient


@PatientNotes.update.prepare
def the_familys_note_is_the_guarantors(call: Call) -> None:
    """Documented: FamFinancial is one note for the family, with the guarantor.

    S: it is written to the guarantor's row alone.
    """
    guarantor = _guarantor(call, call.row["PatNum"])
    if "FamFinancial" in call.values and guarantor != call.row["PatNum"]:
        text = call.values.pop("FamFinancial")
        notes_of(call.records, guarantor)
        call.records.update("patientnote", guarantor, {"FamFinancial": text})


@PatientNotes.single.reshape
@PatientNotes.update.reshape
def the_guarantors_note_is_shown(call: Call, rows: list[dict[str, Any]]) -> None:
    """S: FamFinancial is the guarantor's; the guarantor's row is made, too."""
    turn = PatientNotes.FamFinancial.to_json() or str
    for row in rows:
        row["FamFinancial"] = turn(notes_of(call.records, _guarantor(call, row["PatNum"]))["FamFinancial"])
