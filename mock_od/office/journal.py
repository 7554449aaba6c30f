"""What was asked of an office, and how it was answered.

Every request passes here, so that a call is kept as it came and is made sense of only when it is looked at.
May not: know a resource, or speak HTTP beyond a status.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from mock_od import declare as d
from mock_od.call import Change, Refusal
from mock_od.engine.bodies import is_plain, read_body
from mock_od.office.clock import Clock

SIZE = 1000
"""How many calls an office remembers by default."""
KEPT_BYTES = 65_536
"""How much of a body and of an answer is kept."""
MOST_BYTES = 8_000_000
"""How much of all calls together an office keeps; the oldest go first."""
_CHANGE_BYTES = 100
"""What the note of one written row takes, about."""
_LONGEST_LINE = 1000
_MOST_LINES = 20


class Entry(NamedTuple):
    """One call.

    :param number: counts the calls of an office from 1 on.
    :param at: the office's time when it was answered.
    :param path: below ``/api/v1``.
    :param sent: the query as it was sent.
    :param body: the beginning of it, which is all of it but for very long ones.
    :param body_bytes: how long the whole body is.
    :param status: None when the connection was dropped.
    :param answer: likewise the beginning.
    :param answer_bytes: how long the whole answer is.
    :param answer_rows: how many rows an answer has of which only the beginning is kept.
    :param ignored: what was said of parameters and fields that had no effect.
    :param changed: table and key of each row that was written.
    :param seconds: how long it took on the office's clock.
    :param kept_bytes: how much memory its texts and notes take, about.
    :param key: of a stranger's call the customer key, empty where it had none; empty in the journal of an office.
    """

    number: int
    at: datetime
    verb: str
    path: str
    sent: str
    body: bytes
    body_bytes: int
    status: int | None
    answer: bytes
    answer_bytes: int
    answer_rows: int
    hint: str
    method: d.Method | None
    ignored: tuple[str, ...]
    changed: tuple[tuple[str, int], ...]
    seconds: float
    kept_bytes: int
    key: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The parameters by name; of two with one name the last one counts, as for the API."""
        return dict(parse_qsl(self.sent, keep_blank_values=True, errors="replace"))

    @property
    def is_cut(self) -> bool:
        """Whether the body was too long to be kept whole."""
        return self.body_bytes > len(self.body)

    def read_body(self) -> Any:
        """The body as the API understood it: JSON, else text; None without one."""
        return None if not self.body else _cut(self.body, self.body_bytes) or _json(self.body, lenient=True)

    def read_answer(self) -> Any:
        """The answer: JSON, else text; None without one."""
        return None if not self.answer else _cut(self.answer, self.answer_bytes) or _json(self.answer)

    def rows(self) -> int:
        """How many rows the answer has, where it is a list of them."""
        return self.answer_rows if self.answer_bytes > len(self.answer) else count_rows(self.answer)

    def why_unexpected(self) -> list[str]:
        """What a client that does as it should would not have met: a refusal, a dropped connection, ignored names."""
        why = [line for line in self.ignored if line]
        if self.status is None:
            return ["the connection was dropped", *why]
        if self.status >= 400:  # noqa: PLR2004  # where HTTP's refusals begin
            said = self.read_answer()
            return [f"{self.status}: {said}" if isinstance(said, str) else str(self.status), *why]
        return why

    def as_json(self) -> dict[str, Any]:
        """The call as the admin plane speaks of it."""
        keys: dict[str, list[int]] = {}
        for table, key in dict.fromkeys(self.changed):
            keys.setdefault(table, []).append(key)
        return {
            "id": self.number,
            "at": self.at.isoformat(" "),
            "verb": self.verb,
            "path": self.path,
            "query": self.query,
            "body": self.read_body(),
            "status": self.status,
            "answer": self.read_answer(),
            "hint": self.hint,
            "method": self.method.spoken if self.method else None,
            "changed": keys,
            "seconds": round(self.seconds, 3),
        }


