"""https://www.opendental.com/site/apisecuritylogs.html

Known deviations:
- The page's LogText ends in a blank; the recorded one does not, and neither does ours.
- Which developer made an entry is told from its text, as nothing else in the row says so: a name that ends like
  another one behind "by", such as "Smith" and "Jones by Smith", finds its entries too.
- CompName is always the same.
"""

from collections.abc import Sequence
from typing import Any

from mock_od.call import Call, Change, Refusal
from mock_od.declare import LIST, DateTime, Enum, ForeignKey, Key, Resource, Text

_API = 23  # the number of a LogSource
_DONE = {"POST": "Created", "PUT": "Updated", "DELETE": "Deleted"}


class SecurityLogs(Resource, table="securitylog", path="/securitylogs"):
    """Who changed what. A developer sees what was done with the own key."""

    SecurityLogNum = Key()
    PermType = Enum(about="Under which permission.")
    UserNum = ForeignKey("userod", "0 for the API.")
    LogDateTime = DateTime("When.", pattern="M/d/yyyy h:mm:ss tt")
    LogText = Text("What was done, and by whom.")
    PatNum = ForeignKey("patient", "To whose record.")
    CompName = Text("The computer.")
    LogSource = Enum(about="The program.")

    several = LIST("23.1.33", optional=[PermType], order=["-SecurityLogNum"])


@SecurityLogs.several.where()
def only_the_developers_own(call: Call, _: None) -> tuple[str, tuple[Any, ...]]:
    """Documented: the entries of the developer that asks.

    S: those of the API with the developer's name in LogText.
    """
    return 't."LogSource" = ? AND instr(t."LogText", ?) > 0', (_API, f"by {call.developer} through")


def log_text(verb: str, developer: str) -> str:
    """What the log says of a write."""
    return f"{_DONE[verb]} by {developer} through API."


def log(call: Call, _changes: Sequence[Change]) -> None:
    """Leave an entry for a write; none where the log has no number left for it, which only a seed can bring about."""
    entry = {
        "PermType": call.logs or call.method.logs or "None",
        "LogDateTime": call.moment,
        "LogText": call.log_text or log_text(call.method.verb, call.developer),
        "PatNum": _patient(call),
        "CompName": "MOCKOD",
        "LogSource": "API",
        "FKey": call.key or 0,
    }
    try:
        call.records.insert("securitylog", entry)
    except Refusal:
        return  # each write comes here, so this is not contextlib's


def _patient(call: Call) -> int:
    known = call.row.get("PatNum") or call.values.get("PatNum")
    if known or call.key is None or "PatNum" not in call.method.resource.fields:
        return int(known or 0)
    row = call.records.find(call.method.resource.table, call.key)
    return int(row["PatNum"]) if row else 0
