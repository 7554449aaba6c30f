"""What a page may say of a method: the words, which kinds of methods have them, and how what is written is taken.

A word that is written wrongly does not end the import: what is wrong is kept beside the method, and the catalog tells
it with the page and the method's name, all slips at once.
May not: import anything of mock_od but fields and suggestions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from mock_od.fields import Date, Field, Param
from mock_od.fields.field import strange_words
from mock_od.suggest import words_of

if TYPE_CHECKING:
    from mock_od.declare.tables import Choice

Params = Iterable["Field | Param"]
Group = Iterable["Field | Param"]
Slips = list[str]


class Days:
    """The parameters ``date``, ``dateStart`` and ``dateEnd`` of a list: rows of one day, and of a span of days.

    :param column: the date or date-time that they compare.
    :param last: whether rows of the day dateEnd are "included", or only those "before" it are.
    :param default: which rows there are when none of the three is sent: "all", those of "today", or those of the
        next days as a number; -7 for the seven days before today and today.
    :param since: the version that added them.
    """

    def __init__(
        self,
        column: Date,
        *,
        last: Literal["included", "before"] = "included",
        default: Literal["all", "today"] | int = "all",
        since: str | None = None,
        **strange: object,
    ) -> None:
        self.slips = [f"days: {line}" for line in strange_words(strange, "Days", words_of(Days.__init__))]
        if last not in ("included", "before"):
            self.slips.append(f"days: last is {_shown(last)}; choose 'included' or 'before'")
        if default not in ("all", "today") and not isinstance(default, int):
            self.slips.append(f"days: default is {_shown(default)}; choose 'all', 'today' or a number of days")
        self.column = column
        self.last = last
        self.default = default
        until = "Rows until this day, which is included." if last == "included" else "Rows before this day."
        self.params = tuple(
            Param(Date(about).called(name)).but(since=since)
            for name, about in (
                ("date", "Rows of this day."),
                ("dateStart", "Rows of this day and later ones."),
                ("dateEnd", until),
            )
        )


# --- the words, by what they are about --------------------------------------------------------------


class Common(TypedDict, total=False):
    """Of every method."""

    path: str
    """What follows the resource, or its key, in the URL (``/Saved``)."""
    permission: str | Mapping[str, str]
    """The API permission that it needs, by default Read All for a GET and All Others else; by version where it has
    changed, the newest first: ``{"25.1": "ApiInsuranceSimple", "": "ApiInsurance"}``."""
    gone: str
    """The version that removed it (410 from then on)."""


class Slow(TypedDict, total=False):
    """Of methods whose call may take long."""

    slow: bool
    """Whether its call has a thread of its own, so that other calls go on beside it."""


class Takes(TypedDict, total=False):
    """Of methods with parameters."""

    required: Params
    """Parameters that must be sent."""
    optional: Params
    """Parameters that may be."""
    one_of: Iterable[Group]
    """Groups of parameters of which exactly one must be sent."""
    any_of: Iterable[Group]
    """Groups of parameters of which at least one must be sent."""
    not_both: Iterable[Group]
    """Groups of parameters of which one at most may be sent."""
    first_of: Iterable[Group]
    """Groups of parameters of which the first that is sent counts; the others are ignored."""


class Shows(TypedDict, total=False):
    """Of methods whose answer is made of rows."""

    shows: Iterable[Field]
    """The fields of its answer, where they are not the resource's own row."""
    hides: Iterable[Field]
    """Fields of the row that this method leaves out."""
    quotes: Iterable[Field]
    """Fields whose numbers this method answers as text."""


class Below(TypedDict, total=False):
    """Of methods that stand below the key of another table: ``/familymodules/{PatNum}/Insurance``."""

    of: str
    """The table whose key the URL has. The answer is what ``.give`` gives."""
    living: bool
    """Whether it is refused for a row that is frozen: a deleted patient."""


