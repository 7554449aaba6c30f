"""A line on the console for each request: which office was asked what, how that was answered, and what took long.

A line is written by a thread of its own: a console that nobody reads, or that is slow, keeps no call waiting. Nothing
here is Python's logging, whose settings are the user's.
May not: change an answer.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from threading import Event, Thread
from typing import Final, Literal, NamedTuple, TypedDict
from urllib.parse import unquote

from mock_od.api.request import Request
from mock_od.reply import Reply, to_json
from mock_od.wire import ADMIN, HINT

Form = Literal["text", "json"]

_LONGEST: Final = 300  # characters of a path, with its query, that are shown
_GATHERED: Final = 0.02  # seconds for which lines are gathered, to be written together
_MOST: Final = 10_000  # lines that wait to be written; those that come when there are so many are lost, and counted
_LAST: Final = 1.0  # seconds that the last lines may take, at the end
_OFFICES: Final = f"{ADMIN}/offices/"
_FILES: Final = "/static/"  # of the page
_WATCHED: Final = ("/requests", "/requests/strangers", "/requests/unexpected")

_DIM, _CYAN, _GREEN, _YELLOW, _RED, _PLAIN = (f"\x1b[{code}m" for code in (2, 36, 32, 33, 31, 0))


class Line(NamedTuple):
    """A request and its answer.

    :param office: the customer key; empty where there was none.
    :param stranger: whether no office answered.
    :param path: of a call to the API as journals have it: below ``/api/v1``.
    :param status: None where the client has no answer.
    :param seconds: from the arrival to the answer.
    :param throttled: seconds that the call waited for its turn.
    :param delayed: seconds by which a fault held it back.
    :param lost: why the client has no answer, or not all of it; empty where it has.
    """

    office: str
    stranger: bool
    verb: str
    path: str
    query: str
    status: int | None
    seconds: float
    throttled: float = 0.0
    delayed: float = 0.0
    lost: str = ""
    hint: str = ""


class LineJson(TypedDict):
    """A line as ``--log json`` has it; ``time`` is the machine's."""

    time: str
    office: str | None
    stranger: bool
    verb: str
    path: str
    query: str
    status: int | None
    milliseconds: float
    throttledSeconds: float
    delayedSeconds: float
    lost: str
    hint: str


class Console:
    """Writes the lines.

    :param write: writes a text, which ends in a line break, somewhere.
    :param colour: whether a line of text has colours.
    """

    def __init__(self, write: Callable[[str], object], form: Form = "text", *, colour: bool = False) -> None:
        self._writer = _Writer(write)
        self._form = form
        self._colour = colour
        self._second = 0
        self._local = self._zone = ""

    def call(self, request: Request, reply: Reply | None) -> None:
        """Say that a call to the API was answered.

        :param reply: None where the client did not wait for it.
        """
        seconds = time.perf_counter() - request.arrived
        key = request.credentials.customer if request.credentials else ""
        asked = key, reply is not None and reply.stranger, request.verb, request.path, request.query
        if reply is None:
            self._say(Line(*asked, None, seconds, lost="the client did not wait"))
            return
        lost = f"dropped by a fault: {reply.cut.value}" if reply.cut else ""
        status = None if reply.cut else reply.status
        hint = reply.headers.get(HINT, "")
        self._say(Line(*asked, status, seconds, reply.throttled, reply.delayed, lost, hint))

    def other(self, verb: str, path: str, query: str, status: int | None, seconds: float) -> None:
        """Say that a request to anything else was answered, unless it only watches this server.

        :param status: None where the client did not wait for the answer.
        """
        if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED) and verb == "GET" and _only_watches(path):
            return
        key = unquote(path[len(_OFFICES) :].partition("/")[0]) if path.startswith(_OFFICES) else ""
        lost = "" if status else "the client did not wait"
        self._say(Line(key, False, verb, path, query, status, seconds, lost=lost))  # noqa: FBT003  # no stranger

    def no_request(self, reply: Reply) -> None:
        """Say that something came that is no request."""
        self._say(Line("", False, "", "", "", reply.status, 0.0, hint=reply.headers[HINT]))  # noqa: FBT003  # likewise

    def close(self) -> None:
        """Write what is left to write, if that does not take long."""
        self._writer.close()

    def _say(self, line: Line) -> None:
        now = time.time()
        second = int(now)
        if second != self._second:
            local = datetime.fromtimestamp(second).astimezone().isoformat()
            self._second, self._local, self._zone = second, local[:19], local[19:]
        if self._form == "json":
            self._writer.put(_json(line, f"{self._local}.{int((now - second) * 1000):03}{self._zone}"))
        else:
            self._writer.put(self._text(line))

    def _text(self, line: Line) -> str:
        asked = f"{line.path}?{line.query}" if line.query else line.path
        if len(asked) > _LONGEST:
            asked = f"{asked[:_LONGEST]}..."
        verb, asked, office = printable(line.verb), printable(asked), printable(line.office)
        office = (f"?{office}" if line.stranger else office) if office else "-"
        status = str(line.status or line.lost)
        took = f"{line.seconds * 1000:.1f} ms{_waits(line)}"
        hint = printable(line.hint)
        if self._colour:
            shade = _RED if line.status is None or line.status >= 500 else _YELLOW if line.status >= 400 else _GREEN  # noqa: PLR2004  # where HTTP has errors of the two kinds
            status, took = f"{shade}{status}{_PLAIN}", f"{_DIM}{took}{_PLAIN}"
            hint = hint and f"{_CYAN}{hint}{_PLAIN}"
        what = f"{verb:<6} {asked}" if verb else "no request"
        return f"{self._local[11:]} {office:<16} {what} -> {status}  {took}{hint and '  '}{hint}\n"


