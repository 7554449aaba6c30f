"""One server in all modes at once, over TLS, with strict keys, faithful: in processes of their own and in this one."""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.web.asgi_app import server_of
from mock_od.web.tls import server_context

ROOT = Path(__file__).parents[2]
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("MOCK_OD_")}
PLAIN["MOCK_OD_LOG"] = "off"  # test_console.py has the lines
READY = re.compile(
    r"mock_od ready at (?P<url>(?P<scheme>https?)://127\.0\.0\.1:(?P<port>\d+)/api/v1) "
    r"\(Open Dental 25\.3\.31, (?P<mode>\w+), world empty: [\d,]+ rows in 1 table\)\n"
)
KEYS = {"Authorization": "ODFHIR developer/customer"}
FEES = {"office": "customer", "tables": {"fee": [{"FeeSched": 1}] * 1001}}


@contextmanager
def serving(*arguments, ready=1, folder=ROOT, **environment):
    """A server in a process of its own: what it said of each port, and then its end without a complaint."""
    command = [sys.executable, "-m", "mock_od", "serve", "--port", "0", "--world", "empty", *arguments]
    path = {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=folder, env=PLAIN | path | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    watchdog = threading.Timer(30, process.kill)
    watchdog.start()
    try:
        lines = [process.stdout.readline() for _ in range(ready)]
        found = [READY.fullmatch(line) for line in lines]
        assert all(found), (lines, process.poll() is not None and process.stderr.read())
        yield found
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=20) == ("", "")
        assert process.returncode == 0
    finally:
        watchdog.cancel()
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()


@contextmanager
def started(server):
    server.start()
    try:
        yield
    finally:
        server.stop()


def ask(url, path, verb="GET", body=None, **more):
    """A call on a connection of its own: status and body."""
    headers = more.pop("headers", KEYS)
    content = None if body is None else json.dumps(body)
    if content is not None:
        headers = {**headers, "Content-Type": "application/json"}
    root = url.removesuffix("/api/v1") if path.startswith("/__admin") else url
    with requests.Session() as session:
        session.trust_env = False
        got = session.request(verb, root + path, data=content, headers=headers, timeout=20, **more)
        return got.status_code, got.json() if got.content else None


@pytest.fixture
def offices():
    return Offices(Engine(catalog()), Settings("empty"))


# --- all modes --------------------------------------------------------------------------------------


def test_all_modes_from_the_command_line():
    with serving("--all-modes", "--faithful", ready=3) as ports:
        assert [port["mode"] for port in ports] == ["local", "service", "remote"]
        assert [port["scheme"] for port in ports] == ["http"] * 3
        assert len({port["port"] for port in ports}) == 3
        urls = [port["url"] for port in ports]
        settings = {"permissions": ["ApiReadAll", "ApiAllOthers"], "throttle": {"wait": "virtual"}}
        assert ask(urls[0], "/__admin/offices/customer", "PUT", settings)[0] == 200
        assert ask(urls[1], "/__admin/seed", "POST", FEES)[0] == 200
        kind = {"headers": {**KEYS, "Content-Type": "application/json"}}
        assert [len(ask(url, "/fees", **kind)[1]) for url in urls] == [1000, 1000, 100]
        assert [ask(url, "/fees") for url in urls] == [(400, "Malformed API request.")] * 3
        bare = [ask(url, "/fees", headers={}) for url in urls]
        assert bare == [(400, "Malformed API request."), (400, "Malformed API request."), (401, "Invalid credentials.")]
        waited = ask(urls[0], "/__admin/offices/customer")[1]["waitedSeconds"]
        assert 0.0 < waited <= 1.0  # two calls of the remote port, none of the others
        assert ask(urls[0], "/__admin/offices/customer", "PUT", {"eConnector": "stopped"})[0] == 200
        statuses = [ask(url, "/clinics", **kind)[0] for url in urls]
        assert statuses == [200, 200, 400]


