"""The fixtures ``mock_od_server``, ``mock_od`` and ``mock_od_strict``, for every suite that has mock_od installed.

May not: import a server, a client or an office before a fixture is used; every run of pytest imports this.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from mock_od.client.client import Client
    from mock_od.client.desk import Desk
    from mock_od.client.office import Office
    from mock_od.client.served import Served
    from mock_od.client.strict import Others

_T = TypeVar("_T")
_SHOWN = 50
_TTL = 600
"""Seconds after which a server may close an office of ours that nobody called or renewed: its client is gone."""
_HASTE = 3.0
"""Seconds that a report waits for the server."""
_OFFICE: pytest.StashKey[Office] = pytest.StashKey()
_ASK_AGAIN: pytest.StashKey[bool] = pytest.StashKey()
"""Whether the calls of a failed test could not be had yet."""
_STRICT: pytest.StashKey[bool] = pytest.StashKey()
_DESK: pytest.StashKey[Desk] = pytest.StashKey()
"""Of a run: where its workers get their servers."""
_OTHERS: pytest.StashKey[Others] = pytest.StashKey()
"""Of a run: the calls of other keys, where its server is called by nobody else."""
_STRANGE: pytest.StashKey[list[str]] = pytest.StashKey()
"""Of a test: those that came while it ran, once that was asked for."""
_WAY = "mock_od_way"
"""What a worker knows the desk by."""
_MARKER = """\
mock_od(**settings): settings of the office that the fixture mock_od gives, such as version="24.1.9", \
clock="2025-06-02 09:00", faithful=True; docs/admin.md lists them. world may be the path of a folder. strict=True \
fails a test that overlooks a refusal, a page, a fault or another key."""


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
    strict = "fail tests that overlook a refusal, a page, a fault or another key"
    parser.addini("mock_od_strict", strict, type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """The marker."""
    config.addinivalue_line("markers", _MARKER)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist on this machine where it gets a server."""
    config = node.config
    if node.gateway.spec.popen and not _elsewhere(config):
        if _DESK not in config.stash:
            from mock_od.client.desk import Desk

            config.stash[_DESK] = Desk(_chosen(config))
        node.workerinput[_WAY] = config.stash[_DESK].way


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers of the workers."""
    if _DESK in config.stash:
        config.stash[_DESK].close()


def _elsewhere(config: pytest.Config) -> str | None:
    """The address of a server that runs already."""
    return config.getoption("mock_od_url") or os.environ.get("MOCK_OD_URL")


def _chosen(config: pytest.Config) -> dict[str, Any]:
    """What offices start with."""
    given = {name: config.getoption(f"mock_od_{name}") for name in ("version", "world", "mode", "clock")}
    return {name: value for name, value in given.items() if value is not None}


@pytest.fixture(scope="session")
def mock_od_server(pytestconfig: pytest.Config) -> Iterator[Client]:
    """A client of the server: one in a thread of this process, or the one that ``--mock-od-url`` names.

    Workers of pytest-xdist have theirs in the process that started them.
    """
    from mock_od.client.client import Client, MockOdError
    from mock_od.client.desk import ask
    from mock_od.client.serving import Servers
    from mock_od.client.strict import Others

    elsewhere, chosen = _elsewhere(pytestconfig), _chosen(pytestconfig)
    way = getattr(pytestconfig, "workerinput", {}).get(_WAY)
    servers, slip = Servers(chosen), ""
    try:
        if elsewhere:
            client = Client(elsewhere, settings={**chosen, "ttlSeconds": _TTL}).wait()
        else:
            client = Client(ask(way) if way else servers.start(), token="", settings={"ttlSeconds": _TTL})
            pytestconfig.stash[_OTHERS] = Others(client)
    except (MockOdError, ValueError) as problem:
        slip = str(problem)
    if slip:  # not in the except clause, or pytest would show both
        pytest.fail(f"mock_od: {slip}", pytrace=False)
    yield client
    with suppress(MockOdError):  # one that does not answer closes them when their time is over
        client.leave()
    servers.stop()


@pytest.fixture
def mock_od(request: pytest.FixtureRequest, mock_od_server: Client) -> Office:
    """A fresh office with a customer key of its own, for this test alone; the marker ``mock_od`` has its settings."""
    from mock_od.client.error import MockOdError

    settings: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("mock_od"))):  # the closest one last
        if marker.args:
            pytest.fail(f"mock_od: settings have names, and {marker.args[0]!r} has none", pytrace=False)
        settings |= marker.kwargs
    strict = settings.pop("strict", request.config.getini("mock_od_strict"))
    if "world" in settings and _OTHERS in request.config.stash:
        settings["world"] = _world(request.config, settings["world"])
    slip = ""
    try:
        office = mock_od_server.office(f"test-{uuid.uuid4().hex}", **settings)
    except MockOdError as refused:
        slip = str(refused)
    if slip:
        pytest.fail(f"mock_od: {slip}", pytrace=False)
    request.node.stash[_STRICT] = bool(strict)
    request.node.stash[_OFFICE] = office  # closed after the last report of the test, which may tell of it
    _safely(lambda: _look(request.config))  # what other keys have called so far is not this test's
    return office


@pytest.fixture
def mock_od_strict(request: pytest.FixtureRequest, mock_od: Office) -> Office:
    """The office of the test, which fails when it overlooks a refusal, a page, a fault or another key."""
    request.node.stash[_STRICT] = True
    return mock_od


def _world(config: pytest.Config, named: object) -> object:
    """A world as a marker names it: where there is such a folder below the root directory, that."""
    try:
        folder = config.rootpath / Path(str(named))
        return str(folder) if os.sep in str(named) and folder.exists() else named
    except (OSError, ValueError):  # what no path can be is no world either, and the server says so
        return named


def _look(config: pytest.Config) -> list[str]:
    """The calls of other keys since the last look; none where others than this run may call the server."""
    return config.stash[_OTHERS].look() if _OTHERS in config.stash else []


def _strange(item: pytest.Item) -> list[str]:
    """The calls of other keys since a test got its office."""
    found = item.stash.setdefault(_STRANGE, [])
    found += _look(item.config)
    return found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a strict test that has overlooked something."""
    result = yield
    office = item.stash.get(_OFFICE, None)
    if office is not None and item.stash.get(_STRICT, False):
        from mock_od.client.strict import overlooked

        found, problem = _safely(lambda: overlooked(office, _strange(item)))
        if found or problem:
            pytest.fail(f"mock_od is strict: {found or problem}", pytrace=False)
    return result


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
    calls, problem = _safely(lambda: _calls(office, item))
    title = f"mock_od requests{', asked for at teardown' if item.stash.get(_ASK_AGAIN, False) else ''}"
    item.stash[_ASK_AGAIN] = problem is not None
    if problem is None:
        return title, str(calls)
    return title, f"not to be had{'' if when == 'teardown' else ' before the teardown'}: {problem}"


