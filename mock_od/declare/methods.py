"""The kinds of methods, and the functions that a page puts under them.

May not: import anything of mock_od but fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from mock_od.fields import Field, Param

if TYPE_CHECKING:
    from mock_od.call import Call
    from mock_od.declare.tables import Choice, Resource

Rule = TypeVar("Rule", bound="Callable[..., Any]")

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


def _params(given: Iterable[Field | Param]) -> tuple[Param, ...]:
    return tuple(one if isinstance(one, Param) else Param(one) for one in given)


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
    :param absent: the choice by which it refuses where it finds no row; it answers an empty list while that is off.
    :param logs: the security permission under which the log has its writes; the resource's own by default.
    """

    verb = "GET"
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
        absent: Choice | None = None,
    ) -> None:
        self.absent = absent
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
        self.sorts: Callable[[Call], tuple[str, tuple[Any, ...]]] | None = None

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

    def sort(self, function: Rule) -> Rule:
        """``function(call)`` gives the SQL, and its values, of what sorts a list before its usual order does.

        The SQL may be empty.
        """
        self.sorts = function
        return function

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

    permission = "ApiReadAll"
    by_key = True


class LIST(Method):
    """The rows that meet the parameters, page by page."""

    permission = "ApiReadAll"
    answer = "list"


class FIND(Method):
    """The one row that meets the required parameters, answered as an object."""

    permission = "ApiReadAll"


class POST(Method):
    """A new row: 201 with its address and the row."""

    verb = "POST"
    status = 201


class PUT(Method):
    """A change of the row in the URL: only what is sent changes."""

    verb = "PUT"
    by_key = True


class DELETE(Method):
    """The row in the URL goes."""

    verb = "DELETE"
    by_key = True
    answer = "nothing"
