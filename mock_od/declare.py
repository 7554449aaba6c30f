"""The words a page may use: tables and resources, their fields, their methods and the functions under them.

Everything here is a plain value that says what the documentation page says; nothing here acts.
May not: import anything of mock_od.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from mock_od.call import Call

Rule = TypeVar("Rule", bound="Callable[..., Any]")
FieldKind = TypeVar("FieldKind", bound="Field")


PERMISSIONS = (
    "ApiReadAll",
    "ApiAllOthers",
    "ApiComm",
    "ApiDocuments",
    "ApiQueries",
    "ApiAppointments",
    "ApiInsuranceSimple",
    "ApiInsurance",
    "ApiPatients",
    "ApiPayments",
    "ApiPayPlans",
    "ApiProcedureLogs",
    "ApiSetup",
    "ApiTextingASAP",
    "ApiEnterprise",
)
"""What a customer key may be allowed to do, in the order in which the API lists it. A method needs one of these."""


# --- fields ---------------------------------------------------------------------------------------


class Field:
    """One name in an answer, and (unless it is computed) the column of the table behind it.

    :param about: one line of our own about what it means.
    :param sql: the column's type in Open Dental's database.
    :param column: the column's name where the API calls it otherwise.
    :param default: value of a row that does not say; in the API's words, booleans as ``bool``.
    :param since: version whose answers show it first, where the documentation says one.
    :param index: whether rules find rows by it.
    """

    sql = "varchar(255)"
    empty: Any = ""
    computed = False
    name = ""

    def __init__(
        self,
        about: str = "",
        *,
        sql: str | None = None,
        column: str | None = None,
        default: Any = None,
        since: str | None = None,
        index: bool = False,
    ) -> None:
        self.about = about
        self.index = index
        self.sql = sql or self.sql
        self.column = column or ""
        self.default = self.empty if default is None else default
        self.since = since

    def __set_name__(self, owner: type, name: str) -> None:
        if not self.name:
            self.name = name
            self.column = self.column or name

    def called(self: FieldKind, name: str) -> FieldKind:  # noqa: PYI019  # Self is not in Python 3.10
        """This field under a name of its own, for a parameter that is no column."""
        twin = copy.copy(self)
        twin.name = name
        twin.column = self.column or name
        return twin

    # What a method's list of parameters may say of a field: see Param.

    def but(self, **changes: Any) -> Param:
        """This field as a parameter with a default or a version of its own."""
        return Param(self).but(**changes)

    def at_or_after(self) -> Param:
        """As a filter: rows whose value is this moment or later."""
        return Param(self, compare=">=")

    def after(self) -> Param:
        """As a filter: rows whose value is later than this moment."""
        return Param(self, compare=">")

    def starting(self) -> Param:
        """As a filter: rows whose text starts so, in any case."""
        return Param(self, compare="starts")

    def containing(self) -> Param:
        """As a filter: rows whose text contains this, in any case."""
        return Param(self, compare="contains")


class Key(Field):
    """The primary key: numbered by the database."""

    sql = "bigint(20)"
    empty = 0


class ForeignKey(Field):
    """The key of a row of another table; 0 means none.

    :param table: that table's name.
    :param where: columns that the row must have to be eligible, in the API's words.
    :param owner: whether this row belongs to that one, and may not change while that one is frozen.
    """

    sql = "bigint(20)"
    empty = 0

    def __init__(
        self, table: str, about: str = "", *, where: Mapping[str, Any] | None = None, owner: bool = False, **more: Any
    ) -> None:
        super().__init__(about, **more)
        self.table = table
        self.where = dict(where or {})
        self.owner = owner


class Text(Field):
    """Text; its column's type says how long it may be."""


class Int(Field):
    """A whole number; its column's type says how large it may be."""

    sql = "int(11)"
    empty = 0


class Double(Field):
    """A number with a fraction, money for the most part: 204.0.

    :param text: whether the API answers it as text with two decimals.
    """

    sql = "double"
    empty = 0.0

    def __init__(self, about: str = "", *, text: bool = False, **more: Any) -> None:
        super().__init__(about, **more)
        self.text = text


class Bool(Field):
    """Either "true" or "false" in the API, 1 or 0 in the table."""

    sql = "tinyint(4)"
    empty = False