def test_the_same_offices_are_behind_every_port(offices):
    server = server_of(offices)
    ports = [server.listen(mode=mode) for mode in ("local", "service", "remote")]
    with started(server):
        local, service, remote = (f"{port.url}/api/v1" for port in ports)
        ask(local, "/__admin/seed", "POST", {"office": "customer", "tables": {"patient": [{"PatNum": 5}]}})
        made = [ask(url, "/treatplans", "POST", {"PatNum": 5})[1]["TreatPlanNum"] for url in (local, service, remote)]
        assert made == [1, 2, 3]
        for url in (local, service, remote):
            assert [plan["TreatPlanNum"] for plan in ask(url, "/treatplans")[1]] == made
        # The port decides, whatever the office is set to.
        for mode in ("remote", "service", "local"):
            ask(local, "/__admin/offices/customer", "PUT", {"mode": mode, "eConnector": "duplicate"})
            assert [ask(url, "/clinics")[0] for url in (local, service, remote)] == [200, 200, 400]


def test_a_client_falls_back_from_service_to_remote_and_goes_on(offices):
    service, remote = server_of(offices), server_of(offices)
    addresses = [
        f"{server.listen(mode=mode).url}/api/v1" for server, mode in ((service, "service"), (remote, "remote"))
    ]

    def call(verb, path, body=None):
        """What a client does whose office has no API service running: it goes the long way."""
        for address in addresses:
            try:
                return address, *ask(address, path, verb, body)
            except requests.ConnectionError:
                continue
        raise AssertionError

    with started(service), started(remote):
        call("POST", "/__admin/seed", FEES | {"tables": FEES["tables"] | {"patient": [{"PatNum": 5}]}})
        assert call("POST", "/treatplans", {"PatNum": 5})[:2] == (addresses[0], 201)
        assert len(call("GET", "/fees")[2]) == 1000
        service.stop()
        where, status, plans = call("GET", "/treatplans")
        assert (where, status, [plan["TreatPlanNum"] for plan in plans]) == (addresses[1], 200, [1])
        assert len(call("GET", "/fees")[2]) == 100
        assert call("POST", "/treatplans", {"PatNum": 5})[2]["TreatPlanNum"] == 2


# --- faithful ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [(("--faithful",), {}), ((), {"MOCK_OD_FAITHFUL": "1"})])
def test_faithful_from_the_command_line(how):
    arguments, environment = how
    with serving("--mode", "remote", *arguments, **environment) as (port,):
        kind = {"headers": {**KEYS, "Content-Type": "application/json"}}
        assert ask(port["url"], "/clinics") == (400, "Malformed API request.")
        settings = ask(port["url"], "/__admin/offices/customer")[1]["settings"]
        assert (settings["faithful"], settings["throttle"], settings["mode"]) == (True, None, "remote")
        # The first call has to be a second ago; who may wait no longer than half of one is refused.
        ask(port["url"], "/__admin/offices/customer", "PUT", {"throttle": {"bound": 0.01}})
        ask(port["url"], "/clinics", **kind)
        assert ask(port["url"], "/clinics", **kind) == (429, "Too many requests.")
        ask(port["url"], "/__admin/offices/customer", "PUT", {"throttle": "off"})
        assert ask(port["url"], "/clinics", **kind) == (200, [])


@pytest.mark.parametrize(("permissions", "interval"), [("all", 1.0), (["ApiReadAll"], 5.0)])
def test_faithful_alone_throttles_remote_mode(api, permissions, interval):
    api.put(f"/__admin/offices/{api.key}", {"faithful": True, "mode": "remote", "permissions": permissions})
    slept = []
    kind = {"Content_Type": "application/json"}
    real, time.sleep = time.sleep, slept.append
    try:
        assert [api.get("/clinics", **kind).status for _ in range(2)] == [200, 200]
    finally:
        time.sleep = real
    assert len(slept) == 1
    assert interval - 0.5 < slept[0] <= interval


