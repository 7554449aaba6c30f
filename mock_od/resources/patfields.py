"""https://www.opendental.com/site/apipatfields.html

Known deviations:
- The list is always a list; two of the page's examples show one row of it without brackets.
- SecDateTEdit finds what was edited at that moment too, and PatNum 0 finds all rows, as in the data layer of the
  desktop program, which the API shares. There FieldName is found in any case; the page says that it is case-sensitive.
- A FieldName that no PatFieldDef has is 404, as any row that is named and not there.
- What a value may be follows the page: items of the pick list, a day, "1" or "0", a number. An empty value is taken for
  all types. The sentences are ours, and so is the one for a hidden field and for a value of CareCreditStatus.
- A second value of one field for one patient is refused by a POST (400); no source says it.
- PUT changes a value that is there; one that is not is 404.
"""

import re

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, GET, LIST, POST, PUT, Date, DateTime, ForeignKey, Key, Resource, Text, TextKey
from mock_od.fields import Unreadable
from mock_od.resources.common import lines_of

_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?|-?\.[0-9]+")


class PatFields(Resource, table="patfield", path="/patfields", logs="PatientFieldEdit"):
    """Values that patients have of the office's own fields."""

    PatFieldNum = Key()
    PatNum = ForeignKey(about="Whose it is.", owner=True)
    FieldName = TextKey("patfielddef", "FieldName", "The field.", exact=True, index=True)
    FieldValue = Text("As the type of the field has it.")
    SecDateEntry = Date(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")

    unique = {(PatNum, FieldName): "PatField already exists."}

    single = GET("22.4")
    several = LIST(
        "21.1",
        required=[PatNum.until("22.4.5").unless_zero(), FieldName.until("22.4.5")],
        optional=[SecDateTEdit.at_or_after().but(since="22.4.5")],
    )
    create = POST("22.4", required=[PatNum, FieldName, FieldValue])
    update = PUT("21.1", by=[PatNum, FieldName], required=[PatNum, FieldName, FieldValue])
    delete = DELETE("22.4")


@PatFields.create.rule
def no_values_of_a_hidden_field(call: Call) -> None:
    """Documented: none can be created of a field that is hidden.

    Ours: the sentence.
    """
    for field in call.records.rows("patfielddef", FieldName=call.sent["FieldName"]):
        if field["IsHidden"]:
            hint = f"patfielddef {field['PatFieldDefNum']} is hidden"
            raise Refusal("PatField cannot be created. The PatFieldDef is hidden.", hint=hint)


@PatFields.create.rule
@PatFields.update.rule
def the_value_fits_the_type_of_the_field(call: Call) -> None:
    """Documented: an item of the pick list, a day, "1" for true, an amount, by the type of the field.

    Ours: "0" and an empty text are taken as well; other types take any text; the sentences.
    """
    value = call.sent["FieldValue"]
    for field in call.records.rows("patfielddef", FieldName=call.sent["FieldName"]):
        kind = field["FieldType"]
        if kind == "Date" and value:
            _refuse_no_day(value)
        items = [row["Name"] for row in call.records.rows("patfieldpickitem", PatFieldDefNum=field["PatFieldDefNum"])]
        taken = {
            "PickList": value in (items or lines_of(field["PickList"])),
            "Checkbox": value in ("0", "1"),
            "Currency": bool(_AMOUNT.fullmatch(value)),
        }
        if value and not taken.get(kind, True):
            hint = f"{call.sent['FieldName']} is a field of the type {kind}"
            raise Refusal("FieldValue is invalid.", hint=hint)


def _refuse_no_day(value: str) -> None:
    try:
        Date().called("FieldValue").read(value)
    except Unreadable as wrong:
        raise Refusal(wrong.sentence, hint=wrong.hint) from None


@PatFields.delete.rule
def the_status_of_care_credit_stays(call: Call) -> None:
    """Documented: a value of a field of the type CareCreditStatus is not deleted.

    Ours: the sentence.
    """
    for field in call.records.rows("patfielddef", FieldName=call.row["FieldName"]):
        if field["FieldType"] == "CareCreditStatus":
            hint = f"{call.row['FieldName']} is a field of the type CareCreditStatus"
            raise Refusal("PatField cannot be deleted. Its PatFieldDef is of type CareCreditStatus.", hint=hint)
