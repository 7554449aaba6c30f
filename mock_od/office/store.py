"""The rows of one office: an SQLite database in memory.

May not: import anything of mock_od, or know what a table means.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_CAN_DESERIALIZE = sys.version_info >= (3, 11)


class Image:
    """The whole state of a store at one moment, from which any number of stores can be filled."""

    def __init__(self, content: bytes | sqlite3.Connection) -> None:
        self._content = content

    def fill(self, connection: sqlite3.Connection) -> None:
        """Put this state in place of the connection's database."""
        if isinstance(self._content, sqlite3.Connection):
            self._content.backup(connection)
        else:
            connection.deserialize(self._content)


class Store:
    """Tables in memory. One thread at a time: the office's lock sees to it.

    :param schema: the statements that create the tables, or an image to start from.
    """

    def __init__(self, schema: Iterable[str] | Image) -> None:
        self._connection = _connect()
        self._settled = False
        if isinstance(schema, Image):
            schema.fill(self._connection)
        else:
            for statement in schema:
                self._connection.execute(statement)

    def _settle(self) -> None:
        """Keep journals in memory. Put off until something is written: it makes SQLite read the whole schema."""
        # Nothing here is ever on disk; a deserialized database would otherwise look for its journal there.
        self._connection.execute("PRAGMA journal_mode = MEMORY").fetchall()
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA temp_store = MEMORY")
        self._settled = True

    def execute(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """One statement."""
        return self._connection.execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row of values."""
        self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what happens inside, or nothing where an exception leaves it."""
        if not self._settled:
            self._settle()
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # SQLite itself rolls back when a table is full
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def image(self) -> Image:
        """The state as it is now."""
        if _CAN_DESERIALIZE:
            return Image(self._connection.serialize())
        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.backup(copy)
        return Image(copy)

    def restore(self, image: Image) -> None:
        """Back to the state of an image."""
        # In a connection of its own: statements that were prepared for another image would go on using the places
        # where that one has its tables, and SQLite does not notice.
        restored = _connect()
        image.fill(restored)
        self._connection.close()
        self._connection = restored
        self._settled = False

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()


def _connect() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False, cached_statements=512)
