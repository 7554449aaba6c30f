"""The handle that a test holds, over a real socket."""

import datetime as dt
import json
import os
import re
import subprocess
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import requests

import mock_od as package
from mock_od import Client, MockOdError


def call(office, verb, path, **more):
    return requests.request(verb, office.url + path, headers=office.headers, timeout=10, **more)


@pytest.fixture
def office(mock_od_server):
    with mock_od_server.office(world="small") as office:
        yield office


def test_the_package_exports_the_client_and_nothing_that_is_not_there():
    assert package.Client is Client
    with pytest.raises(AttributeError, match="no attribute 'Server'"):
        _ = package.Server


def test_the_client_needs_the_standard_library_alone():
    code = "import sys; import mock_od; mock_od.Client; print(*{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    others = {name for name in loaded if not name.startswith(("_", "mock_od")) and name not in sys.stdlib_module_names}
    # what a path file of an environment imports at start is not ours
    assert not others & {"flask", "requests", "urllib3", "httpx", "marshmallow", "faker", "click", "pytest"}


def test_an_office_is_called_with_its_own_keys(mock_od_server):
    with mock_od_server.office(developer_key="me") as one, mock_od_server.office() as other:
        assert one.customer_key != other.customer_key
        assert one.headers["Authorization"] == f"ODFHIR me/{one.customer_key}"
        assert one.url == f"{mock_od_server.url}/api/v1"
        assert call(one, "GET", "/treatplans").status_code == 200
        assert mock_od_server.keys >= {one.customer_key, other.customer_key}
        assert one.customer_key in repr(one)
    assert one.customer_key not in mock_od_server.keys
    one.close()  # once more


def test_an_office_has_the_key_that_is_asked_for_once(mock_od_server):
    with mock_od_server.office("mine") as office:
        assert office.customer_key == "mine"
        with pytest.raises(MockOdError, match="an office is open with the key 'mine'") as refused:
            mock_od_server.office("mine")
        assert refused.value.status == 409
        again = mock_od_server.attach("mine", version="24.1.9")
        assert (again.version, office.version) == ("24.1.9", "24.1.9")


def test_the_developer_keys_of_an_office_are_known_to_whoever_takes_it_or_forks_it(mock_od_server):
    with mock_od_server.office(developer_keys={"one": "Ann"}) as office:
        taken = mock_od_server.attach(office.customer_key)
        assert taken.headers == office.headers
        with office.fork() as same, office.fork(developer_keys={"other": "Bo"}) as changed:
            assert same.headers["Authorization"] == f"ODFHIR one/{same.customer_key}"
            assert changed.headers["Authorization"] == f"ODFHIR other/{changed.customer_key}"
            assert [call(one, "GET", "/providers").status_code for one in (taken, same, changed)] == [200, 200, 200]


def test_a_developer_key_that_the_office_knows_is_the_one_to_call_with(mock_od_server):
    with mock_od_server.office(developer_keys={"known": "Dent Ware"}) as office:
        assert office.developer_key == "known"
        assert call(office, "GET", "/treatplans").status_code == 200


def test_settings_that_cannot_be_are_refused_in_the_planes_words(mock_od_server):
    with pytest.raises(MockOdError, match="nowhere") as refused:
        mock_od_server.office(world="nowhere")
    assert refused.value.status == 400
    with pytest.raises(MockOdError, match="did you mean version"):
        mock_od_server.office(versoin="24.1.9")
    assert "small" in mock_od_server.worlds()


def test_seed_and_rows(office):
    before = len(office.rows("treatplan"))
    assert office.seed({"treatplan": [{"PatNum": 31, "Heading": "One"}]}) == {"treatplan": 1}
    assert office.seed(treatplan={"PatNum": 31, "Heading": "Two", "DateTP": dt.date(2024, 1, 27)}) == {"treatplan": 1}
    rows = office.rows("treatplan")
    assert len(rows) == before + 2
    assert (rows[-1]["Heading"], rows[-1]["DateTP"]) == ("Two", "2024-01-27")
    office.seed(world="empty")
    assert office.rows("treatplan") == []
    with pytest.raises(MockOdError) as bad:
        office.seed(treatplan=[{"PatNum": "nobody"}])
    assert bad.value.body["at"] == ["tables", "treatplan", 0, "PatNum"]
    with pytest.raises(TypeError, match="has no JSON"):
        office.seed(treatplan={"PatNum": object()})
    with pytest.raises(MockOdError, match="there is no table 'nothing'"):
        office.rows("nothing")