def printable(text: str) -> str:
    r"""The text on one line, with what a terminal would obey written out: ``\x1b``, ``\n``, ``\u202e``."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text)


def _waits(line: Line) -> str:
    """What is said of the waits of a call."""
    said = []
    if line.throttled:
        said.append(f"waited {line.throttled:.3g} s for its turn")
    if line.delayed:
        said.append(f"held back {line.delayed:.3g} s by a fault")
    return f" ({', '.join(said)})" if said else ""


def _json(line: Line, moment: str) -> str:
    said = LineJson(
        time=moment,
        office=line.office or None,
        stranger=line.stranger,
        verb=line.verb,
        path=line.path,
        query=line.query,
        status=line.status,
        milliseconds=round(line.seconds * 1000, 1),
        throttledSeconds=round(line.throttled, 3),
        delayedSeconds=round(line.delayed, 3),
        lost=line.lost,
        hint=line.hint,
    )
    text = to_json(said).decode()
    if not (text.isascii() and text.isprintable()):  # no encoding of a console is to matter, and no terminal to obey
        text = json.dumps(said, separators=(",", ":")).replace("\x7f", "\\u007f")
    return f"{text}\n"


def _only_watches(path: str) -> bool:
    """Whether a call looks at the server and at its calls: a probe, one that follows the calls, a page's files."""
    follows = path.startswith(ADMIN) and path.endswith(_WATCHED)
    return follows or path == f"{ADMIN}/health" or path.startswith(_FILES)


class _Writer:
    """Writes lines in a thread, which begins with the first one."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._lines: deque[str] = deque()
        self._lost = 0
        self._some = Event()
        self._ends = False
        self._thread: Thread | None = None

    def put(self, line: str) -> None:
        """Have a line written soon. One thread alone calls it: the server's."""
        if len(self._lines) >= _MOST:
            self._lost += 1
            return
        self._lines.append(line)
        if not self._some.is_set():
            self._some.set()
            if self._thread is None:
                self._thread = Thread(target=self._run, name="mock-od:console", daemon=True)
                self._thread.start()

    def close(self) -> None:
        self._ends = True
        self._some.set()
        if self._thread:
            self._thread.join(_LAST)

    def _run(self) -> None:
        try:
            while self._lines or not self._ends:
                self._some.wait()
                if not self._ends:
                    time.sleep(_GATHERED)
                self._some.clear()
                self._write(self._take())
        except (OSError, ValueError):  # the console is closed: lines gather up to their bound, and that is all
            pass

    def _take(self) -> str:
        lines = [self._lines.popleft() for _ in range(len(self._lines))]
        if self._lost:
            lost, self._lost = self._lost, 0
            lines.append(f"mock-od: {lost} lines are not here: the console took no more\n")
        return "".join(lines)
