"""https://www.opendental.com/site/apiasapcomms.html"""

import pytest
from conversation import refuses

refused = refuses("asapcomm", "schedule", "scheduleop", now="2023-10-16 09:01:25")

NEVER = "0001-01-01 00:00:00"
OFFER = "[NameF], an appointment opening has become available on {} at Southern Office. Visit [AsapURL] to reserve it."
SENT = {
    "AsapCommNum": 192,
    "FKey": 539,
    "FKeyType": "ScheduledAppt",
    "ScheduleNum": 3523,
    "PatNum": 31,
    "ClinicNum": 4,
    "DateTimeEntry": "2023-09-01 10:04:25",
    "DateTimeExpire": "2023-09-08 10:00:00",
    "DateTimeSmsScheduled": "2023-09-01 10:04:25",
    "SmsSendStatus": "SendSuccessful",
    "DateTimeSmsSent": "2023-09-01 10:04:25",
    "ResponseStatus": "PendingRsvp",
    "DateTimeOrig": "2023-09-26 10:00:00",
    "TemplateText": OFFER.format("09/01/2023 at 10:00 AM"),
    "Note": "",
}
LATER = SENT | {"AsapCommNum": 193, "DateTimeEntry": "2023-09-14 00:00:00", "ClinicNum": 0}


def appointment(number, status="Scheduled", priority="ASAP", patient=31, pattern="//XXXX//"):
    return {
        "AptNum": number,
        "PatNum": patient,
        "AptStatus": status,
        "Priority": priority,
        "Pattern": pattern,
        "AptDateTime": "2023-10-31 16:00:00",
    }


@pytest.fixture
def office(api):
    """An office with an operatory and with appointments and a recall that may move."""
    api.seed(
        {
            "clinic": [{"ClinicNum": 4, "Description": "Southern Office", "Phone": "5035550140"}],
            "operatory": [{"OperatoryNum": 22, "OpName": "South 1", "ClinicNum": 4}, {"OperatoryNum": 23}],
            "patient": [
                {"PatNum": 31, "LName": "Brown", "FName": "Bo", "WirelessPhone": "(503)555-0101", "ClinicNum": 3}
            ],
            "appointment": [
                appointment(539),
                appointment(540, "UnschedList"),
                appointment(541, "Planned"),
                appointment(542, "Broken"),
                appointment(543, "Complete"),
                appointment(544, priority="Normal"),
            ],
            "recall": [
                {"RecallNum": 40, "PatNum": 31, "RecallTypeNum": 1, "Priority": "ASAP", "DateDue": "2023-10-18"},
                {"RecallNum": 41, "PatNum": 31, "RecallTypeNum": 7},
            ],
            "asapcomm": [SENT, LATER],
            "schedule": [{"ScheduleNum": 3523, "SchedDate": "2023-09-01", "SchedType": "WebSchedASAP"}],
        }
    )
    api.freeze("2023-10-16 09:01:25")
    return api


# --- what there is ---


def test_one(office):
    got = office.get("/asapcomms/192")
    assert (got.status, got.json) == (200, SENT)
    assert list(got.json) == list(SENT)
    missing = office.get("/asapcomms/4711")
    assert (missing.status, missing.json) == (404, "AsapComm not found.")


@pytest.mark.parametrize(
    ("query", "now", "found"),
    [
        ("", "2023-09-08 12:00:00", [SENT]),
        ("", "2023-09-09 12:00:00", []),
        ("", "2023-09-01 12:00:00", []),  # made today
        ("", "2023-09-02 12:00:00", [SENT]),
        ("?dateStart=2023-09-01", "2025-01-01 12:00:00", [SENT, LATER]),
        ("?dateEnd=2023-09-15", "2025-01-01 12:00:00", [SENT, LATER]),
        ("?dateStart=2023-09-01&dateEnd=2023-09-14", "2025-01-01 12:00:00", [SENT]),
        ("?date=2023-09-14", "2025-01-01 12:00:00", [LATER]),
        ("?date=2023-09-13", "2025-01-01 12:00:00", []),
        ("?dateStart=2023-09-01&ClinicNum=4", "2025-01-01 12:00:00", [SENT]),
        ("?dateStart=2023-09-01&ClinicNum=0", "2025-01-01 12:00:00", [LATER]),
    ],
)
def test_messages_are_found(office, query, now, found):
    office.freeze(now)
    got = office.get(f"/asapcomms{query}")
    assert (got.status, got.json) == (200, found)


