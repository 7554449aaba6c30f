"""https://www.opendental.com/site/apipreferences.html

Known deviations:
- An office here has the preferences that its world seeds, not all of the thousand of a real one.
"""

from mock_od.declare import LIST, Key, Resource, Text


class Preferences(Resource, table="preference", path="/preferences", found_by="PrefName"):
    """The office's settings."""

    PrefNum = Key()
    PrefName = Text("What it is about.", index=True)
    ValueString = Text("How it is set; switches are 0 or 1.", sql="text")

    unseen = {"Comments": "text"}

    several = LIST("21.1", optional=[PrefName])
