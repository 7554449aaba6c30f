"""Open Dental's API as this server has it: every page and table, checked together once.

May not: declare anything itself.
"""

from __future__ import annotations

import json
from functools import cache
from operator import itemgetter
from pathlib import Path

import orjson

from mock_od.catalog import Catalog, Documented
from mock_od.resources import LISTENERS, PAGES, TABLES
from mock_od.schema import Schema


@cache
def documented() -> dict[str, list[Documented]]:
    """The methods that the documentation has, by the path of their resource."""
    kept = json.loads((Path(__file__).parent / "documented.json").read_bytes())
    found: dict[str, list[Documented]] = {}
    for row in kept["methods"]:
        one = Documented(row["verb"], row["path"], row["since"], row["resource"])
        found.setdefault(one.path.split("/")[1], []).append(one)
    return found


@cache
def schema() -> Schema:
    """The documented database; what its documentation lacks is in ``schema_differences.json``, each with the reason."""
    here = Path(__file__).parent
    there = orjson.loads((here / "schema.json").read_bytes())
    lacks = orjson.loads((here / "schema_differences.json").read_bytes())
    enums = there["enums"]
    for name, lack in lacks["enums"].items():
        enums[name] = sorted([*enums[name], *lack["names"]], key=itemgetter(1))
    defaults = {column: group["value"] for group in lacks["defaults"] for column in group["columns"]}
    return Schema(there["tables"], enums, defaults)


@cache
def catalog() -> Catalog:
    """The catalog of Open Dental's API."""
    return Catalog([*PAGES, *TABLES], LISTENERS, documented, schema())
