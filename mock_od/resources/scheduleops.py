"""https://www.opendental.com/site/apischeduleops.html

Known deviations:
- A filter of 0 finds all rows, and both filters at once find none, as in the data layer of the desktop program, which
  the API shares. The page says "either".
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import LIST, ForeignKey, Key, Resource


class ScheduleOps(Resource, table="scheduleop", path="/scheduleops"):
    """Which operatories a schedule is for: none of these rows, one, or several."""

    ScheduleOpNum = Key()
    ScheduleNum = ForeignKey(about="The schedule.")
    OperatoryNum = ForeignKey(about="One of its operatories.")

    several = LIST("23.2.27", optional=[ScheduleNum.unless_zero(), OperatoryNum.unless_zero()])


@ScheduleOps.several.where()
def either_or(call: Call, _: None) -> tuple[str, tuple[Any, ...]]:
    """Documented: it is filtered by one or the other.

    S: with both there are no rows.
    """
    both = call.sent.get("ScheduleNum") and call.sent.get("OperatoryNum")
    return ("0", ()) if both else ("", ())
