"""What a new procedure has where nobody says. The page puts these functions under its POST.

May not: change anything.
"""

from __future__ import annotations

from mock_od.call import Call
from mock_od.dentistry import charting, completing, fees
from mock_od.dentistry.preferences import preferred_key

_PRIORITIES, _DIAGNOSES = 20, 16


def whoever_does_it(call: Call) -> int:
    """Documented: the appointment's provider, else the patient's, else the practice's own."""
    appointment = call.records.find("appointment", call.sent.get("AptNum", 0))
    patient = call.records.get("patient", call.sent["PatNum"])
    of_appointment = int(appointment["ProvNum"]) if appointment else 0
    return of_appointment or int(patient["PriProv"]) or preferred_key(call, "PracticeDefaultProv")


def the_usual_fee(call: Call) -> float:
    """Documented: the code's default with regard to the patient's insurance.

    S: which fee schedule, whose fee in it, and the higher usual fee of a PPO's patient.
    """
    code = call.records.get("procedurecode", call.sent["CodeNum"])
    provider = call.sent.get("ProvNum") or whoever_does_it(call)
    known = {"PatNum": call.sent["PatNum"], "CodeNum": code["CodeNum"], "MedicalCode": code["MedicalCode"]}
    return fees.price(call, {**known, "ProvNum": provider, "ClinicNum": _clinic(call)})


def the_first_priority(call: Call) -> int:
    """Documented: the first definition of category 20.

    Inferred: the first visible one, as the office sorts them.
    """
    return charting.first_definition(call, _PRIORITIES)


def the_first_diagnosis(call: Call) -> int:
    """Documented: the first definition of category 16.

    Inferred: the first visible one, as the office sorts them.
    """
    return charting.first_definition(call, _DIAGNOSES)


def the_usual_place(call: Call) -> str:
    """Documented: the clinic's, or that of the preference DefaultProcedurePlaceService.

    S: the preference is for a procedure without a clinic.
    """
    return completing.place_of_service(call, _clinic(call))


def _clinic(call: Call) -> int:
    """ClinicNum of the new procedure."""
    patient = call.records.get("patient", call.sent["PatNum"])
    return int({**patient, **call.sent}["ClinicNum"])
