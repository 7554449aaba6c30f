"""What the rules of a page rest on: each says it in its docstring, and ``mock-od show`` prints it.

A docstring begins with a mark and a colon, as in ``Documented: a Saved plan is never the Active one.`` Further lines
that begin with a mark are further statements. What has no mark is said of no rule.
May not: know a resource.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from mock_od import declare as d

MARKS = {
    "recorded": "a real office answered so",
    "documented": "the page says so",
    "S": "the data layer of the desktop program does so",
    "inferred": "follows from what clients do, or from what is said elsewhere",
    "ours": "no source says it",
}
"""What a rule may rest on, the strongest first."""

_STATEMENT = re.compile(rf"^({'|'.join(mark.capitalize() for mark in MARKS)}): ", re.MULTILINE)


class Unmarked(ValueError):
    """A rule whose docstring does not begin with a mark."""


class Statement(NamedTuple):
    """A part of a rule, and what it rests on."""

    mark: str
    text: str


class Rule(NamedTuple):
    """A function under a page.

    :param name: its name in words, with the field or parameter that it is about.
    :param function: the function itself.
    """

    name: str
    function: Callable[..., Any]

    def statements(self) -> list[Statement]:
        """What its docstring says, and what that rests on.

        :raises Unmarked: when it does not begin with a mark.
        """
        first, *parts = _STATEMENT.split(inspect.getdoc(self.function) or "")
        if first.strip() or not parts:
            raise Unmarked(f"{self.name}: its docstring begins with a mark: {', '.join(MARKS)}")
        known = {mark.capitalize(): mark for mark in MARKS}
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return [Statement(known[mark], " ".join(text.split())) for mark, text in pairs]


def rules_of(method: d.Method) -> Iterator[Rule]:
    """The functions that a page has under a method, in the order in which they are called."""
    yield from (Rule(_words(function), function) for function in method.rules)
    about: list[tuple[str, Callable[..., Any]]] = [*method.fills.items(), *method.wheres.items()]
    for name, function in about:
        yield Rule(_words(function) + (f" ({name})" if name else ""), function)
    later: list[Callable[..., Any] | None] = [method.sorts, method.gives, *method.prepares, method.acts]
    later += [*method.afters, *method.reshapes]
    yield from (Rule(_words(function), function) for function in later if function is not None)


def _words(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", " ")
