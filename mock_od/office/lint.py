"""What a journal tells of the day when its client meets the real service: what breaks there, what takes long.

May not: know a resource, or change a journal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypedDict

from mock_od import declare as d
from mock_od.engine import formats
from mock_od.office.journal import Entry
from mock_od.office.settings import ENTERPRISE, Settings
from mock_od.versions import exists, of_version, version

_MANY = 5
"""So many reads that differ in one value only are too many."""
_BETWEEN = 3
"""So many other calls may stand between two of them."""
_PAGING = ("Limit", "Offset")
_SHOWN = 200


class Finding(TypedDict):
    """Something that would hurt: the rule's name, a sentence, and the numbers of the calls that break the rule."""

    rule: str
    problem: str
    requests: Sequence[int]


class Lint(TypedDict):
    """What would hurt in production, and what production must have.

    ``realSeconds``: how long the calls would take at the least, by the throttle.
    ``oldestVersion``: the version that has everything that was used, ``because`` of these; None where none is known.
    """

    findings: list[Finding]
    realSeconds: float
    permissions: list[str]
    oldestVersion: str | None
    because: list[str]


class _Asked(NamedTuple):
    """A call, and its parameters: read once, for there may be thousands."""

    entry: Entry
    query: Mapping[str, str]


def lint(entries: Sequence[Entry], settings: Settings) -> Lint:
    """What would hurt in production, and what production must have.

    :param settings: the office's: whether its key has larger pages and more calls, and the version it runs.
    """
    page = settings.page_limit("remote")
    calls = [_Asked(entry, entry.query) for entry in entries]
    findings = [*_pages(calls, page), *_repeated(calls, settings, page)]
    methods = {entry.method for entry in entries if entry.method}
    # Without Enterprise the pages and the pace would be others than the ones this is judged by.
    permissions = {of_version(method.permissions, settings.number) for method in methods}
    permissions |= settings.permissions & {ENTERPRISE}
    oldest, because = _oldest(calls)
    return {
        "findings": findings,
        "realSeconds": len(entries) * Settings(permissions=frozenset(permissions), faithful=True).interval,
        "permissions": sorted(permissions),
        "oldestVersion": oldest,
        "because": because,
    }


# --- lists of which only a page was read ---


class _Page(NamedTuple):
    entry: Entry
    listed: Hashable
    offset: int
    full: int


def _pages(calls: Iterable[_Asked], most: int) -> Iterator[Finding]:
    lists = (call for call in calls if call.entry.method and call.entry.method.answer == "list")
    pages = [_page(call, most) for call in lists]
    last = {(page.listed, page.offset): page.entry.number for page in pages}
    problems: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        entry, rows = page.entry, page.entry.rows()
        following = page.offset + rows
        if entry.status != 200:  # noqa: PLR2004  # only what was answered has rows
            continue
        if rows > most:
            problems[f"{_called(entry)} answered {rows} rows: in remote mode a page ends after {most}"].append(
                entry.number
            )
        # A call that asks for one row wants one, not a page.
        elif rows == page.full > 1 and last.get((page.listed, following), 0) < entry.number:
            problem = f"{_called(entry)} answered a full page of {rows} rows, and Offset={following} was not asked for"
            problems[problem].append(entry.number)
    for problem, numbers in problems.items():
        yield Finding(rule="page-not-followed", problem=problem, requests=numbers)


def _page(call: _Asked, most: int) -> _Page:
    entry, query = call
    listed = entry.path, frozenset(_filters(query).items())
    return _Page(entry, listed, _whole(query, "Offset", 0), min(most, _whole(query, "Limit", most)))


def _filters(query: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in query.items() if name not in _PAGING}


