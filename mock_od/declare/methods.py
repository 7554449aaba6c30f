"""The kinds of methods, and the functions that a page puts under them.

May not: import anything of mock_od but fields and words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from mock_od.declare.misdeclared import Misdeclared
from mock_od.declare.words import (
    TAKES,
    Days,
    DeleteWords,
    FindWords,
    GetWords,
    ListWords,
    PostWords,
    PutWords,
)
from mock_od.fields import Field, Int, Param, Text

if TYPE_CHECKING:
    from typing_extensions import Unpack

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

# What the API reads from the URL of many methods.
Limit = Param(Int("How many rows there are at most.", least=1).called("Limit"))
Offset = Param(Int("How many rows are passed over first.", least=0).called("Offset"))
DateFormatString = Param(Text("How dates are written, as .NET has it.").called("DateFormatString")).but(since="22.2.26")
DateTimeFormatString = Param(Text("How date-times are written, as .NET has it.").called("DateTimeFormatString")).but(
    since="22.2.14"
)
FORMATS = (DateFormatString, DateTimeFormatString)
"""What says how the dates of an answer are written. A method that answers none takes them all the same."""


def _is_a(value: object, kind: Any) -> bool:
    """Whether a page has written what the type checker would have it write."""
    return isinstance(value, kind)


class Method:
    """One documented method of a resource: what the engine may ask of any kind.

    Each kind takes words of its own (:mod:`mock_od.declare.words`) and has decorators of its own. What is written
    wrongly is in ``slips`` and ``strange``; the catalog tells it.

    :param since: the version that added it; None where the documentation gives none.
    :param words: what the page says of it.
    """

    takes: ClassVar[frozenset[str]] = frozenset()
    """The words of this kind."""
    verb: ClassVar[str] = "GET"
    usual_permission: ClassVar[str] = "ApiAllOthers"

    by_key = False
    """Whether the URL has a key."""
    answer = "object"
    """What is answered: "object", "list", "nothing" or "text"."""
    status = 200
    required: tuple[Param, ...] = ()
    optional: tuple[Param, ...] = ()
    one_of: tuple[tuple[Param, ...], ...] = ()
    any_of: tuple[tuple[Param, ...], ...] = ()
    not_both: tuple[tuple[Param, ...], ...] = ()
    first_of: tuple[tuple[Param, ...], ...] = ()
    shows: tuple[Field, ...] = ()
    hides: tuple[Field, ...] = ()
    quotes: tuple[Field, ...] = ()
    of = ""
    living = False
    order: Mapping[str, tuple[str, ...]] = {"": ()}
    """The columns that sort a list, by the version since which they do, the newest first."""
    rows = ""
    strict = False
    days: Days | None = None
    paged = False
    """Whether Limit and Offset are read."""
    absent: Choice | None = None
    logs = ""
    answers_since = ""
    sets: Mapping[Field, Any] = {}
    instead: Mapping[Field, str] = {}
    by: tuple[Field, ...] | None = None
    upsert = False
    slow = False
    """Whether its call has a thread."""
    query: tuple[Param, ...] = ()
    cascades: Mapping[str, str] = {}
    unless: Mapping[str, str] = {}
    says: Mapping[str, str] = {}

    def __init__(self, since: str | None, words: Mapping[str, Any]) -> None:
        self.name = ""
        self.since = since
        self.sub = ""
        self.gone: str | None = None
        self.permissions: Mapping[str, str] = {"": self.usual_permission}
        """The permission that it needs, by the version since which it does, the newest first."""
        self.resource: type[Resource]
        self.slips: list[str] = []
        self.strange = [word for word in words if word not in self.takes]
        """What was written and is no word of this kind."""
        if not _is_a(since, str | None):
            self.slips.append(f"begins with {since!r:.60}; write the version that added it, in quotation marks")
            self.since = None
        for word in self.takes & words.keys():
            before = len(self.slips)
            taken = TAKES[word](word, words[word], self.slips)
            if len(self.slips) == before or word in ("required", "optional"):  # else one slip would have others follow
                setattr(self, {"path": "sub", "permission": "permissions"}.get(word, word), taken)
        self.sub = self.sub.strip("/")
        self.rules: list[Callable[[Call], None]] = []
        self.fills: dict[str, Callable[[Call], Any]] = {}
        self.wheres: dict[str, Callable[[Call, Any], tuple[str, tuple[Any, ...]]]] = {}
        self.prepares: list[Callable[[Call], None]] = []
        self.afters: list[Callable[[Call], None]] = []
        self.reshapes: list[Callable[[Call, list[dict[str, Any]]], None]] = []
        self.acts: Callable[[Call], int] | None = None
        self.gives: Callable[[Call], Any] | None = None
        self.sorts: Callable[[Call], tuple[str, tuple[Any, ...]]] | None = None

    def __set_name__(self, owner: type[Resource], name: str) -> None:
        self.name = name
        self.resource = owner

    @cached_property
    def params(self) -> tuple[Param, ...]:
        """All its own parameters, the required ones first."""
        return self.required + self.optional + (self.days.params if self.days else ())

    @property
    def standard(self) -> tuple[Param, ...]:
        """The parameters of the URL that the API has for all methods of this kind."""
        pages = (Limit, Offset) if self.paged else ()
        return (*pages, *FORMATS) if self.answer in ("object", "list") else pages

    @property
    def permission(self) -> str:
        """The API permission that it needs in the newest version."""
        return next(iter(self.permissions.values()), self.usual_permission)

    @property
    def spoken(self) -> str:
        """The method as our own sentences call it: ``TreatPlans POST Saved``."""
        return " ".join(filter(None, (self.resource.__name__, self.verb, self.sub)))

    if not TYPE_CHECKING:  # the type checker says itself what a kind does not have

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_") or name == "resource":
                raise AttributeError(name)
            here = f"{self.resource.__name__}.{self.name}" if self.name else f"a {type(self).__name__}"
            kinds = kinds_with(name)
            if kinds:
                raise Misdeclared(f"{here}: has .{name}, which only {kinds} looks at; take it away or move it there")
            raise Misdeclared(f"{here}: there is no .{name}; it has {_spoken_decorators(type(self))}")


# --- the functions under a page: each decorator hands its function back unchanged ---------------------


class _Rules(Method):
    def rule(self, function: Rule) -> Rule:
        """``function(call)`` raises Refusal where the page's own rule is broken."""
        self.rules.append(function)
        return function


