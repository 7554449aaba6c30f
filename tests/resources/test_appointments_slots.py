"""https://www.opendental.com/site/apiappointments.html: open times, and appointments that are made on the web."""

import pytest
from conversation import at_once, refuses
from practice_of_two import DAY, NOW, history, open_practice, shown

refused = refuses("appointment", "histappointment", "eservicelog", now=NOW)
NEW_PATIENTS, EXISTING = 326, 327
GONE = "The reason for your appointment is no longer available.\r\nPlease call us to schedule your appointment."
TAKEN = "The selected appointment time is no longer available.\r\nPlease choose a different time slot."


def works(number, day, start, stop, room, provider=1):
    schedule = {"ScheduleNum": number, "SchedDate": day, "StartTime": start, "StopTime": stop, "ProvNum": provider}
    return schedule | {"SchedType": "Provider"}, {"ScheduleOpNum": number, "ScheduleNum": number, "OperatoryNum": room}


@pytest.fixture
def practice(empty):
    """A dentist works this morning and tomorrow, and next month; two reasons for appointments on the web."""
    hours = [
        works(1, "2025-06-02", "08:00:00", "09:00:00", 1),
        works(2, DAY, "09:00:00", "11:00:00", 1),
        works(3, "2025-06-16", "09:00:00", "10:00:00", 1),
        works(4, "2025-06-17", "09:00:00", "10:00:00", 1),
        works(5, DAY, "09:00:00", "10:00:00", 3, provider=9),
    ]
    reasons = [
        {"DefNum": NEW_PATIENTS, "Category": 42, "ItemName": "New Patient Exam"},
        {"DefNum": EXISTING, "Category": 51, "ItemName": "Cleaning"},
        {"DefNum": 328, "Category": 51, "ItemName": "Nothing", "ItemOrder": 1},
    ]
    links = [(NEW_PATIENTS, 9, "AppointmentType"), (EXISTING, 8, "AppointmentType")]
    links += [(reason, room, "Operatory") for reason in (NEW_PATIENTS, EXISTING) for room in (1, 2, 3)]
    open_practice(empty).seed(
        {
            "schedule": [schedule for schedule, _ in hours],
            "scheduleop": [room for _, room in hours],
            "definition": reasons,
            "deflink": [{"DefNum": reason, "FKey": key, "LinkType": kind} for reason, key, kind in links],
        }
    )
    empty.prefer(PracticeDefaultProv="1")
    return empty


def slot(start, end, provider=1, room=1, day=DAY):
    times = {"DateTimeStart": f"{day} {start}:00", "DateTimeEnd": f"{day} {end}:00"}
    return times | {"ProvNum": provider, "OpNum": room}


TODAYS, TOMORROWS = slot("08:00", "09:00", day="2025-06-02"), slot("09:00", "11:00")
LAST = slot("09:00", "10:00", day="2025-06-16")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [TODAYS, TOMORROWS, LAST]),
        (f"?date={DAY}", [TOMORROWS]),
        (f"?date={DAY}&ProvNum=9", [slot("09:00", "10:00", 9, 3)]),
        (f"?date={DAY}&ProvNum=9&OpNum=1", []),
        ("?ProvNum=0&lengthMinutes=65", [TOMORROWS]),
        (f"?dateStart={DAY}&dateEnd=2025-06-16", [TOMORROWS, LAST]),
        ("?dateStart=2025-06-17", [slot("09:00", "10:00", day="2025-06-17")]),
        ("?dateEnd=2025-06-02", [TODAYS]),
        ("?OpNum=1&Limit=1&Offset=1", [TOMORROWS]),
        (
            "?dateStart=2025-06-02&dateEnd=9999-12-31",
            [TODAYS, TOMORROWS, LAST, slot("09:00", "10:00", day="2025-06-17")],
        ),
        ("?dateStart=9999-12-31", []),
    ],
)
def test_open_times(practice, query, found):
    got = practice.get(f"/appointments/Slots{query}")
    assert (got.status, got.json) == (200, found)


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("?date=2025-06-01", 400, "date must be today or a future date."),
        ("?date=tomorrow", 400, "date format must be yyyy-MM-dd."),
        ("?ProvNum=4711", 404, "Provider not found."),
        ("?OpNum=4711", 404, "Operatory not found."),
        ("?lengthMinutes=long", 400, "lengthMinutes is invalid."),
    ],
)
def test_times_that_are_not_looked_for(practice, query, status, sentence):
    assert practice.get(f"/appointments/Slots{query}")[:2] == (status, sentence)


