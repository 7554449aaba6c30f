"""Which method a verb and a path mean in an office of a given version.

May not: know a resource.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from mock_od import declare as d
from mock_od.call import Refusal
from mock_od.catalog import Catalog
from mock_od.engine import explain
from mock_od.engine.plan import exists
from mock_od.versions import Version, version

_KEY = re.compile(r"-?[0-9]{1,1000}")


def find_resource(catalog: Catalog, segments: Sequence[str]) -> type[d.Resource]:
    """The resource that the first segment of the path names.

    :raises Refusal: 404 when there is none.
    """
    name = segments[0] if segments else ""
    resource = catalog.resources.get(name)
    if resource is None:
        near = get_close_matches(name.lower(), catalog.resources, n=1, cutoff=0.7)
        usual = "resources are lower-case plurals; `mock-od coverage` lists them"
        raise Refusal(explain.no_resource(name), 404, hint=f"did you mean /{near[0]}?" if near else usual)
    return resource


def find_method(
    resource: type[d.Resource], verb: str, rest: Sequence[str], office: Version, runs: str
) -> tuple[d.Method, int | None]:
    """The method of a resource that a verb and the rest of the path mean, and the key in the path.

    :param runs: the office's version as text, for the hint.
    :raises Refusal: 400 when this version has no such method, 410 when it has it no longer.
    """
    parts = [part for part in rest if part]
    key = int(parts.pop(0)) if parts and _KEY.fullmatch(parts[0]) else None
    sub = "/".join(parts)
    meant = [m for m in resource.methods if m.verb == verb and m.sub.lower() == sub.lower()]
    here = [m for m in meant if exists(m.since, office)]
    if not here:
        raise Refusal(explain.no_method(resource.path, verb, sub), hint=_why_not(resource, meant, runs))
    # Without a method for one row the key in the path is ignored: recorded of GET /treatplans/{id}.
    method = next((m for m in here if m.by_key == (key is not None)), here[0])
    if method.gone and version(method.gone) <= office:
        hint = f"{method.spoken} is gone since {method.gone}"
        raise Refusal(explain.gone(method.spoken), 410, hint=hint)
    if method.by_key and key is None:
        name = resource.key.name
        raise Refusal(explain.required(name), hint=f"write {name} in the URL: {verb} /{resource.path}/1")
    return method, key if method.by_key else None


def _why_not(resource: type[d.Resource], meant: Sequence[d.Method], runs: str) -> str:
    if meant:
        return f"{meant[0].spoken} was added in {meant[0].since}; this office runs {runs}"
    has = [
        f"{m.verb} /{resource.path}{'/{key}' if m.by_key else ''}{'/' + m.sub if m.sub else ''}"
        for m in resource.methods
    ]
    return f"{resource.__name__} has {', '.join(has)}"
