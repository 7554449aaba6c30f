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
from click.testing import CliRunner
from test_cli import hosted

from mock_od import __version__
from mock_od.cli import main, serve
from mock_od.client import plugin

ROOT = Path(__file__).parent.parent.parent
CI = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
DECLARED = ConfigParser()
DECLARED.read(ROOT / "setup.cfg", encoding="utf-8")
TESTING = (ROOT / "docs/testing.md").read_text(encoding="utf-8")
IMAGE = f"mock-od:{__version__}"
FROM_REPOSITORY = 'pip install "mock-od @ git+$MOCK_OD_REPOSITORY" pytest'
VARIABLES = {option.envvar for option in serve.params if option.envvar} | {"MOCK_OD_ADMIN_TOKEN", "MOCK_OD_CACHE"}
OF_TESTS = {"MOCK_OD_URL", "MOCK_OD_ADMIN_TOKEN"}
OF_RELEASES = {"MOCK_OD_REPOSITORY", "MOCK_OD_IMAGE"}


def blocks(document, kind):
    return re.findall(rf"^```{kind}\n(.+?)\n```$", document, re.DOTALL | re.MULTILINE)


def under(heading, kind):
    """The fenced blocks of a kind in the section with that heading."""
    return blocks(CI.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0], kind)


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
    assert set(re.findall(r"MOCK_OD_[A-Z_]+", CI)) <= VARIABLES | OF_TESTS | OF_RELEASES
    listed = set(re.findall(r"`(MOCK_OD_\w+)`", CI.split("| variable |")[1].split("\n\n")[0]))
    assert listed <= VARIABLES


@pytest.mark.parametrize("example", blocks(CI, "yaml"))
def test_every_yaml_is_yaml(example):
    assert isinstance(yaml.safe_load(example), dict)


def test_every_command_is_one_of_the_cli():
    commands = re.findall(r"mock-od ((?:serve|generate|show|check|health)\b[^`\n&;']*)", CI)
    assert len(commands) >= 3
    for command in commands:
        name, *options = shlex.split(command)
        known = {flag for option in main.commands[name].params for flag in option.opts}
        assert {option for option in options if option.startswith("--")} <= known


def test_the_address_of_the_repository_is_given_once_and_nothing_else_is_downloaded():
    assert re.findall(r"https?://(?!127\.0\.0\.1|localhost|mock-od|\{)[^\s`)]+", CI) == [
        "https://git.example/you/mock_od.git"
    ]
    installs = re.findall(r'pip install ("[^"]+"|\S+)', CI)
    assert len(installs) >= 6
    wanted = re.compile(r'"mock-od(\[\w+\])? @ git\+\$?\$MOCK_OD_REPOSITORY"')
    assert [install for install in installs if not wanted.fullmatch(install)] == []
    images = {image for image in re.findall(r"(?:image|FROM|name): ?(\S*mock-od\S*)", CI) if image != "mock-od"}
    assert {image.removeprefix("$CI_REGISTRY_IMAGE/") for image in images} == {IMAGE}
    assert f"docker build --tag {IMAGE} " in CI


def test_no_name_of_a_host_has_an_underscore():
    documents = [yaml.safe_load(example) for example in blocks(CI, "yaml")]
    services = {name for one in documents for name in one.get("services", {}) if isinstance(one.get("services"), dict)}
    services |= {name for one in documents for job in one.get("jobs", {}).values() for name in job.get("services", {})}
    assert services == {"mock-od", "tests"}
    assert "http://mock_od" not in CI


def image_environment():
    """What the Dockerfile sets, and with which command it is healthy."""
    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    (variables,) = re.findall(r"^ENV (.+)$", docker, re.MULTILINE)
    (check,) = re.findall(r"^HEALTHCHECK .* CMD (\[.+\])$", docker, re.MULTILINE)
    return dict(pair.split("=", 1) for pair in variables.split()), json.loads(check)


