"""https://www.opendental.com/site/apirecalls.html

Known deviations:
- PatNum 0 finds all rows, as in the data layer of the desktop program, which the API shares.
- GET List, where the page is silent, is what that data layer does: which patients are left out because they have been
  reminded, what counts as a reminder, the order, and what Contact shows. A family that owes exactly
  DisableUntilBalance is left out, as the page says, and in the data layer it is not. Age is "0" where no Birthdate is.
  A RecallType that is none is refused (400); one that the office does not show gives an empty list.
- Nothing is worked out anew by POST and PUT: DatePrevious and DateScheduled come with the next procedure or
  appointment that is written.
- A second recall of a type is refused by a POST (400), with a sentence of ours. A negative DisableUntilBalance is too;
  the desktop program has a sentence of its own for it.
- PUT Status leaves RecallStatus as it is where none is sent; the page does not say. The usual note counts the
  reminders, and a second commlog of the same day and mode is not made, as in the desktop program.
- PUT SwitchType does what the buttons do that the page speaks of, its refusal included: a patient with neither type
  gets a perio recall. The window works out the dates anew when it is done; so do we.
"""

from mock_od.call import Call, Refusal, Row
from mock_od.declare import (
    LIST,
    POST,
    PUT,
    Bool,
    Date,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Interval,
    Key,
    Lookup,
    Pattern,
    Resource,
    Text,
)
from mock_od.dentistry.commlogs import log_reminder
from mock_od.dentistry.recall_list import Asked, recall_list
from mock_od.dentistry.recalls import has_triggers, special_types, synch_due

_MODES = ["None", "Email", "Mail", "Phone", "InPerson", "Text", "EmailAndText", "PhoneAndText"]


class Recalls(Resource, table="recall", path="/recalls", logs="RecallEdit"):
    """When patients are due to come back, and for what."""

    RecallNum = Key()
    PatNum = ForeignKey(about="The patient.", owner=True)
    DateDue = Date("When the patient is due.")
    DatePrevious = Date("The last visit that it counts from.")
    RecallInterval = Interval("The time from one visit to the next.")
    RecallStatus = ForeignKey(about="What has been done to bring the patient back.", where={"Category": 13})
    recallStatus = Lookup(RecallStatus, "ItemName")
    Note = Text("For the staff.")
    IsDisabled = Bool("The patient is not called back.")
    DateTStamp = DateTime(stamp="edit")
    RecallTypeNum = ForeignKey(about="What the patient comes back for.")
    DisableUntilBalance = Double("Not called back before the family owes less than this; 0 for no bound.", least=0)
    DisableUntilDate = Date("Not called back before this day.")
    DateScheduled = Date("The day of the appointment for it.")
    Priority = Enum(about="Whether the patient would come at short notice.")
    TimePatternOverride = Pattern("The time of its appointment, where it is not the type's.")

    unique = {(PatNum, RecallTypeNum): "Recall already exists for this RecallType."}

    several = LIST("22.4.40", optional=[PatNum.unless_zero()])
    to_call = LIST(
        "22.1",
        path="/List",
        optional=[
            Date("The first day of DateDue.").called("DateStart"),
            Date("The last day of DateDue.").called("DateEnd"),
            ForeignKey("provider", "The patient's primary or secondary provider.").called("ProvNum"),
            ForeignKey("clinic", "The patient's clinic; 0 for none.").called("ClinicNum"),
            Text("The Description of a recall type: Prophy, Perio.").called("RecallType"),
            Bool("Patients who have been reminded enough as well.").called("IncludeReminded").but(default=False),
        ],
        shows=[
            Text("When the patient is due, M/d/yyyy; empty without a visit yet.").called("DueDate"),
            PatNum,
            Text("The patient's name.").called("Patient"),
            Text("The patient's years.").called("Age"),
            Text("What the patient comes back for.").called("Type"),
            Text("The time from one visit to the next.").called("Interval"),
            Text("The days with a reminder since the last visit; empty for none.").called("NumRemind"),
            Text("The last one of them, M/d/yyyy.").called("LastRemind"),
            Text("How the patient wants to be reminded.").called("Contact"),
            Text("What has been done to bring the patient back.").called("Status"),
            ForeignKey("clinic", "The patient's clinic.").called("ClinicNum"),
            Note,
        ],
    )
    create = POST(
        "24.2.31",
        required=[PatNum, RecallTypeNum],
        optional=[
            DateDue,
            RecallInterval.but(like="recalltype.DefaultInterval"),
            RecallStatus,
            Note,
            IsDisabled,
            DisableUntilBalance,
            DisableUntilDate,
            Priority,
            TimePatternOverride,
        ],
        status=200,
    )
    update = PUT(
        "24.2.31",
        optional=[
            DateDue,
            RecallInterval,
            RecallStatus,
            Note,
            IsDisabled,
            DisableUntilBalance,
            DisableUntilDate,
            Priority,
            TimePatternOverride,
        ],
    )
    remind = PUT(
        "21.2",
        path="/Status",
        by=(),
        required=[PatNum, Text("The Description of the recall's type.", example="Prophy").called("recallType")],
        optional=[
            RecallStatus,
            Enum(_MODES, "By which means the patient was reminded.").called("commlogMode"),
            Text("The commlog's Note, in place of the usual one.", sql="text").called("commlogNote"),
        ],
        permission="ApiComm",
        answer="nothing",
    )
    switch = PUT("22.4.41", path="/SwitchType", by=(), required=[PatNum], answer="nothing")


