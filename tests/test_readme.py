"""Every command of the README, run as it is printed."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from checkout import ROOT, bare_environment, copy_checkout, files, furnish

from mock_od.catalog import Catalog
from mock_od.cli import serve
from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import schema
from mock_od.resources import PAGES, TABLES
from mock_od.web.app import create_app

NO_OTHER_PLUGINS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # to import them takes a second
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str, heading: str, text: str = README) -> list[str]:
    """The fenced blocks of one kind under one heading."""
    section = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(rf"```{kind}\n(.+?)\n```", section, re.DOTALL)


@pytest.fixture
def newcomer(tmp_path):
    """A newcomer's checkout and shell."""
    return copy_checkout(tmp_path / "checkout", compiled=True), bare_environment(tmp_path / "home")


@contextmanager
def running(command: str, cwd: Path, env: dict[str, str]):
    server = subprocess.Popen(
        ["bash", "-c", command], cwd=cwd, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if ready := re.match(r"mock_od ready at (\S+) \((.+)\)", line):
                yield ready[1], ready[2]
                break
        else:
            pytest.fail(f"no server: {command}")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=20)


def test_both_commands_in_two_terminals(newcomer):
    """In a fresh checkout with an empty HOME. `.ci/run` does the same in a clone, and runs all tests there."""
    folder, env = newcomer
    before = files(folder)
    start, tests = blocks("sh", "Start")
    furnish(folder / ".venv", "generate")
    furnish(folder / ".venv-test", "test")
    # That the tests pass is what this very run shows; here it is that the command finds and starts them.
    few = {**env, "PYTEST_ADDOPTS": "-q -p xdist -p no:cacheprovider tests/test_versions.py", **NO_OTHER_PLUGINS}
    both = subprocess.STDOUT
    testing = subprocess.Popen(
        ["bash", "-c", tests], cwd=folder, env=few, stdout=subprocess.PIPE, stderr=both, text=True
    )
    with testing, running(start, folder, {**env, "MOCK_OD_PORT": "0"}) as (url, what):
        promised = re.search(r"mock_od ready at \S+ \((.+)\)", README)
        assert promised
        assert what == promised[1]

        said, _ = testing.communicate()
        assert testing.returncode == 0, said
        assert re.search(r"\d+ passed", said)

        keys = {"Authorization": "ODFHIR a/b"}
        patients = requests.get(f"{url}/patients/Simple", headers=keys, timeout=20)
        assert patients.status_code == 200
        assert len(patients.json()) >= 200
        number = patients.json()[0]["PatNum"]
        made = requests.post(f"{url}/treatplans", json={"PatNum": number}, headers=keys, timeout=20)
        assert (made.status_code, made.json()["PatNum"]) == (201, number)
    assert {name for name in files(folder) - before if not name.startswith(".venv")} == set()