def test_what_none_is_found_by(office):
    assert office.get("/asapcomms?ClinicNum=4711")[:2] == (404, "Clinic not found.")
    assert office.get("/asapcomms?date=9/14/2023")[:2] == (400, "date format must be yyyy-MM-dd.")


# --- a new one ---


def made(**changed):
    """A new message as it is answered."""
    usual = {
        "AsapCommNum": 194,
        "FKey": 542,
        "FKeyType": "Broken",
        "ScheduleNum": 25889,
        "PatNum": 31,
        "ClinicNum": 4,
        "DateTimeEntry": "2023-10-16 09:01:25",
        "DateTimeExpire": "2023-10-25 14:00:00",
        "DateTimeSmsScheduled": "2023-10-16 09:01:25",
        "SmsSendStatus": "SendNotAttempted",
        "DateTimeSmsSent": NEVER,
        "ResponseStatus": "AwaitingTransmit",
        "DateTimeOrig": "2023-10-31 16:00:00",
        "TemplateText": OFFER.format("10/18/2023 at 2:00 PM"),
        "Note": "",
    }
    return usual | changed


BODY = {"op": 22, "aptNum": 542, "dateTimeStart": "2023-10-18 14:00:00"}


def blockout(office):
    """The blockout that was made, as the API shows it, and its operatories."""
    (shown,) = office.get("/schedules?date=2023-10-18&SchedType=WebSchedASAP").json
    return shown


def test_a_message_for_a_broken_appointment(office):
    got = office.post("/asapcomms", BODY)
    assert (got.status, got.json) == (201, made())
    assert got.headers["Location"].endswith("/asapcomms/194")
    assert list(got.json) == list(SENT)
    assert blockout(office) == {
        "ScheduleNum": "25889",
        "SchedDate": "2023-10-18",
        "StartTime": "14:00:00",
        "StopTime": "14:40:00",
        "SchedType": "WebSchedASAP",
        "ProvNum": "0",
        "BlockoutType": "0",
        "blockoutType": "",
        "Note": "1 text to be sent 0 emails to be sent",
        "operatories": "22",
        "EmployeeNum": "0",
        "DateTStamp": "2023-10-16 09:01:25",
    }
    assert office.row("asapcomm", 194)["EmailSendStatus"] == "DoNotSend"
    assert office.get("/asapcomms/194").json == made()


@pytest.mark.parametrize(("number", "kind"), [(539, "ScheduledAppt"), (540, "UnscheduledAppt"), (541, "PlannedAppt")])
def test_for_which_appointments(office, number, kind):
    got = office.post("/asapcomms", BODY | {"aptNum": number})
    assert (got.status, got.json) == (201, made(FKey=number, FKeyType=kind))


def test_a_message_for_a_recall(office):
    office.prefer(AppointmentTimeIncrement="10")
    got = office.post("/asapcomms", {"op": 22, "recallNum": 40, "dateTimeStart": "2023-10-18 09:30:00"})
    of_the_recall = {
        "FKey": 40,
        "FKeyType": "Recall",
        "DateTimeOrig": "2023-10-18 00:00:00",
        "DateTimeExpire": "2023-10-25 09:30:00",
        "TemplateText": OFFER.format("10/18/2023 at 9:30 AM"),
    }
    assert (got.status, got.json) == (201, made(**of_the_recall))
    assert blockout(office)["StopTime"] == "10:30:00"  # /XXXX/ in steps of ten minutes


def test_a_blockout_ends_with_the_day(office):
    office.post("/asapcomms", BODY | {"dateTimeStart": "2023-10-18 23:30:00"})
    assert [blockout(office)[name] for name in ("StartTime", "StopTime")] == ["23:30:00", "23:59:59"]


