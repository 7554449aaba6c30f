"""https://www.opendental.com/site/apisecurity.html

Known deviations:
- A permission is listed from the version that added it; the page does not say what older versions list.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import LIST, PERMISSIONS, Bool, Resource, Text

_SINCE = {"ApiSetup": "23.1", "ApiTextingASAP": "23.3", "ApiEnterprise": "23.3", "ApiInsuranceSimple": "25.1"}


class SecurityPerms(Resource, path="/securityperms", page="apisecurity"):
    """What the calling customer key is allowed to do."""

    Permission = Text("Name of an API permission.")
    HasPermission = Bool("Whether the key has it.")

    several = LIST("22.2")


@SecurityPerms.several.give
def each_permission(call: Call) -> list[dict[str, Any]]:
    """Documented: every permission, and whether the key of the request has it; the version that added a permission.

    Inferred: before that version there is none of that name.
    """
    return [
        {"Permission": name, "HasPermission": "true" if name in call.permissions else "false"}
        for name in PERMISSIONS
        if name not in _SINCE or call.at_least(_SINCE[name])
    ]
