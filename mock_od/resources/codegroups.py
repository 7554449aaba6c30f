"""https://www.opendental.com/site/apicodegroups.html

Known deviations, where the page is silent:
- The list is sorted by key: the function that the API calls.
- An empty or blank GroupName: 400, as if it were missing; the desktop program says "Group Name is required."
- Blanks in ProcCodes are left out, as the desktop program keeps none. Whether the codes exist is not looked at.
- A new group comes last: its ItemOrder is the number of groups there are, hidden ones too. No source says it.
- A hidden group is shown nowhere: the rule of POST holds for what a PUT makes of the row, too. The sentence is ours.
- Since when ShowInFrequency and ShowInOther are answered is a guess: since they can be sent.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import GET, LIST, POST, PUT, Bool, Enum, Int, Key, Resource, Text
from mock_od.resources.common import last_place, refuse_blank


class CodeGroups(Resource, table="codegroup", path="/codegroups"):
    """Procedure codes that an insurance's frequency and age limits speak of together."""

    CodeGroupNum = Key()
    GroupName = Text("What the office calls it.")
    ProcCodes = Text("The codes, with commas between.")
    ItemOrder = Int("Place in the desktop program's list, from 0.")
    CodeGroupFixed = Enum(
        ["None", "BW", "PanoFMX", "Exam", "Perio", "Prophy", "SRP", "FMDebride", "Fluoride", "Sealant"],
        "What the desktop program knows it as.",
    )
    IsHidden = Bool("No longer used.")
    ShowInAgeLimit = Bool("Among the age limits of benefits.")
    ShowInFrequency = Bool("Among the frequency limits of benefits.", since="25.3.10")
    ShowInOther = Bool("Among the other benefits.", since="25.3.10")

    single = GET("25.3.10")
    several = LIST("23.2.62")
    _optional = (
        ProcCodes,
        CodeGroupFixed,
        IsHidden,
        ShowInAgeLimit,
        ShowInFrequency.but(since="25.3.10"),
        ShowInOther.but(since="25.3.10"),
    )
    create = POST("24.1.29", required=[GroupName], optional=_optional)
    update = PUT("24.1.29", optional=[GroupName, *_optional])


@CodeGroups.create.rule
@CodeGroups.update.rule
def a_group_has_a_name(call: Call) -> None:
    """S: the desktop program refuses an empty one.

    Inferred: it is refused as if it were missing.
    """
    refuse_blank(call, CodeGroups.GroupName, "Group Name is required.")


@CodeGroups.create.rule
@CodeGroups.update.rule
def a_hidden_group_is_shown_nowhere(call: Call) -> None:
    """Documented: IsHidden cannot be true where one of the three others is.

    Inferred: so it is after a PUT.
    Ours: the sentence.
    """
    group = {**call.row, **call.values}
    # What the office's version does not have yet could not be switched off by the caller.
    known = [field for field in _SHOWN if field.since is None or call.at_least(field.since)]
    shown = [field.name for field in known if group[field.name]]
    if call.sends(CodeGroups.IsHidden, *_SHOWN) and group["IsHidden"] and shown:
        hint = f"{shown[0]} is true; send it as false, or IsHidden"
        raise Refusal(f"IsHidden cannot be true if {shown[0]} is true.", hint=hint)


_SHOWN = (CodeGroups.ShowInAgeLimit, CodeGroups.ShowInFrequency, CodeGroups.ShowInOther)


@CodeGroups.create.prepare
@CodeGroups.update.prepare
def codes_have_no_blanks_between(call: Call) -> None:
    """S: the desktop program keeps the codes without blanks."""
    if "ProcCodes" in call.values:
        call.values["ProcCodes"] = "".join(call.values["ProcCodes"].split())


@CodeGroups.create.prepare
def a_new_group_comes_last(call: Call) -> None:
    """Documented: the example's ItemOrder, which the caller does not send.

    Inferred: it is the number of groups there are, as the desktop program does with coverage categories.
    """
    call.values["ItemOrder"] = last_place(call)
