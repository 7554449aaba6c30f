"""https://www.opendental.com/site/apiuserods.html

Known deviations:
- ClinicNum stands behind providerName, as in all but one of the page's examples.
- The page does not say since when IsPasswordResetRequired is answered; here always.
- providerName shows a middle initial where the provider has one; the page's examples have none.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import LIST, Bool, Computed, ForeignKey, Int, Key, Resource, Text

_GROUPS = (
    'SELECT json_group_array(g."UserGroupNum") FROM'
    ' (SELECT "UserGroupNum" FROM "usergroupattach" WHERE "UserNum" = t."UserNum" ORDER BY "UserGroupAttachNum") g'
)
_EMPLOYEE = 'SELECT trim("FName" || \' \' || "LName") FROM "employee" e WHERE e."EmployeeNum" = t."EmployeeNum"'
_PROVIDER = """
    SELECT trim("FName" || ' ' || CASE "MI" WHEN '' THEN '' ELSE "MI" || ' ' END || "LName")
        || CASE "Suffix" WHEN '' THEN '' ELSE ', ' || "Suffix" END
    FROM "provider" p WHERE p."ProvNum" = t."ProvNum"
"""
_EMAIL = 'SELECT "EmailUsername" FROM "emailaddress" a WHERE a."UserNum" = t."UserNum" ORDER BY "EmailAddressNum"'


class Userods(Resource, table="userod", path="/userods"):
    """Who may log in. A user may be a provider, an employee, both or neither."""

    UserNum = Key()
    UserName = Text("What to log in with.")
    userGroupNums = Computed(f"({_GROUPS})", json=True, since="25.1.10")
    EmployeeNum = ForeignKey("employee", "The employee, if the user is one.")
    employeeName = Computed(f"COALESCE(({_EMPLOYEE}), '')")
    ProviderNum = ForeignKey("provider", "The provider, if the user is one.", column="ProvNum")
    providerName = Computed(f"COALESCE(({_PROVIDER}), '')")
    ClinicNum = ForeignKey("clinic", "The user's usual clinic.")
    emailAddress = Computed(f"COALESCE(({_EMAIL} LIMIT 1), '')")
    IsHidden = Bool("May no longer log in.")
    UserNumCEMT = Int("The user's number in the Central Manager, for those that come from there.")
    IsPasswordResetRequired = Bool("Must change the password at the next login.")

    several = LIST(
        "21.3",
        optional=[
            Bool().called("includeHidden").but(since="22.4.24"),
            Bool().called("includeCEMT").but(since="25.1.10"),
        ],
    )


@Userods.several.where("includeHidden")
def hidden_users_only_on_request(call: Call, wanted: bool | None) -> tuple[str, tuple[Any, ...]]:
    """Documented: includeHidden is false by default."""
    return ("", ()) if wanted else ('t."IsHidden" = 0', ())


@Userods.several.where("includeCEMT")
def users_of_the_central_manager_only_on_request(call: Call, wanted: bool | None) -> tuple[str, tuple[Any, ...]]:
    """Documented: includeCEMT is false by default."""
    return ("", ()) if wanted else ('t."UserNumCEMT" = 0', ())
