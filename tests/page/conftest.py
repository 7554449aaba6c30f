"""A real browser before a real server, one of each for the tests of a module: playwright drives the machine's own Chromium.

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
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")  # while it is open its event loop runs, and nothing else in this thread may start one
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no browser on this machine: apt install chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])  # root has none
        yield started
        started.close()


@pytest.fixture(scope="module")
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

    def open(self, path: str = "/", **query: str):
        """Open a path of the page, and wait for what it shows."""
        self.page.goto(f"{self._url}{path}?{urlencode({'office': self._key, **query})}")
        self.page.wait_for_selector("main:not([aria-busy])")
        return self.page


@pytest.fixture
def tab(browser, server, office) -> Iterator[Tab]:
    """A tab. What its console complains about, a breach of the content security policy too, fails the test."""
    context = browser.new_context(
        viewport={"width": 1200, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(5000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    shown = Tab(page, server.url, office.customer_key)
    shown.complaints = complaints  # a test that expects one takes it out
    yield shown
    context.close()
    # The browser itself notes each refused call; the page says them to its reader.
    assert [one for one in complaints if not one.startswith("Failed to load resource")] == []


@pytest.fixture
def look():
    """Take a picture for the documentation, where MOCK_OD_PICTURES asks for new ones."""

    def take(page, name: str, height: int = 640) -> None:
        if os.environ.get("MOCK_OD_PICTURES"):
            PICTURES.mkdir(exist_ok=True)
            page.set_viewport_size({"width": 1000, "height": height})
            page.screenshot(path=PICTURES / f"{name}.png", scale="css")

    return take
