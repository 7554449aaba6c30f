"""https://www.opendental.com/site/apipatfielddefs.html

Known deviations:
- A name that another field has is refused in any case, with the sentence that the desktop program has for fields of
  appointments; its window for fields of patients says "Field name currently being used."
- The sentences for a PickList that is not allowed are ours. A blank one is refused as if it were missing; the desktop
  program says "List cannot be blank."
- Before 24.1 a change to FieldType "PickList" needs no PickList: the page asks for one since then only.
- The items of a field that becomes a pick list again take the place of those that it had.
- A field of CareCredit is in use where a property of the program CareCredit has its number, or, as far as its name is
  concerned, where a patient has a value of it. The sentence for its name is the desktop program's.
- A new name is given to the patients' values as well, as in the desktop program.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, LIST, POST, PUT, Bool, Enum, Key, Lines, Resource, Text
from mock_od.resources.common import lines_of, refuse_blank

_CARE_CREDIT = ("CareCreditStatus", "CareCreditPreApprovalAmt", "CareCreditAvailableCredit")
_NAMED = 6


class PatFieldDefs(Resource, table="patfielddef", path="/patfielddefs"):
    """Fields of an office's own that patients can have: PatFields are their values."""

    PatFieldDefNum = Key()
    FieldName = Text("Its name, by which PatFields speak of it.")
    FieldType = Enum(
        about="What its values are.",
        added={"CareCreditPreApprovalAmt": "24.1", "CareCreditAvailableCredit": "24.1"},
    )
    PickList = Lines("Before 24.1: what can be picked, each item on a line.")
    IsHidden = Bool("No longer used.")

    unique = {FieldName: "Field name already in use."}

    several = LIST("22.4.9")
    create = POST(
        "23.3.26",
        required=[FieldName, FieldType.but(without=["InCaseOfEmergency"])],
        optional=[PickList, IsHidden],
    )
    update = PUT("23.3.26", optional=[FieldName, FieldType.but(without=["InCaseOfEmergency"]), PickList, IsHidden])
    delete = DELETE("23.3.26", cascades={"patfieldpickitem": "PatFieldDefNum"})


@PatFieldDefs.create.rule
@PatFieldDefs.update.rule
def a_field_has_a_name(call: Call) -> None:
    """Inferred: an empty name is refused as if it were missing."""
    refuse_blank(call, PatFieldDefs.FieldName)


@PatFieldDefs.create.rule
@PatFieldDefs.update.rule
def only_a_pick_list_has_items(call: Call) -> None:
    """Documented: PickList is only allowed where FieldType is PickList.

    Documented: since 24.1 the items of a field that is a pick list already cannot be changed.
    Ours: the sentences.
    """
    if not call.sends(PatFieldDefs.PickList):
        return
    if {**call.row, **call.values}["FieldType"] != "PickList":
        hint = "send PickList with FieldType PickList alone"
        raise Refusal("PickList is only allowed if FieldType is PickList.", hint=hint)
    if call.row and not _becomes_a_pick_list(call) and call.at_least("24.1"):
        hint = f"field {call.key} is a PickList already; its items are rows of patfieldpickitem"
        raise Refusal("PickList is only allowed when changing FieldType to PickList.", hint=hint)


@PatFieldDefs.create.rule
@PatFieldDefs.update.rule
def a_new_pick_list_has_items(call: Call) -> None:
    """Documented: PickList is required with FieldType PickList; in a PUT since 24.1, where the type changes to it."""
    if not _becomes_a_pick_list(call):
        return
    if not call.sends(PatFieldDefs.PickList) and (not call.row or call.at_least("24.1")):
        raise Refusal("PickList is required.", hint="send the items that can be picked, each on a line of its own")
    refuse_blank(call, PatFieldDefs.PickList, "List cannot be blank.")


def _becomes_a_pick_list(call: Call) -> bool:
    """Whether the call makes a field a pick list that was none."""
    return call.values.get("FieldType") == "PickList" and call.row.get("FieldType") != "PickList"


@PatFieldDefs.update.rule
def a_care_credit_field_in_use_keeps_its_name(call: Call) -> None:
    """Documented: the name of a field of CareCredit that is in use cannot be changed.

    S: the sentence.
    Ours: when it is in use.
    """
    name = call.row["FieldName"]
    if call.values.get("FieldName", name) == name or call.row["FieldType"] not in _CARE_CREDIT:
        return
    if _of_care_credit(call) or call.records.rows("patfield", FieldName=name):
        hint = f"field {call.key} is a {call.row['FieldType']} that is in use"
        raise Refusal("CareCredit field name currently being used. Cannot rename.", hint=hint)


@PatFieldDefs.create.after
@PatFieldDefs.update.after
def since_24_1_items_are_rows(call: Call) -> None:
    """Documented: since 24.1 each item is a patfieldpickitem, and the column PickList stays blank.

    Ours: items that the field had before go.
    """
    if not call.sends(PatFieldDefs.PickList) or not call.at_least("24.1"):
        return
    call.records.update("patfielddef", call.key or 0, {"PickList": ""})
    call.records.delete("patfieldpickitem", PatFieldDefNum=call.key)
    for at, name in enumerate(lines_of(call.sent["PickList"])):
        call.records.insert("patfieldpickitem", {"PatFieldDefNum": call.key, "Name": name, "ItemOrder": at})


@PatFieldDefs.update.after
def values_follow_the_name(call: Call) -> None:
    """S: a new name is written to all values."""
    name = call.values.get("FieldName", call.row["FieldName"])
    if name != call.row["FieldName"]:
        for value in call.records.rows("patfield", FieldName=call.row["FieldName"]):
            call.records.update("patfield", value["PatFieldNum"], {"FieldName": name})


@PatFieldDefs.delete.rule
def a_field_in_use_stays(call: Call) -> None:
    """Documented: a field that is in use cannot be deleted.

    S: the sentences; six of the patients are named.
    Ours: when CareCredit uses it.
    """
    values = call.records.rows("patfield", FieldName=call.row["FieldName"])
    if values:
        patients = [call.records.find("patient", value["PatNum"]) for value in values[:_NAMED]]
        names = "".join(f"{patient['LName']}, {patient['FName']}\r\n" for patient in patients if patient)
        sentence = f"Not allowed to delete. Already in use by {len(values)} patients, including  \r\n{names}"
        raise Refusal(sentence, hint=f"patfield {values[0]['PatFieldNum']} is a value of it; delete the values first")
    if call.row["FieldType"] in _CARE_CREDIT and _of_care_credit(call):
        hint = f"a property of the program CareCredit has the value {call.key}"
        raise Refusal("Not allowed to delete. Already in use by CareCredit.", hint=hint)


def _of_care_credit(call: Call) -> bool:
    """Whether the program CareCredit is set up to use this field."""
    return any(
        call.records.rows("programproperty", ProgramNum=program["ProgramNum"], PropertyValue=str(call.key))
        for program in call.records.rows("program", ProgName="CareCredit")
    )