def test_the_image_is_as_the_document_says():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    variables, check = image_environment()
    assert 'ENTRYPOINT ["mock-od"]\nCMD ["serve"]\n' in dockerfile
    assert re.search(r"^USER 10001:10001$", dockerfile, re.MULTILINE)
    assert "EXPOSE 30222" in dockerfile
    assert "MOCK_OD_WORLD" not in dockerfile
    assert "ARG BASE=python:3.13-slim\n" in dockerfile
    assert (variables["MOCK_OD_HOST"], variables["MOCK_OD_PORT"]) == ("0.0.0.0", "30222")
    assert variables["MOCK_OD_TLS_CA"] == "/ca/mock-od-ca.pem"
    assert variables["MOCK_OD_LOG"] == "json"
    assert check == ["mock-od", "health"]


def health(env):
    """What the image's health command says and exits with, run with these variables."""
    _, (_, command) = image_environment()
    ran = subprocess.run(
        [sys.executable, "-m", "mock_od", command], env=env, capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("env", "asked"),
    [
        ({"MOCK_OD_HOST": "0.0.0.0"}, "http://127.0.0.1:{}"),
        ({"MOCK_OD_HOST": "0.0.0.0", "MOCK_OD_TLS": "1"}, "https://127.0.0.1:{}"),
        ({"MOCK_OD_HOST": "0.0.0.0", "MOCK_OD_TLS": "true"}, "https://127.0.0.1:{}"),
        ({"MOCK_OD_HOST": "127.0.0.2"}, "http://127.0.0.2:{}"),
        ({"MOCK_OD_HOST": "::"}, "http://[::1]:{}"),
        ({}, "http://127.0.0.1:{}"),
    ],
    ids=["all addresses", "https", "https in another word", "one address", "IPv6", "nothing"],
)
def test_the_image_is_healthy_when_its_server_answers(tmp_path, free_port, env, asked):
    given = {**os.environ, "MOCK_OD_PORT": str(free_port), "MOCK_OD_TLS_CA": str(tmp_path / "ca.pem"), **env}
    given.pop("SSL_CERT_FILE", None)
    (tmp_path / "ca.pem").write_text("") if "MOCK_OD_TLS" not in env else None
    silent = CliRunner(env={**given, "SSL_CERT_FILE": None}).invoke(main, ["health"])  # the command sets that variable
    assert (silent.exit_code, silent.output.split(": ")[0]) == (1, "mock-od")
    of_the_server = {name: value for name, value in given.items() if name.startswith("MOCK_OD_")}
    with hosted("--world", "empty", bare=True, **of_the_server):
        assert health(given) == (0, f"{asked.format(free_port)}: ready\n")


def test_a_server_of_another_scheme_or_ca_is_not_healthy(tmp_path, serving):
    port = serving().rpartition(":")[2]
    ca = tmp_path / "ca.pem"
    env = {**os.environ, "MOCK_OD_PORT": port, "MOCK_OD_TLS": "1", "MOCK_OD_TLS_CA": str(ca)}
    status, said = health(env)
    assert (status, said.startswith("mock-od: ")) == (1, True)
    assert "Traceback" not in said


def test_the_image_is_built_and_run(serving, folder, tmp_path):
    build, run = (shlex.split(line) for line in under("The image", "sh")[0].splitlines())
    assert build == ["docker", "build", "--tag", IMAGE, "$MOCK_OD_REPOSITORY"]
    assert (run[:2], run[-1]) == (["docker", "run"], IMAGE)
    given = dict(run[at + 1].split("=") for at, part in enumerate(run) if part == "--env")
    assert set(given) <= VARIABLES
    suite(tmp_path, env={**given, "MOCK_OD_URL": serving(**image_variables(), **given)}, test=SMALL)


SMALL = "def test_it(mock_od): assert mock_od.settings()['world'] == 'small'"
DOE = "def test_it(mock_od): assert mock_od.rows('patient')[0]['LName'] == 'Doe'"


@pytest.fixture
def passes(alone, pytester, monkeypatch):
    """Runs a suite with that environment in this process, which is quicker than ``suite``; it must pass."""

    def run(*, env, test=DOE):
        pytester.makepyfile(test)
        with monkeypatch.context() as patch:
            for name, value in env.items():
                patch.setenv(name, value)
            options = (f"--rootdir={pytester.path}", "-p", "no:cacheprovider")
            pytester.runpytest_inprocess(*options, plugins=[plugin]).assert_outcomes(passed=1)

    return run