class Journal:
    """The last calls of one office. The caller holds the office's lock.

    :param clock: the office's, for the moment of each call.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: deque[Entry] = deque()
        self._size = SIZE
        self._bytes = 0
        self._count = 0

    def record(
        self,
        *,
        verb: str,
        path: str,
        query: str,
        body: bytes,
        status: int | None,
        answer: bytes,
        hint: str,
        method: d.Method | None,
        ignored: Sequence[str],
        changes: Sequence[Change],
        seconds: float,
        key: str = "",
    ) -> None:
        """Note a call.

        :param path: below ``/api/v1``.
        :param query: as it was sent, without the question mark.
        :param status: None when the connection was dropped.
        :param ignored: what was said of parameters and fields that had no effect.
        :param changes: what it has written.
        :param seconds: how long it took on the office's clock.
        :param key: the customer key of a stranger.
        """
        self._count += 1
        path, query = path[:KEPT_BYTES], query[:KEPT_BYTES]
        kept_body, kept_answer = body[:KEPT_BYTES], answer[:KEPT_BYTES]  # a slice of the whole is no copy
        size = len(path) + len(query) + len(kept_body) + len(kept_answer) + len(hint)
        notes: tuple[str, ...] = ()
        if ignored:  # a client's own words may stand in them, as many and as long as it likes
            notes = tuple(line[:_LONGEST_LINE] for line in ignored[:_MOST_LINES])
            size += sum(map(len, notes))
        changed: tuple[tuple[str, int], ...] = ()
        if changes:
            changed = tuple((change.table, change.key) for change in changes)
            size += _CHANGE_BYTES * len(changed)
        self._entries.append(
            Entry(
                self._count,
                self._clock.now(),
                verb,
                path,
                query,
                kept_body,
                len(body),
                status,
                kept_answer,
                len(answer),
                count_rows(answer) if len(answer) > KEPT_BYTES else 0,
                hint,
                method,
                notes,
                changed,
                seconds,
                size,
                key,
            )
        )
        self._bytes += size
        if len(self._entries) > self._size or self._bytes > MOST_BYTES:
            self._forget()

    def _forget(self) -> None:
        """Let the oldest calls go while there are too many, or while they take too much; the newest may be any size."""
        entries = self._entries
        while len(entries) > self._size or (self._bytes > MOST_BYTES and len(entries) > 1):
            self._bytes -= entries.popleft().kept_bytes

    @property
    def size(self) -> int:
        """How many calls are remembered at most."""
        return self._size

    def resize(self, size: int) -> None:
        """Remember that many calls from now on; the oldest that are too many go."""
        self._size = size
        self._forget()

    def clear(self) -> None:
        """Forget all calls; the next one is numbered on."""
        self._entries.clear()
        self._bytes = 0

    def entries(self) -> list[Entry]:
        """The calls that are remembered, newest last."""
        return list(self._entries)


def count_rows(answer: bytes) -> int:
    """How many rows a list has: each begins with the name that the first begins with.

    Nothing is parsed: a quote in a text is escaped, so that no text can look like the beginning of a row.
    """
    if not answer.startswith(b'[{"'):
        return 0
    return answer.count(answer[1 : answer.index(b":") + 1]) if b":" in answer else 0


def _cut(content: bytes, whole: int) -> str:
    """The text of a content that is not whole, with a mark; empty for one that is."""
    if whole <= len(content):
        return ""
    return f"{content.decode('utf-8', 'replace')}... [cut: the first {len(content)} of {whole} bytes]"


def _json(content: bytes, *, lenient: bool = False) -> Any:
    """What the content says as JSON, or else its text.

    :param lenient: whether to read it as the API reads a body.
    """
    text = content.decode("utf-8", "replace")
    try:
        found = json.loads(content.decode())
    except (ValueError, RecursionError):
        if not lenient:
            return text
        try:
            found = read_body(content)
        except Refusal:
            return text
    return found if is_plain(found) else text
