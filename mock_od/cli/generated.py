"""The folder that ``generate`` writes: what in it is somebody else's is not overwritten.

May not: import anything of mock_od.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

SUMS: Final = ".generated.sha256"
"""The file that says what was written, as ``sha256sum -c`` reads it."""


def not_ours(folder: Path) -> list[str]:
    """The JSON files of a folder that were not written here, or were changed since.

    A table that is somebody else's would be part of the world, even where no file of that name is to be written.

    :raises OSError: when the folder cannot be read.
    """
    if not folder.exists():
        return []
    written = {}
    if (folder / SUMS).is_file():
        lines = (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
        written = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    return [file.name for file in _json_files(folder) if not file.is_file() or written.get(file.name) != _digest(file)]


def note(folder: Path, names: Iterable[str]) -> None:
    """Note what was written, as far as it was.

    :param names: the files.
    :raises OSError: when that cannot be written.
    """
    files = [file for name in sorted(names) if (file := folder / name).is_file()]
    lines = [f"{_digest(file)}  {file.name}\n" for file in files]
    (folder / SUMS).write_bytes("".join(lines).encode())


def _json_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix == ".json")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