def test_rows_by_hand(office):
    made = [{"PatNum": 700, "LName": "Abel", "Premed": "true"}, {"PatNum": 701, "LName": "Abel", "Premed": "false"}]
    office.seed(patient=made)
    assert [row["PatNum"] for row in office.rows("patient", LName="Abel", Premed=True)] == [700]
    assert [row["PatNum"] for row in office.rows("patient", LName="Abel", Birthdate=dt.date.min)] == [700, 701]
    generation = office.generation
    changed = office.update("patient", 701, FName="Bo", Birthdate=dt.date(1980, 5, 1))
    assert (changed["LName"], changed["FName"], changed["Birthdate"]) == ("Abel", "Bo", "1980-05-01")
    assert office.generation == generation + 1
    assert office.rows("patient", PatNum=701) == [changed]
    before = office.tables()
    assert before["patient"] == len(office.rows("patient"))
    assert office.delete("patient", LName="Abel", FName="Bo") == 1
    assert office.tables() == {**before, "patient": before["patient"] - 1}
    assert office.delete("patient") == before["patient"] - 1
    assert office.rows("patient") == []
    with pytest.raises(MockOdError, match="there is no table 'patientt'; did you mean patient") as wrong:
        office.rows("patientt")
    assert (wrong.value.status, wrong.value.body["known"][0]) == (404, "patient")
    with pytest.raises(MockOdError, match="patient has no row with the key 701"):
        office.update("patient", 701, FName="Bo")
    other = {"unknown": "ignore", "tables": {"patient": [{"PatNum": 9, "Ours": 1}], "ours": [{}]}}
    assert office.load(other) == {"patient": 1}
    for look in (office.rows, office.delete):  # else a key that was not found would mean all rows
        with pytest.raises(ValueError, match="PatNum is None, which no row has"):
            look("patient", PatNum=None)


def test_reset_snapshot_restore_diff(office):
    generation = office.generation
    call(office, "POST", "/treatplans", json={"PatNum": 31, "Heading": "Kept"})
    assert office.snapshot() == "snapshot"
    call(office, "POST", "/treatplans", json={"PatNum": 31, "Heading": "Gone"})
    assert [row["Heading"] for row in office.diff("snapshot")["treatplan"]["added"]] == ["Gone"]
    assert [row["Heading"] for row in office.diff()["treatplan"]["added"]] == ["Kept", "Gone"]
    assert office.restore() > generation
    assert office.rows("treatplan")[-1]["Heading"] == "Kept"
    office.snapshot("other")
    assert office.snapshots() == ["snapshot", "other"]
    office.forget()
    assert office.snapshots() == ["other"]
    assert office.reset() == office.generation
    assert office.diff() == {}
    with pytest.raises(MockOdError, match="no snapshot 'snapshot'"):
        office.restore()


def test_export_and_load(office, mock_od_server):
    call(office, "POST", "/treatplans", json={"PatNum": 31, "Heading": "Taken along"})
    with mock_od_server.office(world="empty") as other:
        assert other.load(office.export())["treatplan"] == len(office.rows("treatplan"))
        assert other.rows("treatplan") == office.rows("treatplan")


@pytest.mark.parametrize(
    "clock",
    [
        "2025-06-02 09:00",
        dt.datetime.fromisoformat("2025-06-02 09:00:00"),
        {"now": dt.datetime.fromisoformat("2025-06-02 09:00:00"), "frozen": True},
        {"now": dt.date(2025, 6, 2)},
        dt.date(2025, 6, 2),
    ],
    ids=str,
)
def test_an_office_is_opened_with_a_clock_and_has_the_rows_of_its_day(mock_od_server, tmp_path, clock):
    (tmp_path / "world.json").write_text('{"today": "2025-06-02"}', encoding="utf-8")
    (tmp_path / "patient.json").write_text('[{"Birthdate": "2025-06-02"}]', encoding="utf-8")
    world = str(tmp_path)
    with mock_od_server.office(world=world, clock=clock) as office:
        assert office.clock.now.date() == dt.date(2025, 6, 2)
        exported = office.export()
        assert (exported["today"], exported["dates"]) == ("2025-06-02", "moved")
        with mock_od_server.office(world=world, dates="asIs") as as_written:
            assert office.rows("patient") == as_written.rows("patient")
        with mock_od_server.office(world=world, clock="2025-06-09 09:00") as later:
            assert office.rows("patient") != later.rows("patient")


def test_a_clock_with_a_zone_is_refused_before_it_is_sent(mock_od_server):
    with pytest.raises(ValueError, match="no zone"):
        mock_od_server.office(clock=dt.datetime(2025, 6, 2, tzinfo=dt.timezone.utc))


