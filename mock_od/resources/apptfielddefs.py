"""https://www.opendental.com/site/apiapptfielddefs.html

Known deviations:
- A name that another field has is refused in any case, with the desktop program's sentence.
- A PickList that is sent with FieldType Text is left out, with a hint: the page says that it is not used then.
- The list is sorted by key, as lists are; the desktop program sorts it by ItemOrder.
- An empty FieldName is refused as if it were missing.
- Until 23.1 a write needs ApiAllOthers: the documentation says that ApiSetup was added then, and not what it was
  before.
"""

from mock_od.call import Call
from mock_od.declare import LIST, POST, Enum, Key, Lines, Resource, Text
from mock_od.resources.common import refuse_blank


class ApptFieldDefs(Resource, table="apptfielddef", path="/apptfielddefs"):
    """Fields of an office's own that appointments can have: ApptFields are their values."""

    ApptFieldDefNum = Key()
    FieldName = Text("Its name, by which ApptFields speak of it.")
    FieldType = Enum(about="What its values are.")
    PickList = Lines("Of a PickList: what can be picked, each item on a line.")

    unique = {FieldName: "Field name already in use."}

    several = LIST("21.4")
    create = POST(
        "21.4",
        required=[FieldName],
        optional=[FieldType.but(default="Text"), PickList],
        permission={"23.1": "ApiSetup", "": "ApiAllOthers"},
    )


@ApptFieldDefs.create.rule
def a_field_has_a_name(call: Call) -> None:
    """Inferred: an empty name is refused as if it were missing."""
    refuse_blank(call, ApptFieldDefs.FieldName)


@ApptFieldDefs.create.prepare
def only_a_pick_list_has_items(call: Call) -> None:
    """Documented: PickList is only used where FieldType is PickList."""
    if call.values.get("PickList") and call.values["FieldType"] != "PickList":
        call.values["PickList"] = ""
        call.ignore("PickList was ignored, as FieldType is not PickList")
