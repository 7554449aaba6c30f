"""What a write leaves in the log, who may read it, and what a key may do."""

import json

import pytest
from conversation import PERMISSIONS

PLAN = {"Description": "Happy Smiles Club", "FeeSchedNum": 54, "DefNum": 336}


def settle(client, **settings):
    got = client.put(f"/__admin/offices/{client.key}", settings)
    assert got.status == 200, got.json


def entry(key, verb, perm, moment, patient=0, developer="developer"):
    return {
        "SecurityLogNum": key,
        "PermType": perm,
        "UserNum": 0,
        "LogDateTime": moment,
        "LogText": f"{verb} by {developer} through API.",
        "PatNum": patient,
        "CompName": "MOCKOD",
        "LogSource": "API",
    }


@pytest.fixture
def office(api):
    api.freeze("2024-01-07 14:03:05")
    api.seed(
        {
            "treatplan": [
                {"TreatPlanNum": 500, "PatNum": 15, "TPStatus": "Inactive"},
                {"TreatPlanNum": 501, "PatNum": 15, "TPStatus": "Saved"},
            ],
            "proctp": [
                {"ProcTPNum": 600, "TreatPlanNum": 501, "PatNum": 15},
                {"ProcTPNum": 601, "TreatPlanNum": 501, "PatNum": 15},
            ],
            "discountplansub": [{"DiscountSubNum": 700, "DiscountPlanNum": 2, "PatNum": 12}],
            "procedurelog": [{"ProcNum": 800, "PatNum": 15, "ProcStatus": "TP", "CodeNum": 1}],
        }
    )
    return api


NOW = "1/7/2024 2:03:05 PM"
WRITES = [
    ("POST", "/discountplans", PLAN, "Created", "DiscountPlanAdd", 0),
    ("PUT", "/discountplans/2", {"PlanNote": "x"}, "Updated", "DiscountPlanEdit", 0),
    ("POST", "/discountplansubs", {"DiscountPlanNum": 2, "PatNum": 15}, "Created", "DiscountPlanAddDrop", 15),
    ("PUT", "/discountplansubs/700", {"PatNum": 12, "SubNote": "x"}, "Updated", "DiscountPlanAddDrop", 12),
    ("DELETE", "/discountplansubs/700", None, "Deleted", "DiscountPlanAddDrop", 12),
    ("POST", "/treatplans", {"PatNum": 15}, "Created", "TreatPlanEdit", 15),
    ("POST", "/treatplans/Saved", {"TreatPlanNum": 500}, "Created", "TreatPlanEdit", 15),
    ("PUT", "/treatplans/500", {"Heading": "x"}, "Updated", "TreatPlanEdit", 15),
    ("DELETE", "/treatplans/500", None, "Deleted", "TreatPlanEdit", 15),
    ("POST", "/treatplanattaches", {"TreatPlanNum": 500, "ProcNum": 800}, "Created", "TreatPlanEdit", None),
    ("PUT", "/proctps/600", {"Descript": "x"}, "Updated", "TreatPlanEdit", 15),
    ("DELETE", "/proctps/601", None, "Deleted", "TreatPlanEdit", 15),
]


@pytest.mark.parametrize(("verb", "path", "body", "done", "perm", "patient"), WRITES, ids=lambda part: str(part)[:24])
def test_a_write_leaves_one_entry_and_that_is_how_it_reads(office, verb, path, body, done, perm, patient):
    assert office.get("/securitylogs").json == []
    answer = office.call(verb, path, body)
    assert answer.status in (200, 201), answer.json
    log = office.get("/securitylogs")
    assert (log.status, log.hint) == (200, "")
    if patient is None:  # of a row without a PatNum of its own no source says whose record it is
        patient = log.json[0]["PatNum"]
    assert log.json == [entry(1, done, perm, NOW, patient)]
    assert list(log.json[0]) == list(entry(1, done, perm, NOW))
    kept = office.rows("securitylog")
    assert len(kept) == 1
    assert kept[0]["FKey"] == (int(path.rpartition("/")[2]) if path[-1].isdigit() else kept[0]["FKey"]) > 0