def test_a_fork_goes_its_own_way(office):
    office.clock.freeze("2024-01-27 14:13:05")
    with office.fork(version="24.1.9") as fork:
        assert fork.version == "24.1.9"
        assert fork.clock.now == office.clock.now
        assert fork.rows("treatplan") == office.rows("treatplan")
        call(fork, "POST", "/treatplans", json={"PatNum": 31, "Heading": "Only there"})
        assert len(fork.rows("treatplan")) == len(office.rows("treatplan")) + 1


def test_the_clock(office):
    moment = dt.datetime.fromisoformat
    clock = office.clock
    assert clock.freeze("2024-01-27 14:13:05") == moment("2024-01-27 14:13:05")
    assert clock.frozen
    assert clock.advance(days=3, hours=-1) == clock.now == moment("2024-01-30 13:13:05")
    assert clock.freeze(dt.date(2024, 2, 29)) == moment("2024-02-29")
    assert clock.freeze() == clock.now
    clock.set(moment("2030-01-01 12:00:00"))
    assert not clock.frozen
    assert clock.now.year == 2030
    assert "2030" in repr(clock)
    clock.follow()
    assert abs(clock.now - dt.datetime.now(dt.timezone.utc).astimezone().replace(tzinfo=None)) < dt.timedelta(minutes=1)
    with pytest.raises(ValueError, match="no zone"):
        clock.set(dt.datetime(2030, 1, 1, tzinfo=dt.timezone.utc))
    with pytest.raises(MockOdError, match="no clock goes that far"):
        clock.advance(days=10**8)


def test_settings_and_their_properties(office):
    office.version, office.mode, office.permissions = "24.1.9", "remote", {"ApiReadAll"}
    assert (office.version, office.mode, office.permissions) == ("24.1.9", "remote", ["ApiReadAll"])
    assert office.settings(key_status="DisabledByHQ")["keyStatus"] == "DisabledByHQ"
    assert call(office, "GET", "/treatplans").status_code == 401
    assert office.settings()["faithful"] is False
    office.permissions = "all"
    assert office.permissions == "all"


def test_choices_and_sequences(office):
    assert office.choose({"DiscountPlanSubs.one_per_patient": False})["DiscountPlanSubs.one_per_patient"] is False
    assert office.sequence(treatplan=9500)["treatplan"] == 9500
    call(office, "POST", "/treatplans", json={"PatNum": 31, "Heading": "Numbered"})
    assert office.sequence()["treatplan"] == 9501


def test_faults(office):
    added = office.faults.add("POST /treatplans*", then={"status": 503, "body": "boom"}, times=1)
    plan = {"PatNum": 31, "Heading": "Try"}
    assert [call(office, "POST", "/treatplans", json=plan).status_code for _ in range(2)] == [503, 201]
    (listed,) = office.faults.list()
    assert (listed["id"], listed["fired"]) == (added["id"], 1)
    office.faults.remove(added["id"])
    assert office.faults.list() == []
    office.faults.seed(7)
    office.faults.add({"body": {"PatNum": 31}}, then={"tooManyRequests": 3}, after=1, probability=1)
    office.faults.add("/fees", then={"status": 500})
    office.faults.clear()
    assert call(office, "GET", "/treatplans").status_code == 200


def test_a_connection_that_a_fault_drops(office):
    office.faults.add(then={"lostWrite": True}, times=1)
    with pytest.raises(requests.ConnectionError):
        call(office, "POST", "/treatplans", json={"PatNum": 31, "Heading": "Lost"})
    (lost,) = office.requests
    assert lost.status is None
    assert "POST /treatplans -> connection dropped" in str(lost)
    assert office.rows("treatplan")[-1]["Heading"] == "Lost"


def test_the_journal(office):
    call(office, "POST", "/treatplans", json={"PatNum": 31, "Heading": "Mine"})
    call(office, "GET", "/treatplans?PatNum=31&Nothing=1")
    call(office, "GET", "/nothing/1")
    journal = office.requests
    assert len(journal) == 3
    assert [(one.verb, one.path, one.status) for one in journal] == [
        ("POST", "/treatplans", 201),
        ("GET", "/treatplans", 200),
        ("GET", "/nothing/1", 404),
    ]
    assert journal[0].body == {"PatNum": 31, "Heading": "Mine"}
    assert journal[0].changed["treatplan"] == [9088]
    assert [one.status for one in journal[-2:]] == [200, 404]
    assert [one.path for one in journal.filter(verb="GET", status="4xx")] == ["/nothing/1"]
    assert len(journal.filter(path="/nothing*", since=journal[0].id)) == 1
    assert "GET /nothing/1 404" in repr(journal)
    unexpected = journal.unexpected()
    assert [one.status for one in unexpected] == [200, 404]
    assert all(one.why for one in unexpected)
    assert {"findings", "realSeconds", "permissions", "oldestVersion"} <= set(journal.lint())
    journal.keep(1)
    assert [one.path for one in journal] == ["/nothing/1"]
    journal.clear()
    assert list(journal) == []


