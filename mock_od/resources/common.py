"""What several pages ask of an office: its preferences, its plans.

May not: be a page.
"""

from __future__ import annotations

from mock_od.call import Call, Row

SAVED, ACTIVE, INACTIVE = "Saved", "Active", "Inactive"
PLANNED = ("TP", "TPi")


def preference(call: Call, name: str, clinic: int = 0) -> str:
    """An office's preference, or the clinic's own where it has one; empty when neither is set."""
    if clinic:
        for row in call.records.rows("clinicpref", ClinicNum=clinic, PrefName=name):
            return str(row["ValueString"])
    found = call.records.query('SELECT "ValueString" FROM "preference" WHERE "PrefName" = ?', name)
    return str(found[0][0]) if found else ""


def subscription(call: Call, patient: int) -> Row | None:
    """The patient's discount plan subscription, the newest where there are several."""
    found = call.records.rows("discountplansub", PatNum=patient)
    return found[-1] if found else None


def signatures(plan: Row) -> list[str]:
    """Who has signed a treatment plan, as its page calls it: the patient, the practice."""
    flags = {"isSigned": "Signature", "isSignedPractice": "SignaturePractice"}
    return [flag for flag, column in flags.items() if plan[column]]