def test_an_operatory_without_a_clinic(office):
    got = office.post("/asapcomms", BODY | {"op": 23})
    clinic = office.row("clinic", 3)["Description"]
    offered = made()["TemplateText"].replace("Southern Office", clinic)
    assert (got.status, got.json) == (201, made(ClinicNum=3, TemplateText=offered))
    office.seed({"patient": [{"PatNum": 31, "WirelessPhone": "(503)555-0101"}]})
    got = office.post("/asapcomms", BODY | {"op": 23, "dateTimeStart": "2023-10-19 14:00:00"})
    assert got.json["ClinicNum"] == 0
    assert "at 2:00 PM at Happy Smiles Dental." in got.json["TemplateText"]


def test_the_offices_own_text(office):
    office.prefer(WebSchedAsapTextTemplate="[Date] [Time] [OfficeName] [OfficePhone]")
    assert office.post("/asapcomms", BODY).json["TemplateText"] == "10/18/2023 2:00 PM Southern Office 5035550140"
    own = {"ClinicNum": 4, "PrefName": "WebSchedAsapTextTemplate", "ValueString": "Come on [Date]."}
    office.seed({"clinicpref": [own]})
    later = BODY | {"dateTimeStart": "2023-10-19 14:00:00"}
    assert office.post("/asapcomms", later).json["TemplateText"] == "Come on 10/19/2023."


# --- when a text is sent, and why not ---


@pytest.mark.parametrize(
    ("now", "start", "end", "sent"),
    [
        ("2023-10-16 06:59:00", "07:00:00", "22:00:00", "2023-10-16 07:00:00"),
        ("2023-10-16 12:00:00", "0001-01-01 07:00:00", "0001-01-01 22:00:00", "2023-10-16 12:00:00"),
        ("2023-10-16 22:01:00", "07:00:00", "22:00:00", "2023-10-17 07:00:00"),
        ("2023-10-16 03:00:00", "00:00:00", "00:00:00", "2023-10-16 03:00:00"),
        ("2023-10-16 03:00:00", "", "22:00:00", "2023-10-16 03:00:00"),
    ],
)
def test_when_the_text_is_sent(office, now, start, end, sent):
    office.prefer(AutomaticCommunicationTimeStart=start, AutomaticCommunicationTimeEnd=end)
    office.freeze(now)
    got = office.post("/asapcomms", BODY)
    assert (got.status, got.json) == (201, made(DateTimeEntry=now, DateTimeSmsScheduled=sent))


def unsent(note, **changed):
    why = {"SmsSendStatus": "DoNotSend", "DateTimeSmsScheduled": NEVER, "ResponseStatus": "UnableToSend", "Note": note}
    return made(**why, **changed)


OPTED_OUT = "Not sending text because the patient has opted out of automated messaging."


@pytest.mark.parametrize(
    ("patient", "note"),
    [
        ({"TxtMsgOk": "No", "WirelessPhone": "(503)555-0101"}, OPTED_OUT),
        ({"TxtMsgOk": "Yes"}, "Not sending text because the patient has no wireless phone number."),
    ],
)
def test_a_patient_who_cannot_get_a_text(office, patient, note):
    office.seed({"patient": [{"PatNum": 31, **patient}]})
    got = office.post("/asapcomms", BODY)
    assert (got.status, got.json) == (201, unsent(note))
    assert blockout(office)["Note"] == "0 texts to be sent 0 emails to be sent"


def test_who_has_not_said_may_get_one(office):
    office.prefer(TextMsgOkStatusTreatAsNo="1")
    assert office.post("/asapcomms", BODY).json == unsent(OPTED_OUT)
    office.seed({"patient": [{"PatNum": 31, "TxtMsgOk": "Yes", "WirelessPhone": "(503)555-0101"}]})
    assert office.post("/asapcomms", BODY | {"op": 23}).json["Note"] == ""


