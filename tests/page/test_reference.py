"""The tab Reference: all resources in the documentation's order, search as one types, a version that greys what it lacks."""

from __future__ import annotations

from mock_od.engine.documented import documentation
from mock_od.opendental import catalog


def names(page) -> list[str]:
    return page.locator("#resources > ul > li > a").evaluate_all("all => all.map(one => one.firstChild.textContent)")


def method(page, verb: str, path: str):
    return page.get_by_role("region", name=f"{verb} {path}", exact=True)


def test_all_documented_resources_are_there_in_their_order(tab):
    documented = dict.fromkeys(one["resource"] for one in documentation()["methods"])
    assert names(tab.open("/reference")) == [*documented]


def test_a_resource_says_its_fields_methods_permissions_rules_and_deviations(tab, look):
    page = tab.open("/reference")
    page.get_by_role("link", name="TreatPlans", exact=False).first.click()
    page.wait_for_url("**resource=TreatPlans**")
    page.get_by_role("heading", name="TreatPlans", exact=True).wait_for()
    look(page, "reference")
    signed = method(page, "PUT", "/treatplans/{TreatPlanNum}")
    assert signed.locator(".badge").all_inner_texts()[-1] == "ApiAllOthers"
    assert signed.get_by_role("row", name="SignatureText").count() == 1
    made = method(page, "POST", "/treatplans/Saved")
    assert made.locator(".badge").all_inner_texts() == ["since 23.2.22", "ApiAllOthers"]
    made.get_by_text("rules, and what they rest on").click()
    assert made.get_by_role("cell", name="documented").count() > 0
    page.get_by_text("known deviations from the real API").click()
    assert page.locator("#resource details").first.locator("li").count() > 5
    assert page.locator("#fields + .wide").get_by_role("row", name="Heading").count() == 1


def test_what_is_missing_says_so(tab):
    here = {resource.__name__ for resource in catalog().resources.values()}
    documented = [one["resource"] for one in documentation()["methods"]]
    missing = next(name for name in documented if name not in here)
    page = tab.open("/reference", resource=missing)
    assert page.locator("#resource h2").inner_text() == f"{missing} not in mock_od yet"
    said = page.get_by_text("documented, not in mock_od yet")
    assert said.count() == documented.count(missing)
    assert page.get_by_role("link", name="Try it", exact=True).count() == 1  # the tab


def test_the_search_follows_the_letters(tab):
    page = tab.open("/reference")
    page.get_by_label("Search").type("signat")
    assert "TreatPlans" in names(page)
    assert "Allergies" not in names(page)
    page.get_by_role("link", name="SignatureText").first.click()
    page.wait_for_url("**search=signat#fields")
    page.wait_for_selector("main:not([aria-busy])")
    assert page.get_by_label("Search").input_value() == "signat"
    page.get_by_label("Search").fill("no such thing")
    assert names(page) == []
    assert page.locator("#found").inner_text().startswith("0 of ")


def test_a_version_greys_what_it_lacks(tab, look):
    page = tab.open("/reference", resource="TreatPlans")
    made = method(page, "POST", "/treatplans/Saved")
    assert "lacks" not in made.get_attribute("class")
    page.get_by_label("Version of Open Dental").select_option("22.3.6")
    made.get_by_text("added in 23.2.22: not in 22.3.6").wait_for()
    assert "lacks" in made.get_attribute("class")
    assert made.get_by_role("link", name="Try it").count() == 0
    assert "version=22.3.6" in page.url
    office = page.get_by_label("Version of Open Dental").locator("option", has_text="this office")
    assert office.inner_text() == "25.3.31 (this office)"


def test_it_begins_with_the_version_of_the_office(tab, office):
    office.version = "24.1.9"
    page = tab.open("/reference")
    assert page.get_by_label("Version of Open Dental").input_value() == "24.1.9"
    assert page.locator("#resource").inner_text().startswith("Open Dental 24.1.9 has ")
