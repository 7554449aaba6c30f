"""https://www.opendental.com/site/apiusergroups.html

Known deviations:
- The list is read page by page, as the documentation says of all lists; the data layer of the desktop program, which
  the API shares, has no limit here, and no order.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import LIST, Bool, Int, Key, Resource, Text


class UserGroups(Resource, table="usergroup", path="/usergroups"):
    """Groups of users: what one may do is what one's groups may do."""

    UserGroupNum = Key()
    Description = Text("Its name.")
    UserGroupNumCEMT = Int("The group's number in the Central Manager, for those that come from there.")

    several = LIST("23.2.21", optional=[Bool().called("includeCEMT")])


@UserGroups.several.where("includeCEMT")
def groups_of_the_central_manager_only_on_request(call: Call, wanted: bool | None) -> tuple[str, tuple[Any, ...]]:
    """Documented: includeCEMT is false by default."""
    return ("", ()) if wanted else ('t."UserGroupNumCEMT" = 0', ())
