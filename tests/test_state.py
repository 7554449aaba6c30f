"""Offices that survive a restart (`serve --state`), and worlds that are read again (`--watch`)."""

import json
import os
import signal
import time
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from conversation import _engine
from test_cli import run
from test_cli import serving as serving_with_a_log

from mock_od import store as stores
from mock_od.client.client import Client
from mock_od.client.error import MockOdError
from mock_od.office.offices import Offices
from mock_od.office.saving import Saver
from mock_od.office.settings import Settings
from mock_od.office.state import BadState, StateFolder
from mock_od.office.watching import Watcher

PATIENCE = 20.0
serving = partial(serving_with_a_log, MOCK_OD_LOG="off")
LATE = 1.5
"""Seconds after which a change is written for certain: one is promised, and this machine has other things to do."""


def client_of(server):
    return Client(f"http://127.0.0.1:{server.ready['port']}")


def whole(office):
    """All that a restart keeps of an office. The clock of a running office goes on."""
    return {
        "rows": office.export()["tables"],
        "settings": office.settings(),
        "frozen": office.clock.frozen,
        "snapshots": office.snapshots(),
        "diffs": [office.diff(name) for name in (None, *office.snapshots())],
        "sequence": office.sequence(),
        "generation": office.generation,
    }


def until(condition):
    """Wait for something that another thread does."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.02)
    return found


# --- a server that is started again -----------------------------------------------------------------


def fill(client):
    """Three offices: one with all that can be kept, a fork of it, and one that was only called."""
    one = client.office("one", world="small", version="24.1.9", permissions=["ApiReadAll"], throttle="off")
    one.seed(patient={"PatNum": 700, "LName": "Abel"})
    one.snapshot("before")
    one.update("patient", 700, LName="Bo")
    one.delete("treatplan", TreatPlanNum=9)
    one.sequence(treatplan=9500)
    one.clock.freeze("2024-01-27 14:13:05")
    fork = one.fork("fork", timezone="Europe/Berlin", developer_keys={"known": "Dent Ware"})
    fork.seed(clinic={"Description": "Forked"})
    plain = client.attach("a_key~with?")
    return [one, fork, plain]


def test_offices_survive_a_restart(tmp_path):
    options = ["--state", str(tmp_path / "state")]
    with serving(*options) as server:
        assert server.before == [f"state {tmp_path / 'state'}: 0 offices are back"]
        before = [whole(office) for office in fill(client_of(server))]
        assert server.end() == (0, "", "")
    with serving(*options) as server:
        assert server.before == [f"state {tmp_path / 'state'}: 3 offices are back"]
        client = client_of(server)
        offices = [client.attach(key) for key in ("one", "fork", "a_key~with?")]
        assert [whole(office) for office in offices] == before
        one, fork, _ = offices
        assert (one.clock.now, fork.clock.frozen) == (datetime(2024, 1, 27, 14, 13, 5), True)
        one.restore("before")
        assert one.rows("patient", PatNum=700)[0]["LName"] == "Abel"
        one.reset()
        fork.reset()
        assert (one.diff(), fork.diff()) == ({}, {})
        assert one.rows("patient", PatNum=700) == []
        assert fork.rows("patient", PatNum=700)[0]["LName"] == "Bo"  # a fork goes back to what it began with
        one.close()
        assert server.end() == (0, "", "")
    with serving(*options) as server:
        assert server.before == [f"state {tmp_path / 'state'}: 2 offices are back"]
        with pytest.raises(MockOdError, match="no office is open with the key 'one'"):
            client_of(server).call("GET", "/offices/one")
        assert client_of(server).attach("fork").generation == 3
    with serving(*options) as server:
        client_of(server).close("fork")
        client_of(server).close("a_key~with?")
        until(lambda: [*(tmp_path / "state" / "images").iterdir()] == [])
        assert [*(tmp_path / "state" / "offices").iterdir()] == []


def test_a_change_is_written_within_a_second_and_a_clock_that_runs_goes_on(tmp_path):
    options = ["--state", str(tmp_path)]
    with serving(*options) as server:
        office = client_of(server).office("one", clock="2030-01-01 09:00")
        office.clock.advance(days=1)
        office.seed(clinic={"Description": "Kept"})
        time.sleep(LATE)
        server.process.kill()
        server.process.wait()
    with serving(*options) as server:
        office = client_of(server).attach("one")
        assert [row["Description"] for row in office.rows("clinic")] == ["Kept"]
        assert datetime(2030, 1, 2, 9, 0) <= office.clock.now < datetime(2030, 1, 2, 9, 2)
        assert office.clock.frozen is False


def test_after_kill_9_in_the_middle_of_writes_the_state_is_whole(tmp_path):
    """Each write makes one clinic and one site, together: a state with one of them alone was never there."""
    options = ["--state", str(tmp_path)]
    promised, written = {"one": 0, "other": 0}, {"one": 0, "other": 0}
    for attempt, seconds in enumerate(
        [LATE + 0.5, 0.1, 0.2, 0.4, 0.1, 0.2, 0.4, 0.1, 0.2, 0.1]
    ):  # the first one is promised
        with serving(*options) as server:
            assert server.before == [f"state {tmp_path}: {2 if attempt else 0} offices are back"]
            offices = {key: client_of(server).attach(key) for key in written}
            history = []
            for key, office in offices.items():
                sites = [row["Description"] for row in office.rows("site")]
                assert sites == [row["Description"] for row in office.rows("clinic")] == [*map(str, range(len(sites)))]
                assert promised[key] <= len(sites) <= written[key]
                written[key] = len(sites)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                for key, office in offices.items():
                    row = {"Description": str(written[key])}
                    office.seed(clinic=row, site=row)
                    written[key] += 1
                    office.snapshot(f"at {written[key] % 3}")
                history.append((time.monotonic(), {**written}))
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
            killed = time.monotonic()
            promised = next((then for at, then in reversed(history) if at < killed - LATE), promised)
    assert min(promised.values()) > 20


# --- a folder that cannot be used -------------------------------------------------------------------


def test_a_folder_that_cannot_be_used_is_one_clear_line_and_status_2(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    status, said, complained = run("serve", "--world", "empty", "--port", 0, "--state", tmp_path / "file")
    assert (status, said) == (2, "")
    assert complained == f"mock-od: state {tmp_path / 'file'}: Not a directory\n"
    with serving("--state", str(tmp_path / "state")):
        status, said, complained = run("serve", "--world", "empty", "--port", 0, "--state", tmp_path / "state")
        assert (status, said) == (2, "")
        problem = "another server keeps its offices there; choose another folder"
        assert complained == f"mock-od: state {tmp_path / 'state'}: {problem}\n"


@pytest.fixture
def offices():
    """Offices of a server that has still to start."""
    return Offices(_engine(), Settings("small"))


class Kept:
    """A folder with the offices of one server, and then of the next one."""

    def __init__(self, folder):
        self.folder = folder
        self.said = []
        self.folders = []

    def saver(self, offices):
        self.folders.append(StateFolder(self.folder))
        return Saver(offices, self.folders[-1], self.said.append)

    def again(self):
        """The offices of the next server."""
        offices = Offices(_engine(), Settings("small"))
        saver = self.saver(offices)
        saver.bring_back()
        return offices, saver

    def images(self):
        return sorted(file.name for file in (self.folder / "images").iterdir())


@pytest.fixture
def kept(tmp_path):
    kept = Kept(tmp_path / "state")
    yield kept
    for folder in kept.folders:
        folder.close()


def test_an_office_that_is_closed_as_soon_as_it_is_back_is_forgotten(kept, offices):
    saver = kept.saver(offices)
    offices.open("one")
    saver.stop()
    again, saver = kept.again()
    again.close("one")
    saver.stop()
    assert (kept.images(), [*(kept.folder / "offices").iterdir()]) == ([], [])


def test_what_is_no_state_of_ours_is_refused(kept, offices):
    saver = kept.saver(offices)
    offices.open("one")
    saver.stop()
    (file,) = (kept.folder / "offices").iterdir()
    (image,) = (kept.folder / "images").iterdir()
    content, rows = json.loads(file.read_bytes()), image.read_bytes()
    for wrong, says in (
        ("{", "is no office that mock_od has kept"),
        ("[]", "is no office that mock_od has kept"),
        ('{"format": 1}', "is no office that mock_od has kept"),
        (json.dumps({**content, "format": 2}), "was written by another version of mock_od; choose another folder"),
        (json.dumps({**content, "settings": {"mode": "cloud"}}), "mode: 'cloud' is none"),
    ):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(BadState, match=says):
            kept.again()
    file.write_text(json.dumps(content), encoding="utf-8")
    image.write_bytes(rows[:-1])
    with pytest.raises(BadState, match="was changed; take it from a copy of the folder"):
        kept.again()
    image.unlink()
    with pytest.raises(BadState, match="No such file or directory"):
        kept.again()
    image.write_bytes(rows)
    offices, saver = kept.again()
    assert offices.find("one").records.rows("treatplan")
    saver.stop()


def test_tables_of_another_version_are_refused(kept, offices):
    saver = kept.saver(offices)
    office = offices.open("one")
    office.store.execute('ALTER TABLE "clinic" ADD COLUMN "Ours" int')
    office.records.put("clinic", {})
    saver.stop()
    with pytest.raises(BadState, match="another version of mock_od, whose table clinic differs"):
        kept.again()


# --- what is written, and when ----------------------------------------------------------------------


def test_offices_have_the_images_in_common_that_are_the_same(kept, offices):
    saver = kept.saver(offices)
    for key in "abc":
        offices.open(key)
    saver.save()
    assert len(kept.images()) == 1
    offices.find("a").records.put("clinic", {})
    offices.find("b").snapshots["s"] = offices.find("b").store.image()  # the same rows once more
    saver.save()
    assert len(kept.images()) == 2
    offices.find("a").reset()
    offices.find("b").snapshots.clear()
    saver.save()
    saver.save()
    offices.close("c")
    saver.stop()
    again, saver = kept.again()
    one, other = again.find("a"), again.find("b")
    assert again.find("c") is None
    assert one.start is not None
    assert one.records.rows("clinic") == offices.find("a").records.rows("clinic")
    assert other.snapshots == {}
    saver.stop()


def test_nothing_is_written_where_nothing_changed(kept, offices):
    saver = kept.saver(offices)
    office = offices.open("one")
    office.records.put("clinic", {})
    saver.save()
    (file,) = (kept.folder / "offices").iterdir()
    before = file.stat().st_mtime_ns, kept.images()
    office.records.rows("clinic")
    base = office.store.edition
    for _ in range(3):
        saver.save()
    assert (file.stat().st_mtime_ns, kept.images()) == before
    assert office.store.edition == base
    for change in (
        lambda: office.records.put("clinic", {}),
        lambda: office.records.continue_at("clinic", 700),
        lambda: office.apply(Settings("small", mode="remote")),
        lambda: office.clock.set(datetime(2030, 1, 1), frozen=True),
        lambda: office.snapshots.update(s=office.store.image()),
        office.snapshots.clear,
        lambda: office.records.delete("clinic"),
        office.reset,
    ):
        then = file.read_bytes()
        change()
        saver.save()
        assert file.read_bytes() != then
    saver.stop()


def test_a_reset_after_a_save_is_a_reset(kept, offices):
    saver = kept.saver(offices)
    office = offices.open("one")
    start = office.records.rows("clinic")
    for _ in range(3):
        office.records.put("clinic", {"Description": "Gone"})
        saver.save()
        office.reset()
        assert office.records.rows("clinic") == start
        saver.save()
        assert office.records.rows("clinic") == start
    saver.stop()


def test_an_office_that_is_in_use_is_written_later(kept, offices):
    import threading

    saver = kept.saver(offices)
    one, other = offices.open("one"), offices.open("other")
    held, done = threading.Event(), threading.Event()

    def hold():
        with one.lock:
            held.set()
            done.wait(PATIENCE)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(PATIENCE)
    saver.save()
    names = [json.loads(file.read_bytes())["key"] for file in (kept.folder / "offices").iterdir()]
    assert names == [other.key]
    done.set()
    thread.join()
    saver.stop()
    assert len([*(kept.folder / "offices").iterdir()]) == 2


def test_what_cannot_be_written_is_said_once_and_tried_again(kept, offices, monkeypatch):
    saver = kept.saver(offices)
    offices.open("one")

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        saver.save()
        saver.save()
    assert kept.said == ["cannot write the state: No space left on device; it is tried again"]
    assert [*(kept.folder / "offices").glob("*.json")] == []
    saver.save()
    assert len([*(kept.folder / "offices").glob("*.json")]) == 1
    saver.stop()
    _, saver = kept.again()
    assert [file.suffix for file in (kept.folder / "images").iterdir()] == [""]
    saver.stop()


def test_a_python_that_cannot_serialize_keeps_the_same(kept, offices, monkeypatch):
    """Python 3.10 copies databases; the files are the same kind."""
    able = stores._CAN_DESERIALIZE
    monkeypatch.setattr(stores, "_CAN_DESERIALIZE", False)
    plain = Offices(_engine(), Settings("small"))
    saver = kept.saver(plain)
    office = plain.open("one")
    office.records.put("clinic", {"Description": "Kept"})
    office.snapshots["s"] = office.store.image()
    rows = office.records.rows("clinic")
    saver.stop()
    for can in {False, able}:
        monkeypatch.setattr(stores, "_CAN_DESERIALIZE", can)
        again, saver = kept.again()
        assert again.find("one").records.rows("clinic") == rows
        again.find("one").restore(again.find("one").snapshots["s"])
        assert again.find("one").records.rows("clinic") == rows
        saver.stop()


# --- a world that is edited -------------------------------------------------------------------------


def write(world: Path, /, *names, **files):
    world.mkdir(exist_ok=True)
    (world / "clinic.json").write_text(json.dumps([{"Description": name} for name in names]), encoding="utf-8")
    for name, content in files.items():
        (world / f"{name}.json").write_text(content, encoding="utf-8")


def test_a_world_that_changes_is_read_again_and_its_offices_are_reset(tmp_path):
    world = tmp_path / "world"
    write(world, "First")
    with serving("--world", str(world), "--watch") as server:
        client = client_of(server)
        one, other = client.office("one"), client.office("other", world="small")
        fork = one.fork("fork")
        generation = one.generation, other.generation, fork.generation
        one.seed(clinic={"Description": "Mine"})
        write(world, "Second", patient='[{"LName": "Abel"}]')
        until(lambda: [row["Description"] for row in one.rows("clinic")] == ["Second"])
        assert (one.rows("patient")[0]["LName"], one.diff()) == ("Abel", {})
        assert (one.generation, other.generation, fork.generation) == (
            generation[0] + 2,
            generation[1],
            generation[2],
        )
        assert [row["Description"] for row in fork.rows("clinic")] == ["First"]
        assert [row["Description"] for row in client.office("new").rows("clinic")] == ["Second"]
        write(world, "Third", patient='[{"LNam": "Abel"}]')
        complained = [server.process.stderr.readline(), server.process.stderr.readline()]
        assert [row["Description"] for row in one.rows("clinic")] == ["Second"]
        assert [row["Description"] for row in client.office("newer").rows("clinic")] == ["Second"]
        write(world, "Fourth", patient="[]")
        until(lambda: [row["Description"] for row in one.rows("clinic")] == ["Fourth"])
        status, said, last = server.end()
    where = "patient[0].LNam: there is no such column; did you mean LName?"
    assert (status, said) == (0, "")
    assert "".join([*complained, last]).splitlines() == [
        f"world {world} read again: 1 office reset",
        f"mock-od: world {world}: {where}; the offices keep their rows",
        f"world {world} read again: 3 offices reset",
    ]


def test_files_that_are_still_being_written_are_waited_for(tmp_path):
    write(tmp_path, "First")
    offices, said = Offices(_engine(), Settings(str(tmp_path)), path=True), []
    watcher = Watcher(offices, said.append, said.append)
    watcher.look()
    watcher.look()
    assert said == []
    for at in range(3):
        write(tmp_path, "Second", patient="[" * at + "1")
        watcher.look()
        assert said == []
    write(tmp_path, "Second", patient="[]")
    watcher.look()
    assert said == []
    watcher.look()
    watcher.look()
    assert said == [f"world {tmp_path} read again: 0 offices reset"]


def test_what_is_left_out_of_a_world_that_is_read_again_is_said(tmp_path):
    write(tmp_path, "First", world='{"unknown": "ignore"}')
    offices, said = Offices(_engine(), Settings(str(tmp_path)), path=True), []
    watcher = Watcher(offices, said.append, said.append)
    write(tmp_path, "Second", ours="[{}]", patient='[{"LName": "Abel", "Shoe": 9}]')
    watcher.look()
    watcher.look()
    assert said == [
        f"world {tmp_path} read again: 0 offices reset",
        f"world {tmp_path}: left out: table ours",
        f"world {tmp_path}: left out: patient.Shoe",
    ]


def test_dates_of_a_world_that_is_read_again_are_moved_to_the_day_of_the_office(tmp_path):
    write(tmp_path, "First", world='{"today": "2025-06-02"}', patient='[{"Birthdate": "2025-06-02"}]')
    offices, said = Offices(_engine(), Settings(str(tmp_path)), path=True), []
    watcher = Watcher(offices, said.append, said.append)
    office = offices.open("one")
    office.clock.set(datetime(2025, 6, 13), frozen=True)
    write(tmp_path, "Second", patient='[{"Birthdate": "2025-06-03"}]')
    watcher.look()
    watcher.look()
    assert office.records.rows("patient")[0]["Birthdate"] == "2025-06-10"
    assert office.generation == 2


def test_watch_needs_a_world_of_yours():
    problem = "--watch looks after a world of yours; small comes with mock_od, so name a folder with --world"
    assert run("serve", "--port", 0, "--world", "small", "--watch") == (2, "", f"mock-od: {problem}\n")


def test_a_world_that_is_watched_and_kept(tmp_path):
    """An office that is back began with the world too, in the process before."""
    write(tmp_path / "world", "First")
    options = ["--world", str(tmp_path / "world"), "--watch", "--state", str(tmp_path / "state")]
    with serving(*options) as server:
        client_of(server).office("one")
        assert server.end()[0] == 0
    with serving(*options) as server:
        office = client_of(server).attach("one")
        write(tmp_path / "world", "Second")
        until(lambda: [row["Description"] for row in office.rows("clinic")] == ["Second"])
