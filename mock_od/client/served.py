"""An office's journal, as a test holds it.

May not: know how a call is sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, overload

from mock_od.client.escape import escape_controls
from mock_od.client.exact import Exact
from mock_od.client.results import Expected, Lint

__tracebackhide__ = True  # pytest shows the line of the test that expected

_SHOWN = 500
_REFUSED = 400


@dataclass(frozen=True)
class Served:
    """A call of the API, and how it was answered.

    :param path: below ``/api/v1``.
    :param status: None when the connection was dropped.
    :param changed: the keys of the rows that it wrote, by table.
    :param seconds: how long it took on the office's clock.
    :param why: what was unexpected, for those that :meth:`Requests.unexpected` lists.
    """

    id: int = 0
    at: str = ""
    verb: str = ""
    path: str = ""
    query: Any = None
    body: Any = None
    status: int | None = None
    answer: Any = None
    hint: str = ""
    method: str | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    why: Sequence[str] = ()

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Served:
        """The call of an entry of the journal."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in entry.items() if name in known})

    def __str__(self) -> str:
        query = f" {_short(self.query)}" if self.query else ""
        lines = [f"{_short(self.verb)} {_short(self.path)}{query} -> {self.status or 'connection dropped'}"]
        parts = (("sent", self.body), ("answered", self.answer), ("hint", self.hint))
        lines += [f"    {name}: {_short(value)}" for name, value in parts if value not in (None, "")]
        return "\n".join(lines)


class Requests(Exact, Sequence[Served]):
    """An office's journal: the calls of the API that it answered, newest last. Each look asks the server.

    :param call: sends a call of the admin plane about this office.
    """

    __slots__ = ("_call", "_refusals")

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call
        self._refusals: list[dict[str, Any]] = []

    def filter(
        self,
        *,
        verb: str | None = None,
        path: str | None = None,
        status: int | str | None = None,
        since: int | None = None,
    ) -> list[Served]:
        """Some of the calls.

        :param path: below ``/api/v1``; ``*`` stands for anything.
        :param status: a status, or ``"4xx"``.
        :param since: the ``id`` of a call; what came after it.
        """
        found = self._call("GET", "/requests", verb=verb, path=path, status=status, since=since)["requests"]
        return [Served.read(entry) for entry in found]

    def __iter__(self) -> Iterator[Served]:
        return iter(self.filter())

    def __len__(self) -> int:
        return len(self.filter())

    @overload
    def __getitem__(self, index: int) -> Served: ...

    @overload
    def __getitem__(self, index: slice) -> list[Served]: ...

    def __getitem__(self, index: int | slice) -> Served | list[Served]:
        return self.filter()[index]

    def __repr__(self) -> str:
        return f"<Requests {[f'{one.verb} {one.path} {one.status}' for one in self]}>"

    def expect(
        self,
        verb: str | None = None,
        path: str | None = None,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        status: int | str | None = None,
        times: int | Mapping[str, int] | None = None,
    ) -> int:
        """See that the office was called so.

        :param path: below ``/api/v1``; ``*`` stands for anything.
        :param verb: in any case; None for all.
        :param query: parameters that the call must have.
        :param body: members that the call's object must have.
        :param times: exactly so often, or ``{"atLeast", "atMost", "exactly"}``; at least once where left out.
        :returns: how often it was.
        :raises AssertionError: when it was not; says which calls come nearest, and how they differ.
        """
        often = {"exactly": times} if isinstance(times, int) else times
        wanted = {"verb": verb, "path": path, "query": query, "body": body, "status": status, "times": often}
        given = {name: value for name, value in wanted.items() if value is not None}
        found: Expected = self._call("POST", "/requests/expect", given)
        if not found["matched"]:
            raise AssertionError(_explained(given, found))
        if status is not None:
            texts = {name: one if isinstance(one, str) else json.dumps(one) for name, one in (query or {}).items()}
            self._refusals.append({**given, "query": texts})  # what is no text in JSON is one in a query
        return found["count"]

    def unexpected(self) -> list[Served]:
        """The calls that were refused, or had parameters or fields that were ignored."""
        return [Served.read(entry) for entry in self._call("GET", "/requests/unexpected")["requests"]]

    def expected(self) -> set[int]:
        """The ``id`` of each refusal that :meth:`expect` was asked for, with its status, and that was there."""
        ids: set[int] = set()
        for wanted in self._refusals:
            calls = self.filter(verb=wanted.get("verb"), path=wanted.get("path"), status=wanted["status"])
            ids.update(
                one.id
                for one in calls
                if one.status is not None
                and one.status >= _REFUSED
                and _has(one.query, wanted.get("query", {}))
                and _has(one.body, wanted.get("body", {}))
            )
        return ids

    def lint(self) -> Lint:
        """What would hurt in production, and what production must have."""
        found: Lint = self._call("GET", "/lint")
        return found

    def clear(self) -> None:
        """Forget the calls."""
        self._call("DELETE", "/requests")

    def keep(self, size: int) -> None:
        """Keep so many calls from now on, the newest; 0 for none."""
        self._call("PUT", "/requests/size", {"size": size})


def _has(got: Any, wanted: Any) -> bool:
    """Whether an object has these members, at every depth; anything else is equal or not."""
    if isinstance(wanted, Mapping):
        if not wanted:
            return True
        return isinstance(got, Mapping) and all(name in got and _has(got[name], part) for name, part in wanted.items())
    return bool(got == wanted) and isinstance(got, bool) == isinstance(wanted, bool)  # for Python true is 1


def _short(value: Any) -> str:
    """A value of others for people, on one line: of a long one its beginning."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    end = "" if len(text) <= _SHOWN else f"... ({len(text)} characters)"
    return escape_controls(text[:_SHOWN]) + end


def _explained(wanted: Mapping[str, Any], found: Expected) -> str:
    calls = {name: value for name, value in wanted.items() if name != "times"}
    lines = [f"expected {_short(found.get('times'))} calls {_short(calls)}, there were {found['count']}"]
    for near in found.get("nearest", ()):
        lines.append(f"#{near['id']} {_short(near['verb'])} {_short(near['path'])}")
        lines += [f"    {_short(difference)}" for difference in near.get("differences", ())]
    if not found.get("nearest"):
        lines.append("no call comes near")
    return "\n".join(lines)
