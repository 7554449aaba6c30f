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
from mock_od.wire import NOT_YET

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
    pages = [_page(call, page) for call in calls if _is_list(call)]
    findings = [*_not_followed(pages, page), *_overlapping(pages), *_repeated(calls, settings, page)]
    findings += [*_ignored(calls, settings), *_missing(entries)]
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
    """A list that was answered, or a page of it.

    :param listed: what it is a page of: the path and the filters.
    :param rows: how many it has.
    :param full: how many it may have in remote mode.
    """

    entry: Entry
    listed: Hashable
    offset: int
    rows: int
    full: int

    @property
    def following(self) -> int:
        """Where the next page begins."""
        return self.offset + self.rows


def _not_followed(pages: Iterable[_Page], most: int) -> Iterator[Finding]:
    last = {(page.listed, page.offset): page.entry.number for page in pages}
    problems: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        entry, rows = page.entry, page.rows
        if rows > most:
            problem = f"{_called(entry)} answered {rows} rows: in remote mode a page ends after {most}"
            problems[problem].append(entry.number)
        # A call that asks for one row wants one, not a page.
        elif rows == page.full > 1 and last.get((page.listed, page.following), 0) < entry.number:
            problem = (
                f"{_called(entry)} answered a full page of {rows} rows, and Offset={page.following} was not asked for"
            )
            problems[problem].append(entry.number)
    for problem, numbers in problems.items():
        yield Finding(rule="page-not-followed", problem=problem, requests=numbers)


def _overlapping(pages: Iterable[_Page]) -> Iterator[Finding]:
    """Later pages of a list that begin before the end of the page before them: their rows are counted twice."""
    before: dict[Hashable, _Page] = {}
    found: dict[Hashable, Finding] = {}
    for page in pages:
        earlier = before.get(page.listed)
        before[page.listed] = page
        if earlier is None or not earlier.offset < page.offset < earlier.following or not page.rows:
            continue
        twice = min(earlier.following, page.following) - page.offset
        problem = (
            f"{_called(page.entry)} answered {twice} rows that {_called(earlier.entry)} had answered;"
            f" the next page began at Offset={earlier.following}"
        )
        first = found.setdefault(page.listed, Finding(rule="overlapping-pages", problem=problem, requests=[]))
        first["requests"] = [*first["requests"], page.entry.number]
    yield from found.values()


def _is_list(call: _Asked) -> bool:
    method = call.entry.method
    return method is not None and method.answer == "list" and call.entry.status == 200  # noqa: PLR2004  # or no rows


def _page(call: _Asked, most: int) -> _Page:
    entry, query = call
    listed = entry.path, frozenset(_filters(query).items())
    full = min(most, _whole(query, "Limit", most))
    return _Page(entry, listed, _whole(query, "Offset", 0), entry.rows(), full)


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
    method = call.entry.method
    if method is None:
        return
    if method.since:
        yield method.spoken, method.since
    yield from ((f"{method.spoken}: {name}" if of_ours else name, since) for name, since, of_ours in _dated(call))


# --- what the office's version passes over ---


def _ignored(calls: Iterable[_Asked], settings: Settings) -> Iterator[Finding]:
    """Parameters and fields that are newer than the version that the office runs."""
    found: dict[str, list[int]] = defaultdict(list)
    for call in calls:
        entry = call.entry
        if entry.method is None or entry.status is None or entry.status >= 400:  # noqa: PLR2004  # it was refused
            continue
        for name, since, _ in _dated(call):
            if not exists(since, settings.number):
                runs = f"it was added in {since}, and the office runs {settings.version}"
                found[f"{entry.method.spoken} ignored {name}: {runs}"].append(entry.number)
    for problem, numbers in found.items():
        yield Finding(rule="ignored-parameter", problem=problem, requests=numbers)


def _dated(call: _Asked) -> Iterator[tuple[str, str, bool]]:
    """The parameters and fields that were sent, the versions that added them, and whether they are the method's own."""
    entry, query = call
    if entry.method is None:
        return
    body = entry.read_body() if entry.method.verb != "GET" else None
    sent = query if entry.method.verb == "GET" else body if isinstance(body, Mapping) else {}
    for param in entry.method.params:
        if param.name in sent:
            for since in filter(None, (param.since, param.field.since)):
                yield param.name, since, True
    yield from ((name, since, False) for name, since in formats.SINCE.items() if name in query)


# --- what is documented, and not here yet ---


def _missing(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Methods that a real office has: what a test found out about them here holds of this server alone."""
    found: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        for line in entry.hint.split("; "):
            if NOT_YET in line:
                found[f"{_called(entry)}: {line}"].append(entry.number)
    for problem, numbers in found.items():
        yield Finding(rule="not-in-mock-od", problem=problem, requests=numbers)
