"""What a function under a page sees of one request, and how it refuses.

May not: know a resource or a table, or of HTTP more than a status and when to try again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeVar

from mock_od.versions import version

if TYPE_CHECKING:
    from mock_od.declare import Choice, Field, Method

Row = dict[str, Any]
"""A row in the API's words, all columns, also those the API hides: enums by name, booleans as ``bool``."""

AnyListener = TypeVar("AnyListener", bound=Callable[..., None])


@lru_cache(maxsize=64)
def written(moment: datetime) -> tuple[str, str]:
    """The day, and the moment to the second, as rows have them."""
    return moment.date().isoformat(), moment.isoformat(" ", "seconds")


class Refusal(Exception):
    """The request is refused: nothing it began is kept.

    :param sentence: the body of the answer, in the API's voice.
    :param status: the HTTP status.
    :param hint: one line in our own voice that helps the developer.
    :param retry_after: seconds after which the request may be tried again.
    :param missing: the resource or method that is documented and not here yet, where that is why.
    """

    def __init__(
        self, sentence: str, status: int = 400, *, hint: str = "", retry_after: int = 0, missing: str = ""
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.hint = hint
        self.retry_after = retry_after
        self.missing = missing
        self.hints: list[str] = []
        """What else was to be said of the request before it was refused."""
        self.ignored: list[str] = []
        """Those of the hints that are about parameters and fields without effect."""


class Change(NamedTuple):
    """What a call has done to one row.

    :param key: the row's primary key.
    :param before: the row before an update or a delete, where a listener asks for rows: see :func:`with_rows`.
    :param after: the row after an insert or an update, likewise.
    """

    table: str
    key: int
    kind: Literal["insert", "update", "delete"]
    before: Row | None = None
    after: Row | None = None


def after_changes_of(*tables: str) -> Callable[[AnyListener], AnyListener]:
    """Have a listener of the catalog called after those writes alone that changed one of these tables."""

    def scoped(listener: AnyListener) -> AnyListener:
        listener.tables = frozenset(tables)  # type: ignore[attr-defined]  # a function's own note
        return listener

    return scoped


def with_rows(listener: AnyListener) -> AnyListener:
    """Give a listener of the catalog the rows before and after each change. They are read for all writes then."""
    listener.needs_rows = True  # type: ignore[attr-defined]  # a function's own note
    return listener


class Upload(NamedTuple):
    """A file that a call sends to an SFTP site.

    :param path: the full path there, from the root on.
    """

    host: str
    port: int
    path: str
    username: str
    password: str
    content: bytes


class Awaited(Protocol):
    """What a reply waits for: a transfer."""

    def done(self) -> bool:
        """Whether it is over."""

    def result(self) -> Refusal | None:
        """Why the call is refused after all; None where all went well."""


Effect = Callable[[], "Awaited | None"]
"""What is done when the office is free again; where it gives something, the reply waits for that."""


class Sender(Protocol):
    """What becomes of the files that a call sends."""

    def __call__(self, upload: Upload, *, waits: bool) -> tuple[Effect, str]:
        """What sends a file, and what is to be said of it; see :meth:`Call.send_file`."""


class Records(Protocol):
    """The office's rows, read and written in the API's words."""

    @property
    def tables(self) -> AbstractSet[str]:
        """The tables that the office has so far.

        A documented table is created when it is first named, be it in a question: whoever looks into many, looks into
        these alone.
        """

    def find(self, table: str, key: int) -> Row | None:
        """The row with that primary key; None where there is none."""

    def get(self, table: str, key: int) -> Row:
        """The row with that primary key, which must be there.

        :raises LookupError: when it is not.
        """

    def rows(self, table: str, **equal: Any) -> list[Row]:
        """The rows whose columns equal these values, by primary key."""

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """A new row, other columns at their defaults, stamps set; its primary key."""

    def update(self, table: str, key: int, values: Mapping[str, Any]) -> bool:
        """Change columns of one row; whether anything differed. The stamp of the last edit follows."""

    def delete(self, table: str, **equal: Any) -> int:
        """Remove the rows whose columns equal these values; how many there were."""

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of a SELECT, in the database's own numbers."""

    def columns(self, table: str) -> Mapping[str, str] | None:
        """The columns of a table with their types in the database; None where there is no such table."""

    def guarded(
        self, extend: Callable[[Any], Any], allows: Callable[..., int], most_steps: int
    ) -> AbstractContextManager[tuple[Any, Callable[..., Any]]]:
        """What runs statements that somebody else has written; see :meth:`mock_od.store.Store.guarded`."""


class Call:
    """One request to one method of one office."""

    def __init__(
        self,
        method: Method,
        *,
        records: Records,
        now: datetime,
        developer: str,
        version: str,
        choices: Mapping[str, bool],
        permissions: AbstractSet[str] = frozenset(),
        key: int | None = None,
        customer: str = "",
        sender: Sender | None = None,
        mode: str = "local",
    ) -> None:
        self.method = method
        self.records = records
        self.now = now
        """The office's clock."""
        self.developer = developer
        """The name of the developer whose key calls."""
        self.version = version
        """The version of Open Dental that the office runs."""
        self.permissions = permissions
        """The names of the permissions that the customer key has."""
        self.key = key
        """The primary key in the URL, or of the row that the body's fields have found."""
        self.customer = customer
        """The customer key that calls."""
        self.mode = mode
        """The way by which it came: remote, local or service."""
        self.row: Row = {}
        """The row that the URL or the body's fields name, as it was before; empty where a new one is inserted."""
        self.sent: dict[str, Any] = {}
        """The parameters that were sent and read, by name."""
        self.query: dict[str, Any] = {}
        """What a PUT has read from the URL, by name."""
        self.status: int | None = None
        """The HTTP status of the answer, where it is not the method's own."""
        self.location: str | None = ""
        """The answer's Location; None for none, empty for the address of the new row."""
        self.log_text = ""
        """What the log says of a write; empty for what it says of any."""
        self.logs = ""
        """The security permission under which the log has the write, where it is not the method's own."""
        self.effects: list[Effect] = []
        """What is done when the office is free again: see :meth:`later`."""
        self.values: dict[str, Any] = {}
        """The columns about to be written."""
        self.hints: list[str] = []
        """What is to be said of the request, whatever the answer."""
        self.ignored: list[str] = []
        """Those of the hints that are about parameters and fields without effect."""
        self._choices = choices
        self._sender = sender

    @property
    def today(self) -> str:
        """The office's day, ``yyyy-MM-dd``."""
        return written(self.now)[0]

    @property
    def moment(self) -> str:
        """The office's time, ``yyyy-MM-dd HH:mm:ss``."""
        return written(self.now)[1]

    def sends(self, *fields: Field) -> bool:
        """Whether any of these parameters was sent."""
        return any(field.name in self.sent for field in fields)

    def at_least(self, since: str) -> bool:
        """Whether the office runs this version of Open Dental or a later one."""
        return version(since) <= version(self.version)

    def later(self, effect: Effect) -> None:
        """Do something once the call is done and has left the office: a transfer, a message to another program.

        It is not done where the call is refused after all. It runs in the server's own loop: what takes long starts a
        thread, and gives back what the reply is to wait for, if it is.
        """
        self.effects.append(effect)

    def send_file(self, upload: Upload, *, waits: bool) -> None:
        """Send a file once the call has left the office: to its site, or into the office's outbox.

        :param waits: whether the reply waits for the transfer, and becomes a refusal where it fails.
        """
        if self._sender:
            effect, told = self._sender(upload, waits=waits)
            self.later(effect)
            if told:
                self.hint(told)

    def chooses(self, choice: Choice) -> bool:
        """Whether this office has that choice of ours switched on."""
        return self._choices.get(choice.name, choice.default)

    def hint(self, line: str) -> None:
        """Help the developer with a line of ours that goes with the answer."""
        self.hints.append(line)

    def ignore(self, line: str) -> None:
        """Say of a parameter or field that was sent that it has no effect."""
        self.hints.append(line)
        self.ignored.append(line)
