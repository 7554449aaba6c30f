"""https://www.opendental.com/site/apiappointments.html: two stories from the front desk, each answer as a whole."""

import pytest
from practice_of_two import DAY, NOW, history, open_practice, shown

CLOCK = {"serverDateTime": NOW}
SCHEDULES = [
    {"ScheduleNum": number, "SchedDate": day, "StartTime": "09:00:00", "StopTime": "11:00:00"}
    | {"SchedType": "Provider", "ProvNum": 1}
    for number, day in ((1, DAY), (2, "2025-06-05"))
]
STATUSES = {
    "AppointmentTimeArrivedTrigger": "21",
    "AppointmentTimeSeatedTrigger": "22",
    "AppointmentTimeDismissedTrigger": "23",
    "ApptEConfirmStatusAccepted": "20",
}


@pytest.fixture
def desk(empty):
    """The practice, whose dentist works on two mornings in the first operatory."""
    rooms = [{"ScheduleOpNum": number, "ScheduleNum": number, "OperatoryNum": 1} for number in (1, 2)]
    open_practice(empty).seed({"schedule": SCHEDULES, "scheduleop": rooms})
    empty.prefer(**STATUSES, BrokenApptProcedure="1", BrokenApptCommLog="1", PracticeDefaultProv="1")
    return empty


def slot(start, end, day=DAY):
    return {"DateTimeStart": f"{day} {start}:00", "DateTimeEnd": f"{day} {end}:00", "ProvNum": 1, "OpNum": 1}


def test_a_new_patient_comes(desk):
    """A slot, the appointment, its confirmation; the patient arrives, is seated, is treated, and goes."""
    assert desk.get("/appointments/Slots?lengthMinutes=30").json == [
        slot("09:00", "11:00"),
        slot("09:00", "11:00", "2025-06-05"),
    ]
    wanted = {"PatNum": 22, "Op": 1, "AptDateTime": f"{DAY} 09:00:00", "ProvNum": 1, "ProvHyg": 4}
    made = desk.post("/appointments", wanted | {"AppointmentTypeNum": 8, "IsNewPatient": "true"})
    visit = shown(
        **wanted,
        provAbbr="DOC1",
        IsNewPatient="true",
        AppointmentTypeNum=8,
        colorOverride="180,30,150",
        Pattern="/XXXX/",
        PatternSecondary="//////",
        ProcDescript="PerEx, Pro",
        ClinicNum=0,
        InsPlan1=0,
        InsPlan2=0,
    )
    assert (made.status, made.json) == (201, visit)
    assert desk.get("/patients/22").json["PatNum"] == 22
    assert desk.row("patient", 22)["DateFirstVisit"] == DAY
    assert desk.get(f"/appointments/Slots?date={DAY}").json == [slot("09:30", "11:00")]

    assert desk.put("/appointments/1/Confirm", {"confirmVal": "Confirmed"}).status == 200
    visit |= {"Confirmed": 20, "confirmed": "Confirmed"}
    assert desk.get("/appointments/1").json == CLOCK | visit

    for moment, status, name, column in (
        (f"{DAY} 08:55:00", 21, "Arrived", "DateTimeArrived"),
        (f"{DAY} 09:02:00", 22, "Seated", "DateTimeSeated"),
        (f"{DAY} 09:31:00", 23, "Dismissed", "DateTimeDismissed"),
    ):
        desk.freeze(moment)
        assert desk.put("/appointments/1/Confirm", {"defNum": status}).status == 200
        visit |= {"Confirmed": status, "confirmed": name, column: moment, "DateTStamp": moment}
        assert desk.get("/appointments/1").json == {"serverDateTime": moment} | visit

    done = desk.put("/appointments/1", {"AptStatus": "Complete"})
    visit |= {"AptStatus": "Complete"}
    assert (done.status, done.json) == (200, visit)
    procedures = [
        (row["procCode"], row["ProcStatus"], row["ProcDate"]) for row in desk.get("/procedurelogs?PatNum=22").json
    ]
    assert procedures == [("D1110", "C", DAY), ("D0120", "C", DAY)]
    told = [
        (row["HistApptAction"], row["confirmed"], row["AptStatus"])
        for row in desk.get("/histappointments?AptNum=1").json
    ]
    assert told == [
        ("Created", "Not Called", "Scheduled"),
        ("Changed", "Confirmed", "Scheduled"),
        ("Changed", "Arrived", "Scheduled"),
        ("Changed", "Seated", "Scheduled"),
        ("Changed", "Dismissed", "Scheduled"),
        ("Changed", "Dismissed", "Complete"),
    ]


def test_a_broken_appointment_and_its_replacement(desk):
    """A patient does not come: the appointment is broken, charged and noted, and put on another day."""
    desk.post(
        "/appointments",
        {"PatNum": 21, "Op": 1, "AptDateTime": f"{DAY} 09:00:00", "ProvNum": 1, "AppointmentTypeNum": 8},
    )
    visit = shown(
        ProvNum=1,
        provAbbr="DOC1",
        AppointmentTypeNum=8,
        colorOverride="180,30,150",
        Pattern="/XXXX/",
        PatternSecondary="//////",
        ProcDescript="PerEx, Pro",
    )
    assert desk.get("/appointments/1").json == CLOCK | visit

    late = f"{DAY} 09:20:00"
    desk.freeze(late)
    assert desk.put("/appointments/1/Break", {"sendToUnscheduledList": "true", "breakType": "Missed"}).status == 200
    broken = visit | {"AptStatus": "UnschedList", "Op": 0, "DateTStamp": late}
    assert desk.get("/appointments?AptStatus=UnschedList").json == [{"serverDateTime": late} | broken]
    (note,) = desk.get("/commlogs?PatNum=21").json
    assert note["Note"] == "Appt BROKEN for PerEx, Pro Tue 6/3/2025 9:00:00 AM"
    charged = desk.get("/procedurelogs?PatNum=21&ProcStatus=C").json
    assert [(row["procCode"], row["ProcDate"], row["AptNum"]) for row in charged] == [("D9986", DAY, 0)]

    free = desk.get("/appointments/Slots?lengthMinutes=30").json
    assert free == [slot("09:00", "11:00"), slot("09:00", "11:00", "2025-06-05")]
    again = {"AptStatus": "Scheduled", "Op": 1, "AptDateTime": "2025-06-05 09:00:00"}
    got = desk.put("/appointments/1", again)
    assert (got.status, got.json) == (200, broken | again)
    assert [row["ProcDate"] for row in desk.get("/procedurelogs?AptNum=1").json] == ["2025-06-05", "2025-06-05"]
    assert desk.get("/appointments/Slots?dateStart=2025-06-05").json == [slot("09:30", "11:00", "2025-06-05")]
    assert history(desk, 1) == [
        ("Created", "Scheduled", 1),
        ("Changed", "UnschedList", 1),
        ("Missed", "UnschedList", 0),
        ("Changed", "Scheduled", 1),
    ]
