"""The kinds of faults, one class each: the name, how the value is read, the verbs, the effect, the lines of the docs.

May not: decide which call meets a fault.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

from marshmallow import ValidationError, fields

from mock_od import explain
from mock_od.faults.calls import FaultyCall, FaultyRequest
from mock_od.faults.fields import asked_for, number, one_of, whole
from mock_od.reply import UNEXPECTED, Cut, Reply, timed_out, to_json
from mock_od.validation import Members, Problem
from mock_od.wire import A_FAULT, HINT

VERBS: Final = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
WRITES: Final = ("POST", "PUT", "DELETE")

_A_DAY = 86_400
_ASKED_FOR = f"this answer is {A_FAULT}: {{}}"
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_TEXT = re.compile(r"[\t -~\xa0-\xff]*")
_FRAMING = ("connection", "content-length", "transfer-encoding")
_LATER = re.compile(r"0*[1-9][0-9]*")


class Line(NamedTuple):
    """A line of docs/admin.md's table of faults.

    :param then: an example, as a test writes it.
    :param sees: what the client sees of it.
    """

    then: Mapping[str, Any]
    sees: str

    def __str__(self) -> str:
        return f"| `{json.dumps(self.then)}` | {self.sees} |"


class CannedAnswer(NamedTuple):
    """An answer that is given in place of doing anything.

    :param body: JSON of any kind.
    :param headers: these replace our own of the same name.
    """

    status: int
    body: Any = UNEXPECTED
    headers: Mapping[str, str] = {}


class Kind(ABC):
    """A kind of fault. A new one derives from Instead, Around or After.

    A class that lacks one of the abstract members cannot be put on the list: Python refuses to make its instance.
    """

    verbs: Sequence[str] = VERBS
    """The verbs that it concerns, where a rule names no other."""
    bare: object = True
    """The value for the name alone in the header, and for ``true`` in ``then``. The field reads it like any other."""
    beside: Mapping[str, fields.Field[Any]] = {}
    """What else ``then`` may have beside a fault of this kind, by name."""

    @property
    @abstractmethod
    def name(self) -> str:
        """Its name in ``then`` and in the header."""

    @property
    @abstractmethod
    def field(self) -> fields.Field[Any]:
        """What reads its value from JSON."""

    @property
    @abstractmethod
    def docs(self) -> Sequence[Line]:
        """Its lines of the table in docs/admin.md."""

    @abstractmethod
    def meet(self, call: FaultyCall, value: Any) -> Reply:
        """Its effect: what the client is answered.

        :param value: as the field read it.
        """

    def value_of(self, members: Mapping[str, Any]) -> Any:
        """Its value, from the members of ``then`` that were read: its own, and those beside it."""
        return members[self.name]

    def concerns(self, request: FaultyRequest) -> bool:
        """Whether a rule may be about such a request at all, whatever its verb."""
        return True

    def is_instead(self, value: Any) -> bool:
        """Whether nothing is done of what the call asks for."""
        return False


class Instead(Kind):
    """It is answered in place of doing anything."""

    @abstractmethod
    def answer(self, value: Any) -> CannedAnswer:
        """What is answered."""

    def is_instead(self, value: Any) -> bool:
        """Always."""
        return True

    def meet(self, call: FaultyCall, value: Any) -> Reply:
        """The answer, with a hint that it is a fault."""
        canned = self.answer(value)
        reply = Reply(canned.status, to_json(canned.body))
        reply.headers[HINT] = _ASKED_FOR.format(self.name)
        for name, text in canned.headers.items():
            for other in [other for other in reply.headers if other.lower() == name.lower()]:
                del reply.headers[other]
            reply.headers[name] = text
        return reply


class Around(Kind):
    """It decides how the call is done, and whether: its ``meet`` calls ``perform``."""


class After(Kind):
    """The call is done, and its answer becomes another."""

    @abstractmethod
    def change(self, reply: Reply, value: Any, patience: float) -> Reply:
        """What becomes of the answer.

        :param patience: seconds after which the gateway gives the office up.
        """

    def meet(self, call: FaultyCall, value: Any) -> Reply:
        """Do it, and change the answer."""
        return self.change(call.perform(), value, call.patience)


# --- the kinds, in the order of the docs ------------------------------------------------------------


def _check_sendable(body: object) -> None:
    try:
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as slip:
        raise ValidationError(Problem(f"cannot be sent as JSON: {slip}")) from slip


def _check_headers(headers: Mapping[str, Any]) -> None:
    for name, text in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _FRAMING:
            problem = Problem(f"{name!r} is no header that an answer can be given")
        elif not isinstance(text, str) or not _HEADER_TEXT.fullmatch(text):
            problem = Problem(f"{name} is one line of text")
        else:
            continue
        raise ValidationError({name: [Problem(problem, sentence="headers: {problem}")]})


class Status(Instead):
    """An answer that the test writes."""

    name = "status"
    field = whole(200, 599)
    beside = {  # noqa: RUF012  # read, never changed
        "body": fields.Raw(allow_none=True, validate=_check_sendable),
        "headers": Members("is an object", validate=_check_headers),
    }
    docs = (
        Line(
            {"status": 503, "body": "boom", "headers": {"Retry-After": "5"}},
            "this answer; `body` and `headers` may be left out, a text is sent as a JSON string. Nothing is done",
        ),
    )

    def value_of(self, members: Mapping[str, Any]) -> CannedAnswer:
        """The answer."""
        return CannedAnswer(**members)

    def answer(self, value: CannedAnswer) -> CannedAnswer:
        """As it was written."""
        return value


class Delay(After):
    """An answer that comes late."""

    name = "delay"
    field = number(_A_DAY)
    docs = (Line({"delay": 2.5}, "the answer, that many seconds later (on the office's clock where that is frozen)"),)

    def change(self, reply: Reply, value: float, patience: float) -> Reply:
        """The answer, or the gateway's where it does not wait so long."""
        if value > patience:
            reply = timed_out()
        reply.delay = min(value, patience)
        return reply


