"""https://www.opendental.com/site/apiclockevents.html

Known deviations:
- EmployeeNum 0 finds all rows, as in the data layer of the desktop program, which the API shares; ClinicNum 0 finds
  those of no clinic.
- A new row's OTimeHours, Rate2Hours and Rate3Hours are -01:00:00, as in the page's examples: the automatic ones hold.
"""

from mock_od.declare import GET, LIST, Bool, DateTime, Days, Enum, ForeignKey, Key, Resource, Span, Text

_AUTOMATIC = "-01:00:00"


class ClockEvents(Resource, table="clockevent", path="/clockevents"):
    """An employee's stay at work, or break, from clock to clock."""

    ClockEventNum = Key()
    EmployeeNum = ForeignKey(about="Whose it is.")
    TimeEntered1 = DateTime("When it was begun on the clock.")
    TimeDisplayed1 = DateTime("When it began, as it may have been corrected.")
    ClockStatus = Enum(["Home", "Lunch", "Break"], "What followed; Break for a break itself.")
    Note = Text()
    TimeEntered2 = DateTime("When it was ended on the clock.")
    TimeDisplayed2 = DateTime("When it ended, as it may have been corrected; none while it lasts.")
    OTimeHours = Span("Overtime by hand; -01:00:00 where OTimeAuto holds.", default=_AUTOMATIC)
    OTimeAuto = Span("Overtime as it was calculated.")
    Adjust = Span("Time added or taken off by hand; it holds where AdjustIsOverridden.")
    AdjustAuto = Span("Time added or taken off as it was calculated.")
    AdjustIsOverridden = Bool("Adjust holds, and not AdjustAuto.")
    Rate2Hours = Span("Hours at the second rate by hand; -01:00:00 where Rate2Auto holds.", default=_AUTOMATIC)
    Rate2Auto = Span("Hours at the second rate as they were calculated.")
    ClinicNum = ForeignKey(about="The clinic where it was.")
    Rate3Hours = Span("Hours at the third rate by hand; -01:00:00 where Rate3Auto holds.", default=_AUTOMATIC)
    Rate3Auto = Span("Hours at the third rate as they were calculated.")
    IsWorkingHome = Bool("The employee worked from home.")

    single = GET("24.1.11")
    several = LIST(
        "24.1.11",
        optional=[EmployeeNum.unless_zero(), ClockStatus, ClinicNum],
        days=Days(TimeDisplayed1, last="before"),
    )
