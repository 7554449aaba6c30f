"""The rows of one office: an SQLite database in memory.

A store is always inside one transaction, begun on the image that it was filled with, and each transaction of a caller
is a savepoint in it. So going back to that image costs what was changed, not what is there.
May not: import anything of mock_od, or know what a table means.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

_CAN_DESERIALIZE = sys.version_info >= (3, 11)
_STEPS_BETWEEN_LOOKS = 10_000
_PAGE = 1024  # bytes; a documented database is many small tables, which leave most of a larger page empty

SQLITE = sqlite3.sqlite_version
"""The version of SQLite."""
SqlError = sqlite3.Error
"""What a statement raises that SQLite cannot run, or may not."""
Extension = TypeVar("Extension")
Allows = Callable[[Any, int, "str | None", "str | None", "str | None", "str | None"], int]
"""Says whether a statement may do what SQLite asks about; see :meth:`Store.guarded`."""


class _Copy(sqlite3.Connection):
    """A database that nobody closes: images share it. Python 3.13 warns of such a one, unless it closes itself."""

    def __del__(self) -> None:
        self.close()


def _memory() -> sqlite3.Connection:
    """A database that holds an image, where Python cannot make bytes of it."""
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False, factory=_Copy)


class Image:
    """The whole state of a store at one moment, from which any number of stores can be filled.

    :param content: the database.
    :param numbers: what the store keeps beside it.
    """

    def __init__(self, content: bytes | sqlite3.Connection, numbers: Mapping[str, int]) -> None:
        self._content = content
        self.numbers = numbers

    @classmethod
    def of(cls, content: bytes, numbers: Mapping[str, int]) -> Image:
        """The state that the content of an image was, in this process or another."""
        if _CAN_DESERIALIZE:
            return cls(content, numbers)
        with TemporaryDirectory() as folder:
            file = Path(folder, "rows")
            file.write_bytes(content)
            written = sqlite3.connect(file)
            copy = _memory()
            written.backup(copy)
            written.close()
        return cls(copy, numbers)

    def content(self) -> bytes:
        """The database, as a file of SQLite has it."""
        if isinstance(self._content, bytes):
            return self._content
        with TemporaryDirectory() as folder:
            file = Path(folder, "rows")
            written = sqlite3.connect(file)
            self._content.backup(written)
            written.close()
            return file.read_bytes()

    def numbered(self, numbers: Mapping[str, int]) -> Image:
        """The same database with other numbers beside it."""
        return Image(self._content, numbers)

    def fill(self, connection: sqlite3.Connection) -> None:
        """Put this state in place of the connection's database."""
        if isinstance(self._content, sqlite3.Connection):
            self._content.backup(connection)
        else:
            connection.deserialize(self._content)


_NO_TABLE = re.compile("no such table: (?:main\\.)?(.+)")


def _none(_: str) -> Sequence[str]:
    """No table but those that there are."""
    return ()


_execute = sqlite3.Connection.execute  # super() would take its time at every statement


class _Connection(sqlite3.Connection):
    """A connection to a database whose tables are created when they are first named.

    A documented database has hundreds of tables, of which an office needs a few.
    """

    missing: Callable[[str], Sequence[str]]
    extension: Any = None
    """What has been added to it for guarded statements."""

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        """One statement, and before it those that create the tables that it needs."""
        try:
            return _execute(self, sql, values)
        except sqlite3.OperationalError as error:
            self.create_missing(error)
            return self.execute(sql, values)

    def executemany(self, sql: str, values: Iterable[Any], /) -> sqlite3.Cursor:
        """One statement for each of the values, which are not looked at before there is a table for them."""
        try:
            return super().executemany(sql, values)
        except sqlite3.OperationalError as error:
            self.create_missing(error)
            return super().executemany(sql, values)

    def create_missing(self, error: sqlite3.OperationalError) -> None:
        """Create the table that a statement has not found.

        :raises sqlite3.OperationalError: the same where it is another error, or there is no such table.
        """
        named = _NO_TABLE.fullmatch(str(error))
        statements = self.missing(named[1]) if named else ()
        if not statements:
            raise error
        for statement in statements:
            super().execute(statement)


