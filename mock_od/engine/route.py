"""Which method a verb and a path mean in an office of a given version.

May not: know a resource.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from mock_od import declare as d
from mock_od import explain
from mock_od.call import Refusal
from mock_od.catalog import Catalog, Documented
from mock_od.engine.missing import method_not_yet, page_not_yet
from mock_od.suggest import nearest
from mock_od.versions import Version, exists, version

_KEY = re.compile(r"-?[0-9]{1,1000}")


def find_resource(catalog: Catalog, verb: str, segments: Sequence[str]) -> type[d.Resource]:
    """The resource that the first segment of the path names.

    :param verb: for the header that says what is missing.
    :raises Refusal: 404 when there is none.
    """
    name = segments[0] if segments else ""
    resource = catalog.resources.get(name)
    if resource is None:
        raise _no_resource(catalog, name, verb, segments[1:])
    return resource


def _no_resource(catalog: Catalog, name: str, verb: str, rest: Sequence[str]) -> Refusal:
    documented, sentence = catalog.documented(), explain.no_resource(name)
    if methods := documented.get(name):
        there = _documented(methods, "GET" if verb == "HEAD" else verb, rest)
        missing = there.spoken if there else methods[0].resource
        return Refusal(sentence, 404, hint=page_not_yet(methods), missing=missing)
    near = nearest(name.lower(), [*catalog.resources, *documented], cutoff=0.7)
    if not near:
        return Refusal(sentence, 404, hint="resources are lower-case plurals; `mock-od show` lists them")
    also = "" if near in catalog.resources else f" It is {page_not_yet(documented[near])}"
    return Refusal(sentence, 404, hint=f"did you mean /{near}?{also}")


def find_method(
    resource: type[d.Resource],
    verb: str,
    rest: Sequence[str],
    office: Version,
    runs: str,
    *,
    documented: Callable[[], Mapping[str, Sequence[Documented]]] = dict,
) -> tuple[d.Method, int | None]:
    """The method of a resource that a verb and the rest of the path mean, and the key in the path, wanted or not.

    :param runs: the office's version as text, for the hint.
    :param documented: the catalog's.
    :raises Refusal: 400 when this version has no such method, 410 when it has it no longer.
    """
    verb = "GET" if verb == "HEAD" else verb  # the server leaves the body out
    parts = [part for part in rest if part]
    key = int(parts.pop(0)) if parts and _KEY.fullmatch(parts[0]) else None
    sub = "/".join(parts)
    method = _choose(resource, verb, sub.lower(), office, by_key=key is not None)
    if method is None:
        sentence, by_key = explain.no_method(resource.path, verb, sub), key is not None
        there = _documented(documented().get(resource.path, ()), verb, rest)
        called = _called(resource.methods)
        if there and exists(there.since, office) and not called.get((verb, sub.lower())):
            if called.get((verb, "/".join(there.words).lower())):
                raise Refusal(sentence, hint=f"{there.spoken} is {verb} {there.path}")
            raise Refusal(sentence, hint=method_not_yet(there), missing=there.spoken)
        raise Refusal(sentence, hint=_why_not(resource, verb, sub.lower(), runs, there, by_key=by_key))
    if method.gone and version(method.gone) <= office:
        hint = f"{method.spoken} is gone since {method.gone}"
        raise Refusal(explain.gone(method.spoken), 410, hint=hint)
    return method, key


def _documented(methods: Sequence[Documented], verb: str, rest: Sequence[str]) -> Documented | None:
    """The method that the documentation has for a verb and the rest of the path."""
    words = [part.lower() for part in rest if part and not _KEY.fullmatch(part)]
    keys = sum(bool(_KEY.fullmatch(part)) for part in rest)
    found = [one for one in methods if one.verb == verb and [*map(str.lower, one.words)] == words]
    found = [one for one in found if keys <= max(1, one.path.count("{"))]
    return min(found, key=lambda one: ("{" in one.path) != bool(keys), default=None)


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


def _why_not(
    resource: type[d.Resource], verb: str, sub: str, runs: str, there: Documented | None, *, by_key: bool
) -> str:
    later = [method for method, _ in _called(resource.methods).get((verb, sub), ())]
    if later:
        later.sort(key=lambda method: method.by_key != by_key)
        return f"{later[0].spoken} was added in {later[0].since}; this office runs {runs}"
    if there:
        return f"{verb} {there.path} was added in {there.since}; this office runs {runs}"
    has = [f"{m.verb} /{resource.path}{'/{key}' * m.by_key}{'/' * bool(m.sub)}{m.sub}" for m in resource.methods]
    return f"{resource.__name__} has {', '.join(has)}"