class Enum(Field):
    """A name in the API, a number in the table.

    :param names: the names in the order of their numbers, or each name with its number.
    """

    sql = "tinyint(4)"

    def __init__(self, names: Iterable[str] | Mapping[str, int], about: str = "", **more: Any) -> None:
        numbers = names if isinstance(names, Mapping) else {name: number for number, name in enumerate(names)}
        self.numbers: dict[str, int] = dict(numbers)
        self.names: dict[int, str] = {number: name for name, number in self.numbers.items()}
        super().__init__(about, **more)
        if not self.default:
            self.default = self.names.get(0, "")


class Number(Enum):
    """An enum that the API answers and takes by its number (definition.Category)."""

    def __init__(self, names: Iterable[str] | Mapping[str, int], about: str = "", **more: Any) -> None:
        super().__init__(names, about, **more)
        self.default = more.get("default", min(self.names))


class Date(Field):
    """A day, ``yyyy-MM-dd``; 0001-01-01 when there is none.

    :param stamp: "entry" for the day the row was made, which no caller sets.
    """

    sql = "date"
    empty = "0001-01-01"

    def __init__(self, about: str = "", *, stamp: str = "", **more: Any) -> None:
        super().__init__(about, **more)
        self.stamp = stamp


class DateTime(Date):
    """A moment in the office's own time, ``yyyy-MM-dd HH:mm:ss``.

    :param stamp: "entry" for when the row was made, "edit" for when it last changed.
    :param pattern: the .NET format of an answer that writes it in another form.
    """

    sql = "datetime"
    empty = "0001-01-01 00:00:00"

    def __init__(self, about: str = "", *, pattern: str = "", **more: Any) -> None:
        super().__init__(about, **more)
        self.pattern = pattern


class Time(Field):
    """A time of day, ``HH:mm:ss``."""

    sql = "time"
    empty = "00:00:00"


class Colour(Field):
    """The text "red,green,blue" in the API, one signed ARGB number in the table."""

    sql = "int(11)"
    empty = "0,0,0"


class Present(Field):
    """Whether another column has text (a signature); a seed row's "true" puts some there.

    :param of: that column.
    """

    computed = True
    empty = False

    def __init__(self, of: str, about: str = "", **more: Any) -> None:
        super().__init__(about, **more)
        self.of = of


class NameOf(ForeignKey):
    """A foreign key that the API speaks of by the row's name (patient.BillingType).

    :param show: the column of the other table that holds the name.
    """

    def __init__(self, table: str, about: str = "", *, show: str, **more: Any) -> None:
        super().__init__(table, about, **more)
        self.show = show


class Lookup(Field):
    """A read-only companion: a column of the row that a foreign key points to.

    :param through: the foreign key, or the name of the column that holds it.
    :param column: the column shown; empty text where there is no such row.
    """

    computed = True

    def __init__(self, through: ForeignKey | str, column: str, *, table: str = "", **more: Any) -> None:
        super().__init__(**more)
        self.through = through
        self.shows = column
        self.table = table or (through.table if isinstance(through, ForeignKey) else "")


