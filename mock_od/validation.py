"""Marshmallow's schemas and fields with JSON's own types, and one sentence for each mistake.

May not: know what is set, expected or asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, NamedTuple, cast

from marshmallow import INCLUDE, Schema, ValidationError, fields, pre_load

from mock_od.suggest import did_you_mean

Path = tuple[str | int, ...]
"""Where something stands in a body or a query: the names of members, and places in lists."""

PLACED = "{at} {problem}"
"""The sentence of most problems: where it is, and what."""
COLON = "{at}: {problem}"
WHOLE = "{problem}"
"""The sentence of a problem that is one already."""


class Problem(str):
    """What is wrong with a value, and what to do.

    :param known: the names or the values that may stand there.
    :param sentence: how its sentence is made of ``at``, ``name`` (the last part of ``at``) and ``problem``; empty for
        the schema's way.
    """

    __slots__ = ("known", "sentence")

    known: Sequence[Any]
    sentence: str

    def __new__(cls, text: str, known: Iterable[Any] = (), sentence: str = "") -> Problem:  # noqa: PYI034  # Self: 3.11
        """A text that knows more than itself."""
        made = super().__new__(cls, text)
        made.known, made.sentence = [*known], sentence
        return made

    def format(self, *_args: object, **_values: object) -> Problem:
        """The problem itself: marshmallow fills in what stands in braces, and here nothing does."""
        return self


def sentence(text: str) -> Problem:
    """A problem that is a sentence already."""
    return Problem(text, sentence=WHOLE)


class Mistake(NamedTuple):
    """What is wrong with a call: the members of every error of the admin plane."""

    error: str
    """What is wrong, where, and what to do."""
    at: Path
    """The path of the wrong member in the body or in the query; empty where it is about the call."""
    problem: str
    """What is wrong and what to do, without the place."""
    known: Sequence[Any]
    """The names or the values that may stand there; empty where they cannot be listed."""


def first_mistake(error: ValidationError) -> Mistake:
    """The first mistake that an error tells of."""
    at: list[str | int] = []
    found: Any = error.messages
    while not isinstance(found, str):  # members by name, or a list of problems
        name, found = next(iter(found.items())) if isinstance(found, Mapping) else ("_schema", found[0])
        at += [name] if name != "_schema" else []  # marshmallow's name for the object as a whole
    says = (getattr(found, "sentence", "") or PLACED).format(at=written(at), name=at[-1] if at else "", problem=found)
    return Mistake(says.strip(), tuple(at), str(found), getattr(found, "known", ()))


def written(at: Iterable[str | int]) -> str:
    """A path as a sentence writes it: ``tables.book[0].Title``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in at).removeprefix(".")


# --- objects ---


class Object(Schema):
    """A JSON object whose members are known. A member that is unknown is the first mistake of all."""

    error_messages = {"type": sentence("the body must be one JSON object")}  # noqa: RUF012  # marshmallow's
    form: ClassVar[str] = PLACED
    """The sentence of a problem of a member."""
    stray: ClassVar[Problem] = Problem("is unknown here", sentence="{name!r} {problem}")
    """What is wrong with an unknown member; of its ``name``, the ``names`` that there are, the one that is ``near``."""

    any_members: ClassVar[Members | None] = None
    """What reads its members where they may have any name."""

    @classmethod
    def names(cls) -> list[str]:
        """The members that it may have."""
        return [field.data_key or name for name, field in _made(cls).load_fields.items()]

    @pre_load
    def check_members(self, given: Any, **_more: Any) -> Any:
        """See that all members are known, before anything is read.

        :raises ValidationError: for the first that is not.
        """
        if self.any_members:
            return self.any_members.deserialize(given)
        known = self.names()
        for name in given if isinstance(given, Mapping) else ():
            if name not in known:
                near = did_you_mean(name, known)
                problem = str.format(self.stray, name=name, names=", ".join(known), near=near)
                raise ValidationError([Problem(problem, known, self.stray.sentence)], name)
        return given


