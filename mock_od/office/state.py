"""A folder in which offices are kept: a file for each office, and the images that these speak of.

A file is there whole or not at all, however a process ends: it is written under another name, and then renamed. An
office's file is written when its images are there, and an image goes when no file speaks of it.
May not: know an office, or when one is to be written.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final, TypedDict
from weakref import WeakKeyDictionary

from mock_od.store import Image

_FORMAT: Final = 1
"""Of the files. Another one is for another version of mock_od."""
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_UNFINISHED: Final = ".part"


class BadState(ValueError):
    """A folder that cannot keep offices, or whose offices cannot be read; the sentence says why."""


class KeptImage(TypedDict):
    """An image as an office's file names it."""

    image: str
    numbers: dict[str, int]


class KeptOffice(TypedDict):
    """An office's file."""

    format: int
    key: str
    generation: int
    isFork: bool
    settings: dict[str, Any]
    clock: list[Any]
    rows: KeptImage
    start: KeptImage
    snapshots: dict[str, KeptImage]


class StateFolder:
    """The folder. One process at a time has it.

    :raises BadState: when it cannot be made, or another process has it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._images = path / "images"
        self._offices = path / "offices"
        self._digests: WeakKeyDictionary[Image, str] = WeakKeyDictionary()
        self._written: dict[str, KeptOffice] = {}
        self._users: Counter[str] = Counter()
        try:
            for folder in (self._images, self._offices):
                folder.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(path / "lock")
        except OSError as problem:
            raise BadState(f"state {path}: {problem.strerror or problem}") from problem

    # --- reading ---

    def read(self) -> list[KeptOffice]:
        """The offices that are kept, and nothing left in the folder that none of them needs.

        :raises BadState: when a file is none of ours.
        """
        for file in sorted(self._offices.glob("*.json")):
            kept = self._read(file)
            self._written[kept["key"]] = kept
            self._users.update(_images_of(kept))
        for file in [*self._images.iterdir(), *self._offices.iterdir()]:
            ours = _DIGEST.fullmatch(file.name) is not None
            if file.suffix == _UNFINISHED or (ours and file.name not in self._users):
                file.unlink()
        return list(self._written.values())

    def image(self, kept: KeptImage, known: dict[str, Image]) -> Image:
        """An image that an office's file names.

        :param known: images by digest, so that what several offices have in common is held once.
        :raises BadState: when it is not there, or not what it was.
        """
        digest = kept["image"]
        if digest not in known:
            try:
                content = (self._images / digest).read_bytes()
            except OSError as problem:
                raise BadState(f"state {self._path}: images/{digest}: {problem.strerror}") from problem
            if sha256(content).hexdigest() != digest:
                raise BadState(f"state {self._path}: images/{digest} was changed; take it from a copy of the folder")
            known[digest] = Image.of(content, kept["numbers"])
        image = known[digest]
        if image.numbers != kept["numbers"]:
            image = image.numbered(kept["numbers"])
        self._digests[image] = digest
        return image

    def _read(self, file: Path) -> KeptOffice:
        try:
            kept: KeptOffice = json.loads(file.read_bytes())
            if kept["format"] != _FORMAT:
                raise BadState(f"state {file}: was written by another version of mock_od; choose another folder")
            list(_images_of(kept))
        except OSError as problem:
            raise BadState(f"state {file}: {problem.strerror}") from problem
        except (ValueError, KeyError, TypeError) as problem:
            if isinstance(problem, BadState):
                raise
            raise BadState(f"state {file}: is no office that mock_od has kept") from problem
        return kept

    @property
    def keys(self) -> set[str]:
        """The customer keys of the offices that are kept."""
        return {*self._written}

    # --- writing ---

    def put(self, image: Image) -> KeptImage:
        """Keep an image, as long as an office that is written next speaks of it.

        :raises OSError: when it cannot be written.
        """
        digest = self._digests.get(image)
        if digest is None or not self._users[digest]:
            content = image.content()
            digest = self._digests[image] = sha256(content).hexdigest()
            if not (self._images / digest).exists():
                _write_whole(self._images / digest, content)
        return {"image": digest, "numbers": dict(image.numbers)}

    def write(self, kept: KeptOffice) -> None:
        """Keep an office in place of what was kept under its key.

        :raises OSError: when it cannot be written.
        """
        before = self._written.get(kept["key"])
        if kept == before:
            return
        _write_whole(self._file(kept["key"]), f"{json.dumps(kept, indent=1)}\n".encode())
        self._written[kept["key"]] = kept
        self._users.update(_images_of(kept))
        if before:
            self._release(before)

    def forget(self, key: str) -> None:
        """Keep an office no more."""
        if kept := self._written.pop(key, None):
            with suppress(OSError):
                self._file(key).unlink()
            self._release(kept)

    def close(self) -> None:
        """Let another process have the folder."""
        self._lock.close()

    def _release(self, kept: KeptOffice) -> None:
        for digest in _images_of(kept):
            self._users[digest] -= 1
            if not self._users[digest]:
                del self._users[digest]
                with suppress(OSError):
                    (self._images / digest).unlink()

    def _file(self, key: str) -> Path:
        """The file of a key, which may have letters that no file's name can have."""
        return self._offices / f"{sha256(key.encode()).hexdigest()[:32]}.json"


def kept_office(
    *,
    key: str,
    generation: int,
    is_fork: bool,
    settings: dict[str, Any],
    clock: list[Any],
    rows: KeptImage,
    start: KeptImage,
    snapshots: Mapping[str, KeptImage],
) -> KeptOffice:
    """An office's file of today's format."""
    return {
        "format": _FORMAT,
        "key": key,
        "generation": generation,
        "isFork": is_fork,
        "settings": settings,
        "clock": clock,
        "rows": rows,
        "start": start,
        "snapshots": {**snapshots},
    }


def _images_of(kept: KeptOffice) -> Iterator[str]:
    for image in (kept["rows"], kept["start"], *kept["snapshots"].values()):
        yield image["image"]


def _write_whole(path: Path, content: bytes) -> None:
    """Have a file with this content; where the process or the machine stops meanwhile, the one that was there."""
    unfinished = path.with_name(path.name + _UNFINISHED)
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    if os.name != "nt":  # where the name is safe as soon as the folder is
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _lock(path: Path) -> IO[bytes]:
    """A file that one process at a time can have open so; it is free when the process ends, however that is.

    :raises BadState: when another process has it.
    """
    file = path.open("ab")
    try:
        import fcntl  # not on Windows
    except ModuleNotFoundError:
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        file.close()
        raise BadState(f"state {path.parent}: another server keeps its offices there; choose another folder") from taken
    return file
