"""The examples of docs/ci.md and docs/testing.md, tried as far as a machine without a container engine allows."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import textwrap
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

from mock_od.cli import main, serve

ROOT = Path(__file__).parent.parent.parent
CI = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
DECLARED = ConfigParser()
DECLARED.read(ROOT / "setup.cfg", encoding="utf-8")
TESTING = (ROOT / "docs/testing.md").read_text(encoding="utf-8")
IMAGE = "example/mock-od:0.1.0"
VARIABLES = {option.envvar for option in serve.params if option.envvar} | {"MOCK_OD_ADMIN_TOKEN"}
OF_TESTS = {"MOCK_OD_URL", "MOCK_OD_ADMIN_TOKEN"}


def blocks(document, kind):
    return re.findall(rf"^```{kind}\n(.+?)\n```$", document, re.DOTALL | re.MULTILINE)


def healthy(command, url):
    """Whether a health command, as a container would run it, finds the server ready."""
    command = [part.replace("http://127.0.0.1:30222", url) for part in command]
    assert command[0] == "python"
    return subprocess.run([sys.executable, *command[1:]], capture_output=True, check=False).returncode == 0


@pytest.fixture
def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def folder(tmp_path):
    """A folder with the fixtures of the document."""
    (rows,) = blocks(CI, "json")
    fixtures = tmp_path / "fixtures"
    fixtures.mkdir()
    (fixtures / "patient.json").write_text(rows)
    return fixtures


def test_every_variable_is_one_of_the_commands():
    assert set(re.findall(r"MOCK_OD_[A-Z_]+", CI)) <= VARIABLES | OF_TESTS
    listed = set(re.findall(r"`(MOCK_OD_\w+)`", CI.split("| variable |")[1].split("\n\n")[0]))
    assert listed <= VARIABLES


@pytest.mark.parametrize("example", blocks(CI, "yaml"))
def test_every_yaml_is_yaml(example):
    assert isinstance(yaml.safe_load(example), dict)


def test_every_command_is_one_of_the_cli():
    commands = re.findall(r"mock-od ((?:serve|generate|show)[^`\n&]*)", CI)
    assert len(commands) >= 3
    for command in commands:
        name, *options = shlex.split(command)
        known = {flag for option in main.commands[name].params for flag in option.opts}
        assert {option for option in options if option.startswith("--")} <= known


def test_the_image_is_as_the_document_says():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert 'CMD ["mock-od", "serve", "--host", "0.0.0.0"]' in dockerfile
    assert "EXPOSE 30222" in dockerfile
    assert "MOCK_OD_WORLD" not in dockerfile


@pytest.mark.parametrize("options", [[], ["--tls", "--tls-ca", "ca.pem"]], ids=["http", "https"])
def test_the_image_is_healthy_when_its_server_answers(tmp_path, free_port, options):
    (check,) = re.findall(r"^    CMD (\[.+\])$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    python, *code = json.loads(check)
    assert python == "python"
    env = {**os.environ, "MOCK_OD_PORT": str(free_port), "MOCK_OD_TLS": "1" if options else ""}

    def healthy():
        return subprocess.run([sys.executable, *code], env=env, capture_output=True, check=False).returncode == 0

    assert not healthy()
    command = [sys.executable, "-m", "mock_od", "serve", *options]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert "ready at" in server.stdout.readline()
            assert healthy()
        finally:
            server.terminate()


def test_github(serving):
    job, step = (yaml.safe_load(example) for example in blocks(CI, "yaml")[:2])
    tests = job["jobs"]["tests"]
    service = tests["services"]["mock_od"]
    assert service["image"] == IMAGE
    assert set(service["env"]) <= VARIABLES
    assert set(tests["env"]) == OF_TESTS
    assert service["env"]["MOCK_OD_ADMIN_TOKEN"] == tests["env"]["MOCK_OD_ADMIN_TOKEN"]
    options = shlex.split(service["options"])
    command = shlex.split(options[options.index("--health-cmd") + 1])
    url = serving(host="0.0.0.0", **service["env"])
    assert healthy(command, url)
    assert not healthy(command, "http://127.0.0.1:9")
    run = shlex.split(step["steps"][1]["run"])
    assert run[:2] == ["docker", "run"]
    assert run[-1] == IMAGE
    assert "MOCK_OD_WORLD=/fixtures" in run
    assert any(part.endswith(":/fixtures:ro") for part in run)


def test_gitlab(serving):
    job = yaml.safe_load(blocks(CI, "yaml")[2])["tests"]
    (service,) = job["services"]
    assert service["name"] == IMAGE
    assert job["variables"]["MOCK_OD_URL"] == f"http://{service['alias']}:30222"
    given = {name: value for name, value in job["variables"].items() if name in VARIABLES}
    assert serving(host="0.0.0.0", **given)
    dockerfile, _ = blocks(CI, "dockerfile")
    assert dockerfile.startswith(f"FROM {IMAGE}\n")
    assert "ENV MOCK_OD_WORLD=/fixtures" in dockerfile


def test_compose(serving, folder):
    services = yaml.safe_load(blocks(CI, "yaml")[3])["services"]
    server, tests = services["mock_od"], services["tests"]
    assert server["image"] == IMAGE
    assert server["volumes"][0].split(":")[1] == server["environment"]["MOCK_OD_WORLD"]
    assert tests["depends_on"]["mock_od"]["condition"] == "service_healthy"
    assert set(tests["environment"]) == OF_TESTS
    url = serving(host="0.0.0.0", **{**server["environment"], "MOCK_OD_WORLD": str(folder)})
    kind, *command = server["healthcheck"]["test"]
    assert kind == "CMD"
    assert healthy(command, url)
    assert not healthy(command, "http://127.0.0.1:9")
    suite(folder.parent, env={**tests["environment"], "MOCK_OD_URL": url})


def suite(where, *, env, test="def test_it(mock_od): assert mock_od.rows('patient')[0]['LName'] == 'Doe'"):
    """Runs a suite with that environment, which must pass."""
    (where / "test_mine.py").write_text(test)
    given = {**os.environ, "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **env}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "mock_od.client.plugin", "-p", "no:cacheprovider"]
    ran = subprocess.run(command, cwd=where, env=given, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


STAND_IN = """
import os, re, subprocess, sys

