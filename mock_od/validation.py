"""Marshmallow's schemas and fields as the admin plane uses them: JSON's own types, and one sentence for each mistake.

May not: know what is set, expected or asked for.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, NoReturn, cast

from marshmallow import INCLUDE, Schema, ValidationError, fields, pre_load

Path = tuple[str | int, ...]
"""Where something stands in a body or a query: the names of members, and places in lists."""

_WHOLE = "_schema"  # marshmallow's name for the object as a whole


class Problem(str):
    """What is wrong with a value, and what to do: a sentence without its subject.

    :param known: the names or the values that may stand there.
    :param sentence: the whole sentence, where it is not the path followed by the problem.
    """

    __slots__ = ("known", "sentence")

    known: Sequence[Any]
    sentence: str

    def __new__(cls, text: str, known: Iterable[Any] = (), sentence: str = "") -> Problem:  # noqa: PYI034  # Self: 3.11
        """A text that knows more than itself."""
        made = super().__new__(cls, text)
        made.known = [*known]
        made.sentence = sentence
        return made

    def format(self, *_args: object, **_values: object) -> Problem:
        """The problem itself: marshmallow fills in what stands in braces, and here nothing does."""
        return self


class Sentence(str):
    """A problem that is a sentence already, and needs no subject before it."""

    __slots__ = ()


class Mistake(NamedTuple):
    """The first mistake of a body or a query.

    :param sentence: what is wrong, where, and what to do.
    """

    at: Path
    sentence: str
    problem: str
    known: Sequence[Any]


def invalid(problem: str, known: Iterable[Any] = (), sentence: str = "", *, at: str = _WHOLE) -> ValidationError:
    """The error of one problem.

    :param at: the member of a schema's object that has it.
    """
    return ValidationError([Problem(problem, known, sentence)], at)


def first_mistake(error: ValidationError) -> Mistake:
    """The first mistake that an error tells of."""
    at: list[str | int] = []
    found: Any = error.messages
    while not isinstance(found, str):  # members by name, or a list of problems
        if isinstance(found, Mapping):
            name, found = next(iter(found.items()))
            at += [name] if name != _WHOLE else []
        else:
            found = found[0]
    whole = getattr(found, "sentence", found) or f"{written(at)} {found}"
    return Mistake(tuple(at), str(whole), str(found), getattr(found, "known", ()))


def written(at: Iterable[str | int]) -> str:
    """A path as a sentence writes it: ``tables.book[0].Title``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in at).removeprefix(".")


# --- objects ---


class Object(Schema):
    """A JSON object whose members are known. A member that is unknown is the first mistake of all."""

    what: ClassVar[str] = "the body must be one JSON object"
    """The sentence that refuses what is no object."""
    colon: ClassVar[bool] = False
    """Whether a sentence about a member has a colon behind the name, ``mode: must be a text``, wherever that stands."""

    @classmethod
    def names(cls) -> list[str]:
        """The members that it may have."""
        return [field.data_key or name for name, field in _made(cls).load_fields.items()]

    @classmethod
    def unknown_member(cls, name: str, /) -> Problem:
        """What is wrong with a member that it may not have."""
        return Problem("is unknown here", cls.names(), f"{name!r} is unknown here")

    @pre_load
    def check_members(self, given: Any, **_more: Any) -> Any:
        """See that it is an object, and that all of its members are known.

        :raises ValidationError: for the first that is not.
        """
        if not isinstance(given, Mapping):
            raise invalid(self.what, sentence=self.what)
        known = self.names()
        for name in given:
            if name not in known:
                raise ValidationError([self.unknown_member(name)], name)
        return given

    def handle_error(self, error: ValidationError, data: Any, **_more: Any) -> None:  # noqa: ARG002
        """Write the sentence of the first mistake with a colon, where it has one."""
        mistake = first_mistake(error)
        if self.colon and mistake.at:
            named = written(mistake.at) if mistake.sentence != mistake.problem else mistake.at[0]
            found: Any = [Problem(mistake.problem, mistake.known, f"{named}: {mistake.problem}")]
            for part in reversed(mistake.at):
                found = {part: found}
            error.messages = found


class Members(Object):
    """A JSON object whose members may have any name; the values are of one kind.

    A subclass says of which.
    """

    @staticmethod
    @abstractmethod
    def value() -> Value:
        """What reads a value."""

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:  # noqa: ARG002  # marshmallow's signature
        """The members as they are: marshmallow would write those alone that are declared."""
        return dict(obj)

    class Meta:
        """What marshmallow does with members that no field is declared for."""

        unknown = INCLUDE

    @pre_load
    def check_members(self, given: Any, **_more: Any) -> Any:
        """See that it is an object, and read all of its values.

        :raises ValidationError: for the first that cannot be.
        """
        if not isinstance(given, Mapping):
            raise invalid(self.what, sentence=self.what)
        read, field = {}, self.value()
        for name, value in given.items():
            try:
                read[name] = field.deserialize(value, name)
            except ValidationError as bad:
                raise ValidationError(bad.messages, name) from bad
        return read


