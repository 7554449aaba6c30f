"""Why a procedure is not made, changed or deleted. The page puts these functions under its methods.

May not: change anything.
"""

from __future__ import annotations

from mock_od.call import Call, Refusal, Row
from mock_od.dentistry.deleting import refuse_what_is_tied
from mock_od.dentistry.preferences import preference

_STATUSES = {
    "TP": "Treatment Planned (TP)",
    "C": "Complete (C)",
    "EO": "Existing Other Provider (EO)",
    "EC": "Existing Current Provider (EC)",
    "R": "Referred Out (R)",
    "Cn": "Condition (Cn)",
}
_AT_FIRST = ("TP", "C", "EO")
_LOCKED = ("procCode", "CodeNum", "Discount", "ToothNum", "Surf", "ToothRange")
_FEATURES = (
    (("PlaceService", "SiteNum"), "EasyHidePublicHealth", "0", "Public Health"),
    (("ProcTimeEnd",), "ShowFeatureMedicalInsurance", "1", "Medical Insurance"),
)
_PAID = ("Received", "Supplemental", "CapClaim")
_ORTHO = (
    "The status of a completed procedure that is attached to an ortho case cannot be changed. "
    "Detach the procedure from the ortho case or delete the ortho case first."
)
_NO_DATE = "0001-01-01"


def code_of(call: Call) -> Row:
    """The procedurecode row of a procedure as it will be; empty where it has none."""
    return call.records.find("procedurecode", {**call.row, **call.sent}["CodeNum"]) or {}


def a_status_that_may_be_set(call: Call) -> None:
    """Documented: TP, C and EO, since 25.1.14 EC, R and Cn too.

    Recorded: the sentence, of before 25.1.14.
    Ours: the sentence since then, which goes on in the same way.
    """
    known = {name: _STATUSES[name] for name in _STATUSES if name in _AT_FIRST or call.at_least("25.1.14")}
    if "ProcStatus" in call.sent and call.sent["ProcStatus"] not in known:
        *most, last = known.values()
        hint = f"ProcStatus {call.sent['ProcStatus']} cannot be set in version {call.version}"
        raise Refusal(f"ProcStatus may only be set to {', '.join(most)}, or {last}.", hint=hint)


def appointments_are_the_patients(call: Call) -> None:
    """Documented: AptNum is an appointment's key, PlannedAptNum that of a Planned one.

    Ours: the words for another patient's, and for a Planned one as AptNum.
    """
    patient = (call.row or call.sent)["PatNum"]
    for name in ("AptNum", "PlannedAptNum"):
        row = call.records.find("appointment", call.sent[name]) if call.sent.get(name) else None
        if row and row["PatNum"] != patient:
            hint = f"appointment {row['AptNum']} is patient {row['PatNum']}'s"
            raise Refusal(f"{name} is invalid.", hint=hint)
        if row and name == "AptNum" and row["AptStatus"] == "Planned":
            raise Refusal("AptNum is invalid.", hint=f"appointment {row['AptNum']} is Planned: send PlannedAptNum")


def features_that_the_office_has(call: Call) -> None:
    """Documented: Public Health for PlaceService and SiteNum, Medical Insurance for ProcTimeEnd.

    S: the preferences.
    Ours: the sentences.
    """
    for names, name, enabled, feature in _FEATURES:
        sent = [one for one in names if one in call.sent]
        if sent and preference(call, name) != enabled:
            hint = f"the preference {name} is not {enabled}"
            raise Refusal(f"{feature} feature must be enabled to set {sent[0]}.", hint=hint)


def only_a_prosthesis_has_its_fields(call: Call) -> None:
    """Documented: Prosthesis and DateOriginalProsth cannot be set where the code's IsProsth is false.

    Ours: the sentence. "No" and no date are what such a procedure has.
    """
    for name in ("Prosthesis", "DateOriginalProsth"):
        if call.sent.get(name, "") not in ("", "No", _NO_DATE) and not code_of(call).get("IsProsth"):
            hint = "IsProsth of the procedure code is false"
            raise Refusal(f"{name} cannot be set for this procedure code.", hint=hint)


def what_is_complete_is_not_of_the_future(call: Call) -> None:
    """S: the rule, the preference FutureTransDatesAllowed and the sentence."""
    row = {**call.row, **call.sent}
    late = row["ProcStatus"] == "C" and row["ProcDate"] > call.today
    changed = any(row[name] != call.row.get(name) for name in ("ProcStatus", "ProcDate"))
    if late and changed and preference(call, "FutureTransDatesAllowed") != "1":
        raise Refusal("Completed procedures cannot have future dates.", hint=f"ProcDate is {row['ProcDate']}")


