"""How faults are written: the bodies of the admin plane, and the header of a call.

Whatever cannot be is a ``marshmallow.ValidationError``, whose sentences are those of the admin plane.
May not: know a kind of fault, or decide which call meets one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, cast

from marshmallow import ValidationError, fields, post_load
from marshmallow.validate import Regexp

from mock_od.engine.bodies import is_plain
from mock_od.faults.faults import Fault, Rule
from mock_od.faults.fields import number, whole
from mock_od.faults.kinds import KINDS, VERBS, Kind
from mock_od.suggest import nearest
from mock_od.validation import WHOLE, Members, Object, Problem, Strict, Text, Whole, checked, load, part, sentence
from mock_od.wire import API

_SAYS_WHAT = sentence('a fault says what happens: "then": {"status": 500}')


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
        raise ValidationError(Problem(problem, KINDS))
    kind = KINDS[named[0]]
    bare = {kind.name: kind.bare} if given[kind.name] is True else {}
    return Fault(kind, kind.value_of(load(_schema_of(kind), {**given, **bare})))


def _check_known(name: str, known: Collection[str]) -> None:
    if name not in known:
        near = nearest(name, KINDS)
        advice = f"did you mean {near}?" if near else f"there are {', '.join(KINDS)}"
        problem = f"there is no fault {name!r}; {advice}"
        raise ValidationError({name: [Problem(problem, KINDS, WHOLE)]})


def _called(name: str) -> Problem:
    """What is said of an unknown member of something."""
    return Problem(f"{name} has no member {{name!r}}; it may have {{names}}", sentence=WHOLE)


@cache
def _schema_of(kind: Kind) -> type[Object]:
    made = cast("type[Object]", Object.from_dict({kind.name: kind.field, **kind.beside}))
    made.stray = _called(f"then with {kind.name}")
    return made


class _Then(Strict, fields.Raw):
    """A fault, which is one of the kinds; what is shown of it is what was sent."""

    json = (dict,)
    says = "is an object"

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Fault:
        return read_then(super()._deserialize(value, *args, **more))


_IS_VERB = f"is one of {', '.join(VERBS)}"
_IS_PATH = f'is what follows {API}, without a query: "/" and a name, with * for anything'
_NOT_PLAIN = "is nested too deep, or has a number that JSON has not"  # to look for it goes as deep as it does


class MatchSchema(Object):
    """Which calls a fault concerns."""

    error_messages = {"type": sentence("match is an object")}  # noqa: RUF012  # marshmallow's
    stray = _called("match")

    verb = Text(_IS_VERB, known=VERBS, validate=Regexp(rf"({'|'.join(VERBS)})\Z", re.IGNORECASE))
    path = Text(_IS_PATH, validate=Regexp(rf"(?!{API})[/*][^?]*\Z"))
    body = Members("is an object", validate=checked(lambda body: "" if is_plain(body) else _NOT_PLAIN))


class FaultSchema(Object):
    """A fault, as a test writes it. Loading gives a :class:`Rule` for ``Faults.add``."""

    stray = _called("a fault")

    match = part(MatchSchema, load_default=dict)
    after = whole(0, load_default=0)
    times = whole(1, load_default=None, allow_none=True)
    probability: fields.Field[Any] = number(1, load_default=1)
    then = _Then(required=True, error_messages={"required": _SAYS_WHAT})

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
    probability = fields.Raw()
    fired = Whole()


class SeedSchema(Object):
    """Where the generator of probabilities begins."""

    seed = Whole(required=True)
