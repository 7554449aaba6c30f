"""The plugin, seen by suites that use it: pytest inside pytest."""

import re
import subprocess
import sys
import threading

import pytest

import mock_od.opendental
from mock_od import Client
from mock_od.catalog import Documented

pytestmark = pytest.mark.usefixtures("alone")


def test_every_test_has_an_office_of_its_own(suite):
    ran = suite("""
keys = set()

@pytest.mark.parametrize("number", range(3))
def test_it(mock_od, number):
    assert mock_od.customer_key not in keys
    keys.add(mock_od.customer_key)
    before = len(mock_od.rows("treatplan"))
    post(mock_od)
    assert len(mock_od.rows("treatplan")) == before + 1
    assert len(mock_od.requests) == 1

def test_they_are_closed(mock_od, mock_od_server):
    assert [one["office"] for one in mock_od_server.call("GET", "/offices")["offices"]] == [mock_od.customer_key]

def test_two_in_one_test(mock_od, mock_od_server):
    with mock_od_server.office() as other:
        post(other)
        assert len(other.rows("treatplan")) == len(mock_od.rows("treatplan")) + 1
""", "--mock-od-world=small")  # fmt: skip
    ran.assert_outcomes(passed=5)


def test_markers(suite):
    ran = suite("""
pytestmark = pytest.mark.mock_od(world="small", version="23.1.1")

def test_of_the_module(mock_od):
    assert (mock_od.version, mock_od.settings()["world"]) == ("23.1.1", "small")

@pytest.mark.mock_od(version="24.1.9", faithful=True, permissions=["ApiReadAll"])
def test_the_closest_decides(mock_od):
    assert (mock_od.version, mock_od.settings()["world"]) == ("24.1.9", "small")
    assert mock_od.settings()["faithful"] is True
    assert post(mock_od).status_code == 401

@pytest.mark.mock_od(mode="remote")
class TestClass:
    def test_of_a_class(self, mock_od):
        assert (mock_od.version, mock_od.mode) == ("23.1.1", "remote")
""", "--strict-markers")  # fmt: skip
    ran.assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("marker", "told"),
    [
        ("versoin='24.1.9'", "*versoin: is no setting; did you mean version?*"),
        ("world='nowhere'", "*nowhere*"),
        ("'small'", "*mock_od: settings have names, and 'small' has none*"),
    ],
)
def test_a_marker_that_cannot_be(suite, marker, told):
    ran = suite(f"""
@pytest.mark.mock_od({marker})
def test_it(mock_od):
    pass
""", "--mock-od-world=small")  # fmt: skip
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines([told])


def test_the_marker_and_the_options_are_shown(suite):
    shown = suite("", "--markers").stdout.str()
    assert "@pytest.mark.mock_od(**settings): settings of the office" in shown
    assert set(re.findall(r"--mock-od-\w+", suite("", "--help").stdout.str())) == {
        f"--mock-od-{name}" for name in ("url", "version", "world", "mode", "clock")
    }


def test_options(suite):
    ran = suite("""
def test_defaults(mock_od):
    assert (mock_od.version, mock_od.mode, mock_od.settings()["world"]) == ("24.1.9", "service", "small")

@pytest.mark.mock_od(version="24.2.1")
def test_a_marker_is_closer(mock_od):
    assert mock_od.version == "24.2.1"
""", "--mock-od-version=24.1.9", "--mock-od-world=small", "--mock-od-mode=service")  # fmt: skip
    ran.assert_outcomes(passed=2)


def test_a_clock_fixes_the_day_of_the_rows(suite):
    ran = suite("""
import pytest

DAY = "2025-06-02"

@pytest.fixture
def as_written(mock_od_server):
    with mock_od_server.office(dates="asIs") as office:
        yield office.rows("patient")

@pytest.mark.mock_od(clock="2025-06-02 09:00")
def test_a_moment(mock_od, as_written):
    assert mock_od.rows("patient") == as_written
    assert str(mock_od.clock.now)[:10] == DAY
    assert not mock_od.clock.frozen

@pytest.mark.mock_od(clock={"now": "2025-06-02 09:00", "frozen": True})
def test_a_moment_at_which_it_stands_still(mock_od, as_written):
    assert mock_od.rows("patient") == as_written
    assert str(mock_od.clock.now) == "2025-06-02 09:00:00"
    assert mock_od.clock.frozen

@pytest.mark.mock_od(clock="2025-06-16 09:00")
def test_another_week(mock_od, as_written):
    assert mock_od.rows("patient") != as_written

@pytest.mark.mock_od(clock="2025-06-16 09:00", dates="asIs")
def test_another_week_as_it_is(mock_od, as_written):
    assert mock_od.rows("patient") == as_written

def test_the_option(mock_od):
    assert str(mock_od.clock.now)[:10] == "2025-06-09"
""", "--mock-od-clock=2025-06-09 10:00")  # fmt: skip
    ran.assert_outcomes(passed=5)


