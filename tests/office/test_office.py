"""Offices: isolated worlds behind customer keys; their clocks; the worlds they start from."""

import json
from datetime import datetime, timedelta

import pytest

from mock_od.engine.perform import Engine
from mock_od.office.clock import Clock
from mock_od.office.offices import Offices, TakenKey
from mock_od.office.seeding import BadRow
from mock_od.office.settings import BadSetting, Settings
from mock_od.office.worlds import UnknownWorld, Worlds
from mock_od.opendental import catalog


@pytest.fixture(scope="module")
def engine():
    return Engine(catalog())


@pytest.fixture
def offices(engine):
    return Offices(engine, Settings("small"))


def count(office, table):
    return len(office.records.rows(table))


# --- offices ----------------------------------------------------------------------------------------


def test_a_key_opens_one_office_and_keeps_it(offices):
    assert offices.find("a") is None
    office = offices.open("a")
    assert offices.open("a") is office
    assert offices.find("a") is office
    assert offices.open("A") is not office
    assert [one.key for one in offices.all()] == ["a", "A"]


def test_offices_share_no_row(offices):
    one, other = offices.open("a"), offices.open("b")
    one.records.delete("treatplan")
    one.store.execute("DROP TABLE provider")
    assert count(other, "treatplan") > 0
    assert count(offices.open("c"), "treatplan") == count(other, "treatplan")
    assert count(other, "provider") > 0
    one.reset()
    assert count(one, "provider") == count(other, "provider")


def test_offices_share_no_clock(offices):
    moment = datetime(2024, 1, 27)
    offices.open("a").clock.set(moment, frozen=True)
    assert offices.open("a").clock.now() == moment
    assert offices.open("b").clock.now() != moment


def test_a_seed_is_all_or_nothing(offices):
    office = offices.open("a")
    plans = office.records.rows("treatplan")
    tables = {"treatplan": [{"TreatPlanNum": 1, "Heading": "x"}], "clinic": [{"ClinicNum": -1}]}
    for world in (None, offices.worlds.image("empty")):
        with pytest.raises(BadRow):
            office.seed(offices.seeder, world, tables)
        assert office.records.rows("treatplan") == plans
    assert office.seed(offices.seeder, offices.worlds.image("empty"), {"clinic": [{}]}) == {"clinic": 1}
    assert office.records.rows("treatplan") == []


def test_an_unknown_start_world_is_noticed_at_once(engine):
    with pytest.raises(UnknownWorld, match=r"there is no world 'nowhere'; choose clinic, empty, small$"):
        Offices(engine, Settings("nowhere"))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"version": "new"}, "'new' is not a version such as"),
        ({"mode": "cloud"}, "'cloud' is no"),
    ],
)
def test_settings_that_make_no_sense(settings, says):
    with pytest.raises(ValueError, match=says):
        Settings(**settings)


def test_settings_are_changed_and_shown_as_the_wire_has_them():
    before = Settings("small")
    after = before.changed({"keyStatus": "Unassigned", "throttle": {"seconds": 2}, "ttlSeconds": 600})
    assert (after.key_status, after.interval, after.ttl_seconds) == ("Unassigned", 2.0, 600.0)
    assert (before.key_status, before.interval, before.ttl_seconds) == ("Enabled", 0.0, None)
    assert after.changed(after.as_json()) == after
    assert before.changed({}) == before


@pytest.mark.parametrize(
    ("given", "name", "sentence"),
    [
        ({"key_status": "Enabled"}, "key_status", "key_status: is no setting; did you mean keyStatus?"),
        ({"keyStatus": 1}, "keyStatus", "keyStatus: must be a text"),
        ({"version": "new"}, "version", "version: 'new' is not a version such as 25.3.31"),
        ({"throttle": {"wait": "no"}}, "throttle.wait", 'throttle: wait is "real" or "virtual"'),
    ],
)
def test_settings_that_cannot_be_changed_so(given, name, sentence):
    with pytest.raises(BadSetting) as bad:
        Settings("small").changed(given)
    assert (bad.value.name, str(bad.value)) == (name, sentence)


def test_a_new_office_without_a_key_gets_a_free_one(offices):
    keys = [offices.make(None, offices.defaults).key for _ in range(2)]
    assert keys == ["office1", "office2"]
    source = offices.open("office3")
    assert offices.fork(source, None, offices.defaults).key == "office4"


def test_a_draft_is_no_office_before_it_is_added(offices):
    draft = offices.draft("a", offices.defaults)
    assert offices.find("a") is None
    assert offices.add(draft) is offices.find("a") is draft
    with pytest.raises(TakenKey):
        offices.add(offices.draft("a", offices.defaults))
    with pytest.raises(ValueError, match="visible ASCII"):
        offices.draft("a b", offices.defaults)


# --- worlds -----------------------------------------------------------------------------------------


@pytest.fixture
def worlds(engine):
    return Worlds(engine)


def test_the_worlds_there_are(worlds):
    assert worlds.names == ["clinic", "empty", "small"]


def test_a_world_is_read_once(worlds):
    assert worlds.image("small") is worlds.image("small")


def write(folder, **tables):
    for table, rows in tables.items():
        (folder / f"{table}.json").write_text(rows if isinstance(rows, str) else json.dumps(rows), encoding="utf-8")
    return str(folder)


PATIENT = {"PatNum": 5, "LName": "Zoë", "BillingType": "Standard"}
DEFINITION = {"DefNum": 9, "Category": 4, "ItemName": "Standard"}