def test_slots_shrink_and_grow(practice):
    """Side effect 7: slots shrink after a POST and grow after a Break to UnschedList."""

    def times():
        return practice.get(f"/appointments/Slots?date={DAY}").json

    body = {"PatNum": 21, "Op": 2, "AptDateTime": f"{DAY} 09:30:00", "ProvNum": 1}
    assert practice.post("/appointments", body).status == 201
    assert times() == [slot("09:00", "09:30"), slot("09:50", "11:00")]
    practice.prefer(BrokenApptProcedure="1")
    practice.put("/appointments/1/Break", {"sendToUnscheduledList": "false"})
    assert times() == [slot("09:00", "09:30"), slot("09:50", "11:00")]
    practice.put("/appointments/1", {"AptStatus": "Scheduled"})
    practice.put("/appointments/1/Break", {"sendToUnscheduledList": "true"})
    assert times() == [TOMORROWS]


def test_the_last_day_there_is(practice):
    last = "9999-12-31"
    practice.seed(
        {
            "schedule": [works(9, last, "23:04:00", "23:59:59", 1)[0]],
            "scheduleop": [{"ScheduleOpNum": 9, "ScheduleNum": 9, "OperatoryNum": 1}],
            "appointment": [
                {
                    "AptNum": 5,
                    "PatNum": 21,
                    "Op": 1,
                    "ProvNum": 1,
                    "Pattern": "XXXX",
                    "AptStatus": "Broken",
                    "AptDateTime": f"{last} 23:50:00",
                }
            ],
        }
    )
    assert practice.get(f"/appointments/Slots?date={last}").json == [slot("23:00", "23:50", day=last)]
    path = f"/appointments/SlotsWebSched?date={last}&defNumApptType={EXISTING}"
    assert practice.get(path).json == [slot("23:10", "23:40", day=last)]
    practice.prefer(WebSchedExistingPatDoubleBooking="1")
    assert practice.get(path).json == [slot("23:10", "23:40", day=last)]
    practice.freeze(f"{last} 12:00:00")
    assert practice.get("/appointments/Slots").json == [slot("23:00", "23:50", day=last)]
    assert practice.get("/appointments/SlotsWebSched").status == 200
    practice.freeze("0001-01-01 12:00:00")
    assert practice.get("/appointments/Slots").json == []
    assert practice.get("/asapcomms").json == []


# --- on the web ---------------------------------------------------------------------------------------------


def test_times_for_the_web(practice):
    practice.seed(
        {
            "appointment": [
                {
                    "AptNum": 5,
                    "PatNum": 22,
                    "Op": 1,
                    "AptStatus": "Broken",
                    "Pattern": "XXXX",
                    "AptDateTime": f"{DAY} 09:20:00",
                }
            ]
        }
    )
    got = practice.get(f"/appointments/SlotsWebSched?date={DAY}&defNumApptType={EXISTING}")
    collides = [slot("09:40", "10:10"), slot("10:00", "10:30"), slot("10:30", "11:00")]
    assert (got.status, got.json) == (200, [slot("09:00", "09:30", 9, 3), slot("09:30", "10:00", 9, 3), *collides])
    assert practice.get(f"/appointments/SlotsWebSched?date={DAY}").json == got.json
    whole = practice.get("/appointments/SlotsWebSched").json
    assert [row["DateTimeStart"][:10] for row in whole] == ["2025-06-02"] * 2 + [DAY] * 5 + ["2025-06-16"] * 2


def test_what_has_passed_is_not_offered(practice):
    practice.freeze("2025-06-02 08:01:00")
    got = practice.get(f"/appointments/SlotsWebSched?date=2025-06-02&defNumApptType={EXISTING}").json
    assert got == [slot("08:30", "09:00", day="2025-06-02")]
    assert practice.get("/appointments/SlotsWebSched?date=2025-06-01").json == []