class Store:
    """Tables in memory. One thread at a time: the office's lock sees to it.

    Its SQL has one function more: ``fold(text)``, to compare texts of any language whatever their case.

    :param start: statements to begin with, or an image to start from.
    :param missing: gives the statements that create a table, by its name, when a statement is the first to name it;
        none for a name that no table has.
    """

    execute: Callable[..., sqlite3.Cursor]
    """``execute(sql, values=())``: one statement. The connection's own: each request has several."""

    def __init__(self, start: Iterable[str] | Image = (), missing: Callable[[str], Sequence[str]] = _none) -> None:
        connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, cached_statements=512, factory=_Connection
        )
        connection.missing = self._missing = missing
        connection.execute(f"PRAGMA page_size = {_PAGE}")
        connection.create_function("fold", 1, str.casefold, deterministic=True)
        self._base: Image | None = None
        self._base_numbers: Mapping[str, int] = {}
        self._turns = 0
        self.numbers: dict[str, int] = {}
        """Numbers by name that belong to the rows: images have them, a transaction that fails takes them back."""
        self._use(connection)
        if isinstance(start, Image):
            start.fill(connection)
            self._base = start
            self._base_numbers = start.numbers
            self.numbers = dict(start.numbers)
        else:
            connection.execute("PRAGMA user_version = 1")  # a database without anything cannot be serialized
            for statement in start:
                connection.execute(statement)
        # Nothing here is ever on disk; a deserialized database would otherwise look for its journal there.
        connection.execute("PRAGMA journal_mode = MEMORY").fetchall()
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("BEGIN")
        self._begun = connection.total_changes

    @property
    def edition(self) -> tuple[int, int]:
        """Another one than before where rows were written meanwhile; where none were, it may be another too."""
        return self._turns, self._connection.total_changes

    @property
    def shape(self) -> int:
        """Another one than before where tables were created meanwhile."""
        return int(self.execute("PRAGMA schema_version").fetchone()[0])

    @property
    def tables(self) -> list[str]:
        """The names of the tables that were needed so far, in this order."""
        named = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
        return [name for (name,) in self.execute(named)]

    def _use(self, connection: _Connection) -> None:
        self._connection = connection
        self.execute = connection.execute
        self._turns += 1

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row of values."""
        self._connection.executemany(sql, rows)

    def _begin_again(self, how: str) -> None:
        """End the transaction, unless SQLite has ended it by itself, and begin another.

        :param how: COMMIT or ROLLBACK.
        """
        if self._connection.in_transaction:
            self._connection.execute(how)
        self._connection.execute("BEGIN")
        self._begun = self._connection.total_changes
        self._turns += 1

    def transaction(self) -> AbstractContextManager[None]:
        """All of what happens inside, or nothing where an exception leaves it."""
        return _Savepoint(self, keep=True)

    def rehearsal(self) -> AbstractContextManager[None]:
        """What happens inside happens, and is then taken back."""
        return _Savepoint(self, keep=False)

    @contextmanager
    def guarded(
        self, extend: Callable[[Any], Extension], allows: Allows, most_steps: int
    ) -> Iterator[tuple[Extension, Callable[..., sqlite3.Cursor]]]:
        """Run statements that somebody else has written, and take back whatever they do.

        :param extend: adds functions to the connection, once for each, and gives what stands for them.
        :param allows: asked by SQLite's authorizer, with that first: 0 to allow, 1 to deny.
        :param most_steps: how many steps of SQLite's machine they may take, all together. A statement that is run
            ``whole`` is not stopped: where SQLite stops a write, it takes back all that was ever written.
        :raises SqlError: "interrupted" where they take more.
        """
        connection = self._connection
        if connection.extension is None:
            connection.extension = extend(connection)
        extension, left, stops = connection.extension, most_steps, True

        def look() -> bool:
            nonlocal left
            left -= _STEPS_BETWEEN_LOOKS
            return stops and left < 0

        def execute(sql: str, values: Sequence[Any] = (), *, whole: bool = False) -> sqlite3.Cursor:
            nonlocal stops
            stops = not whole
            for _ in range(len(sql) + 1):  # once for each table that is still missing
                connection.set_authorizer(lambda *asked: allows(extension, *asked))
                try:
                    return sqlite3.Connection.execute(connection, sql, values)
                except sqlite3.OperationalError as error:
                    _allow_all(connection)
                    connection.create_missing(error)
            raise sqlite3.OperationalError("no end of missing tables")

        with self.rehearsal():
            connection.set_progress_handler(look, _STEPS_BETWEEN_LOOKS)
            try:
                yield extension, execute
            finally:
                connection.set_progress_handler(None, 0)
                _allow_all(connection)

    def set_savepoint(self) -> dict[str, int]:
        """Remember the state; the numbers of it."""
        self.execute("SAVEPOINT caller")
        return self.numbers.copy()

    def release(self) -> None:
        """Forget the last savepoint, and keep what was done since."""
        self.execute("RELEASE caller")

    def take_back(self, numbers: dict[str, int]) -> None:
        """Go back to the last savepoint, and forget it."""
        if self._connection.in_transaction:
            self.execute("ROLLBACK TO caller")
            self.execute("RELEASE caller")
            self.numbers = numbers
        else:
            self.mend()

    def mend(self) -> None:
        """After an error: where SQLite, out of memory, took everything back, go on from the last image."""
        if not self._connection.in_transaction:
            self._begin_again("ROLLBACK")
            self.numbers = dict(self._base_numbers)

    def image(self) -> Image:
        """The state as it is now, which is from then on the one that is cheap to go back to."""
        self._connection.execute("COMMIT")  # what is not committed would not be in it
        try:
            if _CAN_DESERIALIZE:
                image = Image(self._connection.serialize(), dict(self.numbers))
            else:
                copy = _memory()
                self._connection.backup(copy)
                image = Image(copy, dict(self.numbers))
        finally:
            self._connection.execute("BEGIN")
        self._base, self._base_numbers = image, image.numbers
        self._begun = self._connection.total_changes
        return image

    def state(self) -> Image:
        """The state as it is now, for somebody else to keep: this store keeps no copy of it.

        Where nothing was written since the last image, its database is the state. Else going back to that image will
        cost what is there, once.
        """
        if self._base is not None and self._connection.total_changes == self._begun:
            same = self.numbers == self._base.numbers
            return self._base if same else self._base.numbered(dict(self.numbers))
        image = self.image()
        self._base = None
        return image

    def restore(self, image: Image) -> None:
        """Back to the state of an image."""
        if image is self._base and self._connection.in_transaction:
            self._begin_again("ROLLBACK")
            self.numbers = dict(image.numbers)
        else:
            self.adopt(Store(image, self._missing))

    def adopt(self, other: Store) -> None:
        """Take over the state of another store, which is of no use from then on."""
        # With its connection: statements that were prepared for another database would go on using the places where
        # that one has its tables, and SQLite does not notice.
        connection = self._connection
        self._use(other._connection)
        other._use(connection)
        self._base, self._base_numbers, self._begun = other._base, other._base_numbers, other._begun
        self.numbers = other.numbers
        other.close()

    def close(self) -> None:
        """Give the memory back; any number of times. The store is of no use from then on."""
        self._base = None
        self._connection.close()

    def __del__(self) -> None:
        """Close what was not closed: the last user of an office is not known before."""
        self.close()


def _allow_all(connection: sqlite3.Connection) -> None:
    connection.set_authorizer(None if _CAN_DESERIALIZE else lambda *_: sqlite3.SQLITE_OK)  # 3.10 takes no None


class _Savepoint:
    """Not a generator with a decorator: there is one for each write, and that takes its time."""

    __slots__ = ("_keep", "_numbers", "_store")

    def __init__(self, store: Store, *, keep: bool) -> None:
        self._store = store
        self._keep = keep

    def __enter__(self) -> None:
        self._numbers = self._store.set_savepoint()

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if self._keep and failed is None:
            self._store.release()
        else:
            self._store.take_back(self._numbers)