class Searches(TypedDict, total=False):
    """Of methods that look for rows."""

    order: Iterable[str] | Mapping[str, Iterable[str]]
    """Columns that sort a list before the primary key does, with a minus sign where the last one comes first; by
    version where that has changed, the newest first: ``{"23.3.25": ["ItemOrder"], "": []}``."""
    rows: str
    """A SELECT that stands for the table, where a list reads more than one."""
    strict: bool
    """Whether an unknown query parameter is refused."""


class Pages(TypedDict, total=False):
    """Of lists."""

    days: Days
    """The parameters date, dateStart and dateEnd."""
    paged: bool
    """Whether Limit and Offset are read; else the whole list is answered."""


class Absent(TypedDict, total=False):
    """Of methods that look for one row."""

    absent: Choice
    """The choice by which it refuses where it finds no row; it answers an empty list while that is off."""


class Logged(TypedDict, total=False):
    """Of methods that write."""

    logs: str
    """The security permission under which the log has its writes; the resource's own by default."""
    status: int
    """The HTTP status, where it is not 201 for a POST and 200 else."""
    answer: Literal["object", "nothing", "text"]
    """What is answered: the row, no body, or the text that ``.give`` gives."""
    answers_since: str
    """The version since which it has that answer; before, it has no body."""


class Sets(TypedDict, total=False):
    """Of methods that write a body's fields."""

    sets: Mapping[Field, Any]
    """Values that every row it writes has, whatever was sent."""
    instead: Mapping[Field, str]
    """Field -> what a developer who sends it probably wants, said in the hint."""


class Changes(TypedDict, total=False):
    """Of methods that change a row."""

    by: Iterable[Field]
    """The fields of the body that find the row, where it is not the key in the URL; none where there is no row."""
    upsert: bool
    """Whether a new row is inserted where ``by`` finds none."""
    query: Params
    """Parameters that it reads from the URL as well; they stand in ``call.query``."""


class Deletes(TypedDict, total=False):
    """Of methods that delete a row."""

    cascades: Mapping[str, str]
    """Table -> the column by which rows there go with the deleted row."""
    unless: Mapping[str, str]
    """Table -> the column by which a row there keeps the row from being deleted."""
    says: str | Mapping[str, str]
    """The sentence of that refusal, or one for each table."""


# --- the words, by kind ---------------------------------------------------------------------------------


class GetWords(Common, Takes, Shows, Below, total=False):
    """What a GET takes. It reads parameters for its ``.give`` alone."""


class ListWords(Common, Takes, Shows, Below, Searches, Pages, total=False):
    """What a LIST takes."""


class FindWords(Common, Takes, Shows, Searches, Absent, total=False):
    """What a FIND takes."""


class PostWords(Common, Slow, Takes, Shows, Logged, Sets, total=False):
    """What a POST takes."""


class PutWords(Common, Slow, Takes, Shows, Logged, Sets, Changes, total=False):
    """What a PUT takes."""


class DeleteWords(Common, Shows, Logged, Deletes, total=False):
    """What a DELETE takes."""


# --- taking what is written -------------------------------------------------------------------------------


def _shown(value: object) -> str:
    return repr(value)[:60]


def _wrong_field(word: str, value: object) -> str:
    if isinstance(value, str):
        return f"{word} has the text {_shown(value)}; write the field itself, without quotation marks"
    if isinstance(value, type):
        return f"{word} has the kind {value.__name__} itself; write a field of the page"
    return f"{word} has {_shown(value)}, which is no field; write fields of the page"


def _items(word: str, value: Any, slips: Slips, what: str) -> Sequence[Any]:
    """What stands in the brackets of a word."""
    if isinstance(value, str | Field | Param | Mapping) or not isinstance(value, Iterable):
        slips.append(f"{word} is not a list; write {what} in brackets: {word}=[...]")
        return ()
    return tuple(value)


def take_fields(word: str, value: Any, slips: Slips) -> tuple[Field, ...]:
    """Fields, in brackets."""
    given = _items(word, value, slips, "fields")
    slips += [_wrong_field(word, one) for one in given if not isinstance(one, Field)]
    return tuple(one for one in given if isinstance(one, Field))


