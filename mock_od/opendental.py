"""Open Dental's API as this server has it: every page and table, checked together once.

May not: declare anything itself.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from mock_od.catalog import Catalog
from mock_od.resources import LISTENERS, PAGES, TABLES


@cache
def documented() -> dict[str, str]:
    """The resources that the documentation has, by their paths, each with the version that added its first method."""
    kept = json.loads((Path(__file__).parent / "documented.json").read_bytes())
    found: dict[str, str] = {}
    for row in kept["methods"]:
        path, since = row["path"].split("/")[1], row["since"] or "the beginning"
        found[path] = min(found.get(path, since), since, key=_numbers)
    return found


def _numbers(since: str) -> list[int]:
    return [int(part) for part in since.split(".") if part.isdecimal()]


@cache
def catalog() -> Catalog:
    """The catalog of Open Dental's API."""
    return Catalog([*PAGES, *TABLES], LISTENERS, documented)
