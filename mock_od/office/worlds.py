"""The worlds an office may start from, each kept as the image of a filled store.

May not: know a resource.
"""

from __future__ import annotations

import json
import stat
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple
from weakref import WeakValueDictionary

import orjson

from mock_od.engine.perform import Engine
from mock_od.engine.records import StoredRecords
from mock_od.engine.sql import indexes_schema, tables_schema
from mock_od.office.kept_worlds import KeptWorld, KeptWorlds
from mock_od.office.left_out import IGNORE, UNKNOWN, LeftOut, nothing
from mock_od.office.seeding import BadRow, Seeder, UnknownNames
from mock_od.office.world_day import WORLD_FILE, Mover, Shift, WorldDay, mark
from mock_od.store import Image, Store

EMPTY = "empty"
_LONGEST_NAME = 100
_WEEKS_KEPT: Final = 8
"""Images of worlds in other weeks that are kept though no office has begun with them that is still open."""


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


class World(NamedTuple):
    """What is known of a world that was read.

    :param size: how many rows it brings to each of its tables.
    :param left_out: what it has and the documented database does not, where it says that this is to be ignored.
    """

    day: WorldDay
    size: Mapping[str, int]
    left_out: LeftOut


class _Written(NamedTuple):
    """A world on this machine as its files have it.

    :param tables: rows by table, unless somebody wrote something else.
    :param ignores: whether tables and columns are left out that the documented database does not have.
    """

    tables: Any
    day: WorldDay
    ignores: bool


