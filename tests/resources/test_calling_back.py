"""A recall list worked through: the list, a call, a note, an appointment, the visit; and one that falls through."""

import pytest

NEVER = "0001-01-01"
SET_UP = {
    "provider": [{"ProvNum": 1, "Abbr": "DOC"}, {"ProvNum": 4, "Abbr": "HYG", "IsSecondary": "true"}],
    "operatory": [{"OperatoryNum": 3, "OpName": "Hygiene", "ProvDentist": 1, "ProvHygienist": 4, "IsHygiene": "true"}],
    "schedule": [
        {
            "ScheduleNum": 1,
            "SchedDate": "2024-03-07",
            "SchedType": "Provider",
            "ProvNum": 4,
            "StartTime": "08:00:00",
            "StopTime": "10:00:00",
        }
    ],
    "scheduleop": [{"ScheduleNum": 1, "OperatoryNum": 3}],
    "definition": [
        {"DefNum": 5, "Category": 2, "ItemName": "Not called"},
        {"DefNum": 9, "Category": 13, "ItemName": "Left Msg"},
        {"DefNum": 20, "Category": 27, "ItemName": "Recall", "ItemValue": "RECALL"},
        {"DefNum": 21, "Category": 27, "ItemName": "Misc", "ItemValue": "MISC", "ItemOrder": 1},
    ],
    "procedurecode": [{"CodeNum": 11, "ProcCode": "D1110", "AbbrDesc": "Pro", "IsHygiene": "true"}],
    "recalltype": [{"RecallTypeNum": 1, "Description": "Prophy", "DefaultInterval": "6m1d"}],
    "recalltrigger": [{"RecallTypeNum": 1, "CodeNum": 11}],
    "appointmenttype": [
        {
            "AppointmentTypeNum": 2,
            "AppointmentTypeName": "Cleaning",
            "Pattern": "//XXXXXXXX//",
            "CodeStr": "D1110",
        }
    ],
    "patient": [
        {
            "PatNum": 15,
            "Guarantor": 15,
            "LName": "Strickler",
            "FName": "Trent",
            "Birthdate": "1985-03-06",
            "HmPhone": "(541)555-1234",
            "PriProv": 1,
            "SecProv": 4,
        }
    ],
    "procedurelog": [
        {"ProcNum": 1, "PatNum": 15, "CodeNum": 11, "ProcStatus": "C", "ProcDate": "2023-07-09", "ProvNum": 4}
    ],
    "recall": [
        {
            "RecallNum": 1,
            "PatNum": 15,
            "RecallTypeNum": 1,
            "RecallInterval": "6m1d",
            "DatePrevious": "2023-07-09",
            "DateDueCalc": "2024-01-10",
            "DateDue": "2024-01-10",
            "Note": "Prefers mornings.",
        }
    ],
}

