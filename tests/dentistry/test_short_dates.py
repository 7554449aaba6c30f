"""Days and times as people read them."""

from datetime import timedelta

import pytest

from mock_od.dentistry.short_dates import (
    age,
    between,
    chart_time,
    full_moment,
    hours,
    padded_day,
    short_day,
    short_time,
    week_day,
)

AFTERNOON, MIDNIGHT, NOON, NEVER = (
    "2022-02-08 15:18:27",
    "2022-02-08 00:00:00",
    "2022-02-08 12:05:00",
    "0001-01-01 00:00:00",
)


@pytest.mark.parametrize(
    ("moment", "short", "padded", "clock", "in_chart", "full"),
    [
        (AFTERNOON, "2/8/2022", "02/08/2022", "3:18 PM", "3:18p", "2/8/2022 3:18:27 PM"),
        (MIDNIGHT, "2/8/2022", "02/08/2022", "12:00 AM", "", "2/8/2022 12:00:00 AM"),
        (NOON, "2/8/2022", "02/08/2022", "12:05 PM", "12:05p", "2/8/2022 12:05:00 PM"),
        ("2022-12-21 00:00:09", "12/21/2022", "12/21/2022", "12:00 AM", "12:00a", "12/21/2022 12:00:09 AM"),
        (NEVER, "", "", "12:00 AM", "", "1/1/0001 12:00:00 AM"),
        ("2022-02-08", "2/8/2022", "02/08/2022", "12:00 AM", "", "2/8/2022 12:00:00 AM"),
    ],
)
def test_a_moment(moment, short, padded, clock, in_chart, full):
    shown = (short_day(moment), padded_day(moment), short_time(moment), chart_time(moment), full_moment(moment))
    assert shown == (short, padded, clock, in_chart, full)


def test_a_day_of_the_week():
    assert (week_day(AFTERNOON), week_day("2022-02-13")) == ("Tue", "Sun")


def test_a_span():
    assert hours(timedelta(minutes=10)) == "0:10"
    assert hours(timedelta(hours=26, minutes=5, seconds=59)) == "26:05"
    assert hours(timedelta(minutes=-90)) == "-1:30"
    assert between("2022-02-08 15:18:00", "2022-02-08 15:48:59") == "0:30"


@pytest.mark.parametrize(
    ("born", "by", "years"),
    [
        ("1980-02-08", "2022-02-08", "42"),
        ("1980-02-08", "2022-02-07", "41"),
        ("2016-11-30", "2022-02-08", "5"),
        ("2016-02-08", "2022-02-08", "6"),
        ("2004-02-09", "2022-02-08", "17"),
        ("2004-02-08", "2022-02-08", "18"),
        ("2022-02-08", "2022-02-08 15:00:00", "0"),
        ("2022-02-09", "2022-02-08", ""),
        ("0001-01-01", "2022-02-08", ""),
    ],
)
def test_an_age(born, by, years):
    assert age(born, by) == years
