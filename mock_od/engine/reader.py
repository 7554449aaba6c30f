"""Bodies, parameters and seed rows read by marshmallow schemas, built from the declarations on first use.

The only module that imports marshmallow; imported itself only when something is to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import marshmallow

from mock_od.fields import Field, Unreadable


class Problem(NamedTuple):
    """What is wrong with one field: the API's sentence, our hint, and whether the JSON value could be bound at all."""

    name: str
    sentence: str
    hint: str
    binds: bool = True
    missing: bool = False
    cut: str | None = None
    """Of a text that is too long, what the column holds of it."""


class Reading(NamedTuple):
    """What was read: the words of what is right, and the problems in the order of the declaration."""

    words: dict[str, Any]
    problems: list[Problem]


class _Value(marshmallow.fields.Field[Any]):
    """A declared field, whose kind knows how it is read.

    :param seeds: whether a seed row says it, and no caller.
    """

    def __init__(self, declared: Field, *, required: bool, seeds: bool) -> None:
        self.declared = declared
        self.reads = declared.read_seed if seeds else declared.read
        super().__init__(required=required)

    def _deserialize(self, value: Any, attr: str | None, *_args: Any, **_kwargs: Any) -> Any:
        try:
            return self.reads(value)
        except Unreadable as slip:
            name = attr or self.declared.name
            raise _Slip(Problem(name, slip.sentence, slip.hint, binds=slip.binds, cut=slip.cut)) from slip

    def make_error(self, key: str, **_: Any) -> marshmallow.ValidationError:
        name = self.declared.name
        return _Slip(Problem(name, self.declared.missing, f"{name} is missing", missing=key == "required"))


class _Slip(marshmallow.ValidationError):
    """A problem that travels through marshmallow whole."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.messages = [problem]  # marshmallow hands messages on as they are


class Reader:
    """Reads a mapping by the fields that may be in it.

    :param fields: the fields and whether each is required.
    :param seeds: whether seed rows are read, and not what a caller sends.
    """

    def __init__(self, fields: Iterable[tuple[Field, bool]], *, seeds: bool = False) -> None:
        made: dict[str, marshmallow.fields.Field[Any]] = {
            field.name: _Value(field, required=required, seeds=seeds) for field, required in fields
        }
        # A schema binds the fields; they are asked one by one, because what a whole load() adds is of no use here.
        self._fields = marshmallow.Schema.from_dict(made)().load_fields

    def read(self, given: Mapping[str, Any]) -> Reading:
        """Read what was sent. A null counts as not sent: the API has no nulls."""
        words: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, field in self._fields.items():
            value = given.get(name)
            if value is None and not field.required:
                continue
            try:
                words[name] = field.deserialize(marshmallow.missing if value is None else value, name, given)
            except marshmallow.ValidationError as slip:
                problems += slip.messages  # type: ignore[arg-type]  # each is a Problem
        return Reading(words, problems)
