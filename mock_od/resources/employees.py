"""https://www.opendental.com/site/apiemployees.html

Known deviations:
- Hidden employees are listed, and all are sorted by key, as in the data layer of the desktop program.
"""

from mock_od.declare import GET, LIST, Bool, ForeignKey, Key, Resource, Text


class Employees(Resource, table="employee", path="/employees"):
    """The staff: who has a time card."""

    EmployeeNum = Key()
    LName = Text("Last name.")
    FName = Text("First name.")
    MiddleI = Text("Middle initial or name.")
    IsHidden = Bool("No longer works here.")
    ClockStatus = Text("What the time clock says: Working, Home, Lunch or Break.")
    PayrollID = Text("The number by which the payroll service knows the employee.")
    WirelessPhone = Text()
    EmailWork = Text()
    EmailPersonal = Text()
    IsFurloughed = Bool("Sent on leave without pay.")
    ReportsTo = ForeignKey(about="The employee who is the superior; 0 for none.")

    single = GET("23.3.22")
    several = LIST("23.3.22", optional=[ReportsTo])
