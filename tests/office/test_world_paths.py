"""Paths that are given as a world and hold none: each is refused with a sentence, at once."""

import json
import os
from pathlib import Path

import pytest

from mock_od.engine.perform import Engine
from mock_od.office.left_out import lines
from mock_od.office.worlds import UnknownWorld, Worlds
from mock_od.opendental import catalog


@pytest.fixture(scope="module")
def worlds():
    return Worlds(Engine(catalog()))


def refusal_of(worlds, path):
    with pytest.raises(UnknownWorld) as caught:
        worlds.image(str(path), path=True)
    return str(caught.value)


CHOOSE = "choose clinic, empty, small or the path of a folder"
NO_TABLE = "holds no table; write a file TABLE.json for each, a list of its rows"


def test_a_folder_without_a_table(worlds, tmp_path):
    assert refusal_of(worlds, tmp_path) == f"world {tmp_path}: {NO_TABLE}"
    (tmp_path / "patient.csv").write_text("PatNum", encoding="utf-8")
    assert refusal_of(worlds, tmp_path) == f"world {tmp_path}: {NO_TABLE}"


@pytest.mark.parametrize("content", ["{}", '{"tables": {}}'])
def test_a_file_without_a_table(worlds, tmp_path, content):
    file = tmp_path / "world.json"
    file.write_text(content, encoding="utf-8")
    assert refusal_of(worlds, file) == f"world {file}: {NO_TABLE}"


def test_a_table_without_a_row_is_one(worlds, tmp_path):
    (tmp_path / "patient.json").write_text("[]", encoding="utf-8")
    assert worlds.image(str(tmp_path), path=True)


def test_a_world_that_this_user_may_not_look_at(worlds, tmp_path, monkeypatch):
    stat = Path.stat

    def look(path, **more):
        if path == tmp_path:
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **more)

    monkeypatch.setattr(Path, "stat", look)
    assert refusal_of(worlds, tmp_path) == f"world {tmp_path}: cannot be read: Permission denied"


def test_a_folder_that_cannot_be_read(worlds, tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.iterdir", lambda path: refuse(path) if path == tmp_path else os.scandir(path))
    monkeypatch.setattr(Worlds, "names", ["clinic", "empty", "small"])
    assert refusal_of(worlds, tmp_path) == f"world {tmp_path}: cannot be read: Permission denied"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_not_waited_for(worlds, tmp_path):
    pipe = tmp_path / "patient.json"
    os.mkfifo(pipe)
    assert refusal_of(worlds, pipe).endswith(f"; {CHOOSE}")
    assert refusal_of(worlds, tmp_path) == f"world {tmp_path}: patient: patient.json is no file"


@pytest.mark.parametrize("name", ["x" * 300, "x" * 100_000, "a\0b"])
def test_a_name_that_no_file_can_have(worlds, name):
    shown = repr(name[:100] + "..." * (len(name) > 100))
    assert refusal_of(worlds, name) == f"there is no world {shown}; {CHOOSE}"


OF_ANOTHER_DATABASE = {
    "patient": [{"PatNum": 7, "LName": "Abel", "HouseNumber": 3}, {"LNam": "Bo"}],
    "ours": [{}],
}
UNKNOWN = "1 table and 2 columns are unknown: ours, patient.HouseNumber, patient.LNam (did you mean LName?)"


def written(place, **said):
    """The world of another database, in a folder or in a file, which says that of itself."""
    if place.suffix:
        place.write_text(json.dumps({**said, "tables": OF_ANOTHER_DATABASE}), encoding="utf-8")
        return place
    place.mkdir(exist_ok=True)
    for table, rows in {**OF_ANOTHER_DATABASE, "world": said}.items():
        (place / f"{table}.json").write_text(json.dumps(rows), encoding="utf-8")
    return place


@pytest.mark.parametrize(("name", "where"), [("folder", "in world.json"), ("export.json", 'beside "tables"')])
def test_what_is_unknown_is_told_at_once_or_left_out(worlds, tmp_path, name, where):
    place = written(tmp_path / name)
    advice = f'"unknown": "ignore" {where} leaves out what is unknown'
    assert refusal_of(worlds, place) == f"world {place}: tables: {UNKNOWN}; {advice}"
    assert refusal_of(worlds, written(place, unknown="refuse")) == f"world {place}: tables: {UNKNOWN}; {advice}"
    assert worlds.left_out(str(place)) == {"tables": [], "columns": {}}
    assert worlds.image(str(written(place, unknown="ignore", today="2025-06-02")), path=True)
    assert worlds.left_out(str(place)) == {"tables": ["ours"], "columns": {"patient": ["HouseNumber", "LNam"]}}
    assert worlds.size(str(place)) == {"patient": 2}


def test_what_is_unknown_is_refused_or_ignored_and_nothing_else(worlds, tmp_path):
    place = written(tmp_path / "folder", unknown="ask")
    assert refusal_of(worlds, place) == f'world {place}: world.json.unknown: is "refuse" or "ignore"'
    (place / "patient.json").unlink()
    assert refusal_of(worlds, written(tmp_path / "folder", unknown=True)).endswith('.unknown: is "refuse" or "ignore"')


def test_a_world_of_which_nothing_is_known_holds_no_table(worlds, tmp_path):
    (tmp_path / "ours.json").write_text("[{}]", encoding="utf-8")
    (tmp_path / "world.json").write_text('{"unknown": "ignore"}', encoding="utf-8")
    assert refusal_of(worlds, tmp_path) == f"world {tmp_path}: {NO_TABLE}"


def test_tables_that_are_no_tables_are_refused_whatever_is_ignored(worlds, tmp_path):
    file = tmp_path / "export.json"
    file.write_text('{"unknown": "ignore", "tables": [1]}', encoding="utf-8")
    says = 'must be an object such as {"TABLE": [{...}]}'
    assert refusal_of(worlds, file) == f"world {file}: tables: {says}"


def test_nothing_that_a_terminal_would_obey_is_said(worlds, tmp_path):
    folder = tmp_path / "red\x1b[31m"
    folder.mkdir()
    (folder / "bell\x07.json").write_text("[]", encoding="utf-8")
    says = f"world {tmp_path}/red?[31m: bell?: there is no such table"
    assert refusal_of(worlds, folder).startswith(says)
    assert lines({"tables": ["bell\x07"], "columns": {"patient": ["a\nb", "c"]}}) == [
        "left out: table bell?",
        "left out: patient.a?b, patient.c",
    ]
