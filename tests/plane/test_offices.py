"""Offices through the admin plane: opened, settled, listed, forked, forgotten."""

import json
from threading import Barrier

import pytest
from conversation import PERMISSIONS, Client, at_once, refusal

from mock_od import opendental
from mock_od.office.office import Office

FRIENDLY = {
    "version": "25.3.31",
    "mode": "local",
    "world": "small",
    "permissions": "all",
    "keyStatus": "Enabled",
    "developerKeys": None,
    "eConnector": "running",
    "throttle": None,
    "timeoutSeconds": 60.0,
    "timezone": "",
    "faithful": False,
    "choices": {},
    "ttlSeconds": None,
    "clock": None,
    "dates": None,
    "sftpHosts": [],
}


def at(client, rest=""):
    return f"/__admin/offices/{client.key}{rest}"


def settle(client, **settings):
    """Change settings of the client's office, and see that all others stayed."""
    before = client.put(at(client), {}).json["settings"]
    got = client.put(at(client), settings)
    assert got.status == 200, got.json
    assert {**got.json["settings"], **settings}.keys() == before.keys()
    kept = {name: value for name, value in before.items() if name not in settings}
    assert kept.items() <= got.json["settings"].items()
    return got.json["settings"]


def refused(answer, status, error, *at, problem=None, known=()):
    assert (answer.status, answer.json) == (status, refusal(error, at=at, problem=problem, known=known))


def test_settings_that_change_at_the_same_time_are_all_kept(api, monkeypatch):
    worlds = api.offices.worlds
    image = worlds.image

    def meanwhile(world, *of_office, **more):
        monkeypatch.undo()
        assert api.put(at(api), {"version": "24.1.9"}).status == 200
        return image(world, *of_office, **more)

    monkeypatch.setattr(worlds, "image", meanwhile)
    assert api.put(at(api), {"world": "small"}).json["settings"]["version"] == "24.1.9"


# --- opening and reading ----------------------------------------------------------------------------


def test_a_fresh_office_is_friendly(api):
    api.put(at(api, "/clock"), {"now": "2024-01-27 14:13:05", "frozen": True})
    got = api.get(at(api))
    assert got.status == 200
    assert got.json == {
        "office": api.key,
        "generation": 1,
        "settings": FRIENDLY,
        "clock": {"now": "2024-01-27 14:13:05", "frozen": True},
        "waitedSeconds": 0.0,
    }
    assert got.headers["X-Mock-Od-Generation"] == "1"


def test_reading_opens_nothing_and_changing_does(api):
    for call in (api.get(at(api)), api.delete(at(api)), api.get(at(api, "/diff")), api.get(at(api, "/clock"))):
        refused(call, 404, f"no office is open with the key '{api.key}'")
    assert api.put(at(api), {}).json["settings"] == FRIENDLY
    assert api.get(at(api)).json["settings"] == FRIENDLY


def test_the_first_call_of_a_key_opens_its_office(api):
    assert api.get("/clinics").status == 200
    assert api.get(at(api)).json["office"] == api.key


def test_the_list_has_each_open_office_as_it_reads_alone(api):
    other = api.at()
    for client in (api, other):
        client.put(at(client), {"mode": "service"})
        client.freeze("2024-01-27 14:13:05")
    listed = {office["office"]: office for office in api.get("/__admin/offices").json["offices"]}
    for client in (api, other):
        assert listed[client.key] == client.get(at(client)).json


def test_an_office_is_forgotten_and_opened_fresh(api):
    api.put(at(api), {"mode": "remote"})
    api.post("/treatplans", {"PatNum": 15})
    got = api.delete(at(api))
    assert (got.status, got.json) == (200, {"closed": api.key})
    refused(api.get(at(api)), 404, f"no office is open with the key '{api.key}'")
    assert api.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"] == 9088
    assert api.get(at(api)).json["settings"] == FRIENDLY


# --- every setting ----------------------------------------------------------------------------------

