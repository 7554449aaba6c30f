"""A method of the API as an operation of OpenAPI.

May not: know a resource by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mock_od.describing import FieldFacts, MethodFacts, ParameterFacts, RefusalFacts, ResourceFacts
from mock_od.describing.examples import Example
from mock_od.schema import one_of
from mock_od.wire import API, HINT

SENTENCE: Final = {"$ref": "#/components/schemas/Sentence"}
_JSON: Final = "application/json"
_KEYS: Final[list[dict[str, list[str]]]] = [{"keys": []}]
_MOST_SENTENCES: Final = 40
_REASONS: Final = {
    400: "Refused: the API's sentence.",
    401: "Not allowed with these keys.",
    404: "Not found.",
    410: "Gone in this version.",
}


def row_name(resource: ResourceFacts) -> str:
    """The name of the schema of a resource's rows: TreatPlan."""
    return one_of(resource["name"])


def object_of(fields: Sequence[FieldFacts]) -> dict[str, Any]:
    """The schema of an answer's object: all its fields are there, always."""
    there = [field for field in fields if field["there"]]
    if not there:
        return {"type": "object", "additionalProperties": True}
    return {
        "type": "object",
        "properties": {field["name"]: _shown(field) for field in there},
        "required": [field["name"] for field in there if field["certain"]],
    }


def _shown(field: FieldFacts) -> dict[str, Any]:
    about = field["about"] or (f"The key of a row of {' or '.join(field['tables'])}." if field["tables"] else "")
    more: dict[str, Any] = {"description": about} if about else {}
    if field["since"]:
        more["x-since"] = field["since"]
    return {**_of_one_type(field["schema"]), **more}


def _of_one_type(schema: dict[str, Any]) -> dict[str, Any]:
    """Names and numbers apart, where an enum has both: programs that make clients want one type for each."""
    numbers = [one for one in schema.get("enum", ()) if isinstance(one, int)]
    if not numbers or len(numbers) == len(schema["enum"]):
        return schema
    names = [one for one in schema["enum"] if one not in numbers]
    return {"oneOf": [{"type": "integer", "enum": numbers}, {"type": "string", "enum": names}]}


def operation(resource: ResourceFacts, method: MethodFacts, example: Example | None) -> dict[str, Any]:
    """The operation of a method that a version has, or that is missing."""
    there = [one for one in method["parameters"] if one["there"]]
    in_url = [one for one in there if one["place"] != "body"]
    made: dict[str, Any] = {
        "operationId": method["id"],
        "tags": [resource["name"]],
        "summary": method["spoken"] + (" (documented, not in mock_od yet)" if method["state"] == "missing" else ""),
        "description": "\n\n".join(_told(resource, method)),
        "parameters": [_parameter(one, example) for one in in_url],
    }
    body = [one for one in there if one["place"] == "body"]
    if method["verb"] in ("POST", "PUT") and body:
        made["requestBody"] = _body(body, example)
    made["responses"] = _responses(resource, method, example)
    made["security"] = _KEYS
    if method["state"] == "gone":
        made["deprecated"] = True
    said = {"x-since": method["since"], "x-gone": method["gone"], "x-permission": method["permission"]}
    made |= {name: text for name, text in said.items() if text}
    made["x-missing"] = method["state"] == "missing"
    if len(method["permissions"]) > 1:
        made["x-permissions"] = method["permissions"]
    if method["groups"]:
        made["x-groups"] = method["groups"]
    if method["rules"]:
        made["x-rules"] = method["rules"]
    return made


def _told(resource: ResourceFacts, method: MethodFacts) -> Iterator[str]:
    """What a reader is told of a method."""
    if method["state"] == "missing":
        yield "The documentation has this method. mock_od answers as the real API answers what it does not know."
    since = method["since"] or "a version that no source names"
    yield f"Since {since}. It needs the permission {method['permission']}."
    for group in method["groups"]:
        yield f"Send {group['rule']}: {', '.join(group['names'])}."
    if method["strict"]:
        yield "A parameter that it does not know is refused."
    yield f"The documentation: {resource['page']}"


# --- what is sent -------------------------------------------------------------------------------------


def _about(one: ParameterFacts) -> str:
    """A parameter in words."""
    said = [one["about"]]
    if one["tables"] and one["place"] != "path":
        condition = " and ".join(f"{name} {word}" for name, word in one["where"].items())
        said.append(f"The key of a row of {' or '.join(one['tables'])}{condition and f' with {condition}'}.")
    if one["compare"] not in ("=", ""):
        words = {"day": "on that day", "starts": "that begin so", "contains": "that contain it"}
        said.append(f"Rows {words.get(one['compare'], 'with ' + one['compare'])}.")
    if one["otherwise"]:
        said.append(f"By default: {one['otherwise']}.")
    return " ".join(filter(None, said))


