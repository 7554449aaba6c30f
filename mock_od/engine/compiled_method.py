"""One method as one version of Open Dental has it: what it reads, what it shows. Made once, used for every request.

May not: know a resource, or touch a row.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.engine import values
from mock_od.engine.formats import PLAIN, SINCE, Formats, known
from mock_od.engine.sql import expression
from mock_od.versions import Version, exists, version

if TYPE_CHECKING:
    from mock_od.engine.reader import Reader

Converter = Callable[[Any], Any]


class KeyCheck(NamedTuple):
    """What is to be seen of the row that a foreign key names.

    :param asked: its columns, by the API's names.
    :param needed: whether 0, which means none, is refused as well.
    """

    name: str
    field: d.ForeignKey
    table: type[d.Table]
    asked: tuple[str, ...]
    needed: bool


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
        self.required = [p for p in method.required if p.name in self.params]
        self.defaults = {
            p.name: p.field.default if p.default is None else p.default
            for p in method.optional
            if method.verb == "POST" and p.name not in method.fills
        }
        fields = method.resource.fields
        self.keys = [self._key_check(param) for param in self.params.values() if isinstance(param.field, d.ForeignKey)]
        self.sets = {field.name: word for field, word in method.sets.items()}
        columns = {name for name, field in fields.items() if not field.computed}
        self.fills = list(method.fills.items()) if method.verb == "POST" else []
        self.no_columns = list({*self.params, *method.fills, *self.sets} - columns)
        self.standard = {*known(office)} | ({"Limit", "Offset"} if method.verb == "GET" else set())
        self.newer |= {name: since for name, since in SINCE.items() if name not in self.standard}
        self.in_steps = bool(method.prepares or method.acts or method.afters or method.cascades)
        """Whether it may change, or refuse, anything after its first change. Rules come before that."""
        self._office = office

    def _key_check(self, param: d.Param) -> KeyCheck:
        field = cast("d.ForeignKey", param.field)
        table = self._catalog.tables[field.table]
        asked = (*field.where, *(table.freezing if field.owner else ()))
        needed = param in self.required or (field.needed and self.method.verb != "GET")
        return KeyCheck(param.name, field, table, asked, needed)

    @cached_property
    def reader(self) -> Reader:
        """Reads the body or the parameters. Made when something is sent at all."""
        from mock_od.engine.reader import Reader  # marshmallow costs 40 ms that a first GET saves

        required = {param.name for param in self.required}
        return Reader((param.field, name in required) for name, param in self.params.items())

    @cached_property
    def shown(self) -> tuple[d.Field, ...]:
        """The fields of the answer."""
        fields = self.method.shows or tuple(self.resource.fields.values())
        return tuple(f for f in fields if f not in self.method.hides and exists(f.since, self._office))

    @cached_property
    def names(self) -> list[str]:
        """Their names."""
        return [field.name for field in self.shown]

    @cached_property
    def select(self) -> str:
        """``SELECT ... FROM ...`` for the answer's rows."""
        shown = ", ".join(expression(self._catalog, field) for field in self.shown)
        source = f"({self.method.rows})" if self.method.rows else f'"{self.resource.table}"'
        return f"SELECT {shown} FROM {source} t"

    @cached_property
    def order(self) -> str:
        """What sorts a list, as SQL has it."""
        columns = [f't."{column}"' for column in (*self.method.order, self.resource.key.column)]
        columns[-1] += " DESC" if self.method.newest else ""
        return ", ".join(columns)

    @cached_property
    def select_one(self) -> str:
        """The query for one row by its key."""
        return f'{self.select} WHERE t."{self.resource.key.column}" = ?'

    @cached_property
    def converters(self) -> list[tuple[int, Converter]]:
        """What to do with which cell of a row before JSON may have it."""
        quotes = set(self.method.quotes)
        made = ((at, self._shower(field, quoted=field in quotes)) for at, field in enumerate(self.shown))
        return [(at, turn) for at, turn in made if turn]

    def _shower(self, field: d.Field, *, quoted: bool) -> Converter | None:
        if not isinstance(field, d.Lookup):
            return values.shower(field, quoted=quoted)
        turn = values.shower(self._catalog.tables[field.table].columns[field.shows], quoted=quoted)
        return turn and (lambda cell: turn(cell) if cell != "" else "")  # empty where there is no such row

    @cached_property
    def clocks(self) -> list[int]:
        """The cells that show the office's clock."""
        return [at for at, field in enumerate(self.shown) if isinstance(field, d.ServerTime)]

    @cached_property
    def dates(self) -> list[int]:
        """The cells that show a date in the API's usual form."""
        return [at for at, field in enumerate(self.shown) if type(field) is d.Date]

    @cached_property
    def moments(self) -> list[int]:
        """The cells that show a date-time in the API's usual form."""
        usual = (at for at, field in enumerate(self.shown) if isinstance(field, d.DateTime) and not field.pattern)
        return [*usual, *self.clocks]

    @cached_property
    def patterned(self) -> list[int]:
        """The cells that show a date-time in a form of their own."""
        return [at for at, field in enumerate(self.shown) if isinstance(field, d.DateTime) and field.pattern]

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
            for at in self.moments:
                cells[at] = formats.moment(cells[at])
            for at in self.patterned:
                cells[at] = formats.moment(found[at])
        return dict(zip(self.names, cells, strict=True))


def gates(method: d.Method) -> list[Version]:
    """The versions that add something to a method, the oldest first."""
    sinces = {since for param in method.params for since in (param.since, param.field.since)}
    sinces |= {field.since for field in method.shows or method.resource.fields.values()} | {*SINCE.values()}
    return sorted({version(since) for since in sinces if since})
