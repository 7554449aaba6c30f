"""A server in a thread of this process, without pytest."""

import asyncio
import json
import os
import re
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
import requests

import mock_od
from mock_od import Client, MockOdError

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    for name in ("URL", "WORLD", "VERSION", "MODE", "NOW", "DATES", "FAITHFUL"):
        monkeypatch.delenv(f"MOCK_OD_{name}", raising=False)


def threads():
    return [thread.name for thread in threading.enumerate() if thread.name.startswith(("mock-od:", "mock_od heart"))]


def test_a_server_as_long_as_the_context_lasts():
    before = threads()
    with mock_od.serving(world="small", version="24.1.9") as server:
        assert isinstance(server, Client)
        with server.office(ttl_seconds=60) as office:
            made = requests.post(f"{office.url}/treatplans", json={"PatNum": 31}, headers=office.headers, timeout=10)
            assert (made.status_code, office.version) == (201, "24.1.9")
        anybody = {"Authorization": "ODFHIR any/body", "Content-Type": "application/json"}
        assert len(requests.get(f"{server.url}/api/v1/patients", headers=anybody, timeout=10).json()) > 1
    assert threads() == before
    with pytest.raises(MockOdError, match="no mock_od server answers"):
        server.worlds()


def test_for_asynchronous_code():
    async def use():
        async with mock_od.serving(world="small") as server:
            return server, server.office().settings()["world"]

    before = threads()
    server, world = asyncio.run(use())
    assert (world, threads()) == ("small", before)
    with pytest.raises(MockOdError, match="no mock_od server answers"):
        server.worlds()


def test_where_no_context_manager_fits():
    serving = mock_od.serving(world="small")
    server = serving.start()
    assert serving.start() is server
    assert server.office().rows("patient")
    serving.stop()
    serving.stop()
    serving.stop()


def test_two_at_once_know_nothing_of_each_other():
    with mock_od.serving(world="small") as one, mock_od.serving(world="empty") as other:
        assert one.url != other.url
        one.office("mine").seed(patient={"LName": "Here"})
        assert other.office("mine").rows("patient") == []


def test_the_folder_of_a_world_may_be_a_path(tmp_path):
    (tmp_path / "patient.json").write_text('[{"PatNum": 7, "LName": "Abel"}]', encoding="utf-8")
    with mock_od.serving(world=tmp_path) as server, server.office() as first, server.office(world=tmp_path) as other:
        assert [[row["LName"] for row in one.rows("patient")] for one in (first, other)] == [["Abel"], ["Abel"]]


def test_an_office_in_the_world_of_a_folder(tmp_path):
    (tmp_path / "patient.json").write_text('[{"PatNum": 5, "LName": "Own"}]')
    with mock_od.serving(world="empty") as server:
        office = server.office(world=str(tmp_path))
        office.seed(patient={"LName": "Added"})
        office.reset()
        assert [row["LName"] for row in office.rows("patient")] == ["Own"]
    with mock_od.serving(world=str(tmp_path)) as server:
        assert [row["LName"] for row in server.office().rows("patient")] == ["Own"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"world": "nowhere"}, "there is no world 'nowhere'; choose clinic, empty, small or the path of a folder"),
        ({"versoin": "24.1.9"}, "versoin: is no setting; did you mean version?"),
        ({"version": "nine"}, "version: 'nine'"),
        ({"host": "192.0.2.1"}, "cannot listen on 192.0.2.1 port 0: "),
    ],
)
def test_what_cannot_be(given, told):
    before = threads()
    with pytest.raises(MockOdError, match=re.escape(told)):
        mock_od.serving(**given).start()
    assert threads() == before


def test_a_port_of_ones_own(unused_url):
    port = int(unused_url.rpartition(":")[2])
    with mock_od.serving(world="empty", port=port) as server:
        assert server.url == unused_url
        with pytest.raises(MockOdError, match=f"cannot listen on 127.0.0.1 port {port}: "):
            mock_od.serving(port=port).start()


def test_the_environment_decides_what_is_not_given(monkeypatch):
    monkeypatch.setenv("MOCK_OD_WORLD", "small")
    monkeypatch.setenv("MOCK_OD_VERSION", "24.1.9")
    monkeypatch.setenv("MOCK_OD_MODE", "")
    monkeypatch.setenv("MOCK_OD_NOW", "2025-06-02 09:00")
    monkeypatch.setenv("MOCK_OD_FAITHFUL", "1")
    with mock_od.serving(version="23.1.1") as server:
        settings = server.office().settings()
        assert (settings["world"], settings["version"], settings["mode"]) == ("small", "23.1.1", "local")
        assert settings["faithful"] is True
        assert f"{server.office().clock.now:%Y-%m-%d %H:%M}" == "2025-06-02 09:00"


