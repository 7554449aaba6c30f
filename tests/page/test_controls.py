"""The tab Controls: each choice is so at once in the office, and its effect is said in a sentence."""

from __future__ import annotations

import pytest
import requests

from .test_accessibility import check


def get(office, path, **query):
    return requests.get(f"{office.url}{path}", query, headers=office.headers, timeout=10)


def panel(page, name: str):
    return page.locator(f"#{name}-panel")


def says(page, name: str) -> str:
    return panel(page, name).locator(f"#{name}-says").inner_text()


def told(page) -> str:
    return page.locator("#notices").inner_text()


@pytest.fixture
def controls(tab):
    return tab.open("/controls")


def wait_for(page, sentence: str) -> None:
    page.locator("#notices").get_by_text(sentence).wait_for()


def test_the_clock(controls, office):
    clock = panel(controls, "clock")
    assert says(controls, "clock").startswith("The clock says 2025-06-03 10:20:30 and stands still.")
    clock.get_by_label("Date and time").fill("2025-07-01 08:00")
    clock.get_by_label("It stands still").check()
    clock.get_by_role("button", name="Set the clock").click()
    wait_for(controls, "The clock says 2025-07-01 08:00:00 and stands still.")
    clock.get_by_label("How much").fill("2")
    clock.get_by_label("Of what").select_option("hours")
    clock.get_by_role("button", name="Move on").click()
    wait_for(controls, "The clock says 2025-07-01 10:00:00 and stands still.")
    assert get(office, "/patients/Simple", LName="Diaz").json()[0]["serverDateTime"] == "2025-07-01 10:00:00"
    clock.get_by_role("button", name="Let it run").click()
    wait_for(controls, "and runs on.")
    assert not office.clock.frozen
    clock.get_by_role("button", name="Freeze it").click()
    wait_for(controls, "and stands still.")
    clock.get_by_label("Date and time").fill("tomorrow")
    clock.get_by_label("Date and time").press("Enter")
    wait_for(controls, 'is a moment such as "2024-01-27 14:13:05"')
    assert office.clock.now.isoformat(" ").startswith("2025-07-01 10:00:")


def test_the_version(controls, office, look):
    box = panel(controls, "version").get_by_label("Version")
    assert box.input_value() == "25.3.31"
    box.fill("23.2.1")
    box.press("Enter")
    wait_for(controls, "The office runs Open Dental 23.2.1.")
    assert says(controls, "version") == "The office runs Open Dental 23.2.1."
    assert office.version == "23.2.1"
    look(controls, "controls", 1000)
    box.fill("new")
    box.press("Enter")
    wait_for(controls, "version: 'new' is not a version such as")
    assert office.version == "23.2.1"


def test_the_mode_the_key_and_the_econnector(controls, office):
    panel(controls, "mode").get_by_label("Mode").select_option("remote")
    wait_for(controls, "Mode: remote: Calls go through Open Dental's servers. A list has 100 rows a page")
    assert len(get(office, "/procedurelogs").json()) == 100
    panel(controls, "eConnector").get_by_label("eConnector").select_option("stopped")
    wait_for(controls, "eConnector: stopped: In remote mode, every call is refused: the office is offline.")
    assert get(office, "/procedurelogs").status_code == 400
    panel(controls, "keyStatus").get_by_label("Customer key").select_option("EnabledReadOnly")
    wait_for(controls, "Customer key: EnabledReadOnly: The key may read. Every other call is refused with 401.")
    panel(controls, "faithful").get_by_label("Strictness").select_option("as strict as the real service")
    wait_for(controls, "Strictness: as strict as the real service: All that the real service enforces is enforced")
    assert office.settings()["faithful"] is True
    assert says(controls, "throttle").startswith("In remote mode a call begins 1 second after the one before")


def test_a_permission_is_taken_away_and_given(controls, office):
    permissions = panel(controls, "permissions")
    assert says(controls, "permissions") == "The key has every permission that a method may need."
    permissions.get_by_label("ApiReadAll").uncheck()
    wait_for(controls, "ApiReadAll is taken away: its ")
    assert told(controls).endswith("methods are refused with 401.")
    assert says(controls, "permissions") == "The key lacks ApiReadAll."
    assert get(office, "/patients/31").status_code == 401
    permissions.get_by_label("ApiReadAll").check()
    wait_for(controls, "ApiReadAll is given: the ")
    assert get(office, "/patients/31").status_code == 200
    permissions.get_by_label("ApiEnterprise").check()
    wait_for(controls, "ApiEnterprise is given: pages are ten times as large")
    permissions.get_by_role("button", name="Take all away").click()
    wait_for(controls, "The key has no permission")
    assert office.permissions == []
    assert permissions.locator("input:checked").count() == 0
    permissions.get_by_role("button", name="Give all").click()
    wait_for(controls, "The key has every permission that a method may need.")
    assert office.permissions == "all"


