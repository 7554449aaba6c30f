"""How faults are written: the bodies of the admin plane, and the header of a call.

Whatever cannot be is a ``marshmallow.ValidationError``, whose sentences are those of the admin plane.
May not: know a kind of fault, or decide which call meets one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, ClassVar, cast

from marshmallow import ValidationError, post_load, validate

from mock_od.engine.bodies import is_plain
from mock_od.faults.faults import Fault, Rule
from mock_od.faults.fields import number, whole
from mock_od.faults.kinds import KINDS, VERBS, Kind
from mock_od.suggest import nearest
from mock_od.validation import JsonObject, Object, Part, Problem, Text, Value, Whole, load
from mock_od.wire import API


def read_header(text: str) -> Fault:
    """The fault that a header names, ``kind`` or ``kind=value``.

    :raises ValidationError: when it names none.
    """
    name, given, value = text.partition("=")
    try:
        read = json.loads(value) if given else True
    except (ValueError, RecursionError):
        read = value.strip()
    _check_known(name.strip(), KINDS)
    return read_then({name.strip(): read})


def read_then(given: Mapping[str, Any]) -> Fault:
    """The fault that an object names.

    :raises ValidationError: when it names none, or more than one.
    """
    known = {*KINDS}.union(*(kind.beside for kind in KINDS.values()))
    for name in given:
        _check_known(name, known)
    named = [name for name in given if name in KINDS]
    if len(named) != 1:
        problem = f"has one of {', '.join(KINDS)}, not {' and '.join(named) or 'none'}"
        raise ValidationError([Problem(problem, KINDS)])
    kind = KINDS[named[0]]
    bare = {kind.name: kind.bare} if given[kind.name] is True else {}
    return Fault(kind, kind.value_of(load(_schema_of(kind), {**given, **bare})))


def _check_known(name: str, known: Collection[str]) -> None:
    if name not in known:
        near = nearest(name, KINDS)
        advice = f"did you mean {near}?" if near else f"there are {', '.join(KINDS)}"
        problem = f"there is no fault {name!r}; {advice}"
        raise ValidationError({name: [Problem(problem, KINDS, problem)]})


class _Object(Object):
    """An object that the sentences about unknown members call by its name."""

    called: ClassVar[str]

    @classmethod
    def unknown_member(cls, name: str) -> Problem:
        """What is wrong with a member that it may not have."""
        known = cls.names()
        problem = f"{cls.called} has no member {name!r}; it may have {', '.join(known)}"
        return Problem(problem, known, problem)


@cache
def _schema_of(kind: Kind) -> type[_Object]:
    made = cast("type[_Object]", _Object.from_dict({kind.name: kind.field, **kind.beside}))
    made.called = f"then with {kind.name}"
    return made


class _Then(Value):
    """A fault, which is one of the kinds; what is shown of it is what was sent."""

    refusal = "is an object"

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> Fault:
        if not isinstance(value, dict):
            self.refuse()
        return read_then(value)


class _Verb(Text):
    """A verb, in any case; it is shown as it was written."""

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> str:
        super()._deserialize(value.upper() if isinstance(value, str) else value)
        return str(value)


def _check_plain(body: object) -> None:
    if not is_plain(body):  # to look for it goes as deep as it does
        raise ValidationError([Problem("is nested too deep, or has a number that JSON has not")])


_IS_VERB = f"is one of {', '.join(VERBS)}"
_IS_PATH = f'is what follows {API}, without a query: "/" and a name, with * for anything'
_PATH = rf"(?!{API})[/*][^?]*\Z"


class MatchSchema(_Object):
    """Which calls a fault concerns."""

    called = "match"
    what = "match is an object"

    verb = _Verb(_IS_VERB, known=VERBS)
    path = Text(_IS_PATH, validate=validate.Regexp(_PATH, error=Problem(_IS_PATH)))
    body = JsonObject("is an object", validate=_check_plain)


class FaultSchema(_Object):
    """A fault, as a test writes it. Loading gives a :class:`Rule` for ``Faults.add``."""

    called = "a fault"

    match = Part(MatchSchema, load_default=dict)
    after = whole(0, load_default=0)
    times = whole(1, load_default=None, allow_none=True)
    probability = number(1, load_default=1)
    then = _Then(required=True, missing='a fault says what happens: "then": {"status": 500}')

    @post_load(pass_original=True)
    def make_rule(self, members: dict[str, Any], given: Mapping[str, Any], **_more: Any) -> Rule:
        """The rule, which keeps the fault as it was written too."""
        fault = members.pop("then")
        return Rule(fault, given["then"], **members)


class FaultShownSchema(FaultSchema):
    """A fault that waits for calls, as the admin plane shows it. Dumps a :class:`Rule`."""

    class Meta:
        """The order in which it is shown."""

        fields = ("id", "match", "after", "times", "probability", "then", "fired")

    id = Whole()
    fired = Whole()


class SeedSchema(Object):
    """Where the generator of probabilities begins."""

    seed = Whole(required=True)
