"""What the rules of a page rest on: each says it in its docstring, and ``mock-od show`` prints it.

A docstring begins with a mark and a colon, as in ``Documented: the default of the page.`` So does each further line
that rests on something else.
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
    "S": "the data layer of the desktop does so",
    "inferred": "follows from what clients do, or from what is said elsewhere",
    "ours": "no source says it",
}
"""What a rule may rest on, the strongest first."""

_MARKED = re.compile(rf"^({'|'.join(mark.capitalize() for mark in MARKS)}): ", re.MULTILINE)


class Unmarked(ValueError):
    """A rule whose docstring does not begin with a mark."""


class Evidence(NamedTuple):
    """What a part of a rule rests on, and what that part is."""

    mark: str
    text: str


class Rule(NamedTuple):
    """A function under a page.

    :param name: its name in words, with the field or parameter that it is about.
    :param function: the function itself.
    """

    name: str
    function: Callable[..., Any]

    def evidence(self) -> list[Evidence]:
        """What its docstring says, and what that rests on.

        :raises Unmarked: when it does not begin with a mark.
        """
        first, *parts = _MARKED.split(inspect.getdoc(self.function) or "")
        if first.strip() or not parts:
            raise Unmarked(f"{self.name}: its docstring begins with a mark: {', '.join(MARKS)}")
        known = {mark.capitalize(): mark for mark in MARKS}
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return [Evidence(known[mark], " ".join(text.split())) for mark, text in pairs]


def rules_of(method: d.Method) -> Iterator[Rule]:
    """The functions that a page has under a method, in the order in which they are called."""
    named: list[tuple[str, Callable[..., Any]]] = [*method.fills.items()]
    named += [("", function) for function in method.rules]
    named += method.wheres.items()
    for function in (method.sorts, method.gives, *method.prepares, method.acts, *method.afters, *method.reshapes):
        if function is not None:
            named.append(("", function))
    for name, function in named:
        yield Rule(_words(function) + (f" ({name})" if name else ""), function)


def _words(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", " ")