GOOD = [
    ("version", "24.1.9", "24.1.9"),
    ("version", "21.1", "21.1"),
    ("version", "23.2.5.0", "23.2.5.0"),
    ("mode", "local", "local"),
    ("mode", "service", "service"),
    ("mode", "remote", "remote"),
    ("world", "empty", "empty"),
    ("world", "clinic", "clinic"),
    ("world", "small", "small"),
    ("permissions", "all", "all"),
    ("permissions", [], []),
    ("permissions", ["ApiEnterprise", "ApiReadAll", "ApiReadAll"], ["ApiReadAll", "ApiEnterprise"]),
    ("permissions", PERMISSIONS, PERMISSIONS),
    ("permissions", PERMISSIONS[:-1], "all"),
    *(("permissions", [name], [name]) for name in PERMISSIONS),
    *(
        ("keyStatus", status, status)
        for status in (
            "Enabled",
            "EnabledReadOnly",
            "DisabledByCustomer",
            "DisabledByDeveloper",
            "DisabledByHQ",
            "Unassigned",
        )
    ),
    ("developerKeys", None, None),
    ("developerKeys", {}, {}),
    ("developerKeys", {"developer": "Café Öl, Inc."}, {"developer": "Café Öl, Inc."}),
    ("eConnector", "running", "running"),
    ("eConnector", "stopped", "stopped"),
    ("eConnector", "duplicate", "duplicate"),
    ("throttle", None, None),
    ("throttle", "off", "off"),
    ("throttle", "faithful", "faithful"),
    ("throttle", 0, "off"),
    ("throttle", 2, {"seconds": 2.0, "wait": "real", "bound": 60.0}),
    ("throttle", {}, "faithful"),
    ("throttle", {"wait": "virtual"}, {"seconds": "faithful", "wait": "virtual", "bound": 60.0}),
    ("throttle", {"seconds": "faithful", "bound": 3}, {"seconds": "faithful", "wait": "real", "bound": 3.0}),
    (
        "throttle",
        {"seconds": 0.25, "wait": "virtual", "bound": 1.5},
        {"seconds": 0.25, "wait": "virtual", "bound": 1.5},
    ),
    ("timeoutSeconds", 0, 0.0),
    ("timeoutSeconds", 2.5, 2.5),
    ("timeoutSeconds", 1_000_000_000, 1e9),
    ("timezone", "", ""),
    ("timezone", "America/Los_Angeles", "America/Los_Angeles"),
    ("timezone", "UTC", "UTC"),
    ("faithful", True, True),
    ("faithful", False, False),
    ("choices", {}, {}),
    ("choices", {"DiscountPlanSubs.one_per_patient": False}, {"DiscountPlanSubs.one_per_patient": False}),
    ("ttlSeconds", None, None),
    ("ttlSeconds", 0.5, 0.5),
    ("ttlSeconds", 600, 600.0),
    ("clock", None, None),
    ("clock", {}, None),
    ("clock", "2025-06-02 09:00", {"now": "2025-06-02 09:00:00", "frozen": False}),
    ("clock", "2025-06-02 09:00:30", {"now": "2025-06-02 09:00:30", "frozen": False}),
    ("clock", {"now": "2025-06-02 09:00"}, {"now": "2025-06-02 09:00:00", "frozen": False}),
    ("clock", {"now": "2025-06-02 09:00:00", "frozen": True}, {"now": "2025-06-02 09:00:00", "frozen": True}),
    ("clock", {"frozen": True}, {"frozen": True}),
    ("dates", None, None),
    ("dates", "asIs", "asIs"),
]


@pytest.mark.parametrize(("name", "value", "kept"), GOOD, ids=lambda part: json.dumps(part)[:40])
def test_a_setting_is_kept_and_answered(api, name, value, kept):
    assert settle(api, **{name: value})[name] == kept
    assert api.get(at(api)).json["settings"][name] == kept
    assert settle(api, **{name: kept})[name] == kept  # what is answered can be sent again
    if name not in ("world", "version", "dates"):
        assert api.get(at(api)).json["generation"] == 1
    assert settle(api, **{name: FRIENDLY[name]}) == FRIENDLY