_schemas: dict[type[Schema], Schema] = {}


def _made(kind: type[Schema]) -> Schema:
    """The one instance of a schema: to make one takes longer than to use it."""
    if kind not in _schemas:
        _schemas[kind] = kind()
    return _schemas[kind]


def load(kind: type[Schema], given: Any) -> Any:
    """What a schema reads from a body.

    :raises ValidationError: when it cannot be; :func:`first_mistake` has the sentence.
    """
    return _made(kind).load(given)


def dump(kind: type[Schema], value: Any) -> dict[str, Any]:
    """JSON as a schema writes it, its members in the order of the declaration."""
    return cast("dict[str, Any]", _made(kind).dump(value))


# --- values ---


class Value(fields.Field[Any]):
    """A value of JSON that is refused in one sentence, whatever else it is.

    :param refusal: the sentence, in place of the field's own.
    :param missing: the sentence where a required member is missing; the refusal where it is left out.
    :param is_sentence: whether ``refusal`` is a whole sentence, and not what follows the member's name.
    """

    refusal = "is not a value that may stand here"
    known: Sequence[Any] = ()
    """The values that it may be, where they can be listed."""

    def __init__(self, refusal: str = "", *, missing: str = "", is_sentence: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self._refusal = refusal or self.refusal
        self._missing = missing
        self._is_sentence = is_sentence

    def refuse(self, problem: str = "", known: Sequence[Any] = ()) -> NoReturn:
        """Refuse a value.

        :raises ValidationError: always.
        """
        raise self.make_error("invalid", problem=problem, known=known)

    def make_error(self, key: str, **more: Any) -> ValidationError:
        """The error of a mistake that marshmallow or a subclass found."""
        if key == "required" and self._missing:
            return invalid(self._missing, sentence=self._missing)
        problem = more.get("problem") or self._refusal
        is_sentence = isinstance(problem, Sentence) or self._is_sentence
        return invalid(problem, more.get("known") or self.known, problem if is_sentence else "")


class Text(Value):
    """A text.

    :param known: the texts that it may be; any where there are none.
    :param check: gives what is wrong with a text, as a :class:`Sentence` where that stands alone; empty for a good one.
    """

    refusal = "must be a text"

    def __init__(
        self, refusal: str = "", *, known: Iterable[str] = (), check: Callable[[str], str] | None = None, **more: Any
    ) -> None:
        super().__init__(refusal, **more)
        self.known = [*known]
        self._check = check

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> str:
        if not isinstance(value, str):
            self.refuse()
        if self._check and (problem := self._check(value)):
            self.refuse(problem)
        if self.known and value not in self.known:
            self.refuse()
        return value


class Flag(Value):
    """Either true or false."""

    refusal = "is either true or false"
    known = (True, False)

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> bool:
        if not isinstance(value, bool):
            self.refuse()
        return value


class Number(Value):
    """A finite number, whole or not."""

    refusal = "must be a number"

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse()
        if isinstance(value, float) and not math.isfinite(value):
            self.refuse()
        return value


class Whole(Value):
    """A whole number.

    :param least: the smallest that it may be; None for any.
    :param most: the largest that it may be; None for any.
    """

    refusal = "is a whole number"

    def __init__(self, refusal: str = "", *, least: int | None = None, most: int | None = None, **more: Any) -> None:
        super().__init__(refusal, **more)
        self._least = least
        self._most = most

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse()
        if (self._least is not None and value < self._least) or (self._most is not None and value > self._most):
            self.refuse()
        return value


class Json(Value):
    """Any value of JSON; None too."""

    def __init__(self, **more: Any) -> None:
        super().__init__(allow_none=True, **more)


class JsonObject(Value):
    """An object with any members."""

    refusal = "must be an object"

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self.refuse()
        return value


class Part(fields.Nested):
    """An object within an object, read by a schema of its own."""

    def __init__(self, kind: type[Object], **more: Any) -> None:
        super().__init__(kind, **more)
        self._kind = kind

    def make_error(self, key: str, **_more: Any) -> ValidationError:  # noqa: ARG002  # null, or missing
        """The error of what is no object at all."""
        return invalid(self._kind.what, sentence=self._kind.what)
