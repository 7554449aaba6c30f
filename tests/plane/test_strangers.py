"""The journal of the calls that reached no office."""

import pytest
from conversation import Client

from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.web.app import create_app

STRANGERS = "/__admin/requests/strangers"
HINT = "send Authorization: ODFHIR {DeveloperKey}/{CustomerKey}"


@pytest.fixture
def client():
    """A client of a server that knows no key but those that were opened."""
    client = Client(world="empty")
    client.offices = Offices(Engine(catalog()), Settings("empty"), strict=True)
    client.app = create_app(client.offices)
    return client


def strangers(client, query=""):
    got = client.get(STRANGERS + query)
    assert got.status == 200, got.json
    return got.json["requests"]


def test_a_call_without_a_key_is_noted(client):
    assert strangers(client) == []
    client.get("/clinics?Limit=1", Authorization="")
    (call,) = strangers(client)
    assert call.pop("at")
    assert call == {
        "id": 1,
        "key": None,
        "verb": "GET",
        "path": "/clinics",
        "query": {"Limit": "1"},
        "body": None,
        "status": 400,
        "answer": "Malformed API request.",
        "hint": HINT,
        "method": None,
        "changed": {},
        "seconds": 0.0,
    }


def test_a_call_with_a_key_that_no_office_has_is_noted_with_the_key_and_without_its_body(client):
    client.post("/treatplans", {"PatNum": 15})
    (call,) = strangers(client)
    assert (call["key"], call["verb"], call["path"], call["body"]) == (client.key, "POST", "/treatplans", None)
    assert (call["status"], call["answer"]) == (401, "Invalid credentials.")
    assert call["hint"] == "this server knows only the customer keys that were opened through its admin plane"


@pytest.mark.parametrize("keys", ["Basic abc", "ODFHIR a", "ODFHIR a/b/c"])
def test_keys_that_cannot_be_read_are_none(client, keys):
    client.get("/clinics", Authorization=keys)
    assert [call["key"] for call in strangers(client)] == [None]


def test_what_is_not_there_is_said_of_strangers_too(client, paymints):
    client.get("/nothing", Authorization="")
    client.get("/paymints", Authorization="")
    calls = strangers(client)
    assert [(call["status"], call["answer"]) for call in calls] == [
        (404, "nothing is not a valid resource."),
        (404, "paymints is not a valid resource."),
    ]
    assert calls[1]["hint"] == paymints


def test_a_call_that_reached_an_office_is_in_the_journal_of_that_office_alone(client):
    client.post("/__admin/offices", {"key": client.key})
    assert client.get("/clinics").status == 200
    assert strangers(client) == []


def test_the_calls_of_strangers_can_be_filtered_and_forgotten(client):
    for path in ("/clinics", "/patients", "/nothing"):
        client.get(path, Authorization="")
    assert [call["id"] for call in strangers(client, "?since=1")] == [2, 3]
    assert [call["path"] for call in strangers(client, "?status=404")] == ["/nothing"]
    assert [call["path"] for call in strangers(client, "?path=/p*&verb=get")] == ["/patients"]
    got = client.delete(STRANGERS)
    assert (got.status, got.json) == (200, {"requests": []})
    assert strangers(client) == []
    client.get("/clinics", Authorization="")
    assert [call["id"] for call in strangers(client)] == [4]


def test_no_reset_forgets_them(client):
    client.get("/clinics", Authorization="")
    client.post("/__admin/reset", {})
    assert len(strangers(client)) == 1


def test_only_so_many_are_kept(client):
    for _ in range(1002):
        client.get("/clinics", Authorization="")
    calls = strangers(client)
    assert (len(calls), calls[0]["id"], calls[-1]["id"]) == (1000, 3, 1002)


def test_only_so_many_bytes_are_kept(client):
    long = "x" * 60_000
    for _ in range(140):
        client.get(f"/{long}", Authorization="")
    calls = strangers(client)
    assert 50 < len(calls) < 70  # each is kept twice: in its path and in its answer
    assert calls[-1]["id"] == 140
