"""Runs a command against an office's rows, in such a way that nothing changes.

SQLite itself sees to it: its authorizer denies whatever is no reading, whatever the text looks like. All happens in a
savepoint that is taken back, temporary tables included. A command that takes too many steps is stopped.
May not: know a resource. Imported only when a query is run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlglot.tokenizer_core import TokenType

from mock_od.call import Refusal
from mock_od.sql import temporary
from mock_od.sql.commands import (
    WRITES,
    Statement,
    no_function,
    not_read_only,
    parts,
    statements,
    syntax_error,
)
from mock_od.sql.session import MOST_STEPS, MOST_TEXT, Session, install
from mock_od.sql.translate import Query, parsed, select, translated, unknown_column
from mock_od.store import SqlError

if TYPE_CHECKING:
    from mock_od.call import Records

MOST_CELLS = 2_000_000
"""Values that an answer may have."""
MOST_ANSWERED = 60_000_000
"""Characters that an answer may have."""
MOST_WRITES = 100_000
"""Rows of temporary tables that a command may write."""
_OF_ASSIGNMENT = 4
"""Words and signs of ``@name = value``, at least."""
STOPPED = "Query execution was interrupted, maximum statement execution time exceeded"


class Result(NamedTuple):
    """The rows of the first SELECT of a command, in the database's own values.

    :param kinds: of what kind each column is; see :mod:`mock_od.sql.kinds`.
    """

    names: Sequence[str]
    kinds: Sequence[str]
    rows: Sequence[tuple[Any, ...]]


NOTHING = Result((), (), ())


def run(
    command: str, records: Records, now: datetime, *, offset: int = 0, limit: int | None = None, comments: bool = False
) -> Result:
    """Run a command.

    :param now: the office's clock.
    :param offset: how many rows of the answer are passed over.
    :param limit: how many rows there are at most; None for all.
    :param comments: whether a comment may stand inside a statement.
    :raises Refusal: 400 where it is wrong, 401 where it is not read-only.
    """
    try:
        found = statements(command, comments=comments)
        with records.guarded(install, Session.allows, MOST_STEPS) as (session, execute):
            return _whole(session, lambda: _Runner(records, session, execute, now).run(found, offset, limit))
    except SqlError as error:
        raise _refusal(str(error)) from error
    except (RecursionError, MemoryError) as deep:
        raise Refusal(STOPPED, hint="the query has too many brackets in brackets") from deep


def _whole(session: Session, ask: Callable[[], Result]) -> Result:
    """What a command answers, if it has not done more than it may.

    :raises Refusal: 400 where it has.
    """
    tired = Refusal(STOPPED, hint=f"mock_od stops a query that works on {MOST_TEXT:,} characters, or searches too long")
    try:
        result = ask()
    except SqlError as error:
        if session.exhausted:
            raise tired from error
        raise
    if session.exhausted:
        raise tired
    return result


def _refusal(problem: str) -> Refusal:
    if problem == "interrupted":
        return Refusal(STOPPED, hint=f"mock_od stops a query after {MOST_STEPS:,} steps")
    if problem.startswith("not authorized to use function: "):
        return no_function(problem.rpartition(" ")[2])
    if problem.startswith("no such function: "):
        return no_function(problem.rpartition(" ")[2].removeprefix("mysql_"))
    if problem.startswith("no such column: "):
        return unknown_column(problem)
    if "authorized" in problem or "prohibited" in problem:
        return not_read_only(f"SQLite: {problem}")
    return syntax_error("", f"SQLite: {problem}")


class _Runner:
    """The statements of one command, one after another."""

    def __init__(self, records: Records, session: Session, execute: Callable[..., Any], now: datetime) -> None:
        self._records = records
        self._session = session
        self._execute = execute
        self._now = now
        self._temporary: dict[str, Mapping[str, str]] = {}
        """The temporary tables so far, with their columns."""
        self._writes = 0
        session.begin()

    def run(self, found: Sequence[Statement], offset: int, limit: int | None) -> Result:
        """All of them; the rows of the first SELECT."""
        for one in found:
            if one.verb in WRITES:
                temporary.refuse_others(parsed(one.text))
        result: Result | None = None
        for one in found:
            if one.verb == "SET":
                self._set(one)
            elif one.verb in WRITES:
                self._write(one)
            else:
                query = select(one, self._columns, self._now)
                rows = self._ask(query, 0 if result else offset, 0 if result else limit)
                result = result or Result(query.names, query.kinds, rows)
        return result or NOTHING

    def _columns(self, table: str) -> Mapping[str, str] | None:
        return self._temporary.get(table) or self._records.columns(table)

    def _ask(self, query: Query, offset: int = 0, limit: int | None = None) -> list[tuple[Any, ...]]:
        return self._rows_of(query.sql, offset, limit, len(query.names))

    def _rows_of(self, sql: str, offset: int = 0, limit: int | None = None, width: int = 1) -> list[tuple[Any, ...]]:
        cursor = self._execute(sql)
        try:
            rows: list[tuple[Any, ...]] = []
            most, characters = MOST_CELLS // max(1, width), 0
            for at, row in enumerate(cursor):
                if limit is not None and at >= offset + limit:
                    break
                if at >= offset:
                    rows.append(row)
                    characters += sum(len(cell) for cell in row if isinstance(cell, str))
                if len(rows) > most or characters > MOST_ANSWERED:
                    most_of = f"{MOST_CELLS:,} values and {MOST_ANSWERED:,} characters"
                    raise Refusal(STOPPED, hint=f"an answer of mock_od has {most_of} at most")
            return rows
        finally:
            cursor.close()

    def _set(self, statement: Statement) -> None:
        for part in parts(statement.tokens[1:]):
            if not part or part[0].token_type is not TokenType.PARAMETER:
                self._set_system(part)
                continue
            if len(part) < _OF_ASSIGNMENT or part[2].token_type not in (TokenType.EQ, TokenType.COLON_EQ):
                raise syntax_error(statement.text, "SET @name = value")
            query = translated(parsed(f"SELECT {statement.between(part[3], part[-1])}"), self._columns, self._now)
            rows = self._ask(query)
            self._session.set(part[1].text.lower(), rows[0][0] if rows else None)

    @staticmethod
    def _set_system(part: Sequence[Any]) -> None:
        words = {one.text.upper() for one in part[:3]}
        if not part or words & {"GLOBAL", "PERSIST", "PERSIST_ONLY", "PASSWORD", "ROLE", "DEFAULT", "RESOURCE"}:
            raise not_read_only("SET of what belongs to the server")

    def _write(self, statement: Statement) -> None:
        for step in temporary.written(parsed(statement.text), self._temporary, self._columns, self._now):
            rows = self._rows_of(step.query) if step.query else [()]
            self._writes += len(rows)
            if self._writes > MOST_WRITES:
                raise Refusal(STOPPED, hint=f"mock_od writes {MOST_WRITES:,} rows of temporary tables at most")
            self._session.writes_temporary = True
            try:
                for row in rows:
                    self._execute(step.sql, row, whole=True).close()
            finally:
                self._session.writes_temporary = False
