"""https://www.opendental.com/site/apitasknotes.html

Known deviations:
- A blank Note is refused as if it were missing; the page says no more than that it cannot be blank.
- A new note has the office's moment as its DateTimeNote. The list is sorted by key; no source says how.
"""

from mock_od.call import Call
from mock_od.declare import GET, LIST, POST, PUT, DateTime, ForeignKey, Key, Resource, Text
from mock_od.resources.common import refuse_blank


class TaskNotes(Resource, table="tasknote", path="/tasknotes", logs="TaskNoteEdit"):
    """What users have written below a task."""

    TaskNoteNum = Key()
    TaskNum = ForeignKey(about="The task.", needed=True)
    UserNum = ForeignKey(about="Who wrote it.", needed=True)
    DateTimeNote = DateTime("When it was written.")
    Note = Text("What was written.")

    single = GET("24.4.22.0")
    several = LIST("24.4.22.0", optional=[TaskNum, UserNum])
    create = POST("24.4.22.0", required=[TaskNum, UserNum, Note])
    update = PUT("24.4.22.0", optional=[DateTimeNote, Note])


@TaskNotes.create.rule
@TaskNotes.update.rule
def a_note_is_not_blank(call: Call) -> None:
    """Documented: it cannot be blank.

    Inferred: it is refused as if it were missing.
    """
    refuse_blank(call, TaskNotes.Note)


@TaskNotes.create.prepare
def it_is_written_now(call: Call) -> None:
    """S: now.

    Inferred: the page takes no other moment, and its example has one.
    """
    call.values["DateTimeNote"] = call.moment