def take_params(word: str, value: Any, slips: Slips) -> tuple[Param, ...]:
    """Fields, or what is said of them for this method, in brackets."""
    given = _items(word, value, slips, "fields")
    slips += [_wrong_field(word, one) for one in given if not isinstance(one, Field | Param)]
    return tuple(one if isinstance(one, Param) else Param(one) for one in given if isinstance(one, Field | Param))


def _take_groups(word: str, value: Any, slips: Slips) -> tuple[tuple[Param, ...], ...]:
    groups = _items(word, value, slips, "groups of fields")
    if any(isinstance(one, Field | Param | str) for one in groups):
        slips.append(f"{word} has groups of fields; write brackets round each: {word}=[(One, Other)]")
        return ()
    before = len(slips)
    taken = tuple(take_params(word, group, slips) for group in groups)
    if len(slips) == before and any(len(group) == 1 for group in taken):
        slips.append(f"{word} has a group of one field; name the other one, or take it away")
    return taken


def _take_by_field(word: str, value: Any, slips: Slips) -> dict[Field, Any]:
    if not isinstance(value, Mapping):
        slips.append(f"{word} is {_shown(value)}; write fields with what is said of them: {word}={{Field: ...}}")
        return {}
    slips += [_wrong_field(word, one) for one in value if not isinstance(one, Field)]
    return {field: said for field, said in value.items() if isinstance(field, Field)}


def _take_order(word: str, value: Any, slips: Slips) -> dict[str, tuple[str, ...]]:
    by_version = value if isinstance(value, Mapping) else {"": value}
    taken = {since: _items(word, columns, slips, "columns") for since, columns in by_version.items()}
    for name in (name for names in taken.values() for name in names if not isinstance(name, str)):
        slips.append(f"{word} has {_shown(name)}; write the database's name of the column, in quotation marks")
    return {since: tuple(name for name in names if isinstance(name, str)) for since, names in taken.items()}


def _take_texts(word: str, value: Any, slips: Slips) -> dict[str, str]:
    if isinstance(value, Mapping) and all(isinstance(text, str) for pair in value.items() for text in pair):
        return dict(value)
    slips.append(f"{word} is {_shown(value)}; write texts with texts: {word}={{'...': '...'}}")
    return {}


def _take_text_or_texts(word: str, value: Any, slips: Slips) -> dict[str, str]:
    return {"": value} if isinstance(value, str) else _take_texts(word, value, slips)


def _take_a(kind: type, what: str) -> Callable[[str, Any, Slips], Any]:
    def take(word: str, value: Any, slips: Slips) -> Any:
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        slips.append(f"{word} is {_shown(value)}; write {what}")
        return value

    return take


_TEXT, _FLAG = _take_a(str, "a text"), _take_a(bool, "True or False")

TAKES: Mapping[str, Callable[[str, Any, Slips], Any]] = {
    "path": _TEXT,
    "permission": _take_text_or_texts,
    "gone": _TEXT,
    "required": take_params,
    "optional": take_params,
    "one_of": _take_groups,
    "any_of": _take_groups,
    "not_both": _take_groups,
    "first_of": _take_groups,
    "shows": take_fields,
    "hides": take_fields,
    "quotes": take_fields,
    "of": _TEXT,
    "living": _FLAG,
    "order": _take_order,
    "rows": _TEXT,
    "strict": _FLAG,
    "days": _take_a(Days, "Days(...)"),
    "paged": _FLAG,
    "absent": _take_a(object, "a Choice"),
    "logs": _TEXT,
    "status": _take_a(int, "an HTTP status"),
    "answer": _TEXT,
    "answers_since": _TEXT,
    "sets": _take_by_field,
    "instead": _take_by_field,
    "by": take_fields,
    "upsert": _FLAG,
    "slow": _FLAG,
    "query": take_params,
    "cascades": _take_texts,
    "unless": _take_texts,
    "says": _take_text_or_texts,
}
"""How each word takes what is written; what is wrong goes to the slips."""