LISTED = {
    "DueDate": "1/10/2024",
    "PatNum": 15,
    "Patient": "Strickler, Trent",
    "Age": "38",
    "Type": "Prophy",
    "Interval": "6m1d",
    "NumRemind": "",
    "LastRemind": "",
    "Contact": "Hm:(541)555-1234",
    "Status": "",
    "ClinicNum": 0,
    "Note": "Prefers mornings.",
}
CALLED = "2024-03-05 09:00:00"
REMINDED = {
    "CommlogNum": 1,
    "PatNum": 15,
    "CommDateTime": CALLED,
    "CommType": "20",
    "commType": "Recall",
    "Note": "Recall reminder.  Left Msg",
    "Mode_": "Phone",
    "SentOrReceived": "Sent",
    "UserNum": 0,
    "DateTStamp": CALLED,
    "CommSource": "User",
    "ProgramNum": 0,
    "DateTEntry": CALLED,
    "ReferralNum": 0,
}
CALLED_BACK = "2024-03-06 11:00:00"
RECALL = {
    "RecallNum": 1,
    "PatNum": 15,
    "DateDue": "2024-01-10",
    "DatePrevious": "2023-07-09",
    "RecallInterval": "6m1d",
    "RecallStatus": 9,
    "recallStatus": "Left Msg",
    "Note": "Prefers mornings.",
    "IsDisabled": "false",
    "DateTStamp": CALLED,
    "RecallTypeNum": 1,
    "DisableUntilBalance": 0.0,
    "DisableUntilDate": NEVER,
    "DateScheduled": NEVER,
    "Priority": "Normal",
    "TimePatternOverride": "",
}
VISIT = {
    "AptNum": 1,
    "PatNum": 15,
    "AptStatus": "Scheduled",
    "Pattern": "//XXXXXXXX//",
    "Confirmed": 5,
    "confirmed": "Not called",
    "TimeLocked": "false",
    "Op": 3,
    "Note": "",
    "ProvNum": 1,
    "provAbbr": "DOC",
    "ProvHyg": 4,
    "AptDateTime": "2024-03-07 08:00:00",
    "NextAptNum": 0,
    "UnschedStatus": 0,
    "unschedStatus": "",
    "IsNewPatient": "false",
    "ProcDescript": "Pro",
    "ClinicNum": 0,
    "IsHygiene": "true",
    "DateTStamp": CALLED_BACK,
    "DateTimeArrived": f"{NEVER} 00:00:00",
    "DateTimeSeated": f"{NEVER} 00:00:00",
    "DateTimeDismissed": f"{NEVER} 00:00:00",
    "InsPlan1": 0,
    "InsPlan2": 0,
    "DateTimeAskedToArrive": f"{NEVER} 00:00:00",
    "colorOverride": "0,0,0",
    "AppointmentTypeNum": 2,
    "SecUserNumEntry": 0,
    "SecDateTEntry": CALLED_BACK,
    "Priority": "Normal",
    "PatternSecondary": "////////////",
    "ItemOrderPlanned": 0,
}


@pytest.fixture
def office(empty):
    """An office with a hygienist, and one patient who is due."""
    empty.seed(SET_UP)
    return empty


def test_a_recall_list_is_worked_through(office):
    # In the morning one patient is due, and nobody is at home.
    office.freeze(CALLED)
    assert office.get("/recalls/List")[:2] == (200, [LISTED])
    left = {"PatNum": 15, "recallType": "Prophy", "RecallStatus": 9, "commlogMode": "Phone"}
    told = office.put("/recalls/Status", left)
    assert (told.status, told.text) == (200, "")
    assert office.get("/commlogs?PatNum=15")[:2] == (200, [REMINDED])
    assert office.get("/recalls?PatNum=15")[:2] == (200, [RECALL])

    # That was a reminder: it counts, and takes the patient off the list.
    assert office.get("/recalls/List")[:2] == (200, [])
    reminded = LISTED | {"NumRemind": "1", "LastRemind": "3/5/2024", "Status": "Left Msg"}
    assert office.get("/recalls/List?IncludeReminded=true")[:2] == (200, [reminded])

    # The patient calls back, and there is time tomorrow.
    office.freeze(CALLED_BACK)
    said = {"Note": "Called back; tomorrow is fine.", "SentOrReceived": "Received"}
    answered = office.post("/commlogs", {"PatNum": 15, "commType": "Misc", **said})
    stamps = dict.fromkeys(("CommDateTime", "DateTStamp", "DateTEntry"), CALLED_BACK)
    other = {"CommlogNum": 2, "CommType": "21", "commType": "Misc"}
    assert answered[:2] == (201, REMINDED | stamps | other | said)
    slots = office.get("/appointments/Slots?ProvNum=4&lengthMinutes=60&dateStart=2024-03-07&dateEnd=2024-03-07")
    free = {"DateTimeStart": "2024-03-07 08:00:00", "DateTimeEnd": "2024-03-07 10:00:00", "ProvNum": 4, "OpNum": 3}
    assert slots[:2] == (200, [free])
    assert visit(office)[:2] == (201, VISIT)

    # So the recall is scheduled, and is on no list.
    scheduled = RECALL | {"DateScheduled": "2024-03-07", "DateTStamp": CALLED_BACK}
    assert office.get("/recalls?PatNum=15")[:2] == (200, [scheduled])
    assert office.get("/recalls/List?IncludeReminded=true")[:2] == (200, [])

    # The visit is over: the next one is due in half a year, and what was said is forgotten.
    office.freeze("2024-03-07 09:05:00")
    done = office.put("/appointments/1", {"AptStatus": "Complete"})
    assert done[:2] == (200, VISIT | {"AptStatus": "Complete", "DateTStamp": "2024-03-07 09:05:00"})
    dates = {"DateDue": "2024-09-08", "DatePrevious": "2024-03-07", "DateTStamp": "2024-03-07 09:05:00"}
    none = {"RecallStatus": 0, "recallStatus": "", "Note": ""}
    assert office.get("/recalls?PatNum=15")[:2] == (200, [RECALL | dates | none])
    assert office.get("/recalls/List")[:2] == (200, [])
    in_autumn = LISTED | {"DueDate": "9/8/2024", "Age": "39", "Note": ""}
    assert office.get("/recalls/List?DateEnd=2024-12-31")[:2] == (200, [in_autumn])


