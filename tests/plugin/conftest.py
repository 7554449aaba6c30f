"""What several tests of the plugin start."""

import socket

import pytest
import requests  # noqa: F401  # a run in this process finds it imported
from servers import started_servers

# What is imported for the first time by a run in this process is forgotten after it, and imported again by the next one.
import mock_od.client.desk
import mock_od.client.office
import mock_od.client.serving
import mock_od.client.strict
import mock_od.opendental
import mock_od.web.asgi_app  # noqa: F401  # a run in this process finds it imported
from mock_od.client import plugin

HEAD = """
import pytest, requests

def post(office, **plan):
    return requests.post(office.url + "/treatplans", json={"PatNum": 31, "Heading": "Mine", **plan}, headers=office.headers)
"""


@pytest.fixture
def serving(tmp_path):
    """Starts ``mock-od serve`` with an environment and answers its address; ``serving.servers`` are the processes."""
    with started_servers(tmp_path) as start:
        yield start


@pytest.fixture
def unused_url():
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def alone(monkeypatch):
    """For runs of pytest inside this one: nothing of its own environment."""
    for name in ("MOCK_OD_URL", "MOCK_OD_ADMIN_TOKEN", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # they take seconds; one test does without


@pytest.fixture
def suite(pytester):
    """Runs a suite of these tests, with options, and gives the result."""

    def run(tests, *options, workers=False):
        pytester.makepyfile(HEAD + tests)
        root = f"--rootdir={pytester.path}"  # or all folders above are looked through where one of them has a setup.py
        options = (root, "-p", "no:cacheprovider", "-W", "error", *options)
        if workers:
            return pytester.runpytest_subprocess("-p", "mock_od.client.plugin", "-p", "xdist", *options)
        return pytester.runpytest_inprocess(*options, plugins=[plugin])

    return run
