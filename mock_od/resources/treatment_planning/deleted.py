"""What belongs to a deleted patient without naming the patient itself."""

from __future__ import annotations

from mock_od.call import Call, Refusal


def refuse_deleted(call: Call, patient: int) -> None:
    """Refuse to change what belongs to a deleted patient.

    :raises Refusal: with the sentence that rows which name the patient have.
    """
    row = call.records.find("patient", patient)
    if row and row["PatStatus"] == "Deleted":
        hint = f"patient {patient} and what belongs to it cannot be changed any more"
        raise Refusal("Patient is deleted.", hint=hint)
