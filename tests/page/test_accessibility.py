"""Every tab in both themes, wide and at 380 px: axe finds nothing, and nothing is wider than the window."""

from __future__ import annotations

import pytest

from mock_od.web.page import TABS

THEMES = ("light", "dark")
WIDE, NARROW = {"width": 1200, "height": 900}, {"width": 380, "height": 800}


def problems(page) -> list[str]:
    """What axe finds, each with the element that it is about."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("one", TABS, ids=lambda one: one.name)
def test_a_tab_is_for_everybody(tab, one):
    page = tab.open(one.path)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            assert problems(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"]
