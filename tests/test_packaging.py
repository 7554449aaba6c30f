"""What a wheel and a container hold: everything that runs, and each dependency pinned to what was tested."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from email import message_from_string
from importlib.metadata import requires

import pytest
import yaml
from checkout import ROOT, bare_environment, copy_checkout, files
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from mock_od import __version__

SETUP = ConfigParser()
SETUP.read(ROOT / "setup.cfg", encoding="utf-8")
INSTALLED = [Requirement(line) for line in SETUP["options"]["install_requires"].strip().splitlines()]
HTTPS = [Requirement(line) for line in SETUP["options.extras_require"]["tls"].strip().splitlines()]
PINNED = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^(\S+)==(\S+)$", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
}


@pytest.fixture(scope="module")
def builder(tmp_path_factory):
    """A newcomer's variables, with what pyproject.toml builds with: it is installed once for all that is built here."""
    folder = tmp_path_factory.mktemp("builder")
    (line,) = re.findall(r"^requires = \[(.+)\]$", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    listed = re.findall(r'"(.+?)"', line)
    env = bare_environment(folder / "home")
    command = [sys.executable, "-m", "pip", "install", "--quiet", f"--target={folder / 'tools'}", *listed]
    subprocess.run(command, env=env, check=True)
    return {**env, "PYTHONPATH": str(folder / "tools")}


def built(*command, env):
    """Have something built that is run as a module of Python's."""
    ran = subprocess.run(
        [sys.executable, "-m", *map(str, command)], env=env, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def wheel_of(checkout, tmp_path, env):
    """A wheel of a checkout."""
    wheels = tmp_path / "wheels"
    built("pip", "wheel", "--no-deps", "--no-build-isolation", f"--wheel-dir={wheels}", checkout, env=env)
    (wheel,) = wheels.iterdir()
    return zipfile.ZipFile(wheel)


def test_a_wheel_is_made_of_what_is_there_and_leaves_nothing_behind(builder, tmp_path):
    checkout = copy_checkout(tmp_path / "checkout")
    left_by_an_earlier_build = checkout / "build" / "lib" / "mock_od" / "stale.py"
    left_by_an_earlier_build.parent.mkdir(parents=True)
    left_by_an_earlier_build.write_text("HERE = 'long after it was deleted'\n", encoding="utf-8")
    before = files(checkout)

    with wheel_of(checkout, tmp_path, builder) as archive:
        assert files(checkout) == before
        names = {name for name in archive.namelist() if name.startswith("mock_od/")}
        (entry_points,) = [name for name in archive.namelist() if name.endswith("/entry_points.txt")]
        announced = archive.read(entry_points).decode()
    code = {name for name in before if name.startswith("mock_od/")}
    worlds = {f"mock_od/{name}" for name in before if name.startswith("fixtures/")}
    assert names == code | worlds
    assert {"mock_od/py.typed", "mock_od/documented.json", "mock_od/fixtures/clinic/patient.json"} <= names
    assert "mock-od = mock_od.cli:main" in announced
    assert "mock_od = mock_od.client.plugin" in announced


@pytest.fixture(scope="module")
def source(builder, tmp_path_factory):
    """The source distribution of this checkout, unpacked, and the checkout that it was built from."""
    folder = tmp_path_factory.mktemp("source")
    checkout = copy_checkout(folder / "checkout")
    built("build", "--sdist", "--no-isolation", f"--outdir={folder}", checkout, env=builder)
    (archive,) = folder.glob("*.tar.gz")
    subprocess.run(["tar", "-xzf", archive.name], cwd=folder, check=True)
    return folder / archive.name.removesuffix(".tar.gz"), checkout


def test_a_source_distribution_has_all_that_the_checkout_has(source):
    unpacked, checkout = source
    assert unpacked.name == f"mock_od-{__version__}"
    assert files(checkout) - files(unpacked) == set(), "MANIFEST.in says what else a source distribution takes"
    assert files(unpacked) - files(checkout) <= {"PKG-INFO"}


def test_tests_run_in_a_source_distribution(source):
    """A fast part, with the libraries of this run; .ci/packages runs more in an environment of its own."""
    unpacked, _ = source
    env = {**os.environ, "PYTHONPATH": str(unpacked), "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    some = ["tests/test_versions.py", "tests/test_packaging.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *some, "-k", "not wheel and not source"]
    ran = subprocess.run(command, cwd=unpacked, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    where = [sys.executable, "-c", "import mock_od, checkout; print(mock_od.__file__, len(checkout.names()))"]
    paths = {**env, "PYTHONPATH": os.pathsep.join([str(unpacked), str(unpacked / "tests")])}
    found = subprocess.run(where, cwd=unpacked, env=paths, capture_output=True, text=True, check=True).stdout
    assert found.split() == [str(unpacked / "mock_od" / "__init__.py"), str(len(files(unpacked)))]


@pytest.mark.parametrize("address", ["https://git.example/you/mock_od.git", ""], ids=["with an address", "without"])
def test_links_of_a_wheel_work_outside_the_repository(source, builder, tmp_path, address):
    unpacked, _ = source
    # What a wheel has is made first when one is built, and alone takes a third of the time.
    code = "import sys; from setuptools import build_meta; build_meta.prepare_metadata_for_build_wheel(sys.argv[1])"
    env = {**builder, "MOCK_OD_REPOSITORY": address}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=unpacked, env=env, capture_output=True, check=True)
    (metadata,) = tmp_path.glob("*.dist-info/METADATA")
    said = message_from_string(metadata.read_text(encoding="utf-8"))
    readme = str(said.get_payload())
    links = re.findall(r"\]\(([^)]+)\)", readme)
    at_the_tag = f"https://git.example/you/mock_od/blob/v{__version__}/"
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", readme)
    assert all(link.startswith(at_the_tag.replace("/blob/", "/raw/")) for link in pictures)
    assert bool(pictures) == bool(address)
    own = [link for link in links if not link.startswith("https://www.opendental.com/") and link not in pictures]
    assert all(link.startswith(at_the_tag) for link in own)
    paths = {link.removeprefix(at_the_tag).partition("#")[0] for link in own}
    assert {path for path in paths if not (ROOT / path).is_file()} == set()
    assert ("docs/testing.md" in paths) == bool(address)
    assert "docs/testing.md" in readme
    urls = dict(url.split(", ") for url in said.get_all("Project-URL"))
    api = {"Simulated API": "https://www.opendental.com/site/apispecification.html"}
    if not address:
        assert urls == api
        return
    assert urls.pop("Source") == "https://git.example/you/mock_od"
    assert urls.pop("Changelog") == f"{at_the_tag}CHANGELOG.md"
    assert urls.pop("Documentation") == f"{at_the_tag}README.md"
    assert urls == api
    assert (said["License-Expression"], said["Requires-Python"], said["Version"]) == ("MIT", ">=3.10", __version__)
    assert {"generate", "pytest", "sftp", "test", "tls"} == set(said.get_all("Provides-Extra"))
    classifiers = said.get_all("Classifier")
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in range(10, 15)} <= set(classifiers)
    assert not [line for line in classifiers if line.startswith("License ::")]  # the expression says it


def release(folder, tag):
    """What `.ci/release TAG --check` exits with and says, in that checkout."""
    command = [str(folder / ".ci" / "release"), tag, "--check"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stderr.strip().splitlines()[-1:]


def test_a_tag_that_does_not_fit_is_not_released(tmp_path):
    checkout = copy_checkout(tmp_path / "checkout")
    changes = checkout / "CHANGELOG.md"
    said = changes.read_text(encoding="utf-8")
    refused = ".ci/release: the changelog does not say what"
    changes.write_text("# Changelog\n\n## Unreleased\n\n- soon\n", encoding="utf-8")
    assert release(checkout, f"v{__version__}") == (1, [f"{refused} {__version__} has"])
    changes.write_text(
        f"# Changelog\n\n## {__version__}, 2025-06-02\n\n- a\n- b\n\n## 0.0.1\n\n- old\n", encoding="utf-8"
    )
    assert release(checkout, f"v{__version__}") == (0, [])
    assert release(checkout, __version__) == (1, [f".ci/release: {__version__} is no tag such as v0.1.0"])
    status, (why,) = release(checkout, "v9.9.9")
    assert (status, why) == (1, ".ci/release: mock_od/__init__.py has another __version__ than 9.9.9")
    command = [sys.executable, str(checkout / ".ci" / "changelog-section"), __version__]
    notes = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True).stdout
    assert notes == "- a\n- b\n"
    assert said.startswith("# Changelog\n\n## ")


def test_the_release_workflow_runs_what_is_here():
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    runs = "\n".join(step.get("run", "") for job in jobs.values() for step in job["steps"])
    called = re.findall(r"^ *(\.ci/[\w-]+)", runs, re.MULTILINE)
    assert set(called) == {".ci/run", ".ci/release", ".ci/image"}
    assert {name for name in called if not os.access(ROOT / name, os.X_OK)} == set()
    needed = {name: job.get("needs") for name, job in jobs.items()}
    assert needed == {
        "tests": None,
        "packages": "tests",
        "image": "tests",
        "package-index": "packages",
        "release": ["packages", "image", "package-index"],
    }
    document = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8").split("## A release of mock_od\n")[1]
    switches = set(re.findall(r"(?:vars|secrets)\.(\w+)", text))
    assert switches == set(re.findall(r"`([A-Z_]{6,})`", document)) - {"VERSION"}
    assert {name for name, job in jobs.items() if "vars." in str(job.get("if"))} == {"image", "package-index"}


def test_the_container_pins_every_dependency_and_theirs():
    docker = (ROOT / "Dockerfile").read_text("utf-8")
    python = re.search(r"BASE=python:([\d.]+)", docker)[1]  # and not this one
    there = {"extra": "", "python_version": python, "python_full_version": f"{python}.0"}
    needed, found = [*INSTALLED, *HTTPS], {}
    while needed:
        requirement = needed.pop()
        name = canonicalize_name(requirement.name)
        if name not in found and (requirement.marker is None or requirement.marker.evaluate(there)):
            found[name] = requirement
            needed += map(Requirement, requires(requirement.name) or [])
    assert {name for name in found if name not in PINNED} == set()
    refused = [f"{found[name]}, not {PINNED[name]}" for name in found if PINNED[name] not in found[name].specifier]
    assert refused == []


def test_the_container_is_made_without_pip_and_faker_and_runs_as_a_number():
    docker = (ROOT / "Dockerfile").read_text("utf-8")
    assert "faker" not in PINNED
    assert {"trustme", "cryptography"} <= set(PINNED)
    assert "python -m venv --without-pip" in docker
    libraries, own = (
        step
        for step in re.split(r"^(?=[A-Z])", docker, flags=re.MULTILINE)
        if "/opt/mock_od/bin/python install" in step
    )
    assert ("--requirement requirements.txt" in libraries, "--no-deps ." in own) == (True, True)
    assert re.search(r"--no-compile .*compileall -q -b .*-name '\*\.py' .*-delete$", libraries, re.DOTALL)
    assert "--no-compile" not in own  # its sources stand in tracebacks
    assert re.search(r"^USER \d+:\d+$", docker, re.MULTILINE)
    assert f"ARG VERSION={__version__}\n" in docker
    labels = set(re.findall(r"org\.opencontainers\.image\.(\w+)=", docker))
    assert labels == {"title", "description", "licenses", "version", "revision", "source"}
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", docker, re.MULTILINE)
    assert {name for line in copied for name in line.split()} == {name[1:] for name in ignored if name.startswith("!")}


def test_generate_says_how_to_get_faker_where_it_is_not(tmp_path):
    without = "import sys; sys.modules['faker'] = None; from mock_od.cli import main; main(prog_name='mock-od')"
    command = [sys.executable, "-c", without, "generate", "--out", str(tmp_path / "practice")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = "mock-od: generate needs faker: pip install 'mock-od[generate]'\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", told)
    assert files(tmp_path) == set()
