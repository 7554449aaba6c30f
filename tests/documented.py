"""The examples of the documentation, and which of a page's requests has which of its answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from mock_od import declare as d
from mock_od.opendental import catalog

DATA = Path(__file__).parent / "data"


class Documented(NamedTuple):
    """What a page shows of one method."""

    name: str
    verb: str
    path: str
    page: str
    success: list[int]
    requests: list[tuple[str, list[tuple[str, str]]]]
    bodies: list[Any]
    answers: list[Any]

    @property
    def parts(self) -> int:
        """How many requests, bodies and answers the page shows."""
        return len(self.requests) + len(self.bodies) + len(self.answers)


class Example(NamedTuple):
    """One request of a page, and what the page shows as its answer."""

    path: str
    query: dict[str, str]
    body: Any
    answer: Any
    whole: bool
    """Whether the answer is this request's own; else it is one that the page shows for a like request."""


def documented() -> list[Documented]:
    """All methods that have an example, in the documentation's order."""
    return [Documented(**one) for one in json.loads((DATA / "examples.json").read_bytes())["examples"]]


def presupposed() -> dict[str, dict[str, Any]]:
    """By method: what its examples take for granted and neither show nor name."""
    return dict(json.loads((DATA / "presupposed.json").read_bytes())["examples"])


def read_examples(shown: Documented, method: d.Method, answer: Any) -> list[Example]:
    """The requests of a page that this answer may belong to: a page shows several, and does not say which."""
    # A page far down a list is asked for from its first row on: the rows before it are not documented.
    asked = [(path, {name: value for name, value in query if name != "Offset"}) for path, query in shown.requests]
    asked.sort(key=lambda one: (*one,) not in [(path, dict(query)) for path, query in shown.requests])
    requests = [Example(path, query, None, answer, whole=True) for path, query in asked]
    return [one for one in requests if _may_find(answer, one, method)]


def further_examples(shown: Documented, method: d.Method, taken: list[Example]) -> list[Example]:
    """The requests that no answer belongs to: with the first answer's rows, they find some of these."""
    answer = shown.answers[0] if shown.answers else None
    every = [Example(path, dict(query), None, answer, whole=False) for path, query in shown.requests]
    return [one for one in every if not among(one, taken)]


def among(example: Example, taken: list[Example]) -> bool:
    """Whether the same request is among these."""
    return (example.path, example.query) in [(one.path, one.query) for one in taken]


def _may_find(answer: Any, request: Example, method: d.Method) -> bool:
    """Whether the rows are as they are asked for. What the page itself finds by a parameter may say otherwise."""
    asked = {**request.query, **({catalog().key_of(method).name: str(key_in(request.path))} if method.by_key else {})}
    compares = {param.name: param.compare for param in method.params}
    return all(
        name not in row or name in method.wheres or meets(compares.get(name, ""), str(row[name]).lower(), value.lower())
        for row in rows_of(answer)
        for name, value in asked.items()
    )


def write_examples(shown: Documented) -> list[Example]:
    """Each body of a page, and each request without one, with its answer.

    Where there are more bodies than answers, an answer belongs to the body that it contradicts least. Where there are
    more bodies than requests, and several requests, a body goes to the row that its answer shows.
    """
    count = max(len(shown.requests), len(shown.bodies), len(shown.answers))
    bodies = [*shown.bodies, *[shown.bodies[-1] if shown.bodies else None] * count][:count]
    requests = [*shown.requests, *shown.requests[-1:] * count][:count]
    sent = [
        Example(path, dict(query), body, None, whole=False)
        for (path, query), body in zip(requests, bodies, strict=True)
    ]
    paired = dict(enumerate(shown.answers)) if len(shown.answers) == count else {}
    for answer in shown.answers if not paired else ():
        free = [at for at in range(count) if at not in paired]
        mixed = 1 < len(shown.requests) < count
        own = min(free, key=lambda at: _strife(sent[at], answer, mixed=mixed))
        paired[own] = answer
        for path, query in shown.requests if mixed else ():
            if any(key_in(path) in row.values() for row in rows_of(answer)):
                sent[own] = sent[own]._replace(path=path, query=dict(query))
    like = shown.answers[0] if shown.answers else None
    return [one._replace(answer=paired.get(at, like), whole=at in paired) for at, one in enumerate(sent)]


def _strife(example: Example, answer: Any, *, mixed: bool) -> tuple[bool, int, int]:
    """Whether an answer is about another row than the path, how much of a body it contradicts, how little it shows.

    :param mixed: whether the path may be that of another body.
    """
    if not isinstance(answer, dict) or not isinstance(example.body, dict):
        return False, 0, 0
    body, key = example.body, key_in(example.path)
    shown = [name for name in body if name in answer]
    other = key is not None and key not in answer.values() and not mixed
    return other, sum(str(body[name]) != str(answer[name]) for name in shown), -len(shown)


def key_in(path: str) -> int | None:
    """The primary key in a path."""
    numbers = [part for part in path.split("/") if part.isdigit()]
    return int(numbers[0]) if numbers else None


def rows_of(answer: Any) -> list[dict[str, Any]]:
    """The rows of an answer, be it one or a list."""
    return [row for row in (answer if isinstance(answer, list) else [answer]) if isinstance(row, dict)]


def meets(compare: str, value: str, asked: str) -> bool:
    """Whether a value is what a parameter asks for, compared as the parameter is declared."""
    verdicts = {"starts": value.startswith(asked), "contains": asked in value, ">=": value >= asked, ">": value > asked}
    return verdicts.get(compare, value == asked)
