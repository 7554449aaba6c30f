"""The command ``mock-od``, run as its users run it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner

from mock_od import __version__, cli, opendental
from mock_od import declare as d
from mock_od.cli import main
from mock_od.cli import serving as cli_serving

ROOT = Path(__file__).parent.parent
PATIENCE = 30.0
READY = re.compile(
    r"mock_od ready at http://(?P<host>\S+):(?P<port>\d+)/api/v1 \(Open Dental (?P<version>\S+), (?P<mode>\w+), world (?P<world>.+): (?P<size>[\d,]+ rows? in \d+ tables?)\)"
)
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("MOCK_OD_")}
PLAIN["MOCK_OD_LOG"] = "off"  # the lines have tests of their own


class Ready:
    """A server that has said that it is ready."""

    def __init__(self, lines):
        self.before, self.ready = [], None
        for line in lines:
            self.ready = READY.fullmatch(line.rstrip("\n"))
            if self.ready:
                break
            self.before.append(line.rstrip("\n"))

    def ask(self, method, path, body=None, host="127.0.0.1", **headers):
        connection = HTTPConnection(host, int(self.ready["port"]), timeout=PATIENCE)
        named = {"Authorization": "ODFHIR developer/customer", "Content-Type": "application/json"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body=None if body is None else json.dumps(body), headers=named)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null"), dict(answer.getheaders())
        finally:
            connection.close()


class Running(Ready):
    """A server in a process of its own, once it has said that it is ready."""

    def __init__(self, process):
        self.process = process
        watchdog = threading.Timer(PATIENCE, process.kill)
        watchdog.start()
        super().__init__(process.stdout)
        watchdog.cancel()
        assert self.ready, f"it ended before it was ready: {process.stderr.read()}"

    def end(self, sign=signal.SIGTERM):
        """Its exit status, and what else it said."""
        self.process.send_signal(sign)
        said, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said, errors


@contextmanager
def serving(*arguments, **environment):
    command = [sys.executable, "-m", "mock_od", "serve", "--port", "0", "--world", "empty", *arguments]
    if environment.pop("bare", False):
        command = command[:4]
    process = subprocess.Popen(
        command, cwd=ROOT, env=PLAIN | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield Running(process)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()


def run(*arguments, **environment):
    """A command that ends by itself: exit status, what it said, what it complained of."""
    command = [sys.executable, "-m", "mock_od", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=PLAIN | environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return done.returncode, done.stdout, done.stderr


class Hosted(Ready):
    """A server in this process."""

    def __init__(self, out, err, stop):
        self.err = err
        self.stop = stop
        super().__init__(out.getvalue().decode().splitlines())

    def complained(self):
        """What it has said on stderr, when it has ended."""
        self.stop()
        return self.err.getvalue().decode()


@contextmanager
def alone(environment):
    """For serve in this process, which is quicker: it changes nothing of the process, and sees these variables alone."""
    named = dict.fromkeys(name for name in os.environ if name.startswith("MOCK_OD_"))
    with pytest.MonkeyPatch.context() as patch:
        for change in ("share_one_arena", "_allow_files", "on_stop"):
            patch.setattr(cli_serving, change, lambda: None)
        yield {**named, **environment}


@contextmanager
def hosted(*arguments, **environment):
    """What ``serving`` gives, in this process: for what comes of options and variables."""
    bare = environment.pop("bare", False)
    given = [*([] if bare else ["--port", "0", "--world", "empty"]), *arguments]
    with (
        alone({"MOCK_OD_LOG": "off", **environment}) as variables,
        CliRunner().isolation(env=variables) as (out, err, *_),
        ExitStack() as stack,
    ):
        server, beside, _ = cli_serving.set_up(cli.serve.make_context("serve", given).params)
        server.start()
        stack.callback(server.stop)
        beside.start()
        stack.callback(beside.stop)
        yield Hosted(out, err, stack.close)


def refused(*arguments, **environment):
    """What ``serve`` says that cannot start: in this process."""
    with alone(environment) as variables:
        done = CliRunner(env=variables).invoke(main, ["serve", *map(str, arguments)], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


TABLES = [json.loads(file.read_bytes()) for file in (ROOT / "fixtures" / "small").glob("*.json")]
SMALL = f"{sum(map(len, TABLES))} rows in {len(TABLES)} tables"


# --- serve ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_serve_says_when_it_is_ready_answers_and_ends_cleanly(sign):
    with serving("--world", "small") as server:
        assert server.before == []
        assert server.ready.groupdict() | {"port": ""} == {
            "host": "127.0.0.1",
            "port": "",
            "version": "25.3.31",
            "mode": "local",
            "world": "small",
            "size": SMALL,
        }
        status, plan, headers = server.ask("GET", "/api/v1/discountplans/2")
        assert (status, plan["Description"]) == (200, "Happy Smiles Basic")
        assert headers["content-type"] == "application/json; charset=utf-8"
        status, _, headers = server.ask("POST", "/api/v1/treatplans", {"PatNum": 15})
        assert (status, headers["location"]) == (
            201,
            f"http://127.0.0.1:{server.ready['port']}/api/v1/treatplans/9088",
        )
        assert server.ask("POST", "/__admin/reset", {})[1]["reset"] == ["customer"]
        assert server.end(sign) == (0, "", "")


def test_the_ready_line_says_what_a_world_of_ones_own_holds(tmp_path):
    (tmp_path / "clinic.json").write_text('[{"Description": "Mine"}]', encoding="utf-8")
    with hosted("--world", str(tmp_path)) as server:
        assert server.ready["size"] == "1 row in 1 table"
    (tmp_path / "clinic.json").write_text("[]", encoding="utf-8")
    (tmp_path / "patient.json").write_text('[{"LName": "Doe", "BillingType": "Mine"}, {}]', encoding="utf-8")
    with hosted("--world", str(tmp_path)) as server:
        assert server.ready["size"] == "3 rows in 3 tables"


def test_serve_says_what_it_left_out_of_a_world_of_another_database(tmp_path):
    (tmp_path / "patient.json").write_text('[{"LName": "Doe", "HouseNumber": 3, "Shoe": 9}]', encoding="utf-8")
    (tmp_path / "ours.json").write_text("[{}]", encoding="utf-8")
    (tmp_path / "world.json").write_text('{"unknown": "ignore"}', encoding="utf-8")
    with hosted("--world", str(tmp_path)) as server:
        assert server.ready["size"] == "1 row in 1 table"
        (patient,) = server.ask("GET", "/api/v1/patients")[1]
        assert patient["LName"] == "Doe"
        told = (
            f"world {tmp_path}: left out: table ours\nworld {tmp_path}: left out: patient.HouseNumber, patient.Shoe\n"
        )
        assert server.complained() == told


CALL = r"\d\d:\d\d:\d\d customer         GET    /clinics -> 200  \d+\.\d ms\n"


def test_serve_says_each_request_on_stderr():
    with serving(MOCK_OD_LOG="text") as server:
        server.ask("GET", "/api/v1/clinics")
        status, said, complained = server.end()
    assert (status, said) == (0, "")
    assert re.fullmatch(CALL, complained)


def test_serve_says_each_request_as_json():
    with hosted("--log", "json") as server:
        server.ask("GET", "/api/v1/clinics")
        line = json.loads(server.complained())
    assert (line["office"], line["verb"], line["path"], line["status"]) == ("customer", "GET", "/clinics", 200)


def test_serve_says_nothing_where_it_is_told_to():
    with hosted("--log", "off", MOCK_OD_LOG="json") as server:
        server.ask("GET", "/api/v1/clinics")
        assert server.complained() == ""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs terminals")
@pytest.mark.parametrize("plain", [False, True])
def test_on_a_terminal_the_lines_have_colours_unless_they_are_not_wanted(plain):
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "mock_od", "serve", "--port", "0", "--world", "empty", "--log", "text"]
    environment = PLAIN | ({"NO_COLOR": "1"} if plain else {})
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=theirs, text=True)
    try:
        server = Running(process)
        server.ask("GET", "/api/v1/clinics")
        assert server.end()[0] == 0
        shown = os.read(ours, 10_000).decode()
    finally:
        process.kill()
        os.close(ours)
        os.close(theirs)
    assert "customer         GET    /clinics" in shown
    assert ("\x1b[32m200\x1b[0m" in shown) is not plain


def test_a_console_that_nobody_reads_keeps_serve_going():
    with serving(MOCK_OD_LOG="text") as server:
        connection = HTTPConnection("127.0.0.1", int(server.ready["port"]), timeout=PATIENCE)
        for _ in range(600):  # more than a pipe takes
            connection.request("GET", "/api/v1/clinics?Nothing=" + "x" * 250, headers={"Authorization": "ODFHIR a/b"})
            assert connection.getresponse().read() == b"[]"
        connection.close()
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=PATIENCE) == 0
        assert time.monotonic() - began < 5


def test_serve_ends_while_a_connection_is_open():
    with serving() as server:
        connection = HTTPConnection("127.0.0.1", int(server.ready["port"]), timeout=PATIENCE)
        connection.request("GET", "/api/v1/clinics", headers={"Authorization": "ODFHIR a/b"})
        assert connection.getresponse().read() == b"[]"
        began = time.monotonic()
        assert server.end()[0] == 0
        assert time.monotonic() - began < 5
        connection.close()


def test_serve_ends_cleanly_however_early_it_is_told():
    for _ in range(3):
        with serving() as server:
            assert server.end() == (0, "", "")


def test_serve_keeps_connections_alive():
    with hosted() as server:
        connection = HTTPConnection("127.0.0.1", int(server.ready["port"]), timeout=PATIENCE)
        sockets = set()
        for path in ("/api/v1/clinics", "/api/v1/nope", "/", "/__admin/nope"):
            connection.request("GET", path, headers={"Authorization": "ODFHIR a/b"})
            answer = connection.getresponse()
            assert (answer.version, answer.will_close) == (11, False)
            answer.read()
            sockets.add(connection.sock)
        assert len(sockets) == 1
        connection.close()


def test_serve_takes_its_options():
    with hosted("--od-version", "24.1.0", "--mode", "remote") as server:
        assert (server.ready["version"], server.ready["mode"], server.ready["world"]) == ("24.1.0", "remote", "empty")
        _, _, headers = server.ask("DELETE", "/api/v1/treatplans/1")
        assert "this office runs 24.1.0" in headers["x-mock-od-hint"]
        assert server.ask("GET", "/api/v1/clinics", Authorization="")[:2] == (400, "Malformed API request.")


def test_serve_takes_its_options_from_the_environment(tmp_path):
    (tmp_path / "clinic.json").write_text('[{"Description": "Mine"}]', encoding="utf-8")
    environment = {
        "MOCK_OD_HOST": "localhost",
        "MOCK_OD_PORT": "0",
        "MOCK_OD_WORLD": str(tmp_path),
        "MOCK_OD_VERSION": "23.2.5.0",
        "MOCK_OD_MODE": "service",
    }
    with hosted(bare=True, **environment) as server:
        ready = server.ready
        assert (ready["version"], ready["mode"], ready["world"]) == ("23.2.5.0", "service", str(tmp_path))
        assert [row["Description"] for row in server.ask("GET", "/api/v1/clinics")[1]] == ["Mine"]


def test_an_option_counts_more_than_the_environment():
    with hosted("--mode", "service", MOCK_OD_MODE="remote", MOCK_OD_VERSION="24.1") as server:
        assert (server.ready["mode"], server.ready["version"]) == ("service", "24.1")


def at_a_patients_birthdate(tmp_path):
    """The path of a world with a day, where a patient was born on that day."""
    (tmp_path / "world.json").write_text('{"today": "2025-06-02"}', encoding="utf-8")
    (tmp_path / "patient.json").write_text('[{"PatNum": 1, "Birthdate": "2025-06-02"}]', encoding="utf-8")
    return str(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "environment", "born"),
    [
        (["--now", "2025-06-13 09:00"], {}, "2025-06-09"),
        (["--now", "2025-06-13 09:00:00"], {"MOCK_OD_NOW": "2031-01-01 09:00"}, "2025-06-09"),
        ([], {"MOCK_OD_NOW": "2025-06-13 09:00"}, "2025-06-09"),
        (["--now", "2025-06-13 09:00", "--dates", "asIs"], {}, "2025-06-02"),
        (["--now", "2025-06-13 09:00"], {"MOCK_OD_DATES": "asIs"}, "2025-06-02"),
    ],
)
def test_serve_opens_offices_at_a_moment_and_moves_their_dates_to_its_week(tmp_path, arguments, environment, born):
    with hosted("--world", at_a_patients_birthdate(tmp_path), *arguments, **environment) as server:
        for key in ("one", "another"):
            _, patient, _ = server.ask("GET", "/api/v1/patients/1", Authorization=f"ODFHIR developer/{key}")
            assert patient["Birthdate"] == born
            _, shown, _ = server.ask("GET", f"/__admin/offices/{key}/clock")
            assert shown["now"] in {f"2025-06-13 09:00:{second:02}" for second in range(20)}
            assert shown["frozen"] is False


def test_serve_without_a_moment_moves_to_the_week_of_the_machine(tmp_path):
    with hosted("--world", at_a_patients_birthdate(tmp_path)) as server:
        born = date.fromisoformat(server.ask("GET", "/api/v1/patients/1")[1]["Birthdate"])
    assert born.weekday() == 0
    assert timedelta(0) <= date.today() - born <= timedelta(7)  # midnight may come in between


def test_serve_on_every_address_prints_a_token_and_asks_for_it():
    with hosted("--host", "0.0.0.0") as server:
        assert len(server.before) == 1
        token = re.fullmatch(r"admin token: (\S{20,})", server.before[0])[1]
        assert server.ask("POST", "/__admin/reset", {})[0] == 401
        assert server.ask("POST", "/__admin/reset", {}, X_Mock_Od_Token=token)[0] == 200
        assert server.ask("GET", "/api/v1/clinics")[:2] == (200, [])


def test_serve_on_every_address_takes_the_token_from_the_environment_and_does_not_print_it():
    with serving("--host", "0.0.0.0", MOCK_OD_ADMIN_TOKEN="s3cret") as server:
        assert server.before == []
        assert server.ask("POST", "/__admin/reset", {}, X_Mock_Od_Token="other")[0] == 401
        assert server.ask("POST", "/__admin/reset", {}, X_Mock_Od_Token="s3cret")[0] == 200
        assert server.end() == (0, "", "")


def test_on_this_machine_alone_no_token_is_asked_for():
    with hosted(MOCK_OD_ADMIN_TOKEN="s3cret") as server:
        assert server.before == []
        assert server.ask("POST", "/__admin/reset", {})[0] == 200


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--world", "nowhere"], "there is no world 'nowhere'; choose clinic, empty, small or the path of a folder"),
        (["--world", "empty", "--od-version", "newest"], "'newest' is not a version such as 25.3.31"),
        (["--world", "empty", "--od-version", ""], "'' is not a version such as 25.3.31"),
        (["--world", "empty", "--mode", "cloud"], "'cloud' is n"),
        (["--world", "empty", "--dates", "keep"], "dates: 'keep' is none; choose moved, asIs"),
        (
            ["--world", "small", "--dates", "moved"],
            "world 'small' has no day (\"today\") from which dates could be moved",
        ),
    ],
)
def test_what_cannot_be_served_is_one_clear_line_and_status_2(arguments, says):
    status, said, complained = refused(*arguments)
    assert (status, said) == (2, "")
    assert re.fullmatch(r"mock-od: [^\n]+\n", complained)
    assert says in complained


@pytest.mark.parametrize("host", ["256.1.1.1", "8.8.8.8"])
def test_where_nothing_can_be_served_is_one_clear_line_and_status_2(host):
    says = f"cannot listen on {host} port 0"
    status, said, complained = refused("--world", "empty", "--host", host, "--port", "0")
    assert (status, said) == (2, "")
    assert re.fullmatch(r"mock-od: [^\n]+\n", complained)
    assert says in complained


def test_a_port_in_use_is_one_clear_line_and_status_2():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said, complained = run("serve", "--world", "empty", "--port", port)
    assert (status, said) == (2, "")
    advice = "stop what runs there (another mock-od?), or choose another port: --port 30333, --port 0 for a free one"
    assert re.fullmatch(
        rf"mock-od: cannot listen on 127\.0\.0\.1 port {port}: [^\n;]+; {re.escape(advice)}\n", complained
    )


def test_of_several_ports_the_advice_names_the_one_in_use():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            first = free.getsockname()[1]
        ports = ["--port", first, "--service-port", port, "--remote-port", port]
        status, _, complained = refused("--world", "empty", "--all-modes", *ports)
    assert status == 2
    assert complained.startswith(f"mock-od: cannot listen on 127.0.0.1 port {port}: ")
    assert complained.endswith("or choose another port: --service-port 30333, --port 0 for a free one\n")


def test_a_host_of_elsewhere_says_what_to_do():
    _, _, complained = refused("--world", "empty", "--host", "192.0.2.1", "--port", "0")
    assert complained.endswith("; 192.0.2.1 has to be an address of this machine, such as 127.0.0.1 or 0.0.0.0\n")


@pytest.mark.parametrize("file", ["", "world.json", "patient.csv"])
def test_a_world_without_a_table_is_one_clear_line_and_status_2(tmp_path, file):
    if file:
        (tmp_path / file).write_text('{"today": "2025-06-02"}', encoding="utf-8")
    says = f"mock-od: world {tmp_path}: holds no table; write a file TABLE.json for each, a list of its rows\n"
    assert refused("--world", tmp_path) == (2, "", says)


def test_a_world_that_is_no_good_is_one_clear_line_and_status_2(tmp_path):
    (tmp_path / "treatplan.json").write_text('[{"Headign": "x"}]', encoding="utf-8")
    status, said, complained = refused("--world", tmp_path)
    assert (status, said) == (2, "")
    where = "treatplan[0].Headign: there is no such column; did you mean Heading?"
    assert complained == f"mock-od: world {tmp_path}: {where}\n"


@pytest.mark.parametrize(("arguments", "environment"), [(["--port", "x"], {}), (["--port", "65536"], {}), ([], {"MOCK_OD_PORT": "x"}), (["--nope"], {}), (["--now", "soon"], {}), ([], {"MOCK_OD_NOW": "2025-06-02"})])  # fmt: skip
def test_what_makes_no_sense_on_the_command_line_is_status_2(arguments, environment):
    status, said, complained = refused(*arguments, **environment)
    assert (status, said) == (2, "")
    assert "Error: " in complained
    assert "Traceback" not in complained


# --- the other commands, in this process ------------------------------------------------------------


def call(*arguments):
    done = CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("name", ["TreatPlans", "treatplans", "/treatplans", "TREATPLANS"])
def test_show_prints_a_resource_as_its_page_has_it(name):
    status, said, complained = call("show", name)
    assert (status, complained) == (0, "")
    assert said.startswith("TreatPlans  https://www.opendental.com/site/apitreatplans.html\n")
    assert "\nPOST /treatplans/Saved  since 23.2.22, ApiAllOthers\n" in said


def test_show_of_what_is_no_page():
    assert call("show", "treatplan") == (2, "", "mock-od: there is no page 'treatplan'; did you mean treatplans?\n")
    assert call("show", "Xyz") == (2, "", "mock-od: there is no page 'Xyz'; mock-od show lists them\n")


@pytest.mark.parametrize("name", ["paymints", "PayMints", "/paymints"])
def test_show_of_a_documented_page_that_is_not_here_yet(name, paymints):
    assert call("show", name) == (2, "", f"mock-od: {name}: {paymints}\n")
    assert call("show", "PayMint") == (2, "", "mock-od: there is no page 'PayMint'; did you mean paymints?\n")


def test_show_alone_lists_the_pages_and_those_that_are_missing():
    status, said, complained = call("show")
    assert (status, complained) == (0, "")
    here, missing = said.split("\n\nNot here yet\n")
    first, *rows = here.split("\n")
    assert first == "Page, path, table, methods that are here"
    assert [row.split()[:3] for row in rows] == [
        [page.__name__, f"/{path}", page.table or "-"] for path, page in opendental.catalog().resources.items()
    ]
    assert [row.split()[3:] for row in rows if row.split()[0] == "Clinics"] == [["2", "of", "2", "methods"]]
    said_of = re.compile(r"  (\w+) +documented (since [\d.]+ )?\(\1, (1 method|\d+ methods)\), not in mock_od yet")
    assert all(said_of.fullmatch(line) for line in missing.strip("\n").split("\n"))
    named = {row.split()[0] for row in (*rows, *missing.strip().split("\n"))}
    assert named == {methods[0].resource for methods in opendental.documented().values()}


def test_show_says_the_name_of_the_table():
    assert "\nTable procedurelog: its name for seeds and rows.\n" in call("show", "ProcedureLogs")[1]
    assert "\nTable preference: its name for seeds and rows.\n" in call("show", "Preferences")[1]


class Books(d.Resource, table="book", path="/books", found_by="Title"):
    """A page with two slips."""

    BookNum = d.Key()
    single = d.GET("1")


SLIPS = """\
mock-od: Books: is found by 'Title', which is no column of book; write the API's name
mock-od: Books.single: '1' is not a version such as 25.3.31
mock-od: Books: the database has no table 'book'
"""


@pytest.mark.parametrize("command", [["serve"], ["show", "TreatPlans"], ["coverage"]])
def test_pages_that_do_not_fit_together_are_a_line_for_each_slip_and_status_2(command, monkeypatch):
    monkeypatch.setattr(opendental, "PAGES", (*opendental.PAGES, Books))
    monkeypatch.setattr(opendental, "catalog", opendental.catalog.__wrapped__)
    assert call(*command) == (2, "", SLIPS)


def test_a_page_that_cannot_even_be_made_is_a_line_and_status_2(monkeypatch):
    def while_importing(_):
        type("Books", (d.Resource,), {"page": d.Text()}, path="/books")

    monkeypatch.delattr(opendental, "catalog")
    monkeypatch.setattr(opendental, "__getattr__", while_importing, raising=False)
    assert call("coverage") == (2, "", "mock-od: Books.page: the name 'page' is taken; give it another\n")


def test_coverage_prints_documented_methods_against_implemented_ones():
    status, said, _ = call("coverage")
    assert status == 0
    assert re.search(r"^TreatPlans +5 of +5$", said, re.MULTILINE)
    assert re.search(r"^all +\d+ of 343$", said, re.MULTILINE)


def test_generate_writes_a_world_that_can_be_served(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        status, said, _ = call("generate", "--patients", 6, "--seed", 3, "--out", folder)
        assert status == 0
    assert re.fullmatch(rf"{other}: \d+ rows in \d+ tables\n", said)
    files = {file.name: file.read_bytes() for file in one.iterdir()}
    assert files == {file.name: file.read_bytes() for file in other.iterdir()}
    assert len(json.loads(files["patient.json"])) >= 6
    assert files["world.json"] == b'{"today": "2025-06-02"}\n'
    with serving("--world", str(one)) as server:
        assert len(server.ask("GET", "/api/v1/patients?showArchived=true")[1]) >= 6
    assert call("generate", "--patients", 1, "--today", "2024-03-04", "--out", tmp_path / "third")[0] == 0
    assert (tmp_path / "third" / "world.json").read_bytes() == b'{"today": "2024-03-04"}\n'


@pytest.mark.parametrize("arguments", [[], ["--out", "x", "--patients", "0"], ["--out", "x", "--today", "tomorrow"]])
def test_generate_of_what_makes_no_sense(arguments):
    assert call("generate", *arguments)[0] == 2


def test_generate_overwrites_what_it_wrote_and_nothing_else(tmp_path):
    out, few = tmp_path / "practice", ["generate", "--patients", 1, "--out", tmp_path / "practice"]
    assert call(*few)[0] == 0
    (out / "notes.txt").write_text("mine", encoding="utf-8")  # no part of the world
    assert call(*few, "--seed", 8)[0] == 0
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    (out / "fee.json").write_text("[]", encoding="utf-8")
    (out / "ours.json").write_text("[]", encoding="utf-8")
    status, said, complained = call(*few)
    problem = "files that mock-od generate did not write: fee.json, ours.json"
    assert (status, said) == (2, "")
    assert complained == f"mock-od: {out} has {problem}; choose another folder, or add --force\n"
    assert {file.name: file.read_bytes() for file in out.iterdir()} == {
        **before,
        "fee.json": b"[]",
        "ours.json": b"[]",
    }
    assert call(*few, "--seed", 8, "--force")[0] == 0
    assert (out / "fee.json").read_bytes() == before["fee.json"]
    assert (out / "ours.json").read_bytes() == b"[]"
    assert "did not write: ours.json; choose" in call(*few)[2]  # it is still somebody else's
    (out / "ours.json").unlink()
    assert call(*few)[0] == 0


def test_generate_names_a_few_files_of_others(tmp_path):
    for name in "abcdefg":
        (tmp_path / f"{name}.json").write_text("[]", encoding="utf-8")
    _, _, complained = call("generate", "--patients", 1, "--out", tmp_path)
    assert "did not write: a.json, b.json, c.json, d.json, e.json and 2 more; choose" in complained


def test_generate_says_what_it_cannot_write(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    below = tmp_path / "file" / "practice"
    status, said, complained = call("generate", "--patients", 1, "--out", below)
    assert (status, said, complained) == (2, "", f"mock-od: cannot write {below}: Not a directory\n")
    (tmp_path / "practice" / "patient.json").mkdir(parents=True)
    status, said, complained = call("generate", "--patients", 1, "--out", tmp_path / "practice", "--force")
    assert (status, said) == (2, "")
    where = tmp_path / "practice" / "patient.json"
    assert complained.splitlines()[-1] == f"mock-od: cannot write {where}: Is a directory"


def test_the_version_and_the_help():
    assert call("--version") == (0, f"mock-od, version {__version__}\n", "")
    status, said, _ = call("-h")
    assert status == 0
    for command in ("serve", "show", "coverage", "generate", "open", "seed", "reset", "export", "tail"):
        assert re.search(rf"^  {command} ", said, re.MULTILINE)
    shown = call("serve", "--help")[1]
    for option in cli.serve.params:
        assert option.opts[0] in shown
        assert option.envvar in shown


def test_a_signal_is_heard_whatever_the_thread_is_at():
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)}
    try:
        requested = cli_serving.on_stop()
        assert not requested.acquire(blocking=False)
        for sign in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT):  # a second one changes nothing
            signal.raise_signal(sign)
        assert requested.acquire(timeout=5)
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
