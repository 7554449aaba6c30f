"""Every tab, as it begins and at work, in both themes, 1200 and 380 px wide: axe finds nothing, nothing is too wide."""

from __future__ import annotations

import pytest

from mock_od.page import TABS

from .conftest import WIDE

NARROW = {"width": 380, "height": 800}
ALL_RULES = {"resultTypes": ["violations"]}
# What a theme and a width decide together: no other rule of axe looks at a colour or at how much room there is.
OF_WHAT_IS_SEEN = {
    **ALL_RULES,
    "runOnly": ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"],
}
PAIRS = (("dark", WIDE, OF_WHAT_IS_SEEN), ("dark", NARROW, ALL_RULES), ("light", NARROW, OF_WHAT_IS_SEEN))
"""After all rules, for all elements, in light and wide: so each theme and each width has all rules, and each pair colours."""
AXE = """async (options) => (await axe.run(options)).violations.flatMap((one) =>
  one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`))"""
# The contrast of a text takes axe a millisecond, and a table's hundredth row has the colours of its first. So of elements
# that are alike for the stylesheets, they and all that they are in, three are looked at.
THREE_OF_A_KIND = """() => {
  const counts = new Map();
  (function count(node, above) {
    const told = ["class", "type", "open", "disabled", "aria-current", "aria-pressed"].map((name) => node.getAttribute(name));
    const kind = [above, node.localName, ...told].join(" ");
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    node.toggleAttribute("data-alike", counts.get(kind) > 3);
    for (const child of node.children) count(child, kind);
  })(document.documentElement, "");
  axe.configure({ rules: [{ id: "color-contrast", selector: ":not([data-alike])" }] });
}"""


def check(page) -> None:
    """axe finds nothing, in both themes at both widths."""
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed")
    page.evaluate(f"{axe.AXE_SCRIPT}; undefined")
    assert page.evaluate(AXE, ALL_RULES) == []
    page.evaluate(THREE_OF_A_KIND)
    for theme, window, rules in PAIRS:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(window)
        assert page.evaluate(AXE, rules) == [], (theme, window)
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
