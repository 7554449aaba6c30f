"""https://www.opendental.com/site/apiclaimforms.html

Known deviations:
- The list has hidden forms: no source says whether it does. It is sorted by key, as the desktop program reads them.
"""

from mock_od.declare import GET, LIST, Bool, Key, Resource, Text


class ClaimForms(Resource, table="claimform", path="/claimforms"):
    """Forms on which claims are printed."""

    ClaimFormNum = Key()
    Description = Text("Its name.")
    IsHidden = Bool("No longer used.")

    single = GET("25.2.26")
    several = LIST("25.2.26")
