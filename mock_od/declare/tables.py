"""Tables, resources, and the choices that a page leaves open.

May not: import anything of mock_od but fields, methods, the schema and suggestions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from mock_od.declare.methods import Method
from mock_od.declare.misdeclared import Misdeclared
from mock_od.fields import Field, ForeignKey, Key, Param, hidden_field
from mock_od.fields.field import strange_words
from mock_od.schema import Schema, one_of
from mock_od.suggest import words_of


class Choice:
    """A behaviour that no source settles: ours, and switchable per office.

    :param about: what is on while the choice is on.
    """

    name = ""

    def __init__(self, about: str, *, default: bool = True) -> None:
        self.about = about
        self.default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = f"{owner.__name__}.{name}"


_OURS = {
    "table",
    "row_name",
    "path",
    "page",
    "key",
    "fields",
    "columns",
    "owners",
    "methods",
    "logs",
    "frozen",
    "freezing",
    "found_by",
    "complete",
    "unique",
}
_WRITTEN = (Field, Method, Choice)
_SAID = {"unique"}
"""What a page writes below its fields."""


def _refuse_lost(page: type) -> None:
    """See that nothing that is written in the page would be lost without a word.

    :raises Misdeclared: where something would.
    """
    lost = list(_lost(page))
    if lost:
        raise Misdeclared("\n".join(f"{page.__name__}.{line}" for line in lost))


def _lost(page: type) -> Iterator[str]:
    written = {name: value for name, value in vars(page).items() if not name.startswith("_")}
    for name, value in written.items():
        if name in _OURS and isinstance(value, _WRITTEN):
            yield f"{name}: the name {name!r} is taken; give it another"
        elif isinstance(value, type) and issubclass(value, _WRITTEN):
            example = f"{name} = {value.__name__}({_example(value)})"
            yield f"{name}: is the kind {value.__name__} itself; write {example}"
        elif isinstance(value, Field) and value.name != name:
            yield f"{name}: is the field {value.name} once more; write a field of its own"
        elif isinstance(value, Param):
            yield f"{name}: is a parameter and no field; write it in the method's list"
        elif name not in _SAID and not isinstance(value, _WRITTEN) and not callable(value):
            yield f"{name}: is no field, method or choice, and nothing looks at it; move it above the class"
    for name in page.__annotations__:
        if name not in vars(page) and not name.startswith("_"):
            yield f"{name}: is an annotation, which makes no field; write {name} = ... with its kind"


def _example(kind: type) -> str:
    """What stands in the brackets of a kind, for a line of help."""
    if issubclass(kind, Method):
        return '"24.1.10"'
    return '"..."' if issubclass(kind, ForeignKey | Choice) else ""


class Texts:
    """What the program does to texts before it stores them, whichever page they come by."""

    long_ones_are_cut = Choice("A text that is longer than its column is cut, and not refused.")
    symbols_are_lost = Choice("Emoji, and the symbols U+2600 to U+27FF, are stored as U+FFFD.")


class Filters:
    """How the parameters of a list are read."""

    iso_moments_are_read = Choice("A moment such as 2024-01-27T14:13:05Z is taken in a filter.", default=False)


class Table:
    """A table of the database: the fields below it are columns; the database's schema has those that no page shows.

    Subclass it as ``class ClaimProcs(Table, table="claimproc")`` where a table without a page has more to say than the
    schema, such as what it belongs to. ``unique`` has the fields, or groups of fields, in which no two rows are alike,
    each with the sentence that refuses a second one.

    :param table: the table's name in the database.
    :param row_name: what one row is called in ``{one} not found.``; the singular of the class's name by default.
    :param frozen: columns (in the API's words) of a row that, with all that belongs to it, may not change.
    :param found_by: the column by which a seed row without a key finds the row that it replaces.
    """

    table: ClassVar[str] = ""
    row_name: ClassVar[str] = ""
    frozen: ClassVar[dict[str, Any]] = {}
    found_by: ClassVar[str] = ""
    unique: ClassVar[Mapping[Field | tuple[Field, ...], str]] = {}
    fields: ClassVar[dict[str, Field]] = {}
    columns: ClassVar[dict[str, Field]] = {}
    owners: ClassVar[tuple[ForeignKey, ...]] = ()
    freezing: ClassVar[tuple[str, ...]] = ()
    """The columns that tell whether a row may change, by the API's names."""
    key: ClassVar[Key]

    def __init_subclass__(
        cls,
        *,
        table: str = "",
        row_name: str = "",
        frozen: Mapping[str, Any] | None = None,
        found_by: str = "",
        **more: Any,
    ) -> None:
        super().__init_subclass__()
        if more:
            known = words_of(*(vars(kind)["__init_subclass__"].__func__ for kind in cls.__mro__[1:-1]))
            raise Misdeclared("\n".join(f"{cls.__name__}: {line}" for line in strange_words(more, "a page", known)))
        if cls.__module__ != __name__:
            _refuse_lost(cls)
        cls.table = table
        cls.row_name = row_name or one_of(cls.__name__)
        cls.frozen = dict(frozen or {})
        cls.found_by = found_by
        cls.fields = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        stored = [field for field in cls.fields.values() if not field.computed]
        cls._see_columns(stored)
        for field in reversed(cls.fields.values()):  # of two, which the catalog refuses, the first
            if isinstance(field, Key):
                cls.key = field
        cls._see_owners()

    @classmethod
    def _see_columns(cls, stored: Iterable[Field]) -> None:
        cls.columns = {field.column: field for field in stored}

    @classmethod
    def _see_owners(cls) -> None:
        """What a row belongs to: the rows that its foreign keys name, and the one whose key it has."""
        owners = [field for field in cls.columns.values() if isinstance(field, ForeignKey) and field.owner]
        key = getattr(cls, "key", None)
        if key and key.of and key.owner:
            owners.append(ForeignKey(key.of, owner=True).called(key.name))
        cls.owners = tuple(owners)
        kinds = (field.by.name for field in cls.owners if field.by)
        cls.freezing = (*cls.frozen, *(field.name for field in cls.owners), *kinds)

    @classmethod
    def complete(cls, schema: Schema) -> None:
        """Take over what the schema says of the columns, and add those that the page does not show."""
        if cls.table not in schema:
            return
        there = schema[cls.table]
        spelt = {name.lower(): name for name in there}
        shown = {}
        for field in cls.fields.values():
            if not field.computed:
                field.column = spelt.get(field.column.lower(), field.column)  # the API writes a few in another case
                shown[field.column] = field
                if field.column in there:
                    field.complete(there[field.column])
        hidden = [hidden_field(name, column) for name, column in there.items() if name not in shown]
        cls._see_columns([*shown.values(), *hidden])
        cls._see_owners()


class Resource(Table):
    """A page of the documentation: a table, its methods, and the rules that are this page's own.

    Subclass it as ``class TreatPlans(Resource, table="treatplan", path="/treatplans")``.

    :param path: the resource's path.
    :param page: the documentation page's name, where it is not ``api`` and the path.
    :param logs: the security permission under which the log has its writes.
    """

    path: ClassVar[str] = ""
    page: ClassVar[str] = ""
    methods: ClassVar[tuple[Method, ...]] = ()

    def __init_subclass__(cls, *, path: str = "", page: str = "", logs: str = "", **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.path = path.strip("/")
        cls.page = f"https://www.opendental.com/site/{page or 'api' + cls.path}.html"
        cls.methods = tuple(value for value in vars(cls).values() if isinstance(value, Method))
        for method in cls.methods:
            method.logs = method.logs or logs
