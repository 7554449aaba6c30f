"""What holds of the fields that a practice has added, and of hours on the clock.

In the SELECTs, FieldType 1 is PickList, 3 Checkbox.
"""

from __future__ import annotations

from mock_od.check.finding import law

CHECKS = (
    law(
        "fields of patients",
        "patfield",
        "FieldName is {FieldName!r}, which no patfielddef has",
        """SELECT PatFieldNum AS key, FieldName FROM patfield
        WHERE FieldName NOT IN (SELECT FieldName FROM patfielddef)""",
    ),
    law(
        "one value of a field",
        "patfield",
        "is a {FieldName!r} of patient {PatNum}, and so is {other}",
        """SELECT v.PatFieldNum AS key, v.FieldName, v.PatNum, MIN(o.PatFieldNum) AS other FROM patfield v
        JOIN patfield o ON o.PatNum = v.PatNum AND o.FieldName = v.FieldName AND o.PatFieldNum < v.PatFieldNum
        GROUP BY v.PatFieldNum""",
    ),
    law(
        "values of fields",
        "patfield",
        "FieldValue is {FieldValue!r}, which the field {FieldName!r} does not take",
        """SELECT v.PatFieldNum AS key, v.FieldValue, v.FieldName FROM patfield v
        JOIN patfielddef d ON d.FieldName = v.FieldName WHERE v.FieldValue <> '' AND (
        (d.FieldType = 1 AND d.PickList = '' AND v.FieldValue NOT IN
            (SELECT i.Name FROM patfieldpickitem i WHERE i.PatFieldDefNum = d.PatFieldDefNum))
        OR (d.FieldType = 3 AND v.FieldValue NOT IN ('0', '1')))""",
    ),
    law(
        "fields of appointments",
        "apptfield",
        "FieldName is {FieldName!r}, which no apptfielddef has",
        """SELECT ApptFieldNum AS key, FieldName FROM apptfield
        WHERE FieldName NOT IN (SELECT FieldName FROM apptfielddef)""",
    ),
    law(
        "stays on the clock end after they begin",
        "clockevent",
        "TimeDisplayed2 is {TimeDisplayed2}, before TimeDisplayed1, {TimeDisplayed1}",
        """SELECT ClockEventNum AS key, TimeDisplayed1, TimeDisplayed2 FROM clockevent
        WHERE TimeDisplayed2 > '0001-01-02' AND TimeDisplayed2 < TimeDisplayed1""",
    ),
)
