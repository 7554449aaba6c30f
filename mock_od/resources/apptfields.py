"""https://www.opendental.com/site/apiapptfields.html

Known deviations:
- An empty string answers a GET for a FieldName that no ApptFieldDef has, too. A PUT of one is 404, as any row that is
  named and not there; the page names only 200 and 400.
- A field is found in any case, and a value is stored under the name that the ApptFieldDef has, as in the data layer of
  the desktop program. As there, a PUT removes the value that is there and inserts a new one, under a new key.
- Of a PickList any value is taken.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import FIND, PUT, ForeignKey, Key, Resource, Text, TextKey


class ApptFields(Resource, table="apptfield", path="/apptfields"):
    """Values that appointments have of the office's own fields."""

    ApptFieldNum = Key()
    FieldName = TextKey("apptfielddef", "FieldName", "The field.")
    AptNum = ForeignKey(about="The appointment.", owner=True, index=True)
    FieldValue = Text("Any text, or an item of the pick list.")

    single = FIND(
        "21.1", required=[AptNum, Text("The field.").called("FieldName")], shows=[FieldName, AptNum, FieldValue]
    )
    update = PUT(
        "21.1",
        by=[AptNum, FieldName],
        upsert=True,
        required=[AptNum, FieldName, FieldValue],
        permission="ApiComm",
        answer="nothing",
    )


def _values(call: Call) -> list[dict[str, Any]]:
    """The appointment's values of the field."""
    name = call.sent["FieldName"].casefold()
    rows = call.records.rows("apptfield", AptNum=call.sent["AptNum"])
    return [row for row in rows if row["FieldName"].casefold() == name]


@ApptFields.single.give
def the_value_or_nothing(call: Call) -> Any:
    """Documented: an empty string where the appointment has no value of the field."""
    found = _values(call)
    return {name: found[-1][name] for name in ("FieldName", "AptNum", "FieldValue")} if found else ""


@ApptFields.update.action
def a_new_value_takes_the_place_of_the_old_one(call: Call) -> int:
    """Documented: the value that is there is overwritten; where there is none, one is inserted.

    S: the old row goes and a new one comes; it has the field's name as the ApptFieldDef writes it.
    """
    name = call.sent["FieldName"]
    for row in _values(call):
        call.records.delete("apptfield", ApptFieldNum=row["ApptFieldNum"])
    for field in call.records.query(
        'SELECT "FieldName" FROM "apptfielddef" WHERE fold("FieldName") = ?', name.casefold()
    ):
        name = field[0]
    return call.records.insert("apptfield", {**call.values, "FieldName": name})