def image_variables():
    """Of what the image sets, what does not depend on this machine."""
    return {"host": image_environment()[0]["MOCK_OD_HOST"]}


def test_github(serving, folder, passes):
    alone, built, service = (yaml.safe_load(example) for example in under("GitHub Actions", "yaml"))
    installed, tested = alone["jobs"]["tests"]["steps"][2:]
    assert installed["run"] == FROM_REPOSITORY
    assert installed["env"] == {"MOCK_OD_REPOSITORY": "${{ vars.MOCK_OD_REPOSITORY }}"}
    assert tested == {"run": "pytest"}

    build, run, wait = (shlex.split(step["run"]) for step in built["steps"][1:])
    assert build == ["docker", "build", "--tag", IMAGE, "${{ vars.MOCK_OD_REPOSITORY }}"]
    assert (run[:2], run[-1]) == (["docker", "run"], IMAGE)
    assert run[run.index("--volume") + 1] == "$PWD/tests/fixtures:/fixtures:ro"
    given = dict(run[at + 1].split("=") for at, part in enumerate(run) if part == "--env")
    assert given["MOCK_OD_WORLD"] == "/fixtures"
    assert wait[:4] == ["timeout", "30", "sh", "-c"]
    assert wait[4].split()[:5] == ["until", "docker", "exec", run[run.index("--name") + 1], "mock-od"]
    given["MOCK_OD_WORLD"] = str(folder)
    passes(env={**given, "MOCK_OD_URL": serving(**image_variables(), **given)})

    job = service["jobs"]["tests"]
    served = job["services"]["mock-od"]
    assert set(served["env"]) <= VARIABLES
    assert set(job["env"]) == OF_TESTS
    assert served["env"]["MOCK_OD_ADMIN_TOKEN"] == job["env"]["MOCK_OD_ADMIN_TOKEN"]
    url = serving(**image_variables(), **served["env"])
    passes(env={**job["env"], "MOCK_OD_URL": url}, test=SMALL)


def test_gitlab(serving, passes):
    alone, pushed = (yaml.safe_load(example) for example in under("GitLab", "yaml"))
    assert alone["tests"]["script"] == [FROM_REPOSITORY, "pytest"]
    tag = f"$CI_REGISTRY_IMAGE/{IMAGE}"
    assert [shlex.split(line) for line in pushed["image"]["script"][1:]] == [
        ["docker", "build", "--tag", tag, "$MOCK_OD_REPOSITORY"],
        ["docker", "push", tag],
    ]
    job = pushed["tests"]
    (service,) = job["services"]
    assert service["name"] == tag
    assert job["variables"]["MOCK_OD_URL"] == f"http://{service['alias']}:30222"
    assert job["script"] == [FROM_REPOSITORY, "pytest"]
    given = {name: value for name, value in job["variables"].items() if name in VARIABLES}
    url = serving(**image_variables(), **given)
    passes(env={**job["variables"], "MOCK_OD_URL": url}, test=SMALL)
    (dockerfile,) = under("GitLab", "dockerfile")
    assert dockerfile.startswith(f"FROM {IMAGE}\n")
    assert "ENV MOCK_OD_WORLD=/fixtures" in dockerfile


def test_compose(serving, folder, passes):
    services = yaml.safe_load(under("docker compose", "yaml")[0])["services"]
    server, tests = services["mock-od"], services["tests"]
    assert (server["build"], server["image"]) == ("${MOCK_OD_REPOSITORY}", IMAGE)
    assert server["volumes"][0].split(":")[1] == server["environment"]["MOCK_OD_WORLD"]
    assert tests["depends_on"]["mock-od"]["condition"] == "service_healthy"
    assert set(tests["environment"]) == OF_TESTS | {"MOCK_OD_REPOSITORY"}
    assert tests["environment"]["MOCK_OD_URL"] == "http://mock-od:30222"
    shell, _, command = shlex.split(tests["command"])
    assert (shell, command) == ("sh", f"{FROM_REPOSITORY} && pytest".replace("$", "$$"))
    url = serving(**image_variables(), **{**server["environment"], "MOCK_OD_WORLD": str(folder)})
    passes(env={**tests["environment"], "MOCK_OD_URL": url})