def _whole(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    return int(text[-18:]) if text.isascii() and text.isdigit() else default


def _called(entry: Entry) -> str:
    return f"{entry.verb} {entry.path}{'?' if entry.sent else ''}{entry.sent}"[:_SHOWN]


# --- one read after another where one would do ---


class _Spot(NamedTuple):
    """The one value in which a read differs from others of its kind, and what it has in common with them."""

    method: d.Method
    name: str
    common: Hashable


class _Run(NamedTuple):
    numbers: list[int]
    values: set[str]
    last: int


def _repeated(calls: Sequence[_Asked], settings: Settings, page: int) -> Iterator[Finding]:
    for spot, run in _runs(calls):
        if len(run.values) >= _MANY:
            times = f"{len(run.numbers)} times for {len(run.values)} values of {spot.name}"
            problem = f"{spot.method.spoken} was called {times}; {_instead(spot, settings, page)}"
            yield Finding(rule="n-plus-one", problem=problem, requests=run.numbers)


def _runs(calls: Sequence[_Asked]) -> Iterator[tuple[_Spot, _Run]]:
    """The reads that differ in one value only and follow one another, or nearly so."""
    running: dict[_Spot, _Run] = {}
    alike: dict[Hashable, int] = {}
    for at, call in enumerate(calls):
        entry = call.entry
        for spot, value in _spots(call, alike):
            run = running.get(spot)
            if run and at - run.last > _BETWEEN + 1:
                yield spot, run
                run = None
            run = run or _Run([], set(), at)
            run.numbers.append(entry.number)
            run.values.add(value)
            running[spot] = run._replace(last=at)
    yield from running.items()


def _spots(call: _Asked, alike: dict[Hashable, int]) -> Iterator[tuple[_Spot, str]]:
    """The values in which a read may differ from others.

    :param alike: a number for each set of parameters that the method does not know: they are compared once a call.
    """
    entry, query = call
    method = entry.method
    if method is None or method.verb != "GET":
        return
    key = next((part for part in entry.path.split("/") if part.isdigit()), None)
    if key is not None:
        name = method.resource.key.name if hasattr(method.resource, "key") else "key"
        yield _Spot(method, name, frozenset(query.items())), key
        return
    params = {param.name: param for param in method.params if param.name in query}
    unknown = frozenset(item for item in query.items() if item[0] not in params)
    number = alike.setdefault(unknown, len(alike))
    for name, param in params.items():
        # A later moment each time is no lookup: it is how changes are followed.
        if param.compare not in (">", ">="):
            others = frozenset((other, query[other]) for other in params if other != name)
            yield _Spot(method, name, (number, others)), query[name]


def _instead(spot: _Spot, settings: Settings, page: int) -> str:
    lists = [method for method in spot.method.resource.methods if _lists_all(method, spot.name, settings)]
    if not lists:
        return f"{spot.method.resource.__name__} has no list of them all, so keep what was read"
    best = min(lists, key=lambda one: (len(one.required), one is not spot.method, one.sub != spot.method.sub))
    path = "/".join(filter(None, (best.resource.path, best.sub)))
    needed = " and ".join(param.name for param in best.required)
    without = f" without {spot.name}" if any(param.name == spot.name for param in best.params) else ""
    return f"GET /{path}{without}{f' by {needed}' * bool(needed)} lists them, {page} at a time"


def _lists_all(method: d.Method, name: str, settings: Settings) -> bool:
    """Whether a method of the office's version lists rows whatever they have in that field."""
    there = exists(method.since, settings.number) and not (method.gone and exists(method.gone, settings.number))
    return there and method.answer == "list" and all(param.name != name for param in method.required)


# --- how old an Open Dental may be ---


def _oldest(calls: Iterable[_Asked]) -> tuple[str | None, list[str]]:
    """The version that has everything that was used, and what of it needs that version; None where none is known."""
    needs = {need for call in calls for need in _needs(call)}
    if not needs:
        return None, []
    oldest = max((since for _, since in needs), key=version)
    return oldest, sorted(name for name, since in needs if version(since) == version(oldest))


def _needs(call: _Asked) -> Iterator[tuple[str, str]]:
    """What a call used, each with the version that added it."""
    entry, query = call
    method = entry.method
    if method is None:
        return
    if method.since:
        yield method.spoken, method.since
    body = entry.read_body() if method.verb != "GET" else None
    sent = query if method.verb == "GET" else body if isinstance(body, Mapping) else {}
    for param in method.params:
        if param.name in sent:
            for since in filter(None, (param.since, param.field.since)):
                yield f"{method.spoken}: {param.name}", since
    yield from ((name, since) for name, since in formats.SINCE.items() if name in query)
