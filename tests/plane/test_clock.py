"""Time that obeys, and the next keys: per office, through the admin plane."""

from datetime import datetime, timedelta

import pytest
from conversation import refusal

from mock_od.opendental import catalog

NOON = "2024-01-27 12:00:00"


def at(client, rest="/clock"):
    return f"/__admin/offices/{client.key}{rest}"


def refused(answer, error, *at, problem=None, known=()):
    assert (answer.status, answer.json) == (400, refusal(error, at=at, problem=problem, known=known))


# --- the clock --------------------------------------------------------------------------------------


def test_a_frozen_clock_stands_still_until_it_is_moved(api):
    got = api.put(at(api), {"now": NOON, "frozen": True})
    assert (got.status, got.json) == (200, {"office": api.key, "now": NOON, "frozen": True})
    assert api.get(at(api)).json == got.json
    steps = [
        ({"days": 3}, "2024-01-30 12:00:00"),
        ({"hours": 13, "minutes": 1}, "2024-01-31 01:01:00"),
        ({"seconds": -61}, "2024-01-31 00:59:59"),
        ({"days": 0.5}, "2024-01-31 12:59:59"),
        ({"days": 28, "hours": 24}, "2024-02-29 12:59:59"),
        ({}, "2024-02-29 12:59:59"),
    ]
    for by, then in steps:
        got = api.post(at(api, "/clock/advance"), by)
        assert (got.status, got.json) == (200, {"office": api.key, "now": then, "frozen": True})
    got = api.put(at(api), {"frozen": True})  # without now it stays where it is
    assert got.json["now"] == "2024-02-29 12:59:59"
    got = api.put(at(api), {"frozen": False})
    assert (got.json["frozen"], got.json["now"][:16]) == (False, "2024-02-29 12:59")


def test_a_clock_that_runs_runs_on_from_where_it_was_set(api):
    got = api.put(at(api), {"now": NOON})
    assert got.json["frozen"] is False
    assert NOON <= api.get(at(api)).json["now"] <= "2024-01-27 12:00:10"
    api.post(at(api, "/clock/advance"), {"hours": 1})
    assert "2024-01-27 13:00:00" <= api.get(at(api)).json["now"] <= "2024-01-27 13:00:10"
    got = api.put(at(api), {"frozen": True})
    assert got.json["now"][:14] == "2024-01-27 13:"
    assert api.get(at(api)).json == got.json


def test_nothing_puts_it_back_to_the_machines_time(api):
    for body in ({"now": NOON, "frozen": True}, {"now": NOON}):
        api.put(at(api), body)
        got = api.put(at(api), {})
        assert got.json["frozen"] is False
        away = datetime.now() - datetime.fromisoformat(got.json["now"])
        assert timedelta(seconds=-2) < away < timedelta(seconds=10)


def test_a_running_clock_is_the_time_zones(api):
    both = []
    for zone in ("Asia/Kolkata", "UTC"):
        api.put(at(api, ""), {"timezone": zone})
        both.append(datetime.fromisoformat(api.get(at(api)).json["now"]))
    assert timedelta(hours=5, minutes=29) < both[0] - both[1] <= timedelta(hours=5, minutes=30)


BAD_MOMENTS = ["", "2024-01-27", "2024-01-27T12:00:00", "27.1.2024 12:00:00", "2024-02-30 12:00:00", "now", "0000-01-01 00:00:00"]  # fmt: skip


