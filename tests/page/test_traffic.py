"""The tab Traffic: calls as they arrive, what one opens to, sent again, saved as a test that passes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import requests

from .test_accessibility import check

NASTY = "<script>window.hacked = 1</script>"


def post(office, path, body):
    return requests.post(f"{office.url}{path}", json=body, headers=office.headers, timeout=10)


def get(office, path, **query):
    return requests.get(f"{office.url}{path}", query, headers=office.headers, timeout=10)


def lines(page):
    """The calls that are shown."""
    return [" ".join(one.split()) for one in page.locator("#calls > li:visible > details > summary").all_inner_texts()]


def open_call(page, number: int):
    one = page.locator(f'#calls > li[data-call$="/{number}"]')
    one.locator("summary").click()
    one.get_by_role("heading", name="Answer").wait_for()
    return one


def saved(page, number: int) -> str:
    one = open_call(page, number)
    one.get_by_role("button", name="Save as pytest").click()
    one.get_by_label("the test", exact=True).wait_for()
    return one.get_by_label("the test", exact=True).inner_text()


def run(folder, text: str, *options: str):
    """pytest of a text that was pasted into a file, in an empty folder; by itself it starts a server of its own."""
    (folder / "test_pasted.py").write_text(text, encoding="utf-8")
    # No plugin but ours: those of the suite (schemathesis, hypothesis) take longer to import than the tests to run.
    command = [sys.executable, "-m", "pytest", "-q", "-p", "mock_od.client.plugin", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command += [*options, "test_pasted.py"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_calls_appear_by_themselves_and_open(tab, office):
    page = tab.open("/traffic")
    assert page.get_by_text("No call yet.").is_visible()
    post(office, "/treatplans", {"PatNum": 999999})
    made = post(office, "/treatplans", {"PatNum": 31, "Heading": NASTY})
    page.locator("#calls > li").nth(1).wait_for()
    assert lines(page) == [
        "10:20:30 POST /treatplans 201",
        "10:20:30 POST /treatplans 404 hint",
    ]
    refused = open_call(page, 1)
    assert refused.get_by_label("the answer").inner_text() == "Patient not found."
    assert refused.locator(".notice").inner_text().startswith("Hint: ")
    assert refused.get_by_text("It changed no row.").is_visible()
    done = open_call(page, 2)
    assert NASTY in done.get_by_label("the body").inner_text()
    number = made.json()["TreatPlanNum"]
    row = done.get_by_role("row", name=f"TreatPlanNum {number}")
    assert f"Heading: {NASTY}" in row.inner_text()
    row.get_by_role("link").click()
    page.wait_for_url(f"**/data?office={office.customer_key}&table=treatplan&column=TreatPlanNum&value={number}")
    assert page.evaluate("window.hacked") is None


def test_the_calls_are_filtered(tab, office, look):
    get(office, "/treatplans", PatNum=31)
    get(office, "/patients/31")
    get(office, "/patients/Simple", LName="Diaz")
    post(office, "/treatplans", {"PatNum": 999999})
    page = tab.open("/traffic")
    assert page.locator("#counted").inner_text() == "4 calls"
    open_call(page, 4)
    look(page, "traffic", 900)

    def shown(**filters):
        for label in ("Method", "Path", "Status", "Text or key"):
            value = filters.get(label.split()[0].lower(), "")
            box = page.get_by_label(label, exact=True)
            box.select_option(value) if label == "Method" else box.fill(value)
        return [one.split()[1:3] for one in lines(page)]

    assert shown(method="POST") == [["POST", "/treatplans"]]
    assert shown(path="/treatplans*") == [["POST", "/treatplans"], ["GET", "/treatplans?PatNum=31"]]
    assert shown(path="/*/31") == [["GET", "/patients/31"]]
    assert shown(path="simple") == []
    assert shown(path="Simple") == [["GET", "/patients/Simple?LName=Diaz"]]
    assert shown(status="4xx") == [["POST", "/treatplans"]]
    assert shown(status="200", text="diaz") == [["GET", "/patients/Simple?LName=Diaz"]]
    assert "status=200" in page.url
    assert page.locator("#counted").inner_text() == "1 of 4 calls"
    page.reload()
    page.wait_for_selector("main:not([aria-busy])")
    assert len(lines(page)) == 1


def test_each_call_is_shown_once_while_16_clients_write(tab, office):
    each, clients = 12, 16

    def write(number: int) -> None:
        session = requests.Session()
        for at in range(each):
            body = {"PatNum": 31, "Heading": f"{number}-{at}"}
            session.post(f"{office.url}/treatplans", json=body, headers=office.headers, timeout=10)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(clients)]
    for one in threads:
        one.start()
    page = tab.open("/traffic")
    while any(one.is_alive() for one in threads):
        page.wait_for_timeout(50)
    page.locator(f'#calls > li[data-call$="/{each * clients}"]').wait_for()
    page.wait_for_timeout(600)  # one look more
    ids = page.locator("#calls > li").evaluate_all(
        "nodes => nodes.map((one) => Number(one.dataset.call.split('/')[1]))"
    )
    assert ids == list(range(each * clients, 0, -1))


def test_an_office_that_is_opened_anew_counts_from_one(tab, office, server):
    get(office, "/treatplans", PatNum=31)
    get(office, "/patients/31")
    page = tab.open("/traffic")
    assert len(lines(page)) == 2
    office.close()
    with server.office(office.customer_key) as again:
        get(again, "/clinics")
        page.get_by_text("/clinics", exact=True).wait_for()
        assert lines(page)[0].startswith("10:20:30 GET /clinics 200")
        assert len(lines(page)) == 3


def test_calls_of_all_offices_and_forgetting(tab, office, server):
    with server.office("another-office") as other:
        get(other, "/patients/31")
        page = tab.open("/traffic", scope="all", text="another-office")
        assert lines(page) == ["10:20:30 another-office GET /patients/31 200"]
    get(office, "/patients/31")
    page = tab.open("/traffic")
    page.get_by_role("button", name="Forget these calls").click()
    page.get_by_text("No call yet.").wait_for()
    assert len(office.requests) == 0


def test_a_call_is_sent_again(tab, office):
    post(office, "/treatplans", {"PatNum": 31, "Heading": "Twice"})
    page = tab.open("/traffic")
    one = open_call(page, 1)
    one.get_by_role("button", name="Send it again").click()
    one.get_by_text("Sent again: 201").wait_for()
    page.locator("#calls > li").nth(1).wait_for()
    first, second = office.requests
    assert (second.verb, second.path, second.body, second.status) == ("POST", "/treatplans", first.body, 201)
    assert [row["Heading"] for row in office.rows("treatplan")[-2:]] == ["Twice", "Twice"]


def test_a_call_is_saved_as_a_test_that_passes(tab, office, tmp_path):
    post(office, "/treatplans", {"PatNum": 31, "Heading": f"{NASTY} 'é' \"\U0001f9b7\" {{0}}", "Note": "a\\b\nc"})
    get(office, "/patients/Simple", LName="Diaz", Limit=2)
    page = tab.open("/traffic")
    first = saved(page, 1)
    assert "def test_post_treatplans(mock_od):" in first
    assert 'clock={"now": "2025-06-03 10:20:30", "frozen": True}' in first
    second = saved(page, 2).replace("import pytest\nimport requests\n", "")
    ran = run(tmp_path, first + second)
    assert "2 passed" in ran.stdout, ran.stdout


def test_a_saved_test_has_what_came_before_the_call(tab, server, office, tmp_path):
    made = post(office, "/treatplans", {"PatNum": 31, "Heading": "First"}).json()["TreatPlanNum"]
    office.clock.advance(hours=1)
    requests.put(f"{office.url}/treatplans/{made}", json={"Heading": "Second"}, headers=office.headers, timeout=10)
    office.seed(treatplan={"TreatPlanNum": 5000, "PatNum": 31, "Heading": "Seeded"})
    get(office, "/treatplans", PatNum=31)
    get(office, "/treatplans")  # too long for the journal as a whole
    page = tab.open("/traffic")
    after_calls = saved(page, 2)
    assert 'mock_od.clock.freeze("2025-06-03 11:20:30")' in after_calls
    assert page.get_by_text("after the calls that changed rows before it").is_visible()
    after_rows = saved(page, 3).replace("import pytest\nimport requests\n", "")
    assert "mock_od.seed(" in after_rows
    long = saved(page, 4).replace("import pytest\nimport requests\n", "").replace("test_get_treatplans", "test_long")
    assert "assert len(rows) == 190" in long
    ran = run(tmp_path, after_calls + after_rows + long, f"--mock-od-url={server.url}")
    assert "3 passed" in ran.stdout, ran.stdout


def test_what_no_test_can_repeat_is_said(tab, office):
    office.faults.add("GET /clinics", then={"status": 503}, times=1)
    get(office, "/clinics")
    one = open_call(tab.open("/traffic"), 1)
    one.get_by_role("button", name="Save as pytest").click()
    one.get_by_text("In a fresh office this call is not answered as it was here.").wait_for()


def test_strangers_are_shown_with_their_key(tab, server, office):
    requests.get(f"{server.url}/api/v1/patients", timeout=10)
    page = tab.open("/traffic", scope="strangers")
    assert any("no key GET /patients 400" in one for one in lines(page))


def test_an_open_call_is_for_everybody(tab, office):
    post(office, "/treatplans", {"PatNum": 999999})
    post(office, "/treatplans", {"PatNum": 31, "Heading": "x"})
    page = tab.open("/traffic")
    page.locator("#calls summary").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Changes").wait_for()
    page.get_by_role("button", name="Save as pytest").click()
    page.get_by_label("the test", exact=True).wait_for()
    check(page)


def test_a_saved_test_has_the_settings_of_the_office(tab, server, tmp_path):
    settings = {"version": "24.1.9", "mode": "remote", "permissions": ["ApiReadAll", "ApiComm"], "faithful": True}
    with server.office("a-running-office", clock=None, **settings) as running:
        get(running, "/patients/Simple", LName="Diaz")
        running.settings(throttle="off")
        post(running, "/treatplans", {"PatNum": 31})
        page = tab.open("/traffic", office=running.customer_key)
        allowed = saved(page, 1)
        assert 'version="24.1.9",\n    mode="remote",' in allowed
        assert 'permissions=["ApiReadAll", "ApiComm"],\n    faithful=True,' in allowed
        refused = saved(page, 2).replace("import pytest\nimport requests\n", "")
        assert "assert answer.status_code == 401" in refused
        ran = run(tmp_path, allowed + refused, f"--mock-od-url={server.url}")
        assert "2 passed" in ran.stdout, ran.stdout