TTL = "is null for no end, or a number of seconds above 0 and 1000000000 at most"
CLOCK = 'is a moment such as "2024-01-27 14:13:05", or an object such as {"now": "2024-01-27 14:13:05", "frozen": true}'
SECONDS = "is a number of seconds, 0 or more and 1000000000 at most"
NO_PERMISSION = "is none; choose among " + ", ".join(PERMISSIONS)
NO_DEVELOPERS = 'is null for any, or an object {"developerKey": "developer\'s name"}'
BAD = [
    ("version", "newest", "'newest' is not a version such as 25.3.31"),
    ("version", "25", "'25' is not a version such as 25.3.31"),
    ("version", 25.3, "must be a text"),
    ("version", None, "must be a text"),
    ("mode", "cloud", "'cloud' is none; choose remote, local, service"),
    ("mode", "Local", "'Local' is none; choose remote, local, service"),
    ("mode", ["local"], "must be a text"),
    ("permissions", "none", 'is "all" or a list of permission names'),
    ("permissions", {"ApiReadAll": True}, 'is "all" or a list of permission names'),
    ("permissions", ["ApiReadAll", 1], 'is "all" or a list of permission names'),
    ("permissions", ["ApiReadAll", "apisetup"], f"'apisetup' {NO_PERMISSION}"),
    ("permissions", None, 'is "all" or a list of permission names'),
    (
        "keyStatus",
        "Disabled",
        "'Disabled' is none; choose Enabled, DisabledByCustomer, DisabledByDeveloper, DisabledByHQ, EnabledReadOnly, Unassigned",
    ),
    ("keyStatus", True, "must be a text"),
    ("developerKeys", "any", NO_DEVELOPERS),
    ("developerKeys", ["developer"], NO_DEVELOPERS),
    ("developerKeys", {"developer": 1}, NO_DEVELOPERS),
    ("developerKeys", {"developer": None}, NO_DEVELOPERS),
    ("developerKeys", {"developer": "\ud800"}, "has half a pair of surrogates, which no row can keep"),
    ("developerKeys", {"\udfff": "x"}, "has half a pair of surrogates, which no row can keep"),
    ("eConnector", "off", "'off' is none; choose running, stopped, duplicate"),
    ("eConnector", False, "must be a text"),
    ("throttle", "fast", SECONDS),
    ("throttle", -1, SECONDS),
    ("throttle", True, SECONDS),
    ("throttle", [1], SECONDS),
    ("throttle", 10**400, SECONDS),
    ("throttle", {"pace": 1}, "'pace' is unknown; it has seconds, wait and bound"),
    ("throttle", {"wait": "some"}, 'wait is "real" or "virtual"'),
    ("throttle", {"wait": {}}, 'wait is "real" or "virtual"'),
    ("timeoutSeconds", -0.5, SECONDS),
    ("timeoutSeconds", "60", SECONDS),
    ("timeoutSeconds", None, SECONDS),
    ("timeoutSeconds", False, SECONDS),
    ("timeoutSeconds", 10**400, SECONDS),
    ("timeoutSeconds", float("nan"), SECONDS),
    ("timeoutSeconds", float("inf"), SECONDS),
    ("timezone", "Mars/Olympus", "'Mars/Olympus' is no time zone such as America/Los_Angeles"),
    ("timezone", "../../etc/passwd", "'../../etc/passwd' is no time zone such as America/Los_Angeles"),
    ("timezone", "/etc/localtime", "'/etc/localtime' is no time zone such as America/Los_Angeles"),
    ("timezone", "America", "'America' is no time zone such as America/Los_Angeles"),
    ("timezone", -8, "must be a text"),
    ("faithful", "true", "is either true or false"),
    ("faithful", 1, "is either true or false"),
    ("faithful", None, "is either true or false"),
    ("choices", [], "is an object of true and false"),
    ("ttlSeconds", 0, TTL),
    ("ttlSeconds", -1, TTL),
    ("ttlSeconds", True, TTL),
    ("ttlSeconds", "600", TTL),
    ("ttlSeconds", 1e10, TTL),
    *(("clock", value, CLOCK) for value in ("", "now", "2025-06-02", "2025-06-02T09:00", "09:00", 5, True, [])),
    ("dates", "keep", "'keep' is none; choose moved, asIs"),
    ("dates", "", "'' is none; choose moved, asIs"),
    ("dates", True, "must be a text"),
    ("nope", 1, "is no setting"),
    ("modes", "local", "is no setting; did you mean mode?"),
    ("keystatus", "Enabled", "is no setting; did you mean keyStatus?"),
    ("", 1, "is no setting"),
]


