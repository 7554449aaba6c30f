"""Worlds that come with mock_od, kept as images from one start to the next, as Python keeps its bytecode.

To read such a world takes a third of a start. An image is of one week and of one state of all files that it was made
of; where any of them has changed it is made anew. Where nothing can be read or written, all goes on without.
May not: know a resource, or fail.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, NamedTuple, TypedDict

import orjson

from mock_od.store import SQLITE, Image

_VARIABLE: Final = "MOCK_OD_CACHE"
"""In the environment: the folder; empty for none."""
_END: Final = ".world"
_MOST: Final = 4
"""Files that are kept: each checkout and each environment has its own."""
_ABLE: Final = sys.version_info >= (3, 11)
"""Whether SQLite's module takes an image from memory; else one is not had sooner than the world is read."""


class KeptWorld(NamedTuple):
    """A world as it was kept.

    :param size: how many rows it brings to each of its tables.
    """

    image: Image
    size: Mapping[str, int]


class _Head(TypedDict):
    """The first line of a file. ``of`` says of what the image was made, and ``sum`` is that of its bytes."""

    of: str
    days: int
    numbers: dict[str, int]
    size: dict[str, int]
    sum: int


class KeptWorlds:
    """The folder with the images.

    :param made_of: the folders with all files on which an image depends.
    """

    def __init__(self, made_of: Iterable[Path]) -> None:
        self._made_of = [*made_of]
        self._folder = _folder() if _ABLE else None

    def find(self, name: str, days: int) -> KeptWorld | None:
        """The world with its dates moved by so many days; None where it was not kept so."""
        if self._folder is None:
            return None
        try:
            line, _, content = self._file(name).read_bytes().partition(b"\n")
            head: _Head = orjson.loads(line)
            if (head["of"], head["days"], head["sum"]) != (self._stamps(), days, zlib.crc32(content)):
                return None
            return KeptWorld(Image.of(content, head["numbers"]), head["size"])
        except (OSError, ValueError, KeyError, TypeError):  # it is not there, or something else is
            return None

    def keep(self, name: str, days: int, world: KeptWorld) -> None:
        """Keep a world in place of what was kept of that name; of too many files the oldest go."""
        if self._folder is None:
            return
        content = world.image.content()
        head = _Head(
            of=self._stamps(),
            days=days,
            numbers=dict(world.image.numbers),
            size=dict(world.size),
            sum=zlib.crc32(content),
        )
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, delete=False) as file:
                try:
                    file.write(orjson.dumps(head) + b"\n" + content)
                    file.close()
                    Path(file.name).replace(self._file(name))  # at once, or not at all
                except OSError:
                    Path(file.name).unlink()
                    raise
            kept = sorted(self._folder.glob(f"*{_END}"), key=lambda found: found.stat().st_mtime)
            for old in kept[:-_MOST]:
                old.unlink()

    def _file(self, name: str) -> Path:
        where = zlib.crc32("\n".join(map(str, self._made_of)).encode())
        return (self._folder or Path()) / f"{name}-{where:08x}{_END}"

    def _stamps(self) -> str:
        """What tells that no file has changed since: the same that Python looks at before it takes its bytecode."""
        stamps = sorted(stamp for folder in self._made_of for stamp in _stamped(str(folder)))
        return "\n".join([SQLITE, *stamps])


def _stamped(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _stamped(entry.path)
            elif entry.name.endswith((".py", ".json")):
                there = entry.stat()
                yield f"{entry.path} {there.st_mtime_ns} {there.st_size}"


def _folder() -> Path | None:
    """Where images are kept: by default where the user's programs keep what they can make anew."""
    chosen = os.environ.get(_VARIABLE)
    if chosen is not None:
        return Path(chosen).absolute() if chosen else None
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mock-od"
    except RuntimeError:  # this user has no home
        return None
