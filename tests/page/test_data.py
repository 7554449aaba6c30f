"""The tab Data: look at rows, follow keys, filter, edit, add, delete; reset, snapshots, fork, compare."""

from __future__ import annotations

import re


def rows(page):
    return page.locator("#rows tbody tr")


def notice(page) -> str:
    return page.locator("#notices").inner_text()


def test_a_foreign_key_is_followed_by_a_click_and_back(tab, office, look):
    plan = office.rows("treatplan")[0]
    page = tab.open("/data", table="treatplan")
    rows(page).first.get_by_role("link", name=str(plan["PatNum"]), exact=True).first.click()
    page.wait_for_url(f"**/data?office={office.customer_key}&table=patient&column=PatNum&value={plan['PatNum']}")
    page.get_by_text("1 of 1 rows").wait_for()
    look(page, "data")
    (patient,) = office.rows("patient", PatNum=plan["PatNum"])
    assert patient["LName"] in rows(page).inner_text()
    page.go_back()
    page.get_by_role("heading", name="treatplan").wait_for()


def test_a_table_is_found_and_its_rows_are_filtered(tab, office):
    page = tab.open("/data")
    page.get_by_label("Find a table").fill("treatplanatt")
    page.get_by_role("navigation", name="Tables").get_by_role("link", name="treatplanattach").click()
    page.get_by_role("heading", name="treatplanattach").wait_for()
    patient = office.rows("patient")[0]
    page = tab.open("/data", table="patient")
    page.get_by_label("Rows that contain").type(patient["Email"])
    page.get_by_text(f"1 of {len(office.rows('patient'))} rows").wait_for()
    assert page.get_by_label("Rows that contain").evaluate("one => one === document.activeElement")
    page.get_by_label("All columns").check()
    assert page.get_by_role("columnheader", name="SmokingSnoMed").count() == 1


def test_a_cell_is_edited_and_only_that_is_written(tab, office):
    before = office.rows("treatplan")[0]
    page = tab.open("/data", table="treatplan")
    rows(page).first.get_by_text(before["Heading"], exact=True).dblclick()
    form = page.get_by_role("form", name=f"treatplan {before['TreatPlanNum']}")
    heading = form.get_by_label("Heading", exact=True)
    assert heading.evaluate("one => one === document.activeElement")
    heading.fill("As we said <b>yesterday</b>")
    heading.press("Enter")
    page.get_by_text("The row was changed.").wait_for()
    (after,) = office.rows("treatplan", TreatPlanNum=before["TreatPlanNum"])
    changed = {name for name in after if after[name] != before[name]}
    assert "Heading" in changed
    assert changed <= {"Heading", "SecDateTEdit"}
    assert after["Heading"] == "As we said <b>yesterday</b>"
    assert rows(page).first.get_by_text("As we said <b>yesterday</b>").count() == 1


def test_what_cannot_be_written_is_said_in_the_servers_words(tab, office):
    page = tab.open("/data", table="treatplan")
    page.get_by_role("button", name=re.compile("^Edit")).first.click()
    page.get_by_label("DateTP", exact=True).fill("yesterday")
    page.get_by_role("button", name="Save").click()
    page.locator("#notices .bad").wait_for()
    assert notice(page).startswith("DateTP:")


def test_a_row_is_added_and_deleted(tab, office):
    page = tab.open("/data", table="employer")
    before = len(office.rows("employer"))
    page.get_by_role("button", name="Add a row").click()
    page.get_by_label("EmpName").fill("<script>alert(1)</script>")
    page.get_by_role("button", name="Add the row").click()
    page.get_by_text("A row was added to employer").wait_for()
    made = office.rows("employer")[-1]
    assert (len(office.rows("employer")), made["EmpName"]) == (before + 1, "<script>alert(1)</script>")
    page.get_by_role("button", name=f"Edit {made['EmployerNum']}", exact=True).click()
    page.get_by_role("button", name="Delete the row").click()
    assert len(office.rows("employer")) == before + 1  # it asks first
    page.get_by_role("button", name="Yes, delete it").click()
    page.get_by_text("The row was deleted.").wait_for()
    assert len(office.rows("employer")) == before


def test_a_patient_called_script_is_a_name(tab, office):
    patient = office.rows("patient")[0]
    evil = "<img src=x onerror=\"document.title='caught'\"><script>alert(1)</script>"
    office.update("patient", patient["PatNum"], LName=evil)
    page = tab.open("/data", table="patient", column="PatNum", value=patient["PatNum"])
    assert evil in rows(page).inner_text()
    assert "caught" not in page.title()
    assert page.locator("#rows img, #rows script").count() == 0


def test_snapshots_a_comparison_a_restore_and_a_reset(tab, office, look):
    page = tab.open("/data", table="treatplan")
    page.get_by_text("The whole office").click()
    page.get_by_label("Name of the snapshot").fill("before")
    page.get_by_role("button", name="Keep a snapshot").click()
    page.get_by_text("The snapshot before keeps the rows").wait_for()
    plan = office.rows("treatplan")[0]
    office.update("treatplan", plan["TreatPlanNum"], Heading="Another heading")
    page.get_by_role("button", name="Compare with before").click()
    difference = page.locator("#difference")
    difference.get_by_text("Another heading").wait_for()
    assert plan["Heading"] in difference.locator("del").all_inner_texts()
    look(page, "compare")
    page.get_by_role("button", name="Restore before").click()
    page.get_by_text("The rows of the snapshot before are back.").wait_for()
    assert office.rows("treatplan")[0] == plan
    page.get_by_role("button", name="Forget before").click()
    page.get_by_text("The snapshot before is gone.").wait_for()
    assert office.snapshots() == []
    office.update("treatplan", plan["TreatPlanNum"], Heading="Another heading")
    page.get_by_role("button", name="Reset the office").click()
    page.get_by_role("button", name="Yes, reset the rows").click()
    page.get_by_text("The office has the rows again").wait_for()
    assert office.rows("treatplan")[0] == plan


def test_an_office_is_forked(tab, office, server):
    page = tab.open("/data")
    page.get_by_text("The whole office").click()
    page.get_by_label("Key of the new office").fill("the-fork")
    page.get_by_role("button", name="Fork", exact=True).click()
    page.get_by_role("link", name="Look at it").click()
    page.wait_for_url("**/data?office=the-fork")
    page.wait_for_selector("main:not([aria-busy])")
    assert server.call("GET", "/offices/the-fork/tables")["tables"] == office.tables()
    server.close("the-fork")


def test_an_office_that_is_not_open_is_opened_and_that_is_said(tab, server):
    page = tab.page
    page.goto(f"{server.url}/data?office=never-seen")
    page.get_by_text("The office never-seen was not open. It is open now").wait_for()
    server.close("never-seen")