# --- strict keys ------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [(("--strict-keys",), {}), ((), {"MOCK_OD_STRICT_KEYS": "1"})])
def test_strict_keys_from_the_command_line(how):
    arguments, environment = how
    with serving(*arguments, **environment) as (port,):
        assert ask(port["url"], "/clinics") == (401, "Invalid credentials.")
        assert ask(port["url"], "/__admin/offices/customer", "PUT", {})[0] == 200
        assert ask(port["url"], "/clinics") == (200, [])
        other = {"Authorization": "ODFHIR developer/another"}
        assert ask(port["url"], "/clinics", headers=other) == (401, "Invalid credentials.")
        assert ask(port["url"], "/__admin/offices", "POST", {"from": "customer", "key": "another"})[0] == 201
        assert ask(port["url"], "/clinics", headers=other) == (200, [])


# --- TLS --------------------------------------------------------------------------------------------


def test_tls_from_the_command_line(tmp_path):
    ca = tmp_path / "ca.pem"
    with serving("--tls", "--tls-ca", str(ca), "--all-modes", ready=3, folder=tmp_path) as ports:
        assert [port["scheme"] for port in ports] == ["https"] * 3
        assert ca.read_text().startswith("-----BEGIN CERTIFICATE-----")
        assert not (tmp_path / "mock-od-ca.pem").exists()
        for port in ports:
            assert ask(port["url"], "/clinics", verify=str(ca)) == (200, [])


def test_tls_names_from_the_command_line(tmp_path):
    names = ("--tls-name", "mock-od.test", "--tls-name", "api.opendental.com")
    for arguments, environment in ((names, {}), ((), {"MOCK_OD_TLS_NAME": "mock-od.test api.opendental.com"})):
        with serving("--tls", *arguments, folder=tmp_path, **environment) as (port,):
            trust = ssl.create_default_context(cafile=str(tmp_path / "mock-od-ca.pem"))
            for name in ("mock-od.test", "api.opendental.com", "localhost"):
                sock = socket.create_connection(("127.0.0.1", int(port["port"])), timeout=20)
                with trust.wrap_socket(sock, server_hostname=name) as secure:
                    assert secure.version() in ("TLSv1.2", "TLSv1.3")
            with (
                socket.create_connection(("127.0.0.1", int(port["port"])), timeout=20) as sock,
                pytest.raises(ssl.SSLCertVerificationError),
            ):
                trust.wrap_socket(sock, server_hostname="elsewhere.test")


def test_tls_in_this_process(offices, tmp_path):
    ca, other = tmp_path / "ca.pem", tmp_path / "other.pem"
    ca.write_text("what was there before", encoding="ascii")
    server = server_of(offices)
    listener = server.listen(tls=server_context([], ca))
    server_context([], other)
    assert listener.url == f"https://127.0.0.1:{listener.port}"
    with started(server):
        for host in ("127.0.0.1", "localhost"):
            url = f"https://{host}:{listener.port}/api/v1"
            assert ask(url, "/clinics", verify=str(ca)) == (200, [])
            got = requests.post(
                f"{url}/discountplans", json={"Description": "x"}, headers=KEYS, verify=str(ca), timeout=20
            )
            assert (got.status_code, got.json()) == (400, "FeeSchedNum is required.")
        url = f"{listener.url}/api/v1"
        ask(
            url, "/__admin/seed", "POST", {"office": "customer", "tables": {"patient": [{"PatNum": 5}]}}, verify=str(ca)
        )
        got = requests.post(f"{url}/treatplans", json={"PatNum": 5}, headers=KEYS, verify=str(ca), timeout=20)
        assert (got.status_code, got.headers["Location"]) == (201, f"{url}/treatplans/1")
        for untrusted in (True, str(other)):
            with pytest.raises(requests.exceptions.SSLError):
                ask(url, "/clinics", verify=untrusted)
        with pytest.raises(requests.ConnectionError):
            ask(url.replace("https", "http"), "/clinics")
        assert ask(url, "/clinics", verify=str(ca)) == (200, [])
    with pytest.raises(requests.ConnectionError):
        ask(url, "/clinics", verify=str(ca))


def test_a_ca_that_cannot_be_written_is_an_os_error(tmp_path):
    with pytest.raises(OSError, match=r".+"):
        server_context([], tmp_path / "nowhere" / "ca.pem")
