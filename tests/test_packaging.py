"""What a wheel and a container hold: everything that runs, pinned to what was tested."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parent.parent
SETUP = ConfigParser()
SETUP.read(ROOT / "setup.cfg", encoding="utf-8")


def lines(section: str, option: str) -> list[str]:
    return SETUP[section][option].split("\n")[1:]


def test_every_package_is_in_the_wheel():
    code = {str(path.parent.relative_to(ROOT)).replace("/", ".") for path in ROOT.glob("mock_od/**/*.py")}
    worlds = {f"mock_od.fixtures.{path.parent.name}" for path in ROOT.glob("fixtures/*/*.json")}
    assert set(lines("options", "packages")) == code | worlds | {"mock_od.fixtures"}


def test_the_container_pins_every_dependency():
    pinned = dict(
        re.findall(r"^([A-Za-z0-9_]+)==([0-9.]+)$", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    )
    named = {re.split(r"[ <>=]", line)[0] for line in lines("options", "install_requires")}
    assert named <= {name.lower() for name in pinned}
    docker = (ROOT / "Dockerfile").read_text("utf-8")
    assert "USER mock_od" in docker
    assert "HEALTHCHECK" in docker
    assert 'CMD ["mock-od", "serve", "--host", "0.0.0.0"]' in docker