@pytest.mark.parametrize(
    "option",
    ["--mock-od-version=nine", "--mock-od-world=nowhere", "--mock-od-mode=none", "--mock-od-clock=noon"],
)
def test_an_option_that_cannot_be(suite, option):
    ran = suite("def test_it(mock_od): pass", option)
    ran.assert_outcomes(errors=1)
    assert "mock_od: " in ran.stdout.str()
    assert "Traceback" not in ran.stdout.str()


def test_a_world_of_ones_own(suite, pytester):
    world = pytester.path / "mine"
    world.mkdir()
    (world / "patient.json").write_text('[{"PatNum": 5, "LName": "Own", "FName": "World"}]')
    ran = suite("""
def test_it(mock_od):
    assert [row["LName"] for row in mock_od.rows("patient")] == ["Own"]
    mock_od.reset()
    assert [row["LName"] for row in mock_od.rows("patient")] == ["Own"]
""", f"--mock-od-world={world}")  # fmt: skip
    ran.assert_outcomes(passed=1)


def test_a_failure_tells_what_the_office_served(suite):
    ran = suite("""
def test_it(mock_od):
    post(mock_od, PatNum=999999)
    post(mock_od, Heading="Fine")
    assert False

def test_that_passes(mock_od):
    post(mock_od, Heading="Never seen")

def test_without_an_office():
    assert False

@pytest.fixture
def broken(mock_od):
    post(mock_od, Heading="In setup")
    assert False

def test_whose_setup_fails(broken):
    pass

def test_that_asks_for_nothing(mock_od):
    assert False

def test_that_is_skipped(mock_od):
    pytest.skip("now")
""", "--mock-od-world=small")  # fmt: skip
    ran.assert_outcomes(failed=3, passed=1, errors=1, skipped=1)
    ran.stdout.fnmatch_lines(
        [
            "*- mock_od requests -*",
            "POST /treatplans -> 404",
            '    sent: {"PatNum": 999999, "Heading": "Mine"}',
            "    answered: *",
            "    hint: *",
            "POST /treatplans -> 201",
            '    sent: {"PatNum": 31, "Heading": "Fine"}',
            "    answered: {*",
        ]
    )
    said = ran.stdout.str()
    assert said.count("- mock_od requests -") == 3
    assert "In setup" in said
    assert "Never seen" not in said
    assert re.search(r"mock_od requests -+\nnone\n", said)


def test_a_failure_tells_first_what_mock_od_does_not_have_yet(suite, monkeypatch):
    catalog = mock_od.opendental.catalog()
    kept = {"treatplans": [Documented("PUT", "/treatplans/{TreatPlanNum}/Split", "22.1", "TreatPlans")]}
    monkeypatch.setattr(catalog, "documented", lambda: kept)
    ran = suite("""
def test_it(mock_od):
    post(mock_od, Heading="Fine")
    for _ in range(60):
        requests.put(mock_od.url + "/treatplans/1/Split", headers=mock_od.headers)
    assert False
""", "--mock-od-world=small")  # fmt: skip
    told = ran.stdout.str().split("- mock_od requests -")[1].split("\n")[1:4]
    assert told == [
        "documented since 22.1 (TreatPlans PUT Split), not in mock_od yet",
        "(11 earlier ones are left out)",
        "PUT /treatplans/1/Split -> 400",
    ]


def test_a_teardown_that_fails_tells_it_too(suite):
    ran = suite("""
@pytest.fixture(autouse=True)
def nothing_unexpected(mock_od):
    yield
    assert not mock_od.requests.unexpected()

def test_it(mock_od):
    post(mock_od, PatNum=999999)

def test_they_are_closed_all_the_same(mock_od, mock_od_server):
    assert [one["office"] for one in mock_od_server.call("GET", "/offices")["offices"]] == [mock_od.customer_key]
""", "--mock-od-world=small")  # fmt: skip
    ran.assert_outcomes(passed=2, errors=1)
    ran.stdout.fnmatch_lines(["*- mock_od requests -*", "POST /treatplans -> 404"])