def test_expectations_explain_themselves(office):
    with pytest.raises(AssertionError, match="no call comes near"):
        office.requests.expect("POST", "/treatplans")
    call(office, "POST", "/treatplans", json={"PatNum": 31, "Heading": "Mine"})
    assert office.requests.expect("POST", "/treatplans", body={"Heading": "Mine"}, status=201) == 1
    assert office.requests.expect("POST", "/treatplans", times=1) == 1
    assert office.requests.expect("DELETE", times=0) == 0
    assert office.requests.expect(times={"atMost": 5}) == 1
    with pytest.raises(AssertionError) as near:
        office.requests.expect("POST", "/treatplans", body={"Heading": "Yours"})
    told = str(near.value)
    assert "there were 0" in told
    assert "POST /treatplans" in told
    assert re.search(r"Heading.*Mine.*Yours", told)


def test_a_client_says_who_does_not_answer(unused_url):
    with pytest.raises(MockOdError, match=f"no mock_od server answers at {unused_url}"):
        Client(unused_url).worlds()
    with pytest.raises(MockOdError):
        Client(unused_url).wait(0.1)
    with pytest.raises(ValueError, match="is no address"):
        Client("localhost")


def test_a_client_says_that_somebody_else_answers():
    class Other(BaseHTTPRequestHandler):
        def do_GET(self):
            page = b"[]" if self.path.endswith("worlds") else b"<html>"
            self.send_response(404)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Other) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        client = Client(f"http://127.0.0.1:{server.server_port}/")
        with pytest.raises(MockOdError, match="is no mock_od server: it answered 404"):
            client.call("GET", "/health")
        with pytest.raises(MockOdError):
            client.worlds()
        server.shutdown()
        thread.join()


def test_the_address_and_the_token_come_from_the_environment(serving, monkeypatch):
    url = serving(MOCK_OD_ADMIN_TOKEN="secret", host="0.0.0.0")
    monkeypatch.setenv("MOCK_OD_URL", f"{url}/api/v1/")
    with pytest.raises(MockOdError, match="X-Mock-Od-Token") as stranger:
        Client().worlds()
    assert stranger.value.status == 401
    monkeypatch.setenv("MOCK_OD_ADMIN_TOKEN", "secret")
    assert Client().url == url
    assert "clinic" in Client().worlds()
    assert "clinic" in Client(url, "secret").worlds()


UNITTEST = """
import os, unittest, urllib.request, json
from mock_od import Client

class Plans(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Client(os.environ["MOCK_OD_URL"]).wait()

    def setUp(self):
        self.office = self.server.office(world="small")
        self.addCleanup(self.office.close)

    def test_a_plan(self):
        body = json.dumps({"PatNum": 31, "Heading": "Fillings"}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{self.office.url}/treatplans", body, self.office.headers)) as got:
            self.assertEqual(got.status, 201)
        self.assertEqual(self.office.rows("treatplan")[-1]["Heading"], "Fillings")
        self.office.requests.expect("POST", "/treatplans", times=1)

if __name__ == "__main__":
    unittest.main()
"""


def test_without_pytest(serving, tmp_path):
    (tmp_path / "plans.py").write_text(UNITTEST)
    env = {**os.environ, "MOCK_OD_URL": serving()}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "plans.py"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "Ran 1 test" in ran.stderr


def test_what_a_get_answered_is_a_seed(office):
    asked = urllib.request.Request(f"{office.url}/treatplans?PatNum=31", headers=office.headers)
    with urllib.request.urlopen(asked) as got:
        rows = json.load(got)
    assert office.seed(treatplan=rows) == {"treatplan": len(rows)}


def test_a_server_with_a_certificate_of_its_own(tmp_path):
    ca = tmp_path / "ca.pem"
    command = [
        sys.executable,
        "-m",
        "mock_od",
        "serve",
        "--port",
        "0",
        "--tls",
        "--tls-ca",
        str(ca),
        "--world",
        "small",
    ]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        try:
            url = next(found[1] for line in server.stdout if (found := re.search(r"ready at (https://\S+?)/api", line)))
            code = f"import mock_od; print(mock_od.Client({url!r}).office().rows('patient') != [])"
            env = {**os.environ, "SSL_CERT_FILE": str(ca)}
            ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
            assert ran.stdout == "True\n"
            with pytest.raises(MockOdError, match="certificate verify failed"):
                Client(url).worlds()
        finally:
            server.terminate()
