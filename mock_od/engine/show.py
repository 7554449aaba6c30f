"""Declarations as text: a page for the reader, and how much of the documentation is there.

May not: know a resource.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, Final, NamedTuple

from mock_od import declare as d
from mock_od.catalog import Catalog, Documented
from mock_od.engine.evidence import MARKS, Rule, Unmarked, rules_of
from mock_od.engine.missing import page_not_yet

_WIDEST: Final = 40  # letters of a column that is not the first
_WIDTH: Final = 120  # letters of a line of the README


def page(resource: type[d.Resource]) -> str:
    """A resource as its page has it: fields, methods, versions."""
    lines = [f"{resource.__name__}  {resource.page}", "", _first(resource.__doc__)]
    if resource.table:
        lines.append(f"Table {resource.table}: its name for seeds and rows.")
    lines += ["", "Fields"]
    rows = [(field.name, field.described(), field.about + _added(field.since)) for field in resource.fields.values()]
    lines += _columns(rows)
    for method in resource.methods:
        key = f"key of {method.of}" if method.of else resource.key.name if method.by_key else ""
        address = f"/{resource.path}" + (key and f"/{{{key}}}")
        address += f"/{method.sub}" if method.sub else ""
        gone = f", gone in {method.gone}" if method.gone else ""
        lines += ["", f"{method.verb} {address}  since {method.since}{gone}, {_permissions(method)}"]
        params = [(param.name, _taken(method, param), _said(param)) for param in method.params]
        params += [(param.name, "in the URL", _said(param)) for param in (*method.query, *method.standard)]
        lines += _columns(params)
        lines += [f"  {line}" for line in _groups(method)]
        if rules := [*rules_of(method)]:
            lines += ["", "  Rules", *_columns([row for rule in rules for row in _evidence(rule)], "    ")]
    choices = [(name, one) for name, one in vars(resource).items() if isinstance(one, d.Choice)]
    if choices:
        rows = [(name, "on" if one.default else "off", one.about) for name, one in choices]
        lines += ["", "Choices: ours, where no source decides", *_columns(rows)]
    if any([*rules_of(method)] for method in resource.methods):
        lines += ["", "What a rule rests on", *_columns([(mark, text, "") for mark, text in MARKS.items()])]
    return "\n".join(line.rstrip() for line in lines)


def _first(doc: str | None) -> str:
    return (doc or "").strip().split("\n")[0]


def _added(since: str | None) -> str:
    return f" (since {since})" if since else ""


def _permissions(method: d.Method) -> str:
    """The permission, and those that it was before."""
    said = [f"{name} since {since}" if since else name for since, name in method.permissions.items()]
    return ", before ".join(said)


def _groups(method: d.Method) -> Iterator[str]:
    """What is said of parameters that belong together."""
    said = {
        "one of": method.one_of,
        "at least one of": method.any_of,
        "not more than one of": method.not_both,
        "the first that is sent of": method.first_of,
    }
    for what, groups in said.items():
        yield from (f"{what} {', '.join(param.name for param in group)}" for group in groups)


def _taken(method: d.Method, param: d.Param) -> str:
    return "required" if param in method.required else "optional"


def _said(param: d.Param) -> str:
    since = param.since
    if param.optional_since:
        return f"optional since {param.optional_since}{_added(since)}"
    if param.first:
        return f"default the first one{_added(since)}"
    if param.like:
        return f"default as {param.like}{_added(since)}"
    if param.today:
        return f"default today{_added(since)}"
    if param.default is None:
        return _added(since).strip()
    turn = param.field.to_seed()
    sent = turn(param.default) if turn else param.default
    return f"default {json.dumps(sent, ensure_ascii=False)}{_added(param.since)}"


def _evidence(rule: Rule) -> list[tuple[str, str, str]]:
    """A line for each part of a rule."""
    try:
        said = rule.evidence()
    except Unmarked:
        return [(rule.name, "unmarked", "")]
    return [("" if at else rule.name, mark, text) for at, (mark, text) in enumerate(said)]


def _columns(rows: Iterable[Sequence[str]], before: str = "  ") -> list[str]:
    """Rows of equally many texts, each column as wide as its longest text, within reason."""
    rows = list(rows)
    if not rows:
        return []
    wide = [max(map(len, column)) for column in [*zip(*rows, strict=True)][:-1]]
    wide[1:] = [min(width, _WIDEST) for width in wide[1:]]
    shown = ([*map(str.ljust, row, wide), row[-1]] for row in rows)
    return [before + "  ".join(texts) for texts in shown]


class _Page(NamedTuple):
    """What is here of a documented page.

    :param methods: those that are documented.
    :param missing: those of them that are not here yet.
    """

    name: str
    methods: Sequence[Documented]
    missing: Sequence[Documented]

    @property
    def done(self) -> int:
        return len(self.methods) - len(self.missing)


def _pages(catalog: Catalog, documented: Iterable[Mapping[str, Any]]) -> list[_Page]:
    """The documented pages, in the documentation's order."""
    resources: dict[str, list[Documented]] = {}
    for row in documented:
        one = Documented(row["verb"], row["path"], row.get("since"), row["resource"])
        resources.setdefault(one.resource, []).append(one)
    here = {(m.verb, m.sub, m.by_key, m.resource.__name__) for r in catalog.resources.values() for m in r.methods}
    pages = []
    for name, methods in resources.items():
        missing = [one for one in methods if (one.verb, "/".join(one.words), one.by_key, name) not in here]
        pages.append(_Page(name, methods, missing))
    return pages