def what_becomes_complete_is_not_on_a_future_appointment(call: Call) -> None:
    """S: the rule and its sentence."""
    row = {**call.row, **call.sent}
    if row["ProcStatus"] != "C" or call.row.get("ProcStatus") == "C":
        return
    appointment = call.records.find("appointment", row.get("AptNum", 0))
    if appointment and appointment["AptDateTime"][: len(_NO_DATE)] > call.today:
        year, month, day = map(int, appointment["AptDateTime"][: len(_NO_DATE)].split("-"))
        sentence = "Not allowed because procedure is attached to a future appointment with a date of"
        raise Refusal(f"{sentence} {month}/{day}/{year}", hint=f"it is on appointment {appointment['AptNum']}")


def what_is_complete_comes_to_no_future_appointment(call: Call) -> None:
    """Inferred: it would have the appointment's day, and S has it that what is complete has no date to come."""
    row = {**call.row, **call.sent}
    if row["ProcStatus"] != "C" or preference(call, "FutureTransDatesAllowed") == "1":
        return
    for name in ("AptNum", "PlannedAptNum"):
        number = row.get(name, 0)
        appointment = call.records.find("appointment", number) if number != call.row.get(name, 0) else None
        day = appointment["AptDateTime"][: len(_NO_DATE)] if appointment else _NO_DATE
        if day > call.today:
            raise Refusal("Completed procedures cannot have future dates.", hint=f"appointment {number} is on {day}")
        if day != _NO_DATE:
            return


OF_BOTH = (
    a_status_that_may_be_set,
    appointments_are_the_patients,
    features_that_the_office_has,
    only_a_prosthesis_has_its_fields,
    what_is_complete_is_not_of_the_future,
    what_becomes_complete_is_not_on_a_future_appointment,
    what_is_complete_comes_to_no_future_appointment,
)
"""What is asked of a new procedure and of a change."""


def what_is_complete_is_locked(call: Call) -> None:
    """Documented: which fields cannot be updated while ProcStatus is C; an empty place is ignored.

    Ours: the sentence; a value that it has already is refused as well.
    """
    if call.row["ProcStatus"] != "C":
        return
    for name in _LOCKED:
        if name in call.sent and call.sent[name] != "":
            hint = "it is complete; a PUT of ProcStatus TP comes first"
            raise Refusal(f"{name} cannot be updated on procedures with a ProcStatus of C.", hint=hint)


def a_new_code_has_the_same_area(call: Call) -> None:
    """Documented: the treatment areas of the current code and of the new one must match.

    Ours: the sentence.
    """
    old = call.records.find("procedurecode", call.row["CodeNum"])
    new = code_of(call)
    if old and new and old["TreatArea"] != new["TreatArea"]:
        hint = f"{old['ProcCode']} is done on {old['TreatArea']}, {new['ProcCode']} on {new['TreatArea']}"
        raise Refusal("The treatment area of the procedure codes must match.", hint=hint)


def a_paid_procedure_keeps_its_provider(call: Call) -> None:
    """S: the rule, the preference ProcProvChangesClaimProcWithClaim and the sentence."""
    if call.sent.get("ProvNum", call.row["ProvNum"]) == call.row["ProvNum"]:
        return
    paid = [row for row in call.records.rows("claimproc", ProcNum=call.key) if row["Status"] in _PAID]
    if paid and preference(call, "ProcProvChangesClaimProcWithClaim") != "0":
        sentence = "The provider cannot be changed when this procedure is attached to a claim."
        raise Refusal(sentence, hint=f"claimproc {paid[0]['ClaimProcNum']} is {paid[0]['Status']}")


def an_ortho_cases_procedure_stays_complete(call: Call) -> None:
    """S: the rule and its sentence."""
    status = call.row["ProcStatus"]
    if status == "C" and call.sent.get("ProcStatus", "C") != "C":
        for row in call.records.rows("orthoproclink", ProcNum=call.key):
            raise Refusal(_ORTHO, hint=f"by orthoproclink {row['OrthoProcLinkNum']}")


OF_A_CHANGE = (
    what_is_complete_is_locked,
    a_new_code_has_the_same_area,
    a_paid_procedure_keeps_its_provider,
    an_ortho_cases_procedure_stays_complete,
)
"""What is asked of a change alone."""


def what_may_be_deleted(call: Call) -> None:
    """Documented: TP, TPi and, since 23.1.11, C; not what a claim, a payment or the like rests on.

    Recorded: the sentence for a claim.
    S: the other sentences and their order; the last procedure of an appointment stays.
    Ours: the sentence for other statuses.
    """
    status = call.row["ProcStatus"]
    if status not in ("TP", "TPi", *(("C",) if call.at_least("23.1.11") else ())):
        hint = "TP, TPi and, since 23.1.11, C can be deleted"
        raise Refusal(f"Procedures with a ProcStatus of {status} cannot be deleted.", hint=hint)
    refuse_what_is_tied(call, call.row)
