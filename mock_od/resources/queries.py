"""https://www.opendental.com/site/apiqueries.html

Known deviations:
- SQL is translated from MySQL's dialect: docs/queries.md has what is there and what is not.
- The sentences of SQL errors are MySQL's; no source has what the API makes of them. Those of a transfer are ours.
- Temporary tables end with the command. An office of ours has no other user of MySQL (UserLow).
- The file begins with the names of the columns; no source says whether the real one does.
"""

from typing import Any

from mock_od.call import Call, Refusal, Upload
from mock_od.declare import POST, PUT, Bool, Choice, Int, Offset, Resource, Text

_SELECT = "SELECT PatNum, LName, FName FROM patient ORDER BY LName"

SqlCommand = Text("One or more statements in MySQL's dialect.", sql="longtext", example=_SELECT).called("SqlCommand")
SftpAddress = Text("The site, and behind it the full path of the file.", sql="text").called("SftpAddress")
SftpUsername = Text("May write there.", sql="text").called("SftpUsername")
SftpPassword = Text("Theirs.", sql="text").called("SftpPassword")
SftpPort = Int("The site's port.", default=22, sql="int(11)").called("SftpPort")
IsAsync = Bool("Whether the answer comes before the file is sent.").called("IsAsync")

_PAGE = 100
_HIGHEST_PORT = 65535


class Queries(Resource, path="/queries", logs="UserQuery"):
    """Reads anything from the office's database by SQL."""

    later_pages_have_all_the_rest = Choice("with an Offset all rows from there on are answered, not only 100")
    comments_inside_are_refused = Choice("a comment inside a statement is refused, as the desktop program does")

    to_file = POST(
        "21.1",
        permission="ApiQueries",
        required=[SqlCommand, SftpAddress, SftpUsername, SftpPassword],
        optional=[SftpPort.but(default=22), IsAsync.but(since="23.3.26", default=False)],
        answer="nothing",
        slow=True,
    )
    short = PUT(
        "21.2", path="/ShortQuery", permission="ApiQueries", by=(), required=[SqlCommand], query=[Offset], slow=True
    )


def _rows(call: Call, *, offset: int = 0, limit: int | None = None) -> Any:
    """What the command answers, as :class:`mock_od.sql.run.Result`."""
    from mock_od.sql.run import run  # with its parser it takes longer than all pages together

    command = call.sent["SqlCommand"]
    comments = not call.chooses(Queries.comments_inside_are_refused)
    return run(command, call.records, call.now, offset=offset, limit=limit, comments=comments)


@Queries.to_file.action
@Queries.short.action
def nothing_is_written(call: Call) -> int:
    """Documented: commands that would change the database are not run.

    Documented: the audit trail includes the command.
    Ours: where in the text the command stands.
    """
    call.log_text = f"{call.sent['SqlCommand']} Run by {call.developer} through API."
    return 0


@Queries.short.give
def rows_as_objects(call: Call) -> list[dict[str, Any]]:
    """Documented: at most 100 rows, as a data table in JSON.

    Recorded: with an Offset all rows from there on.
    Ours: a negative Offset is refused.
    """
    from mock_od.sql.answers import objects

    offset = call.query.get("Offset", 0)
    if offset < 0:
        raise Refusal("Offset is invalid.", hint="Offset is 0 or more")
    whole = offset and call.chooses(Queries.later_pages_have_all_the_rest)
    return objects(_rows(call, offset=offset, limit=None if whole else _PAGE))


@Queries.to_file.after
def send_the_file(call: Call) -> None:
    """Documented: the results are a file of comma-separated values on the SFTP site, "OK" where there are none.

    Documented: with IsAsync the answer does not wait for the transfer.
    Ours: the sentence that refuses an address or a port; no Location.
    """
    from mock_od.sql.answers import csv

    host, _, path = call.sent["SftpAddress"].strip().partition("/")
    if not host or not path or path.endswith("/"):
        hint = "write the site and the path of the file: MySftpSite/myUsername/Birthdays/Jun22.csv"
        raise Refusal("SftpAddress is invalid.", hint=hint)
    port = call.sent.get("SftpPort", 22)
    if not 1 <= port <= _HIGHEST_PORT:
        raise Refusal("SftpPort is invalid.", hint=f"a port is a number from 1 to {_HIGHEST_PORT}")
    content = csv(_rows(call))
    call.location = None
    upload = Upload(host, port, f"/{path}", call.sent["SftpUsername"], call.sent["SftpPassword"], content)
    call.send_file(upload, waits=not call.sent.get("IsAsync"))
