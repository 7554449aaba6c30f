"""Time patterns."""

import pytest
from calling import call_of

from mock_od.dentistry import patterns

CODES = [
    {"CodeNum": 1, "ProcCode": "D0120", "ProcTime": "/X/"},
    {"CodeNum": 2, "ProcCode": "D1110", "ProcTime": "/XXX/", "IsHygiene": "true"},
    {"CodeNum": 3, "ProcCode": "D0230", "ProcTime": "/"},
    {"CodeNum": 4, "ProcCode": "D9999", "ProcTime": ""},
]


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        (["/X/", "/X/", "/XX/"], "/XXXX/"),
        (["//X", "/X///"], "//XX///"),
        (["/X/X/", "X"], "/X/XX/"),
        (["///", "/X/"], "///X/"),
        (["/", "/"], "/"),
        (["", "X"], "X"),
        ([], ""),
        (["/XXXXXXXXXXXXXXXXXXXX/", "XXXXXXXXXXXXXXXXXXXX/"], "/" + "X" * 38),
    ],
)
def test_the_pattern_of_several_procedures(given, whole):
    assert patterns.joined(given) == whole


@pytest.mark.parametrize(
    ("increment", "shown"),
    [("5", "/XXXX/"), ("10", "//XXXXXXXX//"), ("15", "///XXXXXXXXXXXX///"), ("x", "//XXXXXXXX//")],
)
def test_a_sign_of_a_code_is_a_step_of_the_book(empty, increment, shown):
    empty.seed({"procedurecode": CODES})
    empty.prefer(AppointmentTimeIncrement=increment)
    codes = empty.office.records.rows("procedurecode")
    assert patterns.of_procedures(call_of(empty), codes[:2], 1, 0) == shown


def test_a_provider_may_take_another_time(empty):
    own = {"CodeNum": 2, "ProvNum": 4, "ProcTime": "/XXXXX/"}
    empty.seed({"procedurecode": CODES, "proccodenote": [own, {"CodeNum": 1, "ProvNum": 1, "ProcTime": ""}]})
    codes = empty.office.records.rows("procedurecode")
    call = call_of(empty)
    assert patterns.of_procedures(call, codes[:2], 1, 4) == "//" + "XX" * 6 + "//"
    assert patterns.of_procedures(call, codes[:2], 4, 0) == "//" + "XX" * 6 + "//"
    assert patterns.of_procedures(call, codes[:2], 1, 5) == "//" + "XX" * 4 + "//"
    assert patterns.of_procedures(call, codes[3:], 1, 5) == ""


def test_nine_hours_are_the_most(empty):
    empty.seed({"procedurecode": [{"CodeNum": 1, "ProcCode": "D1", "ProcTime": "X" * 24}]})
    empty.prefer(AppointmentTimeIncrement="15")
    codes = empty.office.records.rows("procedurecode") * 2
    assert patterns.of_procedures(call_of(empty), codes, 1, 0) == "X" * 108


@pytest.mark.parametrize(("length", "shown"), [("30", "//////"), ("0", "/"), ("7", "/"), ("100000", "/" * 108)])
def test_without_procedures(empty, length, shown):
    assert patterns.without_procedures(call_of(empty)) == "/XX/"
    empty.prefer(AppointmentWithoutProcsDefaultLength=length)
    assert patterns.without_procedures(call_of(empty)) == shown


def test_how_long_and_until_when():
    assert patterns.minutes("//XXXX//") == 40
    assert patterns.end_of("2025-06-02 23:40:00", "//XXXX//") == "2025-06-03 00:20:00"
    assert patterns.end_of("9999-12-31 23:40:00", "//XXXX//") == "9999-12-31 23:59:59"
