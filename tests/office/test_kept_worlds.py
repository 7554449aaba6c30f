"""Worlds that are kept on disk from one start to the next."""

import os
from datetime import date
from pathlib import Path

import pytest

from mock_od.engine.perform import Engine
from mock_od.office.kept_worlds import KeptWorld, KeptWorlds
from mock_od.office.worlds import Worlds
from mock_od.opendental import catalog
from mock_od.store import Image, Store

DAY = date(2026, 11, 21)
NEXT_WEEK = date(2026, 11, 28)
SQLITE_TAKES_IMAGES = pytest.mark.skipif(
    not hasattr(__import__("sqlite3").Connection, "deserialize"), reason="Python 3.10 keeps no worlds"
)


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """The folder where worlds are kept."""
    kept = tmp_path / "cache" / "mock-od"
    monkeypatch.setenv("MOCK_OD_CACHE", str(kept))
    return kept


@pytest.fixture
def files(tmp_path):
    """What a world is made of."""
    made_of = tmp_path / "made-of"
    (made_of / "within").mkdir(parents=True)
    (made_of / "page.py").write_text("1")
    (made_of / "within" / "table.json").write_text("[]")
    return made_of


def world(rows: int = 1) -> KeptWorld:
    store = Store(["CREATE TABLE t (n)", *["INSERT INTO t VALUES (7)"] * rows])
    store.numbers["t"] = rows
    return KeptWorld(store.image(), {"t": rows})


def rows(image: Image) -> list[tuple]:
    store = Store(image)
    return store.execute("SELECT * FROM t").fetchall()


def read(day: date) -> tuple[bytes, dict]:
    worlds = Worlds(Engine(catalog()))
    return worlds.image("clinic", day).content(), dict(worlds.size("clinic"))


@SQLITE_TAKES_IMAGES
def test_a_start_takes_the_world_that_an_earlier_one_has_left(folder, monkeypatch):
    first = read(DAY)
    assert [file.suffix for file in folder.iterdir()] == [".world"]
    monkeypatch.setattr(Worlds, "_fill", None)  # nothing is read any more
    assert read(DAY) == first
    assert read(date(2026, 11, 16)) == first  # Monday of the same week
    with pytest.raises(TypeError):
        read(NEXT_WEEK)


@SQLITE_TAKES_IMAGES
def test_another_week_takes_the_place_of_the_last_one(folder):
    assert read(DAY) != read(NEXT_WEEK)
    assert len([*folder.iterdir()]) == 1


@SQLITE_TAKES_IMAGES
def test_any_change_of_a_file_is_seen(folder, files):
    kept = KeptWorlds([files])
    changes = [
        lambda: os.utime(files / "page.py", (1, 1)),
        lambda: (files / "within" / "table.json").write_text("[{}]"),
        lambda: (files / "other.json").write_text("[]"),
        (files / "other.json").unlink,
        lambda: (files / "page.py").rename(files / "paje.py"),
    ]
    for change in changes:
        kept.keep("w", 7, world(3))
        found = kept.find("w", 7)
        assert found
        assert (rows(found.image), found.image.numbers, found.size) == ([(7,)] * 3, {"t": 3}, {"t": 3})
        assert kept.find("w", 14) is None
        assert kept.find("v", 7) is None
        change()
        assert kept.find("w", 7) is None
    kept.keep("w", 7, world())
    (files / "notes.txt").write_text("nothing is made of it")
    assert kept.find("w", 7)


@SQLITE_TAKES_IMAGES
def test_what_is_no_world_is_as_if_it_were_not_there(folder, files):
    kept = KeptWorlds([files])
    kept.keep("w", 7, world())
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for broken in (
        b"",
        b"\n",
        b"[]\n",
        b"{}\n",
        whole[:-1],
        whole[:-4096],
        whole.replace(b"SQLite", b"sqlite"),
        b"\xff",
    ):
        file.write_bytes(broken)
        assert kept.find("w", 7) is None
    kept.keep("w", 7, world(2))
    assert kept.find("w", 7).size == {"t": 2}


@SQLITE_TAKES_IMAGES
def test_each_place_has_its_own_and_of_many_the_oldest_go(folder, tmp_path):
    places = [tmp_path / f"place{number}" for number in range(6)]
    for at, place in enumerate(places):
        place.mkdir()
        KeptWorlds([place]).keep("w", 0, world(at))
        for age, file in enumerate(sorted(folder.iterdir(), key=lambda each: -each.stat().st_mtime)):
            os.utime(file, (1_000_000 - age, 1_000_000 - age))  # however short the test is
    left = [KeptWorlds([place]).find("w", 0) for place in places]
    assert [found and found.size["t"] for found in left] == [None, None, 2, 3, 4, 5]


def test_where_nothing_can_be_kept_all_goes_on_without(folder, files, monkeypatch):
    folder.parent.mkdir()
    folder.write_text("a file stands in the way")
    kept = KeptWorlds([files])
    kept.keep("w", 7, world())
    assert kept.find("w", 7) is None
    for nowhere in ("", None):
        if nowhere is None:
            monkeypatch.delenv("MOCK_OD_CACHE")
            monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
            monkeypatch.setattr(Path, "home", homeless)
        else:
            monkeypatch.setenv("MOCK_OD_CACHE", nowhere)
        kept = KeptWorlds([files])
        kept.keep("w", 7, world())
        assert kept.find("w", 7) is None


def homeless():
    raise RuntimeError("Could not determine home directory.")


@SQLITE_TAKES_IMAGES
def test_by_default_it_is_where_programs_keep_such_things(monkeypatch, tmp_path, files):
    monkeypatch.delenv("MOCK_OD_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    KeptWorlds([files]).keep("w", 7, world())
    assert len([*(tmp_path / "xdg" / "mock-od").iterdir()]) == 1
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    KeptWorlds([files]).keep("w", 7, world())
    assert len([*(tmp_path / "home" / ".cache" / "mock-od").iterdir()]) == 1
