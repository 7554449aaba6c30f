"""The world's day: the dates of a world are moved by whole weeks to the week in which an office opens."""

import gc
import json
import re
from datetime import date, datetime, timedelta
from functools import cache, partial
from types import SimpleNamespace

import pytest
from conversation import Client, refusal
from test_worlds import FIXTURES

from mock_od.engine.perform import Engine
from mock_od.office import clock as clocks
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.store import Image
from mock_od.web.app import create_app

TODAY = "2025-06-02"
"""The day of the world clinic: a Monday."""
NOON = {"now": f"{TODAY} 12:00:00", "frozen": True}
A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:]{8})?")
UNSET = ("0001-01-01", "0001-01-01 00:00:00")
TEXTS = {"FieldValue"}
"""Columns of texts that hold a day in the clinic, too: they stay."""


def at(client, rest=""):
    return f"/__admin/offices/{client.key}{rest}"


def opened(world="clinic", **settings):
    """A client whose office is opened with these settings."""
    client = Client(world=world)
    got = client.put(at(client), settings)
    assert got.status == 200, got.json
    return client


def on(day, world="clinic", **settings):
    """A client whose office is opened on a day."""
    return opened(world, clock={"now": f"{day} 12:00:00", "frozen": True}, **settings)


def export(client):
    got = client.get(at(client, "/export"))
    assert got.status == 200
    return got.json


def later(text, days):
    """A text as it is so many days later."""
    if not A_DATE.fullmatch(text) or text in UNSET:
        return text
    return (date.fromisoformat(text[:10]) + timedelta(days)).isoformat() + text[10:]


def all_later(tables, days):
    moved = cache(partial(later, days=days))  # a world has each day many times
    return {
        table: [
            {name: moved(cell) if isinstance(cell, str) and name not in TEXTS else cell for name, cell in row.items()}
            for row in rows
        ]
        for table, rows in tables.items()
    }


# --- moved by whole weeks ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def as_written():
    return export(opened(dates="asIs"))["tables"]


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (TODAY, 0),
        ("2025-06-08", 0),  # the Sunday of its week
        ("2025-06-09", 7),
        ("2025-06-01", -7),
        ("2026-11-21", 76 * 7),
        ("2024-02-29", -66 * 7),
        ("2100-03-01", 3900 * 7),
    ],
)
def test_all_dates_of_a_world_are_moved_to_the_week_of_the_offices_day(as_written, day, days):
    monday = date.fromisoformat(day) - timedelta(date.fromisoformat(day).weekday())
    assert monday - date.fromisoformat(TODAY) == timedelta(days)
    assert export(on(day)) == {"today": day, "dates": "moved", "tables": all_later(as_written, days)}


def test_ages_fit_and_texts_and_preferences_stay(tmp_path):
    (tmp_path / "world.json").write_text('{"today": "2025-06-02"}', encoding="utf-8")
    patient = {"PatNum": 1, "Birthdate": "2017-06-03", "AddrNote": "2025-06-02", "DateTStamp": "2025-05-30 23:59:59"}
    preference = {"PrefName": "SecurityLockDate", "ValueString": "2025-06-02"}
    for table, rows in (("patient", [patient]), ("preference", [preference])):
        (tmp_path / f"{table}.json").write_text(json.dumps(rows), encoding="utf-8")
    office = on("2025-06-16", str(tmp_path))
    moved = {"Birthdate": "2017-06-17", "AddrNote": "2025-06-02", "DateTStamp": "2025-06-13 23:59:59"}
    assert moved.items() <= office.row("patient", 1).items()
    assert office.get("/patients/1").json["Birthdate"] == "2017-06-17"
    (locked,) = [row for row in office.rows("preference") if row["PrefName"] == "SecurityLockDate"]
    assert locked["ValueString"] == "2025-06-02"


