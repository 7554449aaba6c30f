"""The page at `/`: who is served, what every tab has, and that nothing of it runs what an office holds."""

from __future__ import annotations

import pytest

from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.web.app import create_app
from mock_od.web.page import TABS

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def client(token=None):
    return create_app(Offices(Engine(catalog()), Settings("empty")), token).test_client()


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
    answer = client("secret").get("/", headers={**HTML, "Host": "mock.example"})
    assert answer.status_code == 200
    assert "secret" not in answer.text
    assert client("secret").get("/__admin/offices").status_code == 401
