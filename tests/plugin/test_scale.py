"""docs/scale.md: its HAProxy before three servers, which are one."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from servers import started_servers

from mock_od import Client, MockOdError

ROOT = Path(__file__).parent.parent.parent
SCALE = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
SERVE, HAPROXY_COMMANDS, SUITE = re.findall(r"```sh\n(.+?)\n```", SCALE, re.DOTALL)
TOKEN = {"MOCK_OD_ADMIN_TOKEN": "for-tests"}
HAPROXY = shutil.which("haproxy")
needs_haproxy = pytest.mark.skipif(HAPROXY is None, reason="haproxy is not installed (apt-get install haproxy)")
SERVER = "X-Mock-Od-Server"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def configured(folder, port, servers):
    """The file of the document, with addresses of this machine."""
    (config,) = re.findall(r"```haproxy\n(.+?)\n```", SCALE, re.DOTALL)
    config = config.replace("bind :30222", f"bind 127.0.0.1:{port}")
    for printed, url in zip(("192.0.2.11:30222", "192.0.2.12:30222", "192.0.2.13:30222"), servers, strict=True):
        assert config.count(printed) == 1
        config = config.replace(printed, url.removeprefix("http://"))
    (folder / "haproxy.cfg").write_text(f"{config}\n", encoding="utf-8")


@contextmanager
def balancing(folder, servers):
    """The address of a HAProxy before these servers, started by the document's commands."""
    port = free_port()
    configured(folder, port, servers)
    check, run = HAPROXY_COMMANDS.splitlines()
    checked = subprocess.run(check.split(), cwd=folder, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    with (folder / "haproxy.log").open("w") as log, subprocess.Popen(run.split(), cwd=folder, stderr=log) as haproxy:
        try:
            yield Client(f"http://127.0.0.1:{port}", TOKEN["MOCK_OD_ADMIN_TOKEN"]).wait(20)
        finally:
            haproxy.terminate()


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Servers that are started as the document says, with the small world."""
    assert SERVE == "MOCK_OD_ADMIN_TOKEN=for-tests mock-od serve --host 0.0.0.0"
    with started_servers(tmp_path_factory.mktemp("servers")) as start:
        yield start, [start("0.0.0.0", **TOKEN, MOCK_OD_WORLD="small") for _ in range(3)]


@pytest.fixture(scope="module")
def one(tmp_path_factory, three):
    with balancing(tmp_path_factory.mktemp("haproxy"), three[1]) as client:
        yield client


def conversation(client, number):
    """A test that makes, forks and closes offices and calls the API; the keys, with the servers that answered."""
    office = client.office(f"key-{number}")
    seen = []

    def call(verb, path, of=office, **more):
        answer = requests.request(verb, f"{of.url}{path}", headers=of.headers, timeout=30, **more)
        seen.append((of.customer_key, answer.headers[SERVER]))
        return answer

    plan = call("POST", "/treatplans", json={"PatNum": 31, "Heading": f"Plan {number}"})
    assert (plan.status_code, plan.json()["TreatPlanNum"], plan.json()["Heading"]) == (201, 9088, f"Plan {number}")
    assert office.seed(treatplan={"TreatPlanNum": 9500, "PatNum": 31, "Heading": f"Seeded {number}"}) == {
        "treatplan": 1
    }
    twin = office.fork()
    for one in (office, twin):
        plans = call("GET", "/treatplans?PatNum=31", one).json()
        assert {plan["Heading"] for plan in plans} >= {f"Plan {number}", f"Seeded {number}"}
    office.reset()
    after = call("GET", "/treatplans?PatNum=31").json()
    assert not {plan["Heading"] for plan in after} & {f"Plan {number}", f"Seeded {number}"}
    kept = call("GET", "/treatplans?PatNum=31", twin).json()
    assert f"Plan {number}" in {plan["Heading"] for plan in kept}
    twin.close()
    return seen


@needs_haproxy
def test_200_tests_at_once_and_each_key_always_at_its_server(one):
    with ThreadPoolExecutor(16) as threads:
        seen = [pair for pairs in threads.map(lambda number: conversation(one, number), range(200)) for pair in pairs]
    servers = {}
    for key, server in seen:
        servers.setdefault(key.partition("~")[0], set()).add(server)
    assert len(servers) == 200
    assert {key: found for key, found in servers.items() if len(found) > 1} == {}
    shares = Counter(server for (server,) in servers.values())
    assert set(shares) == {"one", "two", "three"}
    assert min(shares.values()) > 20, shares


SEEDED = 777777


def where(client, key):
    """The server of a key, and whether its office has the row that was seeded."""
    keys = {"Authorization": f"ODFHIR d/{key}"}
    answer = requests.get(f"{client.url}/api/v1/treatplans?PatNum=31", headers=keys, timeout=30)
    assert answer.status_code == 200
    return answer.headers[SERVER], SEEDED in {plan["TreatPlanNum"] for plan in answer.json()}


@needs_haproxy
def test_every_way_to_say_a_key_leads_to_one_server(one):
    def server(verb, path, body=None, headers=None):
        given = {"X-Mock-Od-Token": TOKEN["MOCK_OD_ADMIN_TOKEN"], **(headers or {})}
        answer = requests.request(verb, f"{one.url}{path}", json=body, headers=given, timeout=30)
        assert answer.status_code in (200, 201), answer.text
        return answer.headers[SERVER]

    for key in ("plain", "with~another", "with:colon"):
        in_path = f"/__admin/offices/{key.replace(':', '%3A').replace('t', '%74')}"
        assert {
            server("POST", "/__admin/offices", {"settings": {}, "key": key}),
            server("POST", "/__admin/seed", {"office": key, "tables": {}}),
            server("POST", "/__admin/seed", {"office": key, "tables": {"patient": [{"LName": "x" * 90}] * 3000}}),
            server("POST", "/__admin/reset", {"office": key}),
            server("POST", "/__admin/offices", {"from": key, "key": f"{key}~2"}),
            server("GET", in_path),
            server("GET", f"{in_path}~2/tables/patient"),
            server("GET", "/api/v1/treatplans", headers={"Authorization": f"ODFHIR developer/{key}"}),
            server("GET", "/api/v1/treatplans", headers={"Authorization": f"odfhir  another/{key}~2"}),
        } == {server("GET", in_path)}


@needs_haproxy
def test_what_no_server_can_answer_for_the_others_is_refused(one):
    unnamed = "behind HAProxy this call names its office: office or key, at the beginning of the body"
    for verb, path, body in (
        ("GET", "/offices", None),
        ("POST", "/reset", {}),
        ("POST", "/offices", {"settings": {}}),
        ("POST", "/seed", {"tables": {"patient": [{"LName": "x" * 90}] * 3000}, "office": "last"}),
    ):
        with pytest.raises(MockOdError) as refused:
            one.call(verb, path, body)
        assert (refused.value.status, str(refused.value)) == (400, unnamed)
        assert refused.value.body.keys() == {"error", "at", "problem", "known"}
    source = one.office("source")
    with pytest.raises(MockOdError) as refused:
        source.fork("elsewhere")
    assert str(refused.value) == "behind HAProxy the key of a fork begins with the key of its source and ~"
    assert source.fork().customer_key.startswith("source~")
    with one.office("of-a-world", world="empty") as empty:
        assert empty.settings()["world"] == "empty"


@needs_haproxy
def test_a_suite_behind_haproxy(one, tmp_path):
    """By the document's command, with fewer workers."""
    (tmp_path / "test_plans.py").write_text("""
import pytest

@pytest.mark.parametrize("number", range(12))
def test_it(mock_od, number):
    mock_od.seed(treatplan={"PatNum": 31, "Heading": "Mine"})
    assert mock_od.fork().diff() == {}
    assert [row["Heading"] for row in mock_od.rows("treatplan", PatNum=31)].count("Mine") == 1
    mock_od.reset()
    assert mock_od.diff() == {}
""")
    assert "http://127.0.0.1:30222" in SUITE
    assert SUITE.endswith(" pytest -n 16")
    command = SUITE.replace("http://127.0.0.1:30222", one.url).replace("-n 16", "-n 2 -p no:cacheprovider")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    plugins = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "xdist.plugin,mock_od.client.plugin"}
    env = {**os.environ, "PATH": path, "PYTEST_ADDOPTS": "", **plugins}
    ran = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (ran.returncode, "12 passed" in ran.stdout) == (0, True), ran.stdout + ran.stderr


