"""The OpenAPI document of an office's API and of the admin plane.

May not: know a resource by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mock_od import explain
from mock_od.describing import Description
from mock_od.describing.examples import Example
from mock_od.openapi.operations import SENTENCE, object_of, paths, row_name
from mock_od.openapi.plane import plane_paths, plane_schemas
from mock_od.wire import HINT, TOKEN

OPENAPI: Final = "3.1.0"
_PLANE: Final = "admin plane"
_ABOUT: Final = """Open Dental's REST API as mock_od simulates it.

Each method says since which version of Open Dental it is there (`x-since`), which permission it needs
(`x-permission`) and what its rules rest on (`x-rules`). A method with `x-missing` is documented and not in mock_od
yet. The sentences of refusals are the API's own; what stands in braces depends on the call. The API takes more than
is said here: a number as text, a text as a number, names of members in another case. Members that it does not know
are ignored, and the header `X-Mock-Od-Hint` says so."""
_TOO_MANY: Final = {
    "description": "Too many requests; in remote mode, or where the office has a throttle.",
    "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
    "content": {"application/json": {"schema": SENTENCE, "example": explain.TOO_MANY}},
}
_BUSY: Final = {
    "description": "The server holds too much at once; try again.",
    "content": {"application/json": {"schema": SENTENCE}},
}
_TIMED_OUT: Final = {
    "description": "The office took too long; in remote mode.",
    "content": {"text/html": {"schema": {"type": "string"}}},
}


def specification(description: Description, examples: Mapping[str, Example]) -> dict[str, Any]:
    """The document, without its servers.

    :param examples: by the method's id.
    """
    resources = description["resources"]
    tags = [
        {
            "name": one["name"],
            "description": one["about"] or "Documented, not in mock_od yet.",
            "externalDocs": {"url": one["page"]},
            "x-missing": not one["here"],
            **({"x-table": one["table"]} if one["table"] else {}),
            **({"x-deviations": one["deviations"]} if one["deviations"] else {}),
        }
        for one in resources
    ]
    rows = {row_name(one): object_of(one["fields"]) for one in resources if one["fields"]}
    return {
        "openapi": OPENAPI,
        "info": {
            "title": "Open Dental API (mock_od)",
            "version": description["version"],
            "summary": "Open Dental's REST API, simulated.",
            "description": _ABOUT,
        },
        "tags": [*tags, {"name": _PLANE, "description": "What a test does to offices. The real API has none of it."}],
        "paths": {**paths(resources, examples), **plane_paths(_PLANE)},
        "components": {
            "schemas": {
                **rows,
                "Sentence": {"type": "string", "description": "A sentence that says why a call was refused."},
                **plane_schemas(),
            },
            "headers": {
                "Hint": {"description": f"{HINT}: what mock_od says of the call.", "schema": {"type": "string"}},
                "Location": {"description": "The address of the new row.", "schema": {"type": "string"}},
            },
            "responses": {"TooMany": _TOO_MANY, "Busy": _BUSY, "TimedOut": _TIMED_OUT},
            "securitySchemes": {
                "keys": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "ODFHIR {DeveloperKey}/{CustomerKey}. Each customer key is an office of its own.",
                },
                "token": {
                    "type": "apiKey",
                    "in": "header",
                    "name": TOKEN,
                    "description": "Of the admin plane, where the server listens beyond this machine.",
                },
            },
        },
    }
