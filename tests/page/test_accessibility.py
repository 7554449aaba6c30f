"""Every tab, as it begins and at work, in both themes and at 380 px: axe finds nothing, nothing is wider than the window."""

from __future__ import annotations

import pytest

from mock_od.web.page import TABS

WIDE, NARROW = {"width": 1200, "height": 900}, {"width": 380, "height": 800}


def problems(page) -> list[str]:
    """What axe finds, each with the element that it is about."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary']}" for one in found for node in one["nodes"]]


def check(page) -> None:
    assert problems(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def unfold(page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")


AT_WORK = ("reference", "try", "data", "sql")  # below, with more to look at


@pytest.mark.parametrize("one", [one for one in TABS if one.name not in AT_WORK], ids=lambda one: one.name)
def test_a_tab_is_for_everybody(tab, one):
    check(tab.open(one.path))


def test_so_is_a_resource_with_all_that_is_known_of_it(tab):
    page = tab.open("/reference", resource="TreatPlanAttaches", version="22.3.6")
    unfold(page)
    check(page)


def test_so_is_a_table_with_a_row_that_is_edited_and_a_comparison(tab, office):
    office.update("treatplan", 1, Heading="Another")
    page = tab.open("/data", table="treatplan", column="TreatPlanNum", value=1)
    unfold(page)
    page.get_by_role("button", name="Compare with the beginning").click()
    page.locator("#difference ins").first.wait_for()
    page.get_by_role("button", name="Edit 1", exact=True).click()
    page.get_by_role("button", name="Save").wait_for()
    check(page)


def test_so_is_a_call_that_was_tried(tab):
    page = tab.open("/try", method="updateTreatPlans")
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator("#changed h2").wait_for()
    unfold(page)
    check(page)


def test_so_is_a_refusal(tab):
    page = tab.open("/sql", sql="SELECT nothing FROM nowhere")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator("#answer .badge").wait_for()
    unfold(page)
    check(page)