class DropConnection(Around):
    """A connection that closes too soon."""

    name = "dropConnection"
    field = one_of(*(cut.value for cut in Cut))
    docs = (
        Line({"dropConnection": "before"}, "the connection closes before an answer; nothing is done"),
        Line({"dropConnection": "middle"}, "it is done, and the connection closes in the middle of the answer"),
        Line({"dropConnection": "reset"}, "the connection is reset before an answer (TCP RST); nothing is done"),
    )

    def value_of(self, members: Mapping[str, Any]) -> Cut:
        """Where it closes."""
        return Cut(members[self.name])

    def is_instead(self, value: Cut) -> bool:
        """An answer has a middle only where there is one."""
        return value is not Cut.MIDDLE

    def meet(self, call: FaultyCall, value: Cut) -> Reply:
        """An answer that is cut."""
        reply = Reply(200, content_type="") if self.is_instead(value) else call.perform()
        reply.cut = value
        return reply


class EConnector(Instead):
    """An office that cannot be reached."""

    name = "eConnector"
    field = one_of(*(state for state, sentence in explain.E_CONNECTOR.items() if sentence))
    docs = (
        Line({"eConnector": "stopped"}, "the answer of an office that is offline; nothing is done"),
        Line({"eConnector": "duplicate"}, "the answer of an office that two eConnectors serve; nothing is done"),
    )

    def answer(self, value: str) -> CannedAnswer:
        """What Open Dental's servers answer for the office."""
        return CannedAnswer(400, explain.E_CONNECTOR[value])


class Timeout(After):
    """A gateway that does not wait for the answer."""

    name = "timeout"
    field = asked_for()
    docs = (Line({"timeout": True}, "it is done, and the gateway answers 504"),)

    def change(self, reply: Reply, value: bool, patience: float) -> Reply:
        """The gateway's answer."""
        given_up = timed_out()
        given_up.headers[HINT] = _ASKED_FOR.format(self.name)
        return given_up


class TooManyRequests(Instead):
    """A throttle that refuses the call."""

    name = "tooManyRequests"
    field = whole(0, _A_DAY)
    bare = 1
    docs = (Line({"tooManyRequests": 3}, "429 with `Retry-After: 3`; nothing is done"),)

    def answer(self, value: int) -> CannedAnswer:
        """The throttle's answer."""
        return CannedAnswer(429, explain.TOO_MANY, {"Retry-After": str(value)})


class LostWrite(After):
    """A write whose answer is lost."""

    name = "lostWrite"
    field = asked_for()
    verbs = WRITES
    docs = (Line({"lostWrite": True}, "it is done, and the connection closes without an answer"),)

    def change(self, reply: Reply, value: bool, patience: float) -> Reply:
        """The answer, which nobody gets."""
        reply.cut = Cut.BEFORE
        return reply


class GhostWrite(Around):
    """A write that is answered and was never made."""

    name = "ghostWrite"
    field = asked_for()
    verbs = WRITES
    docs = (Line({"ghostWrite": True}, "the answer of a write that nothing was written of"),)

    def meet(self, call: FaultyCall, value: bool) -> Reply:
        """Do it and take it back."""
        with call.rehearsal():
            return call.perform()


class StalePage(Around):
    """A page of a list that has moved on."""

    name = "stalePage"
    field = asked_for()
    verbs = ("GET",)
    docs = (
        Line(
            {"stalePage": True},
            "a page after the first begins with the row that the page before ended with, as if a row had been inserted "
            "meanwhile",
        ),
    )

    def concerns(self, request: FaultyRequest) -> bool:
        """Whether it asks for a page after the first."""
        return _LATER.fullmatch(dict(parse_qsl(request.query)).get("Offset", "")) is not None

    def meet(self, call: FaultyCall, value: bool) -> Reply:
        """The page, one row early."""
        return call.perform(stale=True)


def by_name(kinds: Iterable[Kind]) -> dict[str, Kind]:
    """Kinds by their names.

    :raises ValueError: when a name, or that of what stands beside it, is taken.
    """
    found: dict[str, Kind] = {}
    taken: set[str] = set()
    for kind in kinds:
        names = {kind.name, *kind.beside}
        if names & taken:
            raise ValueError(f"two kinds of faults have {', '.join(sorted(names & taken))} in then")
        taken |= names
        found[kind.name] = kind
    return found


KINDS: Final = by_name(
    (
        Status(),
        Delay(),
        DropConnection(),
        EConnector(),
        Timeout(),
        TooManyRequests(),
        LostWrite(),
        GhostWrite(),
        StalePage(),
    )
)
"""The list of kinds, by name. The plane, the header, the docs and the effect all read this one."""
