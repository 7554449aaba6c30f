"""Rows in the API's words over the office's store.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from mock_od import declare as d
from mock_od import explain
from mock_od.call import Change, Refusal, Row, written
from mock_od.catalog import Catalog
from mock_od.engine.sql import insert as sql_of_insert
from mock_od.store import Store

_MOST_STATEMENTS = 1000
_HIGHEST = 2**63 - 1


_DAY, _MOMENT, _UTC = range(3)


Turn = Callable[[Any], Any]


class Statement(NamedTuple):
    """SQL, and what turns which of its values, or which cell of its rows."""

    sql: str
    turns: Sequence[tuple[int, Turn]]
    stamps: Sequence[int] = ()
    """For each column that says when the row was written: _DAY, _MOMENT or _UTC. Their values follow the others."""


class Shape:
    """How one table's rows are written and read; made once per table."""

    def __init__(self, table: type[d.Table]) -> None:
        self.table = table
        self.key = table.key.column
        self.key_name = table.key.name
        self.by_name = {field.name: column for column, field in table.columns.items()}
        self.names = list(self.by_name)
        self.store = {field.name: turn for field in table.columns.values() if (turn := field.to_column())}
        self.turned = {field.name: turn for field in table.columns.values() if (turn := field.to_words())}
        self.word = [(at, self.turned[name]) for at, name in enumerate(self.names) if name in self.turned]
        shown = ", ".join(f't."{column}"' for column in table.columns)
        self.select = f'SELECT {shown} FROM "{table.table}" t'
        self.stamps = [field for field in table.columns.values() if isinstance(field, d.Date) and field.stamp]
        self.named = {field.name: field for field in table.columns.values() if isinstance(field, d.NameOf)}

    def row(self, found: tuple[Any, ...]) -> Row:
        """A row of the store in words."""
        cells = list(found)
        for at, turn in self.word:
            cells[at] = turn(cells[at])
        return dict(zip(self.names, cells, strict=True))


