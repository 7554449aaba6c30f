"""The fixtures ``mock_od_server`` and ``mock_od``, for every suite that has mock_od installed.

May not: import a server, a client or an office before a fixture is used; every run of pytest imports this.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mock_od.client.client import Client
    from mock_od.client.office import Office

_SHOWN = 50
_OFFICE: pytest.StashKey[Office] = pytest.StashKey()
_MARKER = """\
mock_od(**settings): settings of the office that the fixture mock_od gives, such as version="24.1.9", world="small", \
faithful=True; docs/admin.md lists them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options: which server, and what its offices start with."""
    group = parser.getgroup("mock_od", "a simulator of Open Dental's REST API")
    group.addoption("--mock-od-url", metavar="URL", help="use the server that runs there; or set MOCK_OD_URL")
    for name, what in (
        ("version", "the version of Open Dental"),
        ("world", "the world: clinic, small, empty, or a path of the server's machine"),
        ("mode", "local, service or remote"),
    ):
        group.addoption(f"--mock-od-{name}", metavar=name.upper(), help=f"{what} that offices start with")


def pytest_configure(config: pytest.Config) -> None:
    """The marker."""
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture(scope="session")
def mock_od_server(pytestconfig: pytest.Config) -> Iterator[Client]:
    """A client of the server: one in a thread of this process, or the one that ``--mock-od-url`` names."""
    from mock_od.client.client import Client, MockOdError

    given = {name: pytestconfig.getoption(f"mock_od_{name}") for name in ("version", "world", "mode")}
    chosen = {name: value for name, value in given.items() if value is not None}
    url = pytestconfig.getoption("mock_od_url") or os.environ.get("MOCK_OD_URL")
    if url:
        try:
            client = Client(url, settings=chosen).wait()
        except (MockOdError, ValueError) as problem:
            pytest.fail(f"mock_od: {problem}", pytrace=False)
        yield client
        client.leave()
        return
    with _serving(chosen) as address:
        yield Client(address, token="")


@contextmanager
def _serving(chosen: dict[str, Any]) -> Iterator[str]:
    """A server in a thread, whose offices start so."""
    from mock_od.engine.perform import Engine
    from mock_od.office.office import Offices
    from mock_od.office.settings import BadSetting, Settings
    from mock_od.office.worlds import UnknownWorld
    from mock_od.opendental import catalog
    from mock_od.web.site import server_of

    try:
        offices = Offices(Engine(catalog()), Settings(**chosen), path=True)
    except (BadSetting, UnknownWorld) as problem:
        pytest.fail(f"mock_od: {problem}", pytrace=False)
    server = server_of(offices)
    listener = server.listen()
    server.start()
    try:
        yield listener.url
    finally:
        server.stop()


@pytest.fixture
def mock_od(request: pytest.FixtureRequest, mock_od_server: Client) -> Office:
    """A fresh office with a customer key of its own, for this test alone; the marker ``mock_od`` has its settings."""
    settings: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("mock_od"))):  # the closest one last
        if marker.args:
            pytest.fail(f"mock_od: settings have names, and {marker.args[0]!r} has none", pytrace=False)
        settings |= marker.kwargs
    office = mock_od_server.office(f"test-{uuid.uuid4().hex}", **settings)
    request.node.stash[_OFFICE] = office  # closed after the last report of the test, which may tell of it
    return office


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell with a failure what the office of the test served; close it when the test is over."""
    report = yield
    office = item.stash.get(_OFFICE, None)
    if office is not None:
        if report.failed:
            report.sections.append(("mock_od requests", _told(office)))
        if report.when == "teardown":
            del item.stash[_OFFICE]
            _close(office)
    return report


def _close(office: Office) -> None:
    from mock_od.client.client import MockOdError

    with suppress(MockOdError):  # a server that is gone has forgotten it
        office.close()


def _told(office: Office) -> str:
    """What an office served, for people."""
    from mock_od.client.client import MockOdError

    try:
        served = list(office.requests)
    except MockOdError as problem:
        return f"not to be had: {problem}"
    earlier = len(served) - _SHOWN
    lines = [f"({earlier} earlier ones are left out)"] if earlier > 0 else []
    return "\n".join([*lines, *map(str, served[-_SHOWN:])]) or "none"
