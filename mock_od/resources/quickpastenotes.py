"""https://www.opendental.com/site/apiquickpastenotes.html

Known deviations:
- The list is sorted by key, as in the data layer of the desktop program; the page's example fits ItemOrder as well.
"""

from mock_od.declare import GET, LIST, ForeignKey, Int, Key, Resource, Text


class QuickPasteNotes(Resource, table="quickpastenote", path="/quickpastenotes"):
    """Texts that are often needed, and what is typed for them."""

    QuickPasteNoteNum = Key()
    QuickPasteCatNum = ForeignKey(about="What it is sorted into.")
    ItemOrder = Int("Its place in there, from 0.")
    Note = Text("The text.")
    Abbreviation = Text("What is typed for it.")

    single = GET("22.3.24")
    several = LIST("22.3.24", optional=[QuickPasteCatNum])
