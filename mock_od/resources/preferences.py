"""https://www.opendental.com/site/apipreferences.html

Known deviations:
- An office here has the preferences that its world seeds, not all of the thousand of a real one.
- ProgramVersion is the version that the office is set to run, whatever its row says.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import LIST, Key, Resource, Text


class Preferences(Resource, table="preference", path="/preferences", found_by="PrefName"):
    """The office's settings."""

    PrefNum = Key()
    PrefName = Text("What it is about.", index=True)
    ValueString = Text("How it is set; switches are 0 or 1.")

    several = LIST("21.1", optional=[PrefName])


@Preferences.several.reshape
def the_program_is_of_the_offices_version(call: Call, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if row["PrefName"] == "ProgramVersion":
            row["ValueString"] = ".".join([*call.version.split("."), "0", "0"][:4])