def test_a_time_that_makes_no_sense_moves_nothing(api):
    api.put(at(api), {"now": NOON, "frozen": True})
    for now in (*BAD_MOMENTS, 7, None, []):
        moment = 'is a moment such as "2024-01-27 14:13:05"'
        refused(api.put(at(api), {"now": now}), f"now {moment}", "now", problem=moment)
    for frozen in ("true", 1, None):
        says = "is either true or false"
        refused(api.put(at(api), {"frozen": frozen}), f"frozen {says}", "frozen", problem=says, known=[True, False])
    unknown = "is unknown here"
    answer = api.put(at(api), {"time": NOON})
    refused(answer, "'time' is unknown here", "time", problem=unknown, known=["now", "frozen"])
    known = ["days", "hours", "minutes", "seconds"]
    answer = api.post(at(api, "/clock/advance"), {"weeks": 1})
    refused(answer, "'weeks' is unknown here", "weeks", problem=unknown, known=known)
    for days in ("3", True, None, [], float("nan"), float("inf")):
        answer = api.post(at(api, "/clock/advance"), {"days": days})
        refused(answer, "days must be a number", "days", problem="must be a number")
    far = "no clock goes that far: years are 1 to 9999"
    for by in ({"days": 1e9}, {"days": -1e6}, {"seconds": 1e300}):
        refused(api.post(at(api, "/clock/advance"), by), far)
    refused(api.post(at(api, "/clock/advance"), {"hours": 10**400}), far, "hours")
    assert api.get(at(api)).json == {"office": api.key, "now": NOON, "frozen": True}


def test_the_calendar_ends_and_calls_are_answered_at_its_ends(api):
    for now in ("0001-01-01 00:00:00", "9999-12-31 23:59:59"):
        for frozen in (True, False):
            assert api.put(at(api), {"now": now, "frozen": frozen}).json["now"] == now
            made = api.post("/treatplans", {"PatNum": 15})
            assert (made.status, made.json["SecDateTEdit"][:10]) == (201, now[:10])
            assert api.get("/patients/Simple?DateTimeFormatString=u&DateFormatString=R").status == 200
            assert api.get(at(api, "")).json["clock"]["now"][:10] == now[:10]
    api.put(at(api), {"now": "9999-12-31 23:59:59", "frozen": True})
    refused(api.post(at(api, "/clock/advance"), {"seconds": 1}), "no clock goes that far: years are 1 to 9999")


def test_a_clock_that_ran_to_the_end_of_the_calendar_stays_there(api):
    api.put(at(api), {"now": "9999-12-31 23:59:59"})
    api.office.clock._offset += timedelta(seconds=30)  # half a minute later
    assert api.get(at(api)).json["now"] == "9999-12-31 23:59:59"
    assert api.post("/treatplans", {"PatNum": 15}).json["SecDateTEdit"] == "9999-12-31 23:59:59"
    assert api.put(at(api), {"now": NOON, "frozen": True}).json["now"] == NOON


# --- what it drives ---------------------------------------------------------------------------------


def test_it_drives_stamps_today_signatures_and_what_is_answered_as_now(api):
    api.put(at(api), {"now": "2031-12-31 23:59:59", "frozen": True})
    made = api.post("/treatplans", {"PatNum": 15}).json
    assert (made["SecDateEntry"], made["SecDateTEdit"]) == ("2031-12-31", "2031-12-31 23:59:59")
    saved = api.post("/treatplans/Saved", {"TreatPlanNum": made["TreatPlanNum"]}).json
    assert saved["DateTP"] == "2031-12-31"
    api.post(at(api, "/clock/advance"), {"seconds": 1})
    signed = api.put(f"/treatplans/{saved['TreatPlanNum']}", {"isSigned": "true"}).json
    assert signed["DateTSigned"] == signed["SecDateTEdit"] == "2032-01-01 00:00:00"
    assert signed["SecDateEntry"] == "2031-12-31"
    assert api.get("/patients/Simple?Limit=1").json[0]["serverDateTime"] == "2032-01-01 00:00:00"
    assert api.get("/securitylogs?Limit=1").json[0]["LogDateTime"] == "1/1/2032 12:00:00 AM"
    shown = api.get("/treatplans?SecDateTEdit=2032-01-01%2000:00:00").json
    assert [plan["TreatPlanNum"] for plan in shown] == [saved["TreatPlanNum"]]


def test_each_office_has_its_own(api):
    other = api.at()
    api.put(at(api), {"now": NOON, "frozen": True})
    other.put(at(other), {"now": "1999-12-31 23:59:59", "frozen": True})
    assert api.post("/treatplans", {"PatNum": 15}).json["SecDateTEdit"] == NOON
    assert other.post("/treatplans", {"PatNum": 15}).json["SecDateTEdit"] == "1999-12-31 23:59:59"