@Recalls.to_call.give
def who_is_to_be_called(call: Call) -> list[Row]:
    """Documented: the recall list of the appointment module, and what is asked for by default.

    Documented: a family is listed while it owes less than DisableUntilBalance.
    S: which patients are left out, what counts as a reminder, the order, the columns.
    Ours: the age where there is no birthdate.
    """
    kind = _type_called(call, "RecallType") if "RecallType" in call.sent else None
    return recall_list(
        call,
        Asked(
            start=call.sent.get("DateStart"),
            end=call.sent.get("DateEnd"),
            provider=call.sent.get("ProvNum", 0),
            clinic=call.sent.get("ClinicNum"),
            kind=kind,
            reminded=call.sent.get("IncludeReminded", False),
        ),
    )


def _type_called(call: Call, name: str) -> int:
    """RecallTypeNum of what a parameter calls by its Description, in any case.

    :raises Refusal: 400 where there is no such type.
    """
    asked = call.sent[name]
    kinds = call.records.rows("recalltype")
    for kind in kinds:
        if kind["Description"].casefold() == asked.casefold():
            return int(kind["RecallTypeNum"])
    there = ", ".join(kind["Description"] for kind in kinds) or "there are none"
    raise Refusal(f"{name} is invalid.", hint=f"no recalltype is called {asked[:60]!r}; this office has {there}")


@Recalls.remind.action
def set_the_status_and_log_the_reminder(call: Call) -> int:
    """Documented: the recall of that type gets the status, and the patient a commlog of the type for recalls.

    S: the note by the number of reminders; no second commlog of the same day and mode.
    Ours: without RecallStatus it stays as it is; the refusals.
    """
    kind = _type_called(call, "recallType")
    patient = call.sent["PatNum"]
    found = call.records.rows("recall", PatNum=patient, RecallTypeNum=kind)
    if not found:
        hint = (
            f"patient {patient} has no recall of the type {call.sent['recallType']}; see GET /recalls?PatNum={patient}"
        )
        raise Refusal("Recall not found.", 404, hint=hint)
    recall = found[0]
    status = call.sent.get("RecallStatus", recall["RecallStatus"])
    call.records.update("recall", recall["RecallNum"], {"RecallStatus": status})
    named = call.records.find("definition", status) if status else None
    name = named["ItemName"] if named else ""
    mode, note = call.sent.get("commlogMode", "None"), call.sent.get("commlogNote", "")
    if not log_reminder(call, recall, name, mode, note):
        call.hint(f"patient {patient} has a reminder of today with Mode_ {mode} already, so no second commlog was made")
    return int(recall["RecallNum"])


@Recalls.switch.action
def prophy_to_perio_and_back(call: Call) -> int:
    """Documented: a prophy recall becomes a perio recall, and a perio recall a prophy one.

    S: it gets the other type's interval; a patient with neither gets a perio recall; the sentence.
    Inferred: the dates are worked out anew, as the window does that has the buttons.
    """
    patient = call.sent["PatNum"]
    prophy, perio = special_types(call)
    if not has_triggers(call, prophy) or not has_triggers(call, perio):
        said = "Prophy and Perio special recall types are not setup properly."
        hint = (
            "the preferences RecallTypeSpecialProphy and RecallTypeSpecialPerio name recall types with recalltriggers"
        )
        raise Refusal(f"{said}  They must both exist, and they must both have a trigger.", hint=hint)
    of_perio = call.records.rows("recall", PatNum=patient, RecallTypeNum=perio)
    found = of_perio or call.records.rows("recall", PatNum=patient, RecallTypeNum=prophy)
    other = prophy if of_perio else perio
    kind = call.records.find("recalltype", other)
    changed: Row = {"RecallTypeNum": other, "RecallInterval": kind["DefaultInterval"] if kind else ""}
    if found:
        key = int(found[0]["RecallNum"])
        call.records.update("recall", key, changed)
    else:
        key = call.records.insert("recall", {"PatNum": patient, **changed})
    synch_due(call, patient)
    return key
