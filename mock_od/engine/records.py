"""Rows in the API's words over the office's store.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from mock_od import declare as d
from mock_od.call import Refusal, Row
from mock_od.catalog import Catalog
from mock_od.engine import explain, values
from mock_od.office.store import Store

_MOST_STATEMENTS = 1000
_HIGHEST = 2**63 - 1


class Shape:
    """How one table's rows are written and read; made once per table."""

    def __init__(self, table: type[d.Table]) -> None:
        self.table = table
        self.key = table.key.column
        self.by_name = {field.name: column for column, field in table.columns.items()}
        self.names = list(self.by_name)
        self.store = {column: turn for column, field in table.columns.items() if (turn := values.storer(field))}
        self.turned = {field.name: turn for field in table.columns.values() if (turn := values.worder(field))}
        self.word = [(at, self.turned[name]) for at, name in enumerate(self.names) if name in self.turned]
        shown = ", ".join(f't."{column}"' for column in table.columns)
        self.select = f'SELECT {shown} FROM "{table.table}" t'
        stamped = [field for field in table.columns.values() if isinstance(field, d.Date) and field.stamp]
        self.entry = [field for field in stamped if field.stamp == "entry"]
        self.edit = [field for field in stamped if field.stamp == "edit"]

    @cached_property
    def named(self) -> dict[str, d.NameOf]:
        """The columns that a row may give by the other row's name."""
        return {column: field for column, field in self.table.columns.items() if isinstance(field, d.NameOf)}

    def row(self, found: tuple[Any, ...]) -> Row:
        """A row of the store in words."""
        cells = list(found)
        for at, turn in self.word:
            cells[at] = turn(cells[at])
        return dict(zip(self.names, cells, strict=True))