def test_blockouts_on_the_web(practice):
    blockout = {"SchedDate": DAY, "SchedType": "Blockout", "BlockoutType": 60}
    practice.seed(
        {
            "definition": [{"DefNum": 60, "Category": 25, "ItemName": "New patients"}],
            "schedule": [blockout | {"ScheduleNum": 9, "StartTime": "09:30:00", "StopTime": "10:30:00"}],
            "scheduleop": [{"ScheduleOpNum": 9, "ScheduleNum": 9, "OperatoryNum": 1}],
            "provider": [{"ProvNum": 9, "Abbr": "DOC9", "IsHidden": "true"}],
        }
    )

    def starts():
        path = f"/appointments/SlotsWebSched?date={DAY}&defNumApptType={EXISTING}"
        return [row["DateTimeStart"][11:16] for row in practice.get(path).json]

    assert starts() == ["09:00", "10:30"]
    practice.prefer(WebSchedExistingPatAllowedBlockouts="60")
    assert starts() == ["09:00", "09:30", "10:00", "10:30"]
    practice.prefer(WebSchedExistingPatAllowedBlockouts="")
    practice.seed({"deflink": [{"DefNum": EXISTING, "FKey": 60, "LinkType": "BlockoutType"}]})
    assert starts() == ["09:30", "10:00"]


def test_double_booking_on_the_web(practice):
    elsewhere = {"AptNum": 5, "PatNum": 22, "Op": 2, "AptStatus": "Scheduled", "Pattern": "/XX/", "ProvNum": 1}
    practice.seed({"appointment": [elsewhere | {"AptDateTime": f"{DAY} 09:00:00"}]})
    path = f"/appointments/SlotsWebSched?date={DAY}&defNumApptType={EXISTING}"

    def starts():
        return [row["DateTimeStart"][11:16] for row in practice.get(path).json if row["ProvNum"] == 1]

    assert starts() == ["09:00", "09:30", "10:00", "10:30"]
    practice.prefer(WebSchedExistingPatDoubleBooking="1")
    assert starts() == ["09:10", "09:30", "10:00", "10:30"]


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        (f"?defNumApptType={NEW_PATIENTS}", 400, "defNumApptType is invalid."),
        (f"?defNumApptType={EXISTING}&isNewPatient=true", 400, "defNumApptType is invalid."),
        ("?defNumApptType=19", 400, "defNumApptType is invalid."),
        ("?defNumApptType=4711", 404, "Definition not found."),
        ("?defNumApptType=328", 400, GONE),
        ("?isNewPatient=perhaps", 400, "isNewPatient is invalid."),
        ("?ClinicNum=4711", 404, "Clinic not found."),
    ],
)
def test_what_the_web_does_not_offer(practice, query, status, sentence):
    assert practice.get(f"/appointments/SlotsWebSched{query}")[:2] == (status, sentence)


def test_clinics_on_the_web(practice):
    practice.prefer(EasyNoClinics="0")
    assert practice.get("/appointments/SlotsWebSched")[:2] == (400, "ClinicNum is required.")
    assert practice.get("/appointments/SlotsWebSched?ClinicNum=4").json == []
    assert len(practice.get(f"/appointments/SlotsWebSched?ClinicNum=0&date={DAY}").json) == 6


def test_an_office_without_clinics_offers_all_operatories(practice):
    schedule, room = works(9, DAY, "12:00:00", "12:30:00", 2)
    practice.seed({"schedule": [schedule], "scheduleop": [room]})
    path = f"/appointments/SlotsWebSched?date={DAY}&defNumApptType={EXISTING}"
    of_clinic_4 = slot("12:00", "12:30", room=2)
    assert practice.get(path).json[-1] == of_clinic_4
    made = practice.post("/appointments/WebSched", {"PatNum": 21, **of_clinic_4, "defNumApptType": EXISTING})
    assert (made.status, made.json["Op"], made.json["ClinicNum"]) == (201, 2, 4)
    practice.prefer(EasyNoClinics="0")
    assert of_clinic_4 not in practice.get(f"{path}&ClinicNum=0").json


CHOSEN = {"PatNum": 21, **slot("09:00", "09:30"), "defNumApptType": EXISTING}


