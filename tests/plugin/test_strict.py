"""Strict tests, worlds of one's own, and workers that have one server process in common: pytest inside pytest."""

import re

import pytest

pytestmark = pytest.mark.usefixtures("alone")

SMALL = "--mock-od-world=small"


def said(ran):
    return [
        line.removeprefix("mock_od is strict: ") for line in ran.stdout.lines if line.startswith("mock_od is strict")
    ]


OVERLOOKED = {
    "a refusal": (
        "post(mock_od, PatNum=999999)",
        r"POST /treatplans -> 404 was not expected \(404: .+\)",
    ),
    "something that was ignored": (
        "requests.get(mock_od.url + '/treatplans', {'PatNum': 31, 'Patnumber': 1}, headers=mock_od.headers)",
        r"GET /treatplans .+ -> \d+ was not expected \(.*Patnumber.*\)",
    ),
    "a fault that never fired": (
        "mock_od.faults.add('POST /treatplans*', then={'lostWrite': True})",
        r"fault 1 \(POST /treatplans\*: lostWrite\) never fired",
    ),
    "a fault for any call": ("mock_od.faults.add(then={'status': 503})", r"fault 1 \(any call: status\) never fired"),
    "a page that was not followed": (
        """mock_od.mode = 'remote'
    mock_od.seed(patient=[{'LName': f'Patient {number}'} for number in range(120)])
    requests.get(mock_od.url + '/patients', headers=mock_od.headers)""",
        "GET /patients answered a full page of 100 rows, and Offset=100 was not asked for",
    ),
    "another key": (
        "requests.post(mock_od.url + '/treatplans', json={'PatNum': 31}, headers={'Authorization': 'ODFHIR d/production'})",
        "there was 1 call with other keys: production: POST /treatplans -> 201",
    ),
    "no key": (
        "requests.get(mock_od.url + '/treatplans')",
        r"there was 1 call with other keys: no key: GET /treatplans -> \d+",
    ),
    "two things": (
        "mock_od.faults.add(then={'status': 503}, after=5); post(mock_od, PatNum=999999)",
        r"fault 1 \(any call: status\) never fired; POST /treatplans -> 404 was not expected \(.+\)",
    ),
}


@pytest.mark.parametrize("what", OVERLOOKED)
def test_a_strict_test_that_overlooks_something_fails_with_one_sentence(suite, what):
    code, sentence = OVERLOOKED[what]
    ran = suite(f"""
@pytest.mark.mock_od(strict=True)
def test_strict(mock_od):
    {code}

def test_other(mock_od):
    {code}
""", SMALL)  # fmt: skip
    ran.assert_outcomes(passed=1, failed=1)
    (told,) = said(ran)
    assert re.fullmatch(sentence, told)
    assert "Traceback" not in ran.stdout.str()
    assert "plugin.py" not in ran.stdout.str().split("short test summary")[0]


def test_a_strict_test_that_overlooks_nothing(suite):
    ran = suite("""
pytestmark = pytest.mark.mock_od(strict=True)

def test_fine(mock_od, mock_od_server):
    assert post(mock_od).status_code == 201
    with mock_od_server.office() as other:
        post(other)
    mock_od.faults.add(then={"status": 503}, times=1)
    mock_od.faults.add(then={"dropConnection": "before"}, times=1)
    assert post(mock_od).status_code == 503
    with pytest.raises(requests.ConnectionError):
        post(mock_od)

def test_refusals_that_are_expected(mock_od):
    post(mock_od, PatNum=999999)
    requests.delete(mock_od.url + "/treatplans/999999", headers=mock_od.headers)
    mock_od.requests.expect("POST", "/treatplans", body={"PatNum": 999999}, status=404)
    mock_od.requests.expect("DELETE", "/treatplans/*", status="4xx")

def test_a_refusal_that_is_expected_with_a_number_in_its_query(mock_od):
    requests.get(mock_od.url + "/treatplans", {"PatNum": "abc", "Offset": 2}, headers=mock_od.headers)
    mock_od.requests.expect("GET", "/treatplans", query={"Offset": 2}, status=400)

@pytest.mark.xfail(reason="not expected with this body")
def test_a_refusal_beside_the_one_that_is_expected(mock_od):
    post(mock_od, PatNum=999999)
    post(mock_od, PatNum=999998)
    mock_od.requests.expect("POST", "/treatplans", body={"PatNum": 999999}, status=404)

def test_refusals_that_are_forgotten(mock_od):
    post(mock_od, PatNum=999999)
    mock_od.requests.clear()

def test_that_skips(mock_od):
    post(mock_od, PatNum=999999)
    pytest.skip("so")
""", SMALL)  # fmt: skip
    ran.assert_outcomes(passed=4, xfailed=1, skipped=1)


