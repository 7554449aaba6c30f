"""Open Dental's API as this server has it: every page and table, checked together once.

May not: declare anything itself.
"""

from __future__ import annotations

from functools import cache

from mock_od.catalog import Catalog
from mock_od.resources import LISTENERS, PAGES, TABLES


@cache
def catalog() -> Catalog:
    """The catalog of Open Dental's API."""
    return Catalog([*PAGES, *TABLES], LISTENERS)
