"""The fixtures ``mock_od_server`` and ``mock_od``, for every suite that has mock_od installed.

May not: import a server, a client or an office before a fixture is used; every run of pytest imports this.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from mock_od.client.client import Client
    from mock_od.client.office import Office
    from mock_od.client.served import Served

_T = TypeVar("_T")
_SHOWN = 50
_TTL = 600
"""Seconds after which a server may close an office of ours that nobody called or renewed: its client is gone."""
_HASTE = 3.0
"""Seconds that a report waits for the server."""
_OFFICE: pytest.StashKey[Office] = pytest.StashKey()
_ASK_AGAIN: pytest.StashKey[bool] = pytest.StashKey()
"""Whether the calls of a failed test could not be had yet."""
_MARKER = """\
mock_od(**settings): settings of the office that the fixture mock_od gives, such as version="24.1.9", \
clock="2025-06-02 09:00", faithful=True; docs/admin.md lists them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options: which server, and what its offices start with."""
    group = parser.getgroup("mock_od", "a simulator of Open Dental's REST API")
    group.addoption("--mock-od-url", metavar="URL", help="use the server that runs there; or set MOCK_OD_URL")
    for name, what in (
        ("version", "the version of Open Dental"),
        ("world", "the world: clinic, small, empty, or a path of the server's machine"),
        ("mode", "local, service or remote"),
        ("clock", 'the time, such as "2025-06-02 09:00",'),
    ):
        group.addoption(f"--mock-od-{name}", metavar=name.upper(), help=f"{what} that offices start with")


def pytest_configure(config: pytest.Config) -> None:
    """The marker."""
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture(scope="session")
def mock_od_server(pytestconfig: pytest.Config) -> Iterator[Client]:
    """A client of the server: one in a thread of this process, or the one that ``--mock-od-url`` names."""
    from mock_od.client.client import Client, MockOdError

    given = {name: pytestconfig.getoption(f"mock_od_{name}") for name in ("version", "world", "mode", "clock")}
    chosen = {name: value for name, value in given.items() if value is not None}
    url = pytestconfig.getoption("mock_od_url") or os.environ.get("MOCK_OD_URL")
    if not url:
        with _serving(chosen) as address:
            client = Client(address, token="", settings={"ttlSeconds": _TTL})
            yield client
            with suppress(MockOdError):  # a test may have stopped it
                client.leave()
        return
    try:
        client = Client(url, settings={**chosen, "ttlSeconds": _TTL}).wait()
    except (MockOdError, ValueError) as problem:
        pytest.fail(f"mock_od: {problem}", pytrace=False)
    yield client
    with suppress(MockOdError):  # a server that does not answer closes them when their time is over
        client.leave()


@contextmanager
def _serving(chosen: dict[str, Any]) -> Iterator[str]:
    """A server in a thread, whose offices start so."""
    from mock_od.engine.perform import Engine
    from mock_od.office.offices import Offices
    from mock_od.office.settings import BadSetting, Settings
    from mock_od.office.worlds import UnknownWorld
    from mock_od.opendental import catalog
    from mock_od.web.asgi_app import server_of

    try:
        offices = Offices(Engine(catalog()), Settings().changed(chosen), path=True)
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
    """Show with a failure what the office of the test was asked; close the office when the test is over."""
    report = yield
    office = item.stash.get(_OFFICE, None)
    if office is not None:
        if report.failed or (report.when == "teardown" and item.stash.get(_ASK_AGAIN, False)):
            report.sections.append(_section(office, item, report.when))
        if report.when == "teardown":
            del item.stash[_OFFICE]
            _safely(office.close)  # a server that is gone has forgotten it; another closes it when its time is over
    return report


def _section(office: Office, item: pytest.Item, when: str) -> tuple[str, str]:
    """A section of a report: its title, and the calls that an office was asked.

    What a test has patched may be in force until its teardown, and the server may be in this very process. So when the
    calls cannot be had at once, they are asked for once more then; the report of a failure shows that section too.
    """
    calls, problem = _safely(lambda: _calls(office))
    title = f"mock_od requests{', asked for at teardown' if item.stash.get(_ASK_AGAIN, False) else ''}"
    item.stash[_ASK_AGAIN] = problem is not None
    if problem is None:
        return title, str(calls)
    return title, f"not to be had{'' if when == 'teardown' else ' before the teardown'}: {problem}"


def _calls(office: Office) -> str:
    """The last calls that an office was asked, for people.

    :raises MockOdError: when the server does not answer.
    """
    from mock_od.client.error import MockOdError

    client = office.client
    before, client.timeout = client.timeout, min(client.timeout, _HASTE)
    try:
        served = list(office.requests)
    except MockOdError as refused:
        if not 400 <= refused.status < 500:  # noqa: PLR2004  # a server that a patch disables answers 500
            raise
        return f"not to be had: {refused}"
    finally:
        client.timeout = before
    earlier = len(served) - _SHOWN
    lines = _missing(served)
    lines += [f"({earlier} earlier ones are left out)"] if earlier > 0 else []
    return "\n".join([*lines, *map(str, served[-_SHOWN:])]) or "none"


def _missing(served: Iterable[Served]) -> list[str]:
    """What was called that mock_od does not have yet, which no change to the test would help."""
    from mock_od.client.escape import escape_controls
    from mock_od.wire import NOT_YET

    return [*dict.fromkeys(escape_controls(one.hint) for one in served if NOT_YET in one.hint)]


def _safely(ask: Callable[[], _T]) -> tuple[_T, None] | tuple[None, str]:
    """What a function gives, or what went wrong: a failure here would end the whole run of pytest.

    :raises KeyboardInterrupt: when the user stops the run.
    :raises pytest.exit.Exception: when something else stops it.
    """
    try:
        return ask(), None
    except (KeyboardInterrupt, pytest.exit.Exception):
        raise
    except BaseException as problem:  # noqa: BLE001  # pytest.fail, which a patch may call, is no Exception
        from mock_od.client.error import MockOdError

        known = isinstance(problem, MockOdError)
        return None, str(problem) if known else f"{type(problem).__name__} where mock_od asked its server"
