"""https://www.opendental.com/site/apiehrpatients.html

Known deviations:
- A patient's row is made when it is first read or written, as in the desktop program.
- DischargeDate is a date-time in the database, and a day for the API; a time that a seeded row has is not shown.
- Since when GET shows MedicaidState is not documented; here always.
"""

from mock_od.call import Call
from mock_od.declare import GET, PUT, Date, DateTime, Enum, Key, Resource, Text


class EhrPatients(Resource, table="ehrpatient", path="/ehrpatients"):
    """What health records have of a patient: one row for each patient, under the patient's own number."""

    PatNum = Key("The patient.", of="patient", owner=True, demand=True)
    MotherMaidenFname = Text("First name of the patient's mother.")
    MotherMaidenLname = Text("Her last name before she was married.")
    VacShareOk = Enum(about="Whether what the patient was vaccinated with may be shared.")
    MedicaidState = Text("The state of the patient's MedicaidID, in two letters.")
    SexualOrientation = Text("A SNOMED code.")
    GenderIdentity = Text("A SNOMED code.")
    SexualOrientationNote = Text("Where the code is for others.")
    GenderIdentityNote = Text("Where the code is for others.")
    DischargeDate = DateTime("The day on which the patient was discharged.", pattern="yyyy-MM-dd", day=True)

    single = GET("24.1.15")
    update = PUT("24.1.15", optional=[Date().called("DischargeDate"), MedicaidState.but(since="24.4.13")])


@EhrPatients.update.prepare
def a_day_is_its_first_moment(call: Call) -> None:
    """Documented: DischargeDate is a day.

    S: its column holds a moment.
    """
    if "DischargeDate" in call.values:
        call.values["DischargeDate"] += " 00:00:00"