@pytest.mark.parametrize(("name", "value", "problem"), BAD, ids=lambda part: json.dumps(part)[:40])
def test_a_setting_that_makes_no_sense_changes_nothing(api, name, value, problem):
    mixed = {"mode": "remote", name: value} if name != "mode" else {"faithful": True, name: value}
    answer = api.put(at(api), mixed)
    part = [one for one in ("wait", "pace") if name == "throttle" and isinstance(value, dict) and one in value]
    refused(answer, 400, f"{name}: {problem}", name, *part, problem=problem, known=answer.json["known"])
    assert api.get(at(api)).status == 404  # not even opened
    settle(api, mode="service")
    before = api.get(at(api)).json["settings"]
    assert api.put(at(api), mixed).status == 400
    assert api.get(at(api)).json["settings"] == before


@pytest.mark.parametrize("part", ["seconds", "bound"])
@pytest.mark.parametrize("value", [-1, "1", True, None, 10**40])
def test_a_throttle_with_a_part_that_makes_no_sense(api, part, value):
    answer = api.put(at(api), {"throttle": {part: value}})
    refused(answer, 400, f"throttle.{part}: {SECONDS}", "throttle", part, problem=SECONDS)


@pytest.mark.parametrize(
    ("clock", "part", "problem"),
    [
        ({"now": "soon"}, "now", 'is a moment such as "2024-01-27 14:13:05"'),
        ({"now": None}, "now", 'is a moment such as "2024-01-27 14:13:05"'),
        ({"frozen": "yes"}, "frozen", "is either true or false"),
    ],
)
def test_a_clock_with_a_part_that_makes_no_sense(api, clock, part, problem):
    answer = api.put(at(api), {"clock": clock})
    known = [True, False] if part == "frozen" else []
    refused(answer, 400, f"clock.{part} {problem}", "clock", part, problem=problem, known=known)
    assert api.get(at(api)).status == 404  # not even opened


@pytest.mark.parametrize(
    ("settings", "known"),
    [
        ({"mode": "cloud"}, ["remote", "local", "service"]),
        ({"eConnector": "off"}, ["running", "stopped", "duplicate"]),
        ({"permissions": ["nope"]}, PERMISSIONS),
        ({"faithful": 1}, [True, False]),
        ({"throttle": {"wait": "some"}}, ["real", "virtual"]),
        ({"throttle": {"pace": 1}}, ["seconds", "wait", "bound"]),
        ({"nope": 1}, list(FRIENDLY)),
        ({"dates": "keep"}, ["moved", "asIs"]),
        ({"clock": {"time": 1}}, ["now", "frozen"]),
        ({"timeoutSeconds": -1}, []),
    ],
)
def test_a_refused_setting_is_answered_with_what_may_stand_there(api, settings, known):
    assert api.put(at(api), settings).json["known"] == known
    assert api.post("/__admin/offices", {"settings": settings}).json["known"] == known


ONE = "DiscountPlanSubs.one_per_patient"
CHOICES = sorted(opendental.catalog().choices)


def test_choices_that_make_no_sense(api):
    unknown = "there is no choice 'Nope.x'"
    refused(api.put(at(api), {"choices": {"Nope.x": True}}), 400, unknown, "choices", "Nope.x", known=CHOICES)
    refused(api.put(at(api, "/choices"), {"Nope.x": True}), 400, unknown, "Nope.x", known=CHOICES)
    says = "is either true or false"
    answer = api.put(at(api), {"choices": {ONE: "no"}})
    refused(answer, 400, f"choices.{ONE}: {says}", "choices", ONE, problem=says, known=[True, False])
    answer = api.put(at(api, "/choices"), {ONE: "no"})
    refused(answer, 400, f"{ONE} {says}", ONE, problem=says, known=[True, False])
    assert api.get(at(api)).status == 404  # not even opened