def _since(one: ParameterFacts) -> dict[str, str]:
    names = {"since": "x-since", "optional_since": "x-optional-since"}
    return {name: str(one[fact]) for fact, name in names.items() if one[fact]}  # type: ignore[literal-required]  # these two


def _schema(one: ParameterFacts) -> dict[str, Any]:
    default = {"default": one["default"]} if one["has_default"] else {}
    return {**one["schema"], **default}


def _parameter(one: ParameterFacts, example: Example | None) -> dict[str, Any]:
    """A parameter in the path or in the query."""
    made: dict[str, Any] = {
        "name": one["name"],
        "in": one["place"],
        "required": one["required"],
        "description": _about(one),
        "schema": _schema(one),
        **_since(one),
    }
    if one["schema"].get("type") == "array":
        made |= {"style": "form", "explode": False}
    if example and one["place"] == "path":
        made["example"] = example["key"]
    elif example and one["name"] in example["query"]:
        text = example["query"][one["name"]]
        kind = one["schema"].get("type")
        made["example"] = int(text) if kind == "integer" else text.split(",") if kind == "array" else text
    return made


def _body(body: Sequence[ParameterFacts], example: Example | None) -> dict[str, Any]:
    required = [one["name"] for one in body if one["required"]]
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {one["name"]: {**_schema(one), "description": _about(one), **_since(one)} for one in body},
    }
    if required:
        schema["required"] = required
    content: dict[str, Any] = {"schema": schema}
    if example and example["body"] is not None:
        content["example"] = example["body"]
    return {"required": True, "content": {_JSON: content}}


# --- what is answered ---------------------------------------------------------------------------------


def _responses(resource: ResourceFacts, method: MethodFacts, example: Example | None) -> dict[str, Any]:
    made: dict[str, Any] = {str(method["status"]): _done(resource, method, example)}
    refused = method["refusals"]
    for status in sorted({400, 401, 404} | {one["status"] for one in refused}):
        made[str(status)] = _refused(status, [one for one in refused if one["status"] == status])
    if method["gone"]:
        made["410"] = _refused(410, [])
    made["429"] = {"$ref": "#/components/responses/TooMany"}
    made["503"] = {"$ref": "#/components/responses/Busy"}
    made["504"] = {"$ref": "#/components/responses/TimedOut"}
    return made


def _done(resource: ResourceFacts, method: MethodFacts, example: Example | None) -> dict[str, Any]:
    made: dict[str, Any] = {"description": "Done."}
    headers = {HINT: {"$ref": "#/components/headers/Hint"}}
    if method["status"] == 201:  # noqa: PLR2004  # "created"
        headers["Location"] = {"$ref": "#/components/headers/Location"}
    made["headers"] = headers
    if method["answer"] != "nothing":
        content: dict[str, Any] = {"schema": _answered(resource, method)}
        if example:
            content["example"] = example["answer"]
        made["content"] = {_JSON: content}
    return made


def _answered(resource: ResourceFacts, method: MethodFacts) -> dict[str, Any]:
    if method["answer"] in ("text", "anything"):
        return {"type": "string"} if method["answer"] == "text" else {}
    row = object_of(method["shows"])
    if method["whole_row"]:
        row = {"$ref": f"#/components/schemas/{row_name(resource)}"}
    return {"type": "array", "items": row} if method["answer"] == "list" else row


def _refused(status: int, refusals: Sequence[RefusalFacts]) -> dict[str, Any]:
    """A refusal, with its sentences as examples; those that say all before those with a name in braces."""
    content: dict[str, Any] = {"schema": SENTENCE}
    if refusals:
        told = sorted(refusals, key=lambda one: "{" in one["sentence"])[:_MOST_SENTENCES]
        content["examples"] = {
            f"sentence{number}": {"summary": one["why"], "value": one["sentence"]} for number, one in enumerate(told, 1)
        }
    return {
        "description": _REASONS.get(status, "Refused."),
        "headers": {HINT: {"$ref": "#/components/headers/Hint"}},
        "content": {_JSON: content},
    }


def paths(resources: Sequence[ResourceFacts], examples: Mapping[str, Example]) -> dict[str, dict[str, Any]]:
    """The operations of a description, by path and verb.

    :param examples: by the method's id.
    """
    found: dict[str, dict[str, Any]] = {}
    for resource in resources:
        for method in resource["methods"]:
            if method["state"] != "later":
                verbs = found.setdefault(API + method["path"], {})
                verbs[method["verb"].lower()] = operation(resource, method, examples.get(method["id"]))
    return found
