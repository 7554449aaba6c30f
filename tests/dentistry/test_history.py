"""What an appointment was like after each change."""

import pytest
from calling import call_of

from mock_od.call import Change
from mock_od.dentistry.history import keep_history, remember

APPOINTMENT = {
    "AptNum": 5,
    "PatNum": 15,
    "AptStatus": "Scheduled",
    "AptDateTime": "2025-06-03 09:00:00",
    "Pattern": "/XX/",
    "Note": "First",
}


@pytest.fixture
def office(empty):
    empty.seed(
        {
            "patient": [{"PatNum": 15}],
            "appointment": [APPOINTMENT],
        }
    )
    empty.freeze("2025-06-02 09:00:00")
    return empty


def history(api):
    return [
        (row["AptNum"], row["HistApptAction"], row["ApptSource"], row["Note"]) for row in api.rows("histappointment")
    ]


def test_a_row_is_a_copy_with_what_was_done(office):
    call = call_of(office)
    remember(call, call.records.get("appointment", 5), "Deleted")
    (row,) = office.rows("histappointment")
    copied = {name: row[name] for name in ("AptNum", "PatNum", "AptStatus", "AptDateTime", "Pattern", "Note")}
    assert copied.items() <= APPOINTMENT.items()
    assert (row["HistApptAction"], row["HistDateTStamp"], row["HistUserNum"]) == ("Deleted", "2025-06-02 09:00:00", 0)


@pytest.mark.parametrize(
    ("mode", "source"), [("remote", "EConnector"), ("service", "OpenDentalAPIService"), ("local", "None")]
)
def test_the_program_is_that_of_the_way(office, mode, source):
    keep_history(call_of(office, mode), [Change("appointment", 5, "update")])
    assert history(office) == [(5, "Changed", source, "First")]


def test_one_row_for_a_call_as_it_is_afterwards(office):
    call = call_of(office)
    call.records.update("appointment", 5, {"Note": "Last"})
    keep_history(call, [Change("appointment", 5, "insert"), Change("appointment", 5, "update")])
    assert history(office) == [(5, "Created", "None", "Last")]


def test_what_a_page_has_said_is_not_said_again(office):
    call = call_of(office)
    remember(call, call.records.get("appointment", 5), "Missed")
    number = office.rows("histappointment")[0]["HistApptNum"]
    said = Change("histappointment", number, "insert")
    keep_history(call, [Change("appointment", 5, "update"), said])
    assert history(office) == [(5, "Missed", "None", "First")]
    keep_history(call, [Change("appointment", 5, "update"), said, Change("appointment", 5, "update")])
    assert history(office) == [(5, "Missed", "None", "First"), (5, "Changed", "None", "First")]


def test_an_appointment_that_is_gone_is_left_to_who_deletes_it(office):
    keep_history(call_of(office), [Change("appointment", 5, "delete"), Change("appointment", 4711, "update")])
    assert history(office) == []