def test_dates_that_stand_for_none_or_never_stay(tmp_path):
    dates = ["0001-01-01", "1753-01-01", "1901-02-03", "2150-01-01", "2999-12-31", "9999-12-31"]
    rows = [{"DiscountSubNum": number, "DateTerm": day} for number, day in enumerate(dates, 1)]
    world = {"today": "2025-06-02", "tables": {"discountplansub": rows}}
    (tmp_path / "members.json").write_text(json.dumps(world), encoding="utf-8")

    def terms(day):
        return [row["DateTerm"] for row in on(day, str(tmp_path / "members.json")).rows("discountplansub")]

    assert terms("2025-06-30") == ["0001-01-01", "1753-01-01", "1901-03-03", "2150-01-29", "2999-12-31", "9999-12-31"]
    assert terms("2025-05-26") == ["0001-01-01", "1753-01-01", "1901-01-27", "2149-12-25", "2999-12-31", "9999-12-31"]
    # where the calendar ends a date stays: it has no day there
    assert terms("9999-12-31") == ["0001-01-01", "1753-01-01", "9875-08-29", "2150-01-01", "2999-12-31", "9999-12-31"]
    assert terms("0001-01-01") == ["0001-01-01", "1753-01-01", "1901-02-03", "0125-08-02", "2999-12-31", "9999-12-31"]

    # rows that are seeded are moved in the same way
    for day in ("2025-06-30", "2025-05-26", "9999-12-31", "0001-01-01"):
        office = on(day, "empty")
        office.seed(world["tables"], today=TODAY)
        assert [row["DateTerm"] for row in office.rows("discountplansub")] == terms(day)


def test_an_office_without_a_clock_is_moved_to_the_week_of_the_machine(monkeypatch):
    machine = SimpleNamespace(time=datetime(2031, 3, 9, 23, 59, 30).timestamp)  # a Sunday
    monkeypatch.setattr(clocks, "time", machine)
    sunday = opened()
    assert export(sunday)["tables"] == export(on("2031-03-09"))["tables"]
    machine.time = datetime(2031, 3, 10, 0, 0, 30).timestamp
    monday = opened()
    assert export(monday)["tables"] == export(on("2031-03-10"))["tables"]
    assert export(monday)["tables"] == all_later(export(sunday)["tables"], 7)
    sunday.post("/__admin/reset", {"office": sunday.key})  # it was opened in the week before
    assert export(sunday)["tables"] == export(on("2031-03-09"))["tables"]


def test_the_day_is_that_of_the_offices_time_zone(monkeypatch):
    saturday_utc = datetime.fromisoformat("2031-03-09T11:00:00+00:00").timestamp
    monkeypatch.setattr(clocks, "time", SimpleNamespace(time=saturday_utc))
    there, here = opened(timezone="Pacific/Kiritimati"), opened(timezone="UTC")
    assert (export(there)["today"], export(here)["today"]) == ("2031-03-10", "2031-03-09")
    assert export(there)["tables"] == all_later(export(here)["tables"], 7)


def test_the_first_call_of_a_new_key_opens_an_office_of_this_week():
    office = Client(world="clinic")
    (plan, *_) = office.get("/treatplans?TPStatus=Active&Limit=1").json
    assert plan in on(date.today().isoformat()).get("/treatplans?TPStatus=Active&Limit=1").json


# --- a clock fixes the day --------------------------------------------------------------------------

LISTS = [
    "/patients",
    "/treatplans?Limit=1000",
    "/procedurelogs?Limit=1000",
    "/patients/Simple",
    "/documents?PatNum=1",
    "/userods",
]


def test_an_office_with_a_clock_gives_the_same_bytes_on_any_day_and_any_server(monkeypatch):
    answers = []
    for machine in ("2026-01-01 08:00:00", "2041-12-31 23:59:59"):
        monkeypatch.setattr(clocks, "time", SimpleNamespace(time=datetime.fromisoformat(machine).timestamp))
        server = create_app(Offices(Engine(catalog()), Settings())).test_client()
        body = {"key": "k", "settings": {"clock": NOON}}
        assert server.post("/__admin/offices", json=body).status_code == 201
        keys = {"Authorization": "ODFHIR developer/k"}
        got = [server.get(f"/api/v1{path}", headers=keys) for path in LISTS]
        got.append(server.post("/api/v1/treatplans", json={"PatNum": 1}, headers=keys))
        assert [answer.status_code for answer in got] == [200] * len(LISTS) + [201]
        answers.append([answer.data for answer in got])
    assert answers[0] == answers[1]
    assert answers[0][-1].count(TODAY.encode()) >= 2  # its own stamps are of that day too