def coverage(catalog: Catalog, documented: Iterable[Mapping[str, Any]]) -> str:
    """One line for each documented resource: how many of its methods are implemented, and which are not."""
    pages = _pages(catalog, documented)
    lines = []
    for page in pages:
        missing = ", ".join(f"{one.verb} {one.path}" for one in page.missing) if page.done else ""
        without = f"  without {missing}" if missing else ""
        lines.append(f"{page.name:<22}{page.done:>3} of {len(page.methods):>2}{without}")
    done, every = sum(page.done for page in pages), sum(len(page.methods) for page in pages)
    lines.append(f"{'all':<22}{done:>3} of {every}")
    return "\n".join(lines)


def summary(catalog: Catalog, documented: Iterable[Mapping[str, Any]]) -> str:
    """How much is here, as a paragraph of the README."""
    pages = _pages(catalog, documented)
    done, every = sum(page.done for page in pages), sum(len(page.methods) for page in pages)
    whole = [page.name for page in pages if not page.missing]
    begun = [f"{page.name} ({page.done} of {len(page.methods)})" for page in pages if page.done and page.missing]
    said = [f"**{done} of the {every} documented methods are here.** Complete: {', '.join(whole)}."]
    if begun:
        said.append(f"In part: {', '.join(begun)}.")
    rest = sum(not page.done for page in pages)
    if rest:
        said.append(f"Nothing yet of {rest} other pages: a call of one says so in its answer.")
    return "\n".join(line for text in said for line in wrap(text, _WIDTH, break_on_hyphens=False))


def index(catalog: Catalog, documented: Iterable[Mapping[str, Any]]) -> str:
    """The pages that are here, with their paths and tables, and those that are documented and missing."""
    pages = {page.name: page for page in _pages(catalog, documented)}
    rows = []
    for resource in catalog.resources.values():
        page = pages.get(resource.__name__)
        count = f"{page.done} of {len(page.methods)} methods" if page else ""
        rows.append((resource.__name__, f"/{resource.path}", resource.table or "-", count))
    lines = ["Page, path, table, methods that are here", *_columns(rows)]
    missing = [(page.name, page_not_yet(page.methods)) for page in pages.values() if not page.done]
    if missing:
        lines += ["", "Not here yet", *_columns(missing)]
    return "\n".join(line.rstrip() for line in lines)