@cache
def _made(kind: type[Schema]) -> Schema:
    """The one instance of a schema: to make one takes longer than to use it."""
    return kind()


def load(kind: type[Schema], given: Any) -> Any:
    """What a schema reads from a body.

    :raises ValidationError: when it cannot be; :func:`first_mistake` has the sentence.
    """
    return _made(kind).load(given)


def dump(kind: type[Schema], value: Any) -> dict[str, Any]:
    """JSON as a schema writes it, its members in the order of the declaration."""
    return cast("dict[str, Any]", _made(kind).dump(value))


def part(kind: type[Object], **more: Any) -> fields.Nested:
    """An object within an object; null is none."""
    return fields.Nested(kind, error_messages={"null": kind.error_messages["type"]}, **more)


# --- fields ---


class Strict(fields.Field[Any]):
    """Makes a field of marshmallow's one that takes JSON's own types alone, and says one sentence of all else.

    :param says: the sentence; also in place of what marshmallow's validators say, unless they are given a problem.
    :param known: the values that it may have, where they can be listed.
    """

    json: tuple[type, ...]
    """As JSON is read: ``true`` is no number, ``"1"`` is none."""
    says: str
    known: Sequence[Any] = ()

    def __init__(self, says: str = "", *, known: Iterable[Any] = (), **more: Any) -> None:
        super().__init__(**more)
        self.says = says or self.says
        self.known = [*known] or self.known
        self.error_messages = more.get("error_messages", {})

    def refusal(self, says: str, known: Iterable[Any] = ()) -> ValidationError:
        """The error of a value that it does not take."""
        sentence = getattr(says, "sentence", "") or getattr(self.root, "form", "")
        return ValidationError([Problem(says, known or getattr(says, "known", ()) or self.known, sentence)])

    def make_error(self, key: str, **_more: Any) -> ValidationError:
        """The error of a mistake that marshmallow found."""
        return self.refusal(cast("str", self.error_messages.get(key, self.says)))

    def _validate(self, value: Any) -> None:
        try:
            super()._validate(value)
        except ValidationError as bad:
            found = bad.messages[0]
            if isinstance(found, dict):  # of members
                raise ValidationError(found) from bad
            raise self.refusal(found if isinstance(found, Problem) else self.says) from bad

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        if type(value) not in self.json:
            raise self.make_error("invalid")
        return super()._deserialize(value, *args, **more)


def checked(problem_of: Callable[[Any], str]) -> Callable[[Any], None]:
    """A validator of a function that gives what is wrong with a value; nothing where all is right."""

    def validate(value: Any) -> None:
        if problem := problem_of(value):
            raise ValidationError(problem if isinstance(problem, Problem) else Problem(problem))

    return validate


class Text(Strict, fields.String):
    """A text."""

    json: tuple[type, ...] = (str,)
    says = "must be a text"


class Flag(Strict, fields.Boolean):
    """Either true or false."""

    json: tuple[type, ...] = (bool,)
    says = "is either true or false"
    known = (True, False)


class Number(Strict, fields.Float):
    """A finite number, whole or not."""

    json: tuple[type, ...] = (int, float)
    says = "must be a number"


class Whole(Strict, fields.Integer):
    """A whole number."""

    json: tuple[type, ...] = (int,)
    says = "is a whole number"


class Members(Strict, fields.Dict):
    """An object with any members."""

    json: tuple[type, ...] = (dict,)
    says = "must be an object"

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        try:
            return super()._deserialize(value, *args, **more)
        except ValidationError as bad:
            if isinstance(bad.messages, dict):  # marshmallow puts a "value" between a name and what is wrong there
                raise ValidationError({name: wrong["value"] for name, wrong in bad.messages.items()}) from bad
            raise


def body_of(any_members: Members | None = None, **members: fields.Field[Any]) -> type[Object]:
    """The schema of a body with these members; or of one that may have any."""
    made = cast("type[Object]", Object.from_dict({**members}))
    if any_members:
        made.any_members, made.opts.unknown = any_members, INCLUDE
    return made
