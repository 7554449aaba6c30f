"""A story with whole answers: a new patient calls, comes, and goes."""

from practice_of_two import DAY, NEVER, NOW, history, open_practice, shown

ROSE = {
    "LName": "Tyler",
    "FName": "Rose",
    "Gender": "Female",
    "Birthdate": "1987-04-27",
    "WirelessPhone": "(503)555-0103",
    "Email": "rose@example.com",
    "TxtMsgOk": "Yes",
}

ROSE_SHOWN = {
    "PatNum": 25,
    "LName": "Tyler",
    "FName": "Rose",
    "MiddleI": "",
    "Preferred": "",
    "PatStatus": "Patient",
    "Gender": "Female",
    "Position": "Single",
    "Birthdate": "1987-04-27",
    "SSN": "",
    "Address": "",
    "Address2": "",
    "City": "",
    "State": "",
    "Zip": "",
    "HmPhone": "",
    "WkPhone": "",
    "WirelessPhone": "(503)555-0103",
    "Guarantor": 25,
    "Email": "rose@example.com",
    "EstBalance": 0.0,
    "PriProv": 1,
    "priProvAbbr": "DOC1",
    "SecProv": 0,
    "secProvAbbr": "",
    "FeeSched": 0,
    "BillingType": "Standard Account",
    "ImageFolder": "TylerRose25",
    "FamFinUrgNote": "",
    "ChartNumber": "",
    "MedicaidID": "",
    "BalTotal": 0.0,
    "EmployerNum": 0,
    "DateFirstVisit": "0001-01-01",
    "ClinicNum": 0,
    "clinicAbbr": "",
    "Premed": "false",
    "Ward": "",
    "PreferConfirmMethod": "None",
    "PreferContactMethod": "None",
    "PreferRecallMethod": "None",
    "Language": "",
    "AdmitDate": "0001-01-01",
    "siteDesc": "",
    "DateTStamp": NOW,
    "SuperFamily": 0,
    "TxtMsgOk": "Yes",
    "SecDateEntry": "2025-06-02",
}


def slot(begin, end):
    return {"DateTimeStart": f"{DAY} {begin}:00", "DateTimeEnd": f"{DAY} {end}:00", "ProvNum": 1, "OpNum": 1}


def test_a_new_patient_calls(empty):
    api = open_practice(empty)
    api.prefer(
        PracticeDefaultProv="1",
        PracticeDefaultBillType="40",
        ApptEConfirmStatusAccepted="20",
        AppointmentTimeArrivedTrigger="21",
        AppointmentTimeSeatedTrigger="22",
        AppointmentTimeDismissedTrigger="23",
    )
    api.seed(
        {
            "definition": [{"DefNum": 40, "Category": 4, "ItemName": "Standard Account"}],
            "schedule": [
                {"ScheduleNum": 1, "SchedDate": DAY, "StartTime": "09:00:00", "StopTime": "11:00:00"}
                | {"SchedType": "Provider", "ProvNum": 1}
            ],
            "scheduleop": [{"ScheduleNum": 1, "OperatoryNum": 1}],
        }
    )

    # Is she there already? No. Then she is a patient, and whoever adds her again is told so.
    assert api.get("/patients?LName=tyler&Birthdate=1987-04-27").json == []
    got = api.post("/patients", ROSE)
    assert (got.status, got.json) == (201, ROSE_SHOWN)
    again = api.post("/patients", {**ROSE, "TxtMsgOk": "No", "Email": ""})
    assert (again.status, again.json) == (400, "A Patient with that information already exists")
    assert [row["PatNum"] for row in api.get("/patients?LName=tyler&Birthdate=1987-04-27").json] == [25]

    # The desk enters the card of her insurance, and a program reads it.
    assert api.get("/patplans?PatNum=25").json == []
    api.seed(
        {
            "inssub": [{"InsSubNum": 7, "PlanNum": 35, "Subscriber": 25, "SubscriberID": "RT-1"}],
            "patplan": [{"PatPlanNum": 9, "PatNum": 25, "Ordinal": 1, "InsSubNum": 7}],
        }
    )
    (plan,) = api.get("/patplans?PatNum=25").json
    assert {name: plan[name] for name in ("PatPlanNum", "PatNum", "Ordinal", "InsSubNum", "Relationship")} == {
        "PatPlanNum": 9,
        "PatNum": 25,
        "Ordinal": 1,
        "InsSubNum": 7,
        "Relationship": "Self",
    }

    # The first free half hour of tomorrow is hers.
    slots = f"/appointments/Slots?date={DAY}&ProvNum=1&lengthMinutes=30"
    assert api.get(slots).json == [slot("09:00", "11:00")]
    body = {"PatNum": 25, "Op": 1, "AptDateTime": f"{DAY} 09:00:00", "Pattern": "/XXXX/", "IsNewPatient": "true"}
    visit = shown(
        PatNum=25,
        Pattern="/XXXX/",
        PatternSecondary="//////",
        ProvNum=1,
        provAbbr="DOC1",
        ClinicNum=0,
        IsNewPatient="true",
        InsPlan2=0,
    )
    got = api.post("/appointments", body)
    assert (got.status, got.json) == (201, visit)
    assert api.get(slots).json == [slot("09:30", "11:00")]
    first = api.get("/patients/25").json
    assert first == {**ROSE_SHOWN, "DateFirstVisit": DAY}

    # She confirms by text.
    got = api.put("/appointments/1/Confirm", {"confirmVal": "Confirmed"})
    assert (got.status, got.text) == (200, "")

    # She comes, sits down, and goes.
    for status, name, at in ((21, "Arrived", "08:55:00"), (22, "Seated", "09:02:00"), (23, "Dismissed", "09:31:00")):
        api.freeze(f"{DAY} {at}")
        visit |= {"Confirmed": status, "confirmed": name, "DateTStamp": f"{DAY} {at}", f"DateTime{name}": f"{DAY} {at}"}
        got = api.put("/appointments/1", {"Confirmed": status})
        assert (got.status, got.json) == (200, visit)
    api.freeze(f"{DAY} 09:40:00")
    visit |= {"AptStatus": "Complete", "DateTStamp": f"{DAY} 09:40:00"}
    assert api.put("/appointments/1", {"AptStatus": "Complete"}).json == visit
    assert api.get("/appointments/1").json == {"serverDateTime": f"{DAY} 09:40:00", **visit}
    assert NEVER not in (visit["DateTimeArrived"], visit["DateTimeSeated"], visit["DateTimeDismissed"])
    assert history(api, 1) == [
        ("Created", "Scheduled", 1),
        ("Changed", "Scheduled", 1),
        ("Changed", "Scheduled", 1),
        ("Changed", "Scheduled", 1),
        ("Changed", "Scheduled", 1),
        ("Changed", "Complete", 1),
    ]