def test_a_patient_makes_an_appointment_on_the_web(practice):
    body = {f"d{name[1:]}" if name.startswith("Date") else name: value for name, value in CHOSEN.items()}
    got = practice.post("/appointments/WebSched", body)
    made = {"ProvNum": 1, "provAbbr": "DOC1", "Pattern": "/XXXX/", "PatternSecondary": "//////", "ClinicNum": 0}
    made |= {"Note": "Appointment Reason: Cleaning", "ProcDescript": "PerEx, Pro"}
    assert (got.status, got.json) == (201, shown(**made))
    assert history(practice, 1) == [("Created", "Scheduled", 1)]
    practice.seed({"appointment": [{"AptNum": 2, "PatNum": 22, "AptDateTime": f"{DAY} 10:00:00", "IsHygiene": "true"}]})
    got = practice.get("/appointments/WebSched")
    told = [(row["AptNum"], row["eServiceLogType"], row["IsHygiene"]) for row in got.json]
    assert told == [(1, "ExistingPat", "False"), (2, "None", "True")]
    found = {
        query: [row["AptNum"] for row in practice.get(f"/appointments/WebSched{query}").json]
        for query in ("?date=2025-06-04", "?ClinicNum=3", "?DateTStamp=2025-06-02%2000:00:00")
    }
    assert found == {"?date=2025-06-04": [], "?ClinicNum=3": [], "?DateTStamp=2025-06-02%2000:00:00": [1]}
    refused(practice, lambda api: api.post("/appointments/WebSched", CHOSEN | {"PatNum": 22}), 400, TAKEN)


def test_a_new_patient_on_the_web(practice):
    practice.prefer(WebSchedNewPatConfirmStatus="20")
    body = CHOSEN | {"PatNum": 22, "defNumApptType": NEW_PATIENTS, "DateTimeEnd": f"{DAY} 10:00:00"}
    got = practice.post("/appointments/WebSched", body)
    made = {
        "PatNum": 22,
        "IsNewPatient": "true",
        "Confirmed": 20,
        "confirmed": "Confirmed",
        "ClinicNum": 0,
        "ProvNum": 1,
    }
    made |= {"provAbbr": "DOC1", "Pattern": "//XXXXXXXX//", "PatternSecondary": "/" * 12, "ProcDescript": "#-Crn"}
    made |= {"Note": "Appointment Reason: New Patient Exam", "InsPlan1": 0, "InsPlan2": 0}
    assert (got.status, got.json) == (201, shown(**made))
    assert practice.row("patient", 22)["DateFirstVisit"] == DAY
    assert practice.get("/appointments/WebSched").json[0]["eServiceLogType"] == "NewPat"


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"PatNum": None}, 400, "PatNum is required."),
        ({"DateTimeStart": None}, 400, "DateTimeStart is required."),
        ({"DateTimeEnd": None}, 400, "DateTimeEnd is required."),
        ({"OpNum": None}, 400, "OpNum is required."),
        ({"defNumApptType": None}, 400, "defNumApptType is required."),
        ({"defNumApptType": 19}, 400, "defNumApptType is invalid."),
        ({"defNumApptType": 328}, 400, GONE),
        ({"DateTimeEnd": f"{DAY} 09:00:00"}, 400, "DateTimeEnd is invalid."),
        ({"DateTimeStart": f"{DAY} 09:05:00"}, 400, TAKEN),
        ({"OpNum": 2}, 400, TAKEN),
        ({"ProvNum": 4}, 400, TAKEN),
        ({"PatNum": 24}, 400, "Patient is deleted."),
    ],
)
def test_what_cannot_be_had_on_the_web(practice, changed, status, sentence):
    refused(practice, lambda api: api.post("/appointments/WebSched", CHOSEN | changed), status, sentence)


def test_two_want_the_same_slot_at_once(practice):
    """POST WebSched gives it to one of them; POST, which looks for no other appointment, would give it to both."""
    got = at_once(2, lambda at: practice.post("/appointments/WebSched", CHOSEN | {"PatNum": 21 + at}))
    assert sorted(answer.status for answer in got) == [201, 400]
    assert [answer.json for answer in got if answer.status == 400] == [TAKEN]
    assert len(practice.rows("appointment")) == 1
    both = at_once(
        2, lambda at: practice.post("/appointments", {"PatNum": 21 + at, "Op": 3, "AptDateTime": f"{DAY} 09:00:00"})
    )
    assert [answer.status for answer in both] == [201, 201]
    assert {answer.json["AptNum"] for answer in both} == {2, 3}
