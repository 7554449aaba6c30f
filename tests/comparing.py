"""Where an answer of ours is not the documented one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from conversation import Answer
from documented import Example, meets, rows_of

from mock_od import declare as d

_ABSENT = object()


class Difference(NamedTuple):
    """Where an answer is not the documented one."""

    member: str
    """The member's name; empty where it is about the answer as a whole."""
    what: str
    """One of "status", "rows", "names", "order", "type", "value", "seed", "row" and "page"."""
    documented: Any
    ours: Any

    def __str__(self) -> str:
        where = f"{self.member}, {self.what}" if self.member else self.what
        return f"{where}: documented {self.documented!r}, ours {self.ours!r}"


def compare(example: Example, method: d.Method, got: Answer) -> list[Difference]:
    """Where an answer is not the one that the page shows."""
    if example.answer is None:
        return []
    found = []
    if _kind(example.answer) != _kind(got.json):
        found.append(Difference("", "type", _kind(example.answer), _kind(got.json)))
    theirs, ours = rows_of(example.answer), rows_of(got.json)
    if method.verb == "GET" and not example.whole:
        there = _keys(theirs, method)  # beside them there are rows that these name
        ours = [row for row in ours if _keys([row], method)[0] in there]
        theirs = _selected(theirs, ours, example.query, method)
    if not method.resource.table:  # a list that is the same in each office, of which the page shows the beginning
        ours = ours[: len(theirs)]
    keys, found_keys = _keys(theirs, method), _keys(ours, method)
    if len(theirs) != len(ours) or (method.verb == "GET" and keys != found_keys):
        found.append(Difference("", "rows", keys, found_keys))
        if len(theirs) != len(ours) or {*keys} != {*found_keys}:
            return found
        ours.sort(key=lambda row: keys.index(_keys([row], method)[0]))
    for their, our in zip(theirs, ours, strict=True):
        found += _names(their, our)
        certain = _certain(example, method, their)
        for name in (name for name in their if name in our):
            found += _member(name, their[name], our[name], certain.get(name, _ABSENT))
    return found


def _certain(example: Example, method: d.Method, their: Mapping[str, Any]) -> dict[str, Any]:
    """What this request's answer must say of a row: an answer that belongs to a like request does not tell it all."""
    if example.whole:
        return dict(their)
    if method.verb != "GET":
        return dict(example.body) if isinstance(example.body, dict) else {}
    clocks = {
        field.name for field in (*method.shows, *method.resource.fields.values()) if isinstance(field, d.ServerTime)
    }
    return {name: value for name, value in their.items() if name not in clocks}


def _selected(rows: list[dict[str, Any]], ours: list[Any], query: Mapping[str, str], method: d.Method) -> list[Any]:
    """The rows that a further request of the page finds among those that it shows."""
    for name, asked in query.items():
        compare = next((param.compare for param in method.params if param.name == name), "")
        if name == "Offset":
            rows = rows[int(asked) :]
        elif name in method.wheres or not all(name in row for row in rows):  # a rule of the page's own: not judged here
            rows = [row for row in rows if _keys([row], method)[0] in _keys(ours, method)]
        else:
            rows = [row for row in rows if meets(compare, str(row[name]).lower(), asked.lower())]
    return rows


def _keys(rows: list[dict[str, Any]], method: d.Method) -> list[Any]:
    """What tells rows from one another: their own keys, or the first one that they name where a list shows none."""
    name = method.resource.key.name if method.resource.table else ""
    if method.shows and name not in {field.name for field in method.shows}:
        name = next((field.name for field in method.shows if isinstance(field, d.ForeignKey)), "")
    found = (row.get(name) for row in rows)
    return [int(key) if isinstance(key, str) and key.isdigit() else key for key in found]  # some pages quote it


def _names(their: dict[str, Any], our: dict[str, Any]) -> Iterator[Difference]:
    yield from (Difference(name, "names", their[name], "nothing") for name in their if name not in our)
    yield from (Difference(name, "names", "nothing", our[name]) for name in our if name not in their)
    shared = [name for name in their if name in our], [name for name in our if name in their]
    if shared[0] != shared[1]:
        yield Difference("", "order", *shared)


def _member(name: str, their: Any, our: Any, certain: Any) -> Iterator[Difference]:
    if _kind(their) != _kind(our):
        yield Difference(name, "type", their, our)
    elif certain is not _ABSENT and certain != our and not (_kind(certain) != _kind(our) and _alike(certain, our)):
        yield Difference(name, "value", certain, our)


def _alike(one: Any, other: Any) -> bool:
    """Whether a value that was sent as text is the number that is answered."""
    try:
        return float(one) == float(other)
    except (TypeError, ValueError):
        return str(one) == str(other)


def _kind(value: Any) -> str:
    kinds = {dict: "object", list: "list", str: "text", bool: "boolean", int: "whole number", float: "number"}
    return kinds.get(type(value), "nothing")
