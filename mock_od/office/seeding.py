"""Rows in the API's own words put into a store: what the admin plane is sent, and the folders of a world.

May not: know a resource.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mock_od import declare as d
from mock_od.call import Refusal
from mock_od.engine.records import Shapes, StoredRecords
from mock_od.fields.companions import SEEDED
from mock_od.suggest import did_you_mean

if TYPE_CHECKING:
    from mock_od.engine.reader import Reader

Tables = Mapping[str, Iterable[Mapping[str, Any]]]

Change = Callable[[str, dict[str, Any]], dict[str, Any]]
"""``change(table, row)``: the row, in words, that is put in place of one that was read."""


class BadRow(Exception):
    """A row that cannot be seeded.

    :param table: the table it is for.
    :param row: its place in the list, from 0; None when it is about the table as a whole.
    :param column: the column, where it is about one.
    :param problem: what is wrong and what to do.
    """

    def __init__(self, table: str, row: int | None, column: str | None, problem: str) -> None:
        where = table + (f"[{row}]" if row is not None else "") + (f".{column}" if column else "")
        super().__init__(f"{where}: {problem}")
        self.table = table
        self.row = row
        self.column = column
        self.problem = problem


class Seeder:
    """Puts rows into stores, by the declarations."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._tables = shapes.catalog.tables
        self._readers: dict[str, Reader] = {}

    def seed(self, records: StoredRecords, tables: Tables, change: Change | None = None) -> dict[str, int]:
        """Add rows, or replace those with the same primary key.

        A row that another speaks of by name (a patient's BillingType) is made where nothing has that name.
        The caller holds the transaction that undoes it all when one row is bad.

        :param change: what is done to each row after it was read.
        :returns: how many rows each table was given.
        :raises BadRow: for the first row that cannot be seeded.
        """
        counts: Counter[str] = Counter()
        if not isinstance(tables, Mapping):
            raise BadRow("tables", None, None, 'must be an object such as {"TABLE": [{...}]}')
        for table in self.in_order(tables):
            rows = tables[table]
            if table not in self._tables:
                raise BadRow(table, None, None, f"there is no such table{did_you_mean(table, self._tables)}")
            if not isinstance(rows, list):
                raise BadRow(table, None, None, "must be a list of rows")
            for at, row in enumerate(rows):
                try:
                    words = self._words(records, table, at, row, counts)
                    records.put(table, change(table, words) if change else words)
                except Refusal as refusal:  # no key is left
                    raise BadRow(table, at, self._tables[table].key.name, refusal.hint) from refusal
            counts[table] += len(rows)
        return dict(counts)

    def in_order(self, tables: Iterable[str]) -> list[str]:
        """The same tables; first those with rows that other tables name."""
        columns = (field for declared in self._tables.declared.values() for field in declared.columns.values())
        named = {field.table for field in columns if isinstance(field, d.NameOf)}
        return sorted(tables, key=lambda table: table not in named)

    def _words(self, records: StoredRecords, table: str, at: int, row: object, counts: Counter[str]) -> dict[str, Any]:
        declared = self._tables[table]
        if not isinstance(row, Mapping):
            raise BadRow(table, at, None, "a row must be an object")
        given = self._known(declared, at, row)
        reading = self._reader(table).read(given)
        for problem in reading.problems:
            raise BadRow(table, at, problem.name, problem.hint or problem.sentence)
        words = reading.words
        for name in [name for name in words if isinstance(declared.fields.get(name), d.Present)]:
            field = declared.fields[name]
            text = SEEDED if words.pop(name) else ""
            if isinstance(field, d.Present):
                words.setdefault(field.of, text)
        for field in declared.columns.values():
            if isinstance(field, d.NameOf) and isinstance(words.get(field.name), str):
                try:
                    words[field.name] = self._number(records, field, words[field.name], counts)
                except Refusal as refusal:  # no key is left there
                    raise BadRow(table, at, field.name, refusal.hint) from refusal
        if words.get(declared.key.name, 1) < 1:
            raise BadRow(table, at, declared.key.name, "a primary key is 1 or more")
        if words.get(declared.found_by):
            self._take_the_place(records, declared, words)
        return words

    @staticmethod
    def _number(records: StoredRecords, field: d.NameOf, word: str, counts: Counter[str]) -> int | str:
        def number_of(name: str) -> int:
            try:
                return records.number_of(field, name)
            except Refusal:
                counts[field.table] += 1
                return records.put(field.table, {field.show: name, **field.where})

        return field.numbered(word, number_of) if word else field.empty

    @staticmethod
    def _take_the_place(records: StoredRecords, declared: type[d.Table], words: dict[str, Any]) -> None:
        """Replace the row that is found by the same name: under its key, or under the given one.

        A row with the given key and another name gets a new key: a preference has other keys in other databases.
        """
        name, key = declared.found_by, declared.key.name
        for there in records.rows(declared.table, **{name: words[name]}):
            if words.setdefault(key, there[key]) != there[key]:
                records.delete(declared.table, **{key: there[key]})
        other = records.find(declared.table, words[key]) if key in words else None
        if other and other[name] != words[name]:
            records.delete(declared.table, **{key: other.pop(key)})
            records.put(declared.table, other)

    def _known(self, declared: type[d.Table], at: int, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row's columns by the API's names, without companions."""
        given = {}
        names = self._shapes[declared.table].by_name
        for name, value in row.items():
            field = declared.fields.get(name)
            if name in names or isinstance(field, d.Present):
                given[name] = value
            elif name in declared.columns:  # the database's name for what the API calls otherwise
                given[declared.columns[name].name] = value
            elif field is None and name not in _companions(declared):
                raise BadRow(declared.table, at, name, f"there is no such column{did_you_mean(name, names)}")
        return given

    def _reader(self, table: str) -> Reader:
        reader = self._readers.get(table)
        if reader is None:
            from mock_od.engine.reader import Reader  # marshmallow takes its time, and only a seed needs it

            declared = self._tables[table]
            fields = [*declared.columns.values(), *(f for f in declared.fields.values() if isinstance(f, d.Present))]
            reader = self._readers[table] = Reader(((field, False) for field in fields), seeds=True)
        return reader

    # --- the worlds that come with mock_od: many rows, known to be good ---

    def insert_checked(self, records: StoredRecords, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put rows that were checked before into a table, without checking them again: many times as fast.

        They come in groups of the same columns; none of them replaces another of them.
        """
        declared = self._tables[table]
        if by := declared.found_by:
            key = declared.key.name
            there = {row[by]: row[key] for row in records.rows(table)}
            rows = [{key: there[row[by]], **row} if row.get(by) in there else row for row in rows]
        alike: dict[tuple[str, ...], list[list[Any]]] = {}
        for row in rows:
            alike.setdefault(tuple(row), []).append([*row.values()])
        turns = {name: turn for name in self._names(declared) if (turn := self._trusted(records, declared, name))}
        for names, several in alike.items():
            for at, name in enumerate(names):
                if turn := turns.get(name):
                    for cells in several:
                        cells[at] = turn(cells[at])
            columns = [_column(declared, name) for name in names]
            records.insert_raw(table, columns, several, "INSERT OR REPLACE" if by else "INSERT")

    @staticmethod
    def _names(declared: type[d.Table]) -> list[str]:
        present = (name for name, field in declared.fields.items() if isinstance(field, d.Present))
        return [*(field.name for field in declared.columns.values()), *present]

    @staticmethod
    def _trusted(records: StoredRecords, declared: type[d.Table], name: str) -> Callable[[Any], Any] | None:
        """What turns a row's value into the column's, where they differ."""
        field = declared.fields.get(name) or declared.columns.get(name)
        if isinstance(field, d.NameOf):
            numbers: dict[Any, int | str] = {}
            return lambda value: numbers.get(value) or numbers.setdefault(value, _number(records, field, value))
        return field.from_seed() if field else None


def _number(records: StoredRecords, field: d.NameOf, value: str | int) -> int | str:
    return value if isinstance(value, int) else records.numbered(field, value)


def _column(declared: type[d.Table], name: str) -> str:
    field = declared.fields.get(name)
    return field.of if isinstance(field, d.Present) else field.column if field else name


def _companions(declared: type[d.Table]) -> set[str]:
    """Names that answers have beside the row's own fields."""
    methods = declared.methods if issubclass(declared, d.Resource) else ()
    return {field.name for method in methods for field in method.shows}