def test_a_reset_leaves_it_alone(api):
    api.put(at(api), {"now": NOON, "frozen": True})
    api.post("/__admin/reset", {"office": api.key})
    assert api.get(at(api)).json["now"] == NOON


def test_the_same_world_clock_and_requests_give_the_same_bytes(api):
    def told():
        client = api.at()
        client.put(at(client), {"now": NOON, "frozen": True})
        client.put(at(client, "/sequence"), {"treatplan": 12000})
        got = [
            client.post("/treatplans", {"PatNum": 15}),
            client.post("/treatplans/Saved", {"TreatPlanNum": 138}),
            client.post(at(client, "/clock/advance"), {"days": 1}),
            client.put("/treatplans/12001", {"isSigned": "true", "SignatureText": "x"}),
            client.delete("/treatplans/9"),
            client.get("/treatplans?PatNum=15"),
            client.get("/proctps?TreatPlanNum=12001"),
            client.get("/patients?nope=1"),
            client.get("/patients/Simple"),
            client.get("/securitylogs"),
            client.get(at(client, "/export")),
        ]
        return [(a.status, a.text.replace(client.key, "KEY"), {**a.headers, "Date": ""}) for a in got]

    assert told() == told()


# --- the next keys ----------------------------------------------------------------------------------


def test_keys_continue_from_the_worlds_highest_and_from_where_they_are_set(api):
    api.get("/clinics")
    before = api.get(at(api, "/sequence")).json
    assert before["office"] == api.key
    assert before["sequence"]["treatplan"] == 9088
    got = api.put(at(api, "/sequence"), {"treatplan": 12000, "discountplan": 77})
    assert got.status == 200
    assert got.json == {"office": api.key, "sequence": before["sequence"] | {"treatplan": 12000, "discountplan": 77}}
    made = [api.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"] for _ in range(2)]
    assert made == [12000, 12001]
    assert api.get(at(api, "/sequence")).json["sequence"]["treatplan"] == 12002
    api.delete("/treatplans/12001")
    assert api.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"] == 12002  # no key is given twice
    api.delete("/treatplans/12002")
    api.put(at(api, "/sequence"), {"treatplan": 12001})  # unless it is asked for
    assert api.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"] == 12001
    api.post("/__admin/reset", {"office": api.key})
    assert api.get(at(api, "/sequence")).json == before


def test_a_next_key_that_makes_no_sense_changes_none(api):
    api.get("/clinics")
    before = api.get(at(api, "/sequence")).json
    path = at(api, "/sequence")
    taken = "9087 is taken; the next key can be 9088 or more"
    for key in (9087, 1):
        refused(api.put(path, {"treatplan": key}), f"treatplan: {taken}", "treatplan", problem=taken)
    whole = "the next key is a whole number, 1 or more"
    for bad in (0, -1, 1.5, "9000", True, None, 2**62, 10**400):
        refused(api.put(path, {"treatplan": bad}), f"treatplan: {whole}", "treatplan", problem=whole)
    unknown = api.put(path, {"discountplan": 500, "zzz": 1})
    refused(unknown, "there is no table 'zzz'", "zzz", known=sorted(catalog().tables))
    answer = api.put(path, {"discountplan": 500, "treatplan": 9})
    refused(answer, f"treatplan: {taken}", "treatplan", problem=taken)
    assert api.get(path).json == before


@pytest.mark.parametrize("key", [1, 2**62 - 1])
def test_an_empty_table_may_begin_anywhere(empty, key):
    empty.seed({"patient": [{"PatNum": 5}]})
    empty.put(at(empty, "/sequence"), {"treatplan": key})
    assert empty.post("/treatplans", {"PatNum": 5}).json["TreatPlanNum"] == key


@pytest.mark.parametrize("moment", ["0001-01-03 08:00:00", "9999-12-31 23:59:59"])
def test_a_list_of_the_last_days_ends_where_the_calendar_does(api, moment):
    api.freeze(moment)
    assert api.get("/asapcomms")[:2] == (200, [])
    assert api.get("/schedules").status == 200
