"""What the documentation has and mock_od has not yet, in the form of all else that is described.

May not: know a resource by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mock_od import explain
from mock_od.catalog import Documented
from mock_od.describing.facts import FieldFacts, GroupFacts, JsonSchema, MethodFacts, ParameterFacts, ResourceFacts
from mock_od.describing.names import method_id
from mock_od.fields import Bool, Colour, Date, DateTime, Double, Field, Interval, Text, Time
from mock_od.versions import Version, exists
from mock_od.wire import NOT_YET

_PAGE: Final = "https://www.opendental.com/site/api{}.html"
_WHOLE: Final[JsonSchema] = {"type": "integer", "format": "int64"}
_KINDS: Final[Mapping[str, Field]] = {
    "true or false": Bool(),
    "colour": Colour(),
    "date": Date(),
    "date-time": DateTime(),
    "fraction": Double(),
    "interval": Interval(),
    "time": Time(),
    "text": Text(sql="text"),
}
_RULES: Final[Mapping[str, Any]] = {
    "one_of": "one of",
    "any_of": "at least one of",
    "at_most_one": "not more than one of",
}


def missing_resource(
    name: str, methods: Sequence[Mapping[str, Any]], shown: Sequence[Mapping[str, Any]], office: Version
) -> ResourceFacts:
    """A page of which nothing is here.

    :param methods: the documentation's facts of its methods.
    :param shown: those of its fields.
    """
    path = methods[0]["path"].split("/")[1]
    return {
        "name": name,
        "here": False,
        "path": f"/{path}",
        "page": _PAGE.format(path),
        "about": "",
        "table": "",
        "key": next((field["name"] for field in shown if field["kind"] == "key"), ""),
        "deviations": [],
        "fields": [_field(field) for field in shown],
        "methods": [missing_method(one, shown, office) for one in methods],
        "choices": [],
    }


def missing_method(
    method: Mapping[str, Any], shown: Sequence[Mapping[str, Any]], office: Version, *, of_a_page_here: bool = False
) -> MethodFacts:
    """A method that is not here.

    :param of_a_page_here: whether other methods of its page are.
    """
    verb, path = method["verb"], method["path"]
    documented = Documented(verb, path, method["since"], method["resource"])
    answer: Any = method["answer"] if method["answer"] in ("object", "list", "nothing", "text") else "object"
    names = method.get("shows")
    fields = [_field(field) for field in shown if names is None or field["name"] in names]
    known = {field["name"] for field in fields}
    fields += [_field({"name": name, "kind": "unknown", "json": ""}) for name in names or () if name not in known]
    resource, sub = path.split("/")[1], "/".join(documented.words)
    says = (400, explain.no_method(resource, verb, sub)) if of_a_page_here else (404, explain.no_resource(resource))
    params = {param["name"]: param for param in reversed(method["params"])}  # of two with one name the first
    keys = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return {
        "id": method_id(verb, path, method["resource"], answer),
        "state": "missing" if exists(method["since"], office) else "later",
        "verb": verb,
        "path": path,
        "name": "",
        "spoken": documented.spoken,
        "since": method["since"] or "",
        "gone": method.get("gone") or "",
        "permission": method["permission"],
        "permissions": {"": method["permission"]},
        "parameters": [
            *map(_key, keys),
            *(
                _parameter(params[name], verb, office)
                for name in dict.fromkeys(one["name"] for one in method["params"])
            ),
        ],
        "groups": _groups(method["params"]),
        "strict": False,
        "status": method["success"][0] if method["success"] else 201 if verb == "POST" else 200,
        "answer": answer,
        "shows": fields if answer in ("object", "list") else [],
        "whole_row": names is None and bool(fields),
        "refusals": [{"status": says[0], "sentence": says[1], "why": NOT_YET}],
        "rules": [],
    }


def _field(field: Mapping[str, Any]) -> FieldFacts:
    json = field.get("json", "")
    schema: JsonSchema = {"type": json} if json else {}
    if json.startswith("array"):
        schema = {"type": "array", "items": _WHOLE}
    return {
        "name": field["name"],
        "kind": field["kind"],
        "about": "",
        "since": field.get("since", ""),
        "there": True,
        "read_only": field["kind"] == "key" or "companionOf" in field,
        "tables": [field["table"]] if "table" in field else [],
        "schema": schema,
        "certain": True,
    }


def _key(name: str) -> ParameterFacts:
    return {**_parameter({"name": name, "kind": "key", "required": "yes"}, "GET", ()), "place": "path"}


def _parameter(param: Mapping[str, Any], verb: str, office: Version) -> ParameterFacts:
    default, optional_since = param.get("default"), param.get("optionalSince", "")
    return {
        "name": param["name"],
        "place": "query" if verb == "GET" else "body",
        "kind": param["kind"],
        "about": "",
        "required": param["required"] == "yes" and (not optional_since or not exists(optional_since, office)),
        "since": param.get("since", ""),
        "there": exists(param.get("since"), office) if office else True,
        "optional_since": optional_since,
        "has_default": default is not None,
        "default": default,
        "otherwise": str(param.get("defaultRule", "")),
        "compare": "=",
        "tables": [param["table"]] if "table" in param else [],
        "where": {},
        "schema": _taken(param),
        "refusal": "",
    }


def _taken(param: Mapping[str, Any]) -> JsonSchema:
    if param["kind"] == "enum" and param.get("allowed"):
        return {"enum": [*param["allowed"]]}
    if param["kind"] == "array":
        return {"type": "array", "items": _WHOLE}
    if param["kind"] in _KINDS:
        return _KINDS[param["kind"]].taken_schema()
    return _WHOLE if param["kind"] in ("key", "foreign key", "whole number") else {"type": "string"}


def _groups(params: Sequence[Mapping[str, Any]]) -> list[GroupFacts]:
    found: list[GroupFacts] = []
    for param in params:
        kind, _, names = param.get("condition", "").partition(":")
        group: GroupFacts = {"rule": _RULES.get(kind, "one of"), "names": names.split("|")}
        if kind in _RULES and group not in found:
            found.append(group)
    return found