def test_a_test_that_fails_by_itself_says_its_own_thing(suite):
    ran = suite("""
@pytest.mark.mock_od(strict=True)
def test_it(mock_od):
    post(mock_od, PatNum=999999)
    assert "mine" == "yours"
""", SMALL)  # fmt: skip
    ran.assert_outcomes(failed=1)
    assert said(ran) == []
    ran.stdout.fnmatch_lines(["*assert 'mine' == 'yours'"])


def test_strict_by_the_ini_by_the_marker_and_by_the_fixture(suite, pytester):
    pytester.makeini("[pytest]\nmock_od_strict = true")
    tests = """
def test_by_the_ini(mock_od):
    post(mock_od, PatNum=999999)

@pytest.mark.mock_od(strict=False)
def test_not_so(mock_od):
    post(mock_od, PatNum=999999)

@pytest.mark.mock_od(strict=False)
@pytest.mark.usefixtures("mock_od_strict")
def test_by_the_fixture(mock_od):
    post(mock_od, PatNum=999999)

@pytest.mark.mock_od(strict=False, world="small")
def test_it_is_the_office(mock_od, mock_od_strict):
    assert mock_od is mock_od_strict
"""
    suite(tests, SMALL).assert_outcomes(passed=2, failed=2)
    pytester.makeini("[pytest]")
    ran = suite(tests, SMALL)
    ran.assert_outcomes(passed=3, failed=1)
    ran.stdout.fnmatch_lines(["FAILED *::test_by_the_fixture*"])
    assert said(ran) == ["POST /treatplans -> 404 was not expected (404: Patient not found.)"]


def test_strict_methods_of_unittest(suite):
    ran = suite("""
import unittest

@pytest.mark.mock_od(strict=True)
class TestPlans(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def office(self, mock_od):
        self.office = mock_od

    def test_fine(self):
        post(self.office)

    def test_that_overlooks_a_refusal(self):
        post(self.office, PatNum=999999)

    def test_that_fails_by_itself(self):
        post(self.office, PatNum=999999)
        self.fail("mine")
""", SMALL)  # fmt: skip
    ran.assert_outcomes(passed=1, failed=2)
    (told,) = said(ran)
    assert told.startswith("POST /treatplans -> 404 was not expected")
    ran.stdout.fnmatch_lines(["*AssertionError: mine*"])


def test_a_failure_tells_of_calls_with_other_keys(suite):
    ran = suite("""
def call(office, key):
    keys = {"Authorization": f"ODFHIR d/{key}"}
    return requests.post(office.url + "/treatplans", json={"PatNum": 31}, headers=keys)

def test_one(mock_od):
    call(mock_od, "production")
    assert False

def test_before(mock_od):
    call(mock_od, "production")

def test_none(mock_od):
    post(mock_od)
    assert False

def test_many(mock_od):
    for key in ("production", "staging", "staging", "staging"):
        call(mock_od, key)
    assert False
""", SMALL)  # fmt: skip
    ran.assert_outcomes(failed=3, passed=1)
    sections = re.findall(r"- mock_od requests -+\n(.+)\n", ran.stdout.str())
    posted = "POST /treatplans -> 201"
    assert sections == [
        f"meanwhile 1 call with other keys: production: {posted}",
        posted,
        f"meanwhile 4 calls with other keys: production: {posted}, staging: {posted}, staging: {posted} and 1 more",
    ]