def test_a_text_is_a_moment_from_where_the_clock_runs_on(as_written):
    office = opened(clock=f"{TODAY} 09:00")
    shown = office.get(at(office)).json
    assert shown["settings"]["clock"] == {"now": f"{TODAY} 09:00:00", "frozen": False}
    assert shown["clock"]["frozen"] is False
    assert f"{TODAY} 09:00:00" <= shown["clock"]["now"] <= f"{TODAY} 09:00:20"
    assert export(office)["tables"] == as_written


def test_a_clock_that_is_set_later_moves_no_rows(as_written):
    office = on(TODAY)
    rows = office.rows("treatplan")
    later_now = {"now": "2030-05-05 10:00:00", "frozen": True}
    for verb, path, body in (
        ("PUT", "/clock", later_now),
        ("PUT", "", {"clock": "2031-01-01 10:00"}),
        ("PUT", "", {"timezone": "Pacific/Kiritimati"}),
        ("POST", "/clock/advance", {"days": 400}),
        ("PUT", "", {"clock": later_now, "timezone": ""}),
    ):
        assert office.call(verb, at(office, path), body).status == 200
        assert office.rows("treatplan") == rows
    assert office.get(at(office)).json["clock"] == later_now
    office.post("/treatplans", {"PatNum": 1})
    assert office.post("/__admin/reset", {"office": office.key}).status == 200
    assert export(office) == {"today": "2030-05-05", "dates": "moved", "tables": as_written}
    assert office.get(at(office, "/diff")).json["tables"] == {}
    assert office.put(at(office), {"clock": None}).json["clock"]["now"][:10] == date.today().isoformat()


def test_a_fork_and_a_snapshot_keep_the_rows_as_they_are(as_written):
    office = on(TODAY)
    office.post(at(office, "/snapshots"), {"name": "before"})
    for settings, now in (({}, NOON["now"]), ({"clock": NOON | {"now": "2028-01-01 00:00:00"}}, "2028-01-01 00:00:00")):
        made = office.post("/__admin/offices", {"from": office.key, "settings": settings}).json
        assert made["clock"] == {"now": now, "frozen": True}
        fork = office.get(f"/__admin/offices/{made['office']}/export").json
        assert fork == {"today": now[:10], "dates": "moved", "tables": as_written}
        office.post("/__admin/reset", {"office": made["office"]})
        assert office.get(f"/__admin/offices/{made['office']}/export").json["tables"] == as_written
    office.put(at(office, "/clock"), {"now": "2030-05-05 10:00:00", "frozen": True})
    office.post(at(office, "/snapshots/before/restore"))
    assert export(office)["tables"] == as_written


def test_a_world_that_is_put_in_later_is_moved_to_the_clock_of_that_moment(as_written):
    for how in ("settings", "seed", "dates"):
        office = on("2029-09-09")
        office.put(at(office, "/clock"), {"now": "2025-06-12 10:00:00", "frozen": True})
        if how == "seed":
            office.seed({}, world="clinic")
        else:
            assert office.put(at(office), {"world": "clinic"} if how == "settings" else {"dates": None}).status == 200
        assert export(office)["tables"] == all_later(as_written, 7)


# --- as it is ---------------------------------------------------------------------------------------


def test_small_is_as_it_is_on_any_day():
    rows = opened("small").rows("discountplansub")
    assert on("2031-01-01", "small").rows("discountplansub") == rows
    written = json.loads((FIXTURES / "small" / "discountplansub.json").read_bytes())
    assert [row["DateEffective"] for row in rows] == [row["DateEffective"] for row in written]


def test_a_folder_without_a_day_is_as_it_is(tmp_path):
    (tmp_path / "patient.json").write_text('[{"PatNum": 1, "Birthdate": "1980-01-02"}]', encoding="utf-8")
    assert on("2031-01-01", str(tmp_path)).row("patient", 1)["Birthdate"] == "1980-01-02"


def test_a_world_may_say_that_its_dates_stay_and_an_office_that_they_move(tmp_path):
    (tmp_path / "patient.json").write_text('[{"PatNum": 1, "Birthdate": "1980-01-02"}]', encoding="utf-8")
    (tmp_path / "world.json").write_text('{"today": "2025-06-02", "dates": "asIs"}', encoding="utf-8")
    assert on("2025-06-11", str(tmp_path)).row("patient", 1)["Birthdate"] == "1980-01-02"
    moved = on("2025-06-11", str(tmp_path), dates="moved")
    assert moved.row("patient", 1)["Birthdate"] == "1980-01-09"
    moved.put(at(moved), {"dates": "asIs"})
    assert moved.row("patient", 1)["Birthdate"] == "1980-01-02"
    assert moved.get(at(moved)).json["settings"]["dates"] == "asIs"


