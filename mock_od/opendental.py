"""Open Dental's API as this server has it: every page and table, checked together once.

May not: declare anything itself.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from mock_od.catalog import Catalog, Documented
from mock_od.resources import LISTENERS, PAGES, TABLES


@cache
def documented() -> dict[str, list[Documented]]:
    """The methods that the documentation has, by the path of their resource."""
    kept = json.loads((Path(__file__).parent / "documented.json").read_bytes())
    found: dict[str, list[Documented]] = {}
    for row in kept["methods"]:
        one = Documented(row["verb"], row["path"], row["since"])
        found.setdefault(one.path.split("/")[1], []).append(one)
    return found


@cache
def catalog() -> Catalog:
    """The catalog of Open Dental's API."""
    return Catalog([*PAGES, *TABLES], LISTENERS, documented)
