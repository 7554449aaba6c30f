"""What the documentation says of methods and fields, beside what is declared here.

Read by tests, by ``mock-od coverage``, where the API is described, and for a row with a column that there is not; never
by a server before that.
May not: know a resource by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from mock_od import declare as d
from mock_od.catalog import Catalog

_HERE = Path(__file__).parent.parent
_UNKNOWN = ("conditional", "unknown")


class Difference(NamedTuple):
    """A fact of the documentation that is declared otherwise, or the other way round.

    :param where: the resource, or the method as our sentences call it, and the field or parameter.
    :param what: which fact: "fields", "order", "kind", "names", "since", "required", "default"...
    """

    where: str
    what: str
    documented: Any
    ours: Any

    def __str__(self) -> str:
        return f"{self.where}, {self.what}: documented {self.documented!r}, ours {self.ours!r}"


class OnPurpose(NamedTuple):
    """A difference that is meant, with its reason."""

    where: str
    what: str
    reason: str


def documentation() -> dict[str, Any]:
    """The documentation's facts: ``methods``, in its order, and ``fields`` by resource, in the order of answers."""
    return dict(json.loads((_HERE / "documented.json").read_bytes()))


@cache
def _answered() -> dict[str, frozenset[str]]:
    """The names that the documented answers of each page have, by the primary key of its rows."""
    pages = documentation()["fields"].values()
    keys = ((next((one["name"] for one in page if one["kind"] == "key"), ""), page) for page in pages)
    return {key: frozenset(field["name"] for field in page) for key, page in keys if key}


def answered(key: str) -> frozenset[str]:
    """The names that documented answers have of a row, whether or not its page is here.

    :param key: the name of its primary key.
    :returns: none where no documented page has rows with this key.
    """
    return _answered().get(key, frozenset())


def on_purpose() -> list[OnPurpose]:
    """The differences that are meant, page by page."""
    pages = json.loads((_HERE / "differences.json").read_bytes())
    return [OnPurpose(one["where"], one["what"], one["reason"]) for page in pages.values() for one in page]


def differences(catalog: Catalog, documented: Mapping[str, Any]) -> Iterator[Difference]:
    """Compare every declared page with the documentation."""
    methods = {(one["resource"], one["verb"], one["path"]): one for one in documented["methods"]}
    for resource in catalog.resources.values():
        yield from _fields(resource, documented["fields"].get(resource.__name__, []))
        for method in resource.methods:
            where = path(method, catalog.key_of(method).name if method.by_key else "")
            there = methods.get((resource.__name__, method.verb, where))
            if there is None:
                yield Difference(method.spoken, "path", "no such method", where)
            else:
                yield from _method(method, there)


def path(method: d.Method, key: str) -> str:
    """A method's path as the documentation writes it: ``/treatplans/{TreatPlanNum}``.

    :param key: the name of the key in the URL; empty where it has none.
    """
    return "/" + "/".join(filter(None, (method.resource.path, key and f"{{{key}}}", method.sub)))


# --- fields ------------------------------------------------------------------------------------------