REFUSED = [
    ("POST", "/discountplans", {}),
    ("POST", "/discountplans", PLAN | {"AnnualMax": "x1"}),
    ("POST", "/treatplans", {"PatNum": 999}),
    ("POST", "/treatplans/Saved", {"TreatPlanNum": 501}),
    ("PUT", "/discountplans/2", {"IsHidden": "perhaps"}),
    ("PUT", "/discountplans/999", {}),
    ("DELETE", "/treatplans/999", None),
    ("DELETE", "/discountplans/2", None),
    ("POST", "/nope", {}),
    ("GET", "/discountplans", None),
]


@pytest.mark.parametrize(("verb", "path", "body"), REFUSED, ids=lambda part: str(part)[:24])
def test_what_is_refused_or_only_read_leaves_none(office, verb, path, body):
    assert office.call(verb, path, body).status >= 400 or verb == "GET"
    for broken in (b"{", b"[]"):
        assert office.call(verb, path, raw=broken).status >= 400 or verb == "GET"
    settle(office, keyStatus="EnabledReadOnly")
    for good, where, what, *_ in WRITES:
        assert office.call(good, where, what).status == 401
    settle(office, keyStatus="Enabled", permissions=["ApiReadAll"])
    for good, where, what, *_ in WRITES:
        assert office.call(good, where, what).status == 401
    assert office.rows("securitylog") == []


def test_a_developer_sees_the_own_entries_alone_the_newest_first(office):
    settle(office, developerKeys={"developer": "First Ltd.", "second": "Second & Søn"})
    second = {"Authorization": f"ODFHIR second/{office.key}"}
    office.post("/treatplans", {"PatNum": 15})
    office.put("/treatplans/500", {"Heading": "theirs"}, **second)
    office.freeze("2024-11-30 00:00:00")
    office.delete("/treatplans/500")
    midnight = "11/30/2024 12:00:00 AM"
    mine = [
        entry(3, "Deleted", "TreatPlanEdit", midnight, 15, "First Ltd."),
        entry(1, "Created", "TreatPlanEdit", NOW, 15, "First Ltd."),
    ]
    assert office.get("/securitylogs").json == mine
    theirs = office.get("/securitylogs", **second)
    assert theirs.json == [entry(2, "Updated", "TreatPlanEdit", NOW, 15, "Second & Søn")]
    assert office.get("/securitylogs?Limit=1").json == mine[:1]
    assert office.get("/securitylogs?Limit=1&Offset=1").json == mine[1:]
    settle(office, developerKeys={"third": "Third"})
    assert office.get("/securitylogs", Authorization=f"ODFHIR third/{office.key}").json == []


def test_entries_of_a_real_office_are_found_by_the_name_in_their_text(office):
    """The page's texts end in a blank."""
    settle(office, developerKeys={"developer": "API Test Developer"})
    texts = {
        1: "Created by API Test Developer through API. ",
        2: "Updated by Another API Test Developer through API. ",
        3: "SELECT 1 Run by API Test Developer through API.",
        4: "Recall added by Recall Sync.",
    }
    rows = [{"SecurityLogNum": key, "LogText": text, "LogSource": "API"} for key, text in texts.items()]
    rows.append({"SecurityLogNum": 5, "LogText": texts[1], "LogSource": "FHIR"})
    office.seed({"securitylog": rows})
    assert [row["LogText"] for row in office.get("/securitylogs").json] == [texts[3], texts[1]]


def test_a_name_is_no_pattern_and_no_sql(office):
    names = {"a": "%", "b": "_", "c": "x' OR 1=1 --", "d": ""}
    settle(office, developerKeys=names)
    for key in names:
        named = {"Authorization": f"ODFHIR {key}/{office.key}"}
        assert office.put("/discountplans/2", {"PlanNote": key}, **named).status == 200
    for key, name in names.items():
        log = office.get("/securitylogs", Authorization=f"ODFHIR {key}/{office.key}").json
        assert [row["LogText"] for row in log] == [f"Updated by {name} through API."]


def test_entries_by_permission(office):
    office.post("/treatplans", {"PatNum": 15})
    office.post("/discountplans", PLAN)
    log = office.get("/securitylogs?PermType=DiscountPlanAdd").json
    assert [row["PermType"] for row in log] == ["DiscountPlanAdd"]
    assert office.get("/securitylogs?PermType=Setup").json == []
    answer = office.get("/securitylogs?PermType=NoSuchThing")
    assert (answer.status, answer.json) == (400, "PermType is invalid.")
    assert len(office.get("/securitylogs?PatNum=15").json) == 2  # recorded: ignored