class Shapes(dict[str, Shape]):
    """The shapes of a catalog's tables by their names, each made when it is first needed."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self.catalog = catalog

    def __missing__(self, table: str) -> Shape:
        shape = self[table] = Shape(self.catalog.tables[table])
        return shape


class StoredRecords:
    """What :class:`mock_od.call.Records` promises, over one store."""

    def __init__(self, shapes: Shapes, store: Store) -> None:
        self._shapes = shapes
        self._store = store
        self._statements: dict[tuple[str, ...], Statement] = {}
        self.moment = datetime.min  # noqa: DTZ901  # an office's time has no zone
        """The moment of the stamps: when the request that writes was begun."""
        self.utc_offset: Callable[[datetime], timedelta] = lambda _: timedelta()
        """How far the office's time is ahead of UTC at a moment."""
        self._changes: list[Change] | None = None
        self._keeps_rows = False

    # --- what a call changes ---

    def begin_changes(self, *, rows: bool) -> list[Change]:
        """Note each change from now on in the list that is returned.

        :param rows: whether to keep the rows before and after each.
        """
        changes: list[Change] = []
        self._changes, self._keeps_rows = changes, rows
        return changes

    def end_changes(self) -> None:
        """Note no more changes: what the admin plane does to rows is no call."""
        self._changes = None
        self._keeps_rows = False

    # --- reading and writing ---

    @property
    def tables(self) -> frozenset[str]:
        """The tables that the store has so far."""
        return frozenset(self._store.tables)

    def find(self, table: str, key: int) -> Row | None:
        """The row with that primary key; None where there is none."""
        shape = self._shapes[table]
        found = self._store.execute(f'{shape.select} WHERE t."{shape.key}" = ?', (key,)).fetchone()
        return shape.row(found) if found else None

    def get(self, table: str, key: int) -> Row:
        """The row with that primary key, which must be there.

        :raises LookupError: when it is not.
        """
        row = self.find(table, key)
        if row is None:
            raise LookupError(f"{table} has no row with the key {key}")
        return row

    def columns_of(self, table: str, key: int, names: Sequence[str]) -> Row | None:
        """Some columns of the row with that primary key: what a check needs, of a table with ninety."""
        statement = self._statements.get(asked := ("columns", table, *names))
        if statement is None:
            shape = self._shapes[table]
            shown = ", ".join(f'"{shape.by_name[name]}"' for name in names) or "1"
            turns = [(at, shape.turned[name]) for at, name in enumerate(names) if name in shape.turned]
            sql = f'SELECT {shown} FROM "{table}" WHERE "{shape.key}" = ?'
            statement = self._remember(asked, Statement(sql, turns))
        found = self._store.execute(statement.sql, (key,)).fetchone()
        return None if found is None else dict(zip(names, _turned(found, statement.turns), strict=False))

    def rows(self, table: str, **equal: Any) -> list[Row]:
        """The rows whose columns equal these values, by primary key."""
        shape = self._shapes[table]
        statement = self._statements.get(asked := ("rows", table, *equal))
        if statement is None:
            where, turns = self._where(shape, equal)
            statement = self._remember(asked, Statement(f'{shape.select}{where} ORDER BY t."{shape.key}"', turns))
        cells = _turned((self._numbered(shape, equal) if shape.named else equal).values(), statement.turns)
        return [shape.row(found) for found in self._store.execute(statement.sql, cells)]

    def insert(self, table: str, given: Mapping[str, Any]) -> int:
        """A new row, other columns at their defaults, stamps set; its primary key."""
        return self._write("INSERT", table, given, self._shapes[table].stamps)

    def put(self, table: str, given: Mapping[str, Any]) -> int:
        """A row as it is given, defaults elsewhere, in place of one with its primary key; its primary key."""
        return self._write("INSERT OR REPLACE", table, given, ())

    def _write(self, how: str, table: str, given: Mapping[str, Any], stamps: Iterable[d.Date]) -> int:
        shape = self._shapes[table]
        last = self._last(table)
        key = last + 1
        if shape.key_name in given:
            given = {**given}
            key = given.pop(shape.key_name)
        if shape.named:
            given = self._numbered(shape, given)
        if key > _HIGHEST:
            hint = f"{table} has a row with the highest key there is, so no new row can be numbered"
            raise Refusal(explain.invalid(shape.key), hint=hint)
        statement = self._statements.get(asked := (how, table, *given))
        if statement is None:
            stamps = [field for field in stamps if field.name not in given]
            names = [*(shape.by_name[name] for name in given), *(field.column for field in stamps), shape.key]
            sql = sql_of_insert(how, shape.table, names)
            statement = self._remember(asked, Statement(sql, self._turns(shape, given), _how(stamps)))
        cells = _turned(given.values(), statement.turns)
        if statement.stamps:
            cells += self._stamped(statement)
        cells.append(key)
        self._store.execute(statement.sql, cells)
        self._store.numbers[table] = max(last, key)
        if self._changes is not None:
            self._changes.append(
                Change(table, key, "insert", None, self.find(table, key) if self._keeps_rows else None)
            )
        return key

    def insert_raw(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], how: str = "INSERT"
    ) -> None:
        """Add rows, given in the database's own values.

        :param how: "INSERT OR REPLACE" where a row may have the key of another.
        """
        self._store.numbers.pop(table, None)
        statement = self._statements.get(asked := ("raw", how, table, *columns))
        if statement is None:
            statement = self._remember(asked, Statement(sql_of_insert(how, self._shapes[table].table, columns), ()))
        self._store.many(statement.sql, rows)

    def update(self, table: str, key: int, given: Mapping[str, Any]) -> bool:
        """Change columns of one row; whether anything differed. The stamp of the last edit follows."""
        if not given:
            return False
        shape = self._shapes[table]
        if shape.named:
            given = self._numbered(shape, given)
        statement = self._statements.get(asked := ("update", table, *given))
        if statement is None:
            columns = [shape.by_name[name] for name in given]
            stamps = [field for field in shape.stamps if field.stamp == "edit" and field.name not in given]
            changes = ", ".join(f'"{column}" = ?' for column in (*columns, *(field.column for field in stamps)))
            same = " AND ".join(f'"{column}" IS ?' for column in columns)
            sql = f'UPDATE "{table}" SET {changes} WHERE "{shape.key}" = ? AND NOT ({same})'
            statement = self._remember(asked, Statement(sql, self._turns(shape, given), _how(stamps)))
        cells = _turned(given.values(), statement.turns)
        before = self.find(table, key) if self._keeps_rows else None
        done = self._store.execute(statement.sql, [*cells, *self._stamped(statement), key, *cells])
        if done.rowcount < 1:
            return False
        if self._changes is not None:
            after = self.find(table, key) if self._keeps_rows else None
            self._changes.append(Change(table, key, "update", before, after))
        return True

    def delete(self, table: str, **equal: Any) -> int:
        """Remove the rows whose columns equal these values; how many there were."""
        shape = self._shapes[table]
        self._last(table)  # so that the number of a row that goes is not given again
        where, turns = self._where(shape, equal)
        asked = _turned((self._numbered(shape, equal) if shape.named else equal).values(), turns)
        if self._changes is not None:
            gone = self._store.execute(f'SELECT t."{shape.key}" FROM "{table}" t{where}', asked).fetchall()
            for (key,) in gone:
                before = self.find(table, key) if self._keeps_rows else None
                self._changes.append(Change(table, key, "delete", before, None))
        return self._store.execute(f'DELETE FROM "{table}" AS t{where}', asked).rowcount

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self._store.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])

    def highest(self, table: str) -> int:
        """The highest primary key that a row has; 0 without rows."""
        shape = self._shapes[table]
        return int(self._store.execute(f'SELECT COALESCE(MAX("{shape.key}"), 0) FROM "{table}"').fetchone()[0])

    def sequences(self) -> dict[str, int]:
        """The next primary key of every table that has a page or was needed so far."""
        there = {*self._store.tables}
        tables = dict.fromkeys([*self._shapes.catalog.tables.declared, *sorted(there)])
        return {table: self._last(table) + 1 if table in there else 1 for table in tables}

    def continue_at(self, table: str, following: int) -> None:
        """Give the next new row of a table this primary key, which is higher than that of any row."""
        self._store.numbers[table] = following - 1

    def _last(self, table: str) -> int:
        """The primary key that was last given to a new row, or the highest that a row had when it was first asked."""
        last = self._store.numbers.get(table)
        if last is None:
            last = self._store.numbers[table] = self.highest(table)
        return last

    def query(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        """Rows of a SELECT, in the database's own numbers."""
        return self._store.execute(sql, given).fetchall()

    def columns(self, table: str) -> Mapping[str, str] | None:
        """The columns of a table with their types in the database; None where there is no such table."""
        tables = self._shapes.catalog.tables
        return {name: tables[table].columns[name].sql for name in tables.in_order(table)} if table in tables else None

    def guarded(
        self, extend: Callable[[Any], Any], allows: Callable[..., int], most_steps: int
    ) -> AbstractContextManager[tuple[Any, Callable[..., Any]]]:
        """What runs statements that somebody else has written; see :meth:`mock_od.store.Store.guarded`."""
        return self._store.guarded(extend, allows, most_steps)

    def _remember(self, asked: tuple[str, ...], statement: Statement) -> Statement:
        if len(self._statements) >= _MOST_STATEMENTS:  # rows of ever other columns: start over
            self._statements.clear()
        self._statements[asked] = statement
        return statement

    def _where(self, shape: Shape, equal: Iterable[str]) -> tuple[str, list[tuple[int, Turn]]]:
        conditions = " AND ".join(f't."{shape.by_name[name]}" = ?' for name in equal)
        return conditions and f" WHERE {conditions}", self._turns(shape, equal)

    @staticmethod
    def _turns(shape: Shape, names: Iterable[str]) -> list[tuple[int, Turn]]:
        """What turns the words of these columns into the database's values, by their places."""
        return [(at, shape.store[name]) for at, name in enumerate(names) if name in shape.store]

    def _numbered(self, shape: Shape, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """The words of columns, and numbers in place of the names of other rows."""
        found = ((name, shape.named.get(name), word) for name, word in given.items())
        return {
            name: self.numbered(field, word) if field and isinstance(word, str) else word for name, field, word in found
        }

    def _stamped(self, statement: Statement) -> list[str]:
        texts = written(self.moment)
        return [texts[how] if how != _UTC else self._in_utc() for how in statement.stamps]

    def _in_utc(self) -> str:
        try:
            moment = self.moment - self.utc_offset(self.moment)
        except OverflowError:  # the first and last days that a date can be
            moment = self.moment
        return written(moment)[_MOMENT]

    def numbered(self, field: d.NameOf, word: str) -> int | str:
        """What the column of a field has that speaks of rows by name.

        :raises Refusal: when no row has a name.
        """
        return field.numbered(word, lambda name: self.number_of(field, name))

    def number_of(self, field: d.NameOf, name: str) -> int:
        """The key of the row that a field speaks of by name.

        :raises Refusal: when none has that name.
        """
        for row in self.rows(field.table, **{field.show: name, **field.where}):
            return int(row[self._shapes[field.table].table.key.name])
        raise Refusal(explain.invalid(field.name), hint=f"no {field.table} is called {name[:60]!r}")


def _how(stamps: Iterable[d.Date]) -> list[int]:
    """How each of the stamps is written."""
    return [_UTC if field.utc else _MOMENT if field.to_the_second else _DAY for field in stamps]


def _turned(given: Iterable[Any], turns: Iterable[tuple[int, Turn]]) -> list[Any]:
    cells = list(given)
    for at, turn in turns:
        cells[at] = turn(cells[at])
    return cells