def test_calls_with_other_keys_are_counted_for_no_test_where_anybody_may_call(suite, serving):
    ran = suite("""
@pytest.mark.mock_od(strict=True)
def test_it(mock_od):
    requests.get(mock_od.url + "/treatplans", headers={"Authorization": "ODFHIR d/production"})
""", f"--mock-od-url={serving(MOCK_OD_WORLD='small')}")  # fmt: skip
    ran.assert_outcomes(passed=1)


def test_a_strict_test_whose_server_does_not_answer_fails(suite):
    ran = suite("""
@pytest.mark.mock_od(strict=True)
def test_it(mock_od, monkeypatch):
    monkeypatch.setattr(mock_od.client, "_plane", None)
""", SMALL)  # fmt: skip
    ran.assert_outcomes(failed=1)
    assert said(ran) == ["AttributeError where mock_od asked its server"]


# --- frames of ours are hidden ---


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("mock_od.requests.expect('GET', '/fees')", 'E *expected {"atLeast": 1} calls*'),
        ("mock_od.settings(versoin='24.1.9')", "E *versoin: is no setting; did you mean version?"),
        ("mock_od.version = 'nine'", "E *version: 'nine'*"),
        ("mock_od.versoin = '24.1.9'", "E *Office has no attribute 'versoin'; did you mean version?"),
        ("mock_od.seed(patint={})", "E *patint*"),
        ("mock_od.clock.freeze('noon')", "E *noon*"),
        ("mock_od_server.office(world='nowhere')", "E *there is no world 'nowhere'*"),
    ],
)
def test_a_slip_shows_the_line_of_the_test_alone(suite, code, told):
    ran = suite(f"def test_it(mock_od, mock_od_server):\n    {code}\n", SMALL)
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines([f">   *{code}", told])
    traced = re.findall(r"^(\S+\.py):\d+:", ran.stdout.str(), re.MULTILINE)
    assert traced == ["test_a_slip_shows_the_line_of_the_test_alone.py"]


def test_a_slip_in_a_marker_shows_no_line_of_ours(suite):
    ran = suite("""
@pytest.mark.mock_od(versoin="24.1.9")
def test_it(mock_od):
    pass
""", SMALL)  # fmt: skip
    ran.assert_outcomes(errors=1)
    told = ran.stdout.str().split("ERROR at setup of test_it")[1].split("short test summary")[0]
    assert re.findall(r"^(?!.*[=_]{5}).+$", told, re.MULTILINE) == [
        "mock_od: settings.versoin: is no setting; did you mean version?"
    ]


# --- worlds of one's own ---


def test_a_world_of_ones_own_for_one_test(suite, pytester, monkeypatch):
    for name in ("fixtures", "others"):
        folder = pytester.path / "tests" / name
        folder.mkdir(parents=True)
        (folder / "patient.json").write_text(f'[{{"PatNum": 5, "LName": "{name}"}}]')
    pytester.makeini("[pytest]")
    monkeypatch.chdir(pytester.path / "tests")  # the path begins at pytest's root directory all the same
    ran = suite("""
def names(office):
    return [row["LName"] for row in office.rows("patient")]

@pytest.mark.mock_od(world="tests/fixtures")
def test_mine(mock_od):
    assert names(mock_od) == ["fixtures"]
    mock_od.seed(patient={"LName": "Added"})
    mock_od.reset()
    assert names(mock_od) == ["fixtures"]

@pytest.mark.mock_od(world="tests/others")
class TestOthers:
    def test_theirs(self, mock_od):
        assert names(mock_od) == ["others"]

@pytest.mark.mock_od(world="tests/nowhere")
def test_nobodys(mock_od):
    pass

def test_ours(mock_od):
    assert len(names(mock_od)) > 1
""", SMALL, f"--rootdir={pytester.path}", str(pytester.path))  # fmt: skip
    ran.assert_outcomes(passed=3, errors=1)
    ran.stdout.fnmatch_lines(["mock_od: there is no world 'tests/nowhere'; choose *or the path of a folder*"])


