"""https://www.opendental.com/site/apitoothinitials.html

Known deviations:
- PatNum 0 finds all rows, as in the data layer of the desktop program, which the API shares.
- A second row of one kind for one tooth is not refused, and no older one goes: no source says either of the API.
- Seeded rows may name other teeth (supernumerary ones). Capitals and small letters differ.
- The sentence that keeps a row of another kind is ours.
"""

import re

from mock_od.call import Call, Refusal
from mock_od.declare import (
    DELETE,
    LIST,
    POST,
    Colour,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Key,
    Resource,
    Shape,
    Text,
)

_TOOTH = Shape(re.compile("[1-9]|[12][0-9]|3[0-2]|[A-T]", re.ASCII), "is a tooth from 1 to 32, or from A to T")
_TYPES = ["Missing", "Hidden", "Primary"]


class ToothInitials(Resource, table="toothinitial", path="/toothinitials"):
    """How teeth stand before any treatment: missing, hidden, moved; and drawings on the chart."""

    ToothInitialNum = Key()
    PatNum = ForeignKey(about="The patient.", owner=True)
    ToothNum = Text("The tooth.", shape=_TOOTH)
    InitialType = Enum(about="What is to be said of it.")
    Movement = Double("How far it is moved, in millimetres or degrees.", text="plain")
    DrawingSegment = Text("The points of a drawing.")
    ColorDraw = Colour("The colour of a drawing.")
    SecDateTEntry = DateTime(stamp="entry")
    SecDateTEdit = DateTime(stamp="edit")
    DrawText = Text("A text on the chart, with its place.")

    several = LIST("24.2.3", optional=[PatNum.unless_zero()])
    create = POST("24.2.3", required=[PatNum, ToothNum, InitialType.but(only=_TYPES)])
    delete = DELETE("24.2.3")


@ToothInitials.delete.rule
def only_what_the_api_makes_goes(call: Call) -> None:
    """Documented: Missing, Hidden and Primary can be deleted, and no others.

    Ours: the sentence.
    """
    kind = call.row["InitialType"]
    if kind not in _TYPES:
        hint = f"an InitialType of {', '.join(_TYPES)} can be deleted"
        raise Refusal(f"ToothInitial cannot be deleted. InitialType is {kind}.", hint=hint)
