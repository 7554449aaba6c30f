"""https://www.opendental.com/site/apitasklists.html

Known deviations:
- The list is sorted by key, as the page's example is; the desktop program sorts by Descript.
- Of TaskListStatus the page says "Invalid TaskListStatus" in brackets behind the status 400; ours is the sentence that
  was recorded for other enums.
"""

from mock_od.declare import LIST, Bool, Date, DateTime, Enum, ForeignKey, Key, Resource, Text


class TaskLists(Resource, table="tasklist", path="/tasklists"):
    """Lists of tasks, and lists in lists."""

    TaskListNum = Key()
    Descript = Text("Its name.")
    Parent = ForeignKey(about="The list that it is in; 0 for none.")
    DateTL = Date("Of a list for a day, a week or a month: a day of it.")
    IsRepeating = Bool("Copied for each such span.")
    DateType = Enum(["None", "Day", "Week", "Month"], "For which span it is.")
    FromNum = ForeignKey(about="The repeating list that it was copied from.")
    ObjectType = Enum(["None", "Patient", "Appointment"], "What its tasks are about.")
    DateTimeEntry = DateTime("When it was made.")
    TaskListStatus = Enum(["Active", "Archived"])

    several = LIST("22.3.15", optional=[TaskListStatus.but(default="Active")])