def test_a_client_without_a_server_says_how_to_start_one(unused_url):
    with pytest.raises(MockOdError) as refused:
        Client(unused_url).office()
    assert str(refused.value).endswith(
        "; `mock-od serve` starts one, `with mock_od.serving() as client` one in this process; "
        "the address of another is Client(url) or MOCK_OD_URL"
    )


UNITTEST = """
import unittest
import urllib.request

import mock_od


def setUpModule():
    global serving, server
    serving = mock_od.serving(world="small")
    server = serving.start()


def tearDownModule():
    serving.stop()


class Plans(unittest.TestCase):
    def setUp(self):
        self.office = server.office()
        self.addCleanup(self.office.close)

    def test_it(self):
        request = urllib.request.Request(self.office.url + "/treatplans?PatNum=31", headers=self.office.headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            self.assertEqual(answer.status, 200)
        self.assertEqual(len(self.office.requests), 1)
"""


def test_a_suite_of_unittest_in_a_process_without_pytest(tmp_path):
    (tmp_path / "test_plans.py").write_text(UNITTEST)
    command = [sys.executable, "-W", "error", "-m", "unittest", "-v", "test_plans"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (ran.returncode, "Ran 1 test" in ran.stderr) == (0, True), ran.stderr


def test_a_script_that_is_left_by_an_error_ends():
    script = textwrap.dedent("""
        import mock_od
        server = mock_od.serving(world="empty").start()
        server.office(ttl_seconds=5)
        raise SystemExit(3)
    """)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=30, check=False
    )
    assert (ran.returncode, ran.stderr) == (3, "")


# --- an office has exactly its attributes ---


@pytest.fixture
def office(mock_od_server):
    with mock_od_server.office(world="small") as office:
        yield office


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("office.versoin = '24.1.9'", "Office has no attribute 'versoin'; did you mean version?"),
        ("office.permision = ['ApiReadAll']", "Office has no attribute 'permision'; did you mean permissions?"),
        ("office.request", "Office has no attribute 'request'; did you mean requests?"),
        ("office.clock.frozn = True", "Clock has no attribute 'frozn'; did you mean frozen?"),
        ("office.requests.expct('GET')", "Requests has no attribute 'expct'; did you mean expect?"),
        ("office.faults.ad", "Faults has no attribute 'ad'; did you mean add?"),
        ("office.zzz = 1", "Office has no attribute 'zzz'"),
        ("office.generation = 1", "generation of an Office is read only and cannot be set"),
        ("office.seed = {}", "seed of an Office is a method and cannot be set"),
    ],
)
def test_a_misspelt_attribute(office, slip, told):
    with pytest.raises(AttributeError) as refused:
        exec(slip, {"office": office})
    assert str(refused.value) == told


def test_a_property_that_fails_says_why(mock_od_server):
    office = mock_od_server.office()
    office.client = None
    with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'call'"):
        _ = office.generation


# --- what differs, without what a test does not care for ---


def test_the_log_is_left_out_of_a_diff(office):
    made = requests.post(f"{office.url}/treatplans", json={"PatNum": 31}, headers=office.headers, timeout=10)
    assert made.status_code == 201
    assert list(office.diff()) == ["treatplan"]
    assert sorted(office.diff(ignore=())) == ["securitylog", "treatplan"]
    assert list(office.diff(ignore=["treatplan"])) == ["securitylog"]
    assert office.diff(ignore="treatplan") == office.diff(ignore=["treatplan"])
    assert office.diff(ignore=["treatplan", "securitylog"]) == {}


def test_columns_are_left_out_of_a_diff(office):
    office.snapshot()
    plan = office.rows("treatplan")[0]
    office.seed(treatplan={**plan, "Heading": "Other", "Note": "Other"})
    (changed,) = office.diff("snapshot", ignore=["treatplan.Heading"])["treatplan"]["changed"]
    assert (changed["before"]["Note"], changed["after"]["Note"]) == (plan["Note"], "Other")
    assert "Heading" not in changed["after"]
    assert office.diff("snapshot", ignore=["treatplan.Heading", "*.Note"]) == {}


def test_a_table_that_is_not_there_cannot_be_left_out(office):
    with pytest.raises(ValueError, match=r"there is no table 'securitylogs' to ignore; did you mean securitylog\?"):
        office.diff(ignore=["securitylogs"])
    with pytest.raises(ValueError, match=r"there is no table 'treatplans' to ignore; did you mean treatplan\?"):
        office.diff(ignore=["treatplans.Note"])
    assert office.diff(ignore=["fee"]) == {}  # one that has no difference
    assert json.dumps(office.diff()) == "{}"