def test_dates_as_they_are_for_an_office_of_the_clinic(as_written):
    body = {"settings": {"world": "clinic", "clock": "2031-01-01 09:00", "dates": "asIs"}}
    made = Client().post("/__admin/offices", body)
    assert (made.status, made.json["settings"]["dates"]) == (201, "asIs")
    got = Client().get(f"/__admin/offices/{made.json['office']}/export").json
    assert got == {"today": "2031-01-01", "dates": "asIs", "tables": as_written}


def test_a_world_without_a_day_cannot_be_moved(api):
    says = "world 'small' has no day (\"today\") from which dates could be moved; choose asIs"
    wrong = refusal(says, at=["dates"], known=["asIs"])
    got = api.put(at(api), {"dates": "moved"})
    assert (got.status, got.json) == (400, wrong)
    assert api.get(at(api)).status == 404  # not even opened
    got = api.post("/__admin/offices", {"settings": {"dates": "moved"}})
    assert (got.status, got.json) == (400, {**wrong, "at": ["settings", "dates"]})
    clinic = opened(dates="moved")
    got = clinic.post("/__admin/seed", {"office": clinic.key, "world": "small"})
    assert (got.status, got.json) == (400, wrong)
    assert len(clinic.rows("patient")) == 200


def test_a_fork_has_the_rows_of_its_source_and_takes_no_word_about_their_dates(api):
    api.get("/treatplans")
    got = api.post("/__admin/offices", {"from": api.key, "settings": {"dates": "asIs"}})
    says = "from is an office, whose rows the new one has as they are; leave dates out of settings"
    assert (got.status, got.json) == (400, refusal(says, at=["settings", "dates"]))


@pytest.mark.parametrize(
    ("world", "says"),
    [
        ([], 'world.json: must be an object such as {"today": "2025-06-02"}'),
        ({"today": "2.6.2025"}, 'world.json.today: is a day such as "2025-06-02"'),
        ({"today": None}, 'world.json.today: is a day such as "2025-06-02"'),
        ({"dates": "keep"}, "world.json.dates: is moved or asIs"),
        ({"day": "2025-06-02"}, "world.json.day: is unknown here"),
    ],
)
def test_a_world_whose_day_makes_no_sense(tmp_path, world, says):
    (tmp_path / "patient.json").write_text("[]", encoding="utf-8")
    (tmp_path / "world.json").write_text(json.dumps(world), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(f"world {tmp_path}: {says}")):
        Offices(Engine(catalog()), Settings(str(tmp_path)), path=True)


# --- exports ----------------------------------------------------------------------------------------


@pytest.fixture
def practice(tmp_path):
    """The path of a small world with a day, and its rows as they are written."""
    rows = {
        "patient": [{"PatNum": 1, "Birthdate": "1980-01-02", "DateFirstVisit": TODAY}],
        "treatplan": [{"TreatPlanNum": 7, "PatNum": 1, "DateTP": TODAY, "SecDateTEdit": f"{TODAY} 10:00:00"}],
        "discountplansub": [{"DiscountSubNum": 3, "PatNum": 1, "DateEffective": "2025-01-01"}],
    }
    (tmp_path / "world.json").write_text(json.dumps({"today": TODAY}), encoding="utf-8")
    for table, written in rows.items():
        (tmp_path / f"{table}.json").write_text(json.dumps(written), encoding="utf-8")
    return str(tmp_path), export(opened(str(tmp_path), dates="asIs"))["tables"]


def test_an_export_is_a_world_with_a_day(practice, tmp_path):
    world, written = practice
    exported = export(on("2026-11-21", world))
    assert exported == {"today": "2026-11-21", "dates": "moved", "tables": all_later(written, 76 * 7)}
    file = tmp_path / "exported.json"
    file.write_text(json.dumps(exported), encoding="utf-8")
    assert export(on("2026-11-16", str(file)))["tables"] == exported["tables"]
    assert export(on(TODAY, str(file)))["tables"] == written


