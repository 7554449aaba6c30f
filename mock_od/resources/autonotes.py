"""https://www.opendental.com/site/apiautonotes.html

Known deviations:
- The list is sorted by key, which fits the page's example; the desktop program sorts by AutoNoteName.
- Category=0 finds the notes without a category.
- A prompt in MainText that names no AutoNoteControl, in any case, or is written otherwise than the page says, is
  refused with a sentence of ours. What is blank is refused as if it were missing.
"""

import re

from mock_od.call import Call, Refusal
from mock_od.declare import LIST, POST, PUT, ForeignKey, Key, Lines, Lookup, Resource, Text

_BEGUN = re.compile(r"\[Prompt:")
_PROMPT = re.compile(r'\[Prompt:"([^"\]]*)"\]')


class AutoNotes(Resource, table="autonote", path="/autonotes", logs="AutoNoteQuickNoteEdit"):
    """Templates of notes, with questions in them."""

    AutoNoteNum = Key()
    AutoNoteName = Text("Its name.", filled=True)
    MainText = Lines('Its text, with prompts such as [Prompt:"Medications"].', filled=True)
    Category = ForeignKey("definition", "Its category; 0 for none.", where={"Category": 41})
    category = Lookup(Category, "ItemName")

    several = LIST("22.3.22", optional=[Category])
    create = POST("22.3.33", required=[AutoNoteName, MainText], optional=[Category.but(default=0)])
    update = PUT("22.3.33", optional=[AutoNoteName, MainText, Category])


@AutoNotes.create.rule
@AutoNotes.update.rule
def each_prompt_is_a_control(call: Call) -> None:
    """Documented: a prompt is written so, with the Descript of an AutoNoteControl.

    Ours: the sentences.
    """
    text = call.sent.get("MainText", "")
    prompts = _PROMPT.findall(text)
    if len(prompts) != len(_BEGUN.findall(text)):
        hint = 'a prompt is written as [Prompt:"Medications"], with the Descript of an AutoNoteControl'
        raise Refusal("MainText is invalid.", hint=hint)
    for name in dict.fromkeys(prompts):
        sql = 'SELECT 1 FROM "autonotecontrol" WHERE fold("Descript") = ? LIMIT 1'
        if not call.records.query(sql, name.casefold()):
            hint = f"there is no autonotecontrol with the Descript {name!r:.60}"
            raise Refusal(f"MainText is invalid. {name} is not an AutoNoteControl.", hint=hint)
