"""A checkout as a newcomer has it: what git has, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

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


def copy_checkout(folder: Path) -> Path:
    """Copy those files to a folder."""
    for name in names():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


def furnish(venv: Path) -> None:
    """Put the libraries of this run's own environment into one that is still to be made.

    README's command for the tests has made it, and pip takes most of a minute to find all of them again. What is there
    of mock_od itself stays away.
    """
    ours, base = Path(sys.prefix), Path(sys.base_prefix)
    if ours == base:
        return
    for path in ours.rglob("*"):
        name = path.relative_to(ours)
        own = any(part.lower().replace("-", "_").startswith(("mock_od", "__editable__")) for part in name.parts)
        if path.is_file() and not path.is_symlink() and not own and name.name != "pyvenv.cfg":
            (venv / name).parent.mkdir(parents=True, exist_ok=True)
            _take(path, venv / name)
    for script in (venv / "bin").iterdir():
        text = script.read_bytes()
        if text.startswith(b"#!"):
            script.write_bytes(text.replace(os.fsencode(ours), os.fsencode(venv)))


def _take(file: Path, to: Path) -> None:
    """Have a file in another place: the same one where that can be, and if nobody writes into it."""
    if file.parent.name != "bin":
        with suppress(OSError):  # another file system
            return os.link(file, to)
    shutil.copy2(file, to)
    return None


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
    # What was downloaded once need not be so again, and what runs once need not be compiled (pip: "no" is for yes).
    cache = os.environ.get("PIP_CACHE_DIR") or str(Path.home() / ".cache" / "pip")
    return {**named, "HOME": str(home), "PIP_CACHE_DIR": cache, "PIP_NO_COMPILE": "no"}