class Shapes:
    """The shapes of a catalog's tables, each made when it is first needed."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._made: dict[str, Shape] = {}

    def __getitem__(self, table: str) -> Shape:
        shape = self._made.get(table)
        if shape is None:
            shape = self._made[table] = Shape(self.catalog.tables[table])
        return shape


class StoredRecords:
    """What :class:`mock_od.call.Records` promises, over one store."""

    def __init__(self, shapes: Shapes, store: Store) -> None:
        self._shapes = shapes
        self._store = store
        self._statements: dict[tuple[str, ...], str] = {}
        self.moment = datetime.min  # noqa: DTZ901  # an office's time has no zone
        """The moment of the stamps: when the request that writes was begun."""
        self.touched: list[tuple[str, int]] = []
        """Table and key of every row that was written, until whoever reads it clears it."""

    def find(self, table: str, key: int) -> Row | None:
        """The row with that primary key."""
        shape = self._shapes[table]
        found = self._store.execute(f'{shape.select} WHERE t."{shape.key}" = ?', (key,)).fetchone()
        return shape.row(found) if found else None

    def pick(self, table: str, key: int, names: Sequence[str]) -> Row | None:
        """Some columns of the row with that primary key: what a check needs, of a table with ninety."""
        shape = self._shapes[table]
        sql = self._statements.get(asked := ("SELECT", table, *names))
        if sql is None:
            shown = ", ".join(f'"{shape.by_name[name]}"' for name in names) or "1"
            sql = self._remember(asked, f'SELECT {shown} FROM "{table}" WHERE "{shape.key}" = ?')
        found = self._store.execute(sql, (key,)).fetchone()
        if found is None:
            return None
        row = dict(zip(names, found, strict=False))
        for name in row.keys() & shape.turned:
            row[name] = shape.turned[name](row[name])
        return row

    def rows(self, table: str, **equal: Any) -> list[Row]:
        """The rows whose columns equal these values, by primary key."""
        shape = self._shapes[table]
        where, asked = self._where(shape, equal)
        found = self._store.execute(f'{shape.select}{where} ORDER BY t."{shape.key}"', asked)
        return [shape.row(one) for one in found]

    def insert(self, table: str, given: Mapping[str, Any]) -> int:
        """A new row, other columns at their defaults, stamps set; its primary key."""
        shape = self._shapes[table]
        stamps = {field.name: _stamp(field, self.moment) for field in (*shape.entry, *shape.edit)}
        return self.put(table, {**stamps, **given}, "INSERT")

    def put(self, table: str, given: Mapping[str, Any], how: str = "INSERT OR REPLACE") -> int:
        """A row as it is given, defaults elsewhere; its primary key."""
        shape = self._shapes[table]
        cells = self._cells(shape, given)
        last = self._last(table)
        key: int = cells.setdefault(shape.key, last + 1)
        if key > _HIGHEST:
            hint = f"{table} has a row with the highest key there is, so no new row can be numbered"
            raise Refusal(explain.invalid(shape.key), hint=hint)
        sql = self._statements.get(asked := (how, table, *cells))
        if sql is None:
            names = ", ".join(f'"{column}"' for column in cells)
            sql = self._remember(asked, f'{how} INTO "{table}" ({names}) VALUES ({", ".join("?" * len(cells))})')
        self._store.execute(sql, tuple(cells.values()))
        self._store.numbers[table] = max(last, key)
        self.touched.append((table, key))
        return key

    def pour(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], how: str = "INSERT") -> None:
        """Add rows, given in the database's own values.

        :param how: "INSERT OR REPLACE" where a row may have the key of another.
        """
        self._store.numbers.pop(table, None)
        names = ", ".join(f'"{column}"' for column in columns)
        self._store.many(f'{how} INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})', rows)

    def update(self, table: str, key: int, given: Mapping[str, Any]) -> bool:
        """Change columns of one row; whether anything differed. The stamp of the last edit follows."""
        shape = self._shapes[table]
        cells = self._cells(shape, given)
        names = ", ".join(f'"{column}"' for column in cells)
        if not cells:
            return False
        found = self._store.execute(f'SELECT {names} FROM "{table}" WHERE "{shape.key}" = ?', (key,)).fetchone()
        if found is None or tuple(cells.values()) == found:
            return False
        for field in shape.edit:
            cells.setdefault(field.column, _stamp(field, self.moment))
        changes = ", ".join(f'"{column}" = ?' for column in cells)
        self._store.execute(f'UPDATE "{table}" SET {changes} WHERE "{shape.key}" = ?', (*cells.values(), key))
        self.touched.append((table, key))
        return True

    def delete(self, table: str, **equal: Any) -> int:
        """Remove the rows whose columns equal these values; how many there were."""
        shape = self._shapes[table]
        self._last(table)  # so that the number of a row that goes is not given again
        where, asked = self._where(shape, equal)
        gone = self._store.execute(f'SELECT t."{shape.key}" FROM "{table}" t{where}', asked).fetchall()
        self.touched += [(table, key) for (key,) in gone]
        return self._store.execute(f'DELETE FROM "{table}" AS t{where}', asked).rowcount

    def highest(self, table: str) -> int:
        """The highest primary key that a row has; 0 without rows."""
        shape = self._shapes[table]
        return int(self._store.execute(f'SELECT COALESCE(MAX("{shape.key}"), 0) FROM "{table}"').fetchone()[0])

    def sequences(self) -> dict[str, int]:
        """The next primary key of every table."""
        return {table: self._last(table) + 1 for table in self._shapes.catalog.tables}

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

    def _remember(self, asked: tuple[str, ...], sql: str) -> str:
        if len(self._statements) >= _MOST_STATEMENTS:  # rows of ever other columns: start over
            self._statements.clear()
        self._statements[asked] = sql
        return sql

    def _where(self, shape: Shape, equal: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
        cells = self._cells(shape, equal)
        if not cells:
            return "", ()
        return " WHERE " + " AND ".join(f't."{column}" = ?' for column in cells), tuple(cells.values())

    def _cells(self, shape: Shape, given: Mapping[str, Any]) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        for name, word in given.items():
            column = shape.by_name[name]
            turn = shape.store.get(column)
            cells[column] = turn(word) if turn else word
        for column in shape.named.keys() & cells.keys():
            if isinstance(cells[column], str):
                cells[column] = self.number_of(shape.named[column], cells[column])
        return cells

    def number_of(self, field: d.NameOf, name: str) -> int:
        """The key of the row that a field speaks of by name.

        :raises Refusal: when none has that name.
        """
        for row in self.rows(field.table, **{field.show: name, **field.where}):
            return int(row[self._shapes[field.table].table.key.name])
        raise Refusal(explain.invalid(field.name), hint=f"no {field.table} is called {name[:60]!r}")


def _stamp(field: d.Date, now: datetime) -> str:
    return now.isoformat(" ", "seconds") if isinstance(field, d.DateTime) else now.date().isoformat()