def test_the_throttle(controls, office):
    throttle = panel(controls, "throttle")
    assert says(controls, "throttle") == "No call waits for another."
    throttle.get_by_label("Throttle").select_option("one call in so many seconds")
    throttle.get_by_label("Seconds", exact=True).fill("2.5")
    throttle.get_by_label("Who waits").select_option("the office's clock moves on")
    throttle.get_by_label("Longest wait in seconds").fill("4")
    throttle.get_by_role("button", name="Set the throttle").click()
    wait_for(controls, "A call begins 2.5 seconds after the one before, in every mode. Nobody waits")
    assert [get(office, "/patients/31").status_code for _ in range(2)] == [200, 200]
    assert office.clock.now.isoformat(" ").startswith("2025-06-03 10:20:32")
    throttle.get_by_label("Throttle").select_option("off")
    throttle.get_by_role("button", name="Set the throttle").click()
    wait_for(controls, "No call waits for another.")
    assert "So far calls have waited 2." in says(controls, "throttle")
    assert office.settings()["throttle"] == "off"


THENS = [
    ("status", {"status": "503", "body": "boom"}, {"status": 503, "body": "boom"}),
    ("delay", {"delay": "0.5"}, {"delay": 0.5}),
    ("dropConnection", {"dropConnection": "middle"}, {"dropConnection": "middle"}),
    ("eConnector", {"eConnector": "duplicate"}, {"eConnector": "duplicate"}),
    ("timeout", {}, {"timeout": True}),
    ("tooManyRequests", {"tooManyRequests": "3"}, {"tooManyRequests": 3}),
    ("lostWrite", {}, {"lostWrite": True}),
    ("ghostWrite", {}, {"ghostWrite": True}),
    ("stalePage", {}, {"stalePage": True}),
]


def test_every_kind_of_fault_is_added(controls, office):
    faults = panel(controls, "faults")
    assert says(controls, "faults") == "No fault: every call is done as it should be."
    kinds = faults.get_by_label("What happens")
    assert kinds.locator("option").all_inner_texts() == [kind for kind, _, _ in THENS]
    for number, (kind, values, _) in enumerate(THENS, 1):
        kinds.select_option(kind)
        for name, value in values.items():
            box = faults.locator(f"[name=then-{name}]")
            box.select_option(value) if box.evaluate("node => node.tagName") == "SELECT" else box.fill(value)
        if kind == "dropConnection":
            said = "it is done, and the connection closes in the middle of the answer"
            assert faults.locator("#fault-sees").inner_text() == f"The client sees {said}."
        faults.get_by_role("button", name="Add the fault").click()
        wait_for(controls, f"Fault {number} waits for calls.")
    assert [one["then"] for one in office.faults.list()] == [then for _, _, then in THENS]
    assert says(controls, "faults") == "9 faults wait for calls."


def test_a_fault_fires_and_is_taken_away(controls, office):
    faults = panel(controls, "faults")
    faults.get_by_label("What happens").select_option("status")
    faults.get_by_label("status (").fill("418")
    faults.get_by_label("body (").fill('{"is": "<script>"}')
    faults.get_by_label("headers (").fill('{"Retry-After": "5"}')
    faults.get_by_label("Method").select_option("GET")
    faults.get_by_label("Path").fill("/patients/*")
    faults.get_by_label("Calls that go by first").fill("1")
    faults.get_by_label("How often at most").fill("1")
    faults.get_by_role("button", name="Add the fault").click()
    wait_for(controls, "GET /patients/*, after 1 call that goes by, at most 1 time.")
    answers = [get(office, "/patients/31") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 418, 200]
    assert (answers[1].json(), answers[1].headers["Retry-After"]) == ({"is": "<script>"}, "5")
    faults.get_by_role("button", name="Look again").click()
    faults.get_by_role("cell", name="It has fired 1 time.").wait_for()
    faults.get_by_role("button", name="Take fault 1 away").click()
    wait_for(controls, "Fault 1 is gone.")
    assert office.faults.list() == []
    faults.get_by_label("headers (").fill("not JSON")
    faults.get_by_role("button", name="Add the fault").click()
    wait_for(controls, "not JSON is no JSON object")
    assert office.faults.list() == []


def test_the_controls_with_all_that_they_show_are_for_everybody(tab, office):
    office.faults.add("GET /clinics", then={"status": 503}, times=1)
    office.settings(throttle={"seconds": 2, "wait": "virtual"}, permissions=["ApiReadAll"])
    check(tab.open("/controls"))
