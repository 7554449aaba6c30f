"""The documentation's own examples, sent to an office that has just what their answers name.

Nothing here knows a page: what an example needs is read from its answer by the catalog's declarations. So a method is
replayed from the day it is declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from comparing import Difference, compare
from conversation import Client
from documented import (
    Documented,
    Example,
    among,
    further_examples,
    key_in,
    presupposed,
    read_examples,
    rows_of,
    write_examples,
)
from named_rows import Named, needed

from mock_od import declare as d
from mock_od.opendental import catalog

_A_DAY = "2025-06-02 09:00:00"  # of examples that say none


def methods_here() -> dict[tuple[str, str], d.Method]:
    """The declared methods by verb and documented path."""
    found = {}
    for resource in catalog().resources.values():
        for method in resource.methods:
            key = f"{{{catalog().key_of(method).name}}}" if method.by_key else ""
            found[method.verb, "/".join(filter(None, ("", resource.path, key, method.sub)))] = method
    return {(verb, f"/{path.lstrip('/')}"): method for (verb, path), method in found.items()}


def replay(shown: Documented, method: d.Method) -> list[Difference]:
    """Send all examples of a method; where its answers are not the documented ones."""
    found: list[Difference] = []
    if method.verb == "GET":
        taken: list[Example] = []
        for answer in shown.answers:
            candidates = [one for one in read_examples(shown, method, answer) if not among(one, taken)]
            if not candidates:
                found.append(Difference("", "page", "an answer", "no request of the page finds it"))
                candidates = [_plain(shown, method, answer)]
            tried = [(one, _sent(shown, method, one)) for one in candidates]
            own, differences = min(tried, key=lambda one: any(each.what == "rows" for each in one[1]))
            taken.append(own)
            found += differences
        for example in further_examples(shown, method, taken):
            found += _sent(shown, method, example)
    else:
        for example in write_examples(shown):
            found += _sent(shown, method, example)
    return [*{str(one): one for one in found}.values()]


def _plain(shown: Documented, method: d.Method, answer: Any) -> Example:
    """The request that has an answer of the page as its answer, where none of the page's own may have it."""
    row = rows_of(answer)[0]
    path = re.sub(r"{(\w+)}", lambda found: str(row.get(found[1], found[0])), shown.path)
    query = {param.name: str(row[param.name]) for param in method.required if param.name in row}
    return Example(path, query, None, answer, whole=True)


def _sent(shown: Documented, method: d.Method, example: Example) -> list[Difference]:
    """Send one request to an office that has what it needs; where its answer is not the documented one."""
    named = needed(example, method)
    found = [*named.contradictions]
    success = shown.success or ([200, 201] if method.verb == "POST" else [200])
    with _office() as api:
        found += _furnish(api, example, method, named, presupposed().get(shown.name, {}))
        got = api.call(method.verb, _address(example), example.body)
        if got.status not in success:
            return [*found, Difference("", "status", success, (got.status, got.json))]
        found += compare(example, method, got)
        # A page with an action of its own says itself what is left of the row.
        if (
            method.verb == "DELETE"
            and not method.acts
            and api.office.records.find(method.resource.table, key_in(example.path) or 0)
        ):
            found.append(Difference("", "row", "deleted", "still there"))
    return found


@contextmanager
def _office() -> Iterator[Client]:
    api = Client(world="empty")
    try:
        yield api
    finally:
        api.offices.close(api.key)


def _furnish(
    api: Client, example: Example, method: d.Method, named: Named, more: Mapping[str, Any]
) -> list[Difference]:
    """Give the office the rows, the next key and the moment of an example; the values that no row can have."""
    resource = method.resource
    office = api.office
    if resource.table and method.verb == "GET":  # a list has the documented rows and no others
        office.records.delete(resource.table)
    for table, rows in more.get("rows", {}).items():
        key = catalog().tables[table].key.name
        for row in rows:
            named.tables.setdefault(table, {}).setdefault(row[key], {}).update(row)
    beside = {table: _next(keys, named.tables.get(table, {})) for table, keys in more.get("next", {}).items()}
    for table, key in beside.items():  # a row that the call makes on the side
        named.tables.get(table, {}).pop(key, None)
    found = [*_seed(api, named)]
    api.prefer(**more.get("preferences", {}))
    if more.get("settings"):
        changed = api.put(f"/__admin/offices/{api.key}", more["settings"])
        assert changed.status == 200, changed.json
    rows = rows_of(example.answer)
    api.freeze(more.get("now") or _moment(rows, method))
    made = rows[0].get(resource.key.name) if rows and method.verb == "POST" and resource.table else None
    if made and office.records.highest(resource.table) < int(made):
        office.records.continue_at(resource.table, int(made))
    for table, key in beside.items():
        office.records.continue_at(table, key)
    return found


def _next(keys: int | list[int], named: Mapping[int, Any]) -> int:
    """The key of a row that the call makes: of those of a page's several examples, the one that the answer names."""
    given = keys if isinstance(keys, list) else [keys]
    return next((key for key in given if key in named), given[0])


def _seed(api: Client, named: Named) -> Iterator[Difference]:
    """Give the office the rows; a value that no row can have is left out and told."""
    while True:
        tables = named.seed()
        got = api.post("/__admin/seed", {"office": api.key, "tables": tables})
        if got.status == HTTPStatus.OK:
            return
        match got.json["at"]:
            case ["tables", table, int(at), member] if member in tables[table][at]:
                yield Difference(member, "seed", tables[table][at].pop(member), got.json["problem"])
            case _:
                raise AssertionError(got.json["error"])


def _moment(rows: list[dict[str, Any]], method: d.Method) -> str:
    """When an example was answered, as its stamps say."""
    fields = [*method.shows, *method.resource.fields.values()]
    clocks = [field for field in fields if isinstance(field, d.ServerTime)]
    stamps = [field for field in fields if isinstance(field, d.Date) and field.stamp] if method.verb != "GET" else []
    stamps.sort(
        key=lambda field: (
            not isinstance(field, d.DateTime),
            field.stamp == ("edit" if method.verb == "POST" else "entry"),
        )
    )
    told = [row[field.name] for field in [*clocks, *stamps] for row in rows if row.get(field.name)]
    return told[0] if told else _A_DAY


def _address(example: Example) -> str:
    return example.path + (f"?{urlencode(example.query)}" if example.query else "")
