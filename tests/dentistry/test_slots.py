"""When a provider is free."""

from datetime import date

import pytest
from calling import call_of

from mock_od.dentistry.slots import open_slots

DAY = "2025-06-03"
ROOMS = [
    {"OperatoryNum": 1, "OpName": "One", "ItemOrder": 2, "ProvDentist": 1},
    {"OperatoryNum": 2, "OpName": "Two", "ItemOrder": 1, "ProvHygienist": 4},
    {"OperatoryNum": 3, "OpName": "Three", "ItemOrder": 3},
]


def works(number, start, stop, *rooms, day=DAY, provider=1, **more):
    """A schedule, and its operatories."""
    row = {"ScheduleNum": number, "SchedDate": day, "StartTime": start, "StopTime": stop, "ProvNum": provider}
    ops = [{"ScheduleNum": number, "OperatoryNum": room} for room in rooms]
    return {"schedule": [row | {"SchedType": "Provider"} | more], "scheduleop": ops}


def booked(at, pattern="XXXXXX", **more):
    return {"PatNum": 15, "ProvNum": 1, "Op": 1, "AptDateTime": f"{DAY} {at}", "Pattern": pattern} | {
        "AptStatus": "Scheduled",
        **more,
    }


@pytest.fixture
def office(empty):
    empty.seed({"operatory": ROOMS, "patient": [{"PatNum": 15}], "provider": [{"ProvNum": 1}, {"ProvNum": 4}]})
    empty.freeze("2025-06-02 09:00:00")
    return empty


def slots(api, provider=1, last=DAY, **more):
    found = open_slots(call_of(api), provider, date.fromisoformat(DAY), date.fromisoformat(last), **more)
    return [(f"{one.start:%d %H:%M}", f"{one.end:%H:%M}", one.operatory) for one in found]


def test_between_the_appointments_of_a_schedule(office):
    office.seed(works(1, "08:00:00", "12:00:00", 1))
    office.seed({"appointment": [booked("09:00:00"), booked("10:30:00", "XX")]})
    assert slots(office) == [("03 08:00", "09:00", 1), ("03 09:30", "10:30", 1), ("03 10:40", "12:00", 1)]
    assert slots(office, least=65) == [("03 10:40", "12:00", 1)]
    assert slots(office, least=80) == [("03 10:40", "12:00", 1)]
    assert slots(office, least=85) == []


@pytest.mark.parametrize(
    ("status", "closes"),
    [
        ("Scheduled", True),
        ("Complete", True),
        ("Broken", True),
        ("PtNote", True),
        ("UnschedList", False),
        ("Planned", False),
    ],
)
def test_which_appointments_close_the_time(office, status, closes):
    office.seed(works(1, "08:00:00", "09:00:00", 1))
    office.seed({"appointment": [booked("08:00:00", AptStatus=status)]})
    assert slots(office) == [("03 08:30" if closes else "03 08:00", "09:00", 1)]


def test_the_hygienist_is_busy_too_wherever(office):
    office.seed(works(1, "08:00:00", "09:00:00", 2, provider=4))
    office.seed({"appointment": [booked("08:00:00", ProvHyg=4, Op=3)]})
    assert slots(office, 4) == [("03 08:30", "09:00", 2)]


def test_blockouts_and_holidays_are_not_looked_at(office):
    office.seed(works(1, "08:00:00", "09:00:00", 1))
    office.seed(works(2, "08:00:00", "09:00:00", 1, provider=0, SchedType="Blockout"))
    office.seed(works(3, "00:00:00", "00:00:00", provider=0, SchedType="Practice", Status="Holiday"))
    assert slots(office) == [("03 08:00", "09:00", 1)]


def test_one_operatory_alone(office):
    office.seed(works(1, "08:00:00", "09:00:00", 1))
    office.seed(works(2, "10:00:00", "11:00:00", 3))
    office.seed(works(3, "13:00:00", "14:00:00"))
    assert slots(office, operatory=3) == [("03 10:00", "11:00", 3)]
    assert slots(office, operatory=2) == []
    assert [one[2] for one in slots(office)] == [1, 1, 1]


def test_an_operatory_that_was_found_once_is_kept(office):
    office.seed({"operatory": [{"OperatoryNum": 1, "ProvDentist": 0}]})
    office.seed(works(1, "08:00:00", "09:00:00"))
    office.seed(works(2, "08:00:00", "09:00:00", 3, day="2025-06-04"))
    office.seed(works(3, "08:00:00", "09:00:00", 2, day="2025-06-05"))
    assert slots(office, last="2025-06-05") == [
        ("03 08:00", "09:00", 0),
        ("04 08:00", "09:00", 3),
        ("05 08:00", "09:00", 3),
    ]


def test_the_ends_of_a_day_are_lost(office):
    office.seed(works(1, "00:00:00", "00:05:00", 1))
    office.seed(works(2, "22:00:00", "23:59:00", 1))
    assert slots(office) == [("03 22:00", "23:55", 1)]
    office.seed(works(3, "22:00:00", "23:59:59", 1))
    office.seed({"appointment": [booked("22:00:00", "X" * 23)]})
    assert slots(office) == []
