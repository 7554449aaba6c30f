"""https://www.opendental.com/site/apichartmodules.html

Known deviations:
- ProgNotes: the ObjectType of a procedure is Procedure and the note's name is note, as in the page's example; its list
  has neither. Clinic is the clinic's Description and Dx the definition's ItemValue, as in the data layer of the desktop
  program; the page says abbreviation and description. DateTime is written as in the example, not as the page says.
- ProgNotes: the User of a procedure is that of its newest note, and commlogs have Signed and Length as well. So in the
  data layer; by the page's words they are blank, and its example has a commlog that is signed.
- ProgNotes: commlogs are those of the family and of the super family, tasks those of the family; appointments are of
  every status. So in the data layer. Questionnaires and electronic forms are left out, as no source tells their
  ObjectType. Teeth have their universal names, whatever the office prefers.
- PatientInfo: Premedicate has no name and is the contents itself; Date First Visit may be "Invalid Date" or "New
  Patient"; medications that have ended and allergies that are not active are left out. So in the data layer, by the
  function that the API calls. It calls the second member Contents; the page's example has Content, which counts. Of
  problems it has the active ones alone; the page names inactive ones as well, which counts.
- PatientInfo makes the patient's row of PatientNotes, and the guarantor's, where there is none; PlannedAppts numbers
  the patient's planned appointments anew where their ItemOrderPlanned has gaps. So in the data layer.
- PlannedAppts: AptStatus and dateSched are those of the appointment that was made from the planned one, if any; so in
  the data layer, by the function that the API calls. The page's example, of an older version, has Planned with a day.
- A deleted patient is answered like any other. The page does not say otherwise.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import LIST, DateTime, Resource, Text
from mock_od.dentistry.chart_notes import chart_notes
from mock_od.dentistry.patient_information import patient_information
from mock_od.dentistry.planned_appointments import planned_appointments
from mock_od.fields.texts import one_line


class ChartModules(Resource, path="/chartmodules"):
    """What the chart shows of a patient."""

    notes = LIST(
        "21.4",
        path="/ProgNotes",
        of="patient",
        shows=[
            Text("Appointment, Procedure, Commlog, Task, Email, LabCase, Rx or Sheet.").called("ObjectType"),
            Text("Its key.").called("PrimaryKey"),
            Text("Its day, MM/dd/yyyy; of a task without a day M/d/yyyy.").called("Date"),
            Text("Its time, 3:18p; empty at midnight.").called("Time"),
            Text("Both, 2/8/2022 3:18:00 PM.").called("DateTime"),
            Text("Of a procedure: the tooth.").called("Th"),
            Text("Of a procedure: the surfaces, or the part of the mouth.").called("Surf"),
            Text("Of a procedure: the diagnosis.").called("Dx"),
            Text("What it is.").called("Description"),
            Text("What is noted of it.").called("note"),
            Text("Of a procedure: its status.").called("Stat"),
            Text("Of a procedure and a prescription: the provider's abbreviation.").called("Prov"),
            Text("And the provider's key.").called("ProvNum"),
            Text("Of a procedure: the fee in dollars.").called("Amount"),
            Text("Of a procedure: the code.").called("ProcCode"),
            Text("Who wrote it.").called("User"),
            Text("Signed where it is signed, Partial where not everybody has.").called("Signed"),
            Text("How long an appointment or a talk takes, 0:30.").called("Length"),
            Text("Of a procedure: the code in short.").called("Abbr"),
            Text("Of a procedure: the clinic.").called("Clinic"),
            Text("Of a procedure and an appointment: the clinic's key.").called("ClinicNum"),
        ],
    )
    about = LIST(
        "22.1",
        path="/PatientInfo",
        of="patient",
        shows=[Text("What it is about.").called("Field"), Text("What is known.").called("Content")],
    )
    planned = LIST(
        "22.2",
        path="/PlannedAppts",
        of="patient",
        shows=[
            Text("The planned appointment's key.").called("AptNum"),
            Text("Its provider's key.").called("ProvNum"),
            Text("Its turn among the patient's, from 1.").called("ItemOrder"),
            Text("How long it takes.").called("minutes"),
            Text("Its procedures in short.").called("ProcDescript"),
            Text("For the staff.").called("Note"),
            DateTime("The day of the appointment that was made from it.").called("dateSched"),
            Text("That one's status; Planned without one.").called("AptStatus"),
        ],
    )


@ChartModules.notes.give
def what_was_done_and_said(call: Call) -> list[dict[str, Any]]:
    """Documented: the progress notes, similarly to how the chart shows them.

    S: what stands there, its texts and its order.
    """
    return [note._asdict() for note in chart_notes(call.records, call.row)]


@ChartModules.about.give
def what_is_known_of_the_patient(call: Call) -> list[dict[str, Any]]:
    """Documented: the patient's information, similarly to how the chart shows it; problems include inactive ones.

    S: which lines, and their texts.
    """
    return [
        {"Field": one_line(name), "Content": one_line(contents)}
        for name, contents in patient_information(call, call.row)
    ]


@ChartModules.planned.give
def what_is_planned(call: Call) -> list[dict[str, Any]]:
    """Documented: the planned appointments, each with the day of the appointment that was made from it.

    S: their order, that appointment's status, and the word before ProcDescript.
    """
    return [
        {
            "AptNum": str(one.appointment["AptNum"]),
            "ProvNum": str(one.appointment["ProvNum"]),
            "ItemOrder": str(one.turn),
            "minutes": str(one.minutes),
            "ProcDescript": one_line(one.described),
            "Note": one_line(one.appointment["Note"]),
            "dateSched": one.scheduled,
            "AptStatus": one.status,
        }
        for one in planned_appointments(call, call.row["PatNum"])
    ]