class Worlds:
    """Fills stores with worlds, each world read once, and moved to each week once as long as that is used."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seeder = Seeder(engine.shapes)
        self.mover = Mover(engine.catalog)
        self._worlds: dict[str, World] = {}
        self._written: dict[str, Image] = {}
        """The worlds whose dates were needed as they are written."""
        # Any caller may ask for any day: only as many images are held as offices hold, and a few more.
        self._moved: WeakValueDictionary[tuple[str, int], Image] = WeakValueDictionary()
        self._lately: OrderedDict[tuple[str, int], Image] = OrderedDict()
        self._lock = Lock()

    @property
    def names(self) -> list[str]:
        """The worlds that come with mock_od."""
        return sorted(folder.name for folder in fixtures().iterdir() if any(folder.glob("*.json")))

    def image(self, name: str, day: date | None = None, dates: str | None = None, *, path: bool = False) -> Image:
        """The world's state.

        :param day: the day of the office that it is for; None for the dates as they are written.
        :param dates: what the office says of its dates; None where it leaves that to the world.
        :param path: whether ``name`` may be a folder of JSON files, or one JSON file, on this machine.
        :raises UnknownWorld: when there is none.
        :raises NoDay: when its dates are to be moved, and it has no day.
        """
        with self._lock:
            if name not in self._worlds:
                self._begin(name, day, dates, path=path)
            own = self._worlds[name].day
            days = None if day is None else own.days(day, dates, world=name)
            if days is None or own.today is None:
                return self._as_written(name)
            return self._in_week(name, own.today, days)

    def read_again(self, name: str) -> None:
        """Read a world at a path on this machine once more; offices that open from then on begin with it.

        :raises UnknownWorld: when it is not there, or its rows are no good; all stays as it was then.
        """
        read = self._read(name, path=True)  # without the lock: it takes its time, and offices open meanwhile
        with self._lock:
            self._worlds[name], self._written[name] = read
            for found in [*self._lately, *self._moved]:
                if found[0] == name:
                    self._lately.pop(found, None)
                    self._moved.pop(found, None)

    def size(self, name: str) -> Mapping[str, int]:
        """How many rows a world brings to each of its tables, once it was read; nothing before."""
        world = self._worlds.get(name)
        return world.size if world else {}

    def left_out(self, name: str) -> LeftOut:
        """What was left out of a world, once it was read; nothing before."""
        world = self._worlds.get(name)
        return world.left_out if world else nothing()

    def _begin(self, name: str, day: date | None, dates: str | None, *, path: bool) -> None:
        """Read a world; one that comes with mock_od in the week that is asked for, as most servers need no other."""
        own = _own_day(fixtures() / name) if name in self.names else WorldDay()
        days = own.days(day, dates, world=name) if day and own.today else None
        if days is None or own.today is None:
            self._worlds[name], self._written[name] = self._read(name, path=path)
        else:
            self._worlds[name], image = self._in_first_week(name, own, days, Shift(own.today, days))
            self._keep(name, days, image)

    def _in_first_week(self, name: str, own: WorldDay, days: int, shift: Shift) -> tuple[World, Image]:
        """A world that comes with mock_od, as it was kept from an earlier start, or else as it is read."""
        kept = KeptWorlds([Path(__file__).parent.parent, fixtures() / EMPTY, fixtures() / name])
        if found := kept.find(name, days):
            return World(own, found.size, nothing()), found.image
        world, image = self._read(name, path=False, shift=shift)
        kept.keep(name, days, KeptWorld(image, world.size))
        return world, image

    def _as_written(self, name: str) -> Image:
        if name not in self._written:
            _, self._written[name] = self._read(name, path=False)
        return self._written[name]

    def _in_week(self, name: str, today: date, days: int) -> Image:
        image = self._moved.get((name, days))
        if image is None:
            image = self.mover.moved(self._as_written(name), today, days)
        return self._keep(name, days, image)

    def _keep(self, name: str, days: int, image: Image) -> Image:
        self._moved[name, days] = image
        self._lately[name, days] = image
        self._lately.move_to_end((name, days))
        if len(self._lately) > _WEEKS_KEPT:
            self._lately.popitem(last=False)
        return image

    def _read(self, name: str, *, path: bool, shift: Shift | None = None) -> tuple[World, Image]:
        """What a world says of itself, and the state that it brings.

        :param shift: how its dates are moved, where it comes with mock_od.
        """
        store = Store((), self._create)
        records = StoredRecords(self._engine.shapes, store)
        left_out = nothing()
        with store.transaction():
            day, size = self._fill(records, fixtures() / EMPTY, shift)
            if name in self.names:
                if name != EMPTY:
                    day, size = self._fill(records, fixtures() / name, shift)
            else:
                day, size, left_out = self._seed(records, name, path=path)
            mark(store, moved=shift is not None)
        with store.transaction():
            for statement in indexes_schema(self._engine.catalog, store.tables):
                store.execute(statement)
        image = store.image()
        store.close()
        return World(day, size, left_out), image

    def _create(self, table: str) -> list[str]:
        """The statements that create a table; its indexes are sooner done when the rows are there."""
        return [*tables_schema(self._engine.catalog, [table])] if table in self._engine.catalog.tables else []

    def _fill(self, records: StoredRecords, folder: Path, shift: Shift | None) -> tuple[WorldDay, dict[str, int]]:
        """Put the rows of a world that comes with mock_od in: tests have checked them.

        :returns: its day, and the rows of each table.
        """
        files = {file.stem: file for file in sorted(folder.glob("*.json")) if file.name != WORLD_FILE}
        size = {}
        for table in self._seeder.in_order(files):
            rows = orjson.loads(files[table].read_bytes())
            self._seeder.insert_checked(records, table, rows, shift)
            size[table] = len(rows)
        return _own_day(folder), size

    def _seed(self, records: StoredRecords, name: str, *, path: bool) -> tuple[WorldDay, dict[str, int], LeftOut]:
        """Put the rows of a world on this machine in.

        :returns: its day, the rows of each table, and what was left out.
        :raises UnknownWorld: when there is none, or its rows are no good.
        """
        there = _look(Path(name)) if path else None
        if there is None:
            shown = repr(name[:_LONGEST_NAME] + "..." * (len(name) > _LONGEST_NAME))
            ways = f"{', '.join(self.names)}" + " or the path of a folder" * path
            raise UnknownWorld(f"there is no world {shown}; choose {ways}")
        try:
            tables, day, ignores = _written(there)
            left_out = nothing()
            if ignores and isinstance(tables, Mapping):
                left_out = self._seeder.unknown(tables)
                tables = self._seeder.without(tables, left_out)
            if tables == {}:
                raise UnknownWorld(
                    f"world {name}: holds no table; write a file TABLE.json for each, a list of its rows"
                )
            size = self._seeder.seed(records, tables)
        except BadRow as bad:
            several = isinstance(bad, UnknownNames) and bad.several  # of another database, not a slip
            where = f"in {WORLD_FILE}" if there.is_dir() else 'beside "tables"'
            advice = f'; "{UNKNOWN}": "{IGNORE}" {where} leaves out what is unknown' if several else ""
            raise UnknownWorld(f"world {name}: {bad}{advice}") from bad
        except OSError as broken:
            raise UnknownWorld(f"world {name}: cannot be read: {broken.strerror}") from broken
        return day, size, left_out


def _own_day(folder: Path) -> WorldDay:
    """The day of a world that comes with mock_od."""
    said = folder / WORLD_FILE
    return WorldDay.checked(orjson.loads(said.read_bytes())) if said.is_file() else WorldDay()


def _look(path: Path) -> Path | None:
    """The folder or the file at a path; None where there is neither, or no path could be so.

    :raises UnknownWorld: when this user may not look there.
    """
    try:
        kind = path.stat().st_mode
    except PermissionError as closed:
        raise UnknownWorld(f"world {path}: cannot be read: {closed.strerror}") from closed
    except (OSError, ValueError):  # too long a name, or a NUL in it
        return None
    return path if stat.S_ISDIR(kind) or stat.S_ISREG(kind) else None


def _written(path: Path) -> _Written:
    """A world on this machine: a folder with a file for each table, or one file with all.

    :raises OSError: when the folder cannot be read.
    """
    if path.is_dir():
        tables = {file.stem: _read_json(file) for file in sorted(path.iterdir()) if file.suffix == ".json"}
        return _as_it_says(tables, WORLD_FILE, tables.pop(Path(WORLD_FILE).stem, {}))
    content = _read_json(path)
    if isinstance(content, dict) and "tables" in content:  # an export
        return _as_it_says(content.pop("tables"), path.name, content)
    return _Written(content, WorldDay(), ignores=False)


def _as_it_says(tables: Any, file: str, given: Any) -> _Written:
    """The tables of a world, with what its file says of them.

    :raises BadRow: when what it says is no good.
    """
    from marshmallow import ValidationError

    from mock_od.validation import first_mistake, written

    if not isinstance(given, dict):
        raise BadRow(file, None, None, 'must be an object such as {"today": "2025-06-02"}')
    try:
        return _Written(tables, WorldDay.read(given), ignores=given.get(UNKNOWN) == IGNORE)
    except ValidationError as bad:
        mistake = first_mistake(bad)
        raise BadRow(file, None, written(mistake.at), mistake.problem) from bad


def _read_json(file: Path) -> Any:
    try:
        if not file.is_file():  # a pipe would have us wait for somebody to write into it
            raise BadRow(file.stem, None, None, f"{file.name} is no file")
        return json.loads(file.read_bytes())
    except (ValueError, OSError, RecursionError) as broken:
        raise BadRow(file.stem, None, None, f"{file.name} cannot be read as JSON: {broken}") from broken