def _fields(resource: type[d.Resource], documented: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    here, ours = resource.__name__, resource.fields
    theirs = {field["name"]: field for field in documented}
    yield from (Difference(f"{here}.{name}", "field", "there", "missing") for name in theirs if name not in ours)
    if not theirs:
        return
    yield from (Difference(f"{here}.{name}", "field", "missing", "there") for name in ours if name not in theirs)
    shared = [name for name in theirs if name in ours], [name for name in ours if name in theirs]
    if shared[0] != shared[1]:
        yield Difference(here, "order", *shared)
    for name in shared[0]:
        their, our = theirs[name], ours[name]
        where = f"{here}.{name}"
        renamed = their.get("companionOf") == our.column and not our.computed  # a column that the API spells otherwise
        companion = "companionOf" in their and not renamed
        if companion != our.computed:
            yield Difference(where, "kind", _said_kind(their), our.kind)
        elif not companion:
            yield from _kind(where, their, our)
        if "since" in their or our.since not in (None, their.get("perhapsSince")):
            yield from _differ(where, "since", their.get("since"), our.since)


def _said_kind(their: Mapping[str, Any]) -> str:
    return f"companion of {their['companionOf']}" if "companionOf" in their else str(their["kind"])


def _kind(where: str, their: Mapping[str, Any], our: d.Field) -> Iterator[Difference]:
    if their["kind"] != our.kind:
        yield Difference(where, "kind", their["kind"], our.kind)
    elif isinstance(our, d.Enum) and their.get("allowed"):
        yield from _enum(where, their, our)
    elif isinstance(our, d.ForeignKey) and their.get("table", our.table) != our.table:
        yield Difference(where, "table", their["table"], our.table)


def _enum(where: str, their: Mapping[str, Any], our: d.Enum) -> Iterator[Difference]:
    allowed = their["allowed"]
    yield from _differ(where, "names", allowed, [*our.numbers])
    numbers = their.get("numbers", range(len(allowed)))
    if numbers:  # else no source has them
        theirs = {name: number for name, number in zip(allowed, numbers, strict=True) if name in our.numbers}
        yield from _differ(where, "numbers", theirs, {name: our.numbers[name] for name in theirs})


# --- methods -----------------------------------------------------------------------------------------


def _method(method: d.Method, documented: Mapping[str, Any]) -> Iterator[Difference]:
    here = method.spoken + (" (single)" if method.by_key and method.verb == "GET" else "")
    yield from _differ(here, "since", documented["since"], method.since)
    yield from _differ(here, "gone", documented.get("gone"), method.gone)
    yield from _differ(here, "permission", documented["permission"], method.permission)
    if documented["success"] and method.status not in documented["success"]:
        yield Difference(here, "status", documented["success"], method.status)
    if documented["answer"] in ("object", "list", "nothing"):
        yield from _differ(here, "answer", documented["answer"], method.answer)
    if shows := documented.get("shows"):
        fields = method.shows or method.resource.fields.values()
        yield from _differ(here, "shows", shows, [field.name for field in fields if field not in method.hides])
    theirs = {param["name"]: param for param in documented["params"]}
    ours = {param.name: param for param in method.params}
    for name, param in theirs.items():
        where = f"{here}, parameter {name}"
        if name in ours:
            yield from _param(where, param, ours[name], method)
        else:
            yield Difference(where, "parameter", "there", "missing")
    for name in ours:
        if name not in theirs:
            yield Difference(f"{here}, parameter {name}", "parameter", "missing", "there")


def _param(where: str, their: Mapping[str, Any], our: d.Param, method: d.Method) -> Iterator[Difference]:
    if their["required"] not in _UNKNOWN:
        required = our in method.required and not our.optional_since
        yield from _differ(where, "required", their["required"], "yes" if required else "no")
    yield from _differ(where, "optional since", their.get("optionalSince"), our.optional_since)
    since = their.get("since")
    yield from _differ(where, "since", since, our.since)
    kind = our.field.kind
    alike = {
        "foreign key": "whole number",
        "key": "whole number",
        "name": "text",
        "companion": "text",
        "interval": "text",
        "list of keys": "array",
    }
    if isinstance(our.field, d.Number):
        alike["enum"] = "whole number"
    if their["kind"] not in (kind, alike.get(kind)):
        yield Difference(where, "kind", their["kind"], kind)
    elif isinstance(our.field, d.Enum) and their.get("allowed"):
        taken = {*map(str, our.field.numbers), *our.also}
        strange = [name for name in map(str, their["allowed"]) if name not in taken]
        if strange:
            yield Difference(where, "names", strange, [*our.field.numbers])
    if isinstance(our.field, d.ForeignKey) and isinstance(category := their.get("category"), int):
        yield from _differ(where, "category", category, our.field.where.get("Category"))
    yield from _condition(where, their, our, method)
    if "defaultRule" in their and method.verb == "POST" and not _is_filled(our, method):
        yield Difference(where, "default", their["defaultRule"], "no function")
    elif "default" in their and our.name not in method.fills:
        ours = default_of(our, method)
        if _plain(ours) != _plain(their["default"]):
            yield Difference(where, "default", their["default"], ours)


def _condition(where: str, their: Mapping[str, Any], our: d.Param, method: d.Method) -> Iterator[Difference]:
    """Whether parameters of which one must be sent stand in a group."""
    kind, _, said = their.get("condition", "").partition(":")
    if kind == "one_of":
        groups = [[one.name for one in group] for group in (*method.one_of, *method.any_of, *method.first_of)]
        if not any(our.name in group for group in groups):
            yield Difference(where, "condition", f"one of {said.replace('|', ', ')}", "no group")


def _is_filled(param: d.Param, method: d.Method) -> bool:
    """Whether something other than a fixed value stands for a parameter that is not sent."""
    return param.name in method.fills or bool(param.like) or param.today or param.first or method.acts is not None


def default_of(param: d.Param, method: d.Method) -> Any:
    """What stands for a parameter that is not sent, as it would be sent; empty where nothing does."""
    turn = param.field.to_seed()
    if param.default is not None:
        return turn(param.default) if turn else param.default
    if method.verb == "POST":
        return turn(param.field.default) if turn else param.field.default
    return ""


def _plain(value: Any) -> str:
    """A default as text, all that means none or nothing alike."""
    text = f"{value:g}" if isinstance(value, int | float) else str(value)
    return "" if text in ("false", "0", "None", "0001-01-01") else text


def _differ(where: str, what: str, documented: Any, ours: Any) -> Iterator[Difference]:
    if documented != ours:
        yield Difference(where, what, documented, ours)


def told(found: Iterable[Difference], meant: Iterable[OnPurpose]) -> str:
    """A line for each difference, with its reason where it is meant."""
    reasons = {(one.where, one.what): one.reason for one in meant}
    lines = []
    for one in found:
        reason = reasons.get((one.where, one.what), "not meant: mend the page, or say why in mock_od/differences.json")
        lines.append(f"{_short(one)}\n  {reason}")
    return "\n".join(lines)


def _short(difference: Difference) -> str:
    """A difference in one line: of two long lists, what is in the one and not in the other."""
    where, what, theirs, ours = difference
    if what == "names" and isinstance(theirs, list) and isinstance(ours, list) and {*theirs} != {*ours}:
        theirs, ours = [name for name in theirs if name not in ours], [name for name in ours if name not in theirs]
    return str(Difference(where, what, theirs, ours))
