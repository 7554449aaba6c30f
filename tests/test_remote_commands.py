"""The commands about a server that runs: each is run as its users run it, against one in this process."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from mock_od.cli import main

ROOT = Path(__file__).parent.parent


@pytest.fixture
def server(mock_od_server):
    return mock_od_server


@pytest.fixture
def office(server):
    with server.office(world="small") as office:
        yield office


@pytest.fixture
def run(server):
    """A command to the server: its status, what it said, what it complained of."""

    def run(*arguments, given=None, **environment):
        env = {"MOCK_OD_URL": server.url, "MOCK_OD_ADMIN_TOKEN": None, **environment}
        done = CliRunner(env=env).invoke(main, [*map(str, arguments)], input=given, catch_exceptions=False)
        return done.exit_code, done.stdout, done.stderr

    return run


# --- open -------------------------------------------------------------------------------------------


def test_open_prints_the_key_of_an_office_as_it_was_asked_for(run, server):
    status, said, complained = run("open", "--world", "small", "--od-version", "24.1.9", "--set", "faithful=true")
    assert (status, complained) == (0, "")
    key = said.strip()
    shown = server.call("GET", f"/offices/{key}")["settings"]
    assert (shown["world"], shown["version"], shown["faithful"]) == ("small", "24.1.9", True)
    named = run("open", "mine-alone", "--from", key, "--mode", "remote", "--set", "timezone=Europe/Berlin")
    assert named == (0, "mine-alone\n", "")
    shown = server.call("GET", "/offices/mine-alone")["settings"]
    assert (shown["version"], shown["mode"], shown["timezone"]) == ("24.1.9", "remote", "Europe/Berlin")
    again = run("open", "mine-alone")
    assert again == (2, "", "mock-od: an office is open with the key 'mine-alone'; delete it, or choose another\n")
    for one in (key, "mine-alone"):
        server.close(one)


def test_open_with_what_cannot_be(run):
    assert run("open", "--set", "faithful") == (
        2,
        "",
        "mock-od: --set faithful: write a name and a value, such as --set faithful=true\n",
    )
    assert run("open", "--mode", "cloud") == (
        2,
        "",
        "mock-od: settings.mode: 'cloud' is none; choose remote, local, service\n",
    )


# --- seed -------------------------------------------------------------------------------------------


def test_seed_takes_a_file_a_folder_and_what_comes_in(run, office, tmp_path):
    key = office.customer_key
    tables = {"patient": [{"PatNum": 700, "LName": "Abel"}], "clinic": [{"Description": "A"}, {"Description": "B"}]}
    file, folder = tmp_path / "rows.json", tmp_path / "world"
    file.write_text(json.dumps(tables), encoding="utf-8")
    assert run("seed", key, file) == (0, f"{key}: 3 rows in 2 tables\n", "")
    assert office.rows("patient", PatNum=700)[0]["LName"] == "Abel"
    folder.mkdir()
    (folder / "patient.json").write_text('[{"PatNum": 700, "LName": "Bo"}]', encoding="utf-8")
    (folder / "world.json").write_text('{"today": "2025-06-02"}', encoding="utf-8")
    assert run("seed", key, folder) == (0, f"{key}: 1 row in 1 table\n", "")
    assert office.rows("patient", PatNum=700)[0]["LName"] == "Bo"
    given = json.dumps({"tables": {"patient": [{"PatNum": 700, "LName": "Cy"}]}})
    assert run("seed", key, "-", given=given) == (0, f"{key}: 1 row in 1 table\n", "")
    assert office.rows("patient", PatNum=700)[0]["LName"] == "Cy"
    assert run("seed", key, "-", "--world", "empty", given=given)[0] == 0
    assert [row["PatNum"] for row in office.rows("patient")] == [700]
    assert run("seed", key, "-", "--replace", given='{"patient": []}') == (0, f"{key}: 0 rows in 1 table\n", "")
    assert office.rows("patient") == []


def test_seed_of_another_database_tells_all_that_is_unknown_or_leaves_it_out(run, office, tmp_path):
    key = office.customer_key
    given = json.dumps({"patient": [{"PatNum": 700, "LNam": 1, "Nothing": 2}], "ours": [{}]})
    status, said, complained = run("seed", key, "-", given=given)
    assert (status, said) == (2, "")
    assert complained == (
        "mock-od: tables: 1 table and 2 columns are unknown: ours, patient.LNam (did you mean LName?), "
        'patient.Nothing; "unknown": "ignore" leaves out what is unknown\n'
    )
    left = f"{key}: 1 row in 1 table\nleft out: table ours\nleft out: patient.LNam, patient.Nothing\n"
    assert run("seed", key, "-", "--ignore-unknown", given=given) == (0, left, "")
    assert run("seed", key, "-", "--ignore-unknown", "--replace", given=given) == (0, left, "")
    for table, rows in {**json.loads(given), "world": {"unknown": "ignore"}}.items():
        (tmp_path / f"{table}.json").write_text(json.dumps(rows), encoding="utf-8")
    assert run("seed", key, tmp_path) == (0, left, "")


def test_seed_of_what_cannot_be_read(run, tmp_path):
    status, said, complained = run("seed", "k", tmp_path / "nothing.json")
    assert (status, said) == (2, "")
    assert complained == f"mock-od: {tmp_path / 'nothing.json'}: cannot be read: No such file or directory\n"
    status, said, complained = run("seed", "k", "-", given="{")
    assert (status, said) == (2, "")
    assert re.fullmatch(r"mock-od: -: is not JSON: [^\n]+\n", complained)
    (tmp_path / "world.json").write_text("[1]", encoding="utf-8")
    problem = 'must be an object such as {"today": "2025-06-02"}'
    assert run("seed", "k", tmp_path) == (2, "", f"mock-od: {tmp_path / 'world.json'}: {problem}\n")
    status, said, complained = run("seed", "k", "-", "--world", "small", "--replace", given="{}")
    assert (status, said) == (2, "")
    assert complained.startswith("mock-od: --world and --replace exclude each other")


def test_seed_reads_what_comes_in_as_it_reads_a_file(run, office):
    given = b'\xef\xbb\xbf{"patient": [{"PatNum": 700, "LName": "M\xc3\xbcller"}]}'  # as PowerShell pipes it
    key = office.customer_key
    assert run("seed", key, "-", given=given) == (0, f"{key}: 1 row in 1 table\n", "")
    assert office.rows("patient", PatNum=700)[0]["LName"] == "Müller"


# --- reset, export ----------------------------------------------------------------------------------


def test_reset_brings_one_office_back_or_all(run, server, office):
    with server.office() as other:
        for one in (office, other):
            one.delete("treatplan")
        assert run("reset", office.customer_key) == (0, f"{office.customer_key}: reset\n", "")
        assert office.rows("treatplan")
        assert other.rows("treatplan") == []
        unset = run("reset", "")  # a variable of the shell that has no value
        assert unset == (2, "", "mock-od: a customer key is visible ASCII without a slash, 255 characters at most\n")
        assert other.rows("treatplan") == []
        status, said, _ = run("reset")
        assert status == 0
        assert f"{other.customer_key}: reset" in said.splitlines()
        assert other.rows("treatplan")


def test_export_is_what_seed_and_load_take(run, office, tmp_path):
    key, file = office.customer_key, tmp_path / "export.json"
    office.seed(treatplan={"TreatPlanNum": 9500, "Heading": "Zähne"})
    whole = office.export()
    status, said, complained = run("export", key)
    assert (status, json.loads(said), complained) == (0, whole, "")
    rows = sum(map(len, whole["tables"].values()))
    assert run("export", key, "--out", file) == (0, f"{file}: {rows} rows in {len(whole['tables'])} tables\n", "")
    assert file.read_text("utf-8") == said
    assert len(said.splitlines()) > rows  # a row has a line of its own
    office.delete("treatplan")
    assert run("seed", key, file, "--replace")[0] == 0
    assert office.export() == whole


def test_export_of_what_is_not_there_and_to_where_nothing_can_be(run, office, tmp_path):
    assert run("export", "nobody") == (2, "", "mock-od: no office is open with the key 'nobody'\n")
    (tmp_path / "file").write_text("", encoding="utf-8")
    out = tmp_path / "file" / "export.json"
    assert run("export", office.customer_key, "--out", out) == (
        2,
        "",
        f"mock-od: cannot write {out}: Not a directory\n",
    )


# --- tail -------------------------------------------------------------------------------------------


def call(office, path, **more):
    return requests.request(more.pop("verb", "GET"), office.url + path, headers=office.headers, timeout=10, **more)


def test_tail_prints_the_calls_with_their_hints(run, office):
    office.clock.freeze("2024-01-27 14:13:05")
    key = office.customer_key
    assert run("tail", key, "--once") == (0, "", "")
    call(office, "/treatplans?PatNum=31")
    call(office, "/treatplans", verb="POST", json={"PatNum": 777777})
    status, said, complained = run("tail", key, "--once")
    first, second, hint = said.splitlines()
    assert (status, complained) == (0, "")
    assert first == '2024-01-27 14:13:05 GET /treatplans {"PatNum": "31"} -> 200'
    assert second.startswith("2024-01-27 14:13:05 POST /treatplans -> 4")
    assert hint.startswith("    hint: ")
    assert '    sent: {"PatNum": 777777}' in run("tail", key, "--once", "--bodies")[1].splitlines()
    assert f"2024-01-27 14:13:05 {key} {second.partition(' POST ')[1].strip()}" in run("tail", "--once")[1]


def test_tail_goes_on_until_it_is_interrupted(server, office):
    command = [sys.executable, "-m", "mock_od", "tail", office.customer_key, "--url", server.url]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, preexec_fn=hear_interrupts, **pipes) as process:  # noqa: PLW1509  # no thread of this process forks
        watchdog = threading.Timer(30, process.kill)
        watchdog.start()
        for path, status in (("/treatplans?PatNum=31", 200), ("/clinics", 200), ("/nothing", 404)):
            call(office, path)
            line = process.stdout.readline()
            assert path.partition("?")[0] in line
            assert line.rstrip().endswith(f"-> {status}")
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, complained = process.communicate()
        watchdog.cancel()
    assert (process.returncode, complained) == (0, "")


def hear_interrupts():
    """As on a terminal: a shell has what it starts in the background ignore them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