@needs_haproxy
def test_the_keys_of_a_server_that_goes_open_elsewhere_and_the_others_stay(one, three):
    """The last of the tests with these servers: one of them is gone then."""
    keys = [f"seeded-{number}" for number in range(30)]
    for key in keys:
        one.office(key).seed(treatplan={"TreatPlanNum": SEEDED, "PatNum": 31})
    before = {key: where(one, key) for key in keys}
    assert {seeded for _, seeded in before.values()} == {True}
    assert {server for server, _ in before.values()} == {"one", "two", "three"}

    _, killed, _ = three[0].servers
    killed.send_signal(signal.SIGKILL)
    killed.wait(10)
    after = {key: where(one, key) for key in keys}
    for key, (server, _) in before.items():
        if server == "two":
            assert after[key] in {("one", False), ("three", False)}  # a fresh office, whose rows are the world's
        else:
            assert after[key] == before[key]
    assert {server for server, _ in after.values()} == {"one", "three"}
    assert {key: where(one, key) for key in keys} == after

    moved = next(key for key, (server, _) in before.items() if server == "two")
    plan = one.attach(moved).seed(treatplan={"TreatPlanNum": SEEDED, "PatNum": 31})
    assert (plan, where(one, moved)) == ({"treatplan": 1}, (after[moved][0], True))


def test_a_fork_of_a_fork_and_of_a_long_key_have_keys_too(mock_od):
    twin = mock_od.fork()
    again = twin.fork()
    source = mock_od.customer_key
    assert (twin.customer_key.count("~"), again.customer_key.count("~")) == (1, 1)
    assert twin.customer_key.partition("~")[0] == again.customer_key.partition("~")[0] == source
    longest = mock_od.fork("k" * 255)
    far = longest.fork()
    assert far.customer_key.startswith("office-")
    for office in (twin, again, longest, far):
        office.close()


def test_what_the_document_says_of_a_body():
    assert json.loads(re.findall(r"string '(\{.+?\})'", SCALE)[0]).keys() == {"error", "at", "problem", "known"}
    assert "(performance.md)" in SCALE
