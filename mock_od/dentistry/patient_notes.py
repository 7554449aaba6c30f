"""The notes of a patient, a row of patientnote that is made when it is first needed.

Model: the desktop program's data layer, 24.3.45.
"""

from __future__ import annotations

from mock_od.call import Records, Row


def notes_of(records: Records, patient: int) -> Row:
    """A patient's row, which is made where there is none.

    :param patient: PatNum.
    """
    row = records.find("patientnote", patient)
    if row is None:
        records.insert("patientnote", {"PatNum": patient})
        row = records.get("patientnote", patient)
    return row