class _Gives(Method):
    def give(self, function: Rule) -> Rule:
        """``function(call)`` gives the answer: the rows of a LIST, an object, a text."""
        self.gives = function
        return function


class _Reshapes(Method):
    def reshape(self, function: Rule) -> Rule:
        """``function(call, rows)`` may change the rows of the answer before they are sent."""
        self.reshapes.append(function)
        return function


class _Searches(Method):
    def where(self, name: str = "") -> Callable[[Rule], Rule]:
        """``function(call, value)`` gives the SQL condition, and its values, for the parameter ``name``.

        It is asked at every call, with None where the parameter was not sent; without a name it stands for a
        condition that always holds.
        """
        if not _is_a(name, str):
            self.slips.append(".where was not given the parameter's name; write .where('name'), or .where() for none")
            return lambda function: function

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


class _Writes(Method):
    def prepare(self, function: Rule) -> Rule:
        """``function(call)`` may change ``call.values``, what is about to be written."""
        self.prepares.append(function)
        return function

    def action(self, function: Rule) -> Rule:
        """``function(call)`` does the whole write and gives the key of the row to answer."""
        self.acts = function
        return function

    def after(self, function: Rule) -> Rule:
        """``function(call)`` follows the write, in the same transaction."""
        self.afters.append(function)
        return function


class _Fills(Method):
    def fill(self, field: Field) -> Callable[[Rule], Rule]:
        """``function(call)`` gives the value of ``field`` when the caller did not send it."""
        if not _is_a(field, Field):
            said = f"the text {field!r:.60}" if _is_a(field, str) else "no field"
            self.slips.append(f".fill was given {said}; write the field itself: .fill(Page.Field)")
            return lambda function: function

        def under(function: Rule) -> Rule:
            self.fills[field.name] = function
            return function

        return under


# --- the kinds ------------------------------------------------------------------------------------------


class GET(_Rules, _Gives, _Reshapes):
    """One row by its key in the URL; with ``of=`` and ``.give`` an object about a row of another table."""

    takes = frozenset(GetWords.__optional_keys__)
    usual_permission = "ApiReadAll"
    by_key = True

    def __init__(self, since: str | None = None, **words: Unpack[GetWords]) -> None:
        super().__init__(since, words)


class LIST(_Rules, _Searches, _Gives, _Reshapes):
    """The rows that meet the parameters, page by page; with ``of=`` and ``.give`` rows about one of another table."""

    takes = frozenset(ListWords.__optional_keys__)
    usual_permission = "ApiReadAll"
    answer = "list"
    paged = True

    def __init__(self, since: str | None = None, **words: Unpack[ListWords]) -> None:
        super().__init__(since, words)
        self.by_key = bool(self.of)


class FIND(_Rules, _Searches, _Gives, _Reshapes):
    """The one row that meets the required parameters, answered as an object."""

    takes = frozenset(FindWords.__optional_keys__)
    usual_permission = "ApiReadAll"

    def __init__(self, since: str | None = None, **words: Unpack[FindWords]) -> None:
        super().__init__(since, words)


class POST(_Rules, _Fills, _Writes, _Gives, _Reshapes):
    """A new row: 201 with its address and the row."""

    takes = frozenset(PostWords.__optional_keys__)
    verb = "POST"
    status = 201

    def __init__(self, since: str | None = None, **words: Unpack[PostWords]) -> None:
        super().__init__(since, words)


class PUT(_Rules, _Writes, _Gives, _Reshapes):
    """A change of the row in the URL, or of the one that ``by=`` finds: only what is sent changes."""

    takes = frozenset(PutWords.__optional_keys__)
    verb = "PUT"

    def __init__(self, since: str | None = None, **words: Unpack[PutWords]) -> None:
        super().__init__(since, words)
        self.by_key = self.by is None


class DELETE(_Rules, _Writes, _Gives, _Reshapes):
    """The row in the URL goes."""

    takes = frozenset(DeleteWords.__optional_keys__)
    verb = "DELETE"
    by_key = True
    answer = "nothing"

    def __init__(self, since: str | None = None, **words: Unpack[DeleteWords]) -> None:
        super().__init__(since, words)


KINDS: tuple[type[Method], ...] = (GET, LIST, FIND, POST, PUT, DELETE)
_DECORATORS = ("rule", "fill", "where", "sort", "prepare", "action", "after", "give", "reshape")


def kinds_with(word: str) -> str:
    """The kinds that take a word or have a decorator: "a LIST or FIND"; empty where none has."""
    has = [kind.__name__ for kind in KINDS if word in kind.takes or (word in _DECORATORS and hasattr(kind, word))]
    return f"a {' or '.join(filter(None, (', '.join(has[:-1]), has[-1])))}" if has else ""


def _spoken_decorators(kind: type[Method]) -> str:
    return ", ".join(f".{name}" for name in _DECORATORS if hasattr(kind, name))
