"""The page at `/`: who is served, what every tab has, and that nothing of it runs what an office or another site wants."""

from __future__ import annotations

import pytest

from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.page import TABS
from mock_od.web.app import create_app
from mock_od.web.asgi_app import server_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TOKEN = "a-secret-word"


def offices(world="empty"):
    return Offices(Engine(catalog()), Settings(world))


def client(token=None):
    return create_app(offices(), token).test_client()


@pytest.fixture
def asking():
    """The address of a server that asks for the token."""
    server = server_of(offices("small"), TOKEN)
    server.listen()
    server.start()
    yield server.url
    server.stop()


# --- without a browser ----------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_every_tab_is_served_with_the_policy(tab):
    answer = client().get(tab.path, headers=HTML)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert f"<title>{tab.title} - mock_od</title>" in answer.text
    assert " style=" not in answer.text
    assert "<style" not in answer.text


def test_a_client_that_asks_for_no_html_gets_the_word_of_welcome():
    answer = client().get("/", headers={"Accept": "*/*"})
    assert (answer.mimetype, answer.json["api"]) == ("application/json", "/api/v1")


def test_a_page_of_another_site_is_not_served():
    for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
        for path in ("/", "/reference", "/static/js/api.js"):
            assert client().get(path, headers={**HTML, **headers}).status_code == 403


def test_where_the_plane_asks_for_a_token_everybody_gets_the_page_that_asks_for_it():
    answer = client(TOKEN).get("/", headers={**HTML, "Host": "mock.example"})
    assert answer.status_code == 200
    assert TOKEN not in answer.text
    assert client(TOKEN).get("/__admin/offices").status_code == 401


# --- in a browser ---------------------------------------------------------------------------------------


def test_no_script_runs_but_our_files(tab):
    page = tab.open("/")
    page.evaluate("""() => {
        const made = document.createElement("script");
        made.textContent = "window.ran = true";
        document.body.append(made);
        document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = true'>");
    }""")
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    refused = [one for one in tab.complaints if "Content Security Policy" in one]
    assert len(refused) == 2
    tab.complaints.clear()


def test_another_site_can_neither_write_nor_read(tab, office, server):
    """It sends what a browser lets it send without asking: a form's POST, and one by script."""
    page = tab.page
    attack = f"""<form method=post enctype=text/plain action="{server.url}/__admin/reset" target=_blank></form>
    <script>
      window.done = Promise.allSettled([
        fetch("{server.url}/__admin/reset", {{method: "POST", mode: "no-cors", body: "{{}}"}}),
        fetch("{server.url}/__admin/offices").then((answer) => answer.text()),
        fetch("{server.url}/api/v1/treatplans", {{method: "POST", headers: {{Authorization: "ODFHIR a/{office.customer_key}"}}}}),
      ]);
    </script>"""
    page.route("http://other-site.example/", lambda route: route.fulfill(body=attack, content_type="text/html"))
    first = office.rows("treatplan")[0]
    office.update("treatplan", first["TreatPlanNum"], Heading="Kept")
    page.goto("http://other-site.example/")
    results = page.evaluate("async () => (await window.done).map((one) => one.status)")
    assert results[1:] == ["rejected", "rejected"]
    with page.expect_popup() as opened:
        page.evaluate("document.querySelector('form').submit()")
    opened.value.wait_for_load_state()
    assert office.rows("treatplan")[0]["Heading"] == "Kept"
    assert len(office.requests) == 0
    tab.complaints.clear()  # the browser's, about what it has refused


def test_the_token_is_asked_for_once_and_kept_in_this_tab_alone(browser, asking):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{asking}/data")
    page.get_by_label("Token").fill("another")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("The server does not know this token.").wait_for()
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_label("Token").press("Enter")
    page.get_by_role("link", name="patient ", exact=False).first.wait_for()
    page.get_by_role("link", name="SQL").click()
    page.get_by_label("SQL, as MySQL writes it").wait_for()
    page.wait_for_selector("main:not([aria-busy])")
    assert not page.get_by_label("Token").is_visible()
    assert TOKEN not in page.url
    other = context.new_page()
    other.goto(f"{asking}/data")
    other.get_by_label("Token").wait_for()
    context.close()


def test_the_colours_are_chosen_and_stay_chosen(tab):
    page = tab.open("/")
    back = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(back)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(back)
    assert light != dark
    page.get_by_role("button", name="Colours: as the system").click()
    page.get_by_role("button", name="Colours: light").wait_for()
    assert page.evaluate(back) == light
    page = tab.open("/sql")
    assert page.evaluate(back) == light
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Colours: light").click()
    page.get_by_role("button", name="Colours: dark").wait_for()
    assert page.evaluate(back) == dark


def test_the_keyboard_is_enough(tab):
    page = tab.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert (page.evaluate("document.activeElement.textContent"), outline) == ("curl", "solid")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("#snippet pre").inner_text().startswith("import requests")


def test_a_tab_is_there_within_a_second(tab):
    """The quickest of three, so that a busy machine does not decide."""
    loads = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    assert min(tab.open("/reference").evaluate(loads) for _ in range(3)) < 1000
    sizes = "performance.getEntriesByType('resource').map((one) => one.decodedBodySize)"
    assert sum(tab.page.evaluate(sizes)) < 500_000
