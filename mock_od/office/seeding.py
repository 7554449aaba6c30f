"""Rows in the API's own words put into a store: what the admin plane is sent, and the folders of a world.

May not: know a resource.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from mock_od import declare as d
from mock_od.call import Refusal
from mock_od.catalog.tables import Tables as Documented
from mock_od.engine.records import Shapes, StoredRecords
from mock_od.fields.companions import SEEDED
from mock_od.office.left_out import LeftOut
from mock_od.office.world_day import Shift
from mock_od.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from mock_od.engine.reader import Reader

Tables = Mapping[str, Iterable[Mapping[str, Any]]]

Change = Callable[[str, dict[str, Any]], dict[str, Any]]
"""``change(table, row)``: the row, in words, that is put in place of one that was read."""


_LONGEST_NAME: Final = 60
"""Characters that are shown of a name that somebody else gave."""
_MOST_COMPARED: Final = 50
"""Unknown names that are compared with the known ones: that takes its time."""


_FLAGS: Final = {True: ("true", True), False: ("false", False)}


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


class UnknownNames(BadRow):
    """Rows have tables or columns that the documented database does not have.

    :param names: all of them. One alone has its place; several are told at once, and their place is the whole.
    """

    def __init__(self, tables: Documented, names: LeftOut, first_row: int | None) -> None:
        self.names = names
        columns = [(table, column) for table, several in names["columns"].items() for column in several]
        self.several = len(names["tables"]) + len(columns) > 1
        """Whether more than one is unknown."""
        if not self.several and names["tables"]:
            (table,) = names["tables"]
            super().__init__(table, None, None, f"there is no such table{tables.unknown(table)}")
        elif not self.several:
            ((table, column),) = columns
            near = did_you_mean(column, _columns(tables[table]))
            super().__init__(table, first_row, column, f"there is no such column{near}")
        else:
            super().__init__("tables", None, None, _told(tables, names["tables"], columns))


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
        :raises UnknownNames: for all tables and columns that there are not.
        :raises BadRow: for the first row that cannot be seeded.
        """
        counts: Counter[str] = Counter()
        if not isinstance(tables, Mapping):
            raise BadRow("tables", None, None, 'must be an object such as {"TABLE": [{...}]}')
        self._refuse_unknown(tables)
        for table in self.in_order(tables):
            rows = tables[table]
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

    def unknown(self, tables: Tables) -> LeftOut:
        """The tables and columns that there are not, of rows that need not be good otherwise."""
        columns = {}
        for table, rows in tables.items():
            if table in self._tables and isinstance(rows, list):
                alike = dict.fromkeys(tuple(row) for row in rows if isinstance(row, Mapping))
                known = {*_columns(self._tables[table]), *_companions(self._tables[table])}
                strange = list(dict.fromkeys(name for names in alike for name in names if name not in known))
                if strange and (left := _not_answered(self._tables[table], strange)):
                    columns[table] = left
        return {"tables": [table for table in tables if table not in self._tables], "columns": columns}

    @staticmethod
    def without(tables: Tables, names: LeftOut) -> dict[str, Any]:
        """The rows without some tables and columns."""
        rest = {table: rows for table, rows in tables.items() if table not in names["tables"]}
        for table, columns in names["columns"].items():
            gone = {*columns}
            rest[table] = [
                {name: value for name, value in row.items() if name not in gone} if isinstance(row, Mapping) else row
                for row in rest[table]
            ]
        return rest

    def read_changes(
        self, records: StoredRecords, table: str, row: Mapping[str, Any], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The columns of a row that are to change, in words; a row that is spoken of by name is made.

        A column that is null gets its default. Companions are left out.

        :param row: as it is.
        :raises BadRow: where there is no such column, or it cannot have that value.
        """
        self._refuse_unknown({table: [dict(sorted(given.items()))]})  # a body's own order is lost
        declared = self._tables[table]
        flags = {name: field for name in given if isinstance(field := declared.fields.get(name), d.Present)}
        same = {name for name, flag in flags.items() if given[name] in _FLAGS.get(bool(row[flag.of]), ())}
        words = self._fill(
            records, declared, None, {name: given[name] for name in given if name not in same}, Counter()
        )
        empty = {field.name: field.default for field in declared.columns.values() if _is_null(given, field)}
        words = {**empty, **words}
        key, name = declared.key.name, declared.found_by
        if words.pop(key, row[key]) != row[key]:
            raise BadRow(table, None, key, "the primary key of a row stays; seed a new row and delete this one")
        if name in words and any(other[key] != row[key] for other in records.rows(table, **{name: words[name]})):
            raise BadRow(table, None, name, f"another row has this {name}")
        return words

    def read_filter(self, table: str, given: Mapping[str, str]) -> dict[str, Any]:
        """Columns that rows are to be found by in words, a flag that stands for another column included.

        :raises BadRow: where there is no such column, or it cannot have that value.
        """
        declared = self._tables[table]
        self._refuse_unknown({table: [dict(sorted(given.items()))]})  # a body's own order is lost
        for name in sorted(given.keys() - _columns(declared)):
            raise BadRow(table, None, name, "is no column of its own; filter by what it follows from")
        return self._read(declared, None, given)

    def _refuse_unknown(self, tables: Tables) -> None:
        unknown = self.unknown(tables)
        if unknown["tables"] or unknown["columns"]:
            raise UnknownNames(self._tables, unknown, _first_row(tables, unknown))

    def in_order(self, tables: Iterable[str]) -> list[str]:
        """The same tables; first those with rows that other tables name."""
        return sorted(tables, key=lambda table: table not in self._named)

    @cached_property
    def _named(self) -> AbstractSet[str]:
        """The tables with rows that other tables name."""
        columns = (field for declared in self._tables.declared.values() for field in declared.columns.values())
        return {field.table for field in columns if isinstance(field, d.NameOf)}

    def _read(self, declared: type[d.Table], at: int | None, row: Mapping[str, Any]) -> dict[str, Any]:
        """The words of a row's known columns."""
        reading = self._reader(declared.table).read(self._known(declared, row))
        for problem in reading.problems:
            raise BadRow(declared.table, at, problem.name, problem.hint or problem.sentence)
        return reading.words

    def _words(
        self, records: StoredRecords, table: str, at: int | None, row: object, counts: Counter[str]
    ) -> dict[str, Any]:
        declared = self._tables[table]
        if not isinstance(row, Mapping):
            raise BadRow(table, at, None, "a row must be an object")
        words = self._fill(records, declared, at, row, counts)
        if words.get(declared.key.name, 1) < 1:
            raise BadRow(table, at, declared.key.name, "a primary key is 1 or more")
        if words.get(declared.found_by):
            self._take_the_place(records, declared, words)
        return words

    def _fill(
        self,
        records: StoredRecords,
        declared: type[d.Table],
        at: int | None,
        row: Mapping[str, Any],
        counts: Counter[str],
    ) -> dict[str, Any]:
        """The words of a row's columns, flags and names turned into what they stand for."""
        words = self._read(declared, at, row)
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
                    raise BadRow(declared.table, at, field.name, refusal.hint) from refusal
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

    def _known(self, declared: type[d.Table], row: Mapping[str, Any]) -> dict[str, Any]:
        """The row's columns by the API's names, without companions."""
        given = {}
        names = self._shapes[declared.table].by_name
        for name, value in row.items():
            if name in names or isinstance(declared.fields.get(name), d.Present):
                given[name] = value
            elif name in declared.columns:  # the database's name for what the API calls otherwise
                given[declared.columns[name].name] = value
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

    def insert_checked(
        self, records: StoredRecords, table: str, rows: Iterable[Mapping[str, Any]], shift: Shift | None = None
    ) -> None:
        """Put rows that were checked before into a table, without checking them again: many times as fast.

        They come in groups of the same columns; none of them replaces another of them.

        :param shift: how their dates are moved; None where they stay.
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
        if shift and shift.days:
            turns |= {field.name: shift.text for field in declared.columns.values() if isinstance(field, d.Date)}
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


def _columns(declared: type[d.Table]) -> list[str]:
    """What a row may say: its columns by the API's names, those by the database's, flags that stand for a column."""
    present = (name for name, field in declared.fields.items() if isinstance(field, d.Present))
    return list(dict.fromkeys([*(field.name for field in declared.columns.values()), *declared.columns, *present]))


def _companions(declared: type[d.Table]) -> set[str]:
    """Names that answers have beside the row's own columns."""
    methods = declared.methods if issubclass(declared, d.Resource) else ()
    return {*declared.fields, *(field.name for method in methods for field in method.shows)}


def _not_answered(declared: type[d.Table], strange: list[str]) -> list[str]:
    """Of the unknown names those that no documented answer has either: a page that is not here has companions too."""
    if issubclass(declared, d.Resource):
        return strange
    from mock_od.engine.documented import answered  # takes its time, and only such a row needs it

    known = answered(declared.key.name)
    return [name for name in strange if name not in known]


def _is_null(given: Mapping[str, Any], field: d.Field) -> bool:
    return any(given.get(name, "") is None for name in (field.name, field.column))


def _first_row(tables: Tables, names: LeftOut) -> int | None:
    """The place of the first row with an unknown column, in the first table that has one."""
    for table, columns in names["columns"].items():
        rows = enumerate(tables[table])
        return next(at for at, row in rows if isinstance(row, Mapping) and columns[0] in row)
    return None


def _told(tables: Documented, names: Sequence[str], columns: Sequence[tuple[str, str]]) -> str:
    """All unknown names, each with the one that was probably meant."""
    several = ((names, "table"), (columns, "column"))
    counts = [f"{len(some)} {kind}{'s' * (len(some) > 1)}" for some, kind in several if some]
    told = [
        (table[:_LONGEST_NAME], tables.likely(table) if at < _MOST_COMPARED else "") for at, table in enumerate(names)
    ]
    told += [
        (
            f"{table}.{column[:_LONGEST_NAME]}",
            nearest(column, _columns(tables[table])) if at < _MOST_COMPARED else "",
        )
        for at, (table, column) in enumerate(columns)
    ]
    shown = ", ".join(name + (f" (did you mean {near}?)" if near else "") for name, near in told)
    return f"{' and '.join(counts)} are unknown: {shown}"
