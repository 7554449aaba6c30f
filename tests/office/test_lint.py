"""What the journal tells of production: pages, reads one by one, the throttle, permissions, versions."""

from urllib.parse import parse_qsl

import pytest

from mock_od import declare as d
from mock_od.office.clock import Clock
from mock_od.office.journal import KEPT_BYTES, Entry, Journal
from mock_od.office.lint import lint as lint_entries
from mock_od.office.settings import Settings


@pytest.fixture
def office(empty):
    """An office with one patient, who has 250 treatment plans."""
    plans = [{"TreatPlanNum": number, "PatNum": 1, "Note": "n" * 900} for number in range(1, 251)]
    empty.seed({"patient": [{"PatNum": 1}], "treatplan": plans})
    return empty


def settle(client, **settings):
    assert client.put(f"/__admin/offices/{client.key}", settings).status == 200


def lint(client):
    answer = client.get(f"/__admin/offices/{client.key}/lint")
    assert answer.status == 200
    return answer.json


def findings(client, *calls):
    """What is found when these paths are read, one after another."""
    client.delete(f"/__admin/offices/{client.key}/requests")
    first = None
    for path in calls:
        client.get(path)
        last = client.get(f"/__admin/offices/{client.key}/requests").json["requests"][-1]["id"]
        first = first or last
    # the ids as places in the list of calls
    return [{**one, "requests": [at - first for at in one["requests"]]} for one in lint(client)["findings"]]


def test_nothing_was_called(office):
    assert lint(office) == {
        "findings": [],
        "realSeconds": 0.0,
        "permissions": [],
        "oldestVersion": None,
        "because": [],
    }


# --- pages ------------------------------------------------------------------------------------------


def full(path, rows, offset):
    return {
        "rule": "page-not-followed",
        "problem": f"GET {path} answered a full page of {rows} rows, and Offset={offset} was not asked for",
        "requests": [0],
    }


def test_a_full_page_that_was_not_followed(office):
    settle(office, mode="remote")
    assert findings(office, "/treatplans") == [full("/treatplans", 100, 100)]
    assert findings(office, "/treatplans?PatNum=1&Limit=500") == [full("/treatplans?PatNum=1&Limit=500", 100, 100)]
    assert findings(office, "/treatplans?Offset=100") == [full("/treatplans?Offset=100", 100, 200)]
    assert findings(office, "/treatplans?Limit=20") == [full("/treatplans?Limit=20", 20, 20)]


@pytest.mark.parametrize(
    "calls",
    [
        ["/treatplans", "/treatplans?Offset=100", "/treatplans?Offset=200"],
        ["/treatplans?PatNum=1", "/treatplans?Limit=100&Offset=100&PatNum=1", "/treatplans?Offset=200&PatNum=1"],
        ["/treatplans?Offset=150&Limit=100", "/treatplans?Offset=250"],
        ["/treatplans?Offset=200"],
        ["/treatplans?Offset=151&Limit=100"],
        ["/treatplans?Limit=1"],
        ["/treatplans?Limit=0"],
        ["/treatplans?TPStatus=Active"],
    ],
)
def test_pages_that_were_followed_and_lists_that_are_no_page(office, calls):
    settle(office, mode="remote")
    assert findings(office, *calls) == []


@pytest.mark.parametrize(
    "other",
    ["/treatplans?Offset=99", "/treatplans?Offset=100&TPStatus=Saved", "/treatplans/7?Offset=100", "/fees?Offset=100"],
)
def test_another_page_of_another_list_does_not_follow(office, other):
    settle(office, mode="remote")
    assert full("/treatplans", 100, 100) in findings(office, "/treatplans", other)


def test_a_page_that_was_asked_for_before_does_not_follow(office):
    settle(office, mode="remote")
    found = findings(office, "/treatplans?Offset=100", "/treatplans", "/treatplans?Offset=200", "/treatplans")
    assert [(one["problem"][:15], one["requests"]) for one in found] == [("GET /treatplans", [1, 3])]


def test_a_list_that_remote_mode_would_cut(office):
    problem = "GET /treatplans answered 250 rows: in remote mode a page ends after 100"
    assert findings(office, "/treatplans", "/treatplans") == [
        {"rule": "page-not-followed", "problem": problem, "requests": [0, 1]}
    ]


def test_enterprise_has_larger_pages_and_more_calls(office):
    settle(office, permissions=["ApiReadAll", "ApiEnterprise"])
    assert findings(office, "/treatplans") == []
    found = lint(office)
    assert (found["realSeconds"], found["permissions"]) == (0.5, ["ApiEnterprise", "ApiReadAll"])


def overlaps(found):
    return [(one["problem"], one["requests"]) for one in found if one["rule"] == "overlapping-pages"]


