"""A checkout as a newcomer has it: what git has, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import suppress
from fnmatch import fnmatch
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
LEFT_BY_PYTHON = "__pycache__"


def names() -> set[str]:
    """The files that git has, committed or not yet; in an unpacked source distribution, those that git would have."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    ignored = [pattern.rstrip("/") for pattern in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if not any(fnmatch(part, one) for part in path.parts for one in ignored)}


def copy_checkout(folder: Path, *, compiled: bool = False) -> Path:
    """Copy those files to a folder, where wanted with what Python has compiled of them: for that it takes seconds."""
    found = names()
    for name in found:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    for package in {(ROOT / name).parent / LEFT_BY_PYTHON for name in found if compiled and name.endswith(".py")}:
        if package.is_dir():
            shutil.copytree(package, folder / package.relative_to(ROOT), dirs_exist_ok=True)
    return folder


def furnish(venv: Path, extra: str) -> None:
    """Lend the libraries of this run to an environment that is still to be made: those that setup.cfg names, and theirs.

    README's commands have made it so, and pip takes most of a minute to find all of them again. They stay where they
    are, so whatever pip writes there is none of ours.
    """
    ours, base = Path(sys.prefix), Path(sys.base_prefix)
    if ours == base:
        return
    lent, site = venv / "lent", venv / Path(sysconfig.get_path("purelib")).relative_to(ours)
    for folder in (lent, site, venv / "bin"):
        folder.mkdir(parents=True)
    (site / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")
    for library in _needed(extra):
        for file in library.files or []:
            first = file.parts[0]
            if first not in (os.pardir, LEFT_BY_PYTHON) and not (lent / first).exists():
                (lent / first).symlink_to(str(library.locate_file(first)))
            elif file.parent.name == "bin" and first == os.pardir:
                script = Path(shutil.copy2(ours / "bin" / file.name, venv / "bin"))
                script.write_bytes(script.read_bytes().replace(os.fsencode(ours), os.fsencode(venv)))


def _needed(extra: str) -> Iterator[Distribution]:
    """The installed libraries that mock_od needs with that extra, and what makes an environment."""
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = f"{setup['options']['install_requires']}\n{setup['options.extras_require'][extra]}\npip\nsetuptools"
    needed, seen = [Requirement(line) for line in listed.splitlines() if line], set()
    while needed:
        one = needed.pop()
        if (one.name, *one.extras) in seen:
            continue
        seen.add((one.name, *one.extras))
        with suppress(PackageNotFoundError):  # pip gets what is not here
            library = distribution(one.name)
            extras = ["", *one.extras]
            theirs = map(Requirement, library.requires or [])
            needed += [
                its for its in theirs if not its.marker or any(its.marker.evaluate({"extra": e}) for e in extras)
            ]
            yield library


def files(folder: Path) -> set[str]:
    """The files of a folder, by their paths in it."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if LEFT_BY_PYTHON not in path.parts}


def bare_environment(home: Path) -> dict[str, str]:
    """The variables of a newcomer's shell: an empty home, and the way to the package index."""
    home.mkdir()
    kept = {"PATH", "PIP_INDEX_URL", "PIP_CONFIG_FILE"}
    ways = ("_proxy", "_cert_file", "_ca_bundle")
    named = {name: value for name, value in os.environ.items() if name in kept or name.lower().endswith(ways)}
    # What was downloaded once need not be so again, what runs once need not be compiled, nor looked at for conflicts
    # (pip: "no" is for yes), and whether there is a newer pip is no matter of ours.
    cache = os.environ.get("PIP_CACHE_DIR") or str(Path.home() / ".cache" / "pip")
    quick = {"PIP_NO_COMPILE": "no", "PIP_NO_WARN_CONFLICTS": "no", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return {**named, "HOME": str(home), "PIP_CACHE_DIR": cache, **quick}
