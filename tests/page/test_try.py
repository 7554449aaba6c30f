"""The tab Try it: a form that is filled and works, the request, the answer, the hint, the rows before and after."""

from __future__ import annotations

import json

import pytest

from mock_od.opendental import catalog


def send(page) -> str:
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator("#answer .badge").first.wait_for()
    return page.locator("#answer [role=status] .badge").inner_text()


def answered(page) -> str:
    return page.get_by_role("region", name="the answer").inner_text()


def test_a_method_is_found_and_its_example_works(tab, office):
    page = tab.open("/try")
    page.get_by_label("Find a method").type("post saved")
    page.get_by_role("link", name="POST /treatplans/Saved").click()
    page.wait_for_url("**/try?office=*&method=createTreatPlansSaved")
    page.wait_for_selector("main:not([aria-busy])")
    plans = len(office.rows("treatplan"))
    assert send(page) == "201"
    made = office.rows("treatplan")
    assert len(made) == plans + 1
    assert json.loads(answered(page))["TreatPlanNum"] == made[-1]["TreatPlanNum"]
    added = page.locator("#changed details summary").all_inner_texts()
    assert any(line.startswith(f"Added TreatPlanNum {made[-1]['TreatPlanNum']}") for line in added)
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("The office has the rows again that it had before the call.").wait_for()
    assert len(office.rows("treatplan")) == plans
    assert office.snapshots() == []


def test_a_change_is_shown_as_it_was_and_as_it_is(tab, office, look):
    before = office.rows("treatplan")[0]
    page = tab.open("/try", method="updateTreatPlans")
    page.get_by_label("TreatPlanNum (required)").fill(str(before["TreatPlanNum"]))
    page.get_by_label("Heading", exact=True).fill("Fillings, as agreed")
    assert send(page) == "200"
    look(page, "try", height=860)
    shown = page.locator("#changed").get_by_role("row", name="Heading")
    assert shown.locator("del").inner_text() == before["Heading"]
    assert shown.locator("ins").inner_text() == "Fillings, as agreed"
    assert '"Heading": "Fillings, as agreed"' in page.get_by_role("region", name="the request").inner_text()
    page.get_by_text("The same call as code").click()
    assert f"/treatplans/{before['TreatPlanNum']}" in page.get_by_role("region", name="the call in C#").inner_text()


def test_a_refusal_has_its_hint_and_changes_nothing(tab, office):
    page = tab.open("/try", method="createTreatPlans")
    page.get_by_label("PatNum (required)").fill("999999")
    assert send(page) == "404"
    assert answered(page) == "Patient not found."
    assert page.locator("#hint").inner_text().startswith("Hint: ")
    assert "No row changed." in page.locator("#changed").inner_text()
    assert office.snapshots() == []


def test_the_body_may_be_written_by_hand(tab):
    page = tab.open("/try", method="createTreatPlans")
    page.get_by_text("Write the body by hand").click()
    page.get_by_label("Send this body instead").fill("{nonsense")
    assert send(page) == "400"
    assert answered(page) == "Invalid JSON."


def test_what_other_clients_change_meanwhile_is_not_shown(tab, office):
    page = tab.open("/try", method="createTreatPlans")
    other = office.rows("patient")[5]

    def meanwhile(route):
        office.update("patient", other["PatNum"], LName="Meanwhile")
        route.continue_()

    page.route("**/api/v1/treatplans", meanwhile)
    assert send(page) == "201"
    assert "Meanwhile" not in page.locator("#changed").inner_text()
    assert "treatplan" in page.locator("#changed").inner_text()


METHODS = ["listFees", "createPatients", "updateAppointmentsBreak", "deleteTreatPlans", "updateQueriesShortQuery"]


@pytest.mark.parametrize("method", METHODS)
def test_examples_work_as_they_are(tab, method):
    """One of each verb, and SQL; tests/describing/test_examples.py has all of them."""
    page = tab.open("/try", method=method)
    assert send(page) in ("200", "201")


def test_where_no_example_is_found_the_form_is_there_and_says_why(tab, office):
    office.delete("tasknote")
    office.delete("task")
    page = tab.open("/try", method="createTaskNotes")
    page.get_by_text("No example was found that works with the rows of this office").wait_for()
    assert page.get_by_label("TaskNum (required)").input_value() == ""


def test_all_methods_that_are_here_can_be_chosen(tab):
    page = tab.open("/try")
    here = sum(len(resource.methods) for resource in catalog().resources.values())
    assert page.locator("#methods a").count() == here