def test_a_client_that_pages_by_less_than_the_server_answers_counts_rows_twice(office):
    calls = [f"/treatplans?Offset={offset}" for offset in (0, 100, 200, 300)]
    told = (
        "GET /treatplans?Offset=100 answered 150 rows that GET /treatplans?Offset=0 had answered;"
        " the next page began at Offset=250"
    )
    assert overlaps(findings(office, *calls)) == [(told, [1, 2])]
    settle(office, mode="remote")
    assert overlaps(findings(office, *calls)) == []


def test_pages_of_two_lists_overlap_each_for_itself(office):
    calls = ["/treatplans?Limit=100", "/treatplans?PatNum=1&Limit=20", "/treatplans?PatNum=1&Offset=10&Limit=20"]
    told = (
        "GET /treatplans?PatNum=1&Offset=10&Limit=20 answered 10 rows that GET /treatplans?PatNum=1&Limit=20"
        " had answered; the next page began at Offset=20"
    )
    assert overlaps(findings(office, *calls)) == [(told, [2])]


@pytest.mark.parametrize(
    "calls",
    [
        ["/treatplans", "/treatplans"],
        ["/treatplans", "/treatplans?Limit=10"],
        ["/treatplans?Offset=20", "/treatplans?Offset=10"],
        ["/treatplans?Limit=20", "/treatplans?Offset=20&Limit=20", "/treatplans?Offset=40&Limit=20", "/treatplans"],
        ["/treatplans", "/treatplans?Offset=250"],
        ["/treatplans", "/treatplans?Offset=100&TPStatus=Saved"],
        ["/treatplans", "/treatplans?Offset=x"],
    ],
)
def test_pages_that_do_not_overlap(office, calls):
    assert overlaps(findings(office, *calls)) == []


# --- what the office's version passes over ----------------------------------------------------------


def ignored(found):
    return [(one["problem"], one["requests"]) for one in found if one["rule"] == "ignored-parameter"]


def test_a_filter_that_is_newer_than_the_office_is_ignored_without_a_word(api):
    settle(api, version="25.2.20")
    api.freeze("2024-01-27 14:13:05")
    every = api.get("/procedurelogs").json
    assert api.get("/procedurelogs?ProcStatus=C").json == every
    told = "ProcedureLogs GET ignored ProcStatus: it was added in 25.2.21, and the office runs 25.2.20"
    calls = ["/procedurelogs?ProcStatus=C", "/procedurelogs", "/procedurelogs?ProcStatus=TP"]
    assert ignored(findings(api, *calls)) == [(told, [0, 2])]
    settle(api, version="25.2.21")
    assert ignored(findings(api, *calls)) == []


def test_a_format_that_is_newer_than_the_office_too(office):
    settle(office, version="22.4.16")
    assert ignored(findings(office, "/treatplans?DateFormatString=yyyy")) == []
    settle(office, version="22.2.13")
    told = "Clinics GET ignored DateTimeFormatString: it was added in 22.2.14, and the office runs 22.2.13"
    assert ignored(findings(office, "/clinics?DateTimeFormatString=yyyy")) == [(told, [0])]


def test_what_was_refused_was_not_ignored(api):
    settle(api, version="25.2.20")
    assert ignored(findings(api, "/procedurelogs?ProcStatus=C&PatNum=9999", "/nothing?ProcStatus=C")) == []


def test_a_field_of_a_body_that_is_newer_than_the_office_is_ignored_too():
    create = type("Shelves", (d.Resource,), {"create": d.POST("1.0", optional=[d.Text(since="2.0").called("Room")])},
                  path="/shelves").create  # fmt: skip
    found = lint_entries(journal_of((create, "/shelves", b'{"Room": "a"}')), Settings(version="1.5"))["findings"]
    told = "Shelves POST ignored Room: it was added in 2.0, and the office runs 1.5"
    assert ignored(found) == [(told, [1])]


# --- what is documented, and not here yet -----------------------------------------------------------


def not_here(found):
    return [(one["problem"], one["requests"]) for one in found if one["rule"] == "not-in-mock-od"]


def test_what_a_real_office_would_have_answered(api, paymints):
    calls = ["/paymints", "/clinics", "/paymints", "/nothing", "/paymint"]
    assert not_here(findings(api, *calls)) == [
        (f"GET /paymints: {paymints}", [0, 2]),
        (f"GET /paymint: did you mean /paymints? It is {paymints}", [4]),
    ]


# --- one by one -------------------------------------------------------------------------------------


def one_by_one(found):
    return [(one["problem"], one["requests"]) for one in found if one["rule"] == "n-plus-one"]


