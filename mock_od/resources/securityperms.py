"""https://www.opendental.com/site/apisecurity.html"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import LIST, PERMISSIONS, Bool, Resource, Text


class SecurityPerms(Resource, path="/securityperms", page="apisecurity"):
    """What the calling customer key is allowed to do."""

    Permission = Text("Name of an API permission.")
    HasPermission = Bool("Whether the key has it.")

    several = LIST("22.2")


@SecurityPerms.several.give
def each_permission(call: Call) -> list[dict[str, Any]]:
    """Documented: every permission, and whether the key of the request has it."""
    return [
        {"Permission": name, "HasPermission": "true" if name in call.permissions else "false"} for name in PERMISSIONS
    ]