def suite(where, *, env, test, options=()):
    """Runs a suite with that environment in a process of its own; it must pass."""
    (where / "test_mine.py").write_text(test)
    given = {**os.environ, "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **env}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "mock_od.client.plugin", "-p", "no:cacheprovider", *options]
    command.append(f"--rootdir={where}")
    ran = subprocess.run(command, cwd=where, env=given, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran


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
    assert f'DockerContainer("{IMAGE}")' in conftest
    (tmp_path / "conftest.py").write_text(conftest)
    package = tmp_path / "testcontainers" / "core"
    package.mkdir(parents=True)
    (package / "container.py").write_text(STAND_IN)
    suite(tmp_path, env={}, test=SMALL)


@pytest.mark.parametrize("way", [0, 1], ids=["mock-od health", "curl"])
def test_python_alone(tmp_path, free_port, way):
    lines, *waiting = (example.replace("30222", str(free_port)) for example in under("Python alone", "sh"))
    install, _, rest = lines.partition("\n")
    assert install == FROM_REPOSITORY  # the venv of this very run has it; test_packaging installs from a repository
    script = rest.replace("MOCK_OD_URL=", f"{waiting[way]}\nMOCK_OD_URL=")
    printed = in_a_shell(script, tmp_path, free_port, test="assert mock_od.settings()['world'] == 'small'")
    assert "ready" in printed


def test_https(tmp_path, free_port):
    (lines,) = (example.replace("30222", str(free_port)) for example in under("https", "sh"))
    install, _, rest = lines.partition("\n")
    assert install == 'pip install "mock-od[tls] @ git+$MOCK_OD_REPOSITORY"'
    assert {"tls", "generate"} <= set(DECLARED["options.extras_require"])
    in_a_shell(rest, tmp_path, free_port, test="assert mock_od.url.startswith('https://localhost:')")
    document = yaml.safe_load(under("https", "yaml")[0])
    server, tests = document["services"]["mock-od"], document["services"]["tests"]
    assert set(server["environment"]) <= VARIABLES
    assert server["environment"]["MOCK_OD_TLS_NAME"] == tests["environment"]["MOCK_OD_URL"].split("/")[2].split(":")[0]
    assert tests["environment"]["SSL_CERT_FILE"] == image_environment()[0]["MOCK_OD_TLS_CA"]
    assert (server["volumes"], tests["volumes"]) == (["ca:/ca"], ["ca:/ca:ro"])


def in_a_shell(script, where, port, *, test):
    """What a script prints that starts a server on a port of this machine and runs a test against it, which passes."""
    (where / "test_mine.py").write_text(f"def test_it(mock_od): {test}")
    env = {
        **os.environ,
        "PYTEST_ADDOPTS": f"-p mock_od.client.plugin --rootdir={where}",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "MOCK_OD_PORT": str(port),
    }
    command = ["bash", "-c", f"{script}\nwait"]
    ran = subprocess.run(command, cwd=where, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert re.search(r"^1 passed|=+ 1 passed", ran.stdout, re.MULTILINE), ran.stdout + ran.stderr
    return ran.stdout


def test_a_folder_or_an_export_is_a_world(serving, folder, mock_od, tmp_path, passes):
    passes(env={"MOCK_OD_URL": serving(MOCK_OD_WORLD=str(folder))})
    mock_od.seed({"patient": {"PatNum": 1, "LName": "Doe", "FName": "Of an export"}}, world="empty")
    (tmp_path / "export.json").write_text(json.dumps(mock_od.export()))
    passes(env={"MOCK_OD_URL": serving(MOCK_OD_WORLD=str(tmp_path / "export.json"))})


def test_the_examples_for_tests(tmp_path, serving):
    """Each is a file of a suite, as it is printed."""
    examples = {f"example_{number}": code for number, code in enumerate(blocks(TESTING, "python"))}
    assert len(examples) > 8
    for name, code in examples.items():
        (tmp_path / f"test_{name}.py").write_text(textwrap.dedent(code))
    ran = suite(tmp_path, env={"MOCK_OD_URL": serving(MOCK_OD_WORLD="small")}, test="", options=["-rA"])
    passed = re.findall(r"^PASSED test_(example_\d+)\.py::", ran.stdout, re.MULTILINE)
    assert set(passed) == set(examples)
