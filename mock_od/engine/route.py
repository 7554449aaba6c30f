"""Which method a verb and a path mean in an office of a given version.

May not: know a resource.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mock_od import declare as d
from mock_od import explain
from mock_od.call import Refusal
from mock_od.catalog import Catalog
from mock_od.suggest import nearest
from mock_od.versions import Version, version

_KEY = re.compile(r"-?[0-9]{1,1000}")


def find_resource(catalog: Catalog, segments: Sequence[str]) -> type[d.Resource]:
    """The resource that the first segment of the path names.

    :raises Refusal: 404 when there is none.
    """
    name = segments[0] if segments else ""
    resource = catalog.resources.get(name)
    if resource is None and (since := catalog.documented().get(name)):
        hint = f"/{name} is documented since {since}, and not in mock_od yet; `mock-od coverage` lists what is"
        raise Refusal(explain.no_resource(name), 404, hint=hint, missing=name)
    if resource is None:
        near = nearest(name.lower(), catalog.resources, cutoff=0.7)
        usual = "resources are lower-case plurals; `mock-od coverage` lists them"
        raise Refusal(explain.no_resource(name), 404, hint=f"did you mean /{near}?" if near else usual)
    return resource


def find_method(
    resource: type[d.Resource], verb: str, rest: Sequence[str], office: Version, runs: str
) -> tuple[d.Method, int | None]:
    """The method of a resource that a verb and the rest of the path mean, and the key in the path, wanted or not.

    :param runs: the office's version as text, for the hint.
    :raises Refusal: 400 when this version has no such method, 410 when it has it no longer.
    """
    verb = "GET" if verb == "HEAD" else verb  # the server leaves the body out
    parts = [part for part in rest if part]
    key = int(parts.pop(0)) if parts and _KEY.fullmatch(parts[0]) else None
    sub = "/".join(parts)
    method = _choose(resource, verb, sub.lower(), office, by_key=key is not None)
    if method is None:
        raise Refusal(
            explain.no_method(resource.path, verb, sub),
            hint=_why_not(resource, verb, sub.lower(), runs, by_key=key is not None),
        )
    if method.gone and version(method.gone) <= office:
        hint = f"{method.spoken} is gone since {method.gone}"
        raise Refusal(explain.gone(method.spoken), 410, hint=hint)
    return method, key


def _choose(resource: type[d.Resource], verb: str, sub: str, office: Version, *, by_key: bool) -> d.Method | None:
    """The method that this version has for it, if any."""
    there = None
    for method, since in _called(resource.methods).get((verb, sub), ()):
        if since <= office:
            if method.by_key == by_key:
                return method
            # Without a method for one row the key in the path is ignored: recorded of GET /treatplans/{id}.
            there = there or method
    return there


@lru_cache(maxsize=1024)
def _called(methods: tuple[d.Method, ...]) -> dict[tuple[str, str], list[tuple[d.Method, Version]]]:
    """Methods, each with the version that added it, by verb and sub-path, which is in small letters."""
    called: dict[tuple[str, str], list[tuple[d.Method, Version]]] = {}
    for method in methods:
        since = version(method.since) if method.since else ()
        called.setdefault((method.verb, method.sub.lower()), []).append((method, since))
    return called


def _why_not(resource: type[d.Resource], verb: str, sub: str, runs: str, *, by_key: bool) -> str:
    later = [method for method, _ in _called(resource.methods).get((verb, sub), ())]
    if later:
        later.sort(key=lambda method: method.by_key != by_key)
        return f"{later[0].spoken} was added in {later[0].since}; this office runs {runs}"
    has = [f"{m.verb} /{resource.path}{'/{key}' * m.by_key}{'/' * bool(m.sub)}{m.sub}" for m in resource.methods]
    return f"{resource.__name__} has {', '.join(has)}"