@pytest.mark.parametrize(
    ("now", "note"),
    [
        ("2023-10-18 13:30:00", ""),
        ("2023-10-18 13:30:01", "Not sending text because it would be sent less than 30 minutes before the time slot."),
        ("2023-10-18 15:00:00", "Not sending text because it would be sent less than 30 minutes before the time slot."),
    ],
)
def test_half_an_hour_before_it_is_too_late(office, now, note):
    office.freeze(now)
    assert office.post("/asapcomms", BODY).json["Note"] == note


@pytest.mark.parametrize(("limit", "texts"), [("2", 2), ("1", 1), ("0", 0), ("", 3)])
def test_so_many_texts_a_day(office, limit, texts):
    office.prefer(WebSchedAsapTextLimit=limit)
    starts = ["2023-10-18 14:00:00", "2023-10-19 14:00:00", "2023-10-20 14:00:00"]
    notes = [office.post("/asapcomms", BODY | {"dateTimeStart": start}).json["Note"] for start in starts]
    said = f"Not sending text because the patient has had {texts} texts on this day."
    assert notes == [""] * texts + [said] * (3 - texts)


def test_who_has_asked_not_to_hear_of_an_appointment_does_not(office):
    office.seed({"asapcomm": [LATER | {"FKey": 542, "FKeyType": "Broken", "ResponseStatus": "DeclinedStopComm"}]})
    said = "Not sending text because the patient has asked not to be contacted about this appointment."
    assert office.post("/asapcomms", BODY).json == unsent(said)
    other = BODY | {"aptNum": 539, "dateTimeStart": "2023-10-19 14:00:00"}
    assert office.post("/asapcomms", other).json["Note"] == ""


# --- what is refused ---


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"op": None}, 400, "op is required."),
        ({"op": 4711}, 404, "Operatory not found."),
        ({"aptNum": None}, 400, "aptNum or recallNum is required."),
        ({"recallNum": 40}, 400, "Only one of aptNum and recallNum may be sent."),
        ({"aptNum": 4711}, 404, "Appointment not found."),
        ({"aptNum": None, "recallNum": 4711}, 404, "Recall not found."),
        ({"aptNum": 544}, 400, "aptNum is invalid. Priority must be ASAP."),
        ({"aptNum": None, "recallNum": 41}, 400, "recallNum is invalid. Priority must be ASAP."),
        ({"aptNum": 543}, 400, "aptNum is invalid."),
        ({"dateTimeStart": None}, 400, "dateTimeStart is required."),
        ({"dateTimeStart": "9999-12-31 23:50:00"}, 400, "dateTimeStart is invalid."),
        ({"dateTimeStart": "2023-10-18"}, 400, "dateTimeStart format must be yyyy-MM-dd HH:mm:ss."),
    ],
)
def test_what_a_new_one_may_not_be(office, changed, status, sentence):
    refused(office, lambda api: api.post("/asapcomms", BODY | changed), status, sentence)


OVERLAPS = "Appointment overlaps existing appointment or blockout."


@pytest.mark.parametrize(
    ("start", "taken"),
    [("13:20:00", False), ("13:25:00", True), ("14:15:00", True), ("14:30:00", False)],
)
def test_where_an_appointment_is_there_is_no_place(office, start, taken):
    other = appointment(550, "Complete", pattern="//XX//") | {"Op": 22, "AptDateTime": "2023-10-18 14:00:00"}
    office.seed({"appointment": [other]})
    body = BODY | {"dateTimeStart": f"2023-10-18 {start}"}
    if taken:
        refused(office, lambda api: api.post("/asapcomms", body), 400, OVERLAPS, "operatory 22")
        office.prefer(ApptsAllowOverlap="1")
    assert office.post("/asapcomms", body).status == 201
    assert office.post("/asapcomms", BODY | {"op": 23}).status == 201


@pytest.mark.parametrize("status", ["UnschedList", "Planned"])
def test_an_appointment_that_is_not_on_the_book_takes_no_place(office, status):
    other = appointment(550, status) | {"Op": 22, "AptDateTime": "2023-10-18 14:00:00"}
    office.seed({"appointment": [other]})
    assert office.post("/asapcomms", BODY).status == 201