WORLDS = ["clinic", "empty", "small"]
LONG_NAME = ("x" * 300, "x" * 100 + "...")
"""What nobody reads to its end is shown short."""


def test_a_world_that_there_is_not(api):
    for world, shown in [(name, name) for name in ("nowhere", "", "../small", "/tmp")] + [LONG_NAME]:
        got = api.put(at(api), {"world": world})
        refused(got, 400, f"there is no world {shown!r}; choose clinic, empty, small", "world", known=WORLDS)
    answer = api.put(at(api), {"world": 5})
    refused(answer, 400, "world: must be a text", "world", problem="must be a text")


@pytest.mark.parametrize("raw", [b"[]", b"7", b'"mode"', b"null", b"{", b"\xff"])
def test_settings_that_are_no_object(api, raw):
    answer = api.call("PUT", at(api), raw=raw)
    assert answer.status == 400
    assert answer.json["error"].startswith("the body ")


@pytest.mark.parametrize("key", ["a%20b", "%C3%A9", "x" * 256, "tab%09"])
def test_a_key_that_cannot_be_one(api, key):
    problem = "a customer key is visible ASCII without a slash, 255 characters at most"
    refused(api.put(f"/__admin/offices/{key}", {}), 400, problem)
    assert api.put("/__admin/offices/" + "x" * 255, {}).status == 200


# --- settings while clients call --------------------------------------------------------------------


def test_a_version_is_changed_while_the_office_keeps_its_rows(api):
    plan = api.post("/treatplans", {"PatNum": 15}).json["TreatPlanNum"]
    settle(api, version="24.1.0")
    answer = api.delete(f"/treatplans/{plan}")
    assert (answer.status, answer.json) == (400, "treatplans DELETE  is not a valid method.")
    assert answer.hint == "TreatPlans DELETE was added in 24.4.26; this office runs 24.1.0"
    settle(api, version="24.4.26")
    assert api.delete(f"/treatplans/{plan}").status == 200


def test_another_world_replaces_the_rows_and_is_what_a_reset_goes_back_to(api):
    api.post("/discountplans", {"Description": "Gone", "FeeSchedNum": 54, "DefNum": 336})
    got = api.put(at(api), {"world": "empty"})
    assert (got.json["generation"], got.headers["X-Mock-Od-Generation"]) == (2, "2")
    assert api.get("/discountplans").json == []
    api.seed({"discountplan": [{"Description": "New"}]})
    assert api.post("/__admin/reset", {"office": api.key}).json["generation"] == 4
    assert api.get("/discountplans").json == []
    assert api.get(at(api, "/diff")).json["tables"] == {}


def test_a_mode_set_of_an_office_is_its_own(api):
    other = api.at()
    settle(api, mode="remote", eConnector="stopped")
    assert api.get("/clinics").status == 400
    assert other.get("/clinics").status == 200


def test_settings_outlive_a_reset_and_a_restore(api):
    settle(api, mode="service", keyStatus="EnabledReadOnly")
    api.post(at(api, "/snapshots"), {"name": "a"})
    api.post("/__admin/reset", {"office": api.key})
    api.post(at(api, "/snapshots/a/restore"))
    assert settle(api) == FRIENDLY | {"mode": "service", "keyStatus": "EnabledReadOnly"}


# --- new offices and forks --------------------------------------------------------------------------


def test_a_new_office_like_any_new_key_opens(api):
    got = api.post("/__admin/offices", {"key": f"{api.key}-made"})
    assert (got.status, got.json["office"], got.json["settings"]) == (201, f"{api.key}-made", FRIENDLY)
    assert got.headers["X-Mock-Od-Generation"] == "1"
    picked = [api.post("/__admin/offices").json["office"] for _ in range(2)]
    assert len(set(picked)) == 2
    assert all(api.get(f"/__admin/offices/{key}").status == 200 for key in picked)


