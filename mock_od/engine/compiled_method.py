"""One method as one version of Open Dental has it: what it reads, what it shows. Made once, used for every request.

May not: know a resource, or touch a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.engine.formats import PLAIN, SINCE, Formats
from mock_od.versions import Version, exists, of_version, version

if TYPE_CHECKING:
    from mock_od.engine.reader import Reader

Converter = Callable[[Any], Any]

_HIDDEN, _PLACE = "IsHidden", "ItemOrder"
"""What the database calls, in each table that has it, whether a row is out of use and where it stands in its list."""


class KeyCheck(NamedTuple):
    """What is to be seen of the row that a foreign key names.

    :param asked: its columns, by the API's names.
    :param needed: whether 0, which means none, is refused as well.
    :param when: of a key into one of several tables, the word that means this one.
    """

    name: str
    field: d.ForeignKey
    table: type[d.Table]
    asked: tuple[str, ...]
    needed: bool
    when: str | None = None


class Named(NamedTuple):
    """A text as a parameter that names a row.

    :param name: the parameter's name.
    :param sets: the foreign key that is set to the row, by the API's name; empty where nothing is.
    :param none: what it is set to by an empty text.
    :param made: whether a row is inserted where none has the text.
    :param query: SQL with ``?`` for the text, which gives what the foreign key holds of the row that has it.
    :param row: what a row that is inserted has besides the text, in the API's words.
    """

    name: str
    sets: str
    none: Any
    needed: bool
    made: bool
    table: type[d.Table]
    column: str
    exact: bool
    query: str
    asked: tuple[Any, ...]
    row: dict[str, Any]


class Like(NamedTuple):
    """A default that is taken from a row that the call names."""

    name: str
    source: str
    table: str
    column: str


class CompiledMethod:
    """A method at a version.

    :param office: the version. All versions between two of the method's :func:`gates` give the same.
    """

    def __init__(self, catalog: Catalog, method: d.Method, office: Version) -> None:
        self.method = method
        self.resource = method.resource
        self._catalog = catalog
        self.params = {p.name: p for p in method.params if exists(p.since, office) and exists(p.field.since, office)}
        self.newer = {p.name: p.since or p.field.since for p in method.params if p.name not in self.params}
        self._office = office
        self.required = [p for p in method.required if p.name in self.params and self._is_required(p)]
        optional = [*method.optional, *(p for p in method.required if not self._is_required(p))]
        self.defaults = {
            p.name: p.field.default if p.default is None else p.default
            for p in optional
            if method.verb == "POST" and p.name not in method.fills
        }
        fields = method.resource.fields
        self.keys = [check for param in self.params.values() for check in self._key_checks(param)]
        self.key_lists = [p.field for p in self.params.values() if isinstance(p.field, d.KeyList)]
        naming = d.TextKey if method.verb == "GET" else (d.Lookup, d.TextKey)
        self.named = [self._named(p) for p in self.params.values() if isinstance(p.field, naming)]
        self.likes = [self._like(p) for p in optional if p.like]
        self.firsts = {p.name: self._first(p.field) for p in optional if p.first}
        """The SQL, and its values, of the key of the first row that a parameter may name when it is not sent."""
        self.today = {p.name: isinstance(p.field, d.DateTime) for p in optional if p.today}
        self.answer = method.answer if exists(method.answers_since or None, office) else "nothing"
        self.sets = {field.name: word for field, word in method.sets.items()}
        columns = {name for name, field in fields.items() if not field.computed}
        self.fills = list(method.fills.items()) if method.verb == "POST" else []
        self.no_columns = list({*self.params, *self.defaults, *method.fills, *self.sets} - columns)
        self.standard = {p.name for p in (*method.standard, *d.FORMATS) if exists(p.since, office)}
        if method.verb == "GET" and method.answer == "object":
            self.standard |= {"Limit", "Offset"}  # of one row, they have no effect that could be missed
        self.newer |= {p.name: p.since for p in d.FORMATS if p.name not in self.standard}
        self.query = {p.name: p for p in method.query if exists(p.since, office)}
        self.makes = any(named.made for named in self.named)
        self.requires = bool(self.required or method.one_of or method.any_of)
        self.groups = bool(method.one_of or method.any_of or method.not_both or method.first_of)
        """Whether some of its parameters belong together."""
        self.spans = {param.name for param in method.days.params} if method.days else frozenset()
        """Its parameters that are about days."""
        self.usual = {name: param.default for name, param in self.params.items() if param.default is not None}
        """The values of parameters that are not sent, where the method has some."""
        self.guards = bool(method.unless or (self.resource.unique and method.verb != "DELETE" and method.by != ()))
        """Whether other rows may forbid the write. A method that is about no row makes no row like another."""
        self.in_steps = catalog.follows_in_steps(self.resource.table) or bool(
            method.prepares or method.acts or method.afters or method.cascades or method.gives or self.makes
        )
        """Whether it may change, or refuse, anything after its first change. Rules come before that."""

    def _is_required(self, param: d.Param) -> bool:
        """Whether a parameter that is declared as required is required in this version."""
        return param.optional_since is None or not exists(param.optional_since, self._office)

    def _key_checks(self, param: d.Param) -> Iterator[KeyCheck]:
        field = param.field
        if not isinstance(field, d.ForeignKey):
            return
        needed = param in self.required or (field.needed and self.method.verb != "GET")
        for when, name in (field.tables or {"": field.table}).items():
            table = self._catalog.tables[name]
            asked = (*field.where, *(table.freezing if field.owner or field.living else ()))
            yield KeyCheck(param.name, field, table, asked, needed, when or None)

    def _named(self, param: d.Param) -> Named:
        field = cast("d.Lookup | d.TextKey", param.field)
        table, shows = self._catalog.tables[field.table], field.shows
        exact, holds = not isinstance(table.columns[shows], d.Text), table.key.column
        sets, none, where, needed = "", "", {}, param in self.required
        if isinstance(field, d.TextKey):
            exact = field.exact
        else:
            through = self.resource.columns[field.column_through()]
            sets, none, holds = through.name, through.empty, field.on or holds
            if isinstance(through, d.ForeignKey):
                where, needed = through.where, needed or through.needed
        conditions, asked = [f't."{shows}" = ?' if exact else f'fold(t."{shows}") = ?'], []
        by_name = {known.name: known for known in table.columns.values()}
        for name, word in where.items():
            conditions.append(f't."{by_name[name].column}" = ?')
            store = by_name[name].to_column()
            asked.append(store(word) if store else word)
        condition = " AND ".join(conditions)
        query = f'SELECT t."{holds}" FROM "{table.table}" t WHERE {condition} ORDER BY t."{table.key.column}" LIMIT 1'
        return Named(
            param.name,
            sets,
            none,
            needed,
            param.made,
            table,
            table.columns[shows].name,
            exact,
            query,
            tuple(asked),
            dict(where),
        )

    def _like(self, param: d.Param) -> Like:
        table, _, column = param.like.partition(".")
        keys = (key.name for key in self.keys if key.field.table == table and key.name != param.name)
        return Like(param.name, next(keys), table, column)

    def _first(self, field: d.Field) -> tuple[str, tuple[Any, ...]]:
        key = cast("d.ForeignKey", field)
        table = self._catalog.tables[key.table]
        by_name = {known.name: known for known in table.columns.values()}
        conditions, asked = [], []
        for name, word in key.where.items():
            conditions.append(f't."{by_name[name].column}" = ?')
            store = by_name[name].to_column()
            asked.append(store(word) if store else word)
        conditions += [f't."{column}" = 0' for column in table.columns if column == _HIDDEN]
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        order = ", ".join(f't."{column}"' for column in (_PLACE, table.key.column) if column in table.columns)
        sql = f'SELECT t."{table.key.column}" FROM "{table.table}" t{where} ORDER BY {order} LIMIT 1'
        return sql, tuple(asked)

    @cached_property
    def reader(self) -> Reader:
        """Reads the body or the parameters. Made when something is sent at all."""
        from mock_od.engine.reader import Reader  # marshmallow costs 40 ms that a first GET saves

        required = {param.name for param in self.required}
        return Reader((self.read_as(param), name in required) for name, param in self.params.items())

    @cached_property
    def query_reader(self) -> Reader:
        """Reads what a write takes from the URL."""
        from mock_od.engine.reader import Reader

        return Reader((param.form(self._office), False) for param in self.query.values())

    def read_as(self, param: d.Param) -> d.Field:
        """The field as which a parameter is read: a companion as the column that it shows, a day as a day."""
        if isinstance(param.field, d.Lookup):
            return self._catalog.tables[param.field.table].columns[param.field.shows].called(param.name)
        return d.Date().called(param.name) if param.compare == "day" else param.form(self._office)

    @cached_property
    def shown(self) -> tuple[d.Field, ...]:
        """The fields of the answer."""
        fields = self.method.shows or tuple(self.resource.fields.values())
        shown = (f for f in fields if f not in self.method.hides and exists(f.since, self._office))
        return tuple(field.at(self._office) for field in shown)

    @cached_property
    def names(self) -> list[str]:
        """Their names."""
        return [field.name for field in self.shown]

    @cached_property
    def select(self) -> str:
        """``SELECT ... FROM ...`` for the answer's rows."""
        shown = ", ".join(field.expression(self._catalog.tables) for field in self.shown)
        source = f"({self.method.rows})" if self.method.rows else f'"{self.resource.table}"'
        return f"SELECT {shown} FROM {source} t"

    @cached_property
    def order(self) -> str:
        """What sorts a list, as SQL has it."""
        key, columns = self.resource.key.column, of_version(self.method.order, self._office)
        if key not in (column.removeprefix("-") for column in columns):
            columns = (*columns, key)
        return ", ".join(self._sorted_by(column.removeprefix("-"), last=column.startswith("-")) for column in columns)

    def _sorted_by(self, column: str, *, last: bool) -> str:
        """A column as ORDER BY has it: the case of a text does not count, as in MySQL's usual collation."""
        is_text = isinstance(self.resource.columns.get(column), d.Text)
        return f't."{column}"' + " COLLATE NOCASE" * is_text + " DESC" * last

    @cached_property
    def select_one(self) -> str:
        """The query for one row by its key."""
        return f'{self.select} WHERE t."{self.resource.key.column}" = ?'

    @cached_property
    def converters(self) -> list[tuple[int, Converter]]:
        """What to do with which cell of a row before JSON may have it."""
        quotes, tables = set(self.method.quotes), self._catalog.tables
        made = ((at, field.answer(tables, quoted=field in quotes)) for at, field in enumerate(self.shown))
        return [(at, turn) for at, turn in made if turn]

    @cached_property
    def clocks(self) -> list[int]:
        """The cells that show the office's clock."""
        reads = self.method.verb == "GET"
        clocks = ((at, field) for at, field in enumerate(self.shown) if isinstance(field, d.ServerTime))
        return [at for at, field in clocks if reads or not field.reads]

    @cached_property
    def dates(self) -> list[int]:
        """The cells that show a date."""
        return [at for at, field in enumerate(self.shown) if field.rewritten == "date"]

    @cached_property
    def moments(self) -> list[int]:
        """The cells that show a date-time."""
        return [at for at, field in enumerate(self.shown) if field.rewritten == "moment"]

    def show(self, found: tuple[Any, ...], moment: str, formats: Formats = PLAIN) -> dict[str, Any]:
        """A row of the store as JSON has it."""
        cells = list(found)
        for at, turn in self.converters:
            cells[at] = turn(cells[at])
        for at in self.clocks:
            cells[at] = moment
        if formats.date:
            for at in self.dates:
                cells[at] = formats.date(cells[at])
        if formats.moment:
            for at in self.moments:  # what the column holds, whatever form the field has of its own
                cells[at] = formats.moment(found[at] or cells[at])
        return dict(zip(self.names, cells, strict=True))

    def rewritten(self, given: Any, formats: Formats) -> Any:
        """What a page's own function gives, with the dates and date-times of its fields as the caller wants them."""
        writers = {"date": formats.date, "moment": formats.moment}
        turns = {field.name: write for field in self.shown if (write := writers.get(field.rewritten))}
        if not turns or not isinstance(given, list | dict):
            return given
        rows = given if isinstance(given, list) else [given]
        turned = [{name: turns[name](cell) if name in turns else cell for name, cell in row.items()} for row in rows]
        return turned if isinstance(given, list) else turned[0]


def gates(method: d.Method) -> list[Version]:
    """The versions that add something to a method, the oldest first."""
    params = (*method.params, *method.query)
    sinces = {since for one in params for since in (one.since, one.optional_since, *one.field.gates())}
    sinces |= {since for field in method.shows or method.resource.fields.values() for since in field.gates()}
    sinces |= {*SINCE.values(), *method.order, method.answers_since}
    return sorted({version(since) for since in sinces if since})