def _calls(office: Office, item: pytest.Item) -> str:
    """The last calls that the office of a test was asked, and those of other keys, for people.

    :raises MockOdError: when the server does not answer.
    """
    from mock_od.client.error import MockOdError

    client = office.client
    before, client.timeout = client.timeout, min(client.timeout, _HASTE)
    try:
        others = _strange(item)
        served = list(office.requests)
    except MockOdError as refused:
        if not 400 <= refused.status < 500:  # noqa: PLR2004  # a server that a patch disables answers 500
            raise
        return f"not to be had: {refused}"
    finally:
        client.timeout = before
    earlier = len(served) - _SHOWN
    lines = [*_missing(served), *_meanwhile(others)]
    lines += [f"({earlier} earlier ones are left out)"] if earlier > 0 else []
    return "\n".join([*lines, *map(str, served[-_SHOWN:])]) or "none"


def _missing(served: Iterable[Served]) -> list[str]:
    """What was called that mock_od does not have yet, which no change to the test would help."""
    from mock_od.client.escape import escape_controls
    from mock_od.wire import NOT_YET

    return [*dict.fromkeys(escape_controls(one.hint) for one in served if NOT_YET in one.hint)]


def _meanwhile(others: Sequence[str]) -> list[str]:
    """That a program has called with another key than that of its test's office."""
    from mock_od.client.strict import told

    return [f"meanwhile {told(others)}"] if others else []


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
