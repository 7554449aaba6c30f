"""The fixtures of all tests."""

from __future__ import annotations

import pytest
from conversation import Client

pytest_plugins = ["pytester"]  # for tests/plugin


def pytest_make_parametrize_id(val):
    """Keep the names of tests short where a value is long."""
    return ascii(val[:60]) if isinstance(val, str) and len(val) > 60 else None


@pytest.fixture
def api() -> Client:
    """An office with the small world, the neighbourhood of the documentation's examples."""
    return Client()


@pytest.fixture
def empty() -> Client:
    """An office with nothing but the default preferences."""
    return Client(world="empty")