class Computed(Field):
    """A read-only companion given by an SQL expression over the row (``t``).

    :param expression: the expression.
    :param json: whether it gives JSON text (an array) rather than text.
    """

    computed = True

    def __init__(self, expression: str, *, json: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.expression = expression
        self.json = json


class ServerTime(Field):
    """The office's clock at the moment of the answer."""

    computed = True


def column_of(sql: str) -> Field:
    """The kind of field that a column of this type is when nothing more is known of it."""
    base = sql.partition("(")[0].partition(" ")[0]
    if base.endswith("int"):
        return Int(sql=sql)
    kinds: dict[str, type[Field]] = {"date": Date, "datetime": DateTime, "timestamp": DateTime, "time": Time}
    return (Double if base in ("double", "float", "decimal") else kinds.get(base, Text))(sql=sql)


# --- parameters -----------------------------------------------------------------------------------


class Param:
    """A field as one method takes it.

    :param compare: how a list compares it with the column: ``=``, ``>=``, ``>``, "starts", "contains".
    """

    def __init__(self, field: Field, *, compare: str = "=") -> None:
        self.field = field
        self.compare = compare
        self.default: Any = None
        self.since: str | None = None

    @property
    def name(self) -> str:
        """The parameter's name, as the caller writes it."""
        return self.field.name

    def but(self, *, default: Any = None, since: str | None = None) -> Param:
        """This parameter with a default value, or the version that added it."""
        twin = copy.copy(self)
        twin.default = self.default if default is None else default
        twin.since = since or self.since
        return twin


def _params(given: Iterable[Field | Param]) -> tuple[Param, ...]:
    return tuple(one if isinstance(one, Param) else Param(one) for one in given)


# --- methods --------------------------------------------------------------------------------------


class Method:
    """One documented method of a resource.

    :param since: the version that added it; None where the documentation gives none.
    :param path: what follows the resource in the URL (``/Saved``), empty for the resource itself.
    :param permission: the API permission it needs; by default Read All for a GET and All Others else.
    :param gone: the version that removed it (410 from then on).
    :param required: parameters that must be sent.
    :param optional: parameters that may be.
    :param shows: the fields of its answer, where they are not the resource's own row.
    :param hides: fields of the row that this method leaves out.
    :param quotes: fields whose numbers this method answers as text.
    :param sets: values that every row it writes has, whatever was sent.
    :param instead: field -> what a developer who sends it probably wants, said in the hint.
    :param cascades: table -> the column by which rows there go with the deleted row.
    :param order: columns that sort a list before the primary key does.
    :param newest: whether the last row comes first.
    :param rows: a SELECT that stands for the table, where a list reads more than one.
    :param strict: whether an unknown query parameter is refused.
    :param logs: the security permission under which the log has its writes; the resource's own by default.
    """

    verb = "GET"
    title = ""
    permission = "ApiAllOthers"
    by_key = False
    answer = "object"
    status = 200

    def __init__(
        self,
        since: str | None = None,
        *,
        path: str = "",
        permission: str | None = None,
        gone: str | None = None,
        required: Iterable[Field | Param] = (),
        optional: Iterable[Field | Param] = (),
        shows: Iterable[Field] = (),
        hides: Iterable[Field] = (),
        quotes: Iterable[Field] = (),
        sets: Mapping[Field, Any] | None = None,
        instead: Mapping[Field, str] | None = None,
        cascades: Mapping[str, str] | None = None,
        answer: str | None = None,
        status: int | None = None,
        order: Iterable[str] = (),
        newest: bool = False,
        rows: str = "",
        strict: bool = False,
        logs: str = "",
    ) -> None:
        self.rows = rows
        self.logs = logs
        self.name = ""
        self.since = since
        self.sub = path.strip("/")
        self.permission = permission or self.permission
        self.gone = gone
        self.required = _params(required)
        self.optional = _params(optional)
        self.shows = tuple(shows)
        self.hides = tuple(hides)
        self.quotes = tuple(quotes)
        self.sets = dict(sets or {})
        self.instead = dict(instead or {})
        self.cascades = dict(cascades or {})
        self.answer = answer or self.answer
        self.status = status or self.status
        self.order = tuple(order)
        self.newest = newest
        self.strict = strict
        self.resource: type[Resource]
        self.rules: list[Callable[[Call], None]] = []
        self.fills: dict[str, Callable[[Call], Any]] = {}
        self.wheres: dict[str, Callable[[Call, Any], tuple[str, tuple[Any, ...]]]] = {}
        self.prepares: list[Callable[[Call], None]] = []
        self.afters: list[Callable[[Call], None]] = []
        self.reshapes: list[Callable[[Call, list[dict[str, Any]]], None]] = []
        self.acts: Callable[[Call], int] | None = None
        self.gives: Callable[[Call], list[dict[str, Any]]] | None = None

    def __set_name__(self, owner: type[Resource], name: str) -> None:
        self.name = name
        self.resource = owner

    @property
    def params(self) -> tuple[Param, ...]:
        """All its parameters, the required ones first."""
        return self.required + self.optional

    @property
    def spoken(self) -> str:
        """The method as our own sentences call it: ``TreatPlans POST Saved``."""
        return " ".join(filter(None, (self.resource.__name__, self.verb, self.sub)))

    # The functions under a page. Each decorator hands the function back unchanged.

    def rule(self, function: Rule) -> Rule:
        """``function(call)`` raises Refusal where the page's own rule is broken."""
        self.rules.append(function)
        return function

    def fill(self, field: Field) -> Callable[[Rule], Rule]:
        """``function(call)`` gives the value of ``field`` when the caller did not send it."""

        def under(function: Rule) -> Rule:
            self.fills[field.name] = function
            return function

        return under

    def where(self, name: str = "") -> Callable[[Rule], Rule]:
        """``function(call, value)`` gives the SQL condition, and its values, for the parameter ``name``.

        It is asked at every call, with None where the parameter was not sent; without a name it stands for a
        condition that always holds.
        """

        def under(function: Rule) -> Rule:
            self.wheres[name] = function
            return function

        return under

    def prepare(self, function: Rule) -> Rule:
        """``function(call)`` may change ``call.values``, what is about to be written."""
        self.prepares.append(function)
        return function

    def action(self, function: Rule) -> Rule:
        """``function(call)`` does the whole write and gives the key of the row to answer."""
        self.acts = function
        return function

    def give(self, function: Rule) -> Rule:
        """``function(call)`` gives the rows of a list that no table holds."""
        self.gives = function
        return function

    def after(self, function: Rule) -> Rule:
        """``function(call)`` follows the write, in the same transaction."""
        self.afters.append(function)
        return function

    def reshape(self, function: Rule) -> Rule:
        """``function(call, rows)`` may change the rows of the answer before they are sent."""
        self.reshapes.append(function)
        return function


class GET(Method):
    """One row by its key in the URL."""

    title = "(single)"
    permission = "ApiReadAll"
    by_key = True


class LIST(Method):
    """The rows that meet the parameters, page by page."""

    title = "(multiple)"
    permission = "ApiReadAll"
    answer = "list"


class FIND(Method):
    """The one row that meets the required parameters, answered as an object."""

    permission = "ApiReadAll"


class POST(Method):
    """A new row: 201 with its address and the row."""

    verb = "POST"
    title = "(create)"
    status = 201


class PUT(Method):
    """A change of the row in the URL: only what is sent changes."""

    verb = "PUT"
    title = "(update)"
    by_key = True


class DELETE(Method):
    """The row in the URL goes."""

    verb = "DELETE"
    by_key = True
    answer = "nothing"


# --- tables and resources -------------------------------------------------------------------------


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


class Table:
    """A table of the database: the fields below it are its columns, ``unseen`` those that the API never shows.

    Subclass it as ``class InsSubs(Table, table="inssub")`` for rows that no page of the API shows yet.

    :param table: the table's name in the database.
    :param one: what one row is called in ``{one} not found.``; the class's name without its last s by default.
    :param frozen: columns (in the API's words) of a row that, with all that belongs to it, may not change.
    :param found_by: the column by which a seed row without a key finds the row that it replaces.
    """

    table: ClassVar[str] = ""
    one: ClassVar[str] = ""
    frozen: ClassVar[dict[str, Any]] = {}
    found_by: ClassVar[str] = ""
    unseen: ClassVar[Mapping[str, str]] = {}
    fields: ClassVar[dict[str, Field]] = {}
    columns: ClassVar[dict[str, Field]] = {}
    owners: ClassVar[tuple[ForeignKey, ...]] = ()
    key: ClassVar[Key]

    def __init_subclass__(
        cls,
        *,
        table: str = "",
        one: str = "",
        frozen: Mapping[str, Any] | None = None,
        found_by: str = "",
        **more: Any,
    ) -> None:
        super().__init_subclass__(**more)
        cls.table = table
        cls.one = one or cls.__name__.removesuffix("s")
        cls.frozen = dict(frozen or {})
        cls.found_by = found_by
        cls.fields = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        stored = [field for field in cls.fields.values() if not field.computed]
        stored += [column_of(sql).called(name) for name, sql in cls.unseen.items()]
        cls.columns = {field.column: field for field in stored}
        cls.owners = tuple(field for field in stored if isinstance(field, ForeignKey) and field.owner)
        for field in cls.fields.values():
            if isinstance(field, Key):
                cls.key = field


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