def test_the_commands_about_a_running_server(tmp_path):
    (commands,) = blocks("sh", "The admin plane")
    server = f"{sys.executable} -m mock_od serve --port 0 --world empty"
    with running(server, tmp_path, {**os.environ, "PYTHONPATH": str(ROOT)}) as (url, _):
        env = {**os.environ, "PYTHONPATH": str(ROOT), "MOCK_OD_URL": url}
        said = commands.replace(".venv/bin/mock-od", f"{sys.executable} -m mock_od")
        ran = subprocess.run(["bash", "-euc", said], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    exported, seeded, reset = ran.stdout.splitlines()
    rows = re.fullmatch(r"office.json: (\d+ rows in \d+ tables)", exported)
    assert rows
    key, _, counted = seeded.partition(": ")
    assert (counted, reset) == (rows[1], f"{key}: reset")


def test_the_conversation_with_curl(tmp_path):
    """With the server that the README starts, but for its port."""
    (conversation,) = blocks("sh", "A conversation")
    start = blocks("sh", "Start")[0].rpartition("&& ")[2].replace(".venv/bin/mock-od", f"{sys.executable} -m mock_od")
    assert start.endswith(" -m mock_od serve")
    with running(f"{start} --port 0", tmp_path, {**os.environ, "PYTHONPATH": str(ROOT)}) as (url, _):
        said = re.sub(r"^export OD=.*", f"export OD={url}", conversation, flags=re.MULTILINE)
        ran = subprocess.run(["bash", "-ec", said], capture_output=True, text=True, check=True)
        (again,) = re.findall(r"reset the\noffice: `(curl .+?)`", README)
        again = again.replace("http://127.0.0.1:30222", url.removesuffix("/api/v1"))
        reset = subprocess.run(["bash", "-c", again], capture_output=True, text=True, check=True).stdout
    assert json.loads(reset)["reset"] == ["myCustomerKey"]
    answers = [line for line in ran.stdout.replace("\r", "").splitlines() if line]
    created, attached, saved, copies, signed = (json.loads(line) for line in answers[:5])
    assert (created["TreatPlanNum"], created["TPStatus"], created["Heading"]) == (189, "Inactive", "Fillings")
    assert (attached["TreatPlanNum"], attached["ProcNum"]) == (189, 2790)
    assert (saved["TreatPlanNum"], saved["TPStatus"], saved["isSigned"]) == (190, "Saved", "false")
    assert [copy["ProcNumOrig"] for copy in copies] == [2790]
    assert (signed["isSigned"], signed["SignatureText"]) == ("true", "Sam Doe")
    refused = answers[5:]
    assert refused[0].startswith("HTTP/1.1 400")
    assert any(line.lower().startswith("x-mock-od-hint: clear the patient's signature first") for line in refused)
    assert refused[-1] == '"ProcTP cannot be deleted. The treatment plan is signed."'


def test_the_coverage_at_the_top_is_what_the_command_prints():
    (there,) = re.findall(r"<!-- make coverage writes this -->\n(.*?)<!-- to here -->\n", README, re.DOTALL)
    command = [sys.executable, "-m", "mock_od", "coverage", "--summary"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert there == said, "run `make coverage`"
    assert README.index(said) < README.index("\n## Start\n")
    lines = {line.split()[0]: line for line in call_coverage()}
    assert said.startswith("**{} of the {} documented methods".format(*re.findall(r"\d+", lines["all"])))


def call_coverage() -> list[str]:
    command = [sys.executable, "-m", "mock_od", "coverage"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def test_make_coverage_writes_it(newcomer):
    folder, _ = newcomer
    stale = re.sub(r"(make coverage writes this -->\n).*?(<!-- to here)", r"\1old\n\2", README, flags=re.DOTALL)
    (folder / "README.md").write_text(stale, encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\ncoverage:\n\t$(bin)/python .ci/readme-coverage\n" in makefile
    (folder / ".ci").mkdir(exist_ok=True)
    shutil.copy(ROOT / ".ci" / "readme-coverage", folder / ".ci")
    subprocess.run([sys.executable, ".ci/readme-coverage"], cwd=folder, check=True)
    assert (folder / "README.md").read_text(encoding="utf-8") == README


def test_looking_around(tmp_path):
    (commands,) = blocks("sh", "Look around")
    for command in commands.splitlines():
        run = command.replace(".venv/bin/mock-od", f"{sys.executable} -m mock_od")
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(["bash", "-ec", run], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
        assert ran.stdout.strip()
    mock_od = f"{sys.executable} -m mock_od"

    def said_by(command: str) -> str:
        printed = re.search(rf"`(mock-od {command}[^`]*)`", README)
        assert printed
        run = printed[1].replace("mock-od", mock_od, 1)
        return subprocess.run(
            ["bash", "-c", run], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
        ).stdout

    assert said_by("check").startswith("my-practice: ")
    with running(f"{mock_od} serve --port 0 --world my-practice", tmp_path, env) as (url, what):
        env["MOCK_OD_URL"] = url.removesuffix("/api/v1")
        patients = json.loads((tmp_path / "my-practice" / "patient.json").read_bytes())
        told = said_by("sql")
        assert [patient["LName"] for patient in patients if patient["LName"] not in told] == []
        rows = sum(len(json.loads(file.read_bytes())) for file in (tmp_path / "my-practice").glob("[!w]*.json"))
        assert re.search(rf"world my-practice: {rows:,} rows in \d+ tables$", what)


def test_the_test_that_is_shown(tmp_path):
    (example,) = blocks("python", "In your tests")
    (tmp_path / "test_example.py").write_text(example, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "mock_od.client.plugin", "test_example.py"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": "", **NO_OTHER_PLUGINS}
    ran = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_resource_that_is_added(tmp_path):
    (example,) = blocks("python", "Add a resource")
    (tmp_path / "employers.py").write_text(example, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("employers", tmp_path / "employers.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages = [page for page in (*PAGES, *TABLES) if page.table != "employer"]
    app = create_app(Offices(Engine(Catalog([*pages, module.Employers], schema=schema())), Settings("empty")))
    client, keys = app.test_client(), {"Authorization": "ODFHIR a/b"}
    made = client.post("/api/v1/employers", json={"EmpName": "Acme"}, headers=keys)
    assert (made.status_code, made.json) == (201, {"EmployerNum": 1, "EmpName": "Acme"})
    unnamed = client.put("/api/v1/employers/1", json={}, headers=keys)
    assert (unnamed.status_code, unnamed.json) == (400, "EmpName is required.")
    strict = client.get("/api/v1/employers?EmpName=Acme", headers=keys)
    assert (strict.status_code, strict.json) == (400, "'EmpName' is not a valid parameter.")
    for table in ("patient", "insplan"):
        rows = {
            "office": "b",
            "world": "empty",
            "tables": {"employer": [{"City": "Salem"}], table: [{"EmployerNum": 1}]},
        }
        assert client.post("/__admin/seed", json=rows).status_code == 200
        used = client.delete("/api/v1/employers/1", headers=keys)
        sentence = "Employer cannot be deleted. It is associated with a patient or insurance plan."
        assert (used.status_code, used.json) == (400, sentence)
        assert used.headers["X-Mock-Od-Hint"] == f"a row of {table} has EmployerNum 1"
    rows = {
        "office": "b",
        "world": "empty",
        "tables": {"employer": [{"City": "Salem"}], "patient": [{}], "insplan": [{}]},
    }
    assert client.post("/__admin/seed", json=rows).status_code == 200
    assert client.delete("/api/v1/employers/1", headers=keys).status_code == 200
    assert client.get("/api/v1/employers", headers=keys).json == []


class Checkout:
    """A copy of the checkout, out of which pages are taken, and into which they are put as the README says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.resources = folder / "mock_od" / "resources"
        self.listed = self.resources / "__init__.py"
        self.tables = self.resources / "tables.py"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a module of the copy."""
        env = {**os.environ, "PYTHONPATH": str(self.folder), "PYTEST_ADDOPTS": "", **NO_OTHER_PLUGINS}
        started = [sys.executable, "-m", *command]
        return subprocess.run(started, cwd=self.folder, env=env, capture_output=True, text=True, check=False)

    def page(self, name: str) -> Path:
        return self.resources / f"{name.lower()}.py"

    def take_out(self, name: str) -> None:
        """Undo the steps for a page, if it is here: its file, its two lines in the list, its conversation."""
        self.page(name).unlink(missing_ok=True)
        self.conversation(name).unlink(missing_ok=True)
        lines = self.listed.read_text(encoding="utf-8").splitlines(keepends=True)
        mine = (f"from mock_od.resources.{name.lower()} import {name}\n", f"    {name},\n")
        self.listed.write_text("".join(line for line in lines if line not in mine), encoding="utf-8")

    def write(self, name: str, code: str) -> None:
        """The first step, and of the second one the list: in the documentation's order, which is the alphabet's."""
        assert not self.page(name).exists()
        self.page(name).write_text(code, encoding="utf-8")
        lines = self.listed.read_text(encoding="utf-8").splitlines(keepends=True)
        for pattern, line in (
            (r"from mock_od\.resources\.(\w+) import ", f"from mock_od.resources.{name.lower()} import {name}\n"),
            (r"    (\w+),$", f"    {name},\n"),
        ):
            later = (at for at, there in enumerate(lines) if self._comes_after(pattern, there, name))
            lines.insert(next(later), line)
        self.listed.write_text("".join(lines), encoding="utf-8")

    def take_table_out(self, name: str) -> bool:
        """The rest of the second step; whether the table stood there."""
        tables = self.tables.read_text(encoding="utf-8") if self.tables.exists() else ""
        tables, taken = re.subn(rf"class {name}\(.+?\n\n\n", "", tables, flags=re.DOTALL)
        if taken:
            self.tables.write_text(tables.replace(f"    {name},\n", ""), encoding="utf-8")
        return bool(taken)

    def conversation(self, name: str) -> Path:
        return self.folder / "tests" / "resources" / f"test_{name.lower()}.py"

    @staticmethod
    def _comes_after(pattern: str, line: str, name: str) -> bool:
        found = re.match(pattern, line)
        return found is not None and found[1].lower() > name.lower()


def test_a_page_that_was_taken_out_is_added_again(newcomer):
    copy = Checkout(newcomer[0])
    before, listed = copy.run("mock_od", "show", "SecurityPerms"), copy.listed.read_text(encoding="utf-8")
    code = copy.page("SecurityPerms").read_text(encoding="utf-8")
    copy.take_out("SecurityPerms")
    gone = copy.run("mock_od", "show", "SecurityPerms")
    told = "mock-od: SecurityPerms: documented since 22.2 (SecurityPerms, 1 method), not in mock_od yet\n"
    assert (gone.returncode, gone.stdout, gone.stderr) == (2, "", told)
    copy.write("SecurityPerms", code)
    again = copy.run("mock_od", "show", "SecurityPerms")
    assert (again.returncode, again.stdout, again.stderr) == (0, before.stdout, "")
    assert copy.listed.read_text(encoding="utf-8") == listed


def test_the_steps_that_add_a_resource(newcomer):
    """The README's page, and the conversation of docs/pages.md, in a checkout that does not have that page."""
    copy = Checkout(newcomer[0])
    (example,) = blocks("python", "Add a resource")
    (conversation,) = blocks("python", "Its conversation", (ROOT / "docs" / "pages.md").read_text("utf-8"))
    named = re.search(r"^class (\w+)\(Resource, .*table=\"(\w+)\"", example, re.MULTILINE)
    assert named
    name, table = named.groups()
    if copy.page(name).exists():  # it is ours by now: what is shown is what is here
        assert copy.page(name).read_text(encoding="utf-8") == f"{example}\n"
    copy.take_out(name)
    copy.write(name, example)
    forgotten = copy.run("mock_od", "show", name)
    if copy.take_table_out(name):
        files = f"in mock_od.resources.{name.lower()} and in mock_od.resources.tables"
        line = f"mock-od: {name}: {table} is declared twice, {files}; one page, one table, one file\n"
        assert (forgotten.returncode, forgotten.stdout, forgotten.stderr) == (2, "", line)
    shown = copy.run("mock_od", "show", name)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith(f"{name}  https://www.opendental.com/site/api{name.lower()}.html\n")
    assert "unmarked" not in shown.stdout
    copy.conversation(name).write_text(conversation, encoding="utf-8")
    files = [f"tests/resources/test_{name.lower()}.py"]
    files += ["tests/test_catalog.py", "tests/test_architecture.py", "tests/test_documented_facts.py"]
    about = f"{name.lower()} or test_catalog"  # the others say of other pages what this very run says of them
    tested = copy.run("pytest", "-q", "-p", "no:cacheprovider", *files, "-k", about)
    assert tested.returncode == 0, tested.stdout


def test_the_options_are_those_of_the_command():
    rows = re.findall(r"^\| `(--[a-z-]+) ?([^`]*)` \| `([A-Z_]+)(?:=1)?` \|", README, re.MULTILINE)
    assert {(flag, variable) for flag, _, variable in rows} == {
        (option.opts[0], option.envvar) for option in serve.params
    }
    defaults = {option.opts[0]: str(option.default) for option in serve.params}
    shown = {flag: value for flag, value, _ in rows if value and not value.isupper()}  # NAME stands for any value
    assert shown == {flag: defaults[flag] for flag in shown}
