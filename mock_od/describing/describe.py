"""The API as an office of a version has it, from the declarations and the documentation's facts.

May not: know a resource by name.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.describing.facts import (
    ChoiceFacts,
    Description,
    EvidenceFacts,
    FieldFacts,
    GroupFacts,
    MethodFacts,
    ParameterFacts,
    ResourceFacts,
    RuleFacts,
    State,
)
from mock_od.describing.missing import missing_method, missing_resource
from mock_od.describing.names import method_id
from mock_od.describing.refusals import refusal_of, refusals
from mock_od.engine.compiled_method import CompiledMethod
from mock_od.engine.documented import default_of, documentation, path
from mock_od.engine.evidence import Rule, Unmarked, rules_of
from mock_od.versions import NEWEST, Version, exists, of_version, version

_DEVIATIONS: Final = "Known deviations:"


@lru_cache(maxsize=8)
def describe(catalog: Catalog, runs: str = NEWEST) -> Description:
    """The API as an office has it that runs this version. It is made once and kept: nobody may change it.

    Methods and parameters that this version does not have are there too, and say so.

    :param runs: the version, such as ``24.1.9``.
    :raises ValueError: when that is no version.
    """
    office, facts = version(runs), documentation()
    documented: dict[str, list[Mapping[str, Any]]] = {}
    for one in facts["methods"]:
        documented.setdefault(one["resource"], []).append(one)
    here = {resource.__name__: resource for resource in catalog.resources.values()}
    resources = []
    for name in _in_order(documented, here):
        methods, shown = documented.get(name, []), facts["fields"].get(name, [])
        if name in here:
            resources.append(_resource(catalog, here[name], methods, shown, office))
        else:
            resources.append(missing_resource(name, methods, shown, office))
    return {"version": runs, "resources": resources}


def _in_order(documented: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    """The names of all pages, in the documentation's order; those that only we have last."""
    return [*documented, *(name for name in here if name not in documented)]


def _resource(
    catalog: Catalog,
    resource: type[d.Resource],
    documented: Sequence[Mapping[str, Any]],
    shown: Sequence[Mapping[str, Any]],
    office: Version,
) -> ResourceFacts:
    fields = [_field(catalog, field, office) for field in resource.fields.values()]
    methods = [_method(catalog, method, office) for method in resource.methods]
    have = {(one["verb"], one["path"]) for one in methods}
    lacks = [one for one in documented if (one["verb"], one["path"]) not in have]
    methods += [missing_method(one, shown, office, of_a_page_here=True) for one in lacks]
    order = {(one["verb"], one["path"]): at for at, one in enumerate(documented)}
    methods.sort(key=lambda one: order.get((one["verb"], one["path"]), len(order)))
    return {
        "name": resource.__name__,
        "here": True,
        "path": f"/{resource.path}",
        "page": resource.page,
        "about": inspect.cleandoc(resource.__doc__ or ""),
        "table": resource.table,
        "key": resource.key.name if resource.table else "",
        "deviations": _deviations(resource),
        "fields": fields,
        "methods": methods,
        "choices": [
            ChoiceFacts(name=one.name, about=one.about, default=one.default)
            for one in vars(resource).values()
            if isinstance(one, d.Choice)
        ],
    }


def _deviations(resource: type[d.Resource]) -> list[str]:
    """The known deviations of a page's file, each in one line."""
    _, _, said = (inspect.getdoc(sys.modules[resource.__module__]) or "").partition(_DEVIATIONS)
    return [" ".join(one.split()) for one in f"\n{said.strip()}".split("\n- ")[1:]]


# --- fields -------------------------------------------------------------------------------------------


def _field(catalog: Catalog, field: d.Field, office: Version, *, quoted: bool = False) -> FieldFacts:
    then = field.at(office)
    return {
        "name": field.name,
        "kind": then.described(),
        "about": field.about,
        "since": field.since or "",
        "there": exists(field.since, office),
        "read_only": not field.readable or isinstance(field, d.Key),
        "tables": tables_of(field),
        "schema": then.answer_schema(catalog.tables, quoted=quoted),
        "certain": True,
    }


def _reshaped(method: d.Method, fields: list[FieldFacts]) -> list[FieldFacts]:
    """Fields of an answer; of those that a page's rule speaks of when it changes rows, no value is certain."""
    named = {name for rule in method.reshapes for name in _texts_in(rule)}
    return [FieldFacts(**{**one, "schema": {}, "certain": False}) if one["name"] in named else one for one in fields]


def _texts_in(rule: Callable[..., Any]) -> Iterator[str]:
    """The texts that stand in a function."""
    yield from (text for text in rule.__code__.co_consts if isinstance(text, str))


def tables_of(field: d.Field) -> list[str]:
    """The tables whose rows a field names."""
    if isinstance(field, d.ForeignKey):
        return list(dict.fromkeys(field.tables.values())) or [field.table]
    return [field.table] if isinstance(field, d.KeyList | d.TextKey) else []


# --- methods ------------------------------------------------------------------------------------------


def id_of(catalog: Catalog, method: d.Method) -> str:
    """The name of a method: ``id`` in its description."""
    key = catalog.key_of(method).name if method.by_key else ""
    return method_id(method.verb, path(method, key), method.resource.__name__, method.answer)