def test_an_appointment_may_move_within_its_own_place(office):
    office.seed({"appointment": [appointment(539) | {"Op": 22, "AptDateTime": "2023-10-18 14:20:00"}]})
    assert office.post("/asapcomms", BODY | {"aptNum": 539}).status == 201
    refused(office, lambda api: api.post("/asapcomms", BODY), 400, OVERLAPS)


def test_blockouts_that_allow_no_overlap(office):
    kinds = [
        {"DefNum": 601, "Category": 25, "ItemName": "Lunch", "ItemValue": "NS"},
        {"DefNum": 602, "Category": 25, "ItemName": "New patients"},
    ]
    noon = {"SchedDate": "2023-10-18", "SchedType": "Blockout", "StartTime": "14:00:00", "StopTime": "15:00:00"}
    office.seed(
        {
            "definition": kinds,
            "schedule": [noon | {"ScheduleNum": 9001, "BlockoutType": 602}],
            "scheduleop": [{"ScheduleNum": 9001, "OperatoryNum": 22}],
            "appointmenttype": [{"AppointmentTypeNum": 77, "AppointmentTypeName": "Hygiene", "BlockoutTypes": "Lunch"}],
        }
    )
    assert office.post("/asapcomms", BODY).status == 201
    office.seed({"appointment": [appointment(539) | {"AppointmentTypeNum": 77}]})
    refused(office, lambda api: api.post("/asapcomms", BODY | {"aptNum": 539}), 400, OVERLAPS)
    office.seed({"schedule": [noon | {"ScheduleNum": 9001, "BlockoutType": 601}]})
    refused(office, lambda api: api.post("/asapcomms", BODY), 400, OVERLAPS)
    at_three = BODY | {"dateTimeStart": "2023-10-18 15:00:00"}
    assert office.post("/asapcomms", at_three).status == 201


def test_an_office_without_the_eservices(office):
    office.prefer(WebSchedAsapEnabled="0")
    said = "The office is not subscribed to Web Sched ASAP."
    refused(office, lambda api: api.post("/asapcomms", BODY), 400, said, "WebSchedAsapEnabled")


def test_a_deleted_patient_moves_nothing(office):
    office.seed(
        {
            "patient": [{"PatNum": 99, "PatStatus": "Deleted"}],
            "appointment": [appointment(545, patient=99)],
            "recall": [{"RecallNum": 42, "PatNum": 99, "Priority": "ASAP"}],
        }
    )
    refused(office, lambda api: api.post("/asapcomms", BODY | {"aptNum": 545}), 400, "Patient is deleted.")
    of_a_recall = BODY | {"aptNum": None, "recallNum": 42}
    refused(office, lambda api: api.post("/asapcomms", of_a_recall), 400, "Patient is deleted.")


def test_since_when(office):
    older = office.at(version="25.2.8")
    older.seed({"operatory": [{"OperatoryNum": 22}], "recall": [{"RecallNum": 40, "PatNum": 31, "Priority": "ASAP"}]})
    body = {"op": 22, "recallNum": 40, "dateTimeStart": "2023-10-18 14:00:00"}
    assert older.post("/asapcomms", body)[:2] == (400, "aptNum is required.")
    oldest = office.at(version="23.3.2")
    assert oldest.post("/asapcomms", body)[:2] == (400, "asapcomms POST  is not a valid method.")
    assert oldest.get("/asapcomms")[:2] == (400, "asapcomms GET  is not a valid method.")


def test_which_permission(office):
    office.put(f"/__admin/offices/{office.key}", {"permissions": ["ApiReadAll", "ApiAllOthers", "ApiComm"]})
    assert office.post("/asapcomms", BODY).status == 401
    office.put(f"/__admin/offices/{office.key}", {"permissions": ["ApiTextingASAP"]})
    assert office.post("/asapcomms", BODY).status == 201


def test_there_must_be_a_row_that_moves(office):
    body = {name: value for name, value in BODY.items() if name != "aptNum"}
    for name, sentence in (("aptNum", "Appointment not found."), ("recallNum", "Recall not found.")):
        refused = office.post("/asapcomms", {**body, name: 0})
        assert (refused.status, refused.json) == (404, sentence)
