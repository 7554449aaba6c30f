"""The worlds an office may start from, each kept as the image of a filled store.

May not: know a resource.
"""

from __future__ import annotations

import json
from pathlib import Path
from threading import Lock
from typing import Any

from mock_od.engine.perform import Engine
from mock_od.engine.records import StoredRecords
from mock_od.engine.sql import indexes_schema, tables_schema
from mock_od.office.seeding import BadRow, Seeder
from mock_od.store import Image, Store

EMPTY = "empty"
_LONGEST_NAME = 100


def fixtures() -> Path:
    """The folder with the worlds that come with mock_od: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parent.parent
    inside = package / "fixtures"
    return inside if inside.is_dir() else package.parent / "fixtures"


class UnknownWorld(ValueError):
    """There is no world of that name, nor a folder or file at that path; or its rows are no good.

    :param sentence: what is wrong. Names of files may hold anything, so what a terminal would obey goes.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__("".join(letter if letter.isprintable() else "?" for letter in sentence))


class Worlds:
    """Fills stores with worlds, each world read once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seeder = Seeder(engine.shapes)
        self._images: dict[str, Image] = {}
        self._lock = Lock()

    @property
    def names(self) -> list[str]:
        """The worlds that come with mock_od."""
        return sorted(folder.name for folder in fixtures().iterdir() if any(folder.glob("*.json")))

    def image(self, name: str, *, path: bool = False) -> Image:
        """The world's state.

        :param path: whether ``name`` may be a folder of JSON files, or one JSON file, on this machine.
        :raises UnknownWorld: when there is none.
        """
        with self._lock:
            if name not in self._images:
                self._images[name] = self._read(name, path=path)
            return self._images[name]

    def _read(self, name: str, *, path: bool) -> Image:
        store = Store((), self._create)
        records = StoredRecords(self._engine.shapes, store)
        with store.transaction():
            self._fill(records, fixtures() / EMPTY)
            if name in self.names:
                if name != EMPTY:
                    self._fill(records, fixtures() / name)
            else:
                self._seed(records, name, path=path)
        with store.transaction():
            for statement in indexes_schema(self._engine.catalog, store.tables):
                store.execute(statement)
        image = store.image()
        store.close()
        return image

    def _create(self, table: str) -> list[str]:
        """The statements that create a table; its indexes are sooner done when the rows are there."""
        return [*tables_schema(self._engine.catalog, [table])] if table in self._engine.catalog.tables else []

    def _fill(self, records: StoredRecords, folder: Path) -> None:
        """Put the rows of a world that comes with mock_od in: tests have checked them."""
        files = {file.stem: file for file in sorted(folder.glob("*.json"))}
        for table in self._seeder.in_order(files):
            self._seeder.insert_checked(records, table, json.loads(files[table].read_bytes()))

    def _seed(self, records: StoredRecords, name: str, *, path: bool) -> None:
        """Put the rows of a world on this machine in.

        :raises UnknownWorld: when there is none, or its rows are no good.
        """
        there = _look(Path(name)) if path else None
        if there is None:
            shown = repr(name[:_LONGEST_NAME] + "..." * (len(name) > _LONGEST_NAME))
            ways = f"{', '.join(self.names)}" + " or the path of a folder" * path
            raise UnknownWorld(f"there is no world {shown}; choose {ways}")
        try:
            tables = _tables(there)
            if tables == {}:
                raise UnknownWorld(
                    f"world {name}: holds no table; write a file TABLE.json for each, a list of its rows"
                )
            self._seeder.seed(records, tables)
        except BadRow as bad:
            raise UnknownWorld(f"world {name}: {bad}") from bad
        except OSError as broken:
            raise UnknownWorld(f"world {name}: cannot be read: {broken.strerror}") from broken


def _look(path: Path) -> Path | None:
    """The folder or the file at a path; None where there is neither, or no path could be so."""
    try:
        return path if path.is_dir() or path.is_file() else None
    except (OSError, ValueError):  # too long a name, or a NUL in it
        return None


def _tables(path: Path) -> dict[str, Any]:
    """The tables of a world on this machine: a folder with a file for each, or one file with all.

    :raises OSError: when the folder cannot be read.
    """
    if not path.is_dir():
        content = _read_json(path)
        tables: dict[str, Any] = content.get("tables", content) if isinstance(content, dict) else content
        return tables
    return {file.stem: _read_json(file) for file in sorted(path.iterdir()) if file.suffix == ".json"}


def _read_json(file: Path) -> Any:
    try:
        if not file.is_file():  # a pipe would have us wait for somebody to write into it
            raise BadRow(file.stem, None, None, f"{file.name} is no file")
        return json.loads(file.read_bytes())
    except (ValueError, OSError, RecursionError) as broken:
        raise BadRow(file.stem, None, None, f"{file.name} cannot be read as JSON: {broken}") from broken