def test_its_moments_are_written_as_asked(office):
    office.post("/treatplans", {"PatNum": 15})
    for query, written in (
        ("", NOW),
        ("?DateFormatString=yyyy", NOW),
        ("?DateTimeFormatString=yyyy-MM-dd%20HH:mm:ss", "2024-01-07 14:03:05"),
        ("?DateTimeFormatString=yyyy&DateFormatString=MM", "2024"),
    ):
        assert office.get(f"/securitylogs{query}").json == [entry(1, "Created", "TreatPlanEdit", written, 15)]


def test_the_log_from_the_version_that_has_it(office):
    settle(office, version="23.1.32")
    office.post("/treatplans", {"PatNum": 15})
    office.put("/discountplans/2", {"PlanNote": "x"})
    answer = office.get("/securitylogs")
    assert (answer.status, answer.json) == (400, "securitylogs GET  is not a valid method.")
    assert answer.hint == "SecurityLogs GET was added in 23.1.33; this office runs 23.1.32"
    settle(office, version="23.1.33")
    assert [row["PermType"] for row in office.get("/securitylogs").json] == ["DiscountPlanEdit"]
    assert office.post("/securitylogs", {}).json == "securitylogs POST  is not a valid method."


# --- what a key may do ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permissions", "has"),
    [
        ("all", set(PERMISSIONS) - {"ApiEnterprise"}),
        (PERMISSIONS, set(PERMISSIONS)),
        (["ApiReadAll"], {"ApiReadAll"}),
        (["ApiReadAll", "ApiEnterprise", "ApiSetup"], {"ApiReadAll", "ApiEnterprise", "ApiSetup"}),
    ],
)
def test_a_key_reads_its_own_permissions(api, permissions, has):
    settle(api, permissions=permissions)
    answer = api.get("/securityperms")
    assert (answer.status, answer.hint) == (200, "")
    shown = [{"Permission": name, "HasPermission": str(name in has).lower()} for name in PERMISSIONS]
    assert answer.text == json.dumps(shown, separators=(",", ":"))
    assert api.get("/securityperms?Limit=2&Offset=1").json == shown[1:3]
    assert api.get("/securityperms?Offset=15").json == []


NEWER = ["ApiSetup", "ApiTextingASAP", "ApiEnterprise", "ApiInsuranceSimple"]


@pytest.mark.parametrize(
    ("version", "not_yet"),
    [
        ("22.4.99", NEWER),
        ("23.1", NEWER[1:]),
        ("23.2.99", NEWER[1:]),
        ("23.3", NEWER[3:]),
        ("24.4.99", NEWER[3:]),
        ("25.1", []),
    ],
)
def test_a_permission_is_listed_from_the_version_that_added_it(api, version, not_yet):
    settle(api, version=version)
    assert [row["Permission"] for row in api.get("/securityperms").json] == [
        name for name in PERMISSIONS if name not in not_yet
    ]


def test_whoever_may_not_read_may_not_read_the_permissions_either(api):
    settle(api, permissions=sorted(set(PERMISSIONS) - {"ApiReadAll"}))
    answer = api.get("/securityperms")
    assert (answer.status, answer.json) == (401, "SecurityPerms GET requires the permission ApiReadAll.")
    settle(api, permissions="all", version="22.1.99")
    assert api.get("/securityperms").json == "securityperms GET  is not a valid method."


def test_a_log_without_a_number_left_stands_in_no_writes_way(api):
    api.seed({"securitylog": [{"SecurityLogNum": 2**63 - 1}]})
    before = api.rows("securitylog")
    made = api.post("/discountplans", {"Description": "New", "FeeSchedNum": 54, "DefNum": 336})
    assert (made.status, made.json["Description"]) == (201, "New")
    assert api.put("/discountplans/1", {"Description": "changed"}).status == 200
    assert api.row("discountplan", 1)["Description"] == "changed"
    assert api.rows("securitylog") == before