def visit(office):
    """Make the appointment."""
    body = {"PatNum": 15, "Op": 3, "AptDateTime": "2024-03-07 08:00:00", "AppointmentTypeNum": 2}
    return office.post("/appointments", body | {"ProvHyg": 4, "IsHygiene": "true"})


def test_who_does_not_come_is_on_the_list_again(office):
    office.freeze(CALLED_BACK)
    assert visit(office).status == 201
    assert office.get("/recalls/List")[:2] == (200, [])
    office.freeze("2024-03-07 09:05:00")
    assert office.put("/appointments/1/Break", {"sendToUnscheduledList": "true"}).status == 200
    kept = {"RecallStatus": 0, "recallStatus": "", "DateTStamp": "2024-03-07 09:05:00"}
    assert office.get("/recalls?PatNum=15")[:2] == (200, [RECALL | kept])
    assert office.get("/recalls/List")[:2] == (200, [LISTED | {"Age": "39"}])


def dates(office):
    """What the recall counts from, when the patient is due, and when a visit is made for it."""
    (recall,) = office.get("/recalls?PatNum=15").json
    return recall["DatePrevious"], recall["DateDue"], recall["DateScheduled"]


def test_each_write_of_a_procedure_moves_the_recall(office):
    office.freeze(CALLED)
    done = {"PatNum": 15, "ProcDate": "2024-03-05", "ProcStatus": "C", "procCode": "D1110"}
    number = office.post("/procedurelogs", done).json["ProcNum"]
    assert dates(office) == ("2024-03-05", "2024-09-06", NEVER)
    assert office.put(f"/procedurelogs/{number}", {"ProcDate": "2024-03-04"}).status == 200
    assert dates(office) == ("2024-03-04", "2024-09-05", NEVER)
    assert office.delete(f"/procedurelogs/{number}").status == 200
    assert dates(office) == ("2023-07-09", "2024-01-10", NEVER)
    office.post("/procedurelogs", done | {"ProcStatus": "EO", "ProcDate": "2024-02-05"})
    assert dates(office) == ("2024-02-05", "2024-08-06", NEVER)


def test_each_write_of_the_appointment_moves_when_the_recall_is_scheduled(office):
    office.freeze(CALLED_BACK)
    visit(office)
    assert dates(office) == ("2023-07-09", "2024-01-10", "2024-03-07")
    assert office.put("/appointments/1", {"AptDateTime": "2024-03-14 09:00:00"}).status == 200
    assert dates(office) == ("2023-07-09", "2024-01-10", "2024-03-14")
    assert office.put("/appointments/1", {"AptStatus": "UnschedList"}).status == 200
    assert dates(office) == ("2023-07-09", "2024-01-10", NEVER)


def test_a_patient_who_leaves_is_not_called_and_one_who_returns_is(office):
    office.freeze(CALLED)
    assert office.put("/patients/15", {"PatStatus": "Inactive"}).status == 200
    assert dates(office) == ("2023-07-09", NEVER, NEVER)
    assert office.get("/recalls/List")[:2] == (200, [])
    assert office.put("/patients/15", {"PatStatus": "Patient"}).status == 200
    assert office.get("/recalls/List")[:2] == (200, [LISTED])
