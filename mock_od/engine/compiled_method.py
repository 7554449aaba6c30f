"""One method as one version of Open Dental has it: what it reads, what it shows. Made once, used for every request.

May not: know a resource, or touch a row.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.engine.formats import PLAIN, SINCE, Formats, known
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
        return Reader((param.form(self._office), name in required) for name, param in self.params.items())

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


def gates(method: d.Method) -> list[Version]:
    """The versions that add something to a method, the oldest first."""
    sinces = {since for param in method.params for since in (param.since, *param.field.gates())}
    sinces |= {since for field in method.shows or method.resource.fields.values() for since in field.gates()}
    sinces |= {*SINCE.values()}
    return sorted({version(since) for since in sinces if since})
