"""The tab Start: what this is, a first call that runs as it is, the offices."""

from __future__ import annotations

import subprocess
import sys

import pytest

TYPES = '[{"AppointmentTypeNum"'


def snippet(page, language: str) -> str:
    page.get_by_role("button", name=language, exact=True).click()
    return page.locator("#snippet pre").inner_text()


def test_the_first_call_is_sent_from_the_page(tab, look):
    page = tab.open("/")
    look(page, "start")
    page.get_by_role("button", name="Send it from here").click()
    assert page.locator("#answer .badge").inner_text() == "200"
    assert '"AppointmentTypeNum"' in page.locator("#answer pre").inner_text()


@pytest.mark.parametrize(("language", "command"), [("curl", ["sh", "-c"]), ("Python", [sys.executable, "-c"])])
def test_a_first_call_runs_where_it_is_pasted(tab, office, language, command):
    office.requests.clear()
    said = snippet(tab.open("/"), language)
    ran = subprocess.run([*command, said], capture_output=True, text=True, check=True)
    assert TYPES in ran.stdout
    (seen,) = office.requests
    assert (seen.verb, seen.path, seen.status) == ("GET", "/appointmenttypes", 200)


def test_the_javascript_runs_in_a_browser(tab):
    page = tab.open("/")
    said = snippet(page, "JavaScript")
    with page.expect_console_message() as logged:
        page.evaluate(f"async () => {{ {said} }}")
    assert logged.value.text.startswith(f"200 {TYPES}")


def test_the_csharp_names_the_address_and_the_keys(tab, office, server):
    said = snippet(tab.open("/"), "C#")
    assert f'HttpMethod.Get, "{server.url}/api/v1/appointmenttypes")' in said
    assert f'"ODFHIR developer/{office.customer_key}"' in said


def test_another_office_is_chosen_and_stays_chosen(tab, server):
    with server.office("the-other-one"):
        page = tab.open("/")
        page.get_by_role("link", name="the-other-one").click()
        page.wait_for_url("**office=the-other-one**")
        page.get_by_role("link", name="Data", exact=True).first.click()
        page.wait_for_url("**/data?office=the-other-one")
        assert page.get_by_label("Office (customer key)").input_value() == "the-other-one"
        page.get_by_label("Office (customer key)").fill("page & third")
        page.get_by_label("Office (customer key)").press("Enter")
        page.wait_for_url("**/data?office=page+%26+third")