def test_a_world_of_ones_own_in_a_folder(engine, tmp_path):
    """Patients speak of billing types by name, and come first in the alphabet of no file."""
    path = write(tmp_path, patient=[PATIENT], definition=[DEFINITION])
    office = Offices(engine, Settings(path), path=True).open("a")
    assert [(row["LName"], row["BillingType"]) for row in office.records.rows("patient")] == [("Zoë", 9)]
    assert count(office, "preference") > 5  # the defaults are there too


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_world_of_ones_own_in_a_file(engine, tmp_path, wrapped):
    tables = {"patient": [PATIENT], "definition": [DEFINITION]}
    file = tmp_path / "world.json"
    file.write_text(json.dumps({"tables": tables} if wrapped else tables), encoding="utf-8")
    office = Offices(engine, Settings(str(file)), path=True).open("a")
    assert office.records.rows("patient")[0]["LName"] == "Zoë"


BROKEN = [
    ({"patient": "["}, r"patient: patient\.json cannot be read as JSON"),
    ({"patient": "\udcff"}, "patient: patient.json cannot be read as JSON"),
    ({"patient": "[" * 100_000}, "patient: patient.json cannot be read as JSON"),
    ({"patients": []}, "patients: there is no such table; did you mean patient?"),
    ({"patient": {}}, "patient: must be a list of rows"),
    ({"patient": [{"PatNum": "x"}]}, r"patient\[0\]\.PatNum: PatNum takes a whole number"),
    ({"patient": [{"Gender": "f"}]}, r"patient\[0\]\.Gender: Gender is one of"),
]


@pytest.mark.parametrize(("tables", "says"), BROKEN)
def test_a_world_of_ones_own_that_is_no_good(engine, tmp_path, tables, says):
    for table, rows in tables.items():
        content = rows if isinstance(rows, str) else json.dumps(rows)
        (tmp_path / f"{table}.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UnknownWorld, match=f"world {tmp_path}: {says}"):
        Offices(engine, Settings(str(tmp_path)), path=True)


def test_a_path_is_no_world_where_paths_are_not_allowed(worlds, tmp_path):
    write(tmp_path, clinic=[])
    with pytest.raises(UnknownWorld, match="there is no world"):
        worlds.image(str(tmp_path))
    worlds.image(str(tmp_path), path=True)


def test_a_world_in_a_file_of_something_else(engine, tmp_path):
    file = tmp_path / "world.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(UnknownWorld, match="tables: must be an object"):
        Offices(engine, Settings(str(file)), path=True)


# --- clocks -----------------------------------------------------------------------------------------

NOON = datetime(2024, 1, 27, 12)


def test_a_clock_runs_with_the_machines():
    before = datetime.now().replace(microsecond=0)
    now = Clock().now()
    assert before <= now <= datetime.now()
    assert now.microsecond == 0
    assert now.tzinfo is None


def test_a_clock_that_is_set_runs_on_from_there():
    clock = Clock()
    clock.set(NOON, frozen=False)
    assert timedelta(seconds=-1) <= clock.now() - NOON < timedelta(seconds=5)
    clock.advance(timedelta(days=1))
    assert timedelta(seconds=-1) <= clock.now() - NOON - timedelta(days=1) < timedelta(seconds=5)


def test_no_part_of_a_second_is_lost():
    for frozen in (True, False):
        clock = Clock()
        clock.set(NOON, frozen=frozen)
        for _ in range(40):
            clock.advance(timedelta(seconds=0.3))
        assert timedelta(seconds=12) <= clock.now() - NOON < timedelta(seconds=15)


def test_part_of_a_second_passes_with_the_machines(monkeypatch):
    machine = [1_700_000_000.25]
    monkeypatch.setattr("mock_od.office.clock.time.time", lambda: machine[0])
    clock = Clock()
    clock.set(NOON, frozen=False)
    shown = []
    for _ in range(4):
        machine[0] += 0.3
        clock.advance(timedelta(seconds=0.3))
        shown.append((clock.now() - NOON).total_seconds())
    assert shown == [0, 1, 1, 2]


def test_what_was_read_before_a_change_is_not_remembered_after_it(monkeypatch):
    clock = Clock()
    clock.set(NOON, frozen=True)
    read = Clock._at

    def meanwhile(self, second):
        moment = read(self, second)
        monkeypatch.setattr(Clock, "_at", read)
        self.advance(timedelta(hours=1))
        return moment

    monkeypatch.setattr(Clock, "_at", meanwhile)
    assert clock.now() == NOON
    assert clock.now() == NOON + timedelta(hours=1)


def test_a_frozen_clock_stands_still_until_it_is_moved():
    clock = Clock()
    clock.set(NOON + timedelta(microseconds=7), frozen=True)
    assert clock.now() == clock.now() == NOON
    clock.advance(timedelta(hours=2))
    assert clock.now() == NOON + timedelta(hours=2)
    clock.set(NOON, frozen=False)
    clock.advance(timedelta(hours=-1))
    assert clock.now() < NOON


def test_a_frozen_clock_moves_in_place_of_waiting(offices):
    office = offices.open("customer")
    office.clock.set(datetime(2024, 1, 27, 14, 13, 5), frozen=True)
    assert office.skip(3600) is True
    assert office.clock.now() == datetime(2024, 1, 27, 15, 13, 5)
    assert office.clock.frozen


def test_a_frozen_clock_stops_where_the_calendar_ends(offices):
    office = offices.open("customer")
    last = datetime(9999, 12, 31, 23, 59, 59)
    office.clock.set(last, frozen=True)
    assert office.skip(3600) is True
    assert office.clock.now() == last


def test_a_running_clock_skips_nothing(offices):
    assert offices.open("customer").skip(3600) is False