def test_rows_read_by_key_one_by_one(office):
    calls = [f"/patients/{key}" for key in (1, 2, 3, 4, 5, 5)]
    problem = "Patients GET was called 6 times for 5 values of PatNum; GET /patients lists them, 100 at a time"
    assert one_by_one(findings(office, *calls)) == [(problem, [0, 1, 2, 3, 4, 5])]


def test_lists_read_by_one_filter_one_by_one(office):
    calls = [f"/treatplans?TPStatus=Saved&PatNum={key}&Limit=5" for key in range(2, 7)]
    problem = (
        "TreatPlans GET was called 5 times for 5 values of PatNum; GET /treatplans without PatNum lists them,"
        " 100 at a time"
    )
    assert one_by_one(findings(office, *calls)) == [(problem, [0, 1, 2, 3, 4])]


def test_other_calls_in_between(office):
    calls = [path for key in range(5) for path in (f"/patients/{key}", "/clinics", "/fees", "/definitions")]
    assert [numbers for _, numbers in one_by_one(findings(office, *calls))] == [[0, 4, 8, 12, 16]]
    calls = [path for key in range(5) for path in (f"/patients/{key}", *["/clinics"] * 4)]
    assert one_by_one(findings(office, *calls)) == []


@pytest.mark.parametrize(
    "calls",
    [
        [f"/patients/{key}" for key in range(4)],
        ["/patients/1"] * 9,
        [f"/patients/{key}?DateFormatString=d{'d' * key}" for key in range(6)],
        [f"/treatplans?PatNum={key}&TPStatus={status}" for key, status in enumerate(["Saved", "Active"] * 3)][:4],
        [f"/treatplans?PatNum=2&Offset={offset}" for offset in range(9)],
        [f"/treatplans?PatNum=2&Limit={limit}" for limit in range(2, 9)],
        [f"/treatplans?PatNum=2&SecDateTEdit=2030-01-0{day}" for day in range(1, 9)],
        [f"/nothing/{key}" for key in range(9)],
    ],
)
def test_reads_that_no_list_would_spare(office, calls):
    assert one_by_one(findings(office, *calls)) == []


def test_writes_are_no_reads(office):
    for key in range(1, 9):
        office.put(f"/treatplans/{key}", {"Note": ""})
    assert lint(office)["findings"] == []


@pytest.mark.parametrize(
    ("path", "name", "instead"),
    [
        ("/treatplanattaches?TreatPlanNum={}", "TreatPlanNum", "TreatPlanAttaches has no list of them all, so keep what was read"),
        ("/documents/{}", "DocNum", "GET /documents by PatNum lists them, 100 at a time"),
        ("/fees?FeeSched={}&ProvNum=0", "FeeSched", "GET /fees without FeeSched lists them, 100 at a time"),
        ("/patients/Simple?LName=a{}", "LName", "GET /patients/Simple without LName lists them, 100 at a time"),
    ],
)  # fmt: skip
def test_what_would_serve_instead(api, path, name, instead):
    ((problem, _),) = one_by_one(findings(api, *(path.format(key) for key in range(6))))
    assert problem.partition(" was ")[2] == f"called 6 times for 6 values of {name}; {instead}"


# --- time, permissions, version ---------------------------------------------------------------------


def test_reading_alone_is_slow(office):
    for _ in range(3):
        office.get("/patients/1")
    found = lint(office)
    assert (found["realSeconds"], found["permissions"]) == (15.0, ["ApiReadAll"])


def test_whoever_may_write_is_quicker(office):
    office.get("/patients/1")
    office.get("/nothing")
    office.post("/treatplans", {"PatNum": 1})
    found = lint(office)
    assert (found["realSeconds"], found["permissions"]) == (3.0, ["ApiAllOthers", "ApiReadAll"])


def test_a_permission_that_was_lacking_is_one_to_ask_for(office):
    settle(office, permissions=["ApiReadAll"])
    assert office.post("/treatplans", {"PatNum": 1}).status == 401
    assert lint(office)["permissions"] == ["ApiAllOthers"]


@pytest.mark.parametrize(
    ("verb", "path", "body", "oldest", "because"),
    [
        ("GET", "/treatplans?PatNum=1", None, "22.4.16", ["TreatPlans GET"]),
        ("GET", "/treatplans/Saved", None, None, []),
        ("POST", "/treatplans/Saved", {"TreatPlanNum": 1}, "23.2.22", ["TreatPlans POST Saved"]),
        ("GET", "/procedurecodes", None, "22.3.22", ["ProcedureCodes GET"]),
        (
            "GET",
            "/procedurecodes?DateTStamp=2024-01-01&Offset=1",
            None,
            "22.4.28",
            ["ProcedureCodes GET: DateTStamp"],
        ),
        ("GET", "/securityperms?DateFormatString=yyyy", None, "22.2.26", ["DateFormatString"]),
        ("GET", "/securityperms?DateTimeFormatString=yyyy", None, "22.2.14", ["DateTimeFormatString"]),
    ],
)
def test_the_oldest_version_that_has_what_was_used(office, verb, path, body, oldest, because):
    office.call(verb, path, body)
    found = lint(office)
    assert (found["oldestVersion"], found["because"]) == (oldest, because)