def test_the_environment_decides_for_the_server_in_this_process(suite, monkeypatch):
    monkeypatch.setenv("MOCK_OD_WORLD", "small")
    monkeypatch.setenv("MOCK_OD_VERSION", "24.1.9")
    monkeypatch.setenv("MOCK_OD_MODE", "remote")
    tests = """
def test_it(mock_od):
    assert (mock_od.settings()["world"], mock_od.version, mock_od.mode) == ("small", "%s", "remote")
"""
    suite(tests % "24.1.9").assert_outcomes(passed=1)
    suite(tests % "23.1.1", "--mock-od-version=23.1.1").assert_outcomes(passed=1)
    monkeypatch.setenv("MOCK_OD_WORLD", "nowhere")
    ran = suite(tests)
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["mock_od: there is no world 'nowhere'; choose *"])


# --- workers ---


def test_workers_have_their_servers_in_one_process(suite):
    ran = suite("""
import os, sys, threading

@pytest.mark.parametrize("number", range(8))
def test_it(mock_od, mock_od_server, number):
    assert not [name for name in sys.modules if name.startswith(("mock_od.web", "mock_od.engine", "flask"))]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("mock-od:")]
    assert mock_od.settings()["world"] == "small"
    with mock_od_server.attach("fixed") as office:  # another worker has an office with this key too
        before = len(office.rows("treatplan"))
        for _ in range(5):
            assert post(office).status_code == 201
        assert len(office.rows("treatplan")) == before + 5
    requests.get(mock_od.url + "/treatplans", headers={"Authorization": "ODFHIR d/mine"})
    assert mock_od_server.call("GET", "/offices/mine/requests", since=number * 0)["requests"]
""", "-n2", SMALL, workers=True)  # fmt: skip
    ran.assert_outcomes(passed=8)


def test_a_strict_test_has_nothing_to_do_with_the_calls_of_another_worker(suite):
    ran = suite("""
@pytest.mark.parametrize("number", range(20))
def test_that_calls_with_another_key(mock_od, number):
    requests.get(mock_od.url + "/treatplans", headers={"Authorization": "ODFHIR d/production"})

@pytest.mark.parametrize("number", range(20))
@pytest.mark.mock_od(strict=True)
def test_strict(mock_od, number):
    for _ in range(5):
        post(mock_od)
""", "-n2", "--dist=loadgroup", SMALL, workers=True)  # fmt: skip
    ran.assert_outcomes(passed=40)


def test_a_worker_that_dies_takes_no_server_with_it(suite):
    ran = suite("""
import os

@pytest.mark.parametrize("number", range(6))
def test_it(mock_od, number):
    assert post(mock_od).status_code == 201
    if number == 1:
        os._exit(1)
""", "-n2", SMALL, workers=True)  # fmt: skip
    ran.assert_outcomes(passed=5, failed=1)


def test_workers_say_what_cannot_be(suite):
    ran = suite("def test_it(mock_od): pass", "-n1", "--mock-od-world=nowhere", workers=True)
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["mock_od: there is no world 'nowhere'; choose *"])


def test_workers_that_use_no_office_start_no_server(suite, pytester):
    pytester.makeconftest("""
import sys
import threading

def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        print("\\nours:", sorted(name for name in sys.modules if name.startswith("mock_od")))
""")
    ran = suite("def test_it(): pass", "-n1", "-s", workers=True)
    ran.assert_outcomes(passed=1)
    ran.stdout.fnmatch_lines(["ours: ['mock_od', 'mock_od.client', 'mock_od.client.desk', 'mock_od.client.plugin']"])
