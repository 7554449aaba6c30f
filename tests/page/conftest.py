"""A real browser before a real server, one of each for all tests here: playwright drives the machine's own Chromium.

playwright, and not selenium: it speaks to Chromium directly, so that a machine needs no chromedriver of the same version.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest

import mock_od

NOW = "2025-06-03 10:20:30"
PICTURES = Path(__file__).parents[2] / "docs" / "images"
WIDE = {"width": 1200, "height": 900}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


# This folder is a package, so that "package" is: until the last test of the folder is done. While a browser is open its
# event loop runs, and no test elsewhere could start one in this thread.
@pytest.fixture(scope="package")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no browser on this machine: apt install chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])  # root has none
        yield started
        started.close()


@pytest.fixture(scope="package")
def pages() -> list:
    """The pages that are free: as good as new, and in a process that has read the scripts before."""
    return []


@pytest.fixture(scope="package")
def server():
    with mock_od.serving(world="clinic", clock={"now": NOW, "frozen": True}) as started:
        yield started


NUMBERS = count(1)


@pytest.fixture
def office(server):
    """An office of the test's own, with a clock that stands still."""
    with server.office(f"practice-{next(NUMBERS)}") as opened:
        yield opened


class Tab:
    """A browser's tab that looks at one office."""

    def __init__(self, page, url: str, key: str) -> None:
        self.page = page
        self._url = url
        self._key = key
        self.complaints: list[str] = []  # a test that expects one takes it out

    def note(self, said) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def note_error(self, error) -> None:
        self.complaints.append(str(error))

    def open(self, path: str = "/", **query: str):
        """Open a path of the page, and wait for what it shows."""
        self.page.goto(f"{self._url}{path}?{urlencode({'office': self._key, **query})}")
        self.page.wait_for_selector("main:not([aria-busy])")
        return self.page


def new_page(browser):
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(5000)
    return context.new_page()


def clean(page, url: str) -> None:
    """Make a page as good as new: elsewhere, with nothing that it has kept."""
    for other in page.context.pages:
        if other != page:
            other.close()
    page.unroute_all()
    page.goto(f"{url}/static/icon.svg")  # asks for nothing more, and has the storage of the other pages
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.context.clear_cookies()


@pytest.fixture
def tab(browser, pages, server, office) -> Iterator[Tab]:
    """A tab. What its console complains about, a breach of the content security policy too, fails the test."""
    page = pages.pop() if pages else new_page(browser)
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    shown = Tab(page, server.url, office.customer_key)
    page.on("console", shown.note)
    page.on("pageerror", shown.note_error)
    yield shown
    page.evaluate("0")  # what was said before this has come then
    page.remove_listener("console", shown.note)
    page.remove_listener("pageerror", shown.note_error)
    clean(page, server.url)
    pages.append(page)  # one that could not be cleaned is not used again
    # The browser itself notes each refused call; the page says them to its reader.
    assert [one for one in shown.complaints if not one.startswith("Failed to load resource")] == []


@pytest.fixture
def look():
    """Take a picture for the documentation, where MOCK_OD_PICTURES asks for new ones."""

    def take(page, name: str, height: int = 640) -> None:
        if os.environ.get("MOCK_OD_PICTURES"):
            PICTURES.mkdir(exist_ok=True)
            page.set_viewport_size({"width": 1000, "height": height})
            page.screenshot(path=PICTURES / f"{name}.png", scale="css")

    return take
