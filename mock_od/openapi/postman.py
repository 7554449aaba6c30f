"""The API as a Postman collection, version 2.1: a folder for each page, with requests that work in the office.

May not: know a resource by name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from mock_od.describing import Description, MethodFacts, ResourceFacts
from mock_od.describing.examples import Example
from mock_od.wire import API

_SCHEMA: Final = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_AUTHORIZATION: Final = "ODFHIR {{developerKey}}/{{customerKey}}"


def collection(description: Description, examples: Mapping[str, Example], server: str) -> dict[str, Any]:
    """The collection.

    :param examples: by the method's id.
    :param server: the server's address, without a path.
    """
    folders = [_folder(one, examples) for one in description["resources"] if one["here"]]
    return {
        "info": {
            "name": f"Open Dental API {description['version']} (mock_od)",
            "description": "A request for each method, with values that work in the office that they were taken from.",
            "schema": _SCHEMA,
        },
        "auth": {
            "type": "apikey",
            "apikey": [
                {"key": "key", "value": "Authorization", "type": "string"},
                {"key": "value", "value": _AUTHORIZATION, "type": "string"},
                {"key": "in", "value": "header", "type": "string"},
            ],
        },
        "variable": [
            {"key": "baseUrl", "value": server},
            {"key": "developerKey", "value": "developer"},
            {"key": "customerKey", "value": "customer"},
        ],
        "item": [folder for folder in folders if folder["item"]],
    }


def _folder(resource: ResourceFacts, examples: Mapping[str, Example]) -> dict[str, Any]:
    methods = [one for one in resource["methods"] if one["state"] in ("here", "gone")]
    return {
        "name": resource["name"],
        "description": f"{resource['about']}\n\n{resource['page']}",
        "item": [_request(one, examples.get(one["id"])) for one in methods],
    }


def _request(method: MethodFacts, example: Example | None) -> dict[str, Any]:
    parameters = [one for one in method["parameters"] if one["there"]]
    path = example["path"] if example else method["path"].replace("{", ":").replace("}", "")
    sent = example["query"] if example else {}
    query = [
        {
            "key": one["name"],
            "value": sent.get(one["name"], ""),
            "description": one["about"],
            "disabled": one["name"] not in sent and not one["required"],
        }
        for one in parameters
        if one["place"] == "query"
    ]
    address = API + path
    raw = "&".join(f"{one['key']}={one['value']}" for one in query if not one["disabled"])
    request: dict[str, Any] = {
        "method": method["verb"],
        "header": [{"key": "Content-Type", "value": "application/json"}] if method["verb"] in ("POST", "PUT") else [],
        "url": {
            "raw": f"{{{{baseUrl}}}}{address}" + (f"?{raw}" if raw else ""),
            "host": ["{{baseUrl}}"],
            "path": address.strip("/").split("/"),
            "query": query,
        },
        "description": _told(method, example),
    }
    if not example:
        request["url"]["variable"] = [
            {"key": one["name"], "value": "1", "description": one["about"]}
            for one in parameters
            if one["place"] == "path"
        ]
    body = [one for one in parameters if one["place"] == "body"]
    if method["verb"] in ("POST", "PUT") and body:
        sent_body = example["body"] if example else {one["name"]: None for one in body if one["required"]}
        request["body"] = {
            "mode": "raw",
            "raw": json.dumps(sent_body, indent=2, ensure_ascii=False),
            "options": {"raw": {"language": "json"}},
        }
    elif method["verb"] in ("POST", "PUT"):
        request["body"] = {"mode": "raw", "raw": "{}", "options": {"raw": {"language": "json"}}}
    return {
        "name": method["spoken"] + (" by key" if "/{" in method["path"] else ""),
        "request": request,
        "response": [],
    }


def _told(method: MethodFacts, example: Example | None) -> str:
    told = f"Since {method['since']}. It needs the permission {method['permission']}."
    if not example:
        told += " Its values are yours to fill in: none that work were found in the office."
    elif not example["as_it_stands"]:
        told += " The office has no such row yet: make one first."
    return told
