"""https://www.opendental.com/site/apiquickpastecats.html

Known deviations:
- AutoNote is called so in the page's example; the database's documentation has AutoNotePrompt for its number.
"""

from mock_od.declare import GET, LIST, EnumList, Int, Key, Resource, Text


class QuickPasteCats(Resource, table="quickpastecat", path="/quickpastecats"):
    """What quick paste notes are sorted into."""

    QuickPasteCatNum = Key()
    Description = Text("Its name.")
    ItemOrder = Int("Its place in the desktop program's list, from 0.")
    DefaultForTypes = EnumList(
        about="The kinds of notes for which it is opened first.", called={"AutoNotePrompt": "AutoNote"}
    )

    single = GET("22.3.26")
    several = LIST("22.3.26")
