"""What an appointment collides with."""

import pytest
from calling import call_of

from mock_od.dentistry.overlaps import Span, collides

DAY = "2025-06-03"
KINDS = [
    {"DefNum": 71, "Category": 25, "ItemName": "Lunch", "ItemValue": "NS"},
    {"DefNum": 72, "Category": 25, "ItemName": "Emergencies"},
    {"DefNum": 73, "Category": 25, "ItemName": "New patients"},
]


@pytest.fixture
def office(empty):
    """An operatory with an appointment from nine to half past, lunch at noon and two kinds of blockouts later."""
    blockouts = [(1, 71, "12:00:00", "13:00:00"), (2, 72, "14:00:00", "15:00:00"), (3, 73, "15:00:00", "16:00:00")]
    empty.seed(
        {
            "patient": [{"PatNum": 15}],
            "definition": KINDS,
            "operatory": [{"OperatoryNum": 1}, {"OperatoryNum": 2}],
            "schedule": [
                {"ScheduleNum": number, "SchedDate": DAY, "SchedType": "Blockout", "BlockoutType": kind}
                | {"StartTime": start, "StopTime": stop}
                for number, kind, start, stop in blockouts
            ],
            "scheduleop": [{"ScheduleNum": number, "OperatoryNum": 1} for number in (1, 2, 3)],
            "appointment": [
                {"AptNum": 5, "PatNum": 15, "Op": 1, "AptDateTime": f"{DAY} 09:00:00", "Pattern": "/XXXX/"}
                | {"AptStatus": "Scheduled"}
            ],
        }
    )
    return empty


def at(start, end):
    return Span(f"{DAY} {start}:00", f"{DAY} {end}:00")


@pytest.mark.parametrize(
    ("start", "end", "more", "meets"),
    [
        ("08:30", "09:00", {}, False),
        ("08:30", "09:05", {}, True),
        ("09:25", "09:40", {}, True),
        ("09:30", "09:40", {}, False),
        ("09:00", "09:30", {"but": 5}, False),
        ("12:55", "13:30", {}, True),
        ("13:00", "13:30", {}, False),
        ("14:00", "14:30", {}, False),
        ("14:00", "14:30", {"allowed": "72"}, False),
        ("14:50", "15:30", {"allowed": "72"}, True),
        ("14:00", "16:00", {"allowed": "72,73"}, False),
    ],
)
def test_what_a_time_meets(office, start, end, more, meets):
    assert collides(call_of(office), 1, at(start, end), **more) is meets


def test_where_nothing_is_met(office):
    call = call_of(office)
    assert not collides(call, 2, at("09:00", "09:30"))
    assert not collides(call, 1, Span("2025-06-04 09:00:00", "2025-06-04 09:30:00"))
    call.records.update("appointment", 5, {"AptStatus": "UnschedList"})
    assert not collides(call, 1, at("09:00", "09:30"))


def test_an_office_may_have_it_that_appointments_overlap(office):
    office.prefer(ApptsAllowOverlap="1")
    assert not collides(call_of(office), 1, at("09:00", "09:30"))
    assert collides(call_of(office), 1, at("12:00", "12:30"))