def test_a_new_office_of_a_world_with_settings(api):
    body = {"from": {"world": "empty"}, "key": f"{api.key}-w", "settings": {"mode": "remote", "version": "24.1"}}
    got = api.post("/__admin/offices", body)
    assert got.status == 201
    assert got.json["settings"] == FRIENDLY | {"world": "empty", "mode": "remote", "version": "24.1"}
    assert api.get("/clinics", Authorization=f"ODFHIR developer/{api.key}-w").json == []
    assert api.get(f"/__admin/offices/{api.key}-w/diff").json["tables"] == {}


def test_a_fork_has_rows_clock_settings_and_sequences_and_goes_its_own_way(api):
    settle(api, version="25.3.30", timezone="UTC")
    api.put(at(api, "/clock"), {"now": "2024-01-27 14:13:05", "frozen": True})
    api.put(at(api, "/sequence"), {"treatplan": 9500})
    api.post("/discountplans", {"Description": "Mine", "FeeSchedNum": 54, "DefNum": 336})
    got = api.post("/__admin/offices", {"from": api.key, "key": f"{api.key}-f"})
    assert got.status == 201
    parent = api.get(at(api)).json
    assert got.json | {"office": api.key} == parent
    fork = Client(version="25.3.31", world="small")
    fork.key = f"{api.key}-f"
    fork.headers = {"Authorization": f"ODFHIR developer/{fork.key}"}
    assert fork.get(at(fork, "/export")).json == api.get(at(api, "/export")).json
    mine, theirs = (client.post("/treatplans", {"PatNum": 15}) for client in (api, fork))
    assert mine.json["TreatPlanNum"] == 9500
    assert mine.text == theirs.text
    fork.put("/discountplans/2", {"Description": "Fork"})
    fork.put(at(fork, "/clock"), {"now": "2030-01-01 00:00:00", "frozen": True})
    settle(fork, mode="remote")
    assert api.get("/discountplans/2").json["Description"] == "Happy Smiles Basic"
    assert api.get(at(api, "/clock")).json["now"] == "2024-01-27 14:13:05"
    assert api.get(at(api)).json["settings"]["mode"] == "local"
    fork.post("/__admin/reset", {"office": fork.key})
    assert [plan["Description"] for plan in fork.get("/discountplans").json][-1] == "Mine"  # its own start


def test_a_fork_may_have_other_settings(api):
    settle(api, mode="service", faithful=True)
    got = api.post("/__admin/offices", {"from": api.key, "settings": {"faithful": False, "keyStatus": "Unassigned"}})
    assert got.json["settings"] == FRIENDLY | {"mode": "service", "keyStatus": "Unassigned"}


def test_what_cannot_be_a_new_office(api):
    api.put(at(api), {})
    made = "/__admin/offices"
    taken = f"an office is open with the key '{api.key}'; delete it, or choose another"
    key = "a customer key is visible ASCII without a slash, 255 characters at most"
    count = len(api.get(made).json["offices"])
    refused(api.post(made, {"key": api.key}), 409, taken, "key")
    refused(api.post(made, {"from": api.key, "key": api.key}), 409, taken, "key")
    for bad in ("a b", "a/b", "é", "x" * 256):
        refused(api.post(made, {"key": bad}), 400, key, "key")
        refused(api.post(made, {"key": bad, "from": api.key}), 400, key, "key")
    text = "must be a text"
    refused(api.post(made, {"key": 7}), 400, "key must be a text", "key", problem=text)
    refused(api.post(made, {"from": "nobody-here"}), 404, "no office is open with the key 'nobody-here'", "from")
    for bad in (7, [], True, {}):
        refused(api.post(made, {"from": bad}), 400, 'from is a customer key, or {"world": "small"}', "from")
    refused(api.post(made, {"from": {"world": 7}}), 400, "from.world must be a text", "from", "world", problem=text)
    for world in ("nowhere", "/tmp"):
        says = f"there is no world '{world}'; choose clinic, empty, small"
        refused(api.post(made, {"from": {"world": world}}), 400, says, "from", "world", known=WORLDS)
        refused(api.post(made, {"settings": {"world": world}}), 400, says, "settings", "world", known=WORLDS)
    unknown = "is unknown here"
    answer = api.post(made, {"from": {"office": api.key}})
    refused(answer, 400, "'office' is unknown here", "from", "office", problem=unknown, known=["world"])
    answer = api.post(made, {"like": api.key})
    refused(answer, 400, "'like' is unknown here", "like", problem=unknown, known=["from", "key", "settings"])
    for bad in ([], 7, "mode", None, True):
        refused(api.post(made, {"settings": bad}), 400, 'settings is an object such as {"mode": "remote"}', "settings")
    problem, modes = "'cloud' is none; choose remote, local, service", ["remote", "local", "service"]
    answer = api.post(made, {"settings": {"mode": "cloud"}})
    refused(answer, 400, f"settings.mode: {problem}", "settings", "mode", problem=problem, known=modes)
    answer = api.post(made, {"settings": {"choices": {"x": True}}})
    refused(answer, 400, "there is no choice 'x'", "settings", "choices", "x", known=CHOICES)
    assert len(api.get(made).json["offices"]) == count