def test_offices_that_a_test_leaves_open_are_closed_in_the_end(suite, serving):
    url = serving(MOCK_OD_WORLD="small")
    Client(url).office("mine")
    ran = suite("""
def test_it(mock_od, mock_od_server):
    mock_od.fork()
    mock_od_server.office()
    mock_od_server.attach("mine")

def test_that_stops_everything(mock_od):
    pytest.exit("enough")
""", f"--mock-od-url={url}", workers=True)  # fmt: skip
    ran.assert_outcomes(passed=1)
    assert [one["office"] for one in Client(url).call("GET", "/offices")["offices"]] == ["mine"]


def test_a_failure_tells_the_last_requests_and_what_there_were_before(suite):
    ran = suite("""
def test_it(mock_od):
    for number in range(60):
        requests.get(mock_od.url + f"/nothing/{number}", headers=mock_od.headers)
    assert False
""", "--mock-od-world=empty")  # fmt: skip
    said = ran.stdout.str()
    assert "(10 earlier ones are left out)" in said
    assert "GET /nothing/59 -> 404" in said
    assert "GET /nothing/9 ->" not in said


def test_a_failure_is_told_though_the_office_is_gone(suite):
    ran = suite("""
def test_it(mock_od):
    mock_od.close()
    assert False
""", "--mock-od-world=empty")  # fmt: skip
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(["*- mock_od requests -*", "not to be had: no office is open*"])


def test_a_running_server(suite, serving):
    url = serving(MOCK_OD_WORLD="small")
    tests = """
def test_it(mock_od, mock_od_server):
    assert mock_od.url == mock_od_server.url + "/api/v1" == "%s/api/v1"
    assert mock_od.version == "24.1.9"
    assert mock_od.settings()["world"] == "small"
    assert post(mock_od).status_code == 201
    import sys
    assert not [name for name in sys.modules if name.startswith("mock_od.web")]
"""
    suite(tests % url, f"--mock-od-url={url}", "--mock-od-version=24.1.9", workers=True).assert_outcomes(passed=1)
    assert Client(url).call("GET", "/offices")["offices"] == []


def test_a_running_server_by_the_environment(suite, serving, monkeypatch):
    url = serving(MOCK_OD_ADMIN_TOKEN="secret", MOCK_OD_WORLD="small", host="0.0.0.0")
    monkeypatch.setenv("MOCK_OD_URL", url)
    tests = f"def test_it(mock_od): assert mock_od.url == '{url}/api/v1'"
    suite(tests).assert_outcomes(errors=1)
    monkeypatch.setenv("MOCK_OD_ADMIN_TOKEN", "secret")
    suite(tests).assert_outcomes(passed=1)


def test_a_server_that_is_not_there(suite, unused_url, monkeypatch):
    monkeypatch.setattr("mock_od.client.client.Client.wait", lambda self: Client.call(self, "GET", "/health") and self)
    ran = suite("def test_it(mock_od): pass", f"--mock-od-url={unused_url}")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines([f"mock_od: no mock_od server answers at {unused_url}*"])


def test_two_hundred_tests_of_four_workers_at_one_server(suite, serving):
    url = serving(MOCK_OD_WORLD="small")
    ran = suite("""
@pytest.mark.parametrize("number", range(200))
def test_it(mock_od, number):
    assert mock_od.sequence()["treatplan"] == 9088  # nobody was here before
    made = post(mock_od, Heading=f"Plan {number}")
    assert (made.status_code, made.json()["TreatPlanNum"]) == (201, 9088)
    mock_od.requests.expect("POST", "/treatplans", body={"Heading": f"Plan {number}"}, times=1)
    assert len(mock_od.requests) == 1
    assert mock_od.rows("treatplan")[-1]["Heading"] == f"Plan {number}"
""", f"--mock-od-url={url}", "-n4", workers=True)  # fmt: skip
    ran.assert_outcomes(passed=200)
    assert Client(url).call("GET", "/offices")["offices"] == []


def test_workers_with_a_server_each(suite):
    ran = suite("""
@pytest.mark.parametrize("number", range(8))
def test_it(mock_od, number):
    assert post(mock_od).status_code == 201
    assert number != 5
""", "-n2", "--mock-od-world=small", workers=True)  # fmt: skip
    ran.assert_outcomes(passed=7, failed=1)
    ran.stdout.fnmatch_lines(["*- mock_od requests -*", "POST /treatplans -> 201"])


def test_methods_of_unittest(suite):
    ran = suite("""
import unittest

class TestPlans(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def office(self, mock_od):
        self.office = mock_od

    def test_it(self):
        self.assertEqual(post(self.office).status_code, 201)

    def test_that_fails(self):
        post(self.office, Heading="Told")
        self.fail("so")
""", "--mock-od-world=small")  # fmt: skip
    ran.assert_outcomes(passed=1, failed=1)
    ran.stdout.fnmatch_lines(['    sent: {"PatNum": 31, "Heading": "Told"}'])