# --- all of them ------------------------------------------------------------------------------------

COMMANDS = (["open"], ["seed", "k", "-"], ["reset"], ["export", "k"], ["tail", "k"], ["tail", "--once"])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_a_server_the_command_says_how_to_start_one(run, command):
    status, said, complained = run(*command, given="{}", MOCK_OD_URL="http://127.0.0.1:1")
    assert (status, said) == (2, "")
    assert re.fullmatch(r"mock-od: no mock_od server answers at http://127\.0\.0\.1:1: [^\n]+\n", complained)
    assert "`mock-od serve` starts one" in complained
    assert (
        run(*command, "--url", "nonsense", given="{}")[2]
        == "mock-od: 'nonsense' is no address such as http://127.0.0.1:30222\n"
    )


def test_the_token_is_an_option_and_a_variable(run):
    for command in COMMANDS:
        said = run(command[0], "--help")[1]
        for name in ("--url", "MOCK_OD_URL", "--token", "MOCK_OD_ADMIN_TOKEN"):
            assert name in said


def test_a_server_that_asks_for_a_token_gets_it(tmp_path):
    env = {name: value for name, value in os.environ.items() if not name.startswith("MOCK_OD_")}
    command = [sys.executable, "-m", "mock_od", "serve", "--host", "0.0.0.0", "--port", "0", "--world", "empty"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**env, "MOCK_OD_ADMIN_TOKEN": "s3cret"}, stdout=subprocess.PIPE, text=True
    )
    try:
        url = "http://127.0.0.1:" + re.search(r":(\d+)/api", process.stdout.readline())[1]
        for options, variables, status in (([], {}, 2), (["--token", "s3cret"], {}, 0), ([], {"MOCK_OD_ADMIN_TOKEN": "s3cret"}, 0)):  # fmt: skip
            runner = CliRunner(env={"MOCK_OD_URL": url, "MOCK_OD_ADMIN_TOKEN": None, **variables})
            assert runner.invoke(main, ["reset", "k", *options]).exit_code == status
    finally:
        process.terminate()
        process.communicate(timeout=10)
