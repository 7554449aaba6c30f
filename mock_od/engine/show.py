"""Declarations as text: a page for the reader, and how much of the documentation is there.

May not: know a resource.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.engine.evidence import MARKS, Rule, Unmarked, rules_of


def page(resource: type[d.Resource]) -> str:
    """A resource as its page has it: fields, methods, versions."""
    lines = [f"{resource.__name__}  {resource.page}", "", _first(resource.__doc__), "", "Fields"]
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


def _columns(rows: Iterable[tuple[str, str, str]], before: str = "  ") -> list[str]:
    rows = list(rows)
    if not rows:
        return []
    wide = [max(len(row[at]) for row in rows) for at in (0, 1)]
    wide[1] = min(wide[1], 40)
    return [f"{before}{name:<{wide[0]}}  {kind:<{wide[1]}}  {text}" for name, kind, text in rows]


def coverage(catalog: Catalog, documented: Iterable[Mapping[str, Any]]) -> str:
    """One line for each documented resource: how many of its methods are implemented, and which are not."""
    here = {(m.verb, m.sub, m.by_key, m.resource.__name__) for r in catalog.resources.values() for m in r.methods}
    resources: dict[str, list[tuple[str, bool]]] = {}
    for one in documented:
        parts = [part for part in one["path"].split("/")[2:] if part]
        by_key = bool(parts) and parts[0].startswith("{")
        sub = "/".join(part for part in parts if not part.startswith("{"))
        done = (one["verb"], sub, by_key, one["resource"]) in here
        resources.setdefault(one["resource"], []).append((f"{one['verb']} {one['path']}", done))
    lines = []
    for name, methods in resources.items():
        count = sum(done for _, done in methods)
        missing = ", ".join(spoken for spoken, done in methods if not done) if count else ""
        lines.append(f"{name:<22}{count:>3} of {len(methods):>2}{'  without ' + missing if missing else ''}")
    every = [done for methods in resources.values() for _, done in methods]
    lines.append(f"{'all':<22}{sum(every):>3} of {len(every)}")
    return "\n".join(lines)
