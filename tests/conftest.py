"""The fixtures of all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from conversation import Client

from mock_od import opendental
from mock_od.catalog import Documented

pytest_plugins = ["pytester"]  # for tests/plugin
os.environ.setdefault("MOCK_OD_CACHE", "")  # no test finds what another run has left


def pytest_collection_finish():
    """Have the garbage collector pass over the thousands of tests, which stay: it looked at them again and again."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Have the tests of a module run in one process, as far as that keeps all of them busy: they share what it made."""
    if config.getvalue("dist") != "load":
        return None
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def pytest_make_parametrize_id(val):
    """Keep the names of tests short where a value is long."""
    return ascii(val[:60]) if isinstance(val, str) and len(val) > 60 else None


@pytest.fixture
def api() -> Iterator[Client]:
    """An office with the small world, the neighbourhood of the documentation's examples."""
    client = Client()
    yield client
    client.close()


@pytest.fixture
def paymints(monkeypatch) -> str:
    """A page /paymints that is documented and not here, and never will be; what is said of it."""
    page = [
        Documented("GET", "/paymints/{PayNum}", "22.3", "PayMints"),
        Documented("POST", "/paymints", "21.2", "PayMints"),
        Documented("PUT", "/paymints/{PayNum}/Void", None, "PayMints"),
    ]
    monkeypatch.setattr(opendental.catalog(), "documented", lambda: {**opendental.documented(), "paymints": page})
    return "documented since 21.2 (PayMints, 3 methods), not in mock_od yet"


@pytest.fixture
def empty() -> Iterator[Client]:
    """An office with nothing but the default preferences."""
    client = Client(world="empty")
    yield client
    client.close()