def test_two_new_offices_that_are_made_at_the_same_time_get_a_key_each(api, monkeypatch):
    both = Barrier(2)

    def made_together(*given):
        both.wait(10)
        return Office(*given)

    monkeypatch.setattr("mock_od.office.offices.Office", made_together)
    got = at_once(2, lambda _: api.post("/__admin/offices", {}))
    assert [answer.status for answer in got] == [201, 201]
    assert len({answer.json["office"] for answer in got}) == 2


def test_new_offices_that_are_opened_at_once_get_a_key_each(api):
    got = at_once(16, lambda _: api.post("/__admin/offices", {}))
    assert [answer.status for answer in got] == [201] * 16
    assert len({answer.json["office"] for answer in got}) == 16


# --- generations and health -------------------------------------------------------------------------


def test_every_answer_says_the_generation_and_only_new_rows_make_a_new_one(api):
    def generations():
        answers = [
            api.get("/clinics"),
            api.post("/treatplans", {"PatNum": 15}),
            api.put("/discountplans/2", {"Description": "x"}),
            api.get("/nope"),
            api.get("/patients?nope=1"),
            api.get(at(api)),
            api.get(at(api, "/export")),
            api.put(at(api), {"mode": "local"}),
            api.post(at(api, "/snapshots"), {"name": "a"}),
            api.post(at(api, "/clock/advance"), {"days": 1}),
        ]
        return {answer.headers.get("X-Mock-Od-Generation") for answer in answers}

    assert generations() == {"1"}
    steps = [
        ("/__admin/reset", {"office": api.key}),
        ("/__admin/seed", {"office": api.key, "tables": {}}),
        (at(api, "/snapshots/a/restore"), {}),
        (at(api, "/import"), {"tables": {}}),
        ("/__admin/reset", {"office": api.key}),
    ]
    for number, (path, body) in enumerate(steps, 2):
        answer = api.post(path, body)
        assert (answer.json["generation"], answer.headers["X-Mock-Od-Generation"]) == (number, str(number))
        assert api.get("/clinics").headers["X-Mock-Od-Generation"] == str(number)
    assert generations() == {"6"}
    assert api.post("/__admin/seed", {"office": api.key, "tables": {"nope": []}}).status == 400
    assert api.post(at(api, "/import"), {"tables": {"nope": []}}).status == 400
    assert generations() == {"6"}


def test_health_says_that_it_can_serve_and_nothing_else(api):
    from mock_od import __version__
    from mock_od.web.app import create_app

    expected = {"status": "ready", "version": __version__}
    got = api.get("/__admin/health")
    assert (got.status, got.json) == (200, expected)
    guarded = create_app(api.offices, "s3cret").test_client()
    got = guarded.get("/__admin/health", headers={"Host": "mock-od.example:30222"})
    assert (got.status_code, got.json) == (200, expected)
    assert guarded.get("/__admin/worlds").status_code == 401
    assert guarded.get("/__admin/health/more").status_code in (401, 404)
    assert guarded.post("/__admin/health").status_code in (401, 405)
    worlds = api.get("/__admin/worlds")
    assert (worlds.status, worlds.json) == (200, {"worlds": ["clinic", "empty", "small"]})
