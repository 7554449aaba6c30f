"""The admin plane as operations of OpenAPI: its calls say their schemas, and apispec turns these into JSON schemas.

May not: know a resource by name, or what a call does.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import Any, Final

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields

from mock_od.office.settings_schema import Moment
from mock_od.plane import answers, calls, offices, rows
from mock_od.plane.binding import CALLS, Call
from mock_od.validation import Flag, Members, Number, Strict, Text, Whole
from mock_od.wire import ADMIN, GENERATION

_UNNAMED: Final = "GeneratedSchema"  # marshmallow's name
_PLACES: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
_TYPES: Final = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object", list: "array"}
_PARTS: Final = {
    "key": "A customer key.",
    "table": "A table of the database.",
    "row": "The primary key of a row.",
    "name": "A snapshot's name.",
    "number": "The id of a fault.",
}
_SAY_NO_MORE: Final = {kind.says for kind in (Flag, Members, Number, Text, Whole)}
"""What fields say that says no more than their type."""
_MISTAKE: Final = {"$ref": "#/components/schemas/AdminMistake"}
_WHERE_CALLS_ARE: Final = (answers, calls, offices, rows)  # their import makes the calls
_FULL: Final = 503
_REASONS: Final = {
    400: "It cannot be done so: the error says what is wrong, where, and what to do.",
    401: "The token is missing or wrong.",
    403: "Without a token the plane is open to this machine alone.",
    404: "There is no such office, table, row, snapshot or fault.",
    405: "No call has this verb.",
    413: "The body is too long.",
    _FULL: "There is no room for one more office.",
}


def plane_paths(tag: str) -> dict[str, Any]:
    """The operations of the plane, by path and verb."""
    return dict(_spec(tag).to_dict()["paths"])


def plane_schemas() -> dict[str, Any]:
    """The schemas that they name."""
    return dict(_spec("").to_dict()["components"]["schemas"])


@cache
def _spec(tag: str) -> APISpec:
    plugin = MarshmallowPlugin(schema_name_resolver=_name_of)
    spec = APISpec("", "", "3.1.0", plugins=[plugin])
    plugin.converter.add_attribute_function(_as_it_is_read)  # type: ignore[union-attr]  # the line above made it
    spec.components.schema(
        "AdminMistake",
        {
            "type": "object",
            "properties": {
                "error": {"type": "string", "description": "What is wrong, where, and what to do."},
                "at": {"type": "array", "items": {"type": ["string", "integer"]}},
                "problem": {"type": "string", "description": "The same without the place."},
                "known": {"type": "array", "items": {}, "description": "The names or values that may stand there."},
            },
            "required": ["error", "at", "problem", "known"],
        },
    )
    for call in CALLS:
        path, parameters = _path(call)
        spec.path(path, operations={call.verb.lower(): _operation(call, parameters, tag)})
    return spec


def _name_of(schema: Any) -> str:
    """The name of a schema; none for a part of another one, which then stands in that."""
    kind = schema if isinstance(schema, type) else type(schema)
    name = _bodies().get(kind, "") if kind.__name__ == _UNNAMED else kind.__name__
    return f"Admin{name}" if name else ""


@cache
def _bodies() -> dict[type[Schema], str]:
    """The names of bodies whose schemas have none of their own."""
    return {call.body: f"{_camel(call)}Body" for call in CALLS if call.body}


def _camel(call: Call) -> str:
    return "".join(word.capitalize() for word in call.view.__name__.split("_"))


def _path(call: Call) -> tuple[str, list[dict[str, Any]]]:
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PARTS.get(name, ""),
            "schema": {"type": "integer", "minimum": 0} if kind == "int" else {"type": "string", "minLength": 1},
        }
        for kind, name in _PLACES.findall(call.path)
    ]
    return ADMIN + _PLACES.sub(r"{\2}", call.path), parameters


def _operation(call: Call, parameters: list[dict[str, Any]], tag: str) -> dict[str, Any]:
    told = inspect.getdoc(call.view) or ""
    query = _query(call.query)
    made: dict[str, Any] = {
        "operationId": f"admin{_camel(call)}",
        "tags": [tag],
        "summary": told.split("\n")[0],
        "parameters": [*parameters, *query],
        "security": [{"token": []}, {}],
        "responses": {
            str(call.status): {
                "description": "Done.",
                "headers": {
                    GENERATION: {"description": "Grows with each change of rows.", "schema": {"type": "integer"}}
                },
                "content": {"application/json": {"schema": call.answer}},
            },
            **{str(status): _mistake(status) for status in _REASONS if status != _FULL or call.opens},
        },
    }
    if call.body:
        made["requestBody"] = {"content": {"application/json": {"schema": call.body}}}
    return made


def _query(schema: type[Schema] | None) -> list[dict[str, Any]]:
    """The parameters of a query; of one that may have any name, one for all of them."""
    if schema is None:
        return []
    if getattr(schema, "any_members", None):
        any_name = {"type": "object", "additionalProperties": {"type": "string"}}
        about = "Columns and the values that rows must have there."
        return [
            {
                "name": "columns",
                "in": "query",
                "style": "form",
                "explode": True,
                "schema": any_name,
                "description": about,
            }
        ]
    return [{"in": "query", "schema": schema}]


def _mistake(status: int) -> dict[str, Any]:
    return {"description": _REASONS[status], "content": {"application/json": {"schema": _MISTAKE}}}


def _as_it_is_read(_converter: Any, field: fields.Field[Any], *, ret: dict[str, Any]) -> dict[str, Any]:
    """What our own fields know beside what marshmallow's do."""
    more: dict[str, Any] = {}
    if ret.get("default", ...) is None:
        del ret["default"]
    if isinstance(field, Moment):
        ret.pop("format", None)
        ret["pattern"] = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2})?\Z"
    if ret.get("pattern"):
        more["pattern"] = f"^(?:{ret['pattern']})".replace(r"\Z", "$")
    if isinstance(field, Strict):
        says = str(getattr(field, "says", ""))
        if says and says not in _SAY_NO_MORE:
            more["description"] = says
        kinds = [_TYPES[kind] for kind in getattr(type(field), "json", ())]
        if kinds and ("type" not in ret or (ret["type"] == "string" and len(kinds) > 1)):
            kinds += ["null"] if field.allow_none else []
            more["type"] = kinds if len(kinds) > 1 else kinds[0]
        if field.known and ret.get("type") == "string" and "enum" not in ret:
            more["enum"] = [*field.known]
    if isinstance(field, Members) and not isinstance(field.value_field, fields.Field):
        more["additionalProperties"] = True
    return more