def _method(catalog: Catalog, method: d.Method, office: Version) -> MethodFacts:
    compiled = CompiledMethod(catalog, method, office)
    key = catalog.key_of(method).name if method.by_key else ""
    parameters = [_key(catalog, method, key)] if key else []
    parameters += [_parameter(compiled, param) for param in method.params]
    parameters += [_of_the_url(param, office) for param in (*method.query, *method.standard)]
    fields = method.shows or (() if method.gives or not method.resource.table else (*method.resource.fields.values(),))
    shown = [field for field in fields if field not in method.hides]
    shows = [_field(catalog, field, office, quoted=field in method.quotes) for field in shown]
    reshaped = _reshaped(method, shows)
    return {
        "id": id_of(catalog, method),
        "state": _state(method.since, method.gone, office),
        "verb": method.verb,
        "path": path(method, key),
        "name": method.name,
        "spoken": method.spoken,
        "since": method.since or "",
        "gone": method.gone or "",
        "permission": of_version(method.permissions, office),
        "permissions": dict(method.permissions),
        "parameters": parameters,
        "groups": list(_groups(method, compiled)),
        "strict": method.strict,
        "status": method.status,
        "answer": _answered(method, compiled),
        "shows": reshaped,
        "whole_row": bool(shows)
        and not (method.shows or method.hides or method.quotes or method.gives or shows != reshaped),
        "refusals": refusals(catalog, method, compiled),
        "rules": [_rule(rule) for rule in rules_of(method)],
    }


def _answered(method: d.Method, compiled: CompiledMethod) -> Any:
    """What is answered: as it is declared, or as the function says that gives it."""
    gives = str(method.gives.__annotations__.get("return", "")).removeprefix("typing.") if method.gives else ""
    if gives.startswith("list"):
        return "list"
    return "anything" if gives == "Any" else compiled.answer


def _state(since: str | None, gone: str | None, office: Version) -> State:
    if not exists(since, office):
        return "later"
    return "gone" if gone and exists(gone, office) else "here"


def _groups(method: d.Method, compiled: CompiledMethod) -> Iterator[GroupFacts]:
    """Those parameters that belong together and that this version has."""
    for group in method.one_of:
        yield {"rule": "one of", "names": _names(group, compiled)}
    for group in method.any_of:
        yield {"rule": "at least one of", "names": _names(group, compiled)}
    for group in method.not_both:
        yield {"rule": "not more than one of", "names": _names(group, compiled)}
    for group in method.first_of:
        yield {"rule": "the first that is sent of", "names": _names(group, compiled)}


def _names(group: Sequence[d.Param], compiled: CompiledMethod) -> list[str]:
    return [param.name for param in group if param.name in compiled.params]


def _rule(rule: Rule) -> RuleFacts:
    try:
        evidence = [EvidenceFacts(mark=mark, text=text) for mark, text in rule.evidence()]
    except Unmarked:
        evidence = [EvidenceFacts(mark="unmarked", text="")]
    return {"name": rule.name, "evidence": evidence}


# --- parameters ---------------------------------------------------------------------------------------


def _key(catalog: Catalog, method: d.Method, name: str) -> ParameterFacts:
    table = catalog.tables[method.of] if method.of else method.resource
    about = table.key.about or f"The key of a row of {table.table}."
    return {
        **_plain(name, "path", table.key.described(), about),
        "required": True,
        "tables": [table.table],
        "schema": {"type": "integer", "format": "int64"},
    }


def _plain(name: str, place: Any, kind: str, about: str) -> ParameterFacts:
    """A parameter of which no more is known."""
    return {
        "name": name,
        "place": place,
        "kind": kind,
        "about": about,
        "required": False,
        "since": "",
        "there": True,
        "optional_since": "",
        "has_default": False,
        "default": None,
        "otherwise": "",
        "compare": "=",
        "tables": [],
        "where": {},
        "schema": {},
        "refusal": "",
    }


def _parameter(compiled: CompiledMethod, param: d.Param) -> ParameterFacts:
    method, since = compiled.method, param.since or param.field.since
    reads = compiled.read_as(param)
    fixed = param.default is not None
    return {
        **_plain(param.name, "query" if method.verb == "GET" else "body", reads.described(), param.field.about),
        "required": param in compiled.required,
        "since": since or "",
        "there": param.name in compiled.params,
        "optional_since": param.optional_since or "",
        "has_default": fixed,
        "default": default_of(param, method) if fixed else None,
        "otherwise": _otherwise(param, method),
        "compare": param.compare if method.verb == "GET" else "=",
        "tables": tables_of(param.field),
        "where": dict(param.field.where) if isinstance(param.field, d.ForeignKey) else {},
        "schema": _taken(reads, param),
        "refusal": refusal_of(reads, from_query=method.verb == "GET"),
    }


def _taken(reads: d.Field, param: d.Param) -> dict[str, Any]:
    """The schema of what is sent, with the other ways to write a value."""
    schema = reads.taken_schema()
    if param.also and "enum" in schema:
        return {**schema, "enum": list(dict.fromkeys([*schema["enum"], *param.also]))}
    return {"type": "string"} if param.compare in ("starts", "contains") else schema


def _otherwise(param: d.Param, method: d.Method) -> str:
    """What stands for a parameter that is not sent, where it is no fixed value."""
    if param.first:
        return "the first one"
    if param.like:
        return f"as {param.like}"
    if param.today:
        return "today"
    return "as the page's rule says" if param.name in method.fills else ""


def _of_the_url(param: d.Param, office: Version) -> ParameterFacts:
    """A parameter that stands in the URL, whatever the verb."""
    field = param.form(office)
    return {
        **_plain(param.name, "query", field.described(), field.about),
        "since": param.since or "",
        "there": exists(param.since, office),
        "tables": tables_of(field),
        "schema": field.taken_schema(),
        "refusal": refusal_of(field, from_query=True),
    }
