"""The tab SQL: ShortQuery, its refusals and its pages."""

from __future__ import annotations


def ask(page, sql: str) -> str:
    page.locator("#answer").evaluate("node => node.replaceChildren()")  # an answer that is there is not waited for
    page.get_by_label("SQL, as MySQL writes it").fill(sql)
    page.get_by_label("SQL, as MySQL writes it").press("Control+Enter")
    page.locator("#answer .badge").wait_for()
    return page.locator("#answer [role=status]").inner_text()


def test_a_query_is_asked_and_its_rows_are_shown(tab, office, look):
    page = tab.open("/sql")
    assert ask(page, "SELECT COUNT(*) AS Patients FROM patient").startswith("200 1 rows in ")
    assert page.locator("#answer tbody td").all_inner_texts() == [str(len(office.rows("patient")))]
    page.get_by_text("Examples").click()
    page.get_by_role("button", name="The procedures that are planned").click()
    page.get_by_role("columnheader", name="ProcCode").wait_for()
    assert page.locator("#answer tbody tr").count() == 20
    page.get_by_text("Examples").click()
    look(page, "sql")


def test_a_refusal_has_the_apis_words(tab):
    page = tab.open("/sql")
    assert ask(page, "SELECT Nam FROM patient") == "400 Unknown column 'Nam' in 'field list'"
    assert ask(page, "DELETE FROM patient") == "401 Query is not read-only"


def test_the_rows_after_the_first_hundred_are_asked_for(tab, office):
    page = tab.open("/sql", sql="SELECT PatNum FROM patient ORDER BY PatNum")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("button", name="Ask for the rows after these").click()
    page.get_by_text("Rows from 100 on").wait_for()
    shown = page.locator("#answer tbody td").all_inner_texts()
    assert [int(one) for one in shown] == [row["PatNum"] for row in office.rows("patient")][100:]
    assert [call.path for call in office.requests] == ["/queries/ShortQuery"] * 2


def test_a_table_tells_its_columns(tab):
    page = tab.open("/sql")
    page.get_by_text("Tables and their columns").click()
    page.get_by_label("Table", exact=True).fill("treatplan")
    page.get_by_label("Table", exact=True).press("Tab")
    page.get_by_role("cell", name="foreign key of patient").first.wait_for()