# --- quiet when unused ------------------------------------------------------------------------------


def test_the_plugin_imports_itself_alone():
    code = (
        "import sys, pytest; before = set(sys.modules); import mock_od.client.plugin; print(*set(sys.modules) - before)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) == {"mock_od", "mock_od.client", "mock_od.client.plugin"}


UNUSED = """
import sys
import threading

def pytest_unconfigure():
    seen = {name.partition(".")[0] for name in sys.modules}
    heavy = {"flask", "werkzeug", "waitress", "marshmallow", "faker", "sqlite3", "click", "httpx", "urllib3", "requests"}
    print("\\nheavy:", sorted(seen & heavy))
    print("ours:", sorted(name for name in sys.modules if name.startswith("mock_od")))
"""


def test_a_suite_that_uses_no_office_pays_nothing(pytester):
    pytester.makeconftest(UNUSED)
    pytester.makepyfile("def test_it(): pass")
    plain = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider"]
    without, used = (
        subprocess.run([*plain, *more], capture_output=True, text=True, check=True).stdout
        for more in ([], ["-p", "mock_od.client.plugin"])
    )
    assert "heavy: []" in used
    assert "ours: ['mock_od', 'mock_od.client', 'mock_od.client.plugin']" in used

    def said(output):
        return [line for line in output.splitlines() if not line.startswith("ours:") and " in " not in line]

    assert said(used) == said(without)


def test_installing_registers_the_plugin(pytester, monkeypatch):
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    pytester.makepyfile("def test_it(mock_od): pass")
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
    from importlib.metadata import entry_points

    (registered,) = entry_points(group="pytest11", name="mock_od")
    assert registered.value == "mock_od.client.plugin"


# --- whatever a test has patched ----------------------------------------------------------------------

BOOM = """
import builtins, http.client, json, socket, threading, time

class Boom(Exception):
    pass

def boom(*_, **__):
    raise Boom

def fail(*_, **__):
    pytest.fail("patched")  # no Exception, but a BaseException

def leave(*_, **__):
    raise SystemExit

class Blocked(socket.socket):
    def __new__(cls, *_, **__):
        raise Boom

class Refused:
    def __init__(self, *_, **__):
        raise Boom

def test_before(mock_od):
    assert post(mock_od).status_code == 201
"""
AND_THEN = """
def test_after(mock_od, mock_od_server):
    assert post(mock_od).status_code == 201
    assert [one["office"] for one in mock_od_server.call("GET", "/offices")["offices"]] == [mock_od.customer_key]
"""
PATCHES = [
    "http.client.HTTPConnection, 'request', boom",
    "http.client.HTTPConnection, 'request', fail",
    "http.client.HTTPConnection, 'getresponse', boom",
    "http.client, 'HTTPConnection', Refused",
    "http.client, 'HTTPResponse', Refused",
    "socket.socket, 'connect', boom",
    "socket, 'create_connection', boom",
    "socket, 'getaddrinfo', fail",
    "time, 'sleep', boom",
    "json, 'loads', boom",
    "json, 'dumps', boom",
    "requests.Session, 'send', boom",
]


@pytest.mark.parametrize("patch", PATCHES)
def test_a_failure_is_told_whatever_the_test_has_patched(suite, patch):
    ran = suite(f"""{BOOM}
def test_it(mock_od, monkeypatch):
    post(mock_od, Heading="Told")
    monkeypatch.setattr({patch})
    assert False
{AND_THEN}""", "--mock-od-world=small")  # fmt: skip
    ran.assert_outcomes(passed=2, failed=1)
    ran.stdout.fnmatch_lines(["*- mock_od requests -*", "POST /treatplans -> 201", '    sent: *"Told"*'])
    ran.stdout.no_fnmatch_line("*INTERNALERROR*")


@pytest.mark.parametrize("patch", ["socket, 'socket', Blocked", "socket.socket, '__init__', boom"])
def test_sockets_of_a_server_elsewhere(suite, serving, patch):
    url = serving(MOCK_OD_WORLD="small")
    ran = suite(f"""{BOOM}
def test_it(mock_od, monkeypatch):
    post(mock_od, Heading="Told")
    monkeypatch.setattr({patch})
    assert False

@pytest.fixture
def blocked(monkeypatch):
    monkeypatch.setattr({patch})

def test_an_office_of_a_test_without_sockets(blocked, mock_od):
    mock_od.seed(treatplan={{"PatNum": 31, "Heading": "Told"}})
    assert mock_od.rows("treatplan")[-1]["Heading"] == "Told"
{AND_THEN}""", f"--mock-od-url={url}")  # fmt: skip
    ran.assert_outcomes(passed=3, failed=1)
    ran.stdout.fnmatch_lines(["*- mock_od requests -*", "POST /treatplans -> 201", '    sent: *"Told"*'])


def test_a_server_that_a_patch_disables_is_asked_after_the_teardown(suite):
    ran = suite(f"""{BOOM}
@pytest.fixture
def until_teardown(mock_od, mock_od_server):
    post(mock_od, Heading="Told")
    plane, mock_od_server._plane = mock_od_server._plane, Refused
    yield
    mock_od_server._plane = plane

def test_it(until_teardown):
    assert False
{AND_THEN}""", "--mock-od-world=small")  # fmt: skip
    ran.assert_outcomes(passed=2, failed=1)
    ran.stdout.fnmatch_lines(
        [
            "*- mock_od requests -*",
            "not to be had before the teardown: AttributeError where mock_od asked its server",
            "*- mock_od requests, asked for at teardown -*",
            "POST /treatplans -> 201",
            '    sent: *"Told"*',
        ]
    )


@pytest.mark.parametrize("what", ["boom", "fail", "leave"])
def test_a_client_that_a_test_breaks_for_good_ends_no_run(suite, what):
    ran = suite(f"""{BOOM}
from mock_od import Client

def test_it(mock_od):
    Client.call, kept = {what}, Client.call
    pytest.kept = kept
    assert False

def test_that_mends_it():
    from mock_od import Client
    Client.call = pytest.kept
{AND_THEN.replace("== [mock_od.customer_key]", "[-1:] == [mock_od.customer_key]")}""", "--mock-od-world=small")  # fmt: skip
    ran.assert_outcomes(passed=3, failed=1)
    error = {"boom": "Boom", "fail": "Failed", "leave": "SystemExit"}[what]
    ran.stdout.fnmatch_lines([f"not to be had before the teardown: {error} where mock_od asked its server"])
    ran.stdout.fnmatch_lines([f"not to be had: {error} where mock_od asked its server"])


def test_a_failure_obeys_no_control_characters(suite):
    ran = suite(r"""
def test_it(mock_od):
    post(mock_od, Heading="\x1b[31mred\x9b2J\u202e\u2028\x7f")
    requests.get(mock_od.url + "/no%1b[2Jthing%0aGET", headers=mock_od.headers)
    with pytest.raises(AssertionError) as missing:
        mock_od.requests.expect("POST", "/treatplans", body={"Heading": "\x1b[2J"})
    print("plain" if str(missing.value).replace("\n", "").isprintable() else "controls")
    mock_od.faults.add(then={"status": 500, "body": "\x1b]0;title\x07"})
    post(mock_od)
    assert False
""", "--mock-od-world=small")  # fmt: skip
    told = ran.stdout.str().split("- mock_od requests -")[1].split("short test summary")[0]
    assert told.replace("\n", "").isprintable()
    assert r"\u001b[31mred\x9b2J\u202e\u2028\x7f" in told
    assert "plain\n" in told + ran.stdout.str()


@pytest.mark.parametrize("where", ["elsewhere", "in this process"])
def test_offices_have_a_time_to_live_that_is_renewed(suite, serving, where):
    options = [f"--mock-od-url={serving(MOCK_OD_WORLD='small')}"] if where == "elsewhere" else []

    def heartbeats():
        return [thread for thread in threading.enumerate() if thread.name == "mock_od heartbeat"]

    before = heartbeats()  # the fixtures of this very run may have one
    tests = """
import threading

def heartbeats():
    return [thread for thread in threading.enumerate() if thread.name == "mock_od heartbeat"]

before = len(heartbeats())

def test_it(mock_od, mock_od_server):
    assert mock_od.settings()["ttlSeconds"] == 600
    assert mock_od_server.office().settings()["ttlSeconds"] == 600
    assert mock_od.fork().settings()["ttlSeconds"] == 600
    assert len(heartbeats()) == before + 1
    assert all(thread.daemon for thread in heartbeats())

@pytest.mark.mock_od(ttl_seconds=0.6)
def test_that_takes_longer(mock_od):
    post(mock_od, Heading="Kept")
    threading.Event().wait(2.5)
    assert mock_od.rows("treatplan")[-1]["Heading"] == "Kept"
    assert len(heartbeats()) == before + 1

@pytest.mark.mock_od(ttl_seconds=None)
def test_that_wants_none(mock_od):
    assert mock_od.settings()["ttlSeconds"] is None
"""
    suite(tests, "--mock-od-world=small", *options).assert_outcomes(passed=3)
    assert heartbeats() == before
