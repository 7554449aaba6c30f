"""The days on which a practice is open."""

from collections import Counter
from datetime import date, timedelta

import pytest

from mock_od.workdays import is_holiday, is_open, is_short, workday

FREE = {
    2022: ["01-01", "05-30", "07-04", "09-05", "11-24", "12-25", "12-26"],
    2023: ["01-01", "01-02", "05-29", "07-04", "09-04", "11-23", "12-25"],
    2024: ["01-01", "05-27", "07-04", "09-02", "11-28", "12-25"],
    2025: ["01-01", "05-26", "07-04", "09-01", "11-27", "12-25"],
    # the 4th of July is a Saturday
    2026: ["01-01", "05-25", "07-03", "07-04", "09-07", "11-26", "12-25"],
    # New Year's Day of 2028 is a Saturday, Christmas as well
    2027: ["01-01", "05-31", "07-04", "07-05", "09-06", "11-25", "12-24", "12-25", "12-31"],
}


def days_of(year):
    return [date(year, 1, 1) + timedelta(days) for days in range(365)]


@pytest.mark.parametrize("year", FREE)
def test_holidays_as_observed(year):
    assert [f"{day:%m-%d}" for day in days_of(year) if is_holiday(day)] == FREE[year]


def test_saturdays_are_short_and_rare():
    open_saturdays = [f"{day:%m-%d}" for day in days_of(2025) if day.weekday() == 5 and is_open(day)]
    assert open_saturdays == [
        "01-04", "02-01", "03-01", "04-05", "05-03", "06-07", "07-05", "08-02", "09-06", "10-04", "11-01", "12-06"
    ]  # fmt: skip
    assert all(is_short(date.fromisoformat(f"2025-{day}")) for day in open_saturdays)
    assert not is_short(date(2025, 6, 2))


def test_a_closed_day_is_moved_to_an_open_one_shortly_before():
    for day in (day for year in FREE for day in days_of(year)):
        moved = workday(day)
        assert is_open(moved)
        assert (moved == day) == is_open(day)
        assert timedelta(0) <= day - moved <= timedelta(10)


def test_no_weekday_has_a_heap():
    counts = Counter(workday(day).weekday() for year in FREE for day in days_of(year))
    assert sorted(counts) == [0, 1, 2, 3, 4, 5]
    share = {weekday: count / sum(counts.values()) for weekday, count in counts.items()}
    assert all(0.16 < share[weekday] < 0.23 for weekday in range(5))
    assert 0.02 < share[5] < 0.05


def test_a_day_does_not_move_before_another_one():
    friday, sunday = date(2025, 6, 13), date(2025, 6, 15)
    assert workday(sunday) < friday
    assert workday(sunday, friday) == friday


def test_the_ends_of_the_calendar():
    assert is_holiday(date.min)
    assert not is_holiday(date.max)
    assert workday(date.max) == date.max
