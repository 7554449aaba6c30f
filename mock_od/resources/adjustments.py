"""https://www.opendental.com/site/apiadjustments.html

Not a page yet: the table alone, because a discount plan's annual maximum is used up by adjustments.
"""

from mock_od.declare import Double, ForeignKey, Key, Table


class Adjustments(Table, table="adjustment"):
    """What was added to a patient's account or taken off it, other than by procedures and payments."""

    AdjNum = Key()
    AdjAmt = Double("Negative for a discount.")
    PatNum = ForeignKey("patient", "The patient.", owner=True, index=True)
    AdjType = ForeignKey("definition", where={"Category": 1})
    ProvNum = ForeignKey("provider")
    ProcNum = ForeignKey("procedurelog", "The procedure that it is for.")
    ClinicNum = ForeignKey("clinic")

    unseen = {
        "AdjDate": "date",
        "AdjNote": "text",
        "ProcDate": "date",
        "DateEntry": "date",
        "StatementNum": "bigint(20)",
        "SecUserNumEntry": "bigint(20)",
        "SecDateTEdit": "timestamp",
        "TaxTransID": "bigint(20)",
    }
