"""https://www.opendental.com/site/apiautonotecontrols.html

Known deviations:
- The list is sorted by key, as in the page's example; the desktop program sorts by Descript.
- A Descript of other signs than letters, digits, underscores and blanks is refused with the desktop program's sentence,
  a guess. What is blank is refused as if it were missing.
- A PUT that sets another ControlType does not ask for ControlOptions; the page says that all its fields are optional.
- ControlOptions are taken with any line breaks.
- The row that is not there is an AutoNoteControl, which the page misspells.
"""

import re

from mock_od.call import Call, Refusal
from mock_od.declare import LIST, POST, PUT, Key, Lines, OneOf, Resource, Text

_TYPE = OneOf(["Text", "OneResponse", "MultiResponse"], "What the answer is.", sql="varchar(50)").called("ControlType")
_PLAIN = re.compile(r"[\w ]*")


class AutoNoteControls(Resource, table="autonotecontrol", path="/autonotecontrols", logs="AutoNoteQuickNoteEdit"):
    """Questions that an auto note asks whoever uses it."""

    AutoNoteControlNum = Key()
    Descript = Text("Its name, by which auto notes speak of it.", filled=True)
    ControlType = Text("What the answer is: a text, one of the options, or several.")
    ControlLabel = Text("The question.", filled=True)
    ControlOptions = Lines("The answers to choose from, one in a line; of a Text what is there at first.")

    several = LIST("22.3.22")
    create = POST("22.3", required=[Descript, _TYPE, ControlLabel], optional=[ControlOptions])
    update = PUT("22.3", optional=[Descript, _TYPE, ControlLabel, ControlOptions], answer="nothing")


@AutoNoteControls.create.rule
@AutoNoteControls.update.rule
def a_name_has_no_signs(call: Call) -> None:
    """S: which signs a name may have; the sentence."""
    if not _PLAIN.fullmatch(call.sent.get("Descript", "")):
        hint = f"Descript is {call.sent['Descript']!r}"
        raise Refusal("The description can only contain letters, numbers, underscore, and space.", hint=hint)


@AutoNoteControls.create.rule
def there_is_something_to_choose_from(call: Call) -> None:
    """Documented: ControlOptions is required unless the ControlType is Text."""
    if call.sent["ControlType"] != "Text" and not call.sent.get("ControlOptions", "").strip():
        hint = f"a ControlType of {call.sent['ControlType']} has options, one in a line"
        raise Refusal("ControlOptions is required.", hint=hint)