def test_an_import_moves_the_rows_of_an_export_to_the_offices_day(practice):
    world, written = practice
    exported = export(on("2026-11-21", world))
    office = on("2025-06-12", "small")
    got = office.post(at(office, "/import"), exported)
    assert (got.status, sum(got.json["rows"].values())) == (200, sum(map(len, exported["tables"].values())))
    assert export(office) == {"today": "2025-06-12", "dates": "moved", "tables": all_later(written, 7)}
    office.post(at(office, "/import"), {"tables": exported["tables"]})  # of no day
    assert export(office) == {"today": "2025-06-12", "dates": "asIs", "tables": exported["tables"]}
    office.post(at(office, "/import"), {**exported, "dates": "asIs"})
    assert export(office)["tables"] == exported["tables"]


def test_a_seed_may_say_of_which_day_its_rows_are(practice):
    world, written = practice
    exported = export(on("2026-11-21", world))
    office = on("2025-06-12", world)
    office.seed({"treatplan": [{"TreatPlanNum": 8, "PatNum": 1, "DateTP": "2025-06-01"}]})
    assert office.row("treatplan", 8)["DateTP"] == "2025-06-01"  # of no day: as it is
    got = office.post("/__admin/seed", {"office": office.key, **exported})
    assert got.status == 200
    moved = all_later(written, 7)
    assert office.rows("patient") == moved["patient"]
    assert office.rows("treatplan")[:-1] == moved["treatplan"]
    assert office.row("treatplan", 8)["DateTP"] == "2025-06-01"
    office.seed({"treatplan": [{"TreatPlanNum": 8, "DateTP": "2026-11-17"}]}, today="2026-11-21", dates="asIs")
    assert office.row("treatplan", 8)["DateTP"] == "2026-11-17"


def test_what_was_as_it_is_stays_so_wherever_it_goes(practice, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "patient.json").write_text('[{"PatNum": 4, "Birthdate": "1980-01-02"}]', encoding="utf-8")
    exported = export(on("2026-11-21", str(own)))
    assert (exported["today"], exported["dates"]) == ("2026-11-21", "asIs")
    office = on(TODAY, practice[0])
    office.post(at(office, "/snapshots"), {"name": "before"})
    assert office.post(at(office, "/import"), exported).status == 200
    assert export(office) == {**exported, "today": TODAY}
    for back in ("/__admin/reset", at(office, "/snapshots/before/restore")):
        assert office.post(back, {"office": office.key} if back.endswith("reset") else None).status == 200
        assert export(office)["dates"] == "moved"
        office.seed({}, world="small")
        assert export(office) == {**export(opened("small")), "today": TODAY}


def test_an_import_that_cannot_be_moved_changes_nothing(practice):
    office = on(TODAY, practice[0])
    before = export(office)
    got = office.post(at(office, "/import"), {"dates": "moved", "tables": {"clinic": [{}]}})
    says = 'these rows have no day ("today") from which dates could be moved; choose asIs'
    assert (got.status, got.json) == (400, refusal(says, at=["dates"], known=["asIs"]))
    for body, error, name, known in (
        ({"today": "soon"}, 'today is a day such as "2025-06-02"', "today", []),
        ({"dates": 1}, "dates is moved or asIs", "dates", ["moved", "asIs"]),
    ):
        got = office.post(at(office, "/import"), {**before, **body})
        problem = error.partition(" ")[2]
        assert (got.status, got.json) == (400, refusal(error, at=[name], problem=problem, known=known))
    assert export(office) == before


# --- images -----------------------------------------------------------------------------------------


def test_offices_of_one_week_begin_with_one_image_and_many_weeks_fill_no_memory():
    office = Client(world="clinic")
    worlds = office.offices.worlds
    monday, sunday, next_monday = (date(2047, 1, day) for day in (7, 13, 14))
    assert worlds.image("clinic", monday) is worlds.image("clinic", sunday)
    assert worlds.image("clinic", monday) is not worlds.image("clinic", next_monday)
    gc.collect()
    before = sum(isinstance(one, Image) for one in gc.get_objects())
    for week in range(30):
        one = on((date(2050, 1, 3) + timedelta(weeks=week)).isoformat())
        assert one.delete(at(one)).status == 200
    gc.collect()
    assert sum(isinstance(one, Image) for one in gc.get_objects()) <= before + 8