class DockerContainer:
    def __init__(self, image):
        self.env = {**os.environ, "MOCK_OD_PORT": "0"}

    def with_exposed_ports(self, *ports):
        assert ports == (30222,)
        return self

    def with_env(self, key, value):
        self.env[key] = value
        return self

    def __enter__(self):
        command = [sys.executable, "-m", "mock_od", "serve", "--host", "0.0.0.0"]  # as the image does
        self.server = subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r"mock_od ready at http://[^:]+:(\\d+)/", self.server.stdout.readline())[1])
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.communicate()

    def get_container_host_ip(self):
        return "127.0.0.1"

    def get_exposed_port(self, port):
        return self.port
"""


def test_testcontainers(tmp_path):
    (conftest,) = blocks(CI, "python")
    (tmp_path / "conftest.py").write_text(conftest)
    package = tmp_path / "testcontainers" / "core"
    package.mkdir(parents=True)
    (package / "container.py").write_text(STAND_IN)
    suite(tmp_path, env={}, test="def test_it(mock_od): assert mock_od.settings()['world'] == 'small'")


def test_python_alone(tmp_path, free_port):
    lines, until, _ = (example.replace("30222", str(free_port)) for example in blocks(CI, "sh"))
    install, _, rest = lines.partition("\n")
    assert install == f"pip install {DECLARED['metadata']['name']}"  # the venv of this very run has it
    script = rest.replace("MOCK_OD_URL=", f"{until}\nMOCK_OD_URL=")
    printed = in_a_shell(script, tmp_path, free_port, test="assert mock_od.settings()['world'] == 'small'")
    assert '"status":"ready"' in printed.replace(" ", "")


def test_https(tmp_path, free_port):
    *_, lines = (example.replace("30222", str(free_port)) for example in blocks(CI, "sh"))
    install, _, rest = lines.partition("\n")
    assert install == f"pip install '{DECLARED['metadata']['name']}[tls]'"
    assert "tls" in DECLARED["options.extras_require"]
    in_a_shell(rest, tmp_path, free_port, test="assert mock_od.url.startswith('https://localhost:')")
    _, dockerfile = blocks(CI, "dockerfile")
    assert dockerfile.startswith(f"FROM {IMAGE}\n")
    assert set(re.findall(r"(MOCK_OD_\w+)=", dockerfile)) <= VARIABLES
    assert dockerfile.count(" /ca\n") == dockerfile.count("=/ca/") == 1


def in_a_shell(script, where, port, *, test):
    """What a script prints that starts a server on a port of this machine and runs a test against it, which passes."""
    (where / "test_mine.py").write_text(f"def test_it(mock_od): {test}")
    env = {
        **os.environ,
        "PYTEST_ADDOPTS": "",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "MOCK_OD_PORT": str(port),
    }
    command = ["bash", "-c", f"{script}\nwait"]
    ran = subprocess.run(command, cwd=where, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert re.search(r"^1 passed|=+ 1 passed", ran.stdout, re.MULTILINE), ran.stdout + ran.stderr
    return ran.stdout


def test_a_folder_or_an_export_is_a_world(serving, folder, mock_od, tmp_path):
    suite(tmp_path, env={"MOCK_OD_URL": serving(MOCK_OD_WORLD=str(folder))})
    mock_od.seed({"patient": {"PatNum": 1, "LName": "Doe", "FName": "Of an export"}}, world="empty")
    (tmp_path / "export.json").write_text(json.dumps(mock_od.export()))
    suite(tmp_path, env={"MOCK_OD_URL": serving(MOCK_OD_WORLD=str(tmp_path / "export.json"))})


@pytest.mark.parametrize("number", range(len(blocks(TESTING, "python"))))
def test_the_examples_for_tests(tmp_path, serving, number):
    example = textwrap.dedent(blocks(TESTING, "python")[number])
    assert "test_" in example
    suite(tmp_path, env={"MOCK_OD_URL": serving(MOCK_OD_WORLD="small")}, test=example)
