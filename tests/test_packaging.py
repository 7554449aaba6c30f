"""What a wheel and a container hold: everything that runs, and each dependency pinned to what was tested."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from importlib.metadata import requires

from checkout import ROOT, bare_environment, copy_checkout, files
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SETUP = ConfigParser()
SETUP.read(ROOT / "setup.cfg", encoding="utf-8")
INSTALLED = [Requirement(line) for line in SETUP["options"]["install_requires"].strip().splitlines()]
PINNED = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^(\S+)==(\S+)$", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
}


def test_a_wheel_is_made_of_what_is_there_and_leaves_nothing_behind(tmp_path):
    checkout = copy_checkout(tmp_path / "checkout")
    left_by_an_earlier_build = checkout / "build" / "lib" / "mock_od" / "stale.py"
    left_by_an_earlier_build.parent.mkdir(parents=True)
    left_by_an_earlier_build.write_text("HERE = 'long after it was deleted'\n", encoding="utf-8")
    before = files(checkout)

    wheels = tmp_path / "wheels"
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", f"--wheel-dir={wheels}", str(checkout)]
    env = bare_environment(tmp_path / "home")
    built = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    assert files(checkout) == before

    (wheel,) = wheels.iterdir()
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.startswith("mock_od/")}
        (entry_points,) = [name for name in archive.namelist() if name.endswith("/entry_points.txt")]
        announced = archive.read(entry_points).decode()
    code = {name for name in before if name.startswith("mock_od/")}
    worlds = {f"mock_od/{name}" for name in before if name.startswith("fixtures/")}
    assert names == code | worlds
    assert {"mock_od/py.typed", "mock_od/documented.json", "mock_od/fixtures/clinic/patient.json"} <= names
    assert "mock-od = mock_od.cli:main" in announced
    assert "mock_od = mock_od.client.plugin" in announced


def test_the_container_pins_every_dependency_and_theirs():
    needed, found = list(INSTALLED), {}
    while needed:
        requirement = needed.pop()
        name = canonicalize_name(requirement.name)
        if name not in found and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            found[name] = requirement
            needed += map(Requirement, requires(requirement.name) or [])
    assert {name for name in found if name not in PINNED} == set()
    refused = [f"{found[name]}, not {PINNED[name]}" for name in found if PINNED[name] not in found[name].specifier]
    assert refused == []


def test_the_container_runs_the_server_and_not_as_root():
    docker = (ROOT / "Dockerfile").read_text("utf-8")
    assert "USER mock_od" in docker
    assert "HEALTHCHECK" in docker
    assert 'CMD ["mock-od", "serve", "--host", "0.0.0.0"]' in docker