def test_the_oldest_version_of_several_calls_is_the_newest_that_one_needs(office):
    office.delete("/treatplans/1")
    office.get("/treatplans")
    office.delete("/treatplans/2")
    found = lint(office)
    assert (found["oldestVersion"], found["because"]) == ("24.4.26", ["TreatPlans DELETE"])


# --- another API, whose versions are those that are looked for --------------------------------------


class Books(d.Resource, table="book", path="/books"):
    """What can be lent."""

    BookNum = d.Key()
    Shelf = d.Text(since="1.2")
    Room = d.Text(since="1.2")

    single = d.GET()
    several = d.LIST("3.0")
    old = d.LIST("1.0", path="/Old", gone="2.0")
    create = d.POST("1.0.0", optional=[Shelf.but(since="1.1"), Room.but(since="1.10.0")])


def journal_of(*calls):
    journal = Journal(Clock())
    for method, path, body in calls:
        told = {"status": 200, "answer": b"", "hint": "", "ignored": (), "changes": (), "seconds": 0.0}
        journal.record(verb=method.verb, path=path, query="", body=body, method=method, **told)
    return journal.entries()


@pytest.mark.parametrize(
    ("version", "instead"),
    [
        ("1.5", "GET /books/Old lists them, 100 at a time"),
        ("2.0", "Books has no list of them all, so keep what was read"),
        ("3.0", "GET /books lists them, 100 at a time"),
    ],
)
def test_only_a_list_of_the_offices_version_would_serve(version, instead):
    entries = journal_of(*((Books.single, f"/books/{key}", b"") for key in range(5)))
    (found,) = lint_entries(entries, Settings(version=version))["findings"]
    assert found == {
        "rule": "n-plus-one",
        "problem": f"Books GET was called 5 times for 5 values of BookNum; {instead}",
        "requests": [1, 2, 3, 4, 5],
    }


@pytest.mark.parametrize(
    ("body", "oldest", "because"),
    [
        (b"{}", "1.0.0", ["Books POST"]),
        (b'{"Shelf": "A"}', "1.2", ["Books POST: Shelf"]),
        (b"{'Room': 'R', Shelf: 'A'}", "1.10.0", ["Books POST: Room"]),
        (b'["Shelf"]', "1.0.0", ["Books POST"]),
        (b'"Shelf"', "1.0.0", ["Books POST"]),
        (b'{"Shelf": "' + b"x" * KEPT_BYTES + b'"}', "1.0.0", ["Books POST"]),
    ],
    ids=["none", "field", "two", "list", "text", "cut"],
)
def test_the_oldest_version_that_has_the_fields_sent(body, oldest, because):
    found = lint_entries(journal_of((Books.single, "/books/1", b""), (Books.create, "/books", body)), Settings())
    assert (found["oldestVersion"], found["because"]) == (oldest, because)


def test_many_parameters_take_time_by_their_number_alone(monkeypatch):
    """Twice as many are looked at about twice as often, and not four times: what is counted takes the time."""
    looks = 0

    class Looked(str):
        """A text that counts how often it is compared or found among others."""

        __slots__ = ()

        def __hash__(self):
            nonlocal looks
            looks += 1
            return super().__hash__()

        def __eq__(self, other):
            nonlocal looks
            looks += 1
            return super().__eq__(other)

    def read(entry):
        return {Looked(name): Looked(text) for name, text in parse_qsl(entry.sent, keep_blank_values=True)}

    def count(known, unknown):
        """The looks at calls with so many parameters each, that differ from one another in one of those known."""
        nonlocal looks
        params = [d.Text().called(f"p{number}") for number in range(known)]
        method = type("Books", (d.Resource,), {"several": d.LIST("1.0", optional=params)}, path="/books").several
        journal = Journal(Clock())
        for call in range(10):
            query = "&".join([f"{param.name}={call}" for param in params] + [f"x{n}=" for n in range(unknown)])
            journal.record(verb="GET", path="/books", query=query, body=b"", method=method, status=200, answer=b"[]",
                           hint="", ignored=(), changes=(), seconds=0.0)  # fmt: skip
        looks = 0
        assert lint_entries(journal.entries(), Settings())["findings"] == []
        return looks

    monkeypatch.setattr(Entry, "query", property(read))
    few, many = count(10, 300), count(20, 600)
    assert few > 10 * 310
    assert many < 3 * few
