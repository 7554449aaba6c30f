"""How many offices there may be, how long one lives, and what is given back when it closes."""

import gc
import json
import resource
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conversation import refusal

from mock_od.engine.perform import Engine
from mock_od.office import memory
from mock_od.office import offices as module
from mock_od.office.offices import NoRoom, Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.web import asgi_app
from mock_od.web.app import create_app

FULL = (
    "this server holds 3 offices at most, and all of them were called within ten minutes; "
    "close some (DELETE /__admin/offices/KEY), or start it with a higher --max-offices"
)


class Moments:
    """The machine's monotonic clock, as a test moves it."""

    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr(module.time, "monotonic", lambda: self.now)


@pytest.fixture
def moments(monkeypatch):
    return Moments(monkeypatch)


def offices_of(most, **settings):
    return Offices(Engine(catalog()), Settings("empty", **settings), most=most)


def caller(offices):
    """What calls with a customer key: status, JSON, hint."""
    client = create_app(offices).test_client()

    def call(key, verb="GET", path="/api/v1/clinics", body=None):
        got = client.open(path, method=verb, json=body, headers={"Authorization": f"ODFHIR developer/{key}"})
        return got.status_code, json.loads(got.text), got.headers.get("X-Mock-Od-Hint", "")

    return call


def test_where_there_is_no_room_a_new_key_is_refused_with_a_hint(moments):
    offices = offices_of(3)
    call = caller(offices)
    for key in "abc":
        assert call(key) == (200, [], "")
        moments.now += 100
    assert call("d") == (401, "Invalid credentials.", FULL)
    status, body, _ = call("", "POST", "/__admin/offices", {"key": "d"})
    assert (status, body) == (503, refusal(FULL))
    assert call("a") == (200, [], "")
    assert [office.key for office in offices.all()] == ["a", "b", "c"]


def test_the_office_that_was_unused_longest_makes_room_and_its_key_is_told(moments):
    offices = offices_of(3)
    call = caller(offices)
    for key in "abc":
        call(key)
        moments.now += 1
    call("a", "POST", "/api/v1/nope", {})  # a refused call is a call
    moments.now += 600
    assert call("d") == (200, [], "")
    assert [office.key for office in offices.all()] == ["a", "c", "d"]
    moments.now += 600
    told = "this office is a fresh one: the one before was closed because the server holds 3 offices at most and this one was unused longest"
    assert call("b") == (200, [], told)
    assert call("b") == (200, [], "")


def test_a_call_of_the_plane_is_use_too(moments):
    offices = offices_of(2)
    call = caller(offices)
    call("a")
    moments.now += 1
    call("b")
    moments.now += 700
    assert call("", "GET", "/__admin/offices/a")[0] == 200
    assert call("c")[0] == 200
    assert [office.key for office in offices.all()] == ["a", "c"]


def test_an_office_lives_as_long_as_it_is_said_from_its_last_call_on(moments):
    offices = offices_of(100, ttl_seconds=60.0)
    call = caller(offices)
    call("a")
    call("for ever".replace(" ", "-"), "PUT", "/__admin/offices/b", {"ttlSeconds": None})
    moments.now += 59
    offices.close_unused()
    assert call("a")[0] == 200
    moments.now += 61
    offices.close_unused()
    assert [office.key for office in offices.all()] == ["b"]
    told = "this office is a fresh one: the one before was closed because it was unused for 60 s (ttlSeconds)"
    assert call("a") == (200, [], told)


def test_what_stood_still_with_the_server_may_renew_its_office_first(moments):
    offices = offices_of(100, ttl_seconds=60.0)
    app = asgi_app.AsgiApp(offices)
    offices.open("renewed")
    offices.open("unused")
    moments.now += 600  # a debugger stops the whole process
    app.each_second()
    assert [office.key for office in offices.all()] == ["renewed", "unused"]
    caller(offices)("renewed")
    moments.now += 1
    app.each_second()
    assert [office.key for office in offices.all()] == ["renewed"]
    app.close()


def test_an_office_in_use_is_not_closed(moments):
    offices = offices_of(1, ttl_seconds=60.0)
    office = offices.open("a")
    moments.now += 700

    def others():
        offices.close_unused()
        with pytest.raises(NoRoom):
            offices.open("b")
        return offices.find("a") is office

    with office.lock, ThreadPoolExecutor(1) as pool:
        assert pool.submit(others).result()
    assert offices.open("b").key == "b"


def test_a_closed_office_is_gone_without_the_cycle_collector():
    offices = offices_of(10)
    call = caller(offices)
    gc.collect()
    gc.disable()
    try:
        office = offices.open("a")
        call("a")
        call("a", "POST", "/api/v1/treatplans", {"PatNum": 1})
        call("a", "POST", "/__admin/offices/a/snapshots", {"name": "one"})
        call("a", "PUT", "/__admin/offices/a", {"throttle": {"seconds": 1, "wait": "virtual"}})
        call("a")
        seen = weakref.ref(office)
        store = weakref.ref(office.store)
        del office
        assert call("", "DELETE", "/__admin/offices/a")[:2] == (200, {"closed": "a"})
        assert (seen(), store()) == (None, None)
    finally:
        gc.enable()


def test_the_keys_of_offices_that_went_are_not_remembered_for_ever(moments, monkeypatch):
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    offices = offices_of(100, ttl_seconds=1.0)
    call = caller(offices)
    for key in "abc":
        call(key)
    moments.now += 2
    offices.close_unused()
    assert [bool(call(key)[2]) for key in "abc"] == [False, True, True]


def test_a_call_that_waits_meets_the_office_that_its_key_has_then():
    offices = offices_of(10)
    call = caller(offices)
    call("a", "PUT", "/__admin/offices/a", {"throttle": 0.3})
    call("a")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(call, "a")
        time.sleep(0.1)
        offices.close("a")
        assert waiting.result()[:2] == (200, [])
    assert [entry.status for entry in offices.open("a").journal.entries()] == [200]


def test_the_memory_of_closed_offices_is_given_back_in_the_background(monkeypatch):
    given_back = threading.Event()
    monkeypatch.setattr(asgi_app, "give_back", given_back.set)
    offices = offices_of(10)
    app = asgi_app.AsgiApp(offices)
    app.each_second()
    offices.open("a")
    app.each_second()
    assert not given_back.wait(0.05)
    offices.close("a")
    app.each_second()
    assert given_back.wait(5)
    assert not offices.has_closed
    app.close()


@pytest.mark.skipif(sys.platform != "linux", reason="other C libraries give memory back by themselves")
def test_memory_is_given_back_to_the_system():
    def resident():
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

    kept = [bytes(1000) for _ in range(100_000)]  # a small one at the end keeps the C library from giving back the rest
    last = bytes(1000)
    full = resident()
    del kept
    memory.give_back()
    assert resident() < full - 50_000_000
    assert last
